"""When one person may be erased, and erasing them then. What is due of many is found by retention."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apprentices.models import Apprentice
from apprentices.retention import BESIDE, ENDED_BESIDE, TIES, traces_months, waiting
from cohorts.models import Organisation
from hackit import dates, erasure
from hackit.access import ENDED_ON
from hackit.models import User


def erasure_due_on(person):
    """(day, why): the first day on which a person may be erased, or None; a sentence says why.

    It says for one person what apprentices.retention finds for many.
    """
    if person.erased_on:
        return None, "They have been erased already."
    if person.is_superuser or person.coordinator_roles.exists():
        return None, "They run a programme or the installation: that has to end first."
    if person.data_requests.filter(answered_on=None).exists():
        return None, "They have asked for a copy of their data: answer that first."
    kept_until = [_kept_until(*row) for row in _ends(person)]
    if None in kept_until:
        return None, "An apprenticeship of theirs, or one that they stood beside, has not ended."
    if person.is_active and User.objects.filter(waiting(), pk=person.pk).exists():
        return None, "They were added to stand beside somebody, and nobody has been named yet."
    if kept_until:
        return max(kept_until), "Their last apprenticeship has ended, and its time to be kept is over."
    if person.is_active:
        return None, "Their account is open. Take away the tick “can sign in” once they have left."
    changed_on = max(timezone.localdate(moment) for moment in _changes(person))
    place = Organisation.objects.of_person(person).first()
    last = dates.add_months(changed_on, traces_months(place))
    return last + timedelta(days=1), "Their account is closed, and nothing ties it to anybody."


def _ends(person):
    """(day of the end or None, months to keep) of each apprenticeship of a person, and beside a person."""
    months = "cohort__organisation__keep_records_months"
    found = Apprentice.objects.filter(person=person).order_by().values_list(ENDED_ON, months)
    beside = (
        model.objects.filter(**{f"{model.role}__person": person})
        .order_by()
        .values_list(ENDED_BESIDE, f"apprentice__{months}")
        for model in BESIDE
    )
    return found.union(*beside)


def _kept_until(ended_on, months):
    return ended_on and dates.add_months(ended_on, months) + timedelta(days=1)


def _changes(person):
    """The instants at which a person, or what ties them to an organisation, was changed."""
    yield from User.history.filter(id=person.pk).values_list("history_date", flat=True)
    yield person.created_at
    for model in TIES:
        yield from model.history.filter(person=person.pk).values_list("history_date", flat=True)


@transaction.atomic
def erase_when_due(person, *, by, on=None):
    """Erases a person whose time has come on a day (today by default).

    Raises ValidationError, with the reason, for anybody else.
    """
    on = on or dates.today()
    person = User.objects.select_for_update().get(pk=person.pk)
    due_on, why = erasure_due_on(person)
    if due_on is None or due_on > on:
        raise ValidationError(why)
    erasure.erase(person, by=by, on=on)
