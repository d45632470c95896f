"""The overview of one apprentice: the plan over time, turns on the timeline, other apprenticeships."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apprentices import actions
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def shown(people, client_of):
    """A function that gives what the page shows to the apprentice."""
    client = client_of(people.apprentice)
    return lambda name: client.get(people.record.get_absolute_url()).context[name]


def said(shown):
    """(day, words) of the timeline."""
    return [(moment.day, moment.words) for moment in shown("timeline")]


def test_the_plan_is_said_over_time(people, client_of):
    record, by = people.record, people.coordinator
    other = make.ContactFactory(organisation=people.here.organisation, provider__name="Second College")
    actions.change_plan(
        record, from_on=date(2026, 10, 1), weekly_hours=Decimal("22.5"), why="Part time", by=by
    )
    actions.change_plan(record, from_on=date(2026, 11, 1), provider=other.provider, tutor=other, by=by)
    page = client_of(people.buddy).get(record.get_absolute_url()).content.decode()
    for words in (
        "36 until 30 September 2026, then 22.5",
        f"{people.here.tutor.provider} until 31 October 2026, then Second College",
        f"{people.here.tutor} until 31 October 2026, then {other}",
        "Hours a week on average",
    ):
        assert words in page
    assert "Part time" not in page


def test_a_plan_that_never_changed_is_said_as_it_is(people, client_of):
    page = client_of(people.buddy).get(people.record.get_absolute_url()).content.decode()
    assert "until" not in page
    assert "on average" not in page


def test_the_timeline_tells_how_the_end_moved(people, shown):
    record, by = people.record, people.coordinator
    actions.begin_break(
        record,
        first_day_away_on=date(2026, 9, 1),
        first_day_back_on=date(2026, 9, 11),
        reason="Secret reason",
        by=by,
    )
    actions.change_plan(record, from_on=date(2026, 11, 2), planned_end_on=date(2028, 3, 1), by=by)
    moments = said(shown)
    assert ("11 September 2026", "Back from the break") in moments
    end = record.planned_end_on
    assert [words for _, words in moments if words.startswith("Planned end moved")] == [
        f"Planned end moved from {end.day} {end:%B %Y} to {end.day + 10} {end:%B %Y} by the break",
        f"Planned end moved from {end.day + 10} {end:%B %Y} to 1 March 2028",
    ]
    assert "Secret reason" not in str(moments)


def test_the_timeline_shows_ways_that_led_back(people, shown):
    record, told = people.record, {"by": people.coordinator}
    actions.reach_gateway(record, reached_on=date(2026, 11, 2), **told)
    actions.send_back(record, sent_back_on=date(2026, 11, 4), why="Something private", **told)
    actions.reach_gateway(record, reached_on=date(2026, 11, 9), **told)
    actions.begin_assessment(record, begun_on=date(2026, 11, 10), **told)
    actions.fail(record, failed_on=date(2026, 11, 12), resit_on=date(2026, 12, 12), **told)
    moments = said(shown)
    for moment in (
        ("2 November 2026", "Gateway reached"),
        ("4 November 2026", "Gateway sent back to learning"),
        ("9 November 2026", "Gateway reached"),
        ("12 November 2026", "Assessment failed"),
        ("12 December 2026", "Resit planned"),
    ):
        assert moment in moments
    assert "Something private" not in str(moments)
    assert shown("row").next == "Resit planned on 12 December 2026"


def test_who_is_back_is_expected_no_longer(people, shown):
    make.BreakFactory(
        apprentice=people.record,
        first_day_away_on=TODAY - 20 * DAY,
        expected_return_on=TODAY + 9 * DAY,
        first_day_back_on=TODAY - DAY,
    )
    assert "Expected back from the break" not in str(said(shown))


@pytest.fixture
def earlier(people):
    """The apprenticeship that the same person had before, without the manager of today."""
    record = make.ApprenticeFactory(
        person=people.apprentice,
        cohort=people.here.cohort,
        starts_on=TODAY - 700 * DAY,
        withdrawn_on=TODAY - 300 * DAY,
        withdrawal_reason="ended",
    )
    people.record.previous = record
    people.record.save()
    return record


def test_the_apprenticeships_before_and_after_lead_to_each_other(people, earlier, client_of):
    client = client_of(people.coordinator)
    before = f"The apprenticeship before this one: {earlier.standard.title}"
    after = f"The apprenticeship after this one: {people.record.standard.title}"
    page = client.get(people.record.get_absolute_url()).content.decode()
    assert f'href="{earlier.get_absolute_url()}">{before}</a>' in page
    page = client.get(earlier.get_absolute_url()).content.decode()
    assert f'href="{people.record.get_absolute_url()}">{after}</a>' in page


def test_a_manager_hears_nothing_of_an_apprenticeship_that_was_not_theirs(people, earlier, client_of):
    page = client_of(people.manager).get(people.record.get_absolute_url()).content.decode()
    assert "before this one" not in page
    assert earlier.standard.title not in page
