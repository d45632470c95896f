"""What is done with the items of a work plan, each by itself: written, suggested, moved on, carried over."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from apprentices.actions.locking import as_now, locked
from hackit import dates, versions
from hackit.actions import save, take_away
from workplans import months, work_plan
from workplans.actions.places import move_place
from workplans.actions.plans import REVIEWED, asked_at, plan_to_write
from workplans.models import PlanItem, WorkPlan
from workplans.work_plan import ItemState, Move, State

KEPT = "Only an item of a draft that nobody has begun is deleted. Drop this one and say why."


@transaction.atomic
def add_item(apprentice, month, *, words, by, on=None):
    """Adds an item to the plan of a month; the first one makes the plan.

    `words` are values of PlanItem.WRITTEN. One that stands open there word for word is not added again: a
    button pressed twice has one effect. Once the plan was agreed, the apprentice is asked about it. Raises
    ValidationError for a month without plan, a reviewed one, and a project of somebody else.
    """
    on = on or dates.today()
    [item] = add_items(plan_to_write(locked(apprentice), month, on), drafts=[words], by=by, on=on)
    return item


def add_items(plan, *, drafts, by, on):
    """Adds items to a plan of a locked record, each of `drafts` as `add_item` does; as they stand there."""
    plan = _saved(plan, by, on)
    standing = list(plan.items.taken_in().filter(state__in=work_plan.OPEN).select_related("project"))
    asked, place = asked_at(plan, by, on), _place_after(plan)
    return [
        _alike(standing, words) or _add(plan, words, by, on, position=place + number, asked_at=asked)
        for number, words in enumerate(drafts)
    ]


@transaction.atomic
def suggest(apprentice, month, *, words, by, on=None):
    """The apprentice suggests an item; it waits in the plan for whoever writes that.

    Otherwise it is as `add_item`.
    """
    on = on or dates.today()
    plan = _saved(plan_to_write(locked(apprentice), month, on), by, on)
    known = _alike(plan.items.suggested().select_related("project"), words)
    return known or _add(plan, words, by, on, position=_place_after(plan), suggested_at=dates.moment(on))


@transaction.atomic
def change_item(item, *, words, by, on=None, seen=""):
    """Changes what is written of an open item; the same words are left alone.

    The apprentice changes a suggestion that waits, everybody else what belongs to the plan; once that was
    agreed, the apprentice is asked again, about this item alone. Raises ValidationError for one that is done
    or given up, and when somebody wrote other words after the version `seen`.
    """
    on, item = on or dates.today(), _locked(item)
    if all(getattr(item, name) == value for name, value in words.items()):
        return item
    if item.state not in work_plan.OPEN:
        raise ValidationError(f"This is {item.state}: what it says stays. Take that back first.")
    if item.waits != _by_apprentice(item, by):
        raise ValidationError(
            "This is a suggestion: take it in first, then change it."
            if item.waits
            else "This was taken into the plan. Suggest another item for what should be different."
        )
    versions.refuse_overwriting(item, seen, PlanItem.WRITTEN)
    _write(item, words)
    _ask(item, by, on)
    return save(item, by=by, on=on)


@transaction.atomic
def take_in(item, *, seen, by, on=None):
    """Takes a suggestion into the plan: the apprentice suggested it, so they are not asked about it.

    `seen` is the `PlanItem.fingerprint` of what whoever takes it in read. Raises ValidationError when the
    apprentice has written something else since, and for one that was answered.
    """
    on, item = on or dates.today(), _locked(item)
    if not item.suggested_at:
        return item
    if not item.waits:
        raise ValidationError("This suggestion was answered already.")
    if seen != item.fingerprint():
        raise ValidationError("The suggestion was changed while you read it. Read it again, then take it in.")
    item.suggested_at = None
    return save(item, by=by, on=on)


@transaction.atomic
def delete_item(item, *, by, on=None):
    """Deletes an item of a draft that nobody has begun, or a suggestion of the apprentice that waits.

    Raises ValidationError once the plan is shared, and for what was carried over to it: that is dropped, with
    a reason, and stays to be seen.
    """
    on, item = on or dates.today(), _locked(item)
    if not item.can_be_deleted or item.waits != _by_apprentice(item, by):
        raise ValidationError(KEPT)
    take_away(item, by=by, on=on)


@transaction.atomic
def move_on(item, move, *, by, on=None, because=""):
    """Moves an item on by a `work_plan.Move`; one that is there already is left alone.

    Carrying over and dropping need a reason. What is carried over becomes an item of the next month, or of
    this one where that is later, linked to this one; taking that back takes it away there, while nobody has
    begun it, changed it or agreed to it. Once the plan was agreed, the apprentice is asked about an item that
    is dropped, or is back. Raises ValidationError where the tables say no.
    """
    on, item = on or dates.today(), _locked(item)
    row = work_plan.MOVES[move]
    if item.state == row.to:
        return item
    _refuse_move(item, move)
    if row.to in work_plan.GIVEN_UP and not because.strip():
        raise ValidationError({"because": "Say why in a sentence."})
    if move == Move.CARRY:
        _carry(item, by, on)
    if move == Move.TAKE_BACK and item.state == ItemState.CARRIED:
        _take_back_carried(item, by, on)
    asks = ItemState.DROPPED in (row.to, item.state) and not item.suggested_at
    item.state, item.because = row.to, because if row.to in work_plan.GIVEN_UP else ""
    if asks:
        _ask(item, by, on)
    return save(item, by=by, on=on)


@transaction.atomic
def reorder(item, *, up, by, on=None):
    """Moves an item of a plan one place up or down; at the end of the list it stays."""
    on, item = on or dates.today(), _locked(item)
    move_place(item, list(item.plan.items.taken_in()), "position", up=up, by=by, on=on)


def _ask(item, by, on):
    """Asks the apprentice about an item that is not what they agreed to, and not about one that is again."""
    agreed = item.history.filter(**PlanItem.AGREED).first()
    same = agreed and all(getattr(agreed, name) == getattr(item, name) for name in PlanItem.WRITTEN)
    dropped = agreed and (agreed.state == ItemState.DROPPED) != (item.state == ItemState.DROPPED)
    item.asked_at = None if same and not dropped else item.asked_at or asked_at(item.plan, by, on)


def _refuse_move(item, move):
    refused = work_plan.refusal_of_move(move, item.state)
    if item.waits and move != Move.DROP:
        refused = "This is a suggestion: it waits to be taken into the plan."
    if refused:
        raise ValidationError(refused)


def month_to_carry_to(month, on):
    """The first day of the month to which an item of a month is carried over on the day `on`."""
    return max(dates.add_months(month, 1), months.first_of(on))


def _carry(item, by, on):
    """Makes the item of the later month; one that says the same and stands open there becomes it."""
    month = month_to_carry_to(item.plan.month_on, on)
    following = _saved(plan_to_write(item.plan.apprentice, month, on), by, on)
    words = {name: getattr(item, name) for name in PlanItem.WRITTEN if name != "due_on"}
    fresh = following.items.taken_in().filter(state__in=work_plan.OPEN, carried_from__isnull=True)
    there = _alike(fresh.select_related("project"), words)
    if there is None:
        there = PlanItem(
            plan=following,
            position=_place_after(following),
            asked_at=asked_at(following, by, on),
            **words,
        )
    there.carried_from, there.times_carried = item, item.times_carried + 1
    save(there, by=by, on=on)


def _take_back_carried(item, by, on):
    following = PlanItem.objects.filter(carried_from=item).select_related("plan", "project").first()
    if following is None:
        return
    plan, words = following.plan, {"due_on": None}
    words |= {name: getattr(item, name) for name in PlanItem.WRITTEN if name != "due_on"}
    agreed = plan.agreed_at and not following.asked_at
    if following.state != ItemState.PLANNED or agreed or not _alike([following], words):
        raise ValidationError(
            f"This goes on in {plan.month}, where it was begun, changed or agreed to. It cannot be taken "
            "back any more: drop it there if it shall not be."
        )
    take_away(following, by=by, on=on)
    if plan.state == State.DRAFT and not plan.aim and not plan.items.exists():
        take_away(plan, by=by, on=on)


def _alike(items, words):
    """The one of some items that says the same, word for word; None without."""
    alike = (item for item in items if all(getattr(item, name) == value for name, value in words.items()))
    return next(alike, None)


def _add(plan, words, by, on, **more):
    item = PlanItem(plan=plan, **more)
    _write(item, words)
    return save(item, by=by, on=on)


def _place_after(plan):
    """The place after the last item of a plan."""
    return (plan.items.aggregate(last=Max("position"))["last"] or 0) + 1


def _write(item, words):
    for name, value in words.items():
        setattr(item, name, value)
    if item.project and item.project.apprentice_id != item.plan.apprentice_id:
        raise ValidationError({"project": "Choose a project of this apprentice."})
    month = item.plan.month_on
    if item.due_on and not month <= item.due_on <= months.last_of(dates.add_months(month, 1)):
        raise ValidationError({"due_on": f"Choose a day of {item.plan.month}, or of the month after."})


def _saved(plan, by, on):
    return plan if plan.pk else save(plan, by=by, on=on)


def _locked(item):
    """The item as it is now, in a plan that can be changed; nobody else changes it meanwhile."""
    locked(WorkPlan.objects.select_related("apprentice").get(pk=item.plan_id).apprentice)
    item = as_now(item, "plan__apprentice", "project")
    if item.plan.state == State.REVIEWED:
        raise ValidationError(REVIEWED)
    return item


def _by_apprentice(item, by):
    return item.plan.apprentice.person_id == by.pk
