"""Two people who change the same record at once take turns, and the second sees what the first did."""

from apprentices.models import Apprentice


def locked(apprentice):
    """The record as it is now, which nobody else changes until this transaction ends."""
    return Apprentice.objects.select_for_update(of=("self",)).get(pk=apprentice.pk)
