"""A small world: somebody in every relation to one apprentice, and the same again elsewhere.

The tests of access walk through it. It holds data that could leak: another organisation with the same
kinds of records.
"""

from datetime import timedelta
from types import SimpleNamespace

from apprentices.actions.people import SUCCEEDED
from hackit import dates
from tests import factories as make
from tests.kept import kept

# What somebody can be to the record of `people.record`, and nobody at all.
ROLES = (
    "apprentice",
    "manager",
    "deputy",
    "buddy",
    "coordinator",
    "former_manager",
    "manager_to_be",
    "other_apprentice",
    "other_manager",
    "other_coordinator",
    "superuser",
    "stranger",
    "anonymous",
)


def build(today=None):
    """The people by role, `record` and `other_record`, and one of every kind of record of each place."""
    return _build(today or dates.today())


@kept
def _build(today):
    here = place("Here", today)
    there = place("There", today)
    former = make.ManagerTermFactory(
        apprentice=here.record,
        from_on=today - timedelta(days=300),
        until_on=today - timedelta(days=101),
    )
    to_be = make.ManagerFactory(organisation=here.organisation)
    here.term.until_on, here.term._change_reason = today + timedelta(days=20), SUCCEEDED
    here.term.save()
    make.ManagerTermFactory(apprentice=here.record, manager=to_be, from_on=today + timedelta(days=21))
    return SimpleNamespace(
        today=today,
        here=here,
        there=there,
        record=here.record,
        other_record=there.record,
        apprentice=here.record.person,
        manager=here.term.manager.person,
        deputy=here.deputy_term.deputy.person,
        buddy=here.buddy_term.buddy.person,
        coordinator=here.coordinator.person,
        former_manager=former.manager.person,
        manager_to_be=to_be.person,
        other_apprentice=there.record.person,
        other_manager=there.term.manager.person,
        other_coordinator=there.coordinator.person,
        superuser=make.UserFactory(is_superuser=True, full_name="Sue Peruser"),
        stranger=make.UserFactory(full_name="Stran Ger"),
        anonymous=None,
    )


def place(name, today):
    """One organisation with an apprentice and everybody around them."""
    organisation = make.OrganisationFactory(name=f"{name} Council", slug=name.lower())
    team = make.TeamFactory(organisation=organisation, name=f"{name} team", directorate=f"{name} directorate")
    cohort = make.CohortFactory(organisation=organisation, name=f"{name} cohort", slug=f"{name.lower()}-1")
    tutor = make.ContactFactory(organisation=organisation, name=f"{name} tutor")
    record = make.ApprenticeFactory(
        person=make.UserFactory(full_name=f"{name} Apprentice"),
        cohort=cohort,
        team=team,
        provider=tutor.provider,
        tutor=tutor,
        starts_on=today - timedelta(days=100),
    )
    from_on = today - timedelta(days=100)
    return SimpleNamespace(
        organisation=organisation,
        team=team,
        cohort=cohort,
        tutor=tutor,
        record=record,
        coordinator=make.CoordinatorFactory(
            organisation=organisation, person=make.UserFactory(full_name=f"{name} Coordinator")
        ),
        term=make.ManagerTermFactory(apprentice=record, from_on=from_on),
        deputy_term=make.DeputyTermFactory(apprentice=record, from_on=from_on),
        buddy_term=make.BuddyTermFactory(apprentice=record, from_on=from_on),
    )
