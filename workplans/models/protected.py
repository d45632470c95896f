"""Once a month one question to the apprentice: was your learning time protected?"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from hackit import dates, privacy
from hackit.access import Scoped
from hackit.models import DayField, LinesField
from workplans.months import first_of


class ProtectedAnswerQuerySet(Scoped, models.QuerySet):
    """Answers about protected time, of any apprentice."""

    def to_talk_about(self, on):
        """Those of “no” that follow a month of “no”, the newest first, while nobody has talked about it.

        They are about last month or the one before, seen from the day `on`: what is older is past.
        """
        of_theirs = ProtectedAnswer.objects.filter(apprentice=OuterRef("apprentice"))
        last = dates.add_months(first_of(on), -1)
        twice = Q(pk__in=[])
        for month in (last, dates.add_months(last, -1)):
            before = of_theirs.filter(month_on=dates.add_months(month, -1), answer="no")
            twice |= Q(month_on=month) & Exists(before)
        talked = of_theirs.filter(month_on__gte=OuterRef("month_on"), talked_on__isnull=False)
        return self.filter(twice, ~Exists(talked), answer="no").order_by("-month_on")


class ProtectedAnswer(models.Model):
    """What an apprentice answered about one month. A manager sees that it was answered, never what."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To notice early when the time for learning is not kept.",
        seen_by="the apprentice and " + privacy.COORDINATORS + "; others see that it was answered",
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("talked_by",),
        work=("apprentice", "month_on", "answered_on", "talked_on", "talked_by"),
        sensitive=("answer", "got_in_the_way"),
    )

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        MOSTLY = "mostly", "Mostly"
        NO = "no", "No"

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="protected_answers")
    month_on = DayField("first day of the month")
    answer = models.CharField("was your learning time protected?", max_length=8, choices=Answer, blank=True)
    got_in_the_way = LinesField("what got in the way", max_length=1000, blank=True)
    answered_on = DayField()
    talked_on = DayField("talked about it on", null=True, blank=True, editable=False)
    talked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ProtectedAnswerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "answer about protected time"
        verbose_name_plural = "answers about protected time"
        ordering = ["-month_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "month_on"],
                name="protected_answer_one_a_month",
                violation_error_message="This month is answered already: change that answer.",
            ),
            models.CheckConstraint(
                condition=Q(month_on__day=1),
                name="protected_answer_of_a_month",
                violation_error_message="A month is named by its first day.",
            ),
            models.CheckConstraint(
                condition=Q(talked_on__isnull=True, talked_by__isnull=True)
                | Q(talked_on__isnull=False, talked_by__isnull=False),
                name="protected_answer_talked_on_and_by",
                violation_error_message="A talk comes with who held it and when.",
            ),
        ]

    def __str__(self):
        return f"{self.month_on:%B %Y}"
