"""The plan of an apprenticeship over time: its versions, and what they come to. Pure.

The record holds the plan as agreed last; what held before is kept with its last day, so that any day
can be asked for and "36 hours until 3 March 2026, then 30" can be said.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from hackit import dates

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """What is agreed from one day until another; `until_on` None is the plan as agreed last.

    Hours a week and hours in all are numbers; provider, tutor, team and standard are records or keys.
    """

    until_on: date | None = None
    planned_end_on: date | None = None
    weekly_hours: Decimal | None = None
    planned_learning_hours: int | None = None
    provider: object = None
    tutor: object = None
    team: object = None
    standard: object = None


VALUES = tuple(field.name for field in fields(Plan) if field.name != "until_on")


def on_day(plans, on):
    """The Plan in force on the day `on`. `plans` are in order, the one agreed last at the end."""
    return next(plan for plan in plans if plan.until_on is None or on <= plan.until_on)


def changed(plans, from_on, **values):
    """The Plans once `values` hold from the day `from_on`, in order.

    A value holds until the day from which a later change had set another: a change of hours agreed for
    March outlasts a change of tutor that is entered for January.
    """
    before = on_day(plans, from_on)
    at = plans.index(before)
    kept, rest = list(plans[:at]), list(plans[at:])
    if not (kept and kept[-1].until_on == from_on - DAY):
        kept.append(replace(before, until_on=from_on - DAY))
    for name, value in values.items():
        old = getattr(before, name)
        for number, plan in enumerate(rest):
            if getattr(plan, name) != old:
                break
            rest[number] = replace(plan, **{name: value})
    return kept + rest


def corrected(plans, **values):
    """The Plans in which the values agreed last are put right, also in the versions before that held them."""
    found = list(plans)
    for name, value in values.items():
        wrong = getattr(found[-1], name)
        for number in reversed(range(len(found))):
            if getattr(found[number], name) != wrong:
                break
            found[number] = replace(found[number], **{name: value})
    return found


def average_weekly_hours(plans, starts_on, ends_on, breaks=()):
    """Hours a week over the programme: the average over its calendar days, both ends counted. A Decimal.

    Days of finished `breaks`, (first day away, first day back or None), leave the average as they leave
    the programme. Source: DfE funding rules, the average weekly hours over the whole programme.
    """
    total, days, first = Decimal(0), 0, starts_on
    for plan in plans:
        last = min(plan.until_on or ends_on, ends_on)
        if last >= first:
            there = _days(first, last, breaks)
            total, days = total + plan.weekly_hours * there, days + there
            first = last + DAY
    return total / days if days else plans[-1].weekly_hours


def _days(first, last, breaks):
    """The days from `first` to `last`, both counted, outside of finished breaks."""
    away = sum(
        max(0, (min(back - DAY, last) - max(away_on, first)).days + 1) for away_on, back in breaks if back
    )
    return (last - first).days + 1 - away


def spans(plans, name):
    """(value, last day or None) of each stretch in which the value `name` stayed the same, in order."""
    found = []
    for plan in plans:
        value = getattr(plan, name)
        if found and found[-1][0] == value:
            found[-1] = (value, plan.until_on)
        else:
            found.append((value, plan.until_on))
    return found


def sentence(plans, name, words):
    """One value over time: "36 hours until 3 March 2026, then 30 hours"; `words` says one value."""
    said = [
        f"{words(value)} until {dates.words(last)}" if last else words(value)
        for value, last in spans(plans, name)
    ]
    return ", then ".join(said)


def hours_words(value):
    """Hours in a sentence: 36, or 22.5."""
    return f"{value.normalize():f}"
