"""Mandatory training of an organisation: which courses there are, for whom, and how often."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from cohorts import induction
from cohorts.models.organisation import Organisation, OrganisationsOwn
from hackit import dates, privacy
from hackit.models import DayField, LinesField


class CourseQuerySet(OrganisationsOwn):
    def asked(self):
        """The courses that people are asked to take today."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=dates.today()))


class Course(models.Model):
    """A course that is mandatory for some people of an organisation."""

    personal = privacy.Personal(
        why="To know who was trained to keep data safe, and in whatever else the organisation demands.",
        seen_by=privacy.EVERYBODY_HERE,
        nothing=(
            "organisation",
            "name",
            "audience",
            "link",
            "refresh_months",
            "within_days",
            "asked_from",
            "retired_on",
        ),
        words=("about",),
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="courses")
    name = models.CharField(max_length=120)
    about = LinesField("what it is about", max_length=500, blank=True)
    audience = models.CharField(
        "for whom",
        max_length=12,
        choices=[(one.value, words) for one, words in induction.AUDIENCES.items()],
        default=induction.Audience.ALL,
    )
    link = models.URLField(blank=True, max_length=300, help_text="Where it is taken or booked.")
    refresh_months = models.PositiveSmallIntegerField(
        "refreshed every so many months",
        null=True,
        blank=True,
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="Blank for once and for all.",
    )
    within_days = models.PositiveSmallIntegerField(
        "done within so many days",
        default=21,
        validators=[MaxValueValidator(365)],
        help_text="Of the first day at work; for who was here already, of the day from which it is asked.",
    )
    asked_from = DayField(
        "asked from",
        default=dates.today,
        help_text="Nobody is late before this day and the days above are over.",
    )
    retired_on = DayField(
        "no longer asked from", null=True, blank=True, help_text="What was recorded until then stays."
    )

    objects = CourseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="course_name_once",
                violation_error_message="There is a course of that name already.",
            ),
            models.CheckConstraint(
                condition=Q(refresh_months__isnull=True) | Q(refresh_months__range=(1, 120)),
                name="course_refreshed_after_months",
                violation_error_message="A course is refreshed after 1 to 120 months.",
            ),
        ]

    def __str__(self):
        return self.name

    def is_asked(self, on):
        """Whether people are asked to take it on a day."""
        return self.retired_on is None or self.retired_on > on
