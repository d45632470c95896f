"""The pages of a portfolio: arranged by the apprentice, read by others, and shown outside by a link."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.context import NOBODY
from hackit.overview import portfolio as overview
from workplans import actions
from workplans.forms.portfolio import LinkForm, ProfileForm
from workplans.models import Portfolio

# Not found by searching, kept by no cache; and the next page does not learn the address from which one came.
OUTSIDE = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
}


@require_safe
def portfolio(request, pk):
    """The apprentice arranges it; everybody else, and they too after the end, reads it."""
    record, page = _seen(request, pk)
    if not page.arranges:
        return _read(request, record, page)
    return render(request, "workplans/portfolio.html", {"apprentice": record, "page": page})


@require_safe
def finished_portfolio(request, pk):
    """The portfolio as others see it, to be read and printed."""
    return _read(request, *_seen(request, pk))


@require_POST
def choose_project(request, pk, project):
    """Puts a project into the portfolio."""
    return _at_once(request, pk, project, actions.choose, "{} is in your portfolio now.")


@require_POST
def leave_out_project(request, pk, project):
    """Takes a project out of the portfolio."""
    return _at_once(request, pk, project, actions.leave_out, "{} is no longer in your portfolio.")


@require_POST
def reorder_project(request, pk, project, up):
    """Moves a project one place up or down."""
    return _at_once(request, pk, project, partial(actions.reorder_projects, up=up))


@require_http_methods(["GET", "POST"])
def write_profile(request, pk):
    """What the apprentice says of themselves above their projects."""
    record = _record(request, pk)
    written = record.portfolio if hasattr(record, "portfolio") else Portfolio(apprentice=record)
    form = ProfileForm(request.POST or None, instance=written)
    return _answer(request, form, "workplans/write_profile.html", record)


@require_http_methods(["GET", "POST"])
def make_link(request, pk):
    """Makes a link for somebody outside."""
    record = _record(request, pk)
    form = LinkForm(request.POST or None, apprentice=record)
    return _answer(request, form, "workplans/make_link.html", record)


@require_http_methods(["GET", "POST"])
def withdraw_link(request, pk, link):
    """Withdraws a link after confirmation: also after the end, as long as the apprentice reads here."""
    mine = Apprentice.objects.allowing(request.user, Action.SEE_PROJECTS).filter(person=request.user)
    record = get_object_or_404(mine.select_related("person"), pk=pk)
    found = get_object_or_404(record.portfolio_links, pk=link)
    if found.withdrawn_at:
        messages.info(request, f"This link is withdrawn already: {found.called}.")
        return redirect("portfolio", pk)
    if request.method == "GET":
        return render(request, "workplans/withdraw_link.html", {"apprentice": record, "link": found})
    actions.withdraw_link(found, by=request.user)
    messages.success(
        request, f"Withdrawn: {found.called}. Whoever opens that link now reads that it does not work."
    )
    return redirect("portfolio", pk)


@login_not_required
@require_safe
def shared_portfolio(request, token):
    """The portfolio for whoever has a link, in a frame without ways to the rest, whoever is signed in."""
    today = dates.today()
    link = overview.behind(token, today)
    frame = {"frame": NOBODY, "messages": []}
    if link is None:
        gone = HTTPStatus.NOT_FOUND
        answer = render(request, "workplans/shared_portfolio_gone.html", frame, status=gone)
    else:
        shown = {"portfolio": overview.finished(link.apprentice), **frame}
        answer = render(request, "workplans/shared_portfolio.html", shown)
        if request.method == "GET" and request.user.pk != link.apprentice.person_id:
            actions.visit(link, on=today)
    for name, value in OUTSIDE.items():
        answer[name] = value
    return answer


def _seen(request, pk):
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_PROJECTS, today)
    record = get_object_or_404(seen.select_related("person", "standard", "portfolio"), pk=pk)
    return record, overview.page(record, today)


def _read(request, record, page):
    shown = {"apprentice": record, "page": page, "portfolio": page.finished}
    return render(request, "workplans/finished_portfolio.html", shown)


def _record(request, pk):
    mine = Apprentice.objects.allowing(request.user, Action.WRITE_PORTFOLIO)
    return get_object_or_404(mine.select_related("person", "portfolio"), pk=pk)


def _at_once(request, pk, project, action, said=""):
    """Does with one project what needs no more words; without any, the page opens where the project is."""
    found = get_object_or_404(_record(request, pk).projects, pk=project)
    page = reverse("portfolio", args=[pk])
    try:
        action(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(page)
    if not said:
        return redirect(f"{page}#project-{project}")
    messages.success(request, said.format(found))
    return redirect(page)


def _answer(request, form, template, record):
    """Carries out what a form says, or shows it with what is wrong."""
    if form.carried_out(request):
        return redirect("portfolio", record.pk)
    return render(request, template, {"form": form, "apprentice": record})
