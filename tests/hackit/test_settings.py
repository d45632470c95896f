"""Settings as an installation reads them: each case is a process with its own variables and no others."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as ours

KEY = "Kq7vT2mZx9LrP4wYb8NcJ6hD3sGf5AeUoRi1tVpQzXnMkWjB0y"
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "apprentices.council.gov.uk"}
DEVELOPMENT = {"ENVIRONMENT": "development", "SECRET_KEY": "short"}
TENANT = "00000000-1111-2222-3333-444444444444"
GOOGLE = {"GOOGLE_CLIENT_ID": "g-id", "GOOGLE_CLIENT_SECRET": "g-secret"}
MICROSOFT = {
    "MICROSOFT_CLIENT_ID": "m-id",
    "MICROSOFT_CLIENT_SECRET": "m-secret",
    "MICROSOFT_TENANT_ID": TENANT,
}
OIDC = {
    "OIDC_CLIENT_ID": "o-id",
    "OIDC_CLIENT_SECRET": "o-secret",
    "OIDC_SERVER_URL": "https://id.council.gov.uk/realms/staff/",
}
SHOW = """
import json, hackit.settings
settings = {name: value for name, value in vars(hackit.settings).items() if name.isupper()}
print(json.dumps(settings, default=str))
"""


def run(code, folder, variables):
    """Python in `folder`, with these variables and no others."""
    return subprocess.run(  # noqa: S603 our own words
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def alone(tmp_path):
    """A folder with the settings and no `.env`."""
    (tmp_path / "hackit").mkdir()
    shutil.copy(ours.BASE_DIR / "hackit" / "settings.py", tmp_path / "hackit")
    return tmp_path


@pytest.fixture
def load(alone):
    """A function that reads the settings under these variables and returns them by name."""

    def load(*groups):
        result = run(SHOW, alone, {name: text for group in groups for name, text in group.items()})
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return load


# --- What is refused ------------------------------------------------------------------------------

REFUSED = {
    "no key": ({}, "SECRET_KEY is not set."),
    "blank key": ({**PRODUCTION, "SECRET_KEY": " "}, "SECRET_KEY is not set."),
    "environment": ({**PRODUCTION, "ENVIRONMENT": "prod"}, "ENVIRONMENT is 'prod'."),
    "debug": ({**PRODUCTION, "DEBUG": "on"}, "DEBUG is on,"),
    "short key": ({**PRODUCTION, "SECRET_KEY": KEY[:49]}, "SECRET_KEY is a sample or shorter"),
    "sample key": (
        {**PRODUCTION, "SECRET_KEY": f"django-insecure-{KEY}"},
        "SECRET_KEY is a sample or shorter",
    ),
    "no hosts": ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS is not set."),
    "any host": ({**PRODUCTION, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has a wildcard"),
    "any host below": (
        {**PRODUCTION, "ALLOWED_HOSTS": "a.uk,.council.gov.uk"},
        "ALLOWED_HOSTS has a wildcard",
    ),
    "google half": (
        {**DEVELOPMENT, **GOOGLE, "GOOGLE_CLIENT_SECRET": ""},
        "GOOGLE_CLIENT_SECRET is not set.",
    ),
    "no tenant": ({**DEVELOPMENT, **MICROSOFT, "MICROSOFT_TENANT_ID": ""}, "MICROSOFT_TENANT_ID is not set."),
    "any tenant": (
        {**DEVELOPMENT, **MICROSOFT, "MICROSOFT_TENANT_ID": "common"},
        "MICROSOFT_TENANT_ID is 'common'.",
    ),
    "any organisation": (
        {**DEVELOPMENT, **MICROSOFT, "MICROSOFT_TENANT_ID": "organizations"},
        "MICROSOFT_TENANT_ID is 'organizations'.",
    ),
    "microsoft half": (
        {**DEVELOPMENT, **MICROSOFT, "MICROSOFT_CLIENT_SECRET": ""},
        "MICROSOFT_CLIENT_SECRET is not set.",
    ),
    "no issuer": ({**DEVELOPMENT, **OIDC, "OIDC_SERVER_URL": ""}, "OIDC_SERVER_URL is not set."),
    "issuer without https": (
        {**DEVELOPMENT, **OIDC, "OIDC_SERVER_URL": "id.council.gov.uk"},
        "OIDC_SERVER_URL is 'id.council.gov.uk'.",
    ),
    "issuer in the clear": (
        {**PRODUCTION, **OIDC, "OIDC_SERVER_URL": "http://id.council.gov.uk"},
        "OIDC_SERVER_URL is 'http://id.council.gov.uk'.",
    ),
    "oidc half": ({**DEVELOPMENT, **OIDC, "OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET is not set."),
}


@pytest.mark.parametrize(("variables", "sentence"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_sentence_that_says_what_to_do(alone, variables, sentence):
    result = run(SHOW, alone, variables)
    assert result.returncode == 1
    kind, _, words = result.stderr.splitlines()[-1].partition(": ")
    assert kind == "django.core.exceptions.ImproperlyConfigured"
    assert words.startswith(sentence)
    assert len(words) > len(sentence), "It says what is wrong, and not what to do."


# --- Single sign-on -------------------------------------------------------------------------------

SWITCHED_ON = {
    "google": (
        GOOGLE,
        "https://accounts.google.com",
        {"client_id": "g-id", "secret": "g-secret"},
    ),
    "microsoft": (
        MICROSOFT,
        "https://login.microsoftonline.com",
        {
            "client_id": "m-id",
            "secret": "m-secret",
            "settings": {"tenant": TENANT, "verified_email": True},
        },
    ),
    "openid_connect": (
        OIDC,
        "https://id.council.gov.uk",
        {
            "provider_id": "oidc",
            "name": "your work account",
            "client_id": "o-id",
            "secret": "o-secret",
            "settings": {
                "server_url": "https://id.council.gov.uk/realms/staff",
                "oauth_pkce_enabled": True,
            },
        },
    ),
}


def single_sign_on(settings):
    """The parts of the settings that switch providers on."""
    prefix = "allauth.socialaccount.providers."
    return (
        [app.removeprefix(prefix) for app in settings["INSTALLED_APPS"] if app.startswith(prefix)],
        {name: options["APPS"] for name, options in settings["SOCIALACCOUNT_PROVIDERS"].items()},
        settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"],
    )


@pytest.mark.parametrize("base", [PRODUCTION, DEVELOPMENT], ids=["production", "development"])
def test_single_sign_on_is_off_by_itself(load, base):
    assert single_sign_on(load(base)) == ([], {}, ["'self'"])


@pytest.mark.parametrize("provider", SWITCHED_ON)
def test_variables_alone_switch_a_provider_on(load, provider):
    variables, origin, app = SWITCHED_ON[provider]
    settings = load(PRODUCTION, variables)
    assert single_sign_on(settings) == ([provider], {provider: [app]}, ["'self'", origin])


def test_a_sign_in_page_on_another_host_is_named_to_the_browser(load):
    settings = load(
        PRODUCTION, {**OIDC, "OIDC_SIGN_IN_URL": "https://sign-in.council.gov.uk/oauth2/authorize"}
    )
    assert single_sign_on(settings)[2] == ["'self'", "https://sign-in.council.gov.uk"]


def test_all_providers_together_pass_the_checks_for_production(tmp_path):
    """The whole project starts with them, and Django has nothing to warn of."""
    code = """
import django; django.setup()
from django.core.management import call_command
from django.urls import reverse
call_command("check", deploy=True, fail_level="WARNING")
print(reverse("google_login"), reverse("microsoft_login"), reverse("openid_connect_login", args=["oidc"]))
"""
    variables = {
        **PRODUCTION,
        **GOOGLE,
        **MICROSOFT,
        **OIDC,
        "ENVIRONMENT": "production",
        "DEBUG": "",
        "EMAIL_URL": "smtp+tls://user:password@mail.council.gov.uk:587",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "hackit.settings",
    }
    result = run(code, ours.BASE_DIR, variables)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[-3:] == [
        f"/account/work-account/{name}/login/" for name in ("google", "microsoft", "oidc/oidc")
    ]


# --- Production and data --------------------------------------------------------------------------

PROTECTED = {
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
}


def test_production_is_the_default_and_protects_people(load):
    settings = load(PRODUCTION)
    assert settings["ENVIRONMENT"] == "production"
    assert settings["DEBUG"] is False
    assert settings["SITE_URL"] == "https://apprentices.council.gov.uk"
    assert {name: settings[name] for name in PROTECTED} == PROTECTED


def test_development_works_without_https(load):
    settings = load(DEVELOPMENT)
    assert not settings["SESSION_COOKIE_SECURE"]
    assert not settings["CSRF_COOKIE_SECURE"]
    assert "SECURE_SSL_REDIRECT" not in settings
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1"]


@pytest.mark.parametrize(("count", "trusted"), [("0", False), ("1", True)])
def test_a_proxy_is_believed_only_when_it_is_named(load, count, trusted):
    settings = load(PRODUCTION, {"TRUSTED_PROXY_COUNT": count})
    assert ("SECURE_PROXY_SSL_HEADER" in settings) == trusted


@pytest.mark.parametrize(("more", "age"), [({}, 600), ({"DATABASE_MAX_AGE": "0"}, 0)])
def test_connections_to_postgresql_are_kept_and_checked(load, more, age):
    database = load(PRODUCTION, {"DATABASE_URL": "postgres://u:p@db.council.gov.uk/apprentices"}, more)[
        "DATABASES"
    ]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["NAME"]) == ("db.council.gov.uk", "apprentices")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (age, True)


def test_sqlite_serves_several_people(load, tmp_path):
    database = load(DEVELOPMENT, {"DATABASE_URL": f"sqlite:///{tmp_path}/new/db.sqlite3"})["DATABASES"][
        "default"
    ]
    assert (tmp_path / "new").is_dir()
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    pragmas = [pragma.strip() for pragma in database["OPTIONS"]["init_command"].split(";")]
    assert {"PRAGMA journal_mode=WAL", "PRAGMA foreign_keys=ON"} <= set(pragmas)
