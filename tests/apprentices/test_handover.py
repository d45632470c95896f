"""The handover from one manager to the next: who writes, who reads when, and who is told what."""

import re
from datetime import date, datetime, timedelta, timezone

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices import actions
from apprentices.models import HandoverNote, ManagerTerm
from hackit.overview.own_data import own_data
from tests import factories as make
from tests import world
from tests.conftest import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
CHANGE = date(2026, 12, 9)  # the day on which somebody else becomes manager
WORDS = {"going_on": "Canary-one", "promised": "Canary-two", "next_dates": "Canary-three"}


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def address(people):
    return f"/apprentices/{people.record.pk}/handover/"


@pytest.fixture
def note(people):
    """The note of the leaving manager for the one to be."""
    term = ManagerTerm.objects.get(manager__person=people.manager_to_be)
    return actions.write_note(term, words=WORDS, by=people.manager)


def to(now, day):
    """Nine in the morning of a day."""
    now.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=timezone.utc))  # noqa: UP017


def text(client, path):
    answer = client.get(path)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def carried(client, address):
    """The hidden fields of the form, which it carries along."""
    return dict(re.findall(r'name="(_\w+)"\s+value="(\d+)"', text(client, address)))


def messages(client, answer):
    return [str(message) for message in client.get(answer.url).context["messages"]]


# --- Writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["manager", "coordinator"])
def test_the_leaving_manager_or_a_coordinator_writes(role, people, address):
    client = sign_in(getattr(people, role))
    assert f"{people.manager_to_be} becomes the manager on 9 December 2026." in text(client, address)
    for words in (WORDS, WORDS | {"promised": "Something else"}):
        answer = client.post(address, words | carried(client, address))
        [told] = messages(client, answer)
        assert told == f"Saved. {people.manager_to_be} can read it from 9 December 2026."
    saved = HandoverNote.objects.get()
    assert (saved.term.manager.person, saved.promised) == (people.manager_to_be, "Something else")
    assert [row.history_user for row in saved.history.all()] == [getattr(people, role)] * 2


def test_pressed_twice_is_saved_once(people, address):
    client = sign_in(people.manager)
    sent = WORDS | carried(client, address)
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert HandoverNote.objects.get().history.count() == 1


def test_who_saves_over_somebody_else_is_told_first(people, address):
    client = sign_in(people.manager)
    sent = WORDS | carried(client, address)
    sign_in(people.coordinator).post(address, {"going_on": "Mine", "_version": "0"})
    answer = client.post(address, sent)
    assert "Here Coordinator saved this first while you had it open" in answer.content.decode()
    assert "Canary-one" in answer.content.decode()
    assert HandoverNote.objects.get().going_on == "Mine"
    again = re.search(r'name="_version"\s+value="(\d+)"', answer.content.decode())[1]
    assert client.post(address, sent | {"_version": again}).status_code == 302
    assert HandoverNote.objects.get().going_on == "Canary-one"


def test_an_empty_note_is_none(people, address):
    client = sign_in(people.manager)
    answer = client.post(address, dict.fromkeys(WORDS, "") | carried(client, address))
    assert "Write something" in answer.content.decode()
    assert not HandoverNote.objects.exists()


def test_words_for_one_do_not_reach_another(people, address):
    """Somebody else is named while the form is open."""
    client = sign_in(people.manager)
    sent = WORDS | carried(client, address)
    actions.call_off(ManagerTerm.objects.get(manager__person=people.manager_to_be), by=people.coordinator)
    answer = client.post(address, sent)
    assert "Nobody is named as the next manager any more" in answer.content.decode()
    assert "Canary-one" in answer.content.decode()
    other = make.ManagerFactory(organisation=people.here.organisation)
    actions.appoint_manager(people.record, other, from_on=CHANGE, by=people.coordinator)
    answer = client.post(address, sent)
    assert f"{other} becomes manager" in answer.content.decode()
    assert not HandoverNote.objects.exists()
    assert client.post(address, WORDS | carried(client, address)).status_code == 302


def test_fields_that_nobody_asked_for_change_nothing(people, address):
    client = sign_in(people.manager)
    more = {"read_on": "18/11/2026", "term": people.here.term.pk}
    client.post(address, WORDS | carried(client, address) | more)
    saved = HandoverNote.objects.get()
    assert (saved.read_on, saved.term.manager.person) == (None, people.manager_to_be)


def test_without_a_next_manager_the_page_says_so(people, address):
    actions.call_off(ManagerTerm.objects.get(manager__person=people.manager_to_be), by=people.coordinator)
    for role in ("manager", "coordinator"):
        assert "nobody is named as the next manager" in text(sign_in(getattr(people, role)), address)


# --- Reading --------------------------------------------------------------------------------------


def test_the_note_opens_on_the_day_and_access_goes_with_it(people, address, note, now):
    to(now, CHANGE - DAY)
    assert "Canary-one" in text(sign_in(people.manager), address)
    assert text(sign_in(people.manager_to_be), address) == "404"
    to(now, CHANGE)
    assert text(sign_in(people.manager), address) == "404"
    page = text(sign_in(people.manager_to_be), address)
    assert all(words in page for words in WORDS.values())
    assert "The note for you" in page
    assert f"{people.manager} handed over on 9 December 2026." in page
    assert "I have read it" in page


def test_it_stays_on_top_of_the_page_until_it_is_read(people, address, note, now):
    told = f"{people.manager} handed Here Apprentice over to you on 9 December 2026."
    assert told not in text(sign_in(people.manager_to_be), "/")
    to(now, CHANGE + 30 * DAY)
    new = sign_in(people.manager_to_be)
    assert told in text(new, "/")
    assert "Canary" not in text(new, "/")
    for _ in range(2):
        assert messages(new, new.post(f"{address}read/")) == [
            "Noted: you have read it. The note stays here while you are the manager."
        ]
    note.refresh_from_db()
    assert (note.read_on, note.history.count()) == (CHANGE + 30 * DAY, 2)
    assert told not in text(new, "/")
    for role in ("manager_to_be", "coordinator"):
        page = text(sign_in(getattr(people, role)), address)
        assert "Canary-one" in page
        assert "Read on 8 January 2027." in page
        assert "I have read it" not in page


def test_after_a_change_overnight_the_coordinator_can_still_write(people, address, now):
    to(now, CHANGE)
    assert "can be written here" in text(sign_in(people.manager_to_be), address)
    coordinator = sign_in(people.coordinator)
    assert "became the manager on 9 December 2026 and has read no note yet" in text(coordinator, address)
    answer = coordinator.post(address, WORDS | carried(coordinator, address))
    assert messages(coordinator, answer) == [f"Saved. {people.manager_to_be} can read it now."]
    new = sign_in(people.manager_to_be)
    assert "Canary-one" in text(new, address)
    new.post(f"{address}read/")
    assert "<textarea" not in text(coordinator, address)


def test_only_the_new_manager_says_that_it_was_read(people, address, note, now):
    to(now, CHANGE)
    coordinator = sign_in(people.coordinator)
    page = text(coordinator, address)
    assert "Not read yet." in page
    assert "I have read it" not in page
    assert messages(coordinator, coordinator.post(f"{address}read/")) == [
        "Only the new manager reads this note, from their first day on."
    ]
    note.refresh_from_db()
    assert note.read_on is None


def test_nothing_to_read_is_said(people, address):
    manager = sign_in(people.manager)
    assert messages(manager, manager.post(f"{address}read/")) == ["There is no note to read."]


def test_whoever_is_manager_after_that_does_not_get_the_old_note(people, address, note, now):
    third = make.ManagerFactory(organisation=people.here.organisation)
    actions.appoint_manager(people.record, third, from_on=CHANGE + 10 * DAY, by=people.coordinator)
    to(now, CHANGE)
    page = text(sign_in(people.manager_to_be), address)
    assert "Canary-one" in page
    assert f"{third} becomes the manager on 19 December 2026." in page
    to(now, CHANGE + 10 * DAY)
    for person in (third.person, people.coordinator):
        assert "Canary" not in text(sign_in(person), address)


def test_without_somebody_before_the_line_is_still_true(people, now):
    ManagerTerm.objects.filter(apprentice=people.record).exclude(
        manager__person=people.manager_to_be
    ).delete()
    term = ManagerTerm.objects.get(apprentice=people.record)
    actions.write_note(term, words=WORDS, by=people.coordinator)
    to(now, CHANGE)
    told = "You became the manager of Here Apprentice on 9 December 2026."
    assert told in text(sign_in(people.manager_to_be), "/")


# --- Whom it never reaches ------------------------------------------------------------------------


@pytest.mark.parametrize("day", [TODAY, CHANGE])
@pytest.mark.parametrize("role", ["apprentice", "deputy", "buddy", "former_manager", "other_coordinator"])
def test_the_note_reaches_nobody_else(role, day, people, address, note, now):
    to(now, day)
    client, record = sign_in(getattr(people, role)), people.record.get_absolute_url()
    pages = ("/", record, f"{record}people/", f"{record}history/", address)
    pages += ("/account/data/", "/account/data.json", "/apprentices/", f"{record}first-day/")
    assert [page for page in pages if "Canary" in text(client, page)] == []
    assert text(client, address) == "404"


def test_the_next_manager_reads_nothing_before_their_first_day(people, address, note, now):
    to(now, CHANGE - DAY)
    client, record = sign_in(people.manager_to_be), people.record.get_absolute_url()
    pages = ("/", record, f"{record}people/", address, "/account/data/", "/account/data.json")
    assert [page for page in pages if "Canary" in text(client, page)] == []


def test_a_coordinator_reads_no_note_about_themselves(people, address, note):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.apprentice)
    desk = f"/admin/apprentices/handovernote/{note.pk}/change/"
    assert text(sign_in(people.apprentice), address) == "404"
    assert text(sign_in(people.apprentice), desk) == "302"
    assert "Canary-one" in text(sign_in(people.coordinator), desk)


def test_who_asks_the_coordinator_for_a_copy_is_answered_by_hand(people, note):
    """The law gives no blanket exception: the copy has it, marked as naming others."""
    assert "Canary-one" not in str(own_data(people.apprentice).as_json())
    copy = own_data(people.apprentice, people.here.organisation)
    [piece] = [piece for piece in copy.pieces if "Canary-one" in str(piece.entries)]
    assert str(people.manager_to_be) in piece.others


# --- What the apprentice is told ------------------------------------------------------------------


def test_the_apprentice_is_told_who_and_when(people, now):
    record = people.record.get_absolute_url()
    coming = f"{people.manager_to_be} becomes your manager on 9 December 2026."
    came = f"{people.manager_to_be} became your manager on 9 December 2026."

    def told():
        client = sign_in(people.apprentice)
        return [[words in text(client, page) for words in (coming, came)] for page in ("/", record)]

    assert told() == [[True, False]] * 2
    to(now, CHANGE)
    assert told() == [[False, True]] * 2
    to(now, CHANGE + 14 * DAY)
    assert told() == [[False, True]] * 2
    to(now, CHANGE + 15 * DAY)
    assert told() == [[False, False]] * 2
    assert coming not in text(sign_in(people.buddy), record)


def test_the_first_manager_is_no_change(people):
    actions.call_off(ManagerTerm.objects.get(manager__person=people.manager_to_be), by=people.coordinator)
    first = people.record.first_day_at_work_on
    people.record.manager_terms.filter(manager__person=people.manager).update(from_on=first)
    people.record.manager_terms.filter(manager__person=people.former_manager).delete()
    with time_machine.travel(datetime(first.year, first.month, first.day, 9, tzinfo=timezone.utc)):  # noqa: UP017
        assert "your manager on" not in text(sign_in(people.apprentice), "/")


def test_whoever_is_manager_today_stands_first(people):
    people.manager_to_be.full_name = "Aaron First"
    people.manager_to_be.save()
    shown = sign_in(people.apprentice).get(people.record.get_absolute_url()).context["people"]
    assert [contact.name for contact in shown if contact.part == "Manager"] == [
        str(people.manager),
        "Aaron First",
    ]


# --- Queries --------------------------------------------------------------------------------------


def test_queries(people, note, now):
    to(now, CHANGE)
    new = sign_in(people.manager_to_be)
    address = f"/apprentices/{people.record.pk}/handover/"
    counts = {"/": [], address: []}
    for more in (0, 2):
        for _ in range(more):
            term = make.ManagerTermFactory(
                apprentice=make.ApprenticeFactory(cohort=people.here.cohort),
                manager=people.manager_to_be.manager,
            )
            make.HandoverNoteFactory(term=term)
        for path, found in counts.items():
            new.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert new.get(path).status_code == 200
            found.append(len(queries))
    assert counts == {"/": [11, 11], address: [7, 7]}
