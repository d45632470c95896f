"""What is due about an apprentice's work plans: who answers for it, by when, and until when."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice
from cohorts.models import Organisation
from hackit import dates
from hackit.access import Action
from hackit.overview.agenda import agenda, for_agenda, gaps
from tests import factories as make
from tests import world
from workplans.plan_due import due_items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
MANAGER, APPRENTICE, COORDINATOR = "manager", "apprentice", "coordinator"
SHARE_DECEMBER = {"Share the plan of Here Apprentice for December 2026": (MANAGER, date(2026, 11, 25))}


@pytest.fixture
def people():
    """The first day at work was 3 August 2026."""
    return world.build(TODAY)


@pytest.fixture
def record(people):
    return people.record


def fetched(record, on=TODAY):
    return for_agenda(Apprentice.objects.filter(pk=record.pk), on).get()


def due(record, on=TODAY):
    """{title: (owner, day)} of what is due about the plans of a record; the page is that of a month."""
    found = list(due_items(fetched(record, on), on))
    assert all(item.route[:2] == ("work_plan", record.pk) for item in found)
    return {item.title: (str(item.owner), item.due_on) for item in found}


def plan(record, month, *came_to, **more):
    """What is shared was shared long ago, so that the days of the month count."""
    if came_to:
        more = {"shared_at": at(date(2026, 9, 1))} | more
    return make.WorkPlanFactory(apprentice=record, month_on=month, **dict.fromkeys(came_to, True), **more)


def done(record, *months):
    """The plans of these months leave nothing to do in November."""
    for month in months:
        plan(
            record, month, "reviewed" if month == OCTOBER else "reflected" if month == NOVEMBER else "agreed"
        )


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=dates.LONDON)


def lines(user, on=TODAY):
    """The titles about plans on somebody's agenda, with where they lead."""
    mine = for_agenda(Apprentice.objects.allowing(user, Action.VIEW, on), on)
    found = [line for section in agenda(list(mine), on) for line in section.lines]
    return {line.title: line.url for line in found if "/plans/" in line.url}


def test_nothing_is_due_where_all_is_done(people, record):
    done(record, OCTOBER, NOVEMBER, DECEMBER)
    assert due(record) == {}
    assert [lines(getattr(people, role)) for role in ("apprentice", "manager", "coordinator", "buddy")] == [
        {}
    ] * 4


def test_a_line_leads_to_the_page_of_its_month(people, record):
    done(record, OCTOBER, NOVEMBER)
    title = "Share the plan of Here Apprentice for December 2026"
    assert lines(people.manager) == {title: f"/apprentices/{record.pk}/plans/2026-12/"}
    assert lines(people.deputy) == lines(people.coordinator) == lines(people.apprentice) == {}
    assert lines(people.deputy, date(2026, 11, 26)) == lines(people.manager)  # it slips


def test_the_next_plan_is_shared_by_the_day_that_the_organisation_sets(record):
    done(record, OCTOBER, NOVEMBER)
    assert due(record) == SHARE_DECEMBER
    plan(record, DECEMBER)  # a draft
    assert due(record) == SHARE_DECEMBER
    Organisation.objects.update(plan_shared_by=20)
    assert list(due(record).values()) == [(MANAGER, date(2026, 11, 20))]


def test_who_has_never_planned_is_asked_for_this_month_and_the_next_and_no_other(record):
    """An apprenticeship that began long ago brings two lines, not one a month."""
    assert due(record) == {
        "Share the plan of Here Apprentice for November 2026": (MANAGER, date(2026, 10, 25)),
        **SHARE_DECEMBER,
    }


def test_without_a_manager_the_coordinator_writes_the_plan(people, record):
    record.manager_terms.all().delete()
    done(record, OCTOBER, NOVEMBER)
    assert list(due(record).values()) == [(COORDINATOR, date(2026, 11, 25))]


def test_without_a_manager_a_late_review_falls_to_the_deputies_and_to_nobody_who_cannot_hold_it(
    people, record
):
    done(record, NOVEMBER, DECEMBER)
    plan(record, OCTOBER, "reflected")
    record.manager_terms.all().delete()
    assert list(lines(people.deputy)) == ["Review October 2026 with Here Apprentice"]
    assert lines(people.coordinator) == {}


@pytest.mark.parametrize(
    ("month", "came_to", "found"),
    [
        (OCTOBER, (), {}),
        (OCTOBER, ("shared",), {"Look back on October 2026", "Review October 2026 with Here Apprentice"}),
        (OCTOBER, ("agreed",), {"Look back on October 2026", "Review October 2026 with Here Apprentice"}),
        (OCTOBER, ("reflected",), {"Review October 2026 with Here Apprentice"}),
        (OCTOBER, ("reviewed",), {}),
        (NOVEMBER, (), {"Share the plan of Here Apprentice for November 2026"}),
        (NOVEMBER, ("shared",), {"Agree to your plan for November 2026", "Look back on November 2026"}),
        (NOVEMBER, ("agreed",), {"Look back on November 2026"}),
        (NOVEMBER, ("reflected",), {}),
        (DECEMBER, ("shared",), {"Agree to your plan for December 2026"}),
        (DECEMBER, ("agreed",), {}),
        (date(2026, 9, 1), ("shared",), {}),  # too long ago
        (date(2027, 1, 1), ("shared",), {}),  # not yet
    ],
)
def test_what_each_state_of_each_month_asks(month, came_to, found, record):
    done(record, *{OCTOBER, NOVEMBER, DECEMBER} - {month})
    plan(record, month, *came_to)
    assert set(due(record)) == set(found)


def test_the_days_by_which_it_is_due(record):
    plan(record, OCTOBER, "agreed")
    plan(record, NOVEMBER, "shared")
    assert due(record) == {
        "Look back on October 2026": (APPRENTICE, date(2026, 10, 31)),
        "Review October 2026 with Here Apprentice": (MANAGER, date(2026, 11, 7)),
        "Agree to your plan for November 2026": (APPRENTICE, date(2026, 11, 3)),
        "Look back on November 2026": (APPRENTICE, date(2026, 11, 30)),
        **SHARE_DECEMBER,
    }


def test_who_is_shared_a_plan_late_has_a_week_to_agree(record):
    done(record, OCTOBER, DECEMBER)
    plan(record, NOVEMBER, "shared", shared_at=at(date(2026, 11, 17), 23))
    assert due(record)["Agree to your plan for November 2026"] == (APPRENTICE, date(2026, 11, 24))


def test_a_plan_that_nobody_expected_is_agreed_within_a_week_and_looked_back_on(record):
    done(record, OCTOBER, NOVEMBER)
    away(record, date(2026, 12, 6), date(2027, 1, 4))  # five days of December
    plan(record, DECEMBER, "shared", shared_at=at(TODAY))
    assert due(record) == {"Agree to your plan for December 2026": (APPRENTICE, TODAY + 7 * DAY)}
    found = due(record, date(2026, 12, 2))
    assert found["Agree to your plan for December 2026"] == (APPRENTICE, TODAY + 7 * DAY)
    # Before 25 December it is too early to look back on it.
    assert found["Look back on December 2026"] == (APPRENTICE, date(2026, 12, 25))


# --- Answers ---


def test_a_suggestion_is_answered_within_a_week_of_the_oldest(record):
    done(record, OCTOBER, DECEMBER)
    november = plan(record, NOVEMBER, "reflected")
    make.PlanItemFactory(plan=november, suggested_at=at(date(2026, 11, 10), 23))
    make.PlanItemFactory(plan=november, suggested_at=at(date(2026, 11, 12)))
    title = "Answer what Here Apprentice suggests for November 2026"
    assert due(record) == {title: (MANAGER, date(2026, 11, 17))}
    november.items.update(state="dropped", because="Not this month")
    assert due(record) == {}


def test_what_changed_is_agreed_within_a_week_of_the_first_change(record):
    done(record, OCTOBER, DECEMBER)
    november = plan(record, NOVEMBER, "reflected")
    title = "Agree to what changed in your plan for November 2026"
    make.PlanItemFactory(plan=november, asked_at=at(date(2026, 11, 12)))
    assert due(record) == {title: (APPRENTICE, date(2026, 11, 19))}
    november.aim_asked_at = at(date(2026, 11, 11))
    november.save()
    assert due(record) == {title: (APPRENTICE, date(2026, 11, 18))}


def test_a_reviewed_month_waits_for_no_answer(record):
    done(record, NOVEMBER, DECEMBER)
    october = plan(record, OCTOBER, "reviewed", aim_asked_at=at(OCTOBER))
    make.PlanItemFactory(plan=october, suggested=True)
    make.PlanItemFactory(plan=october, asked_at=at(OCTOBER))
    assert due(record) == {}


# --- Which months, and until when ---


def away(record, first, back=None):
    make.BreakFactory(apprentice=record, first_day_away_on=first, first_day_back_on=back)


def test_in_a_break_nothing_is_planned_but_what_was_shared_comes_to_its_end(record):
    plan(record, OCTOBER, "shared")
    away(record, TODAY)
    assert due(record) == {
        "Look back on October 2026": (APPRENTICE, date(2026, 10, 31)),
        "Review October 2026 with Here Apprentice": (MANAGER, date(2026, 11, 7)),
    }


def test_the_month_in_which_a_break_began_is_looked_back_on_once_one_can_and_reviewed(record):
    done(record, OCTOBER)
    november = plan(record, NOVEMBER, "agreed", aim_asked_at=at(date(2026, 11, 12)))
    make.PlanItemFactory(plan=november, suggested_at=at(date(2026, 11, 12)))
    away(record, TODAY)
    answers = {
        "Answer what Here Apprentice suggests for November 2026": (MANAGER, date(2026, 11, 19)),
        "Agree to what changed in your plan for November 2026": (APPRENTICE, date(2026, 11, 19)),
    }
    look_back = {"Look back on November 2026": (APPRENTICE, date(2026, 11, 24))}
    assert due(record) == answers | look_back
    review = {"Review November 2026 with Here Apprentice": (MANAGER, date(2026, 12, 7))}
    assert due(record, date(2026, 12, 2)) == answers | look_back | review


def test_in_a_break_the_month_of_the_return_is_planned(record):
    done(record, OCTOBER, NOVEMBER)
    away(record, date(2026, 11, 16), date(2026, 12, 7))
    title = "Share the plan of Here Apprentice for December 2026"
    assert due(record)[title] == (MANAGER, date(2026, 12, 14))
    plan(record, DECEMBER, "shared")
    assert due(record)["Agree to your plan for December 2026"] == (APPRENTICE, date(2026, 12, 14))


@pytest.mark.parametrize(
    ("first_away", "share_by"),
    [
        (date(2026, 10, 20), date(2026, 11, 25)),
        (date(2026, 11, 10), date(2026, 11, 25)),  # nine days were too few for a plan
        (date(2026, 11, 11), date(2026, 10, 25)),  # ten were enough
    ],
)
def test_nobody_is_late_on_the_day_they_come_back(first_away, share_by, record):
    done(record, OCTOBER, DECEMBER)
    away(record, first_away, TODAY)
    assert list(due(record).values()) == [(MANAGER, share_by)]


def test_a_month_in_a_break_that_is_planned_expects_no_plan(record):
    done(record, OCTOBER, NOVEMBER)
    away(record, date(2026, 11, 25), date(2027, 1, 4))
    assert due(record) == {}


def test_a_month_that_is_mostly_break_expects_no_plan_and_one_that_begins_late_is_due_later(record):
    done(record, OCTOBER, DECEMBER)
    away(record, date(2026, 10, 20), date(2026, 11, 9))
    assert due(record) == {
        "Share the plan of Here Apprentice for November 2026": (MANAGER, date(2026, 11, 16))
    }
    record.breaks.update(first_day_away_on=date(2026, 11, 8), first_day_back_on=date(2026, 11, 18))
    assert due(record, date(2026, 11, 20)) == {
        "Share the plan of Here Apprentice for November 2026": (MANAGER, date(2026, 11, 25))
    }
    make.BreakFactory(
        apprentice=record,
        first_day_away_on=date(2026, 10, 20),
        first_day_back_on=date(2026, 11, 7),
    )
    make.BreakFactory(
        apprentice=record,
        first_day_away_on=date(2026, 11, 24),
        first_day_back_on=date(2026, 12, 1),
    )
    assert due(record, date(2026, 11, 20)) == {}  # 7 and 18 to 23 November are left


def test_an_answer_is_due_in_a_month_that_expects_no_plan_too(record):
    done(record, OCTOBER, NOVEMBER)
    away(record, date(2026, 11, 25), date(2027, 1, 4))
    make.PlanItemFactory(plan=plan(record, DECEMBER, "agreed"), suggested_at=at(TODAY))
    assert list(due(record).values()) == [(MANAGER, TODAY + 7 * DAY)]


def test_the_first_plan_is_due_before_the_first_day_within_reach(record):
    Apprentice.objects.filter(pk=record.pk).update(
        first_day_at_work_on=date(2026, 12, 7), starts_on=date(2026, 12, 14)
    )
    assert due(record) == {
        "Share the plan of Here Apprentice for December 2026": (MANAGER, date(2026, 12, 1))
    }
    assert due(record, date(2026, 10, 31)) == {}


ENDED_ON = date(2026, 11, 17)


@pytest.mark.parametrize("further", [{}, {"assessment_on": ENDED_ON}])
def test_after_gateway_the_last_months_come_to_their_end_and_none_is_planned(further, record):
    plan(record, OCTOBER, "reflected")
    november = plan(record, NOVEMBER, "shared")
    make.PlanItemFactory(plan=november, suggested_at=at(TODAY))
    Apprentice.objects.filter(pk=record.pk).update(gateway_on=ENDED_ON, **further)
    later = {
        "Look back on November 2026": (APPRENTICE, ENDED_ON),
        "Answer what Here Apprentice suggests for November 2026": (MANAGER, TODAY + 7 * DAY),
    }
    assert due(record) == later | {
        "Review October 2026 with Here Apprentice": (MANAGER, date(2026, 11, 7)),
    }
    assert due(record, date(2026, 12, 1)) == later | {
        "Review November 2026 with Here Apprentice": (MANAGER, date(2026, 12, 7)),
    }


@pytest.mark.parametrize(
    "ended",
    [
        {"withdrawn_on": ENDED_ON, "withdrawal_reason": "left"},
        {"gateway_on": OCTOBER, "assessment_on": NOVEMBER, "completed_on": ENDED_ON, "result": "pass"},
    ],
)
def test_nothing_is_due_once_the_apprenticeship_has_ended(record, ended):
    make.PlanItemFactory(plan=plan(record, OCTOBER, "shared"), suggested=True)
    Apprentice.objects.filter(pk=record.pk).update(**ended)
    assert due(record) == {}


def test_it_comes_with_the_record(record):
    done(record, OCTOBER)
    away(record, OCTOBER, date(2026, 10, 5))
    with CaptureQueriesContext(connection) as queries:
        list(due_items(fetched(record), TODAY))
    assert len(queries) == 2  # what `for_agenda` takes anyway


# --- What is missing ---


@pytest.mark.parametrize(
    ("month", "on", "missing"),
    [(None, TODAY, True), (NOVEMBER, TODAY, False), (OCTOBER, TODAY, True), (None, date(2026, 7, 27), False)],
)
def test_who_has_no_plan_this_month(month, on, missing, people, record):
    if month:
        plan(record, month, "shared")
    seen = for_agenda(Apprentice.objects.allowing(people.coordinator, Action.VIEW, on), on)
    assert ("plan" in gaps(seen.get(pk=record.pk), on)) == missing


def test_a_suggestion_alone_is_no_plan(people, record):
    make.PlanItemFactory(plan=plan(record, NOVEMBER), suggested=True)
    seen = for_agenda(Apprentice.objects.allowing(people.manager, Action.VIEW, TODAY), TODAY)
    assert "plan" in gaps(seen.get(pk=record.pk), TODAY)


def test_a_buddy_is_not_told_who_has_none(people, record):
    seen = for_agenda(Apprentice.objects.allowing(people.buddy, Action.VIEW, TODAY), TODAY)
    assert "plan" not in gaps(seen.get(pk=record.pk), TODAY)
