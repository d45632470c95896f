"""Mandatory training that somebody did."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from cohorts.models import Course
from hackit import privacy
from hackit.access import Scoped
from hackit.models import AboutPeople, DayField


class CourseDoneQuerySet(AboutPeople, Scoped, models.QuerySet):
    """Courses that were done, by anybody."""


class CourseDone(models.Model):
    """A course that somebody did on a day; refreshed, it is another row."""

    personal = privacy.Personal(
        about="person",
        kind="mandatory training",
        whom="everybody in the programme",
        why="To show that people were trained to keep data safe.",
        seen_by="the person, their manager and deputies, and " + privacy.COORDINATORS,
        keep=privacy.KEEP_WITH_THE_PERSON,
        others=("recorded_by",),
        work=("course", "person", "done_on", "recorded_by"),
    )

    course = models.ForeignKey(Course, models.PROTECT, related_name="done")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="courses_done")
    done_on = DayField("done on")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="recorded by"
    )

    objects = CourseDoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "mandatory training done"
        verbose_name_plural = "mandatory training done"
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person", "done_on"],
                name="course_done_once_a_day",
                violation_error_message="This is recorded already.",
            )
        ]

    def __str__(self):
        return f"{self.course}, {self.person}"
