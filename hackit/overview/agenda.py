"""What must be done, by whom, by when? The list of DueItems of one person, over all their roles.

Feeds the home page. Every app adds the items of its `due.py` here; the number of queries is fixed.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from django.urls import reverse

from apprentices.due import due_items
from apprentices.induction_due import due_items as due_of_induction
from apprentices.induction_due import is_stuck, lacks_induction
from apprentices.life import Status
from apprentices.missing import MISSING, missing
from apprentices.models import with_open_steps
from apprentices.next_steps_due import due_items as due_of_next_steps
from apprentices.next_steps_due import lacks_decision, lacks_talk
from apprentices.readiness import lacks_readiness
from hackit import access, dates
from hackit.access import Action, Relation
from hackit.due import Window, in_windows
from workplans import induction
from workplans.due import due_items as due_about_learning
from workplans.models import with_learning_due, with_plans_near
from workplans.plan_due import due_items as due_about_plans
from workplans.plan_due import lacks_plan

# What a record can miss, with what other apps know of: the words of the filter, and those behind a number.
GAPS = {key: (words, behind) for key, (words, behind, _) in MISSING.items()} | {
    "induction": ("No induction", "without an induction"),
    "stuck": ("Induction stuck", "with a stuck induction"),
    "readiness": ("Manager not ready", "with a manager who is not ready"),
    "plan": ("No plan this month", "without a plan this month"),
    "talk": ("Next-steps conversation late", "with a late next-steps conversation"),
    "decision": ("Promised decision missing", "without the decision that was promised"),
}
# How far the agenda looks ahead, in days.
AHEAD = 92
# How many lines a window shows; the rest is a number.
SHOWN = 10
# So many items that ask the same are one line, which leads to all of them.
ALIKE_FROM = 3


@dataclass(frozen=True)
class Line:
    """One DueItem as the page shows it."""

    title: str
    url: str
    day: str
    late: str


@dataclass(frozen=True)
class Section:
    """One window of the agenda with its first lines, and how many more there are."""

    window: Window
    lines: list
    more: int


def for_agenda(apprentices, on):
    """The records with all that every app asks to know what is due, in two queries."""
    found = with_plans_near(with_learning_due(apprentices.for_agenda(on), on), on)
    return with_open_steps(found, on, induction.facts())


def for_rows(apprentices, on):
    """The records with all that a Progress tells, in one query."""
    found = with_plans_near(apprentices.for_overview(on), on)
    return with_open_steps(found, on, induction.facts())


def gaps(apprentice, on):
    """The keys of GAPS that hold for a record fetched with `for_agenda` of this module, through `allowing`.

    Only a coordinator is told by them that something about learning or plans is late: it may be for them
    alone. Whoever sees no plans is told nothing of them.
    """
    found = missing(apprentice, on, _further(apprentice, on) if apprentice.as_coordinator else ())
    further = (
        ("plan", Action.SEE_PLANS, lacks_plan(apprentice, on)),
        ("induction", Action.LEAD_INDUCTION, lacks_induction(apprentice, on)),
        ("stuck", Action.LEAD_INDUCTION, is_stuck(apprentice)),
        ("readiness", Action.LEAD_INDUCTION, lacks_readiness(apprentice, on)),
        ("talk", Action.SEE_NEXT_STEPS, lacks_talk(apprentice, on)),
        ("decision", Action.SEE_NEXT_STEPS, lacks_decision(apprentice, on)),
    )
    living = Status(apprentice.status).living
    return found | {
        key for key, action, holds in further if living and holds and access.allows(apprentice, action)
    }


def _further(apprentice, on):
    """The DueItems that `apprentices.due` does not know of."""
    return [
        *due_of_induction(apprentice, on),
        *due_of_next_steps(apprentice, on),
        *due_about_learning(apprentice, on),
        *due_about_plans(apprentice, on),
    ]


def agenda(apprentices, on, own=()):
    """The Sections of whoever fetched `apprentices` through `allowing`; an empty window is left out.

    `apprentices` is a list of records with `for_agenda` of this module; `own` are DueItems of the reader
    that belong to no apprentice.
    """
    items = [
        item
        for apprentice in apprentices
        for item in (*due_items(apprentice, on), *_further(apprentice, on))
        if concerns(item, access.relations(apprentice), on)
    ]
    windows = in_windows({*items, *own}, on, on + timedelta(days=AHEAD))
    lines = {window: list(_lines(found, on)) for window, found in windows.items()}
    return [
        Section(window, found[:SHOWN], max(0, len(found) - SHOWN)) for window, found in lines.items() if found
    ]


def _lines(items, on):
    """The Lines of items in their order; where many ask the same, one stands for all of them."""
    numbers, told = Counter(item.alike for item in items), set()
    for item in items:
        if not item.alike or numbers[item.alike] < ALIKE_FROM:
            yield line(item, on)
        elif item.alike not in told:
            told.add(item.alike)
            title = item.alike.words.replace("{number}", str(numbers[item.alike]))
            url = reverse(item.alike.route) + item.alike.query
            yield replace(line(item, on), title=title, url=url)


def concerns(item, relations, on):
    """Whether a DueItem stands on the agenda of whoever has these relations to the apprentice.

    Owners see their items; a deputy sees the manager's once they slip, if anybody can stand in.
    """
    slipped = item.window(on) == Window.LATE and not item.alone
    return item.owner in relations or (
        item.owner == Relation.MANAGER and Relation.DEPUTY in relations and slipped
    )


def line(item, on):
    """The Line of a DueItem, seen from a day."""
    name, *arguments = item.route
    return Line(
        title=item.title,
        url=reverse(name, args=arguments),
        day=dates.words(item.due_on),
        late=_lateness((on - item.due_on).days),
    )


def _lateness(days):
    """How late in words: days at first, then months, which are what anybody still feels."""
    if days <= 0:
        return ""
    number, unit = (days, "day") if days < 62 else (days // 30, "month")
    return f"{number} {unit}{'' if number == 1 else 's'} late"
