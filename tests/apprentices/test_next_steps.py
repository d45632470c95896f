"""The window before the end, its three conversations, and the day by which the answer is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apprentices import next_steps
from apprentices.next_steps import State, Talk
from hackit import dates

DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("end_on", "note", "first", "second", "third"),
    [
        (date(2027, 5, 31), date(2026, 11, 30), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)),
        (date(2028, 2, 29), date(2027, 8, 29), date(2027, 11, 29), date(2027, 12, 29), date(2028, 1, 29)),
        (date(2026, 11, 30), date(2026, 5, 30), date(2026, 8, 30), date(2026, 9, 30), date(2026, 10, 30)),
        # three months before 31 May in a leap year
        (date(2028, 5, 31), date(2027, 11, 30), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)),
    ],
)
def test_the_days_of_note_and_conversations(end_on, note, first, second, third):
    assert next_steps.note_on(end_on) == note
    assert next_steps.opens_on(end_on) == first
    assert [next_steps.due_on(talk, end_on) for talk in Talk] == [first, second, third]


@pytest.mark.parametrize(
    ("planned", "contract", "away", "end_on"),
    [
        (date(2027, 5, 31), None, False, date(2027, 5, 31)),
        (date(2027, 5, 31), date(2027, 8, 31), False, date(2027, 5, 31)),
        (date(2027, 5, 31), date(2027, 4, 30), False, date(2027, 4, 30)),
        # A break moves the planned end, and no contract.
        (date(2027, 5, 31), None, True, None),
        (date(2027, 5, 31), date(2027, 8, 31), True, date(2027, 8, 31)),
    ],
)
def test_the_window_counts_from_the_earlier_end(planned, contract, away, end_on):
    assert next_steps.ends_on(planned, contract, away) == end_on


END = date(2027, 5, 31)
NOTHING = {}


@pytest.mark.parametrize(
    ("on", "held", "states"),
    [
        (date(2027, 1, 30), NOTHING, ["ahead", "ahead", "ahead"]),
        (date(2027, 1, 31), NOTHING, ["to prepare", "ahead", "ahead"]),  # four weeks before
        (date(2027, 2, 28), NOTHING, ["to prepare", "ahead", "ahead"]),  # a Sunday: the day as computed
        (date(2027, 3, 1), NOTHING, ["late", "ahead", "ahead"]),  # late from the day after, not before
        (date(2027, 3, 3), NOTHING, ["late", "to prepare", "ahead"]),
        (date(2027, 5, 1), NOTHING, ["late", "late", "late"]),
        (date(2027, 5, 1), {Talk.FIRST: date(2027, 2, 26)}, ["held", "late", "late"]),
        (date(2027, 5, 1), {Talk.SECOND: date(2027, 4, 1)}, ["passed over", "held", "late"]),
    ],
)
def test_how_far_each_conversation_is(on, held, states):
    assert [one.state for one in next_steps.standings(END, held, on)] == states


def test_a_changed_end_moves_what_was_not_held_and_nothing_else():
    held = {Talk.FIRST: date(2027, 2, 26)}
    before = next_steps.standings(END, held, date(2027, 3, 5))
    after = next_steps.standings(date(2027, 11, 30), held, date(2027, 3, 5))
    assert [one.due_on for one in before][1:] == [date(2027, 3, 31), date(2027, 4, 30)]
    assert [one.due_on for one in after][1:] == [date(2027, 9, 30), date(2027, 10, 30)]
    assert [one.state for one in after] == ["held", "ahead", "ahead"]
    assert after[0].held_on == date(2027, 2, 26)


def test_during_a_break_nothing_is_late_and_nothing_has_a_day():
    found = next_steps.standings(None, {Talk.FIRST: date(2027, 2, 26)}, date(2027, 6, 1))
    assert [(one.state, one.due_on) for one in found] == [
        (State.HELD, None),
        (State.WAITS, None),
        (State.WAITS, None),
    ]
    assert next_steps.next_talk(found) is None
    assert not next_steps.is_open(None, date(2027, 6, 1))


def test_after_the_end_nothing_is_asked_any_more():
    found = next_steps.standings(END, {Talk.FIRST: date(2027, 2, 26)}, date(2027, 6, 9), living=False)
    assert [one.state for one in found] == ["held", "not held", "not held"]


def test_the_next_conversation_is_the_first_that_is_open():
    found = next_steps.standings(END, {Talk.FIRST: date(2027, 2, 26)}, date(2027, 4, 5))
    assert next_steps.next_talk(found).talk == Talk.SECOND


@pytest.mark.parametrize(
    ("promised", "by"),
    [
        ({}, date(2027, 4, 30)),
        ({Talk.FIRST: date(2027, 3, 20)}, date(2027, 3, 20)),
        ({Talk.FIRST: date(2027, 3, 20), Talk.SECOND: date(2027, 4, 9)}, date(2027, 4, 9)),
        ({Talk.FIRST: date(2027, 3, 20), Talk.SECOND: None}, date(2027, 3, 20)),
    ],
)
def test_the_answer_is_known_by_the_day_that_was_promised_last(promised, by):
    assert next_steps.decide_by(promised, END) == by


@given(DAYS, st.integers(-400, 400))
def test_the_latest_end_is_the_border_of_the_window(on, days):
    end_on = dates.add_months(on, 3) + timedelta(days=days)
    assert next_steps.is_open(end_on, on) == (end_on <= next_steps.latest_end(on))


@given(DAYS)
def test_the_conversations_come_in_order_before_the_end(end_on):
    days = [next_steps.note_on(end_on), *(next_steps.due_on(talk, end_on) for talk in Talk), end_on]
    assert days == sorted(set(days))
