"""What is due before the end, for whom, and what is counted for the coordinator."""

from datetime import date, timedelta

import pytest

from apprentices.models import Apprentice, with_destinations
from apprentices.next_steps_due import due_items as due_of
from apprentices.next_steps_due import lacks_decision, lacks_talk, of_destinations
from hackit.access import Relation
from tests import factories as make

pytestmark = pytest.mark.django_db
END = date(2027, 5, 31)


@pytest.fixture
def record():
    record = make.ApprenticeFactory(
        person__full_name="Amber Example", starts_on=date(2025, 9, 1), planned_end_on=END
    )
    make.ManagerTermFactory(apprentice=record)
    return record


def items(record, on):
    found = due_of(Apprentice.objects.for_agenda(on).get(pk=record.pk), on)
    return {(item.due_on, item.owner, item.title) for item in found}


def titles(record, on, owner=None):
    return {title for _, who, title in items(record, on) if owner in (None, who)}


def test_far_ahead_there_is_the_note_and_the_first_conversation(record):
    assert items(record, date(2026, 11, 1)) == {
        (date(2026, 11, 30), "apprentice", "Six months to go: read what comes next"),
        (
            date(2026, 11, 30),
            "manager",
            "Six months to go for Amber Example: tell the head of service which posts may be needed",
        ),
        (date(2027, 2, 28), "manager", "Hold the first next-steps conversation with Amber Example"),
    }


def test_the_apprentice_prepares_from_four_weeks_before(record):
    prepare = "Prepare your first next-steps conversation"
    assert prepare not in titles(record, date(2027, 1, 30))
    assert prepare in titles(record, date(2027, 1, 31), Relation.APPRENTICE)
    make.ConversationFactory(apprentice=record, prepared=True)
    assert prepare not in titles(record, date(2027, 1, 31))


def test_what_was_held_is_confirmed_and_the_next_one_comes(record):
    on = date(2027, 3, 4)
    conversation = make.ConversationFactory(
        apprentice=record, held=True, held_on=date(2027, 2, 26), answer_by_on=date(2027, 3, 20)
    )
    make.NextStepFactory(conversation=conversation, what="Ask for a post", due_on=date(2027, 3, 9))
    assert items(record, on) == {
        (
            date(2027, 3, 5),
            "apprentice",
            "Read the record of your first next-steps conversation, and confirm it",
        ),
        (date(2027, 3, 31), "manager", "Hold the second next-steps conversation with Amber Example"),
        (date(2027, 3, 31), "apprentice", "Prepare your second next-steps conversation"),
        (
            date(2027, 3, 9),
            "manager",
            "Ask for a post: agreed in Amber Example’s next-steps conversation",
        ),
        (date(2027, 3, 20), "manager", "Decide what comes next for Amber Example, and record it"),
        (date(2027, 3, 20), "apprentice", "The day by which you know what comes next"),
    }


@pytest.mark.parametrize(("given", "due"), [({}, True), ({"given_on": date(2027, 3, 17)}, False)])
def test_a_decision_is_given_in_writing(record, given, due):
    make.DecisionFactory(apprentice=record, decided_on=date(2027, 3, 16), **given)
    found = items(record, date(2027, 3, 18))
    assert ((date(2027, 3, 23), "manager", "Give Amber Example the decision in writing") in found) == due
    assert not any("Decide what" in title for _, _, title in found)


def test_a_promised_day_that_passed_is_counted(record):
    make.ConversationFactory(
        apprentice=record, held=True, held_on=date(2027, 2, 26), answer_by_on=date(2027, 3, 20)
    )

    def found(on):
        return lacks_decision(Apprentice.objects.for_agenda(on).get(), on)

    assert [found(date(2027, 3, 20)), found(date(2027, 3, 21))] == [False, True]
    make.DecisionFactory(apprentice=record, decided_on=date(2027, 3, 21))
    assert not found(date(2027, 3, 21))


def test_a_late_conversation_is_counted_and_none_during_a_break(record):
    def found(on):
        return lacks_talk(Apprentice.objects.for_agenda(on).get(), on)

    assert [found(date(2027, 2, 28)), found(date(2027, 3, 1))] == [False, True]
    make.BreakFactory(apprentice=record, first_day_away_on=date(2027, 2, 1), first_day_back_on=None)
    assert not found(date(2027, 3, 1))
    assert items(record, date(2027, 3, 1)) == set()


def test_a_contract_that_ends_earlier_counts_even_during_a_break(record):
    Apprentice.objects.filter(pk=record.pk).update(contract_ends_on=date(2027, 4, 30))
    make.BreakFactory(apprentice=record, first_day_away_on=date(2027, 1, 4), first_day_back_on=None)
    hold = (date(2027, 1, 30), "manager", "Hold the first next-steps conversation with Amber Example")
    assert hold in items(record, date(2027, 1, 20))


def test_nothing_is_due_of_who_has_ended(record):
    Apprentice.objects.filter(pk=record.pk).update(withdrawn_on=date(2027, 3, 1), withdrawal_reason="left")
    assert items(record, date(2027, 3, 2)) == set()


def test_without_a_manager_the_coordinator_holds_it(record):
    record.manager_terms.update(until_on=date(2027, 1, 1))
    held = {(who, title) for _, who, title in items(record, date(2027, 2, 10)) if "Hold" in title}
    assert held == {("coordinator", "Hold the first next-steps conversation with Amber Example")}


# --- After the end --------------------------------------------------------------------------------


@pytest.fixture
def ended():
    return make.ApprenticeFactory(
        person__full_name="Paz Past",
        starts_on=date(2024, 9, 2),
        planned_end_on=date(2026, 3, 1),
        withdrawn_on=date(2026, 5, 31),
        withdrawal_reason="left",
    )


def after(on):
    found = with_destinations(Apprentice.objects.select_related("person"))
    return {(item.due_on, item.title) for item in of_destinations(found, on)}


def test_where_they_went_is_recorded_and_asked_again_six_months_later(ended):
    recorded = (date(2026, 6, 14), "Record where Paz Past went")
    again = (date(2026, 11, 30), "Ask Paz Past where they are now")
    assert after(date(2026, 11, 30)) == {recorded}  # nobody can be asked without an address
    touch = make.StayingInTouchFactory(apprentice=ended)
    assert after(date(2026, 11, 29)) == {recorded}
    assert after(date(2026, 11, 30)) == {recorded, again}
    make.DestinationFactory(apprentice=ended)
    assert after(date(2026, 11, 30)) == {again}
    touch.stopped_at, touch.email = "2026-11-01T09:00Z", ""
    touch.save()
    assert after(date(2026, 11, 30)) == set()


def test_who_told_it_later_is_not_asked(ended):
    make.StayingInTouchFactory(apprentice=ended)
    make.DestinationFactory(apprentice=ended)
    make.DestinationFactory(apprentice=ended, asked="six months later")
    assert after(date(2026, 12, 1) + timedelta(days=30)) == set()
