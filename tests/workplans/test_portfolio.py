"""The portfolio inside: what the apprentice chooses, orders and writes, and the links they make."""

import html
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hackit import versions
from tests import factories as make
from tests import world
from tests.apprentices.test_at_once import at_once, refusals
from workplans import actions
from workplans.models import Portfolio, PortfolioLink, Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


@pytest.fixture
def people(now):
    return world.build(TODAY)


def chosen(record):
    """(title, place) of what is chosen, in order."""
    return list(Project.objects.filter(apprentice=record).chosen().values_list("title", "portfolio_place"))


def three(record):
    """Three chosen projects, A, B and C."""
    return [
        make.ProjectFactory(apprentice=record, title=title, portfolio_place=place)
        for place, title in enumerate("ABC", start=1)
    ]


def words_of(response):
    """The words of the main part of a page, without tags."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def ended(record, on):
    record.withdrawn_on, record.withdrawal_reason = on, "left"
    record.save()


# --- Choosing and ordering --------------------------------------------------------------------------


def test_what_is_chosen_comes_last_and_once(people):
    b, by = three(people.record)[1], people.apprentice
    actions.leave_out(b, by=by)
    actions.leave_out(b, by=by)
    assert chosen(people.record) == [("A", 1), ("C", 3)]
    for _ in range(2):
        actions.choose(b, by=by)
    assert chosen(people.record) == [("A", 1), ("C", 3), ("B", 4)]
    assert b.history.count() == 3


@pytest.mark.parametrize(
    ("number", "up", "order"),
    [
        (0, True, "ABC"),
        (0, False, "BAC"),
        (1, True, "BAC"),
        (1, False, "ACB"),
        (2, True, "ACB"),
        (2, False, "ABC"),
    ],
)
def test_one_place_up_or_down(number, up, order, people):
    project = three(people.record)[number]
    other = make.ProjectFactory(apprentice=people.record, title="Left out")
    actions.reorder_projects(project, up=up, by=people.apprentice)
    actions.reorder_projects(other, up=up, by=people.apprentice)
    assert chosen(people.record) == list(zip(order, (1, 2, 3), strict=True))


def test_ordering_closes_gaps(people):
    _, b, c = three(people.record)
    actions.leave_out(b, by=people.apprentice)
    actions.reorder_projects(c, up=True, by=people.apprentice)
    assert chosen(people.record) == [("C", 1), ("A", 2)]


def test_the_profile_is_written_once_and_not_over_another_window(people):
    record, by = people.record, people.apprentice
    assert actions.write_profile(record, profile="", by=by).pk is None
    assert not Portfolio.objects.exists()
    for _ in range(2):
        actions.write_profile(record, profile="I like maps", by=by, seen=versions.NOTHING_SAVED)
    portfolio = Portfolio.objects.get()
    assert portfolio.history.count() == 1
    with pytest.raises(ValidationError, match="saved this first while you had it open"):
        actions.write_profile(record, profile="I like bins", by=by, seen=versions.NOTHING_SAVED)
    assert Portfolio.objects.get().profile == "I like maps"
    seen = versions.latest(portfolio)
    assert actions.write_profile(record, profile="", by=by, seen=seen).profile == ""


# --- Links ------------------------------------------------------------------------------------------


def test_a_link_needs_something_to_show(people):
    make.ProjectFactory(apprentice=people.record)
    with pytest.raises(ValidationError, match="Put a project into the portfolio first"):
        actions.make_link(people.record, purpose="", days=7, by=people.apprentice)
    assert not PortfolioLink.objects.exists()


@pytest.mark.parametrize(
    ("days", "last"), [(7, date(2026, 11, 25)), (30, date(2026, 12, 18)), (90, date(2027, 2, 16))]
)
def test_a_link_holds_for_so_many_days(days, last, people):
    three(people.record)
    link = actions.make_link(people.record, purpose="Job", days=days, by=people.apprentice)
    assert link.expires_on == last
    assert len(link.token) == 32
    for on, holds in ((last, True), (last + DAY, False)):
        assert PortfolioLink.objects.open(on).exists() == holds


@pytest.mark.parametrize("days", [0, 8, 365])
def test_no_link_holds_for_another_time(days, people):
    three(people.record)
    with pytest.raises(ValidationError, match="Choose how long the link is to hold"):
        actions.make_link(people.record, purpose="", days=days, by=people.apprentice)


def test_pressed_twice_gives_one_link_and_another_purpose_another(people, now):
    three(people.record)

    def made(**more):
        words = {"purpose": "Job", "days": 7, "by": people.apprentice} | more
        return actions.make_link(people.record, **words)

    first = made()
    assert made() == first
    assert made(purpose="School") != first
    assert made(days=30) != first
    assert actions.withdraw_link(first, by=people.apprentice).withdrawn_at
    second = made()
    assert second not in {first}
    now.shift(DAY)
    assert made() != second
    assert PortfolioLink.objects.count() == 5


def test_a_link_is_withdrawn_once(people):
    link = make.PortfolioLinkFactory(apprentice=people.record)
    withdrawn = [actions.withdraw_link(link, by=people.apprentice).withdrawn_at for _ in range(2)]
    assert withdrawn[0] == withdrawn[1]
    assert link.history.count() == 2
    assert not PortfolioLink.objects.open(TODAY).exists()


def test_visits_are_counted_without_a_version(people):
    link = make.PortfolioLinkFactory(apprentice=people.record)
    for _ in range(3):
        actions.visit(link, on=TODAY)
    link.refresh_from_db()
    assert (link.visits, link.last_visit_on, link.history.count()) == (3, TODAY, 1)


# --- Two windows, two people ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_chosen_at_once_places_stay_apart(turn, people):
    projects = [make.ProjectFactory(apprentice=people.record) for _ in range(4)]
    calls = (lambda project=project: actions.choose(project, by=people.apprentice) for project in projects)
    assert refusals(at_once(*calls)) == []
    assert [place for _, place in chosen(people.record)] == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_ordered_at_once_nothing_is_lost(turn, people):
    a, b, c = three(people.record)
    at_once(
        lambda: actions.reorder_projects(a, up=False, by=people.apprentice),
        lambda: actions.reorder_projects(c, up=True, by=people.apprentice),
        lambda: actions.leave_out(b, by=people.apprentice),
    )
    found = chosen(people.record)
    assert {title for title, _ in found} == {"A", "C"}
    assert len({place for _, place in found}) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_links_made_at_once_are_one(turn, people):
    three(people.record)
    calls = [lambda: actions.make_link(people.record, purpose="Job", days=7, by=people.apprentice)] * 2
    assert refusals(at_once(*calls)) == []
    assert PortfolioLink.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_visits_at_once_all_count(people):
    link = make.PortfolioLinkFactory(apprentice=people.record)
    at_once(*([lambda: actions.visit(link, on=TODAY)] * 8))
    link.refresh_from_db()
    assert link.visits == 8


# --- Pages ------------------------------------------------------------------------------------------


def path(name, record, *more):
    return reverse(name, args=[record.pk, *more])


def test_the_apprentice_arranges_it_by_buttons(people, client_of):
    record, client = people.record, client_of(people.apprentice)
    three(record)
    new = make.ProjectFactory(apprentice=record, title="D")
    page = client.get(path("portfolio", record)).context["page"]
    assert [choice.title for choice in page.chosen] == ["A", "B", "C"]
    assert [choice.title for choice in page.others] == ["D"]
    client.post(page.others[0].urls["choose_project"])
    answer = client.post(path("reorder_up_project", record, new.pk))
    assert answer["Location"] == f"{path('portfolio', record)}#project-{new.pk}"
    client.post(path("reorder_down_project", record, record.projects.get(title="A").pk))
    client.post(path("leave_out_project", record, record.projects.get(title="B").pk))
    assert [title for title, _ in chosen(record)] == ["A", "D", "C"]
    assert {version.history_user for version in new.history.all()[:1]} == {people.apprentice}


def test_the_projects_of_somebody_else_are_not_chosen(people, client_of):
    theirs = make.ProjectFactory(apprentice=people.other_record)
    for name in ("choose_project", "leave_out_project", "reorder_up_project"):
        assert client_of(people.apprentice).post(path(name, people.record, theirs.pk)).status_code == 404
    assert Project.objects.get().portfolio_place is None


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
def test_others_read_the_finished_page_only(role, people, client_of):
    three(people.record)
    make.ProjectFactory(apprentice=people.record, title="Not chosen")
    link = make.PortfolioLinkFactory(apprentice=people.record, purpose="Secret application")
    client = client_of(getattr(people, role))
    for name in ("portfolio", "finished_portfolio"):
        answer = client.get(path(name, people.record))
        assert words_of(answer) == (
            f"{people.record.standard.name} Here Apprentice "
            "A What it is for People report a missed bin without ringing "
            "B What it is for People report a missed bin without ringing "
            "C What it is for People report a missed bin without ringing"
        )
        assert link.token not in answer.content.decode()
        assert "Secret application" not in answer.content.decode()
    assert client.get(path("withdraw_link", people.record, link.pk)).status_code == 404


def test_an_empty_portfolio_says_what_to_do(people, client_of):
    client = client_of(people.apprentice)
    page = words_of(client.get(path("portfolio", people.record)))
    assert "No project is in it yet. Name a project first , then choose it here." in page
    assert "Make a link" not in page
    called = people.apprentice.called
    page = words_of(client_of(people.manager).get(path("portfolio", people.record)))
    assert f"{called} has not put a project into it yet." in page


def test_links_are_shown_with_visits_and_until_when(people, client_of):
    record, client = people.record, client_of(people.apprentice)
    three(record)
    answer = client.post(path("make_link", record), {"purpose": "Job", "days": "30"}, follow=True)
    assert "The link is made and works until 18 December 2026. Copy it below." in words_of(answer)
    [link] = answer.context["page"].links
    token = PortfolioLink.objects.get().token
    assert link.address == f"{settings.SITE_URL}/portfolio/{token}/"
    assert (link.state, link.visits) == ("Works until 18 December 2026.", "Nobody has opened it.")
    for visits in ("Opened once, on 3 December 2026.", "Opened 2 times, last on 3 December 2026."):
        actions.visit(PortfolioLink.objects.get(), on=date(2026, 12, 3))
        assert client.get(path("portfolio", record)).context["page"].links[0].visits == visits
    answer, again = (client.post(link.withdraw_url, follow=True) for _ in range(2))
    assert "This link is withdrawn already: Job." in words_of(again)
    [link] = answer.context["page"].links
    assert (link.state, link.address, link.withdraw_url) == ("Withdrawn on 18 November 2026.", "", "")
    assert token not in answer.content.decode()
    with time_machine.travel(f"{TODAY + DAY} 09:00"):
        make.PortfolioLinkFactory(apprentice=record, expires_on=TODAY)
        client = client_of(people.apprentice)
        states = [one.state for one in client.get(path("portfolio", record)).context["page"].links]
    assert states == ["Worked until 18 November 2026.", "Withdrawn on 18 November 2026."]


def test_what_the_form_of_a_link_refuses(people, client_of):
    three(people.record)
    client = client_of(people.apprentice)
    for fields, errors in (
        ({"purpose": ""}, {"days": ["Choose how long the link is to work."]}),
        (
            {"days": "7", "purpose": "x" * 81},
            {"purpose": ["Write at most 80 characters: this has 81."]},
        ),
    ):
        assert client.post(path("make_link", people.record), fields).context["form"].errors == errors
    Project.objects.update(portfolio_place=None)
    page = client.post(path("make_link", people.record), {"days": "7"})
    assert "Put a project into the portfolio first" in words_of(page)


def test_the_profile_is_written_on_a_page_of_its_own(people, client_of):
    client = client_of(people.apprentice)
    answer = client.post(path("write_profile", people.record), {"profile": "I like\r\nmaps"}, follow=True)
    assert "I like maps" in words_of(answer)
    assert (
        client.get(path("write_profile", people.record)).context["form"]["profile"].value() == "I like\nmaps"
    )


def test_after_the_end_it_is_read_and_links_are_withdrawn_and_nothing_else(people, client_of):
    record, client = people.record, client_of(people.apprentice)
    project = three(record)[0]
    link = make.PortfolioLinkFactory(apprentice=record)
    ended(record, TODAY - 10 * DAY)
    page = client.get(path("portfolio", record))
    assert (
        "Your apprenticeship has ended. Until 8 November 2027 you can read your portfolio here and print "
        "it, but no longer change it."
    ) in words_of(page)
    for name, more in (
        ("leave_out_project", [project.pk]),
        ("choose_project", [project.pk]),
        ("reorder_up_project", [project.pk]),
        ("make_link", []),
        ("write_profile", []),
    ):
        assert client.post(path(name, record, *more), {"days": "7"}).status_code == 404
    assert client.post(page.context["page"].links[0].withdraw_url).status_code == 302
    link.refresh_from_db()
    assert link.withdrawn_at
    # The day that the sentence names is the last one.
    for on, status in ((date(2027, 11, 8), 200), (date(2027, 11, 9), 404)):
        with time_machine.travel(f"{on} 12:00"):
            assert client_of(people.apprentice).get(path("portfolio", record)).status_code == status


@pytest.mark.parametrize(("role", "number"), [("apprentice", 7), ("manager", 6), ("coordinator", 6)])
def test_pages_ask_the_same_whatever_the_number_of_projects(role, number, people, client_of):
    client, counts = client_of(getattr(people, role)), []
    client.get("/")
    for more in (1, 2, 47):
        for _ in range(more):
            make.ProjectFactory(apprentice=people.record, portfolio_place=Project.objects.count() + 1)
            make.ProjectFactory(apprentice=people.record)
            make.PortfolioLinkFactory(apprentice=people.record)
        with CaptureQueriesContext(connection) as queries:
            client.get(path("portfolio", people.record))
        counts.append(len(queries))
    assert counts == [number] * 3
