"""What people write for days and numbers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hackit import reading

SEPTEMBER = date(2026, 9, 7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-07", SEPTEMBER),
        ("2026-9-7", SEPTEMBER),
        ("2026-09-07 00:00:00", SEPTEMBER),
        ("2026/09/07", SEPTEMBER),
        ("2026-09/07", None),
        ("07/09/2026", SEPTEMBER),
        ("7/9/2026", SEPTEMBER),
        ("07.09.2026", SEPTEMBER),
        ("07-09-2026", SEPTEMBER),
        ("7 September 2026", SEPTEMBER),
        (" 7th SEPT 2026 ", SEPTEMBER),
        ("7-Sep-2026", SEPTEMBER),
        ("29/02/2028", date(2028, 2, 29)),
        ("09/13/2026", None),  # the month never comes first
        ("September 7, 2026", None),
        ("29/02/2026", None),
        ("31/04/2026", None),
        ("7 Ma 2026", None),  # March or May
        ("7/9/26", None),
        ("07/09-20260", None),
        ("46272", None),
        ("０7/09/2026", None),
        ("", None),
        ("tomorrow", None),
    ],
)
def test_days(text, day):
    assert reading.day(text) == day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_in_each_form(day):
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}"):
        assert reading.day(text) == day


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("36", Decimal(36), 36),
        ("36.00", Decimal(36), 36),
        ("22.5", Decimal("22.5"), None),
        ("22,5", Decimal("22.5"), None),
        ("0", Decimal(0), 0),
        ("22.555", None, None),
        ("1,000", None, None),  # one, or a thousand?
        ("1.000", None, None),
        ("-3", None, None),
        ("1e3", None, None),
        ("nan", None, None),
        ("9" * 400, None, None),
        ("٣", None, None),
        ("", None, None),
    ],
)
def test_numbers(text, number, whole):
    assert reading.number(text) == number
    assert reading.whole(text) == whole
