"""The work plans of last month, of this one and of the next, beside the records of those they are for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from apprentices.models import BreakInLearning
from hackit import dates
from hackit.listed import day, listed
from workplans.models.plans import PlanItem, WorkPlan
from workplans.months import first_of
from workplans.work_plan import State, state


@dataclass(frozen=True)
class PlanNear:
    """What is asked of the plan of a month: its State, and since which days somebody waits for an answer.

    `shared_on` is the day on which it was shared; None before. `has_items` says whether any are taken in.
    `suggested_on` is the day of the oldest suggestion without an answer, `asked_on` that of the oldest change
    that the apprentice is asked to agree to; None for nothing.
    """

    month: date
    state: State
    shared_on: date | None
    has_items: bool
    suggested_on: date | None
    asked_on: date | None


def with_plans_near(apprentices, on):
    """The records, each with what `plans_near` and `breaks_near` read, in the same query."""
    first, last = dates.add_months(first_of(on), -1), dates.add_months(first_of(on), 2)
    return apprentices.annotate(
        _plans_near=_plans(WorkPlan.objects.filter(month_on__gte=first, month_on__lt=last)),
        _breaks_near=_breaks(
            BreakInLearning.objects.filter(
                Q(first_day_back_on__isnull=True) | Q(first_day_back_on__gt=first),
                first_day_away_on__lt=last,
            )
        ),
    )


def plans_near(apprentice):
    """{first day of the month: PlanNear} of a record fetched `with_plans_near`."""
    return {one.month: one for one in map(_near, apprentice._plans_near or ())}


def breaks_near(apprentice):
    """The breaks that touch those three months, as (first day away, first day back or None)."""
    return [(day(one["away"]), day(one["back"])) for one in apprentice._breaks_near or ()]


def _plans(plans):
    items = PlanItem.objects.filter(plan=OuterRef("pk")).order_by()

    def since(waiting, name):
        return Subquery(waiting.values("plan").annotate(_since=Min(name)).values(_day=_date("_since")))

    return listed(
        plans,
        month="month_on",
        shared=_date("shared_at"),
        agreed=Q(agreed_at__isnull=False),
        reflected=Q(reflected_at__isnull=False),
        reviewed=Q(reviewed_at__isnull=False),
        items=Exists(items.taken_in()),
        suggested=since(items.suggested(), "suggested_at"),
        aim_asked=_date("aim_asked_at"),
        items_asked=since(items.asked(), "asked_at"),
    )


def _breaks(breaks):
    return listed(breaks, away="first_day_away_on", back="first_day_back_on")


def _date(name):
    return TruncDate(name, tzinfo=dates.LONDON)


def _near(facts):
    asked = [day(facts[name]) for name in ("aim_asked", "items_asked") if facts[name]]
    return PlanNear(
        day(facts["month"]),
        state(*(facts[name] for name in ("shared", "agreed", "reflected", "reviewed"))),
        day(facts["shared"]),
        bool(facts["items"]),
        day(facts["suggested"]),
        min(asked, default=None),
    )
