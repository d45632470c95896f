"""Time away from learning."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from apprentices.models.periods import Exclusive
from hackit import privacy
from hackit.access import Scoped
from hackit.models import DayField


class BreakQuerySet(Scoped, models.QuerySet):
    """Breaks in learning, of any apprentice."""


class BreakInLearning(Exclusive):
    """A break: its first day away belongs to it, the first day back does not.

    Source: DfE apprenticeship funding rules, breaks in learning.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To leave time away out of what is expected, and to move the end.",
        seen_by="the days: " + privacy.AROUND + "; the reason: " + privacy.COORDINATORS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=(
            "apprentice",
            "first_day_away_on",
            "expected_return_on",
            "first_day_back_on",
            "end_before_on",
        ),
        sensitive=("reason",),
    )

    overlap = "This break overlaps another one. Correct the days of one of them."
    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="breaks")
    first_day_away_on = DayField("first day away")
    expected_return_on = DayField("expected return", null=True, blank=True)
    first_day_back_on = DayField(
        "first day back", null=True, blank=True, help_text="Blank while they are away."
    )
    end_before_on = DayField(
        "planned end known before",
        null=True,
        blank=True,
        editable=False,
        help_text="The planned end that held until the return moved it.",
    )
    reason = models.CharField(max_length=200)

    objects = BreakQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "break in learning"
        verbose_name_plural = "breaks in learning"
        ordering = ["-first_day_away_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day_back_on__isnull=True) | Q(first_day_back_on__gt=F("first_day_away_on")),
                name="break_back_after_away",
                violation_error_message="The first day back must be after the first day away.",
            ),
            models.CheckConstraint(
                condition=Q(expected_return_on__isnull=True)
                | Q(expected_return_on__gt=F("first_day_away_on")),
                name="break_return_after_away",
                violation_error_message="The expected return must be after the first day away.",
            ),
            models.UniqueConstraint(
                fields=["apprentice"],
                condition=Q(first_day_back_on__isnull=True),
                name="break_one_open",
                violation_error_message="There is an open break already. Say when they came back.",
            ),
        ]

    def __str__(self):
        return f"Break from {self.first_day_away_on:%-d %B %Y}"

    @property
    def stretch(self):
        """The first day away and the first day back or None, as `life.Facts` holds them."""
        return self.first_day_away_on, self.first_day_back_on

    @property
    def span(self):
        back = self.first_day_back_on
        return self.first_day_away_on, back and back - timedelta(days=1)

    def clean(self):
        apprentice, away = self.whose, self.first_day_away_on
        if not (apprentice and away):
            return
        ended_on = apprentice.ended_on
        if apprentice.starts_on and away < apprentice.starts_on:
            raise ValidationError({"first_day_away_on": "A break begins after learning has begun."})
        if ended_on and away >= ended_on:
            raise ValidationError({"first_day_away_on": "A break begins before the apprenticeship ends."})
        self.refuse_overlap()
