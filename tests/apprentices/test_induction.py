"""The days of an induction, whose steps they are, and how introductions are spread: pure, as tables."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apprentices.induction import (
    Calendar,
    Changes,
    Planned,
    State,
    Taken,
    Version,
    answers,
    compare,
    day_of,
    owns,
    schedule,
    sees,
    spread,
)
from cohorts.induction import LATEST, SECTION_NAMES, STANDARD, Kind, Owner, Sight, section
from hackit.working_days import is_working_day

ENGLAND = Calendar(is_working_day)
MONDAY, BEFORE_EASTER = date(2026, 9, 7), date(2025, 4, 4)  # a Monday; a Friday two weeks before Good Friday
LONG_BEFORE = date(2025, 1, 1)
DAY = timedelta(days=1)


def days(first_day, today=LONG_BEFORE, limit=2, calendar=ENGLAND):
    """(day of the template, title, date) of the standard induction, in its order."""
    planned = [
        Planned(number, item.day, item.kind == Kind.INTRODUCTION, number)
        for number, item in enumerate(STANDARD)
    ]
    found = schedule(planned, first_day, today, calendar, limit=limit)
    return [(item.day, item.title, found[number]) for number, item in enumerate(STANDARD)]


# What each day of the standard template comes to; no introduction has to give way at two a day.
DATES = {
    MONDAY: {
        -28: date(2026, 8, 10),
        -21: date(2026, 8, 17),
        -14: date(2026, 8, 24),
        -10: date(2026, 8, 28),
        -7: date(2026, 8, 28),  # the 31st is the summer bank holiday
        -5: date(2026, 9, 2),
        -3: date(2026, 9, 4),
        0: date(2026, 9, 7),
        1: date(2026, 9, 8),
        2: date(2026, 9, 9),
        3: date(2026, 9, 10),
        4: date(2026, 9, 11),
        10: date(2026, 9, 17),
        14: date(2026, 9, 21),
        21: date(2026, 9, 28),
        28: date(2026, 10, 5),
        30: date(2026, 10, 7),
        60: date(2026, 11, 6),
        84: date(2026, 11, 30),
        90: date(2026, 12, 7),  # the 6th is a Sunday
        182: date(2027, 3, 8),
        365: date(2027, 9, 7),
    },
    BEFORE_EASTER: {
        -28: date(2025, 3, 7),
        -21: date(2025, 3, 14),
        -14: date(2025, 3, 21),
        -10: date(2025, 3, 25),
        -7: date(2025, 3, 28),
        -5: date(2025, 3, 28),  # the 30th is a Sunday
        -3: date(2025, 4, 1),
        0: date(2025, 4, 4),
        1: date(2025, 4, 7),
        2: date(2025, 4, 8),
        3: date(2025, 4, 9),
        4: date(2025, 4, 10),
        10: date(2025, 4, 14),
        14: date(2025, 4, 22),  # Good Friday, Easter, Easter Monday
        21: date(2025, 4, 25),
        28: date(2025, 5, 2),
        30: date(2025, 5, 6),  # a Sunday, then the early May bank holiday
        60: date(2025, 6, 3),
        84: date(2025, 6, 27),
        90: date(2025, 7, 3),
        182: date(2025, 10, 3),
        365: date(2026, 4, 7),  # the 4th is a Saturday, the 6th Easter Monday
    },
}


@pytest.mark.parametrize("first_day", DATES, ids=str)
def test_the_standard_template_by_day(first_day):
    assert {day: when for day, _, when in days(first_day)} == DATES[first_day]
    assert len({(day, when) for day, _, when in days(first_day)}) == len(DATES[first_day])


@pytest.mark.parametrize("first_day", DATES, ids=str)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_day_has_more_introductions_than_the_limit(first_day, limit):
    met = Counter(
        when
        for (_, _, when), item in zip(days(first_day, limit=limit), STANDARD, strict=True)
        if item.kind == Kind.INTRODUCTION
    )
    assert max(met.values()) <= limit
    assert sum(met.values()) == 6


def test_the_later_introduction_of_a_day_moves_on():
    met = [title for day, title, when in days(MONDAY, limit=1) if when == date(2026, 9, 8)]
    assert "Meet the close team; get a sheet of names, faces and jobs" in met


@pytest.mark.parametrize(
    "first_day, day, expected",
    [
        (date(2026, 12, 24), 0, date(2026, 12, 24)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas, and the Monday for Boxing Day
        (date(2026, 12, 24), 4, date(2027, 1, 4)),
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # never before the fifth working day
        (date(2026, 9, 5), 0, date(2026, 9, 7)),  # a Saturday
        (date(2026, 9, 5), 1, date(2026, 9, 8)),
        (date(2026, 9, 7), -1, date(2026, 9, 4)),
        (date(2028, 2, 29), 365, date(2029, 2, 28)),
    ],
)
def test_days(first_day, day, expected):
    assert day_of(day, first_day, ENGLAND) == expected


def test_a_closing_day_is_no_working_day():
    closed = Calendar(lambda day: is_working_day(day, {date(2026, 9, 8)}))
    assert day_of(1, MONDAY, closed) == date(2026, 9, 9)
    assert day_of(-3, date(2026, 9, 11), closed) == date(2026, 9, 7)


def test_what_is_past_when_given_is_due_today():
    wednesday = date(2026, 9, 9)
    found = {day: when for day, _, when in days(MONDAY, today=wednesday, limit=9)}
    assert {found[day] for day in (-28, -3, 0, 1, 2)} == {wednesday}
    assert found[3] == date(2026, 9, 10)


def test_what_is_past_on_a_sunday_is_due_on_monday():
    assert {when for day, _, when in days(MONDAY, today=date(2026, 9, 13), limit=9) if day < 5} == {
        date(2026, 9, 14)
    }


FRIDAYS = {date(2026, 9, 11): Taken.WHOLE, date(2026, 9, 10): Taken.AFTERNOON}


def test_nobody_is_met_on_a_day_that_is_all_for_learning():
    calendar = Calendar(is_working_day, lambda day: FRIDAYS.get(day, Taken.NOTHING))
    wanted = [("first", date(2026, 9, 10)), ("second", date(2026, 9, 10)), ("third", date(2026, 9, 10))]
    assert spread(wanted, calendar, limit=1) == {
        "first": date(2026, 9, 10),  # half a day of learning leaves the other half
        "second": date(2026, 9, 14),
        "third": date(2026, 9, 15),
    }


def test_somebody_who_learns_every_day_meets_people_all_the_same():
    always = Calendar(is_working_day, lambda day: Taken.WHOLE)
    found = spread([("one", MONDAY), ("two", MONDAY)], always, limit=1)
    assert len(set(found.values())) == 2


def test_the_listed_give_way_to_what_stays():
    assert spread([("listed", MONDAY)], ENGLAND, limit=2, taken=[MONDAY, MONDAY]) == {"listed": MONDAY + DAY}


OFFSETS = st.integers(-180, LATEST)
FIRST_DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(FIRST_DAYS, OFFSETS, OFFSETS)
@settings(max_examples=300)
def test_a_later_day_is_never_earlier(first_day, one, other):
    sooner, later = sorted([one, other])
    assert day_of(sooner, first_day, ENGLAND) <= day_of(later, first_day, ENGLAND)


@given(FIRST_DAYS, OFFSETS)
@settings(max_examples=300)
def test_every_day_is_a_working_day(first_day, day):
    found = day_of(day, first_day, ENGLAND)
    assert is_working_day(found)
    assert (found < first_day) == (day < 0) or not is_working_day(first_day)


@given(FIRST_DAYS, st.lists(OFFSETS, min_size=1, max_size=40), st.integers(1, 4))
@settings(max_examples=100)
def test_never_more_than_the_limit(first_day, offsets, limit):
    planned = [Planned(number, day, True, number) for number, day in enumerate(offsets)]
    found = schedule(planned, first_day, first_day, ENGLAND, limit=limit)
    assert max(Counter(found.values()).values()) <= limit
    assert all(is_working_day(day) and day >= first_day for day in found.values())


# --- People ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "owner, has_buddy, expected",
    [
        (Owner.MANAGER, True, "manager"),
        (Owner.BUDDY, True, "buddy"),
        (Owner.BUDDY, False, "manager"),
        (Owner.PROVIDER, True, "manager"),
        (Owner.APPRENTICE, False, "apprentice"),
        (Owner.COORDINATOR, False, "coordinator"),
    ],
)
def test_who_answers_for_a_step(owner, has_buddy, expected):
    assert answers(owner, has_buddy) == expected


def test_who_is_met_is_told_by_both():
    assert owns({"apprentice"}, Owner.MANAGER, Kind.INTRODUCTION, Sight.OPEN, True)
    assert not owns({"apprentice"}, Owner.MANAGER, Kind.TASK, Sight.OPEN, True)
    assert not owns({"deputy"}, Owner.MANAGER, Kind.TASK, Sight.OPEN, True)
    assert owns({"manager"}, Owner.BUDDY, Kind.TASK, Sight.OPEN, False)


def test_what_somebody_does_not_see_is_never_theirs():
    assert not owns({"apprentice"}, Owner.MANAGER, Kind.INTRODUCTION, Sight.CLOSED, True)
    assert not owns({"apprentice", "manager"}, Owner.MANAGER, Kind.TASK, Sight.CLOSED, True)


@pytest.mark.parametrize(
    "relation, sight, owner, kind, expected",
    [
        ("manager", Sight.CLOSED, Owner.MANAGER, Kind.TASK, True),
        ("apprentice and coordinator", Sight.CLOSED, Owner.MANAGER, Kind.TASK, False),
        ("deputy", Sight.CLOSED, Owner.MANAGER, Kind.TASK, True),
        ("coordinator", Sight.CLOSED, Owner.MANAGER, Kind.TASK, True),
        ("apprentice", Sight.CLOSED, Owner.MANAGER, Kind.TASK, False),
        ("apprentice", Sight.TALK, Owner.MANAGER, Kind.TASK, True),
        ("apprentice", Sight.OPEN, Owner.COORDINATOR, Kind.TASK, True),
        ("buddy", Sight.OPEN, Owner.BUDDY, Kind.TASK, True),
        ("buddy", Sight.OPEN, Owner.MANAGER, Kind.INTRODUCTION, True),
        ("buddy", Sight.OPEN, Owner.MANAGER, Kind.TASK, False),
        ("buddy", Sight.TALK, Owner.MANAGER, Kind.TASK, False),
        ("buddy", Sight.CLOSED, Owner.MANAGER, Kind.INTRODUCTION, False),
    ],
)
def test_who_sees_a_step(relation, sight, owner, kind, expected):
    assert sees(set(relation.split(" and ")), owner, kind, sight) is expected


# --- A changed template ---------------------------------------------------------------------------

WAS, SAYS_ELSE, LATER = Version(0, ("old",)), Version(0, ("new",)), Version(3, ("old",))


@pytest.mark.parametrize(
    "items, steps, expected",
    [
        ({1: WAS}, {1: (WAS, State.TO_DO)}, Changes((), (), (), ())),
        ({1: WAS, 2: WAS}, {1: (WAS, State.TO_DO)}, Changes((2,), (), (), ())),
        ({}, {1: (WAS, State.TO_DO)}, Changes((), (1,), (), ())),
        ({}, {1: (WAS, State.DOING)}, Changes((), (), (), ())),
        ({}, {1: (WAS, State.DONE)}, Changes((), (), (), ())),
        ({1: LATER}, {1: (WAS, State.STUCK)}, Changes((), (), (1,), ())),
        ({1: LATER}, {1: (WAS, State.DONE)}, Changes((), (), (), ())),
        ({1: SAYS_ELSE}, {1: (WAS, State.TO_DO)}, Changes((), (), (), (1,))),
        ({1: SAYS_ELSE}, {1: (WAS, State.NOT_NEEDED)}, Changes((), (), (), ())),
    ],
)
def test_what_a_template_changes(items, steps, expected):
    assert compare(items, steps) == expected
    assert bool(compare(items, steps)) == (expected != Changes((), (), (), ()))


def test_sections():
    assert [section(day) for day in (-28, -1, 0, 1, 4, 5, 30, 31, 90, 91, 182, 183, 365)] == [
        *["Before day one"] * 2,
        "First day",
        *["First week"] * 2,
        *["First month"] * 2,
        *["First three months"] * 2,
        *["First six months"] * 2,
        *["First year"] * 2,
    ]
    assert len(SECTION_NAMES) == 7
