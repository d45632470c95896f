"""Who starts together, and where: the employer, its coordinators, teams and cohorts."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from hackit import validators
from hackit.access import Scoped
from hackit.models import AboutPeople, DayField

NEUTRAL_COLOUR = "#1d4f6e"


class OrganisationQuerySet(Scoped, models.QuerySet):
    def of_person(self, user):
        """The organisations that `user` belongs to, in whatever role."""
        return self.filter(
            Q(pk__in=user.coordinator_roles.values("organisation"))
            | Q(pk__in=self.filter(managers__person=user).values("pk"))
            | Q(pk__in=self.filter(buddies__person=user).values("pk"))
            | Q(pk__in=self.filter(cohorts__apprentices__person=user).values("pk"))
        )

    def left_alone_without(self, user):
        """The organisations whose only coordinator who can sign in is `user`."""
        others = Coordinator.objects.filter(organisation=OuterRef("pk"), person__is_active=True)
        return self.filter(coordinators=user).exclude(Exists(others.exclude(person=user)))

    def with_coordinating(self, user):
        """Each organisation with `coordinated`: whether `user` runs its programme."""
        roles = Coordinator.objects.filter(organisation=OuterRef("pk"), person=user)
        return self.annotate(coordinated=Exists(roles))


class Organisation(models.Model):
    """An employer with its own programme. Several share an installation and never see each other."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(
        max_length=60,
        unique=True,
        validators=[validators.slug],
        help_text="The short name in commands, such as hackney.",
    )
    ukprn = models.CharField(
        "UKPRN",
        max_length=8,
        blank=True,
        validators=[validators.ukprn],
        help_text="The employer's own number: 8 digits starting with 1.",
    )
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Coordinator", related_name="organisations"
    )
    promise_percent = models.PositiveSmallIntegerField(
        "promise in percent",
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="How much of contracted time is for learning.",
    )
    introductions_a_day = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="A new starter meets at most this many people on one working day.",
    )
    brand_colour = models.CharField(
        max_length=7,
        default=NEUTRAL_COLOUR,
        validators=[validators.brand_colour],
        help_text="The colour of the bar on top of every page, as # and six digits or letters.",
    )
    logo_text = models.CharField(
        max_length=60, blank=True, help_text="What stands on top of every page, if not the name."
    )
    hr_name = models.CharField("HR contact", max_length=120, blank=True)
    hr_email = models.EmailField("HR email", blank=True)
    hr_phone = models.CharField("HR phone", max_length=40, blank=True)
    listener_name = models.CharField(
        "who to turn to if not the manager",
        max_length=120,
        blank=True,
        help_text="A person or a service that any apprentice may talk to.",
    )
    listener_email = models.EmailField("their email", blank=True)
    listener_phone = models.CharField("their phone", max_length=40, blank=True)

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(promise_percent__range=(1, 100)), name="organisation_promise_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(introductions_a_day__range=(1, 10)),
                name="organisation_introductions_a_day",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def title(self):
        """What stands on top of its pages."""
        return self.logo_text or self.name


class OrganisationsOwn(Scoped, models.QuerySet):
    """Records that belong to one organisation."""


class PeoplesRoles(AboutPeople, OrganisationsOwn):
    """What people are in one organisation."""


class Coordinator(models.Model):
    """One person who runs the programme of one organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="coordinator_roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="coordinator_roles")

    objects = PeoplesRoles.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["person__full_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                name="coordinator_once",
                violation_error_message="This person is a coordinator already.",
            )
        ]

    def __str__(self):
        return str(self.person)


class ClosingDay(models.Model):
    """A day on which the organisation is closed, beside weekends and bank holidays."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="closing_days")
    closed_on = DayField("day")
    reason = models.CharField(max_length=80, blank=True)

    objects = OrganisationsOwn.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["closed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "closed_on"],
                name="closing_day_once",
                violation_error_message="This closing day is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.closed_on:%-d %B %Y}"


class Team(models.Model):
    """A team that apprentices work in."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    directorate = models.CharField(max_length=120, blank=True)

    objects = OrganisationsOwn.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="team_name_once",
                violation_error_message="This organisation has a team of that name already.",
            )
        ]

    def __str__(self):
        return self.name


class Cohort(models.Model):
    """Apprentices of one organisation who start together (not the DfE's "cohort")."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=120)
    slug = models.SlugField(
        max_length=60,
        unique=True,
        validators=[validators.slug],
        help_text="The short name in addresses and files, such as hackney-2026.",
        error_messages={"unique": "This short name is taken. Add the year or the council's name."},
    )
    starts_on = DayField()
    expected_end_on = DayField(null=True, blank=True)

    objects = OrganisationsOwn.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="cohort_name_once",
                violation_error_message="This organisation has a cohort of that name already.",
            ),
            models.CheckConstraint(
                condition=Q(expected_end_on__isnull=True) | Q(expected_end_on__gt=F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message="The expected end must be after the start.",
            ),
        ]

    def __str__(self):
        return self.name
