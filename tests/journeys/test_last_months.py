"""The last three months of somebody: three conversations, a decision in writing, and where it led."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apprentices.models import Apprentice, Conversation, Decision, Destination, Interest, PrivateNote
from cohorts.models import PartnerEmployer
from hackit import dates
from tests import factories as make
from tests.journeys.test_first_week import PHONE, no_sideways
from tests.journeys.test_log_by_keyboard import text
from tests.journeys.test_month_by_month import click

DAY = timedelta(days=1)


@pytest.fixture
def leaver(people):
    """The record of somebody whose learning ends in a month, and an opening at a partner employer."""
    today = people.today
    Apprentice.objects.filter(pk=people.record.pk).update(
        first_day_at_work_on=today - 500 * DAY,
        starts_on=today - 480 * DAY,
        planned_end_on=dates.add_months(today, 1),
    )
    place = people.here.organisation
    known = make.PartnerEmployerFactory(organisation=place, name="Acme Services Limited")
    make.OpeningFactory(
        organisation=place,
        employer=known,
        title="Junior analyst",
        posted_on=today,
        closes_on=today + 30 * DAY,
    )
    people.record.refresh_from_db()
    return people.record


def written(day):
    return f"{day:%-d/%-m/%Y}"


def hold(page, address, held_on, can_say, agreed=None, answer_by=None):
    """Records one conversation as the manager does."""
    page.goto(f"{address}record/")
    page.get_by_label("Held on").fill(written(held_on))
    page.get_by_label("What the manager can say now").fill(can_say)
    if answer_by:
        page.get_by_label("The answer will be known by").fill(written(answer_by))
    if agreed:
        page.locator("#id_what_0").fill(agreed)
        page.locator("#id_owner_0").select_option("manager")
        page.locator("#id_due_on_0").fill(written(held_on + 7 * DAY))
    click(page, "Save the record")
    text(page, can_say)


def test_the_last_three_months(come_in, people, leaver, live_server):
    today = people.today
    steps = f"{live_server.url}/apprentices/{leaver.pk}/next-steps/"
    manager = come_in(people.manager)
    phone = come_in(people.apprentice, **PHONE)

    # The apprentice prepares the first conversation; the manager reads that, and what it is about.
    phone.goto(steps)
    no_sideways(phone)
    click(phone, "Prepare it")
    phone.get_by_label("What I hope for").fill("A role with data")
    click(phone, "Save")
    manager.goto(f"{steps}first/")
    text(manager, "A role with data")
    text(manager, "Hopes on both sides")
    click(manager, "Write a private note")
    manager.get_by_label("Your private note").fill("Ask about the budget first")
    click(manager, "Save")
    hold(
        manager,
        f"{steps}first/",
        today - 60 * DAY,
        "A post is asked for",
        agreed="Ask for a post in the budget",
        answer_by=today + 5 * DAY,
    )

    # The apprentice confirms it, adds what they see differently, and reads no note of the manager's.
    phone.goto(f"{steps}first/")
    text(phone, "A post is asked for")
    expect(phone.get_by_text("Ask about the budget first")).to_have_count(0)
    phone.goto(f"{steps}first/confirm/")
    phone.get_by_label("What you see differently").fill("I would move elsewhere too")
    click(phone, "Confirm")
    manager.goto(f"{steps}first/")
    text(manager, "I would move elsewhere too")

    # The second and the third; what was agreed is ticked.
    hold(manager, f"{steps}second/", today - 30 * DAY, "There will be no post")
    hold(manager, f"{steps}third/", today, "We help with applications")
    manager.goto(steps)
    manager.get_by_role("button", name=re.compile("Done.*Ask for a post")).click()
    assert [one.held_on for one in Conversation.objects.order_by("held_on")] == [
        today - 60 * DAY,
        today - 30 * DAY,
        today,
    ]
    assert PrivateNote.objects.get().writer == people.manager

    # An opening interests the apprentice: the coordinator learns of it, and the manager does not.
    phone.goto(f"{live_server.url}/openings/")
    no_sideways(phone)
    phone.get_by_role("button", name="interest").first.click()
    assert Interest.objects.get().apprentice == leaver
    coordinator = come_in(people.coordinator)
    coordinator.goto(f"{live_server.url}/openings/")
    text(coordinator, str(people.apprentice))
    assert manager.goto(f"{live_server.url}/openings/").status == 404

    # The decision is recorded, and nobody else reads it before it is given in writing.
    manager.goto(f"{steps}decision/record/")
    manager.get_by_label("No role here").check(force=True)
    manager.get_by_label("Decided on").fill(written(today))
    click(manager, "Save and look at the letter")
    assert phone.goto(f"{steps}decision/").status == 404
    manager.goto(f"{steps}decision/give/")
    click(manager, "Give it in writing")
    assert Decision.objects.get().given_on == today
    phone.goto(f"{steps}decision/")
    text(phone, "we have no role for you")

    # They leave a private address; after the end the coordinator records where they went.
    phone.goto(f"{steps}stay-in-touch/")
    phone.get_by_label("Your private email address").fill("somebody@home.example.org")
    click(phone, "Leave this address")
    Apprentice.objects.filter(pk=leaver.pk).update(
        gateway_on=today, assessment_on=today, completed_on=today, result="pass"
    )
    coordinator.goto(f"{steps}destination/")
    coordinator.get_by_label("Job with another employer").check(force=True)
    coordinator.get_by_label("Yes").check(force=True)
    coordinator.get_by_label("Which other employer").fill("Acme Service")
    click(coordinator, "Save")
    coordinator.get_by_label("Acme Services Limited").check(force=True)
    click(coordinator, "Save")
    text(coordinator, "it counts as the success it is")
    destination = Destination.objects.get()
    assert (destination.employer, destination.in_profession) == (PartnerEmployer.objects.get(), True)
    coordinator.goto(f"{live_server.url}/destinations/")
    text(coordinator, "100% in the profession")
