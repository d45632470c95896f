"""From a file to people who find their pages ready: a coordinator, a manager and an apprentice."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from hackit import csvfile, dates
from tests import factories as make
from tests.journeys.test_journeys import come_in, fill_in_sign_in, give_password, link_for

HEADINGS = ["Email", "Full name", "Preferred name", "Team", "Manager email", "Manager name", "Buddy email"]
HEADINGS += ["Buddy name", "Standard reference", "Start date", "Planned end date", "Weekly hours"]


def a_file(folder, today, **wrong):
    """A file of one apprentice who starts in ten days, as a spreadsheet saves it."""
    starts_on, ends_on = today + timedelta(days=10), today + timedelta(days=560)
    row = {
        "Email": "amber@sample.test",
        "Full name": "Amber Sampleton",
        "Preferred name": "Am",
        "Team": "Digital delivery",
        "Manager email": "max@sample.test",
        "Manager name": "Max Manager",
        "Buddy email": "bud@sample.test",
        "Buddy name": "Bud Helpful",
        "Standard reference": "ST0118",
        "Start date": f"{starts_on:%d/%m/%Y}",
        "Planned end date": dates.words(ends_on),
        "Weekly hours": "22,5",
    }
    path = folder / "autumn cohort.csv"
    path.write_bytes(csvfile.write(HEADINGS, [(row | wrong).values()]))
    return path


def upload(page, path):
    page.get_by_label("Choose a file").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Check of {path.name}")


def test_from_a_file_to_the_first_day_page(
    page, browser, live_server, settings, people, tmp_path, violations
):
    settings.SITE_URL = live_server.url
    today = dates.today()
    make.StandardFactory(name="Data analyst", reference="ST0118", level=4)
    coordinator = make.CoordinatorFactory(
        organisation=make.OrganisationFactory(name="Sample Council", slug="sample"),
        person=make.UserFactory(full_name="Cora Dinator", email="cora@sample.test"),
    )
    make.CohortFactory(organisation=coordinator.organisation, name="Autumn apprentices", slug="autumn")
    page.goto(live_server.url)
    fill_in_sign_in(page, give_password(coordinator.person))

    page.get_by_role("link", name="Import a file").click()
    with page.expect_download() as empty:
        page.get_by_role("link", name="Download an empty file").click()
    assert empty.value.suggested_filename == "apprentices.xlsx"
    upload(page, a_file(tmp_path, today, **{"Weekly hours": "lots", "Manager email": "max@sample"}))
    expect(page.locator(".errornote")).to_contain_text("2 problems to put right. Nothing was imported.")
    expect(page.get_by_role("row", name="weekly_hours")).to_contain_text("a number from 1 to 48")
    upload(page, a_file(tmp_path, today))
    expect(page.get_by_role("row", name="Amber Sampleton")).to_contain_text("Manager Max Manager")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("Imported: 1 new")
    page.get_by_role("button", name="Invite 3 people").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invite to sign in")
    page.get_by_role("button", name="Invite 3 people").click()
    expect(page.locator(".messagelist")).to_contain_text("Invited 3 people.")
    assert violations == []

    amber = come_in(browser, link_for("amber@sample.test"), "Welcome, Am", home="Your first day")
    expect(amber.get_by_role("main")).to_contain_text("Bud Helpful")
    expect(amber.get_by_role("main")).to_contain_text("Max Manager is still writing the rest")

    max_ = come_in(browser, link_for("max@sample.test"), "Welcome, Max")
    max_.get_by_role("link", name="Write the first-day page for Amber Sampleton").click()
    place = max_.get_by_label(re.compile("where to come", re.I))
    expect(place).to_have_value(re.compile("Max Manager expects you"))
    max_.get_by_role("button", name="Save and show it to Am").click()
    expect(max_.get_by_role("alert")).to_contain_text("[street and entrance]")
    place.fill("1 Sample Street, side door.")
    max_.get_by_label(re.compile("whom to ring", re.I)).fill("Ring Max on 020 7946 0001.")
    max_.get_by_role("button", name="Save and show it to Am").click()
    expect(max_.get_by_role("alert")).to_contain_text("Saved. Am can read it.")

    amber.reload()
    expect(amber.get_by_role("main")).to_contain_text("1 Sample Street, side door.")
    expect(amber.get_by_role("main")).to_contain_text("Ring Max on 020 7946 0001.")
    for visitor in (amber, max_):
        visitor.context.close()
