"""What is done with the steps of an induction: telling how far they are, adding and changing one."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, lock_all, locked
from apprentices.actions.spreading import (
    nothing_taken,
    place_anew,
    refuse_day,
    refuse_idle_day,
    save_all,
)
from apprentices.induction import OPEN, State
from apprentices.models import InductionStep
from cohorts.induction import FACTS, Kind
from hackit import dates, versions
from hackit.actions import save, take_away

# What can be written about a step that somebody adds.
WRITTEN = ("title", "guidance", "owner", "kind", "sight")


@transaction.atomic
def tell(step, *, state, because="", was=None, learning=nothing_taken, by, on=None):
    """Notes how far a step is: `because` says what is in the way of a stuck one, or why it is not needed.

    The same again changes nothing. `was` is the State that the page showed. An introduction that is needed
    after all gets a day anew, for which `learning` says which are taken. Raises ValidationError when
    somebody told otherwise meanwhile, for a step that is done by a fact, and without a reason.
    """
    on = on or dates.today()
    record = locked(step.apprentice)
    step = as_now(step)
    because = because.strip()
    if step.state == state and because == (step.stuck_because or step.not_needed_because):
        return step
    if was and step.state != was:
        raise ValidationError(f"Meanwhile somebody told that this is {step.state}. Look again.")
    if state == State.DONE and (once := done_by_itself(step)):
        raise ValidationError(f"This is done by itself once {once}.")
    if step.kind == Kind.INTRODUCTION and step.state == State.NOT_NEEDED:
        place_anew(step, record, learning, on)
    _set(step, State(state), because, by, on)
    return save(step, by=by, on=on)


@transaction.atomic
def tick_steps(steps, *, by, on=None):
    """Notes several steps as done. Returns those that were open until now; all or nothing.

    Raises ValidationError, with the words of the step, for the first that is done by a fact.
    """
    ticked = [step for step in _all_as_now(steps) if step.state in OPEN]
    for step in ticked:
        if once := done_by_itself(step):
            raise ValidationError(f"{step.title}: This is done by itself once {once}.")
    return _tell_all(ticked, State.DONE, by, on)


@transaction.atomic
def untick_steps(steps, *, by, on=None):
    """Notes those of several steps that are done as what they were before. Returns them."""
    done = [step for step in _all_as_now(steps) if step.state == State.DONE]
    was = _before_done(done)
    for step in done:
        before = was.get(step.pk)
        because, since = (before.stuck_because, before.stuck_on) if before else ("", None)
        _set(step, State(before.state) if before else State.TO_DO, because, by, since or on or dates.today())
    save_all(done, by, on or dates.today())
    return done


def _before_done(steps):
    """The last row of history of each step in which it was open, by its key. One query."""
    rows = InductionStep.history.filter(id__in=[step.pk for step in steps], state__in=OPEN)
    return {row.id: row for row in rows.order_by("history_id")}


def _all_as_now(steps):
    """Steps as they are now, of records that nobody else changes until this transaction ends."""
    lock_all({step.apprentice_id for step in steps})
    found = InductionStep.objects.filter(pk__in=[step.pk for step in steps])
    return list(found.select_related("course").order_by("apprentice", "pk"))


def _tell_all(steps, state, by, on):
    on = on or dates.today()
    for step in steps:
        _set(step, state, "", by, on)
    save_all(steps, by, on)
    return steps


def done_by_itself(step):
    """The end of the sentence "This is done by itself once …"; blank for a step that somebody ticks.

    Somebody ticks what is tied to a course that nobody is asked to take any more.
    """
    if step.course and step.course.is_asked(dates.today()):
        return f"the course “{step.course}” is recorded as done"
    return FACTS.get(step.fact, "")


def _set(step, state, because, by, on):
    if state in (State.STUCK, State.NOT_NEEDED) and not because:
        name = "stuck_because" if state == State.STUCK else "not_needed_because"
        words = "Say what is in the way." if state == State.STUCK else "Say why it is not needed."
        raise ValidationError({name: words})
    is_stuck, is_done = state == State.STUCK, state == State.DONE
    step.stuck_on = (step.stuck_on or on) if is_stuck else None
    step.stuck_because = because if is_stuck else ""
    step.not_needed_because = because if state == State.NOT_NEEDED else ""
    step.done_on, step.done_by = (on, by) if is_done else (None, None)
    step.state = state


# --- Steps that somebody adds ---------------------------------------------------------------------


@transaction.atomic
def add_step(apprentice, *, due_on, by, on=None, **words):
    """Adds a step to the induction of an apprentice; `words` are those of WRITTEN. The same twice is one.

    People to meet are listed instead. Raises ValidationError, also for a day on which nobody works.
    """
    record = locked(apprentice)
    refuse_idle_day(record, due_on)
    step = InductionStep(apprentice=record, due_on=due_on, by_hand=True, **words)
    said = {name: getattr(step, name) for name in WRITTEN} | {"due_on": due_on, "day": None}
    same = InductionStep.objects.filter(apprentice=record, state__in=OPEN, **said)
    return same.first() or save(step, by=by, on=on)


@transaction.atomic
def change_step(step, *, due_on, learning, seen="", by, on=None, **words):
    """Gives a step another day, and one that somebody added other words. Raises ValidationError.

    The words of a step of the template are the template's, and an introduction gets a day as those of people
    to meet do. `seen` is the version that the page showed.
    """
    record = locked(step.apprentice)
    step = as_now(step)
    wanted = {"due_on": due_on} | (words if step.day is None else {})
    if all(getattr(step, name) == value for name, value in wanted.items()):
        return step
    if not step.is_open:
        raise ValidationError(f"This step is {step.state} already: it stays as it is.")
    versions.refuse_overwriting(step, seen)
    if due_on != step.due_on:
        refuse_idle_day(record, due_on)
        if step.kind == Kind.INTRODUCTION:
            refuse_day(step, record, due_on, learning, on or dates.today())
    step.by_hand = step.by_hand or due_on != step.due_on
    for name, value in wanted.items():
        setattr(step, name, value)
    return save(step, by=by, on=on)


@transaction.atomic
def take_step_away(step, *, by, on=None):
    """Takes away a step that somebody added and nobody has done; one of the template is only not needed."""
    locked(step.apprentice)
    step = as_now(step)
    if step.day is not None:
        raise ValidationError("This step is of the template: say that it is not needed instead.")
    if step.state not in OPEN:
        raise ValidationError(f"This step is {step.state} already: it stays.")
    take_away(step, by=by, on=on)
