"""Logs hold no names, addresses, query strings or one-time keys."""

import io
import json
import logging

import pytest

from hackit import actions
from hackit.logs import Formatter
from tests import factories as make


@pytest.fixture
def written():
    """A function that gives the lines logged so far, as dicts."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_one_line_a_request_without_the_query(people, client_of, written):
    client_of(people.coordinator).get("/apprentices/?q=Secret+Name")
    (line,) = [line for line in written() if line["logger"] == "hackit.requests"]
    assert line | {"time": "", "ms": 0} == {
        "time": "",
        "level": "INFO",
        "logger": "hackit.requests",
        "message": "request",
        "method": "GET",
        "path": "/apprentices/",
        "status": 200,
        "ms": 0,
    }


@pytest.mark.parametrize("path", ["/nowhere/?q=Secret+Name", "/apprentices/999/?q=Secret+Name"])
def test_warnings_of_the_framework_hold_no_query(path, people, client_of, written):
    client_of(people.coordinator).get(path)
    text = json.dumps(written())
    assert "Not Found" in text
    assert "Secret" not in text


def test_one_time_keys_are_blotted_out(db, client, written):
    link = actions.invite(make.UserFactory(), by=None)
    token = link.rstrip("/").rsplit("/", 1)[1]
    client.get(f"/welcome/{token}/")
    client.get(f"/welcome/{token}x/")
    client.get("/account/password/forgotten/1-secretkey/")
    text = json.dumps(written())
    assert "/welcome/\\u2026/" in text
    assert token not in text
    assert "secretkey" not in text


def test_an_error_keeps_its_place_but_not_its_words(written):
    try:
        raise ValueError("Key (email)=(amber@test.example.org) already exists")
    except ValueError:
        logging.getLogger("anything").exception("It went wrong")
    (line,) = written()
    assert line["exc_info"].startswith("builtins.ValueError at ")
    assert "test_logs.py" in line["exc_info"]
    assert "amber" not in json.dumps(line)


def test_an_invitation_is_not_logged_by_name(written, settings, db, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    user = make.UserFactory(full_name="Secret Name", email="secret@test.example.org")
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(user, by=None)
    text = json.dumps(written())
    assert "invitation not sent" in text
    assert "ecret" not in text
