"""Organisations that were there before work plans get the templates that a new one begins with."""

from django.db import migrations
from django.utils import timezone

from workplans.kinds_of_month import DEFAULTS


def add(apps, model, **values):
    """A record with the first row of its history, as `save` would leave it."""
    record = apps.get_model("workplans", model).objects.create(**values)
    apps.get_model("workplans", f"Historical{model}").objects.create(
        id=record.pk, history_date=timezone.now(), history_type="+", **values
    )
    return record


def begin_with(apps, schema_editor):
    without = apps.get_model("cohorts", "Organisation").objects.filter(plan_templates=None)
    for organisation in without:
        for place, kind in enumerate(DEFAULTS, start=1):
            words = {"name": kind.name, "aim": kind.aim, "position": place}
            template = add(apps, "PlanTemplate", organisation=organisation, **words)
            for position, item in enumerate(kind.items, start=1):
                add(apps, "PlanTemplateItem", template=template, position=position, **vars(item))


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0004_work_plan_days"),
        ("workplans", "0002_work_plans"),
    ]

    operations = [migrations.RunPython(begin_with, migrations.RunPython.noop)]
