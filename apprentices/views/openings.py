"""Openings for people whose apprenticeship ends, and who is interested in which."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from apprentices import actions
from apprentices.forms.openings import OpeningSearch
from hackit import dates
from hackit.overview import openings as overview

PAGE = 25


@require_safe
def openings(request):
    """What is open, for apprentices in their last months; all, with who is interested, for coordinators."""
    today = dates.today()
    reader = overview.reader(request.user, today)
    if reader.nobody:
        raise Http404
    search = OpeningSearch(request.GET)
    chosen = search.chosen
    found = overview.openings(reader, today, chosen.get("q", ""), chosen.get("where", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [overview.row(opening, reader, today) for opening in page]
    shown = {"reader": reader, "search": search, "page": page}
    shown |= {"open": [row for row in rows if not row.closed], "closed": [row for row in rows if row.closed]}
    return render(request, "apprentices/openings.html", shown)


@require_POST
def mark_interest(request, opening):
    """Marks interest in an opening, or without `interested` takes it back."""
    found = overview.to_mark(request.user, opening, dates.today())
    if found is None:
        raise Http404
    record, opening = found
    interested = "interested" in request.POST
    actions.mark_interest(record, opening=opening, interested=interested)
    if interested:
        said = f"Marked: {opening}. The coordinators see that you are interested. Apply by yourself too."
    else:
        said = f"Taken back: your interest in {opening}."
    messages.success(request, said)
    return redirect("openings")
