"""Where somebody went afterwards, and how they may be asked again."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from apprentices.destinations import WORK, Asked, Where
from apprentices.models.decision import Decision
from apprentices.models.next_steps import NEXT_STEPS, NextStepsQuerySet
from cohorts.models import PartnerEmployer
from hackit import privacy
from hackit.models import DayField, LowerCaseEmailField, choices
from hackit.tokens import may_be_one, new_token


class Destination(models.Model):
    """Where somebody went, as known at the end, and again six months later."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To know what becomes of apprentices, and whether the programme leads into the profession.",
        seen_by=NEXT_STEPS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("recorded_by",),
        work=(
            "apprentice",
            "asked",
            "where",
            "in_profession",
            "employer",
            "starts_on",
            "known_on",
            "recorded_by",
        ),
        words=("role", "employer_said"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="destinations")
    asked = models.CharField("asked", max_length=16, choices=choices(Asked))
    where = models.CharField("where they went", max_length=32, choices=choices(Where))
    in_profession = models.BooleanField("in the profession", null=True, blank=True)
    role = models.CharField(max_length=120, blank=True)
    employer = models.ForeignKey(
        PartnerEmployer, models.PROTECT, null=True, blank=True, related_name="destinations"
    )
    employer_said = models.CharField(
        "employer as they wrote it",
        max_length=120,
        blank=True,
        help_text="Until somebody says which employer of the list it is.",
    )
    starts_on = DayField("from", null=True, blank=True)
    known_on = DayField("known since")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="recorded by",
        help_text="Blank where they told it themselves by their link.",
    )

    named_by = ("apprentice__person",)

    objects = NextStepsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-known_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "asked"],
                name="destination_once_each_time",
                violation_error_message="This is recorded already: correct it instead.",
            ),
            models.CheckConstraint(
                condition=Q(in_profession__isnull=True) | Q(where__in=WORK),
                name="destination_profession_of_work",
                violation_error_message="Only work is in the profession or not.",
            ),
            models.CheckConstraint(
                condition=Q(employer__isnull=True, employer_said="") | Q(where=Where.OTHER_EMPLOYER),
                name="destination_employer_of_a_job",
                violation_error_message="Only a job with another employer has one.",
            ),
        ]

    def __str__(self):
        return self.get_where_display()


class StayingInTouchQuerySet(NextStepsQuerySet):
    def behind(self, token):
        """The one whose link has this token, while its person may be asked; None without."""
        if not may_be_one(token):
            return None
        asked = self.filter(token=token, sent_at__isnull=False, stopped_at__isnull=True)
        return asked.select_related("apprentice__person", "apprentice__cohort__organisation").first()


class StayingInTouch(models.Model):
    """A private address that an apprentice leaves, and the one question that is sent to it.

    It has no history and no place in the admin: an address that was taken back is gone.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        kind="private address to stay in touch",
        whom="apprentices who left it",
        why="To ask once, six months after the end, where they are now.",
        seen_by="the apprentice and " + privacy.COORDINATORS,
        keep=privacy.KEEP_PRIVATE_ADDRESS,
        work=("apprentice", "left_on", "sent_at", "failed_at", "answered_at", "stopped_at"),
        identity=("email",),
        secret=("token",),
    )

    apprentice = models.OneToOneField("apprentices.Apprentice", models.CASCADE, related_name="in_touch")
    email = LowerCaseEmailField("private email address", blank=True)
    left_on = DayField()
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    named_by = ("apprentice__person",)

    objects = StayingInTouchQuerySet.as_manager()

    class Meta:
        verbose_name = "private address"
        verbose_name_plural = "private addresses"
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(email=""),
                name="in_touch_stopped_is_forgotten",
            ),
        ]

    def __str__(self):
        return "A private address"


def with_destinations(apprentices):
    """The records, each with what is known of where its person went, in the same query.

    `known_at_end` and `known_later` say whether it was recorded; `may_be_asked` whether there is a private
    address that has not been asked, `wants_no_question` whether they said no, `decision_waits` whether a
    decision was recorded and never given in writing.
    """
    told = Destination.objects.filter(apprentice=OuterRef("pk"))
    touch = StayingInTouch.objects.filter(apprentice=OuterRef("pk"))
    return apprentices.annotate(
        known_at_end=Exists(told.filter(asked=Asked.AT_END)),
        known_later=Exists(told.filter(asked=Asked.LATER)),
        may_be_asked=Exists(touch.filter(stopped_at__isnull=True, sent_at__isnull=True).exclude(email="")),
        decision_waits=Exists(Decision.objects.filter(apprentice=OuterRef("pk"), given_on=None)),
        wants_no_question=Exists(touch.filter(stopped_at__isnull=False)),
    )
