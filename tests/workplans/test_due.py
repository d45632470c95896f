"""What is due about one apprentice's learning: who answers for it, by when, on which page, and until when."""

from datetime import date, datetime, timedelta

import pytest

from apprentices.life import Status
from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.models import User
from hackit.overview.agenda import agenda, for_agenda, gaps
from tests import factories as make
from tests import world
from workplans import actions
from workplans.due import due_items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
OCTOBER = date(2026, 10, 9)


@pytest.fixture
def people():
    """The apprentice is in learning since 10 August 2026."""
    return world.build(TODAY)


@pytest.fixture
def record(people):
    """Nothing is due: time is agreed, and of October everything is said."""
    make.LearningTimeFactory(apprentice=people.record, agreed=True)
    make.LearningEntryFactory(apprentice=people.record, learned_on=OCTOBER, accepted=True)
    make.ProtectedAnswerFactory(apprentice=people.record)
    return people.record


def due(record, on=TODAY):
    """{title: (owner, day, page)} of what is due about the learning of a record."""
    found = due_items(for_agenda(Apprentice.objects.filter(pk=record.pk), on).get(), on)
    return {item.title: (item.owner, item.due_on, item.route[0]) for item in found}


def lines(user, on=TODAY):
    """The titles about learning on somebody's agenda."""
    mine = for_agenda(Apprentice.objects.allowing(user, Action.VIEW, on), on)
    titles = [line.title for section in agenda(list(mine), on) for line in section.lines]
    return [
        title for title in titles if "earning" in title and "first day" not in title and "end" not in title
    ]


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=dates.LONDON)


def change(record, **facts):
    for name, value in facts.items():
        setattr(record, name, value)
    record.save()


def test_nothing_is_due_where_all_is_done(people, record):
    assert due(record) == {}
    for role in ("apprentice", "manager", "deputy", "buddy", "coordinator"):
        assert lines(getattr(people, role)) == []


# --- Entries ---


def test_entries_are_accepted_within_two_weeks_of_the_oldest(people, record):
    make.LearningEntryFactory(apprentice=record, submitted_at=at(date(2026, 11, 4), 23))
    one = {"Accept 1 entry of learning of Here Apprentice": ("manager", date(2026, 11, 18), "to_accept")}
    assert due(record) == one
    make.LearningEntryFactory(apprentice=record, submitted_at=at(date(2026, 11, 17)))
    title = "Accept 2 entries of learning of Here Apprentice"
    assert due(record) == {title: ("manager", date(2026, 11, 18), "to_accept")}
    assert (lines(people.manager), lines(people.deputy), lines(people.coordinator)) == ([title], [], [])
    assert lines(people.deputy, TODAY + DAY) == [title]


def test_without_a_manager_the_deputies_hear_of_it_and_nobody_who_cannot_accept(people, record):
    make.LearningEntryFactory(apprentice=record, submitted_at=at(TODAY - 20 * DAY))
    record.manager_terms.all().delete()
    assert len(lines(people.deputy)) == 1
    assert lines(people.coordinator) == []


def test_what_was_returned_is_corrected_within_a_week(people, record):
    make.LearningEntryFactory(apprentice=record, returned=True, answered_at=at(date(2026, 11, 16)))
    title = "Correct 1 entry of learning that was returned"
    assert due(record) == {title: ("apprentice", date(2026, 11, 23), "learning")}
    assert lines(people.apprentice) == [title]
    assert lines(people.manager) == []
    make.LearningEntryFactory(apprentice=record, returned=True, answered_at=at(date(2026, 11, 15)))
    title = "Correct 2 entries of learning that were returned"
    assert due(record) == {title: ("apprentice", date(2026, 11, 22), "learning")}


def test_what_was_returned_and_lies_in_a_break_of_later_need_not_be_corrected(people, record):
    make.LearningEntryFactory(apprentice=record, returned=True, learned_on=date(2026, 11, 3))
    make.BreakFactory(
        apprentice=record, first_day_away_on=date(2026, 11, 2), first_day_back_on=date(2026, 11, 9)
    )
    assert lines(people.apprentice) == []
    make.LearningEntryFactory(apprentice=record, returned=True, learned_on=date(2026, 11, 9))
    assert lines(people.apprentice) == ["Correct 1 entry of learning that was returned"]


# --- Learning time ---


@pytest.mark.parametrize(
    ("by", "owner", "title"),
    [
        ("apprentice", "manager", "Answer the learning time that Here Apprentice proposes"),
        ("manager", "apprentice", "Answer the learning time that was proposed to you"),
        ("deputy", "apprentice", "Answer the learning time that was proposed to you"),
    ],
)
def test_the_other_side_answers_within_a_week(by, owner, title, people, record):
    time = make.LearningTimeFactory(
        apprentice=record, proposed_by=getattr(people, by), proposed_at=at(TODAY - DAY)
    )
    assert due(record) == {title: (owner, date(2026, 11, 24), "learning_time")}
    assert lines(getattr(people, owner)) == [title]
    answerer = people.manager if by == "apprentice" else people.apprentice
    actions.decline(time, because="Fridays are taken", by=answerer, on=TODAY)
    assert due(record) == {}


def test_a_learning_time_is_agreed_in_the_first_two_weeks(people, record):
    record.learning_times.all().delete()
    title = "Agree with Here Apprentice when there is time for learning"
    assert due(record) == {title: ("manager", date(2026, 8, 24), "learning_time")}
    time = make.LearningTimeFactory(apprentice=record, proposed_at=at(TODAY))
    assert title not in due(record)
    time.delete()
    make.LearningTimeFactory(apprentice=record, agreed=True, until_on=date(2026, 11, 13))
    assert due(record) == {title: ("manager", date(2026, 11, 27), "learning_time")}
    make.LearningTimeFactory(apprentice=record, agreed=True, from_on=TODAY + 9 * DAY)
    assert due(record) == {}


# --- The month ---


def silent(record):
    record.protected_answers.all().delete()


QUESTION = "Was your learning time protected in October?"


@pytest.mark.parametrize(
    ("starts_on", "away", "asked"),
    [
        (date(2026, 8, 10), None, True),
        (date(2026, 10, 25), None, True),  # seven days
        (date(2026, 10, 26), None, False),
        (date(2026, 8, 10), (date(2026, 9, 5), date(2026, 10, 25)), True),
        (date(2026, 8, 10), (date(2026, 9, 5), date(2026, 10, 26)), False),
        (date(2026, 8, 10), (date(2026, 10, 8), date(2026, 11, 2)), True),
        (date(2026, 8, 10), (date(2026, 10, 7), date(2026, 11, 2)), False),
    ],
)
def test_the_question_is_asked_of_a_month_with_seven_days_of_learning(starts_on, away, asked, people, record):
    silent(record)
    change(record, starts_on=starts_on)
    if away:
        make.BreakFactory(apprentice=record, first_day_away_on=away[0], first_day_back_on=away[1])
    item = {QUESTION: ("apprentice", date(2026, 11, 7), "protected")}
    assert {title: told for title, told in due(record).items() if title == QUESTION} == (
        item if asked else {}
    )
    assert (QUESTION in lines(people.apprentice)) == asked
    for role in ("manager", "deputy", "coordinator", "buddy"):
        assert QUESTION not in lines(getattr(people, role))


NOTHING = "No learning of Here Apprentice is logged in October: ask what was in the way"


@pytest.mark.parametrize(
    ("logged", "starts_on", "blocks", "empty"),
    [
        ({"learned_on": OCTOBER}, date(2026, 8, 10), False, False),
        ({"learned_on": OCTOBER, "kind": "maths"}, date(2026, 8, 10), False, False),
        ({"learned_on": OCTOBER, "kind": "review"}, date(2026, 8, 10), False, True),
        ({"learned_on": OCTOBER, "returned": True}, date(2026, 8, 10), False, True),
        ({"learned_on": date(2026, 9, 30)}, date(2026, 8, 10), False, True),
        ({"learned_on": date(2026, 11, 2)}, date(2026, 8, 10), False, True),
        ({"learned_on": date(2026, 11, 2)}, date(2026, 10, 31), False, True),
        ({"learned_on": date(2026, 11, 2)}, date(2026, 11, 1), False, False),
        ({"learned_on": date(2026, 8, 12)}, date(2026, 8, 10), True, False),
        ({"learned_on": date(2026, 7, 12)}, date(2026, 7, 10), True, True),
        ({"learned_on": date(2026, 11, 2)}, date(2026, 8, 10), True, True),
        ({"learned_on": date(2026, 11, 2)}, date(2026, 9, 10), True, False),
    ],
)
def test_a_month_without_learning(logged, starts_on, blocks, empty, people, record):
    """Some must be in every month, in blocks in one of three; English and maths keep it too."""
    record.learning_entries.all().delete()
    change(record, starts_on=starts_on)
    make.LearningEntryFactory(apprentice=record, **{"accepted": "returned" not in logged} | logged)
    if blocks:
        record.learning_times.all().delete()  # who learns every week does not learn in blocks
        days = {"from_on": date(2026, 11, 2), "until_on": date(2026, 11, 20)}
        make.LearningTimeFactory(apprentice=record, agreed=True, in_blocks=True, pattern="DDDDD--", **days)
    item = {NOTHING: ("manager", date(2026, 11, 7), "learning")}
    assert {title: told for title, told in due(record).items() if title == NOTHING} == (item if empty else {})


def test_a_break_keeps_a_month_out_of_it(record):
    record.learning_entries.all().delete()
    make.BreakFactory(
        apprentice=record, first_day_away_on=date(2026, 9, 20), first_day_back_on=date(2026, 11, 1)
    )
    assert NOTHING not in due(record)
    assert NOTHING.replace("October", "November") in due(record, date(2026, 12, 1))


def test_without_a_manager_the_coordinator_asks(people, record):
    record.learning_entries.all().delete()
    record.manager_terms.all().delete()
    assert due(record)[NOTHING][0] == "coordinator"
    assert lines(people.coordinator) == [NOTHING]


# --- The talk ---

TALK = "Talk with Here Apprentice about protected learning time"


@pytest.fixture
def twice(record):
    """Two “no” in a row, the second on 2 November."""
    silent(record)
    for month in (9, 10):
        actions.answer(
            record,
            month_on=date(2026, month, 1),
            answer="no",
            got_in_the_way="Canary",
            by=record.person,
            on=date(2026, month + 1, 2),
        )
    return record


def test_two_no_in_a_row_are_a_talk_for_the_coordinator_alone(people, twice):
    assert due(twice) == {TALK: ("coordinator", date(2026, 11, 9), "protected")}
    assert lines(people.coordinator) == [TALK]
    for role in ("manager", "deputy", "apprentice", "buddy", "other_coordinator"):
        assert TALK not in lines(getattr(people, role))
    actions.note_talk(twice.protected_answers.get(month_on=OCTOBER.replace(day=1)), by=people.coordinator)
    assert due(twice) == {}


def test_a_talk_settles_what_was_answered_before_it(people, twice):
    """August, September and October were “no”: one talk about October is one about September too."""
    make.ProtectedAnswerFactory(
        apprentice=twice, month_on=date(2026, 8, 1), answer="no", answered_on=date(2026, 9, 2)
    )
    actions.note_talk(twice.protected_answers.get(month_on=date(2026, 10, 1)), by=people.coordinator)
    assert due(twice) == {}
    make.ProtectedAnswerFactory(
        apprentice=twice, month_on=date(2026, 11, 1), answer="no", answered_on=date(2026, 12, 3)
    )
    assert due(twice, date(2026, 12, 4))[TALK][1] == date(2026, 12, 10)


def test_that_it_is_late_shows_to_coordinators_alone(people, twice):
    """Whoever else may filter the list by what is late would read the answers off it."""
    User.objects.update(last_login=at(TODAY))  # or the invitation would be late

    def late(user):
        mine = for_agenda(Apprentice.objects.allowing(user, Action.VIEW, TODAY), TODAY)
        return "late" in gaps(mine.get(pk=twice.pk), TODAY)

    assert {role: late(getattr(people, role)) for role in ("coordinator", "manager", "deputy", "buddy")} == {
        "coordinator": True,
        "manager": False,
        "deputy": False,
        "buddy": False,
    }


# --- A life ---


@pytest.mark.parametrize(
    ("status", "facts", "kept"),
    [
        (Status.WAITING, {"starts_on": TODAY + DAY}, {"Accept", "Answer", "Talk"}),
        (Status.LEARNING, {}, {"Accept", "Correct", "Answer", "Was", "No", "Talk"}),
        (Status.BREAK, {}, {"Accept", "Correct", "Answer", "Talk"}),
        (Status.GATEWAY, {"gateway_on": TODAY}, {"Accept", "Correct", "Talk"}),
        (
            Status.ASSESSMENT,
            {"gateway_on": TODAY - DAY, "assessment_on": TODAY},
            {"Accept", "Correct", "Talk"},
        ),
        (Status.WITHDRAWN, {"withdrawn_on": TODAY, "withdrawal_reason": "left"}, set()),
        (
            Status.COMPLETED,
            {"gateway_on": TODAY, "assessment_on": TODAY, "completed_on": TODAY, "result": "pass"},
            set(),
        ),
    ],
)
def test_what_makes_sense_in_each_status(status, facts, kept, people, record):
    record.learning_times.all().delete()
    record.learning_entries.all().delete()
    silent(record)
    make.LearningTimeFactory(apprentice=record)
    make.LearningEntryFactory(apprentice=record, learned_on=TODAY)
    make.LearningEntryFactory(apprentice=record, learned_on=TODAY - DAY, returned=True)
    for month in (8, 9):
        make.ProtectedAnswerFactory(
            apprentice=record, month_on=date(2026, month, 1), answer="no", answered_on=TODAY
        )
    if status == Status.BREAK:
        make.BreakFactory(apprentice=record, first_day_away_on=TODAY)
    change(record, **facts)
    assert Apprentice.objects.with_status(TODAY).get(pk=record.pk).status == status
    assert {title.split()[0] for title in due(record)} == kept
