"""The page about one apprentice's learning: standing, chart, months, kinds, entries, and the file."""

import random
import re
import time
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice
from hackit import csvfile
from hackit.overview import burn_up, learned, logged, standing
from hackit.overview.chart import WIDE
from tests import factories as make
from tests import world
from workplans import log
from workplans.log import KINDS, State
from workplans.models import LearningEntry, with_learning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)


@pytest.fixture
def people(now):
    return world.build(TODAY)


def address(people, rest=""):
    return f"/apprentices/{people.record.pk}/learning/{rest}"


def stands(record, on=TODAY):
    [found] = with_learning(Apprentice.objects.filter(pk=record.pk))
    return standing.learning([found], on)[record.pk]


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def entry(people, days_ago=10, **more):
    return make.LearningEntryFactory(
        apprentice=people.record, learned_on=TODAY - days_ago * DAY, **{"what": "Joins", **more}
    )


# --- Who sees what ---


@pytest.mark.parametrize("rest", ["", "entries.csv", "evidence/"])
def test_the_learning_of_others_is_not_there(rest, people, client_of):
    entry(people, what="A secret", accepted=True)
    for role in ("buddy", "other_coordinator", "other_manager", "other_apprentice", "stranger", "superuser"):
        response = client_of(getattr(people, role)).get(address(people, rest))
        assert (response.status_code, b"A secret" in response.content) == (404, False)
    make.LearningEntryFactory(apprentice=people.other_record, what="Of somebody else", accepted=True)
    for role in ("apprentice", "manager", "deputy", "coordinator"):
        page = client_of(getattr(people, role)).get(address(people, rest)).content.decode()
        assert ("A secret" in page, "Of somebody else" in page) == (True, False)


def test_each_is_told_what_waits_for_them(people, client_of):
    entry(people)
    entry(people, returned=True)
    entry(people, returned=True, returned_because="Which one?")
    waiting = [("1 entry waits for you to accept", "/learning/to-accept/")]
    returned = [("2 entries were returned: correct them and send them again", "?state=returned#entries")]
    expected = {"apprentice": returned, "manager": waiting, "deputy": waiting, "coordinator": []}
    for role, to_do in expected.items():
        page = client_of(getattr(people, role)).get(address(people))
        assert [(one.words, one.url) for one in page.context["learning"].to_do] == to_do


# --- The top ---


def numbers(response):
    return [(number.words, number.hours) for number in response.context["learning"].numbers]


def test_the_numbers_stand_beside_each_other(people, client_of):
    record = people.record
    record.starts_on, record.planned_end_on = date(2025, 3, 3), date(2026, 12, 6)
    record.planned_learning_hours, record.weekly_hours = 500, Decimal(37)
    record.save()
    entry(people, accepted=True, minutes=600)
    entry(people, minutes=90)
    page = client_of(people.manager).get(address(people))
    assert numbers(page) == [
        ("Minimum", "493"),
        ("Promise", "607.5"),
        ("Plan", "500"),
        ("Accepted", "10"),
        ("Submitted", "1.5"),
    ]
    said = text(page)
    for words in (
        "The apprenticeship must last at least 12 months, until 2 March 2026.",
        "Its planned end is 6 December 2026.",
        "37 hours a week count as 30.",
        "The employer promises 20% of contracted time for learning: (92 weeks − 9.908 weeks of",
        "The standing is measured by the hours of the training plan.",
        "190 hours 45 minutes a week from now on lead to 500 hours by 6 December 2026.",
        "Behind 10 hours accepted, 486 hours 15 minutes expected by 18 November 2026, 2%.",
    ):
        assert words in said
    assert "estimate" not in said


def test_a_minimum_that_is_not_known_is_said_with_its_floor(people, client_of):
    people.record.planned_learning_hours = 180
    people.record.save()
    page = client_of(people.manager).get(address(people))
    assert numbers(page)[:1] == [("Minimum", "Not known")]
    said = text(page)
    for words in (
        "No plan may go below 187 hours",
        "The training plan has 180 hours and must have at least 187.",
        "An even spread of these hours over the time is an estimate",
    ):
        assert words in said
    make.PublishedHoursFactory(standard=people.record.standard, hours=278)
    page = client_of(people.manager).get(address(people))
    assert numbers(page)[:1] == [("Minimum", "278")]
    assert "must have at least 278" in text(page)


def test_a_programme_that_is_too_short_is_a_warning(people, client_of):
    record = people.record
    record.starts_on, record.planned_end_on = date(2026, 8, 10), date(2027, 4, 8)
    record.save()
    warnings = client_of(people.manager).get(address(people)).context["learning"].warnings
    assert warnings == [
        "The planned programme is too short: it must last at least 8 months, until 9 April 2027. The "
        "coordinator checks the dates with the provider."
    ]
    record.planned_end_on = date(2027, 4, 9)
    record.save()
    assert client_of(people.manager).get(address(people)).context["learning"].warnings == []


def test_entries_inside_a_break_entered_later_are_said_to_the_coordinator(people, client_of):
    entry(people, days_ago=10, accepted=True)
    entry(people, days_ago=30)
    make.BreakFactory(
        apprentice=people.record, first_day_away_on=TODAY - 20 * DAY, first_day_back_on=TODAY - 5 * DAY
    )
    page = client_of(people.coordinator).get(address(people))
    [warning] = page.context["learning"].warnings
    assert warning.startswith("1 entry lies on days that are none of learning")
    counts = "Does not count: inside the break from 29 October 2026, back on 13 November 2026."
    assert [row.counts for row in page.context["rows"]] == [counts, "Once it is accepted"]
    assert client_of(people.manager).get(address(people)).context["learning"].warnings == []


# --- The sums: equal to what Python makes of the same entries ---


def scattered(record, number, seed):
    """Entries of every kind and state, on days in and out of learning."""
    chance, by, rows = random.Random(seed), make.UserFactory(), []  # noqa: S311
    for _ in range(number):
        state = chance.choice(list(State))
        row = LearningEntry(
            apprentice=record,
            learned_on=record.starts_on + chance.randint(-20, (TODAY - record.starts_on).days) * DAY,
            minutes=15 * chance.randint(1, 20),
            kind=chance.choice(list(KINDS)),
            in_paid_time=chance.random() < 0.8,
            state=state,
            what=f"Lesson {chance.random()}",
            submitted_at=datetime(2026, 1, 1, tzinfo=timezone.utc),  # noqa: UP017
        )
        if state != State.SUBMITTED:
            row.answered_by, row.answered_at = by, row.submitted_at
        rows.append(row)
    return LearningEntry.objects.bulk_create(rows)


@pytest.fixture
def long_life(people):
    """A record from before August 2023, with breaks, a gateway that was sent back, and an end."""
    record = people.record
    record.starts_on, record.planned_end_on = date(2023, 3, 6), date(2025, 9, 1)
    record.gateway_on, record.weekly_hours = date(2025, 8, 15), Decimal("22.5")
    record.save()
    for away, back in ((date(2023, 10, 2), date(2023, 12, 11)), (date(2024, 5, 1), date(2024, 5, 20))):
        make.BreakFactory(apprentice=record, first_day_away_on=away, first_day_back_on=back)
    make.SentBackFactory(apprentice=record, reached_on=date(2025, 6, 2), sent_back_on=date(2025, 7, 7))
    return record


def in_python(record):
    """(counts, entry) of each entry, by the pure rules."""
    facts = record.facts()
    return [
        (
            one.in_paid_time
            and KINDS[one.kind].counts
            and log.outside_learning(facts, one.learned_on) is None,
            one,
        )
        for one in record.learning_entries.all()
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_sums_are_those_of_the_entries(seed, long_life):
    scattered(long_life, 150, seed)
    found, entries = learned.sums(long_life.learning_entries), in_python(long_life)
    for state in State:
        expected = {}
        for counts, one in entries:
            if counts and one.state == state:
                month = one.learned_on.replace(day=1)
                expected[month] = expected.get(month, 0) + one.minutes
        assert dict(learned.counted(found, state)) == expected
        number = sum(one.state == state for _, one in entries)
        assert learned.number(found, state=state) == number
    of_python = {one.pk for counts, one in entries if counts}
    assert set(long_life.learning_entries.counting().values_list("pk", flat=True)) == of_python
    others = {one.pk for counts, one in entries if not counts}
    assert set(long_life.learning_entries.not_counting().values_list("pk", flat=True)) == others


@pytest.mark.parametrize("seed", range(4))
def test_the_chart_and_its_table_have_the_same_figures(seed, long_life):
    scattered(long_life, 150, seed)
    found, now = learned.sums(long_life.learning_entries), stands(long_life)
    accepted, submitted = (learned.counted(found, state) for state in (State.ACCEPTED, State.SUBMITTED))
    chart = burn_up.burn_up(now, accepted, submitted)
    # Learning ended on 15 August, before the planned end.
    assert [row.accepted for row in chart.rows[-2:]] == ["–", "–"]
    assert (chart.rows[-3].day, chart.rows[-3].accepted) == (
        *("15 August 2025", standing.in_table(now.accepted)),
    )
    assert chart.rows[-3].with_submitted == standing.in_table(now.accepted + now.submitted)
    entries = in_python(long_life)
    for day, row in (("29 February 2024", date(2024, 2, 29)), ("31 May 2025", date(2025, 5, 31))):
        by_then = [o for c, o in entries if c and o.state == State.ACCEPTED and o.learned_on <= row]
        minutes = sum(one.minutes for one in by_then)
        assert [one.accepted for one in chart.rows if one.day == day] == [log.in_table(minutes)]
    shape = chart.shapes[0]
    lines = dict(shape.paths)
    assert list(lines) == ["promise", "submitted", "accepted", "expected"]
    # The line of what is accepted has a point for each row until the end, and the start.
    assert lines["accepted"].count(" L") == len(chart.rows) - 2
    assert shape.box == f"0 0 {WIDE.width} {WIDE.height}"


def test_by_kind_what_never_counts_stands_apart(people):
    entry(people, accepted=True, minutes=60)
    entry(people, minutes=30, kind="online")
    entry(people, minutes=45, kind="maths")
    entry(people, minutes=15, kind="maths", in_paid_time=False)
    entry(people, minutes=90, in_paid_time=False)
    entry(people, days_ago=101, minutes=75)
    entry(people, minutes=240, returned=True)
    kinds = learned.by_kind(learned.sums(people.record.learning_entries))
    assert [(one.words, one.accepted, one.submitted) for one in kinds.counting] == [
        ("Class or workshop", "1", "0"),
        ("Live online session", "0", "0.5"),
        ("All that counts", "1", "0.5"),
    ]
    assert [(one.words, one.accepted, one.submitted) for one in kinds.not_counting] == [
        ("English or maths", "0", "1"),
        ("Not in paid time", "0", "1.5"),
        ("On days that are none of learning", "0", "1.25"),
    ]


def test_months_say_why_they_are_empty_or_hold_nothing(people, client_of):
    record = people.record
    record.starts_on = date(2026, 5, 4)
    record.save()
    make.BreakFactory(
        apprentice=record, first_day_away_on=date(2026, 6, 15), first_day_back_on=date(2026, 8, 3)
    )
    for day, more in (
        (date(2026, 5, 5), {"accepted": True, "minutes": 120}),
        (date(2026, 6, 1), {"kind": "maths", "minutes": 75}),
        (date(2026, 8, 10), {"returned": True}),
        (date(2026, 9, 9), {"minutes": 45}),
    ):
        make.LearningEntryFactory(apprentice=record, learned_on=day, **more)
    months = client_of(people.apprentice).get(address(people)).context["months"]
    none = "No learning is logged. Since August 2023 some learning must happen in every calendar month."
    away = "On a break from 15 June 2026 to 2 August 2026."
    assert [(one.words, one.accepted, one.submitted, one.empty, one.notes) for one in months] == [
        ("November 2026", "0", "0", False, []),
        ("October 2026", "0", "0", True, [none]),
        ("September 2026", "0", "0.75", False, []),
        ("August 2026", "0", "0", True, [none, away]),
        ("July 2026", "0", "0", False, ["On a break."]),
        ("June 2026", "0", "0", False, [away, "Also logged: 1 hour 15 minutes that do not count."]),
        ("May 2026", "2", "0", False, []),
    ]
    make.LearningTimeFactory(
        apprentice=record, agreed=True, in_blocks=True, until_on=record.planned_end_on, pattern="DDDDD--"
    )
    months = client_of(people.apprentice).get(address(people)).context["months"]
    assert [one.words for one in months if one.empty] == []


def test_nothing_is_expected_in_a_break_that_is_open(people):
    make.BreakFactory(apprentice=people.record, first_day_away_on=TODAY - 20 * DAY)
    now = stands(people.record)
    expected = burn_up.expected_by(now, TODAY - 21 * DAY)
    assert expected == now.expected > 0
    assert [burn_up.expected_by(now, TODAY - n * DAY) for n in (20, 0, -1)] == [expected, expected, None]
    rows = burn_up.burn_up(now, {}, {}).rows
    assert [row.expected for row in rows if row.day in {"18 November 2026", "30 November 2026"}] == [
        *(standing.in_table(expected), "–")
    ]


def test_who_has_not_started_has_no_months_and_no_accepted_line(people, client_of):
    people.record.starts_on = TODAY + 10 * DAY
    people.record.save()
    page = client_of(people.apprentice).get(address(people))
    assert page.context["months"] == []
    assert [name for name, _ in page.context["chart"].shapes[0].paths] == ["promise", "expected"]
    assert "Learning starts on 28 November 2026." in text(page)


# --- The entries ---


def shown(response):
    return [row.what for row in response.context["rows"]]


@pytest.fixture
def five(people):
    entry(people, days_ago=3, what="a", minutes=60, accepted=True)
    entry(people, days_ago=2, what="b", minutes=30, kind="online")
    entry(people, days_ago=1, what="c", minutes=90, kind="maths")
    entry(people, days_ago=0, what="d", minutes=15, in_paid_time=False, returned=True)
    entry(people, days_ago=40, what="e", minutes=45, kind="vendor", accepted=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "dcbae"),
        ("sort=day", "eabcd"),
        ("sort=time", "dbeac"),
        ("sort=-time", "caebd"),
        ("sort=kind", "dacbe"),
        ("sort=state", "aedcb"),
        ("month=2026-11", "dcba"),
        ("month=2026-10", "e"),
        ("kind=maths", "c"),
        ("state=accepted", "ae"),
        ("state=accepted&kind=vendor&month=2026-10", "e"),
        ("state=returned&kind=vendor", ""),
        ("counts=yes", "bae"),
        ("counts=no", "dc"),
        ("counts=no&sort=time", "dc"),
        # What means nothing is left out.
        ("month=2026-13&kind=nonsense&state=gone&counts=perhaps&sort=-what&page=zzz", "dcba" + "e"),
        ("month=%00&kind=%00&page=-1&sort=%00", "dcbae"),
        ("month=2025-01&page=99999999999999999999", "dcbae"),
    ],
)
def test_entries_are_filtered_and_sorted(query, found, people, five, client_of):
    page = client_of(people.manager).get(f"{address(people)}?{query}")
    assert "".join(shown(page)) == found
    assert page.context["page"].paginator.count == len(found)
    rows = csv_rows(client_of(people.manager).get(f"{address(people, 'entries.csv')}?{query}"))
    assert "".join(row[3] for row in rows[1:]) == found


def test_the_link_to_the_file_keeps_what_is_chosen_and_nothing_else(people, five, client_of):
    query = "kind=maths&month=never&sort=-time&page=1&secret=x"
    page = client_of(people.manager).get(f"{address(people)}?{query}")
    assert f'href="{address(people, "entries.csv")}?kind=maths&amp;sort=-time"' in page.content.decode()


def test_entries_are_paged(people, client_of):
    for number in range(30):
        entry(people, days_ago=number + 1, what=f"{number:02}")
    page = client_of(people.apprentice).get(f"{address(people)}?page=2&sort=day")
    assert shown(page) == [f"{number:02}" for number in range(4, -1, -1)]
    assert "30 entries, page 2 of 2" in text(page)
    assert 'href="?page=1&amp;sort=day#entries"' in page.content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Once it is accepted"),
        ({"accepted": True}, "Yes"),
        ({"returned": True}, "Once it is corrected and accepted"),
        ({"kind": "exam", "accepted": True}, log.why_not_counted("exam", in_paid_time=True)),
        ({"in_paid_time": False, "accepted": True}, log.why_not_counted("class", in_paid_time=False)),
        ({"days_ago": 101, "accepted": True}, "Does not count: before learning began on 10 August 2026."),
    ],
)
def test_each_entry_says_whether_it_counts(more, said, people, client_of):
    entry(people, **more)
    [row] = client_of(people.manager).get(address(people)).context["rows"]
    assert row.counts == said


# --- The file ---


def csv_rows(response):
    return [cells for _, cells in csvfile.lines(response.content, logged.HEADINGS)]


def test_the_file_is_safe_for_spreadsheets_and_reads_back_unchanged(people, client_of):
    words = ["=1+1", "+44", "-5", "@x", "\tx", "＝1", "'=1", 'A "quote", a comma', "Two\nlines", "ordinary"]
    for number, what in enumerate(words):
        entry(people, days_ago=number, what=what, link="https://example.org/=1", returned=True)
    response = client_of(people.manager).get(address(people, "entries.csv"))
    assert response["Content-Type"] == "text/csv"
    assert response["Content-Disposition"] == 'attachment; filename="learning-2026-11-18.csv"'
    raw = response.content.decode("utf-8-sig")
    assert not re.search(r'(^|,)"?\s*[=+\-@＝]', raw, re.M)
    heading, *rows = csv_rows(response)
    assert heading == list(logged.HEADINGS)
    assert [row[3] for row in rows] == words
    assert rows[-1] == [
        *("2026-11-09", "1.5", "Class or workshop", "ordinary", "Yes", "https://example.org/=1", "Returned"),
        *("Say what you learned", "Once it is corrected and accepted", "Typed in"),
    ]


# --- How many queries, and how quick ---


def queries(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("rest", "number"), [("", 8), ("?state=accepted&counts=no", 8), ("entries.csv", 6), ("evidence/", 8)]
)
@pytest.mark.parametrize("role", ["apprentice", "manager", "coordinator"])
def test_queries(rest, number, role, people, client_of):
    client, counts = client_of(getattr(people, role)), []
    entry(people, accepted=True, in_paid_time=False)
    client.get(address(people, rest))
    for more in (1, 2, 47):
        scattered(people.record, more, more)
        counts.append(queries(client, address(people, rest)))
    assert counts == [number] * 3


def test_five_thousand_entries_are_as_many_queries_and_quick(people, client_of):
    """Beside three entries, in one run: the page shows 25 of them, and the sums come from the database."""
    client = client_of(people.manager)
    took, counts = [], []
    for number in (3, 4997):
        scattered(people.record, number, number)
        client.get(address(people))
        began = time.perf_counter()
        counts.append(queries(client, address(people)))
        took.append(time.perf_counter() - began)
    assert counts == [8, 8]
    ratio = took[1] / took[0]
    print(f"3 entries {took[0] * 1000:.0f} ms, 5,000 {took[1] * 1000:.0f} ms: {ratio:.1f} times")  # noqa: T201
    assert ratio < 8
