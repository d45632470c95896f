"""Where people go afterwards, in national terms, and how many of them stay in the profession. Pure.

Source: DfE and Ofsted destination measures: employment with the same or another employer, education,
self-employment, neither.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from hackit import dates

# Days after the end by which it is known, and calendar months after it when it is asked again.
KNOWN = timedelta(days=14)
AGAIN_MONTHS = 6
# Calendar months after the end beyond which nobody is reminded: it may be before there was this question.
REMINDED_MONTHS = 12


class Where(StrEnum):
    """Where somebody went."""

    SAME_TEAM = "new job here, in the same team"
    OTHER_TEAM = "new job here, in another team"
    NEXT_APPRENTICESHIP = "next apprenticeship here"
    OTHER_EMPLOYER = "job with another employer"
    EDUCATION = "education"
    SELF_EMPLOYED = "self-employment"
    NEITHER = "not working or studying"
    OTHER = "something else"
    UNKNOWN = "not known"

    @property
    def works(self):
        """Whether it is work, of which one can say if it is in the profession."""
        return self in WORK

    @property
    def stays(self):
        """Whether the person stayed with the employer of the programme."""
        return self in HERE


HERE = (Where.SAME_TEAM, Where.OTHER_TEAM, Where.NEXT_APPRENTICESHIP)
WORK = (*HERE, Where.OTHER_EMPLOYER, Where.SELF_EMPLOYED)


class Asked(StrEnum):
    """When it was asked."""

    AT_END = "at the end"
    LATER = "six months later"


def known_by(ended_on):
    """The day by which it is known where somebody went."""
    return ended_on + KNOWN


def again_on(ended_on):
    """The day on which it is asked again, six calendar months after the end."""
    return dates.add_months(ended_on, AGAIN_MONTHS)


@dataclass(frozen=True)
class Share:
    """How many of those whose destination is known stay in the profession, wherever it is."""

    of: int
    known: int
    in_profession: int

    @property
    def percent(self):
        """In whole percent, half up; None while nothing is known."""
        if not self.known:
            return None
        exact = Decimal(100 * self.in_profession) / self.known
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def share(found, of):
    """The Share of `of` people, `found` of whom are given as (Where, in the profession or not)."""
    known = [(where, inside) for where, inside in found if where != Where.UNKNOWN]
    return Share(of, len(known), sum(bool(inside) for _, inside in known))
