"""What every test stands on: strict templates, one world of people, clients that are signed in."""

import copy
import gc
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_migrate
from django.template import engines
from django.test import Client, TestCase

from tests import world

pytest.register_assert_rewrite("tests.apprentices.demonstration", "tests.workplans.demonstration")
if settings.ENVIRONMENT != "test":
    pytest.exit("Run the tests with script/test, which sets their environment.", returncode=2)


def pytest_collection_modifyitems(items):
    """Marks what never asks for a database: there, pytest-django refuses every query.

    And what looks at pages: they say the same on both, and the table of access opens each on both.
    """
    for item in items:
        looks = "client_of" in item.fixturenames or hasattr(item.module, "sign_in")
        if looks and item.path.stem != "test_access":
            item.add_marker("one_database")
        asks = {"db", "transactional_db"} & {*item.fixturenames} or item.get_closest_marker("django_db")
        if not asks and not issubclass(item.cls or object, TestCase):
            item.add_marker("no_database")


def pytest_collection_finish():
    """What is imported by now stays: nobody looks through it for garbage again and again."""
    gc.freeze()
    gc.set_threshold(100_000)


# Nobody is given permissions of Django's own here: who may do what is in hackit.access. Each flush after a
# test that commits would write them all again.
post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Missing(str):
    """Stands where one of our templates names something that is not there: breaks the test."""

    def __contains__(self, text):
        return True

    def __mod__(self, variable):
        raise AssertionError(f"A template uses {variable!r}, which is not there.")


@pytest.fixture(autouse=True, scope="session")
def strict_templates():
    """A missing name in a page of ours raises; pages of packages stay as lenient as they are."""
    lenient = engines["django"].engine
    strict = copy.copy(lenient)
    strict.string_if_invalid = Missing("%s")
    find = lenient.get_template

    def get_template(name):
        template = find(name)
        if Path(template.origin.name).is_relative_to(settings.BASE_DIR / "templates"):
            template.engine = strict
        return template

    lenient.get_template = get_template
    yield
    del lenient.get_template


@pytest.fixture(autouse=True)
def empty_cache(request):
    """Throttles count from nought in every test."""
    if "django_db_setup" in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def now():
    """The morning of Wednesday, 18 November 2026, for tests that say so in `usefixtures`."""
    with time_machine.travel(datetime(2026, 11, 18, 9, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def people(db):
    """A small world with somebody in every relation to one apprentice; see tests.world."""
    return world.build()


def sign_in(user):
    """A client in which `user` is signed in (None for nobody)."""
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def client_of():
    """The function that makes a client for a user."""
    return sign_in
