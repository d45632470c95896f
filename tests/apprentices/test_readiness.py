"""Is the manager ready before somebody starts: what is missing, who is told, and where it is done."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from apprentices.models import Apprentice, Manager
from apprentices.readiness import due_items, lacks_readiness, unmet
from hackit.access import Action
from hackit.overview.agenda import agenda, for_agenda, gaps
from tests import factories as make
from tests import world
from tests.conftest import sign_in

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
READY = {
    "manager_name": "Max",
    "next_manager_on": None,
    "session_on": TODAY,
    "buddy_name": "Bud",
    "buddy_briefed_on": TODAY,
    "quiet_place": "Room 2",
}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, []),
        ({"session_on": None}, ["the manager has not been to the session"]),
        ({"manager_name": None, "session_on": None}, ["nobody is named as manager"]),
        (
            {"manager_name": None, "next_manager_on": TODAY, "session_on": None},
            ["the manager has not been to the session"],
        ),
        ({"buddy_name": None, "buddy_briefed_on": None}, ["no buddy is chosen"]),
        ({"buddy_briefed_on": None}, ["the buddy is not briefed"]),
        ({"quiet_place": ""}, ["no quiet place is named"]),
    ],
)
def test_what_is_missing(facts, said):
    record = SimpleNamespace(**READY | facts)
    assert [need.lacking(record) for need in unmet(record)] == said


@pytest.mark.parametrize(
    ("days", "status", "lacks"),
    [
        (29, "waiting to start", False),
        (28, "waiting to start", True),
        (1, "waiting to start", True),
        (0, "waiting to start", False),
        (1, "withdrawn", False),
    ],
)
def test_when_it_is_asked(days, status, lacks):
    facts = READY | {"quiet_place": "", "first_day_at_work_on": TODAY + days * DAY, "status": status}
    assert lacks_readiness(SimpleNamespace(**facts), TODAY) is lacks


# --- With the database ----------------------------------------------------------------------------


@pytest.fixture
def people(db, now):
    """The apprentice starts in ten days; nothing is ready but a buddy."""
    found = world.build(TODAY)
    first_day = TODAY + 10 * DAY
    Apprentice.objects.update(first_day_at_work_on=first_day, starts_on=first_day + 14 * DAY)
    found.record.refresh_from_db()
    return found


def fetched(record, user):
    return for_agenda(Apprentice.objects.allowing(user, Action.VIEW, TODAY), TODAY).get(pk=record.pk)


SAID = (
    "Here Apprentice starts on 28 November 2026: the manager has not been to the session, "
    "the buddy is not briefed, no quiet place is named"
)


def test_the_coordinator_is_told_in_one_line_a_week_before(people):
    (item,) = due_items(fetched(people.record, people.coordinator), TODAY)
    assert (item.title, item.owner, item.due_on) == (SAID, "coordinator", date(2026, 11, 21))

    def lines(user):
        return [one.title for part in agenda([fetched(people.record, user)], TODAY) for one in part.lines]

    assert SAID in lines(people.coordinator)
    assert not {SAID} & {*lines(people.manager), *lines(people.apprentice), *lines(people.buddy)}


def test_the_coordinator_is_not_asked_twice_while_there_is_no_manager(people):
    def said():
        return [item.title for item in due_items(fetched(people.record, people.coordinator), TODAY)]

    people.record.manager_terms.all().delete()
    people.record.buddy_terms.all().delete()
    assert said() == ["Here Apprentice starts on 28 November 2026: no quiet place is named"]
    Apprentice.objects.filter(pk=people.record.pk).update(quiet_place="Room 2")
    assert said() == []
    assert "readiness" in gaps(fetched(people.record, people.coordinator), TODAY)
    assert overview(people, "coordinator").count(">Missing<") == 3


def test_the_manager_in_force_counts_or_else_the_next_one(people):
    Manager.objects.filter(pk=people.here.term.manager_id).update(went_to_session_on=TODAY)
    assert fetched(people.record, people.coordinator).session_on == TODAY
    people.record.manager_terms.filter(from_on__lte=TODAY).delete()
    record = fetched(people.record, people.coordinator)
    assert (record.session_of, record.session_on) == (people.manager_to_be.manager.pk, None)
    Manager.objects.filter(pk=people.there.term.manager_id).update(went_to_session_on=TODAY)
    assert fetched(people.record, people.coordinator).session_on is None


def test_a_buddy_whose_time_is_over_or_whose_account_is_closed_does_not_count(people):
    assert fetched(people.record, people.coordinator).buddy_name == str(people.buddy)
    people.buddy.is_active = False
    people.buddy.save()
    assert fetched(people.record, people.coordinator).buddy_name is None


def test_it_is_a_filter_and_a_number_for_those_who_lead(people):
    for role, told in (("coordinator", True), ("manager", True), ("buddy", False), ("apprentice", False)):
        user = getattr(people, role)
        assert ("readiness" in gaps(fetched(people.record, user), TODAY)) is told
    client = sign_in(people.coordinator)
    assert "1 with a manager who is not ready" in client.get("/").content.decode()
    assert "Here Apprentice" in client.get("/apprentices/?missing=readiness").content.decode()
    make.BuddyFactory(organisation=people.there.organisation)
    make_ready(people)
    assert "Here Apprentice" not in client.get("/apprentices/?missing=readiness").content.decode()


def make_ready(people):
    people.here.term.manager.went_to_session_on = people.here.buddy_term.buddy.briefed_on = TODAY
    people.here.term.manager.save()
    people.here.buddy_term.buddy.save()
    Apprentice.objects.filter(pk=people.record.pk).update(quiet_place="Room 2")


# --- The card -------------------------------------------------------------------------------------

CARD = "Is the manager ready?"


def overview(people, role):
    return sign_in(getattr(people, role)).get(people.record.get_absolute_url()).content.decode()


def test_the_card_is_for_those_who_lead_until_the_first_day(people):
    led = ("manager", "deputy", "coordinator")
    assert {role for role in (*led, "apprentice", "buddy") if CARD in overview(people, role)} == set(led)
    session = f"/admin/apprentices/manager/{people.here.term.manager_id}/change/"
    assert session in overview(people, "coordinator")
    assert session not in overview(people, "manager")
    assert overview(people, "manager").count(">Missing<") == 3
    make_ready(people)
    assert overview(people, "manager").count(">Missing<") == 0
    Apprentice.objects.update(first_day_at_work_on=TODAY)
    assert CARD not in overview(people, "manager")


# --- The quiet place ------------------------------------------------------------------------------


def test_a_quiet_place_is_named_by_those_who_lead_and_read_by_all_around(people):
    path = f"/apprentices/{people.record.pk}/quiet-place/"
    client = sign_in(people.deputy)
    for _ in range(2):
        assert client.post(path, {"place": "Room 2.04"}).url == people.record.get_absolute_url()
    assert people.record.history.filter(quiet_place="Room 2.04").count() == 1
    for role in ("apprentice", "manager", "deputy", "buddy", "coordinator"):
        assert "Room 2.04" in overview(people, role)
        assert (path in overview(people, role)) is (role in {"manager", "deputy", "coordinator"})
    assert (
        "Room 2.04"
        not in sign_in(people.other_manager).get(people.other_record.get_absolute_url()).content.decode()
    )
