"""One dated thing that somebody must do or should know of. Pure: imports neither Django nor records."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Window(StrEnum):
    """When something is due, seen from today."""

    LATE = "Late"
    WEEK = "This week"
    MONTH = "This month"
    LATER = "Later"


@dataclass(frozen=True)
class Alike:
    """What stands for many items that ask the same: words with {number}, and the page that holds all of them.

    `query` is what follows the address of the page `route`.
    """

    words: str
    route: str
    query: str = ""


@dataclass(frozen=True)
class DueItem:
    """One line of the agenda.

    `owner` is a relation to the apprentice ("manager", "coordinator", …): whoever stands in it
    answers for the item; an item of the organisation itself has no apprentice. `happens` is true for an
    event, which is never late: it passes. `alone` is true where nobody stands in for the owner. `route`
    names the page where it is done, with its arguments. Items with the same Alike ask the same of many.
    """

    due_on: date
    title: str
    owner: str
    apprentice_id: int | None
    happens: bool = False
    alone: bool = False
    alike: Alike | None = None
    route: tuple = field(default=())

    def window(self, on):
        """The Window this falls into, seen from the day `on`; weeks end on Sunday."""
        if self.due_on < on:
            return Window.LATE
        if self.due_on <= on + timedelta(days=6 - on.weekday()):
            return Window.WEEK
        if self.due_on <= on.replace(day=calendar.monthrange(on.year, on.month)[1]):
            return Window.MONTH
        return Window.LATER


def in_windows(items, on, horizon):
    """The items by Window, each list by day; past events and items due after `horizon` left out."""
    windows = {window: [] for window in Window}
    for item in sorted(items, key=lambda item: (item.due_on, item.title)):
        if item.due_on <= horizon and not (item.happens and item.due_on < on):
            windows[item.window(on)].append(item)
    return windows
