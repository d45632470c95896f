"""A cohort from a file: what it makes, what it changes, and everything that is wrong said at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apprentices.actions import change_plan
from apprentices.models import Apprentice, BuddyTerm, DeputyTerm, ManagerTerm
from hackit.models import User
from tests import factories as make
from tests.apprentices.cohort_files import DAY, DEE, FULL, ROW, counts, everything, many, said

pytestmark = pytest.mark.django_db


# --- Somebody new ---------------------------------------------------------------------------------


def test_a_line_with_everything_makes_all_of_it(here, imported):
    plan = imported(ROW | FULL, DEE)
    assert counts(plan) == (2, 0, 0)
    assert plan.made == [
        ("Teams", ["Digital delivery"]),
        ("Tutors", ["Tess Tutorial"]),
        ("Managers and deputies", ["Dee Deputy", "Max Manager"]),
        ("Buddies", ["Bud Helpful"]),
    ]
    record = Apprentice.objects.get(person__email=ROW["email"])
    assert (record.person.full_name, record.person.preferred_name) == ("Amber Sampleton", "Amb")
    assert not record.person.has_usable_password()
    assert (record.cohort, record.provider, record.standard) == (here.cohort, here.provider, here.standard)
    assert (record.team.name, record.team.directorate) == ("Digital delivery", "ICT")
    tutor = record.tutor
    assert (tutor.name, tutor.email, tutor.provider) == (
        "Tess Tutorial",
        "tess@college.example.org",
        here.provider,
    )
    assert record.first_day_at_work_on == date(2026, 9, 1)
    assert (record.starts_on, record.planned_end_on) == (date(2026, 9, 7), date(2028, 3, 3))
    assert record.contract_ends_on == date(2028, 6, 2)
    assert (record.weekly_hours, record.planned_learning_hours, record.recognised_hours) == (36, 418, 12)
    assert record.uln == "1748529632"
    for terms, who in (
        (record.manager_terms, "Max Manager"),
        (record.deputy_terms, "Dee Deputy"),
        (record.buddy_terms, "Bud Helpful"),
    ):
        term = terms.get()
        assert (str(term.colleague), term.from_on, term.until_on) == (who, date(2026, 9, 1), None)
        assert term.colleague.organisation == here.organisation
    record.full_clean()


def test_what_is_left_out_has_its_usual_value(here, imported):
    imported({"standard_version": "", "first_day_at_work": ""})
    record = Apprentice.objects.get()
    assert record.first_day_at_work_on == record.starts_on
    assert record.standard == here.standard  # 1.1, the one open on the start date
    assert (record.recognised_hours, record.planned_learning_hours, record.uln) == (0, None, "")
    assert (record.team, record.provider, record.tutor, record.contract_ends_on) == (None,) * 4


def test_the_version_is_that_of_the_start_date(imported):
    imported({"standard_version": "", "start_date": "2025-09-01"})
    assert Apprentice.objects.get().standard.version == "1.0"


@pytest.mark.parametrize("version", ["1.1", "1.10"])
def test_a_version_is_text(version, here, imported):
    make.StandardFactory(reference="ST0116", version="1.10")
    imported({"standard_version": version})
    assert Apprentice.objects.get().standard.version == version


def test_terms_begin_today_where_the_first_day_is_to_come(imported):
    imported(ROW | FULL | {"deputy_emails": ""}, on=date(2026, 8, 1))
    assert ManagerTerm.objects.get().from_on == BuddyTerm.objects.get().from_on == date(2026, 8, 1)


def test_people_who_are_here_already_are_taken(here, imported):
    manager = make.ManagerFactory(organisation=here.organisation)
    user = make.UserFactory(email=ROW["email"], full_name="Amber Before")
    tutor = make.ContactFactory(organisation=here.organisation, provider=here.provider, name="Tess  Tutorial")
    team = make.TeamFactory(organisation=here.organisation, name="DIGITAL  delivery", directorate="ICT")
    plan = imported(
        FULL | {"manager_email": manager.person.email.upper(), "manager_name": "", "deputy_emails": ""}
    )
    record = Apprentice.objects.get()
    assert (record.person, record.tutor, record.team) == (user, tutor, team)
    assert plan.made == [("Buddies", ["Bud Helpful"])]
    assert ManagerTerm.objects.get().manager == manager
    user.refresh_from_db()
    tutor.refresh_from_db()
    assert user.full_name == "Amber Sampleton"
    assert tutor.email == "tess@college.example.org"
    assert plan.also == ["Tutor Tess  Tutorial: the address becomes tess@college.example.org."]


def test_somebody_new_may_manage_somebody_else_of_the_file(imported):
    imported(
        {},
        {
            "email": "bo@council.example.org",
            "full_name": "Bo Second",
            "manager_email": ROW["email"],
            "manager_name": "Amber Sampleton",
        },
    )
    assert ManagerTerm.objects.get().manager.person.email == ROW["email"]
    assert User.objects.filter(email=ROW["email"]).count() == 1


def test_a_new_record_for_somebody_with_only_ended_ones(here, imported):
    person = make.UserFactory(email=ROW["email"], full_name=ROW["full_name"], is_active=False)
    make.ApprenticeFactory(
        person=person,
        cohort=here.other,
        starts_on=date(2024, 9, 2),
        withdrawn_on=date(2025, 2, 3),
        withdrawal_reason="left",
    )
    plan = imported({})
    assert counts(plan) == (1, 0, 0)
    assert [str(change) for change in plan.entries[0].changes] == [
        "account: closed here, open again in the file"
    ]
    assert person.apprenticeships.count() == 2
    person.refresh_from_db()
    assert person.is_active


def test_a_new_record_follows_the_latest_ended_one_of_the_same_organisation(here, imported):
    person = make.UserFactory(email=ROW["email"], full_name=ROW["full_name"])
    ended = {"person": person, "withdrawal_reason": "left"}
    for cohort, day in ((here.other, date(2022, 2, 1)), (here.other, date(2024, 2, 1))):
        start = day.replace(year=day.year - 1)
        latest = make.ApprenticeFactory(cohort=cohort, starts_on=start, withdrawn_on=day, **ended)
    plan = imported({})
    record = Apprentice.objects.get(withdrawn_on=None)
    assert record.previous == latest == Apprentice.objects.before(record)
    assert "It follows the one that ended on 1 February 2024" in plan.entries[0].notes


def test_another_team_and_tutor_hold_from_the_day_and_what_held_before_is_kept(imported):
    imported(ROW | FULL, DEE)
    record = Apprentice.objects.get(person__email=ROW["email"])
    team, tutor = record.team, record.tutor
    other = {"team": "Data", "directorate": "", "tutor_name": "Tim Tutor", "tutor_email": ""}
    assert counts(imported(ROW | FULL | other, DEE)) == (0, 1, 1)
    record.refresh_from_db()
    assert (str(record.team), str(record.tutor)) == ("Data", "Tim Tutor")
    [version] = record.earlier_plans.all()
    assert (version.team, version.tutor, version.until_on) == (team, tutor, DAY - timedelta(days=1))
    assert (version.weekly_hours, version.why) == (record.weekly_hours, "Import of a file")
    # Once more on the same day: what held before is known already.
    imported(ROW | FULL | other | {"team": "Design"}, DEE)
    record.refresh_from_db()
    assert [str(plan.team) for plan in record.plans()] == ["Digital delivery", "Design"]


def test_a_change_of_hours_that_is_still_to_come_outlasts_another_team(here, imported):
    imported(ROW | FULL, DEE)
    record = Apprentice.objects.get(person__email=ROW["email"])
    day = DAY + timedelta(days=30)
    change_plan(record, from_on=day, weekly_hours=Decimal(20), by=here.coordinator, on=DAY)
    imported(ROW | FULL | {"weekly_hours": "", "team": "Data", "directorate": ""}, DEE)
    record.refresh_from_db()
    found = [(str(plan.team), plan.weekly_hours, plan.until_on) for plan in record.plans()]
    assert found == [
        ("Digital delivery", Decimal(36), DAY - timedelta(days=1)),
        ("Data", Decimal(36), day - timedelta(days=1)),
        ("Data", Decimal(20), None),
    ]


# --- Somebody who is here -------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(imported):
    rows = [ROW | FULL, DEE]
    imported(*rows)
    before = everything()
    for day in (DAY, DAY + timedelta(days=400)):
        plan = imported(*rows, on=day)
        assert (counts(plan), plan.idle, plan.also, plan.later) == ((0, 0, 2), True, [], [])
        assert everything() == before


def test_blank_leaves_alone_what_is_there(imported):
    imported(ROW | FULL, DEE)
    before = everything()
    blank = dict.fromkeys([*ROW, *FULL], "") | {"email": ROW["email"]}
    plan = imported(blank)
    assert plan.idle
    assert everything() == before


def test_facts_of_somebody_who_is_here_are_changed_field_by_field(here, imported):
    imported(ROW)
    plan = imported(
        ROW
        | FULL
        | {
            "deputy_emails": "",
            "cohort": "Hackney 2025",
            "full_name": "Amber Newname",
            "recognised_hours": "",
        }
        | {"first_day_at_work": ""}
    )
    assert counts(plan) == (0, 1, 0)
    assert [str(change) for change in plan.entries[0].changes] == [
        "cohort: Hackney 2026 here, Hackney 2025 in the file",
        "uln: blank here, 1748529632 in the file",
        "full_name: Amber Sampleton here, Amber Newname in the file",
        "preferred_name: blank here, Amb in the file",
        "provider_ukprn: blank here, Ada College in the file",
        "contract_ends: blank here, 2 June 2028 in the file",
        "planned_learning_hours: blank here, 418 in the file",
        "team: blank here, Digital delivery in the file",
        "tutor_name: blank here, Tess Tutorial in the file",
        "manager_email: blank here, Max Manager in the file",
        "buddy_email: blank here, Bud Helpful in the file",
    ]
    record = Apprentice.objects.get()
    assert (record.cohort, str(record.team), str(record.tutor)) == (
        here.other,
        "Digital delivery",
        "Tess Tutorial",
    )
    assert record.person.full_name == "Amber Newname"
    assert (record.provider, record.planned_learning_hours) == (here.provider, 418)
    assert ManagerTerm.objects.get().from_on == date(2026, 9, 21)  # nobody had the part before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_day_at_work": "2026-09-02"}, "first_day_at_work: 1 September 2026 here, 2 September 2026"),
        ({"start_date": "2026-09-14"}, "start_date: 7 September 2026 here, 14 September 2026"),
        ({"planned_end_date": "2028-04-01"}, "planned_end_date: 3 March 2028 here, 1 April 2028"),
        ({"contract_ends": "2029-01-01"}, "contract_ends: 2 June 2028 here, 1 January 2029"),
        ({"weekly_hours": "22,5"}, "weekly_hours: 36 here, 22.5"),
        ({"planned_learning_hours": "500"}, "planned_learning_hours: 418 here, 500"),
        ({"recognised_hours": "0"}, "recognised_hours: 12 here, 0"),
        ({"standard_version": "1.0"}, "standard_reference: ST0116 1.1 here, ST0116 1.0"),
        (
            {"manager_email": "new@council.example.org", "manager_name": "New Boss"},
            "manager_email: Max Manager here, New Boss",
        ),
    ],
)
def test_a_change_of_plan_or_manager_is_said_and_not_made(change, words, imported):
    imported(ROW | FULL, DEE)
    before = Apprentice.objects.values().get(person__email=ROW["email"])
    terms = list(ManagerTerm.objects.values())
    plan = imported(ROW | FULL | change, DEE)
    assert [str(later) for later in plan.later[0].later] == [f"{words} in the file"]
    assert counts(plan) == (0, 0, 2)
    assert Apprentice.objects.values().get(person__email=ROW["email"]) == before
    assert list(ManagerTerm.objects.values()) == terms


def test_another_provider_is_said_with_its_tutor_and_not_made(imported):
    make.ProviderFactory(ukprn="10000001", name="Other College")
    imported(ROW | FULL, DEE)
    plan = imported(ROW | FULL | {"provider_ukprn": "10000001", "tutor_name": "Tim", "tutor_email": ""}, DEE)
    assert [str(later) for later in plan.later[0].later] == [
        "provider_ukprn: Ada College here, Other College in the file",
        "tutor_name: Tess Tutorial here, Tim in the file",
    ]
    assert plan.idle


def test_another_buddy_takes_over_on_the_day(imported):
    imported(ROW | FULL | {"deputy_emails": ""})
    other = {"buddy_email": "bea@council.example.org", "buddy_name": "Bea Friend", "deputy_emails": ""}
    plan = imported(ROW | FULL | other, on=DAY + timedelta(days=1))
    assert [str(change) for change in plan.entries[0].changes] == [
        "buddy_email: Bud Helpful here, Bea Friend in the file"
    ]
    old, new = BuddyTerm.objects.order_by("from_on")
    assert (str(old.buddy), old.until_on) == ("Bud Helpful", DAY)
    assert (str(new.buddy), new.from_on, new.until_on) == ("Bea Friend", DAY + timedelta(days=1), None)
    assert imported(ROW | FULL | other, on=DAY + timedelta(days=1)).idle
    # The one who left on that day may come back another day, and not twice on one.
    assert imported(ROW | FULL | {"deputy_emails": ""}, on=DAY + timedelta(days=1)).later
    imported(ROW | FULL | {"deputy_emails": ""}, on=DAY + timedelta(days=2))
    assert BuddyTerm.objects.count() == 3


def test_deputies_are_added_and_none_is_taken_away(imported):
    imported(ROW | FULL, DEE)
    more = {"email": "ed@council.example.org", "full_name": "Ed", "manager_email": "eve@council.example.org"}
    plan = imported(
        ROW | FULL | {"deputy_emails": more["manager_email"]}, DEE, more | {"manager_name": "Eve"}
    )
    assert counts(plan) == (1, 1, 1)
    assert {str(term.deputy) for term in DeputyTerm.objects.all()} == {"Dee Deputy", "Eve"}


def test_somebody_who_managed_before_manages_again_from_today(imported):
    imported(ROW | FULL | {"deputy_emails": ""})
    ManagerTerm.objects.update(until_on=DAY - timedelta(days=3))
    imported(ROW | FULL | {"deputy_emails": ""})
    assert list(ManagerTerm.objects.order_by("from_on").values_list("from_on", "until_on")) == [
        (date(2026, 9, 1), DAY - timedelta(days=3)),
        (DAY, None),
    ]


def test_the_names_of_others_are_left_alone_and_said(imported):
    imported(ROW | FULL, DEE)
    plan = imported(ROW | FULL | {"manager_name": "Maximilian", "tutor_name": "Tessa"}, DEE)
    assert plan.idle
    assert plan.also == [
        "max@council.example.org is here as Max Manager. “Maximilian” was left alone.",
        "tess@college.example.org is here as Tess Tutorial. “Tessa” was left alone.",
    ]


def test_a_team_without_a_directorate_gets_one(here, imported):
    team = make.TeamFactory(organisation=here.organisation, name="Digital delivery")
    plan = imported({"team": "digital DELIVERY", "directorate": "ICT"})
    team.refresh_from_db()
    assert (team.directorate, plan.made) == ("ICT", [])
    assert plan.also == ["Team Digital delivery: the directorate becomes ICT."]


@pytest.mark.parametrize("again", [{}, {"weekly_hours": "20", "team": "Another"}])
def test_the_file_of_a_finished_cohort_twice_changes_nothing(again, imported):
    imported(ROW)
    Apprentice.objects.update(withdrawn_on=date(2027, 1, 4), withdrawal_reason="left")
    before = everything()
    plan = imported(ROW | again)
    assert (counts(plan), plan.idle) == ((0, 0, 1), True)
    assert plan.entries[0].notes == ["The apprenticeship ended on 4 January 2027."]
    assert everything() == before


def test_the_file_of_a_finished_cohort_leaves_a_later_apprenticeship_alone(here, imported):
    imported(ROW)
    Apprentice.objects.update(withdrawn_on=date(2027, 1, 4), withdrawal_reason="left")
    imported({"start_date": "2027-02-01", "cohort": "hackney-2025"})
    before = everything()
    assert imported({"cohort": "hackney-2026"}).idle
    assert everything() == before


# --- What is wrong --------------------------------------------------------------------------------

WRONG = [
    ({"email": ""}, "email: This is missing. The apprentice's work address."),
    ({"email": "amber"}, "email has “amber”: This is not an email address. Write one, such as"),
    ({"email": f"{'a' * 250}@council.example.org"}, "email has “aaaa"),
    ({"full_name": ""}, "full_name: This is missing. First and last name."),
    ({"full_name": "x" * 151}, f"full_name has “{'x' * 60}”: This is longer than 150 letters. Shorten it."),
    ({"standard_reference": ""}, "standard_reference: This is missing. The standard's reference"),
    ({"standard_reference": "ADA"}, "standard_reference has “ADA”: A standard's reference is ST, FA or AU"),
    (
        {"standard_reference": "ST0117"},
        "standard_reference has “ST0117”: There is no such standard. Did you mean ST0116, Standard",
    ),
    ({"standard_version": "2.0"}, "standard_version has “2.0”: ST0116 has no such version. It has 1.0, 1.1."),
    ({"standard_version": "new"}, "standard_version has “new”: A version is two numbers with a point"),
    (
        {"standard_version": "", "start_date": "2017-09-04"},
        "standard_version: No version of ST0116 was open on 4 September 2017. Write one of 1.0, 1.1.",
    ),
    ({"start_date": ""}, "start_date: This is missing. The first day of learning."),
    (
        {"start_date": "09/13/2026"},
        "start_date has “09/13/2026”: This is not a date. Write it as 2026-09-07,",
    ),
    ({"start_date": "31 September 2026"}, "start_date has “31 September 2026”: This is not a date."),
    ({"start_date": "0026-09-07"}, "start_date has “0026-09-07”: The year must be between 2000 and 2100."),
    ({"planned_end_date": ""}, "planned_end_date: This is missing."),
    (
        {"planned_end_date": "2026-09-07"},
        "planned_end_date has “2026-09-07”: It must be after the start date, 7 September 2026.",
    ),
    (
        {"contract_ends": "2026-09-07"},
        "contract_ends has “2026-09-07”: It must be after the first day at work, 7 September 2026.",
    ),
    ({"weekly_hours": ""}, "weekly_hours: This is missing."),
    ({"weekly_hours": "0"}, "weekly_hours has “0”: Write the hours of a week as a number from 1 to 48"),
    ({"weekly_hours": "48.01"}, "weekly_hours has “48.01”: Write the hours of a week"),
    ({"weekly_hours": "9" * 400}, f"weekly_hours has “{'9' * 60}”: Write the hours of a week"),
    ({"weekly_hours": "full time"}, "weekly_hours has “full time”: Write the hours of a week"),
    (
        {"planned_learning_hours": "418.5"},
        "planned_learning_hours has “418.5”: Write a whole number of hours",
    ),
    (
        {"planned_learning_hours": "1,000"},
        "planned_learning_hours has “1,000”: Write a whole number of hours",
    ),
    ({"recognised_hours": "-3"}, "recognised_hours has “-3”: Write a whole number of hours"),
    ({"uln": "1748529631"}, "uln has “1748529631”: This is not a ULN: its check digit is wrong."),
    ({"uln": "17485"}, "uln has “17485”: A ULN has 10 digits"),
    (
        {"cohort": "hackny-2026"},
        "cohort has “hackny-2026”: There is no such cohort. Did you mean Hackney 2026? Correct the name,",
    ),
    (
        {"cohort": "Zzz"},
        "cohort has “Zzz”: There is no such cohort. Correct the name, or add the cohort first.",
    ),
    ({"directorate": "ICT"}, "team: There is a directorate and no team. Write the team too."),
    ({"manager_email": ROW["email"]}, "manager_email has “amber@council.example.org”: Nobody is their own"),
    (
        {"buddy_email": ROW["email"]},
        "buddy_email has “amber@council.example.org”: Nobody is their own buddy.",
    ),
    ({"deputy_emails": ROW["email"]}, "deputy_emails has “amber@council.example.org”: Nobody is their own"),
    (
        {"manager_email": "max@council.example.org"},
        "manager_email has “max@council.example.org”: This address is not here yet. Write the name too, "
        "in manager_name.",
    ),
    (
        {"manager_name": "Max"},
        "manager_email: There is a manager_name and no address. Write the address too.",
    ),
    (
        {"deputy_emails": "dee@council.example.org"},
        "deputy_emails has “dee@council.example.org”: dee@council.example.org is not here yet. Add them as",
    ),
    ({"deputy_emails": "dee; x"}, "deputy_emails has “dee; x”: This is not an email address."),
    (
        {
            "manager_email": "m@council.example.org",
            "manager_name": "M",
            "buddy_email": "m@council.example.org",
        },
        "buddy_email has “m@council.example.org”: A buddy is somebody other than the manager.",
    ),
    (
        {
            "manager_email": "m@council.example.org",
            "manager_name": "M",
            "deputy_emails": "m@council.example.org",
        },
        "deputy_emails has “m@council.example.org”: The manager is among them. Take that address out.",
    ),
    ({"provider_ukprn": "20057981"}, "provider_ukprn has “20057981”: A UKPRN has 8 digits"),
    (
        {"provider_ukprn": "10057891"},
        "provider_ukprn has “10057891”: No provider has this UKPRN. Did you mean 10057981, Ada College?",
    ),
    (
        {"tutor_name": "Tess"},
        "tutor_name has “Tess”: A tutor belongs to a provider. Write provider_ukprn too.",
    ),
    (
        {"provider_ukprn": "10057981", "tutor_email": "tess@college.example.org"},
        "tutor_email has “tess@college.example.org”: This tutor is not here yet. Write tutor_name too.",
    ),
    ({"team": "=A1&B1"}, "team has “=A1&B1”: This is a formula or an error. Put its value in its place."),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG, ids=[words[:50] for _, words in WRONG])
def test_a_problem_names_line_column_what_was_found_and_what_to_do(wrong, words, plan_of):
    good = {"email": "bo@council.example.org", "full_name": "Bo Second"}
    plan = plan_of(good, wrong, {**good, "email": "cy@council.example.org"})
    assert len(plan.problems) == 1, said(plan)
    assert said(plan)[0].startswith(f"Line 3, {words}")


def test_every_problem_is_listed_by_line_and_column(plan_of):
    plan = plan_of(
        {"email": "x", "weekly_hours": "x", "start_date": "x"}, {}, {"uln": "x", "cohort": "x"}, {"team": "T"}
    )
    assert [(problem.line, problem.column) for problem in plan.problems] == [
        (2, "email"),
        (2, "start_date"),
        (2, "weekly_hours"),
        (4, "email"),  # the same as in line 3
        (4, "uln"),
        (5, "email"),
    ]
    assert str(plan.problems[3]).endswith("This address is in line 3 already. Delete one of them.")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"planned_end_date": "2026-09-01"},
            "planned_end_date has “2026-09-01”: It must be after the start date, 7 September 2026.",
        ),
        (
            {"start_date": "", "planned_end_date": "2026-09-01"},
            "planned_end_date has “2026-09-01”: It must be after the start date, 7 September 2026.",
        ),
        (
            {"contract_ends": "2026-09-06"},
            "contract_ends has “2026-09-06”: It must be after the first day at work, 7 September 2026.",
        ),
        (
            {"contract_ends": "2026-09-06", "first_day_at_work": "2026-09-01"},
            "contract_ends has “2026-09-06”: It must be after the first day at work, 7 September 2026.",
        ),
        (
            {"standard_reference": "", "standard_version": "1.0"},
            "standard_version has “1.0”: There is a version and no standard. Write the standard too.",
        ),
    ],
)
def test_days_of_somebody_who_is_here_are_in_order_too(wrong, words, imported, plan_of):
    imported(ROW)
    assert said(plan_of(wrong)) == [f"Line 2, {words}"]


def test_two_lines_that_do_not_fit_together(plan_of):
    second = {"email": "bo@council.example.org", "full_name": "Bo", "uln": FULL["uln"]}
    manager = {"manager_email": "max@council.example.org", "manager_name": "Max"}
    team = {"team": "Digital", "directorate": "ICT"}
    plan = plan_of(
        {"uln": FULL["uln"]} | manager | team,
        second | manager | {"manager_name": "Moritz", "team": "DIGITAL", "directorate": "Housing"},
    )
    assert said(plan) == [
        "Line 3, directorate has “Housing”: The team Digital is in ICT. Correct this, or change the team in "
        "the admin.",
        "Line 3, manager_name has “Moritz”: max@council.example.org is Max in line 2. Write the same name.",
        "Line 3, uln has “1748529632”: Line 2 has the same. One of the two is wrong.",
    ]


def test_one_misspelt_cohort_on_every_line_is_guessed_on_every_line(plan_of):
    plan = plan_of(*many(60, cohort="hackny-2026"))
    assert len(plan.problems) == 60
    assert all("Did you mean Hackney 2026?" in problem.cure for problem in plan.problems)


def test_a_file_without_a_cohort_anywhere(plan_of):
    assert said(plan_of({}, cohort=None)) == [
        "Line 2, cohort: This is missing. Write the cohort's name or short name."
    ]


@pytest.mark.parametrize("name", ["HACKNEY 2025", "hackney-2025", " hackney   2025 "])
def test_a_cohort_by_name_or_short_name(name, here, imported):
    make.CohortFactory(organisation=here.organisation, name="hackney-2025x")
    imported({"cohort": name})
    assert Apprentice.objects.get().cohort == here.other


def test_a_short_name_goes_before_a_name(here, imported):
    make.CohortFactory(organisation=here.organisation, name="hackney-2025", starts_on=date(2030, 1, 1))
    imported({"cohort": "hackney-2025"})
    assert Apprentice.objects.get().cohort == here.other


def test_a_start_before_the_end_of_the_last_apprenticeship(here, plan_of):
    person = make.UserFactory(email=ROW["email"], full_name=ROW["full_name"])
    make.ApprenticeFactory(
        person=person,
        cohort=here.cohort,
        starts_on=date(2026, 1, 5),
        withdrawn_on=date(2026, 10, 1),
        withdrawal_reason="left",
    )
    assert said(plan_of({})) == [
        "Line 2, start_date has “2026-09-07”: Their last apprenticeship ended on 1 October 2026, after this."
    ]


def test_a_manager_whose_account_is_closed(here, plan_of):
    gone = make.ManagerFactory(
        organisation=here.organisation, person=make.UserFactory(is_active=False, full_name="Gone Away")
    )
    plan = plan_of({"manager_email": gone.person.email})
    assert said(plan) == []
    assert plan.also == ["The account of Gone Away is closed and becomes open again."]


def test_the_buddy_or_a_deputy_of_somebody_does_not_become_their_manager_by_the_way(here, plan_of):
    record = make.ApprenticeFactory(
        person=make.UserFactory(email=ROW["email"], full_name=ROW["full_name"]), cohort=here.cohort
    )
    buddy = make.BuddyTermFactory(apprentice=record).buddy
    plan = plan_of({"manager_email": buddy.person.email})
    assert said(plan) == [
        f"Line 2, manager_email has “{buddy.person.email}”: {buddy} is their buddy or deputy. "
        "End that first, in the admin."
    ]


def test_the_file_is_part_of_what_is_confirmed(here, plan_of):
    assert plan_of({"weekly_hours": "36"}).digest != plan_of({"weekly_hours": "35"}).digest
