"""The page of learning time: proposed by one side, agreed by the other, read by all who see the plan."""

import html
from datetime import date, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohorts.models import ClosingDay
from tests import factories as make
from tests import world
from workplans.models import LearningTime

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
FRIDAYS = {"kind": "week", "friday": "D", "hours": "7.25", "from_on": "18/11/2026"}


@pytest.fixture
def people(now):
    return world.build(TODAY)


class Somebody:
    """One person at the page of the apprentice of `here`."""

    def __init__(self, client, record):
        self.client, self.record = client, record

    def path(self, name="learning_time", *arguments):
        return reverse(name, args=[self.record.pk, *arguments])

    def page(self):
        return self.client.get(self.path()).context["page"]

    def text(self):
        return html.unescape(self.client.get(self.path()).content.decode())

    def do(self, name, *arguments, **fields):
        """Sends a form; the answer behind a redirect."""
        return self.client.post(self.path(name, *arguments), fields, follow=True)

    def propose(self, **fields):
        return self.do("propose_learning_time", **FRIDAYS | fields)


@pytest.fixture
def somebody(people, client_of):
    """A function that gives the apprentice, the manager … at the page."""
    return lambda role: Somebody(client_of(getattr(people, role)), people.record)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


# --- From one side to the other ---


@pytest.mark.parametrize(
    ("one", "other"), [("apprentice", "manager"), ("apprentice", "deputy"), ("manager", "apprentice")]
)
def test_proposed_by_one_side_and_agreed_by_the_other(one, other, people, somebody):
    one, other = somebody(one), somebody(other)
    answer = one.propose()
    assert said(answer)[0].startswith(
        "Proposed: every Friday from 18 November 2026, a whole day of 7 hours 15 minutes."
    )
    assert set(one.page().proposal.urls) == {"take_back"}
    assert set(other.page().proposal.urls) == {"agree", "decline"}
    assert somebody("coordinator").page().proposal.urls == {}
    time = LearningTime.objects.get()
    assert said(one.do("agree_learning_time", time.pk)) == [
        "You proposed it: the other side agrees, or says why not."
    ]
    for _ in range(2):  # pressed twice
        assert said(other.do("agree_learning_time", time.pk)) == ["Agreed: it holds from its first day on."]
    assert time.history.count() == 2
    page = somebody("coordinator").page()
    assert [(row.when, row.what, row.days, row.note) for row in page.rows] == [
        (
            "Now",
            "Every Friday",
            "Since 18 November 2026, until further notice",
            "A whole day is 7 hours 15 minutes.",
        )
    ]
    assert page.this_week == "Expected this week: 7 hours 15 minutes."


def test_why_not_is_read_by_whoever_proposed(people, somebody):
    apprentice, manager = somebody("apprentice"), somebody("manager")
    apprentice.propose()
    time = LearningTime.objects.get()
    answer = manager.do("decline_learning_time", time.pk, declined_because="")
    assert answer.context["form"].errors == {"declined_because": ["Say why not, and what would do."]}
    for _ in range(2):
        manager.do("decline_learning_time", time.pk, declined_because="Fridays are release days")
    assert time.history.count() == 2
    assert apprentice.page().declined.note == f"{people.manager} says why not: Fridays are release days"
    assert "Fridays are release days" in apprentice.text()
    apprentice.propose(friday="", thursday="D")
    assert apprentice.page().declined is None


def test_taken_back_once(somebody):
    apprentice, manager = somebody("apprentice"), somebody("manager")
    apprentice.propose()
    time = LearningTime.objects.get()
    assert said(manager.do("take_back_learning_time", time.pk)) == [
        "Only the side that proposed it takes it back: agree to it, or say why not."
    ]
    assert said(apprentice.do("take_back_learning_time", time.pk)) == [
        "Taken back. You can propose another time."
    ]
    gone = ["This was taken back or ended already."]
    assert said(apprentice.do("take_back_learning_time", time.pk)) == gone
    assert said(manager.do("agree_learning_time", time.pk)) == gone
    assert said(manager.do("decline_learning_time", time.pk, declined_because="No")) == gone


def test_pressed_twice_is_proposed_once_and_another_waits(somebody):
    apprentice = somebody("apprentice")
    for _ in range(2):
        apprentice.propose()
    assert LearningTime.objects.count() == 1
    answer = apprentice.propose(friday="M")
    assert answer.context["form"].non_field_errors() == [
        "There is a proposal already: answer it or take it back first."
    ]


def test_the_end_of_what_was_agreed(people, somebody):
    time = make.LearningTimeFactory(apprentice=people.record, agreed=True)
    manager = somebody("manager")
    answer = manager.do("end_learning_time", time.pk, until_on="17/11/2026")
    assert answer.context["form"].errors == {
        "until_on": ["Choose today or a later day: what was agreed until now stays."]
    }
    for _ in range(2):
        answer = manager.do("end_learning_time", time.pk, until_on="20/11/2026")
        assert said(answer) == ["Saved: every Friday until 20 November 2026."]
    assert time.history.count() == 2
    coming = make.LearningTimeFactory(apprentice=people.record, agreed=True, from_on=TODAY + 9 * DAY)
    answer = manager.do("end_learning_time", coming.pk, until_on="20/11/2026")
    assert said(answer) == ["Taken away: every Friday does not begin."]


def test_a_new_time_says_what_it_ends(people, somebody):
    make.LearningTimeFactory(apprentice=people.record, agreed=True)
    manager = somebody("manager")
    manager.propose(friday="", tuesday="A", thursday="A", from_on="1/12/2026")
    proposal = somebody("apprentice").page().proposal
    assert (proposal.what, proposal.days, proposal.note) == (
        "Tuesday and Thursday afternoons",
        "From 1 December 2026, until further notice",
        "A whole day is 7 hours 15 minutes. Once it is agreed, “Every Friday” ends on 30 November 2026. "
        f"Proposed by {people.manager}.",
    )


def test_somebody_elses_time_is_not_there(people, somebody):
    theirs = make.LearningTimeFactory(apprentice=people.other_record)
    manager = somebody("manager")
    for name in ("agree", "decline", "take_back", "end"):
        answer = manager.do(f"{name}_learning_time", theirs.pk, declined_because="No", until_on="20/11/2026")
        assert said(answer) == ["This was taken back or ended already."]
    theirs.refresh_from_db()
    assert theirs.state == "proposed"


# --- What is refused, at its field ---

BLOCK = {"kind": "block", "from_on": "16/11/2026", "until_on": "27/11/2026"}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"friday": ""}, {"monday": "Choose a morning, an afternoon or a whole day on at least one day."}),
        ({"friday": "X"}, {"friday": "Choose one of the list."}),
        ({"hours": ""}, {"hours": "Write the hours of a whole day."}),
        ({"hours": "seven"}, {"hours": "Write a number: 7.25."}),
        ({"hours": "0.5"}, {"hours": "A whole day has from 1 to 12 hours."}),
        ({"hours": "12.25"}, {"hours": "A whole day has from 1 to 12 hours."}),
        ({"hours": "1e9"}, {"hours": "A whole day has from 1 to 12 hours."}),
        ({"hours": "7.3"}, {"hours": "Give the hours by quarters, such as 7, 7.25, 7.5 or 7.75."}),
        ({"from_on": ""}, {"from_on": "Write the day."}),
        (
            {"from_on": "9/8/2026"},
            {"from_on": "Learning begins on 10 August 2026: choose that day or a later one."},
        ),
        ({"until_on": "17/11/2026"}, {"until_on": "The last day is before the first."}),
        ({"kind": "often"}, {"kind": "Choose one of the list."}),
        (BLOCK | {"until_on": ""}, {"until_on": "Write the last day of the block."}),
        (
            BLOCK | {"from_on": "18/11/2026"},
            {"from_on": "A block is of whole weeks: the Monday of this one is 16 November 2026."},
        ),
        (
            BLOCK | {"until_on": "24/11/2026"},
            {"until_on": "A block is of whole weeks: the Friday of this one is 27 November 2026."},
        ),
    ],
)
def test_refusals_stand_at_their_fields(fields, errors, somebody):
    answer = somebody("apprentice").propose(**fields)
    assert {name: " ".join(words) for name, words in answer.context["form"].errors.items()} == errors
    assert not LearningTime.objects.exists()


def test_a_block_of_weeks(people, somebody):
    somebody("apprentice").propose(**BLOCK | dict.fromkeys(("monday", "tuesday"), "D"))
    time = LearningTime.objects.get()
    assert (time.in_blocks, time.pattern, time.day_minutes) == (True, "DD--D--", 435)
    assert somebody("manager").page().proposal.what == "A block: every Monday, Tuesday and Friday"


@pytest.mark.parametrize(
    ("weekly", "hours"), [("36", "7.25"), ("37", "7.5"), ("30", "6"), ("4", "1"), ("20", "4")]
)
def test_what_is_filled_in(weekly, hours, people, somebody):
    people.record.weekly_hours = weekly
    people.record.save()
    manager = somebody("manager")
    form = manager.client.get(manager.path("propose_learning_time")).context["form"]
    assert (str(form["hours"].value()), form["from_on"].value()) == (hours, TODAY)


# --- Expected this week: Monday 16 to Sunday 22 November ---


def close(people, day):
    ClosingDay.objects.create(organisation=people.here.organisation, closed_on=day)


def away(people, first, back):
    make.BreakFactory(apprentice=people.record, first_day_away_on=first, first_day_back_on=back)


def facts(people, **facts):
    for name, value in facts.items():
        setattr(people.record, name, value)
    people.record.save()


FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 17)


@pytest.mark.parametrize(
    ("arrange", "words"),
    [
        (lambda people: None, "Expected this week: 11 hours."),
        (lambda people: close(people, FRIDAY), "Expected this week: 3 hours 45 minutes."),
        (lambda people: away(people, FRIDAY, None), "Expected this week: 3 hours 45 minutes."),
        (lambda people: away(people, TUESDAY, FRIDAY), "Expected this week: 7 hours 15 minutes."),
        (lambda people: facts(people, starts_on=FRIDAY), "Expected this week: 7 hours 15 minutes."),
        (lambda people: facts(people, gateway_on=TODAY), "Expected this week: 3 hours 45 minutes."),
        (lambda people: away(people, date(2026, 11, 1), None), "Nothing is expected this week."),
    ],
)
def test_what_is_expected_this_week(arrange, words, people, somebody):
    """Tuesday afternoons and Fridays are agreed, a day of seven hours and a quarter."""
    make.LearningTimeFactory(apprentice=people.record, agreed=True, pattern="-A--D--")
    arrange(people)
    assert somebody("coordinator").page().this_week == words


def test_a_bank_holiday_is_off(people, somebody, now):
    make.LearningTimeFactory(apprentice=people.record, agreed=True)
    now.move_to(datetime(2026, 12, 23, 9, tzinfo=timezone.utc))  # noqa: UP017 Friday is Christmas Day
    assert somebody("apprentice").page().this_week == "Nothing is expected this week."


def test_home_says_what_is_expected_this_week(people, client_of):
    make.LearningTimeFactory(apprentice=people.record, agreed=True)
    assert "Expected this week: 7 hours 15 minutes." in client_of(people.apprentice).get("/").content.decode()


# --- Who reads and who acts ---


@pytest.mark.parametrize(
    ("role", "acts"), [("apprentice", True), ("manager", True), ("deputy", True), ("coordinator", False)]
)
def test_who_may_act(role, acts, people, somebody):
    make.LearningTimeFactory(apprentice=people.record, agreed=True)
    page = somebody(role).page()
    assert (bool(page.propose_url), bool(page.rows[0].urls)) == (acts, acts)


def test_after_the_end_it_is_only_read(people, somebody):
    make.LearningTimeFactory(apprentice=people.record, agreed=True)
    make.LearningTimeFactory(apprentice=people.record)
    facts(people, withdrawn_on=TODAY, withdrawal_reason="left")
    for role in ("apprentice", "manager"):
        page = somebody(role).page()
        assert (page.propose_url, page.rows[0].urls, page.proposal.urls) == ("", {}, {})
        assert somebody(role).propose().status_code == 404


# --- Queries ---


@pytest.mark.parametrize(("role", "number"), [("apprentice", 8), ("manager", 8), ("coordinator", 8)])
def test_queries(role, number, people, somebody):
    visitor, counts = somebody(role), []
    visitor.page()
    for more in (1, 2, 47):
        for _ in range(more):
            make.LearningTimeFactory(apprentice=people.record, agreed=True)
            make.ProtectedAnswerFactory(
                apprentice=people.record, month_on=date(2000 + LearningTime.objects.count(), 1, 1)
            )
        with CaptureQueriesContext(connection) as queries:
            visitor.client.get(visitor.path())
        counts.append(len(queries))
    assert counts == [number] * 3
