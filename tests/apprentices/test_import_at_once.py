"""Two who import at the same moment: one effect, and the loser reads what happened."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from apprentices import actions
from apprentices.importing.check import check
from apprentices.importing.saving import carry_out
from apprentices.models import Apprentice, BuddyTerm, Manager, ManagerTerm
from cohorts.models import Team
from hackit.models import User
from tests import factories as make
from tests.apprentices.cohort_files import DAY, DEE, FULL, ROW, cohort_file, everything
from tests.apprentices.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
FILE = cohort_file(ROW | FULL, DEE)


@pytest.mark.parametrize("turn", range(3))
def test_one_file_confirmed_twice(turn, here):
    told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
    seen = check(FILE, **told).digest
    results = at_once(*[lambda: carry_out(FILE, confirmed=seen, **told)] * 2)
    (loser,) = [plan for plan in results if not plan.done]
    assert loser.idle
    assert loser.counts == {"new": 0, "changed": 0, "same": 2}
    assert Apprentice.objects.count() == Apprentice.history.count() == 2
    assert (Team.objects.count(), Manager.objects.count(), BuddyTerm.objects.count()) == (1, 2, 1)


@pytest.mark.parametrize("turn", range(3))
def test_two_files_of_two_coordinators(turn, here):
    told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
    files = [FILE, cohort_file(ROW | FULL | {"full_name": "Amber Other", "team": "Housing"}, DEE)]
    seen = [check(file, **told).digest for file in files]
    results = at_once(
        *(
            lambda file=file, digest=digest: carry_out(file, confirmed=digest, **told)
            for file, digest in zip(files, seen, strict=True)
        )
    )
    (loser,) = [plan for plan in results if not plan.done]
    assert not loser.idle  # what it would change by now is shown and not made
    assert loser.entries[0].changes
    assert Apprentice.history.count() == 2
    assert User.history.filter(email=ROW["email"]).count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_one_new_address_in_two_organisations(turn, here):
    there = make.CohortFactory()
    before = everything()

    def run(cohort):
        try:
            return carry_out(FILE, organisation=cohort.organisation, cohort=cohort, by=None, on=DAY)
        except IntegrityError as refused:
            return refused

    results = at_once(lambda: run(here.cohort), lambda: run(there))
    done = [plan for plan in results if not isinstance(plan, IntegrityError) and plan.done]
    assert len(done) == 1
    assert Apprentice.objects.count() == 2
    assert len({record.cohort.organisation for record in Apprentice.objects.all()}) == 1
    assert before != everything()


@pytest.mark.parametrize("turn", range(3))
def test_an_import_and_a_manager_who_is_appointed(turn, here):
    told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
    carry_out(cohort_file({}), **told)
    record, manager = Apprentice.objects.get(), make.ManagerFactory(organisation=here.organisation)
    file = cohort_file({"manager_email": FULL["manager_email"], "manager_name": "Max", "uln": FULL["uln"]})
    results = at_once(
        lambda: carry_out(file, **told),
        lambda: actions.appoint_manager(record, manager, from_on=DAY + timedelta(days=1), by=None),
    )
    now = ManagerTerm.objects.in_force(DAY + timedelta(days=1)).get()
    assert now.manager == manager
    assert results[0].done
    record.refresh_from_db()
    assert record.uln == FULL["uln"]
    assert ManagerTerm.objects.in_force(DAY).count() == (not results[0].later)
