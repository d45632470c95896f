"""Who stands around one apprentice on a day: the card of people and contacts, in one query."""

from dataclasses import dataclass

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from apprentices.models import BuddyTerm, DeputyTerm, ManagerTerm
from cohorts.models import Coordinator
from hackit import dates


@dataclass(frozen=True)
class Contact:
    """One person, what they are to the apprentice, and how to reach them."""

    part: str
    name: str
    email: str
    since: str


PARTS = {"1": "Manager", "2": "Deputy", "3": "Buddy", "4": "Coordinator"}


def people(apprentice, on):
    """The Contacts in force on the day `on` or named for later: managers first, coordinators last."""
    rows = _terms(ManagerTerm, "manager", "1", apprentice, on).union(
        _terms(DeputyTerm, "deputy", "2", apprentice, on),
        _terms(BuddyTerm, "buddy", "3", apprentice, on),
        Coordinator.objects.filter(organisation=apprentice.cohort.organisation_id)
        .order_by()
        .values_list(Value("4", CharField()), "person__full_name", "person__email", Value("", CharField())),
    )
    return [_contact(*row, on) for row in sorted(rows)]


def _terms(model, role, part, apprentice, on):
    return (
        model.objects.not_over(on)
        .filter(apprentice=apprentice)
        .order_by()
        .values_list(
            Value(part, CharField()),
            f"{role}__person__full_name",
            f"{role}__person__email",
            Cast("from_on", CharField()),
        )
    )


def _contact(part, name, email, from_on, on):
    later = from_on > on.isoformat()
    since = f"from {dates.words(on.fromisoformat(from_on))}" if later else ""
    return Contact(PARTS[part], name, email, since)
