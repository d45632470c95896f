"""The people one may see, the overview of one of them, and the page before their first day."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apprentices import actions
from apprentices.forms.record import FirstDayForm, Search
from apprentices.models import Apprentice, FirstDay, with_next_steps
from hackit import access, dates
from hackit.access import Action
from hackit.overview import first_day as first_days
from hackit.overview.agenda import for_rows
from hackit.overview.handover import told_to_apprentice
from hackit.overview.next_steps_standing import in_short
from hackit.overview.people import people
from hackit.overview.plan import neighbours, plan_rows
from hackit.overview.progress import progress, progress_of, sees_learning
from hackit.overview.readiness import readiness
from hackit.overview.reviews import next_in_words
from hackit.overview.standing import learning_of
from hackit.overview.timeline import breaks_among, timeline, turns_of, warnings
from workplans.models import with_learning

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
            "rows": progress(page.object_list, today, search.learning),
        },
    )


@require_safe
def apprentice(request, pk):
    """One apprentice: people and contacts, dates as a timeline, and the ways in to the rest."""
    today = dates.today()
    found = _with_neighbours(request.user, pk, today)
    if pk not in found:
        raise Http404
    record, plans, turns = found[pk], found[pk].plans(), turns_of(found[pk])
    breaks = breaks_among(turns)
    learning = learning_of(record, plans, breaks, today) if sees_learning(record) else None
    around = people(record, today)
    return render(
        request,
        "apprentices/apprentice.html",
        {
            "apprentice": record,
            "row": progress_of(record, today, learning),
            "standing": learning and learning.standing,
            "actions": access.actions(record),
            "people": around,
            "told": told_to_apprentice(record, around, today),
            "plan": plan_rows(record, plans, breaks),
            "neighbours": neighbours(record, found.values()),
            "readiness": readiness(record, today),
            "next_review": next_in_words(record, today),
            "comes_next": in_short(record, today),
            "timeline": timeline(record, today, plans, turns),
            "warnings": warnings(record),
            "first_day_url": first_days.url_for_a_month(record, today),
        },
    )


def _with_neighbours(user, pk, on):
    """{key: record} of one record that `user` may see, and of those of the same person beside it."""
    seen = Apprentice.objects.allowing(user, Action.VIEW, on).beside(pk)
    seen = for_rows(seen, on).with_review_days().with_readiness(on)
    return {one.pk: one for one in with_learning(with_next_steps(seen))}


@require_safe
def first_day(request, pk):
    """What somebody reads before their first day; printed, it is one page."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_FIRST_DAY, today)
    record = get_object_or_404(seen.for_overview(today), pk=pk)
    shown = {"page": first_days.page(record, today), "home": False}
    return render(request, "apprentices/first_day.html", shown)


@require_http_methods(["GET", "POST"])
def write_first_day(request, pk):
    """Writes the first-day page, from the organisation's texts at first; a draft, or shown."""
    today = dates.today()
    mine = Apprentice.objects.allowing(request.user, Action.WRITE_FIRST_DAY, today)
    record = get_object_or_404(mine.for_overview(today).select_related("first_day"), pk=pk)
    written = getattr(record, "first_day", None)
    form = FirstDayForm(
        request.POST or None,
        called=record.person.called,
        instance=written or FirstDay(apprentice=record),
        initial=None if written else first_days.words_to_begin_with(record, today),
    )
    if form.is_valid():
        try:
            page = actions.write_first_day(
                record, words=form.cleaned_data, show=form.show, by=request.user, seen=form.seen
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, first_days.said_after_saving(page))
            return redirect("first_day", pk)
    return render(
        request, "apprentices/write_first_day.html", {"form": form, "apprentice": record, "written": written}
    )
