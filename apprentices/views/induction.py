"""The induction of one apprentice: its steps by section, and how far each is."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action


@require_safe
def induction(request, pk):
    """Every step that the reader sees, by section."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_INDUCTION, today)
    record = get_object_or_404(seen.for_overview(today), pk=pk)
    steps = record.induction_steps.seen_with(access.relations(record))
    return render(request, "apprentices/induction.html", {"apprentice": record, "steps": steps})
