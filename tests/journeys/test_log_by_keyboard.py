"""A day in the log by keyboard alone: logged, returned with a reason, corrected, accepted."""

from datetime import timedelta

from playwright.sync_api import expect

from hackit import dates
from tests.journeys.test_journeys import tab_to

DAY = timedelta(days=1)


def text(page, words):
    expect(page.get_by_role("main")).to_contain_text(words)


def press(page, words):
    """Goes to a link or a button with Tab, and presses Enter."""
    tab_to(page, words)
    page.keyboard.press("Enter")


def write(page, label, words):
    """Goes to a field with Tab, and writes over what stands there."""
    tab_to(page, label)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_the_log_by_keyboard(page, live_server, people, signed_in, violations):
    base = f"{live_server.url}/apprentices/{people.record.pk}/learning/"
    yesterday = dates.today() - DAY
    # High enough for whole boxes: of one with many lines a browser brings only the line with the cursor in.
    page.set_viewport_size({"width": 1280, "height": 1600})
    signed_in(people.apprentice)
    page.goto(base)
    press(page, "Log learning")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log learning")
    write(page, "Day", f"{yesterday:%d/%m/%Y}")
    tab_to(page, "Time")
    page.keyboard.type("1h 30m")
    tab_to(page, "Kind")
    page.keyboard.type("Directed")
    tab_to(page, "What I learned")
    page.keyboard.type("Two chapters")
    press(page, "Save")
    text(page, f"Logged: 1 hour 30 minutes on {dates.words(yesterday)}. It waits to be accepted.")
    entry = people.record.learning_entries.get()
    assert (entry.minutes, entry.kind, entry.learned_on) == (90, "reading", yesterday)

    signed_in(people.manager)
    page.goto(base)
    press(page, "1 entry waits for you to accept")
    expect(page.get_by_role("heading", level=1)).to_have_text("Learning to accept")
    day = f"{yesterday:%A} {dates.words(yesterday)}"
    tab_to(page, f"{day}: 1 hour 30 minutes, Directed reading or research")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Return", exact=False)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accept or return")
    tab_to(page, "Why you return it")
    page.keyboard.type("Which chapters?")
    press(page, "Return it")
    text(page, f"Returned to Here: 1 hour 30 minutes on {dates.words(yesterday)}.")
    text(page, "Nothing waits for you.")

    signed_in(people.apprentice)
    page.goto(f"{base}{entry.pk}/")
    text(page, "Why it was returned: Which chapters?")
    write(page, "What I learned", "Chapters 3 and 4")
    press(page, "Save and send again")
    text(page, f"Saved: 1 hour 30 minutes on {dates.words(yesterday)}. It waits to be accepted.")

    signed_in(people.manager)
    page.goto(f"{live_server.url}/learning/to-accept/")
    tab_to(page, f"{day}: 1 hour 30 minutes, Directed reading or research")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    press(page, "Accept all that are ticked")
    text(page, "Accepted: 1 entry, 1 hour 30 minutes.")
    entry.refresh_from_db()
    assert (entry.state, entry.what) == ("accepted", "Chapters 3 and 4")
    assert [row.state for row in entry.history.all()] == ["accepted", "submitted", "returned", "submitted"]
    assert violations == []
