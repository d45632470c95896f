"""An apprentice makes a portfolio and a link; somebody outside opens it; it is counted, then withdrawn."""

import pytest
from playwright.sync_api import expect

from tests import factories as make


@pytest.fixture
def outsider(browser, live_server):
    """A page of somebody who has no account here, on another computer."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def text(page, words):
    expect(page.get_by_role("main")).to_contain_text(words)


def test_a_portfolio_is_shown_outside(page, outsider, people, live_server, settings, signed_in, violations):
    settings.SITE_URL = live_server.url
    make.ProjectFactory(apprentice=people.record, title="Not for everybody")
    signed_in(people.apprentice)
    page.goto(f"{live_server.url}{people.record.get_absolute_url()}")
    page.get_by_role("link", name="Projects and portfolio").click()
    page.get_by_role("link", name="Name a project").click()
    page.get_by_label("Name of the project").fill("Missed bins")
    page.get_by_label("What it is for").fill("Report one without ringing")
    page.get_by_role("button", name="Save the project").click()
    text(page, "Named: Missed bins.")
    page.get_by_role("link", name="Write your part").click()
    page.get_by_label("My part in it").fill("I asked ten people")
    page.get_by_label("What came of it").fill("A third fewer calls")
    page.get_by_role("button", name="Save what I wrote").click()
    text(page, "A third fewer calls")

    page.get_by_role("link", name="Projects", exact=True).click()
    page.get_by_role("link", name="your portfolio").click()
    page.get_by_role("button", name="Put into the portfolio: Missed bins").click()
    page.get_by_role("link", name="Write your profile").click()
    page.get_by_label("Profile").fill("I like maps")
    page.get_by_role("button", name="Save my profile").click()
    page.get_by_role("link", name="Make a link").click()
    page.get_by_label("Who it is for").fill("A job")
    page.get_by_label("7 days").check()
    page.get_by_role("button", name="Make the link").click()
    text(page, "Nobody has opened it.")
    address = page.get_by_label("Copy this address (A job)").input_value()

    asked = []
    outsider.on("request", lambda request: asked.append(request.headers.get("referer")))
    outsider.goto(address)
    expect(outsider.get_by_role("heading", level=1)).to_have_text("Here Apprentice")
    for words in ("I like maps", "Missed bins", "I asked ten people", "A third fewer calls"):
        text(outsider, words)
    expect(outsider.get_by_text("Not for everybody")).to_have_count(0)
    expect(outsider.get_by_role("navigation")).to_have_count(0)
    assert set(asked) == {None}  # not even our own files are told the address

    page.reload()
    text(page, "Opened once, on")
    page.get_by_role("link", name="Withdraw this link (A job)").click()
    page.get_by_role("button", name="Withdraw this link").click()
    text(page, "Withdrawn: A job.")
    answer = outsider.reload()
    assert answer.status == 404
    expect(outsider.get_by_role("heading", level=1)).to_have_text("This link does not work")
    expect(outsider.get_by_text("I like maps")).to_have_count(0)
    assert violations == []
