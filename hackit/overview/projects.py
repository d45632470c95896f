"""The projects of one apprentice in words: all of them in a list, and one of them in full."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from hackit import access, dates
from hackit.access import Action
from workplans.actions import refusal_of_deletion

# What stands above the words of the apprentice.
OWN_HEADINGS = {
    "my_part": "My part in it",
    "skills": "Skills used or developed",
    "outcome": "What came of it",
}


@dataclass(frozen=True)
class Row:
    """One project of the list: `about` is when and with whom, `missing` what is still to be written."""

    title: str
    url: str
    about: str
    in_portfolio: bool
    missing: list


@dataclass(frozen=True)
class Projects:
    """The list as one reader sees it. `name_url` is blank for whoever can name none."""

    own: bool
    name: str
    called: str
    rows: list
    name_url: str
    portfolio_url: str


@dataclass(frozen=True)
class Item:
    """One item of a work plan that belongs to a project."""

    month: str
    title: str
    state: str
    url: str


@dataclass(frozen=True)
class Page:
    """One project as one reader sees it.

    `facts` are (label, words), `parts` (heading, words) of what the apprentice wrote. `missing` says what is
    still to be written, blank when nothing is. `urls` leads from what this reader can do to its page.
    """

    own: bool
    title: str
    called: str
    facts: list
    link: str
    parts: list
    missing: str
    feedback: str
    feedback_note: str
    items: list
    urls: dict


def projects(record):
    """The Projects of a record fetched through `allowing`. One query."""
    names = access.allows(record, Action.NAME_PROJECTS)
    return Projects(
        own=record.as_apprentice,
        name=record.person.full_name,
        called=record.person.called,
        rows=[_row(project, record) for project in record.projects.all()],
        name_url=reverse("name_project", args=[record.pk]) if names else "",
        portfolio_url=reverse("portfolio", args=[record.pk]),
    )


def page(project, record):
    """The Page of a project fetched with `feedback_by`, of a record fetched through `allowing`. One query."""
    items = list(project.items.taken_in().select_related("plan").order_by("plan__month_on", "position"))
    return Page(
        own=record.as_apprentice,
        title=project.title,
        called=record.person.called,
        facts=list(facts(project)),
        link=project.link,
        parts=parts(project),
        missing=missing_part(project, record),
        feedback=project.feedback,
        feedback_note=_given(project),
        items=[_item(item, record) for item in items],
        urls=_urls(project, record, items),
    )


def facts(project):
    """(label, words) of what whoever named a project wrote beside its name and link, where there is any."""
    found = ("What it is for", project.purpose), ("Team", project.team), ("When", when(project))
    return [(label, words) for label, words in found if words]


def parts(project):
    """(heading, words) of what the apprentice wrote about a project, where there is any."""
    found = ((heading, getattr(project, name)) for name, heading in OWN_HEADINGS.items())
    return [(heading, words) for heading, words in found if words]


def when(project):
    """From when until when, in words; blank when neither is known."""
    first, last = (day and dates.words(day) for day in (project.from_on, project.until_on))
    if first and last:
        return f"{first} to {last}"
    return f"Since {first}" if first else f"Until {last}" if last else ""


def missing_part(project, record):
    """A sentence for whoever reads, while the apprentice has written nothing about a project."""
    if project.has_part:
        return ""
    if record.as_apprentice:
        return "Your part is still to be written."
    return f"{record.person.called} has not written about it yet."


def _row(project, record):
    missing = [missing_part(project, record)]
    if not project.feedback and access.allows(record, Action.GIVE_FEEDBACK):
        missing.append("No feedback is given yet.")
    return Row(
        title=project.title,
        url=reverse("project", args=[record.pk, project.pk]),
        about=", ".join(filter(None, [when(project), project.team])),
        in_portfolio=project.chosen,
        missing=list(filter(None, missing)),
    )


def _given(project):
    if not project.feedback:
        return ""
    day = dates.words(timezone.localdate(project.feedback_at))
    return f"{project.feedback_by.full_name}, {day}"


def _item(item, record):
    return Item(
        month=item.plan.month,
        title=item.title,
        state=item.get_state_display(),
        url=reverse("work_plan", args=[record.pk, item.plan.month_on]),
    )


def _urls(project, record, items):
    """The ways to what this reader can do, by the name of the address."""
    may = access.actions(record)
    names = Action.NAME_PROJECTS in may
    open_to = {
        "write_part": Action.WRITE_PORTFOLIO in may,
        "give_feedback": Action.GIVE_FEEDBACK in may,
        "change_project": names,
        "delete_project": names and not refusal_of_deletion(project, has_items=bool(items)),
    }
    return {name: reverse(name, args=[record.pk, project.pk]) for name, open_ in open_to.items() if open_}
