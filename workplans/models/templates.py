"""Templates of an organisation from which a work plan can begin: first month, project month, exam month."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from cohorts.models import Organisation
from hackit import privacy
from hackit.access import Scoped
from hackit.models import LinesField, choices
from workplans.work_plan import Kind

WHY = "To give whoever writes a work plan something to begin with."
SEEN_BY = "managers, deputies and " + privacy.COORDINATORS


class TemplateQuerySet(Scoped, models.QuerySet):
    """Templates for work plans, of any organisation."""


class PlanTemplate(models.Model):
    """What a work plan of a kind of month begins with."""

    personal = privacy.Personal(
        why=WHY, seen_by=SEEN_BY, nothing=("organisation", "name", "position"), words=("aim",)
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="plan_templates")
    name = models.CharField(max_length=60, help_text="Such as: first month, project month, exam month.")
    aim = LinesField("aim of the month", max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(
        "place in the list", default=0, help_text="The smallest number comes first."
    )

    objects = TemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "template for work plans"
        verbose_name_plural = "templates for work plans"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="plan_template_once",
                violation_error_message="There is a template with this name already.",
            )
        ]

    def __str__(self):
        return self.name


class PlanTemplateItem(models.Model):
    """One item that a work plan begins with."""

    personal = privacy.Personal(
        why=WHY,
        seen_by=SEEN_BY,
        nothing=("template", "position", "kind", "day"),
        words=("title", "detail", "helper"),
    )

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("place in the list", default=0)
    kind = models.CharField(max_length=16, choices=choices(Kind), default=Kind.WORK)
    title = models.CharField("what", max_length=120)
    detail = LinesField("detail", max_length=1000, blank=True)
    day = models.PositiveSmallIntegerField(
        "due on day",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="Of the month, from 1 to 28; blank for none.",
    )
    helper = models.CharField("who helps", max_length=120, blank=True)

    objects = TemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "item of a template"
        verbose_name_plural = "items of a template"
        ordering = ["template", "position", "pk"]

    def __str__(self):
        return self.title
