"""Who teaches, and what: learning providers, apprenticeship standards and their published hours."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from cohorts.models import Organisation, OrganisationsOwn
from hackit import privacy, validators
from hackit.access import Scoped
from hackit.models import DayField


class OfTheInstallation(Scoped, models.QuerySet):
    """Records that every organisation shares."""


class Provider(models.Model):
    """A learning provider, as registered."""

    personal = privacy.Personal(
        why="To say who teaches.",
        seen_by=privacy.EVERYBODY_HERE,
        keep=privacy.KEEP_PUBLIC,
        nothing=("ukprn", "name", "known_as"),
    )

    ukprn = models.CharField(
        "UKPRN",
        max_length=8,
        unique=True,
        validators=[validators.ukprn],
        help_text="8 digits starting with 1.",
    )
    name = models.CharField("registered name", max_length=200)
    known_as = models.CharField(max_length=120, blank=True, help_text="The name people use, such as Ada.")

    objects = OfTheInstallation.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.known_as or self.name


class Standard(models.Model):
    """One version of a national apprenticeship standard."""

    personal = privacy.Personal(
        why="To say what is learned.",
        seen_by=privacy.EVERYBODY_HERE,
        keep=privacy.KEEP_PUBLIC,
        nothing=(
            "reference",
            "version",
            "version_major",
            "version_minor",
            "name",
            "level",
            "route",
            "lars_code",
            "status",
            "approved_on",
            "retired_on",
            "max_funding",
            "typical_duration",
        ),
    )

    class Status(models.TextChoices):
        APPROVED = "Approved for delivery"
        RETIRED = "Retired"

    reference = models.CharField(
        max_length=6,
        validators=[validators.standard_reference],
        help_text="ST, FA or AU and four digits.",
    )
    version = models.CharField(
        max_length=7,
        validators=[validators.standard_version],
        help_text="Text, not a number: 1.10 comes after 1.9.",
    )
    # 1.10 sorts after 1.9: the two numbers of the version, filled when it is saved.
    version_major = models.PositiveSmallIntegerField(editable=False)
    version_minor = models.PositiveSmallIntegerField(editable=False)
    name = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(2)])
    route = models.CharField(max_length=80, blank=True)
    lars_code = models.CharField("LARS code", max_length=6, blank=True, validators=[validators.lars_code])
    status = models.CharField(max_length=30, choices=Status, default=Status.APPROVED)
    approved_on = DayField("approved for delivery on", null=True, blank=True)
    retired_on = DayField(null=True, blank=True)
    max_funding = models.PositiveIntegerField("maximum funding in pounds", null=True, blank=True)
    typical_duration = models.PositiveSmallIntegerField("typical duration in months", null=True, blank=True)

    objects = OfTheInstallation.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "version_major", "version_minor"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "version"],
                name="standard_version_once",
                violation_error_message="This version of the standard is listed already.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True)
                | Q(approved_on__isnull=True)
                | Q(retired_on__gte=F("approved_on")),
                name="standard_retired_after_approved",
                violation_error_message="A version is retired after it was approved, not before.",
            ),
            models.CheckConstraint(
                condition=Q(level__range=(2, 7)),
                name="standard_level",
                violation_error_message="The level is a number from 2 to 7.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, level {self.level} ({self.reference} {self.version})"

    def save(self, *args, **kwargs):
        self.version_major, self.version_minor = map(int, self.version.split("."))
        super().save(*args, **kwargs)

    @property
    def title(self):
        """The standard as people say it: Data analyst, level 4."""
        return f"{self.name}, level {self.level}"


def open_on(versions, on):
    """The version of a standard that was open to somebody who started on a day; None when none was.

    `versions` are of one standard. The public list often gives all of them the day on which the standard
    was first approved: then the oldest not yet retired was the one.
    """
    day = date.min
    found = [
        standard
        for standard in versions
        if (standard.approved_on or day) <= on and (standard.retired_on is None or standard.retired_on >= on)
    ]
    newest = max((standard.approved_on or day for standard in found), default=None)
    found = [standard for standard in found if (standard.approved_on or day) == newest]
    return min(found, key=lambda standard: (standard.version_major, standard.version_minor), default=None)


class PublishedHours(models.Model):
    """Minimum off-the-job hours published for a version, for starts in a period.

    Dated rows, because 73 standards had transitional figures for starts from August to December
    2025. Source: DfE apprenticeship funding rules 2025/26, off-the-job training.
    """

    personal = privacy.Personal(
        why="To work out the hours that a standard demands.",
        seen_by=privacy.EVERYBODY_HERE,
        keep=privacy.KEEP_PUBLIC,
        nothing=("standard", "hours", "starts_from", "starts_until", "source"),
    )

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="published_hours")
    hours = models.PositiveSmallIntegerField(validators=[MinValueValidator(187)], help_text="At least 187.")
    starts_from = DayField("for starts from")
    starts_until = DayField("for starts until", null=True, blank=True)
    source = models.CharField(max_length=200)

    objects = OfTheInstallation.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "published hours"
        verbose_name_plural = "published hours"
        ordering = ["standard", "starts_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "starts_from"],
                name="published_hours_once",
                violation_error_message="There are hours for starts from this day already.",
            ),
            models.CheckConstraint(
                condition=Q(starts_until__isnull=True) | Q(starts_until__gte=F("starts_from")),
                name="published_hours_in_order",
                violation_error_message="The last day of the period is before its first.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=187),
                name="published_hours_at_least_187",
                violation_error_message="Published hours are never below 187.",
            ),
        ]

    def __str__(self):
        return f"{self.hours} hours for starts from {self.starts_from:%-d %B %Y}"

    def clean(self):
        others = type(self).objects.filter(standard=self.standard_id).exclude(pk=self.pk)
        if not (self.standard_id and self.starts_from):
            return
        others = others.filter(Q(starts_until__isnull=True) | Q(starts_until__gte=self.starts_from))
        if self.starts_until:
            others = others.filter(starts_from__lte=self.starts_until)
        if others.exists():
            raise ValidationError("There are hours for some of these starts already. End that period first.")


class Contact(models.Model):
    """A person at a provider, as one organisation knows them. The contact for an apprentice is the tutor."""

    class Part(models.TextChoices):
        TUTOR = "tutor", "Tutor"
        SAFEGUARDING = "safeguarding", "Safeguarding lead"
        ACCOUNT = "account", "Account manager"
        OTHER = "other", "Other"

    personal = privacy.Personal(
        whom="tutors and other people at providers, who have no account here",
        why="To reach the people at a provider who are responsible for an apprentice.",
        seen_by=privacy.AROUND,
        work=("organisation", "provider", "part"),
        identity=("name", "email", "phone"),
    )

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="contacts")
    part = models.CharField("what for", max_length=20, choices=Part, default=Part.TUTOR)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    objects = OrganisationsOwn.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "contact at a provider"
        verbose_name_plural = "contacts at providers"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "provider", "email", "part"],
                condition=~Q(email=""),
                name="contact_once",
                violation_error_message="This contact is listed already.",
            )
        ]

    def __str__(self):
        return self.name
