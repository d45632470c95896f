"""What is done with an induction: giving it, following its template and the first day, and telling of steps.

How much of a day is agreed for learning is known further on: `learning` answers that for a day, as
`apprentices.induction.Calendar` asks it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import lock_all, locked
from apprentices.actions.spreading import (
    calendar_of,
    create_all,
    limit_of,
    save_all,
    spread_locked,
    taken_days,
)
from apprentices.induction import (
    OPEN,
    Changes,
    Planned,
    State,
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

DAY = timedelta(days=1)
# Why steps came, changed or moved, as their history keeps it.
GIVEN, FOLLOWED, MOVED = "Given", "Template applied", "First day moved"
WAS_PAST = "Its day had passed when the induction was given."


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


def changes(apprentice, template, *, facts):
    """What a template, as it is now, would change in the induction of an apprentice: its Changes.

    With the steps it is about, by the key of their item, and its items by key. Two queries.
    """
    items = {item.pk: item for item in InductionItem.objects.filter(template=template)}
    steps = _by_item(_of_templates(facts).filter(apprentice=apprentice))
    return _compared(items, steps), steps, items


def changes_of_all(apprentices, *, facts):
    """{key of an apprentice: (Changes, steps, items)} as `changes` says it, each for their own template.

    Without those who have no induction of a template. Three queries.
    """
    found = Induction.objects.filter(apprentice__in=apprentices, template__isnull=False)
    templates = dict(found.values_list("apprentice", "template"))
    items, steps = defaultdict(dict), defaultdict(list)
    for item in InductionItem.objects.filter(template__in=set(templates.values())):
        items[item.template_id][item.pk] = item
    for step in _of_templates(facts).filter(apprentice__in=templates):
        steps[step.apprentice_id].append(step)
    told = {pk: (_by_item(steps[pk]), items[template]) for pk, template in templates.items()}
    return {pk: (_compared(items, steps), steps, items) for pk, (steps, items) in told.items()}


def _compared(items, steps):
    return compare(
        {key: Version(item.day, item.says()) for key, item in items.items()},
        {
            key: (Version(step.day, step.says()), State.DONE if step.known else State(step.state))
            for key, step in steps.items()
        },
    )


def _of_templates(facts):
    """The steps of templates; what a fact has done is done."""
    return InductionStep.objects.filter(day__isnull=False).with_known(facts).order_by("pk")


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


def what_follows(apprentice, template, *, learning, facts, on=None):
    """The Followed of what `follow_template` would do on a day; nothing is saved."""
    on = on or dates.today()
    found, steps, items = changes(apprentice, template, facts=facts)
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
def follow_template(apprentice, *, learning, facts, by, on=None):
    """Makes the open steps of an apprentice what their template says now. Returns the Changes.

    What is done, also by a fact, or not needed stays, and so does what somebody added; what somebody has
    begun follows, and never goes. Raises ValidationError without an induction.
    """
    return _follow(locked(apprentice), learning, facts, by, on or dates.today())


def _follow(record, learning, facts, by, on):
    given = Induction.objects.select_related("template").filter(apprentice=record).first()
    if given is None or given.template is None:
        raise ValidationError(f"{record} has no induction of a template: give one first.")
    done = what_follows(record, given.template, learning=learning, facts=facts, on=on)
    if done.found:
        save(given, by=by, on=on, why=FOLLOWED)
    for step in done.go:
        take_away(step, by=by, on=on, why=FOLLOWED)
    save_all(done.touched, by, on, FOLLOWED)
    create_all(done.come, by, on, FOLLOWED)
    return done.found


@transaction.atomic
def give_all(apprentices, template, *, learning_of, facts, by, on=None):
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
            changed += bool(_follow(record, learning_of(record), facts, by, on))
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
    first_day, limit = record.first_day_at_work_on, limit_of(record)
    taken = taken_days(record, [*steps, *leaving]) + _meetings(placed)
    found = schedule(planned, first_day, on, calendar, limit=limit, taken=taken)
    for number, step in enumerate(steps):
        step.due_on, step.by_hand = found[number], False


def _meetings(steps):
    return [step.due_on for step in steps if step.kind == Kind.INTRODUCTION]


# --- Days -----------------------------------------------------------------------------------------


@transaction.atomic
def follow_first_day(apprentice, *, learning, facts, by, on=None):
    """Moves what is not done along with a first day at work that has changed. Returns how many moved.

    Steps of the template are counted anew, also those that were left out because their day had passed and
    that is to come again; those that somebody added, or gave another day, and the people to meet move by as
    many days. Without an induction people to meet get their days anew.
    """
    on = on or dates.today()
    record = locked(apprentice)
    given = Induction.objects.filter(apprentice=record).first()
    if given is None:
        return spread_locked(record, learning, by, on)
    if given.counted_from == record.first_day_at_work_on:
        return 0
    by_days = record.first_day_at_work_on - given.counted_from
    given.counted_from = record.first_day_at_work_on
    save(given, by=by, on=on, why=MOVED)
    calendar = calendar_of(record, learning)
    steps = [*record.induction_steps.still_open(facts), *_come_again(record, calendar, on)]
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


def _come_again(record, calendar, on):
    """The steps that were left out because their day had passed, and that are to come again: to do."""
    left_out = record.induction_steps.filter(not_needed_because=WAS_PAST, day__isnull=False)
    first_day = record.first_day_at_work_on
    found = [step for step in left_out if day_of(step.day, first_day, calendar) >= on]
    for step in found:
        step.state, step.not_needed_because = State.TO_DO, ""
    return found


def _spread_around(steps, placed, record, calendar):
    """Spreads the introductions among steps from their dates on, around those of steps just placed."""
    meeting = [step for step in steps if step.kind == Kind.INTRODUCTION]
    taken = taken_days(record, [*steps, *placed]) + _meetings(placed)
    wanted = [(step.pk, step.due_on) for step in sorted(meeting, key=lambda one: (one.due_on, one.position))]
    found = spread(wanted, calendar, limit=limit_of(record), taken=taken)
    for step in meeting:
        step.due_on = found[step.pk]
