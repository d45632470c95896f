"""What an induction keeps to when things go otherwise: facts, days, reopened steps, several roles at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from apprentices import actions
from apprentices.induction import State, Taken
from apprentices.models import Apprentice, InductionStep, MetLine
from cohorts.induction import Audience, Fact, Kind, Owner, Sight
from hackit.access import Action
from hackit.overview.agenda import for_agenda
from hackit.overview.induction import in_short
from tests import factories as make
from workplans.induction import facts

pytestmark = pytest.mark.django_db
MONDAY, BEFORE = date(2026, 9, 7), date(2026, 8, 3)
DAY = timedelta(days=1)


def free(day):
    return Taken.NOTHING


@pytest.fixture
def apprentice():
    return make.ApprenticeFactory(first_day_at_work_on=MONDAY, starts_on=MONDAY, tutor=None)


@pytest.fixture
def by():
    return make.UserFactory()


@pytest.fixture
def template(apprentice):
    return make.InductionTemplateFactory(organisation=apprentice.cohort.organisation)


def item(template, title, **more):
    return make.InductionItemFactory(template=template, title=title, **more)


def give(apprentice, template, by, on=BEFORE, **more):
    return actions.give(apprentice, template, learning=free, by=by, on=on, **more)


def follow(apprentice, by, on=BEFORE):
    return actions.follow_template(apprentice, learning=free, facts=facts(), by=by, on=on)


def move_first_day(apprentice, day, by, on=BEFORE):
    apprentice.first_day_at_work_on = day
    apprentice.save()
    return actions.follow_first_day(apprentice, learning=free, facts=facts(), by=by, on=on)


def known(apprentice):
    steps = apprentice.induction_steps.with_known(facts())
    return dict(steps.values_list("title", "known"))


# --- Facts ----------------------------------------------------------------------------------------


def test_what_a_fact_did_neither_goes_nor_moves(apprentice, template, by):
    tied = item(template, "Session", fact=Fact.SESSION, day=1)
    item(template, "Open", day=1)
    give(apprentice, template, by)
    make.ManagerTermFactory(apprentice=apprentice, manager__went_to_session_on=BEFORE)
    tied.delete()
    assert not follow(apprentice, by)
    assert move_first_day(apprentice, MONDAY + 7 * DAY, by) == 1
    assert apprentice.induction_steps.get(title="Session").due_on == MONDAY + DAY


def test_a_new_manager_has_not_been_to_the_session(apprentice, template, by):
    item(template, "Session", fact=Fact.SESSION)
    give(apprentice, template, by)
    old = make.ManagerTermFactory(apprentice=apprentice, manager__went_to_session_on=BEFORE, from_on=BEFORE)
    assert known(apprentice) == {"Session": True}
    old.until_on = MONDAY
    old.save()
    make.ManagerTermFactory(apprentice=apprentice, from_on=MONDAY + DAY)
    assert known(apprentice) == {"Session": False}


@pytest.mark.parametrize(("days", "arranged"), [(7, False), (60, True)])
def test_another_buddy_is_an_arrangement_once_it_is_time(days, arranged, apprentice, template, by):
    item(template, "Arranged", fact=Fact.ARRANGEMENT)
    give(apprentice, template, by)
    for day in (0, days):
        buddy = make.BuddyFactory(organisation=apprentice.cohort.organisation)
        actions.appoint_buddy(apprentice, buddy, from_on=MONDAY + day * DAY, by=by, on=MONDAY)
    assert known(apprentice) == {"Arranged": arranged}


def test_what_is_not_needed_is_not_done_by_itself(apprentice, by):
    step = make.InductionStepFactory(apprentice=apprentice, title="Session", fact=Fact.SESSION)
    actions.tell(step, state=State.NOT_NEEDED, because="Went before", by=by)
    make.ManagerTermFactory(apprentice=apprentice, manager__went_to_session_on=BEFORE)
    assert known(apprentice) == {"Session": False}


def test_what_is_tied_to_a_retired_course_is_ticked(apprentice, by):
    course = make.CourseFactory(organisation=apprentice.cohort.organisation)
    step = make.InductionStepFactory(apprentice=apprentice, course=course)
    with pytest.raises(ValidationError, match="done by itself"):
        actions.tell(step, state=State.DONE, by=by)
    course.retired_on = BEFORE
    course.save()
    assert actions.tick_steps([step], by=by)


def test_a_course_for_managers_is_no_step_of_an_apprentice(template):
    course = make.CourseFactory(organisation=template.organisation, audience=Audience.MANAGERS)
    with pytest.raises(ValidationError, match="Apprentices do not take this course"):
        make.InductionItemFactory.build(template=template, course=course).full_clean()


def test_whom_somebody_meets_is_not_confidential(template):
    with pytest.raises(ValidationError, match="not confidential"):
        make.InductionItemFactory.build(template=template, kind="introduction", sight="closed").full_clean()


# --- Days -----------------------------------------------------------------------------------------


def test_people_listed_before_an_induction_was_given_follow_the_first_day(apprentice, by):
    step = actions.list_person(apprentice, meets="Ann", learning=free, by=by, on=BEFORE)
    assert step.due_on == MONDAY
    assert move_first_day(apprentice, MONDAY + 14 * DAY, by) == 1
    step.refresh_from_db()
    assert step.due_on == MONDAY + 14 * DAY


def test_what_was_left_out_comes_again_with_its_day(apprentice, template, by):
    item(template, "Early", day=-3)
    item(template, "Late", day=30)
    give(apprentice, template, by, on=MONDAY, leave_out_past=True)
    early = apprentice.induction_steps.get(title="Early")
    assert early.state == State.NOT_NEEDED
    move_first_day(apprentice, MONDAY + 28 * DAY, by, on=MONDAY)
    early.refresh_from_db()
    assert (early.state, early.due_on) == (State.TO_DO, date(2026, 10, 2))


def test_an_introduction_that_is_needed_after_all_gets_a_free_day(apprentice, by):
    place = apprentice.cohort.organisation
    place.introductions_a_day = 1
    place.save()
    first = actions.list_person(apprentice, meets="Ann", learning=free, by=by, on=BEFORE)
    actions.tell(first, state=State.NOT_NEEDED, because="Away", by=by, on=BEFORE)
    second = actions.list_person(apprentice, meets="Bob", learning=free, by=by, on=BEFORE)
    assert second.due_on == MONDAY
    again = actions.tell(first, state=State.TO_DO, by=by, on=BEFORE)
    assert again.due_on == MONDAY + DAY


def test_what_becomes_an_introduction_is_spread(apprentice, template, by):
    place = apprentice.cohort.organisation
    place.introductions_a_day = 1
    place.save()
    item(template, "Meets", kind=Kind.INTRODUCTION)
    task = item(template, "Task")
    give(apprentice, template, by)
    task.kind = Kind.INTRODUCTION
    task.save()
    follow(apprentice, by)
    assert apprentice.induction_steps.get(title="Task").due_on == MONDAY + DAY


def test_a_step_is_not_put_on_a_day_without_work(apprentice, by):
    with pytest.raises(ValidationError, match="Nobody works on 6 September 2026"):
        actions.add_step(apprentice, title="Water the plants", due_on=MONDAY - DAY, by=by)
    step = make.InductionStepFactory(apprentice=apprentice)
    with pytest.raises(ValidationError, match="Nobody works"):
        actions.change_step(step, due_on=MONDAY - DAY, learning=free, by=by)
    actions.tell(step, state=State.DONE, by=by)
    with pytest.raises(ValidationError, match="is done already"):
        actions.change_step(step, due_on=MONDAY + DAY, learning=free, by=by)


# --- Steps and people -----------------------------------------------------------------------------


def test_two_different_steps_of_one_title_are_two(apprentice, by):
    about = {"title": "Talk", "due_on": MONDAY, "by": by}
    first = actions.add_step(apprentice, **about, owner=Owner.MANAGER)
    assert actions.add_step(apprentice, **about, owner=Owner.MANAGER) == first
    other = actions.add_step(apprentice, **about, owner=Owner.MANAGER, sight=Sight.CLOSED)
    assert (other.sight, apprentice.induction_steps.count()) == (Sight.CLOSED, 2)


def test_taking_a_tick_back_leaves_what_was_in_the_way(apprentice, by):
    step = make.InductionStepFactory(apprentice=apprentice)
    actions.tell(step, state=State.STUCK, because="No laptop", by=by, on=MONDAY)
    actions.tick_steps([step], by=by, on=MONDAY + DAY)
    actions.untick_steps([step], by=by, on=MONDAY + 2 * DAY)
    step.refresh_from_db()
    assert (step.state, step.stuck_because, step.stuck_on) == (State.STUCK, "No laptop", MONDAY)
    with pytest.raises(ValidationError, match="Say what is in the way"):
        actions.tell(step, state=State.STUCK, because="", by=by)


def test_somebody_not_needed_can_be_listed_again(apprentice, by):
    step = actions.list_person(apprentice, meets="Zed", learning=free, by=by, on=BEFORE)
    actions.tell(step, state=State.NOT_NEEDED, because="Away", by=by, on=BEFORE)
    again = actions.list_person(apprentice, meets="Zed", learning=free, by=by, on=BEFORE)
    assert again != step and again.is_open


def test_a_line_to_remember_somebody_by_outlives_the_list(apprentice, by):
    step = actions.list_person(apprentice, meets="Ann", learning=free, by=by, on=BEFORE)
    actions.remember(step, words="Red glasses")
    actions.unlist_person(step, learning=free, by=by, on=BEFORE)
    assert not apprentice.induction_steps.needed().exists()
    assert MetLine.objects.get().words == "Red glasses"


def test_an_apprentice_who_also_coordinates_does_not_see_what_is_kept_from_them(apprentice, client_of):
    make.CoordinatorFactory(organisation=apprentice.cohort.organisation, person=apprentice.person)
    step = make.InductionStepFactory(apprentice=apprentice, title="Canary closed", sight=Sight.CLOSED)
    client = client_of(apprentice.person)
    for page in ("/", "/induction/", f"/apprentices/{apprentice.pk}/induction/"):
        assert "Canary closed" not in client.get(page).content.decode()
    assert client.get(f"/apprentices/{apprentice.pk}/induction/steps/{step.pk}/").status_code == 404
    assert client.get("/admin/apprentices/inductionstep/").status_code == 200
    assert "Canary closed" not in client.get("/admin/apprentices/inductionstep/").content.decode()
    record = for_agenda(Apprentice.objects.allowing(apprentice.person, Action.VIEW), MONDAY).get()
    assert record.as_coordinator and InductionStep.objects.count() == 1
    assert (in_short(record, MONDAY + DAY).late, in_short(record, MONDAY + DAY).stuck) == ("", False)
