"""What is done with the steps towards a job and towards gateway: ticked with their day, and unticked."""

from django.db import transaction

from apprentices.actions.locking import locked
from apprentices.models import StepTaken
from hackit import dates
from hackit.actions import save, take_away


@transaction.atomic
def take_step(apprentice, *, step, done, by, on=None):
    """Notes on a day (today by default) that a Taken step is done, or with `done` False that it is not.

    Ticked twice is once, and the first day stays. A tick taken away stays in the history. Returns the
    StepTaken, None for a step that is not done.
    """
    on, record = on or dates.today(), locked(apprentice)
    found = StepTaken.objects.filter(apprentice=record, step=step).first()
    if done:
        return found or save(StepTaken(apprentice=record, step=step, done_on=on, told_by=by), by=by, on=on)
    if found:
        take_away(found, by=by, on=on)
    return None
