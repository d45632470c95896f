"""Whom an apprentice meets in the first weeks, as one reader sees it: who, when, why, and what can be done.

The line by which somebody is remembered is read for the apprentice alone.
"""

from dataclasses import dataclass

from django.db.models import F, Value
from django.urls import reverse

from apprentices.induction import Taken
from apprentices.models import InductionStep
from cohorts.induction import Kind
from hackit import access, dates
from hackit.access import Action
from hackit.overview.people import people as people_around
from hackit.overview.plan_items import Way
from workplans.induction import facts, taken_by_learning

# What stands beside a day of which half is for learning.
HALVES = {
    Taken.MORNING: "in the afternoon: the morning is for learning",
    Taken.AFTERNOON: "in the morning: the afternoon is for learning",
}
# Whose names stand on top of the sheet.
ON_THE_SHEET = ("Manager", "Buddy")


@dataclass(frozen=True)
class Person:
    """Somebody to meet, or an introduction of the template, in words.

    `day` is when they are met, or were; `note` says what stands in the way of a half of it, `told` that they
    were met or are late. `line` is the apprentice's own. `met` is the button that says that they were met, or
    were not after all; `buttons` act at once, `links` lead to a page.
    """

    pk: int
    name: str
    day: str
    note: str
    told: str
    late: bool
    is_open: bool
    listed: bool
    job: str
    place: str
    why: str
    line: str
    met: Way | None
    buttons: list
    links: list

    @property
    def anchor(self):
        """What the address of the page ends with to lead here."""
        return f"person-{self.pk}"


@dataclass(frozen=True)
class Page:
    """The people whom one apprentice meets, by day, as one reader sees them; `next` is who comes next.

    `says` is what the button says with which that is told. `empty` says why there is nobody, and what to do;
    `how` says how the days come about.
    """

    own: bool
    name: str
    next: Person | None
    says: str
    people: list
    empty: str
    how: str
    leads: bool
    sheet_url: str
    several_url: str


def page(record, on):
    """The Page of a record fetched with `for_overview` through `allowing`, for whoever fetched it.

    Two queries.
    """
    may, own = access.actions(record), bool(record.as_apprentice)
    steps, learning = list(_seen(record, may)), taken_by_learning(record)
    leads = Action.LEAD_INDUCTION in may
    ways = _ways(steps, on) if leads else {}
    people = [_person(step, learning, may, own, ways.get(step.pk, []), on) for step in steps]
    following = next((one for one in people if one.met and one.is_open), None)
    return Page(
        own=own,
        name=record.person.full_name,
        next=following,
        says=f"I have met {following.name}" if following and following.listed else "This is done",
        people=people,
        empty=_empty(record, steps, own, leads),
        how=how_days_come(record.cohort.organisation.introductions_a_day),
        leads=leads,
        sheet_url=reverse("people_sheet", args=[record.pk]),
        several_url=reverse("list_people", args=[record.pk]),
    )


def person_of(record, pk):
    """An introduction of a record by its number, for whoever fetched the record; None when there is none.

    With `remembered`, the line by which the apprentice remembers them. One query.
    """
    return _seen(record, access.actions(record)).filter(pk=pk).first()


def was_there(record, pk):
    """Whether somebody to meet with this number was once listed. One query."""
    return InductionStep.history.filter(id=pk, apprentice=record).exclude(meets="").exists()


def how_days_come(limit):
    """How the people to meet get their days, in sentences."""
    many = "one person" if limit == 1 else f"{limit} people"
    return (
        f"The most important come first, from the first day at work on. At most {many} a working day, those "
        "of the template included; learning time stays free."
    )


def day_in_words(day):
    """A day with its name: Tuesday 8 September 2026."""
    return f"{day:%A} {dates.words(day)}"


def _seen(record, may):
    """The introductions that whoever fetched a record sees, by day."""
    line = F("line__words") if Action.REMEMBER_PEOPLE in may else Value("")
    steps = record.induction_steps.seen_with(access.relations(record)).filter(kind=Kind.INTRODUCTION)
    return steps.needed().with_known(facts()).annotate(remembered=line).order_by("due_on", "position", "pk")


def _ways(steps, on):
    """The ways in which each can be put, by key, of those whose day comes by itself."""
    moves = [step for step in steps if step.meets and step.is_open and not step.by_hand and step.due_on != on]
    moves.sort(key=lambda step: (step.position, step.pk))
    ends = {"up": moves[:1], "down": moves[-1:]}
    return {step.pk: [way for way, end in ends.items() if step not in end] for step in moves}


def _person(step, learning, may, own, ways, on):
    is_open = step.is_open and not step.known
    tells = own and Action.TELL_OWN_STEPS in may
    return Person(
        pk=step.pk,
        name=step.meets or step.title,
        day=day_in_words(step.done_on or step.due_on),
        note=HALVES.get(learning(step.due_on), "") if is_open else "",
        told=_told(step, is_open, on),
        late=is_open and step.due_on < on,
        is_open=is_open,
        listed=bool(step.meets),
        job=step.job,
        place=step.place,
        why=step.guidance,
        line=step.remembered or "",
        met=_met(step, is_open) if tells and not step.known else None,
        buttons=[Way(way.capitalize(), _address(f"person_{way}", step)) for way in ways],
        links=list(_links(step, may, tells)),
    )


def _told(step, is_open, on):
    if is_open:
        return "Late" if step.due_on < on else ""
    return "Met" if step.meets else "Done"


def _met(step, is_open):
    """The button that says that somebody was met, or that they were not after all."""
    if not is_open:
        words = "Not met after all" if step.meets else "Not done after all"
        return Way(words, _address("not_met_person", step))
    words = "I have met" if step.meets else "This is done"
    return Way(words, _address("met_person", step))


def _links(step, may, tells):
    if tells and step.meets:
        words = "Change my line" if step.remembered else "Write a line to remember them by"
        yield Way(words, _address("remember_person", step))
    if step.meets and Action.LEAD_INDUCTION in may:
        yield Way("Change", _address("person_to_meet", step))
        if step.is_open:
            yield Way("Take off", _address("unlist_person", step))


def _address(name, step):
    return reverse(name, args=[step.apprentice_id, step.pk])


def _empty(record, steps, own, leads):
    """What is said while nobody is listed; whoever lists reads it beside those of the template too."""
    if any(step.meets for step in steps) or (steps and not leads):
        return ""
    if own:
        return "Nobody is listed yet. Your manager lists whom you meet, and they appear here with their days."
    if not leads:
        return "Nobody is listed yet. The manager or a deputy lists who is worth meeting."
    called = record.person.called
    return f"Nobody is listed yet. Write below whom {called} should meet, the most important first."


# --- The sheet ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """Names, jobs and places on one sheet of paper; `around` are (part, name) of those who are always there.

    `rows` are the Persons who are listed. `with_lines` says whether the apprentice's lines stand beside them;
    `lines_url` leads to the other kind of sheet, for the apprentice alone.
    """

    own: bool
    name: str
    team: str
    around: list
    rows: list
    with_lines: bool
    lines_url: str
    people_url: str


def sheet(record, on, *, lines):
    """The Sheet of a record fetched with `for_overview`, for whoever fetched it. Two queries.

    `lines` asks for the apprentice's own lines, which nobody else gets.
    """
    may, own = access.actions(record), bool(record.as_apprentice)
    shown = lines and Action.REMEMBER_PEOPLE in may
    url = reverse("people_sheet", args=[record.pk])
    steps = _seen(record, may).exclude(meets="")
    return Sheet(
        own=own,
        name=record.person.full_name,
        team=record.team.name if record.team else "",
        around=_around(record, on),
        rows=[_row(step, shown) for step in steps],
        with_lines=shown,
        lines_url=(url if shown else f"{url}?lines=1") if own else "",
        people_url=reverse("people_to_meet", args=[record.pk]),
    )


def _around(record, on):
    found = people_around(record, max(on, record.first_day_at_work_on))
    return [(one.part, one.name) for one in found if one.part in ON_THE_SHEET]


def _row(step, with_line):
    return {
        "name": step.meets,
        "job": step.job,
        "place": step.place,
        "day": f"{step.due_on:%a} {step.due_on.day} {step.due_on:%b}",
        "line": (step.remembered or "") if with_line else "",
    }
