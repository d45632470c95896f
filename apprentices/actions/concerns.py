"""What is done with a private word: raised, acknowledged with a day, answered, closed. Without history."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import locked
from apprentices.models import Concern, who_may_read
from hackit import dates

# Days after it was raised by which it is acknowledged.
ACKNOWLEDGED = 3
# Days ahead within which an answer is promised.
PROMISED = 60
GONE = "It was taken back in the meantime."
NOBODY = "At the moment there is nobody who may read it: your words were not saved."


@transaction.atomic
def raise_concern(apprentice, *, words, at):
    """An apprentice says something in confidence at an instant; twice is once. Returns the Concern.

    Raises ValidationError while there is no coordinator who may read it.
    """
    record = locked(apprentice)
    if not who_may_read(record).exists():
        raise ValidationError(NOBODY)
    again = Concern.objects.filter(apprentice=record, words=words, acknowledged_at=None, closed_at=None)
    return again.first() or _save(Concern(apprentice=record, words=words, raised_at=at))


@transaction.atomic
def take_back_concern(concern):
    """Takes back what nobody has acknowledged yet. Raises ValidationError after that."""
    concern = _as_now(concern)
    if concern.acknowledged_at:
        raise ValidationError("It is acknowledged already: close it instead.")
    concern.delete()


@transaction.atomic
def acknowledge(concern, *, answer_by_on, by, at, instead_of=None):
    """A coordinator says by which day an answer comes; another day takes its place until there is one.

    `instead_of` is the day that `by` has read, None for none yet. Raises ValidationError for a day that is
    past or too far ahead, once it is answered or closed, and when somebody else named another day meanwhile.
    """
    concern = _as_now(concern)
    _refuse_closed(concern)
    if concern.answered_at:
        raise ValidationError("It is answered already.")
    if answer_by_on < dates.today():
        raise ValidationError({"answer_by_on": "Choose today or a later day."})
    if answer_by_on > (latest := dates.today() + timedelta(days=PROMISED)):
        raise ValidationError({"answer_by_on": f"Choose a day until {dates.words(latest)}."})
    if concern.answer_by_on and concern.answer_by_on not in (instead_of, answer_by_on):
        day = dates.words(concern.answer_by_on)
        raise ValidationError(f"Meanwhile an answer was promised by {day}. Save again to change that day.")
    if not concern.acknowledged_at:
        concern.acknowledged_at, concern.acknowledged_by = at, by
    concern.answer_by_on = answer_by_on
    return _save(concern)


@transaction.atomic
def answer_concern(concern, *, answer, by, at):
    """A coordinator answers; who had not acknowledged it does so by that.

    Raises ValidationError without words, once it is closed, and when somebody else answered meanwhile.
    """
    concern = _as_now(concern)
    _refuse_closed(concern)
    if concern.answered_at:
        if concern.answer == answer:
            return concern
        raise ValidationError(f"{concern.answered_by} answered meanwhile. What you typed is still here.")
    if not answer.strip():
        raise ValidationError({"answer": "Write an answer."})
    if not concern.acknowledged_at:
        concern.acknowledged_at, concern.acknowledged_by = at, by
        concern.answer_by_on = dates.today()
    concern.answer, concern.answered_at, concern.answered_by = answer, at, by
    return _save(concern)


@transaction.atomic
def close_concern(concern, *, by, at):
    """Either side closes it: the apprentice at any time, a coordinator once it is answered."""
    concern = _as_now(concern)
    if concern.closed_at:
        return concern
    if not concern.answered_at and concern.apprentice.person_id != by.pk:
        raise ValidationError("Answer it first: until then only the apprentice closes it.")
    concern.closed_at, concern.closed_by = at, by
    return _save(concern)


def _as_now(concern):
    locked(concern.apprentice)
    found = Concern.objects.select_related("apprentice", "answered_by").filter(pk=concern.pk).first()
    if found is None:
        raise ValidationError(GONE)
    return found


def _refuse_closed(concern):
    if concern.closed_at:
        raise ValidationError("It is closed already.")


def _save(concern):
    concern.full_clean()
    concern.save()
    return concern
