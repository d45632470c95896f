"""What is done with an induction: giving it, following its template and the first day, and telling of steps.

How much of a day is agreed for learning is known further on: `learning` answers that for a day, as
`apprentices.induction.Calendar` asks it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from apprentices.actions.locking import lock_all, locked
from apprentices.induction import (
    OPEN,
    Calendar,
    Changes,
    Planned,
    State,
    Taken,
    Version,
    compare,
    day_of,
    schedule,
    shifted,
    spread,
)
from apprentices.models import Apprentice, Induction, InductionStep
from cohorts.induction import Kind
from cohorts.models import InductionItem
from hackit import dates
from hackit.actions import save, take_away
from hackit.working_days import is_working_day

DAY = timedelta(days=1)
# Why steps came, changed or moved, as their history keeps it.
GIVEN, FOLLOWED, MOVED = "Given", "Template applied", "First day moved"
SPREAD, CLEARED = "Introductions spread", "Learning time kept clear"
WAS_PAST = "Its day had passed when the induction was given."


def calendar_of(apprentice, learning):
    """The Calendar of an apprentice's organisation: weekends, bank holidays in England and closing days."""
    closed = {one.closed_on for one in apprentice.cohort.organisation.closing_days.all()}
    return Calendar(partial(is_working_day, closed=closed), learning)


# --- From the template ----------------------------------------------------------------------------


@transaction.atomic
def give(apprentice, template, *, learning, leave_out_past=False, by, on=None):
    """Gives an apprentice the steps of a template, each with its day. Returns the Induction.

    A day that has passed becomes today, or with `leave_out_past` its step is not needed. Raises
    ValidationError for somebody who has one, or whose apprenticeship has ended, and for a template that is
    retired or another organisation's.
    """
    return _give(locked(apprentice), template, learning, leave_out_past, by, on or dates.today())


def _give(record, template, learning, leave_out_past, by, on):
    if Induction.objects.filter(apprentice=record).exists():
        raise ValidationError(f"{record} has an induction already: apply the changed template instead.")
    if record.ended_on and record.ended_on <= on:
        raise ValidationError(f"The apprenticeship of {record} has ended: there is nothing to begin.")
    if template.organisation_id != record.cohort.organisation_id:
        raise ValidationError("Choose a template of the same organisation.")
    if template.retired_on and template.retired_on <= on:
        raise ValidationError(f"{template} is no longer given. Choose another template.")
    first_day = record.first_day_at_work_on
    given = Induction(apprentice=record, template=template, given_on=on, counted_from=first_day)
    save(given, by=by, on=on, why=GIVEN)
    outline = outlined(record, template, learning=learning, leave_out_past=leave_out_past, on=on)
    create_all(outline.steps, by, on, GIVEN)
    return given


@dataclass(frozen=True)
class Outline:
    """What a template would give: the steps with their days, and how many of these had passed already."""

    steps: list
    past: int


def outlined(apprentice, template, *, learning, leave_out_past=False, on=None):
    """The Outline of what `give` would make of a template on a day; nothing is saved."""
    on = on or dates.today()
    calendar, items = calendar_of(apprentice, learning), list(InductionItem.objects.filter(template=template))
    first_day = apprentice.first_day_at_work_on
    past = sum(day_of(item.day, first_day, calendar) < on for item in items)
    return Outline(_made(apprentice, items, calendar, leave_out_past, on), past)


def changes(apprentice, template):
    """What a template, as it is now, would change in the induction of an apprentice: its Changes.

    With the steps it is about, by the key of their item, and its items by key. Two queries.
    """
    items = {item.pk: item for item in InductionItem.objects.filter(template=template)}
    steps = _by_item(_of_templates().filter(apprentice=apprentice))
    return _compared(items, steps), steps, items


def changes_of_all(apprentices):
    """{key of an apprentice: (Changes, steps, items)} as `changes` says it, each for their own template.

    Without those who have no induction of a template. Three queries.
    """
    found = Induction.objects.filter(apprentice__in=apprentices, template__isnull=False)
    templates = dict(found.values_list("apprentice", "template"))
    items, steps = defaultdict(dict), defaultdict(list)
    for item in InductionItem.objects.filter(template__in=set(templates.values())):
        items[item.template_id][item.pk] = item
    for step in _of_templates().filter(apprentice__in=templates):
        steps[step.apprentice_id].append(step)
    told = {pk: (_by_item(steps[pk]), items[template]) for pk, template in templates.items()}
    return {pk: (_compared(items, steps), steps, items) for pk, (steps, items) in told.items()}


def _compared(items, steps):
    return compare(
        {key: Version(item.day, item.says()) for key, item in items.items()},
        {key: (Version(step.day, step.says()), State(step.state)) for key, step in steps.items()},
    )


def _of_templates():
    return InductionStep.objects.filter(day__isnull=False).order_by("pk")


def _by_item(steps):
    """Steps of a template by the key of their item; those whose item is gone by a key of their own."""
    return {step.item_id or f"gone {step.pk}": step for step in steps}


@dataclass(frozen=True)
class Followed:
    """What following a template makes of an induction, and of what: `found` are its Changes by item.

    `come` and `go` are steps, `was` holds for each step that is `touched` (day, what it said) until now.
    """

    found: Changes
    come: list
    go: list
    touched: list
    was: dict[int, tuple[date, tuple]]


def what_follows(apprentice, template, *, learning, on=None):
    """The Followed of what `follow_template` would do on a day; nothing is saved."""
    on = on or dates.today()
    found, steps, items = changes(apprentice, template)
    calendar, go = calendar_of(apprentice, learning), [steps[key] for key in found.go]
    # Who is to be met from now on takes part in the spreading too.
    met = {key for key in found.rewrite if _becomes_meeting(steps[key], items[key])}
    moving = [step for key, step in steps.items() if key in {*found.move, *met}]
    touched = [step for key, step in steps.items() if key in {*found.rewrite, *found.move}]
    was = {step.pk: (step.due_on, step.says()) for step in touched}
    for key in {*found.rewrite, *found.move}:
        _say(steps[key], items[key])
    _place(moving, apprentice, calendar, on, leaving=go)
    come = _made(apprentice, [items[key] for key in found.come], calendar, False, on, [*go, *moving], moving)
    return Followed(found, come, go, touched, was)


def _becomes_meeting(step, item):
    return item.kind == Kind.INTRODUCTION and step.kind != Kind.INTRODUCTION


@transaction.atomic
def follow_template(apprentice, *, learning, by, on=None):
    """Makes the open steps of an apprentice what their template says now. Returns the Changes.

    What is done or not needed stays, and so does what somebody has begun or added. Raises ValidationError
    without an induction.
    """
    return _follow(locked(apprentice), learning, by, on or dates.today())


def _follow(record, learning, by, on):
    given = Induction.objects.select_related("template").filter(apprentice=record).first()
    if given is None or given.template is None:
        raise ValidationError(f"{record} has no induction of a template: give one first.")
    done = what_follows(record, given.template, learning=learning, on=on)
    if done.found:
        save(given, by=by, on=on, why=FOLLOWED)
    for step in done.go:
        take_away(step, by=by, on=on, why=FOLLOWED)
    save_all(done.touched, by, on, FOLLOWED)
    create_all(done.come, by, on, FOLLOWED)
    return done.found


@transaction.atomic
def give_all(apprentices, template, *, learning_of, by, on=None):
    """Gives a template to those of some apprentices who have no induction; the others follow theirs.

    `learning_of` answers `learning` for an apprentice. `template` is None where those without get none.
    Returns (how many were given one, how many changed). All or nothing: raises what `give` raises.
    """
    on, keys = on or dates.today(), [record.pk for record in apprentices]
    lock_all(keys)
    have = dict(Induction.objects.filter(apprentice__in=keys).values_list("apprentice", "template"))
    given = changed = 0
    records = Apprentice.objects.filter(pk__in=keys).select_related("person", "cohort__organisation")
    for record in records.prefetch_related("cohort__organisation__closing_days"):
        if record.pk not in have and template:
            _give(record, template, learning_of(record), False, by, on)
            given += 1
        elif have.get(record.pk):
            changed += bool(_follow(record, learning_of(record), by, on))
    return given, changed


def _say(step, item):
    for name in InductionItem.SAYS:
        setattr(step, name, getattr(item, name))
    step.day, step.position = item.day, item.position


def _made(record, items, calendar, leave_out_past, on, leaving=(), placed=()):
    """The steps of items with their dates, not saved yet; see `_place`."""
    steps = [InductionStep(apprentice=record, item=item) for item in items]
    for step, item in zip(steps, items, strict=True):
        _say(step, item)
        step.due_on = day_of(step.day, record.first_day_at_work_on, calendar)
        if leave_out_past and step.due_on < on:
            step.state, step.not_needed_because = State.NOT_NEEDED, WAS_PAST
    _place([step for step in steps if step.state in OPEN], record, calendar, on, leaving, placed)
    return steps


def _place(steps, record, calendar, on, leaving=(), placed=()):
    """Gives steps their dates, counted from the first day at work, around the introductions that stay.

    Those `leaving` stay nowhere, or get theirs afterwards; those just `placed` stay where they are now.
    """
    planned = [
        Planned(number, step.day, step.kind == Kind.INTRODUCTION, step.position)
        for number, step in enumerate(steps)
    ]
    first_day, limit = record.first_day_at_work_on, _limit(record)
    taken = _taken(record, [*steps, *leaving]) + _meetings(placed)
    found = schedule(planned, first_day, on, calendar, limit=limit, taken=taken)
    for number, step in enumerate(steps):
        step.due_on, step.by_hand = found[number], False


def _meetings(steps):
    return [step.due_on for step in steps if step.kind == Kind.INTRODUCTION]


def _taken(record, moving):
    """The dates of the introductions of a record, without those of the steps that are moving."""
    steps = InductionStep.objects.filter(apprentice=record, kind=Kind.INTRODUCTION).needed()
    return list(
        steps.exclude(pk__in=[step.pk for step in moving if step.pk]).values_list("due_on", flat=True)
    )


def _limit(record):
    return record.cohort.organisation.introductions_a_day


def create_all(steps, by, on, why):
    """Saves new steps at once, as done by `by` on a day."""
    when = dates.moment(on)
    bulk_create_with_history(
        steps, InductionStep, default_user=by, default_change_reason=why, default_date=when
    )


def save_all(steps, by, on, why=None):
    """Saves steps as done by `by` on a day, each with a row of its history, which keeps `why`."""
    names = [field.name for field in InductionStep._meta.concrete_fields if not field.primary_key]
    if steps:
        bulk_update_with_history(
            steps,
            InductionStep,
            names,
            default_user=by,
            default_change_reason=why,
            default_date=dates.moment(on),
        )


# --- Days -----------------------------------------------------------------------------------------


@transaction.atomic
def follow_first_day(apprentice, *, learning, by, on=None):
    """Moves what is not done along with a first day at work that has changed. Returns how many moved.

    Steps of the template are counted anew; those that somebody added, or gave another day, and the people to
    meet move by as many days. Without an induction, and when nothing changed, nothing happens.
    """
    on = on or dates.today()
    record = locked(apprentice)
    given = Induction.objects.filter(apprentice=record).first()
    if given is None or given.counted_from == record.first_day_at_work_on:
        return 0
    by_days = record.first_day_at_work_on - given.counted_from
    given.counted_from = record.first_day_at_work_on
    save(given, by=by, on=on, why=MOVED)
    calendar, steps = calendar_of(record, learning), list(record.induction_steps.filter(state__in=OPEN))
    before = {step.pk: step.due_on for step in steps}
    counted = [step for step in steps if step.day is not None and not step.by_hand]
    others = [step for step in steps if step.day is None or step.by_hand]
    for step in others:
        step.due_on = max(shifted(step.due_on, by_days, calendar), calendar.on_or_after(on))
    _place(counted, record, calendar, on, leaving=others)
    _spread_around(others, counted, record, calendar)
    moved = [step for step in steps if step.due_on != before[step.pk]]
    save_all(moved, by, on, MOVED)
    return len(moved)


def _spread_around(steps, placed, record, calendar):
    """Spreads the introductions among steps from their dates on, around those of steps just placed."""
    meeting = [step for step in steps if step.kind == Kind.INTRODUCTION]
    taken = _taken(record, [*steps, *placed]) + _meetings(placed)
    wanted = [(step.pk, step.due_on) for step in sorted(meeting, key=lambda one: (one.due_on, one.position))]
    found = spread(wanted, calendar, limit=_limit(record), taken=taken)
    for step in meeting:
        step.due_on = found[step.pk]


@transaction.atomic
def spread_people(apprentice, *, learning, by, on=None):
    """Gives the people to meet their days anew, the most important first. Returns how many moved.

    They begin on the first day at work, or once that has come on the next working day. Who was met or is met
    today, who was given a day by hand and the introductions of the template stay where they are.
    """
    return spread_locked(locked(apprentice), learning, by, on or dates.today())


def spread_locked(record, learning, by, on):
    """What `spread_people` does, for a record that is locked already."""
    people = list(InductionStep.objects.filter(apprentice=record).to_spread(on))
    wanted = [(step.pk, first_day_to_meet(record, on)) for step in people]
    calendar, limit, taken = calendar_of(record, learning), _limit(record), _taken(record, people)
    return _move_to(people, spread(wanted, calendar, limit=limit, taken=taken), by, on, SPREAD)


def first_day_to_meet(record, on):
    """The day from which people to meet are spread: the first day at work, or the one after `on`."""
    return max(record.first_day_at_work_on, on + DAY)


@transaction.atomic
def keep_clear_of_learning(record, *, learning, by, on=None):
    """Moves introductions to come off the days that are all for learning. Returns how many moved.

    The record is locked already, by whoever agrees to the learning time.
    """
    on = on or dates.today()
    coming = InductionStep.objects.filter(
        apprentice=record, state__in=OPEN, kind=Kind.INTRODUCTION, due_on__gte=on
    )
    steps = [step for step in coming.order_by("due_on", "position") if learning(step.due_on) == Taken.WHOLE]
    calendar, limit = calendar_of(record, learning), _limit(record)
    wanted = [(step.pk, step.due_on) for step in steps]
    return _move_to(
        steps, spread(wanted, calendar, limit=limit, taken=_taken(record, steps)), by, on, CLEARED
    )


def _move_to(steps, found, by, on, why):
    moved = [step for step in steps if step.due_on != found[step.pk]]
    for step in moved:
        step.due_on = found[step.pk]
    save_all(moved, by, on, why)
    return len(moved)


def refuse_day(step, record, due_on, learning, on):
    """Raises ValidationError about `due_on`, in words, for a day on which nobody can be met."""
    limit = record.cohort.organisation.introductions_a_day
    others = InductionStep.objects.filter(apprentice=record, kind=Kind.INTRODUCTION, due_on=due_on).needed()
    words = dates.words(due_on)
    refused = ""
    if due_on < record.first_day_at_work_on:
        refused = f"The first day at work is {dates.words(record.first_day_at_work_on)}: not before that."
    elif due_on < on:
        refused = f"{words} is past: choose today or a later day."
    elif not calendar_of(record, learning).is_working(due_on):
        refused = f"Nobody works on {words}: choose another day."
    elif learning(due_on) == Taken.WHOLE:
        refused = f"{words} is agreed for learning: choose another day."
    elif others.exclude(pk=step.pk).count() >= limit:
        many = "one person" if limit == 1 else f"{limit} people"
        refused = f"They meet {many} on {words} already: choose another day."
    if refused:
        raise ValidationError({"due_on": refused})
