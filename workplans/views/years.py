"""The work plans of a whole programme: one apprentice's months in a strip, and plan against actual."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action
from hackit.overview import strip
from workplans.models import with_plans_near


@require_safe
def plans(request, pk):
    """The strip of months; for whoever answers for the programme, what came of what was planned, too."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_PLAN_ITEMS, today)
    record = get_object_or_404(with_plans_near(seen.for_overview(today), today), pk=pk)
    found = list(record.work_plans.with_counts())
    breaks = [gap.stretch for gap in record.breaks.all()]
    shown = {
        "apprentice": record,
        "actions": access.actions(record),
        "page": strip.page(record, found, breaks, today),
    }
    return render(request, "workplans/plans.html", shown)
