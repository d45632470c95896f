"""Privacy in the workshop: copies of somebody's data, retention, erasure, the record of processing."""

from contextlib import suppress

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from apprentices import erasing, retention
from cohorts import actions as cohorts
from cohorts.models import Organisation
from hackit import access, csvfile, dates
from hackit.models import DayField, User
from hackit.overview.own_data import own_data
from hackit.overview.processing import HEADINGS, processing

# --- Requests for data ----------------------------------------------------------------------------


class AnswerForm(forms.Form):
    """The day on which a request was answered."""

    answered_on = DayField("answered on").formfield()


def copy_page(desk, request, record):
    """Everything about the person, what concerns others marked; saves what is left out, or the answer."""
    answer = AnswerForm(initial={"answered_on": dates.today()})
    if request.method == "POST" and "answer" in request.POST:
        answer = AnswerForm(request.POST)
        if answer.is_valid() and _answered(request, record, answer):
            desk.message_user(request, "The day of the answer is recorded.")
            return HttpResponseRedirect(request.path)
    elif request.method == "POST":
        marked = {piece.key for piece in own_data(record.person, record.organisation).pieces if piece.others}
        keys = marked & set(request.POST.getlist("leave_out"))
        try:
            cohorts.leave_out(record, keys=keys, by=request.user)
        except ValidationError as error:
            desk.message_user(request, " ".join(error.messages), "ERROR")
        else:
            desk.message_user(request, "What to leave out is saved.")
        return HttpResponseRedirect(request.path)
    data = own_data(record.person, record.organisation)
    title = f"Copy of what is recorded about {record.person}"
    return desk.page_of(request, record, "admin/copy.html", title, data=data, form=answer)


def _answered(request, record, form):
    try:
        cohorts.answer(record, on=form.cleaned_data["answered_on"], by=request.user)
    except ValidationError as error:
        form.add_error("answered_on", error)
        return False
    return True


def copy_as_json(desk, request, record):
    """The copy for machines, without what is left out."""
    data = own_data(record.person, record.organisation).without(record.left_out)
    return as_file(
        JsonResponse(
            data.as_json() | {"records_left_out": len(record.left_out)},
            json_dumps_params={"indent": 2, "ensure_ascii": False},
        ),
        "json",
    )


def copy_as_html(desk, request, record):
    """The copy to be read, without what is left out, in one file that needs nothing else."""
    data = own_data(record.person, record.organisation).without(record.left_out)
    words = render_to_string("admin/copy_file.html", {"data": data, "left_out": record.left_out})
    return as_file(HttpResponse(words), "html")


def as_file(response, ending, name="my-data"):
    """The response as a file to be saved; its name tells of nobody."""
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


COPY_PAGES = (
    ("copy/", "cohorts_datarequest_copy", copy_page, ["GET", "POST"]),
    ("copy.json", "cohorts_datarequest_json", copy_as_json, ["GET"]),
    ("copy.html", "cohorts_datarequest_html", copy_as_html, ["GET"]),
)


# --- Retention ------------------------------------------------------------------------------------


def retention_page(desk, request, organisation):
    """What is due to be closed, deleted and erased, with names and why; does it after confirmation."""
    if request.method == "POST":
        try:
            done = retention.apply(
                organisation, by=request.user, shown=request.POST.get("shown") or "nothing"
            )
        except ValidationError as error:
            desk.message_user(request, " ".join(error.messages), "ERROR")
        else:
            desk.message_user(request, f"Done: {'; '.join(done) or 'nothing was due'}.")
        return HttpResponseRedirect(request.path)
    found = retention.due(organisation, dates.today())
    groups = [{"rule": rule, "dues": dues} for rule, dues in found]
    context = {"groups": groups, "shown": retention.fingerprint(found), "sure": "sure" in request.GET}
    return desk.page_of(request, organisation, "admin/retention.html", "Retention", **context)


RETENTION_PAGES = (("retention/", "cohorts_organisation_retention", retention_page, ["GET", "POST"]),)


# --- Erasure --------------------------------------------------------------------------------------


def erase_page(desk, request, person):
    """Says what erasing a person means and, once they are due, does it after confirmation."""
    if request.method == "POST":
        with suppress(ValidationError):  # the page says why
            erasing.erase_when_due(person, by=request.user)
            desk.message_user(request, "The person has been erased.")
            return HttpResponseRedirect(reverse("admin:hackit_user_change", args=[person.pk]))
    due_on, why = erasing.erasure_due_on(person)
    due = due_on is not None and due_on <= dates.today()
    context = {"due": due, "due_on": due_on and dates.words(due_on), "why": why}
    return desk.page_of(request, person, "admin/erase.html", f"Erase {person}", **context)


ERASE_PAGES = (("erase/", "hackit_user_erase", erase_page, ["GET", "POST"]),)


def may_be_erased_by(user):
    """The people whom a coordinator finds; whoever only runs the installation erases nobody."""
    return access.belonging(User.objects.filter(is_superuser=False), user.organisations.all())


# --- The record of processing ---------------------------------------------------------------------


@require_safe
def record_of_processing(request):
    """The record of processing (UK GDPR Art. 30), for coordinators."""
    organisation = _coordinated(request)
    context = {"title": "Record of processing", "headings": HEADINGS, "rows": processing(organisation)}
    context["organisation"] = organisation
    template = "admin/record_of_processing.html"
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


@require_safe
def record_of_processing_file(request):
    """The same as a file for spreadsheets."""
    rows = [row.cells() for row in processing(_coordinated(request))]
    answer = HttpResponse(csvfile.write(HEADINGS, rows), content_type="text/csv; charset=utf-8")
    return as_file(answer, "csv", "record-of-processing")


def _coordinated(request):
    organisation = Organisation.objects.filter(coordinators=request.user).first()
    if organisation is None:
        raise PermissionDenied
    return organisation
