"""What was agreed before the plan that the record holds now."""

from django.db import models
from simple_history.models import HistoricalRecords

from apprentices.models.people import Named
from apprentices.plan import VALUES, Plan
from cohorts.models import Team
from hackit import dates, privacy
from hackit.access import Scoped
from hackit.models import DayField
from providers.models import Contact, Provider, Standard


class EarlierPlanQuerySet(Scoped, models.QuerySet):
    """Earlier plans, of any apprentice."""


class EarlierPlan(models.Model):
    """One version of the plan that held until a day, and why it was changed then.

    It holds from the day after the version before it. The version agreed last is the record itself.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To know what was agreed when: hours are averaged over it, and nobody has to remember.",
        seen_by="the plan: " + privacy.AROUND + "; why it changed: " + privacy.COORDINATORS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("tutor",),
        work=("apprentice", "until_on", *VALUES),
        words=("why",),
    )

    named_by = ("apprentice__person", "provider", "tutor", "team", "standard")

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="earlier_plans")
    until_on = DayField("held until")
    planned_end_on = DayField("planned end")
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=2)
    planned_learning_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, related_name="+")
    tutor = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+")
    why = models.CharField("why it changed", max_length=200, blank=True)

    objects = EarlierPlanQuerySet.as_manager()
    with_names = Named()
    history = HistoricalRecords()

    class Meta:
        base_manager_name = "with_names"
        ordering = ["-until_on"]
        constraints = [
            models.UniqueConstraint(fields=["apprentice", "until_on"], name="earlier_plan_one_a_day"),
        ]

    def __str__(self):
        return f"Plan until {dates.words(self.until_on)}"

    def plan(self):
        """The version as `apprentices.plan` reads it."""
        return Plan(self.until_on, **{name: getattr(self, name) for name in VALUES})
