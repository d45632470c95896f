"""How a plan begins with more than an empty page: from the last month, or from a template."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import locked
from hackit import dates
from hackit.actions import save
from workplans import months
from workplans.actions.items import add_items
from workplans.actions.plans import asked_at, plan_to_write
from workplans.models import PlanItem


@transaction.atomic
def begin_from_last(apprentice, month, *, items, by, on=None):
    """Adds items of earlier plans to the plan of a month, as planned ones, their days moved to it.

    One that stands open there word for word is not added again. It asks the apprentice, and raises
    ValidationError, as `add_item` does; also for items of somebody else and for none. Returns the items as
    they stand in the plan.
    """
    on, record = on or dates.today(), locked(apprentice)
    if not items:
        raise ValidationError({"items": "Choose at least one item."})
    if any(item.plan.apprentice_id != record.pk for item in items):
        raise ValidationError({"items": "Choose items of this apprentice."})
    drafts = [_again(record, month, item, on) for item in items]
    return add_items(plan_to_write(record, month, on), drafts=drafts, by=by, on=on)


@transaction.atomic
def begin_from_template(apprentice, month, *, template, by, on=None):
    """Adds the items of a template of the organisation to the plan of a month; its aim where there is none.

    Otherwise it is as `begin_from_last`.
    """
    on, record = on or dates.today(), locked(apprentice)
    if template.organisation_id != record.cohort.organisation_id:
        raise ValidationError({"template": "Choose a template of this organisation."})
    plan = plan_to_write(record, month, on)
    if template.aim and not plan.aim:
        plan.aim, plan.aim_asked_at = template.aim, asked_at(plan, by, on)
        plan = save(plan, by=by, on=on)
    drafts = [_from_template(record, month, item, on) for item in template.items.all()]
    return add_items(plan, drafts=drafts, by=by, on=on)


def _again(record, month, item, on):
    """What a new item says: the words of an earlier one."""
    words = {name: getattr(item, name) for name in PlanItem.WRITTEN}
    if item.due_on:
        later = dates.months_between(item.plan.month_on, month)
        words["due_on"] = _inside(record, dates.add_months(item.due_on, later), on)
    return words


def _from_template(record, month, item, on):
    """What a new item says: the words of one of a template."""
    day = item.day and min(month.replace(day=item.day), months.last_of(month))
    words = {name: getattr(item, name) for name in ("kind", "title", "detail", "helper")}
    return words | {"due_on": _inside(record, day, on)}


def _inside(record, day, on):
    """The day by which something is due; None when that lies outside of the programme."""
    first, last = months.programme(record, on)
    return day if day and first <= day <= last else None
