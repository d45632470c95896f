"""How each apprentice stands with the hours of learning, for any set of apprentices, in one query.

The sums come with the records, made by the database: `workplans.models.with_learning`.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import CharField, DateField, Value
from django.db.models.functions import Cast

from apprentices.models import BreakInLearning, EarlierPlan, SentBack
from apprentices.plan import Plan, average_weekly_hours
from hackit import dates
from workplans import log, off_the_job
from workplans.log import HOUR
from workplans.models import LearningTime
from workplans.off_the_job import Level, Programme

BREAK, PLAN, SENT_BACK, BLOCK, WEEKLY = "break", "plan", "sent back", "block", "weekly"


@dataclass(frozen=True)
class Learning:
    """The hours of one apprentice as of a day: what is demanded, promised, planned and done.

    `plan` are the hours of the training plan, None where there are none; `accepted` and `submitted` are
    the hours that count or would count; `returns` are gateways sent back, (reached on, sent back on);
    `in_blocks` says whether all that is agreed are blocks.
    """

    programme: Programme
    percent: int
    plan: Decimal | None
    accepted: Decimal
    submitted: Decimal
    finished_on: date | None
    on: date
    returns: tuple = ()
    in_blocks: bool = False

    @cached_property
    def requirement(self):
        """The minimum; see `off_the_job.requirement`."""
        return off_the_job.requirement(self.programme)

    @cached_property
    def promise(self):
        """The hours that the organisation promises."""
        return off_the_job.promise(self.programme, self.percent)

    @property
    def target(self):
        """The hours that standing is measured by: the plan's if there are any, else the promise."""
        return self.promise if self.plan is None else self.plan

    @cached_property
    def expected(self):
        """The hours expected by the day."""
        return off_the_job.expected(self.programme, self.target, self.on)

    @cached_property
    def standing(self):
        """The Standing on the day."""
        return off_the_job.standing(
            self.programme, self.target, self.accepted, self.on, self.submitted, self.finished_on
        )

    @property
    def in_short(self):
        """What stands beside the level in a table: 9.5 hours behind, 3 waiting."""
        match self.standing.level:
            case Level.FINISHED:
                return f"ended {dates.words(self.finished_on)}"
            case Level.ON_A_BREAK:
                return f"since {dates.words(off_the_job.on_a_break(self.programme, self.on))}"
            case Level.NOT_STARTED:
                return f"starts {dates.words(self.programme.starts_on)}"
            case Level.GETTING_STARTED:
                return f"{in_table(self.accepted)} hours accepted so far"
            case Level.COMPLETE:
                return f"{in_table(self.accepted)} of {in_table(self.target)} hours accepted"
        behind = off_the_job.in_minutes(self.expected) - off_the_job.in_minutes(self.accepted)
        number, side = log.in_table(abs(behind)), "behind" if behind > 0 else "ahead"
        hours = f"{number} hour{'' if number == '1' else 's'} {side}"
        waiting = f", {in_table(self.submitted)} waiting" if self.submitted else ""
        return f"{'as expected' if number == '0' else hours}{waiting}"


def learning(apprentices, on):
    """{key: Learning} of records fetched `with_learning`, as of the day `on`. One query."""
    rows = defaultdict(lambda: defaultdict(list))
    for kind, pk, first, second, weekly in _rows([apprentice.pk for apprentice in apprentices]):
        rows[pk][kind].append(Plan(until_on=first, weekly_hours=weekly) if kind == PLAN else (first, second))
    return {one.pk: _learning(one, rows[one.pk], on) for one in apprentices}


def _learning(apprentice, rows, on):
    plans = [*sorted(rows[PLAN], key=_until), apprentice.plan()]
    more = {"returns": tuple(rows[SENT_BACK]), "in_blocks": bool(rows[BLOCK]) and not rows[WEEKLY]}
    return replace(learning_of(apprentice, plans, rows[BREAK], on), **more)


def learning_of(apprentice, plans, breaks, on):
    """The Learning of one record fetched `with_learning`, with its Plans in order and its breaks."""
    starts_on, ends_on = apprentice.starts_on, apprentice.planned_end_on
    programme = Programme(
        starts_on,
        ends_on,
        average_weekly_hours(plans, starts_on, ends_on, breaks),
        apprentice.published_minimum,
        apprentice.recognised_hours,
        tuple(sorted(breaks, key=lambda gap: gap[0])),
    )
    planned = apprentice.planned_learning_hours
    return Learning(
        programme=programme,
        percent=apprentice.cohort.organisation.promise_percent,
        plan=None if planned is None else Decimal(planned),
        accepted=hours(apprentice.accepted_minutes),
        submitted=hours(apprentice.submitted_minutes),
        finished_on=log.finished_on(apprentice),
        on=on,
    )


def hours(minutes):
    """Whole minutes as hours, a Decimal."""
    return Decimal(minutes) / HOUR


def in_table(hours):
    """Hours as a table shows them, rounded as in sentences: 6.5."""
    return log.in_table(off_the_job.in_minutes(hours))


def _rows(keys):
    """(kind, key of the apprentice, day, day or None, hours a week or None) of plans and what lies around."""
    no_day, agreed = Cast(Value(None), DateField()), LearningTime.objects.agreed()
    no_hours = Cast(Value(None), EarlierPlan._meta.get_field("weekly_hours").clone())

    def of(kind, rows, first, second=no_day, hours=no_hours):
        found = rows.filter(apprentice__in=keys).order_by()
        return found.values_list(Value(kind, CharField()), "apprentice", first, second, hours)

    return of(PLAN, EarlierPlan.objects, "until_on", hours="weekly_hours").union(
        of(BREAK, BreakInLearning.objects, "first_day_away_on", "first_day_back_on"),
        of(SENT_BACK, SentBack.objects, "reached_on", "sent_back_on"),
        of(BLOCK, agreed.filter(in_blocks=True), "from_on", "until_on"),
        of(WEEKLY, agreed.filter(in_blocks=False), "from_on", "until_on"),
        all=True,
    )


def _until(plan):
    return plan.until_on
