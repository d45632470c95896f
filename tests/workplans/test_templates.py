"""The templates that an organisation begins with: valid, made once, and wherever one comes into being."""

import importlib
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cohorts.models import Organisation
from tests import factories as make
from workplans import actions
from workplans.kinds_of_month import DEFAULTS
from workplans.models import PlanTemplate, PlanTemplateItem
from workplans.work_plan import Kind

NAMES = ["First month", "Project month", "Exam month"]


def names(organisation):
    return list(organisation.plan_templates.values_list("name", flat=True))


@pytest.mark.parametrize("kind", DEFAULTS, ids=lambda kind: kind.name)
def test_each_kind_of_month_is_of_use(kind):
    assert 5 <= len(kind.items) <= 8
    assert {Kind.WORK, Kind.LEARNING} <= {item.kind for item in kind.items}
    assert all(1 <= item.day <= 28 for item in kind.items if item.day)
    assert len({item.title for item in kind.items}) == len(kind.items)


@pytest.mark.django_db
def test_an_organisation_gets_them_once(people):
    here, by = people.here.organisation, people.coordinator
    for _ in range(2):
        actions.begin_with(here, by=by)
    assert names(here) == NAMES
    first = here.plan_templates.first()
    assert first.items.count() == len(DEFAULTS[0].items)
    assert first.items.first().title == DEFAULTS[0].items[0].title
    assert first.history.get().history_user == by
    assert names(people.there.organisation) == []


@pytest.mark.django_db
def test_one_that_has_its_own_is_left_alone():
    template = make.PlanTemplateFactory(name="Quiet month")
    actions.begin_with(template.organisation, by=None)
    assert names(template.organisation) == ["Quiet month"]


@pytest.mark.django_db
def test_whoever_runs_the_installation_adds_an_organisation_with_them(people, client_of):
    data = {"name": "New Council", "slug": "new", "promise_percent": 20, "introductions_a_day": 2}
    data |= {"plan_shared_by": 25, "plan_agreed_by": 3, "plan_reviewed_by": 7, "plan_least_days": 10}
    data |= {"brand_colour": "#00664f", "keep_records_months": 72, "keep_traces_months": 12}
    for rows in ("closing_days", "first_day_template"):
        data |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    client = client_of(people.superuser)
    assert client.post("/admin/cohorts/organisation/add/", data).status_code == 302
    place = Organisation.objects.get(slug="new")
    assert names(place) == NAMES
    place.plan_templates.all().delete()
    client.post(f"/admin/cohorts/organisation/{place.pk}/change/", data | {"name": "Newer Council"})
    assert names(place) == []  # whoever has deleted them wants none


@pytest.mark.django_db
def test_the_command_that_sets_up_an_organisation_makes_them():
    told = {"name": "New Council", "coordinator_name": "Ann Other", "coordinator_email": "a@test.example.org"}
    call_command("create_organisation", stdout=io.StringIO(), **told)
    assert names(Organisation.objects.get()) == NAMES


@pytest.mark.django_db
def test_organisations_that_were_there_before_get_them_with_a_history():
    """The migration, on records as they were at its time."""
    without, own = make.OrganisationFactory(), make.PlanTemplateFactory(name="Quiet month").organisation
    before = MigrationExecutor(connection).loader.project_state([("workplans", "0002_work_plans")]).apps
    migration = importlib.import_module("workplans.migrations.0003_templates_to_begin_with")
    for _ in range(2):
        migration.begin_with(before, None)
    assert (names(without), names(own)) == (NAMES, ["Quiet month"])
    for model in (PlanTemplate, PlanTemplateItem):
        made = model.objects.exclude(pk__in=model.objects.filter(**_of(model, own)))
        assert {one.history.get().history_type for one in made} == {"+"}


def _of(model, organisation):
    return {"organisation" if model is PlanTemplate else "template__organisation": organisation}
