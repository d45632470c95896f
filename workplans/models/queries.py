"""What is learned, beside the records of those who learn: sums and waits, made by the database."""

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Least

from apprentices.models import BreakInLearning, SentBack
from hackit import dates
from providers.models import PublishedHours
from workplans import log
from workplans.models.entries import LearningEntry
from workplans.models.protected import ProtectedAnswer
from workplans.models.times import LearningTime
from workplans.months import first_of


def with_learning(apprentices):
    """The records, each with what its standing is worked out from, in the same query.

    These are `accepted_minutes` and `submitted_minutes` that count, and `published_minimum`, the hours
    published for its standard and start, None where they are not known.
    """
    published = PublishedHours.objects.filter(
        Q(starts_until__isnull=True) | Q(starts_until__gte=OuterRef("starts_on")),
        standard=OuterRef("standard"),
        starts_from__lte=OuterRef("starts_on"),
    )
    return apprentices.annotate(
        accepted_minutes=counted_minutes(log.State.ACCEPTED),
        submitted_minutes=counted_minutes(log.State.SUBMITTED),
        published_minimum=Subquery(published.order_by("-starts_from").values("hours")[:1]),
    )


def counted_minutes(state, **wanted):
    """The minutes that count of an apprentice's entries in a `log.State`, of those that fit; 0 for none."""
    counted = LearningEntry.objects.counting().in_state(state).filter(**wanted)
    return Coalesce(_one(counted, Sum("minutes")), 0, output_field=IntegerField())


def _one(rows, aggregate):
    """One aggregate over the rows that an apprentice has."""
    mine = rows.filter(apprentice=OuterRef("pk")).order_by().values("apprentice")
    return Subquery(mine.annotate(_one=aggregate).values("_one"))


def with_learning_due(apprentices, on):
    """The records, each with what is due about its learning on the day `on`, in the same query.

    `waiting` entries since `waiting_since` (an instant), `returned` ones of days of learning since
    `returned_since`; the proposal of a learning time since `proposed_since`, `proposed_by_apprentice` or
    not; `has_learning_time` says whether one is agreed for the day or a later one, `learns_in_blocks`
    whether it comes in blocks.
    `learning_time_ended_on` is the last day of the one that ended last. `last_logged_on` is the last day
    before this month with learning that keeps its month, `away_last_month` the time of last month inside
    breaks. `answered_last_month` tells of the question about it, `twice_not_protected` of two “no” in a row
    that nobody has talked about, the second given on that day.
    """
    entries = LearningEntry.objects.all()
    waiting, returned = entries.in_state(log.State.SUBMITTED), entries.in_state(log.State.RETURNED)
    returned = returned.in_learning()  # the others never count: nobody need put them right
    month = dates.add_months(first_of(on), -1)
    times = LearningTime.objects.filter(apprentice=OuterRef("pk"))
    agreed = times.agreed()
    to_come = agreed.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    proposed = times.proposed()
    answers = ProtectedAnswer.objects.filter(apprentice=OuterRef("pk"))
    kept = entries.keeping_the_month().filter(apprentice=OuterRef("pk"), learned_on__lt=first_of(on))
    return apprentices.annotate(
        waiting=Coalesce(_one(waiting, Count("pk")), 0, output_field=IntegerField()),
        waiting_since=_one(waiting, Min("submitted_at")),
        returned=Coalesce(_one(returned, Count("pk")), 0, output_field=IntegerField()),
        returned_since=_one(returned, Min("answered_at")),
        proposed_since=Subquery(proposed.values("proposed_at")[:1]),
        proposed_by_apprentice=Coalesce(
            Subquery(proposed.values(by=Q(proposed_by=F("apprentice__person")))[:1]),
            Value(False),
            output_field=BooleanField(),
        ),
        has_learning_time=Exists(to_come),
        learns_in_blocks=Exists(agreed.filter(in_blocks=True)) & ~Exists(agreed.filter(in_blocks=False)),
        learning_time_ended_on=_one(LearningTime.objects.agreed().filter(until_on__lt=on), Max("until_on")),
        last_logged_on=Subquery(kept.order_by("-learned_on").values("learned_on")[:1]),
        away_last_month=_within(
            month, first_of(on), BreakInLearning, "first_day_away_on", "first_day_back_on"
        ),
        at_gateway_last_month=_within(month, first_of(on), SentBack, "reached_on", "sent_back_on"),
        answered_last_month=Exists(answers.filter(month_on=month)),
        twice_not_protected=Subquery(answers.to_talk_about(on).values("answered_on")[:1]),
    )


def _within(month, after, model, begins, ends):
    """The time that stretches of a kind take from a month, given as its first day and that of the next."""
    first, after = Value(month, DateField()), Value(after, DateField())
    still = Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": month})
    inside = model.objects.filter(still, **{f"{begins}__lt": after})
    span = Least(Coalesce(ends, after), after) - Greatest(begins, first)
    return _one(inside, Sum(ExpressionWrapper(span, DurationField())))
