"""What the leaving manager tells the next one."""

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from apprentices.models.people import ManagerTerm
from hackit import dates, privacy
from hackit.access import Scoped
from hackit.models import DayField, LinesField


class HandoverQuerySet(Scoped, models.QuerySet):
    """Handover notes, of any apprentice."""


class HandoverNote(models.Model):
    """The note for whoever becomes manager: it opens on the first day of their time, for them alone.

    The apprentice is told who and when, and never reads the note. Until it has been read it stays on top
    of the new manager's page.
    """

    personal = privacy.Personal(
        about="term__apprentice__person",
        withheld=True,
        whom="apprentices and managers",
        why="To hand an apprentice over without losing what was promised.",
        seen_by="the leaving manager, the new one from their first day on, and " + privacy.COORDINATORS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("term__manager__person",),
        work=("term", "read_on"),
        words=("going_on", "promised", "next_dates"),
    )

    WORDS = ("going_on", "promised", "next_dates")

    term = models.OneToOneField(ManagerTerm, models.CASCADE, related_name="note", verbose_name="new manager")
    going_on = LinesField("what is going on", max_length=3000, blank=True)
    promised = LinesField("what was promised", max_length=3000, blank=True)
    next_dates = LinesField(max_length=3000, blank=True)
    read_on = DayField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()
    history = HistoricalRecords()

    def __str__(self):
        return f"Handover note for {dates.words(self.term.from_on)}"

    def clean(self):
        if not any(getattr(self, name) for name in self.WORDS):
            raise ValidationError("Write something: what is going on, what was promised, or what comes next.")
