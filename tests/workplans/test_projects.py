"""Projects: who names one, what is whose to write, and that nobody overwrites anybody unknowingly."""

import html
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hackit import versions
from tests import factories as make
from tests import world
from workplans import actions
from workplans.models import Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)
NOTHING = dict.fromkeys(Project.NAMED, "") | {"from_on": None, "until_on": None}
BINS = NOTHING | {"title": "Missed bins", "purpose": "Report one without ringing", "team": "Digital"}


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def project(people):
    return make.ProjectFactory(apprentice=people.record, title="Missed bins")


def said(caught):
    return " ".join(caught.value.messages)


def words_of(response):
    """The words of the main part of a page, without tags."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def version_on(response):
    """The version of a record that a page carries along."""
    [tag] = re.findall(rf'<input[^>]*name="{versions.FIELD}"[^>]*>', response.content.decode())
    return re.search(r'value="(\d+)"', tag)[1]


# --- Actions ----------------------------------------------------------------------------------------


def test_the_same_project_is_named_once(people):
    named = [actions.name_project(people.record, words=BINS, by=people.manager) for _ in range(2)]
    assert named[0] == named[1]
    assert named[0].history.get().history_user == people.manager


@pytest.mark.parametrize("title", ["Missed bins", "MISSED BINS"])
def test_another_project_of_the_same_name_is_refused(title, people, project):
    with pytest.raises(ValidationError) as caught:
        actions.name_project(people.record, words=NOTHING | {"title": title}, by=people.deputy)
    assert "There is a project of this name already" in said(caught)
    assert actions.name_project(people.other_record, words=BINS, by=people.other_manager)
    second = actions.name_project(people.record, words=NOTHING | {"title": "Second"}, by=people.deputy)
    with pytest.raises(ValidationError, match="There is a project of this name already"):
        actions.change_project(second, words=NOTHING | {"title": title}, by=people.deputy)


def test_the_last_day_is_not_before_the_first(people):
    with pytest.raises(ValidationError, match="The last day is the first one or a later one"):
        words = BINS | {"from_on": TODAY, "until_on": TODAY - timedelta(days=1)}
        actions.name_project(people.record, words=words, by=people.manager)


def test_whoever_changes_after_another_change_reads_who_made_it(people, project):
    seen = versions.latest(project)
    actions.change_project(project, words=BINS | {"team": "Theirs"}, by=people.deputy, seen=seen)
    with pytest.raises(ValidationError) as caught:
        actions.change_project(project, words=BINS | {"team": "Mine"}, by=people.manager, seen=seen)
    assert f"{people.deputy} saved this record while you had it open and changed:" in said(caught)
    assert Project.objects.get().team == "Theirs"
    actions.change_project(project, words=BINS | {"team": "Theirs"}, by=people.manager, seen=seen)
    assert project.history.count() == 2  # what stands there already overwrites nothing


def test_what_others_write_does_not_stand_in_the_way_of_the_apprentice(people, project):
    seen = versions.latest(project)
    actions.change_project(project, words=BINS, by=people.manager, seen=seen)
    actions.give_feedback(project, feedback="Well done", by=people.manager, seen=seen)
    part = {"my_part": "I asked", "skills": "", "outcome": ""}
    actions.write_part(project, words=part, by=people.apprentice, seen=seen)
    with pytest.raises(ValidationError, match="saved this"):
        actions.write_part(project, words=part | {"skills": "SQL"}, by=people.apprentice, seen=seen)
    kept = Project.objects.get()
    assert (kept.my_part, kept.feedback, kept.team) == ("I asked", "Well done", "Digital")


def test_feedback_says_who_and_when_and_a_blank_one_takes_it_away(people, project):
    given = actions.give_feedback(project, feedback=" Clear notes ", by=people.deputy, on=TODAY)
    assert (given.feedback, given.feedback_by) == ("Clear notes", people.deputy)
    actions.give_feedback(project, feedback="Clear notes", by=people.manager)
    assert Project.objects.get().feedback_by == people.deputy
    gone = actions.give_feedback(project, feedback="  ", by=people.manager)
    assert (gone.feedback, gone.feedback_at, gone.feedback_by) == ("", None, None)
    assert project.history.count() == 3


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"my_part": "I asked"}, "the apprentice has written about it"),
        ({"outcome": "Fewer calls"}, "the apprentice has written about it"),
        ({"portfolio_place": 1}, "it is in the portfolio"),
    ],
)
def test_a_project_with_more_than_a_name_stays(more, reason, people):
    project = make.ProjectFactory(apprentice=people.record, **more)
    with pytest.raises(ValidationError) as caught:
        actions.delete_project(project, by=people.manager)
    assert said(caught) == f"This project stays: {reason}."


def test_a_project_with_items_or_feedback_stays_and_an_empty_one_goes(people, project):
    item = make.PlanItemFactory(plan__apprentice=people.record, project=project)
    actions.give_feedback(project, feedback="Good", by=people.manager)
    with pytest.raises(ValidationError) as caught:
        actions.delete_project(project, by=people.manager)
    assert said(caught) == (
        "This project stays: items of a work plan belong to it, and feedback was given on it."
    )
    item.delete()
    actions.give_feedback(project, feedback="", by=people.manager)
    actions.delete_project(project, by=people.manager)
    assert not Project.objects.exists()
    with pytest.raises(ValidationError, match="Somebody took this away"):
        actions.delete_project(project, by=people.manager)


# --- Pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["apprentice", "manager", "deputy", "coordinator"])
def test_everybody_around_but_the_buddy_names_one(role, people, client_of):
    path = reverse("name_project", args=[people.record.pk])
    client = client_of(getattr(people, role))
    fields = {"title": "Missed bins", "from_on": "1/9/2026", "link": "example.org/bins"}
    for _ in range(2):  # pressed twice
        answer = client.post(path, fields)
    project = Project.objects.get()
    assert answer["Location"] == reverse("project", args=[people.record.pk, project.pk])
    assert (project.from_on, project.link) == (date(2026, 9, 1), "https://example.org/bins")
    assert project.history.get().history_user == getattr(people, role)


def test_fields_that_a_form_does_not_ask_change_nothing(people, project, client_of):
    path = reverse("change_project", args=[people.record.pk, project.pk])
    fields = {"title": "New", "my_part": "Forged", "feedback": "Forged", "portfolio_place": "1"}
    client_of(people.manager).post(path, fields)
    changed = Project.objects.get()
    assert (changed.title, changed.my_part, changed.feedback, changed.portfolio_place) == (
        "New",
        "",
        "",
        None,
    )


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"title": " "}, {"title": ["Give the project a name."]}),
        (
            {"link": "javascript:alert(1)"},
            {"link": ["Write the whole address, such as https://example.org/project."]},
        ),
        (
            {"from_on": "2/9/2026", "until_on": "1/9/2026"},
            {"until_on": ["The last day is before the first."]},
        ),
        ({"title": "x" * 121}, {"title": ["Write at most 120 characters: this has 121."]}),
        ({"from_on": "31/2/2026"}, {"from_on": ["Write the day as 3/9/2026 or 3 September 2026."]}),
    ],
)
def test_what_a_form_refuses(fields, errors, people, client_of):
    path = reverse("name_project", args=[people.record.pk])
    page = client_of(people.manager).post(path, {"title": "Missed bins"} | fields)
    assert page.context["form"].errors == errors
    assert not Project.objects.exists()


def test_what_was_typed_stays_when_somebody_else_was_quicker(people, project, client_of):
    path = reverse("write_part", args=[people.record.pk, project.pk])
    client = client_of(people.apprentice)
    seen = version_on(client.get(path))
    client.post(path, {"my_part": "One window", versions.FIELD: seen})
    page = client.post(path, {"my_part": "The other window", versions.FIELD: seen})
    assert page.context["form"]["my_part"].value() == "The other window"
    assert "saved this record while you had it open" in words_of(page)
    assert (
        client.post(path, {"my_part": "The other window", versions.FIELD: version_on(page)}).status_code
        == 302
    )
    assert Project.objects.get().my_part == "The other window"


def test_a_project_shows_each_reader_what_they_can_do(people, project, client_of):
    path = reverse("project", args=[people.record.pk, project.pk])
    ways = {
        role: set(client_of(getattr(people, role)).get(path).context["page"].urls)
        for role in ("apprentice", "manager", "coordinator")
    }
    naming = {"change_project", "delete_project"}
    assert ways == {
        "apprentice": naming | {"write_part"},
        "manager": naming | {"give_feedback"},
        "coordinator": naming | {"give_feedback"},
    }
    assert "Your part is still to be written." in words_of(client_of(people.apprentice).get(path))
    called = people.apprentice.called
    assert f"{called} has not written about it yet." in words_of(client_of(people.deputy).get(path))


def test_a_project_shows_feedback_with_who_gave_it_and_its_items(people, project, client_of):
    actions.give_feedback(project, feedback="Clear notes", by=people.deputy)
    plan = make.WorkPlanFactory(apprentice=people.record, shared=True)
    item = make.PlanItemFactory(plan=plan, project=project, title="Ask ten people")
    make.PlanItemFactory(plan=plan, project=project, title="Only suggested", suggested=True)
    make.PlanItemFactory(plan=plan, title="Something else")
    page = client_of(people.apprentice).get(reverse("project", args=[people.record.pk, project.pk]))
    assert f"Clear notes {people.deputy.full_name}, 18 November 2026" in words_of(page)
    [row] = page.context["page"].items
    assert (row.month, row.title, row.state) == ("November 2026", "Ask ten people", "Planned")
    assert row.url == reverse("work_plan", args=[people.record.pk, item.plan.month_on])
    assert "delete_project" not in page.context["page"].urls


def test_the_list_says_what_is_missing(people, project, client_of):
    make.ProjectFactory(
        apprentice=people.record,
        title="Done",
        my_part="I asked",
        feedback="Good",
        feedback_at=project.history.first().history_date,
        feedback_by=people.manager,
        portfolio_place=1,
    )
    make.ProjectFactory(apprentice=people.other_record, title="Somebody else's")
    path = reverse("projects", args=[people.record.pk])
    rows = client_of(people.apprentice).get(path).context["page"].rows
    assert [(row.title, row.in_portfolio, row.missing) for row in rows] == [
        ("Done", True, []),
        ("Missed bins", False, ["Your part is still to be written."]),
    ]
    rows = client_of(people.manager).get(path).context["page"].rows
    called = people.apprentice.called
    assert [row.missing for row in rows] == [
        [],
        [f"{called} has not written about it yet.", "No feedback is given yet."],
    ]


def test_after_the_end_projects_are_read_and_no_longer_changed(people, project, client_of):
    people.record.withdrawn_on, people.record.withdrawal_reason = TODAY - timedelta(days=10), "left"
    people.record.save()
    page = client_of(people.apprentice).get(reverse("project", args=[people.record.pk, project.pk]))
    assert page.context["page"].urls == {}
    assert (
        client_of(people.apprentice)
        .get(reverse("projects", args=[people.record.pk]))
        .context["page"]
        .name_url
        == ""
    )
    path = reverse("write_part", args=[people.record.pk, project.pk])
    assert client_of(people.apprentice).post(path, {"my_part": "Late"}).status_code == 404


def test_a_project_of_somebody_else_is_not_found_under_a_record_of_ones_own(people, client_of):
    theirs = make.ProjectFactory(apprentice=people.other_record)
    for name in ("project", "change_project", "give_feedback"):
        path = reverse(name, args=[people.record.pk, theirs.pk])
        assert client_of(people.manager).get(path).status_code == 404


def test_what_cannot_be_deleted_is_said_before_it_is_asked(people, project, client_of):
    make.PlanItemFactory(plan__apprentice=people.record, project=project)
    client, path = client_of(people.manager), reverse("delete_project", args=[people.record.pk, project.pk])
    answer = client.get(path, follow=True)
    assert answer.redirect_chain == [(reverse("project", args=[people.record.pk, project.pk]), 302)]
    assert "This project stays: items of a work plan belong to it." in words_of(answer)


def test_deleting_by_hand(people, project, client_of):
    client, path = client_of(people.manager), reverse("delete_project", args=[people.record.pk, project.pk])
    assert "Missed bins" in words_of(client.get(path))
    assert "Deleted: Missed bins." in words_of(client.post(path, follow=True))
    assert "This project is deleted already." in words_of(client.post(path, follow=True))


@pytest.mark.parametrize(("role", "number"), [("apprentice", 6), ("manager", 6), ("coordinator", 6)])
@pytest.mark.parametrize("name", ["projects", "project"])
def test_pages_ask_the_same_whatever_the_number_of_projects(name, role, number, people, project, client_of):
    client, counts = client_of(getattr(people, role)), []
    path = reverse(name, args=[people.record.pk, *([project.pk] if name == "project" else [])])
    plan = make.WorkPlanFactory(apprentice=people.record)
    client.get("/")
    for more in (1, 2, 47):
        for _ in range(more):
            make.ProjectFactory(apprentice=people.record)
            make.PlanItemFactory(plan=plan, project=project)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts == [number + (name == "project")] * 3
