"""A month from its empty page to its review: by manager and apprentice, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from hackit import dates
from tests import factories as make
from tests.journeys.test_journeys import tab_to
from tests.journeys.test_log_by_keyboard import press, text, write
from workplans.models import PlanItem
from workplans.work_plan import State


@pytest.fixture
def month(people):
    """The month before this one: it is over, so that it can be looked back on and reviewed today."""
    return dates.add_months(people.today.replace(day=1), -1)


@pytest.fixture
def address(people, month, live_server):
    return f"{live_server.url}{people.record.get_absolute_url()}plans/{month:%Y-%m}/"


def click(page, words):
    """Presses a button or follows a link, whichever says so."""
    page.get_by_role("button", name=words, exact=True).or_(
        page.get_by_role("link", name=words, exact=True)
    ).click()


def item(page, title):
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=title))


def test_a_month_from_empty_to_reviewed(come_in, people, month, address):
    manager, apprentice = come_in(people.manager), come_in(people.apprentice)
    manager.goto(address)
    text(manager, "Nothing was planned.")
    click(manager, "Write the aim")
    manager.get_by_label("Aim of the month").fill("Know how requests reach the desk")
    click(manager, "Save the aim")
    manager.get_by_label("What").fill("Shadow the desk")
    click(manager, "Save and add another")
    expect(manager.get_by_label("What")).to_be_focused()
    manager.get_by_label("What").fill("Write a guide")
    manager.get_by_label("Learning").check()
    click(manager, "Add it")
    expect(item(manager, "Write a guide")).to_contain_text("Learning")

    apprentice.goto(address)
    text(apprentice, "Draft")
    apprentice.get_by_label("What").fill("Visit the depot")
    click(apprentice, "Suggest it")
    text(apprentice, "What you suggested")
    click(manager, "Share this plan")
    apprentice.reload()
    click(apprentice, "Agree to this plan")
    text(apprentice, "You agreed to this plan.")

    # The change in the middle: what changed is asked about, and nothing else.
    click(manager, "Take in Visit the depot")
    click(manager, "Change Shadow the desk")
    manager.get_by_label("What").fill("Shadow the phones")
    click(manager, "Save")
    text(manager, "Here is asked about what is marked, and nothing else.")
    apprentice.reload()
    expect(item(apprentice, "Shadow the phones")).to_contain_text("Changed since you agreed")
    expect(item(apprentice, "Shadow the phones")).to_contain_text("under “What”: Shadow the desk")
    expect(item(apprentice, "Write a guide")).not_to_contain_text("since you agreed")
    expect(item(apprentice, "Visit the depot")).not_to_contain_text("since you agreed")
    click(apprentice, "Agree to the changes")
    expect(apprentice.get_by_text("since you agreed")).to_have_count(0)

    click(apprentice, "Done Shadow the phones")
    click(apprentice, "Done Visit the depot")
    manager.reload()
    click(manager, "Carry over Write a guide")
    manager.get_by_label("Why").fill("The supplier was late")
    click(manager, "Carry it over")
    apprentice.reload()
    expect(item(apprentice, "Write a guide")).to_contain_text("Why: The supplier was late")
    click(apprentice, "Look back on the month")
    apprentice.get_by_label("What I am proud of").fill("I answered my first call")
    click(apprentice, "Save my reflection")
    manager.reload()
    text(manager, "I answered my first call")
    click(manager, "Review the month")
    manager.get_by_label("Your words on the month").fill("A good month")
    click(manager, "Save the review")
    text(manager, f"Saved: {month:%B %Y} is reviewed.")
    apprentice.reload()
    text(apprentice, "A good month")
    expect(apprentice.get_by_role("main").get_by_role("button")).to_have_count(0)
    click(apprentice, f"Carried over to {dates.add_months(month, 1):%B %Y}")
    expect(item(apprentice, "Write a guide")).to_contain_text(f"Carried over from {month:%B %Y}")
    expect(item(apprentice, "Write a guide")).to_be_focused()


def test_half_a_thought_outlives_another_button(come_in, people, month, address):
    plan = make.WorkPlanFactory(apprentice=people.record, month_on=month)
    for title in ("First", "Second"):
        make.PlanItemFactory(plan=plan, title=title)
    manager = come_in(people.manager)
    manager.goto(address)
    manager.get_by_label("What", exact=True).fill("Half a thou")
    manager.get_by_label("Learning", exact=True).check()
    click(manager, "Down First")
    expect(manager.locator(".app-item__title").first).to_contain_text("Second")
    expect(manager.get_by_label("What", exact=True)).to_have_value("Half a thou")
    expect(manager.get_by_label("Learning", exact=True)).to_be_checked()
    manager.reload()
    expect(manager.get_by_label("What", exact=True)).to_have_value("")


def test_two_people_at_one_item(come_in, people, address):
    """The second reads what the first changed beside their own words; saving again is a decision."""
    manager, deputy = come_in(people.manager), come_in(people.deputy)
    manager.goto(address)
    manager.get_by_label("What").fill("Shadow the desk")
    click(manager, "Add it")
    deputy.goto(address)
    for page in (manager, deputy):
        click(page, "Change Shadow the desk")
    deputy.get_by_label("What").fill("Shadow the phones")
    click(deputy, "Save")
    manager.get_by_label("What").fill("Shadow Ann")
    click(manager, "Save")
    text(manager, "It says now")
    expect(manager.locator(".govuk-summary-list")).to_contain_text("Shadow the phones")
    expect(manager.get_by_label("What")).to_have_value("Shadow Ann")
    click(manager, "Save")
    expect(item(manager, "Shadow Ann")).to_be_visible()

    click(manager, "Change Shadow Ann")
    deputy.reload()
    click(deputy, "Delete Shadow Ann")
    click(deputy, "Delete this item")
    manager.get_by_label("What").fill("Shadow Ann and Bea")
    click(manager, "Save")
    text(manager, "Nothing that you typed is lost")
    click(manager, "Add it")
    expect(item(manager, "Shadow Ann and Bea")).to_be_visible()


def follow(page, words, heading):
    """Goes to a link with Tab, presses Enter, and waits for the page behind it."""
    press(page, words)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_month_by_keyboard(page, live_server, people, address, signed_in, violations):
    # High enough for whole boxes: of one with many lines a browser brings only the line with the cursor in.
    page.set_viewport_size({"width": 1280, "height": 2400})
    signed_in(people.manager)
    page.goto(address)
    follow(page, "Write the aim", "The aim of")
    write(page, "Aim of the month", "Know the desk")
    press(page, "Save the aim")
    text(page, "Saved: the aim of")
    tab_to(page, "What")
    page.keyboard.type("Shadow the desk")
    press(page, "Save and add another")
    # The next one is written without going anywhere.
    expect(item(page, "Shadow the desk")).to_be_visible()
    expect(page.get_by_label("What")).to_be_focused()
    page.keyboard.type("Write a guide")
    press(page, "Add it")
    expect(item(page, "Write a guide")).to_be_focused()
    tab_to(page, "Up Write a guide")
    page.keyboard.press("Enter")
    # Where something was done, one goes on.
    expect(item(page, "Write a guide")).to_be_focused()
    expect(page.locator(".app-items").get_by_role("heading")).to_have_text(
        ["Write a guide Planned", "Shadow the desk Planned"]
    )
    page.goto(address)
    press(page, "Share this plan")
    text(page, "Shared: Here can read the plan now")

    signed_in(people.apprentice)
    page.goto(address)
    press(page, "Agree to this plan")
    text(page, "You agreed to this plan.")
    press(page, "Start Write a guide")
    expect(item(page, "Write a guide")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Done Write a guide")).to_be_focused()
    page.keyboard.press("Enter")
    expect(item(page, "Write a guide")).to_contain_text("Done")

    signed_in(people.manager)
    page.goto(address)
    follow(page, "Drop Shadow the desk", "Drop: Shadow the desk")
    tab_to(page, "Why")
    page.keyboard.type("The desk is closed")
    press(page, "Drop it")
    expect(item(page, "Shadow the desk")).to_contain_text("Why: The desk is closed")

    signed_in(people.apprentice)
    page.goto(address)
    press(page, "Agree to the changes")
    text(page, "You agreed to this plan.")
    follow(page, "Look back on the month", "Look back on")
    write(page, "What went well", "The guide")
    press(page, "Save my reflection")
    text(page, "Saved: your reflection.")

    signed_in(people.manager)
    page.goto(address)
    follow(page, "Review the month", "Review")
    write(page, "Your words on the month", "A good month")
    press(page, "Save the review")
    text(page, "is reviewed.")
    plan = people.record.work_plans.get()
    assert (plan.state, plan.review) == (State.REVIEWED, "A good month")
    assert [one.state for one in PlanItem.objects.all()] == ["done", "dropped"]
    assert violations == []
