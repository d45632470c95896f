"""A private word of an apprentice with the coordinator, past the manager."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from apprentices.models.people import DeputyTerm, ManagerTerm
from cohorts.models import Coordinator
from hackit import privacy
from hackit.access import Action
from hackit.models import DayField, LinesField


def _beside(person, user):
    """Conditions on a row whose `person` is an apprentice: is or was `user` a manager or deputy of theirs?

    Of any apprenticeship of that person, and whoever is named for later too.
    """
    theirs = {"apprentice__person": OuterRef(person)}
    managed = ManagerTerm.objects.filter(**theirs, manager__person=user)
    return Exists(managed) | Exists(DeputyTerm.objects.filter(**theirs, deputy__person=user))


def who_may_read(record):
    """The Coordinators who read what the apprentice of a record says in confidence, by name. One query."""
    theirs = {"apprentice__person": record.person_id}
    coordinators = Coordinator.objects.filter(
        organisation__cohorts=record.cohort_id, person__is_active=True
    ).exclude(person=record.person_id)
    return coordinators.exclude(
        Exists(ManagerTerm.objects.filter(**theirs, manager__person=OuterRef("person")))
        | Exists(DeputyTerm.objects.filter(**theirs, deputy__person=OuterRef("person")))
    ).select_related("person")


class ConcernQuerySet(models.QuerySet):
    def for_the_eyes_of(self, user, on=None, action=Action.SEE_CONCERNS):
        """The private words that `user` may read: their own, and as coordinator those raised to them.

        Action.ANSWER_CONCERNS leaves those that they may answer.

        A coordinator who is, was or will be the manager or a deputy of the apprentice reads none of theirs:
        they are past the manager. `who_may_read` says the same the other way round.
        """
        records = self.model._meta.get_field("apprentice").related_model.objects
        seen = self.filter(apprentice__in=records.allowing(user, action, on).order_by().values("pk"))
        return seen.filter(Q(apprentice__person=user) | ~_beside("apprentice__person", user))

    def of(self, user):
        """Those that `user` raised."""
        return self.filter(apprentice__person=user)

    def of_others(self, user):
        """Those that somebody else raised: nobody answers their own."""
        return self.exclude(apprentice__person=user)

    def waiting(self):
        """Those that wait for the coordinator: not acknowledged yet, or without an answer."""
        return self.filter(answered_at__isnull=True, closed_at__isnull=True)

    def open(self):
        """Those that nobody has closed."""
        return self.filter(closed_at__isnull=True)


class Concern(models.Model):
    """What an apprentice says in confidence, until it is answered and closed.

    It has no history and no place in the admin: nobody but the apprentice and the coordinators of the
    organisation ever sees it.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        only_theirs=True,
        kind="private word with the coordinator",
        whom="apprentices",
        why="To let somebody speak past their manager.",
        seen_by="the apprentice and " + privacy.COORDINATORS + ", without those who manage the apprentice",
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("acknowledged_by", "answered_by", "closed_by"),
        work=(
            "apprentice",
            "raised_at",
            "acknowledged_at",
            "acknowledged_by",
            "answer_by_on",
            "answered_at",
            "answered_by",
            "closed_at",
            "closed_by",
        ),
        sensitive=("words", "answer"),
        needed=("words", "answer"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="concerns")
    words = LinesField("what is it about?", max_length=4000)
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_by_on = DayField("an answer comes by", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = LinesField("your answer", max_length=4000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "private word"
        ordering = [F("closed_at").desc(nulls_first=True), "-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    acknowledged_at__isnull=True, acknowledged_by__isnull=True, answer_by_on__isnull=True
                )
                | Q(
                    acknowledged_at__isnull=False,
                    acknowledged_by__isnull=False,
                    answer_by_on__isnull=False,
                ),
                name="concern_acknowledged_with_a_day",
                violation_error_message="Say by which day an answer comes.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, acknowledged_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="concern_answered_at_and_by",
                violation_error_message="Write an answer.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="concern_closed_at_and_by",
            ),
        ]

    def __str__(self):
        return "A private word"
