"""What learning and plans know of an induction: which of its steps are done, and which days are taken."""

from django.db.models import Case, Count, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from apprentices.induction import Taken
from cohorts.induction import Fact
from workplans import log
from workplans.learning_time import AFTERNOON, MORNING, WHOLE, part_on
from workplans.models import LearningEntry, LearningTime, PlanItem, WorkPlan

# How many of the first months have plans before somebody starts.
FIRST_PLANS = 3
TAKEN = {MORNING: Taken.MORNING, AFTERNOON: Taken.AFTERNOON, WHOLE: Taken.WHOLE}


def facts():
    """Conditions on an induction step by Fact, as far as learning and plans know."""
    whose = {"apprentice": OuterRef("apprentice")}
    in_projects = PlanItem.objects.filter(plan__apprentice=OuterRef("apprentice"), project__isnull=False)
    return {
        Fact.TIME: Exists(LearningTime.objects.agreed().filter(**whose)),
        Fact.ENTRIES: Exists(LearningEntry.objects.in_state(log.State.ACCEPTED).filter(**whose)),
        Fact.PLANS: Case(
            When(Exists(in_projects), then=GreaterThanOrEqual(_months_planned(), FIRST_PLANS)),
            default=Value(False),
        ),
    }


def _months_planned():
    """How many months of the apprentice of a step have a plan with anything in it."""
    plans = WorkPlan.objects.filter(apprentice=OuterRef("apprentice"), items__isnull=False)
    counted = plans.order_by().values("apprentice").annotate(_months=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("_months")), 0)


def taken_by_learning(apprentice):
    """Answers for a day how much of it is Taken by the learning time agreed with an apprentice. One query."""
    held = [time.agreed() for time in LearningTime.objects.agreed().filter(apprentice=apprentice)]
    return lambda day: TAKEN.get(part_on(held, day), Taken.NOTHING)
