"""A cohort from a file in the workshop: upload, check, confirm, result; and the files to download."""

from base64 import b64decode, b64encode

from django import forms
from django.db import IntegrityError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect

from apprentices.importing.check import check
from apprentices.importing.columns import COLUMNS, LARGEST
from apprentices.importing.export import as_csv, as_excel, template
from apprentices.importing.saving import SOMEBODY_ELSE, carry_out
from apprentices.models import Apprentice, BuddyTerm, DeputyTerm, ManagerTerm
from hackit import dates
from hackit.models import Joining, User
from hackit.tablefile import NotATable

# What pages carry along, and nobody reads: the offer to send again after signing in does not show it.
CARRIED = "_import"
# People who can be invited in one go: a form takes no more fields.
MOST_INVITED = 300
# Names of each kind that the result lists: the records are there to be looked at.
MOST_NAMED = 10
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    """The file that somebody chose."""

    file = forms.FileField(
        label="Choose a file",
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty.",
            "max_length": "The name of this file is too long. Shorten it.",
        },
        help_text="CSV or Excel (.xlsx), up to 1.5 MB.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                f"This file has {file.size / 1_000_000:.1f} MB, and a cohort takes less than "
                f"{LARGEST / 1_000_000:g} MB. Copy the table alone into a new file."
            )
        return file


class ConfirmForm(forms.Form):
    """The same file again, carried by the page that showed its check: the server keeps no copy."""

    content = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput)

    def clean_content(self):
        try:
            return b64decode(self.cleaned_data["content"], validate=True)
        except ValueError as error:
            raise forms.ValidationError("Choose the file again.") from error


def page(desk, request, name, cohort, title, **context):
    """A page of the workshop about a cohort."""
    return desk.page_of(request, cohort, f"admin/cohorts/cohort/{name}.html", title, cohort=cohort, **context)


def upload(desk, request, cohort):
    """Takes a file, shows its check, and carries it out once that has been confirmed."""
    if f"{CARRIED}-confirmed" in request.POST:
        return confirm(desk, request, cohort)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return show_check(desk, request, cohort, file.read(), file.name)
        except NotATable as error:
            form.add_error("file", str(error))
    columns = COLUMNS.values()
    return page(desk, request, "import", cohort, f"Import into {cohort}", form=form, columns=columns)


def show_check(desk, request, cohort, content, name):
    """The page with everything that a file would do, and the button that does it."""
    plan = check(content, name=name, organisation=cohort.organisation, cohort=cohort, by=request.user)
    carried = {"content": b64encode(content).decode(), "name": name, "confirmed": plan.digest}
    return page(
        desk,
        request,
        "import_check",
        cohort,
        f"Check of {name}",
        plan=plan,
        form=FileForm(),
        confirm=ConfirmForm(initial=carried, auto_id=False, prefix=CARRIED),
    )


def confirm(desk, request, cohort):
    """Carries out what was shown, or shows it again where it is something else by now."""
    form = ConfirmForm(request.POST, prefix=CARRIED)
    if not form.is_valid():
        desk.message_user(request, "Nothing was imported: choose the file again.", "ERROR")
        return redirect("admin:cohorts_cohort_import", cohort.pk)
    content, name = form.cleaned_data["content"], form.cleaned_data["name"]
    try:
        plan = carry_out(
            content,
            name=name,
            organisation=cohort.organisation,
            cohort=cohort,
            by=request.user,
            confirmed=form.cleaned_data["confirmed"],
        )
    except NotATable as error:
        desk.message_user(request, f"Nothing was imported: {error}", "ERROR")
        return redirect("admin:cohorts_cohort_import", cohort.pk)
    except IntegrityError:
        desk.message_user(request, SOMEBODY_ELSE, "ERROR")
        return show_check(desk, request, cohort, content, name)
    if plan.idle and not plan.problems:
        desk.message_user(request, "Everything in this file is here already. Nothing was changed.", "SUCCESS")
        return redirect("admin:cohorts_cohort_done", cohort.pk)
    if not plan.done:
        desk.message_user(
            request,
            "Nothing was imported: something has changed since the check. Look at it as it is now.",
            "WARNING",
        )
        return show_check(desk, request, cohort, content, name)
    desk.message_user(request, result(plan), "SUCCESS")
    return redirect("admin:cohorts_cohort_done", cohort.pk)


def result(plan):
    """What an import did, in one sentence."""
    counts, later = plan.counts, len(plan.later)
    said = [f"Imported: {counts['new']} new, {counts['changed']} changed, {counts['same']} left alone."]
    for words, names in plan.made:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        said.append(f"New {words.lower()}: {', '.join(names[:MOST_NAMED])}{more}.")
    if later:
        people = "1 apprentice differs" if later == 1 else f"{later} apprentices differ"
        said.append(f"{people} in what is left to a change of plan, a handover or a correction.")
    return " ".join(said)


def done(desk, request, cohort):
    """What comes after an import: who of the cohort and around it has not been invited yet."""
    people = User.objects.filter(is_active=True).filter(_of_the_cohort(cohort)).within_reach(request.user)
    outside = [Joining.NOT_INVITED, Joining.NOT_SENT, Joining.EXPIRED]
    waiting = list(people.with_joining().filter(joining__in=outside))
    return page(
        desk,
        request,
        "import_done",
        cohort,
        f"{cohort}: who can come in",
        waiting=waiting[:MOST_INVITED],
        more=len(waiting) - MOST_INVITED,
        apprentices=Apprentice.objects.within_reach(request.user).filter(cohort=cohort).count(),
    )


def _of_the_cohort(cohort):
    """A lookup for users: apprentices of a cohort and those whose time beside one of them is not over."""
    beside = Q(pk__in=Apprentice.objects.filter(cohort=cohort).values("person"))
    for model in (ManagerTerm, DeputyTerm, BuddyTerm):
        terms = model.objects.not_over(dates.today()).filter(apprentice__cohort=cohort)
        beside |= Q(pk__in=terms.values(f"{model.role}__person"))
    return beside


def as_xlsx_file(desk, request, cohort):
    """The cohort as it is now, in the form in which an import takes it."""
    return _attached(as_excel(cohort, dates.today()), EXCEL, f"{cohort.slug}.xlsx")


def as_csv_file(desk, request, cohort):
    """The same as CSV."""
    return _attached(as_csv(cohort, dates.today()), "text/csv; charset=utf-8", f"{cohort.slug}.csv")


def empty_file(desk, request, cohort):
    """The empty form, with a sheet that explains it."""
    return _attached(template(), EXCEL, "apprentices.xlsx")


def _attached(content, kind, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


IMPORT_PAGES = (
    ("import/", "cohorts_cohort_import", upload, ["GET", "POST"]),
    ("import/done/", "cohorts_cohort_done", done, ["GET"]),
    ("import/template.xlsx", "cohorts_cohort_template", empty_file, ["GET"]),
    ("cohort.xlsx", "cohorts_cohort_xlsx", as_xlsx_file, ["GET"]),
    ("cohort.csv", "cohorts_cohort_csv", as_csv_file, ["GET"]),
)
