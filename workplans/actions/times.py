"""What is done with agreed learning time: one side proposes, the other agrees or says why not."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from apprentices.actions import keep_clear_of_learning
from apprentices.actions.locking import as_now, locked
from hackit import dates
from hackit.actions import save, take_away
from workplans.induction import taken_by_learning
from workplans.learning_time import PLANNING
from workplans.models import LearningTime

DAY = timedelta(days=1)
State = LearningTime.State


@transaction.atomic
def propose(apprentice, *, from_on, until_on=None, pattern, day_minutes, in_blocks=False, by, on=None):
    """Proposes a learning time; the apprentice proposes to the manager, and everybody else to them.

    The same proposal again is left alone. Raises ValidationError when another one waits, and when
    learning has ended.
    """
    record, day = locked(apprentice), on or dates.today()
    if record.status_on(day) not in PLANNING:
        raise ValidationError("Learning has ended: no time for it is agreed any more.")
    words = {
        "from_on": from_on,
        "until_on": until_on,
        "pattern": pattern,
        "day_minutes": day_minutes,
        "in_blocks": in_blocks,
    }
    waiting = record.learning_times.proposed().first()
    if waiting and all(getattr(waiting, name) == value for name, value in words.items()):
        return waiting
    time = LearningTime(apprentice=record, proposed_by=by, proposed_at=dates.moment(day), **words)
    return save(time, by=by, on=on)


@transaction.atomic
def agree(time, *, by, on=None):
    """The other side agrees: it holds, and an earlier time of its kind ends the day before.

    What held until now stays: a time that replaces another one begins on the day `on` at the earliest.
    Introductions of the induction that lie in it move to another day.

    Raises ValidationError for the side that proposed, for a proposal that is gone, and when another
    agreement begins on the same day or later within its time.
    """
    on = on or dates.today()
    time = _waiting(time, by, State.AGREED)
    if time.state == State.AGREED:
        return time
    _make_room(time, by, on)
    agreed = _answered(time, State.AGREED, by, on)
    learning = taken_by_learning(agreed.apprentice)
    keep_clear_of_learning(agreed.apprentice, learning=learning, by=by, on=on)
    return agreed


@transaction.atomic
def decline(time, *, because, by, on=None):
    """The other side says why not, and what would do; the one who proposed reads it."""
    if not because.strip():
        raise ValidationError({"declined_because": "Say why not, and what would do."})
    time = _waiting(time, by, State.DECLINED)
    if time.state == State.DECLINED:
        return time
    time.declined_because = because
    return _answered(time, State.DECLINED, by, on or dates.today())


@transaction.atomic
def take_back(time, *, by, on=None):
    """Takes back a proposal that nobody has answered yet. Raises ValidationError for the other side."""
    locked(time.apprentice)
    time = as_now(time, "apprentice")
    if time.state != State.PROPOSED:
        raise ValidationError(f"It is {time.get_state_display().lower()} already.")
    if time.by_apprentice != _is_apprentice(time, by):
        raise ValidationError("Only the side that proposed it takes it back: agree to it, or say why not.")
    take_away(time, by=by, on=on)


@transaction.atomic
def end(time, *, until_on, by, on=None):
    """Ends what was agreed on a day, its last; one that has not begun by then is taken away.

    The same end again is left alone. Raises ValidationError for a day in the past, and for what is not
    agreed.
    """
    on = on or dates.today()
    locked(time.apprentice)
    time = as_now(time, "apprentice")
    if time.state != State.AGREED:
        raise ValidationError("Only what is agreed can be ended.")
    if until_on == time.until_on:
        return time
    if until_on < on:
        raise ValidationError({"until_on": "Choose today or a later day: what was agreed until now stays."})
    if until_on < time.from_on:
        take_away(time, by=by, on=on)
        return time
    time.until_on = until_on
    return save(time, by=by, on=on)


def _is_apprentice(time, by):
    return time.apprentice.person_id == by.pk


def _waiting(time, by, answer):
    """The proposal as it is now, for the other side; one that has this answer already comes as it is."""
    locked(time.apprentice)
    time = as_now(time, "apprentice")
    if time.state == answer:
        return time
    if time.state != State.PROPOSED:
        raise ValidationError(f"It is {time.get_state_display().lower()} already. Propose another time.")
    if time.by_apprentice == _is_apprentice(time, by):
        raise ValidationError("You proposed it: the other side agrees, or says why not.")
    return time


def _answered(time, state, by, on):
    time.state, time.answered_by, time.answered_at = state, by, dates.moment(on)
    return save(time, by=by, on=on)


def _make_room(time, by, on):
    """Ends the agreement of the same kind that runs into this one; blocks and weeks stand side by side."""
    others = time.apprentice.learning_times.agreed().filter(in_blocks=time.in_blocks)
    others = others.filter(Q(until_on__isnull=True) | Q(until_on__gte=time.from_on))
    if time.until_on:
        others = others.filter(from_on__lte=time.until_on)
    others = list(others)
    if others:
        time.from_on = max(time.from_on, on)
    for other in others:
        if other.from_on >= time.from_on:
            raise ValidationError(
                f"Another learning time is agreed from {dates.words(other.from_on)}: end that one first."
            )
        other.until_on = time.from_on - DAY
        save(other, by=by, on=on)
