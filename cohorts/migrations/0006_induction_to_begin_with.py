"""Organisations that were there before inductions get the template and the courses that a new one begins with."""

from django.db import migrations
from django.utils import timezone

from cohorts import induction


def add(apps, model, **values):
    """A record with the first row of its history, as `save` would leave it."""
    record = apps.get_model("cohorts", model).objects.create(**values)
    fields = {field.name: getattr(record, field.name) for field in record._meta.concrete_fields}
    apps.get_model("cohorts", f"Historical{model}").objects.create(
        history_date=timezone.now(), history_type="+", **fields
    )
    return record


def begin_with(apps, schema_editor):
    without = apps.get_model("cohorts", "Organisation").objects.filter(induction_templates=None)
    for organisation in without:
        courses = {None: None}
        for course in induction.COURSES:
            courses[course] = add(apps, "Course", organisation=organisation, **vars(course))
        template = add(
            apps,
            "InductionTemplate",
            organisation=organisation,
            name=induction.STANDARD_NAME,
            about=induction.STANDARD_ABOUT,
            position=1,
        )
        for position, item in enumerate(induction.STANDARD, start=1):
            words = vars(item) | {"course": courses[item.course], "position": position}
            add(apps, "InductionItem", template=template, **words)


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0005_induction_and_training"),
    ]

    operations = [migrations.RunPython(begin_with, migrations.RunPython.noop)]
