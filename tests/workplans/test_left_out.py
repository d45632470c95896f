"""A move over days that were logged: the coordinator reads before, and after, which entries do not count."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.apprentices.test_moves_in_workshop import Desk

DAY = timedelta(days=1)


@pytest.fixture
def desk(people, client_of):
    """Three entries, two hours each, 30, 20 and 10 days ago; and as many of somebody else."""
    for record in (people.record, people.other_record):
        for days in (30, 20, 10):
            make.LearningEntryFactory(
                apprentice=record, minutes=120, learned_on=people.today - days * DAY, accepted=days == 20
            )
    return Desk(people, client_of(people.coordinator))


def about_entries(said):
    return [words for words in said if "of learning (" in words]


def ago(desk, days):
    return desk.people.today - days * DAY


THREE = "3 entries of learning (6 hours) lie inside this break: they stay and do not count."
ONE = "1 entry of learning (2 hours) lies inside this break: it stays and does not count."


@pytest.mark.parametrize(
    ("away", "back", "words"),
    [(30, None, [THREE]), (30, 9, [THREE]), (25, 10, [ONE]), (9, None, []), (29, 20, [])],
)
def test_a_break_over_days_that_were_logged(away, back, words, desk):
    fields = {"first_day_away_on": ago(desk, away), "reason": "Away"}
    if back is not None:
        fields["first_day_back_on"] = ago(desk, back)
    assert about_entries(desk.said("begin_break", **fields)) == words
    desk.done("begin_break", **fields)
    assert desk.record.learning_entries.count() == 3


def test_a_break_that_is_corrected_or_taken_away(desk):
    gap = make.BreakFactory(
        apprentice=desk.record, first_day_away_on=ago(desk, 25), first_day_back_on=ago(desk, 15)
    )
    fields = {"first_day_away_on": ago(desk, 35), "first_day_back_on": ago(desk, 25)}
    again = "1 entry of learning (2 hours) lies on days of learning again: it counts once it is accepted."
    more = {"reason": "Away", "why": "Typo"}
    assert about_entries(desk.said("correct_break", **fields, **more)) == [ONE, again]
    assert about_entries(desk.said("cancel_break", why="Never happened")) == [again]
    assert desk.record.breaks.get() == gap


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("gateway", {"reached_on": 25}),
        ("withdraw", {"withdrawn_on": 20, "reason": "left"}),
    ],
)
def test_learning_that_ended_before_days_that_were_logged(name, fields, desk):
    fields = {key: ago(desk, days) if isinstance(days, int) else days for key, days in fields.items()}
    words = {
        "gateway": "2 entries of learning (4 hours) lie after that day: they stay and do not count.",
        "withdraw": "1 entry of learning (2 hours) lies after that day: it stays and does not count.",
    }
    assert about_entries(desk.said(name, **fields)) == [words[name]]


def test_an_entry_logged_meanwhile_is_read_first(desk):
    fields = {"first_day_away_on": ago(desk, 30), "reason": "Away"}
    shown = desk.ask("begin_break", **fields).context["shown"]
    make.LearningEntryFactory(apprentice=desk.record, minutes=60, learned_on=ago(desk, 5))
    answer = desk.client.post(desk.path("begin_break"), {**fields, "_shown": shown})
    assert about_entries(answer.context["said"]) == [THREE.replace("3 entr", "4 entr").replace("6", "7")]
    assert not desk.record.breaks.exists()
