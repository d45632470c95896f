"""The log of one apprentice: what to log next, one entry with what happened to it, and what was deleted."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import CharField, Count, DateField, F, IntegerField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from apprentices.life import Facts
from hackit import dates
from hackit.overview.history import ERASED, Line
from hackit.overview.logged import facts_around
from hackit.overview.sentences import ADDED, TAKEN_AWAY, listed
from hackit.working_days import BANK_HOLIDAYS
from workplans import log
from workplans.actions.entries import deleted, total_in_words
from workplans.log import KINDS, State
from workplans.models import LearningEntry

DAY, WEEK = timedelta(days=1), timedelta(days=7)
DAYS_OF_A_WEEK = 5
USUAL = timedelta(weeks=4)  # the usual kind is the one of these last weeks
MOST = 50  # rows of a list that is beside something else
WAITS = {1: "It waits to be accepted.", 2: "They wait to be accepted."}


# --- Logging --------------------------------------------------------------------------------------


def usual_kind(record, on):
    """The kind that was logged most in the four weeks up to a day; blank when none was. One query."""
    rows = record.learning_entries.filter(learned_on__gt=on - USUAL).order_by()
    often = rows.values("kind").annotate(times=Count("pk")).order_by("-times", "kind")
    return often.values_list("kind", flat=True).first() or ""


def same_again(record, pk, on):
    """What a form is filled in with to log an entry again: a week later, but not after the day `on`.

    Empty when there is no such entry in the log of the record. One query.
    """
    entry = record.learning_entries.filter(pk=pk).first()
    if entry is None:
        return {}
    words = {name: getattr(entry, name) for name in ("minutes", "kind", "what", "in_paid_time")}
    return {"learned_on": min(entry.learned_on + WEEK, on), **words}


@dataclass(frozen=True)
class Again:
    """One entry of last week, and the address at which the form is filled in from it."""

    title: str
    kind: str
    what: str
    url: str


def last_week(record, on):
    """The entries of last week, Monday to Sunday, as Again, the first day first. One query."""
    monday = on - (on.weekday() + 7) * DAY
    rows = record.learning_entries.filter(learned_on__gte=monday, learned_on__lt=monday + WEEK)
    url = reverse("log_learning", args=[record.pk])
    return [
        Again(_title(entry), KINDS[entry.kind].words, entry.what, f"{url}?like={entry.pk}")
        for entry in rows.order_by("learned_on", "pk")[:MOST]
    ]


def said_after_logging(logged):
    """What somebody reads after logging: what it came to, that it waits, and what of it does not count."""
    if not logged.entries:
        return (
            f"{'This is' if logged.known == 1 else 'All of this is'} in your log already: nothing was added."
        )
    known = f" {_count(logged.known)} in your log already." if logged.known else ""
    return f"{_said(logged.entries)}{known} {' '.join(_not_counted(logged.entries))}".rstrip()


def _said(entries):
    if len(entries) == 1:
        return f"Logged: {entries[0]}. {WAITS[1]}"
    return f"Logged: {total_in_words(entries)}. {WAITS[2]}"


def _count(known):
    return "1 entry was" if known == 1 else f"{known} entries were"


def _not_counted(entries):
    reasons = (log.why_not_counted(entry.kind, entry.in_paid_time) for entry in entries)
    found = dict.fromkeys(reason for reason in reasons if reason)
    return [*found, "It is kept for the record."] if found else []


# --- Several days ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayToLog:
    """One day of a page that logs several: `refused` days cannot be logged; `why_not` says why a day is
    not filled in; `minutes` are those of a day at work.
    """

    on: date
    minutes: int
    refused: bool = False
    why_not: str = ""

    @property
    def weekday(self):
        """Monday."""
        return f"{self.on:%A}"

    @property
    def title(self):
        """Monday 3 September 2026."""
        return f"{self.weekday} {dates.words(self.on)}"


def days_to_log(record, days, on):
    """The DayToLog of each of `days`, as of the day `on`. One query."""
    found = {kind: [] for kind in ("break", "return", "closed", "logged")}
    for kind, first, last, number in _around(record, days):
        found[kind].append((first, last, number))
    spans = {kind: tuple((first, last) for first, last, _ in found[kind]) for kind in ("break", "return")}
    facts = Facts(
        record.starts_on,
        record.gateway_on,
        record.assessment_on,
        record.completed_on,
        record.withdrawn_on,
        breaks=spans["break"],
        returns=spans["return"],
    )
    closed, logged = {first for first, _, _ in found["closed"]}, {}
    for first, _, minutes in found["logged"]:
        logged[first] = logged.get(first, 0) + minutes
    usual = _minutes_of_a_day(record)
    rows = []
    for day in days:
        refused = log.refusal_of_day(facts, day, on)
        rows.append(DayToLog(day, usual, bool(refused), refused or _no_day_of_work(day, closed, logged)))
    return rows


def _no_day_of_work(day, closed, logged):
    """Why a day that can be logged is not filled in; blank for a day of work with nothing logged."""
    if day in BANK_HOLIDAYS:
        return f"Bank holiday: {BANK_HOLIDAYS.get(day)}."
    if day in closed:
        return "Your organisation is closed on this day."
    return f"In the log already: {log.in_words(logged[day])}." if day in logged else ""


def _minutes_of_a_day(record):
    """A fifth of the hours of a week, to the nearest quarter of an hour."""
    quarters = record.weekly_hours / DAYS_OF_A_WEEK * log.HOUR / log.QUARTER
    return int(quarters.quantize(Decimal(1), ROUND_HALF_UP)) * log.QUARTER


def _around(record, days):
    """(kind, day, day or None, minutes or None) of what lies around days, in one query."""
    nothing, no_day = Cast(Value(None), IntegerField()), Cast(Value(None), DateField())
    first, last = (days[0], days[-1]) if days else (date.max, date.max)
    between = {"gte": first, "lte": last}
    closed = record.cohort.organisation.closing_days
    entries = record.learning_entries
    return _rows("break", record.breaks, "first_day_away_on", F("first_day_back_on"), nothing).union(
        _rows("return", record.sent_back, "reached_on", F("sent_back_on"), nothing),
        _rows("closed", closed.filter(**_within("closed_on", between)), "closed_on", no_day, nothing),
        _rows("logged", entries.filter(**_within("learned_on", between)), "learned_on", no_day, F("minutes")),
        all=True,
    )


def _within(name, between):
    return {f"{name}__{lookup}": day for lookup, day in between.items()}


def _rows(kind, rows, first, last, number):
    named = {"_kind": Value(kind, CharField()), "_last": last, "_number": number}
    return rows.order_by().annotate(**named).values_list("_kind", first, "_last", "_number")


# --- One entry ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One entry as a page shows it; `why_returned` and `why_not_counted` are blank where there is none."""

    day: str
    time: str
    kind: str
    what: str
    paid: str
    link: str
    source: str
    state: str
    why_returned: str
    why_not_counted: str
    happened: list


def shown(entry):
    """The Shown of an entry fetched with its record, with what happened to it. Two queries."""
    facts = facts_around([entry.apprentice])[entry.apprentice_id]
    return Shown(
        day=dates.words(entry.learned_on),
        time=log.in_words(entry.minutes),
        kind=KINDS[entry.kind].words,
        what=entry.what,
        paid="Yes" if entry.in_paid_time else "No",
        link=entry.link,
        source=entry.get_source_display(),
        state=STATES[entry.state],
        why_returned=entry.returned_because,
        why_not_counted=log.why_entry_not_counted(entry, facts) or "",
        happened=happened(entry),
    )


STATES = {State.SUBMITTED: "Waits to be accepted", State.ACCEPTED: "Accepted", State.RETURNED: "Returned"}


def happened(entry):
    """The Lines of what happened to an entry, the oldest first. One query."""
    rows = entry.history.select_related("history_user").order_by("history_date", "history_id")
    lines, before = [], None
    for row in rows:
        if words := _what_happened(row, before):
            local = timezone.localtime(row.history_date, dates.LONDON)
            lines.append(Line(dates.words(local), dates.time_words(local.time()), words))
        before = row
    return lines


def _what_happened(row, before):
    who = _actor(row.history_user)
    if row.history_type == TAKEN_AWAY:
        return f"Deleted{who}."
    if row.history_type == ADDED:
        if before:
            return f"Brought back{who}."
        return f"{'Logged' if row.source == LearningEntry.Source.TYPED else 'Brought in from a file'}{who}."
    return _changed(row, before, who) if before else f"Changed{who}."


def _changed(row, before, who):
    if row.state != before.state and row.state == State.ACCEPTED:
        return f"Accepted{who}."
    if row.state != before.state and row.state == State.RETURNED:
        return f"Returned{who}: {row.returned_because}"
    facts = [
        f"{label} from {said(getattr(before, name))} to {said(getattr(row, name))}"
        for name, (label, said) in FACTS.items()
        if getattr(row, name) != getattr(before, name)
    ]
    if facts:
        return f"Changed{who}: {listed(facts)}."
    return f"Sent again{who}." if row.submitted_at != before.submitted_at else ""


def _actor(user):
    if user is None:
        return ""
    return f" by {ERASED if user.erased_on else user.full_name}"


def _quoted(words):
    return f"“{words}”" if words else "nothing"


FACTS = {
    "learned_on": ("the day", dates.words),
    "minutes": ("the time", log.in_words),
    "kind": ("the kind", lambda kind: KINDS[kind].words),
    "in_paid_time": ("whether it was in paid time", lambda paid: "yes" if paid else "no"),
    "what": ("what was learned", _quoted),
    "link": ("the link", _quoted),
}


# --- What was deleted -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Deleted:
    """An entry that was deleted, and the address at which it is brought back."""

    title: str
    kind: str
    what: str
    url: str


def deleted_today(record, on):
    """The entries of a record that were deleted on the day `on` and are still gone, as Deleted, the last
    first: whoever may log can bring them back that day. One query.
    """
    newest = {}
    for row in deleted(record, on).order_by("-history_id")[:MOST]:
        newest.setdefault(row.id, row)
    return [
        Deleted(
            _title(row),
            KINDS[row.kind].words,
            row.what,
            reverse("bring_back_entry", args=[record.pk, row.id]),
        )
        for row in newest.values()
    ]


def _title(entry):
    return f"{log.in_words(entry.minutes)} on {entry.learned_on:%A} {dates.words(entry.learned_on)}"
