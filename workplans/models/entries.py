"""The log of off-the-job learning: what was learned when, and whether it was accepted."""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum, When
from django.db.models.functions import Cast, TruncMonth
from django.db.models.lookups import Exact
from simple_history.models import HistoricalRecords

from apprentices.models import Apprentice, BreakInLearning, SentBack
from hackit import dates, privacy, versions
from hackit.access import Scoped
from hackit.models import DayField, LinesField
from workplans import log
from workplans.months import EVERY_MONTH

WHO_LEARNS_AND_WHO_ACCEPTS = (
    "the apprentice, their manager and deputies while they are, and " + privacy.COORDINATORS
)


class EntryQuerySet(Scoped, models.QuerySet):
    """Entries of the log, of any apprentice."""

    def allowing(self, user, action, on=None):
        """Those of the records with which `user` may do `action`; see `access.allowing`."""
        return self.filter(apprentice__in=Apprentice.objects.allowing(user, action, on))

    def of_others(self, user):
        """Those of anybody but `user`: nobody answers their own."""
        return self.exclude(apprentice__person=user)

    def in_state(self, state):
        """Those that have come as far as a `log.State`."""
        return self.filter(state=state)

    def counting(self):
        """Those that count once they are accepted: a kind that counts, in paid time, on a day of learning.

        A day inside a break or outside of the apprenticeship does not, also when that was recorded later.
        """
        return self.filter(in_paid_time=True, kind__in=log.COUNTING).in_learning()

    def not_counting(self):
        """Those that will not count, accepted or not: the others than `counting`."""
        never = Q(in_paid_time=False) | ~Q(kind__in=log.COUNTING)
        return self.filter(never | _out_of_learning())

    def sums(self):
        """Rows of minutes and numbers by month, kind, state and all that counting hangs on.

        `day` is the first of the month; before August 2023 it is the day itself, because the rule of four
        weeks asks for days.
        """
        # PostgreSQL makes an instant of the first of a month.
        first = Cast(TruncMonth("learned_on"), models.DateField())
        month = Case(When(learned_on__lt=EVERY_MONTH, then=F("learned_on")), default=first)
        found = self.order_by().annotate(
            day=month, in_learning=Case(When(_out_of_learning(), then=False), default=True)
        )
        return found.values_list("day", "kind", "state", "in_paid_time", "in_learning").annotate(
            Sum("minutes"), Count("pk")
        )

    def keeping_the_month(self):
        """Those by which a month has learning in it: in paid time, on a day of learning, not returned."""
        kept = self.filter(in_paid_time=True, kind__in=log.KEEPS_THE_MONTH)
        return kept.exclude(state=log.State.RETURNED).exclude(_out_of_learning())

    def out_of_learning(self):
        """Those of a day inside a break, before the start, or after learning ended."""
        return self.filter(_out_of_learning())

    def in_learning(self):
        """Those of a day of learning: the others than `out_of_learning`."""
        return self.exclude(_out_of_learning())

    def waiting(self):
        """Those that wait to be accepted, the oldest day first."""
        return self.in_state(log.State.SUBMITTED).order_by("learned_on", "pk")


def _out_of_learning():
    """A condition on entries: whether their day is not one of learning."""
    away = BreakInLearning.objects.filter(
        Q(first_day_back_on__isnull=True) | Q(first_day_back_on__gt=OuterRef("learned_on")),
        apprentice=OuterRef("apprentice"),
        first_day_away_on__lte=OuterRef("learned_on"),
    )
    sent_back = SentBack.objects.filter(
        apprentice=OuterRef("apprentice"),
        reached_on__lt=OuterRef("learned_on"),
        sent_back_on__gt=OuterRef("learned_on"),
    )
    return (
        Q(learned_on__lt=F("apprentice__starts_on"))
        | Q(apprentice__gateway_on__lt=F("learned_on"))
        | Q(apprentice__withdrawn_on__lt=F("learned_on"))
        | Exists(away)
        | Exists(sent_back)
    )


def versions_seen(values):
    """{key: when it was sent} of the versions of entries that a page carried along; nonsense is left out."""
    seen = {}
    for value in values:
        key, _, sent = value.partition("@")
        if key.isdecimal() and len(key) <= versions.LONGEST:
            with suppress(ValueError):
                seen[int(key)] = datetime.fromisoformat(sent)
    return seen


class LearningEntry(models.Model):
    """One piece of learning on one day: submitted, then accepted or returned with a reason.

    Only accepted time counts. An accepted entry that is changed is submitted again.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        many=True,
        whom="apprentices",
        why="To know that the time for learning is kept, and to prove it.",
        seen_by=WHO_LEARNS_AND_WHO_ACCEPTS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("answered_by",),
        work=(
            "apprentice",
            "learned_on",
            "minutes",
            "kind",
            "in_paid_time",
            "source",
            "state",
            "submitted_at",
            "answered_at",
            "answered_by",
        ),
        words=("what", "link", "returned_because"),
    )

    State = models.TextChoices("State", [(state.name, (state, state.capitalize())) for state in log.State])

    class Source(models.TextChoices):
        TYPED = "typed", "Typed in"
        FILE = "file", "Brought in from a file"

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="learning_entries")
    learned_on = DayField("day")
    minutes = models.PositiveSmallIntegerField("time")
    kind = models.CharField(max_length=12, choices=[(key, kind.words) for key, kind in log.KINDS.items()])
    what = LinesField("what I learned", max_length=1000)
    in_paid_time = models.BooleanField(default=True)
    link = models.URLField(
        "link to what I made or read", blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    source = models.CharField(max_length=8, choices=Source, default=Source.TYPED, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED, editable=False)
    # It changes whenever the entry is sent, so it is also the version that somebody accepts.
    submitted_at = models.DateTimeField(editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    returned_because = LinesField("why it was returned", max_length=500, blank=True)

    said_by = {"minutes": log.in_words}

    objects = EntryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "entry of learning"
        verbose_name_plural = "entries of learning"
        ordering = ["-learned_on", "-pk"]
        indexes = [
            models.Index(
                fields=["apprentice", "state", "in_paid_time", "kind", "learned_on", "minutes"],
                name="entry_sums",
            ),
            models.Index(fields=["apprentice", "learned_on"], name="entry_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=log.QUARTER, minutes__lte=log.DAY),
                name="entry_minutes_of_a_day",
                violation_error_message="An entry is at least a quarter of an hour and at most 24 hours.",
            ),
            models.CheckConstraint(
                condition=Exact(F("minutes") % log.QUARTER, 0),
                name="entry_in_quarters",
                violation_error_message="Give the time in quarters of an hour.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, state="submitted")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(state="submitted")),
                name="entry_answered_at_and_by",
                violation_error_message="An answer comes with who gave it and when.",
            ),
            models.CheckConstraint(
                condition=Q(state="returned") | Q(returned_because=""),
                name="entry_returned_because",
                violation_error_message="Only an entry that is returned says why.",
            ),
        ]

    def __str__(self):
        return f"{log.in_words(self.minutes)} on {dates.words(self.learned_on)}"

    @property
    def version(self):
        """Its key and when it was sent, as a page carries it along; `versions_seen` reads it again."""
        return f"{self.pk}@{self.submitted_at.isoformat()}"
