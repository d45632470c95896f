"""The ways of a plan and of its items: both tables, row by row."""

from datetime import date

import pytest

from workplans import work_plan
from workplans.work_plan import ItemState, Move, State, Step

LAST = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ((False, False, False, False), State.DRAFT),
        ((True, False, False, False), State.SHARED),
        ((True, True, False, False), State.AGREED),
        ((True, False, True, False), State.REFLECTED),
        ((True, True, True, False), State.REFLECTED),
        ((True, False, False, True), State.REVIEWED),
        ((True, True, True, True), State.REVIEWED),
    ],
)
def test_the_furthest_that_happened_is_the_state(happened, state):
    assert work_plan.state(*happened) == state


@pytest.mark.parametrize(
    ("state", "on", "steps"),
    [
        (State.DRAFT, date(2026, 11, 30), [Step.SHARE]),
        (State.SHARED, date(2026, 11, 23), [Step.AGREE]),
        (State.SHARED, date(2026, 11, 24), [Step.AGREE, Step.REFLECT]),
        (State.SHARED, date(2026, 12, 1), [Step.AGREE, Step.REFLECT, Step.REVIEW]),
        (State.AGREED, date(2026, 11, 23), [Step.AGREE]),
        (State.AGREED, date(2026, 11, 30), [Step.AGREE, Step.REFLECT]),
        (State.AGREED, date(2026, 12, 1), [Step.AGREE, Step.REFLECT, Step.REVIEW]),
        (State.REFLECTED, date(2026, 11, 24), [Step.AGREE, Step.REFLECT, Step.REVIEW]),
        (State.REVIEWED, date(2026, 12, 1), [Step.REVIEW, Step.REOPEN]),
    ],
)
def test_the_steps_of_a_plan(state, on, steps):
    assert [step for step in Step if work_plan.refusal(step, state, LAST, on) is None] == steps


def test_a_refusal_says_from_when():
    too_early = work_plan.refusal(Step.REFLECT, State.AGREED, LAST, date(2026, 11, 23))
    assert too_early.endswith("from 24 November 2026 on you can.")
    too_early = work_plan.refusal(Step.REVIEW, State.AGREED, LAST, LAST)
    assert "from 1 December 2026 on" in too_early
    assert work_plan.refusal(Step.SHARE, State.AGREED, LAST, LAST) == "This plan is shared already."


@pytest.mark.parametrize(
    ("state", "of_apprentice", "of_writer"),
    [
        (ItemState.PLANNED, [Move.BEGIN, Move.FINISH], [Move.CARRY, Move.DROP]),
        (ItemState.IN_PROGRESS, [Move.FINISH, Move.RESET], [Move.CARRY, Move.DROP]),
        (ItemState.DONE, [Move.RESET], []),
        (ItemState.CARRIED, [], [Move.TAKE_BACK]),
        (ItemState.DROPPED, [], [Move.TAKE_BACK]),
    ],
)
def test_the_moves_of_an_item(state, of_apprentice, of_writer):
    assert work_plan.moves(state, of_apprentice=True) == of_apprentice
    assert work_plan.moves(state, of_apprentice=False) == of_writer


def test_a_fingerprint_is_of_the_words():
    assert work_plan.fingerprint(["a", ["b"]]) == work_plan.fingerprint(["a", ["b"]])
    assert work_plan.fingerprint(["a", ["b"]]) != work_plan.fingerprint(["a", ["c"]])
