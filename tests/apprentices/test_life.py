from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apprentices.life import (
    MOVES,
    Facts,
    Move,
    Status,
    after,
    end_after_break,
    out_of_order,
    refusal,
    refusal_of_past_break,
    status,
)
from apprentices.models import Apprentice, BreakInLearning
from tests.factories import ApprenticeFactory, BreakFactory

START = date(2026, 9, 14)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        ({}, START - DAY, Status.WAITING),
        ({}, START, Status.LEARNING),
        ({"breaks": ((START + 10 * DAY, None),)}, START + 9 * DAY, Status.LEARNING),
        ({"breaks": ((START + 10 * DAY, None),)}, START + 10 * DAY, Status.BREAK),
        ({"breaks": ((START + 10 * DAY, START + 20 * DAY),)}, START + 19 * DAY, Status.BREAK),
        ({"breaks": ((START + 10 * DAY, START + 20 * DAY),)}, START + 20 * DAY, Status.LEARNING),
        ({"gateway_on": START + 30 * DAY}, START + 29 * DAY, Status.LEARNING),
        ({"gateway_on": START + 30 * DAY}, START + 30 * DAY, Status.GATEWAY),
        (
            {"gateway_on": START, "assessment_on": START + DAY},
            START + DAY,
            Status.ASSESSMENT,
        ),
        (
            {"gateway_on": START, "assessment_on": START, "completed_on": START + DAY},
            START + DAY,
            Status.COMPLETED,
        ),
        ({"withdrawn_on": START - 5 * DAY}, START - 5 * DAY, Status.WITHDRAWN),  # never started
        ({"withdrawn_on": START + DAY, "breaks": ((START, None),)}, START + DAY, Status.WITHDRAWN),
    ],
)
def test_status(facts, on, expected):
    assert status(Facts(START, **facts), on) == expected


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        ({"returns": ((START, START + 9 * DAY),)}, START, Status.GATEWAY),
        ({"returns": ((START, START + 9 * DAY),)}, START + 8 * DAY, Status.GATEWAY),
        ({"returns": ((START, START + 9 * DAY),)}, START + 9 * DAY, Status.LEARNING),
        (
            {"returns": ((START, START + 9 * DAY),), "gateway_on": START + 9 * DAY},
            START + 9 * DAY,
            Status.GATEWAY,
        ),
        (
            {"gateway_on": START, "assessment_on": START, "fails": (START + 5 * DAY,)},
            START + 6 * DAY,
            Status.ASSESSMENT,
        ),
    ],
)
def test_ways_that_led_back(facts, on, expected):
    assert status(Facts(START, **facts), on) == expected


# --- The table of moves ---------------------------------------------------------------------------

NO = None
W, L, B, G, A, C, X = Status
# move                       waiting learning break gateway assessment completed withdrawn
TABLE = {
    Move.BEGIN_BREAK: (NO, B, NO, NO, NO, NO, NO),
    Move.RETURN: (NO, NO, L, NO, NO, NO, NO),
    Move.REACH_GATEWAY: (NO, G, NO, NO, NO, NO, NO),
    Move.SEND_BACK: (NO, NO, NO, L, NO, NO, NO),
    Move.BEGIN_ASSESSMENT: (NO, NO, NO, A, NO, NO, NO),
    Move.FAIL: (NO, NO, NO, NO, A, NO, NO),
    Move.COMPLETE: (NO, NO, NO, NO, C, NO, NO),
    Move.WITHDRAW: (X, X, X, X, X, NO, NO),
    Move.CHANGE_PLAN: (W, L, B, G, A, NO, NO),
    Move.CHANGE_STANDARD: (NO, X, X, NO, NO, NO, NO),
}
STANDS = {
    Status.WAITING: {},
    Status.LEARNING: {},
    Status.BREAK: {"breaks": ((START + 10 * DAY, None),)},
    Status.GATEWAY: {"gateway_on": START + 10 * DAY},
    Status.ASSESSMENT: {"gateway_on": START, "assessment_on": START + 10 * DAY},
    Status.COMPLETED: {"gateway_on": START, "assessment_on": START, "completed_on": START + 10 * DAY},
    Status.WITHDRAWN: {"withdrawn_on": START + 10 * DAY},
}
CELLS = [(stands, move, to) for move, row in TABLE.items() for stands, to in zip(Status, row, strict=True)]


@pytest.mark.parametrize(
    ("stands", "move", "to"), CELLS, ids=[f"{s}: {m} → {t or 'refused'}" for s, m, t in CELLS]
)
def test_table_of_moves(stands, move, to):
    facts = Facts(START, **STANDS[stands])
    on = START - DAY if stands == Status.WAITING else START + 20 * DAY
    assert status(facts, on) == stands
    refused = refusal(facts, move, on)
    if to is NO:
        assert f"the status is “{stands}”" in refused
        return
    assert refused is None
    reached = after(facts, move, on)
    assert status(reached, on) == to
    assert status(reached, on - DAY) == status(facts, on - DAY)
    assert out_of_order(reached) is None


def test_every_move_is_in_the_table():
    assert set(TABLE) == set(Move) == set(MOVES)


@pytest.mark.parametrize(
    ("facts", "move", "day", "words"),
    [
        ({"breaks": ((START + 10 * DAY, START + 20 * DAY),)}, Move.REACH_GATEWAY, 5, "24 September 2026 the"),
        ({"breaks": ((START + 10 * DAY, None),)}, Move.RETURN, 10, "ends after it has begun"),
        ({"breaks": ((START + 10 * DAY, None),)}, Move.WITHDRAW, 5, "the break began: choose that day"),
        ({"gateway_on": START + 10 * DAY}, Move.SEND_BACK, 10, "after it was reached"),
        ({"gateway_on": START + 10 * DAY}, Move.BEGIN_BREAK, 5, "gateway was reached: choose that day"),
        ({"withdrawn_on": START + 30 * DAY}, Move.REACH_GATEWAY, 5, "it stops"),
    ],
)
def test_a_move_does_not_come_before_what_has_happened(facts, move, day, words):
    assert words in refusal(Facts(START, **facts), move, START + day * DAY)


@pytest.mark.parametrize(
    ("facts", "away", "back", "words"),
    [
        ({}, 10, 20, None),
        ({"breaks": ((START + 20 * DAY, None),)}, 10, 20, None),
        ({"breaks": ((START + 5 * DAY, START + 10 * DAY),)}, 10, 20, None),
        ({"gateway_on": START + 20 * DAY}, 10, 20, None),
        ({"breaks": ((START + 19 * DAY, None),)}, 10, 20, "in the midst of this break"),
        ({"breaks": ((START + 5 * DAY, START + 11 * DAY),)}, 10, 20, "the status was “break in learning”"),
        ({"gateway_on": START + 19 * DAY}, 10, 20, "gateway was reached, in the midst"),
        ({}, -1, 20, "the status was “waiting to start”"),
        ({}, 10, 10, "ends after it has begun"),
    ],
)
def test_a_break_entered_late_fits_between_what_has_happened(facts, away, back, words):
    refused = refusal_of_past_break(Facts(START, **facts), START + away * DAY, START + back * DAY)
    assert words in refused if words else refused is None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"assessment_on": START}, "after gateway"),
        ({"gateway_on": START, "completed_on": START}, "assessment began"),
        ({"gateway_on": START - DAY}, "Gateway comes after"),
        ({"gateway_on": START + DAY, "assessment_on": START}, "one after the other"),
        ({"breaks": ((START - DAY, None),)}, "after the first day of learning"),
        ({"breaks": ((START, None), (START + DAY, None))}, "may not overlap"),
        ({"breaks": ((START, START + 9 * DAY),), "gateway_on": START + 8 * DAY}, "ends before gateway"),
        ({"breaks": ((START, None),), "gateway_on": START + 8 * DAY}, "record the return first"),
        ({"fails": (START,)}, "failed after it has begun"),
        ({"gateway_on": START, "assessment_on": START + DAY, "fails": (START,)}, "after it has begun"),
        (
            {"gateway_on": START, "assessment_on": START, "completed_on": START, "fails": (START + DAY,)},
            "failed before the end",
        ),
        (
            {"gateway_on": START, "assessment_on": START, "completed_on": START, "withdrawn_on": START},
            "not both",
        ),
    ],
)
def test_facts_that_cannot_all_be_true(facts, words):
    assert words in out_of_order(Facts(START, **facts))


# --- Days of learning -----------------------------------------------------------------------------


def test_the_end_moves_by_the_days_away():
    assert end_after_break(date(2027, 8, 31), date(2027, 1, 4), date(2027, 3, 4)) == date(2027, 10, 29)


def test_living_is_neither_completed_nor_withdrawn():
    assert {one for one in Status if not one.living} == {Status.COMPLETED, Status.WITHDRAWN}


offsets = st.integers(-20, 60)


@st.composite
def lives(draw):
    """The facts of a possible life, as days from the first day of learning."""
    gaps, day = [], 0
    for _ in range(draw(st.integers(0, 3))):
        day += draw(st.integers(0, 15))
        back = day + draw(st.integers(1, 15))
        gaps.append((day, back))
        day = back
    if gaps and draw(st.booleans()):
        gaps[-1] = (gaps[-1][0], None)
    gateway = draw(st.none() | st.integers(0, 40))
    assessment = None if gateway is None else draw(st.none() | st.integers(gateway, 50))
    completed = None if assessment is None else draw(st.none() | st.integers(assessment, 55))
    latest = max(day for day in (gateway, assessment, -20) if day is not None)
    withdrawn = None if completed is not None else draw(st.none() | st.integers(latest, 60))
    return gaps, gateway, assessment, completed, withdrawn


def day_after(days):
    return None if days is None else START + timedelta(days=days)


class SqlSaysTheSame(TestCase):
    """The status that the database computes is the status of the rule, for any life and day."""

    @settings(max_examples=150, deadline=None)
    @given(life=lives(), on=offsets)
    def test_equal(self, life, on):
        gaps, gateway, assessment, completed, withdrawn = life
        record = ApprenticeFactory(
            starts_on=START,
            gateway_on=day_after(gateway),
            assessment_on=day_after(assessment),
            completed_on=day_after(completed),
            result="" if completed is None else "pass",
            withdrawn_on=day_after(withdrawn),
            withdrawal_reason="" if withdrawn is None else "left",
        )
        for away, back in gaps:
            BreakFactory(
                apprentice=record, first_day_away_on=day_after(away), first_day_back_on=day_after(back)
            )
        day = day_after(on)
        found = Apprentice.objects.with_status(day).get(pk=record.pk)
        assert found.status == record.status_on(day)
        living = Apprentice.objects.living(day).filter(pk=record.pk).exists()
        assert living == record.status_on(day).living
        BreakInLearning.objects.all().delete()
