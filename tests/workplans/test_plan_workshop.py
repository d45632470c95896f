"""Plans, projects and portfolios in the workshop: read there; only the templates are written."""

import pytest

from tests import factories as make
from workplans.models import PlanTemplate, PortfolioLink

pytestmark = pytest.mark.django_db


def text(client, path):
    return client.get(path).content.decode()


def rows(page):
    """How many records a list shows."""
    return page.count('class="field-apprentice')


def test_a_plan_with_its_items(people, client_of):
    plan = make.WorkPlanFactory(apprentice=people.record, reviewed=True)
    project = make.ProjectFactory(apprentice=people.record, title="Missed bins")
    make.PlanItemFactory(plan=plan, title="Test the form", project=project, helper="Ada")
    make.PlanItemFactory(plan=plan, title="Shadow the service desk", suggested=True)
    page = text(client_of(people.coordinator), f"/admin/workplans/workplan/{plan.pk}/change/")
    for words in (
        "November 2026",
        "Reviewed",
        "Test the form",
        "Missed bins",
        "Ada",
        "Shadow the",
        "A good month",
    ):
        assert words in page
    assert "_save" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?month=2026-11", 2),
        ("?month=2026-12", 1),
        ("?month=x", 3),
        ("?q=Here", 2),
        ("?q=requests", 0),
    ],
)
def test_plans_are_found_by_month_and_by_name_never_by_their_words(query, found, people, client_of):
    other = make.ApprenticeFactory(cohort=people.here.cohort)
    make.WorkPlanFactory(apprentice=people.record)
    make.WorkPlanFactory(apprentice=people.record, month_on="2026-12-01")
    make.WorkPlanFactory(apprentice=other)
    make.WorkPlanFactory(apprentice=people.other_record, month_on="2027-01-01")
    page = text(client_of(people.coordinator), f"/admin/workplans/workplan/{query}")
    assert rows(page) == found
    assert "January 2027" not in page


def test_items_of_a_plan_take_the_same_queries_whatever_their_number(
    people, client_of, django_assert_num_queries
):
    plan, client = make.WorkPlanFactory(apprentice=people.record), client_of(people.coordinator)
    path = f"/admin/workplans/workplan/{plan.pk}/change/"
    for number in (1, 3):
        for _ in range(number):
            make.PlanItemFactory(plan=plan, project=make.ProjectFactory(apprentice=people.record))
        client.get(path)
        with django_assert_num_queries(8):
            client.get(path)


def test_what_opens_a_portfolio_is_nowhere_in_the_workshop(people, client_of):
    link = make.PortfolioLinkFactory(apprentice=people.record, purpose="For Ms Okafor")
    link.withdrawn_at, link.purpose = link.made_at, "For Ms Okafor again"
    link.save()
    client, desk = client_of(people.coordinator), "/admin/workplans/portfoliolink/"
    for path in (desk, f"{desk}{link.pk}/change/", f"{desk}{link.pk}/history/"):
        page = text(client, path)
        assert "Here Apprentice" in page or str(link) in page
        assert "Okafor" not in page
        assert link.token not in page
    for token in (link.token, link.token[:6], "Okafor"):
        assert rows(text(client, f"{desk}?q={token}")) == 0
    assert client.get(desk, {"token__startswith": link.token[:2]}).status_code == 400
    assert not any("token" in field.name for field in PortfolioLink.history.model._meta.fields)


def items(**more):
    """What is posted of the items of a template: one new item, with what is different in it."""
    rows = {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-0-position": "1"}
    rows |= {"items-0-kind": "work", "items-0-title": "Meet the team", "items-0-day": "2"}
    return rows | {f"items-0-{name}": value for name, value in more.items()}


def test_a_coordinator_writes_a_template_of_their_own_organisation(people, client_of):
    client, words = client_of(people.coordinator), {"name": "First month", "position": 1}
    assert client.post("/admin/workplans/plantemplate/add/", words | items()).status_code == 200  # whose?
    for place, status in ((people.there, 200), (people.here, 302)):
        data = words | items() | {"organisation": place.organisation.pk}
        assert client.post("/admin/workplans/plantemplate/add/", data).status_code == status
    template = PlanTemplate.objects.get()
    assert template.organisation == people.here.organisation
    assert [(item.title, item.day) for item in template.items.all()] == [("Meet the team", 2)]
    assert template.history.get().history_user == people.coordinator


def test_a_template_has_at_least_one_item(people, client_of):
    data = {"name": "Empty month", "position": 1, "organisation": people.here.organisation.pk}
    data |= {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}
    answer = client_of(people.coordinator).post("/admin/workplans/plantemplate/add/", data)
    assert "Write at least one item" in answer.content.decode()
    assert not PlanTemplate.objects.exists()


def test_a_day_that_some_months_lack_is_refused(people, client_of):
    data = {"name": "First month", "position": 1, "organisation": people.here.organisation.pk}
    response = client_of(people.coordinator).post(
        "/admin/workplans/plantemplate/add/", data | items(day="31")
    )
    assert "less than or equal to 28" in response.content.decode()


def test_templates_stand_in_the_order_they_were_given(people, client_of):
    for position, name in ((2, "Second"), (1, "First")):
        make.PlanTemplateFactory(organisation=people.here.organisation, name=name, position=position)
    page = text(client_of(people.coordinator), "/admin/workplans/plantemplate/")
    assert page.index("First") < page.index("Second")
