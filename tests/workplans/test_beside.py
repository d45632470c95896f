"""What a month already knows: learning time, hours, days, and what is due to the reader."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice
from cohorts.models import ClosingDay
from hackit.access import Action
from hackit.overview import standing
from hackit.overview.beside import beside, expected_in, for_beside
from tests import factories as make
from tests import world
from workplans.months import months

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def people():
    """In learning since 10 August 2026, 36 hours a week: 20% of it is for learning."""
    return world.build(TODAY)


@pytest.fixture
def record(people):
    return people.record


def known(user, month=NOVEMBER, on=TODAY):
    record = for_beside(Apprentice.objects.allowing(user, Action.SEE_PLANS, on), month, on).get()
    return beside(record, month, standing.learning([record], on)[record.pk])


def change(record, **facts):
    Apprentice.objects.filter(pk=record.pk).update(**facts)


# --- Learning time ---


def friday(record, **more):
    """Fridays of 7 hours 15 minutes, from the first day on."""
    told = {"agreed": True, "pattern": "----D--", "day_minutes": 435, "from_on": record.starts_on} | more
    return make.LearningTimeFactory(apprentice=record, **told)


def test_agreed_time_is_added_up_without_days_that_are_off(people, record):
    friday(record)
    assert known(people.manager).time == "Agreed for learning: 29 hours."  # 6, 13, 20 and 27 November
    ClosingDay.objects.create(organisation=people.here.organisation, closed_on=date(2026, 11, 20))
    ClosingDay.objects.create(organisation=people.there.organisation, closed_on=date(2026, 11, 27))
    assert known(people.manager).time == "Agreed for learning: 21 hours 45 minutes."
    make.BreakFactory(
        apprentice=record, first_day_away_on=date(2026, 11, 5), first_day_back_on=date(2026, 11, 14)
    )
    assert known(people.manager).time == "Agreed for learning: 7 hours 15 minutes."


def test_a_bank_holiday_is_none_of_learning(people, record):
    friday(record)
    # Friday, 25 December; Boxing Day is a Saturday.
    assert known(people.apprentice, DECEMBER).time == "Agreed for learning: 21 hours 45 minutes."


def test_what_is_agreed_for_a_part_of_the_month_and_a_block(people, record):
    friday(record, until_on=date(2026, 11, 8))
    block = {"in_blocks": True, "pattern": "DDDDD--", "until_on": date(2026, 11, 20)}
    friday(record, from_on=date(2026, 11, 16), **block)
    make.LearningTimeFactory(apprentice=record, from_on=NOVEMBER)  # proposed
    assert known(people.manager).time == "Agreed for learning: 43 hours 30 minutes."


def test_without_learning_time_it_says_so(people, record):
    assert known(people.manager).time == "No learning time is agreed for this month."
    friday(record)
    change(record, gateway_on=date(2026, 10, 31))
    assert known(people.manager).time == "No day of this month is for learning."
    change(record, gateway_on=None, planned_end_on=date(2026, 12, 6))
    assert known(people.manager, DECEMBER).time == "Agreed for learning: 7 hours 15 minutes."


# --- Hours ---


def test_hours_expected_in_the_month_and_done_in_it(people, record):
    whole = known(people.manager, DECEMBER).hours
    assert whole[0].startswith("Expected in this month: ")
    assert len(whole) == 1  # it is to come
    for learned_on, more in (
        (date(2026, 11, 3), {"accepted": True}),
        (date(2026, 11, 17), {"accepted": True}),
        (date(2026, 11, 17), {}),
        (date(2026, 11, 17), {"kind": "maths", "accepted": True}),  # never counts
        (date(2026, 10, 31), {"accepted": True}),
        (date(2026, 11, 17), {"returned": True}),
    ):
        make.LearningEntryFactory(apprentice=record, learned_on=learned_on, minutes=90, **more)
    make.LearningEntryFactory(apprentice=people.other_record, learned_on=date(2026, 11, 3), accepted=True)
    assert known(people.manager).hours[1:] == [
        "Accepted: 3 hours.",
        "Waiting to be accepted: 1 hour 30 minutes.",
    ]
    assert known(people.manager, OCTOBER).hours[1:] == ["Accepted: 1 hour 30 minutes."]


def test_the_expected_hours_of_the_months_come_to_those_of_the_programme(people, record):
    seen = for_beside(Apprentice.objects.allowing(people.manager, Action.SEE_PLANS), NOVEMBER, TODAY)
    learning = standing.learning(list(seen), TODAY)[record.pk]
    total = sum(expected_in(learning, month) for month in months(record.starts_on, record.planned_end_on))
    assert abs(total - learning.target) < 1
    assert expected_in(learning, date(2026, 7, 1)) == 0


def test_after_learning_ended_nothing_is_expected(people, record):
    change(record, gateway_on=date(2026, 10, 31))
    assert known(people.manager).hours == ["Nothing is accepted yet."]


def test_an_open_break_leaves_later_months_open(people, record):
    make.BreakFactory(apprentice=record, first_day_away_on=date(2026, 11, 9))
    assert known(people.manager, DECEMBER).hours == []


# --- Days ---


def test_days_in_the_month_in_order(people, record):
    change(record, probation_ends_on=date(2026, 11, 30), contract_ends_on=date(2026, 12, 1))
    make.ReviewFactory(apprentice=record, held_on=date(2026, 11, 4))
    make.ReviewFactory(apprentice=record, held_on=date(2026, 10, 31))
    make.BreakFactory(
        apprentice=record, first_day_away_on=date(2026, 11, 5), first_day_back_on=date(2026, 11, 14)
    )
    here = {"organisation": people.here.organisation}
    ClosingDay.objects.create(**here, closed_on=date(2026, 11, 20), reason="Staff day")
    assert [(one.day, one.words) for one in known(people.apprentice).dated] == [
        ("4 November 2026", "Review of three held"),
        ("5 November 2026", "Break in learning begins"),
        ("14 November 2026", "Back from the break"),
        ("20 November 2026", "Closed: Staff day"),
        ("30 November 2026", "Probation ends"),
    ]
    assert [one.words for one in known(people.apprentice, DECEMBER).dated] == [
        "Contract ends",
        "Bank holiday: Christmas Day",
        "Bank holiday: Boxing Day",
        "Bank holiday: Boxing Day (observed)",
    ]


# --- What is due ---


def test_what_is_due_in_the_month_to_whoever_reads(people, record):
    review = make.ReviewFactory(apprentice=record, held_on=date(2026, 10, 30))
    for owner, what in (("apprentice", "Read the notes"), ("manager", "Book the exam")):
        make.AgreedActionFactory(review=review, owner=owner, what=what, due_on=date(2026, 11, 27))
    make.AgreedActionFactory(review=review, what="Done", due_on=date(2026, 11, 27), done_on=TODAY)
    make.AgreedActionFactory(review=review, what="Later", due_on=date(2026, 12, 7))
    make.AgreedActionFactory(
        review=make.ReviewFactory(apprentice=people.other_record), what="There", due_on=date(2026, 11, 27)
    )

    def titles(role, month=NOVEMBER):
        return [line.title for line in known(getattr(people, role), month).due if "agreed in" in line.title]

    booked = "Book the exam: agreed in Here Apprentice’s review"
    assert titles("apprentice") == ["Read the notes: agreed in your review"]
    assert titles("manager") == titles("deputy") == [booked]
    assert titles("coordinator") == []
    assert titles("manager", DECEMBER) == ["Later: agreed in Here Apprentice’s review"]


def test_what_was_said_of_protected_time_stays_with_the_coordinator(people, record):
    for month, answered_on in ((9, date(2026, 10, 2)), (10, date(2026, 11, 2))):
        make.ProtectedAnswerFactory(
            apprentice=record, month_on=date(2026, month, 1), answer="no", answered_on=answered_on
        )
    told = {
        role: any("protected" in line.title for line in known(getattr(people, role)).due)
        for role in ("coordinator", "manager", "deputy", "apprentice")
    }
    assert [role for role, is_told in told.items() if is_told] == ["coordinator"]


# --- Queries, and as it is shown ---


def test_it_takes_one_query_with_the_record_and_one_for_learning(people, record):
    friday(record)
    make.AgreedActionFactory(review=make.ReviewFactory(apprentice=record))
    with CaptureQueriesContext(connection) as queries:
        known(people.manager)
    assert len(queries) == 2


def test_as_it_is_shown(people, record):
    friday(record)
    shown = render_to_string("components/beside.html", {"beside": known(people.manager)})
    assert "Already in November 2026" in shown
    assert (
        f'<a class="govuk-link" href="/apprentices/{record.pk}/learning/time/">Agreed for learning: 29 hours.'
        in shown
    )
    assert "No date of the programme" in shown
