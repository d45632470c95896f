"""Where apprentices work, and who starts together."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from cohorts.models.induction import InductionTemplate
from cohorts.models.organisation import Organisation, OrganisationsOwn
from hackit import privacy, validators
from hackit.models import DayField


class Team(models.Model):
    """A team that apprentices work in."""

    personal = privacy.Personal(
        why="To say where an apprentice works.",
        seen_by=privacy.EVERYBODY_HERE,
        nothing=("organisation", "name", "directorate"),
    )

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

    personal = privacy.Personal(
        why="To plan for those who start together.",
        seen_by=privacy.EVERYBODY_HERE,
        nothing=("organisation", "name", "slug", "starts_on", "expected_end_on", "induction_template"),
    )

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
    induction_template = models.ForeignKey(
        InductionTemplate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cohorts",
        verbose_name="induction",
        help_text="What those who start in this cohort are given. “Induction” above gives it to them.",
    )

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

    def clean(self):
        template = self.induction_template
        if template and self.organisation_id and template.organisation_id != self.organisation_id:
            raise ValidationError({"induction_template": "Choose a template of the same organisation."})
