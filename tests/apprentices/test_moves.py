"""The moves of an apprenticeship as actions: what each does, keeps and refuses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from apprentices import actions
from apprentices.life import Status
from apprentices.models import Apprentice, BreakInLearning, EarlierPlan
from apprentices.plan import average_weekly_hours, sentence
from tests import factories as make

pytestmark = pytest.mark.django_db
START, END, TODAY = date(2026, 9, 14), date(2028, 3, 13), date(2027, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def by():
    return make.UserFactory(full_name="Cora Coordinator")


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=START, planned_end_on=END)


def fresh(record):
    return Apprentice.objects.get(pk=record.pk)


def away(record, by, days=59, **fields):
    """Somebody who went away on 4 January 2027 and, if `days`, came back so many days later."""
    began = date(2027, 1, 4)
    record = actions.begin_break(record, first_day_away_on=began, reason="Caring", by=by, on=began)
    if days:
        back = began + days * DAY
        record = actions.come_back(record.breaks.get(), first_day_back_on=back, by=by, on=back, **fields)
    return record


# --- Breaks ---------------------------------------------------------------------------------------


def test_the_planned_end_moves_by_the_days_away_and_the_one_before_is_kept(record, by):
    record = away(record, by)
    assert record.planned_end_on == END + 59 * DAY
    gap = record.breaks.get()
    assert gap.end_before_on == END
    earlier = record.earlier_plans.get()
    assert (earlier.planned_end_on, earlier.until_on) == (END, date(2027, 3, 3))
    assert earlier.why == "Back from a break"
    newest = record.history.latest()
    assert (newest.history_user, newest.history_date.date()) == (by, date(2027, 3, 4))


def test_another_end_may_be_agreed(record, by):
    record = away(record, by, planned_end_on=END + 10 * DAY)
    assert record.planned_end_on == END + 10 * DAY
    assert record.breaks.get().end_before_on == END


def test_the_end_may_stay_where_it_is(record, by):
    record = away(record, by, planned_end_on=END)
    assert record.planned_end_on == END
    assert not record.earlier_plans.exists()


def test_nobody_comes_back_twice_or_in_the_future(record, by):
    gap = away(record, by, days=0).breaks.get()
    with pytest.raises(ValidationError, match="still to come") as refused:
        actions.come_back(gap, first_day_back_on=TODAY + DAY, by=by, on=TODAY)
    assert set(refused.value.message_dict) == {"first_day_back_on"}
    actions.come_back(gap, first_day_back_on=TODAY, by=by, on=TODAY)
    with pytest.raises(ValidationError, match="return on 1 June 2027 is recorded already"):
        actions.come_back(gap, first_day_back_on=TODAY, by=by, on=TODAY)
    assert fresh(record).planned_end_on == END + (TODAY - date(2027, 1, 4)).days * DAY


def test_a_break_that_is_over_is_entered_at_once(record, by):
    actions.begin_break(
        record,
        first_day_away_on=date(2027, 1, 4),
        first_day_back_on=date(2027, 3, 4),
        reason="Caring",
        by=by,
        on=TODAY,
    )
    assert fresh(record).planned_end_on == END + 59 * DAY
    with pytest.raises(ValidationError, match="status was “break in learning”"):
        actions.begin_break(
            record,
            first_day_away_on=date(2027, 2, 4),
            first_day_back_on=date(2027, 4, 4),
            reason="Again",
            by=by,
            on=TODAY,
        )


def test_a_correction_moves_the_end_again_and_says_why(record, by):
    gap = away(record, by).breaks.get()
    changed = {"first_day_away_on": gap.first_day_away_on, "reason": gap.reason, "by": by, "on": TODAY}
    back = date(2027, 3, 10)
    record = actions.correct_break(gap, first_day_back_on=back, why="Came back later", **changed)
    assert record.planned_end_on == END + 65 * DAY
    gap = record.breaks.get()
    assert (gap.first_day_back_on, gap.end_before_on) == (back, END)
    assert gap.history.latest().history_change_reason == "Correction: Came back later"
    record = actions.correct_break(gap, why="Still away", **changed)
    assert (record.planned_end_on, record.breaks.get().end_before_on) == (END, None)
    assert record.status_on(TODAY) == Status.BREAK


def test_an_end_that_was_agreed_otherwise_stays_when_the_break_is_corrected(record, by):
    gap = away(record, by, planned_end_on=END + 10 * DAY).breaks.get()
    record = actions.correct_break(
        gap,
        first_day_away_on=gap.first_day_away_on,
        first_day_back_on=date(2027, 3, 10),
        reason="Caring",
        why="Slip",
        by=by,
        on=TODAY,
    )
    assert record.planned_end_on == END + 10 * DAY


def test_a_break_that_did_not_happen_is_taken_away_and_its_days_with_it(record, by):
    gap = away(record, by).breaks.get()
    record = actions.cancel_break(gap, why="Entered for somebody else", by=by, on=TODAY)
    assert not record.breaks.exists()
    assert record.planned_end_on == END
    deleted = BreakInLearning.history.filter(history_type="-").get()
    assert deleted.history_change_reason == "Correction: Entered for somebody else"
    assert deleted.history_user == by


def two_breaks(record, by):
    """One of 59 days, and after it one of 20; the planned end has moved by both."""
    record = away(record, by)
    record = actions.begin_break(
        record,
        first_day_away_on=date(2027, 4, 1),
        first_day_back_on=date(2027, 4, 21),
        reason="Again",
        by=by,
        on=TODAY,
    )
    assert record.planned_end_on == END + 79 * DAY
    return record.breaks.order_by("first_day_away_on")


def test_the_first_of_two_breaks_is_corrected_or_taken_away(record, by):
    first, second = two_breaks(record, by)
    changed = {"first_day_away_on": first.first_day_away_on, "reason": "Caring", "why": "Slip"}
    back = first.first_day_back_on - 5 * DAY
    record = actions.correct_break(first, first_day_back_on=back, by=by, on=TODAY, **changed)
    second.refresh_from_db()
    assert (record.planned_end_on, second.end_before_on) == (END + 74 * DAY, END + 54 * DAY)
    record = actions.cancel_break(first, why="Never happened", by=by, on=TODAY)
    second.refresh_from_db()
    assert (record.planned_end_on, second.end_before_on) == (END + 20 * DAY, END)


def test_a_correction_may_not_contradict_what_happened_later(record, by):
    gap = away(record, by).breaks.get()
    actions.reach_gateway(record, reached_on=date(2027, 5, 1), by=by, on=TODAY)
    with pytest.raises(ValidationError, match="before gateway"):
        actions.correct_break(
            gap,
            first_day_away_on=gap.first_day_away_on,
            first_day_back_on=date(2027, 5, 2),
            reason="Caring",
            why="Slip",
            by=by,
            on=TODAY,
        )
    assert record.breaks.get().first_day_back_on == date(2027, 3, 4)


def test_a_break_that_was_corrected_to_an_earlier_return_can_be_taken_away(record, by):
    record = away(record, by)
    gap = record.breaks.get()
    days = {"first_day_away_on": gap.first_day_away_on, "first_day_back_on": date(2027, 2, 1)}
    record = actions.correct_break(gap, reason="Caring", why="Back earlier", by=by, on=TODAY, **days)
    assert record.planned_end_on == END + 28 * DAY
    assert actions.cancel_break(gap, why="It was leave", by=by, on=TODAY).planned_end_on == END


def test_the_return_moves_an_end_that_was_agreed_ahead(record, by):
    away(record, by, days=None)
    later = {"from_on": date(2027, 12, 1), "planned_end_on": END + 100 * DAY}
    actions.change_plan(record, why="More time", by=by, on=date(2027, 2, 1), **later)
    gap = record.breaks.get()
    back = {"first_day_back_on": date(2027, 1, 14), "by": by, "on": date(2027, 2, 1)}
    record = actions.come_back(gap, **back)
    assert record.planned_end_on == END + 110 * DAY
    assert (
        sentence(record.plans(), "planned_end_on", str)
        == "2028-03-13 until 30 November 2027, then 2028-07-01"
    )


def test_another_end_may_be_agreed_while_they_are_away(record, by):
    gap = away(record, by, days=None).breaks.get()
    days = {"first_day_away_on": gap.first_day_away_on, "planned_end_on": END + 9 * DAY}
    record = actions.correct_break(gap, reason="Caring", why="Agreed now", by=by, on=TODAY, **days)
    assert record.planned_end_on == END + 9 * DAY


# --- The plan -------------------------------------------------------------------------------------


def test_earlier_hours_stay_readable_and_make_the_average(record, by):
    record = actions.change_plan(
        record, from_on=date(2027, 3, 4), weekly_hours=Decimal(30), why="Caring", by=by, on=TODAY
    )
    plans = record.plans()
    words = sentence(plans, "weekly_hours", lambda hours: f"{hours.normalize():f} hours")
    assert words == "36 hours until 3 March 2027, then 30 hours"
    average = average_weekly_hours(plans, START, END)
    days = (END - START).days + 1
    assert average == (36 * Decimal(171) + 30 * Decimal(days - 171)) / days


def test_hours_may_be_agreed_ahead_and_a_provider_may_not(record, by):
    later = TODAY + 90 * DAY
    record = actions.change_plan(record, from_on=later, weekly_hours=Decimal(20), by=by, on=TODAY)
    assert record.plans()[0].weekly_hours == 36
    with pytest.raises(ValidationError, match="provider is recorded once it has happened"):
        actions.change_plan(record, from_on=later, provider=make.ProviderFactory(), by=by, on=TODAY)


def test_another_provider_has_another_tutor(by):
    tutor = make.ContactFactory()
    cohort = make.CohortFactory(organisation=tutor.organisation)
    record = make.ApprenticeFactory(cohort=cohort, provider=tutor.provider, tutor=tutor)
    record = actions.change_plan(record, from_on=TODAY, provider=make.ProviderFactory(), by=by, on=TODAY)
    assert record.tutor is None
    assert record.plans()[0].tutor == tutor


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Nothing would change"),
        ({"weekly_hours": Decimal(36)}, "Nothing would change"),
        ({"weekly_hours": Decimal(60)}, "less than or equal to 48"),
        ({"planned_end_on": START}, "planned end must be after"),
    ],
)
def test_a_plan_that_cannot_be(values, words, record, by):
    with pytest.raises(ValidationError, match=words):
        actions.change_plan(record, from_on=TODAY, by=by, on=TODAY, **values)
    assert not EarlierPlan.objects.exists()


def test_a_version_is_a_change_of_plan_and_a_standard_is_not(record, by):
    newer = make.StandardFactory(reference=record.standard.reference, version="1.2")
    record = actions.change_plan(record, from_on=TODAY, standard=newer, by=by, on=TODAY)
    assert record.standard == newer
    with pytest.raises(ValidationError, match="Another standard is a new record"):
        actions.change_plan(record, from_on=TODAY, standard=make.StandardFactory(), by=by, on=TODAY)


def test_a_change_of_standard_ends_one_record_and_begins_a_linked_one(record, by):
    manager = make.ManagerTermFactory(apprentice=record, from_on=START)
    make.BuddyTermFactory(apprentice=record, from_on=START, until_on=START + 90 * DAY)
    deputy = make.DeputyTermFactory(apprentice=record, from_on=TODAY + 30 * DAY)
    note = make.HandoverNoteFactory(term=manager)
    new = actions.change_standard(
        record,
        standard=make.StandardFactory(),
        starts_on=TODAY,
        planned_end_on=TODAY + 500 * DAY,
        weekly_hours=Decimal(30),
        by=by,
        on=TODAY,
    )
    old = fresh(record)
    assert (old.withdrawn_on, old.withdrawal_reason) == (TODAY - DAY, "ended")
    assert (new.previous, new.person, new.cohort) == (old, old.person, old.cohort)
    assert (new.weekly_hours, new.status_on(TODAY)) == (30, Status.LEARNING)
    assert new.manager_terms.get().manager == manager.manager
    assert new.manager_terms.get().from_on == START  # as manager, not as something new
    assert new.deputy_terms.get().from_on == deputy.from_on
    assert not new.buddy_terms.exists()
    note.refresh_from_db()
    assert note.term == new.manager_terms.get()
    with pytest.raises(ValidationError, match="the status is “withdrawn”"):
        actions.change_standard(
            old,
            standard=make.StandardFactory(),
            starts_on=TODAY,
            planned_end_on=TODAY + 500 * DAY,
            by=by,
            on=TODAY,
        )
    assert Apprentice.objects.count() == 2


def test_a_second_apprenticeship_links_to_the_first_of_the_same_organisation(by):
    first = make.ApprenticeFactory(
        starts_on=date(2024, 9, 2), withdrawn_on=date(2025, 3, 3), withdrawal_reason="left"
    )
    fields = {
        "person": first.person,
        "standard": make.StandardFactory(),
        "first_day_at_work_on": START,
        "starts_on": START,
        "planned_end_on": END,
        "weekly_hours": 36,
        "by": by,
    }
    elsewhere = actions.enrol(cohort=make.CohortFactory(), **fields)
    assert elsewhere.previous is None
    actions.withdraw(elsewhere, withdrawn_on=TODAY, reason="left", by=by, on=TODAY)
    assert actions.enrol(cohort=first.cohort, **fields).previous == first


def test_nobody_is_in_two_apprenticeships_on_one_day(record, by):
    actions.withdraw(record, withdrawn_on=TODAY + 60 * DAY, reason="left", by=by, on=TODAY)
    with pytest.raises(ValidationError, match="before this one ends on 31 July 2027"):
        actions.enrol(
            person=record.person,
            cohort=record.cohort,
            standard=record.standard,
            first_day_at_work_on=TODAY,
            starts_on=TODAY + 60 * DAY,
            planned_end_on=TODAY + 600 * DAY,
            weekly_hours=36,
            by=by,
            on=TODAY,
        )


def test_what_was_wrong_from_the_start_is_put_right_in_every_version(record, by):
    record = away(record, by)
    record = actions.correct(record, weekly_hours=Decimal(30), why="Typed wrong", by=by, on=TODAY)
    assert {plan.weekly_hours for plan in record.plans()} == {30}
    assert len(record.plans()) == 2


def test_what_is_agreed_before_the_start_is_no_version(record, by):
    before = START - 10 * DAY
    record = actions.change_plan(record, from_on=before, weekly_hours=Decimal(30), by=by, on=before)
    assert [plan.weekly_hours for plan in record.plans()] == [30]


def test_nothing_but_a_correction_changes_what_has_ended(record, by):
    record = actions.withdraw(record, withdrawn_on=TODAY, reason="left", by=by, on=TODAY)
    day = TODAY - 30 * DAY
    for act in (
        lambda: actions.change_plan(record, from_on=day, weekly_hours=Decimal(30), by=by, on=TODAY),
        lambda: actions.begin_break(
            record, first_day_away_on=day, first_day_back_on=day + DAY, reason="Late", by=by, on=TODAY
        ),
    ):
        with pytest.raises(ValidationError, match="It ended on 1 June 2027: correct the record"):
            act()


def test_a_correction_says_nothing_about_days_to_come(record, by):
    with pytest.raises(ValidationError, match="2 June 2027 is still to come"):
        actions.correct(record, gateway_on=TODAY + DAY, why="Slip", by=by, on=TODAY)


# --- Gateway, assessment, the end -----------------------------------------------------------------


def at_assessment(record, by):
    actions.reach_gateway(record, reached_on=date(2027, 4, 1), by=by, on=TODAY)
    return actions.begin_assessment(record, begun_on=date(2027, 4, 20), by=by, on=TODAY)


def test_sent_back_the_days_at_gateway_stay_what_they_were(record, by):
    actions.reach_gateway(record, reached_on=date(2027, 4, 1), by=by, on=TODAY)
    record = actions.send_back(record, sent_back_on=date(2027, 4, 20), why="A project", by=by, on=TODAY)
    assert record.gateway_on is None
    stands = [record.status_on(date(2027, 4, day)) for day in (1, 19, 20)]
    assert stands == [Status.GATEWAY, Status.GATEWAY, Status.LEARNING]
    record = actions.reach_gateway(record, reached_on=date(2027, 5, 20), by=by, on=TODAY)
    assert record.status_on(TODAY) == Status.GATEWAY


def test_with_a_resit_planned_they_stay_in_assessment(record, by):
    record = at_assessment(record, by)
    record = actions.fail(record, failed_on=date(2027, 5, 20), resit_on=date(2027, 7, 1), by=by, on=TODAY)
    assert record.status_on(TODAY) == Status.ASSESSMENT
    with pytest.raises(ValidationError, match="resit comes after"):
        actions.fail(record, failed_on=date(2027, 5, 30), resit_on=date(2027, 5, 1), by=by, on=TODAY)
    record = actions.complete(record, completed_on=date(2027, 5, 30), result="pass", by=by, on=TODAY)
    assert record.status_on(TODAY) == Status.COMPLETED


@pytest.mark.parametrize("result", ["pass", "merit", "distinction", "fail"])
def test_every_result_is_an_end(result, record, by):
    record = at_assessment(record, by)
    record = actions.complete(record, completed_on=TODAY, result=result, by=by, on=TODAY)
    assert (record.status_on(TODAY), record.result) == (Status.COMPLETED, result)


def test_stopping_keeps_the_reasons(record, by):
    record = actions.withdraw(
        record,
        withdrawn_on=TODAY + 7 * DAY,
        reason="left",
        redundant=True,
        human_reasons=["no-time", "pay"],
        would_have_kept="Study days that were kept free",
        by=by,
        on=TODAY,
    )
    assert [record.status_on(TODAY + days * DAY) for days in (6, 7)] == [Status.LEARNING, Status.WITHDRAWN]
    assert fresh(record).human_reasons == ["no-time", "pay"]


@pytest.mark.parametrize("reasons", [["no-time", "no-time"], ["boredom"], "pay", [["pay"]], {"pay": 1}])
def test_reasons_that_are_none(reasons, record, by):
    record.withdrawn_on, record.withdrawal_reason, record.human_reasons = TODAY, "left", reasons
    with pytest.raises(ValidationError, match="Choose reasons from the list"):
        record.full_clean()


def test_the_end_is_final_except_for_a_correction_recorded_as_one(record, by):
    record = actions.withdraw(
        record, withdrawn_on=TODAY, reason="left", human_reasons=["pay"], by=by, on=TODAY
    )
    with pytest.raises(ValidationError, match="“withdrawn”"):
        actions.withdraw(record, withdrawn_on=TODAY, reason="ended", by=by, on=TODAY)
    with pytest.raises(ValidationError, match="correct the record"):
        actions.change_plan(record, from_on=TODAY, weekly_hours=Decimal(30), by=by, on=TODAY)
    with pytest.raises(ValidationError, match="recorded with the withdrawal"):
        actions.correct(record, withdrawn_on=None, withdrawal_reason="", why="Slip", by=by, on=TODAY)
    gone = {"withdrawn_on": None, "withdrawal_reason": "", "human_reasons": [], "would_have_kept": ""}
    record = actions.correct(record, why="It was somebody else", by=by, on=TODAY, **gone)
    assert record.status_on(TODAY) == Status.LEARNING
    assert record.history.latest().history_change_reason == "Correction: It was somebody else"


def test_a_correction_fits_with_the_breaks(record, by):
    away(record, by)
    with pytest.raises(ValidationError, match="before gateway and before the end"):
        actions.correct(record, gateway_on=date(2027, 2, 1), why="Slip", by=by, on=TODAY)
