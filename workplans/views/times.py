"""Agreed learning time: what holds, what is proposed, and the small pages that change it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.overview import learning_times
from workplans import actions
from workplans.forms.times import DeclineForm, EndForm, ProposeForm
from workplans.models import with_learning_due

GONE = "This was taken back or ended already."


@require_safe
def learning_time(request, pk):
    """What is agreed now and later, what waits for an answer, and what was before."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_LEARNING, today)
    record = get_object_or_404(with_learning_due(seen.for_overview(today), today), pk=pk)
    shown = {"apprentice": record, "page": learning_times.page(record, today)}
    return render(request, "workplans/learning_time.html", shown)


@require_http_methods(["GET", "POST"])
def propose_learning_time(request, pk):
    """Proposes a time to the other side."""
    record = _record(request, pk)
    form = ProposeForm(request.POST or None, apprentice=record, on=dates.today())
    return _answer(request, form, "workplans/propose_learning_time.html", record)


@require_POST
def agree_learning_time(request, pk, time):
    """The other side agrees."""
    return _at_once(request, pk, time, actions.agree, "Agreed: it holds from its first day on.")


@require_POST
def take_back_learning_time(request, pk, time):
    """The side that proposed takes it back."""
    return _at_once(request, pk, time, actions.take_back, "Taken back. You can propose another time.")


@require_http_methods(["GET", "POST"])
def decline_learning_time(request, pk, time):
    """The other side says why not."""
    return _with_form(request, pk, time, DeclineForm, "workplans/decline_learning_time.html")


@require_http_methods(["GET", "POST"])
def end_learning_time(request, pk, time):
    """Ends what was agreed, from a day on."""
    return _with_form(request, pk, time, EndForm, "workplans/end_learning_time.html")


def _record(request, pk):
    mine = Apprentice.objects.allowing(request.user, Action.AGREE_LEARNING_TIME)
    return get_object_or_404(mine.select_related("person"), pk=pk)


def _at_once(request, pk, time, action, said):
    """Does with one row what needs no more words."""
    record = _record(request, pk)
    row = record.learning_times.filter(pk=time).first()
    try:
        if row is None:
            raise ValidationError(GONE)
        action(row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("learning_time", pk)


def _with_form(request, pk, time, form_class, template):
    record = _record(request, pk)
    row = record.learning_times.filter(pk=time).first()
    if row is None:
        messages.info(request, GONE)
        return redirect("learning_time", pk)
    form = form_class(request.POST or None, time=row, on=dates.today())
    return _answer(request, form, template, record)


def _answer(request, form, template, record):
    """Carries out what a form says, or shows it with what is wrong."""
    if form.carried_out(request):
        return redirect("learning_time", record.pk)
    return render(request, template, {"form": form, "apprentice": record})
