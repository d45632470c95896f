"""What is due about an apprentice's work plans: DueItems computed from the record. Never stored.

Nobody is asked about a month before the last one: whoever begins with plans begins now.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from apprentices.due import task
from apprentices.life import Status
from hackit import dates
from hackit.access import Relation
from hackit.due import DueItem
from workplans import months
from workplans.models.plan_queries import PlanNear, breaks_near, plans_near
from workplans.models.plans import days_of
from workplans.months import Expected, Word
from workplans.work_plan import DAYS_TO_ANSWER, State

# The page where it is done.
PLAN = "work_plan"
# Plans are made while these last.
PLANNING = (Status.WAITING, Status.LEARNING)
NOT_SHARED = (None, State.DRAFT)
NOT_LOOKED_BACK_ON = (State.SHARED, State.AGREED)
NOT_REVIEWED = (*NOT_LOOKED_BACK_ON, State.REFLECTED)


@dataclass(frozen=True)
class PlanMonth:
    """One month: the days of the programme in it, its Expected, and its plan, a PlanNear or WorkPlan.

    `span` are the first and the last day of the programme.
    """

    month: date
    days: list
    wanted: Expected | None
    plan: PlanNear | None
    span: tuple

    @property
    def state(self):
        """The State of its plan, None without one."""
        return self.plan and self.plan.state

    def late(self, on):
        """Whether something about its plan is late."""
        return bool(self.wanted) and months.is_late(self.wanted, self.state, on)

    def word(self, on):
        """The State of its plan, or the `months.Word` that says why there is none."""
        return self.state or months.word(self.month, self.days, self.wanted, on, self.span)


def near(apprentice, on):
    """The PlanMonth of last month, this one and the next, of a record fetched `with_plans_near`.

    It is kept with the record: agenda, numbers and rows all ask for it.
    """
    kept = apprentice.__dict__.setdefault("_plan_months", {})
    if on not in kept:
        asked = [dates.add_months(months.first_of(on), away) for away in (-1, 0, 1)]
        plans, breaks = plans_near(apprentice), breaks_near(apprentice)
        kept[on] = list(plan_months(apprentice, asked, plans, breaks, on))
    return kept[on]


def plan_months(apprentice, asked, plans, breaks, on):
    """The PlanMonth of each of the months `asked`, by their first days.

    `plans` are what there is by month, `breaks` those that touch the months. The record comes with its
    cohort and organisation.
    """
    span, settings = months.programme(apprentice, on), days_of(apprentice.cohort.organisation)
    for month in asked:
        days = months.days_in(month, *span, breaks)
        yield PlanMonth(month, days, months.expected(month, days, settings), plans.get(month), span)


def lacks_plan(apprentice, on):
    """Whether this month should have a plan by now and has none."""
    return apprentice.status in PLANNING and near(apprentice, on)[1].word(on) == Word.MISSING


def due_items(apprentice, on):
    """The DueItems about the plans of one record fetched with `for_agenda` and `with_plans_near`."""
    if apprentice.status not in PLANNING:
        return
    last, this, following = near(apprentice, on)
    for kind, asked in (
        (_share, (this, following)),
        (_agree, (this, following)),
        (_answer, (last, this, following)),
        (_agree_anew, (last, this, following)),
        (_look_back, (last, this)),
        (_review, (last,)),
    ):
        for month in asked:
            yield from kind(apprentice, month)


def _share(apprentice, month):
    if month.wanted and month.state in NOT_SHARED:
        title = f"Share the plan of {apprentice.person.full_name} for {_words(month)}"
        yield _of_manager(apprentice, month, month.wanted.share_by, title)


def _answer(apprentice, month):
    """Somebody waits for it, whether the month expects a plan or not."""
    if month.plan and month.plan.suggested_on and month.state != State.REVIEWED:
        title = f"Answer what {apprentice.person.full_name} suggests for {_words(month)}"
        due_on = month.plan.suggested_on + timedelta(days=DAYS_TO_ANSWER)
        yield _of_manager(apprentice, month, due_on, title)


def _review(apprentice, month):
    """A coordinator reviews no month, so this falls to nobody else."""
    if month.wanted and month.state in NOT_REVIEWED:
        title = f"Review {_words(month)} with {apprentice.person.full_name}"
        yield _item(apprentice, month, month.wanted.review_by, title, Relation.MANAGER)


def _agree(apprentice, month):
    if month.wanted and month.state == State.SHARED:
        title = f"Agree to your plan for {_words(month)}"
        yield _item(apprentice, month, month.wanted.agree_by, title, Relation.APPRENTICE)


def _agree_anew(apprentice, month):
    if month.plan and month.plan.asked_on and month.state != State.REVIEWED:
        title = f"Agree to what changed in your plan for {_words(month)}"
        due_on = month.plan.asked_on + timedelta(days=DAYS_TO_ANSWER)
        yield _item(apprentice, month, due_on, title, Relation.APPRENTICE)


def _look_back(apprentice, month):
    if month.wanted and month.state in NOT_LOOKED_BACK_ON:
        title = f"Look back on {_words(month)}"
        yield _item(apprentice, month, month.wanted.reflect_by, title, Relation.APPRENTICE)


def _of_manager(apprentice, month, due_on, title):
    """Without a manager the coordinator does it."""
    item = task(apprentice, due_on, title, PLAN, owner=Relation.MANAGER)
    return replace(item, route=(PLAN, apprentice.pk, month.month))


def _item(apprentice, month, due_on, title, owner):
    return DueItem(due_on, title, owner, apprentice.pk, route=(PLAN, apprentice.pk, month.month))


def _words(month):
    return f"{month.month:%B %Y}"
