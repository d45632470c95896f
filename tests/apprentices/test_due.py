"""What is due about one apprentice: who answers for it, by when, and on which page."""

from datetime import date, timedelta

import pytest

from apprentices import actions
from apprentices.due import due_items
from apprentices.missing import missing
from apprentices.models import Apprentice
from hackit.access import Action
from hackit.overview.agenda import agenda, for_agenda
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)


@pytest.fixture
def people():
    return world.build(TODAY)


@pytest.fixture
def record(people):
    """The apprentice, whose manager stays: nobody is named for later."""
    actions.call_off(people.record.manager_terms.get(from_on__gt=TODAY), by=people.coordinator, on=TODAY)
    return people.record


def due(record, on=TODAY, happens=False):
    """{title: (owner, day, route)} of what is due about a record, without inviting anybody."""
    found = due_items(Apprentice.objects.for_agenda(on).get(pk=record.pk), on)
    return {
        item.title: (item.owner, item.due_on, item.route)
        for item in found
        if item.happens == happens and not item.title.startswith("Invite")
    }


def lines(user, on):
    """The titles on somebody's agenda."""
    mine = for_agenda(Apprentice.objects.allowing(user, Action.VIEW, on), on)
    return [line.title for section in agenda(list(mine), on) for line in section.lines]


def lacks(record, on=TODAY):
    return missing(Apprentice.objects.for_agenda(on).get(pk=record.pk), on)


def change(record, **facts):
    for name, value in facts.items():
        setattr(record, name, value)
    record.save()


# --- Reviews of three ---

REVIEW = "Hold the next review of three with Here Apprentice"


def test_a_review_is_due_to_the_manager_by_the_day_of_the_rule(record):
    assert due(record) == {REVIEW: ("manager", date(2026, 11, 30), ("record_review", record.pk))}
    make.ReviewFactory(apprentice=record, held_on=TODAY - DAY)
    assert due(record)[REVIEW][1] == date(2027, 2, 28)


def test_a_review_is_due_to_the_coordinator_while_there_is_no_manager(record):
    record.manager_terms.all().delete()
    assert due(record)[REVIEW][0] == "coordinator"


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_on": TODAY + DAY},
        {"gateway_on": TODAY},
        {"gateway_on": TODAY, "assessment_on": TODAY},
        {"withdrawn_on": TODAY, "withdrawal_reason": "left"},
    ],
)
def test_no_review_is_due_outside_learning(facts, record):
    change(record, **facts)
    assert REVIEW not in due(record)


def test_no_review_is_due_in_a_break_and_then_it_counts_from_the_first_day_back(record):
    gap = make.BreakFactory(apprentice=record, first_day_away_on=date(2026, 11, 1))
    assert REVIEW not in due(record)
    gap.first_day_back_on = date(2027, 1, 11)
    gap.save()
    assert due(record, date(2027, 1, 11))[REVIEW][1] == date(2027, 4, 30)


def test_a_late_review_is_missing_and_the_deputy_hears_of_it(people, record):
    on = date(2026, 11, 30)
    assert "review" not in lacks(record, on)
    assert REVIEW not in lines(people.deputy, on)
    assert "review" in lacks(record, on + DAY)
    assert REVIEW in lines(people.deputy, on + DAY)


# --- What reviews agreed ---


@pytest.mark.parametrize(
    ("owner", "falls_to", "title"),
    [
        ("apprentice", "apprentice", "Book the exam: agreed in your review"),
        ("manager", "manager", "Book the exam: agreed in Here Apprentice’s review"),
        ("provider", "manager", "Ask the provider: Book the exam, agreed in Here Apprentice’s review"),
        ("coordinator", "coordinator", "Book the exam: agreed in Here Apprentice’s review"),
    ],
)
def test_what_was_agreed_is_due_to_its_owner_until_it_is_done(owner, falls_to, title, people, record):
    review = make.ReviewFactory(apprentice=record)
    one = make.AgreedActionFactory(review=review, owner=owner, due_on=TODAY + 3 * DAY)
    make.AgreedActionFactory(review__apprentice=people.other_record, what="Their secret", owner=owner)
    assert due(record)[title] == (falls_to, TODAY + 3 * DAY, ("reviews", record.pk))
    assert title in lines(getattr(people, falls_to), TODAY)
    assert "Their secret" not in str(lines(getattr(people, falls_to), TODAY))
    actions.tick(one, done=True, by=people.manager, on=TODAY)
    assert title not in due(record)
    actions.tick(one, done=False, by=people.manager, on=TODAY)
    assert title in due(record)


def test_nothing_agreed_is_seen_by_the_buddy(people, record):
    make.AgreedActionFactory(review__apprentice=record, due_on=TODAY - DAY)
    assert lines(people.buddy, TODAY) == []


def test_curly_brackets_in_what_was_agreed_are_only_words(record):
    make.AgreedActionFactory(review__apprentice=record, what="Read {name} {0}")
    assert "Read {name} {0}: agreed in Here Apprentice’s review" in due(record)


# --- Moves that should have happened ---

RECORD = "admin:apprentices_apprentice"


def test_a_return_is_overdue_once_its_day_has_passed(record):
    make.BreakFactory(apprentice=record, first_day_away_on=TODAY - 9 * DAY, expected_return_on=TODAY)
    change(record, planned_end_on=TODAY - 2 * DAY)  # a break moves it, so nobody is asked for another
    title = "Expected back from the break: record the return of Here Apprentice"
    assert due(record) == {}
    assert due(record, TODAY + DAY) == {title: ("coordinator", TODAY, (f"{RECORD}_return", record.pk))}
    assert "late" in lacks(record, TODAY + DAY)


def test_a_planned_end_has_passed(record):
    change(record, planned_end_on=TODAY)
    title = "Planned end has passed: record gateway, a new end or the withdrawal of Here Apprentice"
    assert title not in due(record)
    assert due(record, TODAY + DAY)[title] == ("coordinator", TODAY, (f"{RECORD}_change", record.pk))
    change(record, gateway_on=TODAY)
    assert due(record, TODAY + DAY) == {}


def test_the_day_of_a_resit_has_passed_without_a_result(record):
    change(record, gateway_on=TODAY - 9 * DAY, assessment_on=TODAY - 8 * DAY)
    make.FailedAttemptFactory(apprentice=record, failed_on=TODAY - 7 * DAY, resit_on=TODAY - 3 * DAY)
    make.FailedAttemptFactory(apprentice=record, failed_on=TODAY - 2 * DAY, resit_on=TODAY)
    title = "The day of the resit has passed: record the result of Here Apprentice"
    assert due(record) == {}
    assert due(record, TODAY + DAY) == {title: ("coordinator", TODAY, (f"{RECORD}_result", record.pk))}
    change(record, completed_on=TODAY, result="pass")
    assert due(record, TODAY + DAY) == {}


# --- Handover ---


def test_the_leaving_manager_writes_the_note_and_nobody_stands_in(people):
    record, term = people.record, people.record.manager_terms.get(from_on__gt=TODAY)
    title = (
        f"Write the handover note about Here Apprentice before {people.manager_to_be} takes over on "
        "9 December 2026"
    )
    assert due(record)[title][:2] == ("manager", date(2026, 12, 2))
    late = date(2026, 12, 5)
    assert title in lines(people.manager, late)
    assert title not in lines(people.deputy, late)
    actions.write_note(term, words={"promised": "A visit"}, by=people.manager, on=TODAY)
    assert title not in due(record)


def test_nobody_is_asked_for_a_note_when_there_is_no_manager_to_leave(people):
    people.record.manager_terms.exclude(from_on__gt=TODAY).delete()
    assert not [title for title in due(people.record) if "handover" in title]


def test_the_new_manager_reads_the_note_on_their_first_day(people):
    term = people.record.manager_terms.get(from_on__gt=TODAY)
    note = actions.write_note(term, words={"promised": "A visit"}, by=people.manager, on=TODAY)
    title, on = "Read the handover note about Here Apprentice", term.from_on
    assert title not in due(people.record, on - DAY)
    assert due(people.record, on)[title][:2] == ("manager", on)
    assert title in lines(people.manager_to_be, on + DAY)
    assert title not in lines(people.deputy, on + DAY)
    actions.mark_read(note, by=people.manager_to_be, on=on)
    assert title not in due(people.record, on)


def test_the_apprentice_is_told_who_comes(people):
    deputy = make.DeputyTermFactory(apprentice=people.record, from_on=TODAY + 5 * DAY).deputy
    manager = people.manager_to_be
    told = due(people.record, happens=True)
    assert told[f"{manager} becomes your manager"][:2] == ("apprentice", date(2026, 12, 9))
    assert told[f"{deputy} becomes a deputy of your manager"][:2] == ("apprentice", TODAY + 5 * DAY)
    assert not [title for title in lines(people.buddy, TODAY) if "becomes" in title]


# --- Before the first day ---


def test_buddy_and_tutor_are_the_managers_matter_when_there_is_one(people, record):
    record.buddy_terms.all().delete()
    change(record, tutor=None, first_day_at_work_on=TODAY, starts_on=TODAY + DAY)
    titles = ["Choose a buddy for Here Apprentice", "Add the name of the tutor of Here Apprentice"]
    assert {title: due(record)[title][0] for title in titles} == dict.fromkeys(titles, "manager")
    record.manager_terms.all().delete()
    assert {title: due(record)[title][0] for title in titles} == dict.fromkeys(titles, "coordinator")


# --- The same of many ---


def test_what_is_asked_of_many_is_one_line_that_leads_to_them(people, record):
    coming = {"first_day_at_work_on": TODAY + DAY, "starts_on": TODAY + DAY, "tutor": None}
    for _ in range(2):
        make.ApprenticeFactory(cohort=record.cohort, **coming)
    titles = lines(people.coordinator, TODAY)
    assert len([title for title in titles if title.startswith("Name the manager of")]) == 2
    third = make.ApprenticeFactory(cohort=record.cohort, **coming)
    titles = lines(people.coordinator, TODAY)
    assert "Name the managers of 3 people" in titles
    assert f"Name the manager of {third}" not in titles
    mine = for_agenda(Apprentice.objects.allowing(people.coordinator, Action.VIEW, TODAY), TODAY)
    [line] = [
        line for section in agenda(list(mine), TODAY) for line in section.lines if "Give 3" in line.title
    ]
    assert line.url == "/apprentices/?missing=induction"
