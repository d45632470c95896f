"""The buddy: what they ask when, the page about it, and how their time goes on or ends."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices import actions, buddying
from apprentices.buddying import PROMPTS, When, dated, now_or_next
from apprentices.induction import Calendar
from apprentices.induction_due import due_items
from apprentices.models import Apprentice, BuddyTerm
from hackit.overview.agenda import for_agenda
from hackit.working_days import is_working_day
from tests import factories as make
from tests import world
from tests.conftest import sign_in

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
ENGLAND = Calendar(is_working_day)


# --- The rule -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_day", "days"),
    [
        # a Monday
        (date(2026, 9, 7), ["7 Sep", "11 Sep", "21 Sep", "5 Oct", "2 Nov", "30 Nov"]),
        # a Thursday: the fifth working day is the Wednesday after
        (date(2026, 9, 3), ["3 Sep", "9 Sep", "17 Sep", "1 Oct", "29 Oct", "26 Nov"]),
        # week two falls on a Saturday, week four on New Year's weekend
        (date(2026, 12, 5), ["7 Dec", "11 Dec", "21 Dec", "4 Jan", "1 Feb", "1 Mar"]),
    ],
)
def test_prompts_fall_on_working_days(first_day, days):
    found = dated(first_day, ENGLAND, first_day)
    assert [f"{one.on:%-d %b}" for one in found] == days


@pytest.mark.parametrize(
    ("today", "states", "first"),
    [
        (date(2026, 9, 6), "------", "Day one"),
        (date(2026, 9, 7), "n-----", "Day one"),
        (date(2026, 9, 10), "n-----", "Day one"),
        (date(2026, 9, 11), "on----", "End of week one"),
        (date(2026, 9, 17), "on----", "End of week one"),
        (date(2026, 9, 18), "oo----", "Week two"),
        (date(2026, 12, 6), "ooooon", "Week twelve"),
        (date(2026, 12, 7), "oooooo", None),
    ],
)
def test_a_prompt_is_for_now_for_a_week_or_until_the_next(today, states, first):
    found = dated(date(2026, 9, 7), ENGLAND, today)
    signs = {When.TO_COME: "-", When.NOW: "n", When.OVER: "o"}
    assert "".join(signs[one.when] for one in found) == states
    one = now_or_next(found)
    assert (one and one.prompt.name) == first


def test_each_prompt_asks_two_or_three_things():
    assert {len(prompt.asks) for prompt in PROMPTS} == {2, 3}
    assert [prompt.day for prompt in PROMPTS] == [0, 4, 14, 28, 56, 84]


# --- What stands on the agenda --------------------------------------------------------------------


@pytest.fixture
def people(db, now):
    """The apprentice started on this Monday."""
    found = world.build(TODAY)
    Apprentice.objects.update(first_day_at_work_on=date(2026, 11, 16), starts_on=date(2026, 11, 30))
    found.record.refresh_from_db()
    return found


def told(record, on=TODAY):
    """{title: day} of what the buddy is told."""
    items = due_items(for_agenda(Apprentice.objects.all(), on).get(pk=record.pk), on)
    return {item.title.partition(" with")[0]: item.due_on for item in items if item.owner == "buddy"}


def test_prompts_to_come_are_told_to_the_buddy_and_closing_days_count(people):
    assert told(people.record) == {
        "End of week one": date(2026, 11, 20),
        "Week two": date(2026, 11, 30),
        "Week four": date(2026, 12, 14),
        "Week eight": date(2027, 1, 11),
        "Week twelve": date(2027, 2, 8),
    }
    people.here.organisation.closing_days.create(closed_on=date(2026, 11, 30))
    people.there.organisation.closing_days.create(closed_on=date(2026, 12, 14))
    found = told(people.record)
    assert (found["Week two"], found["Week four"]) == (date(2026, 12, 1), date(2026, 12, 14))


def test_the_steps_of_an_induction_ask_for_week_one(people):
    make.InductionFactory(apprentice=people.record)
    assert set(told(people.record)) == {"Week two", "Week four", "Week eight", "Week twelve"}


def test_nothing_is_told_after_the_last_day_or_without_a_buddy(people):
    people.record.buddy_terms.update(until_on=date(2026, 11, 30))
    assert set(told(people.record)) == {"End of week one", "Week two"}
    people.record.buddy_terms.all().delete()
    assert told(people.record) == {}


# --- The page -------------------------------------------------------------------------------------


def address(people, page=""):
    return f"/apprentices/{people.record.pk}/buddy/{page}"


def text(user, path):
    return sign_in(user).get(path).content.decode()


def test_each_is_addressed_and_finds_the_ways_that_are_theirs(people):
    pages = {
        role: text(getattr(people, role), address(people))
        for role in ("apprentice", "buddy", "manager", "deputy", "coordinator")
    }
    assert '<h1 class="govuk-heading-xl">Your buddy</h1>' in pages["apprentice"]
    assert "Being Here Apprentice’s buddy</h1>" in pages["buddy"]
    assert all(
        "A buddy for Here Apprentice: what it is for</h1>" in pages[role] for role in ("manager", "deputy")
    )
    for words in (*buddying.FOR, *buddying.NOT_FOR):
        assert all(words in page for page in pages.values())
    may = {role for role, page in pages.items() if "buddy/thanks/" in page}
    assert may == {"manager", "deputy", "coordinator"}
    # It goes on as it is until it is time to talk about it.
    assert not any("buddy/keep/" in page for page in pages.values())
    assert all("There" not in page.replace("There ", "") for page in pages.values())


def test_the_buddy_reads_their_own_steps_and_no_others(people):
    make.InductionStepFactory(apprentice=people.record, title="Show the kitchen", owner="buddy")
    make.InductionStepFactory(
        apprentice=people.record, title="Assess the risk", owner="manager", sight="closed"
    )
    make.InductionStepFactory(apprentice=people.other_record, title="Their kitchen", owner="buddy")
    page = text(people.buddy, address(people))
    assert "Show the kitchen" in page
    assert "Assess the risk" not in page
    assert "Their kitchen" not in page
    assert "Show the kitchen" not in text(people.manager, address(people))


def test_without_a_buddy_the_manager_stands_in(people):
    people.record.buddy_terms.all().delete()
    page = text(people.manager, address(people))
    assert "The manager stands in" in page
    assert f'href="/apprentices/{people.record.pk}/people/buddy/"' in page
    page = text(people.apprentice, address(people))
    assert "Your manager stands in" in page
    assert "people/buddy/" not in page


def test_queries(people):
    client = sign_in(people.buddy)
    client.get(address(people))
    counts = []
    for number in (1, 3, 50):
        for other in range(number):
            make.InductionStepFactory(apprentice=people.record, owner="buddy")
            people.here.organisation.closing_days.get_or_create(closed_on=TODAY + (100 + other) * DAY)
            day = date(2020, 1, 1) + (number + other) * DAY
            make.BuddyTermFactory(apprentice=people.record, from_on=day, until_on=day) if other < 9 else None
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(people)).status_code == 200
        counts.append(len(queries))
    assert counts == [6, 6, 6]


# --- Briefed, kept, thanked -----------------------------------------------------------------------


def test_the_buddy_is_briefed(people):
    client = sign_in(people.deputy)
    answer = client.post(address(people, "briefed/"), {"briefed_on": "19/11/2026"})
    assert "This day is still to come" in answer.content.decode()
    for _ in range(2):
        assert client.post(address(people, "briefed/"), {"briefed_on": "17/11/2026"}).status_code == 302
    buddy = people.here.buddy_term.buddy
    assert [one.briefed_on for one in buddy.history.all()] == [date(2026, 11, 17), None]
    assert "On 17 November 2026" in text(people.apprentice, address(people))


def test_the_buddy_goes_on_once_however_often_it_is_sent(people):
    client = sign_in(people.manager)
    people.record.first_day_at_work_on = TODAY - buddying.ARRANGED_FROM
    people.record.save()
    assert "buddy/keep/" in text(people.manager, address(people))
    for _ in range(2):
        assert client.post(address(people, "keep/")).url == address(people)
    term = BuddyTerm.objects.get(apprentice=people.record)
    assert (term.kept_on, term.history.count()) == (TODAY, 2)
    page = text(people.manager, address(people))
    assert "Agreed on 18 November 2026" in page
    assert "buddy/keep/" not in page


def test_an_end_with_thanks_is_read_by_the_buddy_for_four_weeks_and_nothing_else(people, now):
    client = sign_in(people.manager)
    data = {"until_on": "17/11/2026", "thanks": "You were <b>splendid</b>."}
    assert client.post(address(people, "thanks/"), data).url == address(people)
    assert client.post(address(people, "thanks/"), data).url == address(people)
    said = client.get(address(people)).content.decode()
    assert said.count("was buddy until 17 November 2026.") == 2  # of either press
    term = BuddyTerm.objects.get(apprentice=people.record)
    assert (term.until_on, term.history.count()) == (TODAY - DAY, 3)
    home = text(people.buddy, "/")
    assert "Here’s manager thanks you:" in home
    assert "You were &lt;b&gt;splendid&lt;/b&gt;." in home
    assert "Here Apprentice" not in home
    assert sign_in(people.buddy).get(address(people)).status_code == 404
    assert "splendid" in text(people.apprentice, address(people))
    for other in (
        people.apprentice,
        people.manager,
        people.other_manager,
        people.there.buddy_term.buddy.person,
    ):
        assert "splendid" not in text(other, "/")
    now.move_to("2026-12-15T12:00:00Z")
    assert "splendid" in text(people.buddy, "/")
    now.move_to("2026-12-16T12:00:00Z")
    assert "splendid" not in text(people.buddy, "/")


def test_a_buddy_whose_time_ended_elsewhere_is_thanked_for_four_weeks(people, now):
    record, old = people.record, people.here.buddy_term
    new = make.BuddyFactory(organisation=people.here.organisation)
    actions.appoint_buddy(record, new, from_on=TODAY, by=people.manager)
    client, thank = sign_in(people.manager), f'href="{address(people, "thanks/?last=1")}"'
    assert thank in text(people.manager, address(people))
    assert thank not in text(people.apprentice, address(people))
    page = client.get(address(people, "thanks/?last=1"))
    assert str(old.buddy) in page.content.decode()
    assert "until_on" not in page.context["form"].fields
    client.post(address(people, "thanks/?last=1"), {"thanks": "Splendid"})
    old.refresh_from_db()
    assert (old.thanks, old.until_on) == ("Splendid", TODAY - DAY)
    assert record.buddy_terms.get(buddy=new).until_on is None
    now.move_to("2026-12-15T12:00:00Z")
    assert thank in text(people.coordinator, address(people))
    now.move_to("2026-12-16T12:00:00Z")
    assert thank not in text(people.coordinator, address(people))


def test_a_last_day_before_the_first_is_refused(people):
    client = sign_in(people.manager)
    answer = client.post(address(people, "thanks/"), {"until_on": "1/1/2020", "thanks": ""})
    assert "They began on" in answer.content.decode()
    assert BuddyTerm.objects.get(apprentice=people.record).until_on is None


def test_without_a_buddy_nothing_is_kept_briefed_or_thanked(people):
    people.record.buddy_terms.all().delete()
    client = sign_in(people.manager)
    for page in ("briefed/", "keep/", "thanks/"):
        assert client.post(address(people, page)).url == address(people)


def test_the_home_of_a_buddy_says_what_is_now_or_next(people):
    home = text(people.buddy, "/")
    assert "Now: Day one, 16 November 2026" in home
    assert f'href="{address(people)}"' in home
    Apprentice.objects.update(first_day_at_work_on=TODAY + 5 * DAY)
    assert "Next: Day one, 23 November 2026" in text(people.buddy, "/")
