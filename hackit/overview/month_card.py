"""This month's work plan on the home page of the apprentice whose it is."""

from dataclasses import dataclass

from hackit.overview import strip
from hackit.overview.agenda import Line
from workplans import work_plan
from workplans.months import first_of
from workplans.work_plan import ItemState


@dataclass(frozen=True)
class Card:
    """The plan of one month in short: its Month, its aim, the items still open as (title, state), what to do.

    `said` stands where there are no open items.
    """

    month: strip.Month
    aim: str
    items: list
    said: str
    next: Line | None


def card(record, month, on):
    """The Card of a record and its Month of the day `on`. One query."""
    rows = list(
        record.work_plans.filter(month_on=first_of(on))
        .order_by("items__position", "items__pk")
        .values_list("aim", "items__title", "items__state", "items__suggested_at")
    )
    own = [(title, state) for _, title, state, suggested_at in rows if title and not suggested_at]
    return Card(
        month=month,
        aim=rows[0][0] if rows else "",
        items=[(title, ItemState(state)) for title, state in own if state in work_plan.OPEN],
        said=_said(rows, own),
        next=strip.next_step(record, on),
    )


def _said(rows, own):
    if not rows:
        return "There is no plan for this month yet. Ask your manager for it, or look at the other months."
    return "Nothing is left to do in it." if own else "It has no items yet. You can suggest some."
