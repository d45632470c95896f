"""Induction: on which day a step falls, whose it is, who sees it; how introductions are spread. Pure."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cohorts.induction import LAST_OF_FIRST_WEEK, Kind, Owner, Sight

DAY = timedelta(days=1)
# An introduction is looked for a free day so long; after that learning time gives way.
SEARCHED = 366


class State(StrEnum):
    """How far a step has come."""

    TO_DO = "to do"
    DOING = "doing"
    STUCK = "stuck"
    DONE = "done"
    NOT_NEEDED = "not needed"


OPEN = (State.TO_DO, State.DOING, State.STUCK)


class Taken(StrEnum):
    """How much of a day is agreed for learning."""

    NOTHING = ""
    MORNING = "morning"
    AFTERNOON = "afternoon"
    WHOLE = "whole day"


@dataclass(frozen=True)
class Calendar:
    """What is asked of days: whether people work on one, and how much of it is Taken by learning."""

    is_working: Callable[[date], bool]
    learning: Callable[[date], Taken] = lambda day: Taken.NOTHING

    def on_or_after(self, day):
        """The day itself when people work on it, else the next one on which they do."""
        while not self.is_working(day):
            day += DAY
        return day

    def on_or_before(self, day):
        """The day itself when people work on it, else the last one before on which they did."""
        while not self.is_working(day):
            day -= DAY
        return day

    def nth_after(self, day, number):
        """The working day so many working days after a working day."""
        for _ in range(number):
            day = self.on_or_after(day + DAY)
        return day


# --- Days -----------------------------------------------------------------------------------------


def day_of(day, first_day, calendar):
    """The date of a step that is due on a day counted from the first day at work.

    Before it and after the first week calendar days count, in the first week (1 to 4) working days. What
    falls on a day without work moves to the working day before it when it is due before the first day, else
    to the one after it; nothing of later weeks falls into the first one.
    Source: the programme's induction checklist.
    """
    if day < 0:
        return calendar.on_or_before(first_day + day * DAY)
    first = calendar.on_or_after(first_day)
    if day <= LAST_OF_FIRST_WEEK:
        return calendar.nth_after(first, day)
    return max(calendar.on_or_after(first_day + day * DAY), calendar.nth_after(first, LAST_OF_FIRST_WEEK))


@dataclass(frozen=True)
class Planned:
    """A step that needs a date: its key, its day counted from the first one, its place among its day's."""

    key: object
    day: int
    introduction: bool = False
    place: int = 0


def schedule(planned, first_day, today, calendar, *, limit, taken=()):
    """The dates of Planned steps by key; what is past already is due today, or on the next working day.

    `limit` is how many introductions fall on one working day at most, `taken` are the dates of those that
    stay where they are.
    """
    soonest = calendar.on_or_after(today)
    found = {one.key: max(day_of(one.day, first_day, calendar), soonest) for one in planned}
    meetings = sorted((one for one in planned if one.introduction), key=lambda one: (one.day, one.place))
    wanted = [(one.key, found[one.key]) for one in meetings]
    return found | spread(wanted, calendar, limit=limit, taken=taken)


def spread(wanted, calendar, *, limit, taken=()):
    """The dates of introductions by key, given as (key, earliest date) with the most important first.

    Each gets the first working day from its date on that is not all for learning and has fewer than `limit`
    introductions. `taken` are the dates of introductions that stay where they are.
    """
    full, found = Counter(taken), {}
    for key, day in wanted:
        found[key] = _free_day(day, full, limit, calendar)
        full[found[key]] += 1
    return found


def _free_day(day, full, limit, calendar):
    latest = day + SEARCHED * DAY
    while True:
        day = calendar.on_or_after(day)
        blocked = calendar.learning(day) == Taken.WHOLE and day < latest
        if full[day] < limit and not blocked:
            return day
        day += DAY


def shifted(day, by, calendar):
    """The date of a step that somebody chose by hand, after the first day moved by so many days."""
    return calendar.on_or_after(day + by)


# --- People ---------------------------------------------------------------------------------------


def answers(owner, has_buddy):
    """The relation that answers for a step: the manager stands in for the provider and for no buddy."""
    if owner == Owner.PROVIDER or (owner == Owner.BUDDY and not has_buddy):
        return Owner.MANAGER.value
    return Owner(owner).value


def owns(relations, owner, kind, sight, has_buddy):
    """Whether somebody with these relations tells of a step as their own; who is met is told by both.

    What they do not see is never theirs.
    """
    if not sees(relations, owner, kind, sight):
        return False
    meets = kind == Kind.INTRODUCTION and Owner.APPRENTICE in relations
    return meets or answers(owner, has_buddy) in relations


# Who sees every step.
ALL_STEPS = frozenset({"manager", "deputy", "coordinator"})


def sees(relations, owner, kind, sight):
    """Whether somebody with these relations sees a step; what is kept from the apprentice goes first."""
    if Owner.APPRENTICE in relations:
        return sight != Sight.CLOSED
    if ALL_STEPS & set(relations):
        return True
    concerns_buddy = owner == Owner.BUDDY or kind == Kind.INTRODUCTION
    return Owner.BUDDY in relations and sight == Sight.OPEN and concerns_buddy


# --- A changed template ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Changes:
    """What a template would change: keys of items that come, of steps that go, move and are written anew."""

    come: tuple
    go: tuple
    move: tuple
    rewrite: tuple

    def __bool__(self):
        return bool(self.come or self.go or self.move or self.rewrite)


@dataclass(frozen=True)
class Version:
    """An item of a template, or a step made from one: its day, and what it says, in one value."""

    day: int
    says: tuple


def compare(items, steps):
    """The Changes from steps, {key of the item: (Version, State)}, to the items, {key: Version}.

    What is done or not needed stays as it is; of what the template no longer has, what nobody has begun
    goes. Everything is told by the key of the item.
    """
    still_open = {key: version for key, (version, state) in steps.items() if state in OPEN}
    return Changes(
        come=tuple(key for key in items if key not in steps),
        go=tuple(key for key, (_, state) in steps.items() if key not in items and state == State.TO_DO),
        move=tuple(key for key, was in still_open.items() if key in items and items[key].day != was.day),
        rewrite=tuple(key for key, was in still_open.items() if key in items and items[key].says != was.says),
    )
