"""Agreed learning time and the monthly question: what is done with them, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hackit import dates
from tests import factories as make
from workplans import actions
from workplans.models import LearningTime, ProtectedAnswer, with_learning_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 16)
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=date(2026, 9, 7), planned_end_on=date(2028, 3, 6))


@pytest.fixture
def manager():
    return make.UserFactory()


def propose(record, by, **more):
    words = {"from_on": TODAY, "pattern": "----D--", "day_minutes": 435, **more}
    return actions.propose(record, by=by, on=TODAY, **words)


def test_one_side_proposes_and_the_other_agrees(record, manager):
    time = propose(record, record.person)
    assert propose(record, record.person) == time
    with pytest.raises(ValidationError, match="other side agrees"):
        actions.agree(time, by=record.person, on=TODAY)
    for _ in range(2):
        agreed = actions.agree(time, by=manager, on=TODAY)
    assert (agreed.state, agreed.answered_by) == ("agreed", manager)
    assert LearningTime.history.count() == 2


def test_what_a_manager_proposes_the_apprentice_answers(record, manager):
    time = propose(record, manager)
    with pytest.raises(ValidationError, match="other side agrees"):
        actions.agree(time, by=make.UserFactory(), on=TODAY)
    with pytest.raises(ValidationError, match="Say why not"):
        actions.decline(time, because=" ", by=record.person, on=TODAY)
    declined = actions.decline(time, because="Fridays are college days", by=record.person, on=TODAY)
    assert (declined.state, declined.declined_because) == ("declined", "Fridays are college days")
    with pytest.raises(ValidationError, match="It is declined already"):
        actions.agree(time, by=record.person, on=TODAY)


def test_another_proposal_waits_its_turn(record, manager):
    time = propose(record, record.person)
    with pytest.raises(ValidationError, match="There is a proposal already"):
        propose(record, manager, pattern="-A-A---")
    with pytest.raises(ValidationError, match="Only the side that proposed"):
        actions.take_back(time, by=manager, on=TODAY)
    actions.take_back(time, by=record.person, on=TODAY)
    assert not record.learning_times.exists()
    with pytest.raises(ValidationError, match="took this away"):
        actions.agree(time, by=manager, on=TODAY)


def test_what_is_agreed_anew_ends_what_was_agreed(record, manager):
    first = actions.agree(propose(record, record.person), by=manager, on=TODAY)
    later = propose(record, record.person, from_on=TODAY + 14 * DAY, pattern="-A-A---")
    actions.agree(later, by=manager, on=TODAY)
    first.refresh_from_db()
    assert first.until_on == TODAY + 13 * DAY
    with pytest.raises(ValidationError, match="agreed from 30 November 2026"):
        actions.agree(propose(record, record.person, pattern="D------"), by=manager, on=TODAY)


def test_what_held_until_now_stays(record, manager):
    first = actions.agree(propose(record, record.person, from_on=date(2026, 9, 7)), by=manager, on=TODAY)
    late = propose(record, record.person, from_on=TODAY - 30 * DAY, pattern="-A-A---")
    late = actions.agree(late, by=manager, on=TODAY)
    first.refresh_from_db()
    assert (first.until_on, late.from_on) == (TODAY - DAY, TODAY)


def test_nothing_is_proposed_once_learning_has_ended(record):
    record.gateway_on = TODAY
    record.save()
    with pytest.raises(ValidationError, match="Learning has ended"):
        propose(record, record.person)


def test_a_block_stands_beside_the_weeks(record, manager):
    weekly = actions.agree(propose(record, record.person), by=manager, on=TODAY)
    block = {"pattern": "DDDDD--", "until_on": TODAY + 4 * DAY, "in_blocks": True}
    actions.agree(propose(record, record.person, **block), by=manager, on=TODAY)
    weekly.refresh_from_db()
    assert (weekly.until_on, record.learning_times.agreed().count()) == (None, 2)


def test_the_end_of_what_was_agreed(record, manager):
    time = actions.agree(propose(record, record.person), by=manager, on=TODAY)
    with pytest.raises(ValidationError, match="today or a later day"):
        actions.end(time, until_on=TODAY - DAY, by=manager, on=TODAY)
    assert actions.end(time, until_on=TODAY + DAY, by=manager, on=TODAY).until_on == TODAY + DAY
    coming = propose(record, record.person, from_on=TODAY + 7 * DAY)
    actions.agree(coming, by=manager, on=TODAY)
    actions.end(coming, until_on=TODAY, by=manager, on=TODAY)
    assert list(record.learning_times.all()) == [time]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"pattern": "-------"}, "at least one day"),
        ({"pattern": "FRIDAYS"}, "Seven of"),
        ({"day_minutes": 30}, "greater than or equal to 60"),
        ({"until_on": TODAY - DAY}, "The last day is"),
        ({"in_blocks": True}, "A block has a last day"),
        ({"from_on": date(2026, 9, 6)}, "Learning begins on 7 September 2026"),
    ],
)
def test_what_cannot_be_proposed(record, more, said):
    with pytest.raises(ValidationError, match=said):
        propose(record, record.person, **more)


def say(record, answer, month_on=OCTOBER, on=TODAY, **more):
    return actions.answer(record, month_on=month_on, answer=answer, by=record.person, on=on, **more)


def test_the_question_is_about_last_month(record):
    for month_on in (date(2026, 9, 1), date(2026, 11, 1), date(2026, 10, 2)):
        with pytest.raises(ValidationError, match="about last month"):
            say(record, "yes", month_on)
    with pytest.raises(ValidationError, match="Choose yes, mostly or no"):
        say(record, "")
    found = say(record, "no", got_in_the_way="A release")
    assert say(record, "no", got_in_the_way="A release") == found
    assert (found.history.count(), ProtectedAnswer.objects.count()) == (1, 1)
    assert say(record, "mostly").answer == "mostly"


@pytest.mark.parametrize(
    ("answers", "talked", "due"),
    [
        (("no", "no"), False, True),
        (("no", "no"), True, False),
        (("yes", "no"), False, False),
        (("no", "mostly"), False, False),
        (("no", None), False, False),
    ],
)
def test_two_no_in_a_row_are_a_reason_to_talk(record, answers, talked, due):
    for month_on, answer in zip((date(2026, 9, 1), OCTOBER), answers, strict=True):
        if answer:
            asked_on = dates.add_months(month_on, 1) + 3 * DAY
            found = say(record, answer, month_on, asked_on)
    if talked:
        for _ in range(2):
            actions.note_talk(found, by=make.UserFactory(), on=TODAY)
    for on, still in ((TODAY, due), (date(2026, 12, 20), due), (date(2027, 1, 1), False)):
        row = with_learning_due(type(record).objects.all(), on).get()
        assert (row.twice_not_protected is not None) == still
