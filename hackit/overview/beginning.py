"""What a work plan can begin with: the items of the last one, and the templates of the organisation."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from workplans.actions.plans import REVIEWED
from workplans.models import PlanItem, PlanTemplateItem
from workplans.months import refusal_of_month
from workplans.work_plan import State


@dataclass(frozen=True)
class Template:
    """A template with its items, each as (what, the rest in words); `url` begins with it."""

    name: str
    aim: str
    items: list
    url: str


@dataclass(frozen=True)
class Page:
    """What the plan of a month can begin with.

    `refused` says why nothing can be added to it, blank when something can; `there` what stands in it
    already. `last` is the month whose `items` it can go on with. `keeps_aim` says that it has an aim, which
    no template replaces.
    """

    month: str
    refused: str
    there: str
    keeps_aim: bool
    last: str
    items: list
    templates: list


def page(record, month, on):
    """The Page of a record with its cohort, as of a day. Three queries."""
    plan = record.work_plans.with_counts().filter(month_on=month).first()
    items = list(_last(record, month))
    return Page(
        month=f"{month:%B %Y}",
        refused=refusal_of_month(record, month, on) or _reviewed(plan),
        there=_there(plan),
        keeps_aim=bool(plan and plan.aim),
        last=items[0].plan.month if items else "",
        items=items,
        templates=list(_templates(record, month)),
    )


def _last(record, month):
    items = PlanItem.objects.filter(plan__apprentice=record).to_go_on_with(month)
    return items.select_related("plan", "project")


def _reviewed(plan):
    reviewed = plan and plan.state == State.REVIEWED
    return REVIEWED if reviewed else ""


def _there(plan):
    number = plan.open + plan.done if plan else 0
    if not number:
        return ""
    return f"{number} item{'' if number == 1 else 's'} stand{'s' if number == 1 else ''} in it already"


def _templates(record, month):
    organisation = record.cohort.organisation_id
    items = PlanTemplateItem.objects.filter(template__organisation=organisation).select_related("template")
    in_order = items.order_by("template__position", "template__name", "position", "pk")
    for template, held in groupby(in_order, key=lambda item: item.template):
        url = reverse("begin_from_template", args=[record.pk, month, template.pk])
        yield Template(template.name, template.aim, [_words(item) for item in held], url)


def _words(item):
    due = f"due on day {item.day}" if item.day else ""
    helps = f"who helps: {item.helper}" if item.helper else ""
    return item.title, "; ".join(filter(None, [due, helps]))
