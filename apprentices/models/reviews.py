"""Progress reviews of three, and what was agreed in them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from simple_history.models import HistoricalRecords

from apprentices.models.agreed import Agreed, once
from hackit import dates, privacy
from hackit.access import Scoped
from hackit.models import DayField, LinesField

ALL_THREE = "the apprentice, their manager and deputies while they are, and " + privacy.COORDINATORS


class ReviewQuerySet(Scoped, models.QuerySet):
    """Reviews of three, of any apprentice."""

    def still_agreed(self):
        """A review for each thing that was agreed in it and is not done, with what, who and by when.

        These are its `what`, `owner` and `due_on`: one query, where two relations would take two.
        """
        agreed = {name: F(f"agreed_actions__{name}") for name in ("what", "owner", "due_on", "done_on")}
        return self.annotate(**agreed).filter(what__isnull=False, done_on__isnull=True)


class AgreedActionQuerySet(Scoped, models.QuerySet):
    """What was agreed in reviews of three, of any apprentice."""


class Review(models.Model):
    """A progress review of three: provider, manager and apprentice look back and agree what comes next."""

    personal = privacy.Personal(
        about="apprentice__person",
        kind="review of three",
        whom="apprentices",
        why="To know that reviews are held when they are due, and what was agreed.",
        seen_by=ALL_THREE,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "held_on", "apprentice_there", "manager_there", "provider_there"),
        words=("others_there", "summary"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="reviews")
    held_on = DayField()
    apprentice_there = models.BooleanField("the apprentice", default=True)
    manager_there = models.BooleanField("the manager", default=True)
    provider_there = models.BooleanField("the provider", default=True)
    others_there = models.CharField("who else was there", max_length=200, blank=True)
    summary = LinesField("what was talked about", max_length=3000, blank=True)

    objects = ReviewQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "review of three"
        verbose_name_plural = "reviews of three"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "held_on"],
                name="review_one_a_day",
                violation_error_message="A review on this day is recorded already: correct that one.",
            ),
        ]

    def __str__(self):
        return f"Review of {dates.words(self.held_on)}"

    def clean(self):
        if not (self.held_on and self.apprentice_id):
            return
        if self.held_on < self.apprentice.starts_on:
            raise ValidationError({"held_on": "A review is held after the first day of learning."})
        if self.apprentice.ended_on and self.held_on > self.apprentice.ended_on:
            raise ValidationError({"held_on": "A review is held before the apprenticeship ends."})


class AgreedAction(Agreed):
    """One thing that was agreed in a review: what, by whom and by when."""

    personal = privacy.Personal(
        about="review__apprentice__person",
        whom="apprentices",
        why="To do what was agreed, and to see that it was done.",
        seen_by=ALL_THREE,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("review",),
    )

    review = models.ForeignKey(Review, models.CASCADE, related_name="agreed_actions")

    named_by = ("review",)

    objects = AgreedActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Agreed.Meta):
        constraints = [once("review", "agreed_action_once")]

    @property
    def agreed_on(self):
        """The day of the review."""
        return self.review.held_on if self.review_id else None
