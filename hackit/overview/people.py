"""Who stands around one apprentice on a day: the card of people and contacts, in one query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from apprentices.models import BuddyTerm, DeputyTerm, ManagerTerm
from cohorts.models import Coordinator
from hackit import dates


@dataclass(frozen=True)
class Contact:
    """One person or service, what they are to the apprentice, and how to reach them."""

    part: str
    name: str
    email: str = ""
    phone: str = ""
    note: str = ""
    from_on: date | None = None


def people(apprentice, on):
    """The Contacts of a record fetched with `for_overview`, as of the day `on`.

    People named for later come after those of the day, with their first day; a missing manager or tutor
    is said.
    """
    today = on.isoformat()
    found = sorted(_rows(apprentice, on), key=lambda row: (row[0], row[3] > today, row))
    named = [_contact(*row, on) for row in found if row[0] != COORDINATOR]
    if not any(row[0] == MANAGER and row[3] <= today for row in found):
        named.insert(0, Contact("Manager", "Nobody today", note="The coordinator names one."))
    coordinators = [_contact(*row, on) for row in found if row[0] == COORDINATOR]
    return [*named, *_services(apprentice), *coordinators]


MANAGER, DEPUTY, BUDDY, COORDINATOR = "1", "2", "3", "4"
PARTS = {MANAGER: "Manager", DEPUTY: "Deputy", BUDDY: "Buddy", COORDINATOR: "Coordinator"}


def _rows(apprentice, on):
    """(part, name, email, first day) of everybody whose time beside the apprentice is not over."""
    coordinators = Coordinator.objects.filter(
        organisation=apprentice.cohort.organisation_id, person__is_active=True
    ).order_by()
    return coordinators.values_list(
        Value(COORDINATOR, CharField()), "person__full_name", "person__email", Value("", CharField())
    ).union(
        *(
            model.objects.filter(apprentice=apprentice, **{f"{model.role}__person__is_active": True})
            .not_over(on)
            .order_by()
            .values_list(
                Value(part, CharField()),
                f"{model.role}__person__full_name",
                f"{model.role}__person__email",
                Cast("from_on", CharField()),
            )
            for part, model in ((MANAGER, ManagerTerm), (DEPUTY, DeputyTerm), (BUDDY, BuddyTerm))
        )
    )


def _contact(part, name, email, from_on, on):
    first = date.fromisoformat(from_on) if from_on else None
    note = f"From {dates.words(first)}." if first and first > on else ""
    return Contact(PARTS[part], name, email, note=note, from_on=first)


def _services(apprentice):
    """Tutor, who to turn to if not the manager, and HR: contacts without an account here."""
    tutor, place = apprentice.tutor, apprentice.cohort.organisation
    if tutor:
        yield Contact("Tutor", f"{tutor.name}, {apprentice.provider}", tutor.email, tutor.phone)
    else:
        yield Contact("Tutor", "Not known yet", note="The coordinator saves who it is.")
    if place.listener_name:
        yield Contact("If not the manager", place.listener_name, place.listener_email, place.listener_phone)
    if place.hr_name:
        yield Contact("HR", place.hr_name, place.hr_email, place.hr_phone)
