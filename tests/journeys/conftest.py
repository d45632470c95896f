"""Journeys in a real browser: Chromium from the machine, driven by Playwright."""

import os
import shutil
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests import world
from tests.conftest import BACKEND

# Playwright's loop runs in the thread of the test, which Django takes for an asynchronous one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
IN_CI = os.environ.get("CI") == "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if not CHROMIUM and not IN_CI:
                item.add_marker(pytest.mark.skip(reason="There is no Chromium on this machine."))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.fail("There is no Chromium, and CI=true: browser tests do not skip here.")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


@pytest.fixture(autouse=True, scope="session")
def alone_at_the_end(django_db_setup, django_db_blocker):
    """The browser may still hold a connection of the server's open, and PostgreSQL keeps that database."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def people(transactional_db):
    """The same small world as elsewhere, visible to the server's thread."""
    return world.build()


@pytest.fixture
def listen(page):
    """A function that calls another on each event of the page, until the test is over."""
    with ExitStack() as at_the_end:

        def on(event, function):
            page.on(event, function)
            at_the_end.callback(page.remove_listener, event, function)

        yield on


@pytest.fixture
def violations(listen):
    """What the browser complained of while the test ran: content policy and script errors."""
    found = []
    listen("console", lambda message: found.append(message.text) if message.type == "error" else None)
    listen("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def signed_in(context, live_server):
    """A function that signs a user in without the form."""

    def sign_in(user):
        client = Client()
        client.force_login(user, backend=BACKEND)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "domain": urlsplit(live_server.url).hostname,
                    "path": "/",
                }
            ]
        )

    return sign_in


@pytest.fixture
def come_in(browser, live_server):
    """A function that opens a window of their own for somebody, as a device if told so, and signs in."""
    from tests.journeys.test_journeys import fill_in_sign_in, give_password

    windows = []

    def open_window(user, **device):
        windows.append(browser.new_context(**device))
        page = windows[-1].new_page()
        page.goto(live_server.url)
        give_password(user)
        fill_in_sign_in(page, user)
        page.wait_for_url(f"{live_server.url}/")
        return page

    yield open_window
    for window in windows:
        window.close()
