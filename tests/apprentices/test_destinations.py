"""Where somebody went: recorded once each time, corrected, and never before it can be known."""

from datetime import date, timedelta

import pytest

from apprentices import actions
from apprentices.models import Apprentice, Destination, with_next_steps
from cohorts.models import PartnerEmployer
from hackit import versions
from hackit.access import Action
from hackit.overview import destination as overview
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)
OTHER = "job with another employer"


@pytest.fixture
def people(now):
    """The world, in which both apprentices end in two months."""
    found = world.build(TODAY)
    for record in (found.record, found.other_record):
        record.planned_end_on = date(2027, 1, 18)
        record.save()
    return found


def end(record, ended_on):
    record.starts_on = record.first_day_at_work_on = date(2025, 1, 6)
    record.withdrawn_on, record.withdrawal_reason = ended_on, "left"
    record.save()


def address(people, rest=""):
    return f"/apprentices/{people.record.pk}/next-steps/destination/{rest}"


def sent(**fields):
    data = {"where": OTHER, "in_profession": "yes", "role": "Tester", "employer": "Softwire", "starts_on": ""}
    return {**data, versions.FIELD: "0", **fields}


def found(people, asked="at the end"):
    return Destination.objects.get(apprentice=people.record, asked=asked)


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
def test_whoever_is_responsible_records_it(role, people, client_of):
    client = client_of(getattr(people, role))
    response = client.post(address(people), sent(starts_on="1/2/2027"))
    assert response.status_code == 302
    one = found(people)
    assert (one.where, one.in_profession, one.role, one.starts_on) == (
        OTHER,
        True,
        "Tester",
        date(2027, 2, 1),
    )
    assert (one.employer.name, one.employer_said, one.known_on) == ("Softwire", "", TODAY)
    assert one.employer.organisation == people.here.organisation
    assert one.recorded_by == getattr(people, role)
    [said] = [str(one) for one in response.wsgi_request._messages]
    assert "it counts as the success it is" in said


@pytest.mark.parametrize("role", ["apprentice", "buddy", "former_manager", "other_manager", "stranger"])
def test_nobody_else_does(role, people, client_of):
    client = client_of(getattr(people, role))
    for rest in ("", "later/", "ask/"):
        assert client.post(address(people, rest), sent()).status_code == 404
    assert not Destination.objects.exists()


def test_twice_is_once_and_a_correction_keeps_its_trace(people, client_of):
    client = client_of(people.manager)
    client.post(address(people), sent())
    client.post(address(people), sent())
    one = found(people)
    assert one.history.count() == PartnerEmployer.objects.count() == 1
    client.post(address(people), sent(where="education", in_profession="", **_seen(one)))
    one.refresh_from_db()
    assert (one.where, one.in_profession, one.employer, one.history.count()) == ("education", None, None, 2)


def _seen(record):
    return {versions.FIELD: versions.latest(record)}


def test_who_saves_over_a_newer_one_reads_it_first(people, client_of):
    client_of(people.deputy).post(address(people), sent())
    page = client_of(people.manager).post(address(people), sent(where="education", in_profession=""))
    text = page.content.decode()
    assert page.status_code == 200
    assert "saved this first" in text
    assert "It says now" in text
    assert "Softwire" in text
    assert found(people).where == OTHER


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"where": ""}, "where", "Choose where it leads."),
        ({"where": "the moon"}, "where", "Choose one of the list."),
        ({"in_profession": ""}, "in_profession", "Say whether this work is in the profession."),
        ({"starts_on": "soon"}, "starts_on", "Write the day as"),
        ({"role": "x" * 121}, "role", "at most 120"),
        ({"role": "a\0b"}, "role", "type it anew"),
        ({"employer": "a\0b"}, "employer", "type it anew"),
    ],
)
def test_what_is_refused_stands_beside_its_field(fields, name, words, people, client_of):
    form = client_of(people.manager).post(address(people), sent(**fields)).context["form"]
    assert list(form.errors) == [name]
    assert words in form.errors[name][0]
    assert not Destination.objects.exists()


def test_an_employer_that_resembles_one_is_asked_about(people, client_of):
    client = client_of(people.manager)
    known = make.PartnerEmployerFactory(organisation=people.here.organisation, name="Softwyre")
    make.PartnerEmployerFactory(organisation=people.there.organisation, name="Softwire Secret")
    page = client.post(address(people), sent())
    assert "Choose which employer it is." in page.content.decode()
    assert "Softwyre" in page.content.decode()
    assert "Softwire Secret" not in page.content.decode()
    assert not Destination.objects.exists()
    client.post(address(people), sent(which=str(known.pk)))
    assert found(people).employer == known
    client.post(address(people), sent(which="new", **_seen(found(people))))
    assert found(people).employer.name == "Softwire"


def test_the_same_name_is_the_same_employer(people, client_of):
    known = make.PartnerEmployerFactory(organisation=people.here.organisation, name="Softwire")
    client_of(people.manager).post(address(people), sent(employer="SOFTWIRE Ltd"))
    assert found(people).employer == known


def test_a_decision_is_where_the_form_begins(people, client_of):
    make.DecisionFactory(apprentice=people.record, outcome="a role in another team", role="Analyst")
    form = client_of(people.manager).get(address(people)).context["form"]
    assert (form["where"].value(), form["role"].value()) == ("new job here, in another team", "Analyst")


def test_a_coordinator_reads_no_decision_about_themselves_before_it_is_given(people, client_of):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.apprentice)
    make.DecisionFactory(apprentice=people.record, role="Analyst")
    assert "Analyst" not in client_of(people.apprentice).get(address(people)).content.decode()


def test_not_before_the_window(people, client_of):
    people.record.planned_end_on = date(2027, 6, 30)
    people.record.save()
    client = client_of(people.manager)
    assert "The end is not near yet" in client.get(address(people)).content.decode()
    assert "The end is not near yet" in client.post(address(people), sent()).content.decode()
    assert not Destination.objects.exists()


def test_after_the_end_only_the_coordinator(people, client_of):
    end(people.record, TODAY - DAY)
    assert client_of(people.manager).post(address(people), sent()).status_code == 404
    assert client_of(people.coordinator).post(address(people), sent()).status_code == 302
    assert found(people).recorded_by == people.coordinator


@pytest.mark.parametrize(("ended_on", "taken"), [(date(2026, 5, 18), True), (date(2026, 5, 19), False)])
def test_six_months_later_by_hand(ended_on, taken, people, client_of):
    end(people.record, ended_on)
    client = client_of(people.coordinator)
    page = client.post(address(people, "later/"), sent())
    assert (page.status_code == 302) == taken
    assert Destination.objects.filter(asked="six months later").exists() == taken
    assert ("that day has not come yet" in page.content.decode()) != taken


# --- What is told of it ---


def told(people, user):
    seen = Apprentice.objects.allowing(user, Action.SEE_NEXT_STEPS, TODAY).for_overview(TODAY)
    return overview.destination(
        overview.with_destination_told(with_next_steps(seen)).get(pk=people.record.pk), TODAY
    )


def test_what_is_known_and_what_can_be_done(people):
    before = told(people, people.manager)
    assert before.nothing
    assert before.record_words == "Record where they go"
    assert not (before.ask_url or before.later_url or before.touch_url)
    mine = told(people, people.apprentice)
    assert (mine.record_url, mine.touch_words) == ("", "Leave a private address")
    employer = actions.record_destination(
        people.record,
        asked="at the end",
        where=OTHER,
        in_profession=True,
        role="Tester",
        employer_said="",
        starts_on=date(2027, 2, 1),
        new_employer="Softwire",
        by=people.manager,
    ).employer
    make.StayingInTouchFactory(apprentice=people.record)
    [one] = told(people, people.manager).told
    assert one.words == f"Job with another employer, Tester, {employer}, from 1 February 2027"
    assert "success" in one.success
    assert told(people, people.manager).touch_url == ""
    assert told(people, people.apprentice).touch_words == "Your private address"


def test_after_six_months_the_coordinator_is_led_to_asking(people):
    end(people.record, date(2026, 5, 18))
    assert told(people, people.coordinator).ask_url.endswith("/destination/ask/")
    make.DestinationFactory(apprentice=people.record, asked="six months later")
    assert told(people, people.coordinator).ask_url == ""
