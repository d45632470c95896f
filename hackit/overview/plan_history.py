"""What was done with plans, projects and the portfolio, in phrases for hackit.overview.sentences.

Never what was written in them: that stands on their own pages. Items are told there too; here only that one
was carried over or dropped. Links to a portfolio are between the apprentice and the coordinators.
"""

from datetime import date

from hackit.versions import ADDED, CHANGED, TAKEN_AWAY
from workplans.models import PlanItem, Portfolio, PortfolioLink, Project, WorkPlan
from workplans.work_plan import ItemState


def plan_begun(change):
    """The first word of a plan was written."""
    yield f"began {_plan(change)}"


def plan_moved_on(change):
    """It was shared, agreed to, looked back on, reviewed or opened again."""
    if change.fresh("shared_at"):
        yield f"shared {_plan(change)}"
    if change.fresh("agreed_at"):
        yield f"agreed to {_plan(change)}"
    elif change.differs("agreed_at"):
        yield f"agreed to what has changed in {_plan(change)}"
    if change.fresh("aim_asked_at"):
        yield f"changed the aim of {_plan(change)} after it was agreed"
    if change.fresh("reflected_at"):
        yield f"looked back on {_month(change.now['month_on'])}"
    if change.now["reviewed_at"] and change.differs("reviewed_at"):
        yield f"reviewed {_month(change.now['month_on'])}"
    elif change.differs("reviewed_at"):
        yield f"opened {_month(change.now['month_on'])} again after its review"


def plan_taken_away(change):
    """It was taken away."""
    yield f"took away {_plan(change)}"


def item_given_up(change):
    """An item was carried over or dropped, or a suggestion answered with no; without what it says."""
    month = _month(date.fromisoformat(change.now["plan"]))
    if change.now["suggested_at"]:
        yield f"said no to a suggestion for {month}"
    elif change.now["state"] == ItemState.CARRIED:
        yield f"carried an item of {month} over to a later month"
    else:
        yield f"dropped an item of {month}"


def project_named(change):
    """A project was named."""
    yield "named a project"


def project_changed(change):
    """Feedback was given or taken back: what else changes stands on its page."""
    if change.now["feedback_at"] and change.differs("feedback_at"):
        yield "gave feedback on a project"
    elif change.differs("feedback_at"):
        yield "took back feedback on a project"


def project_deleted(change):
    """A project was deleted."""
    yield "deleted a project"


def profile_written(change):
    """What stands above the projects was written."""
    yield "wrote the profile of the portfolio"


def profile_changed(change):
    """It was changed."""
    if change.differs("profile"):
        yield "changed the profile of the portfolio"


def portfolio_taken_away(change):
    """It was taken away."""
    yield "took away the profile of the portfolio"


def link_made(change):
    """A link for people outside was made."""
    if change.confidential:
        yield f"made a link to the portfolio that holds until {change.day('expires_on')}"


def link_changed(change):
    """It was withdrawn, or holds for longer."""
    if not change.confidential:
        return
    if change.fresh("withdrawn_at"):
        yield "withdrew a link to the portfolio"
    elif change.differs("expires_on"):
        yield f"changed the last day of a link to the portfolio to {change.day('expires_on')}"


def link_taken_away(change):
    """It was taken away."""
    if change.confidential:
        yield "took away a link to the portfolio"


def _plan(change):
    return f"the work plan for {_month(change.now['month_on'])}"


def _month(first):
    return f"{first:%B %Y}"


# The rows that these add to hackit.overview.sentences.TOLD.
TOLD = {
    (WorkPlan, ADDED): plan_begun,
    (WorkPlan, CHANGED): plan_moved_on,
    (WorkPlan, TAKEN_AWAY): plan_taken_away,
    (PlanItem, CHANGED): item_given_up,
    (Project, ADDED): project_named,
    (Project, CHANGED): project_changed,
    (Project, TAKEN_AWAY): project_deleted,
    (Portfolio, ADDED): profile_written,
    (Portfolio, CHANGED): profile_changed,
    (Portfolio, TAKEN_AWAY): portfolio_taken_away,
    (PortfolioLink, ADDED): link_made,
    (PortfolioLink, CHANGED): link_changed,
    (PortfolioLink, TAKEN_AWAY): link_taken_away,
}
