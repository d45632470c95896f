"""Learning in the workshop: to be looked at over all apprentices. It is written on their own pages."""

from django.contrib import admin
from django.urls import path
from django.utils.text import capfirst

from apprentices.models import Apprentice
from hackit.access import Action
from hackit.workshop import Desk, MorePages
from workplans import learning_time, log
from workplans.models import LearningEntry, LearningTime, ProtectedAnswer
from workplans.workshop_import import bring_in


class LearningDesk(Desk):
    """A Desk of what belongs to an apprentice and is only read here."""

    list_select_related = ("apprentice__person",)
    search_fields = ("apprentice__person__full_name", "apprentice__person__preferred_name")
    search_help_text = "Search by name."
    # A second count of a whole log, only to say how many there are without the search, would take long.
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)


@admin.register(LearningEntry)
class LearningEntryDesk(MorePages, LearningDesk):
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
class LearningTimeDesk(LearningDesk):
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
class ProtectedAnswerDesk(LearningDesk):
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
