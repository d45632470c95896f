"""When the next progress review of three (provider, manager, apprentice) is due. Pure.

Source: DfE apprenticeship funding rules, progress reviews: at least every 12 weeks for starts before
1 August 2025, every three calendar months from then on.
"""

import calendar
from datetime import date, timedelta

from hackit import dates

MONTHLY_FROM = date(2025, 8, 1)
WEEKS = timedelta(weeks=12)
MONTHS = 3


def next_due_on(starts_on, last_on=None, back_on=None):
    """The day by which the next review is due.

    The rule is that of the original start date. It counts from the first day of learning, from the last
    review, or from the first day back after a break, whichever is latest. In calendar months it is the
    end of the third month after that one: after 1 August, 30 November.
    """
    since = max(day for day in (starts_on, last_on, back_on) if day)
    if starts_on < MONTHLY_FROM:
        return since + WEEKS
    month = dates.add_months(since.replace(day=1), MONTHS)
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def rule(starts_on):
    """The rule in words, for a page that says why a review is due."""
    if starts_on < MONTHLY_FROM:
        return "A review of three is due at least every 12 weeks."
    return "A review of three is due every three calendar months."
