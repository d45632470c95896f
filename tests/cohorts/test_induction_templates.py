"""Templates for inductions and courses in the workshop: written, ordered, copied, taken out of use."""

import pytest
from django.conf import settings
from django.contrib import admin

from cohorts import induction
from cohorts.actions import begin_induction
from cohorts.models import Cohort, Course, InductionItem, InductionTemplate, Organisation
from cohorts.workshop_induction import MOST_STEPS, Items
from tests import factories as make

pytestmark = pytest.mark.django_db
DESK = "/admin/cohorts/inductiontemplate"


@pytest.fixture
def template(people):
    return make.InductionTemplateFactory(organisation=people.here.organisation, name="School leaver")


def rows(*new, kept=()):
    """What is posted of the steps of a template: those it has, and new ones as (day, place, title)."""
    said = {"items-TOTAL_FORMS": len(kept) + len(new), "items-INITIAL_FORMS": len(kept)}
    for number, item in enumerate(kept):
        said |= {f"items-{number}-id": item.pk, f"items-{number}-template": item.template_id}
    asked = [*((item.day, item.position, item.title) for item in kept), *new]
    for number, (day, place, title) in enumerate(asked):
        values = {"day": day, "position": place, "title": title}
        values |= {"owner": "manager", "kind": "task", "sight": "open"}
        said |= {f"items-{number}-{name}": value for name, value in values.items()}
    return said


def words(template, **more):
    return {"name": template.name, "about": "", "position": 0, "retired_on": ""} | more


def in_order(template):
    return list(template.items.values_list("day", "title"))


def test_a_step_without_a_place_is_the_last_of_its_day(people, client_of, template):
    for place, title in ((3, "First"), (7, "Second")):
        make.InductionItemFactory(template=template, day=2, position=place, title=title)
    kept = list(template.items.all())
    data = words(template) | rows((2, "", "Third"), (2, "", "Fourth"), (1, "", "Before"), kept=kept)
    answer = client_of(people.coordinator).post(f"{DESK}/{template.pk}/change/", data)
    assert answer.status_code == 302
    assert in_order(template) == [(1, "Before"), (2, "First"), (2, "Second"), (2, "Third"), (2, "Fourth")]


def test_steps_are_put_in_another_order(people, client_of, template):
    for place, title in ((1, "First"), (2, "Second")):
        make.InductionItemFactory(template=template, position=place, title=title)
    kept = list(template.items.all())
    kept[0].position = 9
    client_of(people.coordinator).post(f"{DESK}/{template.pk}/change/", words(template) | rows(kept=kept))
    assert in_order(template) == [(0, "Second"), (0, "First")]
    assert template.items.get(title="First").history.first().history_user == people.coordinator


@pytest.mark.parametrize("day", [-181, 731])
def test_a_day_out_of_reach_is_refused(day, people, client_of, template):
    data = words(template) | rows((day, "", "Too far"))
    answer = client_of(people.coordinator).post(f"{DESK}/{template.pk}/change/", data)
    assert answer.status_code == 200
    assert not template.items.exists()


def test_a_form_takes_as_many_steps_as_there_may_be():
    """With its key, its template and the box that deletes it beside what is asked."""
    fields = (len(Items.fields) + 3) * MOST_STEPS
    assert fields + 20 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_ninety_steps_are_saved_at_once(people, client_of, template):
    data = words(template) | rows(*((number, "", f"Step {number}") for number in range(90)))
    answer = client_of(people.coordinator).post(f"{DESK}/{template.pk}/change/", data)
    assert answer.status_code == 302
    assert template.items.count() == 90


def test_the_page_takes_the_same_queries_whatever_its_steps(
    people, client_of, template, django_assert_num_queries
):
    client, path = client_of(people.coordinator), f"{DESK}/{template.pk}/change/"
    for number in (1, 2, 47):
        for _ in range(number):
            make.InductionItemFactory(template=template)
        client.get(path)
        with django_assert_num_queries(9):
            client.get(path)


def test_the_list_says_how_many_steps_and_who_has_it(people, client_of, template):
    make.InductionItemFactory(template=template)
    make.InductionItemFactory(template=template)
    make.CohortFactory(organisation=people.here.organisation, induction_template=template)
    make.InductionFactory(apprentice=people.record, template=template)
    retired = make.InductionTemplateFactory(
        organisation=people.here.organisation, name="Degree", retired_on=people.today
    )
    client = client_of(people.coordinator)
    page = client.get(f"{DESK}/").content.decode()
    for name, number in (("steps", 2), ("in_cohorts", 1), ("given_to", 1)):
        assert f'<td class="field-{name}">{number}</td>' in page
    in_use, no_longer = (
        client.get(f"{DESK}/?in+use={value}").context["cl"].queryset for value in ("yes", "no")
    )
    assert (list(in_use), list(no_longer)) == ([template], [retired])


# --- Copying and deleting -------------------------------------------------------------------------


def test_a_copy_is_made_once_and_opened(people, client_of, template):
    item = make.InductionItemFactory(template=template, guidance="Slowly", sight="closed")
    client, path = client_of(people.coordinator), f"{DESK}/{template.pk}/copy/"
    name = client.get(path).context["name"]
    assert InductionTemplate.objects.count() == 1
    for _ in range(2):
        answer = client.post(path, {"name": name})
    copy = InductionTemplate.objects.exclude(pk=template.pk).get()
    assert answer["Location"] == f"{DESK}/{copy.pk}/change/"
    assert copy.name == "School leaver (copy)"
    assert copy.items.get().says() == item.says()
    assert copy.history.get().history_user == people.coordinator
    assert client.get(path).context["name"] == "School leaver (copy 2)"


def test_who_has_a_template_keeps_the_steps_when_it_is_deleted(people, client_of, template):
    item = make.InductionItemFactory(template=template)
    given = make.InductionFactory(apprentice=people.record, template=template)
    step = make.InductionStepFactory(apprentice=people.record, item=item)
    client, path = client_of(people.coordinator), f"{DESK}/{template.pk}/delete/"
    page = client.get(path).content.decode()
    assert "1 apprentice has this induction: they keep their steps" in page
    assert InductionTemplate.objects.exists()
    assert client.post(path, {"post": "yes"}).status_code == 302
    given.refresh_from_db()
    step.refresh_from_db()
    assert (given.template, step.item) == (None, None)
    assert not InductionTemplate.objects.exists()


@pytest.mark.parametrize("desk", ["inductiontemplate", "course"])
def test_several_are_not_deleted_at_once(desk, people, client_of, template):
    make.CourseFactory(organisation=people.here.organisation)
    page = client_of(people.coordinator).get(f"/admin/cohorts/{desk}/").content.decode()
    assert "delete_selected" not in page


# --- A step on its own page, courses --------------------------------------------------------------


def test_the_page_of_a_step_offers_courses_of_its_organisation(people, client_of, template):
    elsewhere = make.OrganisationFactory()
    make.CoordinatorFactory(organisation=elsewhere, person=people.coordinator)
    own = make.CourseFactory(organisation=people.here.organisation)
    theirs = make.CourseFactory(organisation=elsewhere)
    item = make.InductionItemFactory(template=template)
    client, path = client_of(people.coordinator), f"/admin/cohorts/inductionitem/{item.pk}/change/"
    data = {"day": 3, "position": 1, "title": "Learn", "guidance": "Slowly", "owner": "apprentice"}
    data |= {"kind": "training", "sight": "open", "fact": ""}
    assert client.post(path, data | {"course": theirs.pk}).status_code == 200
    answer = client.post(path, data | {"course": own.pk})
    assert answer["Location"] == f"{DESK}/{template.pk}/change/"
    item.refresh_from_db()
    assert (item.guidance, item.course) == ("Slowly", own)


def test_a_course_in_the_list(people, client_of):
    course = make.CourseFactory(organisation=people.here.organisation, refresh_months=12)
    for day in ("2025-09-01", "2026-09-01"):
        make.CourseDoneFactory(course=course, person=people.apprentice, done_on=day)
    page = client_of(people.coordinator).get("/admin/cohorts/course/").content.decode()
    assert "Every 12 months" in page
    assert '<td class="field-done_by">1</td>' in page  # twice the same person


# --- Organisations and cohorts --------------------------------------------------------------------


def test_a_new_organisation_begins_with_an_induction(people, client_of):
    data = {"name": "New Council", "slug": "new", "promise_percent": 20, "introductions_a_day": 2}
    data |= {"plan_shared_by": 25, "plan_agreed_by": 3, "plan_reviewed_by": 7, "plan_least_days": 10}
    data |= {"brand_colour": "#00664f", "keep_records_months": 72, "keep_traces_months": 12}
    for one in ("closing_days", "first_day_template"):
        data |= {f"{one}-TOTAL_FORMS": 0, f"{one}-INITIAL_FORMS": 0}
    client = client_of(people.superuser)
    assert client.post("/admin/cohorts/organisation/add/", data).status_code == 302
    place = Organisation.objects.get(slug="new")
    assert place.induction_templates.get().items.count() == len(induction.STANDARD)
    assert place.courses.count() == len(induction.COURSES)
    InductionItem.objects.filter(template__organisation=place).delete()
    place.induction_templates.all().delete()
    Course.objects.filter(organisation=place).delete()
    client.post(f"/admin/cohorts/organisation/{place.pk}/change/", data)
    assert not place.induction_templates.exists()  # whoever has deleted it wants none


def test_a_cohort_is_given_what_its_organisation_offers(people, client_of, template):
    cohort, here = people.here.cohort, people.here.organisation
    elsewhere = make.CoordinatorFactory(person=people.coordinator).organisation
    theirs = make.InductionTemplateFactory(organisation=elsewhere)
    retired = make.InductionTemplateFactory(organisation=here, retired_on=people.today)
    client, path = client_of(people.coordinator), f"/admin/cohorts/cohort/{cohort.pk}/change/"
    offered = client.get(path).context["adminform"].form.fields["induction_template"].queryset
    assert list(offered) == [template]
    data = {"name": cohort.name, "slug": cohort.slug, "starts_on": cohort.starts_on}
    for wrong in (theirs, retired):
        assert client.post(path, data | {"induction_template": wrong.pk}).status_code == 200
    assert client.post(path, data | {"induction_template": template.pk}).status_code == 302
    template.retired_on = people.today
    template.save()
    assert client.post(path, data | {"induction_template": template.pk}).status_code == 302  # it stays
    assert Cohort.objects.get(pk=cohort.pk).induction_template == template


def test_what_is_said_in_confidence_is_nowhere_in_the_workshop(people, client_of):
    """Neither a desk, a row of one, a search nor a field that could be completed by typing."""
    make.ConcernFactory(apprentice=people.record, words="Canary word")
    begin_induction(people.here.organisation, by=people.coordinator)
    client = client_of(people.coordinator)
    for label in ("concern", "metline"):
        assert client.get(f"/admin/apprentices/{label}/").status_code == 404
        asked = {"app_label": "apprentices", "model_name": label, "field_name": "apprentice"}
        answer = client.get("/admin/autocomplete/", asked | {"term": "Canary"})
        assert "Canary" not in answer.content.decode()
    models = {desk.model for desk in admin.site._registry.values()}
    models |= {inline.model for desk in admin.site._registry.values() for inline in desk.inlines}
    assert not {"concern", "metline"} & {model._meta.model_name for model in models}
    record = f"/admin/apprentices/apprentice/{people.record.pk}"
    for path in (
        "/admin/",
        "/admin/apprentices/",
        f"{record}/change/",
        f"{record}/history/",
        f"{record}/induction/",
        "/admin/apprentices/apprentice/?q=Canary",
    ):
        page = client.get(path).content.decode()
        assert "Canary word" not in page
        assert "rivate word" not in page.replace("Private words with", "")
