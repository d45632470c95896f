"""The evidence record of a period: what was learned and accepted, by whom and when, to be printed."""

from dataclasses import dataclass

from hackit import dates
from hackit.overview import learned, learning_page
from hackit.overview.standing import hours
from workplans import log, off_the_job
from workplans.log import KINDS, State

# More rows than anybody reads on paper: who needs them asks for a shorter period.
MOST = 1000


@dataclass(frozen=True)
class Row:
    """One accepted entry in words."""

    day: str
    time: str
    kind: str
    what: str
    accepted: str


@dataclass(frozen=True)
class Evidence:
    """The record: `who` as (label, words), its Rows, totals by kind and in all, and the rule."""

    period: str
    made: str
    who: list
    rows: list
    too_many: str
    kinds: list
    total: str
    hours: str
    waiting: str
    not_counting: str
    in_all: str
    rule: list


def evidence(apprentice, learning, entries, first, last, on):
    """The Evidence of a record with its Learning, for the days `first` to `last`, as of the day `on`.

    `entries` are those of the record, a QuerySet. Two queries: sums and rows.
    """
    entries = entries.filter(learned_on__gte=first, learned_on__lte=last)
    found = learned.sums(entries)
    accepted = [one for one in found if one.counts and one.state == State.ACCEPTED]
    return Evidence(
        period=f"{dates.words(first)} to {dates.words(last)}",
        made=dates.words(on),
        who=list(_who(apprentice, learning)),
        rows=[_row(entry) for entry in _accepted(entries)[:MOST]],
        too_many=_too_many(sum(one.number for one in accepted)),
        kinds=list(_by_kind(accepted)),
        total=off_the_job.in_words(hours(_minutes(accepted))),
        hours=log.in_table(_minutes(accepted)),
        waiting=_waiting(found),
        not_counting=_not_counting(found),
        in_all=_in_all(learning),
        rule=list(learning_page.why(learning)),
    )


def _accepted(entries):
    found = entries.counting().in_state(State.ACCEPTED).select_related("answered_by")
    return found.order_by("learned_on", "pk")


def _who(apprentice, learning):
    programme = learning.programme
    yield "Apprentice", apprentice.person.full_name
    yield "Standard", f"{apprentice.standard.title} ({apprentice.standard.reference})"
    yield "Provider", str(apprentice.provider) if apprentice.provider else "None yet"
    yield "Employer", apprentice.cohort.organisation.name
    yield "Learning", f"{dates.words(programme.starts_on)} to {dates.words(programme.ends_on)} (planned end)"


def _row(entry):
    day = dates.words(entry.answered_at.astimezone(dates.LONDON).date())
    return Row(
        day=dates.words(entry.learned_on),
        time=log.in_table(entry.minutes),
        kind=KINDS[entry.kind].words,
        what=entry.what,
        accepted=f"{entry.answered_by.full_name}, {day}",
    )


def _by_kind(accepted):
    """(words, hours) of each kind that has some."""
    for key, kind in KINDS.items():
        minutes = _minutes(one for one in accepted if one.kind == key)
        if minutes:
            yield kind.words, log.in_table(minutes)


def _too_many(number):
    if number <= MOST:
        return ""
    return (
        f"The first {MOST} of {number} entries are listed; the totals are those of all. Choose a shorter "
        "period to list them all."
    )


def _waiting(found):
    minutes = _minutes(one for one in found if one.counts and one.state == State.SUBMITTED)
    return f"Not yet accepted, and so no evidence: {log.in_words(minutes)}." if minutes else ""


def _not_counting(found):
    minutes = _minutes(one for one in found if not one.counts and one.state == State.ACCEPTED)
    if not minutes:
        return ""
    return f"Accepted for the record, and not counted: {log.in_words(minutes)}."


def _in_all(learning):
    accepted, target = off_the_job.in_words(learning.accepted), off_the_job.in_words(learning.target)
    return f"Accepted since the start, until {dates.words(learning.on)}: {accepted} of {target}."


def _minutes(sums):
    return sum(one.minutes for one in sums)
