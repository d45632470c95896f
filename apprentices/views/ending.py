"""The end of apprenticeships, for coordinators: who is about to end, and where people went."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apprentices.forms.ending import DestinationsFilter, EndingFilter
from hackit import access, csvfile, dates
from hackit.overview import destinations_by_cohort as went
from hackit.overview import ending as overview

PAGE, COHORTS = 25, 6


@require_safe
def ending(request):
    """Everybody whose window is open: conversations, answers, wishes; and who comes next."""
    _refuse_others(request)
    found = overview.ending(request.user, dates.today())
    search = EndingFilter(request.GET, rows=found.rows)
    page = Paginator(search.found(), PAGE).get_page(request.GET.get("page"))
    shown = {
        "search": search,
        "counted": len(search.counted()),
        "numbers": list(search.numbers()),
        "headings": search.headings(),
        "page": page,
        "coming": found.coming,
    }
    return render(request, "apprentices/ending.html", shown)


@require_safe
def destinations(request):
    """Where people went, a table a cohort; whom to ask, and of whom nothing is known."""
    _refuse_others(request)
    found = went.destinations(request.user, dates.today())
    search = DestinationsFilter(request.GET, cohorts=found.cohorts)
    page = Paginator(search.found(), COHORTS).get_page(request.GET.get("page"))
    first = page.number == 1 and not search.chosen
    shown = {"found": found, "search": search, "page": page, "total": found.total if first else None}
    return render(request, "apprentices/destinations.html", shown)


@require_safe
def destinations_csv(request):
    """The same as a file for spreadsheets, a row a person."""
    _refuse_others(request)
    content = csvfile.write(went.HEADINGS, went.cells(request.user, dates.today()))
    name = f'attachment; filename="destinations-{dates.today():%Y-%m-%d}.csv"'
    return HttpResponse(content, content_type="text/csv", headers={"Content-Disposition": name})


def _refuse_others(request):
    if access.Keeper.COORDINATOR not in access.keeper_of(request.user):
        raise Http404
