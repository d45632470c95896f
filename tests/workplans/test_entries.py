"""Writing the log, answering it, and what was in the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hackit import dates
from tests import factories as make
from workplans import actions
from workplans.actions import Draft
from workplans.models import LearningEntry, with_learning

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def record():
    return make.ApprenticeFactory(starts_on=dates.today() - 100 * DAY)


def draft(record, days=10, **more):
    words = {"minutes": 90, "kind": "class", "what": "Queries", **more}
    return Draft(record.starts_on + days * DAY, **words)


def seen(*entries):
    return {
        entry.pk: entry.submitted_at for entry in LearningEntry.objects.filter(pk__in=[e.pk for e in entries])
    }


def sums(record):
    [found] = with_learning(type(record).objects.filter(pk=record.pk))
    return found.accepted_minutes, found.submitted_minutes


def test_an_entry_is_logged_accepted_changed_and_waits_again(record):
    manager = make.UserFactory()
    logged = actions.log(record, [draft(record)], by=record.person)
    [entry] = logged.entries
    assert (logged.known, sums(record)) == (0, (0, 90))
    assert actions.accept(seen(entry), by=manager) == [entry]
    assert sums(record) == (90, 0)
    actions.correct(entry, draft(record, minutes=60), by=record.person)
    assert sums(record) == (0, 60)
    assert [row.state for row in entry.history.all()] == ["submitted", "accepted", "submitted"]


def test_pressed_twice_is_logged_once(record):
    for _ in range(2):
        drafts = [draft(record), draft(record, what="  queries ", minutes=30)]
        logged = actions.log(record, drafts, by=record.person)
    assert (logged.entries, logged.known, record.learning_entries.count()) == ([], 2, 2)


def test_of_drafts_that_are_the_same_as_many_are_known_as_stand_there(record):
    again = [draft(record), draft(record, what="  queries ")]
    counts = []
    for drafts in (again[:1], again, again):
        logged = actions.log(record, drafts, by=record.person, source=LearningEntry.Source.FILE)
        counts.append((len(logged.entries), logged.known))
    assert counts == [(1, 0), (1, 1), (0, 2)]


@pytest.mark.parametrize(
    ("more", "name", "said"),
    [
        ({"in_paid_time": True, "link": "https://example.org/a"}, "in_paid_time", "with the other answer"),
        ({"link": "https://example.org/b"}, "link", "with another link or none"),
    ],
)
def test_a_correction_that_is_logged_anew_is_not_lost_in_silence(record, more, name, said):
    facts = {"in_paid_time": False, "link": "https://example.org/a"}
    actions.log(record, [draft(record, **facts)], by=record.person)
    with pytest.raises(ValidationError, match=said) as error:
        actions.log(record, [draft(record, days=9), draft(record, **facts | more)], by=record.person)
    assert error.value.error_dict[name][0].params == {"draft": 1}
    assert record.learning_entries.count() == 1
    without = actions.log(record, [draft(record, **facts | {"link": ""})], by=record.person)
    assert (without.entries, without.known) == ([], 1)


def test_what_was_changed_meanwhile_is_not_accepted(record):
    [entry] = actions.log(record, [draft(record)], by=record.person).entries
    read = seen(entry)
    actions.correct(entry, draft(record, minutes=600), by=record.person)
    assert (actions.accept(read, by=make.UserFactory()), sums(record)) == ([], (0, 600))


def test_returned_with_a_reason_and_sent_again(record):
    [entry] = actions.log(record, [draft(record)], by=record.person).entries
    with pytest.raises(ValidationError, match="Say why"):
        actions.send_back(seen(entry), because=" ", by=make.UserFactory())
    actions.send_back(seen(entry), because="Which part?", by=make.UserFactory())
    assert sums(record) == (0, 0)
    again = actions.correct(entry, draft(record), by=record.person)
    assert (again.state, again.returned_because, again.answered_by, sums(record)) == (
        "submitted",
        "",
        None,
        (0, 90),
    )


def test_an_entry_inside_a_break_of_later_is_put_right_but_moved_nowhere_inside(record):
    [entry] = actions.log(record, [draft(record)], by=record.person).entries
    actions.send_back(seen(entry), because="Which part?", by=make.UserFactory())
    make.BreakFactory(
        apprentice=record,
        first_day_away_on=record.starts_on + 9 * DAY,
        first_day_back_on=record.starts_on + 20 * DAY,
    )
    with pytest.raises(ValidationError, match="There is a break in learning from"):
        actions.correct(entry, draft(record, days=11), by=record.person)
    with pytest.raises(ValidationError, match="quarters of an hour"):
        actions.correct(entry, draft(record, minutes=50), by=record.person)
    again = actions.correct(entry, draft(record, what="Joins"), by=record.person)
    assert (again.state, again.what, sums(record)) == ("submitted", "Joins", (0, 0))
    moved = actions.correct(entry, draft(record, days=20), by=record.person)
    assert (moved.learned_on, sums(record)) == (record.starts_on + 20 * DAY, (0, 90))


def test_nobody_answers_their_own_learning(record):
    [entry] = actions.log(record, [draft(record)], by=record.person).entries
    with pytest.raises(ValidationError, match="your own"):
        actions.accept(seen(entry), by=record.person)


def test_deleted_and_brought_back_the_same_day(record):
    [entry] = actions.log(record, [draft(record)], by=record.person).entries
    actions.accept(seen(entry), by=make.UserFactory())
    actions.take_out(entry, by=record.person)
    assert sums(record) == (0, 0)
    pk = record.learning_entries.model.history.filter(history_type="-").get().id
    for _ in range(2):
        back = actions.bring_back(record, pk, by=record.person)
    assert (back.what, back.state, record.learning_entries.count()) == ("Queries", "submitted", 1)
    actions.take_out(back, by=record.person)
    with pytest.raises(ValidationError, match="on the day"):
        actions.bring_back(record, pk, by=record.person, on=dates.today() + DAY)


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"minutes": 0}, "minutes", "Enter how long it took: at least a quarter of an hour."),
        ({"minutes": 50}, "minutes", "Give the time in quarters of an hour: 15, 30 or 45 minutes."),
        ({"minutes": 1455}, "minutes", "A day has 24 hours: check the time and the day."),
        ({"days": 101}, "learned_on", "is still to come"),
        ({"days": -1}, "learned_on", "Learning began on"),
        ({"days": 25}, "learned_on", "There is a break in learning from"),
        ({"days": 91}, "learned_on", "Learning ended on"),
        ({"kind": "nonsense"}, "kind", "is not a valid choice"),
        ({"what": "x" * 1001}, "what", "at most 1000"),
        ({"link": "javascript:alert(1)"}, "link", "valid URL"),
    ],
)
def test_what_is_refused(record, more, field, said):
    make.BreakFactory(
        apprentice=record,
        first_day_away_on=record.starts_on + 20 * DAY,
        first_day_back_on=record.starts_on + 30 * DAY,
    )
    record.gateway_on = record.starts_on + 90 * DAY
    record.save()
    with pytest.raises(ValidationError) as error:
        wrong = {"days": 11, "what": "Joins"} | more
        actions.log(record, [draft(record), draft(record, **wrong)], by=record.person)
    assert list(error.value.error_dict) == [field]
    assert said in " ".join(error.value.messages)
    assert error.value.error_dict[field][0].params["draft"] == 1
    assert record.learning_entries.count() == 0


def test_a_day_has_24_hours_over_all_entries(record):
    drafts = [draft(record, minutes=720), draft(record, minutes=705, what="More")]
    actions.log(record, drafts, by=record.person)
    actions.log(record, [draft(record, minutes=15, what="Full")], by=record.person)
    with pytest.raises(ValidationError, match="24 hours, and 24 hours are logged"):
        actions.log(record, [draft(record, minutes=15, what="Too much")], by=record.person)


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({}, True),
        ({"kind": "maths"}, False),
        ({"kind": "review"}, False),
        ({"in_paid_time": False}, False),
        ({"learned_on": "before"}, False),
        ({"learned_on": "in a break"}, False),
        ({"learned_on": "first day back"}, True),
        ({"learned_on": "gateway"}, True),
        ({"learned_on": "after gateway"}, False),
    ],
)
def test_what_counts(record, more, counted):
    """Facts recorded later may lie around days that were logged already."""
    start = record.starts_on
    days = {"before": -1, "in a break": 24, "first day back": 30, "gateway": 90, "after gateway": 91}
    day = start + days.get(more.pop("learned_on", ""), 10) * DAY
    make.BreakFactory(
        apprentice=record, first_day_away_on=start + 20 * DAY, first_day_back_on=start + 30 * DAY
    )
    record.gateway_on = start + 90 * DAY
    record.save()
    make.LearningEntryFactory(apprentice=record, accepted=True, learned_on=day, **more)
    assert sums(record) == (90 if counted else 0, 0)


def test_published_hours_belong_to_the_version_and_the_start(record):
    standard = record.standard
    record.starts_on, record.planned_end_on = date(2025, 9, 1), date(2027, 3, 1)
    record.save()
    make.PublishedHoursFactory(standard=standard, hours=300, starts_until=date(2025, 12, 31))
    make.PublishedHoursFactory(standard=standard, hours=400, starts_from=date(2026, 1, 1))
    make.PublishedHoursFactory(hours=500)

    def published():
        return with_learning(type(record).objects.filter(pk=record.pk)).get().published_minimum

    assert published() == 300
    record.starts_on = date(2026, 1, 1)
    record.save()
    assert published() == 400
    record.starts_on = date(2025, 7, 31)
    record.save()
    assert published() is None
