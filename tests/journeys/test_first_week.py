"""The first week of somebody new: manager, buddy, and the apprentice on a phone without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apprentices import actions
from apprentices.models import Apprentice, InductionStep, MetLine
from cohorts.actions import begin_induction
from tests import factories as make
from tests.journeys.test_log_by_keyboard import text
from tests.journeys.test_month_by_month import click
from workplans.induction import taken_by_learning

# The answers of one's phone: narrow, and with JavaScript switched off.
PHONE = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
LAPTOP, LUNCH = "Log-in and pass work", "Be there to meet them; have lunch together"
ROUND, EXITS = "Meet your buddy; the buddy shows you round", "Fire exits, first aid, toilets, kitchen"


@pytest.fixture
def starter(people):
    """The record of somebody whose first day at work is today, given the standard induction weeks ago."""
    today = people.today
    template = begin_induction(people.here.organisation, by=people.coordinator)
    record = people.record
    Apprentice.objects.filter(pk=record.pk).update(first_day_at_work_on=today, starts_on=today)
    record.refresh_from_db()
    before = today - timedelta(days=28)
    learning = taken_by_learning(record)
    actions.give(record, template, learning=learning, by=people.coordinator, on=before)
    return record


def open_folds(page):
    """Opens what is folded: on a weekend the first week is still to come."""
    folded = page.locator("main details:not([open]) > summary")
    while folded.count():
        folded.first.click()


def tick(page, *titles):
    open_folds(page)
    for title in titles:
        page.get_by_label(f"Done: {title}", exact=True).check(force=True)
    page.get_by_role("button", name="Mark as done what is ticked").first.click()


def no_sideways(page):
    """Nothing of the page lies beside the screen: measured by its layout, since scripts are switched off."""
    width = page.locator("main").bounding_box()["width"]
    assert width <= 320


def test_the_first_week(come_in, people, starter, live_server):
    induction = f"{live_server.url}/apprentices/{starter.pk}/induction/"

    # The manager lists whom they meet, and ticks what is done, several at once.
    manager = come_in(people.manager)
    manager.goto(induction)
    click(manager, "People to meet")
    for name, job in (("Ann Example", "Data lead"), ("Bob Example", "Service designer")):
        manager.get_by_label("Name", exact=True).fill(name)
        manager.get_by_label("Job", exact=True).fill(job)
        click(manager, "Add")
        text(manager, name)
    manager.goto(f"{live_server.url}/induction/")
    tick(manager, LUNCH, "A small real piece of work")
    text(manager, "Done: 2 steps.")
    expect(manager.get_by_label(f"Done: {LUNCH}", exact=True)).to_have_count(0)
    click(manager, "Undo what I just ticked")
    text(manager, "To do again: 2 steps.")
    tick(manager, LUNCH)

    # The buddy sees their own steps and whom the apprentice meets, and nothing else.
    buddy = come_in(people.buddy)
    buddy.goto(induction)
    open_folds(buddy)
    text(buddy, EXITS)
    expect(buddy.get_by_text(LAPTOP)).to_have_count(0)
    expect(buddy.get_by_text("Do the risk assessment")).to_have_count(0)
    tick(buddy, EXITS, ROUND)
    text(buddy, "Done: 2 steps.")

    # The apprentice says on the phone what is stuck, and whom they have met.
    phone = come_in(people.apprentice, **PHONE)
    phone.goto(induction)
    no_sideways(phone)
    expect(phone.get_by_text("Do the risk assessment")).to_have_count(0)
    phone.get_by_role("link", name=LAPTOP).first.click()
    phone.get_by_label("I am stuck", exact=True).check(force=True)
    click(phone, "Save")
    text(phone, "Say what is in the way.")
    phone.get_by_label("What is in your way, if you are stuck").fill("The laptop has not come")
    click(phone, "Save")
    text(phone, "noted as stuck")
    phone.goto(f"{induction}people/")
    no_sideways(phone)
    phone.get_by_role("button", name="I have met").first.click()
    line = "Red glasses, knows every map"
    phone.get_by_label("To remember them by").fill(line)
    phone.get_by_role("button", name="Save").click()
    text(phone, line)

    # Who helps sees at once what is stuck; nobody else reads the line.
    for user in (people.manager, people.coordinator):
        window = come_in(user)
        window.goto(f"{live_server.url}/induction/")
        text(window, "The laptop has not come")
        window.goto(f"{induction}people/")
        expect(window.get_by_text(line)).to_have_count(0)
    assert MetLine.objects.get().words == line

    # Helped, it is ticked; the last talk of the week is the buddy's.
    phone.goto(induction)
    tick(phone, LAPTOP)
    text(phone, f"Done: {LAPTOP}.")
    buddy.goto(f"{live_server.url}/induction/")
    tick(buddy, "End-of-week talk: what went well, what was odd")
    text(buddy, "Done: End-of-week talk")
    told = InductionStep.objects.filter(apprentice=starter, state="done")
    assert {(step.title, step.done_by) for step in told.exclude(kind="introduction")} == {
        (LUNCH, people.manager),
        (EXITS, people.buddy),
        (LAPTOP, people.apprentice),
        ("End-of-week talk: what went well, what was odd", people.buddy),
    }


def test_who_is_stuck_on_a_course_does_it_once(come_in, people, starter, live_server):
    """The step that is tied to a course is done by recording the course, and is not asked again."""
    course = people.here.organisation.courses.get(audience="all")
    make.CourseDoneFactory(course=course, person=people.apprentice, done_on=people.today)
    phone = come_in(people.apprentice, **PHONE)
    phone.goto(f"{live_server.url}/apprentices/{starter.pk}/induction/")
    expect(phone.get_by_label("Done: Data awareness training done", exact=True)).to_have_count(0)
