"""What is due about an apprentice's work plans: DueItems computed from the record. Never stored.

Nobody is asked about a month before the last one: whoever begins with plans begins now. What was shared is
looked back on, reviewed and answered as long as the apprenticeship lasts; new plans are for who learns.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from apprentices.due import task
from apprentices.life import Status
from hackit import dates
from hackit.access import Relation
from hackit.due import Alike, DueItem
from workplans import months
from workplans.models.plan_queries import PlanNear, breaks_near, plans_near
from workplans.models.plans import days_of
from workplans.months import Expected
from workplans.work_plan import DAYS_TO_ANSWER, REFLECT_AHEAD, State

# The page where it is done.
PLAN = "work_plan"
# Plans are made while these last; in a break, for the months in which somebody comes back.
PLANNING = (Status.WAITING, Status.LEARNING)
NOT_SHARED = (None, State.DRAFT)
NOT_LOOKED_BACK_ON = (State.SHARED, State.AGREED)
NOT_REVIEWED = (*NOT_LOOKED_BACK_ON, State.REFLECTED)


@dataclass(frozen=True)
class PlanMonth:
    """One month: the days of the programme in it, its Expected, and its plan, a PlanNear or WorkPlan.

    `span` are the first and the last day of the programme; `living` says that the apprenticeship has not
    ended.
    """

    month: date
    days: list
    wanted: Expected | None
    plan: PlanNear | None
    span: tuple
    living: bool

    @property
    def state(self):
        """The State of its plan, None without one."""
        return self.plan and self.plan.state

    @property
    def agree_by(self):
        """The day by which the apprentice agrees; None while it expects no plan and none is shared."""
        return months.agree_by(self.wanted, self.plan and self.plan.shared_on)

    def late(self, on):
        """Whether something about its plan is late, as long as anybody is asked about it.

        Once the apprenticeship has ended, and for a month before the last one, nobody is.
        """
        shared_on = self.plan and self.plan.shared_on
        asked = self.living and self.month >= dates.add_months(months.first_of(on), -1)
        return asked and months.is_late(self.wanted, self.state, on, shared_on)

    def missing(self, on):
        """Whether it should have a plan by now and has none: a draft that nobody has shared is none yet."""
        return bool(self.wanted) and self.state in NOT_SHARED and self.wanted.share_by < on

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
    living = apprentice.ended_on is None or apprentice.ended_on > on
    for month in asked:
        days = months.days_in(month, *span, breaks)
        wanted = months.expected(month, days, settings)
        back_on = wanted and breaks and _back_on(days, max(month, span[0]), settings.least_days)
        wanted = _once_back(wanted, back_on) if back_on else wanted
        yield PlanMonth(month, days, wanted, plans.get(month), span, living)


def _back_on(days, first, least_days):
    """The first day back from the break before which the `days` of a month were too few to expect a plan.

    None when they were enough, or when there is no such break. `first` is when the month begins without one.
    """
    back_on = days[least_days - 1]
    while back_on - months.DAY in days:
        back_on -= months.DAY
    return back_on if back_on > first else None


def _once_back(wanted, back_on):
    """The Expected of a month that expects a plan only because somebody came back on a day.

    Often the return is told after it has happened: there is as much time from it on as for any answer, so
    that nobody is late on the day they come back.
    """
    share_by = max(wanted.share_by, back_on + timedelta(days=DAYS_TO_ANSWER))
    return replace(wanted, share_by=share_by, agree_by=max(wanted.agree_by, share_by))


def lacks_plan(apprentice, on):
    """Whether this month should have a plan by now and has none that was shared."""
    return apprentice.status in PLANNING and near(apprentice, on)[1].missing(on)


def due_items(apprentice, on):
    """The DueItems about the plans of one record fetched with `for_agenda` and `with_plans_near`."""
    if not Status(apprentice.status).living:
        return
    last, this, following = near(apprentice, on)
    planned = [month for month in (this, following) if _is_planned(apprentice, month, on)]
    for kind, asked in (
        (_share, planned),
        (_agree, planned),
        (_answer, (last, this, following)),
        (_agree_anew, (last, this, following)),
        (_look_back, (last, this)),
        (_review, (last,)),
    ):
        for month in asked:
            yield from kind(apprentice, month, on)


def _is_planned(apprentice, month, on):
    """Whether a month is still planned: in a break when days of the programme are to come in it."""
    in_break = apprentice.status == Status.BREAK
    return apprentice.status in PLANNING or (in_break and bool(month.days) and month.days[-1] >= on)


def _share(apprentice, month, on):
    if month.wanted and month.state in NOT_SHARED:
        title = f"Share the plan of {apprentice.person.full_name} for {_words(month)}"
        alike = Alike(f"Share the plans of {{number}} people for {_words(month)}", "plan_against_actual")
        yield replace(_of_manager(apprentice, month, month.wanted.share_by, title), alike=alike)


def _answer(apprentice, month, on):
    """Somebody waits for it, whether the month expects a plan or not."""
    if month.plan and month.plan.suggested_on and month.state != State.REVIEWED:
        title = f"Answer what {apprentice.person.full_name} suggests for {_words(month)}"
        due_on = month.plan.suggested_on + timedelta(days=DAYS_TO_ANSWER)
        yield _of_manager(apprentice, month, due_on, title)


def _review(apprentice, month, on):
    """A coordinator reviews no month, so this falls to nobody else."""
    if month.wanted and month.state in NOT_REVIEWED:
        title = f"Review {_words(month)} with {apprentice.person.full_name}"
        yield _item(apprentice, month, month.wanted.review_by, title, Relation.MANAGER)


def _agree(apprentice, month, on):
    """What was shared is agreed, whether the month expects a plan or not."""
    if month.state == State.SHARED:
        title = f"Agree to your plan for {_words(month)}"
        yield _item(apprentice, month, month.agree_by, title, Relation.APPRENTICE)


def _agree_anew(apprentice, month, on):
    if month.plan and month.plan.asked_on and month.state != State.REVIEWED:
        title = f"Agree to what changed in your plan for {_words(month)}"
        due_on = month.plan.asked_on + timedelta(days=DAYS_TO_ANSWER)
        yield _item(apprentice, month, due_on, title, Relation.APPRENTICE)


def _look_back(apprentice, month, on):
    """By the last day in the programme or, where that comes too early to look back, once one can."""
    if month.state in NOT_LOOKED_BACK_ON:
        last = months.last_day(apprentice, month.month, on)
        due_on = max(month.days[-1] if month.days else last, last - REFLECT_AHEAD)
        title = f"Look back on {_words(month)}"
        yield _item(apprentice, month, due_on, title, Relation.APPRENTICE)


def _of_manager(apprentice, month, due_on, title):
    """Without a manager the coordinator does it."""
    item = task(apprentice, due_on, title, PLAN, owner=Relation.MANAGER)
    return replace(item, route=(PLAN, apprentice.pk, month.month))


def _item(apprentice, month, due_on, title, owner):
    return DueItem(due_on, title, owner, apprentice.pk, route=(PLAN, apprentice.pk, month.month))


def _words(month):
    return f"{month.month:%B %Y}"
