"""Who stands beside one apprentice, came before and comes next, with days and ways to change it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, F, Value
from django.urls import reverse

from apprentices.models import BuddyTerm, DeputyTerm, ManagerTerm
from apprentices.plan import spans
from hackit import access, dates
from hackit.access import Action
from hackit.models import Joining, User

DAY = timedelta(days=1)
ORDER = NOW, LATER, BEFORE = ("Now", "Later", "Before")
TERMS = {"manager": ManagerTerm, "deputy": DeputyTerm, "buddy": BuddyTerm}
# What stands beside somebody who cannot come in yet, whatever they were chosen for.
NOT_IN_YET = {
    Joining.NOT_INVITED: "Not invited yet: the coordinator does that.",
    Joining.NOT_SENT: "The invitation could not be sent: the coordinator tries again.",
    Joining.EXPIRED: "The invitation has expired: the coordinator sends a new one.",
}


@dataclass(frozen=True)
class Row:
    """Somebody or something beside an apprentice for a time, in words.

    `end_url` ends it; `account_url` leads to the account of somebody who cannot come in.
    """

    when: str
    name: str
    days: str
    note: str = ""
    end_url: str = ""
    account_url: str = ""


@dataclass(frozen=True)
class Group:
    """The Rows of one kind, what is said when nobody is there now, and the way to change it."""

    title: str
    rows: list
    nobody: str
    words: str = ""
    url: str = ""

    @property
    def missing(self):
        return not any(row.when == NOW for row in self.rows)


# part -> heading, what is said when nobody is there now, who may change it, the page for it and its link.
GROUPS = {
    "manager": ("Manager", "Nobody: a coordinator names one.", Action.HAND_OVER, "handover", "Handover"),
    "deputy": ("Deputies", "Nobody.", Action.SET_DEPUTIES, "set_deputy", "Add a deputy"),
    "buddy": ("Buddy", "Nobody.", Action.SET_BUDDY, "set_buddy", "Choose a buddy"),
    "tutor": ("Tutor", "Not known yet.", Action.CHANGE_TUTOR_AND_TEAM, "change_tutor", "Change the tutor"),
    "team": ("Team", "None yet.", Action.CHANGE_TUTOR_AND_TEAM, "change_team", "Change the team"),
}
# Whose time is ended here; managers are handed over.
ENDED_BY = {"deputy": Action.SET_DEPUTIES, "buddy": Action.SET_BUDDY}


def around(apprentice, on):
    """The Groups of a record fetched with `for_overview` through `allowing`, as of the day `on`.

    Three queries. Ways to change are there for whoever fetched it and may use them.
    """
    open_to = access.actions(apprentice)
    changeable = {part for part, (_, _, action, _, _) in GROUPS.items() if action in open_to}
    plans = apprentice.plans()
    rows = _terms(apprentice, open_to, on)
    rows |= {part: _of_plan(plans, part, on) for part in ("tutor", "team")}
    return [
        Group(title, rows[part], nobody, words, _url(name, apprentice) if part in changeable else "")
        for part, (title, nobody, _, name, words) in GROUPS.items()
    ]


def _url(name, apprentice, *arguments):
    return reverse(name, args=[apprentice.pk, *arguments])


def said_of_newcomer(term):
    """What is said once somebody was given the time `term` beside an apprentice."""
    person = User.objects.with_joining().get(pk=term.colleague.person_id)
    until = f" until {dates.words(term.until_on)}" if term.until_on else ""
    said = f"Saved: {person} is {term.noun} from {dates.words(term.from_on)}{until}."
    return " ".join(filter(None, [said, NOT_IN_YET.get(person.joining)]))


# --- Dated rows -----------------------------------------------------------------------------------


def _terms(apprentice, open_to, on):
    """The Rows by part, with what is `open_to` the reader: now, then later, then before."""
    found = sorted(_rows(apprentice), key=lambda row: row["from_on"], reverse=True)
    found.sort(key=lambda row: ORDER.index(_when(row, on)))
    people = User.objects.filter(pk__in={row["person"] for row in found})
    joining = dict(people.with_joining().values_list("pk", "joining"))
    rows = {part: [] for part in TERMS}
    for row in found:
        rows[row["part"]].append(_row(row, joining[row["person"]], apprentice, open_to, on))
    return rows


def _row(row, joining, apprentice, open_to, on):
    part, when = row["part"], _when(row, on)
    days = _days(row["from_on"], row["until_on"], on)
    if when == BEFORE:
        return Row(when, row["name"], days)
    note = NOT_IN_YET.get(joining, "") if row["active"] else "Their account is closed."
    leads = note and Action.ADMINISTER in open_to
    return Row(
        when,
        row["name"],
        days,
        note,
        end_url=_url(f"end_{part}", apprentice, row["pk"]) if ENDED_BY.get(part) in open_to else "",
        account_url=reverse("admin:hackit_user_change", args=[row["person"]]) if leads else "",
    )


def _rows(apprentice):
    """Every dated row around the apprentice as a dict, in one query."""
    first, *more = (
        model.objects.filter(apprentice=apprentice)
        .order_by()
        .annotate(
            part=Value(part, CharField()),
            person=F(f"{model.role}__person"),
            name=F(f"{model.role}__person__full_name"),
            active=F(f"{model.role}__person__is_active"),
        )
        .values("part", "pk", "from_on", "until_on", "person", "name", "active")
        for part, model in TERMS.items()
    )
    return first.union(*more)


def _when(row, on):
    if row["from_on"] > on:
        return LATER
    return BEFORE if row["until_on"] and row["until_on"] < on else NOW


def _days(first, last, on):
    """The days of a row in words, as far as they are known."""
    if first and last:
        return f"{dates.words(first)} to {dates.words(last)}"
    if last:
        return f"Until {dates.words(last)}"
    return f"{'From' if first > on else 'Since'} {dates.words(first)}" if first else ""


def _of_plan(plans, name, on):
    """The Rows of a value of the plan: what holds now, then what held before, the latest first."""
    rows, first = [], None
    for value, last in spans(plans, name):
        if value:
            rows.insert(0, Row(BEFORE if last else NOW, str(value), _days(first, last, on)))
        first = last and last + DAY
    return rows
