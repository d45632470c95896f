"""Where people went, cohort by cohort: numbers, shares, whom to record and whom to ask, and the file."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice
from hackit.overview.destinations_by_cohort import HEADINGS, destinations
from tests import factories as make
from tests import world

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
LONDON = ZoneInfo("Europe/London")
# Six months after it are over today, and the day after they are not.
OVER, NOT_OVER = date(2026, 5, 18), date(2026, 5, 19)


@pytest.fixture
def people(now, db):
    return world.build(TODAY)


def ended(people, name, on=OVER, cohort=None, completed=True, at_end=None, later=None, **more):
    """Somebody who has ended; `at_end` and `later` are the facts of their Destinations."""
    how = {"completed_on": on, "gateway_on": on, "assessment_on": on, "result": "pass"}
    how = how if completed else {"withdrawn_on": on, "withdrawal_reason": "left"}
    record = make.ApprenticeFactory(
        person=make.UserFactory(full_name=name),
        cohort=cohort or people.here.cohort,
        starts_on=on - 400 * DAY,
        **how,
        **more,
    )
    for asked, facts in (("at the end", at_end), ("six months later", later)):
        if facts is not None:
            make.DestinationFactory(apprentice=record, asked=asked, **facts)
    return record


def elsewhere(inside=True, **more):
    return {"where": "job with another employer", "in_profession": inside, **more}


def here(inside=True):
    return {"where": "new job here, in the same team", "in_profession": inside}


STUDIES = {"where": "education", "in_profession": None}
NOT_KNOWN = {"where": "not known", "in_profession": None}


def one(people):
    [cohort] = destinations(people.coordinator, TODAY).cohorts
    return cohort


def text(client, path="/destinations/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# --- Numbers and shares ---


@pytest.mark.parametrize(
    "told, words",
    [
        ([None], "0 of 1 known"),
        ([NOT_KNOWN, None], "0 of 2 known"),
        ([here()], "1 of 1 known, 100% in the profession (1 person)"),
        (
            [here(), elsewhere(), elsewhere(False), None],
            "3 of 4 known, 67% in the profession (2 people, 1 of them with another employer)",
        ),
        ([STUDIES, NOT_KNOWN], "1 of 2 known, 0% in the profession (0 people)"),
        ([here(), STUDIES], "2 of 2 known, 50% in the profession (1 person)"),
    ],
)
def test_the_share_is_of_those_of_whom_it_is_known(told, words, people):
    for number, facts in enumerate(told):
        ended(people, f"Person {number}", at_end=facts)
    assert one(people).at_end == words


def test_six_months_later_counts_those_whose_six_months_are_over(people):
    ended(people, "Ann", at_end=here(), later=elsewhere())
    ended(people, "Ben", at_end=here())
    ended(people, "Cem", on=NOT_OVER, at_end=here())
    assert (
        one(people).later
        == "1 of 2 known, 100% in the profession (1 person, 1 of them with another employer)"
    )


def test_before_six_months_are_over_that_is_said(people):
    ended(people, "Cem", on=NOT_OVER)
    assert one(people).later == "Nobody’s six months are over yet"


def test_a_cohort_is_counted_place_by_place(people):
    ended(people, "Ann", at_end=here(), later=elsewhere())
    ended(people, "Ben", at_end=here())
    ended(people, "Cem", completed=False, at_end=STUDIES)
    found = one(people)
    assert found.ended == "3 people ended: 2 completed, 1 left early."
    assert [(row.words, row.at_end, row.later) for row in found.numbers] == [
        ("New job here, in the same team", 2, 0),
        ("Job with another employer", 0, 1),
        ("Education", 1, 0),
    ]


def test_the_newest_cohort_is_on_top_and_a_total_over_all(people, client_of):
    old = make.CohortFactory(
        organisation=people.here.organisation, name="Long ago", slug="old", starts_on=date(2020, 1, 1)
    )
    ended(people, "Ann", at_end=here(), cohort=old)
    assert destinations(people.coordinator, TODAY).total is None
    ended(people, "Ben")
    found = destinations(people.coordinator, TODAY)
    assert [cohort.name for cohort in found.cohorts] == ["Here cohort", "Long ago"]
    assert found.total.at_end == "1 of 2 known, 100% in the profession (1 person)"
    page = text(client_of(people.coordinator))
    page = page[page.index("All cohorts") :]  # what follows the search
    assert 0 < page.index("Here cohort") < page.index("Long ago")


def test_cohorts_of_one_name_and_day_stay_apart_and_whole(people, client_of):
    make.CoordinatorFactory(organisation=people.there.organisation, person=people.coordinator)
    both = [
        make.CohortFactory(organisation=place.organisation, name="Autumn", starts_on=date(2025, 9, 1))
        for place in (people.here, people.there)
    ]
    for number, name in enumerate(("Ann", "Ben", "Cem", "Dee")):
        ended(people, name, cohort=both[number % 2])
    found = destinations(people.coordinator, TODAY).cohorts
    assert [cohort.name for cohort in found] == ["Autumn, Here Council", "Autumn, There Council"]
    assert [[name for name, _ in cohort.missing] for cohort in found] == [["Ann", "Cem"], ["Ben", "Dee"]]
    said = [row[0] for row in rows(client_of(people.coordinator))[1:]]
    assert said == ["Autumn, Here Council"] * 2 + ["Autumn, There Council"] * 2


def test_the_page_shows_six_cohorts_at_a_time_and_one_alone(people, client_of):
    for number in range(8):
        cohort = make.CohortFactory(
            organisation=people.here.organisation,
            name=f"Cohort {number}",
            starts_on=date(2020 + number, 1, 1),
        )
        ended(people, f"Person {number}", cohort=cohort)
    client = client_of(people.coordinator)

    def shown(more):
        return re.findall(r"<h2 [^>]*margin-top-8[^>]*>([^<]*)</h2>", text(client, f"/destinations/{more}"))

    assert shown("") == ["All cohorts", *(f"Cohort {number}" for number in (7, 6, 5, 4, 3, 2))]
    assert shown("?page=2") == ["Cohort 1", "Cohort 0"]
    assert shown(f"?cohort={cohort.pk}") == ["Cohort 7"]
    assert len(shown("?cohort=nonsense")) == 7
    assert shown(f"?cohort={people.there.cohort.pk}") == shown("")


def test_who_has_not_ended_and_who_is_elsewhere_is_not_in_it(people, client_of):
    ended(people, "Later", on=TODAY + DAY)
    ended(people, "Their Own", cohort=people.there.cohort, at_end=elsewhere(role="Their role"))
    client = client_of(people.coordinator)
    page = text(client)
    assert "No apprenticeship has ended yet." in page
    assert "Their Own" not in page
    assert "Their" not in text(client, "/destinations.csv")


# --- Whom to record, and whom to ask ---


def test_who_has_no_destination_is_named_with_the_way_to_record_it(people, client_of):
    record = ended(people, "Ann")
    ended(people, "Ben", at_end=here())
    assert one(people).missing == [("Ann", f"/apprentices/{record.pk}/next-steps/destination/")]
    assert f'href="/apprentices/{record.pk}/next-steps/destination/"' in text(client_of(people.coordinator))


def test_who_ended_more_than_a_year_ago_is_a_number_without_a_name(people, client_of):
    edge = date(2025, 11, 18)
    for number in range(2):
        ended(people, f"Older {number}", on=edge - DAY)
    found = one(people)
    assert (found.missing, found.missing_before, found.to_ask, found.to_ask_before) == ([], 2, [], 2)
    client = client_of(people.coordinator)
    assert text(client).count("2 ended more than a year ago.") == 2
    ended(people, "Ann", on=edge)
    page = text(client)
    assert [name for name, _ in one(people).missing] == ["Ann"]
    assert page.count("2 more ended more than a year ago.") == 2
    assert "Older" not in page


def test_an_employer_told_by_the_link_is_to_be_found_in_the_list(people, client_of):
    known = make.PartnerEmployerFactory(organisation=people.here.organisation)
    record = ended(people, "Ann", at_end=here(), later=elsewhere(employer_said="Some firm"))
    ended(people, "Ben", at_end=here(), later=elsewhere(employer=known))
    ended(people, "Their Own", cohort=people.there.cohort, later=elsewhere(employer_said="Their firm"))
    address = f"/apprentices/{record.pk}/next-steps/destination/later/"
    assert one(people).to_match == [("Ann", "Some firm", address)]
    page = text(client_of(people.coordinator))
    assert "Ann: “Some firm”" in page and f'href="{address}">Say which employer it is<' in page
    type(record.person).objects.filter(pk=record.person_id).update(erased_on=TODAY, is_active=False)
    assert one(people).to_match == []


SENT = {"sent_at": datetime(2026, 11, 17, 9, tzinfo=LONDON)}
STOPPED = {"stopped_at": datetime(2026, 11, 17, 9, tzinfo=LONDON), "email": ""}


@pytest.mark.parametrize(
    "touch, words, why, rest",
    [
        ({}, "Ask where they are now", "", "ask/"),
        (None, "Record it by hand", "They left no address.", "later/"),
        (SENT, "Record it by hand", "They were asked and have not answered yet.", "later/"),
        (STOPPED, "Record it by hand", "They said no to being asked.", "later/"),
        (SENT | STOPPED, "Record it by hand", "They said no to being asked.", "later/"),
    ],
)
def test_whose_six_months_are_over_is_asked_or_recorded_by_hand(touch, words, why, rest, people):
    record = ended(people, "Ann", at_end=here())
    if touch is not None:
        make.StayingInTouchFactory(apprentice=record, **touch)
    [found] = one(people).to_ask
    url = f"/apprentices/{record.pk}/next-steps/destination/{rest}"
    assert (found.name, found.words, found.why, found.url) == ("Ann", words, why, url)


def test_nobody_is_asked_too_early_or_twice(people):
    make.StayingInTouchFactory(apprentice=ended(people, "Early", on=NOT_OVER))
    make.StayingInTouchFactory(apprentice=ended(people, "Known", later=here()))
    assert one(people).to_ask == []


def test_nobody_looks_for_somebody_who_is_erased(people):
    record = ended(people, "Gone")
    type(record.person).objects.filter(pk=record.person_id).update(erased_on=TODAY, is_active=False)
    assert (one(people).missing, one(people).to_ask) == ([], [])


def test_the_private_address_is_not_on_the_page(people, client_of):
    make.StayingInTouchFactory(apprentice=ended(people, "Ann"), email="ann@home.example.org")
    client = client_of(people.coordinator)
    assert "ann@home" not in text(client)
    assert "ann@home" not in text(client, "/destinations.csv")


# --- The file ---


def rows(client):
    answer = client.get("/destinations.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="destinations-2026-11-18.csv"'
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_has_a_row_a_person(people, client_of):
    employer = make.PartnerEmployerFactory(organisation=people.here.organisation, name="County")
    ann = ended(
        people,
        "Ann",
        provider=people.here.tutor.provider,
        at_end=elsewhere(role="Analyst", employer=employer, starts_on=date(2026, 6, 1)),
        later=elsewhere(False, role="=1+1", employer_said="Some firm"),
    )
    ended(people, "Ben", completed=False)
    standard = (ann.standard.name, str(ann.standard.level), ann.provider.name)
    found = rows(client_of(people.coordinator))
    place = "Job with another employer"
    assert tuple(found[0]) == HEADINGS
    assert found[1] == [
        *("Here cohort", "Ann", *standard, "2026-05-18", "Completed: Pass"),
        *(place, "yes", "Analyst", "County", "2026-06-01"),
        *(place, "no", "'=1+1", "Some firm", ""),
    ]
    assert found[2][1:2] + found[2][4:] == [
        "Ben",
        "",
        "2026-05-18",
        "Left early: Left employment",
        *[""] * 10,
    ]
    assert len(found) == 3


def test_of_themselves_nobody_reads_the_reason_of_leaving(people, client_of):
    ended(people, "Ann", completed=False)
    own = ended(people, "Me", completed=False)
    type(own).objects.filter(pk=own.pk).update(person=people.coordinator)
    found = rows(client_of(people.coordinator))[1:]
    assert {row[1]: row[6] for row in found} == {
        "Ann": "Left early: Left employment",
        str(people.coordinator): "Left early",
    }


def test_its_headings_say_when_it_was_asked():
    assert HEADINGS[7:9] == ("At the end: destination", "At the end: in the profession")
    assert HEADINGS[-1] == "Six months later: from"


@pytest.mark.parametrize("path, number", [("/destinations/", 6), ("/destinations.csv", 4)])
def test_the_number_of_queries_is_fixed(path, number, people, client_of):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    client = client_of(people.coordinator)
    client.get("/")
    make.StayingInTouchFactory(apprentice=ended(people, "Ann", at_end=elsewhere()))
    first = queries()
    for name in ("Ben", "Cem"):
        cohort = make.CohortFactory(organisation=people.here.organisation)
        make.StayingInTouchFactory(apprentice=ended(people, name, cohort=cohort, at_end=here()))
    assert Apprentice.objects.filter(completed_on=OVER).count() == 3
    assert (first, queries()) == (number, number)
