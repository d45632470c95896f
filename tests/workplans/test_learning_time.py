"""Agreed learning time: what it says and what it comes to."""

from datetime import date, timedelta

import pytest

from workplans.learning_time import Agreed, in_words, minutes_of_week, minutes_on

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 16)
FRIDAYS = Agreed(date(2026, 9, 1), None, "----D--", 435)
AFTERNOONS = Agreed(date(2026, 9, 1), date(2026, 11, 17), "-A-A---", 435)
BLOCK = Agreed(MONDAY, MONDAY + 4 * DAY, "DDDD---", 420, in_blocks=True)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("----D--", "every Friday"),
        ("-A-A---", "Tuesday and Thursday afternoons"),
        ("M---D--", "every Friday, Monday mornings"),
        ("DDDDD--", "every Monday to Friday"),
        ("MMM----", "Monday to Wednesday mornings"),
        ("D-D-D--", "every Monday, Wednesday and Friday"),
        ("-------", "no day"),
    ],
)
def test_in_words(pattern, words):
    assert in_words(pattern) == words


@pytest.mark.parametrize(
    ("agreed", "day", "minutes"),
    [
        ([FRIDAYS], MONDAY + 4 * DAY, 435),
        ([FRIDAYS], MONDAY, 0),
        ([FRIDAYS], date(2026, 8, 28), 0),  # a Friday before it begins
        ([AFTERNOONS], MONDAY + 1 * DAY, 225),  # its last day, half of the whole
        ([AFTERNOONS], MONDAY + 3 * DAY, 0),
        ([FRIDAYS, BLOCK], MONDAY, 420),
        ([BLOCK, FRIDAYS], MONDAY + 4 * DAY, 0),  # the block holds instead
        ([BLOCK, FRIDAYS], MONDAY + 11 * DAY, 435),
        ([], MONDAY, 0),
    ],
)
def test_minutes_of_a_day(agreed, day, minutes):
    assert minutes_on(agreed, day) == minutes


def test_minutes_of_the_week_around_a_day():
    for day in (MONDAY, MONDAY + 6 * DAY):
        assert minutes_of_week([FRIDAYS], day) == 435
        assert minutes_of_week([FRIDAYS, BLOCK], day) == 4 * 420
    assert minutes_of_week([FRIDAYS], MONDAY, is_off=lambda one: one == MONDAY + 4 * DAY) == 0
    assert minutes_of_week([AFTERNOONS], MONDAY) == 225
