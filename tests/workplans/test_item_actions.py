"""What is done with the items of a plan, each by itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from hackit import versions
from tests import factories as make
from workplans import actions
from workplans.models import PlanItem, WorkPlan
from workplans.work_plan import ItemState, Move

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
WHY = "The supplier was late"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=date(2026, 9, 7))


@pytest.fixture
def manager():
    return make.UserFactory()


@pytest.fixture
def item(record):
    return make.PlanItemFactory(plan__apprentice=record, title="Write a guide")


def titles(plan):
    return [item.title for item in plan.items.all()]


def refused(call, *words, **more):
    with pytest.raises(ValidationError) as error:
        call(*words, **more)
    return " ".join(error.value.messages)


def test_an_item_makes_the_plan_and_comes_last(record, manager):
    first = actions.add_item(record, NOVEMBER, words={"title": "First"}, by=manager)
    actions.add_item(record, NOVEMBER, words={"title": "Second"}, by=manager)
    assert titles(first.plan) == ["First", "Second"]
    assert actions.add_item(record, NOVEMBER, words={"title": "First"}, by=manager) == first
    assert PlanItem.objects.count() == 2


def test_a_project_of_somebody_else_is_refused(record, manager):
    theirs = make.ProjectFactory()
    words = {"title": "Help", "project": theirs}
    said = refused(actions.add_item, record, NOVEMBER, words=words, by=manager)
    assert said == "Choose a project of this apprentice."


def test_a_suggestion_waits_and_is_taken_in(record, manager):
    plan = make.WorkPlanFactory(apprentice=record, agreed=True)
    item = actions.suggest(record, NOVEMBER, words={"title": "Visit the depot"}, by=record.person)
    assert item.waits
    assert "waits to be taken" in refused(actions.move_on, item, Move.BEGIN, by=record.person)
    assert "take it in first" in refused(actions.change_item, item, words={"title": "X"}, by=manager)
    item = actions.change_item(item, words={"title": "Visit both depots"}, by=record.person)
    said = refused(actions.take_in, item, seen="what it said before", by=manager)
    assert said == "The suggestion was changed while you read it. Read it again, then take it in."
    item = actions.take_in(item, seen=item.fingerprint(), by=manager)
    assert not item.waits
    assert not plan.items.asked().exists()  # they suggested it themselves
    assert actions.take_in(item, seen="", by=manager) == item
    assert "Suggest another" in refused(actions.change_item, item, words={"title": "Other"}, by=record.person)


def test_a_suggestion_is_declined_with_a_reason(record, manager):
    item = actions.suggest(record, NOVEMBER, words={"title": "A week off"}, by=record.person)
    item = actions.move_on(item, Move.DROP, because="That is leave", by=manager)
    assert not item.waits
    assert "answered already" in refused(actions.take_in, item, seen="", by=manager)
    assert actions.move_on(item, Move.TAKE_BACK, by=manager).waits


def test_who_suggested_it_deletes_it(record, manager):
    item = actions.suggest(record, NOVEMBER, words={"title": "A week off"}, by=record.person)
    refused(actions.delete_item, item, by=manager)
    actions.delete_item(item, by=record.person)
    assert not PlanItem.objects.exists()


def test_an_item_of_a_draft_is_deleted_and_of_a_shared_plan_dropped(record, manager, item):
    other = make.PlanItemFactory(plan=make.WorkPlanFactory(apprentice=record, month_on=DECEMBER, shared=True))
    assert "say why" in refused(actions.delete_item, other, by=manager)
    actions.delete_item(item, by=manager)
    assert list(PlanItem.objects.all()) == [other]


def test_progress_is_made_step_by_step_and_twice_is_once(item):
    by = item.plan.apprentice.person
    item = actions.move_on(item, Move.BEGIN, by=by)
    item = actions.move_on(item, Move.FINISH, by=by)
    assert actions.move_on(item, Move.FINISH, by=by).state == ItemState.DONE
    assert item.history.count() == 3
    assert "done already" in refused(actions.move_on, item, Move.DROP, because=WHY, by=by)
    assert "what it says stays" in refused(actions.change_item, item, words={"title": "X"}, by=by)
    assert actions.move_on(item, Move.RESET, by=by).state == ItemState.PLANNED


def test_carried_over_it_is_an_item_of_the_next_month(record, manager, item):
    assert refused(actions.move_on, item, Move.CARRY, because=" ", by=manager) == "Say why in a sentence."
    assert WorkPlan.objects.count() == 1
    item = actions.move_on(item, Move.CARRY, because=WHY, by=manager)
    following = item.carried_to
    assert (item.state, item.because) == (ItemState.CARRIED, WHY)
    assert (following.plan.month_on, following.title) == (DECEMBER, "Write a guide")
    assert (following.state, following.times_carried) == (ItemState.PLANNED, 1)
    assert actions.move_on(item, Move.CARRY, because=WHY, by=manager) == item
    assert PlanItem.objects.count() == 2


def test_carried_into_an_agreed_plan_it_is_asked_about(record, manager, item):
    plan = make.WorkPlanFactory(apprentice=record, month_on=DECEMBER, agreed=True)
    actions.move_on(item, Move.CARRY, because=WHY, by=manager)
    assert plan.items.asked().count() == 1


def test_carried_three_times_it_shows(record, manager, item):
    for number in range(1, 4):
        item = actions.move_on(item, Move.CARRY, because=WHY, by=manager).carried_to
        assert item.carried_often is (number == 3)


def test_what_says_the_same_there_becomes_what_is_carried(record, manager, item):
    make.PlanItemFactory(plan=item.plan, title="Something else")
    there = actions.add_item(record, DECEMBER, words={"title": item.title}, by=manager)
    actions.move_on(item, Move.CARRY, because=WHY, by=manager)
    there.refresh_from_db()
    assert (there.carried_from, there.times_carried) == (item, 1)
    assert there.plan.items.count() == 1


def test_from_a_month_long_over_it_is_carried_to_this_one(record, manager):
    old = make.PlanItemFactory(plan__apprentice=record, plan__month_on=date(2026, 9, 1))
    item = actions.move_on(old, Move.CARRY, because=WHY, by=manager).carried_to
    assert (item.plan.month_on, item.times_carried) == (NOVEMBER, 1)


def test_carrying_is_taken_back_while_nobody_began(record, manager, item):
    item = actions.move_on(item, Move.CARRY, because=WHY, by=manager)
    item = actions.move_on(item, Move.TAKE_BACK, by=manager)
    assert (item.state, item.because) == (ItemState.PLANNED, "")
    assert PlanItem.objects.count() == WorkPlan.objects.count() == 1  # nothing is left in December
    item = actions.move_on(item, Move.CARRY, because=WHY, by=manager)
    actions.move_on(item.carried_to, Move.BEGIN, by=record.person)
    assert "goes on in December 2026" in refused(actions.move_on, item, Move.TAKE_BACK, by=manager)


def test_what_was_written_or_agreed_to_there_is_not_taken_back(record, manager, item):
    plan = make.WorkPlanFactory(apprentice=record, month_on=DECEMBER, agreed=True)
    item = actions.move_on(item, Move.CARRY, because=WHY, by=manager)
    there = item.carried_to
    actions.change_item(there, words={"detail": "With the new supplier"}, by=manager)
    assert "changed or agreed to" in refused(actions.move_on, item, Move.TAKE_BACK, by=manager)
    actions.change_item(there, words={"detail": ""}, by=manager)
    actions.agree_plan(plan, seen=actions.fingerprint(plan, plan.items.all()), by=record.person)
    assert "changed or agreed to" in refused(actions.move_on, item, Move.TAKE_BACK, by=manager)


def test_nothing_is_carried_past_the_end(record, manager):
    last = make.PlanItemFactory(plan__apprentice=record, plan__month_on=record.planned_end_on.replace(day=1))
    assert "The last month" in refused(actions.move_on, last, Move.CARRY, because=WHY, by=manager)
    last.refresh_from_db()
    assert last.state == ItemState.PLANNED


def test_dropped_from_an_agreed_plan_it_is_asked_about(record, manager):
    item = make.PlanItemFactory(plan__apprentice=record, plan__agreed=True)
    item = actions.move_on(item, Move.DROP, because=WHY, by=manager)
    assert item.asked_at
    assert actions.move_on(item, Move.TAKE_BACK, by=manager).asked_at is None


def test_changed_and_then_dropped_it_is_still_asked_about(record, manager):
    item = make.PlanItemFactory(plan__apprentice=record, plan__agreed=True, title="Write a guide")
    item = actions.change_item(item, words={"title": "Write two guides"}, by=manager)
    item = actions.move_on(item, Move.DROP, because=WHY, by=manager)
    assert item.asked_at
    item = actions.move_on(item, Move.TAKE_BACK, by=manager)
    assert item.asked_at  # they agreed to one guide
    assert actions.change_item(item, words={"title": "Write a guide"}, by=manager).asked_at is None


def test_new_since_they_agreed_it_is_asked_about_whatever_becomes_of_it(record, manager):
    make.WorkPlanFactory(apprentice=record, agreed=True)
    item = actions.add_item(record, NOVEMBER, words={"title": "Something new"}, by=manager)
    for move in (Move.DROP, Move.TAKE_BACK):
        item = actions.move_on(item, move, because=WHY, by=manager)
        assert item.asked_at


def test_a_due_day_lies_in_the_month_or_the_next(record, manager):
    for day in (date(2026, 10, 31), date(2027, 1, 1)):
        words = {"title": "Late", "due_on": day}
        said = refused(actions.add_item, record, NOVEMBER, words=words, by=manager)
        assert said == "Choose a day of November 2026, or of the month after."
    words = {"title": "In time", "due_on": date(2026, 12, 31)}
    assert actions.add_item(record, NOVEMBER, words=words, by=manager).due_on == date(2026, 12, 31)


def test_what_was_begun_or_carried_over_is_not_deleted(record, manager, item):
    item = actions.move_on(item, Move.BEGIN, by=record.person)
    assert "say why" in refused(actions.delete_item, item, by=manager)
    there = actions.move_on(item, Move.CARRY, because=WHY, by=manager).carried_to
    assert "say why" in refused(actions.delete_item, there, by=manager)


def test_items_change_places(record, manager, item):
    second = make.PlanItemFactory(plan=item.plan, title="Second", position=item.position)
    actions.reorder(second, up=True, by=manager)
    assert titles(item.plan) == ["Second", "Write a guide"]
    actions.reorder(second, up=True, by=manager)
    actions.reorder(second, up=False, by=manager)
    assert titles(item.plan) == ["Write a guide", "Second"]


def test_two_people_write_one_item(record, manager, item):
    item = actions.change_item(item, words={"title": "A guide"}, by=manager)
    seen, deputy = versions.latest(item), make.UserFactory(full_name="Dee Puty")
    actions.change_item(item, words={"title": "Theirs"}, by=deputy, seen=seen)
    said = refused(actions.change_item, item, words={"title": "Mine"}, by=manager, seen=seen)
    assert "Dee Puty saved this record while you had it open and changed: what" in said


def test_progress_does_not_stand_in_the_way_of_words(record, manager, item):
    item = actions.change_item(item, words={"title": "A guide"}, by=manager)
    seen = versions.latest(item)
    actions.move_on(item, Move.BEGIN, by=record.person)
    assert actions.change_item(item, words={"title": "Mine"}, by=manager, seen=seen).title == "Mine"
