"""What is done with an induction: giving it, following its template and the first day, and telling of steps.

How much of a day is agreed for learning is known further on: `learning` answers that for a day, as
`apprentices.induction.Calendar` asks it.
"""

from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from apprentices.actions.locking import locked
from apprentices.induction import (
    OPEN,
    Calendar,
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
from apprentices.models import Induction, InductionStep
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
    closed = set(apprentice.cohort.organisation.closing_days.values_list("closed_on", flat=True))
    return Calendar(partial(is_working_day, closed=closed), learning)


# --- From the template ----------------------------------------------------------------------------


@transaction.atomic
def give(apprentice, template, *, learning, leave_out_past=False, by, on=None):
    """Gives an apprentice the steps of a template, each with its day. Returns the Induction.

    A day that has passed becomes today, or with `leave_out_past` its step is not needed. Raises
    ValidationError for somebody who has one, or whose apprenticeship has ended, and for a retired template.
    """
    on = on or dates.today()
    record = locked(apprentice)
    if Induction.objects.filter(apprentice=record).exists():
        raise ValidationError(f"{record} has an induction already: apply the changed template instead.")
    if record.ended_on and record.ended_on <= on:
        raise ValidationError(f"The apprenticeship of {record} has ended: there is nothing to begin.")
    if template.retired_on:
        raise ValidationError(f"{template} is no longer given. Choose another template.")
    first_day = record.first_day_at_work_on
    given = Induction(apprentice=record, template=template, given_on=on, counted_from=first_day)
    save(given, by=by, on=on, why=GIVEN)
    items = list(template.items.all())
    _add(record, items, calendar_of(record, learning), leave_out_past, by, on, GIVEN)
    return given


def changes(apprentice, template):
    """What a template, as it is now, would change in the induction of an apprentice: its Changes.

    With the steps it is about, by the key of their item, and its items by key. Two queries.
    """
    items = {item.pk: item for item in template.items.all()}
    steps = _steps_by_item(apprentice)
    found = compare(
        {key: Version(item.day, item.says()) for key, item in items.items()},
        {key: (Version(step.day, step.says()), State(step.state)) for key, step in steps.items()},
    )
    return found, steps, items


@transaction.atomic
def follow_template(apprentice, *, learning, by, on=None):
    """Makes the open steps of an apprentice what their template says now. Returns the Changes.

    What is done or not needed stays, and so does what somebody has begun or added. Raises ValidationError
    without an induction.
    """
    on = on or dates.today()
    record = locked(apprentice)
    given = Induction.objects.select_related("template").filter(apprentice=record).first()
    if given is None or given.template is None:
        raise ValidationError(f"{record} has no induction of a template: give one first.")
    found, steps, items = changes(record, given.template)
    calendar = calendar_of(record, learning)
    for key in found.go:
        take_away(steps[key], by=by, on=on, why=FOLLOWED)
    for key in (*found.rewrite, *found.move):
        _say(steps[key], items[key])
    _place([steps[key] for key in found.move], record, calendar, on)
    touched = [step for key, step in steps.items() if key in (*found.rewrite, *found.move)]
    save_all(touched, by, on, FOLLOWED)
    _add(record, [items[key] for key in found.come], calendar, False, by, on, FOLLOWED)
    return found


def _steps_by_item(record):
    """The steps of a template by the key of their item; those whose item is gone by a key of their own."""
    steps = InductionStep.objects.filter(apprentice=record, day__isnull=False).order_by("pk")
    return {step.item_id or f"gone {step.pk}": step for step in steps}


def _say(step, item):
    for name in InductionItem.SAYS:
        setattr(step, name, getattr(item, name))
    step.day, step.position = item.day, item.position


def _add(record, items, calendar, leave_out_past, by, on, why):
    steps = [InductionStep(apprentice=record, item=item) for item in items]
    for step, item in zip(steps, items, strict=True):
        _say(step, item)
        step.due_on = day_of(step.day, record.first_day_at_work_on, calendar)
        if leave_out_past and step.due_on < on:
            step.state, step.not_needed_because = State.NOT_NEEDED, WAS_PAST
    _place([step for step in steps if step.state in OPEN], record, calendar, on)
    create_all(steps, by, on, why)


def _place(steps, record, calendar, on, moving=()):
    """Gives steps their dates, counted from the first day at work, around the introductions that stay.

    Those among `moving` get theirs afterwards.
    """
    planned = [
        Planned(number, step.day, step.kind == Kind.INTRODUCTION, step.position)
        for number, step in enumerate(steps)
    ]
    first_day, limit = record.first_day_at_work_on, _limit(record)
    found = schedule(planned, first_day, on, calendar, limit=limit, taken=_taken(record, [*steps, *moving]))
    for number, step in enumerate(steps):
        step.due_on, step.by_hand = found[number], False


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


def save_all(steps, by, on, why):
    """Saves changed steps at once, as done by `by` on a day; `why` is kept in their history."""
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
    _place(counted, record, calendar, on, moving=others)
    _spread_around(others, counted, record, calendar)
    moved = [step for step in steps if step.due_on != before[step.pk]]
    save_all(moved, by, on, MOVED)
    return len(moved)


def _spread_around(steps, placed, record, calendar):
    """Spreads the introductions among steps from their dates on, around those of steps just placed."""
    meeting = [step for step in steps if step.kind == Kind.INTRODUCTION]
    taken = _taken(record, [*steps, *placed])
    taken += [step.due_on for step in placed if step.kind == Kind.INTRODUCTION]
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
