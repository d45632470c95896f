"""The entries of one apprentice's log, one by one: as rows of a table, and as cells of a file."""

from dataclasses import dataclass

from django.db.models import CharField, Value
from django.urls import reverse

from apprentices.life import Facts
from apprentices.models import BreakInLearning, SentBack
from hackit import dates
from workplans import log
from workplans.log import KINDS, State

BREAK, RETURN = "break", "return"
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
    return _facts(apprentice, learning.programme.breaks, learning.returns)


def facts_around(apprentices):
    """{key: `life.Facts`} of records that say which days are days of learning. One query."""
    around = {apprentice.pk: {BREAK: [], RETURN: []} for apprentice in apprentices}
    for kind, key, first, last in _around(list(around)):
        around[key][kind].append((first, last))
    return {one.pk: _facts(one, *around[one.pk].values()) for one in apprentices}


def _around(keys):
    """(kind, key of the apprentice, day, day or None) of the breaks and gateways sent back, in one query."""
    breaks = BreakInLearning.objects.filter(apprentice__in=keys).order_by()
    returns = SentBack.objects.filter(apprentice__in=keys).order_by()
    away, sent_back = (Value(kind, CharField()) for kind in (BREAK, RETURN))
    return breaks.values_list(away, "apprentice", "first_day_away_on", "first_day_back_on").union(
        returns.values_list(sent_back, "apprentice", "reached_on", "sent_back_on"), all=True
    )


def _facts(apprentice, breaks, returns):
    return Facts(
        starts_on=apprentice.starts_on,
        gateway_on=apprentice.gateway_on,
        completed_on=apprentice.completed_on,
        withdrawn_on=apprentice.withdrawn_on,
        breaks=tuple(breaks),
        returns=tuple(returns),
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
    return log.why_entry_not_counted(entry, facts) or WHEN[entry.state]
