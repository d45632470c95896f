"""The organisation's own records in the workshop."""

from django import forms
from django.contrib import admin

from cohorts import ending, first_day, workshop_openings  # noqa: F401 its desks are registered
from cohorts.actions import begin_induction
from cohorts.models import (
    ClosingDay,
    Cohort,
    Coordinator,
    DataRequest,
    EndingTexts,
    FirstDayTemplate,
    Organisation,
    Team,
)
from cohorts.workshop_import import IMPORT_PAGES
from cohorts.workshop_induction import COHORT_PAGES, CohortForm
from hackit import access, filling
from hackit.models import User
from hackit.workshop import Desk, Drawer, MorePages, Own, Reach, Values
from hackit.workshop_people import JoiningFilter, PersonDesk
from hackit.workshop_privacy import COPY_PAGES, RETENTION_PAGES
from workplans.actions import begin_with


class ClosingDays(Drawer):
    model = ClosingDay


class FirstDayTemplateForm(forms.ModelForm):
    """The organisation's texts; where it has none of its own yet, the defaults stand ready."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial = {**first_day.DEFAULTS, **self.initial}


class FirstDayTexts(Reach, admin.StackedInline):
    model = FirstDayTemplate
    form = FirstDayTemplateForm
    extra = max_num = 1
    fieldsets = [
        (
            None,
            {
                "fields": FirstDayTemplate.WORDS,
                "description": "Every first-day page begins with these words; whoever writes it changes what "
                f"is different. Filled in by itself: {filling.known(first_day.PLACEHOLDERS)}. What only the "
                "writer knows stands in square brackets, such as [phone number]: the page cannot be shown "
                "before each is filled in.",
            },
        )
    ]


class EndingTextsForm(forms.ModelForm):
    """The agendas and letters; where an organisation has none of its own yet, the defaults stand ready."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial = {**ending.DEFAULTS, **self.initial}


class EndingWords(Reach, admin.StackedInline):
    model = EndingTexts
    form = EndingTextsForm
    extra = max_num = 1
    fieldsets = [
        (
            None,
            {
                "fields": (*EndingTexts.AGENDAS, *EndingTexts.LETTERS),
                "description": "The agendas stand beside each conversation. Every letter begins with these "
                f"words; filled in by itself: {filling.known(ending.PLACEHOLDERS)}. What only the writer "
                "knows stands in square brackets: no letter is given before each is filled in.",
            },
        )
    ]


@admin.register(Organisation)
class OrganisationDesk(MorePages, Desk):
    more_pages = RETENTION_PAGES
    list_display = ("name", "slug", "ukprn", "promise_percent")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    inlines = [ClosingDays, FirstDayTexts, EndingWords]
    fieldsets = [
        (None, {"fields": ("name", "slug", "ukprn")}),
        ("The programme", {"fields": ("promise_percent", "introductions_a_day")}),
        (
            "Work plans",
            {"fields": ("plan_shared_by", "plan_agreed_by", "plan_reviewed_by", "plan_least_days")},
        ),
        ("Look", {"fields": ("brand_colour", "logo_text")}),
        ("HR", {"fields": ("hr_name", "hr_email", "hr_phone")}),
        (
            "Who to turn to if not the manager",
            {"fields": ("listener_name", "listener_email", "listener_phone")},
        ),
        ("Privacy", {"fields": ("keep_records_months", "keep_traces_months")}),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            begin_with(obj, by=request.user)
            begin_induction(obj, by=request.user)

    def found_for(self, request):
        """Retention is for its coordinators: whoever runs the installation sees nobody."""
        return Organisation.objects.filter(coordinators=request.user)


@admin.register(Coordinator)
class CoordinatorDesk(PersonDesk):
    fields = ("organisation",)
    list_display = ("person", "organisation", "joined")
    list_filter = (("organisation", Own), JoiningFilter)
    list_select_related = ("person", "organisation")
    search_fields = ("person__full_name", "person__email")

    def get_queryset(self, request):
        return super().get_queryset(request).with_joining()

    def has_delete_permission(self, request, obj=None):
        """An organisation keeps at least one coordinator."""
        alone = obj and Organisation.objects.left_alone_without(obj.person).filter(pk=obj.organisation_id)
        return super().has_delete_permission(request, obj) and not (obj and alone.exists())

    def get_actions(self, request):
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # it would not ask for each one whether they are the last
        return found


@admin.register(Team)
class TeamDesk(Desk):
    fields = ("organisation", "name", "directorate")
    list_display = ("name", "directorate", "organisation")
    list_filter = (("directorate", Values), ("organisation", Own))
    list_select_related = ("organisation",)
    search_fields = ("name", "directorate")


@admin.register(Cohort)
class CohortDesk(MorePages, Desk):
    more_pages = (*IMPORT_PAGES, *COHORT_PAGES)
    form = CohortForm
    fields = ("organisation", "name", "slug", "starts_on", "expected_end_on", "induction_template")
    list_display = ("name", "starts_on", "expected_end_on", "organisation")
    list_filter = (("organisation", Own),)
    list_select_related = ("organisation",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


class AnsweredFilter(admin.SimpleListFilter):
    """Requests that wait for an answer, or have one."""

    title = parameter_name = "answered"

    def lookups(self, request, model_admin):
        return [("no", "Not yet"), ("yes", "Answered")]

    def queryset(self, request, queryset):
        return queryset.filter(answered_on__isnull=self.value() == "no") if self.value() else queryset


@admin.register(DataRequest)
class DataRequestDesk(MorePages, Desk):
    fields = ("organisation", "person", "received_on", "due_on", "answered_on", "note")
    readonly_fields = ("due_on", "answered_on")
    list_display = ("person", "received_on", "due_on", "answered_on", "organisation")
    list_filter = (AnsweredFilter, ("organisation", Own))
    list_select_related = ("person", "organisation")
    search_fields = ("person__full_name", "person__email")
    more_pages = COPY_PAGES

    def get_readonly_fields(self, request, obj=None):
        """A request stays that of its person."""
        return (*super().get_readonly_fields(request, obj), *(("person",) if obj else ()))

    def found_for(self, request):
        return super().found_for(request).select_related("person", "organisation")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """People of one's own organisations, those too who coordinate another one beside."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "person":
            people = User.objects.filter(erased_on=None)
            field.queryset = access.tied_to(people, request.user.organisations.all())
        return field
