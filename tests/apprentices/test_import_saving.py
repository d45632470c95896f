"""An import is made whole or not at all, by one at a time, and tells nothing of others."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apprentices.importing.check import check
from apprentices.importing.saving import WHY, carry_out
from apprentices.models import Apprentice, Buddy, BuddyTerm, DeputyTerm, Manager, ManagerTerm
from apprentices.models.apprentice import WRONG_ULN
from cohorts.models import Team
from hackit.actions import NEUTRAL_REFUSAL
from hackit.models import User
from providers.models import Contact
from tests import factories as make
from tests.apprentices.cohort_files import (
    DAY,
    DEE,
    FULL,
    ROW,
    cohort_file,
    counts,
    everything,
    many,
    refuse_rows,
    said,
)

pytestmark = pytest.mark.django_db


# --- Saving ---------------------------------------------------------------------------------------


def test_history_says_who_why_and_when(here, imported):
    make.TeamFactory(organisation=here.organisation, name="Digital delivery")
    day = date(2026, 9, 10)
    imported(ROW | FULL, DEE, on=day)
    imported({"full_name": "Amber Newname", "uln": "1000000043"} | ROW | {"full_name": "A N"}, on=DAY)
    first = [
        Apprentice.history.order_by("pk").first(),
        *Team.history.filter(history_type="~"),
        *Manager.history.all(),
        *Buddy.history.all(),
        *Contact.history.all(),
        *ManagerTerm.history.all(),
        *DeputyTerm.history.all(),
        *BuddyTerm.history.all(),
        User.history.filter(email=ROW["email"], history_type="+").get(),
    ]
    assert len(first) == 10 + 1
    for row in first:
        assert (row.history_user, row.history_change_reason) == (here.coordinator, WHY)
        assert timezone.localdate(row.history_date) == day
    (renamed,) = User.history.filter(email=ROW["email"], history_type="~")
    assert (renamed.full_name, renamed.history_user) == ("A N", here.coordinator)
    assert timezone.localdate(renamed.history_date) == DAY


@pytest.mark.parametrize("model", [Team, Manager, Apprentice, BuddyTerm, BuddyTerm.history.model])
def test_nothing_is_kept_when_the_database_refuses_in_the_middle(model, here, imported):
    imported(ROW)
    before = everything()
    refuse_rows(model)
    with pytest.raises(IntegrityError):
        carry_out(
            cohort_file(ROW | FULL, DEE), organisation=here.organisation, cohort=here.cohort, by=None, on=DAY
        )
    assert everything() == before


def test_nothing_is_written_when_something_else_was_confirmed(here):
    before = everything()
    told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
    plan = carry_out(cohort_file({}), confirmed="0" * 32, **told)
    assert not plan.done
    assert everything() == before
    assert carry_out(cohort_file({}), confirmed=plan.digest, **told).done


@pytest.mark.parametrize(
    "change",
    [
        {"start_date": "2026-09-14"},
        {"planned_end_date": "2028-04-03"},
        {"standard_version": "1.0"},
        {"cohort": "hackney-2025"},
        {"team": "Other"},
        {"full_name": "Another"},
        {"provider_ukprn": "10057981"},
        {"manager_email": "max@council.example.org", "manager_name": "Max"},
    ],
)
def test_the_digest_differs_with_what_is_shown(change, plan_of):
    assert plan_of({}).digest == plan_of({}).digest
    assert plan_of({}).digest != plan_of(change).digest


# --- How often the database is asked --------------------------------------------------------------


def queries(act):
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


@pytest.mark.parametrize("number", [1, 30, 300])
def test_a_check_asks_the_same_whatever_the_number_of_lines(number, here, imported):
    told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
    content = cohort_file(*many(number))
    assert queries(lambda: check(content, **told)) == 9
    imported(content)
    assert queries(lambda: check(content, **told)) == 16


@pytest.mark.parametrize("number", [30, 300])
def test_an_import_asks_the_same_whatever_the_number_of_lines(number, here):
    told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
    content = cohort_file(*many(number))
    news, again = (queries(lambda: carry_out(content, **told)) for _ in range(2))
    if connection.vendor == "postgresql":
        assert news == 30
    else:
        assert news <= 30 + number // 2  # SQLite takes so many values in one statement and no more
    assert again == 19


# --- Nothing of another organisation --------------------------------------------------------------


@pytest.fixture
def two(people):
    """The world with two organisations, and a file of `here` that names everything of `there`."""
    there, uln = people.there, "1748529632"
    make.StandardFactory(reference="ST0116", version="1.1", approved_on=date(2026, 1, 1))
    there.record.uln = uln
    there.record.save()
    people.coordinator_of_both = make.CoordinatorFactory(organisation=people.here.organisation).person
    make.CoordinatorFactory(organisation=there.organisation, person=people.coordinator_of_both)
    people.theirs = {
        "email": there.record.person.email,
        "uln": uln,
        "cohort": there.cohort.slug,
        "team": there.team.name,
        "directorate": "Ours",
        "manager_email": there.term.manager.person.email,
        "manager_name": "Max",
        "deputy_emails": there.deputy_term.deputy.person.email,
        "buddy_email": there.buddy_term.buddy.person.email,
        "buddy_name": "Bud",
        "provider_ukprn": there.tutor.provider.ukprn,
        "tutor_name": there.tutor.name,
        "tutor_email": "tess@college.example.org",
    }
    return people


def words_of(plan):
    """Everything that a plan says to whoever reads it."""
    entries = [[e.name, e.notes, list(map(str, e.changes + e.later))] for e in plan.entries]
    return str([said(plan), plan.also, plan.made, entries])


NEW_PERSON = {"email": "amber@council.example.org", "uln": "1748529632"}


@pytest.mark.parametrize("who", ["coordinator", "coordinator_of_both", None])
def test_a_file_that_names_all_of_another_organisation_learns_nothing(who, two):
    by = who and getattr(two, who)
    told = {"organisation": two.here.organisation, "cohort": two.here.cohort, "by": by}
    before = everything()
    plan = check(cohort_file(two.theirs), **told)
    assert said(plan)[0].endswith(f": {NEUTRAL_REFUSAL}")
    file = cohort_file(two.theirs | NEW_PERSON)
    plan = check(file, **told)
    assert not carry_out(file, **told).done
    refused = {problem.column: problem.cure for problem in plan.problems}
    assert refused == {
        "cohort": "There is no such cohort. Did you mean Here cohort? Correct the name, or add the cohort "
        "first.",
        "manager_email": NEUTRAL_REFUSAL,
        "deputy_emails": NEUTRAL_REFUSAL,
        "buddy_email": NEUTRAL_REFUSAL,
        "uln": WRONG_ULN,
    }
    assert "There " not in words_of(plan).replace("There team", "").replace("There tutor", "").replace(
        "There is no such cohort", ""
    )
    assert everything() == before


def test_their_teams_and_tutors_are_not_found_and_own_ones_made(two):
    two.there.team.directorate = "Theirs"
    two.there.team.save()
    names = ("team", "directorate", "provider_ukprn", "tutor_name", "tutor_email")
    told = {"organisation": two.here.organisation, "cohort": two.here.cohort, "by": two.coordinator}
    plan = carry_out(
        cohort_file({name: two.theirs[name] for name in names} | {"email": "amber@council.example.org"}),
        **told,
    )
    assert (plan.done, plan.made) == (True, [("Teams", ["There team"]), ("Tutors", ["There tutor"])])
    record = Apprentice.objects.get(person__email="amber@council.example.org")
    assert record.team.organisation == record.tutor.organisation == two.here.organisation
    assert (record.team.directorate, record.tutor.email) == ("Ours", "tess@college.example.org")
    two.there.tutor.refresh_from_db()
    assert two.there.tutor.email == ""


def test_an_ended_record_elsewhere_is_refused_to_one_and_no_hindrance_to_whoever_coordinates_both(two):
    Apprentice.objects.filter(pk=two.there.record.pk).update(
        withdrawn_on=two.today, withdrawal_reason="left", uln=""
    )
    facts = {
        "email": two.there.record.person.email,
        "full_name": two.there.record.person.full_name,
        "start_date": str(two.today + timedelta(days=1)),
        "planned_end_date": str(two.today + timedelta(days=500)),
    }
    told = {"organisation": two.here.organisation, "cohort": two.here.cohort}
    for by in (two.coordinator, None):
        assert said(check(cohort_file(facts), by=by, **told)) == [
            f"Line 2, email has “{facts['email']}”: {NEUTRAL_REFUSAL}"
        ]
    plan = carry_out(cohort_file(facts), by=two.coordinator_of_both, **told)
    assert (plan.done, counts(plan)) == (True, (1, 0, 0))


def test_a_superuser_s_address_is_refused_in_the_same_words(two):
    told = {"organisation": two.here.organisation, "cohort": two.here.cohort, "by": two.coordinator}
    for column in ("email", "manager_email", "buddy_email", "deputy_emails"):
        plan = check(cohort_file({column: two.superuser.email}), **told)
        assert f"Line 2, {column} has “{two.superuser.email}”: {NEUTRAL_REFUSAL}" in said(plan)
        assert "Sue Peruser" not in words_of(plan)
