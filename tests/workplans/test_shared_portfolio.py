"""The portfolio outside: what a link shows, that it shows nothing else, and when it stops."""

import html
import io
import json
import logging
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apprentices.models import Apprentice
from hackit import erasure
from hackit.logs import Formatter
from hackit.overview.own_data import own_data
from tests import factories as make
from tests import world
from workplans import actions
from workplans.models import PortfolioLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)
GONE = (
    "This link does not work "
    "This link has expired or was withdrawn. Ask whoever gave it to you for a new one."
)


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def link(people):
    """A link to a portfolio of two projects, beside much that is not for outside."""
    record = people.record
    actions.write_profile(record, profile="I like maps\nand <b>bins</b>", by=people.apprentice)
    for title, place in (("Second", 2), ("First", 1)):
        make.ProjectFactory(apprentice=record, title=title, portfolio_place=place, purpose="")
    first = record.projects.get(title="First")
    first.purpose, first.team, first.link = "Fewer calls", "Digital", "https://example.org/bins"
    first.from_on, first.until_on = date(2026, 9, 1), date(2026, 10, 31)
    first.my_part, first.skills, first.outcome = "I asked ten people", "SQL", "A third fewer"
    first.save()
    actions.give_feedback(first, feedback="Clear notes", by=people.manager)
    plan = make.WorkPlanFactory(apprentice=record, aim="Leaking aim", reviewed=True)
    make.PlanItemFactory(plan=plan, project=first, title="Leaking item", detail="Leaking detail")
    make.ProjectFactory(
        apprentice=record, title="Leaking project", my_part="Leaking part", link="https://leak.example.org"
    )
    make.ProjectFactory(apprentice=people.other_record, title="Leaking elsewhere", portfolio_place=1)
    return make.PortfolioLinkFactory(apprentice=record, purpose="Leaking purpose")


def path(link):
    return reverse("shared_portfolio", args=[link.token])


def words_of(response, part="main"):
    """The words of a part of a page, without tags."""
    found = re.search(rf"<{part}[ >].*?</{part}>", response.content.decode(), re.S)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found)).split())


def ways_of(response):
    """Where a page leads to by links and forms."""
    return re.findall(r'<(?:a|form)\b[^>]*(?:href|action)="([^"]*)"', response.content.decode())


def visits():
    return PortfolioLink.objects.values_list("visits", flat=True).get()


@pytest.mark.parametrize("role", ["anonymous", "stranger", "manager", "coordinator", "apprentice"])
def test_a_link_shows_the_portfolio_and_nothing_else(role, people, link, client_of):
    client = client_of(getattr(people, role))
    answer = client.get(path(link))
    assert words_of(answer) == (
        f"{people.record.standard.name} Here Apprentice I like maps and <b>bins</b> "
        "First What it is for Fewer calls Team Digital When 1 September 2026 to 31 October 2026 "
        "Where to see it https://example.org/bins "
        "My part in it I asked ten people Skills used or developed SQL What came of it A third fewer "
        "Feedback from work Clear notes "
        "Second"
    )
    assert words_of(answer, "header") == "Apprenticeships"
    assert ways_of(answer) == [
        "#main-content",
        "https://example.org/bins",
        *(reverse(name) for name in ("accessibility", "privacy", "cookies", "contact")),
    ]
    assert "Leaking" not in answer.content.decode()
    for one in (people.manager, people.apprentice):
        assert one.email not in answer.content.decode()
    assert people.manager.full_name not in answer.content.decode()


def test_no_search_engine_no_cache_and_no_referrer(people, link, client_of):
    for user in (None, people.manager):
        for there in (path(link), "/portfolio/unknown/"):
            answer = client_of(user).get(there)
            assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert "no-store" in answer["Cache-Control"]
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert 'rel="noopener noreferrer nofollow"' in client_of(None).get(path(link)).content.decode()


def expired(link, people):
    PortfolioLink.objects.update(expires_on=TODAY - DAY)


def withdrawn(link, people):
    actions.withdraw_link(link, by=people.apprentice)


def unknown(link, people):
    PortfolioLink.objects.update(token="another")


def erased(link, people):
    erasure.erase(people.apprentice, by=None)


def closed_account(link, people):
    people.apprentice.is_active = False
    people.apprentice.save()


def given_to_a_pseudonym(link, people):
    erasure.give_to_a_pseudonym(Apprentice.objects.get(pk=people.record.pk), by=None)


@pytest.mark.parametrize("how", [expired, withdrawn, unknown, erased, closed_account, given_to_a_pseudonym])
@pytest.mark.parametrize("role", ["anonymous", "manager"])
def test_every_link_that_is_over_gives_the_same_answer(how, role, people, link, client_of):
    how(link, people)
    answer = client_of(getattr(people, role)).get(path(link))
    assert answer.status_code == 404
    assert words_of(answer) == GONE
    assert "Here" not in answer.content.decode()
    assert visits() == 0


@pytest.mark.parametrize("token", ["x", "%00", "%FF%FE", "a" * 5000, "..%2F", "%E2%80%AE", "' or 1=1"])
def test_what_is_no_token_gives_that_answer_too(token, link, client_of):
    answer = client_of(None).get(f"/portfolio/{token}/")
    assert answer.status_code == 404


def test_the_last_day_still_holds(link, client_of):
    PortfolioLink.objects.update(expires_on=TODAY)
    assert client_of(None).get(path(link)).status_code == 200


def test_what_is_shown_is_what_is_chosen_now(people, link, client_of):
    actions.leave_out(people.record.projects.get(title="First"), by=people.apprentice)
    page = words_of(client_of(None).get(path(link)))
    assert "Second" in page
    assert "First" not in page


def test_after_the_end_a_link_holds_on(people, link, client_of):
    people.record.withdrawn_on, people.record.withdrawal_reason = TODAY, "left"
    people.record.save()
    assert client_of(None).get(path(link)).status_code == 200


def test_visits_are_counted_but_not_looking_oneself_nor_looking_for_the_head(people, link, client_of):
    client_of(None).get(path(link))
    client_of(people.manager).get(path(link))
    assert visits() == 2
    client_of(people.apprentice).get(path(link))
    assert client_of(None).head(path(link)).status_code == 200
    assert client_of(None).post(path(link)).status_code == 405
    assert visits() == 2
    assert (link.history.count(), PortfolioLink.objects.get().last_visit_on) == (1, TODAY)


def test_messages_wait_for_a_page_inside(people, link, client_of):
    client = client_of(people.apprentice)
    client.post(reverse("write_profile", args=[people.record.pk]), {"profile": "New"})
    assert "Saved" not in client.get(path(link)).content.decode()
    page = client.get(reverse("portfolio", args=[people.record.pk]))
    assert "Saved: your profile." in words_of(page)


def test_the_token_stands_in_its_row_and_nowhere_else(people, link, client_of):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter())
    logging.getLogger().addHandler(handler)
    try:
        for _ in range(2):
            client_of(None).get(path(link))
            client_of(None).post(path(link))
            actions.withdraw_link(link, by=people.apprentice)
    finally:
        logging.getLogger().removeHandler(handler)
    assert stream.getvalue().count("/portfolio/\\u2026/") >= 4
    assert link.token not in stream.getvalue()
    mine = json.dumps(own_data(people.apprentice).as_json())
    assert "Leaking purpose" in mine
    assert link.token not in mine
    for there in (reverse("own_data"), reverse("own_data_json")):
        assert link.token not in client_of(people.apprentice).get(there).content.decode()
    assert (
        link.token
        not in client_of(people.manager).get(reverse("history", args=[people.record.pk])).content.decode()
    )
    assert "token" not in {field.name for field in PortfolioLink.history.model._meta.fields}


@pytest.mark.parametrize(("role", "number"), [("anonymous", 3), ("manager", 5)])
def test_it_asks_the_same_whatever_the_number_of_projects(role, number, people, client_of):
    link, client, counts = (
        make.PortfolioLinkFactory(apprentice=people.record),
        client_of(getattr(people, role)),
        [],
    )
    client.get("/")
    for more in (1, 2, 47):
        for place in range(more):
            make.ProjectFactory(apprentice=people.record, portfolio_place=place)
        with CaptureQueriesContext(connection) as queries:
            client.get(path(link))
        counts.append(len(queries))
    assert counts == [number] * 3
