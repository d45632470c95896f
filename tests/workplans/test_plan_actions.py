"""What is done with a plan: from the first word to the review, and what it refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hackit import versions
from tests import factories as make
from workplans import actions
from workplans.models import WorkPlan
from workplans.work_plan import STEPS, State, Step

TODAY = date(2026, 11, 18)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
OVER = date(2026, 12, 1)
WORDS = {"went_well": "The form went live", "was_hard": "", "proud_of": ""}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=date(2026, 9, 7))


@pytest.fixture
def manager():
    return make.UserFactory()


def read(plan):
    """What the apprentice read of a plan."""
    return actions.fingerprint(plan, plan.items.select_related("project"))


def agreed(record, manager):
    """A plan with two items that the apprentice has agreed to."""
    plan = actions.write_aim(record, NOVEMBER, aim="Learn the ropes", by=manager)
    for title in ("Shadow the desk", "Write a guide"):
        actions.add_item(record, NOVEMBER, words={"title": title}, by=manager)
    plan = actions.share(plan, by=manager)
    return actions.agree_plan(plan, seen=read(plan), by=record.person)


def refused(call, *words, **more):
    with pytest.raises(ValidationError) as error:
        call(*words, **more)
    return " ".join(error.value.messages)


def test_from_the_first_word_to_the_review(record, manager):
    plan = agreed(record, manager)
    assert plan.state == State.AGREED
    later = date(2026, 11, 24)
    plan = actions.reflect(plan, words=WORDS, by=record.person, on=later)
    assert plan.state == State.REFLECTED
    plan = actions.review(plan, review="Well done", by=manager, on=later)
    assert (plan.state, plan.reviewed_by) == (State.REVIEWED, manager)
    assert actions.reopen(plan, by=manager, on=later).state == State.REFLECTED


def test_the_first_word_makes_the_plan_and_the_second_keeps_it(record, manager):
    first = actions.write_aim(record, NOVEMBER, aim="Learn", by=manager)
    assert actions.write_aim(record, NOVEMBER, aim="Learn", by=manager) == first
    assert WorkPlan.objects.count() == 1
    assert first.history.count() == 1


def test_nothing_is_shared_while_there_is_nothing(record, manager):
    said = refused(actions.write_aim, record, NOVEMBER, aim=" ", by=manager)
    assert said == "Write what the month is for."
    assert not WorkPlan.objects.exists()
    plan = actions.suggest(record, NOVEMBER, words={"title": "Visit the depot"}, by=record.person).plan
    assert "write an aim or an item" in refused(actions.share, plan, by=manager)


def test_pressed_twice_each_step_happens_once(record, manager):
    plan = agreed(record, manager)
    shared_at, agreed_at = plan.shared_at, plan.agreed_at
    assert actions.share(plan, by=make.UserFactory()).shared_at == shared_at
    assert actions.agree_plan(plan, seen="", by=record.person).agreed_at == agreed_at
    later = date(2026, 12, 1)
    actions.reflect(plan, words=WORDS, by=record.person, on=later)
    actions.reflect(plan, words=WORDS, by=record.person, on=later)
    actions.review(plan, review="Good", by=manager, on=later)
    number = plan.history.count()
    actions.review(plan, review="Good", by=manager, on=later)
    assert plan.history.count() == number


def test_whoever_agrees_has_read_what_stands_there(record, manager):
    plan = actions.write_aim(record, NOVEMBER, aim="Learn", by=manager)
    plan = actions.share(plan, by=manager)
    seen = read(plan)
    actions.add_item(record, NOVEMBER, words={"title": "Something new"}, by=manager)
    assert "while you read it" in refused(actions.agree_plan, plan, seen=seen, by=record.person)
    assert actions.agree_plan(plan, seen=read(plan), by=record.person).state == State.AGREED


def test_what_they_did_meanwhile_does_not_stand_in_the_way(record, manager):
    item = actions.add_item(record, NOVEMBER, words={"title": "Write a guide"}, by=manager)
    plan = actions.share(item.plan, by=manager)
    seen = read(plan)
    actions.move_on(item, "Start", by=record.person)
    assert actions.agree_plan(plan, seen=seen, by=record.person).state == State.AGREED


def test_a_draft_is_not_agreed(record, manager):
    plan = actions.write_aim(record, NOVEMBER, aim="Learn", by=manager)
    assert "shared first" in refused(actions.agree_plan, plan, seen=read(plan), by=record.person)


def test_a_change_asks_again_for_what_changed_alone(record, manager):
    plan = agreed(record, manager)
    first, second = plan.items.all()
    actions.change_item(first, words={"title": "Shadow the phones"}, by=manager)
    added = actions.add_item(record, NOVEMBER, words={"title": "Meet the team"}, by=manager)
    assert set(plan.items.asked()) == {first, added}
    assert WorkPlan.objects.get().state == State.AGREED
    actions.agree_plan(plan, seen=read(plan), by=record.person)
    assert not plan.items.asked().exists()
    second.refresh_from_db()
    assert second.history.count() == 1  # what had not changed was not touched


def test_another_aim_asks_again(record, manager):
    plan = agreed(record, manager)
    plan = actions.write_aim(record, NOVEMBER, aim="Something else", by=manager)
    assert plan.aim_asked_at
    assert actions.agree_plan(plan, seen=read(plan), by=record.person).aim_asked_at is None


def test_the_aim_that_they_agreed_to_asks_nothing(record, manager):
    plan = agreed(record, manager)
    actions.write_aim(record, NOVEMBER, aim="Something else", by=manager)
    plan = actions.write_aim(record, NOVEMBER, aim="Learn the ropes", by=manager)
    assert plan.aim_asked_at is None


def test_what_a_reflection_needs(record, manager):
    plan = agreed(record, manager)
    later = date(2026, 11, 30)
    nothing = dict.fromkeys(WORDS, " ")
    assert "from 24 November" in refused(actions.reflect, plan, words=WORDS, by=record.person)
    said = refused(actions.reflect, plan, words=nothing, by=record.person, on=later)
    assert said == "Write a sentence on at least one of these."


def test_a_month_is_reviewed_without_agreement_and_reflection_once_it_is_over(record, manager):
    plan = actions.write_aim(record, NOVEMBER, aim="Learn", by=manager)
    over = date(2026, 12, 1)
    assert "once its plan is shared" in refused(actions.review, plan, review="Good", by=manager, on=over)
    plan = actions.share(plan, by=manager)
    assert "from 1 December" in refused(actions.review, plan, review="Good", by=manager)
    assert "Write a sentence" in refused(actions.review, plan, review=" ", by=manager, on=over)
    assert actions.review(plan, review="Good", by=manager, on=over).state == State.REVIEWED


def test_a_reviewed_month_stays_as_it_is(record, manager):
    plan = make.WorkPlanFactory(apprentice=record, reviewed=True)
    item = make.PlanItemFactory(plan=plan)
    for call in (
        lambda: actions.write_aim(record, NOVEMBER, aim="Other", by=manager),
        lambda: actions.add_item(record, NOVEMBER, words={"title": "More"}, by=manager),
        lambda: actions.change_item(item, words={"title": "Other"}, by=manager),
        lambda: actions.move_on(item, "Done", by=record.person),
    ):
        assert "reviewed and stays" in refused(call)
    later = date(2026, 12, 1)
    words = WORDS | {"was_hard": "Much"}
    assert "until it is reviewed" in refused(actions.reflect, plan, words=words, by=record.person, on=later)


def test_a_month_outside_of_the_programme_has_no_plan(record, manager):
    early = date(2026, 7, 1)
    said = refused(actions.write_aim, record, early, aim="Learn", by=manager)
    assert said.startswith("The first day is")


def test_two_people_write_the_aim(record, manager):
    plan = actions.write_aim(record, NOVEMBER, aim="Learn", by=manager)
    seen = versions.latest(plan)
    deputy = make.UserFactory(full_name="Dee Puty")
    actions.write_aim(record, NOVEMBER, aim="Theirs", by=deputy, seen=seen)
    said = refused(actions.write_aim, record, NOVEMBER, aim="Mine", by=manager, seen=seen)
    assert "Dee Puty saved this" in said
    assert WorkPlan.objects.get().aim == "Theirs"


def test_what_happens_to_a_plan_does_not_stand_in_the_way_of_its_aim(record, manager):
    plan = actions.write_aim(record, NOVEMBER, aim="Learn", by=manager)
    seen = versions.latest(plan)
    actions.share(plan, by=make.UserFactory())
    plan = actions.write_aim(record, NOVEMBER, aim="Learn more", by=manager, seen=seen)
    assert plan.aim == "Learn more"


def test_the_day_is_an_argument(record, manager):
    day = TODAY - timedelta(days=20)
    plan = actions.write_aim(record, NOVEMBER, aim="Learn", by=manager, on=day)
    plan = actions.share(plan, by=manager, on=day)
    assert plan.shared_at.date() == day
    assert plan.history.first().history_date.date() == day


DONE = {
    Step.SHARE: lambda plan, by: actions.share(plan, by=by, on=OVER),
    Step.AGREE: lambda plan, by: actions.agree_plan(plan, seen=read(plan), by=by, on=OVER),
    Step.REFLECT: lambda plan, by: actions.reflect(plan, words=WORDS | {"was_hard": "Much"}, by=by, on=OVER),
    Step.REVIEW: lambda plan, by: actions.review(plan, review="Fine", by=by, on=OVER),
    Step.REOPEN: lambda plan, by: actions.reopen(plan, by=by, on=OVER),
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_the_actions_follow_the_table(state, step, record):
    reached = {State.REFLECTED: "reflected"}.get(state, state.value)
    plan = make.WorkPlanFactory(apprentice=record, **({} if state == State.DRAFT else {reached: True}))
    row, order = STEPS[step], list(State)
    try:
        found = DONE[step](plan, record.person).state
    except ValidationError as error:
        assert state not in row.starts_from
        assert error.messages == [row.instead]
    else:
        # What happened already happens once: nothing is refused, and nothing changes.
        if state not in row.starts_from:
            assert found == state
        elif row.to is None:
            assert found == State.REFLECTED
        else:
            assert found == max(state, row.to, key=order.index)
