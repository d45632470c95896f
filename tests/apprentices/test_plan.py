"""The plan over time: what holds on which day, and what it comes to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apprentices.plan import Plan, average_weekly_hours, changed, on_day, sentence

START = date(2026, 1, 1)
DAY = timedelta(days=1)


def plans(*hours):
    """Plans with (weekly hours, last day or None)."""
    return [Plan(last, weekly_hours=Decimal(number)) for number, last in hours]


def test_earlier_values_stay_readable_as_versions():
    before = plans((36, None))
    now = changed(before, date(2026, 3, 4), weekly_hours=Decimal(30))
    words = sentence(now, "weekly_hours", lambda hours: f"{hours} hours")
    assert words == "36 hours until 3 March 2026, then 30 hours"
    assert on_day(now, date(2026, 3, 3)).weekly_hours == 36
    assert on_day(now, date(2026, 3, 4)).weekly_hours == 30


def test_what_is_agreed_for_later_outlasts_what_is_entered_for_before():
    march = changed(plans((36, None)), date(2026, 3, 1), weekly_hours=Decimal(30))
    january = changed(march, date(2026, 1, 10), tutor="Tia", weekly_hours=Decimal(32))
    assert [(plan.until_on, plan.weekly_hours, plan.tutor) for plan in january] == [
        (date(2026, 1, 9), 36, None),
        (date(2026, 2, 28), 32, "Tia"),
        (None, 30, "Tia"),
    ]


def test_two_changes_of_one_day_are_one_version():
    once = changed(plans((36, None)), date(2026, 3, 1), weekly_hours=Decimal(30))
    twice = changed(once, date(2026, 3, 1), team="Housing")
    assert [(plan.until_on, plan.weekly_hours, plan.team) for plan in twice] == [
        (date(2026, 2, 28), 36, None),
        (None, 30, "Housing"),
    ]


@pytest.mark.parametrize(
    ("versions", "days", "expected"),
    [
        (plans((36, None)), 100, Decimal(36)),
        (plans((36, START + 49 * DAY), (30, None)), 100, Decimal(33)),
        (plans((36, START - DAY), (30, None)), 100, Decimal(30)),  # changed before the start
        (plans((36, START + 500 * DAY), (30, None)), 100, Decimal(36)),  # changes after the end
        (plans((40, START + 24 * DAY), (20, START + 74 * DAY), (40, None)), 100, Decimal(30)),
    ],
)
def test_average_weekly_hours(versions, days, expected):
    assert average_weekly_hours(versions, START, START + (days - 1) * DAY) == expected


offsets = st.integers(-10, 60)
hours = st.integers(1, 48).map(Decimal)


@given(changes=st.lists(st.tuples(offsets, hours), max_size=8), length=st.integers(2, 50))
def test_any_changes_against_a_list_of_days(changes, length):
    """The plain model: the hours of each day, and the day on which each change began to hold."""
    model, marks, found = {}, {}, plans((36, None))
    days = range(-12, 62)
    for day in days:
        model[day] = Decimal(36)
    for offset, value in changes:
        old = model[offset]
        for day in range(offset, 62):
            if model[day] != old:
                break
            model[day] = value
        found = changed(found, START + offset * DAY, weekly_hours=value)
        marks[offset] = value
    assert {day: on_day(found, START + day * DAY).weekly_hours for day in days} == model
    lasts = [plan.until_on for plan in found[:-1]]
    assert lasts == sorted(set(lasts)) and found[-1].until_on is None
    average = sum(model[day] for day in range(length)) / length
    assert average_weekly_hours(found, START, START + (length - 1) * DAY) == average


def test_a_break_that_moves_the_end_leaves_the_average_as_it_was():
    """26 weeks of 30 hours and 26 of 20, then 26 weeks away in the second half."""
    half, end = START + 181 * DAY, START + 363 * DAY
    versions = [Plan(until_on=half, weekly_hours=Decimal(30)), Plan(weekly_hours=Decimal(20))]
    away = (START + 200 * DAY, START + 382 * DAY)
    assert average_weekly_hours(versions, START, end) == 25
    assert average_weekly_hours(versions, START, end + 182 * DAY, [away]) == 25
    assert average_weekly_hours(versions, START, end, [(away[0], None)]) == 25
