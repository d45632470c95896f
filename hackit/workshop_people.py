"""Records about people in the workshop: a person is added with the record, and invited from any list."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from hackit import actions
from hackit.models import Joining, User
from hackit.workshop import Desk


class PersonForm(forms.ModelForm):
    """A record about a person, who is added with it: by address and name, never from a list."""

    email = forms.EmailField(label="Email address", help_text="Their work address.")
    full_name = forms.CharField(
        max_length=150, help_text="Somebody who is here already keeps the name they have."
    )
    preferred_name = forms.CharField(max_length=60, required=False, help_text="What colleagues call them.")
    request = None  # given by PersonDesk

    def clean(self):
        data = super().clean()
        organisation = self.organisation()
        if organisation and data.get("email"):
            person = actions.find_person(email=data["email"], organisation=organisation, by=self.request.user)
            if person:
                self.instance.person = person
        return data

    def organisation(self):
        """Where the record belongs, as far as the form says so."""
        cohort = self.cleaned_data.get("cohort")
        return cohort.organisation if cohort else self.cleaned_data.get("organisation")

    def _get_validation_exclusions(self):
        # The person is not a field of the form, but whether they have such a record must be asked.
        return super()._get_validation_exclusions() - ({"person"} if self.instance.person_id else set())


class PersonDesk(Desk):
    """A Desk of records about people: adds the person with the record, shows them afterwards."""

    add_form = PersonForm
    person_fields = ("email", "full_name", "preferred_name")
    actions = ["invite"]
    list_select_related = ["person"]

    def get_form(self, request, obj=None, **kwargs):
        if obj is None:
            kwargs["form"] = type("PersonForm", (self.add_form,), {"request": request})
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request, obj=None):
        head = ("their_name", "their_email") if obj else self.person_fields
        return [(None, {"fields": head}), *super().get_fieldsets(request, obj)]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "their_name", "their_email")

    def save_model(self, request, obj, form, change):
        if not change:
            data = form.cleaned_data
            obj.person = actions.add_person(
                **{name: data[name] for name in self.person_fields},
                organisation=form.organisation(),
                by=request.user,
            )
        super().save_model(request, obj, form, change)

    @admin.display(description="name", ordering="person__full_name")
    def their_name(self, obj):
        url = reverse("admin:hackit_user_change", args=[obj.person_id])
        return format_html('<a href="{}">{}</a>', url, obj.person.full_name)

    @admin.display(description="email address")
    def their_email(self, obj):
        return obj.person.email

    @admin.display(description="sign-in", ordering="joining")
    def joined(self, obj):
        return Joining(obj.joining).label

    @admin.action(description="Invite to sign in", permissions=["view"])
    def invite(self, request, queryset):
        people = User.objects.filter(pk__in=queryset.values("person"))
        return invite_people(self, request, people.within_reach(request.user))


def invite_people(desk, request, people):
    """Asks first, then invites those of `people` who have not joined; used by every desk of people."""
    people = people.with_joining().filter(is_active=True)
    waiting = people.exclude(joining=Joining.JOINED)
    if "confirmed" not in request.POST:
        return TemplateResponse(
            request,
            "admin/invite.html",
            {
                **desk.admin_site.each_context(request),
                "title": "Invite to sign in",
                "opts": desk.opts,
                "waiting": waiting,
                "joined": people.filter(joining=Joining.JOINED),
                "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            },
        )
    sent, unsent = actions.invite_all(list(waiting), by=request.user)
    if unsent:
        desk.message_user(
            request,
            f"The mail to {unsent} was not sent, and no other was tried. Try again later.",
            "ERROR",
        )
    if sent:
        desk.message_user(request, f"Invited {sent} {'person' if sent == 1 else 'people'}.")
    return None


class JoiningFilter(admin.SimpleListFilter):
    """People by how far they have come on the way in."""

    title = "sign-in"
    parameter_name = "joining"

    def lookups(self, request, model_admin):
        return Joining.choices

    def queryset(self, request, queryset):
        return queryset.filter(joining=self.value()) if self.value() else queryset
