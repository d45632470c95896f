"""The workshop (admin): isolation in lists, choices, search and posts; people and invitations."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice, Manager, ManagerTerm
from cohorts.models import Coordinator, Organisation, Team
from hackit.actions import NEUTRAL_REFUSAL
from hackit.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
LISTS = {
    "hackit/user": ("Here Apprentice", "There Apprentice"),
    "cohorts/organisation": ("Here Council", "There Council"),
    "cohorts/coordinator": ("Here Coordinator", "There Coordinator"),
    "cohorts/team": ("Here team", "There team"),
    "cohorts/cohort": ("Here cohort", "There cohort"),
    "providers/contact": ("Here tutor", "There tutor"),
    "apprentices/apprentice": ("Here Apprentice", "There Apprentice"),
    "cohorts/inductiontemplate": ("Here induction", "There induction"),
    "cohorts/inductionitem": ("Here step", "There step"),
    "cohorts/course": ("Here course", "There course"),
    "apprentices/induction": ("Here Apprentice", "There Apprentice"),
    "apprentices/inductionstep": ("Here Apprentice", "There Apprentice"),
    "apprentices/coursedone": ("Here course", "There course"),
    "workplans/learningentry": ("Here Apprentice", "There Apprentice"),
    "workplans/learningtime": ("Here Apprentice", "There Apprentice"),
    "workplans/protectedanswer": ("Here Apprentice", "There Apprentice"),
    "workplans/workplan": ("Here Apprentice", "There Apprentice"),
    "workplans/project": ("Here Apprentice", "There Apprentice"),
    "workplans/portfolio": ("Here Apprentice", "There Apprentice"),
    "workplans/portfoliolink": ("Here Apprentice", "There Apprentice"),
    "workplans/plantemplate": ("Here month", "There month"),
}
OF_APPRENTICE = (
    make.InductionFactory,
    make.InductionStepFactory,
    make.LearningEntryFactory,
    make.LearningTimeFactory,
    make.ProtectedAnswerFactory,
    make.WorkPlanFactory,
    make.ProjectFactory,
    make.PortfolioFactory,
    make.PortfolioLinkFactory,
)


@pytest.fixture(autouse=True)
def learning_and_plans(people):
    """Something of every kind about learning and plans of both apprentices."""
    for factory in OF_APPRENTICE:
        for record in (people.record, people.other_record):
            factory(apprentice=record)
    for place, name in ((people.here, "Here"), (people.there, "There")):
        template = make.InductionTemplateFactory(organisation=place.organisation, name=f"{name} induction")
        make.InductionItemFactory(template=template, title=f"{name} step")
        course = make.CourseFactory(organisation=place.organisation, name=f"{name} course")
        make.CourseDoneFactory(course=course, person=place.record.person)
    for place, name in ((people.here, "Here month"), (people.there, "There month")):
        make.PlanTemplateFactory(organisation=place.organisation, name=name)


@pytest.mark.parametrize("desk", LISTS)
def test_lists_hold_one_s_own_organisation_only(desk, people, client_of):
    ours, theirs = LISTS[desk]
    for query in ("", "?q=e", "?all="):
        page = client_of(people.coordinator).get(f"/admin/{desk}/{query}").content.decode()
        assert ours in page
        assert theirs not in page
        assert "There directorate" not in page or desk == "cohorts/team"


def test_filters_offer_nothing_of_others(people, client_of):
    client = client_of(people.coordinator)
    page = client.get("/admin/apprentices/apprentice/").content.decode()
    assert "Here cohort" in page
    for theirs in ("There", people.there.tutor.provider.name + "<"):
        assert theirs not in page


@pytest.mark.parametrize(
    "lookup", ["cohort__organisation__id__exact", "person__email__startswith", "team__id__exact"]
)
def test_filters_in_the_address_reach_nobody_else(lookup, people, client_of):
    client = client_of(people.coordinator)
    response = client.get("/admin/apprentices/apprentice/", {lookup: people.there.organisation.pk})
    assert "There Apprentice" not in response.content.decode()
    assert response.status_code in {200, 302, 400}


@pytest.mark.parametrize("desk", [*LISTS, "apprentices/manager", "apprentices/buddy", "providers/standard"])
@pytest.mark.parametrize(
    "lookup",
    [
        "password__startswith",
        "email__regex",
        "person__password__startswith",
        "starts_on__year",
        "uln__regex",
        "pk__gte",
    ],
)
def test_columns_cannot_be_guessed_through_the_address(desk, lookup, people, client_of):
    for value in ("argon2", "(", "0"):
        assert client_of(people.coordinator).get(f"/admin/{desk}/", {lookup: value}).status_code == 400


AUTOCOMPLETE = [
    ("apprentices", "apprentice", "cohort", "Here cohort", "There cohort"),
    ("apprentices", "apprentice", "team", "Here team", "There team"),
    ("apprentices", "apprentice", "tutor", "Here tutor", "There tutor"),
    ("apprentices", "managerterm", "manager", None, None),
    ("apprentices", "buddyterm", "buddy", None, None),
]


@pytest.mark.parametrize(("app", "model", "field", "ours", "theirs"), AUTOCOMPLETE)
def test_autocomplete(app, model, field, ours, theirs, people, client_of):
    query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
    found = client_of(people.coordinator).get("/admin/autocomplete/", query).json()["results"]
    words = {result["text"] for result in found}
    ids = {result["id"] for result in found}
    if ours:
        assert words == {ours}
    else:
        assert (
            str(getattr(people.there, "term" if field == "manager" else "buddy_term").__dict__[f"{field}_id"])
            not in ids
        )
        assert ids
    assert theirs not in words
    assert client_of(people.manager).get("/admin/autocomplete/", query).status_code == 404
    assert client_of(people.superuser).get("/admin/autocomplete/", query).status_code == 403


def management(**rows):
    """The management forms of the inlines of an apprentice that take rows, with rows by prefix."""
    data = {}
    for prefix in ("manager_terms", "deputy_terms", "buddy_terms"):
        found = rows.get(prefix, [])
        data |= {f"{prefix}-TOTAL_FORMS": len(found), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(found):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def new_apprentice(people, **fields):
    today = people.today
    return {
        "email": "New.Starter@test.example.org",
        "full_name": "New Starter",
        "preferred_name": "",
        "cohort": people.here.cohort.pk,
        "standard": people.record.standard.pk,
        "first_day_at_work_on": today.isoformat(),
        "starts_on": (today + timedelta(days=7)).strftime("%d/%m/%Y"),
        "planned_end_on": f"{today + timedelta(days=500):%-d %B %Y}",
        "weekly_hours": "36",
        "recognised_hours": "0",
        **management(),
        **fields,
    }


ADD = "/admin/apprentices/apprentice/add/"


def test_an_apprentice_is_added_with_the_person_and_a_manager(people, client_of):
    row = {"manager": people.here.term.manager.pk, "from_on": people.today.isoformat()}
    response = client_of(people.coordinator).post(
        ADD, new_apprentice(people, **management(manager_terms=[row]))
    )
    assert response.status_code == 302
    record = Apprentice.objects.get(person__email="new.starter@test.example.org")
    assert record.person.full_name == "New Starter"
    assert not record.person.has_usable_password()
    assert record.manager_terms.get().manager == people.here.term.manager
    assert record.history.get().history_user == people.coordinator
    assert record.person.history.get().history_user == people.coordinator


@pytest.mark.parametrize("field", ["cohort", "team", "tutor"])
def test_what_belongs_elsewhere_cannot_be_posted(field, people, client_of):
    theirs = {"cohort": people.there.cohort, "team": people.there.team, "tutor": people.there.tutor}[field]
    response = client_of(people.coordinator).post(ADD, new_apprentice(people, **{field: theirs.pk}))
    assert response.status_code == 200
    assert "not one of the available choices" in response.content.decode()
    assert "There" not in response.content.decode()


def test_a_manager_from_elsewhere_cannot_be_posted(people, client_of):
    row = {"manager": people.there.term.manager.pk, "from_on": people.today.isoformat()}
    client_of(people.coordinator).post(ADD, new_apprentice(people, **management(manager_terms=[row])))
    assert not Apprentice.objects.filter(person__full_name="New Starter").exists()


@pytest.mark.parametrize("who", ["other_apprentice", "other_manager", "other_coordinator", "superuser"])
def test_an_address_that_somebody_else_uses_is_refused_neutrally(who, people, client_of):
    data = new_apprentice(people, email=getattr(people, who).email)
    page = client_of(people.coordinator).post(ADD, data).content.decode()
    assert NEUTRAL_REFUSAL in page
    assert getattr(people, who).full_name not in page


def test_a_known_colleague_becomes_a_manager_and_keeps_the_name(people, client_of):
    organisation = people.here.organisation.pk
    data = {"email": people.buddy.email, "full_name": "Another Name", "organisation": organisation}
    assert client_of(people.coordinator).post("/admin/apprentices/manager/add/", data).status_code == 302
    manager = Manager.objects.get(person=people.buddy)
    assert manager.person.full_name == people.buddy.full_name


def test_somebody_with_a_living_apprenticeship_gets_no_second(people, client_of):
    page = client_of(people.coordinator).post(ADD, new_apprentice(people, email=people.apprentice.email))
    assert "has an apprenticeship that has not ended" in page.content.decode()


def test_pressed_twice_an_apprentice_is_added_once(people, client_of):
    client = client_of(people.coordinator)
    for _ in range(2):
        client.post(ADD, new_apprentice(people))
    assert Apprentice.objects.filter(person__full_name="New Starter").count() == 1


def test_two_managers_at_once_are_refused_in_the_form(people, client_of):
    row = {"manager": people.here.term.manager.pk, "from_on": people.today.isoformat()}
    other = {"manager": people.here.deputy_term.deputy.pk, "from_on": people.today.isoformat()}
    page = client_of(people.coordinator).post(
        ADD, new_apprentice(people, **management(manager_terms=[row, other]))
    )
    assert page.status_code == 200
    assert "one manager at a time" in page.content.decode()
    assert not Apprentice.objects.filter(person__full_name="New Starter").exists()


def stored(record, *terms, **until):
    """The form of a record as it is stored, with these rows of managers; `until` by number of the row."""
    data = {
        field.name: field.value_from_object(record)
        for field in Apprentice._meta.fields
        if field.value_from_object(record) is not None
    }
    data |= management() | {"manager_terms-INITIAL_FORMS": sum(1 for term in terms if term.pk)}
    data |= {"manager_terms-TOTAL_FORMS": len(terms)}
    for number, term in enumerate(terms):
        row = {"id": term.pk or "", "apprentice": record.pk, "manager": term.manager_id}
        row |= {"from_on": term.from_on, "until_on": term.until_on or ""}
        data |= {f"manager_terms-{number}-{name}": value for name, value in row.items()}
    return data


def test_one_manager_ends_and_the_next_begins_in_one_save(people, client_of):
    record, today, old = people.record, people.today, people.here.term
    record.manager_terms.exclude(pk=old.pk).delete()
    ManagerTerm.objects.filter(pk=old.pk).update(until_on=None)
    old.until_on = today
    new = ManagerTerm(manager=people.here.deputy_term.deputy, from_on=today + timedelta(days=1))
    path = f"/admin/apprentices/apprentice/{record.pk}/change/"
    assert client_of(people.coordinator).post(path, stored(record, old, new)).status_code == 302
    assert [term.until_on for term in record.manager_terms.order_by("from_on")] == [today, None]
    assert {term.history.first().history_user for term in record.manager_terms.all()} == {people.coordinator}
    page = client_of(people.coordinator).get(f"/admin/apprentices/apprentice/{record.pk}/history/")
    assert f"Here Coordinator changed {old.manager}’s time as manager: the last day" in page.content.decode()
    assert f"Here Coordinator named {new.manager} as manager from" in page.content.decode()


@pytest.mark.parametrize("days", [-5, 5])
def test_a_handover_can_be_moved_both_ways(days, people, client_of):
    record = people.record
    former, now, next_ = record.manager_terms.order_by("from_on")
    now.until_on += timedelta(days=days)
    next_.from_on += timedelta(days=days)
    path = f"/admin/apprentices/apprentice/{record.pk}/change/"
    data = stored(record, next_, now, former)
    assert client_of(people.coordinator).post(path, data).status_code == 302
    connection.check_constraints()
    assert ManagerTerm.objects.get(pk=next_.pk).from_on == next_.from_on


def own_manager(people):
    make.ManagerFactory(person=people.stranger, organisation=people.here.organisation)
    row = {"manager": people.stranger.manager.pk, "from_on": people.today}
    return {"email": people.stranger.email, **management(manager_terms=[row])}, "their own manager"


def manager_of_another_place(people):
    make.CoordinatorFactory(organisation=people.there.organisation, person=people.coordinator)
    row = {"manager": people.there.term.manager.pk, "from_on": people.today}
    return management(manager_terms=[row]), "of the same organisation"


def uln_of_an_ended_record(people):
    Apprentice.objects.filter(pk=people.record.pk).update(
        uln="1748529632", withdrawn_on=people.today, withdrawal_reason="left"
    )
    return {"uln": "1748529632"}, "cannot be the ULN"


def year_that_nobody_means(people):
    return {"first_day_at_work_on": "1/1/0026"}, "between 2000 and 2100"


def day_that_is_none(people):
    return {"starts_on": "13/13/2026"}, "Write the day as 3/9/2026"


@pytest.mark.parametrize(
    "case",
    [
        own_manager,
        manager_of_another_place,
        uln_of_an_ended_record,
        year_that_nobody_means,
        day_that_is_none,
    ],
)
def test_what_is_refused_on_a_change_is_refused_on_adding_too(case, people, client_of):
    fields, words = case(people)
    page = client_of(people.coordinator).post(ADD, new_apprentice(people, **fields)).content.decode()
    assert words in page
    assert Apprentice.objects.count() == 2


def test_who_runs_the_installation_and_one_programme_writes_into_no_other(people, client_of):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.superuser)
    client = client_of(people.superuser)
    page = client.get("/admin/cohorts/team/add/").content.decode()
    assert "There Council" not in page
    client.post(
        "/admin/cohorts/team/add/", {"organisation": people.there.organisation.pk, "name": "Spy team"}
    )
    assert not Team.objects.filter(name="Spy team").exists()


def test_a_coordinator_of_two_may_take_a_person_of_one_into_the_other(people, client_of):
    make.CoordinatorFactory(organisation=people.there.organisation, person=people.coordinator)
    data = {
        "email": people.other_apprentice.email,
        "full_name": "X",
        "organisation": people.here.organisation.pk,
    }
    assert client_of(people.coordinator).post("/admin/apprentices/manager/add/", data).status_code == 302


def test_a_superuser_makes_one_person_coordinator_of_two(people, client_of):
    data = {"email": people.coordinator.email, "full_name": "X", "organisation": people.there.organisation.pk}
    assert client_of(people.superuser).post("/admin/cohorts/coordinator/add/", data).status_code == 302
    assert people.coordinator.organisations.count() == 2


def test_published_hours_do_not_overlap(people, client_of):
    first = make.PublishedHoursFactory(standard=people.record.standard)
    data = {
        "standard": people.record.standard.pk,
        "hours": 300,
        "starts_from": "2026-01-01",
        "source": "A page",
    }
    path = "/admin/providers/publishedhours/add/"
    page = client_of(people.superuser).post(path, data).content.decode()
    assert "End that period first" in page
    first.starts_until = "2025-12-31"
    first.save()
    assert client_of(people.superuser).post(path, data).status_code == 302


def user_data(user, **fields):
    data = {"full_name": user.full_name, "preferred_name": "", "email": user.email, "is_active": "on"}
    return data | {"invitations-TOTAL_FORMS": 0, "invitations-INITIAL_FORMS": 0} | fields


def test_a_coordinator_corrects_a_name_but_never_a_password_or_a_flag(people, client_of):
    before = people.apprentice.password
    path = f"/admin/hackit/user/{people.apprentice.pk}/change/"
    extra = {"password": "x", "is_superuser": "on", "last_login": "2020-01-01"}
    client_of(people.coordinator).post(path, user_data(people.apprentice, full_name="Right Name", **extra))
    people.apprentice.refresh_from_db()
    assert people.apprentice.full_name == "Right Name"
    assert not people.apprentice.is_superuser
    assert people.apprentice.password == before
    assert people.apprentice.last_login is None


def test_a_new_address_is_said_to_need_a_new_invitation(people, client_of):
    path = f"/admin/hackit/user/{people.apprentice.pk}/change/"
    data = user_data(people.apprentice, email="right@test.example.org")
    page = client_of(people.coordinator).post(path, data, follow=True).content.decode()
    assert "has to be invited again" in page
    assert User.objects.get(pk=people.apprentice.pk).email == "right@test.example.org"


def test_an_address_taken_elsewhere_is_refused_neutrally(people, client_of):
    path = f"/admin/hackit/user/{people.apprentice.pk}/change/"
    data = user_data(people.apprentice, email=people.other_apprentice.email)
    page = client_of(people.coordinator).post(path, data).content.decode()
    assert "This address cannot be used" in page
    assert "There" not in page


def test_nobody_closes_their_own_account(people, client_of):
    path = f"/admin/hackit/user/{people.coordinator.pk}/change/"
    data = user_data(people.coordinator)
    del data["is_active"]
    client_of(people.coordinator).post(path, data)
    people.coordinator.refresh_from_db()
    assert people.coordinator.is_active


def test_the_only_coordinator_s_account_is_not_closed(people, client_of):
    path = f"/admin/hackit/user/{people.coordinator.pk}/change/"
    data = user_data(people.coordinator)
    del data["is_active"]
    client_of(people.superuser).post(path, data)
    assert User.objects.get(pk=people.coordinator.pk).is_active
    make.CoordinatorFactory(organisation=people.here.organisation)
    client_of(people.superuser).post(path, data)
    assert not User.objects.get(pk=people.coordinator.pk).is_active


def invite(client, desk, records, **fields):
    data = {"action": "invite", "_selected_action": [record.pk for record in records], **fields}
    return client.post(f"/admin/{desk}/", data, follow=True)


def test_inviting_asks_first_and_then_says_what_happened(
    people, client_of, django_capture_on_commit_callbacks
):
    client, selected = client_of(people.coordinator), [people.apprentice, people.manager]
    User.objects.filter(pk=people.manager.pk).update(last_login="2026-01-01T12:00Z")
    page = invite(client, "hackit/user", selected).content.decode()
    assert "Invite 1 person" in page
    assert "signed in already" in page
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        page = invite(client, "hackit/user", selected, confirmed="yes").content.decode()
    assert [message.to for message in mail.outbox] == [[people.apprentice.email]]


def test_inviting_reaches_nobody_else(people, client_of, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(client_of(people.coordinator), "hackit/user", [people.other_apprentice], confirmed="yes")
        invite(
            client_of(people.coordinator), "apprentices/apprentice", [people.other_record], confirmed="yes"
        )
    assert mail.outbox == []


@pytest.mark.parametrize(
    "desk", ["apprentices/apprentice", "apprentices/manager", "apprentices/buddy", "cohorts/coordinator"]
)
def test_every_desk_of_people_invites(desk, people, client_of, django_capture_on_commit_callbacks):
    record = {
        "apprentices/apprentice": people.record,
        "apprentices/manager": people.here.term.manager,
        "apprentices/buddy": people.here.buddy_term.buddy,
        "cohorts/coordinator": make.CoordinatorFactory(organisation=people.here.organisation),
    }[desk]
    with django_capture_on_commit_callbacks(execute=True):
        invite(client_of(people.coordinator), desk, [record], confirmed="yes")
    assert [message.to for message in mail.outbox] == [[record.person.email]]


def test_a_superuser_adds_the_first_coordinator_and_sees_no_apprentice(people, client_of):
    client = client_of(people.superuser)
    empty = make.OrganisationFactory(name="Empty Council")
    data = {"email": "first@test.example.org", "full_name": "First Coordinator", "organisation": empty.pk}
    assert client.post("/admin/cohorts/coordinator/add/", data).status_code == 302
    assert Coordinator.objects.get(organisation=empty).person.full_name == "First Coordinator"
    page = client.get("/admin/hackit/user/").content.decode()
    assert "Here Coordinator" in page
    assert "Here Apprentice" not in page


def test_the_last_coordinator_stays(people, client_of):
    client, path = (
        client_of(people.coordinator),
        f"/admin/cohorts/coordinator/{people.here.coordinator.pk}/delete/",
    )
    assert client.post(path, {"post": "yes"}).status_code == 403
    make.CoordinatorFactory(organisation=people.here.organisation)
    assert client.post(path, {"post": "yes"}).status_code == 302
    assert not Coordinator.objects.filter(pk=people.here.coordinator.pk).exists()


def test_a_record_never_moves_to_another_organisation(people, client_of):
    make.CoordinatorFactory(organisation=people.there.organisation, person=people.coordinator)
    data = {"organisation": people.there.organisation.pk, "name": "Here team", "directorate": ""}
    client_of(people.coordinator).post(f"/admin/cohorts/team/{people.here.team.pk}/change/", data)
    assert Team.objects.get(pk=people.here.team.pk).organisation == people.here.organisation


def test_history_says_who_changed_what(people, client_of):
    client = client_of(people.coordinator)
    data = {"name": "Renamed team", "directorate": "Here directorate"}
    client.post(f"/admin/cohorts/team/{people.here.team.pk}/change/", data)
    page = client.get(f"/admin/cohorts/team/{people.here.team.pk}/history/").content.decode()
    assert "<strong>Name</strong>: Here team became Renamed team" in page
    assert "Here Coordinator" in page


def test_whoever_saves_second_is_told(people, client_of):
    """A page opened before somebody else named a manager does not hold that row."""
    row = ManagerTerm(manager=people.here.deputy_term.deputy, from_on=people.today + timedelta(days=300))
    path = f"/admin/apprentices/apprentice/{people.record.pk}/change/"
    page = client_of(people.coordinator).post(path, stored(people.record, row)).content.decode()
    assert "one manager at a time" in page
    assert people.record.manager_terms.count() == 3


def test_two_people_who_change_one_record_lose_nothing(people, client_of):
    other = make.CoordinatorFactory(organisation=people.here.organisation).person
    first, second = client_of(people.coordinator), client_of(other)
    path = f"/admin/cohorts/team/{people.here.team.pk}/change/"
    versions = [client.get(path).context["version"] for client in (first, second)]
    data = {"name": "Here team", "directorate": "Newer", "_version": versions[0]}
    assert first.post(path, data).status_code == 302
    data = {"name": "My team", "directorate": "Here directorate", "_version": versions[1]}
    page = second.post(path, data)
    assert "Here Coordinator saved this record while you had it open" in page.content.decode()
    assert "and changed: directorate" in page.content.decode()
    assert 'value="My team"' in page.content.decode()
    assert Team.objects.get(pk=people.here.team.pk).directorate == "Newer"
    assert second.post(path, data | {"_version": page.context["version"]}).status_code == 302
    assert Team.objects.get(pk=people.here.team.pk).name == "My team"


def test_only_known_desks_stand_in_the_workshop(people, client_of):
    page = client_of(people.superuser).get("/admin/").content.decode()
    for unwanted in ("Social", "Email addresses", "Groups", "Sites"):
        assert unwanted not in page


def test_an_organisation_s_colour_must_be_readable(people, client_of):
    path = f"/admin/cohorts/organisation/{people.here.organisation.pk}/change/"
    data = {"name": "Here Council", "slug": "here", "promise_percent": 20, "introductions_a_day": 2}
    data |= {"plan_shared_by": 25, "plan_agreed_by": 3, "plan_reviewed_by": 7, "plan_least_days": 10}
    data |= {"keep_records_months": 72, "keep_traces_months": 12}
    data |= {"brand_colour": "#ffdd00", "closing_days-TOTAL_FORMS": 0, "closing_days-INITIAL_FORMS": 0}
    data |= {"first_day_template-TOTAL_FORMS": 0, "first_day_template-INITIAL_FORMS": 0}
    data |= {"ending_texts-TOTAL_FORMS": 0, "ending_texts-INITIAL_FORMS": 0}
    page = client_of(people.coordinator).post(path, data).content.decode()
    assert "Choose a darker one" in page
    client_of(people.coordinator).post(path, data | {"brand_colour": "#00664f"})
    assert Organisation.objects.get(slug="here").brand_colour == "#00664f"


@pytest.mark.parametrize(
    "desk",
    [
        "hackit/user",
        "apprentices/apprentice",
        "apprentices/manager",
        "apprentices/buddy",
        "cohorts/team",
        "cohorts/coordinator",
        "providers/contact",
        "workplans/learningentry",
        "workplans/learningtime",
        "workplans/protectedanswer",
        "workplans/workplan",
        "workplans/project",
        "workplans/portfolio",
        "workplans/portfoliolink",
        "workplans/plantemplate",
    ],
)
def test_a_list_takes_the_same_queries_whatever_its_length(desk, people, client_of):
    client, counts = client_of(people.coordinator), []
    for number in (0, 2, 45):
        for _ in range(number):
            record = make.ApprenticeFactory(cohort=people.here.cohort, team=people.here.team)
            make.ManagerTermFactory(apprentice=record)
            make.BuddyTermFactory(apprentice=record)
            make.TeamFactory(organisation=people.here.organisation)
            make.CoordinatorFactory(organisation=people.here.organisation)
            make.ContactFactory(organisation=people.here.organisation)
            make.PlanTemplateFactory(organisation=people.here.organisation)
            for factory in OF_APPRENTICE:
                factory(apprentice=record)
        client.get(f"/admin/{desk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/admin/{desk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
