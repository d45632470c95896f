"""Two people at the same moment: one effect, and the loser reads what happened."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from apprentices import actions as apprentices
from apprentices import retention
from apprentices.life import out_of_order
from apprentices.models import Apprentice, BreakInLearning, FirstDay, ManagerTerm
from hackit import actions
from hackit.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 18)


def at_once(*calls):
    """Runs the calls in threads that start together; returns what each gave: a value or an exception."""
    gate = Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            return call()
        except ValidationError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(results):
    return [" ".join(result.messages) for result in results if isinstance(result, ValidationError)]


@pytest.mark.parametrize("turn", range(3))
def test_two_coordinators_appoint_two_managers(turn):
    term = make.ManagerTermFactory(from_on=DAY - timedelta(days=100))
    organisation = term.apprentice.cohort.organisation
    new = [make.ManagerFactory(organisation=organisation) for _ in range(2)]
    results = at_once(
        *(
            lambda manager=manager: apprentices.appoint_manager(
                term.apprentice, manager, from_on=DAY, by=None
            )
            for manager in new
        )
    )
    (words,) = refusals(results)
    assert "is the manager from 18 November 2026 already" in words
    now = ManagerTerm.objects.filter(apprentice=term.apprentice).in_force(DAY).get()
    assert now.manager in new
    assert ManagerTerm.objects.get(pk=term.pk).until_on == DAY - timedelta(days=1)


@pytest.mark.parametrize("turn", range(3))
def test_one_person_enrolled_twice(turn):
    person, cohort, standard = make.UserFactory(), make.CohortFactory(), make.StandardFactory()
    fields = {"first_day_at_work_on": DAY, "starts_on": DAY, "weekly_hours": 36}
    fields |= {"planned_end_on": DAY + timedelta(days=500), "standard": standard, "by": None}
    results = at_once(*[lambda: apprentices.enrol(person=person, cohort=cohort, **fields)] * 2)
    (words,) = refusals(results)
    assert "has an apprenticeship that has not ended" in words
    assert Apprentice.objects.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_two_people_write_the_first_version_of_a_page(turn):
    record, writers = make.ApprenticeFactory(), [make.UserFactory() for _ in range(2)]
    results = at_once(
        *(
            lambda writer=writer: apprentices.write_first_day(
                record, words={"lunch": writer.full_name}, show=False, by=writer, seen="0"
            )
            for writer in writers
        )
    )
    (words,) = refusals(results)
    page = FirstDay.objects.get()
    assert words.startswith(f"{page.lunch} saved this first while you had it open")
    assert page.history.count() == 1


def in_learning(**fields):
    return make.ApprenticeFactory(starts_on=date(2025, 9, 15), planned_end_on=date(2027, 3, 14), **fields)


def at_gateway(**fields):
    return in_learning(gateway_on=DAY - timedelta(days=40), **fields)


def away():
    record = in_learning()
    record.gap = make.BreakFactory(apprentice=record, first_day_away_on=DAY - timedelta(days=60))
    return record


def the_break(record):
    """The break as the page showed it, whatever has become of it since."""
    return BreakInLearning(pk=record.gap.pk, apprentice=record)


YESTERDAY = DAY - timedelta(days=1)
TOLD = {"by": None, "on": DAY}
GATEWAY = {"reached_on": DAY} | TOLD
STOPPED = {"withdrawn_on": DAY, "reason": "left"} | TOLD
# Two moves that cannot both be made, from where they start, and what the loser reads.
CONFLICTS = {
    "gateway and a break": (
        in_learning,
        lambda record: apprentices.reach_gateway(record, **GATEWAY),
        lambda record: apprentices.begin_break(record, first_day_away_on=DAY, reason="Caring", **TOLD),
        "On 18 November 2026 the status is “",
    ),
    "two returns": (
        away,
        lambda record: apprentices.come_back(the_break(record), first_day_back_on=DAY, **TOLD),
        lambda record: apprentices.come_back(the_break(record), first_day_back_on=YESTERDAY, **TOLD),
        "is recorded already",
    ),
    "a break taken away twice": (
        away,
        lambda record: apprentices.cancel_break(the_break(record), why="Never happened", **TOLD),
        lambda record: apprentices.cancel_break(the_break(record), why="It was somebody else", **TOLD),
        "took this away in the meantime",
    ),
    "sent back and on to assessment": (
        at_gateway,
        lambda record: apprentices.send_back(record, sent_back_on=DAY, why="A project", **TOLD),
        lambda record: apprentices.begin_assessment(record, begun_on=DAY, **TOLD),
        "the status is “",
    ),
    "stopped twice": (
        in_learning,
        lambda record: apprentices.withdraw(record, **STOPPED),
        lambda record: apprentices.withdraw(record, **STOPPED | {"reason": "ended"}),
        "the status is “withdrawn”. It has ended already.",
    ),
    "stopped and another standard": (
        in_learning,
        lambda record: apprentices.withdraw(record, **STOPPED),
        lambda record: apprentices.change_standard(
            record,
            standard=make.StandardFactory(),
            starts_on=DAY + timedelta(days=1),
            planned_end_on=DAY + timedelta(days=500),
            **TOLD,
        ),
        "the status is “withdrawn”",
    ),
    "the same hours agreed twice": (
        in_learning,
        lambda record: apprentices.change_plan(record, from_on=DAY, weekly_hours=30, **TOLD),
        lambda record: apprentices.change_plan(record, from_on=DAY, weekly_hours=30, **TOLD),
        "Nothing would change",
    ),
}


@pytest.mark.parametrize("turn", range(2))
@pytest.mark.parametrize("conflict", CONFLICTS.values(), ids=CONFLICTS)
def test_two_moves_that_cannot_both_be_made(conflict, turn):
    start, one, other, words = conflict
    record = start()
    (said,) = refusals(at_once(lambda: one(record), lambda: other(record)))
    assert words in said
    facts = Apprentice.objects.get(pk=record.pk).facts()
    assert out_of_order(facts) is None


@pytest.mark.parametrize("turn", range(3))
def test_one_link_opened_twice(turn):
    user = make.UserFactory()
    token = actions.invite(user, by=None).rstrip("/").rsplit("/", 1)[1]
    passwords = ["three random words", "some other words"]
    results = at_once(
        *(
            lambda password=password: actions.accept(actions.find_invitation(token), password=password)
            for password in passwords
        )
    )
    (words,) = refusals(results)
    assert "has been used already" in words
    user.refresh_from_db()
    winner = next(i for i, result in enumerate(results) if not isinstance(result, ValidationError))
    assert user.check_password(passwords[winner])


@pytest.mark.parametrize("turn", range(3))
def test_somebody_is_erased_or_enrolled_again_and_never_both(turn):
    ended = {"withdrawn_on": date(2019, 5, 5), "withdrawal_reason": "left"}
    old = make.ApprenticeFactory(starts_on=date(2018, 9, 3), **ended)
    place, standard = old.cohort.organisation, make.StandardFactory()
    results = at_once(
        lambda: retention.apply(place, by=None, on=DAY),
        lambda: apprentices.enrol(
            person=old.person,
            cohort=old.cohort,
            standard=standard,
            first_day_at_work_on=DAY,
            starts_on=DAY,
            planned_end_on=DAY + timedelta(days=500),
            weekly_hours=36,
            by=None,
        ),
    )
    person = User.objects.get(pk=old.person_id)
    enrolled = Apprentice.objects.filter(person=person, starts_on=DAY).exists()
    assert bool(person.erased_on) != enrolled
    assert bool(refusals(results)) != enrolled
