"""The dates of one record in order, and what does not fit together among them."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast

from apprentices.plan import DAY, spans
from hackit import dates
from hackit.overview.progress import milestones

BREAK, SENT_BACK, FAILED = "break", "sent back", "failed"


@dataclass(frozen=True)
class Moment:
    """One dated fact or plan on the timeline."""

    day: str
    words: str
    past: bool
    today: bool = False


def timeline(apprentice, on, plans, turns):
    """The Moments of a record in order, its `turns` and today among them.

    `plans` are the versions of its plan: they say when the planned end moved.
    """
    backs = {back for kind, _, back, _ in turns if kind == BREAK}
    moments = [
        *((day, 0, words) for day, words in milestones(apprentice)),
        *((day, 1, words) for turn in turns for day, words in _said(*turn) if day),
        *((day, 2, words) for day, words in _moves_of_the_end(plans, backs)),
        (on, 3, "Today"),
    ]
    return [
        Moment(dates.words(day), words, past=day <= on, today=words == "Today")
        for day, _, words in sorted(moments)
    ]


def turns_of(apprentice):
    """[(kind, first day, second day, a third)] of breaks, gateways sent back and fails, in one query."""

    def days(kind, rows, *names):
        missing = [Cast(Value(None), DateField())] * (3 - len(names))
        return rows.order_by().values_list(Value(kind, CharField()), *map(F, names), *missing)

    breaks = days(BREAK, apprentice.breaks, "first_day_away_on", "first_day_back_on", "expected_return_on")
    return list(
        breaks.union(
            days(SENT_BACK, apprentice.sent_back, "reached_on", "sent_back_on"),
            days(FAILED, apprentice.failed_attempts, "failed_on", "resit_on"),
            all=True,
        )
    )


def breaks_among(turns):
    """[(first day away, first day back or None)] of the breaks among what `turns_of` gives."""
    return [(first, back) for kind, first, back, _ in turns if kind == BREAK]


def _said(kind, first, second, third):
    """(day, words) of one turn; a day that is not known is None."""
    if kind == SENT_BACK:
        return (first, "Gateway reached"), (second, "Gateway sent back to learning")
    if kind == FAILED:
        return (first, "Assessment failed"), (second, "Resit planned")
    expected = None if second else third
    return (
        (first, "Break in learning begins"),
        (second, "Back from the break"),
        (expected, "Expected back from the break"),
    )


def _moves_of_the_end(plans, backs):
    """(day, words) of each change of the planned end; `backs` are first days back after a break."""
    for (before, until_on), (end, _) in pairwise(spans(plans, "planned_end_on")):
        day = until_on + DAY
        why = " by the break" if day in backs else ""
        yield day, f"Planned end moved from {dates.words(before)} to {dates.words(end)}{why}"


def warnings(apprentice):
    """Sentences about dates that do not fit together, for those who can do something about it."""
    contract, end = apprentice.contract_ends_on, apprentice.planned_end_on
    if contract and contract < end and not apprentice.gateway_on:
        yield (
            f"The contract ends on {dates.words(contract)}, before the planned end of learning on "
            f"{dates.words(end)}. Talk to HR about one of them."
        )
