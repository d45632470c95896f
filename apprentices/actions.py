"""What is done with an apprentice's record and its people."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.models import (
    Apprentice,
    BreakInLearning,
    BuddyTerm,
    DeputyTerm,
    FirstDay,
    ManagerTerm,
)
from hackit import dates, versions
from hackit.actions import save
from hackit.models import User


@transaction.atomic
def enrol(*, person, cohort, by, on=None, **fields):
    """A new record for a person in a cohort; `fields` are the other fields of Apprentice.

    `on` is the day on which that is done, here and below: today by default.

    Raises ValidationError, for instance when the person has an apprenticeship that has not ended.
    """
    person = User.objects.select_for_update().get(pk=person.pk)  # two who enrol the same person take turns
    if person.erased_on:
        raise ValidationError("This person was erased in the meantime. Add them anew.")
    return save(Apprentice(person=person, cohort=cohort, **fields), by=by, on=on)


@transaction.atomic
def appoint_manager(apprentice, manager, *, from_on, by, on=None):
    """Makes `manager` the manager from a day on; whoever is it now ends the day before."""
    return _succeed(ManagerTerm, apprentice, manager, from_on, by, on)


@transaction.atomic
def appoint_buddy(apprentice, buddy, *, from_on, by, on=None):
    """Makes `buddy` the buddy from a day on; whoever is it now ends the day before."""
    return _succeed(BuddyTerm, apprentice, buddy, from_on, by, on)


@transaction.atomic
def appoint_deputy(apprentice, deputy, *, from_on, until_on=None, by, on=None):
    """Adds a deputy from a day on, until a day or open; deputies stand beside each other."""
    _lock(apprentice)
    term = DeputyTerm(apprentice=apprentice, deputy=deputy, from_on=from_on, until_on=until_on)
    return save(term, by=by, on=on)


@transaction.atomic
def begin_break(apprentice, *, first_day_away_on, expected_return_on=None, reason, by, on=None):
    """A break in learning from a day on; they have not come back yet."""
    _lock(apprentice)
    gap = BreakInLearning(
        apprentice=apprentice,
        first_day_away_on=first_day_away_on,
        expected_return_on=expected_return_on,
        reason=reason,
    )
    return save(gap, by=by, on=on)


@transaction.atomic
def end_break(gap, *, first_day_back_on, by, on=None):
    """Notes the day on which somebody came back."""
    _lock(gap.apprentice)
    gap.first_day_back_on = first_day_back_on
    return save(gap, by=by, on=on)


@transaction.atomic
def note(apprentice, *, by, on=None, **facts):
    """Notes facts of an apprenticeship, such as gateway or completion, on the day on which they are known.

    Raises ValidationError for facts that do not fit together.
    """
    _lock(apprentice)
    for name, value in facts.items():
        setattr(apprentice, name, value)
    return save(apprentice, by=by, on=on)


@transaction.atomic
def write_first_day(apprentice, *, words, show, by, on=None, seen=""):
    """Saves the first-day page as a draft, or shows it to the apprentice from the day `on` (today).

    `words` are the values of FirstDay.WORDS; what is missing among them becomes blank. A page that is
    shown stays shown. What stands there already is not saved again. Raises ValidationError for an empty
    page, for a shown one that is not whole, and when somebody saved it after the version `seen`.
    """
    on = on or dates.today()
    _lock(apprentice)
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


def _lock(apprentice):
    """Two people who change the same record at once take turns."""
    Apprentice.objects.select_for_update().get(pk=apprentice.pk)


def _succeed(model, apprentice, colleague, from_on, by, on):
    _lock(apprentice)
    for term in model.objects.filter(apprentice=apprentice).in_force(from_on):
        if term.from_on == from_on:
            raise ValidationError(
                f"{term.colleague} is the {model.noun} from {dates.words(from_on)} already."
            )
        term.until_on = from_on - timedelta(days=1)
        save(term, by=by, on=on)
    return save(model(apprentice=apprentice, from_on=from_on, **{model.role: colleague}), by=by, on=on)
