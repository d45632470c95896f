"""When one apprentice has time for learning: what is agreed, what is proposed, and what a week comes to."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse

from apprentices.life import Facts
from hackit import access, dates
from hackit.access import Action
from hackit.working_days import BANK_HOLIDAYS
from workplans import learning_time, log
from workplans.due import asked_about
from workplans.models import LearningTime

DAY = timedelta(days=1)
State = LearningTime.State
ORDER = NOW, LATER, BEFORE = ("Now", "Later", "Before")
PROPOSED, DECLINED = "Proposed", "Declined"


@dataclass(frozen=True)
class Row:
    """One learning time in words: when it holds, which days, for how long, and what there is to say of it.

    `urls` leads from what can be done with it to the page or the button that does it.
    """

    when: str
    what: str
    days: str
    note: str = ""
    urls: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """The learning time of one apprentice as one reader sees it on a day.

    `proposal` waits for an answer, by the reader or by the other side; `declined` was the last word of the
    other side. `answered` says for managers alone whether the monthly question was answered;
    `protected_url` leads those there who read what.
    """

    own: bool
    name: str
    called: str
    this_week: str
    rows: list
    proposal: Row | None
    declined: Row | None
    propose_url: str
    answered: str
    protected_url: str

    @property
    def holds(self):
        """Whether some time is agreed for now."""
        return any(row.when == NOW for row in self.rows)


def page(record, on):
    """The Page of a record fetched `for_overview` and `with_learning_due`, through `allowing`.

    Three queries at most.
    """
    times = list(record.learning_times.select_related("proposed_by", "answered_by"))
    agreed = [one for one in times if one.state == State.AGREED]
    proposed = next((one for one in times if one.state == State.PROPOSED), None)
    acts = access.allows(record, Action.AGREE_LEARNING_TIME)
    sees_answers = access.allows(record, Action.SEE_PROTECTED)
    proposes = acts and not proposed and record.status in learning_time.PLANNING
    return Page(
        own=record.as_apprentice,
        name=record.person.full_name,
        called=record.person.called,
        this_week=this_week(record, times, on),
        rows=sorted((_agreed(one, on, acts) for one in agreed), key=lambda row: ORDER.index(row.when)),
        proposal=proposed and _proposal(proposed, record, agreed, acts),
        declined=_declined(times),
        propose_url=reverse("propose_learning_time", args=[record.pk]) if proposes else "",
        answered="" if sees_answers else _answered(record, on),
        protected_url=reverse("protected", args=[record.pk]) if sees_answers else "",
    )


# --- Rows -----------------------------------------------------------------------------------------


def _agreed(time, on, acts):
    over = time.until_on and time.until_on < on
    when = BEFORE if over else LATER if time.from_on > on else NOW
    urls = {"end": _url("end_learning_time", time)} if acts and not over else {}
    return Row(when, _what(time), _days(time, on), _whole_day(time), urls)


def _proposal(time, record, agreed, acts):
    """The proposal, for the side that answers it, the side that made it, or somebody who only reads."""
    names = ()
    if acts:
        mine = time.by_apprentice == record.as_apprentice
        names = ("take_back",) if mine else ("agree", "decline")
    return Row(
        PROPOSED,
        _what(time),
        _days(time),
        " ".join([_whole_day(time), *_ends(time, agreed), f"Proposed by {time.proposed_by}."]),
        {name: _url(f"{name}_learning_time", time) for name in names},
    )


def _ends(time, agreed):
    """What ends when a proposal is agreed to."""
    for other in agreed:
        runs_into = other.until_on is None or other.until_on >= time.from_on
        if other.in_blocks == time.in_blocks and other.from_on < time.from_on and runs_into:
            yield f"Once it is agreed, “{_what(other)}” ends on {dates.words(time.from_on - DAY)}."


def _declined(times):
    """What was declined, while nothing newer was proposed."""
    newest = max(times, key=lambda one: (one.proposed_at, one.pk), default=None)
    if newest is None or newest.state != State.DECLINED:
        return None
    said = f"{newest.answered_by} says why not: {newest.declined_because}"
    return Row(DECLINED, _what(newest), _days(newest), said)


def _what(time):
    words = learning_time.in_words(time.pattern)
    return f"A block: {words}" if time.in_blocks else words[0].upper() + words[1:]


def _days(time, on=None):
    first, last = dates.words(time.from_on), time.until_on
    if last:
        return f"{first} to {dates.words(last)}"
    return f"{'Since' if on and time.from_on <= on else 'From'} {first}, until further notice"


def _whole_day(time):
    return f"A whole day is {log.in_words(time.day_minutes)}."


def _url(name, time):
    return reverse(name, args=[time.apprentice_id, time.pk])


# --- A week ---------------------------------------------------------------------------------------


def this_week(record, times, on, breaks=None):
    """A sentence about the time agreed for the week of the day `on`; blank while nothing is agreed.

    Days off count nothing: bank holidays, closing days, breaks, and what lies outside of the learning.
    `times` are the learning times of the record; its `breaks` are asked for unless they are known.
    """
    agreed = [one.agreed() for one in times if one.state == State.AGREED]
    if not agreed:
        return ""
    if breaks is None:
        breaks = [gap.stretch for gap in record.breaks.all()]
    monday = on - on.weekday() * DAY
    closed = record.cohort.organisation.closing_days.filter(closed_on__range=(monday, monday + 6 * DAY))
    closed = set(closed.values_list("closed_on", flat=True))
    ends = record.gateway_on, record.assessment_on, record.completed_on, record.withdrawn_on
    facts = Facts(record.starts_on, *ends, breaks=tuple(breaks))

    def is_off(day):
        return bool(log.outside_learning(facts, day)) or day in closed or day in BANK_HOLIDAYS

    minutes = learning_time.minutes_of_week(agreed, on, is_off)
    return f"Expected this week: {log.in_words(minutes)}." if minutes else "Nothing is expected this week."


def _answered(record, on):
    """Whether the question about last month was answered: all that a manager is told of it."""
    month = asked_about(record, on)
    if not month:
        return ""
    done = "has answered" if record.answered_last_month else "has not answered yet"
    return f"Was learning time protected in {month:%B %Y}? {record.person.called} {done}."
