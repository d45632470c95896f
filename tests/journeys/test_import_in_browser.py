"""A cohort from a file in a real browser: each page of the way, wide and narrow, and the whole way."""

import re

import pytest
from playwright.sync_api import expect

from apprentices.models import Apprentice
from tests import factories as make
from tests.apprentices.cohort_files import DEE, FULL, ROW, cohort_file, many
from tests.journeys.test_admin_in_browser import problems

HERE = {"cohort": "here-1"}
FIRST = cohort_file(ROW | FULL | HERE, DEE | HERE)
# A team and a name that change, hours that do not, and many people.
CHANGED = {"team": "Housing", "directorate": "", "weekly_hours": "20", "manager_name": "Moritz"}
SECOND = cohort_file(
    ROW | FULL | HERE | CHANGED, DEE | HERE | {"full_name": "Cy Newname"}, *[row | HERE for row in many(60)]
)
WRONG = cohort_file(
    {"weekly_hours": "thirty-six", "start_date": "09/13/2026"},
    DEE | {"email": f"{'long' * 12}@council.example.org", "cohort": "herr-1", "uln": "1748529631"},
)


@pytest.fixture
def desk(page, people, live_server, signed_in, violations):
    """The coordinator at the import of their cohort; nothing that they do there upsets the browser."""
    make.StandardFactory(reference="ST0116", version="1.1")
    make.ProviderFactory(ukprn="10057981", name="Ada College")
    signed_in(people.coordinator)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/admin/cohorts/cohort/{people.here.cohort.pk}/change/")
    page.get_by_role("link", name="Import apprentices").click()
    yield page
    assert violations == []


def send(page, content, name="cohort.csv"):
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()


def test_from_the_file_to_the_invitations(desk):
    send(desk, FIRST)
    expect(desk.locator("#content")).to_contain_text("2 new, 0 changed, 0 left alone.")
    assert problems(desk) == {}
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Imported: 2 new, 0 changed, 0 left alone.")
    assert problems(desk) == {}
    assert Apprentice.objects.filter(standard__reference="ST0116").count() == 2
    desk.get_by_role("button", name="people").click()
    expect(desk.locator("h1")).to_have_text("Invite to sign in")


def test_a_file_that_changes_and_leaves(desk, people, live_server):
    send(desk, FIRST)
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.goto(f"{live_server.url}/admin/cohorts/cohort/{people.here.cohort.pk}/import/")
    send(desk, SECOND)
    expect(desk.locator("#content")).to_contain_text("60 new, 2 changed, 0 left alone.")
    expect(desk.locator("#content")).to_contain_text("weekly_hours: 36 here, 20 in the file")
    assert problems(desk) == {}
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("60 new, 2 changed, 0 left alone.")
    assert problems(desk) == {}


def test_a_file_with_problems_and_the_corrected_one(desk):
    assert problems(desk) == {}
    send(desk, WRONG, "wrong.csv")
    expect(desk).to_have_title(re.compile("^Error: "))
    expect(desk.locator(".errornote")).to_contain_text("4 problems to put right.")
    assert problems(desk) == {}
    send(desk, FIRST)
    expect(desk.get_by_role("button", name="Import", exact=True)).to_be_visible()


def test_what_is_no_file_is_said_beside_the_field(desk):
    send(desk, b"\x89PNG\r\n\x1a\n\0", "photo.png")
    expect(desk).to_have_title(re.compile("^Error: "))
    expect(desk.locator(".errorlist")).to_contain_text("This is a picture, not a table.")
    expect(desk.locator("#id_file")).to_have_attribute("aria-invalid", "true")
    assert problems(desk) == {}


def test_a_file_that_is_here_already_offers_the_next_step(desk, people, live_server):
    send(desk, FIRST)
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.goto(f"{live_server.url}/admin/cohorts/cohort/{people.here.cohort.pk}/import/")
    send(desk, FIRST)
    expect(desk.locator("#content")).to_contain_text("There is nothing to import")
    expect(desk.get_by_role("button", name="Import", exact=True)).to_have_count(0)
    expect(desk.get_by_role("link", name="Choose another file")).to_be_visible()
    assert problems(desk) == {}
