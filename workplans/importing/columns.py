"""Which column of a provider's export is what, as far as headings and cells tell. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from hackit.csvfile import fold
from workplans.importing import cells
from workplans.importing.cells import Unit, Wrong

MOST_LINES = 2_000
LARGEST = 5_000_000  # bytes
# A column with more different words than these says no kinds.
MOST_KINDS = 30
LOOKED_AT = 50  # lines that are looked at to tell what a column holds
LONGEST = 1_500  # letters of a cell that are kept: an entry takes fewer

# Words of headings by what the column would be, the surest first.
HEADINGS = {
    "day": ("session date", "activity date", "date of learning", "start date", "date", "day", "when"),
    "time": (
        "otj hours",
        "off the job hours",
        "hours",
        "duration",
        "time spent",
        "minutes",
        "mins",
        "hrs",
        "length",
        "time",
    ),
    "kind": ("activity type", "learning type", "type", "category", "kind", "method", "activity"),
    "what": (
        "what was learned",
        "what i learned",
        "description",
        "title",
        "topic",
        "subject",
        "session",
        "module",
        "details",
        "summary",
        "name",
    ),
    "more": ("notes", "reflection", "comments", "comment", "details", "description"),
    "paid": ("in paid time", "paid", "during working hours", "in working hours", "working hours"),
}
KNOWN = sorted({words for found in HEADINGS.values() for words in found})
HEADING_IS_ENOUGH = ("kind", "what", "more", "paid")


@dataclass(frozen=True)
class Table:
    """What is carried of a file: the headings as written, and (line, cells) below them.

    `above` is how many lines above the headings were passed over.
    """

    headings: list
    rows: list
    above: int = 0

    def label(self, number):
        """What a column is called: its heading, or its letter where there is none."""
        return self.headings[number] or f"Column {_letter(number)}"

    def cells(self, number):
        """The cells of a column, "" where a line is shorter."""
        return [row[number] if number < len(row) else "" for _, row in self.rows]


@dataclass(frozen=True)
class Columns:
    """The number of the column of each thing, None where there is none; and what plain numbers mean.

    Without a column `paid`, `all_paid` says of every line whether it was in paid time.
    """

    day: int | None = None
    time: int | None = None
    kind: int | None = None
    what: int | None = None
    more: int | None = None
    paid: int | None = None
    unit: Unit = Unit.HOURS
    all_paid: bool = True


def guess(table):
    """The Columns that headings and cells suggest; each column stands for one thing only."""
    free, found = list(range(len(table.headings))), {}
    for name in HEADINGS:
        best = max(free, key=lambda number: _fits(table, name, number), default=None)
        if best is not None and _fits(table, name, best) > 0:
            found[name] = best
            free.remove(best)
    unit = guess_unit(table, found["time"]) if "time" in found else Unit.HOURS
    return Columns(**found, unit=unit)


def _fits(table, name, number):
    """How well a column fits a thing: what its heading says, and for days and times what it holds."""
    heading = fold(table.headings[number]).replace("_", " ").strip(" ?:.*")
    said = 0
    for place, words in enumerate(HEADINGS[name]):
        if re.search(rf"\b{re.escape(words)}\b", heading):
            said = max(said, 100 - place + 50 * (words == heading))
    if name in HEADING_IS_ENOUGH:
        return said
    read = cells.day if name == "day" else lambda text: cells.minutes(text, Unit.HOURS)
    holds = _share(table.cells(number)[:LOOKED_AT], read)
    return said * (0.1 + holds) + (50 * holds if name == "day" or said else 0)


def _share(texts, read):
    """The share of the cells, blank ones aside, that can be read."""
    texts, good = [text for text in texts if text], 0
    for text in texts:
        try:
            read(text)
        except Wrong:
            continue
        good += 1
    return good / len(texts) if texts else 0


def guess_unit(table, number):
    """The Unit of the plain numbers in a column: what its heading says, or else how large they are."""
    heading = table.headings[number].casefold()
    numbers = [n for text in table.cells(number)[:LOOKED_AT] if (n := _number(text)) is not None]
    if _are_parts_of_a_day(numbers):
        return Unit.DAYS
    if re.search(r"\bmin", heading):
        return Unit.MINUTES
    if re.search(r"hour|\bhrs?\b", heading):
        return Unit.HOURS
    return Unit.MINUTES if numbers and sorted(numbers)[len(numbers) // 2] >= 15 else Unit.HOURS


def _number(text):
    try:
        return cells.minutes(text, Unit.MINUTES) if text[:1].isdigit() and ":" not in text else None
    except Wrong:
        return None


def _are_parts_of_a_day(numbers):
    """Whether all are quarters of an hour as parts of a day, and not all quarters as hours."""
    quarters = [number * 96 for number in numbers]
    if not numbers or max(numbers) >= 1:
        return False
    whole = all(abs(one - round(one)) < Decimal("0.001") for one in quarters)
    return whole and not all(number % Decimal("0.25") == 0 for number in numbers)


def kinds(table, columns):
    """The different words in the column of the kind, in the order of the file; [] without one."""
    if columns.kind is None:
        return []
    found = {" ".join(text.split()) for text in table.cells(columns.kind) if text.strip()}
    order = [" ".join(text.split()) for text in table.cells(columns.kind)]
    return sorted(found, key=order.index)


def _letter(number):
    """The letter of a column as spreadsheets have it: 0 is A, 26 is AA."""
    head, tail = divmod(number, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + tail)
