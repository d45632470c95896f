"""Staying in touch: an address is left and taken back, one question is sent and answered."""

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from apprentices import actions, retention
from apprentices.destinations import AGAIN_MONTHS
from apprentices.models import Destination, StayingInTouch
from cohorts.models import Organisation
from hackit import dates, erasure, privacy
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)
ENDED_ON = date(2026, 5, 18)
ANSWER = {
    "where": "job with another employer",
    "in_profession": "yes",
    "role": "Tester",
    "employer": "Softwire",
}


@pytest.fixture
def people(now):
    """The world, in which the apprentice ends in two months."""
    found = world.build(TODAY)
    found.record.planned_end_on = date(2027, 1, 18)
    found.record.save()
    return found


@pytest.fixture
def left(people):
    return make.StayingInTouchFactory(apprentice=people.record, email="ann@home.example.org")


def end(record, ended_on=ENDED_ON):
    record.starts_on = record.first_day_at_work_on = date(2025, 1, 6)
    record.withdrawn_on, record.withdrawal_reason = ended_on, "left"
    record.save()


@pytest.fixture
def asked(people, left):
    """One who ended six months ago and was sent the question."""
    end(people.record)
    left.sent_at = timezone.now()
    left.save()
    return left


def address(people, rest="stay-in-touch/"):
    return f"/apprentices/{people.record.pk}/next-steps/{rest}"


def text(response):
    return response.content.decode()


# --- Leaving an address ---


def test_an_address_is_left_changed_and_taken_back(people, client_of):
    client = client_of(people.apprentice)
    assert "You and the coordinators see the address." in text(client.get(address(people)))
    for email in ("Ann@Home.example.org", "ann@home.example.org", "other@home.example.org"):
        assert client.post(address(people), {"email": email}).status_code == 302
    assert StayingInTouch.objects.get().email == "other@home.example.org"
    for _ in range(2):
        assert client.post(address(people), {"take_back": "1"}).status_code == 302
    assert not StayingInTouch.objects.exists()


@pytest.mark.parametrize("email", ["", "nonsense", "a\0@b.example", "x" * 300 + "@b.example"])
def test_what_is_no_address_is_refused(email, people, client_of):
    page = client_of(people.apprentice).post(address(people), {"email": email})
    assert page.context["form"].errors["email"]
    assert not StayingInTouch.objects.exists()


def test_the_address_at_work_is_no_private_one(people, client_of):
    page = client_of(people.apprentice).post(address(people), {"email": people.apprentice.email.upper()})
    assert "ends with your job" in str(page.context["form"].errors["email"])
    assert not StayingInTouch.objects.exists()


def test_not_before_the_window(people, client_of):
    people.record.planned_end_on = date(2027, 6, 30)
    people.record.save()
    client = client_of(people.apprentice)
    assert "from 30 March 2027 on" in text(client.post(address(people), {"email": "ann@home.example.org"}))
    assert not StayingInTouch.objects.exists()
    with pytest.raises(ValidationError, match="not yet"):
        actions.leave_address(people.record, email="ann@home.example.org")


def test_after_the_end_it_can_only_be_taken_back(people, left, client_of):
    end(people.record)
    client = client_of(people.apprentice)
    assert client.get(address(people)).context["form"] is None
    client.post(address(people), {"email": "new@home.example.org"})
    assert StayingInTouch.objects.get().email == left.email
    client.post(address(people), {"take_back": "1"})
    assert not StayingInTouch.objects.exists()


@pytest.mark.parametrize("role", ["manager", "deputy", "buddy", "coordinator", "other_apprentice"])
def test_nobody_else_has_this_page(role, people, left, client_of):
    client = client_of(getattr(people, role))
    assert client.get(address(people)).status_code == 404
    assert client.post(address(people), {"take_back": "1"}).status_code == 404
    assert StayingInTouch.objects.exists()


# --- Asking ---


def ask(people, client):
    return client.post(address(people, "destination/ask/"), follow=True)


def test_the_question_is_sent_once(people, left, client_of, django_capture_on_commit_callbacks):
    end(people.record)
    client = client_of(people.coordinator)
    assert "Send the question" in text(client.get(address(people, "destination/ask/")))
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            page = text(ask(people, client))
        assert "The question was sent on 18 November 2026." in page
        assert "Send the question" not in page
    [sent] = mail.outbox
    assert sent.to == ["ann@home.example.org"]
    assert f"/where-now/{left.token}/" in sent.body


@pytest.mark.parametrize("error", [SMTPException, OSError, UnicodeError, ValueError, RuntimeError])
def test_a_mail_that_failed_is_tried_again(
    error, people, left, client_of, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    end(people.record)
    client = client_of(people.coordinator)

    def fail(*args, **more):
        raise error("to ann@home.example.org")

    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
        client.post(address(people, "destination/ask/"))
    page = text(client.get(address(people, "destination/ask/")))
    assert "The mail could not be sent on 18 November 2026." in page
    [logged] = [one for one in caplog.records if one.name == "apprentices.actions.in_touch"]
    assert (logged.getMessage(), logged.kind, logged.exc_info) == (
        "question not sent",
        error.__name__,
        None,
    )
    assert "Try again" in page
    with django_capture_on_commit_callbacks(execute=True):
        ask(people, client)
    assert len(mail.outbox) == 1
    left.refresh_from_db()
    assert (left.failed_at, bool(left.sent_at)) == (None, True)


@pytest.mark.parametrize("state", ["early", "living", "known", "no address", "stopped"])
def test_nothing_is_sent_where_nothing_is_to_be_asked(
    state, people, left, client_of, django_capture_on_commit_callbacks
):
    if state != "living":
        end(people.record, ENDED_ON + DAY if state == "early" else ENDED_ON)
    if state == "known":
        make.DestinationFactory(apprentice=people.record, asked="six months later")
    elif state == "no address":
        left.delete()
    elif state == "stopped":
        StayingInTouch.objects.update(email="", stopped_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        page = text(ask(people, client_of(people.coordinator)))
    assert mail.outbox == []
    assert "Send the question" not in page


# --- Answering ---


def link(touch, rest=""):
    return f"/where-now/{touch.token}/{rest}"


def test_whoever_was_asked_answers_once_without_signing_in(people, asked, client_of):
    client = client_of(None)
    page = client.get(link(asked))
    assert "Hello Here." in text(page)
    assert "Here Apprentice" not in text(page)
    assert page["Referrer-Policy"] == "same-origin"
    assert not Destination.objects.exists()
    for _ in range(2):
        assert "Thank you, Here" in text(client.post(link(asked), ANSWER))
    one = Destination.objects.get()
    assert (one.asked, one.employer, one.employer_said) == ("six months later", None, "Softwire")
    assert (one.recorded_by, one.known_on, one.history.count()) == (None, TODAY, 1)
    asked.refresh_from_db()
    assert (asked.email, bool(asked.answered_at)) == ("", True)
    assert client.get(link(asked)).status_code == 404


def test_an_employer_that_is_known_is_the_same(people, asked, client_of):
    known = make.PartnerEmployerFactory(organisation=people.here.organisation, name="Softwire")
    make.PartnerEmployerFactory(organisation=people.there.organisation, name="Softwire")
    client_of(None).post(link(asked), {**ANSWER, "employer": "SOFTWIRE Ltd"})
    one = Destination.objects.get()
    assert (one.employer, one.employer_said) == (known, "")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"where": ""}, "where"),
        ({"where": "not known"}, "where"),
        ({"in_profession": ""}, "in_profession"),
        ({"role": "a\0b"}, "role"),
        ({"employer": "x" * 200_000}, "employer"),
    ],
)
def test_what_is_wrong_is_said(fields, name, asked, client_of):
    page = client_of(None).post(link(asked), {**ANSWER, **fields})
    assert list(page.context["form"].errors) == [name]
    assert not Destination.objects.exists()


def test_ten_megabytes_are_no_failure(asked, client_of):
    assert client_of(None).post(link(asked), {**ANSWER, "role": "x" * 10_000_000}).status_code == 400


def test_stopping_asks_first_and_forgets_the_address(asked, client_of):
    client = client_of(None)
    assert "It cannot be undone." in text(client.get(link(asked, "stop/")))
    asked.refresh_from_db()
    assert asked.email
    assert "Your address is forgotten." in text(client.post(link(asked, "stop/")))
    asked.refresh_from_db()
    assert (asked.email, bool(asked.stopped_at)) == ("", True)
    for rest in ("", "stop/"):
        for page in (client.get(link(asked, rest)), client.post(link(asked, rest), ANSWER)):
            assert page.status_code == 404
            assert "There is nothing to answer here" in text(page)
    assert not Destination.objects.exists()


def test_a_link_that_never_was_or_was_not_sent_tells_nothing(people, left, client_of):
    end(people.record)
    client = client_of(None)
    for token in (left.token, "nonsense", "a%00b", "x" * 500):
        for rest in ("", "stop/"):
            page = client.get(f"/where-now/{token}/{rest}")
            assert page.status_code == 404
            assert "Here" not in text(page).replace("here", "")


def test_the_link_of_somebody_erased_is_dead(people, asked, client_of):
    before = asked.token
    erasure.erase(people.apprentice, by=people.coordinator)
    assert client_of(None).get(f"/where-now/{before}/").status_code == 404
    asked.refresh_from_db()
    assert (asked.email, asked.token != before) == ("", True)


def by_hand(people):
    said = {"where": "education", "in_profession": None, "role": "", "employer_said": "", "starts_on": None}
    actions.record_destination(people.record, asked="six months later", by=people.coordinator, **said)


def test_what_is_recorded_by_hand_uses_the_link_up(people, asked, client_of):
    by_hand(people)
    client = client_of(None)
    assert client.get(link(asked)).status_code == 404
    answer = client.post(link(asked), ANSWER)  # which nobody takes: they are not thanked for it
    assert answer.status_code == 404
    assert "There is nothing to answer here" in text(answer)
    assert Destination.objects.get().where == "education"


def test_what_is_recorded_by_hand_deletes_the_address(people, left, client_of):
    end(people.record)
    by_hand(people)
    left.refresh_from_db()
    assert (left.email, bool(left.answered_at)) == ("", True)
    page = text(client_of(people.coordinator).get(address(people, "destination/ask/")))
    assert "Their private address was deleted with that." in page
    page = text(client_of(people.apprentice).get(address(people)))
    assert "nothing more is asked, and your address is deleted" in page
    assert "ann@home" not in page and "Take back" not in page


# --- How long it is kept ---


def test_an_address_outlives_its_question_by_three_months():
    assert privacy.ADDRESS_MONTHS == AGAIN_MONTHS + 3


@pytest.mark.parametrize(
    ("set_to", "months", "words"), [(3, 9, "9 months"), (12, 12, "1 year"), (36, 36, "3 years")]
)
@pytest.mark.parametrize(("days", "kept"), [(0, True), (1, False)])
def test_an_address_goes_a_time_after_the_end_of_which_its_page_tells(
    days, kept, set_to, months, words, people, left, client_of
):
    Organisation.objects.update(keep_traces_months=set_to)
    people.here.organisation.refresh_from_db()
    assert f"at the latest {words} after the end" in text(client_of(people.apprentice).get(address(people)))
    assert privacy.KEEP_PRIVATE_ADDRESS.words(people.here.organisation).startswith(words)
    end(people.record, dates.add_months(TODAY, -months) - days * DAY)
    theirs = make.StayingInTouchFactory(apprentice=people.other_record)
    retention.apply(people.here.organisation, by=people.coordinator, on=TODAY)
    assert StayingInTouch.objects.filter(pk=left.pk).exists() == kept
    assert StayingInTouch.objects.filter(pk=theirs.pk).exists()
