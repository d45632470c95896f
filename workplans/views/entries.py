"""Logging: one piece of learning, several days at once, and one entry with what happened to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from apprentices.models import Apprentice
from hackit import access, dates, versions
from hackit.access import Action
from hackit.overview import entries
from workplans import actions, log
from workplans.forms.days import DaysForm, PeriodForm
from workplans.forms.entries import CorrectionForm, EntryForm


@require_http_methods(["GET", "POST"])
def log_learning(request, pk):
    """Logs one piece of learning; the address may say which entry of before it is like."""
    today = dates.today()
    record = _record(request, pk, Action.LOG_LEARNING, today)
    form = EntryForm(request.POST or None, initial=_filled_in(request, record, today))
    if form.is_valid() and _log(request, record, [form.draft], form):
        if "another" not in request.POST:
            return redirect("learning", pk)
        kept = {"day": f"{form.draft.learned_on:%d/%m/%Y}", "kind": form.draft.kind}
        return redirect(f"{reverse('log_learning', args=[pk])}?{urlencode(kept)}")
    shown = {
        "form": form,
        "apprentice": record,
        "last_week": entries.last_week(record, today),
        "deleted": entries.deleted_today(record, today),
    }
    return render(request, "workplans/log_learning.html", shown)


@require_http_methods(["GET", "POST"])
def log_days(request, pk):
    """Logs several days at once, all or none."""
    today = dates.today()
    record = _record(request, pk, Action.LOG_LEARNING, today)
    period = PeriodForm(request.POST or request.GET, on=today)
    days = entries.days_to_log(record, period.days, today)
    kind = entries.usual_kind(record, today)
    form = DaysForm(request.POST or None, period=period, days=days, kind=kind)
    if not period.errors and form.is_valid() and _log(request, record, form.drafts, form):
        return redirect("learning", pk)
    shown = {"form": form, "period": period, "apprentice": record}
    return render(request, "workplans/log_days.html", shown)


@require_http_methods(["GET", "POST"])
def learning_entry(request, pk, entry):
    """One entry with what happened to it; whoever may log corrects it here and sends it again."""
    today = dates.today()
    action = Action.LOG_LEARNING if request.method == "POST" else Action.SEE_LEARNING
    record = _record(request, pk, action, today)
    found = get_object_or_404(record.learning_entries, pk=entry)
    may = access.actions(record)
    form = CorrectionForm(request.POST or None, entry=found) if Action.LOG_LEARNING in may else None
    if form and form.is_valid() and _correct(request, found, form):
        return redirect("learning", pk)
    shown = {
        "form": form,
        "apprentice": record,
        "entry": found,
        "shown": entries.shown(found),
        "answers": Action.ACCEPT_LEARNING in may and found.state == log.State.SUBMITTED,
    }
    return render(request, "workplans/learning_entry.html", shown)


@require_http_methods(["GET", "POST"])
def take_out_entry(request, pk, entry):
    """Deletes an entry after confirmation."""
    record = _record(request, pk, Action.LOG_LEARNING, dates.today())
    found = record.learning_entries.filter(pk=entry).first()
    if found is None:
        messages.info(request, "This entry is deleted already.")
        return redirect("learning", pk)
    if request.method == "POST":
        try:
            actions.take_out(found, by=request.user)
        except ValidationError:
            messages.info(request, "This entry is deleted already.")
        else:
            messages.success(request, f"Deleted: {found}. Until midnight you can bring it back, below.")
        return redirect("log_learning", pk)
    return render(request, "workplans/take_out_entry.html", {"apprentice": record, "entry": found})


@require_POST
def bring_back_entry(request, pk, entry):
    """Brings back an entry that was deleted today."""
    record = _record(request, pk, Action.LOG_LEARNING, dates.today())
    try:
        back = actions.bring_back(record, entry, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Brought back: {back}.")
    return redirect("learning", pk)


def _record(request, pk, action, on):
    mine = Apprentice.objects.allowing(request.user, action, on)
    return get_object_or_404(mine.select_related("person", "cohort__organisation"), pk=pk)


def _filled_in(request, record, on):
    """What the form begins with: an entry again, the day and kind of the one before, or the usual."""
    like, day, kind = (request.GET.get(name, "") for name in ("like", "day", "kind"))
    if like.isdecimal() and len(like) <= versions.LONGEST and (again := entries.same_again(record, like, on)):
        return again
    return {"learned_on": day or on, "kind": kind if kind in log.KINDS else entries.usual_kind(record, on)}


def _log(request, record, drafts, form):
    """Logs what a form says; None when that is refused, and the form says why."""
    try:
        logged = actions.log(record, drafts, by=request.user)
    except ValidationError as error:
        form.refuse(error)
        return None
    tell = messages.success if logged.entries else messages.info
    tell(request, entries.said_after_logging(logged))
    return logged


def _correct(request, found, form):
    """Corrects an entry as a form says; False when that is refused, and the form says why."""
    try:
        corrected = actions.correct(found, form.draft, by=request.user)
    except ValidationError as error:
        form.refuse(error)
        return False
    if corrected.submitted_at == found.submitted_at:
        messages.info(request, "Nothing was changed: the entry stands like this already.")
    else:
        messages.success(request, f"Saved: {corrected}. It waits to be accepted.")
    return True
