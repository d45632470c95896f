"""Mandatory training that somebody did."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from apprentices.models.apprentice import Apprentice
from apprentices.models.people import Buddy, Manager
from cohorts.models import Coordinator, Course
from hackit import privacy
from hackit.access import Action, Scoped
from hackit.models import AboutPeople, DayField


def courses_of(user, on):
    """The courses asked where `user` has a part on a day, each with what they are there. One query.

    `first_day` and `manages` make their Place, see `apprentices.training`; `last_done_on` is when they did
    it last. Which of the courses are for them is said by the Place.
    """
    here = {"organisation": OuterRef("organisation"), "person": user}
    living = Apprentice.objects.living(on).filter(cohort__organisation=OuterRef("organisation"), person=user)
    done = CourseDone.objects.filter(course=OuterRef("pk"), person=user, done_on__lte=on)
    courses = Course.objects.asked().annotate(
        first_day=Subquery(living.values("first_day_at_work_on")[:1]),
        manages=Exists(Manager.objects.filter(**here)),
        last_done_on=Subquery(done.values("done_on")[:1]),
    )
    beside = Exists(Coordinator.objects.filter(**here)) | Exists(Buddy.objects.filter(**here))
    return courses.filter(Q(first_day__isnull=False) | Q(manages=True) | beside)


class CourseDoneQuerySet(AboutPeople, Scoped, models.QuerySet):
    """Courses that were done, by anybody."""

    def allowing(self, user, action, on):
        """Those that `user` may see or, by Action.RECORD_TRAINING, take back: their own, and those of the
        apprentices with whom they may do `action`; of everybody where they coordinate.

        One's own of a place in which one has no part any more can only be read.
        """
        own = Q(person=user)
        if action == Action.RECORD_TRAINING:
            own &= Q(course__in=courses_of(user, on).order_by().values("pk"))
        records = (
            Apprentice.objects.allowing(user, action, on)
            .exclude(person=user)
            .filter(person=OuterRef("person"), cohort__organisation=OuterRef("course__organisation"))
        )
        coordinated = Q(course__organisation__in=user.organisations.values("pk"))
        return self.filter(own | coordinated | Exists(records))

    def told(self, user, on):
        """With what a list of them names, the newest first; `may_go` says whether `user` may take it back."""
        mine = self.model.objects.allowing(user, Action.RECORD_TRAINING, on).filter(pk=OuterRef("pk"))
        return self.annotate(may_go=Exists(mine)).select_related("course", "recorded_by")

    def last(self, on):
        """(course, person, the day they did it last) by keys, as of the day `on`."""
        found = self.filter(done_on__lte=on).order_by().values_list("course", "person")
        return found.annotate(models.Max("done_on"))


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
