"""How a plan begins with more than an empty page: from the last month, or from a template."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import locked
from hackit import dates
from workplans import months
from workplans.actions.items import add_item
from workplans.actions.plans import write_aim
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
    return [_again(record, month, item, by, on) for item in items]


@transaction.atomic
def begin_from_template(apprentice, month, *, template, by, on=None):
    """Adds the items of a template of the organisation to the plan of a month; its aim where there is none.

    Otherwise it is as `begin_from_last`.
    """
    on, record = on or dates.today(), locked(apprentice)
    if template.organisation_id != record.cohort.organisation_id:
        raise ValidationError({"template": "Choose a template of this organisation."})
    begun = [_from_template(record, month, item, by, on) for item in template.items.all()]
    plan = record.work_plans.filter(month_on=month).first()
    if template.aim and not (plan and plan.aim):
        write_aim(record, month, aim=template.aim, by=by, on=on)
    return begun


def _again(record, month, item, by, on):
    words = {name: getattr(item, name) for name in PlanItem.WRITTEN}
    if item.due_on:
        later = dates.months_between(item.plan.month_on, month)
        words["due_on"] = _inside(record, dates.add_months(item.due_on, later), on)
    return add_item(record, month, words=words, by=by, on=on)


def _from_template(record, month, item, by, on):
    day = item.day and min(month.replace(day=item.day), months.last_of(month))
    words = {name: getattr(item, name) for name in ("kind", "title", "detail", "helper")}
    return add_item(record, month, words=words | {"due_on": _inside(record, day, on)}, by=by, on=on)


def _inside(record, day, on):
    """The day by which something is due; None when that lies outside of the programme."""
    first, last = months.programme(record, on)
    return day if day and first <= day <= last else None
