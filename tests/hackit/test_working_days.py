"""Working days in England, and the day by which a request for one's data is to be answered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hackit import dates
from hackit.working_days import answer_due_on, is_working_day, working_day_from


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day was a Saturday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 3, 17), True),  # Saint Patrick's Day is none in England
        (date(2026, 8, 31), False),  # summer bank holiday; Scotland's is earlier
        (date(2026, 8, 3), True),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) == works


def test_closing_days_count_too():
    friday = date(2026, 11, 20)
    assert not is_working_day(friday, closed={friday})
    assert working_day_from(friday, closed={friday}) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # the 3rd of October is a Saturday
        (date(2026, 9, 8), date(2026, 10, 8)),
        (date(2026, 1, 31), date(2026, 3, 2)),  # clamped to 28 February, a Saturday
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, weekend, Boxing Day in lieu
        (date(2026, 3, 3), date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 12, 1), date(2027, 1, 4)),  # New Year's Day is a Friday
    ],
)
def test_a_request_is_due_a_month_later_on_a_working_day(received_on, due_on):
    assert answer_due_on(received_on) == due_on


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_the_answer_is_never_due_early_nor_more_than_a_long_weekend_late(received_on):
    due_on, month = answer_due_on(received_on), dates.add_months(received_on, 1)
    assert is_working_day(due_on)
    assert 0 <= (due_on - month).days <= 5
