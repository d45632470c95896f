"""The organisation's own records in the workshop."""

from django.contrib import admin

from cohorts.models import ClosingDay, Cohort, Coordinator, Organisation, Team
from hackit.workshop import Desk, Drawer, Own, Values
from hackit.workshop_people import JoiningFilter, PersonDesk


class ClosingDays(Drawer):
    model = ClosingDay


@admin.register(Organisation)
class OrganisationDesk(Desk):
    list_display = ("name", "slug", "ukprn", "promise_percent")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    inlines = [ClosingDays]
    fieldsets = [
        (None, {"fields": ("name", "slug", "ukprn")}),
        ("The programme", {"fields": ("promise_percent", "introductions_a_day")}),
        ("Look", {"fields": ("brand_colour", "logo_text")}),
        ("HR", {"fields": ("hr_name", "hr_email", "hr_phone")}),
        (
            "Who to turn to if not the manager",
            {"fields": ("listener_name", "listener_email", "listener_phone")},
        ),
    ]


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
class CohortDesk(Desk):
    fields = ("organisation", "name", "slug", "starts_on", "expected_end_on")
    list_display = ("name", "starts_on", "expected_end_on", "organisation")
    list_filter = (("organisation", Own),)
    list_select_related = ("organisation",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
