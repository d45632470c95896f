"""Giving an induction, following its template and the first day; steps told of; people to meet spread."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError

from apprentices import actions
from apprentices.induction import State, Taken, sees
from apprentices.induction_due import due_items, open_steps_of, progress_of
from apprentices.models import Apprentice, InductionStep
from cohorts.actions import begin_induction, copy_template
from cohorts.induction import STANDARD, Fact, Kind, Owner, Sight
from hackit.access import Relation
from hackit.overview.agenda import for_agenda
from tests.factories import (
    ApprenticeFactory,
    BuddyTermFactory,
    CohortFactory,
    CourseDoneFactory,
    InductionItemFactory,
    InductionStepFactory,
    InductionTemplateFactory,
    LearningEntryFactory,
    LearningTimeFactory,
    ManagerTermFactory,
    OrganisationFactory,
    UserFactory,
)
from workplans.actions import agree
from workplans.induction import facts, taken_by_learning

pytestmark = pytest.mark.django_db
MONDAY, BEFORE = date(2026, 9, 7), date(2026, 8, 3)
FRIDAYS = "----D--"


def free(day):
    return Taken.NOTHING


@pytest.fixture
def place():
    return OrganisationFactory()


@pytest.fixture
def template(place):
    return begin_induction(place, by=None, on=BEFORE)


@pytest.fixture
def apprentice(place):
    return ApprenticeFactory(
        cohort=CohortFactory(organisation=place), first_day_at_work_on=MONDAY, starts_on=MONDAY
    )


@pytest.fixture
def by():
    return UserFactory()


def due(apprentice, title):
    return InductionStep.objects.get(apprentice=apprentice, title=title).due_on


def test_everything_of_the_template_comes_with_its_day(apprentice, template, by):
    actions.give(apprentice, template, learning=free, by=by, on=BEFORE)
    assert apprentice.induction_steps.count() == len(STANDARD) == template.items.count()
    assert due(apprentice, "Tell the team who is coming and why") == date(2026, 9, 2)
    step = apprentice.induction_steps.first()
    assert step.history.get().history_user == by
    with pytest.raises(ValidationError, match="has an induction already"):
        actions.give(apprentice, template, learning=free, by=by, on=BEFORE)


def test_an_organisation_begins_with_it_once(place, template):
    assert begin_induction(place, by=None) is None
    assert place.induction_templates.count() == 1
    assert sorted(place.courses.values_list("audience", flat=True)) == ["all", "managers"]


def test_a_copy_stands_beside(template, by):
    copy = copy_template(template, by=by)
    again = copy_template(template, by=by)
    assert [copy.name, again.name] == ["Standard induction (copy)", "Standard induction (copy 2)"]
    assert copy.items.count() == template.items.count() == len(STANDARD)


def test_given_late_what_is_past_can_be_left_out(apprentice, template, by):
    actions.give(apprentice, template, learning=free, leave_out_past=True, by=by, on=date(2027, 1, 4))
    left = apprentice.induction_steps.filter(state=State.TO_DO)
    assert {step.day for step in left} == {182, 365}


def test_a_retired_template_is_not_given(apprentice, template, by):
    template.retired_on = BEFORE
    with pytest.raises(ValidationError, match="no longer given"):
        actions.give(apprentice, template, learning=free, by=by, on=BEFORE)


def test_a_changed_template_waits_until_it_is_followed(apprentice, by, place):
    template = InductionTemplateFactory(organisation=place)
    moves = InductionItemFactory(template=template, title="Moves", day=1)
    goes = InductionItemFactory(template=template, title="Goes", day=1)
    done = InductionItemFactory(template=template, title="Done", day=1)
    actions.give(apprentice, template, learning=free, by=by, on=BEFORE)
    actions.tell(InductionStep.objects.get(item=done), state=State.DONE, by=by, on=BEFORE)
    moves.day, moves.title = 2, "Moved"
    moves.save()
    goes.delete()
    done.title = "Otherwise"
    done.save()
    InductionItemFactory(template=template, title="New", day=3)
    assert {step.title for step in apprentice.induction_steps.all()} == {"Moves", "Goes", "Done"}
    found = actions.follow_template(apprentice, learning=free, facts=facts(), by=by, on=BEFORE)
    assert [len(part) for part in (found.come, found.go, found.move, found.rewrite)] == [1, 1, 1, 1]
    assert dict(apprentice.induction_steps.values_list("title", "due_on")) == {
        "Moved": date(2026, 9, 9),
        "Done": date(2026, 9, 8),
        "New": date(2026, 9, 10),
    }
    assert not actions.follow_template(apprentice, learning=free, facts=facts(), by=by, on=BEFORE)


def test_a_changed_first_day_moves_what_is_not_done(apprentice, template, by):
    actions.give(apprentice, template, learning=free, by=by, on=BEFORE)
    done = apprentice.induction_steps.get(title="Tell the team who is coming and why")
    actions.tell(done, state=State.DONE, by=by, on=BEFORE)
    own = actions.add_step(
        apprentice, title="Own", due_on=date(2026, 9, 8), owner=Owner.MANAGER, by=by, on=BEFORE
    )
    apprentice.first_day_at_work_on = date(2026, 9, 14)
    apprentice.save()
    assert actions.follow_first_day(apprentice, learning=free, facts=facts(), by=by, on=BEFORE) == len(
        STANDARD
    )
    assert due(apprentice, "Log-in and pass work") == date(2026, 9, 14)
    assert due(apprentice, own.title) == date(2026, 9, 15)
    assert due(apprentice, done.title) == date(2026, 9, 2)
    assert actions.follow_first_day(apprentice, learning=free, facts=facts(), by=by, on=BEFORE) == 0


# --- Telling --------------------------------------------------------------------------------------


@pytest.fixture
def step(apprentice):
    return InductionStepFactory(apprentice=apprentice, title="Log-in and pass work")


def test_the_way_of_a_step(step, by):
    stuck = actions.tell(step, state=State.STUCK, because="No laptop", by=by, on=MONDAY)
    assert (stuck.stuck_on, stuck.stuck_because) == (MONDAY, "No laptop")
    done = actions.tell(step, state=State.DONE, by=by, on=MONDAY)
    assert (done.done_on, done.done_by, done.stuck_on, done.stuck_because) == (MONDAY, by, None, "")
    undone = actions.tell(step, state=State.TO_DO, by=by, on=MONDAY)
    assert (undone.done_on, undone.done_by) == (None, None)
    unneeded = actions.tell(step, state=State.NOT_NEEDED, because="Has one", by=by, on=MONDAY)
    assert unneeded.not_needed_because == "Has one"


@pytest.mark.parametrize("state", [State.STUCK, State.NOT_NEEDED])
def test_a_reason_is_asked_for(step, state, by):
    with pytest.raises(ValidationError, match="Say"):
        actions.tell(step, state=state, because=" ", by=by)


def test_pressed_twice_is_once(step, by):
    actions.tell(step, state=State.DONE, by=by)
    actions.tell(step, state=State.DONE, by=UserFactory())
    step.refresh_from_db()
    assert step.done_by == by
    assert step.history.count() == 2  # made, and done


def test_who_comes_second_reads_what_the_first_told(step, by):
    actions.tell(step, state=State.NOT_NEEDED, because="Has one", by=by)
    with pytest.raises(ValidationError, match="Meanwhile somebody told that this is not needed"):
        actions.tell(step, state=State.DONE, was=State.TO_DO, by=by)


def test_several_at_once_or_none(apprentice, step, by):
    tied = InductionStepFactory(apprentice=apprentice, title="Tied", fact=Fact.SESSION)
    with pytest.raises(ValidationError, match="Tied: This is done by itself once"):
        actions.tick_steps([step, tied], by=by)
    step.refresh_from_db()
    assert step.state == State.TO_DO
    assert actions.tick_steps([step], by=by)[0].state == State.DONE
    step.refresh_from_db()
    assert actions.tick_steps([step], by=by) == []


def test_a_step_of_the_template_is_not_taken_away(apprentice, step, by):
    with pytest.raises(ValidationError, match="not needed instead"):
        actions.take_step_away(step, by=by)
    own = actions.add_step(apprentice, title="Own", due_on=MONDAY, by=by)
    actions.take_step_away(own, by=by)
    assert apprentice.induction_steps.count() == 1


# --- Facts ----------------------------------------------------------------------------------------

TIED = [fact.value for fact in Fact]


@pytest.fixture
def tied(apprentice):
    for fact in Fact:
        InductionStepFactory(apprentice=apprentice, title=fact.value, fact=fact)
    return apprentice


def still_open(apprentice):
    record = for_agenda(Apprentice.objects.filter(pk=apprentice.pk), MONDAY).get()
    return {step.title for step in open_steps_of(record)}


def test_nothing_is_known_of_somebody_new(tied):
    tied.tutor = None
    tied.save()
    assert still_open(tied) == set(TIED)


def test_what_the_system_knows_is_not_asked(tied, by):
    term = ManagerTermFactory(apprentice=tied, manager__went_to_session_on=BEFORE)
    assert Fact.SESSION not in still_open(tied)
    buddy = BuddyTermFactory(apprentice=tied)
    assert Fact.BUDDY in still_open(tied)
    actions.brief_buddy(buddy.buddy, briefed_on=BEFORE, by=by, on=BEFORE)
    assert Fact.BUDDY not in still_open(tied)
    actions.keep_buddy(buddy, by=by, on=MONDAY)
    assert Fact.ARRANGEMENT not in still_open(tied)
    LearningTimeFactory(apprentice=tied, pattern=FRIDAYS, state="agreed", answered_at="2026-09-07T09:00Z",
                        answered_by=term.manager.person)  # fmt: skip
    assert Fact.TIME not in still_open(tied)
    LearningEntryFactory(apprentice=tied, state="accepted", answered_by=by, answered_at="2026-09-08T09:00Z")
    assert Fact.ENTRIES not in still_open(tied)
    actions.list_person(tied, meets="Ann Example", learning=free, by=by, on=BEFORE)
    assert Fact.PEOPLE not in still_open(tied)


def test_a_course_done_is_a_step_done(apprentice, template):
    course = template.organisation.courses.get(audience="all")
    InductionStepFactory(apprentice=apprentice, title="Course", course=course)
    assert "Course" in still_open(apprentice)
    CourseDoneFactory(course=course, person=apprentice.person)
    assert "Course" not in still_open(apprentice)


# --- What is due ----------------------------------------------------------------------------------


def asked(apprentice, on):
    record = for_agenda(Apprentice.objects.filter(pk=apprentice.pk), on).get()
    return [(item.owner, item.title, item.due_on) for item in due_items(record, on)]


def test_a_line_for_each_owner_and_day(apprentice, template, by):
    name = apprentice.person.full_name
    ManagerTermFactory(apprentice=apprentice, manager__organisation=template.organisation)
    actions.give(apprentice, template, learning=free, by=by, on=BEFORE)
    found = asked(apprentice, BEFORE)
    assert ("apprentice", "Log-in and pass work", MONDAY) in found
    # Without a buddy the buddy's are the manager's.
    assert ("manager", f"7 steps of {name}’s induction", MONDAY) in found
    assert ("manager", f"2 steps of {name}’s induction", date(2026, 8, 28)) in found
    assert ("manager", f"{name}: Tell the team who is coming and why", date(2026, 9, 2)) in found
    assert not [item for item in found if "tutor’s contact" in item[1] or "where to come" in item[1]]


def test_all_that_is_late_is_one_line(apprentice, template, by):
    ManagerTermFactory(apprentice=apprentice, manager__organisation=template.organisation)
    actions.give(apprentice, template, learning=free, by=by, on=BEFORE)
    late = [item for item in asked(apprentice, MONDAY) if item[0] == "manager" and item[2] < MONDAY]
    assert len(late) == 1


def test_who_has_none_is_to_be_given_one(apprentice):
    name = apprentice.person.full_name
    assert asked(apprentice, BEFORE) == []
    assert asked(apprentice, MONDAY) == [("coordinator", f"Give {name} an induction", date(2026, 8, 10))]
    assert asked(apprentice, MONDAY + timedelta(days=91)) == []


def test_the_apprentice_counts_what_they_see(apprentice, by):
    InductionStepFactory(apprentice=apprentice, sight=Sight.CLOSED)
    step = InductionStepFactory(apprentice=apprentice)
    InductionStepFactory(apprentice=apprentice)
    actions.tell(step, state=State.DONE, by=by, on=MONDAY)
    record = for_agenda(Apprentice.objects.filter(pk=apprentice.pk), MONDAY).get()
    assert progress_of(record, MONDAY + timedelta(days=1), told=True) == (1, 2, 1)
    assert progress_of(record, MONDAY, told=False) == (1, 3, 0)


# --- People to meet -------------------------------------------------------------------------------


def listed(apprentice):
    return dict(apprentice.induction_steps.people_to_meet().values_list("meets", "due_on"))


def test_people_are_spread_beside_those_of_the_template(apprentice, template, by):
    actions.give(apprentice, template, learning=free, by=by, on=BEFORE)
    for name in ("Ann", "Bob", "Cat", "Dan"):
        actions.list_person(apprentice, meets=name, learning=free, by=by, on=BEFORE)
    assert listed(apprentice) == {
        "Ann": date(2026, 9, 8),  # two of the template on the first day
        "Bob": date(2026, 9, 8),
        "Cat": date(2026, 9, 9),  # one of the template on this day and on the next
        "Dan": date(2026, 9, 10),
    }
    dan = apprentice.induction_steps.get(meets="Dan")
    actions.order_people(dan, up=True, learning=free, by=by, on=BEFORE)
    assert listed(apprentice)["Dan"] == date(2026, 9, 9)
    with pytest.raises(ValidationError, match="They meet 2 people"):
        actions.change_person(dan, due_on=MONDAY, learning=free, by=by, on=BEFORE)
    fixed = actions.change_person(dan, due_on=date(2026, 9, 21), learning=free, by=by, on=BEFORE)
    assert fixed.due_on == date(2026, 9, 21)
    actions.unlist_person(apprentice.induction_steps.get(meets="Ann"), learning=free, by=by, on=BEFORE)
    assert listed(apprentice) == {
        "Bob": date(2026, 9, 8),
        "Cat": date(2026, 9, 8),
        "Dan": date(2026, 9, 21),
    }


def test_an_agreed_learning_time_moves_introductions_off_its_days(apprentice, by):
    manager = ManagerTermFactory(apprentice=apprentice).manager.person
    meeting = InductionStepFactory(apprentice=apprentice, kind=Kind.INTRODUCTION, due_on=date(2026, 9, 11))
    task = InductionStepFactory(apprentice=apprentice, due_on=date(2026, 9, 11))
    time = LearningTimeFactory(apprentice=apprentice, from_on=MONDAY, pattern=FRIDAYS, proposed_by=by)
    agree(time, by=apprentice.person if time.by_apprentice is False else manager, on=BEFORE)
    meeting.refresh_from_db()
    task.refresh_from_db()
    assert (meeting.due_on, task.due_on) == (date(2026, 9, 14), date(2026, 9, 11))
    assert taken_by_learning(apprentice)(date(2026, 9, 11)) == Taken.WHOLE


def test_a_line_to_remember_leaves_no_history(step):
    actions.remember(step, words="Red glasses")
    actions.remember(step, words="Red glasses, likes maps")
    step.refresh_from_db()
    assert step.line.words == "Red glasses, likes maps"
    assert not hasattr(step.line, "history")


@pytest.mark.parametrize("relation", list(Relation))
def test_the_filter_and_the_rule_see_the_same(apprentice, relation):
    combinations = [
        (owner, kind, sight)
        for owner, kind, sight in product(Owner, Kind, Sight)
        if kind != Kind.INTRODUCTION or sight == Sight.OPEN
    ]
    for owner, kind, sight in combinations:
        InductionStepFactory(apprentice=apprentice, owner=owner, kind=kind, sight=sight)
    found = apprentice.induction_steps.seen_with({relation}).values_list("owner", "kind", "sight")
    assert set(found) == {one for one in combinations if sees({relation}, *one)}
