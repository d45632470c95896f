"""The clock and month arithmetic. Every stated period holds both ends."""

import calendar
from datetime import date, timedelta

from django.utils import timezone


def today():
    """The day in London, whatever the server's clock says: UTC is wrong for an hour each summer night."""
    return timezone.localdate()


def add_months(day, months):
    """The same day `months` calendar months later (earlier when negative).

    Clamped to the month's end: 31 January + 1 is 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def first_day_within(months, on):
    """The earliest day from which `months` calendar months still reach `on`.

    It turns "today is at most `months` months after that day" into one comparison that a database
    can make: `add_months(day, months) >= on` holds exactly for days from this one on.
    """
    day = add_months(on, -months)
    return day if add_months(day, months) >= on else day + timedelta(days=1)


def words(day):
    """A day as people read it: 3 September 2026."""
    return f"{day.day} {day:%B %Y}"
