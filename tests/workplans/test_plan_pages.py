"""The page of one month: what each reader sees of a plan, and what happens to it as a whole."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests import world
from tests.workplans.plan_pages import NOVEMBER, TODAY, said, version
from workplans import actions
from workplans.models import WorkPlan
from workplans.work_plan import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LONDON = ZoneInfo("Europe/London")
ROLES = ("apprentice", "manager", "deputy", "coordinator", "buddy")


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def go_to(now):
    """A function that makes it nine in the morning of another day."""
    return lambda day: now.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=LONDON))


def planned(people, month=NOVEMBER, items=2, **traits):
    """A plan; one that was shared was shared in time."""
    if any(traits.get(name) for name in ("shared", "agreed", "reflected", "reviewed")):
        traits = {"shared_at": datetime(2026, 10, 20, 9, tzinfo=LONDON)} | traits
    plan = make.WorkPlanFactory(apprentice=people.record, month_on=month, **traits)
    for number in range(items):
        make.PlanItemFactory(plan=plan, title=f"Task {number}", detail="With detail", helper="Ann")
    return plan


# --- From an empty month to a reviewed one ---


def test_from_an_empty_month_to_a_reviewed_one(people, at_plan, go_to):
    manager, apprentice = at_plan("manager"), at_plan("apprentice")
    assert "Nothing is planned yet. Add the first item here" in manager.text()
    assert "you can suggest what should be in it" in apprentice.text()
    manager.do("write_aim", aim="Learn the ropes")
    manager.do("add_item", title="Shadow the desk", kind="work")
    assert said(manager.do("share_plan")) == ["Shared: Here can read the plan now, and agree to it."]
    assert apprentice.page().agrees == "Agree to this plan"
    assert said(apprentice.agree()) == ["You agreed to this plan."]
    assert apprentice.page().agrees == ""

    item = people.record.work_plans.get().items.get()
    manager.do("plan_item", item.pk, title="Shadow the phones", kind="work")
    page = apprentice.page()
    assert page.agrees == "Agree to the changes"
    assert (page.items[0].mark, page.items[0].before) == (
        "Changed since you agreed",
        [("What", "Shadow the desk")],
    )
    assert "It was changed since you agreed" in page.next
    apprentice.agree()
    assert apprentice.page().items[0].mark == ""

    go_to(date(2026, 11, 25))
    manager, apprentice = at_plan("manager"), at_plan("apprentice")
    apprentice.do("reflect", went_well="The phones", was_hard="", proud_of="")
    page = manager.page()
    assert page.reflection[0] == ("What went well", "The phones")
    assert page.next == "Here has looked back on it. Review it by 7 December 2026."
    answer = manager.do("review_plan", review="A good month")
    assert said(answer) == ["Saved: November 2026 is reviewed. Here reads what you wrote."]
    page = apprentice.page()
    assert (page.word, page.review, page.urls) == (State.REVIEWED, "A good month", {})
    assert page.next.endswith("reviewed it on 25 November 2026, and it stays as it is.")
    manager.do("reopen_plan")
    assert manager.page().word == State.REFLECTED


def test_what_is_pressed_twice_happens_once(people, at_plan):
    planned(people)
    manager, apprentice = at_plan("manager"), at_plan("apprentice")
    for _ in range(2):
        manager.do("share_plan")
    seen = apprentice.page().seen
    for _ in range(2):
        apprentice.do("agree_plan", seen=seen)
    assert WorkPlan.history.filter(agreed_at__isnull=False).count() == 1


def test_whoever_agrees_agrees_to_what_they_read(people, at_plan):
    planned(people, shared=True)
    apprentice, manager = at_plan("apprentice"), at_plan("manager")
    seen = apprentice.page().seen
    manager.do("add_item", title="One more", kind="work")
    assert "changed while you read it" in said(apprentice.do("agree_plan", seen=seen))[0]
    assert apprentice.page().word == State.SHARED


def test_nothing_can_be_done_to_a_plan_that_is_not_there(people, at_plan):
    for role, name in (
        ("manager", "share_plan"),
        ("apprentice", "agree_plan"),
        ("apprentice", "reflect"),
        ("manager", "review_plan"),
        ("manager", "reopen_plan"),
    ):
        assert said(at_plan(role).do(name)) == ["This month has no plan yet."]


def test_what_a_refusal_says_and_what_was_typed_stays(people, at_plan):
    planned(people, shared=True)
    answer = at_plan("apprentice").do("reflect", went_well="The phones", was_hard="", proud_of="")
    form = answer.context["form"]
    assert form.errors["__all__"] == [
        "It is too early to look back on this month: from 24 November 2026 on you can."
    ]
    assert form["went_well"].value() == "The phones"


@pytest.mark.parametrize(("role", "name"), [("apprentice", "reflect"), ("manager", "review_plan")])
def test_nobody_writes_what_is_refused_for_being_early(role, name, people, at_plan):
    planned(people, shared=True)
    somebody = at_plan(role)
    answer = somebody.client.get(somebody.path(name), follow=True)
    assert answer.redirect_chain == [(somebody.path(), 302)]
    assert "from " in said(answer)[0]


# --- What comes next, for each reader ---

NEXT = [
    # state, the day, who, what the page says
    (
        None,
        date(2026, 10, 20),
        "manager",
        "Write it and share it by 25 October 2026, so that Here can agree.",
    ),
    (None, TODAY, "manager", "It was to be shared by 25 October 2026. Share it, so that Here can agree."),
    ("draft", date(2026, 10, 20), "deputy", "Share it by 25 October 2026, so that Here can agree."),
    (
        "draft",
        date(2026, 10, 20),
        "apprentice",
        "Your manager or a deputy shares it by 25 October 2026. "
        "Until then you can suggest what should be in it.",
    ),
    ("shared", date(2026, 11, 2), "apprentice", "Read it, and agree by 3 November 2026."),
    ("shared", TODAY, "apprentice", "You were to agree by 3 November 2026. Read it, and agree."),
    ("shared", TODAY, "coordinator", "Here was to agree by 3 November 2026, and has not yet."),
    (
        "shared",
        date(2026, 12, 2),
        "manager",
        "The month is over, and Here has not agreed. Review it by 7 December 2026.",
    ),
    (
        "agreed",
        TODAY,
        "apprentice",
        "You agreed. Say how you get on with each item; from 24 November 2026 on you can look back on the "
        "month.",
    ),
    (
        "agreed",
        date(2026, 11, 24),
        "apprentice",
        "Look back on the month: what went well, what was hard, what you are proud of.",
    ),
    ("agreed", TODAY, "manager", "Here agreed. You review it by 7 December 2026."),
    ("agreed", date(2026, 12, 2), "manager", "The month is over: review it by 7 December 2026."),
    (
        "agreed",
        TODAY,
        "coordinator",
        "Here agreed. The manager or a deputy reviews it by 7 December 2026.",
    ),
    (
        "reflected",
        TODAY,
        "apprentice",
        "You have looked back on it. Your manager or a deputy reviews it by 7 December 2026.",
    ),
    # Once a day has passed, it is told as one that has.
    (None, date(2026, 12, 2), "manager", "No plan was shared for this month."),
    ("draft", date(2026, 12, 2), "apprentice", "No plan was shared for this month."),
    (
        "draft",
        TODAY,
        "apprentice",
        "It was to be shared with you by 25 October 2026. You can suggest what should be in it.",
    ),
    (
        "agreed",
        date(2026, 12, 8),
        "manager",
        "The month is over: it was to be reviewed by 7 December 2026. Review it.",
    ),
    (
        "agreed",
        date(2026, 12, 8),
        "coordinator",
        "Here agreed. The manager or a deputy was to review it by 7 December 2026, and has not yet.",
    ),
    (
        "reflected",
        date(2026, 12, 8),
        "manager",
        "Here has looked back on it. It was to be reviewed by 7 December 2026. Review it.",
    ),
    (
        "reflected",
        date(2026, 12, 8),
        "apprentice",
        "You have looked back on it. "
        "Your manager or a deputy was to review it by 7 December 2026, and has not yet.",
    ),
]


@pytest.mark.parametrize(("state", "day", "role", "words"), NEXT)
def test_what_comes_next(state, day, role, words, people, at_plan, go_to):
    if state:
        planned(people, **({} if state == "draft" else {state: True}))
    go_to(day)
    assert at_plan(role).page().next == words


@pytest.mark.parametrize(
    ("day", "role", "words"),
    [
        (TODAY, "apprentice", "Read it, and agree by 24 November 2026."),
        (TODAY, "coordinator", "Here is to agree by 24 November 2026."),
        (
            date(2026, 11, 25),
            "apprentice",
            "You were to agree by 24 November 2026. Read it, and agree. You can look back on the month, too.",
        ),
        (date(2026, 11, 25), "coordinator", "Here was to agree by 24 November 2026, and has not yet."),
    ],
)
def test_who_is_shared_a_plan_late_reads_until_when_they_agree(day, role, words, people, at_plan, go_to):
    planned(people, shared=True, shared_at=datetime(2026, 11, 17, 9, tzinfo=LONDON))
    go_to(day)
    page = at_plan(role).page()
    assert (page.next, page.late) == (words, day != TODAY)


def test_once_the_apprenticeship_has_ended_nothing_is_late(people, at_plan):
    planned(people, shared=True)
    assert at_plan("coordinator").page().late
    people.record.withdrawn_on, people.record.withdrawal_reason = date(2026, 11, 17), "left"
    people.record.save()
    assert (at_plan("coordinator").page().word, at_plan("coordinator").page().late) == ("shared", False)


@pytest.mark.parametrize(
    ("state", "day", "word", "late"),
    [
        (None, date(2026, 10, 25), "to come", False),
        (None, date(2026, 10, 26), "no plan", True),
        ("draft", date(2026, 10, 26), "draft", True),
        ("shared", date(2026, 11, 3), "shared", False),
        ("shared", date(2026, 11, 4), "shared", True),
        ("agreed", TODAY, "agreed", False),
        ("reviewed", date(2026, 12, 8), "reviewed", False),
    ],
)
def test_the_word_of_a_month_and_whether_it_is_late(state, day, word, late, people, at_plan, go_to):
    if state:
        planned(people, **({} if state == "draft" else {state: True}))
    go_to(day)
    page = at_plan("manager").page()
    assert (page.word, page.late) == (word, late)


# --- Months ---


def test_a_break_says_so(people, at_plan):
    make.BreakFactory(
        apprentice=people.record, first_day_away_on=date(2026, 10, 20), first_day_back_on=date(2026, 12, 10)
    )
    page = at_plan("manager").page()
    assert page.word == "break"
    assert page.next == (
        "The whole month is a break, so no plan is expected. You can write one all the same."
    )


def test_a_short_month_says_so(people, at_plan):
    first = people.record.starts_on
    people.record.starts_on = people.record.first_day_at_work_on = date(2026, 11, 24)
    people.record.save()
    page = at_plan("apprentice").page()
    assert first < people.record.starts_on
    assert page.next == "7 days of this month in the programme: too few to expect a plan."
    assert (page.before, page.after.words) == (None, "December 2026")


def test_after_learning_no_plan_is_expected(people, at_plan):
    people.record.planned_end_on = date(2026, 12, 18)
    people.record.contract_ends_on = date(2027, 6, 30)
    people.record.save()
    page = at_plan("manager").page(date(2027, 1, 1))
    assert (page.word, page.late) == ("no plan needed", False)
    assert page.next.startswith("Learning is over before this month, so no plan is expected.")


def test_nothing_is_shared_while_there_is_nothing(people, at_plan):
    make.PlanItemFactory(plan__apprentice=people.record, plan__aim="", suggested=True)
    assert "share_plan" not in at_plan("manager").page().urls
    assert "write an aim or an item first" in said(at_plan("manager").do("share_plan"))[0]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("month", [date(2026, 7, 1), date(2033, 1, 1)])
def test_a_month_that_can_have_no_plan_is_not_there(role, month, people, at_plan):
    somebody = at_plan(role)
    assert somebody.client.get(somebody.path(month=month)).status_code == 404
    if role == "manager":
        assert somebody.client.get(somebody.path("write_aim", month=month)).status_code == 404
        assert somebody.client.get(somebody.path("add_item", month=month)).status_code == 404
        answer = somebody.send("add_item", month=month, title="Help", kind="work")
        assert answer.context["form"].non_field_errors()
        assert not WorkPlan.objects.exists()


def test_a_plan_outlives_the_end_that_moved(people, at_plan):
    month = date(2027, 5, 1)
    planned(people, month=month)
    people.record.planned_end_on, people.record.contract_ends_on = date(2027, 3, 1), None
    people.record.save()
    assert at_plan("apprentice").page(month).month == "May 2027"


# --- Who sees what ---


def secrets(people):
    """A plan every word of which could leak."""
    plan = make.WorkPlanFactory(
        apprentice=people.record,
        reviewed=True,
        aim="Secret aim",
        went_well="Secret well",
        was_hard="Secret hard",
        proud_of="Secret pride",
        review="Secret review",
        reviewed_by=people.manager,
    )
    plan.aim_asked_at = plan.agreed_at
    plan.save()
    make.PlanItemFactory(plan=plan, title="Shadow the desk", helper="Ann", asked_at=plan.agreed_at)
    make.PlanItemFactory(plan=plan, title="Secret wish", suggested=True)
    other = make.WorkPlanFactory(apprentice=people.other_record, month_on=NOVEMBER, aim="Secret elsewhere")
    make.PlanItemFactory(plan=other, title="Secret item elsewhere")
    return plan


def test_a_buddy_sees_the_items_and_nothing_else(people, at_plan):
    plan = secrets(people)
    text = at_plan("buddy").text()
    assert "Shadow the desk" in text
    assert "Ann helps" in text
    for word in (
        "Secret",
        "agreed",
        "Reviewed",
        "Aim",
        "reflection",
        "Suggest",
        "All months",
        "formaction",
    ):
        assert word not in text, word
    wish = plan.items.get(title="Secret wish")
    buddy = at_plan("buddy")
    assert buddy.client.get(buddy.path("plan_item", wish.pk)).status_code == 404
    assert "Secret" not in buddy.client.get(buddy.path("plan_item", plan.items.first().pk)).content.decode()


@pytest.mark.parametrize("role", ["apprentice", "manager", "deputy", "coordinator"])
def test_everybody_else_around_sees_the_whole_plan_and_nobody_elses(role, people, at_plan):
    secrets(people)
    text = at_plan(role).text()
    for word in ("Secret aim", "Secret well", "Secret hard", "Secret pride", "Secret review", "Secret wish"):
        assert word in text
    assert "elsewhere" not in text


WRITING = {"write_aim", "add_item"}


@pytest.mark.parametrize(
    ("role", "state", "ways"),
    [
        ("manager", "draft", WRITING | {"share_plan", "begin_plan"}),
        ("coordinator", "draft", WRITING | {"share_plan", "begin_plan"}),
        ("apprentice", "draft", {"suggest_item"}),
        ("buddy", "draft", set()),
        ("manager", "shared", WRITING),
        ("apprentice", "shared", {"suggest_item", "agree_plan"}),
        ("apprentice", "agreed", {"suggest_item"}),
        ("manager", "reflected", WRITING | {"review_plan"}),
        ("coordinator", "reflected", WRITING),
        ("manager", "reviewed", {"review_plan", "reopen_plan"}),
        ("coordinator", "reviewed", set()),
        ("apprentice", "reviewed", set()),
    ],
)
def test_what_each_can_do(role, state, ways, people, at_plan):
    planned(people, **({} if state == "draft" else {state: True}))
    assert set(at_plan(role).page().urls) == ways


@pytest.mark.parametrize("role", ["manager", "apprentice", "buddy"])
def test_a_month_that_is_over_is_told_as_one_that_was(role, people, at_plan, go_to):
    go_to(date(2026, 12, 2))
    text = at_plan(role).text()
    assert "What was planned" in text
    assert "Nothing was planned." in text
    assert "is planned" not in text


def test_a_draft_begins_with_more_until_its_month_is_over(people, at_plan, go_to):
    manager, words = at_plan("manager"), "from last month or from a template"
    assert f"begin {words}" in " ".join(manager.text().replace("</a>", "").split())
    planned(people)
    assert f"add more {words}" in manager.text()
    assert words not in at_plan("apprentice").text()
    go_to(date(2026, 12, 2))
    assert words not in at_plan("manager").text()


def test_who_looked_back_without_agreeing_can_still_agree(people, at_plan):
    plan = planned(people, reflected=True)
    plan.agreed_at = None
    plan.save()
    apprentice = at_plan("apprentice")
    page = apprentice.page()
    assert (page.word, page.agrees) == (State.REFLECTED, "Agree to this plan")
    assert page.next.startswith("You have looked back on it, and not agreed to it yet: you still can.")
    assert at_plan("manager").page().next.startswith("Here has looked back on it without agreeing to it.")
    apprentice.agree()
    page = apprentice.page()
    assert (page.word, page.agrees) == (State.REFLECTED, "")
    assert page.next.startswith("You have looked back on it. ")


def test_what_changed_after_they_looked_back_is_said(people, at_plan):
    plan = planned(people, reflected=True)
    plan.items.update(asked_at=plan.agreed_at)
    page = at_plan("apprentice").page()
    assert page.agrees == "Agree to the changes"
    assert "It was changed since you agreed: agree to the changes." in page.next


def test_after_the_end_it_is_only_read(people, at_plan):
    planned(people, agreed=True)
    people.record.withdrawn_on, people.record.withdrawal_reason = TODAY, "left"
    people.record.save()
    for role in ("apprentice", "manager"):
        page = at_plan(role).page()
        assert page.urls == {}
        assert all(item.buttons == item.links == [] for item in page.items)
        assert at_plan(role).send("add_item", title="x", kind="work").status_code == 404


# --- Two people at the aim ---


def test_somebody_else_wrote_the_aim_meanwhile(people, at_plan):
    manager, deputy = at_plan("manager"), at_plan("deputy")
    actions.write_aim(people.record, NOVEMBER, aim="Learn", by=people.manager)
    read = version(manager.client.get(manager.path("write_aim")))
    deputy.do("write_aim", aim="Theirs")
    answer = manager.send("write_aim", aim="Mine", _version=read)
    form = answer.context["form"]
    assert "saved this record while you had it open" in form.non_field_errors()[0]
    assert form.says_now() == [("Aim of the month", "Theirs")]
    assert form["aim"].value() == "Mine"
    manager.do("write_aim", aim="Mine", _version=version(answer))
    assert WorkPlan.objects.get().aim == "Mine"


def test_an_item_that_made_the_plan_does_not_stand_in_the_way_of_the_first_aim(people, at_plan):
    at_plan("deputy").do("add_item", title="Help", kind="work")
    at_plan("manager").do("write_aim", aim="Mine", _version="0")
    assert WorkPlan.objects.get().aim == "Mine"


def test_the_aim_says_what_it_was_when_they_agreed(people, at_plan):
    plan = actions.write_aim(people.record, NOVEMBER, aim="Learn", by=people.manager)
    plan = actions.share(plan, by=people.manager)
    at_plan("apprentice").agree()
    for aim in ("Learn more", "Learn <b>all</b>"):
        at_plan("manager").do("write_aim", aim=aim)
    page = at_plan("apprentice").page()
    assert (page.aim_mark, page.aim_before) == ("Changed since you agreed", "Learn")
    assert "<b>all" not in at_plan("apprentice").client.get(at_plan("apprentice").path()).content.decode()
    at_plan("apprentice").agree()
    assert at_plan("apprentice").page().aim_mark == ""


# --- Queries ---


@pytest.mark.parametrize(
    ("role", "number"), [("apprentice", 8), ("manager", 8), ("coordinator", 8), ("buddy", 8)]
)
def test_queries(role, number, people, at_plan):
    plan = planned(people, items=0, agreed=True)
    before = make.WorkPlanFactory(apprentice=people.record, month_on=date(2026, 10, 1))
    visitor, counts = at_plan(role), []
    visitor.page()
    for more in (1, 2, 47):
        for _ in range(more):
            old = make.PlanItemFactory(plan=before, state="carried over", because="No time")
            make.PlanItemFactory(
                plan=plan,
                carried_from=old,
                times_carried=1,
                project=make.ProjectFactory(apprentice=people.record),
                asked_at=plan.agreed_at,
            )
            make.PlanItemFactory(plan=plan, suggested=True)
        with CaptureQueriesContext(connection) as queries:
            visitor.client.get(visitor.path())
        counts.append(len(queries))
    assert counts == [number] * 3


@pytest.mark.parametrize(
    ("role", "name", "number"),
    [
        ("manager", "write_aim", 7),
        ("manager", "review_plan", 8),
        ("apprentice", "reflect", 8),
        ("manager", "add_item", 7),
        ("apprentice", "suggest_item", 7),
        ("manager", "plan_item", 8),
        ("manager", "move_item", 6),
        ("manager", "delete_item", 6),
    ],
)
def test_queries_of_forms(role, name, number, people, at_plan, go_to):
    go_to(date(2026, 11, 25))
    plan = planned(people, **({} if name == "delete_item" else {"reflected": True}))
    item = {"plan_item": [plan.items.first().pk], "move_item": [plan.items.first().pk, "drop"]}
    visitor, counts = at_plan(role), []
    path = visitor.path(name, *item.get(name, [plan.items.first().pk] if name == "delete_item" else []))
    visitor.client.get(path)
    for more in (1, 2, 47):
        for _ in range(more):
            make.PlanItemFactory(plan=plan, project=make.ProjectFactory(apprentice=people.record))
        with CaptureQueriesContext(connection) as queries:
            visitor.client.get(path)
        counts.append(len(queries))
    assert counts == [number] * 3
