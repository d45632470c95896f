"""How one apprentice stands with the hours of learning."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action
from hackit.overview import standing
from hackit.overview.entries import deleted_today
from workplans.models import with_learning


@require_safe
def learning(request, pk):
    """The standing with its reason, and the ways in to logging."""
    today = dates.today()
    seen = with_learning(Apprentice.objects.allowing(request.user, Action.SEE_LEARNING, today))
    record = get_object_or_404(seen.for_overview(today), pk=pk)
    shown = {
        "apprentice": record,
        "actions": access.actions(record),
        "own": record.as_apprentice,
        "deleted": deleted_today(record, today) if record.as_apprentice else [],
        "learning": standing.learning([record], today)[record.pk],
    }
    return render(request, "workplans/learning.html", shown)
