"""The steps that somebody owns over all their apprentices, and what home and lists tell of inductions."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.induction import State
from apprentices.models import Apprentice, InductionStep
from cohorts.induction import Fact, Kind, Owner, Sight
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def people(now):
    return world.build(TODAY)


def step(record, title, days, owner=Owner.MANAGER, **more):
    return make.InductionStepFactory(
        apprentice=record, title=title, due_on=TODAY + days * DAY, owner=owner, **more
    )


def found(client):
    page = client.get("/induction/").context["page"]
    return {group.when: [one.title for one in steps_of(group)] for group in page.groups}


def steps_of(group):
    return [one for block in group.blocks for one in block.steps]


@pytest.fixture
def steps(people):
    record = people.record
    make.InductionFactory(apprentice=record)
    step(people.other_record, "Of somebody else", -1)
    return [
        step(record, "Late one", -1),
        step(record, "On Sunday", 4),
        step(record, "On Monday", 5),
        step(record, "Far away", 61),
        step(record, "For the buddy", 2, Owner.BUDDY),
        step(record, "Meet Ann", 3, Owner.APPRENTICE, kind=Kind.INTRODUCTION, meets="Ann"),
        step(record, "Sign", 4, Owner.COORDINATOR),
        step(record, "Assess", -2, Owner.PROVIDER),
    ]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            "manager",
            {"Late": ["Assess", "Late one"], "This week": ["On Sunday"], "Later": ["On Monday", "Far away"]},
        ),
        ("deputy", {"Late": ["Assess", "Late one"]}),
        ("buddy", {"This week": ["For the buddy"]}),
        ("apprentice", {"This week": ["Meet Ann"]}),
        ("coordinator", {"This week": ["Sign"]}),
        ("stranger", {}),
        ("former_manager", {}),
        ("superuser", {}),
    ],
)
def test_what_each_owns(role, expected, people, steps, client_of):
    assert found(client_of(getattr(people, role))) == expected
    text = client_of(getattr(people, role)).get("/induction/").content.decode()
    assert "Of somebody else" not in text


def test_what_comes_later_stands_folded_with_a_button_inside_and_outside(people, steps, client_of):
    response = client_of(people.manager).get("/induction/")
    assert [(group.when, group.folded) for group in response.context["page"].groups] == [
        ("Late", False), ("This week", False), ("Later", True)
    ]  # fmt: skip
    before, fold = response.content.decode().split('<details class="app-fold">')
    inside, after = fold.split("</details>")
    assert ["Mark as done" in part for part in (before, inside, after)] == [True, True, False]
    assert "2 steps" in inside
    assert "Far away" in inside
    assert "<title>Your induction steps" in before


def test_what_is_due_today_stands_apart(people, steps, client_of):
    step(people.record, "Today’s", 0)
    assert found(client_of(people.manager))["Today"] == ["Today’s"]


@pytest.mark.parametrize("path", ["/induction/", "/apprentices/{}/induction/"])
def test_the_browser_puts_no_tick_on_another_step(path, people, steps, client_of):
    text = client_of(people.manager).get(path.format(people.record.pk)).content.decode()
    assert '<form method="post" autocomplete="off">' in text


def managed(people, name):
    record = make.ApprenticeFactory(cohort=people.here.cohort, person__full_name=name)
    make.ManagerTermFactory(apprentice=record, manager=people.here.term.manager)
    return record


def test_what_many_people_have_stands_once(people, steps, client_of):
    for name in ("Ada One", "Bob Two", "Cy Three"):
        step(managed(people, name), "Agreement signed", 1)
    for name in ("Di Four", "Ed Five"):
        step(managed(people, name), "Sit together", 1)
    response = client_of(people.manager).get("/induction/")
    [week] = [group for group in response.context["page"].groups if group.when == "This week"]
    assert [(block.title, len(block.steps)) for block in week.blocks] == [
        ("Agreement signed: 3 people", 3), ("", 3)
    ]  # fmt: skip
    assert "Done: Agreement signed: Bob Two" in response.content.decode()


def test_whose_a_step_is_stands_beside_it(people, steps, client_of):
    step(people.record, "See the team", 1, kind=Kind.INTRODUCTION)

    def who(user, when):
        groups = client_of(user).get("/induction/").context["page"].groups
        return {one.title: one.who for group in groups if group.when == when for one in steps_of(group)}

    assert who(people.apprentice, "This week") == {"See the team": "You, or your manager", "Meet Ann": ""}
    assert who(people.manager, "This week")["On Sunday"] == ""
    assert who(people.deputy, "Late") == {
        "Late one": "The manager",
        "Assess": "The manager, for the provider",
    }


def test_ones_own_stuck_step_says_who_sees_it(people, steps, client_of):
    stuck = step(people.record, "Log in", 1, Owner.APPRENTICE)
    InductionStep.objects.filter(pk__in=[stuck.pk, steps[0].pk]).update(
        state=State.STUCK, stuck_on=TODAY - DAY, stuck_because="No pass"
    )
    response = client_of(people.apprentice).get("/induction/")
    assert [(one.title, one.because, one.seen) for one in response.context["page"].stuck] == [
        ("Log in", "No pass", "Your manager sees this.")
    ]
    assert "Your manager sees this." in response.content.decode()
    managers = client_of(people.manager).get("/induction/").context["page"].stuck
    assert {(one.title, one.seen) for one in managers} == {("Log in", ""), ("Late one", "")}


def test_whom_others_introduce_is_next_only_from_its_week_on(people, client_of):
    step(people.record, "See the team", 5, kind=Kind.INTRODUCTION)
    step(people.record, "Meet Ann", 5, Owner.APPRENTICE, kind=Kind.INTRODUCTION, meets="Ann")
    step(people.record, "See the floor", 4, kind=Kind.INTRODUCTION)
    client = client_of(people.apprentice)
    [own] = home(client).context["own"]
    assert [title for title, _, _ in own["next_steps"]] == ["See the floor", "Meet Ann"]
    page = client.get(f"/apprentices/{people.record.pk}/induction/").context["page"]
    assert [one.title for one in page.next] == ["See the floor", "Meet Ann"]


def test_home_tells_the_apprentice_what_is_theirs_to_do_and_late(people, steps, client_of):
    step(people.record, "Log in", -1, Owner.APPRENTICE)
    step(people.record, "Risks in private", -1, sight=Sight.CLOSED)
    response = home(client_of(people.apprentice))
    [own] = response.context["own"]
    short = own["row"].induction
    assert (short.late, short.others_late) == ("1 of yours is late", "2 steps of others are late")
    assert "2 steps of others are late" in response.content.decode()


def test_an_empty_page_says_when_something_comes(people, client_of):
    text = client_of(people.manager).get("/induction/").content.decode()
    assert "No step of an induction is for you to do." in text
    step(people.record, "Far away", 61)
    text = client_of(people.manager).get("/induction/").content.decode()
    assert "No step of an induction is for you to do." not in text
    assert "Far away" in text


def test_without_a_buddy_the_manager_and_without_a_manager_the_coordinator(people, steps, client_of):
    people.record.buddy_terms.all().delete()
    assert "For the buddy" in found(client_of(people.manager))["This week"]
    people.record.manager_terms.all().delete()
    assert "Late one" in found(client_of(people.coordinator))["Late"]


def test_stuck_ones_of_people_one_leads_stand_on_top(people, steps, client_of):
    InductionStep.objects.filter(title="For the buddy").update(
        state=State.STUCK, stuck_on=TODAY - DAY, stuck_because="On holiday"
    )
    for role, sees in (("manager", True), ("deputy", True), ("coordinator", True), ("apprentice", False)):
        page = client_of(getattr(people, role)).get("/induction/").context["page"]
        assert [one.because for one in page.stuck] == (["On holiday"] if sees else [])


def test_steps_of_several_are_ticked_at_once(people, steps, client_of):
    other = make.ApprenticeFactory(cohort=people.here.cohort)
    make.ManagerTermFactory(apprentice=other, manager=people.here.term.manager)
    mine = [steps[0], step(other, "Of another", 1)]
    client = client_of(people.manager)
    response = client.post("/induction/", {"step": [one.pk for one in mine]}, follow=True)
    assert "Done: 2 steps." in response.content.decode()
    done = InductionStep.objects.filter(state=State.DONE)
    assert {one.pk for one in done} == {one.pk for one in mine}
    assert {one.done_by for one in done} == {people.manager}
    assert done[0].history.first().history_user == people.manager
    response = client.post("/induction/", {"step": [one.pk for one in mine], "undo": "1"}, follow=True)
    assert "To do again: 2 steps." in response.content.decode()
    assert not InductionStep.objects.filter(state=State.DONE).exists()


def test_what_a_fact_does_has_no_box(people, client_of):
    course = make.CourseFactory(organisation=people.here.organisation)
    step(people.record, "List people", 1, fact=Fact.PEOPLE)
    step(people.record, "Take the course", 1, course=course)
    page = client_of(people.manager).get("/induction/").context["page"]
    [group] = page.groups
    assert [(one.ticks, one.itself) for one in steps_of(group)] == [
        (False, "This is done by itself once the people to meet are listed."),
        (False, "This is done by itself once the course is recorded as done."),
    ]


def test_nothing_is_asked_after_the_end(people, steps, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(withdrawn_on=TODAY, withdrawal_reason="left")
    for role in ("manager", "apprentice", "coordinator"):
        assert found(client_of(getattr(people, role))) == {}


def test_queries(people, steps, client_of):
    InductionStep.objects.filter(title="Sign").update(
        state=State.STUCK, stuck_on=TODAY, stuck_because="Nobody is there"
    )
    client = client_of(people.manager)
    client.get("/induction/")
    counts = []
    for more in (0, 2, 47):
        for _ in range(more):
            record = make.ApprenticeFactory(cohort=people.here.cohort)
            make.ManagerTermFactory(apprentice=record, manager=people.here.term.manager)
            step(record, "Another", 1)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/induction/").status_code == 200
        counts.append(len(queries))
    assert counts == [6, 6, 6]


# --- Home, the list and the overview ---


def home(client):
    return client.get("/")


def test_a_manager_finds_how_far_each_induction_is(people, steps, client_of):
    InductionStep.objects.filter(title="On Monday").update(
        state=State.STUCK, stuck_on=TODAY, stuck_because="Nobody is there"
    )
    response = home(client_of(people.manager))
    [row] = response.context["managed"]
    assert (row.induction.words, row.induction.late, row.induction.stuck) == ("8 to do", "2 late", True)
    assert response.context["own_steps"] == "4 steps, 2 late"
    assert f'href="/apprentices/{people.record.pk}/induction/"' in response.content.decode()


def test_a_finished_induction_is_done(people, client_of):
    step(people.record, "Done", -1, state=State.DONE, done_on=TODAY, done_by=people.manager)
    [row] = home(client_of(people.manager)).context["managed"]
    assert (row.induction.words, row.induction.late) == ("Done", "")


def test_without_an_induction_a_row_says_nothing(people, client_of):
    [row] = home(client_of(people.manager)).context["managed"]
    assert row.induction is None


def test_the_apprentice_is_not_told_of_closed_steps(people, client_of):
    step(people.record, "Risks in private", -1, sight=Sight.CLOSED)
    step(people.record, "Log in", 1, Owner.APPRENTICE)
    step(people.record, "Meet Ann", 2, Owner.APPRENTICE, kind=Kind.INTRODUCTION, meets="Ann")
    response = home(client_of(people.apprentice))
    [own] = response.context["own"]
    assert (own["row"].induction.words, own["row"].induction.late) == ("2 to do", "")
    assert [title for title, _, _ in own["next_steps"]] == ["Log in", "Meet Ann"]
    assert "Risks in private" not in response.content.decode()
    overview = client_of(people.apprentice).get(f"/apprentices/{people.record.pk}/").content.decode()
    assert "2 to do" in overview
    assert "3 to do" in client_of(people.manager).get(f"/apprentices/{people.record.pk}/").content.decode()


def test_a_buddy_is_told_the_number_of_their_own_steps(people, steps, client_of):
    response = home(client_of(people.buddy))
    [card] = response.context["buddied"]
    assert (card["steps"], card["row"].induction) == ("1 step", None)
    assert "8 to do" not in response.content.decode()
    [row] = client_of(people.buddy).get("/apprentices/").context["rows"]
    assert row.induction is None


def test_gaps_of_inductions_are_counted_and_found(people, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(first_day_at_work_on=TODAY + 5 * DAY)
    client = client_of(people.coordinator)

    def counted():
        [cohort] = home(client).context["cohorts"]
        return {count.words: count.url for count in cohort.counts if "induction" in count.words}

    assert list(counted()) == ["without an induction"]
    assert [row.name for row in client.get(counted()["without an induction"]).context["rows"]] == [
        "Here Apprentice"
    ]
    make.InductionFactory(apprentice=people.record)
    assert counted() == {}
    step(people.record, "Pass", 1, state=State.STUCK, stuck_on=TODAY, stuck_because="Lost")
    assert list(counted()) == ["with a stuck induction"]
    rows = client.get(counted()["with a stuck induction"]).context["rows"]
    assert [row.name for row in rows] == ["Here Apprentice"]
    assert client.get("/apprentices/?missing=induction").context["rows"] == []
