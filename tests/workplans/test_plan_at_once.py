"""Two people at one plan at the same moment: nothing is lost, and the loser reads what happened."""

from datetime import date, timedelta

import pytest

from hackit import versions
from tests import factories as make
from tests.apprentices.test_at_once import at_once, refusals
from workplans import actions
from workplans.models import PlanItem, WorkPlan
from workplans.work_plan import ItemState, Move

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("turn", range(3))]
TODAY = date(2026, 11, 18)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=TODAY - timedelta(days=100))


@pytest.fixture
def people():
    return [make.UserFactory() for _ in range(2)]


def added(record, by, title="Write a guide", month=NOVEMBER):
    return actions.add_item(record, month, words={"title": title}, by=by, on=TODAY)


def agreed(record, manager):
    """A plan of two items to which the apprentice has agreed."""
    items = [added(record, manager, title) for title in ("First", "Second")]
    plan = actions.share(items[0].plan, by=manager, on=TODAY)
    return actions.agree_plan(plan, seen=read(plan), by=record.person, on=TODAY), items


def read(plan):
    return actions.fingerprint(plan, plan.items.select_related("project"))


def changing(item, by, seen, title):
    return lambda: actions.change_item(item, words={"title": title}, by=by, seen=seen, on=TODAY)


def test_two_people_save_different_items(turn, record, people):
    items = [added(record, people[0], title) for title in ("First", "Second")]
    seen = [versions.latest(item) for item in items]
    results = at_once(*(changing(*row, "Changed") for row in zip(items, people, seen, strict=True)))
    assert refusals(results) == []
    assert [item.title for item in PlanItem.objects.all()] == ["Changed", "Changed"]


def test_two_people_save_the_same_item(turn, record, people):
    item = added(record, people[0])
    seen = versions.latest(item)
    results = at_once(*(changing(item, by, seen, by.full_name) for by in people))
    (words,) = refusals(results)
    item.refresh_from_db()
    assert words.startswith(f"{item.title} saved this record while you had it open and changed: what.")
    assert item.history.count() == 2


def test_two_people_add_items_to_an_empty_month(turn, record, people):
    results = at_once(*(lambda by=by: added(record, by, by.full_name) for by in people))
    assert refusals(results) == []
    plan = WorkPlan.objects.get()
    assert [item.position for item in plan.items.all()] == [1, 2]
    assert {item.title for item in plan.items.all()} == {by.full_name for by in people}


def test_two_people_write_the_first_aim(turn, record, people):
    results = at_once(
        *(
            lambda by=by: actions.write_aim(record, NOVEMBER, aim=by.full_name, by=by, seen="0", on=TODAY)
            for by in people
        )
    )
    (words,) = refusals(results)
    assert words.startswith(f"{WorkPlan.objects.get().aim} saved this first while you had it open")


def test_carry_over_pressed_twice_makes_one_item(turn, record, people):
    item = added(record, people[0])
    carry = [
        lambda by=by: actions.move_on(item, Move.CARRY, because="Late", by=by, on=TODAY) for by in people
    ]
    assert refusals(at_once(*carry)) == []
    assert PlanItem.objects.filter(plan__month_on=DECEMBER).count() == 1
    assert PlanItem.history.filter(state=ItemState.CARRIED).count() == 1


def test_one_carries_over_and_another_drops(turn, record, people):
    item = added(record, people[0])
    results = at_once(
        lambda: actions.move_on(item, Move.CARRY, because="Late", by=people[0], on=TODAY),
        lambda: actions.move_on(item, Move.DROP, because="No need", by=people[1], on=TODAY),
    )
    (words,) = refusals(results)
    item.refresh_from_db()
    assert words == f"This is {item.state} already, and stays so. Open it to see what became of it."
    carried = PlanItem.objects.filter(plan__month_on=DECEMBER).count()
    assert carried == (item.state == ItemState.CARRIED)


def test_done_while_it_is_changed(turn, record, people):
    """Whatever comes first: a done item never says what nobody did."""
    item = added(record, people[0])
    results = at_once(
        lambda: actions.move_on(item, Move.FINISH, by=record.person, on=TODAY),
        changing(item, people[0], versions.latest(item), "Other"),
    )
    item.refresh_from_db()
    assert item.state == ItemState.DONE
    assert item.title == ("Write a guide" if refusals(results) else "Other")


def test_agreed_while_the_manager_changes_it(turn, record, people):
    """They agree to what they read, and are asked about the change; or they are refused."""
    plan, items = agreed(record, people[0])
    changing(items[0], people[0], "", "Changed")()
    seen = read(WorkPlan.objects.get())
    results = at_once(
        lambda: actions.agree_plan(plan, seen=seen, by=record.person, on=TODAY),
        changing(items[1], people[0], "", "Changed, too"),
    )
    refused = refusals(results)
    asked = [item.title for item in PlanItem.objects.asked()]
    if refused:
        assert refused == ["The plan was changed while you read it. Read it again, then agree."]
        assert asked == ["Changed", "Changed, too"]
    else:
        assert asked == ["Changed, too"]


def test_a_suggestion_is_taken_in_while_it_is_declined(turn, record, people):
    item = actions.suggest(record, NOVEMBER, words={"title": "A wish"}, by=record.person, on=TODAY)
    at_once(
        lambda: actions.take_in(item, seen=item.fingerprint(), by=people[0], on=TODAY),
        lambda: actions.move_on(item, Move.DROP, because="No", by=people[1], on=TODAY),
    )
    item.refresh_from_db()
    # Taken in and dropped after that, or declined and then not taken in any more.
    assert item.state == ItemState.DROPPED


def test_deleted_while_it_is_changed(turn, record, people):
    item = added(record, people[0])
    results = at_once(
        lambda: actions.delete_item(item, by=people[0], on=TODAY),
        changing(item, people[1], versions.latest(item), "Changed"),
    )
    assert not PlanItem.objects.exists()
    assert refusals(results) in ([], ["Somebody took this away in the meantime. Nothing of yours was saved."])


def test_two_people_put_items_in_order(turn, record, people):
    items = [added(record, people[0], title) for title in "ABC"]
    results = at_once(
        lambda: actions.reorder(items[0], up=False, by=people[0], on=TODAY),
        lambda: actions.reorder(items[2], up=True, by=people[1], on=TODAY),
    )
    assert refusals(results) == []
    assert sorted(item.position for item in PlanItem.objects.all()) == [1, 2, 3]
