"""When the next review of three is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apprentices.reviews import next_due_on, rule

BEFORE, FROM = date(2025, 7, 31), date(2025, 8, 1)


@pytest.mark.parametrize(
    ("starts_on", "last_on", "back_on", "expected"),
    [
        # Every three calendar months: the end of the third month after the month of the last one.
        (date(2026, 8, 1), None, None, date(2026, 11, 30)),
        (date(2026, 8, 31), None, None, date(2026, 11, 30)),
        (FROM, date(2026, 8, 1), None, date(2026, 11, 30)),
        (FROM, date(2027, 1, 31), None, date(2027, 4, 30)),
        (FROM, date(2026, 11, 30), None, date(2027, 2, 28)),
        (FROM, date(2027, 11, 30), None, date(2028, 2, 29)),
        (FROM, date(2026, 10, 5), None, date(2027, 1, 31)),
        # After a break it counts from the first day back; a later review counts from itself.
        (FROM, date(2025, 11, 3), date(2026, 3, 16), date(2026, 6, 30)),
        (FROM, date(2026, 4, 1), date(2026, 3, 16), date(2026, 7, 31)),
        (FROM, None, date(2026, 3, 16), date(2026, 6, 30)),
        # The rule is that of the original start: 84 days.
        (BEFORE, None, None, date(2025, 10, 23)),
        (date(2025, 1, 31), None, None, date(2025, 4, 25)),
        (BEFORE, date(2026, 8, 1), None, date(2026, 10, 24)),
        (BEFORE, date(2025, 10, 1), date(2026, 3, 16), date(2026, 6, 8)),
    ],
)
def test_next_due_on(starts_on, last_on, back_on, expected):
    assert next_due_on(starts_on, last_on, back_on) == expected


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(starts_on=days, last_on=days | st.none(), back_on=days | st.none())
def test_it_is_never_before_what_it_counts_from_nor_far_after(starts_on, last_on, back_on):
    since = max(day for day in (starts_on, last_on, back_on) if day)
    due_on = next_due_on(starts_on, last_on, back_on)
    assert timedelta(days=84) <= due_on - since <= timedelta(days=123)
    if starts_on >= FROM:
        assert (due_on + timedelta(days=1)).day == 1


def test_the_rule_in_words():
    assert rule(BEFORE) == "A review of three is due at least every 12 weeks."
    assert rule(FROM) == "A review of three is due every three calendar months."
