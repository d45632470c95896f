"""The people whom an apprentice meets: listed and put in order by the manager, met and remembered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices import actions
from apprentices.forms.people_to_meet import ChangeForm, LineForm, ListForm, SeveralForm
from apprentices.induction import State
from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action
from hackit.overview import people_to_meet as overview
from workplans.induction import taken_by_learning

GONE = "Somebody took them off the list meanwhile."


def _record(request, pk, action):
    today = dates.today()
    mine = Apprentice.objects.allowing(request.user, action, today)
    return get_object_or_404(mine.for_overview(today), pk=pk)


@require_safe
def people_to_meet(request, pk):
    """Everybody whom the apprentice meets, by day; who lists them does so at the foot."""
    record = _record(request, pk, Action.SEE_INDUCTION)
    page = overview.page(record, dates.today())
    form = ListForm(apprentice=record) if page.leads else None
    shown = {"apprentice": record, "page": page, "form": form}
    return render(request, "apprentices/people_to_meet.html", shown)


@require_safe
def people_sheet(request, pk):
    """Names, jobs and places on a sheet to print; with the apprentice's lines when they ask for them."""
    record = _record(request, pk, Action.SEE_INDUCTION)
    sheet = overview.sheet(record, dates.today(), lines="lines" in request.GET)
    return render(request, "apprentices/people_sheet.html", {"apprentice": record, "sheet": sheet})


# --- Listing --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def list_person(request, pk):
    """Lists somebody, and goes back to them in the list or on to the next one."""
    record = _record(request, pk, Action.LEAD_INDUCTION)
    form = ListForm(request.POST or None, apprentice=record)
    if form.carried_out(request):
        return _to(pk, "id_meets" if form.another else f"person-{form.step.pk}")
    return render(request, "apprentices/list_person.html", {"form": form, "apprentice": record})


@require_http_methods(["GET", "POST"])
def list_people(request, pk):
    """Lists several people at once, all or none."""
    record = _record(request, pk, Action.LEAD_INDUCTION)
    form = SeveralForm(request.POST or None, apprentice=record)
    if form.carried_out(request):
        return redirect("people_to_meet", pk)
    return render(request, "apprentices/list_people.html", {"form": form, "apprentice": record})


@require_http_methods(["GET", "POST"])
def person_to_meet(request, pk, step):
    """Changes what is said of somebody, and gives them a day by hand."""
    record = _record(request, pk, Action.LEAD_INDUCTION)
    found = _listed(record, step)
    if found is None:
        return _gone(request, record, step)
    form = ChangeForm(request.POST or None, step=found)
    if form.carried_out(request):
        return _to(pk, f"person-{step}")
    shown = {"form": form, "apprentice": record, "person": found}
    how = overview.how_days_come(record.cohort.organisation.introductions_a_day)
    return render(request, "apprentices/person_to_meet.html", shown | {"how": how})


@require_POST
def order_person(request, pk, step, up):
    """Makes somebody one place more or less important."""
    record = _record(request, pk, Action.LEAD_INDUCTION)
    found = _listed(record, step)
    if found is None:
        return _gone(request, record, step)
    actions.order_people(found, up=up, learning=taken_by_learning(record), by=request.user)
    return _to(pk, f"person-{step}")


@require_http_methods(["GET", "POST"])
def unlist_person(request, pk, step):
    """Takes somebody off the list, after confirmation."""
    record = _record(request, pk, Action.LEAD_INDUCTION)
    found = _listed(record, step)
    if found is None:
        return _gone(request, record, step)
    if request.method == "GET":
        return render(request, "apprentices/unlist_person.html", {"apprentice": record, "person": found})
    try:
        actions.unlist_person(found, learning=taken_by_learning(record), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Taken off the list: {found.meets}.")
    return redirect("people_to_meet", pk)


def _listed(record, pk):
    """Somebody who is listed to be met; None when nobody with this number is."""
    found = overview.person_of(record, pk)
    return found if found and found.meets else None


def _gone(request, record, step):
    """Back to the list, for somebody who was once in it; any other number is not found."""
    if not overview.was_there(record, step):
        raise Http404
    messages.info(request, GONE)
    return redirect("people_to_meet", record.pk)


# --- Meeting --------------------------------------------------------------------------------------


@require_POST
def tell_met(request, pk, step, met):
    """The apprentice says that they met somebody, or did not after all."""
    record, found = _own(request, pk, step)
    if found is None:
        return _gone(request, record, step)
    try:
        state, was = (State.DONE, None) if met else (State.TO_DO, State.DONE)
        actions.tell(found, state=state, was=was, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _to(pk, f"person-{step}")
    if met and found.meets:
        return redirect("remember_person", pk, step)
    messages.success(request, f"{'Done' if met else 'Not done yet'}: {found.title}.")
    return _to(pk, f"person-{step}")


@require_http_methods(["GET", "POST"])
def remember_person(request, pk, step):
    """The apprentice writes a line by which they remember somebody."""
    record, found = _own(request, pk, step)
    if found is None or not found.meets:
        return _gone(request, record, step)
    form = LineForm(request.POST if request.method == "POST" else None, step=found)
    if form.carried_out(request):
        return _to(pk, f"person-{step}")
    shown = {"form": form, "apprentice": record, "person": found, "met": not found.is_open}
    return render(request, "apprentices/remember_person.html", shown)


def _own(request, pk, step):
    """The record of whoever asks, while they tell of its steps, and one of its introductions or None."""
    record = _record(request, pk, Action.REMEMBER_PEOPLE)
    if Action.TELL_OWN_STEPS not in access.actions(record):
        raise Http404
    return record, overview.person_of(record, step)


def _to(pk, anchor):
    return redirect(f"{reverse('people_to_meet', args=[pk])}#{anchor}")
