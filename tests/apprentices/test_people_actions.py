"""Who stands beside an apprentice: handing over, calling off, ending, and colleagues who leave."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from apprentices import actions
from apprentices.models import HandoverNote, ManagerTerm
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 1)
LATER = date(2027, 7, 1)
DAY = timedelta(days=1)
WORDS = {"going_on": "Builds the form", "promised": "", "next_dates": ""}


@pytest.fixture
def term():
    return make.ManagerTermFactory(from_on=date(2026, 9, 14))


@pytest.fixture
def successor(term):
    return make.ManagerFactory(organisation=term.manager.organisation)


def test_from_a_day_on_somebody_else_is_manager(term, successor):
    new = actions.appoint_manager(term.apprentice, successor, from_on=LATER, by=None, on=TODAY)
    term.refresh_from_db()
    assert (term.until_on, new.from_on, new.until_on) == (LATER - DAY, LATER, None)
    with pytest.raises(ValidationError, match="Call that off first"):
        actions.appoint_manager(term.apprentice, term.manager, from_on=LATER - DAY, by=None, on=TODAY)


def test_the_same_manager_is_no_handover(term):
    with pytest.raises(ValidationError, match="is the manager from 14 September 2026 already"):
        actions.appoint_manager(term.apprentice, term.manager, from_on=TODAY, by=None, on=TODAY)
    assert ManagerTerm.objects.get().until_on is None


def test_a_handover_that_is_called_off_leaves_the_manager_in_place(term, successor):
    new = actions.appoint_manager(term.apprentice, successor, from_on=LATER, by=None, on=TODAY)
    actions.call_off(new, by=None, on=TODAY)
    assert ManagerTerm.objects.get().until_on is None
    with pytest.raises(ValidationError, match="has begun or was called off"):
        actions.call_off(new, by=None, on=TODAY)


def test_calling_off_gives_back_only_what_was_taken(term, successor):
    actions.end(term, until_on=LATER - DAY, by=None, on=TODAY)
    new = actions.appoint_manager(term.apprentice, successor, from_on=LATER, by=None, on=TODAY)
    actions.call_off(new, by=None, on=TODAY)
    assert ManagerTerm.objects.get().until_on == LATER - DAY


def test_whoever_becomes_manager_is_deputy_and_buddy_no_longer(term, successor):
    deputy = make.DeputyTermFactory(apprentice=term.apprentice, deputy=successor)
    buddy = make.BuddyTermFactory(
        apprentice=term.apprentice,
        buddy=make.BuddyFactory(person=successor.person, organisation=successor.organisation),
        from_on=LATER,
    )
    actions.appoint_manager(term.apprentice, successor, from_on=LATER, by=None, on=TODAY)
    deputy.refresh_from_db()
    assert deputy.until_on == LATER - DAY
    assert not type(buddy).objects.filter(pk=buddy.pk).exists()


def test_a_note_goes_along_with_a_time_that_has_not_begun(term, successor):
    third = make.ManagerFactory(organisation=successor.organisation)
    new = actions.appoint_manager(term.apprentice, successor, from_on=LATER, by=None, on=TODAY)
    note = actions.write_note(new, words=WORDS, by=term.manager.person, on=TODAY)
    actions.hand_over_all(successor, to=third, from_on=LATER, by=None, on=TODAY)
    note.refresh_from_db()
    assert (note.term.manager, note.term.from_on) == (third, LATER)


def test_a_deputy_is_not_handed_over_to_the_manager(term, successor):
    deputy = make.DeputyTermFactory(apprentice=term.apprentice, deputy=successor)
    actions.hand_over_all(successor, to=term.manager, from_on=LATER, by=None, on=TODAY)
    deputy.refresh_from_db()
    assert deputy.until_on == LATER - DAY
    assert term.apprentice.deputy_terms.count() == 1


def test_what_is_over_is_not_handed_over(term, successor):
    with pytest.raises(ValidationError, match="Choose today or a later day"):
        actions.hand_over_all(term.manager, to=successor, from_on=TODAY - DAY, by=None, on=TODAY)


def test_a_time_ends_and_one_that_never_began_goes(term):
    deputy = make.DeputyTermFactory(apprentice=term.apprentice, from_on=LATER)
    actions.end(deputy, until_on=TODAY, by=None, on=TODAY)
    assert not term.apprentice.deputy_terms.exists()
    buddy = make.BuddyTermFactory(apprentice=term.apprentice, from_on=TODAY - 9 * DAY)
    actions.end(buddy, until_on=TODAY, by=None, on=TODAY)
    with pytest.raises(ValidationError, match="ends on 1 June 2027 already"):
        actions.end(buddy, until_on=LATER, by=None, on=TODAY)
    buddy.refresh_from_db()
    assert buddy.until_on == TODAY


def test_the_note_opens_on_the_day_and_is_read_once(term, successor):
    new = actions.appoint_manager(term.apprentice, successor, from_on=LATER, by=None, on=TODAY)
    note = actions.write_note(new, words=WORDS, by=term.manager.person, on=TODAY, seen="0")
    for reader, day in ((successor.person, LATER - DAY), (term.manager.person, LATER)):
        with pytest.raises(ValidationError, match="Only the new manager"):
            actions.mark_read(note, by=reader, on=day)
    actions.mark_read(note, by=successor.person, on=LATER)
    again = actions.mark_read(note, by=successor.person, on=LATER + DAY)
    assert (again.read_on, again.history.count()) == (LATER, 2)
    with pytest.raises(ValidationError, match="has read the note"):
        actions.write_note(new, words={"going_on": "More"}, by=term.manager.person, on=LATER)


def test_an_empty_note_is_none(term):
    with pytest.raises(ValidationError, match="Write something"):
        actions.write_note(term, words={}, by=None, on=TODAY)
    assert not HandoverNote.objects.exists()


def test_everybody_of_a_manager_is_handed_over_in_one_go(term, successor):
    make.ManagerTermFactory(
        apprentice__cohort=term.apprentice.cohort, manager=term.manager, from_on=LATER + DAY
    )
    deputy = make.DeputyTermFactory(
        apprentice__cohort=term.apprentice.cohort,
        deputy=term.manager,
        from_on=date(2026, 9, 1),
        until_on=LATER + 30 * DAY,
    )
    ended = make.ManagerTermFactory(
        apprentice__cohort=term.apprentice.cohort,
        apprentice__withdrawn_on=TODAY - DAY,
        apprentice__withdrawal_reason="left",
        manager=term.manager,
    )
    person = term.manager.person
    with pytest.raises(ValidationError, match=r"is still deputy of .*, manager of .*Hand over first"):
        actions.refuse_while_needed(person, on=TODAY)
    number = actions.hand_over_all(term.manager, to=successor, from_on=LATER, by=None, on=TODAY)
    assert number == 3
    with pytest.raises(ValidationError):
        actions.refuse_while_needed(person, on=LATER - DAY)
    actions.refuse_while_needed(person, on=LATER)
    rows = ManagerTerm.objects.filter(manager=successor).order_by("from_on")
    assert [row.from_on for row in rows] == [LATER, LATER + DAY]
    assert deputy.apprentice.deputy_terms.get(deputy=successor).until_on == deputy.until_on
    assert ManagerTerm.objects.get(pk=ended.pk).manager == term.manager


def test_all_or_nobody_is_handed_over(term, successor):
    own = make.ApprenticeFactory(cohort=term.apprentice.cohort, person=successor.person)
    make.ManagerTermFactory(apprentice=own, manager=term.manager)
    with pytest.raises(ValidationError, match="Nobody is their own manager"):
        actions.hand_over_all(term.manager, to=successor, from_on=LATER, by=None, on=TODAY)
    assert not ManagerTerm.objects.filter(manager=successor).exists()
    with pytest.raises(ValidationError, match="somebody else"):
        actions.hand_over_all(term.manager, to=term.manager, from_on=LATER, by=None, on=TODAY)
