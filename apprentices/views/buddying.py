"""The buddy's page, and the small pages on which a buddy is briefed, kept and thanked; the quiet place."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices import actions
from apprentices.forms.buddying import BriefForm, QuietPlaceForm, ThankForm
from apprentices.models import Apprentice, with_open_steps
from hackit import dates
from hackit.access import Action
from hackit.overview import buddying as buddies
from workplans import induction

NOBODY = "There is no buddy at the moment."
NOT_BEGUN = "Nobody is the buddy today."


@require_safe
def buddying(request, pk):
    """What a buddy is for and asks when, and what is recorded of whoever is it."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_BUDDYING, today)
    seen = with_open_steps(seen.for_overview(today).with_readiness(today), today, induction.facts())
    record = get_object_or_404(seen, pk=pk)
    shown = {"apprentice": record, "page": buddies.page(record, today)}
    return render(request, "apprentices/buddying.html", shown)


@require_http_methods(["GET", "POST"])
def brief_buddy(request, pk):
    """Notes that somebody talked with the buddy about what it is for."""
    today = dates.today()
    record = _record(request, pk, Action.SET_BUDDY)
    term = buddies.current(record.buddy_terms.not_over(today).select_related("buddy__person"), today)
    return _ask(request, record, term, BriefForm, "apprentices/brief_buddy.html", NOBODY)


@require_POST
def keep_buddy(request, pk):
    """Notes that the buddy goes on."""
    record = _record(request, pk, Action.SET_BUDDY)
    term = _in_force(record)
    try:
        said = f"Saved: {actions.keep_buddy(term, by=request.user).buddy} goes on." if term else NOT_BEGUN
        messages.success(request, said)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("buddying", pk)


@require_http_methods(["GET", "POST"])
def thank_buddy(request, pk):
    """Ends the time of the buddy on a day, with thanks, after saying what follows.

    Where nobody is the buddy, or the address says so, whoever was it last is thanked.
    """
    record = _record(request, pk, Action.SET_BUDDY)
    term = None if "last" in request.GET else _in_force(record)
    term = term or buddies.thanked(record.buddy_terms.select_related("buddy__person"), dates.today())
    return _ask(request, record, term, ThankForm, "apprentices/thank_buddy.html", NOT_BEGUN)


@require_http_methods(["GET", "POST"])
def quiet_place(request, pk):
    """Names where the apprentice can learn undisturbed."""
    record = _record(request, pk, Action.LEAD_INDUCTION)
    form = QuietPlaceForm(request.POST or None, apprentice=record)
    if form.carried_out(request):
        return redirect(record)
    return render(request, "apprentices/quiet_place.html", {"form": form, "apprentice": record})


def _record(request, pk, action):
    mine = Apprentice.objects.allowing(request.user, action)
    return get_object_or_404(mine.select_related("person", "cohort__organisation"), pk=pk)


def _in_force(record):
    """The time of whoever is the buddy today; None for nobody."""
    return record.buddy_terms.in_force(dates.today()).select_related("buddy__person").first()


def _ask(request, record, term, form_class, template, nobody):
    """Carries out what a form about a buddy's time says, or shows it; back where there is nobody."""
    if term is None:
        messages.info(request, nobody)
        return redirect("buddying", record.pk)
    form = form_class(request.POST or None, term=term, on=dates.today())
    if form.carried_out(request):
        return redirect("buddying", record.pk)
    return render(request, template, {"form": form, "apprentice": record})
