"""What comes after the apprenticeship of one person: where it stands, and what is to be done next."""

from dataclasses import dataclass

from apprentices import next_steps, next_steps_due
from apprentices.life import Status
from apprentices.models import Conversation, NextStep, with_next_steps
from apprentices.next_steps import State, Talk
from hackit import access, dates
from hackit.access import Action
from hackit.listed import day as day_of
from hackit.listed import listed
from hackit.overview.decision import Told as DecisionTold
from hackit.overview.decision import decision
from hackit.overview.destination import Whereabouts, destination, with_destination_told
from hackit.overview.gateway import Gateway, gateway, with_gateway
from hackit.overview.leaving import Leaving, leaving
from hackit.overview.next_steps_standing import Next, address, stands
from hackit.overview.progress import learning_seen
from hackit.overview.ways_on import WaysOn, ways_on, with_options
from workplans import off_the_job
from workplans.models import with_learning
from workplans.off_the_job import Level

STATES = {
    State.AHEAD: "To come",
    State.PREPARE: "To prepare",
    State.LATE: "Late",
    State.HELD: "Held",
    State.PASSED_OVER: "Not held: a later one was",
    State.WAITS: "Waits for the return",
    State.NOT_HELD: "Not held",
}


@dataclass(frozen=True)
class OneTalk:
    """One conversation in the list of three: its state in words, and sentences about it."""

    title: str
    state: str
    late: bool
    said: list
    url: str


@dataclass(frozen=True)
class Open:
    """One thing that was agreed and is not done."""

    what: str
    who: str
    day: str
    late: bool
    tick_url: str


@dataclass(frozen=True)
class Page:
    """What comes next for one apprentice, in the words of one reader.

    `ahead` are sentences about what will happen and when; `facts` are (label, words, a word on it). What is
    below the conversations is None while it lies too far ahead, and where it is over.
    """

    own: bool
    called: str
    title: str
    stands: str
    late: bool
    next: Next | None
    ahead: list
    facts: list
    talks: list
    agreed: list
    may_tick: bool
    links: list
    ended: bool
    leaving: Leaving | None
    ways_on: WaysOn | None
    gateway: Gateway | None
    decision: DecisionTold | None
    destination: Whereabouts | None


def for_page(apprentices, on):
    """The records with all that the page about next steps tells of them, in one query.

    `talks_held` says who held which conversation, `steps_open` what was agreed and is still to be done.
    """
    found = with_learning(with_next_steps(apprentices.for_overview(on)).select_related("decision"))
    for add in (with_options, with_gateway, with_destination_told):
        found = add(found)
    return found.annotate(
        talks_held=listed(
            Conversation.objects.filter(held_on__isnull=False), talk="talk", by="held_by__full_name"
        ),
        steps_open=listed(
            NextStep.objects.filter(done_on__isnull=True),
            whose="conversation__apprentice",
            pk="pk",
            what="what",
            owner="owner",
            due_on="due_on",
        ),
    )


def page(apprentice, on):
    """The Page of a record fetched `for_page` of this module through `allowing`. One query: of the hours."""
    status, goes_on = Status(apprentice.status), next_steps_due.goes_on(apprentice)
    learning = learning_seen([apprentice], on).get(apprentice.pk) if goes_on else None
    said, late, todo = stands(apprentice, on)
    left = bool(apprentice.withdrawn_on)
    near = left or not status.living or not _far(apprentice, on)
    return Page(
        own=bool(apprentice.as_apprentice),
        called=apprentice.person.called,
        title=title(apprentice),
        stands=said,
        late=late,
        next=todo,
        ahead=list(_ahead(apprentice, on)),
        facts=list(_facts(apprentice, learning, on)) if goes_on else [],
        talks=_talks(apprentice, on),
        agreed=_agreed(apprentice, on),
        may_tick=access.allows(apprentice, Action.RECORD_NEXT_STEPS),
        links=list(_links(apprentice, on)),
        ended=not status.living,
        leaving=leaving(apprentice, on),
        ways_on=ways_on(apprentice) if near and not left else None,
        gateway=gateway(apprentice, on, learning) if near and goes_on else None,
        decision=decision(apprentice, on)
        if near and not (left and not apprentice.decision_given_on)
        else None,
        destination=destination(apprentice, on) if near else None,
    )


def _far(apprentice, on):
    """Whether the note six months before the end is still to come."""
    end_on = next_steps_due.end_of(apprentice)
    return end_on is not None and on < next_steps.note_on(end_on)


def title(apprentice):
    """The heading of the page."""
    return "Your next steps" if apprentice.as_apprentice else f"{apprentice.person.full_name}’s next steps"


# --- What will happen, and what is known ----------------------------------------------------------


def _ahead(apprentice, on):
    """Sentences about what happens and when, while the window is still closed."""
    end_on = next_steps_due.end_of(apprentice)
    if not next_steps_due.goes_on(apprentice) or end_on is None or next_steps.is_open(end_on, on):
        return
    own, note_on = apprentice.as_apprentice, next_steps.note_on(end_on)
    whom = "you and your manager" if own else f"{apprentice.person.called} and the manager"
    yield (
        "Nobody can promise a job at the end, so the talk about it begins early enough to look for one: "
        f"three times, {whom} talk about what comes next. The first time is due by "
        f"{dates.words(next_steps.opens_on(end_on))}, three months before the end."
    )
    yield "Whatever is decided is given in writing, either way."
    if on < note_on:
        yield (
            f"Six months before the end, on {dates.words(note_on)}, a first note says what is coming: the "
            "day of gateway that is expected, and the hours that are left."
        )
    elif not own:
        yield "Tell the head of service now which posts may be needed."


def _facts(apprentice, learning, on):
    """(label, words, a word on it) about the end, the answer, gateway and the hours."""
    end_on = next_steps_due.end_of(apprentice)
    yield _end(apprentice, end_on)
    if end_on is None:
        return
    own = apprentice.as_apprentice
    if not apprentice.decision_given_on:
        by = next_steps_due.answer_by(apprentice)
        promised = any(told["answer_by_on"] for told in apprentice.talks_told or ())
        why = "As was promised in a conversation." if promised else "The day of the last conversation."
        yield f"{'You know' if own else f'{apprentice.person.called} knows'} by", dates.words(by), why
    if next_steps.note_on(end_on) <= on:
        yield _gateway(apprentice)
        yield from _hours(learning)


def _end(apprentice, end_on):
    label = "The end that counts"
    away = apprentice.status == Status.BREAK
    if end_on is None:
        return label, "Not known during a break", "The planned end moves by the days away."
    contract = apprentice.contract_ends_on
    if contract and (away or contract < apprentice.planned_end_on):
        why = "The contract ends then"
        return (
            label,
            dates.words(end_on),
            f"{why}, and the planned end moves." if away else f"{why}, before learning does.",
        )
    return label, dates.words(end_on), "The planned end of learning."


def _gateway(apprentice):
    if apprentice.gateway_on:
        return "Gateway", dates.words(apprentice.gateway_on), "Reached."
    return "Gateway is expected on", dates.words(apprentice.planned_end_on), "By the planned end of learning."


def _hours(learning):
    """The hours of learning that are left; nothing once nobody learns any more."""
    if learning is None or learning.standing.level == Level.FINISHED:
        return
    left = learning.target - learning.accepted
    words = off_the_job.in_words(left) if left > 0 else "None"
    yield "Learning hours left", words, f"Of {off_the_job.in_words(learning.target)}."


def _talks(apprentice, on):
    told = {Talk(one["talk"]): one for one in apprentice.talks_told or ()}
    by = {Talk(one["talk"]): one["by"] for one in apprentice.talks_held or ()}
    return [
        OneTalk(
            title=f"{one.talk.capitalize()} conversation",
            state=_state(one, told.get(one.talk, {})),
            late=one.state == State.LATE,
            said=list(_said(apprentice, one, told.get(one.talk, {}), by.get(one.talk))),
            url=address("next_steps_talk", apprentice.pk, one.talk),
        )
        for one in next_steps_due.standings(apprentice, on)
    ]


def _state(standing, told):
    prepared = standing.state == State.PREPARE and told.get("prepared")
    return "Prepared" if prepared else STATES[standing.state]


def _said(apprentice, standing, told, by):
    """Sentences about one conversation: its day, who held it, the answer, and what the apprentice did."""
    own, called = apprentice.as_apprentice, apprentice.person.called
    if standing.state == State.HELD:
        yield f"On {dates.words(standing.held_on)}, recorded by {by}."
        if told["answer_by_on"]:
            yield f"An answer was promised by {dates.words(day_of(told['answer_by_on']))}."
        if told["confirmed"]:
            yield f"{'You' if own else called} confirmed it."
        else:
            yield f"{'You have' if own else f'{called} has'} not confirmed it yet."
        return
    if standing.state.is_open:
        late = standing.state == State.LATE
        yield f"{'It was due' if late else 'Due'} by {dates.words(standing.due_on)}."
    if told.get("prepared"):
        yield f"{'You' if own else called} prepared it."


def _agreed(apprentice, on):
    rows = sorted(apprentice.steps_open or (), key=lambda one: (one["due_on"], one["pk"]))
    return [
        Open(
            what=one["what"],
            who=NextStep.Owner(one["owner"]).label,
            day=dates.words(day_of(one["due_on"])),
            late=day_of(one["due_on"]) < on,
            tick_url=address("tick_next_step", apprentice.pk, one["pk"]),
        )
        for one in rows
    ]


def _links(apprentice, on):
    """(words, address) of what helps on the way."""
    may, own = access.actions(apprentice), apprentice.as_apprentice
    whose = "Your" if own else f"{apprentice.person.called}’s"
    if Action.SEE_CV in may:
        yield f"{whose} CV", address("cv", apprentice.pk)
    if Action.SEE_PROJECTS in may:
        yield f"{whose} portfolio", address("portfolio", apprentice.pk)
    if own and Action.SEE_OPENINGS in may and next_steps_due.in_window(apprentice, on):
        yield "Openings here and with partner employers", address("openings")
