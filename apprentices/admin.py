"""Apprentices and their people in the workshop."""

from itertools import combinations

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from apprentices.following import human_terms, label, plan_over_time
from apprentices.life import Status
from apprentices.models import (
    AgreedAction,
    Apprentice,
    BreakInLearning,
    Buddy,
    BuddyTerm,
    DeputyTerm,
    EarlierPlan,
    FailedAttempt,
    FirstDay,
    HandoverNote,
    Manager,
    ManagerTerm,
    Review,
    SentBack,
)
from apprentices.workshop_moves import BUDDY_PAGES, MANAGER_PAGES, MOVE_PAGES, buttons, links_of_break
from hackit import dates
from hackit.forms import Telling
from hackit.workshop import Desk, Drawer, MorePages, Own, Rows
from hackit.workshop_people import JoiningFilter, PersonDesk, PersonForm

NEXT_LINE = mark_safe("<br>")


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


class Kept(Drawer):
    """Rows that are only looked at here: moves of their own make them. Left out where there are none."""


class Breaks(Kept):
    model = BreakInLearning
    fields = readonly_fields = (
        "first_day_away_on",
        "expected_return_on",
        "first_day_back_on",
        "end_before_on",
        "reason",
        "to_do",
    )

    @admin.display(description="what to do")
    def to_do(self, obj):
        return format_html_join(NEXT_LINE, '<a href="{1}">{0}</a>', links_of_break(obj))


class EarlierPlans(Kept):
    model = EarlierPlan
    fields = readonly_fields = (
        "until_on",
        "weekly_hours",
        "planned_end_on",
        "planned_learning_hours",
        "provider",
        "tutor",
        "why",
    )


class GatewaysSentBack(Kept):
    model = SentBack
    fields = readonly_fields = ("reached_on", "sent_back_on", "why")


class FailedAttempts(Kept):
    model = FailedAttempt
    fields = readonly_fields = ("failed_on", "resit_on")


class Reviews(Kept):
    model = Review
    fields = readonly_fields = ("held_on", "apprentice_there", "manager_there", "provider_there", "summary")
    show_change_link = True


class FirstDayPage(Kept):
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


def changes_around(pk):
    """What was added, changed and deleted around a record, newest first: people, breaks, first-day page."""
    changes = [change for model in (ManagerTerm, DeputyTerm, BuddyTerm) for change in terms_of(model, pk)]
    changes += [
        (change, change.instance)
        for model in (BreakInLearning, FirstDay)
        for change in model.history.filter(apprentice=pk).select_related("history_user")
    ]
    return [
        {
            "when": change.history_date,
            "who": change.history_user,
            "kind": change.get_history_type_display(),
            "what": row.said(),
        }
        for change, row in sorted(changes, key=lambda pair: pair[0].history_date, reverse=True)
    ]


def terms_of(model, pk):
    """The history of one kind of people of a record, each change with the row as it was."""
    found = model.history.filter(apprentice=pk)
    for change in found.select_related("history_user", f"{model.role}__person"):
        row = change.instance
        setattr(row, model.role, getattr(change, model.role))  # fetched with it, not one by one
        yield change, row


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
    more_pages = MOVE_PAGES
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
                "contract are three different days.",
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

    def get_queryset(self, request):
        today = dates.today()
        return super().get_queryset(request).with_status(today).with_people(today).with_joining()

    def history_view(self, request, object_id, extra_context=None):
        """The history of the record, and of what stands around it."""
        around = {"around": lambda: changes_around(object_id)}  # asked for once the record is found
        return super().history_view(request, object_id, around | (extra_context or {}))

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


class ColleagueDesk(MorePages, PersonDesk):
    list_filter = (("team", Own), JoiningFilter)
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


@admin.register(Buddy)
class BuddyDesk(ColleagueDesk):
    more_pages = BUDDY_PAGES
    fields = ("organisation", "team", "briefed_on")
    list_display = ("person", "team", "briefed_on", "joined")


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
