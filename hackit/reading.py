"""What people write for days and numbers, read in one way only. Pure."""

import re
from datetime import date
from decimal import Decimal

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})(?P<by>[-/.])(\d{1,2})(?P=by)(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.ASCII)


def day(text):
    """The day in a text: 2026-09-07, 07/09/2026 or 7 September 2026; None when it is none of these.

    The month never comes first; 2026/09/07 is what some programs make of the first.
    """
    text = text.strip().lower()
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := IN_WORDS.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word):
    """The number of a month by its name or the beginning of it ("sep", "sept"); 0 for none."""
    found = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    return found[0] if len(found) == 1 else 0


def number(text):
    """The number in a text, with at most two places after a point or a comma; None when it is none.

    1,000 might be a thousand or one: it is none.
    """
    found = re.fullmatch(r"(\d{1,6})(?:[.,](\d{1,2}))?", text.strip(), re.ASCII)
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None


def whole(text):
    """The whole number in a text; None when it is none."""
    found = number(text)
    return int(found) if found is not None and found == int(found) else None
