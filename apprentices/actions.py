"""What is done with an apprentice's record and its people."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.models import Apprentice, BuddyTerm, DeputyTerm, ManagerTerm
from hackit import dates
from hackit.models import User


def _save(record, by):
    """Checks a record in the words that people read, then saves it with who did it."""
    record.full_clean()
    record._history_user = by
    record.save()
    return record


@transaction.atomic
def enrol(*, person, cohort, by, **fields):
    """A new record for a person in a cohort; `fields` are the other fields of Apprentice.

    Raises ValidationError, for instance when the person has an apprenticeship that has not ended.
    """
    User.objects.select_for_update().get(pk=person.pk)  # two who enrol the same person take turns
    return _save(Apprentice(person=person, cohort=cohort, **fields), by)


@transaction.atomic
def appoint_manager(apprentice, manager, *, from_on, by):
    """Makes `manager` the manager from a day on; whoever is it now ends the day before."""
    return _succeed(ManagerTerm, "manager", apprentice, manager, from_on, by)


@transaction.atomic
def appoint_buddy(apprentice, buddy, *, from_on, by):
    """Makes `buddy` the buddy from a day on; whoever is it now ends the day before."""
    return _succeed(BuddyTerm, "buddy", apprentice, buddy, from_on, by)


@transaction.atomic
def appoint_deputy(apprentice, deputy, *, from_on, until_on=None, by):
    """Adds a deputy from a day on, until a day or open; deputies stand beside each other."""
    _lock(apprentice)
    term = DeputyTerm(apprentice=apprentice, deputy=deputy, from_on=from_on, until_on=until_on)
    return _save(term, by)


def _lock(apprentice):
    """Two people who change the same record at once take turns."""
    Apprentice.objects.select_for_update().get(pk=apprentice.pk)


def _succeed(model, role, apprentice, colleague, from_on, by):
    _lock(apprentice)
    for term in model.objects.filter(apprentice=apprentice).in_force(from_on):
        if term.from_on == from_on:
            raise ValidationError(
                f"{term.colleague} is the {model.noun} from {dates.words(from_on)} already."
            )
        term.until_on = from_on - timedelta(days=1)
        _save(term, by)
    return _save(model(apprentice=apprentice, from_on=from_on, **{role: colleague}), by)
