"""Ways that led back: a gateway that was sent back, an assessment that was failed with a resit planned."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from hackit import dates, privacy
from hackit.access import Scoped
from hackit.models import DayField, LinesField


class TurnQuerySet(Scoped, models.QuerySet):
    """Gateways sent back and attempts failed, of any apprentice."""


class SentBack(models.Model):
    """A gateway that was reached on one day and sent back to learning on a later one."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To keep the status of past days right, and to know what was still missing.",
        seen_by="the days: " + privacy.AROUND + "; what was missing: " + privacy.COORDINATORS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "reached_on", "sent_back_on"),
        words=("why",),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="sent_back")
    reached_on = DayField("gateway reached on")
    sent_back_on = DayField()
    why = LinesField("what was still missing", max_length=500)

    objects = TurnQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "gateway sent back"
        verbose_name_plural = "gateways sent back"
        ordering = ["-reached_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_back_on__gt=F("reached_on")),
                name="sent_back_after_reached",
                violation_error_message="Gateway is sent back after the day on which it was reached.",
            ),
        ]

    def __str__(self):
        return f"Gateway of {dates.words(self.reached_on)}, sent back on {dates.words(self.sent_back_on)}"

    @property
    def stretch(self):
        """The day gateway was reached and the day it was sent back, as `life.Facts` holds them."""
        return self.reached_on, self.sent_back_on


class FailedAttempt(models.Model):
    """An assessment that was failed, with a resit planned: the person stays in assessment."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To know that a resit is coming, and by when its result is expected.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "failed_on", "resit_on"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="failed_attempts")
    failed_on = DayField()
    resit_on = DayField("resit planned for")

    objects = TurnQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-failed_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resit_on__gt=F("failed_on")),
                name="failed_attempt_resit_later",
                violation_error_message="The resit comes after the day of the result.",
            ),
            models.UniqueConstraint(
                fields=["apprentice", "failed_on"],
                name="failed_attempt_one_a_day",
                violation_error_message="A fail on this day is recorded already.",
            ),
        ]

    def __str__(self):
        return f"Failed on {dates.words(self.failed_on)}, resit on {dates.words(self.resit_on)}"
