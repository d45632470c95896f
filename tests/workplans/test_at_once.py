"""Two people at one learning time, or one answer, at the same moment: one effect, and the loser reads why."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.apprentices.test_at_once import at_once, refusals
from workplans import actions
from workplans.models import LearningTime, ProtectedAnswer

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
FRIDAYS = {"from_on": TODAY, "pattern": "----D--", "day_minutes": 435, "on": TODAY}


def proposal(record, by):
    return actions.propose(record, by=by, **FRIDAYS)


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=TODAY - 100 * DAY)


def agreed(time, by):
    return lambda: actions.agree(time, by=by, on=TODAY)


def declined(time, by):
    return lambda: actions.decline(time, because="No", by=by, on=TODAY)


def taken_back(time, by):
    return lambda: actions.take_back(time, by=by, on=TODAY)


@pytest.mark.parametrize("turn", range(3))
def test_one_agrees_and_another_declines(turn, record):
    time = proposal(record, record.person)
    (said,) = refusals(at_once(agreed(time, make.UserFactory()), declined(time, make.UserFactory())))
    time.refresh_from_db()
    assert said == f"It is {time.state} already. Propose another time."
    assert time.history.count() == 2


@pytest.mark.parametrize("turn", range(3))
def test_two_agree(turn, record):
    time = proposal(record, record.person)
    results = at_once(*(agreed(time, make.UserFactory()) for _ in range(2)))
    assert refusals(results) == []
    assert time.history.count() == 2


@pytest.mark.parametrize("turn", range(3))
def test_taken_back_while_it_is_agreed_to(turn, record):
    time = proposal(record, record.person)
    (said,) = refusals(at_once(agreed(time, make.UserFactory()), taken_back(time, record.person)))
    there = LearningTime.objects.filter(pk=time.pk).first()
    if there:
        assert (there.state, said) == ("agreed", "It is agreed already.")
    else:
        assert "took this away in the meantime" in said


@pytest.mark.parametrize("turn", range(3))
def test_both_sides_propose(turn, record):
    manager = make.UserFactory()
    results = at_once(
        lambda: proposal(record, record.person),
        lambda: actions.propose(record, by=manager, **FRIDAYS | {"pattern": "D------"}),
    )
    (said,) = refusals(results)
    assert "There is a proposal already" in said
    assert LearningTime.objects.count() == LearningTime.history.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_the_question_is_answered_in_two_windows(turn, record):
    results = at_once(
        *(
            lambda answer=answer: actions.answer(
                record, month_on=date(2026, 10, 1), answer=answer, by=record.person, on=TODAY
            )
            for answer in ("yes", "no")
        )
    )
    assert refusals(results) == []
    assert ProtectedAnswer.objects.count() == 1
    assert ProtectedAnswer.history.count() == 2


@pytest.mark.parametrize("turn", range(3))
def test_two_coordinators_note_the_talk(turn, record):
    answer = make.ProtectedAnswerFactory(apprentice=record, answer="no")
    people = [make.UserFactory() for _ in range(2)]
    talks = (lambda by=by: actions.note_talk(answer, by=by, on=TODAY) for by in people)
    assert refusals(at_once(*talks)) == []
    assert answer.history.count() == 2
