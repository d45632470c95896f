"""What the cells of a provider's export say: days, times, kinds, and whether it was paid. Pure.

Programs write these in many ways; what might mean two things is refused with a sentence.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from hackit import reading
from hackit.csvfile import Computed
from workplans.log import DAY, HOUR, KINDS, QUARTER, minutes_of


class Wrong(ValueError):
    """A cell that does not fit; the message says what to do."""


class Unit(StrEnum):
    """What a number without a unit means in the column of the time."""

    HOURS = "hours"
    MINUTES = "minutes"
    DAYS = "days"


UNITS = {
    Unit.HOURS: "Hours: 1.5 is an hour and a half",
    Unit.MINUTES: "Minutes: 90 is an hour and a half",
    Unit.DAYS: "Parts of a day, as Excel counts: 0.0625 is an hour and a half",
}
_MINUTES_OF = {Unit.HOURS: HOUR, Unit.MINUTES: 1, Unit.DAYS: DAY}

# What stands around a day in exports: the name of the day before it, the time of day behind it.
_BEFORE_A_DAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.I)
_BEHIND_A_DAY = re.compile(r"(?<![T\s,])[T\s,]+\d{1,2}:\d{2}", re.I)
LONGEST_DAY = 60  # letters of a cell that may hold a day
_SHORT_YEAR = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-]|\d{1,2}[ -][a-z]{3,9}[ -])(\d{2})", re.ASCII | re.I)

YES = {"yes", "y", "true", "1", "paid", "in paid time", "work time", "working hours", "in working hours"}
NO = {"no", "n", "false", "0", "unpaid", "own time", "not paid", "outside working hours", "free time"}

# Words by which one of our kinds is known, the first that fits; what none fits is a class.
KIND_WORDS = (
    ("maths", r"english|math|functional skill|literacy|numeracy"),
    ("induction", r"induction|enrol|onboard|initial assessment"),
    ("review", r"progress review|tripartite|\breview"),
    ("exam", r"\bexam|end.?point|\bepa\b|mock|assessment (?:day|event)|gateway"),
    ("shadowing", r"shadow"),
    ("mentoring", r"mentor|coach|one.to.one|1.?(?:to|:|-).?1|tutorial"),
    ("vendor", r"vendor|certification|microsoft learn|\baws\b"),
    ("visit", r"visit|conference|trip|meet.?up|industry event"),
    ("revision", r"revis"),
    ("writing", r"assignment|portfolio|write|writing|coursework|homework|evidence|journal"),
    ("project", r"project"),
    ("practice", r"practi[cs]|on.the.job|simulation|lab\b|role.?play"),
    ("elearning", r"e-?.?learning|self.?paced|module|video|lms|digital learning"),
    ("online", r"online|live|virtual|webinar|remote|zoom|teams"),
    ("reading", r"read|research|(?:self|independent|private).?(?:directed )?study"),
    ("class", r"class|workshop|lecture|lesson|seminar|taught|teaching|training|bootcamp|session"),
    ("other", r"^other$|misc"),
)


def day(text):
    """The day in a cell; the time of day and the name of the day in it are left out. Raises Wrong."""
    _refuse_computed(text)
    text = text.strip()
    found = reading.day(_inner_day(text)) if len(text) <= LONGEST_DAY else None
    if found is None or not 2000 <= found.year <= 2100:
        raise Wrong(
            "This is not a day. Write it as 2026-09-07, 07/09/2026 or 7 September 2026, the month never "
            "first."
        )
    return found


def _inner_day(text):
    """The text of a day alone, its year in full."""
    before, behind = _BEFORE_A_DAY.match(text), _BEHIND_A_DAY.search(text)
    inner = text[before.end() if before else 0 : behind.start() if behind else None]
    short = _SHORT_YEAR.fullmatch(inner)
    return f"{short[1]}20{short[2]}" if short else inner


def minutes(text, unit):
    """The minutes in a cell, a Decimal: 1.5 (in `unit`), 1:30, 1h 30m, 90 minutes. Raises Wrong."""
    _refuse_computed(text)
    text = text.strip()
    if text.startswith(("-", "−", "(")):
        raise Wrong("This is less than nothing. Write how long it took.")
    found = minutes_of(text, _MINUTES_OF[unit])
    if found is None:
        raise Wrong("This is not a time. Write it as 1.5, 1:30 or 1h 30m.")
    return found


def in_quarters(found):
    """Minutes to the nearest quarter of an hour, half up, and at least one quarter of more than nothing."""
    quarters = int((found / QUARTER).quantize(Decimal(1), ROUND_HALF_UP))
    return max(quarters, 1) * QUARTER if found > 0 else 0


def paid(text):
    """Whether a cell says that it was in paid time. Raises Wrong."""
    _refuse_computed(text)
    said = " ".join(text.split()).casefold()
    if said in YES:
        return True
    if said in NO:
        return False
    raise Wrong("Write yes or no.")


def words(text):
    """The text of a cell. Raises Wrong."""
    _refuse_computed(text)
    return text.strip()


def kind(text):
    """The key of the kind among ours that a provider's word most likely means; a class if none does."""
    said = " ".join(text.split()).casefold()
    same = [key for key, one in KINDS.items() if one.words.casefold() == said]
    found = same or [key for key, pattern in KIND_WORDS if re.search(pattern, said)]
    return found[0] if found else "class"


def _refuse_computed(text):
    if isinstance(text, Computed):
        raise Wrong("This is a formula or an error. Put its value in its place.")
