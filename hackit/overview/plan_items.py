"""The items of a plan as one reader sees them: what each says, what became of it, what can be done."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from hackit import dates
from hackit.access import Action
from workplans import work_plan
from workplans.actions.items import KEPT
from workplans.actions.plans import REVIEWED
from workplans.models import PlanItem
from workplans.work_plan import ItemState, Kind, Move, State

SUGGESTED, NOT_TAKEN_IN = "suggested", "not taken in"
# How a move is written in an address.
SLUGS = {move: move.name.lower().replace("_", "-") for move in Move}
# These are done on a page of their own, which asks for a reason.
WITH_REASON = (Move.CARRY, Move.DROP)


@dataclass(frozen=True)
class Way:
    """Something that can be done: what a button or a link says, and where it leads.

    `seen` is what was read of it, where that has to stand when it is done.
    """

    words: str
    url: str
    seen: str = ""


@dataclass(frozen=True)
class Item:
    """One item in words.

    `word` is its state, or what became of a suggestion; `facts` stand under its title. `mark` says that it
    is new or changed since the apprentice agreed, and `before` what it said then, as (label, words).
    `buttons` act at once, `links` lead to a page.
    """

    pk: int
    title: str
    state: ItemState
    word: str
    detail: str
    facts: list
    late: str
    because: str
    often: str
    mark: str
    before: list
    from_month: Way | None
    to_month: Way | None
    buttons: list = field(default_factory=list)
    links: list = field(default_factory=list)

    @property
    def anchor(self):
        """What the address of the page ends with to lead here."""
        return f"item-{self.pk}"


def with_agreed(items):
    """The items, each with `agreed`: what it said when the apprentice agreed to it, None when they have not.

    It is read from the history: the newest version of which they were not asked anew.
    """
    history = PlanItem.history.filter(id=OuterRef("pk"), **PlanItem.AGREED)
    names = {name: name for name in PlanItem.WRITTEN} | {"project": "project__title", "state": "state"}
    said = history.order_by("-history_id").values(said=JSONObject(**names))
    return items.annotate(agreed=Subquery(said[:1]))


def of_plan(plan):
    """The items of a plan in order, suggestions too, with all that is shown of them. One query."""
    related = ("project", "carried_from__plan", "carried_to__plan")
    return with_agreed(plan.items.select_related(*related))


def item_of(record, month, pk):
    """One item of the plan of a record for a month; None when there is none. One query."""
    items = PlanItem.objects.filter(plan__apprentice=record, plan__month_on=month)
    return items.select_related("plan__apprentice", "project").filter(pk=pk).first()


def is_open(item):
    """Whether what an item says can still be changed, by whoever writes it."""
    return item.state in work_plan.OPEN and item.plan.state != State.REVIEWED


def was_there(record, month, pk, may):
    """Whether somebody for whom a set of Actions is open could once see an item with this number in the plan
    of a month. One query.
    """
    versions = PlanItem.history.filter(id=pk, plan__apprentice=record, plan__month_on=month)
    last = versions.order_by("-history_id").first()
    return bool(last and (Action.SEE_PLANS in may or not last.suggested_at))


def was_suggested(item):
    """Whether the apprentice suggested an item, whatever became of that. One query."""
    return PlanItem.history.filter(id=item.pk, suggested_at__isnull=False).exists()


def may_write(item, may):
    """Whether somebody for whom a set of Actions is open writes an item: the apprentice what they suggest,
    everybody else what belongs to the plan.
    """
    return (Action.SUGGEST_ITEMS if item.waits else Action.WRITE_PLANS) in may


def address(name, item, *more):
    """The address of a page about an item."""
    plan = item.plan
    return reverse(name, args=[plan.apprentice_id, plan.month_on, item.pk, *more])


def shown(items, may, agreer, on):
    """The items that belong to a plan and those that are suggested, as two lists of Item.

    `agreer` is who agreed, as in "you" or "Zara"; blank for a reader who is told nothing of that.
    """
    own = [item for item in items if not item.suggested_at]
    ends = {own[0].pk: "up", own[-1].pk: "down"} if own else {}
    if len(own) == 1:
        ends = {own[0].pk: "up down"}
    of_plan = [
        _item(item, on, agreer, buttons=_buttons(item, may, ends.get(item.pk, "")), links=_links(item, may))
        for item in own
    ]
    suggested = [
        _item(item, on, agreer, buttons=_answers(item, may), links=_links(item, may))
        for item in items
        if item.suggested_at
    ]
    return of_plan, suggested


def _item(item, on, agreer, **ways):
    past = item.due_on and item.due_on < on and item.state in work_plan.OPEN
    following = getattr(item, "carried_to", None)
    return Item(
        pk=item.pk,
        title=item.title,
        state=ItemState(item.state),
        word=word(item),
        detail=item.detail,
        facts=list(facts(item)),
        late="Late" if past else "",
        because=item.because,
        often=f"Carried over {item.times_carried} times" if item.carried_often else "",
        mark=_mark(item, agreer),
        before=list(_before(item)) if item.asked_at and item.agreed and agreer else [],
        from_month=item.carried_from and _carried(item.carried_from, "from", again=item.times_carried == 2),
        to_month=following and _carried(following, "to"),
        **ways,
    )


def word(item):
    """The state of an item in a word; of a suggestion, what became of it."""
    if not item.suggested_at:
        return ItemState(item.state)
    return SUGGESTED if item.waits else NOT_TAKEN_IN


def facts(item):
    """What is known of an item beside its title and detail, each in a few words."""
    yield item.get_kind_display()
    if item.project:
        yield f"Project: {item.project}"
    if item.due_on:
        yield f"Due {dates.words(item.due_on)}"
    if item.helper:
        yield f"{item.helper} helps"


def _carried(other, way, *, again=False):
    """The way to the item in the other month. More often than twice stands in a tag beside it."""
    return Way(f"Carried over {way} {other.plan.month}{', for the 2nd time' if again else ''}", _at(other))


def _at(item):
    plan = item.plan
    return f"{reverse('work_plan', args=[plan.apprentice_id, plan.month_on])}#item-{item.pk}"


# --- What changed since it was agreed ---------------------------------------------------------------


def _mark(item, agreer):
    if not (item.asked_at and agreer):
        return ""
    dropped, was_dropped = (
        state == ItemState.DROPPED for state in (item.state, (item.agreed or {}).get("state"))
    )
    if dropped != was_dropped:
        return f"{'Dropped' if dropped else 'Back in the plan'} since {agreer} agreed"
    return f"{'Changed' if item.agreed else 'New'} since {agreer} agreed"


def _before(item):
    """(label, words) of what said something else when it was agreed."""
    now, then = item.said(), _said(item.agreed)
    for name in PlanItem.WRITTEN:
        if now[name] != then[name]:
            label = PlanItem._meta.get_field(name).verbose_name
            yield label[0].upper() + label[1:], then[name] or "Nothing"


def _said(agreed):
    words = {name: agreed[name] or "" for name in PlanItem.WRITTEN}
    due = agreed["due_on"]
    kind = Kind(agreed["kind"])
    return words | {
        "kind": kind[0].upper() + kind[1:],
        "due_on": dates.words(date.fromisoformat(due)) if due else "",
    }


# --- What can be done -------------------------------------------------------------------------------


def _buttons(item, may, end):
    """What happens at once: progress for the apprentice; places, and taking back, for whoever writes."""
    if item.plan.state == State.REVIEWED:
        return []
    found = []
    if Action.TELL_PROGRESS in may:
        found += [_move(item, move) for move in work_plan.moves(item.state, of_apprentice=True)]
    if Action.WRITE_PLANS in may:
        if Move.TAKE_BACK in work_plan.moves(item.state, of_apprentice=False):
            found.append(_move(item, Move.TAKE_BACK))
        ways = [way for way in ("up", "down") if way not in end.split()]
        found += [Way(way.capitalize(), address(f"reorder_{way}_item", item)) for way in ways]
    return found


def _answers(item, may):
    """What happens at once with a suggestion, for whoever writes the plan."""
    if item.plan.state == State.REVIEWED or Action.WRITE_PLANS not in may:
        return []
    if not item.waits:
        return [_move(item, Move.TAKE_BACK)]
    return [Way("Take in", address("take_in_item", item), seen=item.fingerprint())]


def _links(item, may):
    """What is done on a page of its own."""
    if not is_open(item):
        return []
    writes = Action.WRITE_PLANS in may
    found = [Way("Change", address("plan_item", item))] if may_write(item, may) else []
    if writes and item.waits:
        found.append(Way("Say why not", address("move_item", item, SLUGS[Move.DROP])))
    elif writes:
        found += [_move(item, move) for move in WITH_REASON]
    if item.can_be_deleted and may_write(item, may):
        found.append(Way("Delete", address("delete_item", item)))
    return found


def refusal_of_deletion(item):
    """Why an item cannot be deleted, as a page says before it asks; None when whoever writes it can."""
    if item.plan.state == State.REVIEWED:
        return REVIEWED
    return None if item.can_be_deleted else KEPT


def _move(item, move):
    return Way(move, address("move_item", item, SLUGS[move]))
