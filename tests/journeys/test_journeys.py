"""Whole journeys of people through the site, in a real browser."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail
from playwright.sync_api import expect

from cohorts.models import Team
from hackit import dates
from tests import factories as make

PASSWORD = "three random words"


def give_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def fill_in_sign_in(page, user, password=PASSWORD):
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


# --- From an empty programme to people who see each other ------------------------------------------


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("was added successfully")


def choose(page, field, words):
    """Opens an autocomplete, types and takes what is offered."""
    page.locator(f"{field} .select2-selection").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def add(page, kind, **texts):
    """From the start page of the workshop to the form that adds a record, with its texts filled in."""
    page.get_by_role("link", name="Admin").or_(page.get_by_role("link", name="Home")).first.click()
    page.locator(f".model-{kind} .addlink").first.click()
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)


def invite(page, name):
    """The list action, with its question, for one person of the list that is open."""
    page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option(label="Invite to sign in")
    page.get_by_role("button", name="Go").or_(page.get_by_role("button", name="Run")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invite to sign in")
    assert name not in "".join(message.body for message in mail.outbox)
    page.get_by_role("button", name="Invite 1 person").click()
    expect(page.locator(".messagelist")).to_contain_text("Invited 1 person.")


def link_for(address):
    """The one-time link in the only mail to an address."""
    [message] = [message for message in mail.outbox if message.to == [address]]
    return re.search(r"http\S+", message.body)[0]


@pytest.fixture
def start(people):
    """An organisation with a coordinator, and what a superuser has set up. Nothing else."""
    coordinator = make.CoordinatorFactory(
        organisation=make.OrganisationFactory(name="Sample Council", slug="sample"),
        person=make.UserFactory(full_name="Cora Dinator", email="cora@sample.test"),
    )
    make.StandardFactory(name="Data analyst", reference="ST0118", level=4)
    make.ProviderFactory(name="Ada College")
    return give_password(coordinator.person)


def test_from_nothing_to_a_manager_and_an_apprentice(page, browser, live_server, settings, start, violations):
    settings.SITE_URL = live_server.url
    today = dates.today()
    page.goto(live_server.url)
    fill_in_sign_in(page, start)
    expect(page.get_by_role("heading", level=1)).to_contain_text("This month")
    page.get_by_role("link", name="Add a cohort").click()
    page.get_by_role("link", name="Home").click()

    add(page, "team", name="Digital delivery", directorate="ICT")
    save(page)
    add(page, "cohort", name="Autumn apprentices", starts_on=f"{today:%d/%m/%Y}")
    expect(page.locator("#id_slug")).to_have_value("autumn-apprentices")
    page.locator("#id_slug").fill("sample-autumn")
    save(page)
    add(page, "manager", email="max@sample.test", full_name="Max Manager")
    choose(page, ".field-team", "Digital")
    save(page)
    invite(page, "Max Manager")

    add(page, "apprentice", email="amber@sample.test", full_name="Amber Sampleton", preferred_name="Am")
    choose(page, ".field-cohort", "Autumn")
    choose(page, ".field-team", "Digital")
    choose(page, ".field-standard", "Data analyst")
    choose(page, ".field-provider", "Ada")
    page.locator(".field-first_day_at_work_on").get_by_role("link", name="Today").click()
    page.locator("#id_starts_on").fill(f"{today + timedelta(days=7):%d/%m/%Y}")
    page.locator("#id_planned_end_on").fill(f"{today + timedelta(days=550):%d/%m/%Y}")
    page.locator("#id_weekly_hours").fill("36")
    page.get_by_role("button", name="Add another Manager").click()
    choose(page, "#manager_terms-0", "Max")
    page.locator("#manager_terms-0 .field-from_on").get_by_role("link", name="Today").click()
    save(page)
    invite(page, "Amber Sampleton")
    assert violations == []

    amber = come_in(browser, link_for("amber@sample.test"), "Welcome, Am")
    expect(amber.get_by_role("main")).to_contain_text("Your apprenticeship")
    expect(amber.get_by_role("main")).to_contain_text("max@sample.test")
    max_ = come_in(browser, link_for("max@sample.test"), "Welcome, Max")
    expect(max_.get_by_role("table", name="Your apprentices")).to_contain_text("Amber Sampleton")
    max_.get_by_role("link", name="Amber Sampleton", exact=True).click()
    expect(max_.get_by_role("heading", level=1)).to_have_text("Amber Sampleton")

    # The link worked once.
    page.goto(link_for("amber@sample.test"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    assert page.get_by_label("New password").count() == 0
    for visitor in (amber, max_):
        visitor.context.close()


def come_in(browser, link, greeting, home="This month"):
    """Somebody opens their invitation in their own browser, chooses a password and is home."""
    page = browser.new_context().new_page()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(greeting)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(home)
    return page


# --- By keyboard alone ------------------------------------------------------------------------------


FOCUS = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        words: (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || '').trim(),
        inside: box.width > 1 && box.height > 1 && box.top >= 0 && box.bottom <= innerHeight,
        uncovered: e.contains(top) || top?.contains(e),
        marked: (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none',
    }
}"""


def tab_to(page, words):
    """Presses Tab until something with these words has the focus, which can be seen on every stop."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["inside"] and focus["uncovered"] and focus["marked"], focus
        if " ".join(focus["words"].split()) == words:
            return
    raise AssertionError(f"{words!r} cannot be reached with Tab.")


def test_sign_in_and_find_an_apprentice_by_keyboard(page, live_server, people, violations):
    give_password(people.coordinator)
    page.goto(live_server.url)
    tab_to(page, "Skip to main content")
    tab_to(page, "Email address")
    page.keyboard.type(people.coordinator.email)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This month")

    tab_to(page, "Apprentices")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Apprentices")
    tab_to(page, "Skip to main content")
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    tab_to(page, "Name")
    page.keyboard.type("here")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=here*")
    tab_to(page, "Here Apprentice")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Here Apprentice")

    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert violations == []


def test_a_wide_table_scrolls_by_keyboard(page, live_server, people, signed_in):
    signed_in(people.coordinator)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/apprentices/")
    tab_to(page, "Apprentices")
    last = page.get_by_role("columnheader", name="Planned end")
    expect(last).not_to_be_in_viewport()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(last).to_be_in_viewport()


# --- Without JavaScript ------------------------------------------------------------------------------


def test_everything_works_without_javascript(browser, live_server, people):
    give_password(people.coordinator)
    cohort = people.here.cohort
    for name in ("Zoe Last", "Abel First"):
        make.ApprenticeFactory(person=make.UserFactory(full_name=name), cohort=cohort)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url)
    # A button that only a script could make work is not there.
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    fill_in_sign_in(page, people.coordinator)
    page.get_by_role("link", name="Apprentices", exact=True).click()

    names = page.locator("tbody th a")
    expect(names).to_have_text(["Abel First", "Here Apprentice", "Zoe Last"])
    page.get_by_role("link", name="Name").click()
    expect(names).to_have_text(["Zoe Last", "Here Apprentice", "Abel First"])
    page.get_by_label("Name").fill("here")
    page.get_by_label("Status").select_option(label="In learning")
    page.get_by_role("button", name="Search").click()
    expect(names).to_have_text(["Here Apprentice"])
    names.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Here Apprentice")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto(f"{live_server.url}/apprentices/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.context.close()


# --- A session that ends in the middle of writing --------------------------------------------------


def end_session(page):
    """The session is over on the server, and the browser does not know yet."""
    [key] = [c["value"] for c in page.context.cookies() if c["name"] == configured.SESSION_COOKIE_NAME]
    assert Session.objects.filter(pk=key).delete()[0] == 1


def write_a_team(page, live_server, coordinator, name):
    """A coordinator signs in, writes, and presses Save when the session is over."""
    page.goto(live_server.url)
    fill_in_sign_in(page, coordinator)
    page.wait_for_url(live_server.url + "/")
    page.goto(f"{live_server.url}/admin/cohorts/team/add/")
    page.locator("#id_name").fill(name)
    page.locator("#id_directorate").fill("Two & a half")
    end_session(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert not Team.objects.filter(name=name).exists()


def test_what_was_being_sent_is_offered_again(page, live_server, people, violations):
    give_password(people.coordinator)
    write_a_team(page, live_server, people.coordinator, "Night shift")
    fill_in_sign_in(page, people.coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out before this was sent")
    expect(page.get_by_role("main")).to_contain_text("Night shift")
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Night shift")
    assert Team.objects.get(name="Night shift").directorate == "Two & a half"
    assert violations == []


def test_it_can_be_thrown_away(page, live_server, people):
    give_password(people.coordinator)
    write_a_team(page, live_server, people.coordinator, "Night shift")
    fill_in_sign_in(page, people.coordinator)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing was sent.")
    page.goto(f"{live_server.url}/unsent/")
    assert urlsplit(page.url).path == "/"
    assert not Team.objects.filter(name="Night shift").exists()


def test_it_is_offered_to_nobody_else(page, live_server, people):
    """Another coordinator of the same organisation could send it, and still does not see it."""
    give_password(people.coordinator)
    other = make.CoordinatorFactory(organisation=people.here.organisation).person
    write_a_team(page, live_server, people.coordinator, "Night shift")
    fill_in_sign_in(page, give_password(other))
    expect(page.get_by_role("heading", level=1)).to_contain_text("This month")
    page.goto(f"{live_server.url}/unsent/")
    assert urlsplit(page.url).path == "/"
    assert "Night shift" not in page.content()
    # Nor is it kept for later.
    page.get_by_role("button", name="Sign out").click()
    fill_in_sign_in(page, people.coordinator)
    expect(page.get_by_role("heading", level=1)).to_contain_text("This month")


def test_passwords_are_never_kept(page, live_server, people):
    give_password(people.manager)
    page.goto(live_server.url)
    fill_in_sign_in(page, people.manager)
    page.get_by_role("link", name="Password", exact=True).click()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill("something else entirely")
    end_session(page)
    page.get_by_role("button", name="Save new password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert not any("entirely" in str(data) or PASSWORD in str(data) for data in kept)
    fill_in_sign_in(page, people.manager)
    people.manager.refresh_from_db()
    assert people.manager.check_password(PASSWORD)
