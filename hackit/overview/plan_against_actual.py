"""What was planned against what came of it: by month, for one apprentice or for many."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Min, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from apprentices.models import BreakInLearning
from hackit import dates
from hackit.access import Action
from hackit.overview.strip import items_in
from workplans import months, plan_due, work_plan
from workplans.models import PlanItem, WorkPlan

# What became of items, in the order of the columns.
CAME_OF_IT = ("done", "carried", "dropped", "open")
NONE = "–"


@dataclass(frozen=True)
class Row:
    """The items of one month, or of all: how many there were, and what became of them."""

    words: str
    planned: int
    done: int
    carried: int
    dropped: int
    open: int


@dataclass(frozen=True)
class Often:
    """An item that is carried over again and again, and where it is now."""

    title: str
    url: str
    words: str


@dataclass(frozen=True)
class OfOne:
    """Plan against actual of one apprentice: a Row a month, and their sum.

    `without` names the months without a plan, `often` are items carried over again and again.
    """

    rows: list
    total: Row
    without: str
    often: list


@dataclass(frozen=True)
class Line:
    """Plan against actual of one of many apprentices over a period.

    `expected` months should have a plan by now, `planned` of them have one: a draft counts until the day by
    which it is shared. Of those in which agreeing was due, `agreed_in_time` were agreed by then: 3 of 5.
    `without` names the months without a plan.
    """

    name: str
    url: str
    cohort: str
    expected: int
    planned: int
    missing: int
    without: str
    agreed_in_time: str
    items: Row


@dataclass(frozen=True)
class OfMany:
    """A Line an apprentice, in no order, and a Row a month over all of them, with their sum."""

    lines: list
    by_month: list
    total: Row


# --- One apprentice -------------------------------------------------------------------------------


def of_one(record, plans, breaks, on):
    """The OfOne of a record, of its plans `with_counts` and its breaks. One query."""
    first, last = months.programme(record, on)
    asked = list(months.months(first, min(last, on)))
    found = plan_due.plan_months(record, asked, _by_month(plans), breaks, on)
    return OfOne(
        rows=[_row(_month(plan.month_on), [plan]) for plan in plans if items_in(plan)],
        total=_row("In all", plans),
        without=_names(one.month for one in found if one.missing(on)),
        often=[_often(item) for item in _carried_often(record)],
    )


def _carried_often(record):
    """The items that are open after having been carried over often, the most often first."""
    items = PlanItem.objects.filter(plan__apprentice=record).taken_in()
    often = items.filter(times_carried__gte=work_plan.CARRIED_OFTEN, state__in=work_plan.OPEN)
    return often.select_related("plan").order_by("-times_carried", "plan__month_on", "position")


def _often(item):
    url = reverse("work_plan", args=[item.plan.apprentice_id, item.plan.month_on])
    return Often(item.title, url, f"carried over {item.times_carried} times, now in {item.plan.month}")


# --- Many apprentices -----------------------------------------------------------------------------


def seen(apprentices, user, on):
    """The records whose plans `user` compares, with what is worked out of them and shown. One query."""
    allowed = apprentices.allowing(user, Action.COMPARE_PLANS, on)
    return list(allowed.select_related("person", "cohort__organisation"))


def of_many(records, first, last, on):
    """The OfMany of records, from the month `first` to the month `last`. Two queries."""
    keys = [record.pk for record in records]
    plans, breaks = _plans(keys, first, last), _breaks(keys, first, last)
    asked = list(months.months(first, last))
    lines = [_line(record, asked, plans[record.pk], breaks[record.pk], on) for record in records]
    every = [plan for found in plans.values() for plan in found.values()]
    return OfMany(
        lines=[line for line in lines if line],
        by_month=[_row(_month(month), [one for one in every if one.month_on == month]) for month in asked],
        total=_row("In all", every),
    )


def _plans(keys, first, last):
    """{key of the apprentice: {month: its plan with counts and `first_agreed_at`}} of a period."""
    found = defaultdict(dict)
    plans = WorkPlan.objects.filter(apprentice__in=keys, month_on__range=(first, last))
    agreed = WorkPlan.history.filter(id=OuterRef("pk"), agreed_at__isnull=False).order_by().values("id")
    first = Subquery(agreed.annotate(first=Min("agreed_at")).values("first"))
    steps = plans.only("apprentice", "month_on", *STEPS)
    for plan in steps.with_counts().annotate(first_agreed_at=first):
        found[plan.apprentice_id][plan.month_on] = plan
    return found


# What the state of a plan is read from.
STEPS = ("shared_at", "agreed_at", "reflected_at", "reviewed_at")


def _breaks(keys, first, last):
    """{key of the apprentice: [(first day away, first day back or None)]} of those up to the last month."""
    found = defaultdict(list)
    gaps = BreakInLearning.objects.filter(apprentice__in=keys, first_day_away_on__lte=months.last_of(last))
    for key, away_on, back_on in gaps.values_list("apprentice", "first_day_away_on", "first_day_back_on"):
        found[key].append((away_on, back_on))
    return found


def _line(record, asked, plans, breaks, on):
    """The Line of one record; None where nothing was planned and nothing had to be."""
    found = [one for one in plan_due.plan_months(record, asked, plans, breaks, on) if one.wanted]
    missing = [one for one in found if one.missing(on)]
    planned = [one for one in found if one.plan and not one.missing(on)]
    if not (missing or plans):
        return None
    asked_to_agree = [one for one in found if one.agree_by < on]
    in_time = sum(_agreed_in_time(one) for one in asked_to_agree)
    return Line(
        name=record.person.full_name,
        url=reverse("plans", args=[record.pk]),
        cohort=record.cohort.name,
        expected=len(planned) + len(missing),
        planned=len(planned),
        missing=len(missing),
        without=_names(one.month for one in missing),
        agreed_in_time=f"{in_time} of {len(asked_to_agree)}" if asked_to_agree else NONE,
        items=_row(record.person.full_name, plans.values()),
    )


def _agreed_in_time(one):
    """What was agreed anew after a change was agreed when it was so for the first time."""
    agreed_at = one.plan and one.plan.first_agreed_at
    return bool(agreed_at) and timezone.localdate(agreed_at, dates.LONDON) <= one.agree_by


# --- Both -----------------------------------------------------------------------------------------


def _row(words, plans):
    numbers = Counter()
    for plan in plans:
        numbers.update({name: getattr(plan, name) for name in CAME_OF_IT})
    return Row(words, numbers.total(), **{name: numbers[name] for name in CAME_OF_IT})


def _by_month(plans):
    return {plan.month_on: plan for plan in plans}


def _month(month: date):
    return f"{month:%B %Y}"


def _names(found):
    """Months in words, each year once: November, December 2026, January 2027."""
    years = groupby(found, key=lambda month: month.year)
    return ", ".join(f"{', '.join(f'{month:%B}' for month in of_year)} {year}" for year, of_year in years)


# --- A file ---------------------------------------------------------------------------------------

HEADINGS = (
    "Name",
    "Cohort",
    "Months with a plan expected",
    "Months with a plan",
    "Months without a plan",
    "Agreed in time",
    "Items planned",
    "Done",
    "Carried over",
    "Dropped",
    "Still open",
)


def cells(lines):
    """The rows of a file for spreadsheets, in the order of HEADINGS."""
    for line in lines:
        numbers = (line.items.planned, *(getattr(line.items, name) for name in CAME_OF_IT))
        about = (line.expected, line.planned, line.without, line.agreed_in_time)
        yield [line.name, line.cohort, *map(str, about), *map(str, numbers)]
