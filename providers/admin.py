"""Providers and standards in the workshop: coordinators look things up, a superuser changes them."""

from django.contrib import admin

from hackit.workshop import Desk, Drawer, Own, Values
from providers.models import Contact, Provider, PublishedHours, Standard


@admin.register(Provider)
class ProviderDesk(Desk):
    list_display = ("name", "known_as", "ukprn")
    search_fields = ("name", "known_as", "ukprn")
    search_help_text = "Search by name or UKPRN."


class Hours(Drawer):
    model = PublishedHours


@admin.register(Standard)
class StandardDesk(Desk):
    list_display = ("name", "level", "reference", "version", "status", "approved_on", "retired_on")
    list_filter = ("level", "status", ("route", Values))
    search_fields = ("name", "reference", "lars_code")
    search_help_text = "Search by name, reference or LARS code."
    inlines = [Hours]


@admin.register(PublishedHours)
class PublishedHoursDesk(Desk):
    list_display = ("standard", "hours", "starts_from", "starts_until", "source")
    list_select_related = ("standard",)
    search_fields = ("standard__name", "standard__reference")
    autocomplete_fields = ("standard",)


@admin.register(Contact)
class ContactDesk(Desk):
    fields = ("organisation", "provider", "part", "name", "email", "phone")
    list_display = ("name", "provider", "part", "email", "phone")
    list_filter = ("part", ("provider", admin.RelatedOnlyFieldListFilter), ("organisation", Own))
    list_select_related = ("provider",)
    search_fields = ("name", "email", "provider__name", "provider__known_as")
    autocomplete_fields = ("provider",)
