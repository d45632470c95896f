"""Learning, plans and projects in the workshop: looked at over all apprentices, written on their own pages.

Only the templates from which plans begin are written here.
"""

from dataclasses import replace

from django.contrib import admin
from django.urls import path
from django.utils.text import capfirst
from simple_history.template_utils import HistoricalRecordContextHelper

from apprentices.models import Apprentice
from hackit.access import Action
from hackit.workshop import Desk, Drawer, MorePages, Own, ReadingDesk, Rows
from workplans import learning_time, log
from workplans.models import (
    LearningEntry,
    LearningTime,
    PlanItem,
    PlanTemplate,
    PlanTemplateItem,
    Portfolio,
    PortfolioLink,
    Project,
    ProtectedAnswer,
    WorkPlan,
)
from workplans.workshop_import import bring_in


@admin.register(LearningEntry)
class LearningEntryDesk(MorePages, ReadingDesk):
    """The log: the apprentice writes it, the manager or a deputy accepts or returns.

    What a provider exports is brought in here for an apprentice, whose record the address names.
    """

    list_display = ("learned_on", "apprentice", "hours", "kind", "in_paid_time", "state", "source")
    list_filter = ("state", "kind", "in_paid_time", "source")
    fields = readonly_fields = (
        "apprentice",
        "learned_on",
        "hours",
        "kind",
        "what",
        "in_paid_time",
        "link",
        "source",
        "submitted_at",
        "state",
        "answered_at",
        "answered_by",
        "returned_because",
    )

    def get_urls(self):
        view = self.admin_site.admin_view(self._guarded(bring_in, ["GET", "POST"]))
        return [path("import/<int:pk>/", view, name="workplans_learningentry_import"), *super().get_urls()]

    def found_for(self, request):
        """The apprentices within reach for whom entries may be brought in."""
        return (
            Apprentice.objects.allowing(request.user, Action.IMPORT_LEARNING)
            .within_reach(request.user)
            .select_related("person")
        )

    @admin.display(description="hours", ordering="minutes")
    def hours(self, obj):
        return log.in_table(obj.minutes)


@admin.register(LearningTime)
class LearningTimeDesk(ReadingDesk):
    """What one side proposed and the other agreed to, or not."""

    list_display = ("apprentice", "days", "from_on", "until_on", "in_blocks", "state", "proposed_by")
    list_filter = ("state", "in_blocks")
    list_select_related = ("apprentice__person", "proposed_by")
    fields = readonly_fields = (
        "apprentice",
        "days",
        "hours",
        "in_blocks",
        "from_on",
        "until_on",
        "proposed_at",
        "proposed_by",
        "state",
        "answered_at",
        "answered_by",
        "declined_because",
    )

    @admin.display(description="days of the week", ordering="pattern")
    def days(self, obj):
        return capfirst(learning_time.in_words(obj.pattern))

    @admin.display(description="hours in a whole day")
    def hours(self, obj):
        return log.in_table(obj.day_minutes)


@admin.register(ProtectedAnswer)
class ProtectedAnswerDesk(ReadingDesk):
    """What apprentices answered about their learning time: read by coordinators, never by managers."""

    list_display = ("month", "apprentice", "answer", "answered_on", "talked_on")
    list_filter = ("answer",)
    fields = readonly_fields = (
        "apprentice",
        "month",
        "answer",
        "got_in_the_way",
        "answered_on",
        "talked_on",
        "talked_by",
    )

    @admin.display(description="month", ordering="month_on")
    def month(self, obj):
        return f"{obj.month_on:%B %Y}"


class PlanItems(Drawer):
    """The items of a plan, suggestions among them."""

    model = PlanItem
    fields = readonly_fields = (
        "kind",
        "title",
        "project",
        "due_on",
        "helper",
        "state",
        "because",
        "suggested_at",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project")


class MonthFilter(admin.SimpleListFilter):
    """Plans of one month, of those that occur."""

    title = parameter_name = "month"

    def lookups(self, request, model_admin):
        found = model_admin.get_queryset(request).order_by("-month_on").values_list("month_on", flat=True)
        return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in found.distinct()]

    def queryset(self, request, queryset):
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(month_on=f"{self.value()}-01") if known else queryset


@admin.register(WorkPlan)
class WorkPlanDesk(ReadingDesk):
    """Work plans, with what the month was looked back on with."""

    list_display = ("month", "apprentice", "stands", "shared_at", "agreed_at", "reflected_at", "reviewed_at")
    list_filter = (MonthFilter,)
    inlines = [PlanItems]
    fields = readonly_fields = (
        "apprentice",
        "month",
        "stands",
        "aim",
        "shared_at",
        "shared_by",
        "agreed_at",
        "reflected_at",
        *WorkPlan.REFLECTION,
        "reviewed_at",
        "reviewed_by",
        "review",
    )

    @admin.display(description="month", ordering="month_on")
    def month(self, obj):
        return obj.month

    @admin.display(description="state")
    def stands(self, obj):
        return capfirst(obj.state)


@admin.register(Project)
class ProjectDesk(ReadingDesk):
    """Projects, with what the apprentice says of their part."""

    list_display = ("title", "apprentice", "team", "from_on", "until_on", "in_portfolio")
    search_fields = (*ReadingDesk.search_fields, "title")
    search_help_text = "Search by name or project."
    fields = readonly_fields = (
        "apprentice",
        *Project.NAMED,
        *Project.OWN,
        "feedback",
        "feedback_at",
        "feedback_by",
        "in_portfolio",
    )

    @admin.display(description="in the portfolio", boolean=True)
    def in_portfolio(self, obj):
        return obj.portfolio_place is not None


@admin.register(Portfolio)
class PortfolioDesk(ReadingDesk):
    """What apprentices say of themselves above their chosen projects."""

    list_display = ("apprentice", "profile")
    fields = readonly_fields = ("apprentice", "profile")


class WithoutPurpose(HistoricalRecordContextHelper):
    """Changes of a link, told without whom it is for: that is the apprentice's own."""

    def context_for_delta_changes(self, delta):
        told = [change for change in delta.changes if change.field != "purpose"]
        return super().context_for_delta_changes(replace(delta, changes=told))


@admin.register(PortfolioLink)
class PortfolioLinkDesk(ReadingDesk):
    """That somebody outside may read a portfolio, and how often they did; neither who, nor the address."""

    list_display = ("apprentice", "made_at", "expires_on", "withdrawn_at", "visits")
    fields = readonly_fields = (
        "apprentice",
        "made_at",
        "expires_on",
        "withdrawn_at",
        "visits",
        "last_visit_on",
    )

    def get_historical_record_context_helper(self, request, historical_record):
        return WithoutPurpose(self.model, historical_record)


class AtLeastOne(Rows):
    """Rows of which there is one or more: a template without items would begin nothing."""

    default_error_messages = Rows.default_error_messages | {
        "too_few_forms": "Write at least one item: a plan begins with the items of its template."
    }


class PlanTemplateItems(Drawer):
    model = PlanTemplateItem
    fields = ("position", "kind", "title", "detail", "day", "helper")
    formset, min_num = AtLeastOne, 1

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_min=True, **kwargs)


@admin.register(PlanTemplate)
class PlanTemplateDesk(Desk):
    """What a kind of month begins with; whoever writes a plan chooses one, and changes what is different."""

    fields = ("organisation", "name", "aim", "position")
    list_display = ("name", "position", "organisation")
    list_filter = (("organisation", Own),)
    list_select_related = ("organisation",)
    search_fields = ("name",)
    search_help_text = "Search by name."
    inlines = [PlanTemplateItems]
