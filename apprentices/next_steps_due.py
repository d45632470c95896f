"""What is due before and after the end: DueItems computed from the record, never stored.

A buddy has none of them. What was not held follows the end as it is now.
"""

from dataclasses import replace

from apprentices import destinations, next_steps
from apprentices.due import AGREED, task
from apprentices.life import Status
from apprentices.next_steps import State, Talk
from hackit.access import Relation
from hackit.due import Alike, DueItem
from hackit.listed import day

PAGE = "next_steps"
TALK = "next_steps_talk"
GIVE = "give_decision"
AGREED_HERE = {
    owner: (relation, words.replace("review", "next-steps conversation"))
    for owner, (relation, words) in AGREED.items()
}


def end_of(apprentice):
    """The end that the window of a record with status counts from; None while nobody can say it."""
    away = apprentice.status == Status.BREAK
    return next_steps.ends_on(apprentice.planned_end_on, apprentice.contract_ends_on, away)


def standings(apprentice, on):
    """The Standings of the conversations of a record with status and `with_next_steps`, on a day."""
    held = {Talk(told["talk"]): day(told["held_on"]) for told in apprentice.talks_told or ()}
    return next_steps.standings(end_of(apprentice), held, on, goes_on(apprentice))


def goes_on(apprentice):
    """Whether a record with status goes on to its end: neither over, nor to be stopped on a day to come."""
    return Status(apprentice.status).living and not apprentice.withdrawn_on


def in_window(apprentice, on):
    """Whether the window before the end of a living record with status is open on a day.

    For somebody who stops on a day to come it is, however near the end was.
    """
    if not Status(apprentice.status).living:
        return False
    return bool(apprentice.withdrawn_on) or next_steps.is_open(end_of(apprentice), on)


def answer_by(apprentice):
    """The day by which the answer is known: as promised in a conversation, or by the last of them."""
    promised = {Talk(told["talk"]): day(told["answer_by_on"]) for told in apprentice.talks_told or ()}
    return next_steps.decide_by(promised, end_of(apprentice))


def lacks_talk(apprentice, on):
    """Whether a next-steps conversation of a record is late on a day."""
    return any(one.state == State.LATE for one in standings(apprentice, on))


def lacks_decision(apprentice, on):
    """Whether the day by which the answer was to be known has passed without a decision."""
    owed = goes_on(apprentice) and in_window(apprentice, on) and not apprentice.decided_on
    by = answer_by(apprentice) if owed else None
    return bool(by) and by < on


def due_items(apprentice, on):
    """The DueItems of one record fetched `for_agenda`, as of the day `on`."""
    if not Status(apprentice.status).living:
        return
    for kind in (_note, _talk, _records, _agreed, _decision):
        yield from kind(apprentice, on)


def _note(apprentice, on):
    """Six months before: told, and nobody's task."""
    end_on, name = end_of(apprentice), apprentice.person.full_name
    if not goes_on(apprentice) or end_on is None or next_steps.note_on(end_on) < on:
        return
    for owner, title in (
        (Relation.APPRENTICE, "Six months to go: read what comes next"),
        (
            Relation.MANAGER,
            f"Six months to go for {name}: tell the head of service which posts may be needed",
        ),
    ):
        note_on, route = next_steps.note_on(end_on), (PAGE, apprentice.pk)
        yield DueItem(note_on, title, owner, apprentice.pk, happens=True, route=route)


def _talk(apprentice, on):
    """The conversation that is next, for whoever holds it, and to prepare for whoever it is about."""
    upcoming = next_steps.next_talk(standings(apprentice, on))
    if upcoming is None:
        return
    name, talk = apprentice.person.full_name, upcoming.talk
    title = f"Hold the {talk} next-steps conversation with {name}"
    yield _about(talk, apprentice, upcoming.due_on, title, Relation.MANAGER)
    told = {Talk(one["talk"]): one["prepared"] for one in apprentice.talks_told or ()}
    if upcoming.state != State.AHEAD and not told.get(talk):
        title = f"Prepare your {talk} next-steps conversation"
        yield _about(talk, apprentice, upcoming.due_on, title, Relation.APPRENTICE)


def _records(apprentice, on):
    """What the apprentice has not confirmed yet."""
    for told in apprentice.talks_told or ():
        if told["held_on"] and not told["confirmed"]:
            title = f"Read the record of your {told['talk']} next-steps conversation, and confirm it"
            due_on = day(told["held_on"]) + next_steps.CONFIRMED
            yield _about(told["talk"], apprentice, due_on, title, Relation.APPRENTICE)


def _about(talk, apprentice, due_on, title, owner):
    """The task that is done on the page of one conversation."""
    found = task(apprentice, due_on, title, TALK, owner=owner)
    return replace(found, route=(TALK, apprentice.pk, str(talk)))


def _agreed(apprentice, on):
    name = apprentice.person.full_name
    for step in apprentice.still_to_take or ():
        owner, words = AGREED_HERE[step["owner"]]
        title = words.format(what=step["what"], name=name)
        yield task(apprentice, day(step["due_on"]), title, PAGE, owner=owner)


def _decision(apprentice, on):
    """What was promised: an answer by its day, in writing soon after it was decided.

    The apprentice keeps the promised day until it is given: they learn of a decision by its letter.
    """
    name, by = apprentice.person.full_name, answer_by(apprentice)
    owed = by and goes_on(apprentice) and in_window(apprentice, on)
    if apprentice.decided_on and not apprentice.decision_given_on:
        due_on = apprentice.decided_on + next_steps.GIVEN
        yield task(apprentice, due_on, f"Give {name} the decision in writing", GIVE, owner=Relation.MANAGER)
    elif owed and not apprentice.decided_on:
        title = f"Decide what comes next for {name}, and record it"
        yield task(apprentice, by, title, "record_decision", owner=Relation.MANAGER)
    if owed and not apprentice.decision_given_on:
        title, route = "The day by which you know what comes next", (PAGE, apprentice.pk)
        yield DueItem(by, title, Relation.APPRENTICE, apprentice.pk, happens=True, route=route)


# --- After the end --------------------------------------------------------------------------------


def of_destinations(apprentices, on):
    """The DueItems of ended records `with_destinations`, for the coordinator: where they went, and again."""
    for apprentice in apprentices:
        name, ended_on = apprentice.person.full_name, apprentice.ended_on
        again_on = destinations.again_on(ended_on)
        if not apprentice.known_at_end:
            yield _after(
                destinations.known_by(ended_on),
                f"Record where {name} went",
                ("record_destination", apprentice.pk),
                Alike("Record where {number} people went", "destinations"),
            )
        if apprentice.decision_waits:
            yield _after(ended_on, f"Give {name} the decision in writing", (GIVE, apprentice.pk), alike=None)
        if apprentice.may_be_asked and not apprentice.known_later and again_on <= on:
            yield _after(
                again_on,
                f"Ask {name} where they are now",
                ("ask_again", apprentice.pk),
                Alike("Ask {number} people where they are now", "destinations"),
            )


def _after(due_on, title, route, alike):
    return DueItem(due_on, title, Relation.COORDINATOR, None, alike=alike, route=route)
