"""Months that lack learning, how long an apprenticeship lasts, and days that are none of learning."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apprentices.life import Facts
from workplans.duration import earliest_end, in_words
from workplans.log import why_out_of_learning
from workplans.months import empty_months, months, why
from workplans.off_the_job import Programme

DAY = timedelta(days=1)


def test_a_month_that_is_over_without_learning_is_empty():
    learned = [date(2026, 1, 31), date(2026, 3, 1)]
    assert empty_months(date(2026, 1, 15), learned, date(2026, 5, 1)) == [date(2026, 2, 1), date(2026, 4, 1)]
    assert empty_months(date(2026, 1, 15), learned, date(2026, 4, 30)) == [date(2026, 2, 1)]


def test_a_month_inside_a_break_is_not_judged():
    away = [(date(2026, 1, 20), date(2026, 3, 31))]
    assert empty_months(date(2026, 1, 1), [], date(2026, 4, 30), breaks=away) == [
        *(date(2026, 1, 1), date(2026, 3, 1))
    ]
    assert empty_months(date(2026, 1, 1), [], date(2026, 4, 30), breaks=[(date(2026, 1, 1), None)]) == []


def test_the_month_in_which_learning_ended_is_not_judged():
    found = empty_months(date(2026, 1, 1), [], date(2026, 9, 1), finished_on=date(2026, 3, 10))
    assert found == [date(2026, 1, 1), date(2026, 2, 1)]


def test_learning_in_blocks_may_leave_out_two_months():
    learned = [date(2026, 1, 5), date(2026, 4, 7), date(2026, 8, 3)]
    found = empty_months(date(2026, 1, 1), learned, date(2026, 9, 1), in_blocks=True)
    assert found == [date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("learned", "empty"),
    [
        ([date(2022, 10, 3) + 28 * n * DAY for n in range(12)], []),
        (
            [date(2022, 10, 3), date(2022, 11, 1)] + [date(2022, 11, 29) + 28 * n * DAY for n in range(9)],
            [10],
        ),
    ],
)
def test_until_july_2023_four_weeks_are_asked_for(learned, empty):
    """28 days without learning are too many, whichever months they touch; before August 2022 none are."""
    found = empty_months(date(2022, 10, 3), learned, date(2023, 8, 1))
    assert found == [date(2022, month, 1) for month in empty]
    assert empty_months(date(2022, 5, 1), [], date(2022, 8, 20)) == []


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


def test_months():
    assert list(months(date(2025, 12, 31), date(2026, 2, 1))) == [
        *(date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    ]


@pytest.mark.parametrize(
    ("starts_on", "hours", "breaks", "end", "said"),
    [
        (date(2025, 9, 1), 37, (), date(2026, 4, 30), "8 months"),
        (date(2025, 9, 1), 15, (), date(2026, 4, 30), "8 months"),
        (date(2024, 9, 2), 30, (), date(2025, 9, 1), "12 months"),
        (date(2024, 2, 29), 30, (), date(2025, 2, 27), "12 months"),
        (date(2024, 9, 2), 20, (), date(2026, 3, 1), "18 months"),
        (date(2024, 9, 2), 15, (), date(2026, 9, 1), "24 months"),
        (date(2024, 9, 2), 21, (), date(2026, 2, 3), "17.1 months (74.3 weeks)"),
        (date(2024, 9, 2), 30, ((date(2025, 1, 6), date(2025, 1, 16)),), date(2025, 9, 11), "12 months"),
        (date(2024, 9, 2), 30, ((date(2025, 1, 6), None),), date(2025, 9, 1), "12 months"),
    ],
)
def test_the_first_day_on_which_it_may_end(starts_on, hours, breaks, end, said):
    programme = Programme(starts_on, date(2027, 1, 1), Decimal(hours), breaks=breaks)
    assert (earliest_end(programme), in_words(programme)) == (end, said)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 4), "before learning began on 5 January 2026"),
        (date(2026, 1, 5), None),
        (date(2026, 2, 1), "inside the break from 1 February 2026, back on 1 March 2026"),
        (date(2026, 2, 28), "inside the break from 1 February 2026, back on 1 March 2026"),
        (date(2026, 3, 1), None),
        (date(2026, 4, 1), None),
        (date(2026, 4, 2), "between gateway and the day on which it was sent back"),
        (date(2026, 4, 9), None),
        (date(2026, 6, 1), None),
        (date(2026, 6, 2), "after learning ended on 1 June 2026"),
    ],
)
def test_why_a_day_is_none_of_learning(day, said):
    facts = Facts(
        starts_on=date(2026, 1, 5),
        gateway_on=date(2026, 6, 1),
        breaks=((date(2026, 2, 1), date(2026, 3, 1)),),
        returns=((date(2026, 4, 1), date(2026, 4, 9)),),
    )
    assert why_out_of_learning(facts, day) == said
