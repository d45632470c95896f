"""The way of a work plan from draft to review, and that of its items. Pure.

Both ways are tables: a row says where a step starts, where it leads, and what to do instead. That a month
is running is a date, never a state: a month may run with a plan that nobody has agreed yet.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from hackit import dates

# So many days before the last day of the month the apprentice can look back on it.
REFLECT_AHEAD = timedelta(days=6)
# From so many times on it shows that an item is carried over again and again.
CARRIED_OFTEN = 3
# Days in which a suggestion is answered, and a change agreed.
DAYS_TO_ANSWER = 7


class State(StrEnum):
    """How far a plan has come."""

    DRAFT = "draft"
    SHARED = "shared"
    AGREED = "agreed"
    REFLECTED = "reflected on"
    REVIEWED = "reviewed"


def state(shared, agreed, reflected, reviewed):
    """The State of a plan of which these have happened (anything true): the furthest counts."""
    reached = (
        (reviewed, State.REVIEWED),
        (reflected, State.REFLECTED),
        (agreed, State.AGREED),
        (shared, State.SHARED),
    )
    return next((step for happened, step in reached if happened), State.DRAFT)


class Step(StrEnum):
    """What can happen to a plan; each value is what a button says."""

    SHARE = "Share this plan"
    AGREE = "Agree to this plan"
    REFLECT = "Save my reflection"
    REVIEW = "Save the review"
    REOPEN = "Reopen this month"


class When(StrEnum):
    """From when on a step can be taken."""

    ALWAYS = "always"
    MONTH_ENDS = "in the last week of the month"
    MONTH_OVER = "after the month, or once it is reflected on"


@dataclass(frozen=True)
class Row:
    """One row of STEPS: the states a step starts from, where it leads, what to do instead, and from when.

    A plan that has come further than `to` stays there; `to` is None for a step that goes back to wherever the
    plan was.
    """

    starts_from: tuple
    to: State | None
    instead: str
    when: When = When.ALWAYS


STEPS = {
    Step.SHARE: Row((State.DRAFT,), State.SHARED, "This plan is shared already."),
    Step.AGREE: Row(
        (State.SHARED, State.AGREED, State.REFLECTED),
        State.AGREED,
        "There is nothing to agree: the plan is shared first, and a reviewed month stays as it is.",
    ),
    Step.REFLECT: Row(
        (State.SHARED, State.AGREED, State.REFLECTED),
        State.REFLECTED,
        "A month can be looked back on once its plan is shared, and until it is reviewed.",
        When.MONTH_ENDS,
    ),
    Step.REVIEW: Row(
        (State.SHARED, State.AGREED, State.REFLECTED, State.REVIEWED),
        State.REVIEWED,
        "A month can be reviewed once its plan is shared.",
        When.MONTH_OVER,
    ),
    Step.REOPEN: Row((State.REVIEWED,), None, "This month is not reviewed, so it is open."),
}


def refusal(step, state, last, on):
    """Why a step is refused on the day `on` in a plan that has come to `state`; None when it is not.

    `last` is the last day of the month, or the last one of the programme in it.
    """
    row, first = STEPS[step], last - REFLECT_AHEAD
    if state not in row.starts_from:
        return row.instead
    if row.when == When.MONTH_ENDS and on < first:
        return f"It is too early to look back on this month: from {dates.words(first)} on you can."
    if row.when == When.MONTH_OVER and on <= last and state not in (State.REFLECTED, State.REVIEWED):
        after = dates.words(last + timedelta(days=1))
        return f"A month is reviewed once it is over, from {after} on, or once it is reflected on."
    return None


# --- Items ----------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What an item of a plan is about."""

    WORK = "work"
    LEARNING = "learning"
    OTHER = "something else"


class ItemState(StrEnum):
    """What became of an item."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    DONE = "done"
    CARRIED = "carried over"
    DROPPED = "dropped"


OPEN = (ItemState.PLANNED, ItemState.IN_PROGRESS)
# These two come with a reason.
GIVEN_UP = (ItemState.CARRIED, ItemState.DROPPED)


class Move(StrEnum):
    """What can happen to an item; each value is what a button says."""

    BEGIN = "Start"
    FINISH = "Done"
    RESET = "Not started"
    CARRY = "Carry over"
    DROP = "Drop"
    TAKE_BACK = "Take back"


@dataclass(frozen=True)
class ItemRow:
    """One row of MOVES: the states a move starts from, where it leads, and whose it is.

    `of_apprentice` says that the apprentice alone does it; the others are done by whoever writes the plan.
    """

    starts_from: tuple
    to: ItemState
    of_apprentice: bool


MOVES = {
    Move.BEGIN: ItemRow((ItemState.PLANNED,), ItemState.IN_PROGRESS, of_apprentice=True),
    Move.FINISH: ItemRow(OPEN, ItemState.DONE, of_apprentice=True),
    Move.RESET: ItemRow((ItemState.IN_PROGRESS, ItemState.DONE), ItemState.PLANNED, of_apprentice=True),
    Move.CARRY: ItemRow(OPEN, ItemState.CARRIED, of_apprentice=False),
    Move.DROP: ItemRow(OPEN, ItemState.DROPPED, of_apprentice=False),
    Move.TAKE_BACK: ItemRow(GIVEN_UP, ItemState.PLANNED, of_apprentice=False),
}


def refusal_of_move(move, state):
    """Why an item in `state` does not take a Move; None when it does."""
    if state in MOVES[move].starts_from:
        return None
    return f"This is {state} already, and stays so. Open it to see what became of it."


def moves(state, of_apprentice):
    """The Moves that an item in `state` takes, for the apprentice or for whoever writes the plan."""
    return [
        move for move, row in MOVES.items() if state in row.starts_from and row.of_apprentice == of_apprentice
    ]


def fingerprint(read):
    """A short key of what somebody read, given as words in lists: other words make another one."""
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:16]
