"""What an export would become in the log of one apprentice, line by line, before anything is written."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from apprentices.models import FailedAttempt
from hackit import dates
from workplans import log
from workplans.actions import Draft, claim, same
from workplans.importing import cells
from workplans.importing.cells import Wrong

LONGEST_WORDS = 1_000
FOUND = 60  # letters of a cell that are shown where it is wrong


class Fate(StrEnum):
    """What becomes of one line."""

    NEW = "Brought in"
    KNOWN = "There already"
    TWIN = "Perhaps the same"
    WRONG = "Cannot be brought in"


@dataclass(frozen=True)
class Problem:
    """Why a line cannot be brought in: in which column, what was found, and what to do."""

    column: str
    found: str
    cure: str


@dataclass
class Line:
    """One line of the file: what it says, what becomes of it, and sentences about it."""

    number: int
    draft: Draft | None = None
    fate: Fate = Fate.NEW
    notes: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def wrong(self, column, found, cure):
        """Notes what is wrong."""
        self.fate = Fate.WRONG
        self.problems.append(Problem(column, str(found)[:FOUND], cure))


@dataclass
class Plan:
    """What an export would become: all its lines, in the order of the file.

    `also` are the numbers of lines that somebody ticked although they are perhaps the same as another.
    """

    lines: list
    also: frozenset = frozenset()

    def of(self, fate):
        """The lines with a Fate."""
        return [line for line in self.lines if line.fate == fate]

    @cached_property
    def drafts(self):
        """What would be brought in: (number of the line, Draft)."""
        return [(line.number, line.draft) for line in self.of(Fate.NEW)]

    @property
    def to_log(self):
        """The Drafts for `actions.log`: with those that are there already, which it knows by their number."""
        return [line.draft for line in self.lines if line.fate in (Fate.NEW, Fate.KNOWN)]

    @property
    def minutes(self):
        """How long that is in all."""
        return sum(draft.minutes for _, draft in self.drafts)

    @property
    def counting(self):
        """How much of that counts once it is accepted."""
        return sum(
            draft.minutes
            for _, draft in self.drafts
            if log.why_not_counted(draft.kind, draft.in_paid_time) is None
        )

    @property
    def digest(self):
        """What a page carries along of what it showed, whatever was ticked there."""
        fates = {Fate.TWIN: Fate.NEW}
        said = [f"{line.number} {line.draft} {fates.get(line.fate, line.fate)}" for line in self.lines]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def check(record, table, columns, kinds, *, on, also=(), all_kind="class"):
    """The Plan for a Table, seen from the day `on`; nothing is written.

    `kinds` leads from the words in the column of the kind to our kinds; a line without such words is of
    `all_kind`. `also` are numbers of lines that are brought in although they are perhaps the same.
    """
    reader = _Reader(table, columns, kinds, all_kind)
    lines = [reader.line(number, row) for number, row in table.rows]
    drafts = [line.draft for line in lines if line.draft]
    there = _there(record, drafts)
    # Which days are refused does not hang on attempts at the assessment: a query less.
    prefetch_related_objects([record], Prefetch("failed_attempts", FailedAttempt.objects.none()))
    labels = table.label(columns.day), table.label(columns.time)
    _judge(lines, there, record.facts(), on, also, labels)
    return Plan(lines, frozenset(also))


@dataclass
class _Reader:
    """How the cells of one table become Drafts."""

    table: object
    columns: object
    kinds: dict
    all_kind: str

    def line(self, number, row):
        """The Line with its Draft, or with what is wrong."""
        line = Line(number)
        day = self.read(line, row, "day", cells.day, "Every line needs a day.")
        exact = self.read(
            line,
            row,
            "time",
            lambda text: cells.minutes(text, self.columns.unit),
            "Every line needs a time.",
        )
        paid = self.columns.all_paid
        if self.columns.paid is not None and self.cell(row, "paid"):
            paid = self.read(line, row, "paid", cells.paid)
        said = self.read(line, row, "kind", cells.words)
        what = [self.read(line, row, name, cells.words) for name in ("what", "more")]
        if line.problems:
            return line
        kind = self.kinds.get(" ".join((said or "").split()), self.all_kind)
        words = self.words(line, what, said or log.KINDS[kind].words)
        line.draft = Draft(day, self.rounded(line, exact), kind, words, paid)
        return line

    def cell(self, row, name):
        number = getattr(self.columns, name)
        return row[number] if number is not None and number < len(row) else ""

    def read(self, line, row, name, how, needed=""):
        """What a cell says, None where it is blank or wrong."""
        text = self.cell(row, name)
        number = getattr(self.columns, name)
        if not text.strip():
            if needed:
                line.wrong(self.table.label(number), "", needed)
            return None
        try:
            return how(text)
        except Wrong as wrong:
            line.wrong(self.table.label(number), text, str(wrong))
            return None

    @staticmethod
    def rounded(line, exact):
        minutes = cells.in_quarters(exact)
        if minutes != exact and minutes:
            line.notes.append(f"{_exactly(exact)} in the file, to the nearest quarter of an hour.")
        return minutes

    @staticmethod
    def words(line, what, otherwise):
        found = ": ".join(text for text in what if text) or otherwise
        if len(found) > LONGEST_WORDS:
            line.notes.append(f"The words are cut after {LONGEST_WORDS} letters.")
        return found[:LONGEST_WORDS]


def _exactly(minutes):
    whole = f"{minutes.quantize(1):f}" if minutes == int(minutes) else f"{minutes:.1f}"
    return f"{whole} minute{'' if whole == '1' else 's'}"


def _there(record, drafts):
    """The entries in the log between the first and the last day of the file."""
    if not drafts:
        return []
    days = [draft.learned_on for draft in drafts]
    return list(record.learning_entries.filter(learned_on__range=(min(days), max(days))))


def _judge(lines, there, facts, on, also, labels):
    """Says of each line what becomes of it, as if those before it had been brought in."""
    seen, logged, known = {}, Counter(), defaultdict(list)
    for entry in there:
        logged[entry.learned_on] += entry.minutes
        known[same(entry)].append(entry)
    twins = {(entry.learned_on, entry.minutes) for entry in there}
    for line in lines:
        if not line.draft:
            continue
        draft, first = line.draft, seen.setdefault(same(line.draft), line.number)
        if claim(known[same(draft)], draft):
            line.fate = Fate.KNOWN
            continue
        if _refused(line, facts, logged[draft.learned_on], on, labels):
            continue
        if first != line.number:
            line.notes.append(f"The same as line {first}.")
        in_log = (draft.learned_on, draft.minutes) in twins
        if (in_log or first != line.number) and line.number not in also:
            line.fate = Fate.TWIN
            continue
        logged[draft.learned_on] += draft.minutes
        if why := log.why_not_counted(draft.kind, draft.in_paid_time):
            line.notes.append(why)


def _refused(line, facts, others, on, labels):
    """Notes what the log refuses, and says whether it does."""
    draft = line.draft
    if day := log.refusal_of_day(facts, draft.learned_on, on):
        line.wrong(labels[0], dates.words(draft.learned_on), day)
    if time := log.refusal_of_time(draft.minutes, others):
        line.wrong(labels[1], log.in_words(draft.minutes), time)
    return line.fate == Fate.WRONG
