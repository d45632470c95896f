"""What is done with the monthly question: was your learning time protected?"""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from hackit import dates
from hackit.actions import save
from workplans.models import ProtectedAnswer
from workplans.months import first_of


@transaction.atomic
def answer(apprentice, *, month_on, answer, got_in_the_way="", by, on=None):
    """Answers for the month that begins on `month_on`, or changes that answer while it is still asked.

    It is asked of last month until this one is over. Raises ValidationError for any other month.
    """
    on = on or dates.today()
    record = locked(apprentice)
    if month_on != dates.add_months(first_of(on), -1):
        raise ValidationError(
            "The question is about last month, and your answer was about another: read it again, then save."
        )
    if not answer:
        raise ValidationError({"answer": "Choose yes, mostly or no."})
    found = ProtectedAnswer.objects.filter(apprentice=record, month_on=month_on).first()
    found = found or ProtectedAnswer(apprentice=record, month_on=month_on)
    if found.pk and (found.answer, found.got_in_the_way) == (answer, got_in_the_way):
        return found
    found.answer, found.got_in_the_way, found.answered_on = answer, got_in_the_way, on
    return save(found, by=by, on=on)


@transaction.atomic
def note_talk(found, *, by, on=None):
    """Notes that a coordinator talked with the apprentice about an answer; once is enough."""
    on = on or dates.today()
    locked(found.apprentice)
    found = as_now(found)
    if found.talked_on:
        return found
    found.talked_on, found.talked_by = on, by
    return save(found, by=by, on=on)
