"""What one apprentice has learned, summed up by the database: by month, by kind, and how many entries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hackit import dates
from hackit.overview import burn_up
from hackit.overview.standing import in_table
from workplans import log, months
from workplans.log import KINDS, State


class Sum(NamedTuple):
    """Entries that are alike: their minutes and their number; `day` as `EntryQuerySet.sums` has it."""

    day: date
    kind: str
    state: str
    in_paid_time: bool
    in_learning: bool
    minutes: int
    number: int

    @property
    def month(self):
        """The first day of their month."""
        return months.first_of(self.day)

    @property
    def counts(self):
        """Whether they count, or will once they are accepted."""
        return self.in_paid_time and self.in_learning and KINDS[self.kind].counts

    @property
    def keeps_the_month(self):
        """Whether a month with them has learning in it: waiting does, returned does not."""
        learned = self.in_paid_time and self.in_learning and self.kind in log.KEEPS_THE_MONTH
        return learned and self.state != State.RETURNED


@dataclass(frozen=True)
class Month:
    """One month in words and hours; `notes` say why it has none, or that some do not count."""

    words: str
    accepted: str
    submitted: str
    expected: str
    notes: list
    empty: bool


@dataclass(frozen=True)
class Kind:
    """The hours of one kind."""

    words: str
    accepted: str
    submitted: str


@dataclass(frozen=True)
class Kinds:
    """Kinds that count, with their sum last; then what does not count and why."""

    counting: list
    not_counting: list


def sums(entries):
    """The Sums of entries, a QuerySet. One query."""
    return [Sum(*row) for row in entries.sums()]


def number(found, *, counts=None, **same):
    """How many entries Sums hold, of those of which all that is named is the same (month, kind, state)."""
    return sum(
        one.number
        for one in found
        if all(getattr(one, name) == value for name, value in same.items())
        and (counts is None or one.counts == counts)
    )


def counted(found, state):
    """A Counter of the minutes that count of each month, of Sums in one state."""
    minutes = Counter()
    for one in found:
        if one.state == state and one.counts:
            minutes[one.month] += one.minutes
    return minutes


# --- By month -------------------------------------------------------------------------------------


def by_month(learning, found):
    """The Months of learning so far, the newest first, of a Learning and its Sums."""
    starts_on, until = learning.programme.starts_on, burn_up.until(learning)
    if until < starts_on:
        return []
    accepted = counted(found, State.ACCEPTED)
    submitted, empty = counted(found, State.SUBMITTED), set(_empty(learning, found))
    return [
        Month(
            words=f"{month:%B %Y}",
            accepted=log.in_table(accepted[month]),
            submitted=log.in_table(submitted[month]),
            expected=_expected(learning, month, until),
            notes=list(_notes(learning, found, month, until, month in empty)),
            empty=month in empty,
        )
        for month in reversed(list(months.months(starts_on, until)))
    ]


def _empty(learning, found):
    days = [one.day for one in found if one.keeps_the_month]
    return months.empty_months(
        learning.programme.starts_on,
        days,
        learning.on,
        breaks=learning.programme.breaks,
        returns=learning.returns,
        finished_on=learning.finished_on,
        in_blocks=learning.in_blocks,
    )


def _expected(learning, month, until):
    """The hours expected in the days of a month until a day."""
    before, then = (
        burn_up.expected_by(learning, day) for day in (month - months.DAY, min(months.last_of(month), until))
    )
    return in_table(then - before)


def _notes(learning, found, month, until, empty):
    if empty:
        yield months.why(month, learning.in_blocks)
    for first, back in learning.programme.breaks:
        last = (back or dates.add_months(until, 1)) - months.DAY
        if first <= months.last_of(month) and last >= month and first <= until:
            whole = first <= month and last >= months.last_of(month)
            yield "On a break." if whole else f"On a break {_span(first, back)}."
    minutes = sum(
        one.minutes for one in found if one.month == month and not one.counts and one.state != State.RETURNED
    )
    if minutes:
        does = "does" if minutes == log.HOUR else "do"
        yield f"Also logged: {log.in_words(minutes)} that {does} not count."


def _span(first, back):
    until = f" to {dates.words(back - months.DAY)}" if back else ""
    return f"from {dates.words(first)}{until}"


# --- By kind --------------------------------------------------------------------------------------


def by_kind(found):
    """The Kinds of Sums: those with hours alone, in the order of the list of kinds."""
    rows = [
        _kind(kind.words, [one for one in found if one.counts and one.kind == key])
        for key, kind in KINDS.items()
    ]
    counting = [row for row in rows if row]
    in_all = _kind("All that counts", [one for one in found if one.counts])
    return Kinds([*counting, in_all] if in_all else [], [row for row in _never(found) if row])


def _never(found):
    """What does not count: by kind, then for time and day."""
    for key, kind in KINDS.items():
        if not kind.counts:
            yield _kind(kind.words, [one for one in found if one.kind == key])
    others = [one for one in found if KINDS[one.kind].counts]
    yield _kind("Not in paid time", [one for one in others if not one.in_paid_time])
    yield _kind(
        "On days that are none of learning", [o for o in others if o.in_paid_time and not o.in_learning]
    )


def _kind(words, rows):
    """The Kind that rows come to; None without hours."""
    minutes = {state: sum(one.minutes for one in rows if one.state == state) for state in State}
    if not (minutes[State.ACCEPTED] or minutes[State.SUBMITTED]):
        return None
    return Kind(words, log.in_table(minutes[State.ACCEPTED]), log.in_table(minutes[State.SUBMITTED]))
