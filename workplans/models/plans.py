"""The work plan of one apprentice for one month, and its items."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from hackit import dates, privacy
from hackit.access import Scoped
from hackit.constraints import ConditionsAtOnce
from hackit.models import DayField, LinesField, choices
from workplans import work_plan
from workplans.models.entries import WHO_LEARNS_AND_WHO_ACCEPTS
from workplans.models.projects import Project
from workplans.months import PlanDays
from workplans.work_plan import ItemState, Kind, State


def days_of(organisation):
    """When plans are due in an Organisation, as PlanDays."""
    return PlanDays(
        shared_by=organisation.plan_shared_by,
        agreed_by=organisation.plan_agreed_by,
        reviewed_by=organisation.plan_reviewed_by,
        least_days=organisation.plan_least_days,
    )


class PlanQuerySet(Scoped, models.QuerySet):
    """Work plans, of any apprentice."""

    def with_counts(self):
        """Each with the numbers of its items: `done`, `carried`, `dropped` and `open`; no suggestions."""
        own = Q(items__suggested_at__isnull=True)

        def number(*states):
            return Count("items", own & Q(items__state__in=states))

        return self.annotate(
            done=number(ItemState.DONE),
            carried=number(ItemState.CARRIED),
            dropped=number(ItemState.DROPPED),
            open=number(*work_plan.OPEN),
        )


class WorkPlan(ConditionsAtOnce, models.Model):
    """What one apprentice works on and learns in one calendar month.

    What has happened to it is stored, and its state read from that. A change after it was agreed asks the
    apprentice again: for the aim `aim_asked_at`, for an item its own `asked_at`.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To plan real work and learning month by month, and to look back on it.",
        seen_by=WHO_LEARNS_AND_WHO_ACCEPTS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("shared_by", "reviewed_by"),
        work=(
            "apprentice",
            "month_on",
            "aim_asked_at",
            "shared_at",
            "shared_by",
            "agreed_at",
            "reflected_at",
            "reviewed_at",
            "reviewed_by",
        ),
        words=("aim", "went_well", "was_hard", "proud_of", "review"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="work_plans")
    month_on = DayField("first day of the month")
    aim = LinesField(
        "aim of the month", max_length=400, blank=True, help_text="In a sentence or two: what is it for?"
    )
    aim_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True, editable=False)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    # Agreed and reflected on by nobody but the apprentice.
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reflected_at = models.DateTimeField(null=True, blank=True, editable=False)
    went_well = LinesField("what went well", max_length=1500, blank=True)
    was_hard = LinesField("what was hard", max_length=1500, blank=True)
    proud_of = LinesField("what I am proud of", max_length=1500, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    review = LinesField("review of the month", max_length=1500, blank=True)

    REFLECTION = ("went_well", "was_hard", "proud_of")
    # Of its versions those about whose aim the apprentice was not asked: the newest is what they agreed to.
    AGREED = {"aim_asked_at__isnull": True}

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["month_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "month_on"],
                name="work_plan_one_a_month",
                violation_error_message="This month has a plan already: open that one.",
            ),
            models.CheckConstraint(
                condition=Q(month_on__day=1),
                name="work_plan_of_a_month",
                violation_error_message="A month is named by its first day.",
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True, shared_by__isnull=True)
                | Q(shared_at__isnull=False, shared_by__isnull=False),
                name="work_plan_shared_at_and_by",
                violation_error_message="A shared plan says who shared it and when.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="work_plan_reviewed_at_and_by",
                violation_error_message="A review says who held it and when.",
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=False)
                | Q(agreed_at__isnull=True, reflected_at__isnull=True, reviewed_at__isnull=True),
                name="work_plan_shared_first",
                violation_error_message="A plan is shared before anything else happens to it.",
            ),
            models.CheckConstraint(
                condition=Q(aim_asked_at__isnull=True) | Q(agreed_at__isnull=False),
                name="work_plan_asks_again_once_agreed",
                violation_error_message="Only a plan that was agreed asks again.",
            ),
        ]

    def __str__(self):
        return f"Work plan for {self.month}"

    @property
    def month(self):
        """The month in words: December 2026."""
        return f"{self.month_on:%B %Y}"

    @property
    def state(self):
        """Its `work_plan.State`."""
        return work_plan.state(self.shared_at, self.agreed_at, self.reflected_at, self.reviewed_at)

    @property
    def shared_on(self):
        """The day on which it was shared; None before."""
        return self.shared_at and timezone.localdate(self.shared_at, dates.LONDON)


class ItemQuerySet(Scoped, models.QuerySet):
    """Items of work plans, of any apprentice."""

    def taken_in(self):
        """Those that belong to their plan: the others are suggestions of the apprentice."""
        return self.filter(suggested_at__isnull=True)

    def suggested(self):
        """Suggestions of the apprentice that wait for an answer."""
        return self.filter(suggested_at__isnull=False, state=ItemState.PLANNED)

    def to_go_on_with(self, month):
        """Those of the last plan before a month that it can begin with: neither carried over nor dropped."""
        items = self.taken_in().exclude(state__in=work_plan.GIVEN_UP)
        last = items.filter(plan__month_on__lt=month).order_by("-plan__month_on").values("plan")[:1]
        return items.filter(plan=models.Subquery(last))

    def asked(self):
        """Those that the apprentice is asked to agree to anew."""
        return self.filter(asked_at__isnull=False)


class PlanItem(ConditionsAtOnce, models.Model):
    """One thing in a work plan. What the apprentice suggests waits in it until it is taken in or dropped."""

    personal = privacy.Personal(
        about="plan__apprentice__person",
        many=True,
        whom="apprentices, and whoever helps them",
        why="To plan real work and learning month by month, and to look back on it.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=(
            "plan",
            "position",
            "kind",
            "project",
            "due_on",
            "state",
            "carried_from",
            "times_carried",
            "suggested_at",
            "asked_at",
        ),
        words=("title", "detail", "helper", "because"),
        needed=("because",),
    )

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField(max_length=16, choices=choices(Kind), default=Kind.WORK)
    title = models.CharField("what", max_length=120)
    detail = LinesField("detail", max_length=1000, blank=True)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="items")
    due_on = DayField("due", null=True, blank=True)
    helper = models.CharField("who helps", max_length=120, blank=True)
    state = models.CharField(
        max_length=12, choices=choices(ItemState), default=ItemState.PLANNED, editable=False
    )
    because = LinesField("reason", max_length=300, blank=True)
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="carried_to"
    )
    times_carried = models.PositiveSmallIntegerField(default=0, editable=False)
    suggested_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    # What is written of an item, and what the apprentice agrees to.
    WRITTEN = ("kind", "title", "detail", "project", "due_on", "helper")
    # Of its versions those about which the apprentice was not asked: the newest is what they agreed to.
    AGREED = {"asked_at__isnull": True, "suggested_at__isnull": True}

    objects = ItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "item of a work plan"
        verbose_name_plural = "items of work plans"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state__in=work_plan.GIVEN_UP) & ~Q(because=""))
                | (~Q(state__in=work_plan.GIVEN_UP) & Q(because="")),
                name="plan_item_given_up_because",
                violation_error_message="Say why it is carried over or dropped.",
            ),
            models.CheckConstraint(
                condition=Q(carried_from__isnull=True) | ~Q(carried_from=F("pk")),
                name="plan_item_carried_from_another",
                violation_error_message="An item is carried over from another one.",
            ),
            models.CheckConstraint(
                condition=Q(suggested_at__isnull=True) | Q(asked_at__isnull=True),
                name="plan_item_suggested_or_asked",
                violation_error_message="What the apprentice suggested is not asked of them.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def waits(self):
        """Whether it is a suggestion that nobody has answered."""
        return self.suggested_at is not None and self.state == ItemState.PLANNED

    @property
    def can_be_deleted(self):
        """Whether who wrote it can delete it: a suggestion that waits, or what nobody began in a draft."""
        begun = self.state != ItemState.PLANNED or self.carried_from_id
        return self.waits or (self.plan.state == State.DRAFT and not self.suggested_at and not begun)

    @property
    def carried_often(self):
        """Whether it was carried over so often that it should show."""
        return self.times_carried >= work_plan.CARRIED_OFTEN

    def fingerprint(self):
        """The key of what is written of it, as a page carries it along."""
        return work_plan.fingerprint(sorted(self.said().items()))

    def said(self):
        """What is written of it in words, by the name of the field."""
        words = {name: getattr(self, name) or "" for name in self.WRITTEN}
        return words | {
            "kind": self.get_kind_display(),
            "project": str(self.project or ""),
            "due_on": dates.words(self.due_on) if self.due_on else "",
        }
