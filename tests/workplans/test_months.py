"""Which months lack learning though some must happen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workplans.months import empty_months, last_of, months, why

DAY = timedelta(days=1)
SEP, OCT, NOV, DEC = (date(2025, month, 1) for month in (9, 10, 11, 12))


def days(*texts):
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("learned", "on", "more", "empty"),
    [
        ([], "2025-09-30", {}, []),  # the month is not over
        ([], "2025-10-01", {}, ["2025-09-01"]),
        (["2025-09-30"], "2025-10-31", {}, []),
        (["2025-09-15", "2025-11-02"], "2025-12-31", {}, ["2025-10-01"]),
        (["2025-09-15"], "2026-01-01", {}, ["2025-10-01", "2025-11-01", "2025-12-01"]),
        # A break takes out a month only when it takes all of it.
        (["2025-09-15", "2025-12-01"], "2025-12-31", {"breaks": [("2025-10-01", "2025-12-01")]}, []),
        (["2025-09-15"], "2025-12-31", {"breaks": [("2025-09-20", None)]}, []),
        (
            ["2025-09-15", "2025-12-01"],
            "2025-12-31",
            {"breaks": [("2025-10-03", "2025-12-01")]},
            ["2025-10-01"],
        ),
        # Between gateway and the day on which it was sent back nothing could be logged.
        (["2025-09-15", "2025-11-10"], "2025-12-01", {"returns": [("2025-09-20", "2025-11-05")]}, []),
        (["2025-09-15"], "2025-12-01", {"returns": [("2025-09-20", "2025-11-05")]}, ["2025-11-01"]),
        # Block release has three months, counted anew after a month away.
        (
            ["2025-09-15"],
            "2026-02-01",
            {"in_blocks": True, "breaks": [("2025-11-01", "2025-12-01")]},
            [],
        ),
        (["2025-09-15"], "2025-12-01", {"in_blocks": True}, []),
        (["2025-09-15"], "2026-01-01", {"in_blocks": True}, ["2025-12-01"]),
        # The month in which learning ended is not judged, nor what comes after.
        (["2025-09-15"], "2026-01-01", {"finished_on": "2025-10-20"}, []),
        (["2025-09-15"], "2026-01-01", {"finished_on": "2025-11-20"}, ["2025-10-01"]),
    ],
)
def test_every_calendar_month(learned, on, more, empty):
    more = dict(more)
    if "finished_on" in more:
        more["finished_on"] = date.fromisoformat(more["finished_on"])
    for name in ("breaks", "returns"):
        stretches = more.get(name, ())
        more[name] = [(date.fromisoformat(a), b and date.fromisoformat(b)) for a, b in stretches]
    found = empty_months(date(2025, 9, 8), days(*learned), date.fromisoformat(on), **more)
    assert found == days(*empty)


@pytest.mark.parametrize(
    ("learned", "on", "empty"),
    [
        ([], "2023-03-28", []),  # 27 days
        ([], "2023-03-29", ["2023-03-01"]),  # four weeks
        (["2023-03-20"], "2023-04-17", []),
        (["2023-03-20"], "2023-04-18", ["2023-04-01"]),
        (["2023-03-20", "2023-04-17"], "2023-05-15", []),
    ],
)
def test_every_four_weeks_in_the_year_before(learned, on, empty):
    assert empty_months(date(2023, 3, 1), days(*learned), date.fromisoformat(on)) == days(*empty)


def test_nothing_is_demanded_before_august_2022():
    assert empty_months(date(2021, 9, 1), [], date(2022, 8, 28)) == []
    assert empty_months(date(2021, 9, 1), [], date(2022, 8, 29)) == [date(2022, 8, 1)]


def test_the_rule_changes_in_august_2023():
    found = empty_months(date(2023, 7, 10), [], date(2023, 9, 1))
    assert found == [date(2023, 8, 1)]  # July held less than four weeks


@given(
    st.dates(date(2023, 8, 1), date(2025, 12, 31)),
    st.lists(st.integers(0, 500)),
    st.integers(0, 600),
    st.integers(0, 500),
)
def test_an_empty_month_is_over_holds_nothing_and_more_learning_never_adds_one(start, learned, ahead, more):
    learned = [start + n * DAY for n in learned]
    on = start + ahead * DAY
    found = empty_months(start, learned, on)
    for month in found:
        assert start <= last_of(month) < on
        assert not any(month <= day <= last_of(month) for day in learned)
    assert set(empty_months(start, [*learned, start + more * DAY], on)) <= set(found)


def test_months_from_one_day_to_another():
    assert list(months(date(2025, 9, 30), date(2025, 12, 1))) == [SEP, OCT, NOV, DEC]
    assert [last_of(month).day for month in (SEP, OCT, date(2024, 2, 1))] == [30, 31, 29]


@pytest.mark.parametrize(
    ("month", "in_blocks", "said"),
    [
        (date(2023, 7, 1), False, "every four weeks"),
        (date(2023, 7, 1), True, "every 12 weeks"),
        (date(2023, 8, 1), False, "in every calendar month"),
        (date(2023, 8, 1), True, "two months in a row, not three"),
    ],
)
def test_why_a_month_is_flagged(month, in_blocks, said):
    assert said in why(month, in_blocks)
