"""The page about somebody's next steps: what each reader sees of it, in each state of the apprenticeship."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice
from hackit import filling
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
# Its conversations are due on 31 October, 30 November and 31 December.
IN_WINDOW = date(2027, 1, 31)
READERS = ("apprentice", "manager", "deputy", "coordinator")


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def near(people):
    """The window is open: the first conversation is late, the second to be prepared."""
    return lasting(people, planned_end_on=IN_WINDOW)


def lasting(people, **facts):
    Apprentice.objects.filter(pk=people.record.pk).update(**facts)
    return people


def stopped(people, on):
    return lasting(people, withdrawn_on=on, withdrawal_reason="left")


def address(people, rest=""):
    return f"/apprentices/{people.record.pk}/next-steps/{rest}"


def seen(client, people):
    return client.get(address(people)).context["page"]


def text(client, path):
    return client.get(path).content.decode()


def states(page):
    return [one.state for one in page.talks]


def links(page):
    return [words for words, _ in page.links]


# --- Who reads it ---


@pytest.mark.parametrize("role", READERS)
def test_all_around_but_the_buddy_read_what_was_said_and_agreed(role, near, client_of):
    talk = make.ConversationFactory(apprentice=near.record, held=True, held_by=near.manager)
    make.NextStepFactory(conversation=talk, what="Ask for a post", due_on=TODAY - DAY)
    make.NextStepFactory(conversation=talk, what="Was done", done_on=TODAY)
    elsewhere = make.ConversationFactory(apprentice=near.other_record, held=True, answer_by_on=TODAY)
    make.NextStepFactory(conversation=elsewhere, what="Their secret")
    response = client_of(getattr(near, role)).get(address(near))
    page, words = response.context["page"], response.content.decode()
    assert page.title == ("Your next steps" if role == "apprentice" else "Here Apprentice’s next steps")
    assert [(one.what, one.who, one.late) for one in page.agreed] == [("Ask for a post", "Manager", True)]
    assert "An answer was promised by 15 December 2026." in page.talks[0].said
    assert f"On 16 November 2026, recorded by {near.manager}." in page.talks[0].said
    assert page.may_tick == (role != "apprentice")
    assert ("Tell your manager when something is done" in words) == (role == "apprentice")
    assert "Their secret" not in words


@pytest.mark.parametrize("role", ["buddy", "former_manager", "manager_to_be", "other_manager", "superuser"])
def test_nobody_else_finds_it_nor_a_way_to_it(role, near, client_of):
    client = client_of(getattr(near, role))
    assert client.get(address(near)).status_code == 404
    assert "/next-steps/" not in text(client, f"/apprentices/{near.record.pk}/")


@pytest.mark.parametrize("role", READERS)
def test_the_record_leads_there(role, near, client_of):
    assert f'href="{address(near)}"' in text(
        client_of(getattr(near, role)), f"/apprentices/{near.record.pk}/"
    )


@pytest.mark.parametrize("end_on, seeks", [(IN_WINDOW, True), (date(2027, 4, 30), False)])
def test_home_leads_to_openings_and_cv_while_the_window_is_open(end_on, seeks, people, client_of):
    home = text(client_of(lasting(people, planned_end_on=end_on).apprentice), "/")
    assert f'href="{address(people)}"' in home
    assert (f'href="{address(people, "cv/")}">Your CV' in home) == seeks
    assert ('href="/openings/">Openings</a><br>' in home) == seeks


# --- When ---


@pytest.mark.parametrize("role", READERS)
def test_before_the_note_it_says_what_will_happen_and_asks_for_nothing(role, people, client_of):
    page = seen(client_of(getattr(people, role)), people)
    assert page.stands.endswith(" is due by 7 November 2027.")
    assert page.ahead[-1].startswith("Six months before the end, on 7 August 2027, a first note")
    assert [label for label, _, _ in page.facts][1:] in (["You know by"], ["Here knows by"])
    assert states(page) == ["To come"] * 3
    assert (page.next, page.late, page.agreed) == (None, False, [])
    assert (page.ways_on, page.gateway, page.decision, page.destination) == (None,) * 4
    assert "Openings here and with partner employers" not in links(page)


def test_from_the_note_on_all_is_there(people, client_of):
    lasting(people, planned_end_on=date(2027, 5, 18))
    for role in READERS:
        page = seen(client_of(getattr(people, role)), people)
        assert None not in (page.ways_on, page.gateway, page.decision, page.destination)
        assert [label for label, _, _ in page.facts][2:] == ["Gateway is expected on", "Learning hours left"]
        asked = "Tell the head of service now which posts may be needed."
        assert (asked in page.ahead) == (role != "apprentice")


def test_in_the_window_the_apprentice_prepares(near, client_of):
    page = seen(client_of(near.apprentice), near)
    assert page.stands == (
        "Your first next-steps conversation was due by 31 October 2026. Ask your manager for a day."
    )
    assert (page.late, page.next.words) == (True, "Prepare it")
    assert page.next.url == address(near, "first/prepare/")
    assert states(page) == ["Late", "To prepare", "To come"]
    assert page.ahead == []
    assert links(page)[-1] == "Openings here and with partner employers"


@pytest.mark.parametrize("role", READERS[1:])
def test_in_the_window_whoever_is_responsible_holds_it(role, near, client_of):
    page = seen(client_of(getattr(near, role)), near)
    assert page.stands == "The first next-steps conversation was due by 31 October 2026."
    assert (page.late, page.next.words) == (True, "Read what it is about, and record it")
    assert "Openings here and with partner employers" not in links(page)


def test_what_is_prepared_is_not_asked_for_again(near, client_of):
    make.ConversationFactory(apprentice=near.record, prepared=True)
    page = seen(client_of(near.apprentice), near)
    assert page.stands.endswith("You have prepared it.")
    assert page.next is None
    assert "Here prepared it." in seen(client_of(near.manager), near).talks[0].said
    make.ConversationFactory(apprentice=near.record, talk="second", prepared=True)
    assert states(seen(client_of(near.manager), near)) == ["Late", "Prepared", "To come"]


def test_what_was_held_is_confirmed_first_and_then_the_next_one_comes(near, client_of):
    talk = make.ConversationFactory(apprentice=near.record, held=True)
    client = client_of(near.apprentice)
    page = seen(client, near)
    assert page.next.words == "Read and confirm the record"
    assert page.stands == "Your first conversation was held on 16 November 2026. Read its record."
    talk.confirmed_at = "2026-11-17T12:00Z"
    talk.save()
    page = seen(client, near)
    assert page.stands == "Your second next-steps conversation is due by 30 November 2026."
    assert states(page) == ["Held", "To prepare", "To come"]
    assert "You confirmed it." in page.talks[0].said


def test_who_held_a_later_one_is_not_asked_for_the_earlier(near, client_of):
    make.ConversationFactory(apprentice=near.record, talk="second", confirmed=True)
    assert states(seen(client_of(near.manager), near)) == ["Not held: a later one was", "Held", "To come"]


def test_during_a_break_everything_waits(near, client_of):
    make.BreakFactory(apprentice=near.record, first_day_away_on=TODAY - 20 * DAY)
    for role in READERS:
        page = seen(client_of(getattr(near, role)), near)
        assert page.stands.startswith("The conversations wait for the return from the break")
        assert states(page) == ["Waits for the return"] * 3
        assert page.facts == [
            ("The end that counts", "Not known during a break", "The planned end moves by the days away.")
        ]
        assert (page.late, page.next) == (False, None)


def test_a_contract_that_ends_counts_even_then(near, client_of):
    make.BreakFactory(apprentice=near.record, first_day_away_on=TODAY - 20 * DAY)
    lasting(near, contract_ends_on=date(2027, 2, 18))
    page = seen(client_of(near.manager), near)
    assert page.stands == "The first next-steps conversation is due by 18 November 2026."
    assert page.facts[0][1:] == ("18 February 2027", "The contract ends then, and the planned end moves.")


def test_who_stops_on_a_day_to_come_is_asked_nothing_more(near, client_of):
    stopped(near, TODAY + 9 * DAY)
    for role in READERS:
        page = seen(client_of(getattr(near, role)), near)
        assert page.stands.startswith("The apprenticeship ends early, on 27 November 2026.")
        assert states(page) == ["Not held"] * 3
        assert (page.late, page.next, page.facts, page.ways_on, page.gateway) == (False, None, [], None, None)
        assert page.leaving and page.destination
        assert bool(page.leaving.reasons) == (role == "coordinator")
        assert bool(page.destination.record_url) == (role != "apprentice")


def test_after_the_end_it_stays_to_be_read(near, client_of):
    talk = make.ConversationFactory(apprentice=near.record, held=True)
    make.NextStepFactory(conversation=talk, what="Ask for a post")
    stopped(near, TODAY - DAY)
    page = seen(client_of(near.apprentice), near)
    assert page.stands == (
        "You left your apprenticeship on 17 November 2026. What was held and agreed stays here to be read."
    )
    assert (page.late, page.next, page.ended, page.may_tick) == (False, None, True, False)
    assert states(page) == ["Held", "Not held", "Not held"]
    assert [one.what for one in page.agreed] == ["Ask for a post"]
    assert "Tell your manager when" not in text(client_of(near.apprentice), address(near))
    assert not seen(client_of(near.manager), near).may_tick
    assert seen(client_of(near.coordinator), near).may_tick


def test_reading_ends_some_time_after_the_end(near, client_of):
    lasting(near, starts_on=TODAY - 900 * DAY, first_day_at_work_on=TODAY - 900 * DAY)
    for days, read in ((100, {"apprentice", "coordinator"}), (400, {"coordinator"})):
        stopped(near, TODAY - days * DAY)
        for role in READERS:
            status = client_of(getattr(near, role)).get(address(near)).status_code
            assert status == (200 if role in read else 404), f"{role} after {days} days"


# --- What the apprentice does not know yet ---


def all_held(people):
    for talk in ("first", "second", "third"):
        make.ConversationFactory(apprentice=people.record, talk=talk, confirmed=True, answer_by_on=None)


def test_a_decision_that_is_not_given_is_nowhere_on_the_apprentices_pages(near, client_of):
    all_held(near)
    client = client_of(near.apprentice)
    before = {path: text(client, path) for path in (address(near), "/", f"/apprentices/{near.record.pk}/")}
    make.DecisionFactory(apprentice=near.record, role="Secret role", letter="Secret letter")
    make.DestinationFactory(apprentice=near.record, role="Secret place")
    page = seen(client, near)
    assert page.stands.endswith("What comes next is known by 31 December 2026.")
    assert page.next is None
    assert page.destination.told == []
    for path, was in before.items():
        words = text(client, path)
        assert "Secret" not in words and "decided" not in words, path
        assert "a role in the same team" not in words, path
        assert plain(words) == plain(was), path
    assert client.get(address(near, "decision/")).status_code == 404


def plain(words):
    """A page without what differs from one answer to the next."""
    return [line for line in words.splitlines() if "csrf" not in line and "nonce" not in line]


@pytest.mark.parametrize("role", READERS[1:])
def test_it_is_there_for_those_who_give_it(role, near, client_of):
    all_held(near)
    make.DecisionFactory(apprentice=near.record)
    make.DestinationFactory(apprentice=near.record, role="Designer")
    page = seen(client_of(getattr(near, role)), near)
    assert page.stands == "A decision is recorded. Give it to Here in writing by 23 November 2026."
    assert (page.late, page.next.words) == (False, "Give it in writing")
    assert [one.heading for one in page.destination.told] == ["At the end"]


def test_once_given_the_apprentice_reads_it_and_where_it_leads(near, client_of):
    all_held(near)
    make.DecisionFactory(apprentice=near.record, given=True)
    make.DestinationFactory(apprentice=near.record, role="Designer")
    page = seen(client_of(near.apprentice), near)
    assert page.next.words == "Read the decision"
    assert "Designer" in page.destination.told[0].words
    assert "You know by" not in [label for label, _, _ in page.facts]


def test_with_all_three_held_the_decision_is_asked_for_and_late(near, client_of):
    all_held(near)
    page = seen(client_of(near.manager), near)
    assert (page.next.words, page.late) == ("Record the decision", False)
    lasting(near, planned_end_on=date(2026, 12, 17))
    page = seen(client_of(near.manager), near)
    assert page.stands.endswith("What comes next was to be known by 17 November 2026.")
    assert page.late


def test_a_coordinator_who_is_the_apprentice_is_the_apprentice(near, client_of):
    make.CoordinatorFactory(organisation=near.here.organisation, person=near.apprentice)
    talk = make.ConversationFactory(apprentice=near.record, held=True)
    step = make.NextStepFactory(conversation=talk, what="Ask for a post")
    make.DecisionFactory(apprentice=near.record, role="Secret role")
    client = client_of(near.apprentice)
    page = seen(client, near)
    assert (page.own, page.may_tick, page.destination.record_url) == (True, False, "")
    assert page.next.words == "Read and confirm the record"
    assert page.decision.links == []
    assert "a role in the same team" not in text(client, address(near))
    for rest in ("first/record/", "second/record/", "decision/", "decision/record/"):
        assert client.get(address(near, rest)).status_code == 404, rest
    assert client.post(address(near, f"agreed/{step.pk}/"), {"done": "1"}).status_code == 404


# --- How ---


@pytest.mark.parametrize("role", READERS)
def test_queries(role, near, client_of):
    client = client_of(getattr(near, role))
    make.LearningEntryFactory(apprentice=near.record)
    client.get(address(near))
    counts = []
    for talks in (["first"], ["second", "third"]):
        for talk in talks:
            conversation = make.ConversationFactory(apprentice=near.record, talk=talk, held=True)
            make.NextStepFactory(conversation=conversation)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(near)).status_code == 200
        counts.append(len(queries))
    assert counts == [6, 6]


@pytest.mark.parametrize(
    ("facts", "filled", "open_"),
    [
        ({"manager": "Ann Example"}, "Dear Ann Example, call [phone number].", ["[phone number]"]),
        ({"manager": "Ann [acting]"}, "Dear Ann (acting), call [phone number].", ["[phone number]"]),
        ({"manager": "[[x]"}, "Dear ((x), call [phone number].", ["[phone number]"]),
        ({"manager": "{place}"}, "Dear {place}, call [phone number].", ["[phone number]"]),
        ({"manager": ""}, "Dear [name], call [phone number].", ["[name]", "[phone number]"]),
        ({}, "Dear [name], call [phone number].", ["[name]", "[phone number]"]),
    ],
)
def test_only_what_nobody_knows_leaves_a_gap(facts, filled, open_):
    text = filling.fill(
        "Dear {manager}, call [phone number].", facts, {"manager": "[name]", "place": "[place]"}
    )
    assert text == filled
    assert filling.gaps(text) == open_
