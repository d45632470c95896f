"""The evidence record of a period: what it lists, what it adds up, and what it leaves out."""

import re
from datetime import date, timedelta

import pytest

from hackit.overview import evidence as proof
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def logged(people):
    """Entries of a year: accepted by two people, waiting, returned, and some that do not count."""

    def entry(day, minutes=60, **more):
        make.LearningEntryFactory(apprentice=people.record, learned_on=day, minutes=minutes, **more)

    answered = {"accepted": True, "answered_by": people.manager}
    entry(date(2026, 8, 10), what="First day", **answered)
    entry(date(2026, 9, 30), 90, what="September", kind="online", **answered)
    entry(date(2026, 10, 1), 120, what="October", **answered | {"answered_by": people.deputy})
    entry(date(2026, 10, 2), 15, what="Waits")
    entry(date(2026, 10, 3), 30, what="Returned", returned=True)
    entry(date(2026, 10, 4), 45, what="Maths", kind="maths", **answered)
    entry(date(2026, 8, 9), 240, what="Too early", **answered)
    make.LearningEntryFactory(apprentice=people.other_record, what="Elsewhere", accepted=True)


def page(people, client_of, query="", role="manager"):
    return client_of(getattr(people, role)).get(f"/apprentices/{people.record.pk}/learning/evidence/{query}")


def listed(response):
    return [row.what for row in response.context["evidence"].rows]


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_it_is_the_whole_programme_until_today(people, logged, client_of):
    response = page(people, client_of)
    found = response.context["evidence"]
    assert listed(response) == ["First day", "September", "October"]
    assert found.period == "10 August 2026 to 18 November 2026"
    assert found.kinds == [("Class or workshop", "3"), ("Live online session", "1.5")]
    assert (found.total, found.hours) == ("4 hours 30 minutes", "4.5")
    assert found.rows[2].accepted == f"{people.deputy.full_name}, 18 November 2026"
    assert found.waiting == "Not yet accepted, and so no evidence: 15 minutes."
    assert found.not_counting == "Accepted for the record, and not counted: 45 minutes."
    said = text(response)
    for words in (
        "Apprentice Here Apprentice",
        f"Standard {people.record.standard.title} ({people.record.standard.reference})",
        f"Provider {people.here.tutor.provider}",
        "Employer Here Council",
        "The employer promises 20% of contracted time for learning",
        "Accepted since the start, until 18 November 2026: 4 hours 30 minutes of",
    ):
        assert words in said
    for words in ("Waits", "Returned", "Maths", "Elsewhere", "Too early"):
        assert words not in said


@pytest.mark.parametrize(
    ("query", "found", "period"),
    [
        ("?first=30/9/2026&last=1/10/2026", ["September", "October"], "30 September 2026 to 1 October 2026"),
        ("?first=1/10/2026", ["October"], "1 October 2026 to 18 November 2026"),
        ("?last=30+September+2026", ["First day", "September"], "10 August 2026 to 30 September 2026"),
        ("?first=1/1/2020&last=2/1/2020", [], "1 January 2020 to 2 January 2020"),
        ("?other=1", ["First day", "September", "October"], "10 August 2026 to 18 November 2026"),
    ],
)
def test_a_period_holds_both_its_days(query, found, period, people, logged, client_of):
    response = page(people, client_of, query)
    assert (listed(response), response.context["evidence"].period) == (found, period)
    assert "Error" not in text(response)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?first=1/10/2026&last=30/9/2026", "The last day is the first one or a later one."),
        ("?first=1/10/2027", "The last day is the first one or a later one."),
        ("?first=soon", "Write the day as 3/9/2026 or 3 September 2026."),
        ("?first=%00&last=1/1/0001", "Write the day as 3/9/2026 or 3 September 2026."),
        ("?last=31/2/2026", "Write the day as 3/9/2026 or 3 September 2026."),
        ("?first=31/12/9999", "The year must be between 2000 and 2100."),
    ],
)
def test_what_is_no_period_is_said_and_all_is_shown(query, said, people, logged, client_of):
    response = page(people, client_of, query)
    assert said in text(response)
    assert response.content.decode().count("<title>Error: ") == 1
    assert listed(response) == ["First day", "September", "October"]


def test_too_many_rows_for_paper_are_said(people, logged, client_of, monkeypatch):
    monkeypatch.setattr(proof, "MOST", 2)
    response = page(people, client_of)
    assert listed(response) == ["First day", "September"]
    assert response.context["evidence"].too_many == (
        "The first 2 of 3 entries are listed; the totals are those of all. Choose a shorter period to list "
        "them all."
    )
    assert response.context["evidence"].hours == "4.5"


def test_before_the_start_there_is_none(people, client_of):
    people.record.starts_on = TODAY + 5 * DAY
    people.record.save()
    assert "No learning of this period is accepted." in text(page(people, client_of, role="apprentice"))
