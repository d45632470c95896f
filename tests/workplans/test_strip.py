"""The strip of months: which ones, in which word, for whose eyes; and what it says on home and overview."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice
from hackit import dates
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
# Long before the months that are looked at.
SHARED = {"shared": True, "shared_at": datetime(2026, 7, 1, 9, tzinfo=dates.LONDON)}


@pytest.fixture
def people():
    """The first day at work was 3 August 2026, the planned end is 7 February 2028."""
    return world.build(TODAY)


@pytest.fixture
def record(people):
    return people.record


def change(record, **facts):
    Apprentice.objects.filter(pk=record.pk).update(**facts)


def get(client_of, user, record):
    return client_of(user).get(f"/apprentices/{record.pk}/plans/")


def strip(client_of, user, record):
    """{(year, name): Month} of the page."""
    page = get(client_of, user, record).context["page"]
    return {(month.year, month.name): month for year in page.years for month in year.months}


def words(client_of, user, record):
    """The words of the months, with an exclamation mark where they are late."""
    found = strip(client_of, user, record).values()
    return [f"{month.word}{'!' if month.late else ''}" for month in found]


def test_the_months_from_the_first_day_to_the_planned_end(people, record, client_of):
    found = strip(client_of, people.manager, record)
    assert list(found) == [
        *((2026, name) for name in ("August", "September", "October", "November", "December")),
        *((2027, f"{date(2027, month, 1):%B}") for month in range(1, 13)),
        (2028, "January"),
        (2028, "February"),
    ]
    assert [month.name for month in found.values() if month.now] == ["November"]
    assert found[2026, "December"].url == f"/apprentices/{record.pk}/plans/2026-12/"


def test_each_state_in_its_word_and_late_beside_it(people, record, client_of):
    for month, came_to in (
        (date(2026, 8, 1), "reviewed"),
        (date(2026, 9, 1), "reflected"),
        (OCTOBER, "agreed"),
        (NOVEMBER, "shared"),
        (DECEMBER, None),
    ):
        make.WorkPlanFactory(
            apprentice=record, month_on=month, **(SHARED | {came_to: True} if came_to else {})
        )
    assert words(client_of, people.manager, record)[:6] == [
        "reviewed",
        "reflected on",  # nobody is asked about it any more
        "agreed!",
        "shared!",
        "draft",
        "to come",
    ]


def test_months_without_a_plan(people, record, client_of):
    change(record, planned_end_on=date(2027, 3, 5))
    make.BreakFactory(
        apprentice=record, first_day_away_on=date(2026, 9, 28), first_day_back_on=date(2026, 11, 1)
    )
    assert words(client_of, people.manager, record) == [
        "no plan",  # August
        "no plan",
        "break",
        "no plan!",
        "to come",
        "to come",
        "to come",
        "no plan needed",  # five days of March
    ]


def test_after_gateway_nobody_is_away_and_this_month_and_the_next_can_have_a_plan(people, record, client_of):
    change(record, gateway_on=date(2026, 10, 20))
    found = strip(client_of, people.manager, record)
    assert [f"{month.word}" for month in found.values()] == [
        "no plan",
        "no plan",
        "no plan",
        "no plan needed",
        "no plan needed",
    ]
    assert found[2026, "December"].url


def test_after_the_end_there_are_no_months(people, record, client_of):
    change(record, withdrawn_on=date(2026, 10, 20), withdrawal_reason="left")
    assert list(strip(client_of, people.coordinator, record))[-1] == (2026, "October")


def test_what_is_late_stays_late_until_the_end_and_no_longer(people, record, client_of):
    make.WorkPlanFactory(apprentice=record, month_on=OCTOBER, **SHARED)
    change(record, gateway_on=TODAY - DAY)
    assert words(client_of, people.manager, record)[:4] == ["no plan", "no plan", "shared!", "no plan!"]
    change(record, gateway_on=None, withdrawn_on=TODAY + DAY, withdrawal_reason="left")
    assert words(client_of, people.manager, record)[2] == "shared!"
    change(record, withdrawn_on=TODAY - DAY)
    assert words(client_of, people.manager, record) == ["no plan", "no plan", "shared", "no plan"]


def test_a_draft_that_nobody_shared_is_a_late_draft(people, record, client_of):
    make.PlanItemFactory(
        plan=make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, aim=""), suggested=True
    )
    assert words(client_of, people.manager, record)[3] == "draft!"
    [own] = client_of(people.apprentice).get("/").context["own"]
    assert (own["month"].month.word, own["month"].month.late) == ("draft", True)


def test_who_is_shared_a_plan_late_is_not_late_at_once(people, record, client_of, now):
    make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, shared=True)  # now, on 18 November
    assert words(client_of, people.apprentice, record)[3] == "shared"
    now.shift(timedelta(days=7))
    assert words(client_of, people.apprentice, record)[3] == "shared"
    now.shift(timedelta(days=1))
    assert words(client_of, people.apprentice, record)[3] == "shared!"


def test_what_is_next_for_each_reader(people, record, client_of):
    make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, agreed=True)

    def said(role):
        step = get(client_of, getattr(people, role), record).context["page"].next
        return step and (step.title, step.day, step.late)

    december = "Share the plan of Here Apprentice for December 2026"
    assert said("manager") == (december, "25 November 2026", "")
    assert said("apprentice") == ("Look back on November 2026", "30 November 2026", "")
    assert said("coordinator") is said("deputy") is said("buddy") is None


def test_before_the_start_it_says_when_plans_begin(people, record, client_of):
    change(record, first_day_at_work_on=date(2027, 1, 4), starts_on=date(2027, 1, 11))
    page = get(client_of, people.apprentice, record).content.decode()
    assert "The first day is 4 January 2027. There is no work plan yet." in page


def test_how_many_items_are_done(people, record, client_of):
    plan = make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, shared=True)
    for state in ("done", "done", "planned"):
        make.PlanItemFactory(plan=plan, state=state)
    make.PlanItemFactory(plan=plan, suggested=True)  # not part of it yet
    assert strip(client_of, people.apprentice, record)[2026, "November"].note == "2 of 3 done"


# --- A buddy ---


def test_a_buddy_sees_which_months_have_items_and_nothing_else(people, record, client_of):
    october = make.WorkPlanFactory(apprentice=record, month_on=OCTOBER, agreed=True, aim="Secret aim")
    make.PlanItemFactory(plan=october, state="dropped", because="Secret reason", times_carried=4)
    make.PlanItemFactory(plan=make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER), suggested=True)
    make.WorkPlanFactory(apprentice=record, month_on=DECEMBER)
    response = get(client_of, people.buddy, record)
    assert list(strip(client_of, people.buddy, record)) == [(2026, "October")]
    page = response.content.decode()
    seen = ("agreed", "Agreed", "Late", "no plan", "done", "Secret", "Plan against", "Next:", "November")
    main = page[page.index("<main") :]
    assert [words for words in seen if words in main] == []
    assert f"/apprentices/{record.pk}/plans/2026-10/" in main


def test_a_buddy_without_months_reads_why(people, record, client_of):
    assert "No month has items yet" in get(client_of, people.buddy, record).content.decode()


# --- Home and overview ---


def test_home_shows_the_apprentice_this_month(people, record, client_of):
    plan = make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, shared=True, aim="Meet the desk")
    make.PlanItemFactory(plan=plan, title="Sit in", state="in progress")
    make.PlanItemFactory(plan=plan, title="Old thing", state="done")
    make.PlanItemFactory(plan=plan, title="An idea", suggested=True)
    make.PlanItemFactory(
        plan=make.WorkPlanFactory(apprentice=record, month_on=OCTOBER), title="October thing"
    )
    [own] = client_of(people.apprentice).get("/").context["own"]
    card = own["month"]
    assert (card.aim, card.items, str(card.month.word)) == (
        "Meet the desk",
        [("Sit in", "in progress")],
        "shared",
    )
    assert card.next.title == "Agree to your plan for November 2026"
    page = client_of(people.apprentice).get("/").content.decode()
    assert "Sit in: in progress" in page
    assert f"/apprentices/{record.pk}/plans/2026-11/" in page


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (None, "There is no plan for this month yet."),
        ([], "It has no items yet."),
        (["done"], "Nothing is left to do in it."),
    ],
)
def test_home_says_why_there_is_nothing_to_do(items, said, people, record, client_of):
    if items is not None:
        plan = make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, shared=True)
        for state in items:
            make.PlanItemFactory(plan=plan, state=state)
    assert said in client_of(people.apprentice).get("/").content.decode()


@pytest.mark.parametrize(("role", "sees"), [("manager", True), ("deputy", True), ("coordinator", True)])
def test_home_list_and_overview_tell_the_state_of_this_month(role, sees, people, record, client_of):
    make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, **SHARED)
    client = client_of(getattr(people, role))
    for path in ("/apprentices/", record.get_absolute_url(), *(["/"] if role != "coordinator" else [])):
        page = client.get(path).content.decode()
        assert ">Shared</strong>" in page, path
        assert "ate</strong>" in page, path  # agreeing was due on 3 November


def test_a_buddy_is_told_of_items_and_of_no_state(people, record, client_of):
    plan = make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, shared=True)
    client = client_of(people.buddy)
    link = f"/apprentices/{record.pk}/plans/2026-11/"
    make.PlanItemFactory(plan=plan, suggested=True)
    assert link not in client.get("/").content.decode()
    make.PlanItemFactory(plan=plan)
    assert link in client.get("/").content.decode()
    for path in ("/", "/apprentices/", record.get_absolute_url()):
        assert "Shared</strong>" not in client.get(path).content.decode(), path


def test_filtering_for_those_without_a_plan(people, record, client_of):
    def found(role):
        return [
            row.name
            for row in client_of(getattr(people, role)).get("/apprentices/?missing=plan").context["rows"]
        ]

    assert (found("manager"), found("buddy")) == (["Here Apprentice"], [])
    make.WorkPlanFactory(apprentice=record, month_on=NOVEMBER, shared=True)
    assert found("manager") == []


# --- Queries ---


@pytest.mark.parametrize(
    ("role", "number"), [("coordinator", 8), ("manager", 8), ("apprentice", 7), ("buddy", 7)]
)
def test_the_page_takes_the_same_queries_however_long_the_programme(role, number, people, record, client_of):
    client, counts = client_of(getattr(people, role)), []
    client.get("/")
    for more in (1, 2, 12):
        for _ in range(more):
            month = date(2026 + len(record.work_plans.all()) // 12, len(record.work_plans.all()) % 12 + 1, 1)
            plan = make.WorkPlanFactory(apprentice=record, month_on=month)
            make.PlanItemFactory(plan=plan, times_carried=3)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/apprentices/{record.pk}/plans/").status_code == 200
        counts.append(len(queries))
    assert counts == [number] * 3


@pytest.mark.parametrize(("role", "begins"), [("manager", True), ("apprentice", False)])
def test_who_writes_plans_alone_is_told_to_begin_one(role, begins, people, record, client_of):
    page = get(client_of, getattr(people, role), record).context["page"]
    assert "There is no work plan yet. Open a month to " in page.empty
    assert ("begin its plan" in page.empty) == begins
