"""The commands that fill an installation, and what `check --deploy` says about one."""

import io
import re
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from apprentices.models import Apprentice
from cohorts.models import Coordinator, Organisation
from hackit.actions import NEUTRAL_REFUSAL
from hackit.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


def run(command, *args, **options):
    """What a command prints."""
    out = io.StringIO()
    call_command(command, *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def counts():
    """How many rows of people and organisations there are, to see that nothing was half made."""
    return [model.objects.count() for model in (User, Organisation, Coordinator)]


# --- create_organisation --------------------------------------------------------------------------

ANN = {"coordinator_name": "Ann Bee", "coordinator_email": "ann@council.example"}
COUNCIL = {"name": "Test Council", **ANN}


def test_the_first_coordinator_comes_in_with_the_printed_link(
    settings, django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        said = run("create_organisation", **COUNCIL)
    assert "Test Council is set up; its short name is test-council." in said
    link = re.search(r"^http\S+$", said, re.M)[0]
    assert link.startswith(settings.SITE_URL)
    assert [(mail.to, link in mail.body) for mail in mailoutbox] == [(["ann@council.example"], True)]

    client = Client()
    path = link.removeprefix(settings.SITE_URL)
    assert client.get(path).status_code == 200
    client.post(path, {"password": "three-random-words"})
    assert get_user(client).email == "ann@council.example"
    assert client.get(reverse("home")).status_code == 200
    assert Organisation.objects.get().coordinators.get().full_name == "Ann Bee"


@pytest.mark.parametrize("missing", ["name", "coordinator_name", "coordinator_email"])
def test_without_a_terminal_every_answer_is_an_option(missing):
    with pytest.raises(CommandError, match="Give --name, --coordinator-name and --coordinator-email"):
        run("create_organisation", **{name: value for name, value in COUNCIL.items() if name != missing})
    assert counts() == [0, 0, 0]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"slug": "here"}, "slug: Organisation with this Slug already exists."),
        ({"slug": "Not Good"}, "slug: "),
        ({"name": "Here Council"}, "name: Organisation with this Name already exists."),
        ({"name": "***"}, "slug: This field cannot be blank."),
        ({"name": "x" * 121}, "name: Ensure this value has at most 120 characters"),
        ({"coordinator_email": "nonsense"}, "email: Enter a valid email address."),
        ({"coordinator_email": f"{'x' * 60}@{'y.' * 100}org"}, "email: Ensure this value has at most 254"),
        ({"coordinator_name": "x" * 151}, "full_name: Ensure this value has at most 150 characters"),
    ],
)
def test_a_wrong_answer_makes_nothing(people, wrong, why):
    before = counts()
    with pytest.raises(CommandError) as caught:
        run("create_organisation", **COUNCIL | wrong)
    assert str(caught.value).startswith(why)
    assert counts() == before


@pytest.mark.parametrize("role", ["coordinator", "manager", "apprentice", "buddy"])
def test_an_address_of_another_organisation_is_refused_without_saying_so(people, role):
    before = counts()
    with pytest.raises(CommandError) as caught:
        run("create_organisation", **COUNCIL | {"coordinator_email": getattr(people, role).email.upper()})
    assert str(caught.value) == f"email: {NEUTRAL_REFUSAL}"
    assert counts() == before


def test_somebody_who_has_signed_in_before_needs_no_link():
    make.UserFactory(email="ann@council.example", last_login=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
    said = run("create_organisation", **COUNCIL)
    assert said == "Test Council is set up; its short name is test-council.\n"


def test_an_account_that_was_closed_makes_nothing():
    make.UserFactory(email="ann@council.example", full_name="Ann Bee", is_active=False)
    with pytest.raises(CommandError) as caught:
        run("create_organisation", **COUNCIL)
    assert str(caught.value) == f"email: {NEUTRAL_REFUSAL}"
    assert counts() == [1, 0, 0]


def test_a_long_name_gets_a_short_name_that_fits():
    run("create_organisation", **COUNCIL | {"name": "Royal Borough " * 8})
    assert len(Organisation.objects.get().slug) <= 60


def test_if_none_does_nothing_where_there_is_an_organisation():
    run("create_organisation", "--if-none", **COUNCIL)
    before = counts()
    assert run("create_organisation", "--if-none") == "Already set up for Test Council.\n"
    assert counts() == before == [1, 1, 1]


class Terminal(io.StringIO):
    """What somebody types, line by line; at its end they press Ctrl-D."""

    def isatty(self):
        return True


def test_at_a_terminal_it_asks_until_the_answer_fits(monkeypatch):
    typed = ["", "Test Council", "Ann Bee", "nonsense", "ann@council.example"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(typed)))
    said = run("create_organisation")
    assert "This field cannot be blank." in said
    assert "Enter a valid email address." in said
    assert "Test Council is set up" in said


def test_leaving_at_a_question_makes_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal("Test Council\n"))
    with pytest.raises(CommandError, match=r"Stopped\. Nothing was made\."):
        run("create_organisation")
    assert counts() == [0, 0, 0]


# --- seed_demo ------------------------------------------------------------------------------------


class Undo(Exception):
    """Ends a transaction whose rows are not to stay."""


def demonstration_at(moment):
    """Everything but instants and passwords that the demonstration writes at `moment`; then undone."""
    with time_machine.travel(moment, tick=False):
        try:
            with transaction.atomic():
                run("seed_demo")
                called = {}
                made = {model.__name__: contents(model, called) for model in apps.get_models() if ours(model)}
                raise Undo
        except Undo:
            return made


def ours(model):
    return model.__module__.split(".")[0] in {"hackit", "cohorts", "providers", "apprentices", "workplans"}


def contents(model, called):
    """The rows in words: no keys, of the database or of links, which differ from one to the next.

    `called` remembers what a row is called that others name, so that it is asked once.
    """
    told = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not isinstance(field, models.DateTimeField)
        and field.name not in {"password", "id", "token"}
    ]

    def words(row, field):
        if not field.is_relation:
            return str(getattr(row, field.name))
        key = field.related_model, getattr(row, field.attname)
        if key not in called:
            called[key] = str(getattr(row, field.name))
        return called[key]

    return sorted([words(row, field) for field in told] for row in model.objects.all())


def london(*moment):
    return datetime(*moment, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.one_database
def test_the_demonstration_is_the_same_all_day():
    early, late = (
        demonstration_at(london(2026, 10, 25, 0, 15)),
        demonstration_at(london(2026, 10, 25, 23, 45)),
    )
    assert early == late
    assert len(early["Apprentice"]) > 60


def test_every_printed_sign_in_works_and_a_second_start_only_says_them():
    said = run("seed_demo", "--if-empty")
    password = re.search(r"with the password (\S+) as one of", said)[1]
    addresses = re.findall(r"^  (\S+@\S+)$", said, re.M)
    assert len(addresses) == 8
    for address in addresses:
        client = Client()
        answer = client.post(reverse("account_login"), {"login": address, "password": password}, follow=True)
        assert get_user(client).email == address
        assert (answer.request["PATH_INFO"], answer.status_code) == (reverse("home"), 200), address
    # Nobody in it can be written to.
    assert set(User.objects.demonstration()) == set(User.objects.all())
    before = counts()
    again = run("seed_demo", "--if-empty")
    assert again.startswith("Sign in with the password")
    assert said.endswith(again)
    assert counts() == before


def test_the_demonstration_never_comes_over_people():
    make.UserFactory()
    before = counts()
    with pytest.raises(CommandError, match="There are people in this database"):
        run("seed_demo")
    assert run("seed_demo", "--if-empty") == ""
    assert counts() == before
    assert not Apprentice.objects.exists()


@pytest.mark.parametrize("options", [[], ["--if-empty"]])
def test_production_takes_no_demonstration(settings, options):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        run("seed_demo", *options)
    assert counts() == [0, 0, 0]


# --- check --deploy -------------------------------------------------------------------------------

TO_FILES = "django.core.mail.backends.filebased.EmailBackend"
TO_SERVER = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("production", "address", "backend", "expected"),
    [
        (True, "amber@hackney.example.org", TO_FILES, {"hackit.E001", "hackit.W001"}),
        (True, "amber@example.org", TO_SERVER, {"hackit.E001"}),
        (True, "amber@notexample.org", TO_FILES, {"hackit.W001"}),
        (True, "amber@example.org.uk", TO_SERVER, set()),
        (False, "amber@hackney.example.org", TO_FILES, set()),
    ],
)
def test_what_a_deployment_is_told(settings, tmp_path, production, address, backend, expected):
    settings.PRODUCTION, settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = production, backend, tmp_path
    make.UserFactory(email=address)
    found = {message.id: message for message in run_checks(include_deployment_checks=True)}
    assert {name for name in found if name.startswith("hackit.")} == expected
    assert all(found[name].hint for name in expected)
    # Without --deploy, as on every start, nothing is said.
    assert not any((message.id or "").startswith("hackit.") for message in run_checks())
