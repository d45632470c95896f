"""Mandatory training: whom a course is for, and where somebody stands with it on a day. Pure.

Source: the council's rule for data awareness: done once and refreshed yearly; it aims at everybody.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cohorts.induction import Audience
from hackit import dates

# So many days before what was done runs out, the course is due again.
DUE_AGAIN = timedelta(days=28)


class State(StrEnum):
    """Where somebody stands with a course; the most urgent first."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"


@dataclass(frozen=True)
class Place:
    """What somebody is in an organisation, as far as training asks.

    `first_day` is the first day at work of an apprentice whose apprenticeship has not ended; None for
    whoever is a colleague only. `manages` says whether they are a manager or a deputy.
    """

    first_day: date | None
    manages: bool

    def takes(self, audience):
        """Whether a course for an Audience is for them."""
        return {
            Audience.ALL: True,
            Audience.APPRENTICES: self.first_day is not None,
            Audience.MANAGERS: self.manages,
        }[audience]


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a course, and the day until which that holds or by which it is due.

    The day is None for a course that is done once and for all.
    """

    state: State
    day: date | None

    @property
    def words(self):
        """The standing in words."""
        if self.day is None:
            return "Done"
        day = dates.words(self.day)
        return {
            State.OVERDUE: f"Overdue: was due by {day}",
            State.DUE: f"Due by {day}",
            State.DONE: f"Done, until {day}",
        }[self.state]


def standing(course, place, done_on, on):
    """The Standing on a day of somebody of a Place, who did a course last on `done_on` (None: never).

    `course` says its `within_days`, `asked_from` and `refresh_months` (None: never again). Who never did it
    has `within_days` from their first day or the day from which it is asked, whichever is later. What was
    done holds for `refresh_months`, is due again in the last 28 days of them and overdue after; nobody is
    late before the first of these days is over.
    """
    due_on = max(place.first_day or course.asked_from, course.asked_from) + timedelta(days=course.within_days)
    if done_on:
        if course.refresh_months is None:
            return Standing(State.DONE, None)
        until = dates.add_months(done_on, course.refresh_months)
        if on < until - DUE_AGAIN:
            return Standing(State.DONE, until)
        due_on = max(until, due_on)
    return Standing(State.DUE if on <= due_on else State.OVERDUE, due_on)
