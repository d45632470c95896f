"""Which months expect a plan, and when it is due."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workplans import months
from workplans.months import PlanDays, Word
from workplans.work_plan import State

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
START, END = date(2026, 9, 7), date(2028, 3, 6)


def expected(month, breaks=(), first=START, last=END, settings=PlanDays()):  # noqa: B008 frozen
    return months.expected(month, months.days_in(month, first, last, breaks), settings)


def test_a_whole_month():
    assert expected(OCTOBER) == months.Expected(
        OCTOBER, date(2026, 9, 25), date(2026, 10, 3), date(2026, 10, 31), date(2026, 11, 7)
    )


def test_the_first_month_is_due_as_many_days_later_as_it_begins():
    found = expected(SEPTEMBER)
    assert (found.share_by, found.agree_by) == (date(2026, 8, 31), date(2026, 9, 9))
    assert (found.reflect_by, found.review_by) == (date(2026, 9, 30), date(2026, 10, 7))


def test_the_last_month_is_looked_back_on_when_it_ends():
    found = expected(date(2028, 2, 1), last=date(2028, 2, 20))
    assert (found.share_by, found.reflect_by, found.review_by) == (
        date(2028, 1, 25),
        date(2028, 2, 20),
        date(2028, 3, 7),
    )


@pytest.mark.parametrize(
    ("month", "first", "last", "breaks", "wanted"),
    [
        (SEPTEMBER, date(2026, 9, 21), END, (), True),  # ten days
        (SEPTEMBER, date(2026, 9, 22), END, (), False),  # nine
        (date(2028, 3, 1), START, date(2028, 3, 9), (), False),
        (date(2028, 3, 1), START, date(2028, 3, 10), (), True),
        (date(2026, 8, 1), START, END, (), False),
        (date(2028, 4, 1), START, END, (), False),
        (OCTOBER, START, END, ((date(2026, 9, 28), None),), False),
        (OCTOBER, START, END, ((date(2026, 10, 11), date(2026, 12, 1)),), True),
        (OCTOBER, START, END, ((date(2026, 10, 10), date(2026, 12, 1)),), False),
        (OCTOBER, START, END, ((date(2026, 10, 5), date(2026, 10, 12)),), True),
    ],
)
def test_which_months_expect_a_plan(month, first, last, breaks, wanted):
    assert bool(expected(month, breaks, first, last)) is wanted


def test_after_a_break_both_days_move():
    found = expected(OCTOBER, ((date(2026, 9, 14), date(2026, 10, 12)),))
    assert (found.share_by, found.agree_by) == (date(2026, 10, 6), date(2026, 10, 14))


def test_an_organisation_has_its_own_days():
    found = expected(OCTOBER, settings=PlanDays(20, 1, 10, 15))
    assert (found.share_by, found.agree_by, found.review_by) == (
        date(2026, 9, 20),
        date(2026, 10, 1),
        date(2026, 11, 10),
    )
    assert expected(SEPTEMBER, first=date(2026, 9, 17), settings=PlanDays(least_days=15)) is None


@pytest.mark.parametrize(
    ("month", "breaks", "on", "word"),
    [
        (OCTOBER, (), date(2026, 9, 25), Word.TO_COME),
        (OCTOBER, (), date(2026, 9, 26), Word.MISSING),
        (OCTOBER, ((date(2026, 10, 1), None),), date(2026, 10, 2), Word.AWAY),
        (OCTOBER, ((date(2026, 10, 5), None),), date(2026, 10, 6), Word.NOT_NEEDED),
    ],
)
def test_the_word_of_a_month_without_a_plan(month, breaks, on, word):
    days = months.days_in(month, START, END, breaks)
    assert months.word(month, days, months.expected(month, days, PlanDays()), on, (START, END)) == word


@pytest.mark.parametrize(
    ("state", "last_in_time"),
    [
        (None, date(2026, 9, 25)),
        (State.DRAFT, date(2026, 9, 25)),
        (State.SHARED, date(2026, 10, 3)),
        (State.AGREED, date(2026, 11, 7)),
        (State.REFLECTED, date(2026, 11, 7)),
    ],
)
def test_late_is_the_day_after(state, last_in_time):
    wanted = expected(OCTOBER)
    assert not months.is_late(wanted, state, last_in_time)
    assert months.is_late(wanted, state, last_in_time + months.DAY)
    assert not months.is_late(wanted, State.REVIEWED, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("shared_on", "agree_by"),
    [
        (None, date(2026, 10, 3)),
        (date(2026, 9, 26), date(2026, 10, 3)),
        (date(2026, 9, 27), date(2026, 10, 4)),
    ],
)
def test_a_plan_that_is_shared_late_is_agreed_within_a_week(shared_on, agree_by):
    assert months.agree_by(expected(OCTOBER), shared_on) == agree_by
    assert not months.is_late(expected(OCTOBER), State.SHARED, agree_by, shared_on)
    assert months.is_late(expected(OCTOBER), State.SHARED, agree_by + months.DAY, shared_on)


def test_the_review_can_be_late_before_agreeing_is():
    shared_on = date(2026, 11, 6)
    assert not months.is_late(expected(OCTOBER), State.SHARED, date(2026, 11, 7), shared_on)
    assert months.is_late(expected(OCTOBER), State.SHARED, date(2026, 11, 8), shared_on)


def test_a_month_that_expects_no_plan_is_late_with_agreeing_alone():
    shared_on, week_later = date(2026, 10, 1), date(2026, 10, 8)
    assert months.agree_by(None, None) is None
    assert months.agree_by(None, shared_on) == week_later
    assert not months.is_late(None, State.SHARED, week_later, shared_on)
    assert months.is_late(None, State.SHARED, week_later + months.DAY, shared_on)
    for state in (None, State.DRAFT, State.AGREED, State.REFLECTED, State.REVIEWED):
        assert not months.is_late(None, state, date(2030, 1, 1), shared_on)


def record(**more):
    days = {
        "first_day_at_work_on": START,
        "starts_on": date(2026, 9, 21),
        "planned_end_on": END,
        "contract_ends_on": None,
        "gateway_on": None,
        "completed_on": None,
        "withdrawn_on": None,
    }
    return SimpleNamespace(**days | more)


@pytest.mark.parametrize(
    ("more", "on", "programme"),
    [
        ({}, NOVEMBER, (START, END)),
        ({"starts_on": date(2026, 9, 1)}, NOVEMBER, (date(2026, 9, 1), END)),
        ({}, END, (START, END)),
        ({}, date(2028, 4, 2), (START, date(2028, 5, 31))),
        ({"gateway_on": date(2028, 2, 1)}, date(2028, 4, 2), (START, date(2028, 2, 1))),
        ({"withdrawn_on": date(2027, 1, 5)}, NOVEMBER, (START, date(2027, 1, 5))),
    ],
)
def test_the_programme(more, on, programme):
    assert months.programme(record(**more), on) == programme


@pytest.mark.parametrize(
    ("more", "month", "on", "refused"),
    [
        ({}, date(2026, 8, 1), NOVEMBER, "The first day is 7 September 2026"),
        ({}, SEPTEMBER, NOVEMBER, None),
        ({}, date(2028, 3, 1), NOVEMBER, None),
        ({}, date(2028, 4, 1), NOVEMBER, "The last month with a plan is March 2028."),
        ({"contract_ends_on": date(2028, 4, 30)}, date(2028, 4, 1), NOVEMBER, None),
        ({"gateway_on": date(2028, 2, 1)}, date(2028, 5, 1), date(2028, 4, 20), None),
        ({"completed_on": date(2028, 2, 1)}, date(2028, 3, 1), date(2028, 4, 20), "February 2028"),
    ],
)
def test_which_months_can_have_a_plan(more, month, on, refused):
    said = months.refusal_of_month(record(**more), month, on)
    assert said is None if refused is None else refused in said


def test_the_last_day_of_a_month_of_the_programme():
    assert months.last_day(record(), OCTOBER, NOVEMBER) == date(2026, 10, 31)
    assert months.last_day(record(), date(2028, 3, 1), NOVEMBER) == END
    gone = record(gateway_on=date(2026, 11, 10))
    assert months.last_day(gone, date(2026, 12, 1), date(2026, 12, 5)) == date(2026, 12, 31)


DAYS = some.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(month=DAYS.map(months.first_of), first=DAYS, last=DAYS, away=DAYS, back=DAYS)
def test_days_come_in_order_and_due_days_too(month, first, last, away, back):
    days = months.days_in(month, first, last, ((away, back),))
    assert days == sorted(set(days))
    assert all(max(month, first) <= day <= min(last, months.last_of(month)) for day in days)
    found = months.expected(month, days, PlanDays())
    if found:
        assert found.share_by < found.agree_by
        assert days[0] <= found.agree_by
        assert found.agree_by <= months.last_of(month) or days[0].day > 28
        assert found.reflect_by < found.review_by
