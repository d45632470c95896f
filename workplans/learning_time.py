"""Agreed learning time: which days of the week, how much of them, and what it comes to. Pure.

A pattern is seven characters, Monday first: `-` for none, `M` for the morning, `A` for the afternoon and
`D` for the whole day. "----D--" is every Friday.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from apprentices.life import Status

DAY, QUARTER = timedelta(days=1), 15
# While these last, there is time for learning to agree.
PLANNING = (Status.WAITING, Status.LEARNING, Status.BREAK)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NONE, MORNING, AFTERNOON, WHOLE = "-", "M", "A", "D"
PARTS = {NONE: "No", MORNING: "Morning", AFTERNOON: "Afternoon", WHOLE: "Whole day"}
EMPTY = NONE * 7


@dataclass(frozen=True)
class Agreed:
    """What is agreed from a day until another (None: until further notice).

    `day_minutes` are those of a whole day; morning and afternoon are half of them, to the nearest quarter
    of an hour. In a block week the block holds instead of what is agreed for every week.
    """

    from_on: date
    until_on: date | None
    pattern: str
    day_minutes: int
    in_blocks: bool = False

    def covers(self, day):
        """Whether a day lies in its period."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def part(self, day):
        """How much of a day of its period is for learning: NONE, MORNING, AFTERNOON or WHOLE."""
        return self.pattern[day.weekday()]

    def minutes(self, day):
        """The minutes of learning agreed for a day of its period."""
        half = (self.day_minutes + QUARTER) // (2 * QUARTER) * QUARTER
        return {NONE: 0, WHOLE: self.day_minutes}.get(self.part(day), half)


def minutes_on(agreed, day):
    """The minutes agreed for a day by the Agreed rows in force on it; a block goes first."""
    held = _in_force(agreed, day)
    return held.minutes(day) if held else 0


def part_on(agreed, day):
    """How much of a day the Agreed rows in force on it leave to learning, as `Agreed.part`."""
    held = _in_force(agreed, day)
    return held.part(day) if held else NONE


def _in_force(agreed, day):
    return min((one for one in agreed if one.covers(day)), key=lambda one: not one.in_blocks, default=None)


def minutes_of_week(agreed, day, is_off=lambda day: False):
    """The minutes agreed for the week, Monday to Sunday, that a day lies in, without days that are off."""
    monday = day - day.weekday() * DAY
    week = (monday + n * DAY for n in range(7))
    return sum(minutes_on(agreed, one) for one in week if not is_off(one))


def in_words(pattern):
    """A pattern as people say it: every Friday; Tuesday and Thursday afternoons."""
    said = []
    for part, every, plural in (
        (WHOLE, "every ", ""),
        (MORNING, "", " mornings"),
        (AFTERNOON, "", " afternoons"),
    ):
        names = [name for name, one in zip(WEEKDAYS, pattern, strict=True) if one == part]
        if names:
            said.append(f"{every}{_list(names)}{plural}")
    return ", ".join(said) or "no day"


def _list(names):
    if len(names) > 2 and names == list(WEEKDAYS[: len(names)]):
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
