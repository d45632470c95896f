"""Apprentices and their people in the workshop."""

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import capfirst

from apprentices import actions, workshop_ending  # noqa: F401 its desks are registered
from apprentices.following import human_terms, label, plan_over_time
from apprentices.induction import State
from apprentices.life import Status
from apprentices.models import (
    AgreedAction,
    Apprentice,
    Buddy,
    CourseDone,
    HandoverNote,
    Induction,
    InductionStep,
    Manager,
    Review,
)
from apprentices.workshop_induction import INDUCTION_PAGES, first_day_followed, record_day
from apprentices.workshop_moves import BUDDY_PAGES, MANAGER_PAGES, MOVE_PAGES, buttons
from apprentices.workshop_rows import (
    NEXT_LINE,
    Breaks,
    BuddyTerms,
    DeputyTerms,
    EarlierPlans,
    FailedAttempts,
    FirstDayPage,
    GatewaysSentBack,
    Kept,
    ManagerTerms,
    Reviews,
)
from cohorts.models import Cohort
from hackit import dates
from hackit.forms import Telling
from hackit.overview.history import history
from hackit.workshop import Desk, Drawer, MorePages, Own, ReadingDesk
from hackit.workshop_people import JoiningFilter, PersonDesk, PersonForm


class StatusFilter(admin.SimpleListFilter):
    """Apprentices by their status today."""

    title = parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(status, status.capitalize()) for status in Status]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() else queryset


class Whole(Telling):
    """A mixin of model forms: what the page does not ask counts when the record is checked.

    Without it the limits between what is asked and what moves have set would be found by the database.
    """

    def _get_validation_exclusions(self):
        return {name for name in super()._get_validation_exclusions() if name in {*self.fields, "person"}}


class NewApprenticeForm(Whole, PersonForm):
    """A new record, with its person."""


class ApprenticeForm(Whole, forms.ModelForm):
    """A record whose plan and end are changed by moves."""


# What moves made of a record: read on its page, and changed with the buttons above it.
ENDS = (
    "gateway_on",
    "assessment_on",
    "completed_on",
    "result",
    "withdrawn_on",
    "withdrawal_reason",
    "redundant",
    "in_human_terms",
    "would_have_kept",
)
PLAN = ("standard", "provider", "tutor", "team", "planned_end_on", "weekly_hours", "planned_learning_hours")
TOLD = ("over_time", "in_human_terms", "other_records")


@admin.register(Apprentice)
class ApprenticeDesk(MorePages, PersonDesk):
    more_pages = (*MOVE_PAGES, *INDUCTION_PAGES)
    form, add_form = ApprenticeForm, NewApprenticeForm
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
    inlines = [
        ManagerTerms,
        DeputyTerms,
        BuddyTerms,
        Breaks,
        EarlierPlans,
        GatewaysSentBack,
        FailedAttempts,
        Reviews,
        FirstDayPage,
    ]
    fieldsets = [
        ("Place", {"fields": ("cohort",)}),
        (
            "Days",
            {
                "fields": ("first_day_at_work_on", "starts_on", "contract_ends_on", "probation_ends_on"),
                "description": "The first day at work, the first day of learning and the end of the "
                "contract are three different days. With the first day at work, the steps of the induction "
                "that are not done move too.",
            },
        ),
        ("The plan", {"fields": PLAN}),
        ("Learning", {"fields": ("uln", "recognised_hours")}),
        ("To bear in mind", {"fields": ("under_18", "english_or_maths")}),
    ]
    # Beside what is asked of a new record.
    fieldsets_later = [
        (
            "The plan",
            {
                "fields": (*PLAN, "over_time"),
                "description": "“Change the plan” above changes these from a day on and keeps what was "
                "agreed before. What was wrong from the start: “Correct the record”.",
            },
        ),
        (
            "Gateway and end",
            {
                "fields": (*ENDS, "other_records"),
                "description": "Recorded with the buttons above. What was wrong: “Correct the record”.",
                "classes": ["collapse"],
            },
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        found = super().get_fieldsets(request, obj)
        if obj is None:
            return found
        later = dict(self.fieldsets_later)
        return [(name, later.pop(name, rest)) for name, rest in found] + list(later.items())

    def get_readonly_fields(self, request, obj=None):
        """What moves change, once there is a record."""
        return (*super().get_readonly_fields(request, obj), *TOLD, *((*PLAN, *ENDS) if obj else ()))

    def get_inlines(self, request, obj):
        """Without rows that are only looked at where there are none, and where the page is sent."""
        return [
            inline
            for inline in super().get_inlines(request, obj)
            if not issubclass(inline, Kept)
            or (obj and request.method == "GET" and inline.model.objects.filter(apprentice=obj).exists())
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["moves"] = list(buttons(obj, dates.today())) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and (said := first_day_followed(obj, by=request.user)):
            self.message_user(request, said)

    def get_queryset(self, request):
        today = dates.today()
        return super().get_queryset(request).with_status(today).with_people(today).with_joining()

    def history_of(self, request, record, extra_context):
        """What was done with the record and around it, in sentences, as its own page shows them."""
        lines = Paginator(history(record, confidential=True), self.history_list_per_page)
        page = lines.get_page(request.GET.get("page"))
        template = "admin/apprentices/apprentice/object_history.html"
        about = {"object": record, "module_name": capfirst(self.opts.verbose_name_plural)}
        return self.page_of(request, record, template, f"History of {record}", page=page, **about)

    @admin.display(description="standard", ordering="standard__name")
    def learns(self, obj):
        return obj.standard.title

    @admin.display(description="status today", ordering="status")
    def now(self, obj):
        return obj.status.capitalize()

    @admin.display(description="manager", ordering="manager_name")
    def manager(self, obj):
        return obj.manager_name or "None"

    @admin.display(description="over time")
    def over_time(self, obj):
        said = [(label(obj, name), words) for name, words in plan_over_time(obj.plans())]
        return format_html_join(NEXT_LINE, "{}: {}", said) or "As agreed at the start"

    @admin.display(description="in human terms")
    def in_human_terms(self, obj):
        return human_terms(obj.human_reasons)

    @admin.display(description="other apprenticeships")
    def other_records(self, obj):
        found = [*Apprentice.objects.filter(pk=obj.previous_id), *obj.following.all()]
        said = [
            (
                reverse("admin:apprentices_apprentice_change", args=[one.pk]),
                one.standard,
                dates.words(one.starts_on),
            )
            for one in found
        ]
        return format_html_join(NEXT_LINE, '<a href="{}">{}, from {}</a>', said) or "None"


class PreparedFilter(admin.SimpleListFilter):
    """Colleagues by whether the day on which they were prepared is recorded."""

    title = parameter_name = "prepared"

    def lookups(self, request, model_admin):
        return [("no", "Not yet"), ("yes", "Yes")]

    def queryset(self, request, queryset):
        known = {"no": True, "yes": False}.get(self.value())
        field = "went_to_session_on" if queryset.model is Manager else "briefed_on"
        return queryset if known is None else queryset.filter(**{f"{field}__isnull": known})


class ColleagueDesk(MorePages, PersonDesk):
    list_filter = (("team", Own), PreparedFilter, JoiningFilter)
    list_select_related = ("person", "team")
    search_fields = ("person__full_name", "person__preferred_name", "person__email")
    autocomplete_fields = ("team",)

    def get_queryset(self, request):
        # Every mention of a colleague, in an autocomplete too, shows the person's name.
        return super().get_queryset(request).select_related("person").with_joining()


@admin.register(Manager)
class ManagerDesk(ColleagueDesk):
    more_pages = MANAGER_PAGES
    fields = ("organisation", "team", "went_to_session_on")
    list_display = ("person", "team", "went_to_session_on", "joined")
    actions = ("invite", "record_session")
    day_field = "went_to_session_on"

    @admin.action(description="Record that they went to the managers’ session", permissions=["change"])
    def record_session(self, request, queryset):
        title = "Went to the managers’ session"
        action = actions.record_session
        return record_day(self, request, queryset, title=title, name="went_on", action=action)


@admin.register(Buddy)
class BuddyDesk(ColleagueDesk):
    more_pages = BUDDY_PAGES
    fields = ("organisation", "team", "briefed_on")
    list_display = ("person", "team", "briefed_on", "joined")
    actions = ("invite", "record_briefing")
    day_field = "briefed_on"

    @admin.action(description="Record that they were briefed", permissions=["change"])
    def record_briefing(self, request, queryset):
        action = actions.brief_buddy
        return record_day(self, request, queryset, title="Briefed as buddy", name="briefed_on", action=action)


class AgreedActions(Drawer):
    model = AgreedAction
    fields = ("what", "owner", "due_on", "done_on")


@admin.register(Review)
class ReviewDesk(Desk):
    """Reviews are recorded on the pages of the apprentice; here they are looked at together."""

    list_display = ("held_on", "apprentice", "apprentice_there", "manager_there", "provider_there")
    list_select_related = ("apprentice__person",)
    search_fields = ("apprentice__person__full_name",)
    inlines = [AgreedActions]


@admin.register(HandoverNote)
class HandoverNoteDesk(Desk):
    """Notes from one manager to the next, which the leaving one writes on the pages of the apprentice."""

    list_display = ("term", "read_on")
    list_select_related = ("term__manager__person", "term__apprentice__person")
    search_fields = ("term__apprentice__person__full_name", "term__manager__person__full_name")

    def get_queryset(self, request):
        """Without those about the reader: an apprentice does not read them, whatever else they are."""
        return super().get_queryset(request).exclude(term__apprentice__person=request.user)


class StateFilter(admin.SimpleListFilter):
    """Steps by how far they are; what a fact does by itself is told on the pages of the apprentice."""

    title = parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state, state.capitalize()) for state in State]

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


class CohortFilter(admin.SimpleListFilter):
    """What belongs to apprentices of one cohort within reach."""

    title = parameter_name = "cohort"

    def lookups(self, request, model_admin):
        found = Cohort.objects.within_reach(request.user)
        return [(str(cohort.pk), str(cohort)) for cohort in found]

    def queryset(self, request, queryset):
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(apprentice__cohort=self.value()) if known else queryset


@admin.register(Induction)
class InductionDesk(ReadingDesk):
    """Who was given which induction, and when."""

    list_display = ("apprentice", "template", "given_on", "counted_from")
    list_filter = (CohortFilter, ("template", Own))
    list_select_related = ("apprentice__person", "template")
    fields = readonly_fields = ("apprentice", "template", "given_on", "counted_from")


@admin.register(InductionStep)
class InductionStepDesk(ReadingDesk):
    """The steps of all inductions, the closed ones too: whoever is responsible reads them anyway."""

    list_display = ("title", "apprentice", "due_on", "owner", "kind", "state")
    list_filter = (StateFilter, "owner", "kind", CohortFilter)
    fields = readonly_fields = (
        "apprentice",
        "title",
        "guidance",
        "owner",
        "kind",
        "sight",
        "fact",
        "course",
        "due_on",
        "by_hand",
        "meets",
        "job",
        "place",
        "state",
        "stuck_on",
        "stuck_because",
        "not_needed_because",
        "done_on",
        "done_by",
    )

    def get_queryset(self, request):
        """Without those about the reader: some are kept from an apprentice, whatever else they are."""
        return super().get_queryset(request).exclude(apprentice__person=request.user)


@admin.register(CourseDone)
class CourseDoneDesk(ReadingDesk):
    """Mandatory training that was done."""

    list_display = ("course", "person", "done_on", "recorded_by")
    list_filter = (("course", Own),)
    list_select_related = ("course", "person", "recorded_by")
    search_fields = ("person__full_name", "person__preferred_name")
    fields = readonly_fields = ("course", "person", "done_on", "recorded_by")
