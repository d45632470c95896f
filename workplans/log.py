"""The log of learning: the kinds, what counts, and which entries are refused. Pure.

Time is whole minutes, in quarters of an hour.
Source: DfE apprenticeship funding rules, off-the-job training: what counts and what does not.
"""

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from hackit import dates

QUARTER, HOUR, DAY = 15, 60, 24 * 60
# After so many days an entry that waits is late: whoever accepts owes an answer.
DAYS_TO_ANSWER = 14


class Kind(NamedTuple):
    """A kind of learning in words, and whether it counts as off-the-job learning."""

    words: str
    counts: bool = True


KINDS = {
    "class": Kind("Class or workshop"),
    "online": Kind("Live online session"),
    "elearning": Kind("E-learning"),
    "reading": Kind("Directed reading or research"),
    "shadowing": Kind("Shadowing"),
    "mentoring": Kind("Mentoring or coaching"),
    "practice": Kind("Supervised practice"),
    "visit": Kind("Visit or conference"),
    "writing": Kind("Assignment or portfolio writing"),
    "project": Kind("Project that builds new skills"),
    "revision": Kind("Revision that the standard requires"),
    "vendor": Kind("Vendor training"),
    "maths": Kind("English or maths", counts=False),
    "review": Kind("Progress review", counts=False),
    "induction": Kind("Induction or enrolment", counts=False),
    "exam": Kind("Exam or assessment", counts=False),
    "other": Kind("Other", counts=False),
}
COUNTING = tuple(key for key, kind in KINDS.items() if kind.counts)
# It does not count as hours, and yet it is the learning that every month must have some of.
KEEPS_THE_MONTH = (*COUNTING, "maths")


class State(StrEnum):
    """How far an entry has come."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


def why_not_counted(kind, in_paid_time):
    """The sentence that says why an entry does not count; None when it does, once it is accepted."""
    if not KINDS[kind].counts:
        return f"{KINDS[kind].words} never counts."
    return None if in_paid_time else "Learning outside paid time does not count."


def refusal_of_time(minutes, others):
    """Why a number of minutes is refused on a day that has `others` logged already; None if it is not."""
    if minutes <= 0:
        return "Enter how long it took: at least a quarter of an hour."
    if minutes % QUARTER:
        return "Give the time in quarters of an hour: 15, 30 or 45 minutes."
    if others + minutes > DAY:
        said = f"{in_words(others)} {'is' if others == HOUR else 'are'}"
        logged = f", and {said} logged on this day already" if others else ""
        return f"A day has 24 hours{logged}: check the time and the day."
    return None


class Outside(NamedTuple):
    """Why a day is none of learning: to go after "does not count:", and as a refusal with what to do."""

    why: str
    refusal: str


def outside_learning(facts, learned_on):
    """The Outside of a day; None when it is one of learning.

    It finds what `LearningEntry.objects.out_of_learning` finds. `facts` are the `apprentices.life.Facts`
    of the apprenticeship.
    """
    if learned_on < facts.starts_on:
        began = f"learning began on {dates.words(facts.starts_on)}"
        return Outside(f"before {began}", f"{_sentence(began)}: choose that day or a later one.")
    ended_on = finished_on(facts)
    if ended_on and learned_on > ended_on:
        ended = f"learning ended on {dates.words(ended_on)}"
        return Outside(f"after {ended}", f"{_sentence(ended)}: choose that day or an earlier one.")
    return _inside_a_stretch(facts, learned_on)


def _inside_a_stretch(facts, learned_on):
    """The Outside of a day at a gateway that was sent back, or inside a break."""
    for reached_on, back_on in facts.returns:
        if reached_on < learned_on < back_on:
            span = f"From {dates.words(reached_on)} to {dates.words(back_on)}"
            return Outside(
                "between gateway and the day on which it was sent back",
                f"{span} gateway was reached: choose another day.",
            )
    for away_on, back_on in facts.breaks:
        if away_on <= learned_on and (back_on is None or learned_on < back_on):
            away, back = dates.words(away_on), dates.words(back_on) if back_on else ""
            return Outside(
                f"inside the break from {away}" + (f", back on {back}" if back else ""),
                f"There is a break in learning from {away}{f' until {back}' if back else ''}: nothing is "
                "logged inside. Ask the coordinator if that is wrong.",
            )
    return None


def _sentence(words):
    return words[:1].upper() + words[1:]


def refusal_of_day(facts, learned_on, on):
    """Why learning on a day is refused, seen from the day `on`; None if it is not.

    `facts` are as in `outside_learning`.
    """
    if learned_on > on:
        return f"{dates.words(learned_on)} is still to come: log it once you have learned."
    outside = outside_learning(facts, learned_on)
    return outside.refusal if outside else None


def why_entry_not_counted(entry, facts):
    """The sentence that says why an entry, where it stands, does not count; None when it does, once accepted.

    `facts` are as in `outside_learning`.
    """
    outside = outside_learning(facts, entry.learned_on)
    if outside:
        return f"Does not count: {outside.why}."
    return why_not_counted(entry.kind, entry.in_paid_time)


def finished_on(facts):
    """The day on which learning ended: gateway, completion or withdrawal, the first of them; or None.

    `facts` are as in `outside_learning`, or the record, which names them alike.
    """
    return min(filter(None, (facts.gateway_on, facts.completed_on, facts.withdrawn_on)), default=None)


_NUMBER = r"([0-9]{1,4}(?:[.,][0-9]{1,15})?|[.,][0-9]{1,15})"
_H, _M = r"\s*(?:h|hrs?|hours?)\.?", r"\s*(?:m|mins?|minutes?)\.?"
# How people and programs write a time, and the minutes in one of each number; a plain one is in any unit.
_PLAIN = re.compile(_NUMBER)
_WRITTEN = (
    (re.compile(rf"{_NUMBER}{_H}"), (HOUR,)),
    (re.compile(rf"{_NUMBER}{_M}"), (1,)),
    (re.compile(rf"{_NUMBER}{_H}[\s,]*(?:and\s+)?{_NUMBER}(?:{_M})?"), (HOUR, 1)),
    (re.compile(r"([0-9]{1,3}):([0-5][0-9])"), (HOUR, 1)),
    (re.compile(r"([0-9]{1,3}):([0-5][0-9]):([0-5][0-9](?:\.[0-9]{1,6})?)"), (HOUR, 1, Decimal(1) / 60)),
)


def minutes_of(words, unit=HOUR):
    """The minutes, a Decimal, of a time as people write it: 1.5, 1:30, 90m, 1h 30m; None of anything else.

    A number by itself is in `unit`, so many minutes.
    """
    words = words.strip().lower()
    for pattern, units in ((_PLAIN, (unit,)), *_WRITTEN):
        if found := pattern.fullmatch(words):
            numbers = (Decimal(number.replace(",", ".")) for number in found.groups())
            return sum(number * unit for number, unit in zip(numbers, units, strict=True))
    return None


def entries_in_words(number):
    """How many entries: 1 entry, 3 entries."""
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def in_words(minutes):
    """Minutes in a sentence: 6 hours 30 minutes."""
    hours, rest = divmod(minutes, HOUR)
    said = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours or not rest else []
    return " ".join([*said, f"{rest} minutes"] if rest else said)


def in_table(minutes):
    """Minutes as the hours of a table: 6.5."""
    return f"{round(minutes / HOUR, 2):g}"
