"""The life of an apprenticeship: its status for any day, and the moves that lead on. Pure.

`Apprentice.objects.with_status` says the status in SQL; a test proves them equal.
Source: DfE apprenticeship funding rules, breaks in learning and changes of circumstances.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from hackit import dates


class Status(StrEnum):
    """Where an apprenticeship stands on a day."""

    WAITING = "waiting to start"
    LEARNING = "in learning"
    BREAK = "break in learning"
    GATEWAY = "gateway"
    ASSESSMENT = "in assessment"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"

    @property
    def living(self):
        """Neither completed nor withdrawn."""
        return self not in (Status.COMPLETED, Status.WITHDRAWN)


LIVING = tuple(status for status in Status if status.living)


@dataclass(frozen=True)
class Facts:
    """The stored facts of one apprenticeship.

    A break is (first day away, first day back or None); a return is a gateway that was sent back:
    (gateway reached on, sent back on); a fail is a day on which somebody failed with a resit planned.
    """

    starts_on: date
    gateway_on: date | None = None
    assessment_on: date | None = None
    completed_on: date | None = None
    withdrawn_on: date | None = None
    breaks: tuple = ()
    returns: tuple = ()
    fails: tuple = ()

    @property
    def ended_on(self):
        """The day of completion or withdrawal; None while neither is known."""
        return self.completed_on or self.withdrawn_on

    def days(self):
        """(day, what happened) of every fact after the start, in no order."""
        yield from ((day, words) for day, words in self._endings() if day)
        for first, back in self.breaks:
            yield first, "the break began"
            if back:
                yield back, "the break ended"
        for reached, sent_back in self.returns:
            yield reached, "gateway was reached"
            yield sent_back, "gateway was sent back"
        yield from ((day, "the assessment was failed") for day in self.fails)

    def _endings(self):
        return (
            (self.gateway_on, "gateway was reached"),
            (self.assessment_on, "the assessment began"),
            (self.completed_on, "it was completed"),
            (self.withdrawn_on, "it stops"),
        )


def status(facts, on):
    """The Status on the day `on`: the latest fact that has happened by then."""
    for happened_on, reached in (
        (facts.withdrawn_on, Status.WITHDRAWN),
        (facts.completed_on, Status.COMPLETED),
        (facts.assessment_on, Status.ASSESSMENT),
        (facts.gateway_on, Status.GATEWAY),
    ):
        if happened_on and happened_on <= on:
            return reached
    if any(reached <= on < sent_back for reached, sent_back in facts.returns):
        return Status.GATEWAY
    if on < facts.starts_on:
        return Status.WAITING
    away = any(first <= on and (back is None or on < back) for first, back in facts.breaks)
    return Status.BREAK if away else Status.LEARNING


# --- Moves ----------------------------------------------------------------------------------------


class Move(StrEnum):
    """What can happen to an apprenticeship; each value is what a button says."""

    BEGIN_BREAK = "Begin a break"
    RETURN = "Record the return"
    REACH_GATEWAY = "Record gateway"
    SEND_BACK = "Gateway sent back"
    BEGIN_ASSESSMENT = "Record the assessment"
    FAIL = "Failed, with a resit"
    COMPLETE = "Record the result"
    WITHDRAW = "Stop the apprenticeship"
    CHANGE_PLAN = "Change the plan"
    CHANGE_STANDARD = "Change the standard"


@dataclass(frozen=True)
class Allowed:
    """One row of MOVES: the statuses a move starts from, where it leads, and what to do instead.

    `to` is None for a move that leaves the status as it is. A move of `ahead` may be recorded before
    its day; the others are facts, which are recorded once they have happened.
    """

    starts_from: tuple
    to: Status | None
    instead: str
    ahead: bool = False


MOVES = {
    Move.BEGIN_BREAK: Allowed(
        (Status.LEARNING,), Status.BREAK, "Only somebody in learning can begin a break.", ahead=True
    ),
    Move.RETURN: Allowed((Status.BREAK,), Status.LEARNING, "There is no break to come back from."),
    Move.REACH_GATEWAY: Allowed(
        (Status.LEARNING,),
        Status.GATEWAY,
        "Gateway is reached from learning: record the return from a break first.",
    ),
    Move.SEND_BACK: Allowed(
        (Status.GATEWAY,), Status.LEARNING, "Only somebody at gateway can be sent back to learning."
    ),
    Move.BEGIN_ASSESSMENT: Allowed(
        (Status.GATEWAY,), Status.ASSESSMENT, "Assessment comes after gateway: record gateway first."
    ),
    Move.FAIL: Allowed((Status.ASSESSMENT,), None, "Record the day on which the assessment began first."),
    Move.COMPLETE: Allowed(
        (Status.ASSESSMENT,), Status.COMPLETED, "Record the day on which the assessment began first."
    ),
    Move.WITHDRAW: Allowed(LIVING, Status.WITHDRAWN, "It has ended already.", ahead=True),
    Move.CHANGE_PLAN: Allowed(LIVING, None, "It has ended: its plan stays as it was.", ahead=True),
    Move.CHANGE_STANDARD: Allowed(
        (Status.LEARNING, Status.BREAK),
        Status.WITHDRAWN,
        "The standard changes during learning; before the start, correct the record.",
        ahead=True,
    ),
}


def open_moves(facts, on):
    """The Moves allowed on the day `on`, in the order of the table.

    A break or an end that is recorded for a later day closes what it would contradict.
    """
    return [move for move in Move if refusal(facts, move, on) is None]


def refusal(facts, move, on):
    """The sentence that says why `move` is refused on the day `on`; None when it is allowed.

    A move may not come before something that has happened already; a change of the plan moves nothing,
    so it may.
    """
    row, stands = MOVES[move], status(facts, on)
    if stands not in row.starts_from:
        return f"On {dates.words(on)} the status is “{stands}”. {row.instead}"
    if move == Move.CHANGE_PLAN:
        return None
    later = sorted((day, words) for day, words in facts.days() if day > on)
    if later:
        day, words = later[0]
        return f"On {dates.words(day)} {words}: choose that day or a later one, or correct it first."
    return out_of_order(after(facts, move, on))


def refusal_of_past_break(facts, first_away, first_back):
    """Why a break that is over cannot be entered now; None when it fits between what has happened."""
    if status(facts, first_away) != Status.LEARNING:
        stands = status(facts, first_away)
        return f"On {dates.words(first_away)} the status was “{stands}”. {MOVES[Move.BEGIN_BREAK].instead}"
    inside = sorted((day, words) for day, words in facts.days() if first_away < day < first_back)
    if inside:
        day, words = inside[0]
        return f"On {dates.words(day)} {words}, in the midst of this break. Correct one of them."
    return out_of_order(after(facts, Move.BEGIN_BREAK, first_away, first_back))


def after(facts, move, on, back=None):
    """The Facts once `move` has been made on the day `on`; for a past break, `back` is its end."""
    match move:
        case Move.BEGIN_BREAK:
            return replace(facts, breaks=tuple(sorted((*facts.breaks, (on, back)), key=lambda gap: gap[0])))
        case Move.RETURN:
            closed = tuple((first, end or on) for first, end in facts.breaks)
            return replace(facts, breaks=closed)
        case Move.REACH_GATEWAY:
            return replace(facts, gateway_on=on)
        case Move.SEND_BACK:
            return replace(facts, gateway_on=None, returns=(*facts.returns, (facts.gateway_on, on)))
        case Move.BEGIN_ASSESSMENT:
            return replace(facts, assessment_on=on)
        case Move.FAIL:
            return replace(facts, fails=(*facts.fails, on))
        case Move.COMPLETE:
            return replace(facts, completed_on=on)
        case Move.WITHDRAW | Move.CHANGE_STANDARD:
            return replace(facts, withdrawn_on=on)
    return facts


def out_of_order(facts):
    """The first sentence about facts that cannot all be true; None when they fit together.

    Every day between two facts has one status, and nothing follows the end.
    """
    return _ends_out_of_order(facts) or around_out_of_order(facts)


def _ends_out_of_order(facts):
    happened = [day for day, _ in facts._endings() if day]
    if facts.gateway_on and facts.gateway_on < facts.starts_on:
        return "Gateway comes after the first day of learning."
    if facts.assessment_on and not facts.gateway_on:
        return "Assessment comes after gateway: give the day of gateway too."
    if facts.completed_on and not facts.assessment_on:
        return "Completion comes after assessment: give the day assessment began too."
    if facts.completed_on and facts.withdrawn_on:
        return "An apprenticeship is completed or withdrawn, not both."
    if happened != sorted(happened):
        return "Gateway, assessment and the end come one after the other: check their days."
    return None


def around_out_of_order(facts):
    """What `out_of_order` says about breaks, gateways sent back and failed attempts: the rows around."""
    spans = sorted((*facts.breaks, *facts.returns), key=lambda span: (span[0], span[1] or date.max))
    closed = facts.gateway_on or facts.withdrawn_on
    if any(back and back <= first for first, back in spans):
        return "A break ends after it has begun, and gateway is sent back after it was reached."
    if any(first < facts.starts_on for first, _ in spans):
        return "A break and gateway come after the first day of learning."
    if any(back is None or back > following for (_, back), (following, _) in pairwise(spans)):
        return "Breaks and gateways may not overlap: check their days."
    if closed and any(first > closed or (back and back > closed) for first, back in spans):
        return "A break ends before gateway and before the end: check the days of both."
    if facts.gateway_on and any(back is None for _, back in spans):
        return "Somebody on a break is not at gateway: record the return first."
    if any(not facts.assessment_on or day < facts.assessment_on for day in facts.fails):
        return "An assessment is failed after it has begun."
    if facts.ended_on and any(day > facts.ended_on for day in facts.fails):
        return "An assessment is failed before the end."
    return None


# --- Days away ------------------------------------------------------------------------------------


def days_away(first_away, first_back):
    """The days of a finished break: its first day away belongs to it, the first day back does not."""
    return (first_back - first_away).days


def end_after_break(planned_end_on, first_away, first_back):
    """The planned end once somebody is back: it moves by the days away.

    Source: DfE apprenticeship funding rules, breaks in learning.
    """
    return planned_end_on + timedelta(days=days_away(first_away, first_back))
