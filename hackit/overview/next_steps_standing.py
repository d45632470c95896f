"""Where somebody stands before the end, in a sentence for each reader, and what that reader does next."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices import next_steps, next_steps_due
from apprentices.life import Status
from apprentices.next_steps import State, Talk
from hackit import access, dates
from hackit.access import Action

ALL_HELD = "No further next-steps conversation is due."


@dataclass(frozen=True)
class Next:
    """What the reader does next: words on a button, and where it leads."""

    words: str
    url: str


def in_short(apprentice, on):
    """Where it stands in a few words, for a line about a record `with_next_steps`."""
    upcoming = next_steps.next_talk(next_steps_due.standings(apprentice, on))
    if not next_steps_due.goes_on(apprentice):
        return "what was talked about and decided"
    if upcoming is None:
        away = any(one.state == State.WAITS for one in next_steps_due.standings(apprentice, on))
        return "they wait for the return from the break" if away else "no further conversation is due"
    return f"the {upcoming.talk} conversation {_due(upcoming)}"


def on_card(apprentice, on):
    """A sentence for the card of whoever it is about, from six months before the end; blank before that."""
    end_on = next_steps_due.end_of(apprentice)
    if not next_steps_due.goes_on(apprentice) or end_on is None or next_steps.note_on(end_on) > on:
        return ""
    if apprentice.decision_given_on:
        return "it is decided, and the letter is there to read."
    upcoming = next_steps.next_talk(next_steps_due.standings(apprentice, on))
    if upcoming is None:
        by = next_steps_due.answer_by(apprentice)
        return f"you know {'by' if by >= on else 'soon: it was promised by'} {dates.words(by)}."
    return f"your {upcoming.talk} conversation {_due(upcoming)}."


def _due(standing):
    return f"{'was' if standing.state == State.LATE else 'is'} due by {dates.words(standing.due_on)}"


def stands(apprentice, on):
    """(sentence, whether something is late, Next or None) for whoever reads."""
    own, found = apprentice.as_apprentice, next_steps_due.standings(apprentice, on)
    if not Status(apprentice.status).living:
        ended_on = dates.words(apprentice.completed_on or apprentice.withdrawn_on)
        word = "You completed your" if own else f"{apprentice.person.called} completed the"
        if apprentice.status == Status.WITHDRAWN:
            word = "You left your" if own else f"{apprentice.person.called} left the"
        return (
            f"{word} apprenticeship on {ended_on}. What was held and agreed stays here to be read.",
            False,
            None,
        )
    if apprentice.withdrawn_on:
        day = dates.words(apprentice.withdrawn_on)
        return f"The apprenticeship ends early, on {day}. No further conversation is due.", False, None
    told = {Talk(one["talk"]): one for one in apprentice.talks_told or ()}
    if own:
        return _of_the_apprentice(apprentice, found, told, on)
    return _of_the_responsible(apprentice, found, on)


def _of_the_apprentice(apprentice, found, told, on):
    pk, upcoming = apprentice.pk, next_steps.next_talk(found)
    for one in found:
        if one.state == State.HELD and not told[one.talk]["confirmed"]:
            said = f"Your {one.talk} conversation was held on {dates.words(one.held_on)}. Read its record."
            return said, False, Next("Read and confirm the record", address("next_steps_talk", pk, one.talk))
    if apprentice.decision_given_on:
        given_on = dates.words(apprentice.decision_given_on)
        said = f"What comes next is decided, and was given to you in writing on {given_on}."
        return said, False, Next("Read the decision", address("decision", pk))
    if upcoming is None:
        return _nothing_to_hold(apprentice, found, on), False, None
    late, prepared = upcoming.state == State.LATE, told.get(upcoming.talk, {}).get("prepared")
    said = f"Your {upcoming.talk} next-steps conversation {_due(upcoming)}."
    if late:
        said = f"{said} Ask your manager for a day."
    if prepared:
        return f"{said} You have prepared it.", late, None
    if upcoming.state == State.AHEAD:
        return said, False, None
    return said, late, Next("Prepare it", address("prepare_talk", pk, upcoming.talk))


def _of_the_responsible(apprentice, found, on):
    pk, upcoming = apprentice.pk, next_steps.next_talk(found)
    may = access.allows(apprentice, Action.RECORD_NEXT_STEPS)
    if apprentice.decided_on and not apprentice.decision_given_on:
        by = apprentice.decided_on + next_steps.GIVEN
        said = (
            f"A decision is recorded. Give it to {apprentice.person.called} in writing by {dates.words(by)}."
        )
        return said, by < on, Next("Give it in writing", address("decision", pk)) if may else None
    if upcoming is None:
        owed = next_steps_due.in_window(apprentice, on) and not apprentice.decided_on
        todo = Next("Record the decision", address("record_decision", pk)) if owed and may else None
        return _nothing_to_hold(apprentice, found, on), next_steps_due.lacks_decision(apprentice, on), todo
    late = upcoming.state == State.LATE
    said = f"The {upcoming.talk} next-steps conversation {_due(upcoming)}."
    if upcoming.state == State.AHEAD:
        return said, False, None
    return (
        said,
        late,
        Next("Read what it is about, and record it", address("next_steps_talk", pk, upcoming.talk)),
    )


def _nothing_to_hold(apprentice, found, on):
    """Where it stands without a conversation to be held next."""
    if any(one.state == State.WAITS for one in found):
        return (
            "The conversations wait for the return from the break: their days are counted from the new end."
        )
    by = next_steps_due.answer_by(apprentice)
    # The apprentice learns of a decision by its letter, and not by a sentence before that.
    if apprentice.decided_on and not apprentice.as_apprentice:
        return f"{ALL_HELD} What comes next is decided."
    if by is None:
        return ALL_HELD
    return f"{ALL_HELD} What comes next {'was to be' if by < on else 'is'} known by {dates.words(by)}."


def address(name, *arguments):
    """The address of a page about next steps."""
    return reverse(name, args=arguments)
