"""Which openings an apprentice is interested in."""

from django.db import models

from apprentices.models.next_steps import NextStepsQuerySet
from cohorts.models import Opening
from hackit import privacy
from hackit.models import DayField


class Interest(models.Model):
    """One apprentice's interest in one opening: for them and the coordinators, and without history."""

    personal = privacy.Personal(
        about="apprentice__person",
        kind="interest in an opening",
        whom="apprentices",
        why="To let a coordinator bring people and vacancies together.",
        seen_by="the apprentice and " + privacy.COORDINATORS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "opening", "marked_on"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="interests")
    opening = models.ForeignKey(Opening, models.CASCADE, related_name="interests")
    marked_on = DayField()

    objects = NextStepsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "interest in openings"
        ordering = ["marked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "opening"],
                name="interest_once",
                violation_error_message="You have marked this already.",
            )
        ]

    def __str__(self):
        return "Interest in an opening"
