"""When a buddy asks how it goes: the prompts of one record, and those to come as DueItems that pass."""

from functools import partial

from apprentices.buddying import DAY_ONE, END_OF_WEEK_ONE, dated
from apprentices.induction import Calendar
from hackit.access import Relation
from hackit.due import DueItem
from hackit.listed import day
from hackit.working_days import is_working_day

# What the steps of an induction ask of a buddy already.
ASKED_BY_STEPS = (DAY_ONE, END_OF_WEEK_ONE)


def prompts_of(apprentice, on):
    """The prompts of a record fetched `with_readiness`, as Dated ones seen from the day `on`."""
    closed = {day(found["closed_on"]) for found in apprentice.closing_days or ()}
    calendar = Calendar(partial(is_working_day, closed=closed))
    return dated(apprentice.first_day_at_work_on, calendar, on)


def due_items(apprentice, on):
    """The prompts to come of a living record fetched `with_readiness` and `with_open_steps`.

    None is told for a day after the buddy's last one.
    """
    if not apprentice.buddy_name:
        return
    last = apprentice.buddy_until_on
    for one in prompts_of(apprentice, on):
        asked = apprentice.has_induction and one.prompt.day in ASKED_BY_STEPS
        if one.on >= on and not asked and not (last and last < one.on):
            yield DueItem(
                due_on=one.on,
                title=f"{one.prompt.name} with {apprentice.person.full_name}: ask how it goes",
                owner=Relation.BUDDY,
                apprentice_id=apprentice.pk,
                happens=True,
                route=("buddying", apprentice.pk),
            )
