"""What is done with organisations, and with requests for data."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cohorts.models import Coordinator, DataRequest, Organisation
from hackit import actions, dates


@transaction.atomic
def found(*, name, slug, email, full_name, by=None, on=None):
    """A new organisation with its first coordinator, on a day (today by default). Returns both.

    Raises ValidationError for a name or slug that is taken, and for an address that another
    organisation uses.
    """
    organisation = actions.save(Organisation(name=name, slug=slug), by=by, on=on)
    person = actions.add_person(email=email, full_name=full_name, organisation=organisation, by=by, on=on)
    actions.save(Coordinator(organisation=organisation, person=person), by=by, on=on)
    return organisation, person


@transaction.atomic
def leave_out(request, *, keys, by):
    """Notes which records are withheld from the copy because they concern somebody else too.

    `keys` are those of own_data; the page gives only such as name other people. Raises ValidationError
    once the request has been answered: what is noted is what was sent.
    """
    request = _locked(request)
    if request.answered_on:
        raise ValidationError("This request has been answered: what was left out stays as it is.")
    request.left_out = sorted(set(keys))
    return _save(request, by)


@transaction.atomic
def answer(request, *, on, by):
    """Records the day on which a request for data was answered; another day corrects it.

    Raises ValidationError for a day before the request came, or one that has not come yet.
    """
    if on > dates.today():
        raise ValidationError("This day has not come yet.")
    if on < request.received_on:
        raise ValidationError(f"The request came on {dates.words(request.received_on)}, after this day.")
    request = _locked(request)
    request.answered_on = on
    return _save(request, by)


def _locked(request):
    return DataRequest.objects.select_for_update().get(pk=request.pk)


def _save(request, by):
    request._history_user = by
    request.save()
    return request
