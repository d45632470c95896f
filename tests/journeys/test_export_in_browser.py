"""An export of a provider in the workshop, in a real browser: each page of the way, wide and narrow."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_admin_in_browser import problems
from tests.workplans.exports import day, export
from workplans.models import LearningEntry

ROWS = [(day(ago), "1.5", "Webinar", f"Joins, lesson {ago}", "yes") for ago in range(3, 9)]
WRONG = [("soon", "-1", "Workshop", "Nonsense", "perhaps"), (day(-3), "1:20", "Exam", "To come", "no")]


@pytest.fixture
def desk(page, people, live_server, signed_in, violations):
    """The coordinator at the record of an apprentice; nothing that they do there upsets the browser."""
    signed_in(people.coordinator)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/admin/apprentices/apprentice/{people.record.pk}/change/")
    page.get_by_role("link", name="Bring in a provider’s export").click()
    yield page
    assert violations == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def send(page, content):
    page.locator("#id_file").set_input_files(
        {"name": "export.csv", "mimeType": "text/csv", "buffer": content}
    )
    press(page, "Continue")


def test_from_the_file_to_the_log(desk):
    assert problems(desk) == {}
    send(desk, export(*ROWS, *WRONG))
    assert problems(desk) == {}
    press(desk, "Check the lines")
    expect(desk.locator("#content")).to_contain_text("6 lines become entries: 9 hours.")
    assert problems(desk) == {}
    press(desk, "Bring these entries in")
    expect(desk.locator(".errornote")).to_contain_text("Nothing was brought in.")
    assert problems(desk) == {}
    desk.get_by_label("Leave out the 2 lines that cannot be brought in").check()
    press(desk, "Bring these entries in")
    expect(desk.locator(".messagelist")).to_contain_text("Brought in: 6 entries, 9 hours.")
    assert LearningEntry.objects.filter(source="file").count() == 6


def test_what_is_perhaps_there_is_ticked(desk):
    send(desk, export(*ROWS))
    press(desk, "Check the lines")
    press(desk, "Bring these entries in")
    desk.get_by_role("link", name="Bring in a provider’s export").click()
    send(
        desk,
        export(*((date, time, kind, f"Other words {what}", paid) for date, time, kind, what, paid in ROWS)),
    )
    press(desk, "Check the lines")
    assert problems(desk) == {}
    desk.get_by_label("Line 2:").check()
    press(desk, "Bring these entries in")
    expect(desk.locator(".messagelist")).to_contain_text("5 lines were left out.")
    assert LearningEntry.objects.count() == 7
