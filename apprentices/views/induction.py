"""The induction of one apprentice, its steps, and the steps that somebody owns over all their apprentices."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from apprentices import actions
from apprentices.forms.induction import ChangeStepForm, StepForm, TellForm
from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action
from hackit.overview import induction as inductions
from hackit.overview import induction_step as one_step
from hackit.overview import own_steps as own
from hackit.overview.induction_steps import is_own, may_tell, to_tell
from hackit.overview.readiness import readiness
from hackit.versions import LONGEST
from workplans.induction import taken_by_learning

# How many steps are ticked at once at most.
MOST = 200


@require_http_methods(["GET", "POST"])
def induction(request, pk):
    """Every step that the reader sees, by section; those that are theirs to tell of are ticked here."""
    today = dates.today()
    record = _record(request, pk, Action.SEE_INDUCTION, today)
    if request.method == "POST":
        return _tick(request, [record], reverse("induction", args=[pk]))
    page = inductions.page(record, today)
    shown = {"apprentice": record, "page": page, "readiness": readiness(record, today)}
    return render(request, "apprentices/induction.html", shown | {"ticked": _ticked(request)})


@require_http_methods(["GET", "POST"])
def own_steps(request):
    """The steps that the reader owns, of all their apprentices, late ones first."""
    today = dates.today()
    mine = Apprentice.objects.allowing(request.user, Action.TELL_OWN_STEPS, today)
    records = list(own.for_own_steps(mine, today))
    if request.method == "POST":
        return _tick(request, records, reverse("own_steps"))
    shown = {"page": own.page(records, today), "ticked": _ticked(request)}
    return render(request, "apprentices/own_steps.html", shown)


@require_http_methods(["GET", "POST"])
def induction_step(request, pk, step):
    """One step in full, and how far it is for whoever may tell."""
    today = dates.today()
    record = _record(request, pk, Action.SEE_INDUCTION, today)
    step = get_object_or_404(inductions.steps_seen(record), pk=step)
    tells = may_tell(record, step) and not step.known
    if request.method == "POST" and not may_tell(record, step):
        raise Http404
    leads = access.allows(record, Action.LEAD_INDUCTION)
    form = TellForm(request.POST or None, step=step, leads=leads, own=is_own(record, step)) if tells else None
    if form and form.carried_out(request):
        return _back(record, step)
    page = one_step.page(record, step, today)
    return render(
        request, "apprentices/induction_step.html", {"form": form, "apprentice": record, "page": page}
    )


@require_http_methods(["GET", "POST"])
def add_step(request, pk):
    """Adds a step to the induction of an apprentice."""
    record = _record(request, pk, Action.LEAD_INDUCTION, dates.today())
    form = StepForm(request.POST or None, apprentice=record)
    if form.carried_out(request):
        return _back(record, form.step)
    return render(request, "apprentices/add_step.html", {"form": form, "apprentice": record})


@require_http_methods(["GET", "POST"])
def change_step(request, pk, step):
    """Gives a step another day, and one that somebody added other words."""
    record = _record(request, pk, Action.LEAD_INDUCTION, dates.today())
    step = get_object_or_404(record.induction_steps.filter(meets=""), pk=step)
    form = ChangeStepForm(request.POST or None, step=step, learning=taken_by_learning(record))
    if form.carried_out(request):
        return _back(record, step)
    return render(request, "apprentices/change_step.html", {"form": form, "apprentice": record, "step": step})


@require_http_methods(["GET", "POST"])
def delete_step(request, pk, step):
    """Deletes a step that somebody added, after confirmation."""
    record = _record(request, pk, Action.LEAD_INDUCTION, dates.today())
    step = record.induction_steps.filter(meets="", day=None, pk=step).first()
    if step is None:
        return _gone(request, record)
    if request.method == "GET":
        return render(request, "apprentices/delete_step.html", {"apprentice": record, "step": step})
    try:
        actions.take_step_away(step, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Deleted: {step.title}.")
    return redirect("induction", pk)


def _record(request, pk, action, on):
    seen = Apprentice.objects.allowing(request.user, action, on)
    return get_object_or_404(inductions.for_page(seen, on), pk=pk)


def _gone(request, record):
    messages.info(request, "There is no such step to delete: somebody deleted it, or it is of the template.")
    return redirect("induction", record.pk)


def _back(record, step):
    return redirect(f"{reverse('induction', args=[record.pk])}#step-{step.pk}")


# --- Ticking ----------------------------------------------------------------------------------------


def _tick(request, records, address):
    """Notes what was ticked as done, or takes that back; then back to the page, which offers to undo it."""
    steps = _chosen(request, records)
    undo = "undo" in request.POST
    try:
        told = (actions.untick_steps if undo else actions.tick_steps)(steps, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address)
    if not told:
        messages.info(request, "That was done already." if steps else "Nothing was ticked.")
        return redirect(address)
    said = told[0].title if len(told) == 1 else f"{len(told)} steps"
    messages.success(request, f"To do again: {said}." if undo else f"Done: {said}.")
    return redirect(address if undo else f"{address}?{urlencode({'ticked': _keys(told)})}")


def _chosen(request, records):
    """The steps that were sent and are the reader's to tell of; only what they ticked is theirs to undo."""
    steps = to_tell(records, _numbers(request.POST.getlist("step")))
    return [step for step in steps if "undo" not in request.POST or step.done_by_id == request.user.pk]


def _keys(steps):
    return ",".join(str(step.pk) for step in steps)


def _ticked(request):
    """The keys of the steps that the reader ticked just now, as the address tells."""
    return _numbers(request.GET.get("ticked", "").split(","))


def _numbers(keys):
    return [key for key in keys if key.isdecimal() and len(key) <= LONGEST][:MOST]
