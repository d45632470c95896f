"""A provider's export: chosen, its columns named, its lines looked at, and brought in.

Every step is one address. What a step needs of the ones before it, the page carries along.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.csvfile import NotATable
from hackit.overview.learning_import import page, result
from workplans import actions
from workplans.forms.importing import CheckForm, ColumnsForm, UploadForm
from workplans.importing import carrying
from workplans.models import LearningEntry

UPLOAD = "workplans/import_learning.html"
COLUMNS = "workplans/import_columns.html"
CHECK = "workplans/import_check.html"
AGAIN = "Choose the file again: the page with what was in it was too old."
CHANGED = "Something has changed since you looked. Nothing was brought in: look at it as it is now."


@dataclass
class Step:
    """Where somebody has come: the page to show with its form, or what was done, in a sentence.

    `warning` is said above the page.
    """

    template: str
    form: object
    done: str = ""
    warning: str = ""


@require_http_methods(["GET", "POST"])
def import_learning(request, pk):
    """Brings entries from a file into the log of an apprentice."""
    mine = Apprentice.objects.allowing(request.user, Action.IMPORT_LEARNING)
    record = get_object_or_404(mine.select_related("person"), pk=pk)
    step = walk(request, record, "" if record.as_apprentice else record.person.called)
    if step.done:
        messages.success(request, step.done)
        return redirect("learning", pk)
    if step.warning:
        messages.error(request, step.warning)
    shown = {"apprentice": record, "own": record.as_apprentice, "form": step.form} | more(step)
    return render(request, step.template, shown)


def more(step):
    """What a page shows beside its form."""
    if step.template == COLUMNS:
        table = step.form.table
        labels = [table.label(number) for number in range(len(table.headings))]
        lines = [cells for _, cells in table.rows[:3]]
        return {"labels": labels, "lines": lines, "number": len(table.rows), "above": table.above}
    return {"page": page(step.form.plan)} if step.template == CHECK else {}


def walk(request, record, name):
    """The Step that a request leads to; `name` is whose log it is, blank for one's own."""
    if request.method != "POST":
        return Step(UPLOAD, UploadForm())
    if "_table" not in request.POST:
        return chosen_file(request, record)
    table = carrying.unpack(request.POST["_table"], record=record, by=request.user)
    if table is None:
        return Step(UPLOAD, UploadForm(), warning=AGAIN)
    columns = ColumnsForm(request.POST, table=table, packed=request.POST["_table"])
    if "columns" in request.POST or not columns.is_valid():
        return Step(COLUMNS, columns)
    return checked(request, record, columns, name)


def chosen_file(request, record):
    """After a file was chosen: its columns, or what is wrong with it."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            packed = carrying.pack(form.table, record=record, by=request.user)
        except NotATable as error:
            form.add_error("file", str(error))
        else:
            return Step(COLUMNS, ColumnsForm(table=form.table, packed=packed))
    return Step(UPLOAD, form)


def checked(request, record, columns, name):
    """After the columns were named: what the lines become; once that was confirmed, it is done."""
    on = dates.today()
    form = CheckForm(request.POST, chosen=columns, record=record, on=on)
    if form.is_bound and request.POST["shown"] != form.plan.digest:
        return Step(CHECK, form.anew(), warning=CHANGED)
    if not form.is_valid():
        return Step(CHECK, form)
    try:
        source = LearningEntry.Source.FILE
        logged = actions.log(record, form.plan.to_log, by=request.user, on=on, source=source)
    except ValidationError:
        # Somebody logged or changed the record since the lines were checked, a moment ago.
        return Step(CHECK, form.anew(), warning=CHANGED)
    return Step(CHECK, form, done=result(form.plan, logged, name))
