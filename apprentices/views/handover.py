"""The handover of an apprentice: the leaving manager writes, the new one reads on their first day."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apprentices import actions
from apprentices.forms.handover import HandoverForm
from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action
from hackit.overview import handover as handovers


def _record(request, pk, on):
    """The record for whoever hands over or is handed to; never for the apprentice, whatever else they are."""
    mine = Apprentice.objects.allowing(request.user, Action.HAND_OVER, on).exclude(person=request.user)
    return get_object_or_404(mine.select_related("person"), pk=pk)


@require_http_methods(["GET", "POST"])
def handover(request, pk):
    """Writes the note for the next manager; shows the one for the manager of today."""
    today = dates.today()
    record = _record(request, pk, today)
    term = handovers.term_to_tell(record, request.user, today)
    form = HandoverForm(request.POST or None, term=term) if term or request.POST else None
    if form and form.is_valid():
        try:
            actions.write_note(term, words=form.cleaned_data, by=request.user, seen=form.seen)
        except ValidationError as error:
            form.refuse(error)
        else:
            when = f"from {dates.words(term.from_on)}" if term.from_on > today else "now"
            messages.success(request, f"Saved. {term.manager} can read it {when}.")
            return redirect("handover", pk)
    note = handovers.as_read(handovers.note_in_force(record, today), request.user)
    shown = {"apprentice": record, "actions": access.actions(record), "term": term, "today": today}
    shown |= {"form": form, "note": note}
    return render(request, "apprentices/handover.html", shown)


@require_POST
def read_handover(request, pk):
    """The new manager has read their note: it leaves the top of their page."""
    today = dates.today()
    record = _record(request, pk, today)
    note = handovers.note_in_force(record, today)
    try:
        if note is None:
            raise ValidationError("There is no note to read.")
        actions.mark_read(note, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Noted: you have read it. The note stays here while you are the manager.")
    return redirect("handover", pk)
