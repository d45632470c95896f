"""A plan that begins with the last month, or with a template: what it adds, once, and what it refuses."""

import html
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from workplans import actions
from workplans.models import WorkPlan
from workplans.work_plan import Move, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def record(people):
    return people.record


@pytest.fixture
def october(record):
    """The plan of last month with an item."""
    plan = make.WorkPlanFactory(apprentice=record, month_on=OCTOBER)
    make.PlanItemFactory(plan=plan, title="Answer the desk", kind="learning", helper="Ada", detail="All day")
    return plan


@pytest.fixture
def template(people):
    """A template of the organisation with two items."""
    template = make.PlanTemplateFactory(organisation=people.here.organisation, name="Exam month")
    make.PlanTemplateItemFactory(template=template, title="Do a practice paper", kind="learning", day=28)
    make.PlanTemplateItemFactory(template=template, title="Say what waits", helper="the manager")
    return template


def last(people, *items):
    return actions.begin_from_last(people.record, NOVEMBER, items=items, by=people.manager)


def from_template(people, template, month=NOVEMBER):
    return actions.begin_from_template(people.record, month, template=template, by=people.manager)


def titles(record, month=NOVEMBER):
    return [item.title for item in record.work_plans.get(month_on=month).items.all()]


# --- From the last month --------------------------------------------------------------------------


def test_what_an_item_said_is_said_again_and_what_became_of_it_is_not(people, october, record):
    project = make.ProjectFactory(apprentice=record)
    item = make.PlanItemFactory(
        plan=october, title="Test", state="done", project=project, times_carried=2, due_on=date(2026, 10, 31)
    )
    [begun] = last(people, item)
    assert {**begun.said(), "due_on": None} == {**item.said(), "due_on": None}
    assert (begun.state, begun.times_carried, begun.carried_from) == ("planned", 0, None)
    assert begun.due_on == date(2026, 11, 30)  # a month has no more days
    assert begun.history.get().history_user == people.manager


def test_pressed_twice_items_are_added_once(people, october, record):
    for _ in range(2):
        last(people, october.items.get())
    assert titles(record) == ["Answer the desk"]


@pytest.mark.parametrize(
    ("ends", "due_on", "expected"),
    [
        (None, date(2026, 10, 20), date(2026, 11, 20)),
        (date(2026, 11, 15), date(2026, 10, 20), None),  # after the last day
        (date(2026, 11, 15), date(2026, 10, 15), date(2026, 11, 15)),
        (None, None, None),
    ],
)
def test_a_day_moves_along_within_the_programme(ends, due_on, expected, people, october):
    if ends:
        people.record.withdrawn_on, people.record.withdrawal_reason = ends, "left"
        people.record.save()
    item = make.PlanItemFactory(plan=october, due_on=due_on)
    assert last(people, item)[0].due_on == expected


def test_a_month_between_is_counted_too(people, october, record):
    october.month_on = date(2026, 9, 1)
    october.save()
    item = make.PlanItemFactory(plan=october, due_on=date(2026, 9, 15))
    assert last(people, item)[0].due_on == date(2026, 11, 15)


def test_items_of_somebody_else_are_refused_and_nothing_is_added(people, october, record):
    theirs = make.PlanItemFactory(plan__apprentice=people.other_record)
    with pytest.raises(ValidationError, match="of this apprentice"):
        last(people, october.items.get(), theirs)
    assert not record.work_plans.filter(month_on=NOVEMBER).exists()


def test_none_at_all_is_refused(people):
    with pytest.raises(ValidationError, match="at least one"):
        last(people)


def test_a_plan_that_was_agreed_asks_again(people, october, record):
    make.WorkPlanFactory(apprentice=record, agreed=True)
    [begun] = last(people, october.items.get())
    assert begun.asked_at is not None


def test_a_reviewed_month_stays_as_it_is(people, october, record):
    make.WorkPlanFactory(apprentice=record, reviewed=True)
    with pytest.raises(ValidationError, match="reviewed"):
        last(people, october.items.get())


# --- From a template ------------------------------------------------------------------------------


def test_a_template_brings_its_items_in_order_and_its_aim(people, template, record):
    from_template(people, template)
    plan = WorkPlan.objects.get(apprentice=record)
    assert (plan.aim, plan.state) == (template.aim, State.DRAFT)
    assert [(item.title, item.due_on, item.helper) for item in plan.items.all()] == [
        ("Do a practice paper", date(2026, 11, 28), ""),
        ("Say what waits", None, "the manager"),
    ]


def test_an_aim_that_stands_there_stays_and_pressed_twice_nothing_is_added(people, template, record):
    make.WorkPlanFactory(apprentice=record, aim="Our own aim")
    for _ in range(2):
        from_template(people, template)
    assert record.work_plans.get().aim == "Our own aim"
    assert titles(record) == ["Do a practice paper", "Say what waits"]


def test_a_template_of_another_organisation_is_refused(people):
    theirs = make.PlanTemplateItemFactory(template__organisation=people.there.organisation).template
    with pytest.raises(ValidationError, match="of this organisation"):
        from_template(people, theirs)


def test_what_fails_halfway_leaves_nothing(people, template, record):
    with pytest.raises(ValidationError):
        from_template(people, template, month=date(2030, 1, 1))
    assert not record.work_plans.exists()


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def path(record):
    return reverse("begin_plan", args=[record.pk, NOVEMBER])


def text(response):
    return html.unescape(response.content.decode())


def test_items_of_the_last_plan_are_ticked_and_those_given_up_are_not_there(
    people, october, path, record, client_of
):
    make.WorkPlanFactory(apprentice=record, month_on=date(2026, 9, 1)).items.create(position=1, title="Older")
    make.WorkPlanFactory(apprentice=record, month_on=DECEMBER).items.create(position=1, title="Later")
    make.PlanItemFactory(plan=october, title="Finished", state="done")
    make.PlanItemFactory(plan=october, title="Dropped", state="dropped", because="Not needed")
    make.PlanItemFactory(plan=october, title="Suggested", suggested=True)
    carried = make.PlanItemFactory(plan=october, title="Carried")
    actions.move_on(carried, Move.CARRY, because="The desk was busy", by=people.manager)
    page = text(client_of(people.manager).get(path))
    assert "From October 2026" in page
    assert page.count('checked="checked"') == 1
    for title in ("Answer the desk", "Finished (done)"):
        assert title in page
    for title in ("Older", "Later", "Dropped", "Suggested", "Carried"):
        assert title not in page
    assert "1 item stands in it already" in page


def test_what_is_open_in_a_shared_plan_is_not_ticked_and_says_why(people, path, record, client_of):
    october = make.WorkPlanFactory(apprentice=record, month_on=OCTOBER, shared=True)
    make.PlanItemFactory(plan=october, title="Answer the desk")
    page = text(client_of(people.manager).get(path))
    assert "Answer the desk (still open in October 2026: carry it over instead)" in page
    assert 'checked="checked"' not in page


def test_what_is_left_ticked_is_added(people, october, path, record, client_of):
    other = make.PlanItemFactory(plan=october, title="Something else")
    response = client_of(people.deputy).post(path, {"items": [other.pk]})
    assert response["Location"] == reverse("work_plan", args=[record.pk, NOVEMBER])
    assert titles(record) == ["Something else"]


def test_nothing_ticked_says_so(people, october, path, client_of):
    page = text(client_of(people.manager).post(path, {"submit": ""}))
    assert "Choose at least one item." in page
    assert "Error:" in page


def test_words_of_people_are_never_markup(people, october, path, client_of, template):
    make.PlanItemFactory(plan=october, title="<b>Bold</b> {% now 'Y' %}")
    make.PlanTemplateItemFactory(template=template, title="<i>Kind</i>")
    page = client_of(people.manager).get(path).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; {% now" in page
    assert "<b>Bold" not in page
    assert "<i>Kind" not in page


def test_a_template_shows_what_it_holds_and_begins_with_its_button(people, template, path, record, client_of):
    client = client_of(people.manager)
    page = text(client.get(path))
    assert "Do a practice paper (due on day 28)" in page
    assert "Say what waits (who helps: the manager)" in page
    assert "No earlier month has items" in page
    theirs = make.PlanTemplateItemFactory(template__organisation=people.there.organisation).template
    assert theirs.name not in page
    response = client.post(reverse("begin_from_template", args=[record.pk, NOVEMBER, template.pk]))
    assert response["Location"] == reverse("work_plan", args=[record.pk, NOVEMBER])
    assert titles(record) == ["Do a practice paper", "Say what waits"]
    other = reverse("begin_from_template", args=[record.pk, NOVEMBER, theirs.pk])
    assert client.post(other).status_code == 404


def test_without_templates_a_coordinator_reads_where_to_write_one(people, path, client_of):
    words = "Write one in the admin"
    assert words in text(client_of(people.coordinator).get(path))
    page = text(client_of(people.manager).get(path))
    assert words not in page
    assert "Coordinators write them in the admin." in page


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (date(2026, 5, 1), "there is no plan for an earlier month"),
        (date(2031, 5, 1), "The last month with a"),
    ],
)
def test_a_month_without_plan_says_why(month, words, people, template, october, record, client_of):
    client, path = client_of(people.manager), reverse("begin_plan", args=[record.pk, month])
    assert words in text(client.get(path))
    assert "Exam month" not in text(client.get(path))
    path = reverse("begin_from_template", args=[record.pk, month, template.pk])
    assert words in text(client.post(path, follow=True))
    assert not record.work_plans.filter(month_on=month).exists()


def test_a_reviewed_month_says_so(people, october, path, record, client_of):
    make.WorkPlanFactory(apprentice=record, reviewed=True)
    client = client_of(people.manager)
    assert "This month is reviewed" in text(client.get(path))
    client.post(path, {"items": [october.items.get().pk]})
    assert titles(record) == []


def test_the_page_takes_the_same_queries_whatever_it_shows(people, october, template, path, client_of):
    client, counts = client_of(people.manager), []
    for number in (0, 3, 50):
        for _ in range(number):
            project = make.ProjectFactory(apprentice=people.record)
            make.PlanItemFactory(plan=october, project=project)
            make.PlanTemplateItemFactory(template__organisation=people.here.organisation)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts == [8, 8, 8]
