"""Off-the-job learning: how many hours, how many by today, and how somebody stands. Pure.

Hours are decimals, days are dates, both ends of a period belong to it. Which rule holds is said by the
original first day of learning, never by today or by a restart.
Source: DfE apprenticeship funding rules, off-the-job training, editions 2021/22 to 2025/26.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from hackit import dates
from workplans import log

DAY = timedelta(days=1)
# Statutory leave: 5.6 weeks in a year of 52.
YEAR, LEAVE = Decimal(52), Decimal("5.6")
# The six-hours rule counts hours a week up to these.
FULL_TIME = Decimal(30)
# No plan under the published rule may go below these hours.
FLOOR = 187


class Rule(StrEnum):
    """Which of the three rules says how many hours are the minimum."""

    TWENTY_PERCENT = "twenty-percent"
    SIX_HOURS = "six-hours"
    PUBLISHED = "published"


class Era(NamedTuple):
    """One row: the rule for starts from a day on, the least months an apprenticeship lasts, and words.

    `stretches` says whether those months stretch for somebody who works less than full time.
    """

    starts_from: date
    rule: Rule
    months: int
    stretches: bool
    words: str


TWENTY_PERCENT = "For starts before 1 August 2022 the minimum is 20% of contracted hours."
SIX_HOURS = (
    "For starts from 1 August 2022 to 31 July 2025 the minimum is 20% of contracted hours, counted up to 30 "
    "hours a week."
)
PUBLISHED = (
    "For starts from 1 August 2025 the minimum is the number of hours published for the standard, its "
    "version and the day of the start. Weekly hours and duration do not enter."
)
# The newest first.
ERAS = (
    Era(date(2025, 8, 1), Rule.PUBLISHED, 8, False, PUBLISHED),
    Era(date(2022, 8, 1), Rule.SIX_HOURS, 12, True, SIX_HOURS),
    Era(date.min, Rule.TWENTY_PERCENT, 12, True, TWENTY_PERCENT),
)


@dataclass(frozen=True)
class Programme:
    """What the hours of one apprenticeship are worked out from.

    `ends_on` is the planned end, already moved by breaks; `weekly_hours` are averaged over calendar days;
    `published_minimum` is None while it is not known; a break is (first day away, first day back or None).
    """

    starts_on: date
    ends_on: date
    weekly_hours: Decimal
    published_minimum: int | None = None
    recognised_hours: int = 0
    breaks: tuple = ()


@dataclass(frozen=True)
class Requirement:
    """The minimum: `exact` hours where a formula gives them, `minimum` in whole hours, None if not known.

    `floor` is what no plan may go below under the published rule; `why` are sentences with the arithmetic.
    """

    rule: Rule
    weeks: int
    exact: Decimal | None
    minimum: int | None
    floor: int | None
    why: tuple


class MinimumDuration(NamedTuple):
    """How long an apprenticeship must last at least: the same time in months and in weeks, unrounded."""

    months: Decimal
    weeks: Decimal


class Level(StrEnum):
    """How somebody stands with the hours of learning."""

    FINISHED = "finished"
    ON_A_BREAK = "on a break"
    NOT_STARTED = "not started"
    COMPLETE = "complete"
    GETTING_STARTED = "getting started"
    ON_TRACK = "on track"
    SLIGHTLY_BEHIND = "slightly behind"
    BEHIND = "behind"


@dataclass(frozen=True)
class Standing:
    """A Level with its reason in sentences.

    `hours_behind` are the hours missing from those expected, at least 0; `weekly_hours_needed` are the
    hours a week that still lead to the target in time, None when no learning days are left.
    """

    level: Level
    reason: str
    hours_behind: Decimal
    weekly_hours_needed: Decimal | None


# --- How many hours -------------------------------------------------------------------------------


def era(starts_on):
    """The Era of an apprenticeship whose learning first began on a day."""
    return next(row for row in ERAS if starts_on >= row.starts_from)


def requirement(programme):
    """The Requirement of a programme: the minimum hours that the funding rules demand.

    Source: DfE funding rules; up to 2024/25 the formula of “calculating off-the-job training”, from
    2025/26 the minimum hours published for each standard.
    """
    row, weeks = era(programme.starts_on), weeks_of_learning(programme)
    if row.rule == Rule.PUBLISHED:
        return _published(programme, row, weeks)
    exact = _formula(programme, _counted_hours(programme), 20)
    minimum = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    why = tuple(_arithmetic(programme, row, exact, minimum))
    return Requirement(row.rule, weeks, exact, minimum, None, why)


def promise(programme, percent=20):
    """The hours that an employer promises: `percent` of contracted time, leave taken out, unrounded.

    The formula of the twenty-percent rule, whatever the start. Source: the employer's own promise.
    """
    return _formula(programme, _decimal(programme.weekly_hours), percent)


def promise_in_words(programme, percent=20):
    """The arithmetic of `promise` as a sentence."""
    return _product(programme, _decimal(programme.weekly_hours), percent, promise(programme, percent))


def minimum_duration(starts_on, weekly_hours):
    """The MinimumDuration for a first day of learning and contracted hours a week.

    Twelve months, stretched under 30 hours a week, or eight, never stretched: see `ERAS`. Source: DfE rules.
    """
    row, hours = era(starts_on), _decimal(weekly_hours)
    months = Decimal(row.months)
    if row.stretches and 0 < hours < FULL_TIME:
        months = months * FULL_TIME / hours
    return MinimumDuration(months, months * YEAR / 12)


def weeks_of_learning(programme):
    """The weeks of a programme to the nearest whole one, half up: its days less those of finished breaks."""
    return (2 * days_of_learning(programme) + 7) // 14


def days_of_learning(programme):
    """The days of a programme less those of finished breaks; never negative."""
    return _days(programme.starts_on, programme.ends_on, _finished(programme))


def _formula(programme, hours, percent):
    # One division at the end: a decimal of 5.6 / 52 would never be exact.
    return weeks_of_learning(programme) * (YEAR - LEAVE) * hours * percent / (YEAR * 100)


def _published(programme, row, weeks):
    hours = programme.published_minimum
    if hours is None:
        why = (
            row.words,
            "The hours published for this standard and start are not known here: the minimum is not known.",
            f"No plan may go below {FLOOR} hours.",
        )
        return Requirement(row.rule, weeks, None, None, FLOOR, why)
    minimum = max(hours - programme.recognised_hours, FLOOR)
    return Requirement(row.rule, weeks, None, minimum, FLOOR, (row.words, _less(programme, minimum)))


def _less(programme, minimum):
    published, recognised = programme.published_minimum, programme.recognised_hours
    if not recognised:
        return f"{published} hours are published."
    least = f", but no plan may go below {FLOOR} hours" if published - recognised < FLOOR else ""
    return (
        f"{published} hours are published; {recognised} hours recognised as prior learning leave "
        f"{max(0, published - recognised)}{least}: {minimum} hours."
    )


def _counted_hours(programme):
    hours = _decimal(programme.weekly_hours)
    return min(hours, FULL_TIME) if era(programme.starts_on).rule == Rule.SIX_HOURS else hours


def _arithmetic(programme, row, exact, minimum):
    """The sentences that lead to the minimum of a formula."""
    yield row.words
    days, whole = days_of_learning(programme), _days(programme.starts_on, programme.ends_on, ())
    less = f", without {_count(whole - days, 'day')} of breaks" if whole > days else ""
    yield (
        f"{dates.words(programme.starts_on)} to {dates.words(programme.ends_on)} are {_count(days, 'day')} "
        f"of learning{less}: {_count(weeks_of_learning(programme), 'week')} to the nearest whole one."
    )
    hours, counted = _decimal(programme.weekly_hours), _counted_hours(programme)
    if counted < hours:
        yield f"{_number(hours)} hours a week count as {_number(counted)}."
    yield f"{_product(programme, counted, 20, exact)} To the nearest whole hour that is {minimum}."


def _product(programme, hours, percent, exact):
    weeks = weeks_of_learning(programme)
    leave = f"{_number(weeks * LEAVE / YEAR)} weeks of statutory leave"
    return f"({weeks} weeks − {leave}) × {_number(hours)} hours a week × {percent}% = {_number(exact)} hours."


# --- How many by today ----------------------------------------------------------------------------


def learning_days(programme, on):
    """(days so far, days in all) of learning on the day `on`, which itself counts; never negative.

    An open break takes out only its days up to `on` and leaves the days in all alone.
    Source: DfE funding rules, breaks in learning.
    """
    running = [(first, on) for first, back in programme.breaks if back is None]
    so_far = _days(programme.starts_on, min(on, programme.ends_on), _finished(programme) + running)
    return so_far, days_of_learning(programme)


def expected(programme, target, on):
    """The hours of `target` that an even spread over the learning days expects by the day `on`.

    0 before the start, the target from the planned end on. Under the published rule an even spread is an
    estimate: those hours are demanded in all, not by the week.
    """
    target = _decimal(target)
    if on >= programme.ends_on:
        return target
    so_far, in_all = learning_days(programme, on)
    return target * so_far / in_all if in_all else Decimal(0)


def on_a_break(programme, on):
    """The first day away of the break that the day `on` lies in; None outside of breaks."""
    inside = [first for first, back in programme.breaks if first <= on and (back is None or on < back)]
    return max(inside, default=None)


def _finished(programme):
    return [(first, back - DAY) for first, back in programme.breaks if back]


def _days(first, last, away):
    """The days from `first` to `last`, both counted, without those inside `away`; at least 0."""
    whole, free = (last - first).days + 1, first
    for begins, ends in sorted(away):
        begins, ends = max(begins, free), min(ends, last)
        if ends >= begins:
            whole -= (ends - begins).days + 1
            free = ends + DAY
    return max(0, whole)


# --- How somebody stands --------------------------------------------------------------------------

# From which share of what is expected somebody has which Level, the best first.
SHARES = (
    (Decimal("0.95"), Level.ON_TRACK),
    (Decimal("0.85"), Level.SLIGHTLY_BEHIND),
    (Decimal(0), Level.BEHIND),
)
# The Levels that accepted hours lead to, the best first.
JUDGED = (Level.COMPLETE, *(level for _, level in SHARES))
# Before so many learning days have passed nobody is judged.
GETTING_STARTED = 28


def standing(programme, target, accepted, on, submitted=0, finished_on=None):
    """The Standing on the day `on`, with `accepted` hours of `target` and `submitted` hours waiting.

    `finished_on` is the day of gateway, completion or withdrawal, whichever was first. The target is the
    plan's where there is one, else the promise. Source: the employer's own rule of 95% and 85%.
    """
    target, accepted, submitted = _decimal(target), _decimal(accepted), _decimal(submitted)
    until = min(on, finished_on) if finished_on else on
    due = expected(programme, target, until)
    level = _level(programme, target, accepted, on, finished_on)
    with_waiting = _level(programme, target, accepted + submitted, on, finished_on)
    said = [_reason(level, programme, target, accepted, due, until)]
    if level in JUDGED and JUDGED.index(with_waiting) < JUDGED.index(level):
        wait = "waits" if submitted == 1 else "wait"
        said.append(f"{in_words(submitted)} {wait} to be accepted; with them {with_waiting}.")
    if level in (Level.GETTING_STARTED, *JUDGED[1:]) and era(programme.starts_on).rule == Rule.PUBLISHED:
        said.append("An even spread over the time is an estimate.")
    needed = _needed(programme, target - accepted, on) if level != Level.FINISHED else None
    return Standing(level, " ".join(said), max(Decimal(0), due - accepted), needed)


def _level(programme, target, hours, on, finished_on):
    """The first Level that fits."""
    if finished_on and finished_on <= on:
        return Level.FINISHED
    if on_a_break(programme, on):
        return Level.ON_A_BREAK
    if on < programme.starts_on:
        return Level.NOT_STARTED
    if hours >= target:
        return Level.COMPLETE
    if learning_days(programme, on)[0] < GETTING_STARTED:
        return Level.GETTING_STARTED
    due = expected(programme, target, on)
    return next(level for share, level in SHARES if hours >= share * due)


def _needed(programme, missing, on):
    so_far, in_all = learning_days(programme, on)
    return max(Decimal(0), missing) * 7 / (in_all - so_far) if in_all > so_far else None


def _reason(level, programme, target, accepted, due, on):
    of_target = f"{in_words(accepted)} of {in_words(target)}"
    match level:
        case Level.FINISHED:
            return f"Learning ended on {dates.words(on)} with {of_target} accepted."
        case Level.ON_A_BREAK:
            since = dates.words(on_a_break(programme, on))
            return f"Away since {since}: nothing is expected until the return. {of_target} accepted."
        case Level.NOT_STARTED:
            return f"Learning starts on {dates.words(programme.starts_on)}."
        case Level.COMPLETE:
            return f"{in_words(accepted)} accepted: the {in_words(target)} to reach are reached."
        case Level.GETTING_STARTED:
            return (
                f"{_judged(accepted, due, on)} Whether that is enough is judged once "
                f"{GETTING_STARTED} learning days have passed."
            )
    behind = f" {in_words(due - accepted)} behind." if due > accepted else ""
    past = f" The planned end was {dates.words(programme.ends_on)}." if on > programme.ends_on else ""
    return f"{_judged(accepted, due, on)}{behind}{past}"


def _judged(accepted, due, on):
    share = f", {_percent(accepted, due)}%" if due else ""
    return f"{in_words(accepted)} accepted, {in_words(due)} expected by {dates.words(on)}{share}."


def _percent(accepted, due):
    # Downwards: 94.9% must not read as the 95% that are on track.
    return (100 * accepted / due).quantize(Decimal(1), ROUND_DOWN)


def in_minutes(hours):
    """Hours as whole minutes, up to the next quarter of an hour: what is owed is never said to be nothing."""
    quarters = (_decimal(hours) * 4).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return int(quarters.to_integral_value(ROUND_CEILING)) * log.QUARTER


def in_words(hours):
    """Hours in a sentence, as `in_minutes` rounds them: 6 hours 30 minutes."""
    return log.in_words(in_minutes(hours))


def _count(number, unit):
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _number(value):
    """A decimal to three places at most, without noughts at its end."""
    rounded = _decimal(value).quantize(Decimal("0.001"), ROUND_HALF_UP).normalize()
    return f"{rounded:f}"


def _decimal(value):
    return value if isinstance(value, Decimal) else Decimal(str(value))
