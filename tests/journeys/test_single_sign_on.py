"""Single sign-on with an OpenID Connect provider, in a real browser under the content policy.

`script/test` switches it on as an installation does: by environment variables. Here the provider's
address alone is replaced, by that of a fake provider on a free port.
"""

import json
import re
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import expect

from hackit import actions
from hackit.models import Invitation, User
from hackit.signin import REFUSALS
from tests.journeys.fake_provider import FakeProvider

ADDRESS = "ada@council.test"
PASSWORD = "three random words"
BUTTON = "Continue with your work account"
FAILED = "Your work account did not sign you in"


@pytest.fixture
def provider(settings):
    """A fake provider at which Ada is about to consent, in place of the one that the environment names."""
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    named = app["settings"]["server_url"]
    # Django's sessions fetch their row twice when somebody signs in: no loop of ours.
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]
    with FakeProvider(app["client_id"], app["secret"]) as fake:
        for name in ("SOCIALACCOUNT_PROVIDERS", "CONTENT_SECURITY_POLICY"):
            here = json.dumps(getattr(settings, name)).replace(named, fake.url)
            setattr(settings, name, json.loads(here))
        fake.is_anybody(ADDRESS)
        yield fake


@pytest.fixture
def added(people):
    """Somebody who was added by the coordinator, and not invited."""
    return actions.add_person(
        email=ADDRESS, full_name="Ada Added", organisation=people.here.organisation, by=people.coordinator
    )


@pytest.fixture
def invited(people, added):
    """Somebody who was invited and has not come in yet."""
    actions.invite(added, by=people.coordinator)
    return added


@pytest.fixture(autouse=True)
def no_complaints(violations):
    """The browser complains of nothing but the statuses of the pages that refuse."""
    yield
    assert [text for text in violations if not re.search("status of (401|403|503)", text)] == []


@pytest.fixture
def sign_in(page, live_server, provider):
    """A function that signs in through the provider, as far as the first page after it."""

    def sign_in(choice="Continue as Any Body", query=""):
        page.goto(f"{live_server.url}{reverse('account_login')}{query}")
        page.get_by_role("button", name=BUTTON).click()
        page.get_by_role("link", name=choice).click()

    return sign_in


@pytest.fixture
def login_page(live_server, provider):
    """The address behind the button, which asks before it leads on when it is opened by itself."""
    return live_server.url + reverse("openid_connect_login", args=["oidc"])


def continue_at_provider(page):
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Continue as Any Body").click()


def assert_signed_in(page, name):
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text(name)


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def snapshot():
    """All that a refusal must leave as it is."""
    return (
        list(User.objects.order_by("pk").values()),
        list(Invitation.objects.order_by("pk").values()),
        list(SocialAccount.objects.order_by("pk").values_list("user", "provider", "uid")),
    )


def test_an_invited_person_comes_in_without_a_password(page, live_server, invited, provider, sign_in):
    people_before = User.objects.count()
    sign_in()
    expect(page).to_have_url(live_server.url + "/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This month")
    assert_signed_in(page, "Ada Added")
    invited.refresh_from_db()
    assert not invited.has_usable_password()
    assert invited.last_login
    assert invited.invitations.get().accepted_at
    assert User.objects.count() == people_before
    kept = SocialAccount.objects.values_list("user", "provider", "uid", "extra_data")
    assert list(kept) == [(invited.pk, "oidc", provider.identity["sub"], {})]


def test_the_second_time_the_account_at_the_provider_counts(page, invited, provider, sign_in):
    sign_in()
    sign_out(page)
    # The same account there, under an address that nobody here has.
    provider.identity |= {"email": "ada.married@council.test", "email_verified": False}
    sign_in()
    assert_signed_in(page, "Ada Added")
    assert SocialAccount.objects.count() == 1


def test_a_member_keeps_their_password(page, people, provider, sign_in):
    people.manager.set_password(PASSWORD)
    people.manager.save()
    provider.is_anybody(people.manager.email.upper())
    sign_in()
    assert_signed_in(page, people.manager.full_name)
    people.manager.refresh_from_db()
    assert people.manager.check_password(PASSWORD)


def test_whoever_signs_in_last_is_signed_in(page, people, invited, provider, signed_in, login_page):
    """At a shared machine: nothing is added to the account of the person before."""
    signed_in(people.superuser)
    page.goto(login_page)
    continue_at_provider(page)
    assert_signed_in(page, "Ada Added")
    assert [account.user for account in SocialAccount.objects.all()] == [invited]


# --- Refusals -------------------------------------------------------------------------------------


def assert_refused(page, sign_in, reason):
    before = snapshot()
    sign_in()
    expect(page.get_by_role("heading", level=1)).to_have_text("You cannot sign in")
    expect(page.get_by_role("main")).to_contain_text(REFUSALS[reason])
    assert snapshot() == before
    page.get_by_role("link", name="Apprenticeships").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_an_unknown_address_is_refused(page, invited, provider, sign_in):
    provider.is_anybody("mallory@council.test")
    assert_refused(page, sign_in, "unknown")


def test_somebody_added_but_not_invited_is_refused(page, added, sign_in):
    assert_refused(page, sign_in, "not-invited")


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": "false"}, {"email": None}])
def test_an_address_that_is_not_verified_is_refused(page, invited, provider, sign_in, claims):
    """Some providers write false as a word."""
    provider.identity |= claims
    assert_refused(page, sign_in, "no-email")


@pytest.mark.parametrize("came_before", [False, True])
def test_a_closed_account_is_refused(page, invited, sign_in, came_before):
    if came_before:
        sign_in()
        sign_out(page)
        invited.refresh_from_db()
    invited.is_active = False
    invited.save()
    assert_refused(page, sign_in, "inactive")


def test_a_demonstration_account_is_refused_where_real_people_are(people, page, provider, sign_in, settings):
    settings.PRODUCTION = True
    provider.is_anybody(people.manager.email)
    assert_refused(page, sign_in, "demonstration")


# --- What goes wrong at the provider --------------------------------------------------------------


def test_cancelling_at_the_provider(page, invited, sign_in):
    sign_in(choice="Cancel")
    expect(page.get_by_role("heading", level=1)).to_have_text("You stopped signing in")
    page.get_by_role("link", name="Back to sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("path", ["/token", "/userinfo"])
def test_a_provider_that_fails_after_consent(page, invited, provider, sign_in, path):
    provider.broken = path
    before = snapshot()
    sign_in()
    assert path in provider.asked
    expect(page.get_by_role("heading", level=1)).to_have_text(FAILED)
    assert snapshot() == before


@pytest.mark.parametrize("gone", [True, False])
def test_a_provider_that_is_down(page, provider, login_page, gone):
    provider.broken = "/.well-known/openid-configuration"
    if gone:
        provider.server_close()
    page.goto(login_page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FAILED)


@pytest.mark.parametrize("query", ["", "?error=server_error&state=x", "?code=stolen&state=forged"])
def test_an_answer_that_nobody_asked_for(page, live_server, provider, query):
    page.goto(live_server.url + reverse("openid_connect_callback", args=["oidc"]) + query)
    expect(page.get_by_role("heading", level=1)).to_have_text(FAILED)
    assert "/token" not in provider.asked


# --- Where people come out, and ways round --------------------------------------------------------


def test_next_is_honoured(page, live_server, invited, sign_in):
    sign_in(query=f"?next={reverse('contact')}")
    expect(page).to_have_url(live_server.url + reverse("contact"))
    assert_signed_in(page, "Ada Added")


@pytest.mark.parametrize("trap", ["{0}/trap", "//{1}/trap", "\\\\{1}/trap", "javascript:alert(1)"])
def test_next_never_leads_off_the_site(page, live_server, invited, provider, sign_in, trap):
    sign_in(query="?" + urlencode({"next": trap.format(provider.url, urlsplit(provider.url).netloc)}))
    expect(page).to_have_url(live_server.url + "/")
    assert "/trap" not in provider.asked


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_the_other_uses_of_the_login_address_only_sign_in(page, live_server, invited, login_page, process):
    page.goto(f"{login_page}?process={process}")
    continue_at_provider(page)
    expect(page).to_have_url(live_server.url + "/")
    assert_signed_in(page, "Ada Added")


def test_there_is_no_sign_up():
    for name in ("account_signup", "socialaccount_signup", "socialaccount_connections"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_the_policy_holds_the_button_back_from_other_places(
    page, live_server, settings, provider, violations
):
    """The proof that the tests above ran under the policy: it must name the provider."""
    settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].remove(provider.url)
    page.goto(live_server.url + reverse("account_login"))
    with page.expect_console_message(lambda message: "form-action" in message.text):
        page.get_by_role("button", name=BUTTON).click()
    assert "/authorize" not in provider.asked
    assert violations
    violations.clear()
