"""The employer, its coordinators, and the days on which it is closed."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from hackit import privacy, validators
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


def _day_of_month(verbose_name, default, help_text):
    """A setting that every month of the year can hold."""
    return models.PositiveSmallIntegerField(
        verbose_name,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=f"{help_text} From 1 to 28.",
    )


class Organisation(models.Model):
    """An employer with its own programme. Several share an installation and never see each other."""

    personal = privacy.Personal(
        whom="the HR contact, and whoever apprentices may turn to if not the manager",
        why="To say who runs the programme, and whom to ask.",
        seen_by=privacy.EVERYBODY_HERE,
        nothing=(
            "name",
            "slug",
            "ukprn",
            "promise_percent",
            "introductions_a_day",
            "plan_shared_by",
            "plan_agreed_by",
            "plan_reviewed_by",
            "plan_least_days",
            "brand_colour",
            "logo_text",
            "keep_records_months",
            "keep_traces_months",
        ),
        identity=("hr_name", "hr_email", "hr_phone", "listener_name", "listener_email", "listener_phone"),
    )

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
    plan_shared_by = _day_of_month(
        "work plan shared by",
        25,
        "The day of the month before by which a manager shares the plan of a month.",
    )
    plan_agreed_by = _day_of_month(
        "work plan agreed by", 3, "The day of the month by which the apprentice agrees to its plan."
    )
    plan_reviewed_by = _day_of_month(
        "month reviewed by", 7, "The day of the next month by which the manager reviews a month."
    )
    plan_least_days = _day_of_month(
        "least days for a work plan", 10, "A month with fewer days of the programme expects no plan."
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
    keep_records_months = models.PositiveSmallIntegerField(
        "keep records, in months",
        default=privacy.RECORD_MONTHS,
        validators=[MinValueValidator(12), MaxValueValidator(180)],
        help_text="How long after its end an apprenticeship keeps its names, and its managers and buddies "
        "theirs: from 12 to 180 months. Then what tells who it was is erased.",
    )
    keep_traces_months = models.PositiveSmallIntegerField(
        "keep traces, in months",
        default=privacy.TRACE_MONTHS,
        validators=[MinValueValidator(3), MaxValueValidator(36)],
        help_text="How long invitations and first-day pages are kept, and closed accounts of people who were "
        "never beside an apprentice: from 3 to 36 months. Private addresses to stay in touch are kept as "
        f"long, and {privacy.ADDRESS_MONTHS} months at least: they are asked six months after the end.",
    )

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
            models.CheckConstraint(
                condition=Q(
                    plan_shared_by__range=(1, 28),
                    plan_agreed_by__range=(1, 28),
                    plan_reviewed_by__range=(1, 28),
                    plan_least_days__range=(1, 28),
                ),
                name="organisation_plan_days",
            ),
            models.CheckConstraint(
                condition=Q(keep_records_months__range=(12, 180), keep_traces_months__range=(3, 36)),
                name="organisation_keeps_for_a_while",
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

    personal = privacy.Personal(
        about="person",
        whom="coordinators",
        why="To say who runs the programme of an organisation, and let them.",
        seen_by=privacy.EVERYBODY_HERE,
        work=("organisation", "person"),
    )

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

    personal = privacy.Personal(
        why="To count working days.",
        seen_by=privacy.EVERYBODY_HERE,
        nothing=("organisation", "closed_on"),
        words=("reason",),
    )

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
