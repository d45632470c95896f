"""People in the workshop: their names, addresses and invitations. Never their passwords."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from apprentices.actions import refuse_while_needed
from cohorts.models import Organisation
from hackit import access, actions
from hackit.models import Invitation, Joining, User
from hackit.workshop import Desk, Drawer, MorePages
from hackit.workshop_people import JoiningFilter, invite_people
from hackit.workshop_privacy import ERASE_PAGES, may_be_erased_by


class Invitations(Drawer):
    model = Invitation
    fk_name = "user"
    fields = readonly_fields = (
        "email",
        "invited_by",
        "invited_at",
        "sent_at",
        "failed_at",
        "accepted_at",
    )
    verbose_name_plural = "invitations"


class AccountForm(forms.ModelForm):
    """A person's account. It stays open while somebody counts on them: the way out is a handover."""

    request = None  # given by UserDesk

    def clean_is_active(self):
        stays = self.cleaned_data["is_active"]
        if self.instance.is_active and not stays:
            try:
                refuse_while_needed(self.instance)
            except ValidationError as error:
                raise ValidationError(self.with_way_out(error.message)) from error
        return stays

    def with_way_out(self, words):
        """The refusal with links to the handover; whoever only runs the installation reads no names."""
        if access.Keeper.COORDINATOR not in access.keeper_of(self.request.user):
            return "This person still manages or mentors somebody. A coordinator hands over first."
        links = [
            (reverse(f"admin:apprentices_{role}_handover", args=[getattr(self.instance, role).pk]), role)
            for role in ("manager", "buddy")
            if hasattr(self.instance, role)
        ]
        ways = format_html_join(" ", '<a href="{}">Hand over everybody, as {}</a>', links)
        return format_html("{} {}", words, ways)


@admin.register(User)
class UserDesk(MorePages, Desk):
    more_pages = ERASE_PAGES
    fields = ("full_name", "preferred_name", "email", "is_active", "last_login")
    readonly_fields = ("last_login",)
    list_display = ("full_name", "email", "joined", "last_login", "is_active")
    list_filter = (JoiningFilter, "is_active")
    search_fields = ("full_name", "preferred_name", "email")
    search_help_text = "Search by name or address."
    ordering = ("full_name",)
    inlines = [Invitations]
    actions = ["invite"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_joining()

    def get_form(self, request, obj=None, **kwargs):
        kwargs["form"] = type("AccountForm", (AccountForm,), {"request": request})
        form = super().get_form(request, obj, **kwargs)
        if "email" in form.base_fields:
            form.base_fields["email"].help_text = (
                "A new address ends every way in that the old one opened: "
                "the person is signed out and has to be invited again."
            )
        return form

    def found_for(self, request):
        return may_be_erased_by(request.user)

    def has_change_permission(self, request, obj=None):
        """Whoever was erased stays a pseudonym."""
        return super().has_change_permission(request, obj) and not (obj and obj.erased_on)

    def get_readonly_fields(self, request, obj=None):
        """Nobody closes their own account, or that of an organisation's only coordinator."""
        kept = obj and (obj.pk == request.user.pk or Organisation.objects.left_alone_without(obj).exists())
        return (*super().get_readonly_fields(request, obj), *(("is_active",) if kept else ()))

    def save_model(self, request, obj, form, change):
        if "email" not in form.changed_data:
            super().save_model(request, obj, form, change)
            return
        actions.change_address(obj, email=form.cleaned_data["email"], by=request.user)
        self.message_user(request, f"{obj} has to be invited again, at the new address.", "WARNING")

    @admin.display(description="sign-in", ordering="joining")
    def joined(self, obj):
        return Joining(obj.joining).label

    @admin.action(description="Invite to sign in", permissions=["view"])
    def invite(self, request, queryset):
        return invite_people(self, request, User.objects.filter(pk__in=queryset.values("pk")))
