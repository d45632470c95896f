"""The clock and month arithmetic. Every stated period holds both ends."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def today():
    """The day in London, whatever the server's clock says: UTC is wrong for an hour each summer night."""
    return datetime.now(LONDON).date()


def add_months(day, months):
    """The same day `months` calendar months later (earlier when negative).

    Clamped to the month's end: 31 January + 1 is 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_between(day, later):
    """How many calendar months a day lies after another one, counted by their months alone."""
    return (later.year - day.year) * 12 + later.month - day.month


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


def moment(on):
    """The instant that stands for what was done on a day: now for today, nine in the morning otherwise.

    Nine in London. It is what history carries for an action of another day.
    """
    if on == today():
        return datetime.now(UTC)
    return datetime.combine(on, time(9), tzinfo=LONDON)


def time_words(at):
    """A time of day as people read it: 9:30am, 2pm, midday."""
    if (at.hour, at.minute) in {(0, 0), (12, 0)}:
        return "midday" if at.hour else "midnight"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
