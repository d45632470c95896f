"""How long an apprenticeship must last at least, as a day before which it may not end. Pure."""

from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from hackit import dates
from workplans.off_the_job import days_of_learning, era, minimum_duration

DAY = timedelta(days=1)


def earliest_end(programme):
    """The first day on which a `Programme` may end as planned; days of finished breaks come on top.

    Months are counted by the calendar. A stretched time is given in months and in weeks, and the earlier
    of both will do.
    Source: DfE funding rules, minimum duration.
    """
    least = minimum_duration(programme.starts_on, programme.weekly_hours)
    ends = []
    if least.months == int(least.months):
        ends.append(dates.add_months(programme.starts_on, int(least.months)) - DAY)
    if _stretched(programme, least):
        days = int((least.weeks * 7).to_integral_value(ROUND_CEILING))
        ends.append(programme.starts_on + (days - 1) * DAY)
    return min(ends) + _days_away(programme) * DAY


def in_words(programme):
    """The least time in a sentence: 12 months, or stretched 17.1 months (74.3 weeks)."""
    least = minimum_duration(programme.starts_on, programme.weekly_hours)
    if not _stretched(programme, least):
        return f"{least.months:.0f} months"
    return f"{_number(least.months)} months ({_number(least.weeks)} weeks)"


def _stretched(programme, least):
    return least.months != era(programme.starts_on).months


def _days_away(programme):
    return (programme.ends_on - programme.starts_on).days + 1 - days_of_learning(programme)


def _number(value):
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f}"
