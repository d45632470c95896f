"""The months of an apprenticeship: those that lack learning, and those that expect a work plan. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from hackit import dates
from workplans.log import finished_on
from workplans.work_plan import DAYS_TO_ANSWER, State

DAY = timedelta(days=1)
# Since then some learning must happen in every calendar month; in the year before in every four weeks.
EVERY_MONTH, EVERY_FOUR_WEEKS = date(2023, 8, 1), date(2022, 8, 1)
FOUR_WEEKS = 28
# Who learns in blocks may go so many months without.
BLOCK_MONTHS = 3


def first_of(day):
    """The first day of the month that a day lies in."""
    return day.replace(day=1)


def months(first, last):
    """The first days of all months from the day `first` to the day `last`."""
    month = first_of(first)
    while month <= last:
        yield month
        month = dates.add_months(month, 1)


def last_of(month):
    """The last day of the month that begins on a day."""
    return dates.add_months(month, 1) - DAY


def empty_months(starts_on, learned_on, on, *, breaks=(), returns=(), finished_on=None, in_blocks=False):
    """The first days of the months up to the day `on` that lack learning and are over: a warning.

    `learned_on` are the days with learning in it, English and maths among them; from August 2023 on any
    day of their month will do. `breaks` are (first day away, first day back or None),
    `returns` gateways sent back, (reached on, sent back on); `finished_on` is the
    day on which learning ended. A month without a single learning day is not judged, nor the one in which
    learning ended.
    Source: DfE funding rules, active learning, 2022/23 (every four weeks) and from 2023/24 (every calendar
    month; three months for block release).
    """
    if finished_on:
        on = min(on, first_of(finished_on))
    away = [*breaks, *((reached_on + DAY, back_on) for reached_on, back_on in returns)]
    open_days = _open_days(starts_on, on - DAY, away)
    learned = set(learned_on)
    found = _without_four_weeks(open_days, learned, in_blocks)
    run, learned_in, open_in = 0, set(map(first_of, learned)), set(map(first_of, open_days))
    for month in months(max(starts_on, EVERY_MONTH), on):
        if last_of(month) >= on:
            break
        # After a month away it is counted anew.
        run = 0 if month in learned_in or month not in open_in else run + 1
        if run >= (BLOCK_MONTHS if in_blocks else 1):
            found.add(month)
    return sorted(found)


def _open_days(first, last, breaks):
    """The days from `first` to `last` that lie outside of breaks, in order."""
    days = _days(first, last)
    if not breaks:
        return list(days)
    return [day for day in days if not any(away <= day and (not back or day < back) for away, back in breaks)]


@lru_cache(maxsize=128)  # most people who are asked about share their months
def _days(first, last):
    return tuple(first + n * DAY for n in range(max(0, (last - first).days + 1)))


def _without_four_weeks(open_days, learned, in_blocks):
    """The months in which four weeks of learning days without learning came to their end."""
    found, run, most = set(), 0, FOUR_WEEKS * (BLOCK_MONTHS if in_blocks else 1)
    for day in open_days:
        if not EVERY_FOUR_WEEKS <= day < EVERY_MONTH:
            continue
        run = 0 if day in learned else run + 1
        if run == most:
            found.add(first_of(day))
            run = 0
    return found


def why(month, in_blocks=False):
    """The sentences that say what is wrong with a month that lacks learning."""
    if month < EVERY_MONTH:
        weeks = "12" if in_blocks else "four"
        return (
            f"{weeks.capitalize()} weeks without learning came to their end. Until July 2023 some had to "
            f"happen every {weeks} weeks."
        )
    if in_blocks:
        return "No learning is logged. Learning in blocks may leave out two months in a row, not three."
    return "No learning is logged. Since August 2023 some learning must happen in every calendar month."


# --- Plans: which months expect one, and when it is due -------------------------------------------


class Word(StrEnum):
    """What a month is when no plan says it."""

    AWAY = "break"
    NOT_NEEDED = "no plan needed"
    MISSING = "no plan"
    TO_COME = "to come"


@dataclass(frozen=True)
class PlanDays:
    """When a plan is due: settings of an organisation, each a day of a month.

    `shared_by` lies in the month before, `reviewed_by` in the month after. A month with fewer days of the
    programme than `least_days` expects no plan.
    """

    shared_by: int = 25
    agreed_by: int = 3
    reviewed_by: int = 7
    least_days: int = 10


@dataclass(frozen=True)
class Expected:
    """A month that expects a plan: the days by which it is shared, agreed, reflected on and reviewed."""

    month: date
    share_by: date
    agree_by: date
    reflect_by: date
    review_by: date


def days_in(month, first, last, breaks=()):
    """The days of a month that lie in the programme, from `first` to `last`, outside of breaks; in order.

    `breaks` are (first day away, first day back or None).
    """
    return _open_days(max(month, first), min(last_of(month), last), breaks)


def expected(month, days, settings):
    """The Expected of the month in which these `days` of the programme lie; None when it expects no plan.

    In a month that begins later for somebody, after the start or a break, sharing and agreeing are due as
    many days later; one that ends earlier is looked back on when it ends. `settings` are PlanDays.
    """
    if len(days) < settings.least_days:
        return None
    late = days[0] - month
    before, after = dates.add_months(month, -1), dates.add_months(month, 1)
    return Expected(
        month,
        share_by=before.replace(day=settings.shared_by) + late,
        agree_by=month.replace(day=settings.agreed_by) + late,
        reflect_by=days[-1],
        review_by=after.replace(day=settings.reviewed_by),
    )


def word(month, days, wanted, on, span):
    """The Word of a month without a plan on the day `on`; `wanted` is its Expected, if there is one.

    `span` are the first and the last day of the programme: outside of it nobody is away.
    """
    if not wanted:
        outside = last_of(month) < span[0] or span[1] < month
        return Word.NOT_NEEDED if days or outside else Word.AWAY
    return Word.TO_COME if on <= wanted.share_by else Word.MISSING


def agree_by(wanted, shared_on):
    """The day by which the plan of a month is agreed; None for one that is neither Expected nor shared.

    `shared_on` is the day on which it was shared, None before. Whoever is shared a plan late has as many
    days as for any answer.
    """
    days = (wanted and wanted.agree_by, shared_on and shared_on + timedelta(days=DAYS_TO_ANSWER))
    return max(filter(None, days), default=None)


def is_late(wanted, state, on, shared_on=None):
    """Whether something about the plan of a month is late on the day `on`.

    `wanted` is its Expected, if there is one; `state` is its `work_plan.State`, None without a plan;
    `shared_on` is as in `agree_by`.
    """
    if state == State.SHARED and agree_by(wanted, shared_on) < on:
        return True
    if not wanted or state == State.REVIEWED:
        return False
    return (wanted.share_by if state in (None, State.DRAFT) else wanted.review_by) < on


def programme(record, on):
    """(first day, last day) of the programme whose months expect plans, as known on the day `on`.

    From the first day at work or of learning to the day on which learning ended, or is planned to end;
    once that has passed, to the end of next month: nobody knows yet when it will end. `record` names its days
    as an Apprentice does.
    """
    first, last = min(record.first_day_at_work_on, record.starts_on), record.planned_end_on
    going_on = last if on <= last else last_of(dates.add_months(first_of(on), 1))
    return first, finished_on(record) or going_on


def refusal_of_month(record, month, on):
    """Why no plan is written for a month, seen from the day `on`; None when one can be.

    There can be plans after gateway, too, as long as the apprenticeship lasts: at least until next month.
    """
    first, _ = programme(record, on)
    if last_of(month) < first:
        return f"The first day is {dates.words(first)}: there is no plan for an earlier month."
    ended_on = record.completed_on or record.withdrawn_on
    last = ended_on or max(
        filter(None, (record.planned_end_on, record.contract_ends_on, dates.add_months(on, 1)))
    )
    if month > last:
        return f"The last month with a plan is {first_of(last):%B %Y}."
    return None


def last_day(record, month, on):
    """The day on which a month is over for a programme: that of the month, or its own last one in it."""
    _, last = programme(record, on)
    return min(last_of(month), last) if month <= last else last_of(month)
