"""The months of an apprenticeship, and those in which no learning is logged though some must be. Pure."""

from datetime import date, timedelta

from hackit import dates

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
    days = (first + n * DAY for n in range(max(0, (last - first).days + 1)))
    return [day for day in days if not any(away <= day and (not back or day < back) for away, back in breaks)]


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
