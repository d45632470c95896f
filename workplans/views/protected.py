"""Was learning time protected? The apprentice answers once a month, and the coordinators read it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.overview import protected as answers
from workplans import actions
from workplans.forms.protected import ProtectedForm
from workplans.models import with_learning_due


@require_http_methods(["GET", "POST"])
def protected(request, pk):
    """The answers, newest first, and for the apprentice the question about last month."""
    today = dates.today()
    action = Action.ANSWER_PROTECTED if request.method == "POST" else Action.SEE_PROTECTED
    seen = Apprentice.objects.allowing(request.user, action, today)
    record = get_object_or_404(with_learning_due(seen.for_overview(today), today), pk=pk)
    page = answers.page(record, today)
    form = None
    if page.month:
        form = ProtectedForm(request.POST or None, apprentice=record, month=page.month, given=page.given)
    if form and form.carried_out(request):
        return redirect("protected", pk)
    return render(request, "workplans/protected.html", {"apprentice": record, "page": page, "form": form})


@require_POST
def note_talk(request, pk, answer):
    """A coordinator has talked with the apprentice about two months of “no”. Nobody talks with themselves."""
    mine = Apprentice.objects.allowing(request.user, Action.NOTE_TALK).exclude(person=request.user)
    record = get_object_or_404(mine.select_related("person"), pk=pk)
    actions.note_talk(get_object_or_404(record.protected_answers, pk=answer), by=request.user)
    messages.success(request, f"Noted: you talked with {record.person.called} about it.")
    return redirect("protected", pk)
