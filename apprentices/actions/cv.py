"""What is done with a CV: written by the apprentice whom it is about."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import locked
from apprentices.models import Cv
from hackit import versions
from hackit.actions import save


@transaction.atomic
def write_cv(apprentice, *, by, on=None, seen="", **sections):
    """Writes the `sections` of the CV, named as in Cv.SECTIONS; the same words are left alone.

    Raises ValidationError without a word, and when it was saved, in another window, after the version `seen`.
    """
    record = locked(apprentice)
    cv = Cv.objects.filter(apprentice=record).first() or Cv(apprentice=record)
    if cv.pk and all(getattr(cv, name) == words for name, words in sections.items()):
        return cv
    versions.refuse_overwriting(cv, seen, Cv.SECTIONS)
    for name, words in sections.items():
        setattr(cv, name, words)
    if not any(getattr(cv, name).strip() for name in Cv.SECTIONS):
        raise ValidationError("Write at least a line of it.")
    return save(cv, by=by, on=on)
