"""The workshop in a real browser: every page of it, under the content policy and the rules of axe."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from apprentices.models import Manager
from hackit import actions
from providers.models import PublishedHours
from tests import factories as make
from tests.journeys.axe import AXE_SCRIPT, WCAG, broken_rules

# --- A walk through all pages -----------------------------------------------------------------------

# What only somebody who runs the installation adds; the rest of their desks are the coordinator's.
ADDED_BY_SUPERUSER = [
    "cohorts/organisation/add/",
    "providers/provider/add/",
    "providers/standard/add/",
    "providers/publishedhours/add/",
]


def kind(address):
    """Addresses of the same kind differ in the record only, or in the value of a filter.

    All histories are one kind, and all questions before a deletion: one template shows them.
    """
    parts = urlsplit(address)
    if (last := parts.path.split("/")[-2]) in ("history", "delete"):
        return (last,)
    return re.sub(r"\d+", "1", parts.path), *sorted(parse_qs(parts.query))


def links(page):
    """Where one can go from here without leaving the workshop."""
    hrefs = page.eval_on_selector_all(
        "#main a[href], .breadcrumbs a[href]", "all => all.map(a => a.getAttribute('href'))"
    )
    for href in hrefs:
        address = urldefrag(urljoin(page.url, href)).url
        path = urlsplit(address).path
        to_be_saved = path.endswith((".json", ".html", ".csv", ".xlsx"))
        if path.startswith("/admin/") and not to_be_saved:
            yield address


def walk(page, starts, seen):
    """Opens one page of each kind not `seen` that links lead to, and yields after each."""
    waiting = list(starts)
    while waiting:
        address = waiting.pop(0)
        if kind(address) in seen:
            continue
        seen.add(kind(address))
        answer = page.goto(address)
        assert answer.status == 200, address
        yield address
        if not urlsplit(address).query:
            waiting += links(page)


def problems(page):
    """The rules of axe that a page breaks, with what breaks them; what is wrong at 320 pixels."""
    found = broken_rules(page, *WCAG)
    page.set_viewport_size({"width": 320, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        found["scrolls sideways"] = page.url
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def test_every_page_of_the_workshop(page, people, live_server, signed_in, violations):
    make.BreakFactory(apprentice=people.record)
    actions.invite(people.buddy, by=people.coordinator)
    make.DataRequestFactory(organisation=people.here.organisation, person=people.apprentice)
    make.LearningEntryFactory(apprentice=people.record, returned=True)
    make.LearningTimeFactory(apprentice=people.record, agreed=True)
    make.ProtectedAnswerFactory(apprentice=people.record, got_in_the_way="A release")
    given = make.InductionFactory(apprentice=people.record)
    make.InductionItemFactory(template=given.template, title="Say hello to everybody in the team")
    make.InductionStepFactory(apprentice=people.record)
    make.CourseDoneFactory(course__organisation=people.here.organisation, person=people.apprentice)
    ended = make.ApprenticeFactory(cohort=people.here.cohort, starts_on=people.today - timedelta(days=3000))
    ended.withdrawn_on, ended.withdrawal_reason = people.today - timedelta(days=2900), "left"
    ended.save()
    PublishedHours.objects.create(
        standard=people.record.standard, hours=400, starts_from=people.today, source="A page"
    )
    page.context.add_init_script(AXE_SCRIPT)
    page.set_viewport_size({"width": 1280, "height": 800})
    found, seen = {}, set()
    # Whoever runs the installation starts at other desks, and sees what is left of them.
    for who, starts, at_least in ((people.coordinator, [""], 30), (people.superuser, ADDED_BY_SUPERUSER, 4)):
        signed_in(who)
        before = len(seen)
        for address in walk(page, [f"{live_server.url}/admin/{start}" for start in starts], seen):
            assert violations == [], address
            assert page.locator("h1").count() == 1, address
            if not urlsplit(address).query:
                for rule, nodes in problems(page).items():
                    found.setdefault(rule, {})[address] = nodes
        assert len(seen) - before >= at_least, seen
    assert found == {}


# --- What opens, answers and complains on those pages ----------------------------------------------


@pytest.fixture
def desk(page, people, live_server, signed_in, violations):
    """The coordinator at the apprentices' desk; nothing that they do there upsets the browser."""
    signed_in(people.coordinator)
    page.set_viewport_size({"width": 1280, "height": 800})

    def open_page(path):
        page.goto(f"{live_server.url}/admin/{path}")
        return page

    yield open_page
    assert violations == []


def test_an_autocomplete_offers_what_is_within_reach(desk):
    page = desk("apprentices/apprentice/add/")
    page.locator(".field-cohort .select2-selection").click()
    expect(page.locator(".select2-results__option")).to_have_text(["Here cohort"])
    page.keyboard.type("nothing like it")
    expect(page.locator(".select2-results")).to_have_text("No results found")
    page.keyboard.press("Control+a")
    page.keyboard.type("here")
    page.locator(".select2-results__option", has_text="Here cohort").click()
    expect(page.locator("#select2-id_cohort-container")).to_contain_text("Here cohort")


def test_the_date_picker_fills_in_a_day(desk, people):
    page = desk("apprentices/apprentice/add/")
    page.locator(".field-starts_on .datetimeshortcuts a").nth(1).click()
    page.locator(".calendarbox:visible .calendar a", has_text=re.compile("^15$")).click()
    expect(page.locator("#id_starts_on")).to_have_value(f"15/{people.today:%m/%Y}")


def test_a_collapsed_part_opens(desk, people):
    page = desk(f"apprentices/apprentice/{people.record.pk}/change/")
    expect(page.locator(".field-gateway_on")).to_be_hidden()
    page.get_by_text("Gateway and end").click()
    expect(page.locator(".field-gateway_on")).to_be_visible()


def test_a_row_is_added(desk, people):
    here = Manager.objects.filter(organisation=people.here.organisation)
    page = desk("apprentices/apprentice/add/")
    page.get_by_role("button", name="Add another Manager").click()
    page.locator("#manager_terms-0 .select2-selection").click()
    page.keyboard.type("Person")
    expect(page.locator(".select2-results__option")).to_have_count(len(here))


def test_errors_stand_beside_their_fields(desk):
    page = desk("apprentices/apprentice/add/")
    page.locator("#id_full_name").fill("Somebody New")
    page.locator("#id_weekly_hours").fill("99")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".field-email .errorlist")).to_have_text("This field is required.")
    expect(page.locator(".field-weekly_hours .errorlist")).to_have_text(
        "Ensure this value is less than or equal to 48."
    )
    # What was typed is still there.
    expect(page.locator("#id_full_name")).to_have_value("Somebody New")
    assert problems(page) == {}


def test_filters_and_a_search_that_finds_nobody(desk):
    page = desk("apprentices/apprentice/")
    page.locator("#changelist-filter").get_by_role("link", name="In learning", exact=True).click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Clear all filters").click()
    page.locator("#searchbar").fill("zzz")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".paginator")).to_contain_text("0 apprentices")
    assert problems(page) == {}


def test_the_invitation_asks_first(desk, people):
    people.record.person.last_login = None
    people.record.person.save()
    page = desk("apprentices/apprentice/")
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option("invite")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.locator(".invite-people")).to_contain_text(people.record.person.email)
    expect(page.locator("h1")).to_have_text("Invite to sign in")
    assert problems(page) == {}
    assert not people.record.person.invitations.exists()


def test_a_person_who_waits_has_a_button(desk, people):
    page = desk(f"hackit/user/{people.record.person.pk}/change/")
    page.get_by_role("button", name="Invite to sign in").click()
    expect(page.get_by_role("button", name="Invite 1 person")).to_be_visible()


def test_what_is_due_is_erased_after_confirmation(desk, people):
    record = make.ApprenticeFactory(cohort=people.here.cohort, starts_on=people.today - timedelta(days=3000))
    record.withdrawn_on, record.withdrawal_reason = people.today - timedelta(days=2900), "left"
    record.save()
    page = desk(f"hackit/user/{record.person.pk}/erase/")
    expect(page.locator("#content")).to_contain_text("This cannot be undone")
    assert problems(page) == {}
    page = desk(f"cohorts/organisation/{people.here.organisation.pk}/retention/")
    page.get_by_role("link", name="Do all of it …").click()
    expect(page.locator("#content")).to_contain_text("cannot be brought back")
    assert problems(page) == {}
    page.get_by_role("button", name="Yes, do all of it now").click()
    expect(page.locator(".messagelist")).to_contain_text("1 apprenticeship erased")


def test_a_copy_is_made_and_answered(desk, people):
    request = make.DataRequestFactory(organisation=people.here.organisation, person=people.apprentice)
    page = desk(f"cohorts/datarequest/{request.pk}/change/")
    page.get_by_role("link", name="Make the copy").click()
    page.get_by_label(f"Leave out: Time as manager, {people.manager.full_name}").check()
    page.get_by_role("button", name="Save what to leave out").click()
    expect(page.get_by_label(f"Leave out: Time as manager, {people.manager.full_name}")).to_be_checked()
    with page.expect_download() as download:
        page.get_by_role("link", name="download to read (HTML)").click()
    assert download.value.suggested_filename == "my-data.html"
    page.locator("#id_answered_on").fill("nonsense")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.locator(".errorlist")).to_contain_text("Write the day as")
    assert problems(page) == {}
    page.locator("#id_answered_on").fill(f"{people.today:%d/%m/%Y}")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.locator(".messagelist")).to_contain_text("is recorded")


def test_a_break_begins_and_ends_in_two_pages_each(desk, people):
    page = desk(f"apprentices/apprentice/{people.record.pk}/change/")
    page.get_by_role("link", name="Begin a break").click()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: Begin a break"))
    assert problems(page) == {}
    page.get_by_label("First day away").fill(f"{people.today - timedelta(days=20):%d/%m/%Y}")
    page.get_by_label("Reason").fill("Surgery")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).to_have_text("What will follow: Begin a break, Here Apprentice")
    assert problems(page) == {}
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".messagelist")).to_contain_text("the status is “break in learning”")
    page.locator(".object-tools").get_by_role("link", name="Record the return").click()
    page.get_by_label("First day back").fill(f"{people.today:%d/%m/%Y}")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".following")).to_contain_text("by the 20 days away")
    page.get_by_role("button", name="Go back").click()
    expect(page.get_by_label("First day back")).to_have_value(f"{people.today:%d/%m/%Y}")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#breaks-group")).to_contain_text("Correct the break")
    assert problems(page) == {}
