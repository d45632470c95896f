from datetime import date, datetime, time, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hackit import dates

UTC = timezone.utc  # noqa: UP017 the name people know


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2028, 5, 31), -3, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
    ],
)
def test_add_months_clamps_to_the_end_of_the_month(day, months, expected):
    assert dates.add_months(day, months) == expected


DAYS = st.dates(date(2016, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 60))
def test_first_day_within_is_the_turning_point(on, months):
    first = dates.first_day_within(months, on)
    assert dates.add_months(first, months) >= on
    assert dates.add_months(first - dates.timedelta(days=1), months) < on


@pytest.mark.parametrize(
    ("instant", "london"),
    [
        (datetime(2026, 6, 30, 23, 15, tzinfo=UTC), date(2026, 7, 1)),  # 00:15 on 1 July
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),  # the clocks go forward
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),  # and back
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_today_is_the_day_in_london(instant, london):
    with time_machine.travel(instant, tick=False):
        assert dates.today() == london


def test_words():
    assert dates.words(date(2026, 9, 3)) == "3 September 2026"


def test_moment_is_now_for_today_in_london():
    with time_machine.travel(datetime(2026, 6, 30, 23, 15, tzinfo=UTC), tick=False):  # 00:15 on 1 July
        assert dates.moment(date(2026, 7, 1)) == datetime(2026, 6, 30, 23, 15, tzinfo=UTC)
        assert dates.moment(date(2026, 6, 30)) == datetime(2026, 6, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "instant"),
    [
        (date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=UTC)),
        (date(2026, 7, 5), datetime(2026, 7, 5, 8, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 8, tzinfo=UTC)),  # the clocks go forward
        (date(2026, 10, 25), datetime(2026, 10, 25, 9, tzinfo=UTC)),  # and back
        (date(2027, 1, 5), datetime(2027, 1, 5, 9, tzinfo=UTC)),
    ],
)
def test_moment_is_nine_in_london_on_any_other_day(on, instant):
    with time_machine.travel(datetime(2026, 11, 18, 15, tzinfo=UTC), tick=False):
        assert dates.moment(on) == instant


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9, 30), "9:30am"),
        (time(9), "9am"),
        (time(12), "midday"),
        (time(12, 5), "12:05pm"),
        (time(14), "2pm"),
        (time(0), "midnight"),
        (time(0, 15), "12:15am"),
    ],
)
def test_time_words(at, words):
    assert dates.time_words(at) == words
