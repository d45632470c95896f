"""How one apprentice stands with the hours of learning, in words: the top of the page about it."""

from dataclasses import dataclass

from django.urls import reverse

from hackit import access, dates
from hackit.access import Action
from hackit.overview import learned
from hackit.overview.standing import in_table
from workplans import duration, off_the_job
from workplans.log import State, entries_in_words
from workplans.off_the_job import FLOOR, Level, Rule

# Who has not started, is away or has ended is told no hours a week.
NOT_NEEDED = (Level.NOT_STARTED, Level.FINISHED, Level.ON_A_BREAK, Level.COMPLETE)
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Number:
    """One of the numbers beside each other: its name, hours or that they are not known, and a word on it."""

    words: str
    hours: str
    hint: str


@dataclass(frozen=True)
class ToDo:
    """Something that waits for whoever looks, and where it is done."""

    words: str
    url: str


@dataclass(frozen=True)
class Page:
    """Standing with its reason, what is needed a week, the numbers and how they are worked out."""

    own: bool
    name: str
    called: str
    level: str
    reason: str
    needed: str
    numbers: list
    least: str
    warnings: list
    why: list
    to_do: list


def page(apprentice, learning, found):
    """The Page of a record fetched through `allowing`, with its Learning and its `learned.Sums`."""
    return Page(
        own=bool(apprentice.as_apprentice),
        name=apprentice.person.full_name,
        called=apprentice.person.called,
        level=learning.standing.level,
        reason=learning.standing.reason,
        needed=_needed(learning),
        numbers=list(_numbers(learning)),
        least=_least(learning),
        warnings=list(_warnings(apprentice, learning, found)),
        why=list(why(learning)),
        to_do=list(_to_do(apprentice, found)),
    )


def why(learning):
    """Sentences with the rule and the arithmetic of minimum, promise and plan."""
    required, percent = learning.requirement, learning.percent
    yield from required.why
    if required.rule == Rule.PUBLISHED:
        yield "An even spread of these hours over the time is an estimate: they are demanded in all."
    arithmetic = off_the_job.promise_in_words(learning.programme, percent)
    yield f"The employer promises {percent}% of contracted time for learning: {arithmetic}"
    if learning.plan is None:
        yield "The training plan names no hours here, so the standing is measured by the promise."
    else:
        yield "The standing is measured by the hours of the training plan."


def _needed(learning):
    needed = learning.standing.weekly_hours_needed
    if learning.standing.level in NOT_NEEDED:
        return ""
    if needed is None:
        return "The planned end is reached: no learning days are left."
    ends_on, target = dates.words(learning.programme.ends_on), off_the_job.in_words(learning.target)
    return f"{off_the_job.in_words(needed)} a week from now on lead to {target} by {ends_on}."


def _numbers(learning):
    required = learning.requirement
    if required.minimum is None:
        yield Number("Minimum", NOT_KNOWN, f"No plan may go below {FLOOR} hours")
    else:
        yield Number("Minimum", f"{required.minimum}", "What the funding rules demand")
    yield Number("Promise", in_table(learning.promise), f"{learning.percent}% of contracted time")
    plan = NOT_KNOWN if learning.plan is None else in_table(learning.plan)
    yield Number("Plan", plan, "What the training plan says")
    yield Number("Accepted", in_table(learning.accepted), "Counts")
    yield Number("Submitted", in_table(learning.submitted), "Waits to be accepted")


def _least(learning):
    programme = learning.programme
    least, end = duration.in_words(programme), dates.words(duration.earliest_end(programme))
    planned = dates.words(programme.ends_on)
    return f"The apprenticeship must last at least {least}, until {end}. Its planned end is {planned}."


def _warnings(apprentice, learning, found):
    programme, plan, required = learning.programme, learning.plan, learning.requirement
    earliest = duration.earliest_end(programme)
    if learning.finished_on is None and programme.ends_on < earliest:
        yield (
            f"The planned programme is too short: it must last at least {duration.in_words(programme)}, "
            f"until {dates.words(earliest)}. The coordinator checks the dates with the provider."
        )
    least = required.floor if required.minimum is None else required.minimum
    if plan is not None and plan < least:
        yield (
            f"The training plan has {in_table(plan)} hours and must have at least {least}. The coordinator "
            "checks it with the provider."
        )
    out = learned.number(found, in_learning=False)
    if out and Action.ADMINISTER in access.actions(apprentice):
        lie = "lies" if out == 1 else "lie"
        yield (
            f"{entries_in_words(out)} {lie} on days that are none of learning, such as "
            "those of a break that was entered later. They stay in the log and do not count. Check whether "
            "the days are right."
        )


def _to_do(apprentice, found):
    returned = learned.number(found, state=State.RETURNED)
    waiting = learned.number(found, state=State.SUBMITTED)
    open_to = access.actions(apprentice)
    if returned and Action.LOG_LEARNING in open_to:
        were, them = ("was", "it") if returned == 1 else ("were", "them")
        words = f"{entries_in_words(returned)} {were} returned: correct {them} and send {them} again"
        yield ToDo(words, "?state=returned#entries")
    if waiting and Action.ACCEPT_LEARNING in open_to:
        wait = "waits" if waiting == 1 else "wait"
        yield ToDo(f"{entries_in_words(waiting)} {wait} for you to accept", reverse("to_accept"))
