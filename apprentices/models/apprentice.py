"""The record of one person's one apprenticeship."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from apprentices.life import Facts, around_out_of_order, status
from apprentices.models.leaving import HumanReason, WithdrawalReason, in_words, validate_human_reasons
from apprentices.models.people import Named
from apprentices.models.plan import EarlierPlan
from apprentices.models.queries import ApprenticeQuerySet
from apprentices.plan import VALUES, Plan
from cohorts.models import Cohort, Team
from hackit import dates, privacy, validators
from hackit.constraints import ConditionsAtOnce
from hackit.models import DayField, LinesField, Tidied
from providers.models import Contact, Provider, Standard

# The same whether somebody here or elsewhere has it: a refusal tells nothing about anybody.
WRONG_ULN = "This cannot be the ULN of this person. Compare it with the learning record."
NOT_ENDED = Q(completed_on__isnull=True, withdrawn_on__isnull=True)


class UlnField(Tidied, models.CharField):
    """A ULN; "not known yet" is a blank wherever it comes from, and never an identity."""

    def to_python(self, value):
        value = super().to_python(value)
        return "" if value == validators.ULN_NOT_KNOWN_YET else value


class Apprentice(ConditionsAtOnce, models.Model):
    """One person's one apprenticeship; somebody who starts a second one gets a second record.

    Facts are stored and the status is read from them for any day, so nothing needs a nightly job.
    """

    personal = privacy.Personal(
        about="person",
        whom="apprentices",
        why="To run the apprenticeship: who learns what, with whom, from when until when.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("tutor",),
        work=(
            "person",
            "cohort",
            "team",
            "provider",
            "tutor",
            "standard",
            "first_day_at_work_on",
            "starts_on",
            "planned_end_on",
            "contract_ends_on",
            "probation_ends_on",
            "weekly_hours",
            "planned_learning_hours",
            "recognised_hours",
            "gateway_on",
            "assessment_on",
            "completed_on",
            "result",
            "withdrawn_on",
            "withdrawal_reason",
            "redundant",
            "previous",
        ),
        identity=("uln",),
        words=("quiet_place",),
        sensitive=("under_18", "english_or_maths", "human_reasons", "would_have_kept"),
    )

    WithdrawalReason, HumanReason = WithdrawalReason, HumanReason

    class Result(models.TextChoices):
        PASS = "pass", "Pass"
        MERIT = "merit", "Merit"
        DISTINCTION = "distinction", "Distinction"
        FAIL = "fail", "Fail"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="apprenticeships")
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="following",
        verbose_name="apprenticeship before this one",
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="apprentices")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="apprentices")
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, related_name="apprentices")
    tutor = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="apprentices",
        help_text="The provider's contact for this apprentice.",
    )
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="apprentices")
    uln = UlnField(
        "ULN",
        max_length=10,
        blank=True,
        validators=[validators.uln],
        help_text="The learner's number: 10 digits. Leave it blank while it is not known.",
    )
    first_day_at_work_on = DayField("first day at work")
    starts_on = DayField("first day of learning")
    planned_end_on = DayField("planned end", help_text="The planned gateway: the last day of learning.")
    contract_ends_on = DayField(
        "contract ends", null=True, blank=True, help_text="Blank for a permanent contract."
    )
    probation_ends_on = DayField("probation ends", null=True, blank=True)
    weekly_hours = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(1), MaxValueValidator(48)],
        help_text="Contracted hours a week, averaged over 52 weeks for term-time staff.",
    )
    planned_learning_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="What the signed training plan promises, in hours."
    )
    recognised_hours = models.PositiveSmallIntegerField("hours recognised as prior learning", default=0)
    under_18 = models.BooleanField("under 18 on the first day", default=False)
    english_or_maths = models.BooleanField("English or maths to be done", default=False)

    quiet_place = models.CharField(
        "quiet place for learning",
        max_length=200,
        blank=True,
        help_text="Where they can learn undisturbed: a room, a desk, or home on certain days.",
    )

    gateway_on = DayField("gateway reached on", null=True, blank=True)
    assessment_on = DayField("assessment begun on", null=True, blank=True)
    completed_on = DayField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    withdrawn_on = DayField(
        null=True, blank=True, help_text="The last day of learning of somebody who stops early."
    )
    withdrawal_reason = models.CharField(
        "reason for stopping", max_length=12, choices=WithdrawalReason, blank=True
    )
    redundant = models.BooleanField("made redundant", default=False)
    human_reasons = models.JSONField(
        "in human terms", default=list, blank=True, validators=[validate_human_reasons]
    )
    would_have_kept = LinesField("what would have kept them", max_length=1000, blank=True)

    named_by = ("person",)
    said_by = {"human_reasons": in_words}  # what says a value that its field cannot say by itself

    objects = ApprenticeQuerySet.as_manager()
    with_names = Named()
    history = HistoricalRecords()

    class Meta:
        base_manager_name = "with_names"
        ordering = ["person__full_name", "pk"]
        indexes = [models.Index(fields=["cohort", "planned_end_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=False) | Q(human_reasons=[], would_have_kept=""),
                name="apprentice_human_reasons_when_withdrawn",
                violation_error_message="Why somebody stopped is recorded with the withdrawal.",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=NOT_ENDED,
                name="apprentice_one_living",
                violation_error_message=(
                    "This person has an apprenticeship that has not ended. "
                    "Complete or withdraw it before adding another."
                ),
            ),
            models.UniqueConstraint(
                fields=["uln"],
                condition=NOT_ENDED & ~Q(uln=""),
                name="apprentice_uln_of_one_person",
                violation_error_message=WRONG_ULN,
            ),
            models.CheckConstraint(
                condition=Q(planned_end_on__gt=F("starts_on")),
                name="apprentice_ends_after_start",
                violation_error_message="The planned end must be after the first day of learning.",
            ),
            models.CheckConstraint(
                condition=Q(contract_ends_on__isnull=True)
                | Q(contract_ends_on__gt=F("first_day_at_work_on")),
                name="apprentice_contract_in_order",
                violation_error_message="The contract must end after the first day at work.",
            ),
            models.CheckConstraint(
                condition=Q(probation_ends_on__isnull=True)
                | Q(probation_ends_on__gt=F("first_day_at_work_on")),
                name="apprentice_probation_in_order",
                violation_error_message="Probation must end after the first day at work.",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__gte=1, weekly_hours__lte=48),
                name="apprentice_weekly_hours",
                violation_error_message="Weekly hours are a number from 1 to 48.",
            ),
            models.CheckConstraint(
                condition=Q(gateway_on__isnull=True) | Q(gateway_on__gte=F("starts_on")),
                name="apprentice_gateway_in_order",
                violation_error_message="Gateway comes after the first day of learning.",
            ),
            models.CheckConstraint(
                condition=Q(assessment_on__isnull=True)
                | Q(gateway_on__isnull=False, assessment_on__gte=F("gateway_on")),
                name="apprentice_assessment_in_order",
                violation_error_message=("Assessment comes after gateway: give the day of gateway too."),
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True)
                | Q(assessment_on__isnull=False, completed_on__gte=F("assessment_on")),
                name="apprentice_completed_in_order",
                violation_error_message=(
                    "Completion comes after assessment: give the day assessment began too."
                ),
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True, result="")
                | (Q(completed_on__isnull=False) & ~Q(result="")),
                name="apprentice_completed_with_result",
                violation_error_message="A result and the day of completion go together.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawal_reason="")),
                name="apprentice_withdrawn_with_reason",
                violation_error_message="A reason and the day of withdrawal go together.",
            ),
            models.CheckConstraint(
                condition=Q(redundant=False) | Q(withdrawn_on__isnull=False),
                name="apprentice_redundant_when_withdrawn",
                violation_error_message="Redundancy is recorded with a withdrawal.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | (
                    (Q(gateway_on__isnull=True) | Q(gateway_on__lte=F("withdrawn_on")))
                    & (Q(assessment_on__isnull=True) | Q(assessment_on__lte=F("withdrawn_on")))
                ),
                name="apprentice_withdrawn_in_order",
                violation_error_message="Nothing comes after the withdrawal: check the days of gateway and "
                "assessment.",
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(withdrawn_on__isnull=True),
                name="apprentice_ends_once",
                violation_error_message="An apprenticeship is completed or withdrawn, not both.",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("apprentice", args=[self.pk])

    def clean(self):
        errors = {}
        if self.team_id and self.cohort_id and self.team.organisation_id != self.cohort.organisation_id:
            errors["team"] = "Choose a team of the cohort's organisation."
        if (
            self.tutor_id
            and self.cohort_id
            and (
                self.tutor.organisation_id != self.cohort.organisation_id
                or self.tutor.provider_id != self.provider_id
            )
        ):
            errors["tutor"] = "Choose a tutor of the provider above."
        if self.pk and self.cohort_id and self._left_its_organisation():
            errors["cohort"] = "Choose a cohort of the same organisation."
        if self.uln and self._uln_of_somebody_else():
            errors["uln"] = WRONG_ULN
        before = self.previous and self.previous.ended_on
        if before and self.starts_on and self.starts_on <= before:
            errors["starts_on"] = f"The apprenticeship before this one ends on {dates.words(before)}."
        if errors:
            raise ValidationError(errors)
        if self.starts_on and (wrong := around_out_of_order(self.facts())):
            raise ValidationError(wrong)

    def _left_its_organisation(self):
        before = type(self).objects.filter(pk=self.pk)
        return before.exclude(cohort__organisation=self.cohort.organisation_id).exists()

    def _uln_of_somebody_else(self):
        others = type(self).objects.filter(uln=self.uln).exclude(pk=self.pk)
        return (others.exclude(person=self.person_id) if self.person_id else others).exists()

    @property
    def ended_on(self):
        """The day of completion or withdrawal; None while neither is known."""
        return self.completed_on or self.withdrawn_on

    def facts(self):
        """The stored facts that `apprentices.life` reads; what is around a record should be prefetched."""
        around = self.pk is not None
        return Facts(
            self.starts_on,
            self.gateway_on,
            self.assessment_on,
            self.completed_on,
            self.withdrawn_on,
            tuple(gap.stretch for gap in self.breaks.all()) if around else (),
            tuple(turn.stretch for turn in self.sent_back.all()) if around else (),
            tuple(attempt.failed_on for attempt in self.failed_attempts.all()) if around else (),
        )

    def plan(self):
        """The version of the plan that was agreed last, as `apprentices.plan` reads it."""
        return Plan(**{name: getattr(self, name) for name in VALUES})

    def plans(self):
        """The versions of the plan in order, the one agreed last at the end. One query."""
        earlier = self.earlier_plans.select_related(*EarlierPlan.named_by).order_by("until_on")
        return [*(one.plan() for one in earlier), self.plan()]

    def status_on(self, on):
        """The Status of this record on the day `on`."""
        return status(self.facts(), on)
