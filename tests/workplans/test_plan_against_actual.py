"""Plan against actual: of one apprentice by month, and of everybody one answers for."""

import csv
import io
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
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))


@pytest.fixture
def people():
    """The first day at work was 3 August 2026."""
    return world.build(TODAY)


@pytest.fixture
def record(people):
    return people.record


def plan(record, month, *items, **more):
    """A plan that was shared in time, unless it says otherwise."""
    shared = {"shared": True, "shared_at": at(month - 10 * DAY)}
    made = make.WorkPlanFactory(apprentice=record, month_on=month, **shared | more)
    for state in items:
        because = "No time" if state in {"carried over", "dropped"} else ""
        make.PlanItemFactory(plan=made, state=state, because=because)
    return made


def at(day):
    return datetime(day.year, day.month, day.day, 23, 30, tzinfo=dates.LONDON)


def of_one(client_of, user, record):
    return client_of(user).get(f"/apprentices/{record.pk}/plans/").context["comparison"]


def of_many(client_of, user, query=""):
    return client_of(user).get(f"/plans/{query}").context


def lines(client_of, user, query=""):
    return {line.name: line for line in of_many(client_of, user, query)["page"].object_list}


def numbers(row):
    return (row.planned, row.done, row.carried, row.dropped, row.open)


# --- One apprentice ---


def test_by_month(people, record, client_of):
    plan(record, SEPTEMBER, "done", "done", "carried over", "dropped")
    made = plan(record, OCTOBER, "planned", "in progress", "done")
    make.PlanItemFactory(plan=made, suggested=True)
    found = of_one(client_of, people.manager, record)
    assert [(row.words, *numbers(row)) for row in found.rows] == [
        ("September 2026", 4, 2, 1, 1, 0),
        ("October 2026", 3, 1, 0, 0, 2),
    ]
    assert numbers(found.total) == (7, 3, 1, 1, 2)
    assert found.without == "August, November 2026"


def test_items_that_are_carried_over_again_and_again(people, record, client_of):
    for times, state, title in (
        (2, "planned", "Twice"),
        (3, "planned", "Thrice"),
        (4, "in progress", "Four times"),
        (5, "done", "Done at last"),
    ):
        make.PlanItemFactory(
            plan=record.work_plans.filter(month_on=NOVEMBER).first() or plan(record, NOVEMBER),
            times_carried=times,
            state=state,
            title=title,
        )
    found = of_one(client_of, people.coordinator, record).often
    assert [(item.title, item.words) for item in found] == [
        ("Four times", "carried over 4 times, now in November 2026"),
        ("Thrice", "carried over 3 times, now in November 2026"),
    ]


@pytest.mark.parametrize("role", ["apprentice", "buddy"])
def test_it_is_for_those_who_answer_for_the_programme(role, people, record, client_of):
    make.PlanItemFactory(plan=plan(record, NOVEMBER), times_carried=3, title="Thrice")
    response = client_of(getattr(people, role)).get(f"/apprentices/{record.pk}/plans/")
    assert response.context["comparison"] is None
    assert "Plan against actual" not in response.content.decode()


def test_managers_read_it_for_a_while_after_the_end(people, record, client_of):
    Apprentice.objects.filter(pk=record.pk).update(withdrawn_on=TODAY - DAY, withdrawal_reason="left")
    assert of_one(client_of, people.manager, record)


def test_months_without_a_plan_name_each_year_once(people, record, client_of, now):
    now.shift(timedelta(days=75))  # 1 February 2027
    found = of_one(client_of, people.coordinator, record)
    assert found.without == "August, September, October, November, December 2026, January, February 2027"


# --- Many apprentices ---


def test_a_row_an_apprentice(people, record, client_of):
    plan(record, SEPTEMBER, "done", agreed=True, agreed_at=at(date(2026, 9, 3)))  # in time
    plan(record, OCTOBER, "carried over", agreed=True, agreed_at=at(date(2026, 10, 4)))  # a day late
    plan(record, date(2026, 12, 1), "planned")  # not in the period
    line = lines(client_of, people.manager)["Here Apprentice"]
    assert (line.planned, line.expected, line.missing) == (2, 4, 2)
    assert line.without == "August, November 2026"
    assert line.agreed_in_time == "1 of 4"
    assert numbers(line.items) == (2, 1, 1, 0, 0)
    assert line.url == f"/apprentices/{record.pk}/plans/"


def agreed_in_time(client_of, user):
    return lines(client_of, user, "?first=2026-10&last=2026-10")["Here Apprentice"].agreed_in_time


def test_who_agreed_to_a_change_later_agreed_in_time_all_the_same(people, record, client_of):
    made = plan(record, OCTOBER, "planned", agreed=True, agreed_at=at(date(2026, 10, 3)))
    made.agreed_at = at(date(2026, 10, 20))  # a change, agreed anew
    made.save()
    other = make.ApprenticeFactory(cohort=people.here.cohort)  # its history is of somebody else
    plan(other, OCTOBER, agreed=True, agreed_at=at(date(2026, 9, 30)))
    assert agreed_in_time(client_of, people.manager) == "1 of 1"


@pytest.mark.parametrize(
    ("agreed_on", "found"), [(date(2026, 10, 14), "1 of 1"), (date(2026, 10, 15), "0 of 1")]
)
def test_who_is_shared_a_plan_late_agrees_in_time_within_a_week(agreed_on, found, people, record, client_of):
    plan(record, OCTOBER, agreed=True, shared_at=at(date(2026, 10, 7)), agreed_at=at(agreed_on))
    assert agreed_in_time(client_of, people.manager) == found


def test_a_draft_is_no_plan_once_it_should_have_been_shared(people, record, client_of, now):
    for month in (OCTOBER, NOVEMBER, date(2026, 12, 1)):
        made = plan(record, month, shared=False, shared_at=None, aim="")
        make.PlanItemFactory(plan=made, suggested=True)
    query = "?first=2026-10&last=2026-12"
    line = lines(client_of, people.manager, query)["Here Apprentice"]
    assert (line.expected, line.planned, line.missing) == (3, 1, 2)
    assert line.without == "October, November 2026"
    now.shift(timedelta(days=8))  # 26 November
    line = lines(client_of, people.manager, query)["Here Apprentice"]
    assert (line.expected, line.planned, line.missing) == (3, 0, 3)
    assert of_one(client_of, people.manager, record).without == "August, September, October, November 2026"


def test_the_sums_of_the_months_are_those_of_everybody_found(people, record, client_of):
    other = make.ApprenticeFactory(cohort=people.here.cohort, starts_on=record.starts_on)
    plan(record, OCTOBER, "done", "dropped")
    plan(other, OCTOBER, "done")
    found = of_many(client_of, people.coordinator)["found"]
    assert [row.words for row in found.by_month] == [
        f"{month} 2026" for month in ("June", "July", "August", "September", "October", "November")
    ]
    assert numbers(found.by_month[4]) == numbers(found.total) == (3, 2, 0, 1, 0)


def test_a_break_and_the_time_before_the_start_expect_nothing(people, record, client_of):
    make.BreakFactory(apprentice=record, first_day_away_on=date(2026, 9, 5))
    assert lines(client_of, people.manager)["Here Apprentice"].without == "August 2026"
    record.breaks.update(first_day_away_on=record.starts_on)
    assert lines(client_of, people.manager) == {}
    assert "Nobody of this choice had a plan" in client_of(people.manager).get("/plans/").content.decode()


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ("", "June 2026 to November 2026"),
        ("?first=2026-09&last=2026-10", "September 2026 to October 2026"),
        ("?first=2026-10&last=2026-09", "September 2026 to October 2026"),
        ("?first=2026-10&last=2026-10", "October 2026"),
        ("?last=2026-12", "June 2026 to December 2026"),
        ("?first=nonsense&last=1999-01&cohort=%00&sort=no", "June 2026 to November 2026"),
    ],
)
def test_the_period(query, months, people, record, client_of):
    assert of_many(client_of, people.manager, query)["search"].period_in_words() == months


def test_one_cohort(people, record, client_of):
    cohort = make.CohortFactory(organisation=people.here.organisation, name="Another", slug="another")
    make.ApprenticeFactory(
        person=make.UserFactory(full_name="Ann Other"), cohort=cohort, starts_on=record.starts_on
    )
    assert set(lines(client_of, people.coordinator)) == {"Here Apprentice", "Ann Other"}
    assert set(lines(client_of, people.coordinator, "?cohort=another")) == {"Ann Other"}


def test_each_finds_those_they_answer_for(people, record, client_of):
    make.ApprenticeFactory(
        person=make.UserFactory(full_name="Ann Other"), cohort=people.here.cohort, starts_on=record.starts_on
    )
    assert set(lines(client_of, people.coordinator)) == {"Here Apprentice", "Ann Other"}
    for role in ("manager", "deputy"):
        assert set(lines(client_of, getattr(people, role))) == {"Here Apprentice"}
    assert set(lines(client_of, people.other_manager)) == {"There Apprentice"}


def test_what_one_is_only_buddy_or_apprentice_to_is_not_there(people, record, client_of):
    """A manager who is also the buddy of somebody else's apprentice."""
    record.buddy_terms.all().delete()
    make.BuddyTermFactory(
        apprentice=people.record,
        buddy__person=people.other_manager,
        from_on=record.starts_on,
        buddy__organisation=people.here.organisation,
    )
    assert set(lines(client_of, people.other_manager)) == {"There Apprentice"}


def test_a_coordinator_without_apprentices_reads_why_it_is_empty(client_of):
    coordinator = make.CoordinatorFactory()
    page = client_of(coordinator.person).get("/plans/")
    assert "There are no apprentices yet" in page.content.decode()


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("", "Zoe Late"),
        ("name", "Ann Good"),
        ("-name", "Zoe Late"),
        ("-done", "Ann Good"),
        ("without", "Ann Good"),
    ],
)
def test_in_order(sort, first, people, record, client_of):
    Apprentice.objects.filter(pk=record.pk).update(withdrawn_on=record.starts_on, withdrawal_reason="left")
    for name in ("Zoe Late", "Ann Good"):
        one = make.ApprenticeFactory(
            person=make.UserFactory(full_name=name), cohort=people.here.cohort, starts_on=TODAY - 60 * DAY
        )
        if name == "Ann Good":
            plan(one, OCTOBER, "done")
    assert next(iter(lines(client_of, people.coordinator, f"?sort={sort}"))) == first


def test_the_file_holds_what_all_pages_show(people, record, client_of):
    people.apprentice.full_name = "=cmd()"
    people.apprentice.save()
    plan(record, OCTOBER, "done", "planned")
    for _ in range(30):
        make.ApprenticeFactory(cohort=people.here.cohort, starts_on=record.starts_on)
    response = client_of(people.coordinator).get("/plans.csv?sort=name&first=2026-10")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 32
    assert rows[0][:2] == ["Name", "Cohort"]
    assert rows[1] == ["'=cmd()", "Here cohort", "2", "1", "November 2026", "0 of 2", "2", "1", "0", "0", "1"]
    assert len(of_many(client_of, people.coordinator)["page"].object_list) == 25


@pytest.mark.parametrize("path", ["/plans/", "/plans.csv"])
@pytest.mark.parametrize("role", ["coordinator", "manager"])
def test_it_takes_the_same_queries_whatever_the_number(path, role, people, record, client_of):
    client, counts = client_of(getattr(people, role)), []
    client.get("/")
    for more in (0, 2, 47):
        for _ in range(more):
            one = make.ApprenticeFactory(cohort=people.here.cohort, starts_on=record.starts_on)
            make.ManagerTermFactory(apprentice=one, manager=people.here.term.manager)
            make.BreakFactory(apprentice=one)
            plan(one, OCTOBER, "done")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts == [7 if path == "/plans/" else 5] * 3


def test_home_leads_there_whoever_answers_for_somebody(people, client_of):
    shown = {
        role: 'href="/plans/"' in client_of(getattr(people, role)).get("/").content.decode()
        for role in ("manager", "deputy", "coordinator", "apprentice", "buddy", "stranger")
    }
    assert [role for role, leads in shown.items() if leads] == ["manager", "deputy", "coordinator"]
