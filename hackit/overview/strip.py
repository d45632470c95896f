"""The months of one programme in a strip, each with the state of its work plan in a word."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from hackit import access, dates
from hackit.access import Action
from hackit.overview.agenda import Line, concerns, line
from workplans import months, plan_due
from workplans.months import Word
from workplans.work_plan import State

NO_ITEMS = "No month has items yet. Once a plan is written, its items can be read here."


@dataclass(frozen=True)
class Month:
    """One month: its name, where its plan is, and the `State` of it or the `Word` that says why not.

    `url` is blank where there can be no plan. For whoever sees nothing but items, `word` is None.
    """

    name: str
    year: int
    url: str
    word: State | Word | None
    late: bool
    now: bool
    note: str


@dataclass(frozen=True)
class Year:
    """The months of one calendar year."""

    number: int
    months: list


@dataclass(frozen=True)
class Page:
    """The years of one apprentice as one reader sees them; `next` is what the reader does first, or None.

    `empty` says in a sentence why there is no plan yet and what comes.
    """

    own: bool
    name: str
    called: str
    next: Line | None
    years: list
    empty: str


def page(record, plans, breaks, on):
    """The Page of a record fetched `for_overview` and `with_plans_near`, through `allowing`.

    `plans` are its work plans `with_counts`, `breaks` its breaks, (first day away, first day back or None).
    """
    if access.allows(record, Action.SEE_PLANS):
        strip, empty = _strip(record, plans, breaks, on), "" if plans else _no_plan_yet(record, on)
    else:
        strip = [_month_with_items(record, plan, on) for plan in plans if items_in(plan)]
        empty = "" if strip else NO_ITEMS
    return Page(
        own=record.as_apprentice,
        name=record.person.full_name,
        called=record.person.called,
        next=_next(record, on),
        years=[Year(year, list(found)) for year, found in groupby(strip, key=lambda month: month.year)],
        empty=empty,
    )


def this_month(record, on):
    """The Month of today, of a record fetched as for `page`; None for whoever sees no plans."""
    if not access.allows(record, Action.SEE_PLANS):
        return None
    return _month(record, plan_due.near(record, on)[1], on)


def items_in(plan):
    """How many items a plan fetched `with_counts` has, suggestions apart."""
    return plan.done + plan.carried + plan.dropped + plan.open


def _next(record, on):
    """The Line of what the reader does next; None for nothing."""
    due = [one for one in plan_due.due_items(record, on) if concerns(one, access.relations(record), on)]
    return line(min(due, key=lambda item: item.due_on), on) if due else None


def _strip(record, plans, breaks, on):
    """The Months from the first to the last that has a plan, or can have one now."""
    found = {plan.month_on: plan for plan in plans}
    first, last = months.programme(record, on)
    open_until = record.ended_on or dates.add_months(on, 1)
    asked = months.months(first, max(last, open_until, *found))
    for one in plan_due.plan_months(record, asked, found, breaks, on):
        yield _month(record, one, on, _done(one.plan) if one.plan else "")


def _month(record, one, on, note=""):
    refused = months.refusal_of_month(record, one.month, on) and not one.plan
    return Month(
        name=f"{one.month:%B}",
        year=one.month.year,
        url="" if refused else _url(record, one.month),
        word=one.word(on),
        late=one.late(on),
        now=one.month == months.first_of(on),
        note=note,
    )


def _month_with_items(record, plan, on):
    """What a buddy sees of a month: that it has items, and nothing else of it."""
    day = plan.month_on
    return Month(f"{day:%B}", day.year, _url(record, day), None, False, day == months.first_of(on), "")


def _done(plan):
    """How many of its items are done: 3 of 5 done."""
    return f"{plan.done} of {items_in(plan)} done" if items_in(plan) else ""


def _no_plan_yet(record, on):
    first, _ = months.programme(record, on)
    begins = f"The first day is {dates.words(first)}. " if first > on else ""
    return f"{begins}There is no work plan yet. Open a month to begin its plan, or to see it once it is written."


def _url(record, month):
    return reverse("work_plan", args=[record.pk, month])
