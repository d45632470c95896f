"""On which day somebody is met, and which days are refused; many steps saved at once."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from apprentices.induction import OPEN, Calendar, Taken, spread
from apprentices.models import InductionStep
from cohorts.induction import Kind
from hackit import dates
from hackit.working_days import is_working_day

DAY = timedelta(days=1)
# Why steps moved, as their history keeps it.
SPREAD, CLEARED = "Introductions spread", "Learning time kept clear"


def calendar_of(apprentice, learning):
    """The Calendar of an apprentice's organisation: weekends, bank holidays in England and closing days."""
    closed = {one.closed_on for one in apprentice.cohort.organisation.closing_days.all()}
    return Calendar(partial(is_working_day, closed=closed), learning)


def taken_days(record, moving):
    """The dates of the introductions of a record, without those of the steps that are moving."""
    steps = InductionStep.objects.filter(apprentice=record, kind=Kind.INTRODUCTION).needed()
    return list(
        steps.exclude(pk__in=[step.pk for step in moving if step.pk]).values_list("due_on", flat=True)
    )


def limit_of(record):
    """How many people the organisation of a record wants to be met on one day at most."""
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


# --- People to meet ------------------------------------------------------------------------------


def spread_locked(record, learning, by, on):
    """Gives the people to meet of a locked record their days anew, the most important first; how many moved.

    They begin on the first day at work, or once that has come on the next working day. Who was met or is met
    today, who was given a day by hand and the introductions of the template stay where they are.
    """
    people = list(InductionStep.objects.filter(apprentice=record).to_spread(on))
    wanted = [(step.pk, first_day_to_meet(record, on)) for step in people]
    calendar, limit, taken = calendar_of(record, learning), limit_of(record), taken_days(record, people)
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
    calendar, limit = calendar_of(record, learning), limit_of(record)
    wanted = [(step.pk, step.due_on) for step in steps]
    return _move_to(
        steps, spread(wanted, calendar, limit=limit, taken=taken_days(record, steps)), by, on, CLEARED
    )


def _move_to(steps, found, by, on, why):
    moved = [step for step in steps if step.due_on != found[step.pk]]
    for step in moved:
        step.due_on = found[step.pk]
    save_all(moved, by, on, why)
    return len(moved)


def nothing_taken(day):
    """The answer where nothing is known of days for learning."""
    return Taken.NOTHING


def place_anew(step, record, learning, on):
    """Gives an introduction that is needed after all the first free day from its own on, or from today."""
    wanted = [(step.pk, max(step.due_on, on))]
    taken, calendar = taken_days(record, [step]), calendar_of(record, learning)
    step.due_on = spread(wanted, calendar, limit=limit_of(record), taken=taken)[step.pk]


def refuse_idle_day(record, due_on):
    """Raises ValidationError about `due_on`, in words, for a day on which nobody works."""
    if not calendar_of(record, nothing_taken).is_working(due_on):
        raise ValidationError({"due_on": f"Nobody works on {dates.words(due_on)}: choose another day."})


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
