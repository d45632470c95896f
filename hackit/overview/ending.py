"""Whose apprenticeship ends soon, for coordinators: conversations, answers that were promised, wishes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from apprentices import next_steps
from apprentices.models import Apprentice, Option, with_next_steps
from apprentices.next_steps import Talk, Way
from apprentices.next_steps_due import answer_by, end_of, in_window, lacks_decision, lacks_talk, standings
from hackit import dates
from hackit.listed import listed

# How many calendar months ahead the note about what is coming is foretold.
MONTHS_AHEAD = 3


@dataclass(frozen=True)
class Row:
    """One person whose window is open, in words. `late` holds the keys of LATE that are true of them."""

    name: str
    url: str
    cohort: str
    slug: str
    manager: str
    end_on: date
    end: str
    held: str
    next: str
    next_late: str
    decision: str
    decision_late: str
    wish: str
    late: frozenset


@dataclass(frozen=True)
class Coming:
    """One person whose window opens later, and the day of the note six months before their end."""

    name: str
    url: str
    cohort: str
    end: str
    note: str
    opens: str


@dataclass(frozen=True)
class Ending:
    """The Rows of everybody inside the window, and the Comings of those who are next, the first on top."""

    rows: list
    coming: list


TALK, ANSWER, WRITTEN, NO_MANAGER = "talk", "answer", "written", "manager"
# What can be late, and what else may be missing, by key.
LATE = {
    TALK: "A conversation is late",
    ANSWER: "The day of the answer has passed",
    WRITTEN: "Not given in writing in time",
}


def ending(user, on):
    """The Ending of the organisations that `user` coordinates, as of a day, without themselves. One query."""
    found = [record for record in _records(user, on) if end_of(record) is not None]
    inside = [record for record in found if in_window(record, on)]
    latest = dates.add_months(on, MONTHS_AHEAD)
    later = [record for record in found if not in_window(record, on)]
    later = [record for record in later if next_steps.note_on(end_of(record)) <= latest]
    return Ending(
        rows=[_row(record, on) for record in inside],
        coming=[_coming(record, on) for record in sorted(later, key=end_of)],
    )


def _records(user, on):
    """Those who end soon enough to be looked at; a day more than enough, for months differ in length."""
    months = next_steps.NOTE_MONTHS + MONTHS_AHEAD
    latest = max(next_steps.latest_end(on), dates.add_months(on, months) + timedelta(days=3))
    soon = Q(planned_end_on__lte=latest) | Q(contract_ends_on__lte=latest)
    # Whoever coordinates reads nothing of their own before it is given to them.
    living = Apprentice.objects.within_reach(user).living(on).exclude(person=user).filter(soon)
    found = with_next_steps(living.with_status(on).with_people(on))
    wishes = listed(Option.objects.filter(wished=True), way="way")
    return found.select_related("person", "cohort").annotate(wishes_told=wishes)


def _row(record, on):
    found = standings(record, on)
    upcoming = next_steps.next_talk(found)
    held = sum(one.held_on is not None for one in found)
    late, end_on = frozenset(_late(record, on)), end_of(record)
    return Row(
        name=record.person.full_name,
        url=reverse("next_steps", args=[record.pk]),
        cohort=record.cohort.name,
        slug=record.cohort.slug,
        manager=record.manager_name or "",
        end_on=end_on,
        end=dates.words(end_on),
        held=f"{held} of {len(Talk)} held",
        next=f"The {upcoming.talk} by {dates.words(upcoming.due_on)}" if upcoming else "",
        next_late="late" if TALK in late else "",
        decision=_decision(record),
        decision_late=_decision_late(late),
        wish=_wish(record),
        late=late,
    )


def _late(record, on):
    if lacks_talk(record, on):
        yield TALK
    if lacks_decision(record, on):
        yield ANSWER
    if record.decided_on and not record.decision_given_on and record.decided_on + next_steps.GIVEN < on:
        yield WRITTEN
    if not record.manager_name:
        yield NO_MANAGER


def _decision(record):
    if record.decision_given_on:
        return f"Given in writing on {dates.words(record.decision_given_on)}"
    if record.decided_on:
        return f"Decided on {dates.words(record.decided_on)}, not given in writing yet"
    by = answer_by(record)
    return f"Answer by {dates.words(by)}" if by else ""


def _decision_late(late):
    if ANSWER in late:
        return "passed without a decision"
    return "late" if WRITTEN in late else ""


def _wish(record):
    wished = {told["way"] for told in record.wishes_told or ()}
    said = ", ".join(way for way in Way if way in wished)
    return said[:1].upper() + said[1:]


def _coming(record, on):
    end_on = end_of(record)
    note_on = next_steps.note_on(end_on)
    return Coming(
        name=record.person.full_name,
        url=reverse("next_steps", args=[record.pk]),
        cohort=record.cohort.name,
        end=dates.words(end_on),
        note=f"{'Since' if note_on <= on else 'On'} {dates.words(note_on)}",
        opens=dates.words(next_steps.opens_on(end_on)),
    )
