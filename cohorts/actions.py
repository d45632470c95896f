"""What is done with organisations."""

from django.db import transaction

from cohorts.models import Coordinator, Organisation
from hackit import actions


@transaction.atomic
def found(*, name, slug, email, full_name, by=None):
    """A new organisation with its first coordinator. Returns the organisation and the coordinator.

    Raises ValidationError for a name or slug that is taken, and for an address that another
    organisation uses.
    """
    organisation = Organisation(name=name, slug=slug)
    organisation.full_clean()
    organisation._history_user = by
    organisation.save()
    person = actions.add_person(email=email, full_name=full_name, organisation=organisation, by=by)
    coordinator = Coordinator(organisation=organisation, person=person)
    coordinator._history_user = by
    coordinator.save()
    return organisation, person
