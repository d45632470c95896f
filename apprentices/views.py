"""The people one may see, and the overview of one of them."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apprentices.forms import Search
from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action
from hackit.overview.people import people
from hackit.overview.progress import progress, progress_of
from hackit.overview.timeline import timeline, warnings

PAGE = 25


@require_safe
def apprentices(request):
    """The people one may see: searched, filtered, sorted and paged."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.VIEW)
    search = Search(request.GET, seen=seen)
    page = Paginator(search.results(today), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "apprentices/apprentices.html",
        {
            "search": search,
            "headings": search.headings(),
            "page": page,
            "rows": progress(page.object_list, today),
        },
    )


@require_safe
def apprentice(request, pk):
    """One apprentice: people and contacts, dates as a timeline, and the ways in to the rest."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.VIEW, today)
    record = get_object_or_404(seen.for_overview(today), pk=pk)
    return render(
        request,
        "apprentices/apprentice.html",
        {
            "apprentice": record,
            "row": progress_of(record, today),
            "actions": access.actions(record),
            "people": people(record, today),
            "timeline": timeline(record, today),
            "warnings": warnings(record),
        },
    )
