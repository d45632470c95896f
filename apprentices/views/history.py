"""Who changed what of one record, and when."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apprentices.models import Apprentice
from hackit import access
from hackit.access import Action
from hackit.overview import history as histories

PAGE = 50


@require_safe
def history(request, pk):
    """What was done, by whom and when, in sentences: newest first, a page at a time."""
    seen = Apprentice.objects.allowing(request.user, Action.SEE_HISTORY).select_related("person")
    record = get_object_or_404(seen, pk=pk)
    lines = histories.history(record, confidential=Action.ADMINISTER in access.actions(record))
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return render(request, "apprentices/history.html", {"apprentice": record, "page": page})
