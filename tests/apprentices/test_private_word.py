"""A private word: raised past the manager, answered, closed; and that nobody else ever reads it."""

import html
import json
import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from apprentices import actions
from apprentices.models import Concern, who_may_read
from hackit.access import Action
from hackit.access.records import POLICY
from hackit.logs import Formatter
from hackit.overview.agenda import GAPS
from tests import factories as make
from tests import world
from tests.test_access import PAGES, path_of, undone

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
CANARY, ANSWER = "Zzkanarword is what hurts", "Qqkanaranswer is what helps"
OWN, DESK = "/private-word/", "/private-words/"
ONLOOKERS = (
    "manager",
    "deputy",
    "buddy",
    "former_manager",
    "manager_to_be",
    "other_apprentice",
    "other_manager",
    "other_coordinator",
    "superuser",
    "stranger",
    "managing_coordinator",
)


@pytest.fixture
def people(now, db):
    """The world, with a second coordinator here who managed the apprentice for a day long ago."""
    found = world.build(TODAY)
    beside = make.ManagerFactory(organisation=found.here.organisation)
    make.CoordinatorFactory(organisation=found.here.organisation, person=beside.person)
    make.DeputyTermFactory(
        apprentice=found.record,
        deputy=beside,
        from_on=TODAY - 90 * DAY,
        until_on=TODAY - 90 * DAY,
    )
    found.managing_coordinator = beside.person
    return found


@pytest.fixture
def concern(people):
    return make.ConcernFactory(
        apprentice=people.record, words=CANARY, raised_at=datetime(2026, 11, 17, 9, tzinfo=UTC)
    )


def text(client, path):
    return html.unescape(client.get(path, follow=True).content.decode())


def at(concern):
    return reverse("private_word", args=[concern.pk])


def agenda(client):
    return [line.title for section in client.get("/").context["agenda"] for line in section.lines]


# --- From the first word to the last --------------------------------------------------------------


def test_a_word_is_raised_acknowledged_answered_and_closed(people, client_of):
    own, desk = client_of(people.apprentice), client_of(people.coordinator)
    page = text(own, OWN)
    assert "Here Coordinator, who runs the programme" in page
    assert people.managing_coordinator.full_name not in page
    for _ in range(2):  # pressed twice
        own.post(OWN, {"words": CANARY})
    [concern] = Concern.objects.all()
    assert "Nobody has said yet that they read it: that comes by 21 November 2026." in text(own, OWN)
    assert "1 waits for an answer" in text(desk, "/")
    assert "Acknowledge a private word of Here Apprentice" in agenda(desk)
    assert CANARY in text(desk, at(concern))
    assert desk.get(at(concern)).context["day"]["answer_by_on"].value() == date(2026, 11, 25)
    desk.post(at(concern), {"acknowledge": "1", "answer_by_on": "24/11/2026", "instead_of": ""})
    assert "Here Coordinator has read it. An answer comes by 24 November 2026." in text(own, OWN)
    assert "Answer the private word of Here Apprentice" in agenda(desk)
    assert text(desk, at(concern)).count("Change the day") == 2  # the heading and the button
    for _ in range(2):
        desk.post(at(concern), {"reply": "1", "answer": ANSWER})
    assert "1 waits" not in text(desk, "/")
    assert not [line for line in agenda(desk) if "private word" in line]
    assert "Your private word is answered: read it" in agenda(own)
    assert ANSWER in text(own, OWN)
    assert "To answer, write again above." in text(own, OWN)
    close = reverse("close_private_word", args=[concern.pk])
    assert "Nothing can be added to it then." in text(own, close)
    for _ in range(2):
        said = own.post(close, follow=True).content.decode()
        assert "Closed: what you wrote on 18 November 2026." in said
    assert "Closed on 18 November 2026 by you." in text(own, OWN)
    assert "Your private word is answered: read it" not in agenda(own)
    assert not desk.get(at(concern)).context["day"]


def test_it_is_taken_back_until_somebody_acknowledges_it(people, concern, client_of):
    own, back = client_of(people.apprentice), reverse("take_back_private_word", args=[concern.pk])
    assert CANARY in text(own, back)
    assert Concern.objects.exists()  # looking at it does nothing
    actions.acknowledge(concern, answer_by_on=TODAY, by=people.coordinator, at=concern.raised_at)
    assert "It is acknowledged already" in html.unescape(own.post(back, follow=True).content.decode())
    assert Concern.objects.exists()
    Concern.objects.update(acknowledged_at=None, acknowledged_by=None, answer_by_on=None)
    own.post(back)
    assert not Concern.objects.exists()
    again = own.post(back, follow=True)
    assert again.redirect_chain == [(OWN, 302)]
    assert "There is nothing to take back" in again.content.decode()
    assert own.get(back).status_code == 404


def test_two_coordinators_at_once_and_nothing_typed_is_lost(people, concern, client_of):
    second = make.CoordinatorFactory(organisation=people.here.organisation).person
    one, two = client_of(people.coordinator), client_of(second)
    one.post(at(concern), {"acknowledge": "1", "answer_by_on": "24/11/2026", "instead_of": ""})
    late = two.post(at(concern), {"acknowledge": "1", "answer_by_on": "30/11/2026", "instead_of": ""})
    assert "Meanwhile an answer was promised by 24 November 2026." in html.unescape(late.content.decode())
    assert late.context["day"]["answer_by_on"].value() == "30/11/2026"
    assert 'value="2026-11-24"' in late.content.decode()  # saving again is a decision
    two.post(at(concern), {"acknowledge": "1", "answer_by_on": "30/11/2026", "instead_of": "2026-11-24"})
    concern.refresh_from_db()
    assert (concern.answer_by_on, concern.acknowledged_by) == (date(2026, 11, 30), people.coordinator)
    one.post(at(concern), {"reply": "1", "answer": ANSWER})
    late = html.unescape(two.post(at(concern), {"reply": "1", "answer": "My own words"}).content.decode())
    assert "Here Coordinator answered meanwhile" in late
    assert ANSWER in late and "My own words" in late
    concern.refresh_from_db()
    assert concern.answer == ANSWER


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"acknowledge": "1", "answer_by_on": ""}, "Write the day."),
        ({"acknowledge": "1", "answer_by_on": "17/11/2026"}, "Choose today or a later day."),
        ({"acknowledge": "1", "answer_by_on": "18/1/2027"}, "Choose a day until 17 January 2027."),
        ({"reply": "1", "answer": " "}, "Write an answer."),
    ],
)
def test_what_is_refused(sent, said, people, concern, client_of):
    page = client_of(people.coordinator).post(at(concern), sent)
    assert said in html.unescape(page.content.decode())
    assert "<title>Error: " in page.content.decode()
    concern.refresh_from_db()
    assert (concern.acknowledged_at, concern.answered_at) == (None, None)


def test_a_day_that_was_never_promised_does_not_stand_in_the_way(people, concern, client_of):
    sent = {"acknowledge": "1", "answer_by_on": "24/11/2026", "instead_of": "2026-01-01"}
    assert client_of(people.coordinator).post(at(concern), sent).status_code == 302
    concern.refresh_from_db()
    assert concern.answer_by_on == date(2026, 11, 24)


def test_who_answers_is_said_by_the_table_of_access(people, concern, client_of, monkeypatch):
    monkeypatch.setitem(POLICY, Action.ANSWER_CONCERNS, frozenset())
    assert client_of(people.coordinator).get(at(concern)).status_code == 404


def test_a_coordinator_closes_only_what_is_answered(people, concern, client_of):
    client, close = client_of(people.coordinator), reverse("close_private_word", args=[concern.pk])
    assert "Answer it first" in html.unescape(client.post(close, follow=True).content.decode())
    client.post(at(concern), {"reply": "1", "answer": ANSWER})
    client.post(close)
    concern.refresh_from_db()
    assert concern.closed_by == people.coordinator


# --- Who may write, and to whom -------------------------------------------------------------------


def test_without_a_coordinator_who_may_read_the_listener_is_named(people, client_of):
    place, client = people.here.organisation, client_of(people.apprentice)
    place.listener_name, place.listener_email = "Lis Tener", "listener@test.example.org"
    place.save()
    make.ManagerFactory(organisation=place, person=people.coordinator)
    make.DeputyTermFactory(apprentice=people.record, deputy=people.coordinator.manager)
    page = text(client, OWN)
    assert "there is no coordinator who could read it" in page
    assert "Lis Tener" in page and "listener@test.example.org" in page
    assert client.get(OWN).context["form"] is None
    client.post(OWN, {"words": CANARY})
    with pytest.raises(ValidationError, match="nobody who may read it"):
        actions.raise_concern(people.record, words=CANARY, at=datetime(2026, 11, 18, tzinfo=UTC))
    assert not Concern.objects.exists()


def test_who_is_said_to_read_it_is_who_reads_it(people, concern):
    people_here = {role.person for role in people.here.organisation.coordinator_roles.all()}
    make.ApprenticeFactory(person=people.stranger, cohort=people.here.cohort)
    readers = {
        person for person in people_here if Concern.objects.for_the_eyes_of(person).of_others(person).exists()
    }
    assert readers == {one.person for one in who_may_read(people.record)} == {people.coordinator}


def test_a_coordinator_who_is_the_apprentice_does_not_answer_their_own(people, concern, client_of):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.apprentice)
    client = client_of(people.apprentice)
    assert CANARY in text(client, OWN)
    assert client.get(at(concern)).status_code == 404
    assert CANARY not in text(client, DESK)
    assert "Here Apprentice" not in [str(one) for one in who_may_read(people.record)]


def test_it_is_written_from_the_living_apprenticeship(people, client_of):
    ended = make.ApprenticeFactory(
        person=people.apprentice,
        cohort=people.here.cohort,
        starts_on=TODAY - 500 * DAY,
        withdrawn_on=TODAY - 200 * DAY,
        withdrawal_reason="left",
    )
    before = make.ManagerFactory(organisation=people.here.organisation, person=people.coordinator)
    client = client_of(people.apprentice)
    client.post(OWN, {"words": CANARY})
    assert Concern.objects.get().apprentice == people.record
    # Whoever managed the earlier one reads neither.
    make.ManagerTermFactory(apprentice=ended, manager=before)
    assert not Concern.objects.for_the_eyes_of(people.coordinator).exists()


def test_after_the_end_it_is_read_for_a_year_and_nothing_new_is_said(people, concern, client_of):
    client = client_of(people.apprentice)
    people.record.withdrawn_on, people.record.withdrawal_reason = TODAY - 30 * DAY, "left"
    people.record.save()
    assert CANARY in text(client, OWN)
    client.post(OWN, {"words": "Something else"})
    for name, answer in (("take_back_private_word", 302), ("close_private_word", 404)):
        assert client.post(reverse(name, args=[concern.pk])).status_code == answer
    assert Concern.objects.get().closed_at is None
    assert CANARY in text(client_of(people.coordinator), at(concern))
    people.record.withdrawn_on = TODAY - 400 * DAY
    people.record.first_day_at_work_on = people.record.starts_on = TODAY - 600 * DAY
    people.record.save()
    assert client.get(OWN).status_code == 404
    assert not Concern.objects.for_the_eyes_of(people.apprentice).exists()


# --- It stays private -----------------------------------------------------------------------------


@pytest.fixture
def answered(people, concern):
    instant = datetime(2026, 11, 18, 9, tzinfo=UTC)
    return actions.answer_concern(concern, answer=ANSWER, by=people.coordinator, at=instant)


LEAKS = ("zzkanar", "qqkanar")


BESIDE = ("manager", "deputy", "buddy", "managing_coordinator")


@pytest.mark.parametrize("role", BESIDE)
def test_who_sees_most_of_the_record_finds_it_on_no_page(role, people, answered, client_of):
    client = client_of(getattr(people, role))
    for name in PAGES:
        if name.startswith("account_logout"):
            continue
        with undone():
            found = client.get(path_of(name, people)).content.decode(errors="replace").lower()
        assert not any(leak in found for leak in LEAKS), name


@pytest.mark.parametrize("role", ONLOOKERS)
def test_nobody_else_opens_it(role, people, answered, client_of):
    client = client_of(getattr(people, role))
    for name in ("private_word", "close_private_word", "take_back_private_word"):
        path = reverse(name, args=[answered.pk])
        for method in ("get", "post"):
            answer = getattr(client, method)(path, {"reply": "1", "answer": "x"})
            if (name, method) == ("take_back_private_word", "post"):  # the same as for one that never was
                never = client.post(reverse(name, args=[answered.pk + 100]))
                assert (answer.status_code, answer.url) == (never.status_code, never.url) == (302, OWN)
            else:
                assert answer.status_code == 404
    answered.refresh_from_db()
    assert (answered.answer, answered.closed_at) == (ANSWER, None)
    if role == "managing_coordinator":
        assert "Here Apprentice" not in text(client, DESK)
        assert not client.get("/").context["private_words"]
    elif role != "other_coordinator":
        assert client.get(DESK).status_code == 404


@pytest.mark.parametrize("role", BESIDE)
def test_nobody_else_learns_that_there_is_one(role, people, client_of):
    def seen():
        client = client_of(getattr(people, role))
        client.get("/")
        pages = ("home", "apprentice", "apprentices", "history")
        return agenda(client), [
            client.get(path_of(name, people)).content.decode().count("rivate word") for name in pages
        ]

    before = seen()
    make.ConcernFactory(apprentice=people.record, words=CANARY)
    assert seen() == before
    assert not {"concern", "private", "word"} & set(GAPS)


def test_the_admin_has_no_place_for_it(people, answered, client_of):
    assert Concern not in admin.site._registry
    assert Concern not in {inline.model for desk in admin.site._registry.values() for inline in desk.inlines}
    for role in ("coordinator", "superuser"):
        client = client_of(getattr(people, role))
        for path in (
            reverse("admin:index"),
            reverse("admin:apprentices_apprentice_change", args=[people.record.pk]),
            reverse("admin:apprentices_apprentice_history", args=[people.record.pk]),
        ):
            found = client.get(path, follow=True).content.decode().lower()
            assert not any(leak in found for leak in (*LEAKS, "private word")), path


def tables():
    """(table, whatever stands in it) of the whole database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            yield table, str(cursor.fetchall()).lower()


def test_no_history_mail_or_log_line_holds_it(people, client_of, caplog):
    caplog.set_level(logging.DEBUG)
    own, desk = client_of(people.apprentice), client_of(people.coordinator)
    own.post(OWN, {"words": CANARY})
    concern = Concern.objects.get()
    desk.post(at(concern), {"acknowledge": "1", "answer_by_on": "24/11/2026", "instead_of": ""})
    desk.post(at(concern), {"reply": "1", "answer": ANSWER})
    desk.post(at(concern), {"reply": "1", "answer": f"{ANSWER} again"})  # refused
    desk.post(reverse("close_private_word", args=[concern.pk]))
    assert [table for table, found in tables() if any(leak in found for leak in LEAKS)] == [
        Concern._meta.db_table
    ]
    assert not any("concern" in model._meta.model_name for model in apps.get_models() if model is not Concern)
    assert mail.outbox == []
    assert not any(leak in caplog.text.lower() for leak in LEAKS)
    lines = [Formatter().format(record).lower() for record in caplog.records if record.name != "django.db"]
    assert any(json.loads(line).get("path") == OWN for line in lines if '"request"' in line)
    assert not any(leak in line or people.apprentice.email in line for line in lines for leak in LEAKS)


def test_a_fault_while_it_is_sent_logs_none_of_it(people, client_of, caplog, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError(f"Key (words)=({CANARY})")

    monkeypatch.setattr(Concern, "full_clean", broken)
    client = client_of(people.apprentice)
    client.raise_request_exception = False
    answer = client.post(OWN, {"words": CANARY})
    assert answer.status_code == 500
    lines = [Formatter().format(record).lower() for record in caplog.records]
    assert any("runtimeerror" in line for line in lines)
    assert not any(leak in line for line in lines for leak in LEAKS)
    assert mail.outbox == []


def test_copies_of_data_hold_it_for_the_apprentice_alone(people, answered, client_of):
    for role, has in (("apprentice", True), ("coordinator", False), ("manager", False)):
        client = client_of(getattr(people, role))
        copy = client.get(reverse("own_data_json")).content.decode().lower()
        assert any(leak in copy for leak in LEAKS) is has, role
    request = make.DataRequestFactory(organisation=people.here.organisation, person=people.apprentice)
    client = client_of(people.coordinator)
    for name in ("copy", "json", "html"):
        found = client.get(reverse(f"admin:cohorts_datarequest_{name}", args=[request.pk])).content.decode()
        assert not any(leak in found.lower() for leak in LEAKS), name


def test_files_and_lists_for_coordinators_hold_none_of_it(people, answered, client_of):
    client = client_of(people.coordinator)
    paths = [path_of(name, people) for name in ("training_csv", "plan_against_actual_csv", "learning_csv")]
    paths += [
        reverse(f"admin:cohorts_cohort_{kind}", args=[people.here.cohort.pk]) for kind in ("csv", "xlsx")
    ]
    for path in paths:
        assert not any(leak.encode() in client.get(path).content.lower() for leak in LEAKS), path


def test_what_was_being_sent_is_offered_to_nobody_else(people, client_of):
    client = client_of(people.apprentice)
    client.get("/")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)  # the session has ended
    assert client.post(OWN, {"words": CANARY}).status_code == 302
    client.force_login(people.manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/unsent/", "/", OWN):
        assert CANARY not in text(client, path)
    assert not Concern.objects.exists()


def test_its_addresses_hold_no_key_of_a_person(people, concern):
    make.UserFactory.create_batch(3)
    for name in ("private_word", "close_private_word", "take_back_private_word"):
        assert reverse(name, args=[777]).startswith("/private-words/777/")
    assert reverse("private_words") == OWN
    assert reverse("private_words_to_answer") == DESK
