"""The steps of inductions that somebody owns, over all their apprentices."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from apprentices.induction import State, sees
from apprentices.induction_due import answerer, open_steps_of, owned
from apprentices.life import Status
from apprentices.models import InductionStep, with_open_steps
from cohorts.induction import FACTS
from hackit import access
from hackit.access import Action, Relation
from hackit.due import Window
from hackit.overview import induction_steps as told
from workplans.induction import facts

# What is due later than that, in days, is a number.
AHEAD = 60


@dataclass(frozen=True)
class Own:
    """One step that the reader owns, whose induction it is of, and how far it is."""

    pk: int
    title: str
    name: str
    day: str
    word: State
    itself: str
    way: tuple | None
    url: str
    ticks: bool


@dataclass(frozen=True)
class Stuck:
    """A stuck step of somebody whom the reader leads."""

    title: str
    name: str
    since: str
    because: str
    url: str


@dataclass(frozen=True)
class Page:
    """What is stuck, and (when, steps) in the order of days; `more` is how many come later still."""

    stuck: list
    groups: list
    more: int
    ticks: bool


def for_own_steps(apprentices, on):
    """The records of people still in their apprenticeship, with their open steps, by name. One query."""
    found = apprentices.with_status(on).with_people(on).living(on).select_related("person")
    return with_open_steps(found, on, facts()).order_by("person__full_name", "pk")


def page(records, on):
    """The Page of records fetched through `allowing` and `for_own_steps`, as of the day `on`. One query."""
    rows = [(record, step) for record in records for step in own_open(record, on)]
    rows.sort(key=lambda row: row[1].due_on)
    near = [row for row in rows if row[1].due_on <= on + timedelta(days=AHEAD)]
    windows = {"Late": [], "This week": [], "Later": []}
    for record, step in near:
        windows[_when(step.due_on, on)].append(_own(record, step))
    groups = [(when, found) for when, found in windows.items() if found]
    ticks = any(one.ticks for _, found in groups for one in found)
    return Page(_stuck(records), groups, len(rows) - len(near), ticks)


def own_open(record, on):
    """The OpenSteps of a record that its reader answers for; a deputy answers for the manager's late ones.

    The record comes through `allowing`, with people and open steps. Without a manager the coordinator
    answers for the manager's. Nobody is asked for anything after the end.
    """
    if not (access.allows(record, Action.TELL_OWN_STEPS) and Status(record.status).living):
        return []
    relations = access.relations(record)
    return [step for step in open_steps_of(record) if _answers(record, step, relations, on)]


def steps_in_words(steps, on):
    """How many steps there are and how many are late, in words; blank for none that is near."""
    near = [step for step in steps if step.due_on <= on + timedelta(days=AHEAD)]
    late = sum(step.due_on < on for step in near)
    if not near:
        return ""
    said = "1 step" if len(near) == 1 else f"{len(near)} steps"
    return f"{said}, {late} late" if late else said


def _answers(record, step, relations, on):
    if not sees(relations, step.owner, step.kind, step.sight):
        return False
    if owned(record, step, relations):
        return True
    if answerer(record, step) != Relation.MANAGER:
        return False
    stands_in = Relation.DEPUTY in relations and step.due_on < on
    return stands_in or (Relation.COORDINATOR in relations and not record.manager_name)


def _when(due_on, on):
    if due_on < on:
        return "Late"
    return Window.WEEK.value if due_on <= on + timedelta(days=6 - on.weekday()) else "Later"


def _own(record, step):
    itself = f"This is done by itself once {_once(step)}." if step.fact or step.course else ""
    return Own(
        pk=step.pk,
        title=step.title,
        name="" if record.as_apprentice else record.person.full_name,
        day=told.long_words(step.due_on),
        word=State(step.state),
        itself=itself,
        way=told.way(record, step.fact, step.course),
        url=step_url(record, step),
        ticks=not itself,
    )


def _once(step):
    return "the course is recorded as done" if step.course else FACTS[step.fact]


def _stuck(records):
    """What is stuck of the people whom the reader leads, the longest first. One query."""
    led = [record for record in records if access.allows(record, Action.LEAD_INDUCTION)]
    found = [(record, step) for record in led for step in open_steps_of(record) if _is_stuck(step)]
    because = _because([step.pk for _, step in found])
    found.sort(key=lambda row: row[1].stuck_on)
    return [
        Stuck(
            title=step.title,
            name=record.person.full_name,
            since=told.long_words(step.stuck_on),
            because=because.get(step.pk, ""),
            url=step_url(record, step),
        )
        for record, step in found
    ]


def _is_stuck(step):
    return step.state == State.STUCK


def _because(keys):
    return dict(InductionStep.objects.filter(pk__in=keys).values_list("pk", "stuck_because"))


def step_url(record, step):
    """The address of a step of a record."""
    return reverse("induction_step", args=[record.pk, step.pk])
