"""What was decided about somebody's time after the apprenticeship, and the letter that says so."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from apprentices.models.next_steps import NEXT_STEPS, NextStepsQuerySet
from apprentices.next_steps import Outcome
from hackit import filling, privacy
from hackit.models import DayField, LinesField, choices


class Decision(models.Model):
    """One decision, either way. The apprentice reads it from the day on which it is given in writing."""

    personal = privacy.Personal(
        about="apprentice__person",
        kind="decision on what comes next",
        whom="apprentices",
        why="To tell in writing, either way, whether there is a role.",
        seen_by=NEXT_STEPS + "; the apprentice once it is given in writing",
        keep=privacy.KEEP_APPRENTICESHIP,
        unread={"given_on__isnull": True},
        others=("decided_by",),
        work=("apprentice", "outcome", "decided_on", "decided_by", "starts_on", "given_on"),
        words=("role", "team", "next_manager", "pay", "letter"),
        needed=("letter",),
    )

    # What goes with a role, and is asked of no other decision.
    OF_A_ROLE = ("role", "team", "starts_on", "pay", "next_manager")

    apprentice = models.OneToOneField("apprentices.Apprentice", models.CASCADE, related_name="decision")
    outcome = models.CharField("what was decided", max_length=32, choices=choices(Outcome))
    decided_on = DayField("decided on")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name="recorded by"
    )
    role = models.CharField(max_length=120, blank=True)
    team = models.CharField(max_length=120, blank=True)
    starts_on = DayField("first day in the role", null=True, blank=True)
    pay = models.CharField("grade or pay", max_length=120, blank=True)
    next_manager = models.CharField("manager in the role", max_length=120, blank=True)
    letter = LinesField("the letter", max_length=5000, blank=True)
    given_on = DayField("given in writing on", null=True, blank=True)

    named_by = ("apprentice__person",)

    objects = NextStepsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "decision"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(given_on__gte=F("decided_on")) & ~Q(letter=""),
                name="decision_given_with_a_letter",
                violation_error_message="A decision is given by a letter, on the day it was made or later.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.NO_ROLE) | Q(starts_on__isnull=True),
                name="decision_without_a_role_starts_never",
                violation_error_message="Without a role there is no first day in it.",
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()

    def clean(self):
        """What is given in writing has no gap left."""
        if self.given_on and (left := filling.gaps(self.letter)):
            raise ValidationError(
                {"letter": f"Something is still open in the letter: {' and '.join(left)}. Fill it in."}
            )
