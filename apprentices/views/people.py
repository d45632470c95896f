"""Who stands beside an apprentice, and the small pages that change it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apprentices.forms.people import BuddyForm, DeputyForm, EndForm, TeamForm, TutorForm
from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.overview.around import around


def _record(request, pk, action, on):
    mine = Apprentice.objects.allowing(request.user, action, on)
    return get_object_or_404(mine.for_overview(on), pk=pk)


@require_safe
def people_around(request, pk):
    """Who is there now, who comes and who was there before, for whoever may change some of it."""
    today = dates.today()
    # Whoever may set the buddy: the widest of the actions whose ways in stand on this page.
    record = _record(request, pk, Action.SET_BUDDY, today)
    shown = {"apprentice": record, "groups": around(record, today)}
    return render(request, "apprentices/people_around.html", shown)


@require_http_methods(["GET", "POST"])
def set_buddy(request, pk):
    """Chooses the buddy from a day on, also one who is new here."""
    return _change(request, pk, Action.SET_BUDDY, BuddyForm, "apprentices/set_buddy.html")


@require_http_methods(["GET", "POST"])
def set_deputy(request, pk):
    """Adds a deputy for a time, also one who is new here."""
    return _change(request, pk, Action.SET_DEPUTIES, DeputyForm, "apprentices/set_deputy.html")


@require_http_methods(["GET", "POST"])
def change_tutor(request, pk):
    """Changes the provider's contact for the apprentice."""
    return _change(request, pk, Action.CHANGE_TUTOR_AND_TEAM, TutorForm, "apprentices/change_tutor.html")


@require_http_methods(["GET", "POST"])
def change_team(request, pk):
    """Changes the team in which the apprentice works."""
    return _change(request, pk, Action.CHANGE_TUTOR_AND_TEAM, TeamForm, "apprentices/change_team.html")


@require_http_methods(["GET", "POST"])
def end_buddy(request, pk, term):
    """Ends the time of a buddy, or calls off one who has not begun, after confirmation."""
    return _end(request, pk, Action.SET_BUDDY, "buddy_terms", term)


@require_http_methods(["GET", "POST"])
def end_deputy(request, pk, term):
    """Ends the time of a deputy, or calls off one who has not begun, after confirmation."""
    return _end(request, pk, Action.SET_DEPUTIES, "deputy_terms", term)


def _change(request, pk, action, form_class, template):
    today = dates.today()
    record = _record(request, pk, action, today)
    form = form_class(request.POST or None, apprentice=record, on=today)
    return _answer(request, form, template, record)


def _end(request, pk, action, terms, term):
    today = dates.today()
    record = _record(request, pk, action, today)
    row = getattr(record, terms).not_over(today).filter(pk=term).first()
    if row is None:
        messages.info(request, "This is over or was called off already.")
        return redirect("people_around", pk)
    form = EndForm(request.POST or None, term=row, on=today)
    return _answer(request, form, "apprentices/end_term.html", record)


def _answer(request, form, template, record):
    """Carries out what a form says, or shows it with what is wrong."""
    if form.carried_out(request):
        return redirect("people_around", record.pk)
    return render(request, template, {"form": form, "apprentice": record})
