"""What an apprentice does with their portfolio: chooses, orders, says who they are, shows it outside."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from apprentices.actions.locking import as_now, locked
from hackit import dates, versions
from hackit.actions import save
from workplans.actions.places import move_place
from workplans.actions.projects import project_as_now
from workplans.models import Portfolio, PortfolioLink

# How many days a link can last.
LINK_DAYS = (7, 30, 90)


@transaction.atomic
def write_profile(apprentice, *, profile, by, on=None, seen=""):
    """Writes the profile above the projects; the same words are left alone.

    Raises ValidationError when it was written anew, in another window, after the version `seen`.
    """
    record = locked(apprentice)
    portfolio = Portfolio.objects.filter(apprentice=record).first() or Portfolio(apprentice=record)
    if portfolio.profile == profile:
        return portfolio
    versions.refuse_overwriting(portfolio, seen, ["profile"])
    portfolio.profile = profile
    return save(portfolio, by=by, on=on)


@transaction.atomic
def choose(project, *, by, on=None):
    """Puts a project into the portfolio, after the others; one that is in it stays where it is."""
    project = project_as_now(project)
    if project.chosen:
        return project
    last = project.apprentice.projects.aggregate(last=Max("portfolio_place"))["last"]
    project.portfolio_place = (last or 0) + 1
    return save(project, by=by, on=on)


@transaction.atomic
def leave_out(project, *, by, on=None):
    """Takes a project out of the portfolio, where it keeps nothing; the project itself stays."""
    project = project_as_now(project)
    if not project.chosen:
        return project
    project.portfolio_place = None
    return save(project, by=by, on=on)


@transaction.atomic
def reorder_projects(project, *, up, by, on=None):
    """Moves a chosen project one place up or down; at the end of the portfolio it stays."""
    project = project_as_now(project)
    chosen = list(project.apprentice.projects.chosen())
    move_place(project, chosen, "portfolio_place", up=up, by=by, on=on)


@transaction.atomic
def make_link(apprentice, *, purpose, days, by, on=None):
    """Makes a link to the portfolio that holds for so many days, one of LINK_DAYS, after `on`.

    The same one again on the same day gives the one that is there. Raises ValidationError for another
    number of days, and while no project is chosen.
    """
    on, record = on or dates.today(), locked(apprentice)
    if days not in LINK_DAYS:
        raise ValidationError({"days": "Choose how long the link is to hold."})
    if not record.projects.chosen().exists():
        raise ValidationError("Put a project into the portfolio first: there is nothing to show yet.")
    expires_on = on + timedelta(days=days)
    same = {"purpose": purpose, "expires_on": expires_on}
    known = record.portfolio_links.open(on).filter(made_at__date=on, **same).first()
    return known or save(PortfolioLink(apprentice=record, made_at=dates.moment(on), **same), by=by, on=on)


@transaction.atomic
def withdraw_link(link, *, by, on=None):
    """Withdraws a link, for good; one that is withdrawn stays as it is."""
    locked(link.apprentice)
    link = as_now(link, "apprentice")
    if link.withdrawn_at:
        return link
    link.withdrawn_at = dates.moment(on or dates.today())
    return save(link, by=by, on=on)


def visit(link, *, on=None):
    """Counts a visit. Nothing is kept of who came, and no version in the history: nobody changed anything."""
    counted = {"visits": F("visits") + 1, "last_visit_on": on or dates.today()}
    PortfolioLink.objects.filter(pk=link.pk).update(**counted)
