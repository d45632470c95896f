"""What a month already knows: it stands beside the work plan of the month."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.due import due_items
from apprentices.induction_due import due_items as due_of_induction
from apprentices.life import Facts
from hackit import access, dates
from hackit.access import Relation
from hackit.overview.agenda import for_agenda, line
from hackit.overview.burn_up import DAY, expected_by
from hackit.overview.progress import milestones
from hackit.working_days import BANK_HOLIDAYS
from workplans import learning_time, log, months, off_the_job
from workplans.due import due_items as due_about_learning
from workplans.models import with_learning
from workplans.models.month_queries import month_of, still_agreed, with_month


@dataclass(frozen=True)
class Dated:
    """Something that lies in the month, and where there is more of it; blank where there is no more."""

    day: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Beside:
    """What one month holds: sentences on learning, what lies in it by day, and what is due to the reader."""

    month: str
    time: str
    time_url: str
    hours: list
    hours_url: str
    dated: list
    due: list


def for_beside(apprentices, month, on):
    """The records, each with all that `beside` asks for a month on a day, in one query."""
    # What reviews agreed comes as a list with the record, not in a query of its own.
    return with_month(with_learning(for_agenda(apprentices, on)).prefetch_related(None), month)


def beside(record, month, learning):
    """The Beside of a record fetched `for_beside` through `allowing`. No query.

    `learning` is its Learning of today; its breaks are those of the record.
    """
    held, on = month_of(record), learning.on
    record.still_agreed = still_agreed(record)
    return Beside(
        month=f"{month:%B %Y}",
        time=_time(record, month, held, learning),
        time_url=reverse("learning_time", args=[record.pk]),
        hours=list(_hours(month, held, learning)),
        hours_url=f"{reverse('learning', args=[record.pk])}?month={month:%Y-%m}#entries",
        dated=_in_order(_dated(record, month, held, learning), month),
        due=[line(item, on) for item in _due(record, month, on)],
    )


# --- Learning -------------------------------------------------------------------------------------


def _time(record, month, held, learning):
    """A sentence about the time agreed for learning in the month, without days that are off."""
    closed = {day for day, _ in held.closed}
    ends = record.gateway_on, record.assessment_on, record.completed_on, record.withdrawn_on
    facts = Facts(record.starts_on, *ends, breaks=learning.programme.breaks, returns=learning.returns)

    _, last = months.programme(record, learning.on)

    def is_off(day):
        outside = day > last or log.outside_learning(facts, day)
        return bool(outside) or day in closed or day in BANK_HOLIDAYS

    if not held.times:
        return "No learning time is agreed for this month."
    days = (month + number * DAY for number in range(months.last_of(month).day))
    minutes = sum(learning_time.minutes_on(held.times, day) for day in days if not is_off(day))
    return (
        f"Agreed for learning: {log.in_words(minutes)}."
        if minutes
        else "No day of this month is for learning."
    )


def _hours(month, held, learning):
    """Sentences about the hours expected in the month, and those done in it."""
    if expected := expected_in(learning, month):
        yield f"Expected in this month: {off_the_job.in_words(expected)}."
    if held.accepted or month <= learning.on:
        yield f"Accepted: {log.in_words(held.accepted)}." if held.accepted else "Nothing is accepted yet."
    if held.submitted:
        yield f"Waiting to be accepted: {log.in_words(held.submitted)}."


def expected_in(learning, month):
    """The hours expected in a month, a Decimal; None after learning ended, or as long as a break is open."""
    if learning.finished_on and learning.finished_on < month:
        return None
    before, last = expected_by(learning, month - DAY), expected_by(learning, months.last_of(month))
    return None if before is None or last is None else last - before


# --- Days -----------------------------------------------------------------------------------------


def _dated(record, month, held, learning):
    """(day, words, url) of what lies around the month, in no order."""
    overview, reviews = record.get_absolute_url(), reverse("reviews", args=[record.pk])
    yield from ((day, words, overview) for day, words in milestones(record))
    yield from ((day, "Review of three held", reviews) for day in held.reviews)
    for away_on, back_on in learning.programme.breaks:
        yield away_on, "Break in learning begins", overview
        if back_on:
            yield back_on, "Back from the break", overview
    yield from ((day, f"Closed{reason and f': {reason}'}", "") for day, reason in held.closed)
    days = (month + number * DAY for number in range(months.last_of(month).day))
    yield from ((day, f"Bank holiday: {BANK_HOLIDAYS[day]}", "") for day in days if day in BANK_HOLIDAYS)


def _in_order(found, month):
    inside = sorted(one for one in found if months.first_of(one[0]) == month)
    return [Dated(dates.words(day), words, url) for day, words, url in inside]


def _due(record, month, on):
    """The DueItems of the month that are the reader's to do, by day; what only happens is a dated fact."""
    relations = access.relations(record)
    found = (*due_items(record, on), *due_of_induction(record, on), *due_about_learning(record, on))
    inside = (item for item in found if months.first_of(item.due_on) == month and not item.happens)
    return sorted(
        {item for item in inside if _is_of(item, relations)}, key=lambda item: (item.due_on, item.title)
    )


def _is_of(item, relations):
    """Whether whoever has these relations does it; a deputy stands in for the manager."""
    stands_in = item.owner == Relation.MANAGER and Relation.DEPUTY in relations and not item.alone
    return item.owner in relations or stands_in
