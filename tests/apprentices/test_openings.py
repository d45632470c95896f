"""Openings: who sees which, and who sees who is interested."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apprentices.models import Interest
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


@pytest.fixture
def people(now):
    """The world, in which both apprentices end in two months."""
    found = world.build(TODAY)
    for record in (found.record, found.other_record):
        record.planned_end_on = date(2027, 1, 18)
        record.save()
    return found


@pytest.fixture
def posted(people):
    here = people.here.organisation
    employer = make.PartnerEmployerFactory(organisation=here, name="Softwire")
    return {
        "late": make.OpeningFactory(organisation=here, title="Analyst", closes_on=TODAY + 9 * DAY),
        "soon": make.OpeningFactory(
            organisation=here, title="Tester", employer=employer, team="Checks", closes_on=TODAY
        ),
        "endless": make.OpeningFactory(organisation=here, title="Writer"),
        "closed": make.OpeningFactory(organisation=here, title="Closed one", closes_on=TODAY - DAY),
        "ahead": make.OpeningFactory(organisation=here, title="Not yet", posted_on=TODAY + DAY),
        "elsewhere": make.OpeningFactory(organisation=people.there.organisation, title="Theirs"),
    }


def text(client, more=""):
    return client.get(f"/openings/{more}").content.decode()


def mark(client, opening, **data):
    return client.post(f"/openings/{opening.pk}/interest/", data, follow=True)


def test_an_apprentice_in_the_window_sees_what_is_open_the_first_to_close_on_top(people, posted, client_of):
    make.InterestFactory(
        apprentice=make.ApprenticeFactory(
            cohort=people.here.cohort, person=make.UserFactory(full_name="Some Body")
        ),
        opening=posted["late"],
    )
    page = text(client_of(people.apprentice))
    assert page.index("Tester") < page.index("Analyst") < page.index("Writer")
    assert "Apply by 18 November 2026" in page
    assert "Softwire" in page
    for hidden in ("Closed one", "Not yet", "Theirs", "Some Body", "Interested:", "/admin/"):
        assert hidden not in page


def test_before_the_window_the_page_says_when(people, posted, client_of):
    people.record.planned_end_on = date(2027, 6, 30)
    people.record.save()
    client = client_of(people.apprentice)
    page = text(client)
    assert "from 30 March 2027 on" in page
    assert "Tester" not in page
    assert mark(client, posted["soon"], interested="1").status_code == 404


def test_interest_is_marked_once_and_taken_back(people, posted, client_of):
    client = client_of(people.apprentice)
    for _ in range(2):
        assert "Marked: Tester." in mark(client, posted["soon"], interested="1").content.decode()
    assert Interest.objects.get().apprentice == people.record
    assert "You marked that you are interested." in text(client)
    for _ in range(2):
        assert "Taken back: your interest in Tester." in mark(client, posted["soon"]).content.decode()
    assert not Interest.objects.exists()


@pytest.mark.parametrize("which", ["closed", "ahead", "elsewhere"])
def test_what_they_do_not_see_they_do_not_mark(which, people, posted, client_of):
    assert mark(client_of(people.apprentice), posted[which], interested="1").status_code == 404
    assert not Interest.objects.exists()


def test_coordinators_see_all_of_theirs_and_who_is_interested(people, posted, client_of):
    make.InterestFactory(apprentice=people.record, opening=posted["soon"])
    make.InterestFactory(apprentice=people.other_record, opening=posted["elsewhere"])
    client = client_of(people.coordinator)
    page = text(client)
    for shown in (
        "Tester",
        "Analyst",
        "Interested: Here Apprentice",
        "Not shown yet",
        "/admin/cohorts/opening/",
    ):
        assert shown in page
    assert page.index("Writer") < page.index("Closed one")
    assert "Theirs" not in page
    assert "There Apprentice" not in page
    assert "I am interested" not in page
    assert mark(client, posted["soon"], interested="1").status_code == 404


def test_coordinators_find_the_way_to_them(people, client_of):
    client = client_of(people.coordinator)
    for path in ("/", reverse("ending")):
        assert '<a class="govuk-link" href="/openings/">Openings</a>' in client.get(path).content.decode()
    for role in ("manager", "buddy"):
        assert '"/openings/"' not in client_of(getattr(people, role)).get("/").content.decode()


@pytest.mark.parametrize("role", ["manager", "deputy", "buddy", "former_manager", "stranger"])
def test_nobody_else_finds_them(role, people, posted, client_of):
    make.InterestFactory(apprentice=people.record, opening=posted["soon"])
    client = client_of(getattr(people, role))
    assert client.get("/openings/").status_code == 404
    assert mark(client, posted["soon"], interested="1").status_code == 404


def test_a_coordinator_who_is_an_apprentice_is_both(people, posted, client_of):
    make.CoordinatorFactory(organisation=people.there.organisation, person=people.apprentice)
    page = text(client_of(people.apprentice))
    assert "Theirs" in page
    assert "Tester" in page
    assert page.count("I am interested") == 3
    assert page.count("Nobody has marked their interest.") == 1


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?q=checks", "Tester", "Analyst"),
        ("?q=softwire", "Tester", "Analyst"),
        ("?where=here", "Analyst", "Tester"),
        ("?where=elsewhere", "Tester", "Analyst"),
        ("?where=nonsense", "Analyst", "Closed one"),
    ],
)
def test_searching(query, shown, hidden, people, posted, client_of):
    page = text(client_of(people.apprentice), query)
    assert f'govuk-heading-m">{shown}' in page
    assert f'govuk-heading-m">{hidden}' not in page
    assert "No opening fits that." in text(client_of(people.apprentice), "?q=zzz")


def test_queries(people, client_of):
    for user in (people.apprentice, people.coordinator):
        client, counts = client_of(user), []
        client.get("/openings/")
        for more in (1, 2):
            for _ in range(more):
                opening = make.OpeningFactory(organisation=people.here.organisation)
                make.InterestFactory(apprentice=people.record, opening=opening)
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/openings/").status_code == 200
            counts.append(len(queries))
        assert counts == [8, 8]
