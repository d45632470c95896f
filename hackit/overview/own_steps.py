"""The steps of inductions that somebody owns, over all their apprentices."""

from collections import defaultdict
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

# What is due later than that, in days, home does not count; and so many people with one step stand under it.
AHEAD = 60
MANY = 3
LATE, TODAY, LATER = "Late", "Today", "Later"


@dataclass(frozen=True)
class Own:
    """One step that the reader owns, whose induction it is of, and how far it is.

    `who` names the owner where that is not the reader alone.
    """

    pk: int
    title: str
    name: str
    who: str
    day: str
    word: State
    itself: str
    way: tuple | None
    url: str
    ticks: bool


@dataclass(frozen=True)
class Stuck:
    """A stuck step of somebody whom the reader leads, or of the reader; `seen` says who is told of that."""

    title: str
    name: str
    since: str
    because: str
    seen: str
    url: str


@dataclass(frozen=True)
class Block:
    """Steps that stand together: one step of many people under its `title`, or steps of any kind."""

    title: str
    itself: str
    steps: list


@dataclass(frozen=True)
class Group:
    """The Blocks of one time, in the order of days; what comes later is `folded`."""

    when: str
    number: str
    blocks: list
    folded: bool
    ticks: bool


@dataclass(frozen=True)
class Page:
    """What is stuck, and the Groups; `ticks` says that something can be ticked outside of a fold."""

    stuck: list
    groups: list
    ticks: bool


def for_own_steps(apprentices, on):
    """The records of people still in their apprenticeship, with their open steps, by name. One query."""
    found = apprentices.with_status(on).with_people(on).living(on).select_related("person")
    return with_open_steps(found, on, facts()).order_by("person__full_name", "pk")


def page(records, on):
    """The Page of records fetched through `allowing` and `for_own_steps`, as of the day `on`. One query."""
    rows = [(record, step) for record in records for step in own_open(record, on)]
    rows.sort(key=lambda row: row[1].due_on)
    windows = {when: [] for when in (LATE, TODAY, Window.WEEK.value, LATER)}
    for record, step in rows:
        windows[_when(step.due_on, on)].append(_own(record, step))
    groups = [_group(when, found) for when, found in windows.items() if found]
    return Page(_stuck(records), groups, any(one.ticks and not one.folded for one in groups))


def _group(when, steps):
    return Group(
        when=when,
        number=told.steps_said(len(steps)),
        blocks=_blocks(steps),
        folded=when == LATER,
        ticks=any(one.ticks for one in steps),
    )


def _blocks(steps):
    """The Blocks of steps: what many people have stands once, where it comes first, and they under it."""
    people, found = defaultdict(list), []
    for one in steps:
        people[one.title, one.itself].append(one)
    for one in steps:
        same = people[one.title, one.itself]
        if len(same) >= MANY:
            if one is same[0]:
                found.append(Block(f"{one.title}: {len(same)} people", one.itself, same))
        elif found and not found[-1].title:
            found[-1].steps.append(one)
        else:
            found.append(Block("", "", [one]))
    return found


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
    said = told.steps_said(len(near))
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
        return LATE
    if due_on == on:
        return TODAY
    return Window.WEEK.value if due_on <= on + timedelta(days=6 - on.weekday()) else LATER


def _own(record, step):
    who = told.whose(record, step)
    itself = f"This is done by itself once {_once(step)}." if step.fact or step.course else ""
    return Own(
        pk=step.pk,
        title=step.title,
        name="" if record.as_apprentice else record.person.full_name,
        who="" if who == "You" else who,
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
    """What is stuck of the people whom the reader leads, and of the reader, the longest first. One query."""
    found = [
        (record, step) for record in records for step in open_steps_of(record) if _tells_stuck(record, step)
    ]
    because = _because([step.pk for _, step in found])
    found.sort(key=lambda row: row[1].stuck_on)
    return [
        Stuck(
            title=step.title,
            name="" if record.as_apprentice else record.person.full_name,
            since=told.long_words(step.stuck_on),
            because=because.get(step.pk, ""),
            seen=_seen(record),
            url=step_url(record, step),
        )
        for record, step in found
    ]


def _tells_stuck(record, step):
    if step.state != State.STUCK:
        return False
    return access.allows(record, Action.LEAD_INDUCTION) or told.is_own(record, step)


def _seen(record):
    """Who else sees that a step is stuck, for those who wait for help; blank for those who give it."""
    if access.allows(record, Action.LEAD_INDUCTION):
        return ""
    if not record.manager_name:
        return "The coordinator sees this."
    return "Your manager sees this." if record.as_apprentice else "The manager sees this."


def _because(keys):
    return dict(InductionStep.objects.filter(pk__in=keys).values_list("pk", "stuck_because"))


def step_url(record, step):
    """The address of a step of a record."""
    return reverse("induction_step", args=[record.pk, step.pk])
