"""The learning of one apprentice: how they stand, what is in their log, and records of it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apprentices.models import Apprentice
from hackit import access, csvfile, dates
from hackit.access import Action
from hackit.overview import burn_up, learned, learning_page, logged, standing
from hackit.overview import evidence as proof
from workplans.forms.filters import EntryFilter
from workplans.forms.period import PeriodForm
from workplans.log import State
from workplans.models import with_learning

PAGE = 25


@require_safe
def learning(request, pk):
    """Standing with its reason, the burn-up chart, months and kinds, and the entries, filtered and paged."""
    record, stands = _fetch(request, pk)
    sums = learned.sums(record.learning_entries)
    search = EntryFilter(request.GET, sums=sums)
    paginator = Paginator(search.entries(record.learning_entries), PAGE)
    paginator.count = search.number()  # known from the sums: no query
    page = paginator.get_page(request.GET.get("page"))
    accepted, submitted = (learned.counted(sums, state) for state in (State.ACCEPTED, State.SUBMITTED))
    shown = {
        "apprentice": record,
        "actions": access.actions(record),
        "learning": learning_page.page(record, stands, sums),
        "chart": burn_up.burn_up(stands, accepted, submitted),
        "months": learned.by_month(stands, sums),
        "kinds": learned.by_kind(sums),
        "search": search,
        "page": page,
        "rows": logged.rows(record, stands, page.object_list),
    }
    return render(request, "workplans/learning.html", shown)


@require_safe
def learning_csv(request, pk):
    """The entries that the same filter finds on the page, as a file for spreadsheets."""
    record, stands = _fetch(request, pk)
    search = EntryFilter(request.GET, sums=learned.sums(record.learning_entries))
    entries = list(search.entries(record.learning_entries))
    content = csvfile.write(logged.HEADINGS, logged.cells(record, stands, entries))
    name = f'attachment; filename="learning-{dates.today():%Y-%m-%d}.csv"'
    return HttpResponse(content, content_type="text/csv", headers={"Content-Disposition": name})


@require_safe
def evidence(request, pk):
    """The evidence record of a period, to print; without one it is all of the programme until today."""
    record, stands = _fetch(request, pk)
    form = PeriodForm(request.GET, first=record.starts_on, last=max(burn_up.until(stands), record.starts_on))
    period = form.period["first"], form.period["last"]
    made = proof.evidence(record, stands, record.learning_entries, *period, dates.today())
    return render(request, "workplans/evidence.html", {"apprentice": record, "form": form, "evidence": made})


def _fetch(request, pk):
    """The record, for whoever may see its learning, and its Learning. Two queries."""
    today = dates.today()
    seen = with_learning(Apprentice.objects.allowing(request.user, Action.SEE_LEARNING, today))
    related = seen.select_related("person", "cohort__organisation", "team", "provider", "tutor", "standard")
    record = get_object_or_404(related, pk=pk)
    return record, standing.learning([record], today)[pk]
