"""What one apprentice reads before their first day at work."""

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from cohorts.models import FirstDayWords
from hackit import filling, privacy
from hackit.access import Scoped
from hackit.models import DayField


class FirstDayQuerySet(Scoped, models.QuerySet):
    """First-day pages, of any apprentice."""


class FirstDay(FirstDayWords):
    """The first-day page of one apprentice: a draft until it is shown, and shown from then on.

    Who is the manager or the buddy is read from the record; here stands what nobody else knows.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        unread={"shown_on__isnull": True},
        whom="apprentices who are about to start, and those who meet them",
        why="To tell somebody new when and where to come and who is there.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_FIRST_DAY,
        work=("apprentice", "shown_on"),
    )

    DEMANDED = ("comes_at", "place", "met_by", "trouble")

    apprentice = models.OneToOneField("apprentices.Apprentice", models.CASCADE, related_name="first_day")
    shown_on = DayField("shown since", null=True, blank=True, help_text="Blank while it is a draft.")

    objects = FirstDayQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "first-day page"

    def __str__(self):
        return f"First-day page of {self.apprentice}"

    def clean(self):
        """What is shown is whole: nothing that is needed is missing, and no gap is left."""
        if not self.shown_on:
            return
        errors = {}
        for name, words in self.words().items():
            label = self._meta.get_field(name).verbose_name
            if not words and name in self.DEMANDED:
                errors[name] = f"Fill in {label}: the page can be shown only with it."
            elif isinstance(words, str) and (left := filling.gaps(words)):
                errors[name] = f"Something is still open under {label}: {' and '.join(left)}. Fill it in."
        if errors:
            raise ValidationError(errors)
