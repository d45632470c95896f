"""What the page shows of a provider's export before anything is written, and the sentences afterwards."""

from dataclasses import dataclass

from hackit import dates
from workplans import actions, log
from workplans.importing.check import Fate

WORDS = 120  # letters of what was learned that a row shows


@dataclass(frozen=True)
class Row:
    """One line of the file, in words."""

    line: int
    day: str
    hours: str
    kind: str
    what: str
    fate: str
    notes: tuple


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong: where, what was found, and what to do."""

    line: int
    column: str
    found: str
    cure: str


@dataclass(frozen=True)
class Page:
    """The sentences above, what is wrong, and all lines in the order of the file."""

    said: list
    troubles: list
    rows: list


def page(plan):
    """The Page of a `workplans.importing.check.Plan`."""
    troubles = [
        Trouble(line.number, problem.column, problem.found or "nothing", problem.cure)
        for line in plan.lines
        for problem in line.problems
    ]
    return Page(list(_said(plan)), troubles, [_row(line) for line in plan.lines])


def _said(plan):
    new, known, twins, wrong = (len(plan.of(fate)) for fate in Fate)
    if new:
        counts = f", of which {log.in_words(plan.counting)} count" if plan.counting != plan.minutes else ""
        verb = "becomes an entry" if new == 1 else "become entries"
        yield f"{_lines(new)} {verb}: {log.in_words(plan.minutes)}{counts}."
    else:
        yield "Nothing would be brought in."
    if known:
        yield f"{_lines(known)} {_is(known)} there already, word for word, and left out."
    if twins:
        yield (
            f"{_lines(twins)} {_is(twins)} perhaps in the log already or twice in the file, and left out "
            "unless you tick them."
        )
    if wrong:
        yield f"{_lines(wrong)} cannot be brought in: see what is wrong."


def _row(line):
    draft = line.draft
    facts = ("", "", "", "")
    if draft:
        kind = log.KINDS[draft.kind].words + ("" if draft.in_paid_time else ", not in paid time")
        what = draft.what if len(draft.what) <= WORDS else f"{draft.what[:WORDS]}…"
        facts = (dates.words(draft.learned_on), log.in_table(draft.minutes), kind, what)
    notes = [problem.cure for problem in line.problems] or line.notes
    return Row(line.number, *facts, str(line.fate), tuple(notes))


def result(plan, logged, name=""):
    """What an import did, in sentences; `name` is whose log it was, blank for one's own."""
    known = logged.known
    left = len(plan.of(Fate.WRONG)) + len(plan.of(Fate.TWIN))
    if not logged.entries:
        return "Nothing was brought in: everything in this file is in the log already."
    whose = f"{name}’s" if name else "your"
    said = [f"Brought in: {actions.total_in_words(logged.entries)}. It waits for {whose} manager to accept."]
    if known:
        said.append(f"{_lines(known)} {'was' if known == 1 else 'were'} there already.")
    if left:
        said.append(f"{_lines(left)} {'was' if left == 1 else 'were'} left out.")
    return " ".join(said)


def _lines(number):
    return f"{number} line{'' if number == 1 else 's'}"


def _is(number):
    return "is" if number == 1 else "are"
