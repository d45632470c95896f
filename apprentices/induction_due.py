"""What is due of an apprentice's induction: DueItems computed from the record. Never stored.

What another DueItem asks already is not asked again by the step that is tied to it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from apprentices import buddy_due, readiness
from apprentices.due import has_manager, lack, task
from apprentices.induction import State, answers, owns
from apprentices.life import Status
from cohorts.induction import Fact, Sight
from hackit.access import Relation
from hackit.due import Alike
from hackit.listed import day

# The pages where it is done.
INDUCTION, OWN_STEPS, GIVE = "induction", "own_steps", "admin:apprentices_apprentice_induction"
# Days before the first day at work by which somebody is given an induction, and after it until which they
# are asked to be.
GIVEN, GIVEN_UNTIL = 28, 90
# What is asked by another DueItem, as long as these hold of the record.
ASKED_ELSEWHERE = {
    Fact.MANAGER: lambda record: not has_manager(record),
    Fact.BUDDY: lambda record: not record.has_had_buddy,
    Fact.TUTOR: lambda record: True,
    Fact.FIRST_DAY: lambda record: True,
    Fact.TIME: lambda record: record.status == Status.LEARNING,
    Fact.REVIEW: lambda record: True,
}


@dataclass(frozen=True)
class OpenStep:
    """A step that nobody has done yet, as it comes with a record fetched `with_open_steps`."""

    pk: int
    title: str
    due_on: date
    owner: str
    kind: str
    sight: str
    fact: str
    course: int | None
    state: str
    stuck_on: date | None


def open_steps_of(apprentice):
    """The OpenSteps of a record fetched `with_open_steps`, by day; read once, however often it is asked."""
    if not hasattr(apprentice, "_open_steps"):
        found = [
            OpenStep(**step | {"due_on": day(step["due_on"]), "stuck_on": day(step["stuck_on"])})
            for step in apprentice.open_steps or ()
        ]
        apprentice._open_steps = sorted(found, key=lambda step: (step.due_on, step.pk))
    return apprentice._open_steps


def due_items(apprentice, on):
    """The DueItems of one record fetched with `for_agenda` and `with_open_steps`, as of the day `on`."""
    if not Status(apprentice.status).living:
        return
    yield from _not_given(apprentice, on)
    yield from readiness.due_items(apprentice, on)
    yield from buddy_due.due_items(apprentice, on)
    # What is kept from an apprentice is no line of their own agenda, whatever else they are.
    theirs = getattr(apprentice, "as_apprentice", False)
    steps = [step for step in open_steps_of(apprentice) if not (theirs and step.sight == Sight.CLOSED)]
    yield from (_stuck(apprentice, step) for step in steps if step.state == State.STUCK)
    asked = [step for step in steps if step.state != State.STUCK and not _asked_elsewhere(apprentice, step)]

    def line(step):
        """Who answers, and the day; all that is late is one line."""
        return answerer(apprentice, step), max(step.due_on, on - timedelta(days=1))

    for (owner, _), found in groupby(sorted(asked, key=line), key=line):
        yield _to_do(apprentice, owner, list(found))


def answerer(apprentice, step):
    """The relation that answers for a step of a record fetched `with_open_steps`."""
    return answers(step.owner, apprentice.has_buddy)


def owned(apprentice, step, relations):
    """Whether somebody with these relations tells of a step of such a record as their own."""
    return owns(relations, step.owner, step.kind, step.sight, apprentice.has_buddy)


def is_stuck(apprentice):
    """Whether any step of a record fetched `with_open_steps` is stuck."""
    return any(step["state"] == State.STUCK for step in apprentice.open_steps or ())


def lacks_induction(apprentice, on):
    """Whether nobody has given an induction to a record, as long as it makes sense to."""
    first_day = apprentice.first_day_at_work_on
    near = first_day - timedelta(days=GIVEN) <= on <= first_day + timedelta(days=GIVEN_UNTIL)
    return near and not apprentice.has_induction


def progress_of(apprentice, on, *, told):
    """(done, needed, late) steps of a record fetched `with_open_steps`; `told` leaves closed ones out."""
    steps = [step for step in open_steps_of(apprentice) if not (told and step.sight == Sight.CLOSED)]
    needed = apprentice.steps_needed - (apprentice.closed_steps_needed if told else 0)
    return needed - len(steps), needed, sum(step.due_on < on for step in steps)


def _asked_elsewhere(apprentice, step):
    return step.fact in ASKED_ELSEWHERE and ASKED_ELSEWHERE[step.fact](apprentice)


def _not_given(apprentice, on):
    if lacks_induction(apprentice, on):
        due_on = apprentice.first_day_at_work_on - timedelta(days=GIVEN)
        yield task(
            apprentice,
            due_on,
            f"Give {apprentice.person.full_name} an induction",
            GIVE,
            alike=lack("induction", "Give {number} people an induction"),
        )


def _stuck(apprentice, step):
    name = apprentice.person.full_name
    title = f"{name}’s induction is stuck: {step.title}"
    return task(apprentice, step.stuck_on, title, INDUCTION, owner=Relation.MANAGER)


def _to_do(apprentice, owner, steps):
    own, name = owner == Relation.APPRENTICE, apprentice.person.full_name
    due_on, alike = min(step.due_on for step in steps), None
    if len(steps) == 1:
        title = steps[0].title if own else f"{name}: {steps[0].title}"
        alike = None if own else Alike(f"{steps[0].title}: {{number}} people", OWN_STEPS)
    else:
        title = f"{len(steps)} steps of {'your' if own else f'{name}’s'} induction"
    return task(apprentice, due_on, title, INDUCTION, owner=owner, alike=alike)
