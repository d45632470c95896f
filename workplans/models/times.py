"""Agreed learning time: when somebody learns, proposed by one side and agreed by the other."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from hackit import dates, privacy
from hackit.access import Scoped
from hackit.models import DayField, LinesField
from workplans import learning_time
from workplans.models.entries import WHO_LEARNS_AND_WHO_ACCEPTS


class LearningTimeQuerySet(Scoped, models.QuerySet):
    """Agreed and proposed learning times, of any apprentice."""

    def agreed(self):
        """Those that both sides have agreed."""
        return self.filter(state=LearningTime.State.AGREED)

    def proposed(self):
        """Those that wait for the other side."""
        return self.filter(state=LearningTime.State.PROPOSED)


class LearningTime(models.Model):
    """The days of the week that are for learning, from a day until another."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To keep the time for learning free, and to know what is expected in a week.",
        seen_by=WHO_LEARNS_AND_WHO_ACCEPTS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("proposed_by", "answered_by"),
        work=(
            "apprentice",
            "from_on",
            "until_on",
            "pattern",
            "day_minutes",
            "in_blocks",
            "state",
            "proposed_at",
            "proposed_by",
            "answered_at",
            "answered_by",
        ),
        words=("declined_because",),
    )

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="learning_times")
    from_on = DayField("from")
    until_on = DayField("until", null=True, blank=True)
    pattern = models.CharField(
        "days of the week",
        max_length=7,
        validators=[RegexValidator(r"^[-MAD]{7}$", "Seven of - M A D, Monday first.")],
    )
    day_minutes = models.PositiveSmallIntegerField(
        "minutes in a whole day", validators=[MinValueValidator(60), MaxValueValidator(720)]
    )
    in_blocks = models.BooleanField("a block of whole weeks", default=False)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED, editable=False)
    proposed_at = models.DateTimeField(editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    declined_because = LinesField("why not", max_length=500, blank=True)

    said_by = {"pattern": learning_time.in_words}

    objects = LearningTimeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "agreed learning time"
        verbose_name_plural = "agreed learning times"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="learning_time_in_order",
                violation_error_message="The last day is the first one or a later one.",
            ),
            models.CheckConstraint(
                condition=Q(in_blocks=False) | Q(until_on__isnull=False),
                name="learning_time_block_ends",
                violation_error_message="A block has a last day.",
            ),
            models.CheckConstraint(
                condition=~Q(pattern=learning_time.EMPTY),
                name="learning_time_some_day",
                violation_error_message="Choose at least one day of the week.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, state="proposed")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(state="proposed")),
                name="learning_time_answered_at_and_by",
                violation_error_message="An answer comes with who gave it and when.",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") | Q(declined_because=""),
                name="learning_time_declined_because",
                violation_error_message="Only a proposal that was declined says why.",
            ),
            models.UniqueConstraint(
                fields=["apprentice"],
                condition=Q(state="proposed"),
                name="learning_time_one_proposal",
                violation_error_message="There is a proposal already: answer it or take it back first.",
            ),
        ]

    def __str__(self):
        until = f" until {dates.words(self.until_on)}" if self.until_on else ""
        return f"{learning_time.in_words(self.pattern)} from {dates.words(self.from_on)}{until}"

    def clean(self):
        starts_on = self.apprentice.starts_on if self.apprentice_id else None
        if starts_on and self.from_on and self.from_on < starts_on:
            words = f"Learning begins on {dates.words(starts_on)}: choose that day or a later one."
            raise ValidationError({"from_on": words})

    @property
    def by_apprentice(self):
        """Whether the apprentice proposed it: then their manager answers, else they do."""
        return self.proposed_by_id == self.apprentice.person_id

    def agreed(self):
        """It as `workplans.learning_time` reads it."""
        return learning_time.Agreed(
            self.from_on, self.until_on, self.pattern, self.day_minutes, self.in_blocks
        )
