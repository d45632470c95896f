"""Who stands beside one apprentice, came before and comes next, with days and ways to change it."""

from dataclasses import dataclass

from django.db.models import CharField, F, Value
from django.urls import reverse

from apprentices.models import BuddyTerm, DeputyTerm, ManagerTerm
from apprentices.plan import spans
from hackit import access, dates
from hackit.access import Action
from hackit.models import Joining, User

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
    """Somebody or something beside an apprentice for a time, in words; `end_url` ends it."""

    when: str
    name: str
    days: str
    note: str = ""
    end_url: str = ""


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
ENDED_HERE = {"deputy", "buddy"}


def around(apprentice, on):
    """The Groups of a record fetched with `for_overview` through `allowing`, as of the day `on`.

    Three queries. Ways to change are there for whoever fetched it and may use them.
    """
    open_to = access.actions(apprentice)
    changeable = {part for part, (_, _, action, _, _) in GROUPS.items() if action in open_to}
    plans = apprentice.plans()
    rows = _terms(apprentice, changeable & ENDED_HERE, on)
    rows |= {part: _of_plan(plans, part) for part in ("tutor", "team")}
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


def _terms(apprentice, endable, on):
    """The Rows by part, those `endable` with the way to end them: now, then later, then before."""
    found = sorted(_rows(apprentice), key=lambda row: row["from_on"], reverse=True)
    found.sort(key=lambda row: ORDER.index(_when(row, on)))
    people = User.objects.filter(pk__in={row["person"] for row in found})
    joining = dict(people.with_joining().values_list("pk", "joining"))
    rows = {part: [] for part in TERMS}
    for row in found:
        part, over = row["part"], _when(row, on) == BEFORE
        rows[part].append(
            Row(
                when=_when(row, on),
                name=row["name"],
                days=_days(row, on),
                note="" if over else _note(row, joining),
                end_url="" if over or part not in endable else _url(f"end_{part}", apprentice, row["pk"]),
            )
        )
    return rows


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


def _days(row, on):
    if row["until_on"]:
        return f"{dates.words(row['from_on'])} to {dates.words(row['until_on'])}"
    return f"{'From' if row['from_on'] > on else 'Since'} {dates.words(row['from_on'])}"


def _note(row, joining):
    return NOT_IN_YET.get(joining[row["person"]], "") if row["active"] else "Their account is closed."


def _of_plan(plans, name):
    """The Rows of a value of the plan: what holds now, then what held before, the latest first."""
    return [
        Row(BEFORE if last else NOW, str(value), f"Until {dates.words(last)}" if last else "")
        for value, last in reversed(spans(plans, name))
        if value
    ]
