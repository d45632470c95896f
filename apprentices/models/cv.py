"""A CV: what the apprentice made of the draft that portfolio and record give."""

from django.db import models
from simple_history.models import HistoricalRecords

from apprentices.models.next_steps import NEXT_STEPS, NextStepsQuerySet
from hackit import privacy
from hackit.models import LinesField


class Cv(models.Model):
    """The CV of one apprentice in sections; the row exists once they saved it."""

    personal = privacy.Personal(
        about="apprentice__person",
        kind="CV",
        whom="apprentices",
        why="To help with applications.",
        seen_by=NEXT_STEPS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice",),
        identity=("contact",),
        words=("profile", "apprenticeship", "projects", "skills", "training", "more"),
    )

    SECTIONS = ("contact", "profile", "apprenticeship", "projects", "skills", "training", "more")

    apprentice = models.OneToOneField("apprentices.Apprentice", models.CASCADE, related_name="cv")
    contact = LinesField("how to reach me", max_length=500, blank=True)
    profile = LinesField("profile", max_length=1500, blank=True)
    apprenticeship = LinesField("apprenticeship", max_length=3000, blank=True)
    projects = LinesField("projects", max_length=8000, blank=True)
    skills = LinesField("skills", max_length=4000, blank=True)
    training = LinesField("training", max_length=3000, blank=True)
    more = LinesField(
        "anything else",
        max_length=4000,
        blank=True,
        help_text="School, other work, languages, what you do in your own time.",
    )

    named_by = ("apprentice__person",)

    objects = NextStepsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "CV"

    def __str__(self):
        return f"CV of {self.apprentice}"
