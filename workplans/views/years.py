"""The work plans of a whole programme: one apprentice's months in a strip, and plan against actual."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apprentices.models import Apprentice
from hackit import access, csvfile, dates
from hackit.access import Action
from hackit.overview import plan_against_actual as comparison
from hackit.overview import strip
from workplans.forms.comparing import PlanFilter
from workplans.models import with_plans_near

PAGE = 25


@require_safe
def plans(request, pk):
    """The strip of months; for whoever answers for the programme, what came of what was planned, too."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_PLAN_ITEMS, today)
    record = get_object_or_404(with_plans_near(seen.for_overview(today), today), pk=pk)
    found = list(record.work_plans.with_counts())
    breaks = [gap.stretch for gap in record.breaks.all()]
    compares = access.allows(record, Action.COMPARE_PLANS)
    shown = {
        "apprentice": record,
        "actions": access.actions(record),
        "page": strip.page(record, found, breaks, today),
        "comparison": comparison.of_one(record, found, breaks, today) if compares else None,
    }
    return render(request, "workplans/plans.html", shown)


@require_safe
def plan_against_actual(request):
    """What came of the plans of everybody one answers for: a row each, and the sums of the months."""
    search, found = _compare(request, dates.today())
    page = Paginator(search.in_order(found.lines), PAGE).get_page(request.GET.get("page"))
    shown = {"search": search, "headings": search.headings(), "found": found, "page": page}
    return render(request, "workplans/plan_against_actual.html", shown)


@require_safe
def plan_against_actual_csv(request):
    """The rows of all pages that the same filter finds, as a file for spreadsheets."""
    search, found = _compare(request, dates.today())
    content = csvfile.write(comparison.HEADINGS, comparison.cells(search.in_order(found.lines)))
    name = f'attachment; filename="plans-{dates.today():%Y-%m-%d}.csv"'
    return HttpResponse(content, content_type="text/csv", headers={"Content-Disposition": name})


def _compare(request, on):
    """The filter, and what it finds for whoever answers for somebody; for anybody else there is no page."""
    records = comparison.seen(Apprentice.objects, request.user, on)
    if not records and access.Keeper.COORDINATOR not in access.keeper_of(request.user):
        raise Http404
    search = PlanFilter(request.GET, records=records, on=on)
    return search, comparison.of_many(search.records(), *search.period(), on)
