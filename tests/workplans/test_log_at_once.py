"""The log at the same moment from two sides: one effect each, and the loser reads what happened."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hackit import dates
from tests import factories as make
from tests.apprentices.test_at_once import at_once, refusals
from workplans import actions
from workplans.actions import Draft
from workplans.models import LearningEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("turn", range(3))]
DAY = timedelta(days=1)


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=dates.today() - 100 * DAY)


def draft(record, what="Joins", minutes=90):
    return Draft(record.starts_on + 10 * DAY, minutes, "class", what)


@pytest.fixture
def entry(record):
    [one] = actions.log(record, [draft(record)], by=record.person).entries
    return one


def seen(entry):
    """The entry as somebody reads it."""
    return {entry.pk: LearningEntry.objects.get(pk=entry.pk).submitted_at}


def events(entry):
    """What its history holds, the oldest first."""
    rows = LearningEntry.history.filter(id=entry.pk).order_by("history_id")
    return [(row.history_type, row.state) for row in rows]


def test_two_deputies_accept_at_once(turn, entry):
    deputies, read = [make.UserFactory() for _ in range(2)], seen(entry)
    results = at_once(*(lambda by=by: actions.accept(read, by=by) for by in deputies))
    [winner] = [by for by, result in zip(deputies, results, strict=True) if result]
    assert [len(result) for result in results] in ([1, 0], [0, 1])
    entry.refresh_from_db()
    assert (entry.state, entry.answered_by) == ("accepted", winner)
    assert events(entry) == [("+", "submitted"), ("~", "accepted")]


def test_one_accepts_and_the_other_returns(turn, entry):
    read = seen(entry)
    results = at_once(
        lambda: actions.accept(read, by=make.UserFactory()),
        lambda: actions.send_back(read, because="Which?", by=make.UserFactory()),
    )
    entry.refresh_from_db()
    assert (entry.state, entry.returned_because) == (
        ("accepted", "") if results[0] else ("returned", "Which?")
    )
    assert [len(result) for result in results] in ([1, 0], [0, 1])
    assert len(events(entry)) == 2


def test_many_are_accepted_at_once_without_waiting_for_each_other(turn, record):
    drafts = [draft(record, what=f"{number}", minutes=15) for number in range(20)]
    entries = actions.log(record, drafts, by=record.person).entries
    read = {one.pk: sent for entry in entries for one, sent in [(entry, seen(entry)[entry.pk])]}
    backwards = dict(reversed(read.items()))
    results = at_once(
        *(lambda some=some: actions.accept(some, by=make.UserFactory()) for some in (read, backwards))
    )
    assert sorted(len(result) for result in results) == [0, 20]


def test_an_entry_is_edited_while_it_is_accepted(turn, entry, record):
    """Whatever comes first: what was never read is not accepted."""
    read, longer = seen(entry), draft(record, minutes=600)
    accepted, _ = at_once(
        lambda: actions.accept(read, by=make.UserFactory()),
        lambda: actions.correct(entry, longer, by=record.person),
    )
    entry.refresh_from_db()
    assert (entry.state, entry.minutes, entry.answered_by) == ("submitted", 600, None)
    before = [("~", "accepted")] if accepted else []
    assert events(entry) == [("+", "submitted"), *before, ("~", "submitted")]


def test_an_entry_is_deleted_while_it_is_accepted(turn, entry, record):
    read = seen(entry)
    accepted, _ = at_once(
        lambda: actions.accept(read, by=make.UserFactory()), lambda: actions.take_out(entry, by=record.person)
    )
    assert not record.learning_entries.exists()
    assert [event for event, _ in events(entry)] == (["+", "~", "-"] if accepted else ["+", "-"])
    back = actions.bring_back(record, entry.pk, by=record.person)
    assert back.state == "submitted"


def test_logged_with_a_double_click(turn, record):
    results = at_once(*[lambda: actions.log(record, [draft(record)], by=record.person)] * 3)
    assert sorted((len(result.entries), result.known) for result in results) == [(0, 1), (0, 1), (1, 0)]
    assert len(events(record.learning_entries.get())) == 1


def test_a_day_has_24_hours_whoever_writes_at_once(turn, record):
    hours = [draft(record, what=f"{number}", minutes=600) for number in range(3)]
    results = at_once(*(lambda one=one: actions.log(record, [one], by=record.person) for one in hours))
    [words] = refusals(results)
    assert (
        words
        == "A day has 24 hours, and 20 hours are logged on this day already: check the time and the day."
    )
    assert record.learning_entries.count() == 2


def test_two_corrections_cannot_fill_a_day_over(turn, record):
    entries = actions.log(
        record, [draft(record, what=f"{number}", minutes=60) for number in range(2)], by=record.person
    ).entries
    results = at_once(
        *(
            lambda one=one: actions.correct(one, draft(record, what=one.what, minutes=840), by=record.person)
            for one in entries
        )
    )
    [words] = refusals(results)
    assert words.startswith("A day has 24 hours, and 14 hours are logged")
    assert sorted(record.learning_entries.values_list("minutes", flat=True)) == [60, 840]


def test_brought_back_twice_at_once(turn, entry, record):
    actions.take_out(entry, by=record.person)
    results = at_once(*[lambda: actions.bring_back(record, entry.pk, by=record.person)] * 2)
    assert [result.pk for result in results] == [entry.pk] * 2
    assert [event for event, _ in events(entry)] == ["+", "-", "+"]


def test_deleted_twice_at_once(turn, entry, record):
    results = at_once(*[lambda: actions.take_out(entry, by=record.person)] * 2)
    assert len(refusals(results)) == 1
    assert [event for event, _ in events(entry)] == ["+", "-"]


def test_deleted_while_it_is_corrected(turn, entry, record):
    corrected, deleted = at_once(
        lambda: actions.correct(entry, draft(record, minutes=600), by=record.person),
        lambda: actions.take_out(entry, by=record.person),
    )
    assert deleted is None
    assert not record.learning_entries.exists()
    refused = isinstance(corrected, ValidationError)
    assert [event for event, _ in events(entry)] == (["+", "-"] if refused else ["+", "~", "-"])
