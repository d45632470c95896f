"""The template and the courses that an organisation begins with, also one that was there before."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cohorts.actions import begin_induction
from cohorts.induction import COURSES, STANDARD
from cohorts.models import Course, InductionItem, InductionTemplate
from tests import factories as make

pytestmark = pytest.mark.django_db


def says(organisation):
    """What the steps of the only template of an organisation say, by day, and its courses."""
    template = organisation.induction_templates.get()
    items = template.items.values_list("day", "title", "owner", "kind", "sight", "fact", "course__name")
    return sorted(items, key=str), sorted(organisation.courses.values_list("name", "audience"))


def test_organisations_that_were_there_before_get_them_with_a_history():
    """The migration, on records as they were at its time, leaves what the action leaves."""
    without, own = make.OrganisationFactory(), make.InductionTemplateFactory(name="Our own").organisation
    state = MigrationExecutor(connection).loader.project_state([("cohorts", "0005_induction_and_training")])
    migration = importlib.import_module("cohorts.migrations.0006_induction_to_begin_with")
    for _ in range(2):
        migration.begin_with(state.apps, None)
    new = make.OrganisationFactory()
    begin_induction(new, by=None)
    assert says(without) == says(new)
    assert [template.name for template in own.induction_templates.all()] == ["Our own"]
    for model, path in (
        (Course, "organisation"),
        (InductionTemplate, "organisation"),
        (InductionItem, "template__organisation"),
    ):
        rows = [one.history.get() for one in model.objects.filter(**{path: without})]
        assert rows and {row.history_type for row in rows} == {"+"}


def test_the_standard_is_whole():
    assert len(STANDARD) == 44
    assert {item.course for item in STANDARD} - {None} <= set(COURSES)
    assert [item.day for item in STANDARD] == sorted(item.day for item in STANDARD)
