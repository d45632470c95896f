"""Is the manager ready for somebody who starts? The card that says what is done and what is missing."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.due import has_manager
from apprentices.readiness import before_first_day
from hackit import access, dates
from hackit.access import Action

DONE, MISSING = "Done", "Missing"


@dataclass(frozen=True)
class Row:
    """One thing that a manager needs before the first day; `url` leads to where it is done, with `link`."""

    label: str
    word: str
    words: str
    url: str = ""
    link: str = ""


def readiness(apprentice, on):
    """The Rows of a record fetched `for_overview` and `with_readiness` through `allowing`.

    None once the first day at work has come, and none for those who do not lead the induction.
    """
    if not before_first_day(apprentice, on) or not access.allows(apprentice, Action.LEAD_INDUCTION):
        return []
    return [_session(apprentice), _buddy(apprentice), _briefed(apprentice), _quiet_place(apprentice)]


def _row(label, done, missing, url="", link=""):
    """A Row that says `done`, or while that is blank what is missing and where to do it."""
    return Row(label, DONE, done) if done else Row(label, MISSING, missing, url, link)


def _session(record):
    label, day = "Managers’ session", record.session_on
    if not has_manager(record):
        return Row(label, MISSING, "Nobody is named as manager. The coordinator names one.")
    done = day and f"The manager went on {dates.words(day)}."
    if access.allows(record, Action.ADMINISTER) and record.session_of:
        url = reverse("admin:apprentices_manager_change", args=[record.session_of])
        return _row(label, done, "The manager has not been there.", url, "Record the day")
    return _row(label, done, "The manager has not been there. The coordinator records it.")


def _buddy(record):
    url = reverse("set_buddy", args=[record.pk])
    done = record.buddy_name and f"{record.buddy_name} is chosen."
    return _row("Buddy", done, "Nobody is chosen.", url, "Choose a buddy")


def _briefed(record):
    label, day = "Buddy briefed", record.buddy_briefed_on
    if not record.buddy_name:
        return Row(label, MISSING, "Choose a buddy first, then talk about what it is for.")
    url = reverse("brief_buddy", args=[record.pk])
    return _row(
        label, day and f"On {dates.words(day)}.", "Nobody has talked with them yet.", url, "We talked"
    )


def _quiet_place(record):
    url = reverse("quiet_place", args=[record.pk])
    return _row("Quiet place for learning", record.quiet_place, "None is named.", url, "Name a quiet place")
