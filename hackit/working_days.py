"""Working days in England: weekends, bank holidays, and days by which something is due."""

from datetime import timedelta

import holidays

from hackit import dates

SATURDAY = 5
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day, closed=()):
    """Whether people work on a day: no weekend, no bank holiday in England, none of the days `closed`."""
    return day.weekday() < SATURDAY and day not in BANK_HOLIDAYS and day not in closed


def working_day_from(day, closed=()):
    """The day itself when people work on it, else the next one on which they do."""
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def answer_due_on(received_on):
    """The day by which a request for one's data is to be answered: a calendar month after its receipt.

    The same day of the next month, clamped to its end; when nobody works on it, the next working day.
    Source: UK GDPR Art. 12(3); ICO guidance on the right of access, "How long do we have to comply?".
    """
    return working_day_from(dates.add_months(received_on, 1))
