"""What was decided: recorded, given in writing, and read."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apprentices.actions.decisions import NOTHING_DECIDED
from apprentices.forms.decisions import DecisionForm, GiveForm
from apprentices.models import Apprentice, Decision
from hackit import access, dates
from hackit.access import Action
from hackit.overview.decision import given_before, page, warning

BEING_CORRECTED = "Your decision is being corrected: you get it in writing again."


@require_safe
def decision(request, pk):
    """The decision with its letter: for the apprentice once it is given, for the others as it stands."""
    seen = Apprentice.objects.allowing(request.user, Action.SEE_NEXT_STEPS)
    record = get_object_or_404(seen.select_related("person", "decision"), pk=pk)
    found = _of(record)
    if found and (found.given_on or not record.as_apprentice):
        return render(
            request, "apprentices/decision.html", {"apprentice": record, "page": page(record, found)}
        )
    if found and record.as_apprentice and given_before(found):
        messages.info(request, BEING_CORRECTED)
        return redirect("next_steps", pk)
    if record.as_apprentice or Action.RECORD_NEXT_STEPS not in access.actions(record):
        raise Http404
    return redirect("record_decision", pk)


@require_http_methods(["GET", "POST"])
def record_decision(request, pk):
    """Records what was decided, or corrects it."""
    record = _recorded(request, pk)
    found = _of(record) or Decision(apprentice=record)
    form = DecisionForm(request.POST or None, decision=found, on=dates.today())
    if form.carried_out(request):
        return redirect("decision", pk)
    shown = {"form": form, "apprentice": record, "decision": found}
    return render(request, "apprentices/record_decision.html", shown)


@require_http_methods(["GET", "POST"])
def give_decision(request, pk):
    """Writes the letter and gives it, or saves it as a draft."""
    record = _recorded(request, pk)
    found = _of(record)
    if found is None:
        messages.info(request, NOTHING_DECIDED)
        return redirect("record_decision", pk)
    form = GiveForm(request.POST or None, decision=found, on=dates.today())
    if form.carried_out(request):
        return redirect("decision", pk)
    shown = {"form": form, "apprentice": record, "decision": found, "warning": warning(found)}
    return render(request, "apprentices/give_decision.html", shown)


def _recorded(request, pk):
    """The record, for whoever may decide about it."""
    mine = Apprentice.objects.allowing(request.user, Action.RECORD_NEXT_STEPS)
    return get_object_or_404(mine.select_related("person", "decision"), pk=pk)


def _of(record):
    """The decision of a record, None without one."""
    return getattr(record, "decision", None)
