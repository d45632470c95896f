"""What happens before the end: the window, its three conversations, and what can come of them. Pure.

There is no guaranteed job, so the talk about it begins by itself, early enough to look for one. Days are
calendar days, at weekends too. Source: the council's checklist for next steps; `hackit.dates` for months.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hackit import dates


class Talk(StrEnum):
    """One of the three next-steps conversations."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


# Calendar months before the end.
MONTHS_BEFORE = {Talk.FIRST: 3, Talk.SECOND: 2, Talk.THIRD: 1}
NOTE_MONTHS = 6
# How long before its day a conversation is prepared, and days after it until which its record is confirmed.
PREPARED = timedelta(weeks=4)
CONFIRMED = timedelta(days=7)
# Days after a decision until which it is given in writing.
GIVEN = timedelta(days=7)


class State(StrEnum):
    """How far one conversation is on a day."""

    AHEAD = "ahead"
    PREPARE = "to prepare"
    LATE = "late"
    HELD = "held"
    PASSED_OVER = "passed over"
    WAITS = "waits for the return"
    NOT_HELD = "not held"

    @property
    def is_open(self):
        """Whether somebody has yet to hold it."""
        return self in (State.AHEAD, State.PREPARE, State.LATE)


@dataclass(frozen=True)
class Standing:
    """One conversation as of a day. `due_on` is None while nobody can say the day."""

    talk: Talk
    state: State
    due_on: date | None
    held_on: date | None


def ends_on(planned_end_on, contract_ends_on=None, away=False):
    """The end that the window counts from: the earlier of planned end and end of contract.

    During a break (`away`) the planned end is going to move, so only a contract counts; None without one.
    """
    days = [contract_ends_on] if away else [planned_end_on, contract_ends_on]
    return min((day for day in days if day), default=None)


def due_on(talk, end_on):
    """The day of a conversation: so many calendar months before the end."""
    return dates.add_months(end_on, -MONTHS_BEFORE[talk])


def opens_on(end_on):
    """The first day of the window: that of the first conversation."""
    return due_on(Talk.FIRST, end_on)


def note_on(end_on):
    """The day of the note about what is coming, six calendar months before the end."""
    return dates.add_months(end_on, -NOTE_MONTHS)


def is_open(end_on, on):
    """Whether the window before `end_on` is open on a day; never without an end."""
    return end_on is not None and opens_on(end_on) <= on


def latest_end(on):
    """The latest end whose window is open on a day: what a database compares ends with."""
    months = MONTHS_BEFORE[Talk.FIRST]
    end_on = dates.add_months(on, months)
    while dates.add_months(end_on + timedelta(days=1), -months) <= on:
        end_on += timedelta(days=1)
    return end_on


def standings(end_on, held, on, living=True):
    """The Standing of each conversation on a day, in their order.

    `held` says on which day each Talk was held. What was not held follows the end as it is now; what was
    held stays, whatever happens to the end. Whoever holds a later one is not asked for the earlier ones.
    """
    return [
        Standing(
            talk, _state(talk, end_on, held, on, living), end_on and due_on(talk, end_on), held.get(talk)
        )
        for talk in Talk
    ]


def _state(talk, end_on, held, on, living):
    order = list(Talk)
    if held.get(talk):
        return State.HELD
    if any(held.get(later) for later in order[order.index(talk) + 1 :]):
        return State.PASSED_OVER
    if not living:
        return State.NOT_HELD
    if end_on is None:
        return State.WAITS
    day = due_on(talk, end_on)
    if day < on:
        return State.LATE
    return State.PREPARE if day - PREPARED <= on else State.AHEAD


def next_talk(found):
    """The Standing of the conversation to be held next; None when there is none."""
    return next((one for one in found if one.state.is_open), None)


def decide_by(promised, end_on):
    """The day by which the answer is known: the last day that was `promised`, or else that of the last talk.

    `promised` says by Talk which day was named in it. None while nobody can say the end.
    """
    named = [promised[talk] for talk in Talk if promised.get(talk)]
    if named:
        return named[-1]
    return end_on and due_on(Talk.THIRD, end_on)


# --- What can come of it --------------------------------------------------------------------------


class Way(StrEnum):
    """One way on, beside the others."""

    SAME_TEAM = "stay in the team"
    OTHER_TEAM = "another team here"
    NEXT_APPRENTICESHIP = "the next apprenticeship"
    OTHER_EMPLOYER = "another employer"
    STUDY = "study"


class Chance(StrEnum):
    """How a way on stands."""

    NOT_ASKED = "nobody has asked yet"
    ASKED = "being asked"
    POSSIBLE = "possible"
    OFFERED = "offered"
    CLOSED = "not possible"


class Outcome(StrEnum):
    """What was decided."""

    SAME_TEAM = "a role in the same team"
    OTHER_TEAM = "a role in another team"
    NEXT_APPRENTICESHIP = "the next apprenticeship here"
    NO_ROLE = "no role here"

    @property
    def stays(self):
        """Whether the person stays with the employer."""
        return self != Outcome.NO_ROLE


class Taken(StrEnum):
    """A step that is ticked with its day: towards a job, and towards gateway."""

    CV_UPDATED = "CV updated"
    MOCK_INTERVIEW = "mock interview"
    REFERENCES = "references agreed"
    ENGLISH_MATHS = "English and maths passed"
    MANAGER_AGREES = "manager agrees to gateway"
    TUTOR_AGREES = "tutor agrees to gateway"


TOWARDS_A_JOB = (Taken.CV_UPDATED, Taken.MOCK_INTERVIEW, Taken.REFERENCES)
TOWARDS_GATEWAY = (Taken.ENGLISH_MATHS, Taken.MANAGER_AGREES, Taken.TUTOR_AGREES)
