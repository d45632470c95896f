from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hackit.due import DueItem, Window, in_windows

TODAY = date(2026, 11, 18)  # a Wednesday


def item(due_on, **fields):
    return DueItem(due_on=due_on, title="Something", owner="manager", apprentice_id=1, **fields)


@pytest.mark.parametrize(
    ("due_on", "window"),
    [
        (date(2026, 11, 17), Window.LATE),
        (date(2026, 11, 18), Window.WEEK),
        (date(2026, 11, 22), Window.WEEK),  # Sunday
        (date(2026, 11, 23), Window.MONTH),
        (date(2026, 11, 30), Window.MONTH),
        (date(2026, 12, 1), Window.LATER),
    ],
)
def test_windows(due_on, window):
    assert item(due_on).window(TODAY) == window


def test_the_last_week_of_a_month_comes_before_the_next_month():
    assert item(date(2026, 12, 2)).window(date(2026, 11, 30)) == Window.WEEK


@given(st.lists(st.tuples(st.integers(-400, 400), st.booleans())))
def test_nothing_is_lost_but_what_passed_or_is_far(rows):
    items = [item(TODAY + timedelta(days=days), happens=happens) for days, happens in rows]
    horizon = TODAY + timedelta(days=92)
    found = [one for window in in_windows(items, TODAY, horizon).values() for one in window]
    expected = [one for one in items if one.due_on <= horizon and not (one.happens and one.due_on < TODAY)]
    assert sorted(one.due_on for one in found) == sorted(one.due_on for one in expected)


def test_an_event_is_never_late():
    windows = in_windows([item(date(2026, 11, 1), happens=True)], TODAY, TODAY)
    assert not any(windows.values())
