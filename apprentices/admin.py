"""Apprentices and their people in the workshop."""

from itertools import combinations

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from apprentices.life import Status
from apprentices.models import (
    Apprentice,
    BreakInLearning,
    Buddy,
    BuddyTerm,
    DeputyTerm,
    FirstDay,
    Manager,
    ManagerTerm,
)
from hackit import dates
from hackit.overview.history import history
from hackit.workshop import Drawer, Own, Rows
from hackit.workshop_people import JoiningFilter, PersonDesk


class TogetherForm(forms.ModelForm):
    """A row that is checked with all others of its apprentice, by Together."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.checked_together = True

    def _get_validation_exclusions(self):
        # "One open row an apprentice" is judged among the rows as sent, not as stored.
        return super()._get_validation_exclusions() | {"apprentice"}


class Together(Rows):
    """All rows of one apprentice, checked among each other: one may end and the next begin in one save."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and form.cleaned_data]
        rows = [form.instance for form in kept if not form.cleaned_data.get("DELETE")]
        # What somebody else has added since this page was opened.
        known = [form.instance.pk for form in self.forms if form.instance.pk]
        rows += self.model.objects.filter(apprentice=self.instance.pk).exclude(pk__in=known)
        if any(one.meets(other) for one, other in combinations(rows, 2)):
            raise forms.ValidationError(self.model.overlap)


class Periods(Drawer):
    """Rows with days. Who stands beside a new apprentice is asked for at once."""

    form, formset = TogetherForm, Together
    asked_at_once = False

    def get_extra(self, request, obj=None, **kwargs):
        return int(self.asked_at_once and obj is None)


class ManagerTerms(Periods):
    asked_at_once = True
    model = ManagerTerm
    fields = ("manager", "from_on", "until_on")
    autocomplete_fields = ("manager",)


class DeputyTerms(Periods):
    model = DeputyTerm
    fields = ("deputy", "from_on", "until_on")
    autocomplete_fields = ("deputy",)


class BuddyTerms(Periods):
    asked_at_once = True
    model = BuddyTerm
    fields = ("buddy", "from_on", "until_on")
    autocomplete_fields = ("buddy",)


class Breaks(Periods):
    model = BreakInLearning
    fields = ("first_day_away_on", "expected_return_on", "first_day_back_on", "reason")


class FirstDayPage(Drawer):
    """Whether there is one, and the way to it: it is written on its own page."""

    model = FirstDay
    fields = readonly_fields = ("shown_on", "page")

    @admin.display(description="the page")
    def page(self, obj):
        return format_html('<a href="{}">Read it</a>', reverse("first_day", args=[obj.apprentice_id]))


class StatusFilter(admin.SimpleListFilter):
    """Apprentices by their status today."""

    title = parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(status, status.capitalize()) for status in Status]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Apprentice)
class ApprenticeDesk(PersonDesk):
    list_display = ("person", "cohort", "learns", "now", "manager", "planned_end_on", "joined")
    list_filter = (
        ("cohort", Own),
        ("team", Own),
        StatusFilter,
        JoiningFilter,
        ("provider", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("person", "cohort", "standard")
    search_fields = ("person__full_name", "person__preferred_name", "person__email", "uln")
    search_help_text = "Search by name, address or ULN."
    autocomplete_fields = ("cohort", "team", "provider", "tutor", "standard")
    inlines = [ManagerTerms, DeputyTerms, BuddyTerms, Breaks, FirstDayPage]
    fieldsets = [
        ("Place", {"fields": ("cohort", "team")}),
        ("Learning", {"fields": ("standard", "provider", "tutor", "uln")}),
        (
            "Days",
            {
                "fields": (
                    "first_day_at_work_on",
                    "starts_on",
                    "planned_end_on",
                    "contract_ends_on",
                    "probation_ends_on",
                ),
                "description": "The first day at work, the first day of learning and the end of the "
                "contract are three different days.",
            },
        ),
        (
            "Hours",
            {"fields": ("weekly_hours", "planned_learning_hours", "recognised_hours")},
        ),
        ("To bear in mind", {"fields": ("under_18", "english_or_maths")}),
        (
            "Gateway and end",
            {
                "fields": (
                    "gateway_on",
                    "assessment_on",
                    "completed_on",
                    "result",
                    "withdrawn_on",
                    "withdrawal_reason",
                    "redundant",
                ),
                "classes": ["collapse"],
            },
        ),
    ]

    def get_queryset(self, request):
        today = dates.today()
        return super().get_queryset(request).with_status(today).with_people(today).with_joining()

    def history_of(self, request, record, extra_context):
        """What was done with the record and around it, in sentences, as its own page shows them."""
        page = Paginator(history(record, confidential=True), self.history_list_per_page)
        context = {"page": page.get_page(request.GET.get("page")), "object": record, "opts": self.opts}
        context |= {"title": f"History of {record}", "module_name": capfirst(self.opts.verbose_name_plural)}
        template = "admin/apprentices/apprentice/object_history.html"
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **context})

    @admin.display(description="standard", ordering="standard__name")
    def learns(self, obj):
        return obj.standard.title

    @admin.display(description="status today", ordering="status")
    def now(self, obj):
        return obj.status.capitalize()

    @admin.display(description="manager", ordering="manager_name")
    def manager(self, obj):
        return obj.manager_name or "None"


class ColleagueDesk(PersonDesk):
    list_filter = (("team", Own), JoiningFilter)
    list_select_related = ("person", "team")
    search_fields = ("person__full_name", "person__preferred_name", "person__email")
    autocomplete_fields = ("team",)

    def get_queryset(self, request):
        # Every mention of a colleague, in an autocomplete too, shows the person's name.
        return super().get_queryset(request).select_related("person").with_joining()


@admin.register(Manager)
class ManagerDesk(ColleagueDesk):
    fields = ("organisation", "team", "went_to_session_on")
    list_display = ("person", "team", "went_to_session_on", "joined")


@admin.register(Buddy)
class BuddyDesk(ColleagueDesk):
    fields = ("organisation", "team", "briefed_on")
    list_display = ("person", "team", "briefed_on", "joined")
