"""Mandatory training: where somebody stands, who sees and records it, and what is due."""

import csv
import html
import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apprentices import actions
from apprentices.models import CourseDone, InductionStep
from apprentices.training import Place, standing
from hackit.overview import training as trained
from tests import factories as make
from tests import world

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
PEOPLE = "/training/people/"
APPRENTICE, MANAGER, BUDDY = Place(date(2026, 9, 7), False), Place(None, True), Place(None, False)
BOTH = Place(date(2026, 9, 7), True)


# --- The rule -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "audiences"),
    [
        (APPRENTICE, {"all", "apprentices"}),
        (MANAGER, {"all", "managers"}),
        (BUDDY, {"all"}),
        (BOTH, {"all", "apprentices", "managers"}),
    ],
)
def test_for_whom_a_course_is(place, audiences):
    assert {one for one in ("all", "apprentices", "managers") if place.takes(one)} == audiences


def course(asked_from=date(2026, 1, 1), within_days=21, refresh_months=12):
    return SimpleNamespace(asked_from=asked_from, within_days=within_days, refresh_months=refresh_months)


@pytest.mark.parametrize(
    ("of", "place", "done_on", "on", "state", "day"),
    [
        # Never done: so many days from the first day at work, or from the day on which it began to be asked.
        (course(), APPRENTICE, None, "2026-08-01", "due", "2026-09-28"),
        (course(), APPRENTICE, None, "2026-09-28", "due", "2026-09-28"),
        (course(), APPRENTICE, None, "2026-09-29", "overdue", "2026-09-28"),
        (course(date(2026, 10, 1)), APPRENTICE, None, "2026-10-22", "due", "2026-10-22"),
        (course(), MANAGER, None, "2026-01-22", "due", "2026-01-22"),
        (course(), MANAGER, None, "2026-01-23", "overdue", "2026-01-22"),
        # Done: for so many months; due again in the last 28 days.
        (course(), MANAGER, "2026-03-31", "2027-03-02", "done", "2027-03-31"),
        (course(), MANAGER, "2026-03-31", "2027-03-03", "due", "2027-03-31"),
        (course(), MANAGER, "2026-03-31", "2027-03-31", "due", "2027-03-31"),
        (course(), MANAGER, "2026-03-31", "2027-04-01", "overdue", "2027-03-31"),
        (course(refresh_months=6), MANAGER, "2026-08-31", "2027-01-01", "done", "2027-02-28"),
        (course(refresh_months=None), MANAGER, "2016-03-31", "2027-04-01", "done", None),
        # What ran out before it was asked is late only once those days are over.
        (course(date(2026, 10, 1)), MANAGER, "2025-01-01", "2026-10-22", "due", "2026-10-22"),
        (course(date(2026, 10, 1)), MANAGER, "2025-01-01", "2026-10-23", "overdue", "2026-10-22"),
    ],
)
def test_where_somebody_stands(of, place, done_on, on, state, day):
    found = standing(of, place, done_on and date.fromisoformat(done_on), date.fromisoformat(on))
    assert (found.state, found.day and found.day.isoformat()) == (state, day)


def test_a_standing_in_words():
    words = [
        standing(course(refresh_months=months), MANAGER, done, on).words
        for months, done, on in (
            (12, None, date(2026, 1, 2)),
            (12, None, date(2026, 3, 2)),
            (12, date(2026, 3, 2), date(2026, 3, 2)),
            (None, date(2026, 3, 2), date(2026, 3, 2)),
        )
    ]
    assert words == [
        "Due by 22 January 2026",
        "Overdue: was due by 22 January 2026",
        "Done, until 2 March 2027",
        "Done",
    ]


# --- The pages ------------------------------------------------------------------------------------


@pytest.fixture
def people(now, db):
    """The world on 18 November 2026, with a course for everybody and one for managers on either side."""
    found = world.build(TODAY)
    for name in ("here", "there"):
        place = getattr(found, name)
        place.course = make.CourseFactory(organisation=place.organisation, name=f"Data {name}")
        place.deciding = make.CourseFactory(
            organisation=place.organisation, name=f"Deciding {name}", audience="managers"
        )
    return found


def text(client, path):
    return html.unescape(client.get(path, follow=True).content.decode())


def test_everybody_finds_their_own_courses(people, client_of):
    own = {
        "apprentice": ["Data here"],
        "buddy": ["Data here"],
        "coordinator": ["Data here"],
        "manager": ["Data here", "Deciding here"],
        "deputy": ["Data here", "Deciding here"],
        "manager_to_be": ["Data here", "Deciding here"],
        "other_apprentice": ["Data there"],
        "superuser": [],
        "stranger": [],
    }
    for role, names in own.items():
        shown = client_of(getattr(people, role)).get("/training/").context["courses"]
        assert sorted(of.course.name for of in shown) == names, role


def test_the_page_of_many_says_what_ones_own_page_says(people):
    """Two ways to ask the database, one answer."""
    make.BuddyFactory(organisation=people.here.organisation, person=people.apprentice)
    make.CourseDoneFactory(course=people.here.course, person=people.manager, done_on=TODAY - 30 * DAY)
    many = {one.pk: one.courses for one in trained.reach(people.coordinator, TODAY).people}
    assert set(many) >= {people.apprentice.pk, people.manager.pk, people.buddy.pk, people.coordinator.pk}
    for role in ("apprentice", "manager", "deputy", "buddy", "coordinator"):
        person = getattr(people, role)
        ways = (many[person.pk], trained.own_courses(person, TODAY), trained.reach(person, TODAY).own)
        assert len({frozenset((of.course.pk, of.standing) for of in way) for way in ways}) == 1, role


def test_one_records_ones_own_and_takes_it_back(people, client_of):
    client = client_of(people.buddy)
    path = reverse("record_training", args=[people.here.course.pk])
    assert client.get(path).context["form"]["done_on"].value() == TODAY
    for _ in range(2):  # pressed twice
        client.post(path, {"done_on": "3/11/2026"})
    [done] = CourseDone.objects.all()
    assert (done.person, done.recorded_by, done.done_on) == (people.buddy, people.buddy, date(2026, 11, 3))
    assert "Done, until 3 November 2027" in text(client, "/training/")
    assert "This day is still to come" in html.unescape(
        client.post(path, {"done_on": "19/11/2026"}).content.decode()
    )
    back = reverse("take_back_training", args=[done.pk])
    assert "Taken back: “Data here”" in html.unescape(client.post(back, follow=True).content.decode())
    assert not CourseDone.objects.exists()
    assert "That was taken back already." in client.post(back, follow=True).content.decode()
    assert client_of(people.manager).post(back).status_code == 404
    assert [row.history_type for row in CourseDone.history.all()] == ["-", "+"]


@pytest.mark.parametrize("role", ["apprentice", "manager", "buddy"])
def test_the_button_leads_to_where_ones_own_is_recorded(role, people, client_of):
    client = client_of(getattr(people, role))
    own = {of.course.name: of.url for of in client.get("/training/").context["courses"]}
    assert client.get(own["Data here"]).status_code == 200
    client.post(own["Data here"], {"done_on": "2/11/2026"})
    assert CourseDone.objects.get().person == getattr(people, role)


def test_a_number_beyond_all_keys_is_nobody(people, client_of):
    for role in ("manager", "coordinator"):
        assert client_of(getattr(people, role)).get(f"{PEOPLE}{'9' * 20}/").status_code == 404


@pytest.mark.parametrize("role", ["manager", "deputy"])
def test_a_manager_records_for_their_apprentices_and_for_nobody_else(role, people, client_of):
    second = make.ApprenticeFactory(cohort=people.here.cohort)
    make.ManagerTermFactory(apprentice=second, manager=people.here.term.manager)
    make.DeputyTermFactory(apprentice=second, deputy=people.here.deputy_term.deputy)
    nobodys = make.ApprenticeFactory(cohort=people.here.cohort)
    client, sent = client_of(getattr(people, role)), {"course": people.here.course.pk, "done_on": "2/11/2026"}
    page = client.get(PEOPLE)
    assert 'novalidate autocomplete="off"' in page.content.decode()  # no ticks of before after “Back”
    assert {one.pk for one in page.context["people"]} == {people.apprentice.pk, second.person_id}
    for stranger in (nobodys.person_id, people.other_apprentice.pk, people.manager.pk):
        answer = client.post(PEOPLE, sent | {"people": [second.person_id, stranger]})
        assert "Tick who was there." in answer.content.decode()
    assert not CourseDone.objects.exists()
    client.post(PEOPLE, sent | {"people": [people.apprentice.pk, second.person_id]})
    assert set(CourseDone.objects.values_list("person", "recorded_by")) == {
        (people.apprentice.pk, getattr(people, role).pk),
        (second.person_id, getattr(people, role).pk),
    }


def test_a_session_is_recorded_for_many_by_a_coordinator(people, client_of):
    client, sent = client_of(people.coordinator), {"course": people.here.course.pk, "done_on": "2/11/2026"}
    ticked = [people.manager.pk, people.buddy.pk, people.coordinator.pk]
    for _ in range(2):
        answer = client.post(PEOPLE, sent | {"people": ticked}, follow=True)
    assert "That was recorded already" in answer.content.decode()
    assert CourseDone.objects.count() == 3
    for wrong in ({"people": [people.other_manager.pk]}, {"course": people.there.course.pk}, {"done_on": ""}):
        assert client.post(PEOPLE, sent | {"people": ticked} | wrong).context["form"].errors
    answer = client.post(PEOPLE, sent | {"people": ticked, "done_on": "19/11/2026"})
    assert "This day is still to come" in answer.content.decode()
    assert f'value="{people.buddy.pk}" checked' in answer.content.decode()
    assert CourseDone.objects.count() == 3


def test_a_course_is_recorded_only_for_those_whom_it_is_for(people, client_of):
    client, sent = client_of(people.coordinator), {"course": people.here.deciding.pk, "done_on": "2/11/2026"}
    answer = client.post(PEOPLE, sent | {"people": [people.manager.pk, people.apprentice.pk]})
    assert "This course is not for Here Apprentice." in html.unescape(answer.content.decode())
    assert not CourseDone.objects.exists()
    offered = client_of(people.manager).get(PEOPLE).context["session"].fields["course"].choices
    assert [name for _, name in offered] == ["Data here"]


@pytest.mark.parametrize(("day", "recorded"), [("31/12/2019", False), ("1/1/2020", True)])
def test_a_day_before_it_was_asked_that_counts_no_more_is_refused(day, recorded, people, client_of):
    type(people.here.course).objects.update(asked_from=date(2020, 1, 1), refresh_months=12)
    path = reverse("record_training", args=[people.here.course.pk])
    answer = client_of(people.buddy).post(path, {"done_on": day})
    assert ("too long ago" in answer.content.decode()) is not recorded
    assert CourseDone.objects.exists() is recorded


def test_nobody_sees_the_training_of_people_they_do_not_answer_for(people, client_of):
    done = make.CourseDoneFactory(course=people.here.course, person=people.apprentice)
    of_manager = make.CourseDoneFactory(course=people.here.course, person=people.manager)
    for role in (
        "buddy",
        "former_manager",
        "manager_to_be",
        "other_manager",
        "other_coordinator",
        "stranger",
    ):
        client = client_of(getattr(people, role))
        assert people.apprentice.full_name not in text(client, PEOPLE)
        assert client.get(reverse("training_of", args=[people.apprentice.pk])).status_code == 404
        assert client.post(reverse("take_back_training", args=[done.pk])).status_code == 404
    for role in ("apprentice", "deputy"):
        assert (
            client_of(getattr(people, role))
            .post(reverse("take_back_training", args=[of_manager.pk]))
            .status_code
            == 404
        )
    assert CourseDone.objects.count() == 2
    assert client_of(people.manager).get("/training/people.csv").status_code == 404


def test_after_the_end_it_is_read_for_a_while_and_not_changed(people, client_of):
    done = make.CourseDoneFactory(course=people.here.course, person=people.apprentice)
    people.record.withdrawn_on, people.record.withdrawal_reason = TODAY - 30 * DAY, "left"
    people.record.save()
    path, back = (
        reverse("training_of", args=[people.apprentice.pk]),
        reverse("take_back_training", args=[done.pk]),
    )
    for role in ("apprentice", "manager"):
        client = client_of(getattr(people, role))
        assert "Done on 28 September 2026" in text(client, "/training/" if role == "apprentice" else path)
        assert client.post(back).status_code == 404
        assert client.post(reverse("record_training", args=[people.here.course.pk])).status_code == (
            404 if role == "apprentice" else 200
        )
    people.record.withdrawn_on = TODAY - 95 * DAY
    people.record.save()
    assert client_of(people.manager).get(path).status_code == 404
    assert client_of(people.coordinator).get(path).status_code == 200


def test_a_retired_course_is_asked_of_nobody_and_its_records_stay(people, client_of):
    make.CourseDoneFactory(course=people.here.course, person=people.buddy)
    people.here.course.retired_on = TODAY
    people.here.course.save()
    page = text(client_of(people.buddy), "/training/")
    assert "No mandatory training is asked of you" in page
    assert "Data here" in page and "Done on 28 September 2026" in page
    assert {
        of.course.name for one in trained.reach(people.coordinator, TODAY).people for of in one.courses
    } == {"Deciding here"}


def test_numbers_and_names_by_cohort_team_course_and_standing(people, client_of):
    make.CourseDoneFactory(course=people.here.course, person=people.apprentice, done_on=TODAY)
    due = make.CourseDoneFactory(course=people.here.course, person=people.buddy, done_on=date(2025, 12, 1))
    client = client_of(people.coordinator)

    def found(**query):
        context = client.get(PEOPLE, query).context
        rows = [(row.name, row.done, row.due, row.overdue, row.people) for row in context["numbers"]]
        return rows, [one.name for one in context["people"]]

    numbers, names = found()
    # Of this place: two apprentice-facing roles, four managers and deputies, a coordinator.
    assert numbers == [("Data here", 1, 1, 5, 7), ("Deciding here", 0, 0, 4, 4)]
    assert names[-2:] == [due.person.full_name, "Here Apprentice"]  # whoever is late comes first
    assert found(cohort="here-1") == (
        [("Data here", 1, 0, 0, 1), ("Deciding here", 0, 0, 0, 0)],
        ["Here Apprentice"],
    )
    assert found(team=people.here.team.pk)[1] == ["Here Apprentice"]
    assert found(standing="due")[1] == [due.person.full_name]
    assert found(q="here appr")[1] == ["Here Apprentice"]
    assert len(found(course=people.here.deciding.pk)[1]) == 4
    assert found(cohort="x", team="’", course="0", standing="'", page="-1")[1] == names
    assert found(cohort="there-1")[1] == names


def test_the_file_holds_what_the_filter_finds_in_safe_cells(people, client_of):
    people.buddy.full_name = "=cmd()"
    people.buddy.save()
    answer = client_of(people.coordinator).get("/training/people.csv", {"course": people.here.course.pk})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    [row] = [row for row in rows if row["Part"] == "Buddy"]
    assert row == {
        "Name": "'=cmd()",
        "Part": "Buddy",
        "Cohort": "",
        "Team": "",
        "Course": "Data here",
        "Standing": "Overdue",
        "Day": "2020-01-22",
    }
    assert "There" not in answer.content.decode()


@pytest.mark.parametrize(("role", "path", "number"), [
    ("coordinator", PEOPLE, 7), ("manager", PEOPLE, 7), ("manager", "/training/", 8),
])  # fmt: skip
def test_queries_are_the_same_with_one_three_and_fifty(role, path, number, people, client_of):
    client = client_of(getattr(people, role))
    client.get(path)  # the session is written
    counts = []
    for more in (0, 2, 47):
        for _ in range(more):
            record = make.ApprenticeFactory(cohort=people.here.cohort)
            make.ManagerTermFactory(apprentice=record, manager=people.here.term.manager)
            make.CourseDoneFactory(course=people.here.course, person=record.person)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts == [number] * 3


# --- What is due ----------------------------------------------------------------------------------


def agenda(client):
    return [line.title for section in client.get("/").context["agenda"] for line in section.lines]


def test_what_is_due_stands_on_ones_own_agenda_alone(people, client_of):
    make.CourseDoneFactory(course=people.here.course, person=people.manager, done_on=date(2025, 12, 1))
    make.CourseDoneFactory(course=people.here.course, person=people.deputy, done_on=TODAY)
    assert [line for line in agenda(client_of(people.manager)) if "training" in line] == [
        "Do this training: Deciding here",
        "Do this training again: Data here",
    ]
    assert [line for line in agenda(client_of(people.deputy)) if "training" in line] == [
        "Do this training: Deciding here"
    ]
    assert "Do this training: Data here" in agenda(client_of(people.manager_to_be))
    assert not any("training" in line for line in agenda(client_of(people.superuser)))


def test_a_course_that_a_step_asks_for_is_not_asked_twice(people, client_of):
    [day] = [of.standing.day for of in trained.own_courses(people.apprentice, TODAY)]
    step = make.InductionStepFactory(
        apprentice=people.record,
        title="Data step",
        owner="apprentice",
        course=people.here.course,
        due_on=day,
    )
    client, asked = client_of(people.apprentice), "Do this training: Data here"
    assert asked not in agenda(client)
    assert "Data step" in agenda(client)
    for changed in (
        {"due_on": day + DAY},
        {"owner": "manager"},
        {"state": "stuck", "stuck_on": TODAY, "stuck_because": "No log-in"},
    ):
        before = {name: getattr(step, name) for name in changed}
        InductionStep.objects.filter(pk=step.pk).update(**changed)
        assert asked in agenda(client), changed
        InductionStep.objects.filter(pk=step.pk).update(**before)
        assert asked not in agenda(client)
    step.delete()
    assert asked in agenda(client)


def test_the_card_of_a_cohort_counts_and_leads_to_who_is_overdue(people, client_of):
    client = client_of(people.coordinator)
    make.ManagerFactory(organisation=people.here.organisation, person=people.apprentice)
    make.CourseDoneFactory(course=people.here.course, person=people.apprentice, done_on=TODAY)
    make.ApprenticeFactory(cohort=people.here.cohort, person__is_active=False)
    [card] = client.get("/").context["cohorts"]
    [count] = [count for count in card.counts if count.words == "with overdue training"]
    assert [one.name for one in client.get(count.url).context["people"]] == ["Here Apprentice"]
    assert count.number == 1
    make.CourseDoneFactory(course=people.here.deciding, person=people.apprentice, done_on=TODAY)
    [card] = client.get("/").context["cohorts"]
    assert "with overdue training" not in {count.words for count in card.counts}


def test_home_asks_at_most_fifteen_times(people, client_of):
    make.ConcernFactory(apprentice=people.record)
    for role in ("apprentice", "manager", "coordinator", "buddy"):
        client = client_of(getattr(people, role))
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        assert len(queries) <= 15, role


def test_a_day_to_come_is_refused_whoever_asks(people):
    with pytest.raises(ValidationError, match="still to come"):
        actions.record_course(people.here.course, people=[people.buddy], done_on=TODAY + DAY, by=people.buddy)
