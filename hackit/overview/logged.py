"""The entries of one apprentice's log, one by one: as rows of a table, and as cells of a file."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.life import Facts
from hackit import dates
from workplans import log
from workplans.log import KINDS, State

HEADINGS = (
    *("Day", "Hours", "Kind", "What was learned", "In paid time", "Link"),
    *("State", "Why returned", "Counts", "Source"),
)


@dataclass(frozen=True)
class Row:
    """One entry in words; `counts` says whether it does, and else why not."""

    url: str
    day: str
    time: str
    kind: str
    what: str
    link: str
    state: str
    returned_because: str
    counts: str
    source: str


def rows(apprentice, learning, entries):
    """The Rows of entries of a record with its Learning: no query beside that of the entries."""
    facts = facts_of(apprentice, learning)
    return [_row(entry, facts) for entry in entries]


def cells(apprentice, learning, entries):
    """The entries as lists of texts under HEADINGS; days are written year first, hours as 6.5."""
    return [
        [
            entry.learned_on.isoformat(),
            row.time,
            row.kind,
            row.what,
            "Yes" if entry.in_paid_time else "No",
            row.link,
            row.state,
            row.returned_because,
            row.counts,
            row.source,
        ]
        for entry, row in zip(entries, rows(apprentice, learning, entries), strict=True)
    ]


def facts_of(apprentice, learning):
    """The `life.Facts` of a record that say which days are days of learning, without a query."""
    return Facts(
        starts_on=apprentice.starts_on,
        gateway_on=apprentice.gateway_on,
        completed_on=apprentice.completed_on,
        withdrawn_on=apprentice.withdrawn_on,
        breaks=learning.programme.breaks,
        returns=learning.returns,
    )


def _row(entry, facts):
    return Row(
        url=reverse("learning_entry", args=[entry.apprentice_id, entry.pk]),
        day=dates.words(entry.learned_on),
        time=log.in_table(entry.minutes),
        kind=KINDS[entry.kind].words,
        what=entry.what,
        link=entry.link,
        state=entry.get_state_display(),
        returned_because=entry.returned_because,
        counts=_counts(entry, facts),
        source=entry.get_source_display(),
    )


WHEN = {
    State.ACCEPTED: "Yes",
    State.SUBMITTED: "Once it is accepted",
    State.RETURNED: "Once it is corrected and accepted",
}


def _counts(entry, facts):
    out = log.why_out_of_learning(facts, entry.learned_on)
    if out:
        return f"Does not count: {out}"
    if not KINDS[entry.kind].counts:
        return "Does not count: this kind never does"
    if not entry.in_paid_time:
        return "Does not count: not in paid time"
    return WHEN[entry.state]
