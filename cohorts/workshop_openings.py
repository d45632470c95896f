"""Partner employers and openings in the workshop: each employer once, and two records of one made one."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from apprentices.models import Apprentice
from cohorts import actions, resemblance
from cohorts.models import Opening, PartnerEmployer
from hackit import dates
from hackit.workshop import Desk, MorePages, Own

MERGE = "cohorts_partneremployer_merge"
# More than this nobody compares on one page, and an address has an end.
MOST = 20


def _link(employer):
    return reverse("admin:cohorts_partneremployer_change", args=[employer.pk]), employer.name


class EmployerForm(forms.ModelForm):
    """An employer. A name that may mean one who is there already is asked about before it is saved."""

    another = forms.BooleanField(
        label="None of these: it is another employer", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("another"):
            self._ask()

    def _ask(self):
        self.fields["another"].widget = forms.CheckboxInput()

    def clean(self):
        data = super().clean()
        name, place = data.get("name"), data.get("organisation") or self.instance.organisation_id
        if not name or not place or self.instance.key == resemblance.key(name)[:120]:
            return data
        known = PartnerEmployer.objects.filter(organisation=place).exclude(pk=self.instance.pk)
        known = {one.name: one for one in known}
        same = next((one for one in known.values() if one.key == resemblance.key(name)[:120]), None)
        if same:
            words = 'Open <a href="{}">{}</a> instead, or write another name.'
            self.add_error("name", format_html(words, *_link(same)))
            return data
        likely = resemblance.likely(name, known)
        if likely and not data.get("another"):
            self._ask()
            links = format_html_join(", ", '<a href="{}">{}</a>', (_link(known[one]) for one in likely))
            words = "It may be there already: {}. Open that one, or tick this."
            self.add_error("another", format_html(words, links))
        return data


@admin.action(description="Merge the selected employers", permissions=["change"])
def merge(desk, request, queryset):
    """Opens the page on which one of the selected is chosen."""
    chosen = list(queryset.order_by("name", "pk")[: MOST + 1])
    if not 2 <= len(chosen) <= MOST:
        desk.message_user(request, f"Select two to {MOST} records of the same employer.", "ERROR")
        return None
    if len({one.organisation_id for one in chosen}) > 1:
        desk.message_user(request, "Select employers of one organisation.", "ERROR")
        return None
    first, *others = chosen
    query = urlencode({"with": ",".join(str(one.pk) for one in others)})
    return HttpResponseRedirect(f"{reverse(f'admin:{MERGE}', args=[first.pk])}?{query}")


@admin.register(PartnerEmployer)
class PartnerEmployerDesk(MorePages, Desk):
    """Other employers. Two records of the same one are made one by the action of the list."""

    form = EmployerForm
    fields = (
        "organisation",
        "name",
        "another",
        "link",
        "contact_name",
        "contact_email",
        "contact_phone",
        "note",
    )
    list_display = ("name", "contact_name", "organisation")
    list_filter = (("organisation", Own),)
    list_select_related = ("organisation",)
    search_fields = ("name", "contact_name")
    search_help_text = "Search by name or contact."
    actions = (merge,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


def merge_page(desk, request, employer):
    """Asks which of several records of one employer is kept, then says what moves to it; then does it."""
    sent = request.POST.get("with", request.GET.get("with", ""))
    keys = {int(key) for key in sent.split(",")[:MOST] if key.isdecimal() and len(key) < 16}
    found = desk.found_for(request).filter(organisation=employer.organisation_id)
    counts = {"openings_": Count("openings", distinct=True), "gone_": Count("destinations", distinct=True)}
    chosen = list(found.filter(pk__in={employer.pk, *keys}).annotate(**counts).order_by("name", "pk"))
    kept = next((one for one in chosen if str(one.pk) == request.POST.get("keep")), None)
    others = [one for one in chosen if one != kept]
    wrong = ""
    if kept and len(keys - {employer.pk}) + 1 > len(chosen):
        wrong, kept = "One of them is gone: they may have been merged already. Nothing was changed.", None
    elif kept and "sure" in request.POST:
        try:
            actions.merge_employers(kept, others, by=request.user)
        except ValidationError as error:
            wrong, kept = " ".join(error.messages), None
        else:
            desk.message_user(request, f"Merged: {kept} is one record now.", "SUCCESS")
            return HttpResponseRedirect(_link(kept)[0])
    elif request.method == "POST" and not kept and len(chosen) > 1:
        wrong = "Choose which one is kept."
    shown = {"chosen": chosen, "wrong": wrong, "sent": ",".join(map(str, sorted(keys)))}
    shown |= {"kept": kept, "happens": _happens(kept, others) if kept and others else ""}
    template = "admin/cohorts/partneremployer/merge.html"
    return desk.page_of(request, employer, template, "Merge employers", **shown)


def _happens(kept, others):
    """What a merge does, in a sentence: how much moves, and which records are deleted."""
    openings = sum(one.openings_ for one in others)
    gone = sum(one.gone_ for one in others)
    parts = [_counted(openings, "opening"), _counted(gone, "destination")]
    moved = " and ".join(filter(None, parts))
    moves = f"{moved} {'moves' if openings + gone == 1 else 'move'} to {kept}" if moved else "Nothing moves"
    names = " and ".join(str(one) for one in others)
    return f"{moves}; {names} {'is' if len(others) == 1 else 'are'} deleted."


def _counted(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""


PartnerEmployerDesk.more_pages = (("merge/", MERGE, merge_page, ["GET", "POST"]),)


@admin.register(Opening)
class OpeningDesk(Desk):
    """Vacancies here and elsewhere. Who is interested in one is read on the page of openings."""

    fields = (
        "organisation",
        "title",
        "employer",
        "team",
        "grade",
        "posted_on",
        "closes_on",
        "link",
        "about",
    )
    list_display = ("title", "employer", "team", "grade", "posted_on", "closes_on", "interested")
    list_filter = (("employer", Own), ("organisation", Own))
    list_select_related = ("employer", "organisation")
    search_fields = ("title", "team", "employer__name")
    search_help_text = "Search by title, team or employer."
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_changeform_initial_data(self, request):
        return {"posted_on": dates.today(), **super().get_changeform_initial_data(request)}

    def get_queryset(self, request):
        living = Q(interests__apprentice__in=Apprentice.objects.living(dates.today()).order_by().values("pk"))
        interested = Count("interests", filter=living, distinct=True)
        return super().get_queryset(request).annotate(interested_=interested)

    @admin.display(description="interested", ordering="interested_")
    def interested(self, obj):
        return obj.interested_
