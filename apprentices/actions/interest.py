"""What an apprentice says to an opening: whether they are interested."""

from django.db import transaction

from apprentices.actions.locking import locked
from apprentices.models import Interest
from hackit import dates


@transaction.atomic
def mark_interest(apprentice, *, opening, interested, on=None):
    """Marks the interest of an apprentice in an opening, or with `interested` False takes it back.

    Twice is once. Nothing is kept of what was taken back.
    """
    record = locked(apprentice)
    mine = Interest.objects.filter(apprentice=record, opening=opening)
    if not interested:
        mine.delete()
    elif not mine.exists():
        Interest.objects.create(apprentice=record, opening=opening, marked_on=on or dates.today())
