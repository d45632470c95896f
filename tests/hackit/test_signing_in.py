"""Coming in by password: the same answers for everybody, throttles, idle sessions, what was unsent."""

from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from hackit import actions, unsent
from hackit.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "three random words"
SIGN_IN, FORGOTTEN = "/account/sign-in/", "/account/password/forgotten/"
NOON = datetime(2026, 11, 18, 12, tzinfo=timezone.utc)  # noqa: UP017


@pytest.fixture
def member(db):
    user = make.UserFactory(email="member@test.example.org", full_name="Mem Ber")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password=PASSWORD, next_=""):
    return client.post(SIGN_IN + (f"?next={next_}" if next_ else ""), {"login": email, "password": password})


def is_signed_in(client):
    return client.get("/").status_code == 200


@pytest.mark.parametrize("typed", ["member@test.example.org", " Member@TEST.example.org "])
def test_an_address_may_be_typed_in_any_case(member, typed):
    client = Client()
    assert sign_in(client, typed).status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "where",
    ["https://elsewhere.example.com/", "//elsewhere.example.com", "javascript:alert(1)", "/\\x.example.com"],
)
def test_next_never_leads_off_the_site(member, where):
    response = sign_in(Client(), member.email, next_=where)
    assert response["Location"] == "/"


def test_next_leads_to_the_page_that_was_asked_for(member):
    assert sign_in(Client(), member.email, next_="/apprentices/")["Location"] == "/apprentices/"


def plain(response):
    text = response.content.decode()
    return text.replace("member@", "X@").replace("nobody@", "X@").split("csrfmiddlewaretoken")[
        0
    ], response.status_code


def test_known_and_unknown_addresses_get_the_same_answer(member):
    wrong = [
        sign_in(Client(), email, "wrong words here")
        for email in ("member@test.example.org", "nobody@test.example.org")
    ]
    assert plain(wrong[0]) == plain(wrong[1])
    assert "is not right" in wrong[0].content.decode()
    asked = [
        Client().post(FORGOTTEN, {"email": email}, follow=True)
        for email in ("member@test.example.org", "nobody@test.example.org")
    ]
    assert plain(asked[0]) == plain(asked[1])


def test_strangers_get_no_mail(member):
    Client().post(FORGOTTEN, {"email": "nobody@test.example.org"})
    not_invited = make.UserFactory()
    Client().post(FORGOTTEN, {"email": not_invited.email})
    closed = make.UserFactory(is_active=False, last_login=NOON)
    Client().post(FORGOTTEN, {"email": closed.email})
    assert mail.outbox == []
    Client().post(FORGOTTEN, {"email": "Member@test.example.org"})
    assert [message.to for message in mail.outbox] == [["member@test.example.org"]]


def test_while_mail_is_down_the_answer_is_the_same(member, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    asked = [
        Client().post(FORGOTTEN, {"email": email}, follow=True)
        for email in ("member@test.example.org", "nobody@test.example.org")
    ]
    assert plain(asked[0]) == plain(asked[1])
    assert asked[0].status_code == 200


def link_in(message):
    return next(word for word in message.body.split() if word.startswith("http")).split("testserver", 1)[1]


def test_a_new_password_through_the_mail(member):
    client = Client()
    client.post(FORGOTTEN, {"email": member.email})
    assert "Choose a new password" in mail.outbox[0].subject
    form = client.get(link_in(mail.outbox[0]), follow=True)
    saved = client.post(form.request["PATH_INFO"], {"password1": "other random words"}, follow=True)
    assert "Your new password is saved" in saved.content.decode()
    assert sign_in(Client(), member.email, "other random words").status_code == 302
    again = Client().get(link_in(mail.outbox[0]), follow=True)
    assert "This link has expired" in again.content.decode()


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short words", "at least 12 characters"),
        ("password12345", "too common"),
        ("member@test.example", "too similar"),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(member, password, words, client_of):
    response = client_of(member).post("/account/password/", {"oldpassword": PASSWORD, "password1": password})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "<title>Error: " in response.content.decode()


def test_passwords_can_be_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = User(email="x@test.example.org")
    user.set_password(PASSWORD)
    assert user.password.startswith("argon2$argon2id$")
    assert check_password(PASSWORD, user.password)


def test_sign_in_is_throttled_for_everybody_alike(member):
    for email in (member.email, "nobody@test.example.org"):
        for _ in range(5):
            sign_in(Client(), email, "wrong words here")
        refused = sign_in(Client(), email, PASSWORD)
        assert "too many attempts" in refused.content.decode()
        assert refused.status_code == 200


def test_the_admin_has_no_sign_in_of_its_own(member):
    response = Client().get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(SIGN_IN)
    assert Client().post("/admin/login/", {"username": member.email, "password": PASSWORD}).status_code == 302
    assert not Session.objects.exists()


def test_asking_for_mails_is_throttled(member):
    for _ in range(8):
        response = Client().post(FORGOTTEN, {"email": member.email})
    assert len(mail.outbox) == 5
    assert response.status_code == 429


def test_nobody_signs_up():
    assert Client().get("/account/signup/").status_code in {302, 404}
    assert Client().post("/account/signup/", {"email": "x@test.example.org"}).status_code in {302, 404}
    assert not User.objects.exists()


def test_a_closed_account_is_told_so_only_with_its_password(member):
    User.objects.update(is_active=False)
    wrong = sign_in(Client(), member.email, "wrong words here")
    assert "is not right" in wrong.content.decode()
    right = Client().post(SIGN_IN, {"login": member.email, "password": PASSWORD}, follow=True)
    assert "has been closed" in right.content.decode()


def test_demonstration_accounts_do_not_sign_in_to_production(member, settings):
    settings.PRODUCTION = True
    response = sign_in(Client(), member.email)
    assert response.status_code == 403
    assert "demonstration account" in response.content.decode()


def test_an_idle_session_ends_after_twelve_hours(member):
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        sign_in(client, member.email)
        for _ in range(3):  # used again and again, it lasts
            clock.shift(timedelta(hours=11))
            assert is_signed_in(client)
        clock.shift(timedelta(hours=12, minutes=6))
        assert not is_signed_in(client)


def test_pages_of_people_are_stored_nowhere(member, client_of):
    assert client_of(member).get("/")["Cache-Control"] == "no-store, private"
    assert "public" in client_of(member).get("/brand/00664f.css")["Cache-Control"]


# --- What was being sent ---


def expire(client):
    Session.objects.all().delete()


@pytest.fixture
def writing(people, client_of):
    """A coordinator whose session ends while a team is being added."""
    people.coordinator.set_password(PASSWORD)
    people.coordinator.save()
    client = Client()
    sign_in(client, people.coordinator.email)
    client.get("/")
    expire(client)
    fields = {"organisation": people.here.organisation.pk, "name": "Team <b>& co", "directorate": "ICT"}
    response = client.post("/admin/cohorts/team/add/", fields)
    assert response["Location"] == "/account/sign-in/?next=%2Funsent%2F"
    return client


def test_what_was_being_sent_is_offered_again(people, writing):
    response = sign_in(writing, people.coordinator.email, next_="/unsent/")
    assert response["Location"] == "/unsent/"
    page = writing.get("/unsent/").content.decode()
    assert "Team &lt;b&gt;&amp; co" in page
    assert 'action="/admin/cohorts/team/add/"' in page


def test_once_sent_it_is_offered_no_more(people, writing):
    sign_in(writing, people.coordinator.email)
    fields = {"organisation": people.here.organisation.pk, "name": "Team", "directorate": ""}
    writing.get("/")
    assert writing.get("/unsent/").status_code == 200
    assert writing.post("/admin/cohorts/team/add/", fields).status_code == 302
    assert writing.get("/unsent/").status_code == 302
    assert writing.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_it_is_offered_to_nobody_else(people, writing):
    people.manager.set_password(PASSWORD)
    people.manager.save()
    sign_in(writing, people.manager.email)
    response = writing.get("/unsent/")
    assert response.status_code == 302
    assert unsent.SESSION_KEY not in writing.session


def test_it_can_be_thrown_away(people, writing):
    sign_in(writing, people.coordinator.email)
    assert "Thrown away" in writing.post("/unsent/", follow=True).content.decode()
    assert writing.get("/unsent/").status_code == 302


def test_after_signing_out_nothing_is_kept(people):
    people.manager.set_password(PASSWORD)
    people.manager.save()
    client = Client()
    sign_in(client, people.manager.email)
    client.post("/account/sign-out/")
    assert client.cookies[unsent.COOKIE].value == ""
    client.post("/unsent/", {"name": "x"})
    assert not Session.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"text": "x" * 200_000}, {"password": "secret words"}])
def test_nothing_empty_huge_or_secret_is_kept(member, fields):
    client = Client()
    sign_in(client, member.email)
    client.get("/")
    expire(client)
    client.post("/unsent/", fields)
    assert not Session.objects.exists()


def test_a_forged_person_is_nobody():
    client = Client()
    client.cookies[unsent.COOKIE] = "1:forged:signature"
    client.post("/unsent/", {"name": "x"})
    assert not Session.objects.exists()


# --- Invitations ---


@pytest.fixture
def invited(db, django_capture_on_commit_callbacks):
    user, by = make.UserFactory(full_name="In Vited"), make.UserFactory(full_name="Cora Dinator")
    with django_capture_on_commit_callbacks(execute=True):
        link = actions.invite(user, by=by)
    return user, link.removeprefix(settings.SITE_URL)


def joining(user):
    return User.objects.with_joining().get(pk=user.pk).joining


def test_an_invitation_lets_one_person_in_once(invited):
    user, link = invited
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert link in mail.outbox[0].body
    assert "Cora Dinator has invited you" in mail.outbox[0].body
    assert joining(user) == "invited"
    client = Client()
    assert "Welcome, In" in client.get(link).content.decode()
    assert client.post(link, {"password": PASSWORD})["Location"] == "/"
    assert is_signed_in(client)
    assert joining(user) == "joined"
    assert "This link no longer works" in Client().get(link).content.decode()
    Client().post(link, {"password": "some other words"})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_looking_at_a_link_does_not_use_it_up(invited):
    _, link = invited
    for _ in range(3):
        assert "Welcome" in Client().get(link).content.decode()


def test_a_weak_password_is_refused_and_the_link_stays_good(invited):
    _, link = invited
    response = Client().post(link, {"password": "short"})
    assert "at least 12 characters" in response.content.decode()
    assert "Welcome" in Client().get(link).content.decode()


def test_a_link_is_good_for_fourteen_days_and_then_offers_a_new_one(invited):
    user, link = invited
    instant = user.invitations.get().invited_at
    with time_machine.travel(instant + timedelta(days=14), tick=False):
        assert "Welcome" in Client().get(link).content.decode()
    with time_machine.travel(instant + timedelta(days=14, seconds=1), tick=False):
        assert joining(user) == "expired"
        assert "Send me a new link" in Client().get(link).content.decode()
        assert "a new link is on its way" in Client().post(link + "new/").content.decode()
        assert user.invitations.count() == 2
        Client().post(link + "new/")  # pressed twice: one mail
        assert user.invitations.count() == 2


def test_a_link_ends_when_its_person_comes_in_another_way(invited):
    user, link = invited
    Client().post(FORGOTTEN, {"email": user.email})
    form = Client().get(link_in(mail.outbox[-1]), follow=True)
    client = Client()
    client.get(link_in(mail.outbox[-1]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD})
    sign_in(Client(), user.email)
    assert "This link no longer works" in Client().get(link).content.decode()
    Client().post(link, {"password": "some other words"})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_newer_link_ends_the_older(invited):
    user, old = invited
    new = actions.invite(user, by=None).removeprefix(settings.SITE_URL)
    assert "This link no longer works" in Client().get(old).content.decode()
    assert "Welcome" in Client().get(new).content.decode()


def test_an_unknown_link_is_nothing():
    assert Client().get("/welcome/nonsense/").status_code == 404
    assert Client().post("/welcome/nonsense/new/").status_code == 404


def test_a_mail_that_does_not_leave_shows_and_can_be_sent_again(settings, django_capture_on_commit_callbacks):
    user = make.UserFactory()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(user, by=None)
    assert joining(user) == "not-sent"
    assert user.invitations.get().failed_at
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(user, by=None)
    assert joining(user) == "invited"


def test_only_a_digest_of_the_link_is_kept(invited):
    user, link = invited
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(user.invitations.values().get())


def test_a_new_address_ends_every_way_in(invited):
    user, link = invited
    client = Client()
    client.post(link, {"password": PASSWORD})
    user.refresh_from_db()
    actions.change_address(user, email="new@test.example.org", by=None)
    assert not is_signed_in(client)
    assert joining(user) == "not-invited"
    assert Client().get(link).status_code == 404
    assert sign_in(Client(), "new@test.example.org").status_code == 200
    mail.outbox.clear()
    for address in ("new@test.example.org", "person0@test.example.org"):
        Client().post(FORGOTTEN, {"email": address})
    assert mail.outbox == []


def test_addresses_are_stored_in_lower_case_and_once():
    user = User.objects.create_user("  Some.Body@Test.Example.ORG ", full_name="Some Body")
    assert User.objects.get(email="SOME.BODY@test.example.org") == user
    assert user.email == "some.body@test.example.org"


def test_signing_in_leaves_no_history_and_a_change_does(member):
    before = member.history.count()
    sign_in(Client(), member.email)
    assert member.history.count() == before
    member.preferred_name = "Mem"
    member.save()
    assert member.history.count() == before + 1
