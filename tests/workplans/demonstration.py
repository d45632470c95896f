"""What of learning can be seen in the demonstration, whatever the day on which it is made."""

from datetime import timedelta

from apprentices.models import Apprentice
from hackit import dates
from hackit.overview import standing
from hackit.overview.own_data import own_data
from workplans import log
from workplans.learning_time import in_words
from workplans.models import (
    LearningEntry,
    LearningTime,
    PlanItem,
    Portfolio,
    PortfolioLink,
    Project,
    WorkPlan,
    with_learning,
    with_learning_due,
)
from workplans.months import empty_months
from workplans.off_the_job import Level, Rule
from workplans.work_plan import ItemState, Kind, State

ADDRESS = "{}@hackney.example.org"
WAITS_TOO_LONG = timedelta(days=14)


def check(today):
    """Every case of learning and of plans occurs; made on the day `today`."""
    check_learning(today)
    check_plans(today)
    check_amber_s_plans(today)
    check_portfolios(today)


def check_learning(today):
    records = list(with_learning(Apprentice.objects.for_overview(today)))
    found = standing.learning(records, today)
    logged = [found[one.pk] for one in records if one.accepted_minutes]
    assert {one.standing.level for one in found.values()} == set(Level)
    assert {one.requirement.rule for one in logged} == set(Rule)
    published = [one.requirement for one in logged if one.requirement.rule == Rule.PUBLISHED]
    assert {one.minimum is None for one in published} == {True, False}
    assert {one.plan is None for one in logged} == {True, False}
    check_amber(today)
    check_entries(today)
    check_times()
    check_due(today)


def check_amber(today):
    """Whoever signs in as the apprentice has a log with everything in it."""
    amber = with_learning(Apprentice.objects.for_overview(today)).get(
        person__email=ADDRESS.format("apprentice")
    )
    stands = standing.learning([amber], today)[amber.pk].standing
    assert stands.level == Level.SLIGHTLY_BEHIND
    assert "with them on track" in stands.reason
    entries = amber.learning_entries
    assert {state: entries.in_state(state).exists() for state in log.State} == dict.fromkeys(log.State, True)
    assert entries.in_state(log.State.RETURNED).get().returned_because
    assert len(set(entries.values_list("kind", flat=True))) > 8
    assert entries.exclude(kind__in=log.COUNTING).exists()
    assert entries.filter(in_paid_time=False).exists()
    assert LearningEntry.history.filter(apprentice=amber, state="returned").count() == 2
    assert amber.breaks.exists()
    assert len([piece for piece in own_data(amber.person).pieces if piece.kind == "Entry of learning"]) > 60


def check_entries(today):
    """Manager and deputy have some to accept, of which some have waited for long; one month is empty."""
    waiting = LearningEntry.objects.waiting().filter(
        apprentice__manager_terms__manager__person__email=ADDRESS.format("manager"),
        apprentice__manager_terms__until_on=None,
    )
    late = waiting.filter(submitted_at__lt=dates.moment(today) - WAITS_TOO_LONG)
    assert 5 <= late.count() < waiting.count()
    assert waiting.values("apprentice").distinct().count() > 1
    assert set(LearningEntry.objects.values_list("source", flat=True)) == set(LearningEntry.Source)
    bo = Apprentice.objects.get(person__email=ADDRESS.format("bo.inventado"))
    days = bo.learning_entries.values_list("learned_on", flat=True)
    empty = dates.add_months(today.replace(day=1), -3)
    assert empty_months(bo.starts_on, days, today) == [empty]


def check_times():
    agreed = {
        in_words(pattern) for pattern in LearningTime.objects.agreed().values_list("pattern", flat=True)
    }
    assert {"every Friday", "Tuesday and Thursday afternoons", "every Monday to Friday"} <= agreed
    assert LearningTime.objects.agreed().filter(in_blocks=True).exists()
    proposals = LearningTime.objects.proposed().select_related("apprentice")
    sides = {(time.by_apprentice, str(time.apprentice)) for time in proposals}
    assert sides == {(True, "Tam Makebelieve"), (False, "Amber Sampleton")}


def check_due(today):
    due = with_learning_due(Apprentice.objects.all(), today)
    assert [str(one) for one in due.exclude(twice_not_protected=None)] == ["Ivo Stencil"]
    amber = due.get(person__email=ADDRESS.format("apprentice"))
    assert (amber.answered_last_month, amber.protected_answers.count()) == (False, 4)


# The first and the last days of long and short months, and one in between.
def check_plans(today):
    """Plans in every state; of this month one is agreed, one shared, one a draft."""
    plans = WorkPlan.objects.filter(apprentice__cohort__slug__endswith="current")
    assert {plan.state for plan in plans} == set(State)
    month = today.replace(day=1)
    assert {plan.state for plan in plans.filter(month_on=month)} == {State.DRAFT, State.SHARED, State.AGREED}
    later = {plan.state for plan in plans.filter(month_on__gt=month)}
    assert later == {State.DRAFT, State.SHARED}
    assert plans.filter(reviewed_at__isnull=False, reflected_at=None).count() == 2
    items = PlanItem.objects.filter(plan__in=plans)
    assert set(items.values_list("state", flat=True)) == set(ItemState)
    assert set(items.values_list("kind", flat=True)) == set(Kind)
    assert not WorkPlan.history.filter(history_date__date__gt=today).exists()
    assert not PlanItem.history.filter(history_date__date__gt=today).exists()


def check_amber_s_plans(today):
    amber, month = Apprentice.objects.get(person__email=ADDRESS.format("apprentice")), today.replace(day=1)
    plans = {plan.month_on: plan for plan in amber.work_plans.with_counts()}
    this = plans[month]
    assert (this.state, this.items.asked().count(), this.items.suggested().count()) == (State.AGREED, 2, 2)
    assert set(this.items.values_list("times_carried", flat=True)) == {0, 1, 3}
    assert plans[dates.add_months(month, -1)].state == State.REFLECTED
    assert dates.add_months(month, -5) not in plans
    assert plans[dates.add_months(month, 1)].state == State.DRAFT
    assert plans[dates.add_months(month, -4)].reflected_at is None
    assert len(plans) > 8


def check_portfolios(today):
    """Amber's, a colleague's who has finished, and three of a finished cohort, each with chosen projects."""
    shown = Portfolio.objects.select_related("apprentice__cohort")
    slugs = sorted(one.apprentice.cohort.slug.rpartition("-")[2] for one in shown)
    assert slugs == ["2020", "2020", "2020", "current", "current", "earlier", "earlier"]
    assert all(one.profile and one.apprentice.projects.chosen().count() > 1 for one in shown)
    links = PortfolioLink.objects.filter(apprentice__person__email=ADDRESS.format("apprentice"))
    assert (links.open(today).count(), links.exclude(withdrawn_at=None).count()) == (1, 1)
    projects = Project.objects.all()
    assert projects.values("title").distinct().count() > 8
    assert projects.exclude(feedback="").exists()
    assert projects.filter(outcome="").exists()
