"""The months of one programme in a strip, each with the state of its work plan in a word."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from apprentices.life import Status
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
        strip = [_month_with_items(record, plan.month_on, on) for plan in plans if items_in(plan)]
        empty = "" if strip else NO_ITEMS
    return Page(
        own=record.as_apprentice,
        name=record.person.full_name,
        called=record.person.called,
        next=next_step(record, on),
        years=[Year(year, list(found)) for year, found in groupby(strip, key=lambda month: month.year)],
        empty=empty,
    )


def this_month(record, on):
    """The Month of today, of a record fetched as for `page`; None once the apprenticeship has ended.

    Whoever sees nothing but items is told of a month that has some.
    """
    if not Status(record.status).living:
        return None
    one = plan_due.near(record, on)[1]
    if access.allows(record, Action.SEE_PLANS):
        return _month(record, one, on)
    return _month_with_items(record, one.month, on) if one.plan and one.plan.has_items else None


def next_step(record, on):
    """The Line of what the reader does next about plans; None for nothing. The record is as for `page`."""
    due = [one for one in plan_due.due_items(record, on) if concerns(one, access.relations(record), on)]
    return line(min(due, key=lambda item: item.due_on), on) if due else None


def items_in(plan):
    """How many items a plan fetched `with_counts` has, suggestions apart."""
    return plan.done + plan.carried + plan.dropped + plan.open


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


def _month_with_items(record, month, on):
    """What a buddy sees of a month: that it has items, and nothing else of it."""
    now = month == months.first_of(on)
    return Month(f"{month:%B}", month.year, _url(record, month), None, late=False, now=now, note="")


def _done(plan):
    """How many of its items are done: 3 of 5 done."""
    return f"{plan.done} of {items_in(plan)} done" if items_in(plan) else ""


def _no_plan_yet(record, on):
    first, _ = months.programme(record, on)
    begins = f"The first day is {dates.words(first)}. " if first > on else ""
    writes = "begin its plan, or to " if access.allows(record, Action.WRITE_PLANS) else ""
    return f"{begins}There is no work plan yet. Open a month to {writes}see it once it is written."


def _url(record, month):
    return reverse("work_plan", args=[record.pk, month])
