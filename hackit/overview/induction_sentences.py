"""A beginning in words: the induction, whose steps a page of their own tells, and the first-day page."""

from apprentices.actions.induction import FOLLOWED
from apprentices.models import FirstDay, Induction
from hackit.versions import ADDED, CHANGED, TAKEN_AWAY


def given(change):
    """One was given."""
    yield f"gave an induction: {_template(change)}"


def changed(change):
    """The first day moved, or the template had changed."""
    if change.differs("counted_from"):
        yield f"moved the induction to the first day {change.day('counted_from')}"
    elif change.why == FOLLOWED:
        yield f"applied the changed template of the induction, {_template(change)}"


def taken_away(change):
    """It was taken away."""
    yield "took away the induction"


def _template(change):
    return change.now["template"] or "a template that is gone"


def page_written(change):
    """A first-day page was begun."""
    yield "wrote the first-day page" + (" and showed it" if change.now["shown_on"] else ", a draft so far")


def page_changed(change):
    """It was shown, or says something else."""
    yield "showed the first-day page" if change.fresh("shown_on") else "changed the first-day page"


def page_taken_away(change):
    """It was taken away."""
    yield "took away the first-day page"


# The rows that these add to hackit.overview.sentences.TOLD.
TOLD = {
    (Induction, ADDED): given,
    (Induction, CHANGED): changed,
    (Induction, TAKEN_AWAY): taken_away,
    (FirstDay, ADDED): page_written,
    (FirstDay, CHANGED): page_changed,
    (FirstDay, TAKEN_AWAY): page_taken_away,
}
