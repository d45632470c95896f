"""The rows on the page of an apprentice in the workshop: people who are set there, moves that are read."""

from itertools import combinations

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from apprentices.models import (
    BreakInLearning,
    BuddyTerm,
    DeputyTerm,
    EarlierPlan,
    FailedAttempt,
    FirstDay,
    ManagerTerm,
    Review,
    SentBack,
)
from apprentices.workshop_moves import links_of_break
from hackit.workshop import Drawer, Rows

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
