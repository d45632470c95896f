"""Two people who change the same record at once take turns, and the second sees what the first did."""

from django.core.exceptions import ValidationError

from apprentices.models import Apprentice


def locked(apprentice):
    """The record as it is now, which nobody else changes until this transaction ends."""
    return Apprentice.objects.select_for_update(of=("self",)).get(pk=apprentice.pk)


def lock_all(apprentices):
    """Locks many records in one query, always in the same order: nobody waits for each other."""
    list(Apprentice.objects.select_for_update(of=("self",)).filter(pk__in=apprentices).order_by("pk"))


def as_now(row, *related):
    """A row of a locked record as it is now, with what it names. Raises ValidationError when it is gone."""
    found = type(row).objects.select_related(*related).filter(pk=row.pk).first()
    if found is None:
        raise ValidationError("Somebody took this away in the meantime. Nothing of yours was saved.")
    return found
