"""What is done with the first-day page."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import locked
from apprentices.models import FirstDay
from hackit import dates, versions
from hackit.actions import save


@transaction.atomic
def write_first_day(apprentice, *, words, show, by, on=None, seen=""):
    """Saves the first-day page as a draft, or shows it to the apprentice from the day `on` (today).

    `words` are the values of FirstDay.WORDS; what is missing among them becomes blank. A page that is
    shown stays shown. What stands there already is not saved again. Raises ValidationError for an empty
    page, for a shown one that is not whole, and when somebody saved it after the version `seen`.
    """
    on = on or dates.today()
    locked(apprentice)
    page = FirstDay.objects.filter(apprentice=apprentice).first() or FirstDay(apprentice=apprentice)
    before = page.words()
    for name, empty in FirstDay().words().items():
        setattr(page, name, words.get(name) or empty)
    if page.pk and page.words() == before and (page.shown_on or not show):
        return page
    versions.refuse_overwriting(page, seen)
    page.shown_on = page.shown_on or (on if show else None)
    if not (page.shown_on or any(page.words().values())):
        raise ValidationError("There is nothing to save: write something first.")
    return save(page, by=by, on=on)
