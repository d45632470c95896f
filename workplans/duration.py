"""How long an apprenticeship must last at least, as a day before which it may not end. Pure."""

from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from hackit import dates
from workplans.off_the_job import days_of_learning, minimum_duration

DAY = timedelta(days=1)


def earliest_end(programme):
    """The first day on which a `Programme` may end as planned; days of finished breaks come on top.

    A whole number of months is counted by the calendar, a stretched one in weeks.
    Source: DfE funding rules, minimum duration.
    """
    least = minimum_duration(programme.starts_on, programme.weekly_hours)
    if least.months == int(least.months):
        end = dates.add_months(programme.starts_on, int(least.months)) - DAY
    else:
        end = programme.starts_on + (int((least.weeks * 7).to_integral_value(ROUND_CEILING)) - 1) * DAY
    return end + _days_away(programme) * DAY


def in_words(programme):
    """The least time in a sentence: 12 months, or 17.1 months (74.3 weeks)."""
    least = minimum_duration(programme.starts_on, programme.weekly_hours)
    if least.months == int(least.months):
        return f"{least.months:.0f} months"
    return f"{_number(least.months)} months ({_number(least.weeks)} weeks)"


def _days_away(programme):
    return (programme.ends_on - programme.starts_on).days + 1 - days_of_learning(programme)


def _number(value):
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f}"
