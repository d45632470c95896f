"""Reviews of three: what their pages show, take and refuse."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices import actions
from apprentices.models import AgreedAction, Review
from hackit import versions
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def held(people):
    """A review of the apprentice with two agreed actions, and one of somebody elsewhere."""
    review = actions.record_review(
        people.record,
        held_on=TODAY - 9 * DAY,
        summary="Learning goes well",
        agreed=[
            {"what": "Book the exam", "owner": "manager", "due_on": TODAY - DAY},
            {"what": "Finish unit 3", "owner": "apprentice", "due_on": TODAY + 9 * DAY},
        ],
        by=people.manager,
        on=TODAY - 9 * DAY,
    )
    elsewhere = make.ReviewFactory(apprentice=people.other_record, summary="Not for you")
    make.AgreedActionFactory(review=elsewhere, what="Their secret")
    return review


def address(people, rest=""):
    return f"/apprentices/{people.record.pk}/reviews/{rest}"


def text(client, path):
    return client.get(path).content.decode()


def form(review=None, *rows, **fields):
    """What a browser sends: one review, with rows of (what, owner, by when, key)."""
    data = {
        "held_on": "17/11/2026",
        "there": ["apprentice_there", "manager_there"],
        "others_there": "",
        "summary": "We looked back",
        "rows": str(len(rows)),
        versions.FIELD: versions.latest(review) if review else "0",
    }
    for number, row in enumerate(rows):
        for name, value in zip(("what", "owner", "due_on", "pk"), row, strict=False):
            data[f"{name}_{number}"] = value
    return data | fields


def rows_of(review):
    return [(one.what, one.owner, f"{one.due_on:%d/%m/%Y}", one.pk) for one in review.agreed_actions.all()]


def agreed(review):
    return sorted(review.agreed_actions.values_list("what", "owner", "due_on"))


# --- Reading ---


@pytest.mark.parametrize("role", ["apprentice", "manager", "deputy", "coordinator"])
def test_all_three_and_those_responsible_read_what_was_agreed(role, people, held, client_of):
    page = text(client_of(getattr(people, role)), address(people))
    for words in ("Review of 9 November 2026", "Learning goes well", "Book the exam", "28 February 2027"):
        assert words in page
    assert "Their secret" not in page
    assert "Not for you" not in page
    assert ("Record a review" in page) == (role != "apprentice")
    assert ("Correct this review" in page) == (role != "apprentice")


def test_the_buddy_finds_nothing(people, held, client_of):
    assert client_of(people.buddy).get(address(people)).status_code == 404
    assert "Reviews of three" not in text(client_of(people.buddy), f"/apprentices/{people.record.pk}/")


def test_the_overview_leads_there_with_the_day(people, client_of):
    page = text(client_of(people.apprentice), f"/apprentices/{people.record.pk}/")
    assert f'href="{address(people)}">Reviews of three</a>, the next is due by 30 November 2026' in page


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "The next review is due by <strong>30 November 2026</strong>."),
        ({"starts_on": date(2026, 7, 15)}, "It is late."),
        ({"starts_on": date(2025, 7, 15)}, "A review of three is due at least every 12 weeks."),
        ({"starts_on": TODAY + DAY}, "Reviews of three begin with the first day of learning."),
        ({"gateway_on": TODAY}, "Learning is done: no further review is due."),
    ],
)
def test_when_the_next_is_due_and_why(facts, words, people, client_of):
    for name, value in facts.items():
        setattr(people.record, name, value)
    people.record.save()
    assert words in text(client_of(people.manager), address(people))


def test_none_is_due_in_a_break_and_the_time_counts_anew_after_it(people, client_of):
    gap = make.BreakFactory(apprentice=people.record, first_day_away_on=TODAY - 20 * DAY)
    client = client_of(people.manager)
    assert "No review is due during a break." in text(client, address(people))
    gap.first_day_back_on = TODAY
    gap.save()
    assert "28 February 2027" in text(client, address(people))


def test_nobody_has_held_one_yet(people, client_of):
    assert "your manager records it here" in text(client_of(people.apprentice), address(people))
    assert "record who was there" in text(client_of(people.manager), address(people))


def test_queries(people, client_of):
    client = client_of(people.manager)
    client.get(address(people))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            review = make.ReviewFactory(
                apprentice=people.record, held_on=TODAY - (1 + Review.objects.count()) * DAY
            )
            make.AgreedActionFactory(review=review)
            review.summary = "Corrected"
            review._history_user = people.manager
            review.save()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(people)).status_code == 200
        counts.append(len(queries))
    assert counts == [8, 8]


# --- Recording ---


def test_a_review_is_recorded_with_what_was_agreed(people, client_of):
    rows = [
        ("Book the exam", "manager", "1/12/2026"),
        ("", "", ""),
        ("Send dates", "provider", "2 December 2026"),
    ]
    response = client_of(people.deputy).post(address(people, "new/"), form(None, *rows), follow=True)
    assert "Saved. Here can read the review." in response.content.decode()
    review = people.record.reviews.get()
    assert (review.held_on, review.summary) == (date(2026, 11, 17), "We looked back")
    assert (review.apprentice_there, review.manager_there, review.provider_there) == (True, True, False)
    assert agreed(review) == [
        ("Book the exam", "manager", date(2026, 12, 1)),
        ("Send dates", "provider", date(2026, 12, 2)),
    ]
    assert review.history.get().history_user == people.deputy


def test_the_page_begins_with_today_and_all_three(people, client_of):
    page = client_of(people.manager).get(address(people, "new/")).context["form"]
    assert page["held_on"].value() == TODAY
    assert page["there"].value() == ["apprentice_there", "manager_there", "provider_there"]


@pytest.mark.parametrize(
    ("rows", "fields", "name", "words"),
    [
        ([], {"held_on": "19/11/2026"}, "held_on", "This day is still to come"),
        ([], {"held_on": "1/8/2026"}, "held_on", "A review is held after the first day of learning."),
        ([], {"held_on": "soon"}, "held_on", "Write the day as"),
        ([], {"held_on": "9/11/2026"}, "held_on", "A review on this day is recorded already"),
        ([("Book", "", "1/12/2026")], {}, "owner_0", "Action 1: choose who does it."),
        ([("", "", ""), ("", "manager", "1/12/2026")], {}, "what_1", "Action 2: say what was agreed."),
        ([("Book", "manager", "")], {}, "due_on_0", "Action 1: say by when."),
        ([("Book", "manager", "16/11/2026")], {}, "due_on_0", "Choose the day of the review or a later one."),
        ([("Book", "manager", "31/2/2027")], {}, "due_on_0", "Write the day as"),
        ([("Book", "nobody", "1/12/2026")], {}, "owner_0", "Choose one of the list."),
        ([("Book", "manager", "1/12/2026")] * 2, {}, "what_1", "This stands in another row already"),
        ([("x" * 201, "manager", "1/12/2026")], {}, "what_0", "at most 200"),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_keeps_what_was_typed(
    rows, fields, name, words, people, held, client_of
):
    response = client_of(people.manager).post(address(people, "new/"), form(None, *rows, **fields))
    refused = response.context["form"]
    assert list(refused.errors) == [name]
    assert words in refused.errors[name][0]
    assert refused["summary"].value() == "We looked back"
    assert people.record.reviews.count() == 1


def test_another_row_keeps_what_was_typed_and_saves_nothing(people, client_of):
    sent = form(None, ("Book the exam", "", ""), held_on="soon", there=["provider_there"], add="")
    response = client_of(people.manager).post(address(people, "new/"), sent)
    page = response.context["form"]
    assert (page.rows, page.errors) == (2, {})
    assert (page["held_on"].value(), page["what_0"].value()) == ("soon", "Book the exam")
    assert page["there"].value() == ["provider_there"]
    assert "<title>Error" not in response.content.decode()
    assert not Review.objects.filter(apprentice=people.record).exists()


def test_nonsense_about_rows_is_no_failure(people, client_of):
    client = client_of(people.manager)
    for rows in ("-1", "9" * 50, "²", "x", "999"):
        response = client.post(address(people, "new/"), form(None, held_on="", rows=rows))
        assert response.status_code == 200
        assert response.context["form"].rows <= 40
    crafted = form(None, ("Book", "manager", "1/12/2026", "9" * 30))
    assert client.post(address(people, "new/"), crafted).status_code == 302


def test_pressed_twice_it_is_recorded_once(people, client_of):
    client = client_of(people.manager)
    client.post(address(people, "new/"), form(None, ("Book", "manager", "1/12/2026")))
    again = client.post(address(people, "new/"), form(None, ("Book", "manager", "1/12/2026")))
    assert "recorded already" in again.content.decode()
    assert people.record.reviews.get().agreed_actions.count() == 1


# --- Correcting ---


def test_a_correction_is_seen_by_its_readers(people, held, client_of):
    client = client_of(people.coordinator)
    first, second = rows_of(held)
    rows = [
        ("Book the exam soon", *first[1:]),
        ("", "", "", second[3]),
        ("New one", "coordinator", "20/11/2026"),
    ]
    client.post(address(people, f"{held.pk}/"), form(held, *rows, held_on="10/11/2026"))
    held.refresh_from_db()
    assert held.held_on == date(2026, 11, 10)
    assert agreed(held) == [
        ("Book the exam soon", "manager", TODAY - DAY),
        ("New one", "coordinator", date(2026, 11, 20)),
    ]
    assert held.agreed_actions.filter(pk=first[3]).exists()
    page = text(client_of(people.apprentice), address(people))
    assert "Corrected on 18 November 2026 by Here Coordinator." in page


def test_what_was_not_changed_is_no_correction(people, held, client_of):
    client = client_of(people.manager)
    same = form(held, *rows_of(held), held_on="9/11/2026", summary=held.summary)
    same["there"] = ["apprentice_there", "manager_there", "provider_there"]
    client.post(address(people, f"{held.pk}/"), same)
    assert held.history.count() == 1
    assert "Corrected on" not in text(client, address(people))


def test_a_correction_pressed_twice_is_made_once(people, held, client_of):
    client = client_of(people.manager)
    sent = form(held, *rows_of(held), ("New one", "manager", "20/11/2026"))
    for _ in range(2):
        assert client.post(address(people, f"{held.pk}/"), sent).status_code == 302
    assert held.agreed_actions.count() == 3
    assert held.history.count() == 2


def test_who_saves_over_somebody_else_is_told_first(people, held, client_of):
    mine = form(held, *rows_of(held), summary="Mine")
    actions.record_review(
        people.record, review=held, summary="Theirs", held_on=held.held_on, agreed=[], by=people.deputy
    )
    client = client_of(people.manager)
    refused = client.post(address(people, f"{held.pk}/"), mine)
    assert f"{people.deputy} saved this record while you had it open" in refused.content.decode()
    assert "Mine" in refused.content.decode()
    held.refresh_from_db()
    assert held.summary == "Theirs"
    again = mine | {versions.FIELD: versions.latest(held)}
    assert client.post(address(people, f"{held.pk}/"), again).status_code == 302
    held.refresh_from_db()
    assert held.summary == "Mine"


def test_another_row_does_not_hide_that_somebody_else_saved(people, held, client_of):
    mine = form(held, *rows_of(held), summary="Mine")
    actions.record_review(
        people.record, review=held, summary="Theirs", held_on=held.held_on, agreed=[], by=people.deputy
    )
    page = client_of(people.manager).post(address(people, f"{held.pk}/"), mine | {"add": ""})
    carried = re.search(rf'name="{versions.FIELD}"[^>]*value="(\d+)"', page.content.decode())
    assert carried[1] == mine[versions.FIELD]


def test_nobody_reaches_a_review_through_another_address(people, held, client_of):
    theirs = people.other_record.reviews.get()
    agreed = theirs.agreed_actions.get()
    client = client_of(people.manager)
    assert client.get(address(people, f"{theirs.pk}/")).status_code == 404
    assert client.post(address(people, f"agreed/{agreed.pk}/"), {"done": "1"}).status_code == 404
    stolen = form(held, ("Taken", "manager", "1/12/2026", agreed.pk))
    client.post(address(people, f"{held.pk}/"), stolen)
    assert AgreedAction.objects.get(pk=agreed.pk).what == "Their secret"


def test_an_action_that_the_database_refuses_is_named(people, held):
    with pytest.raises(ValidationError, match="Too early: Choose the day on which it was agreed"):
        actions.record_review(
            people.record,
            review=held,
            held_on=held.held_on,
            agreed=[{"what": "Too early", "owner": "manager", "due_on": held.held_on - DAY}],
            by=people.manager,
        )
    assert held.agreed_actions.count() == 2


# --- Ticking off ---


def test_what_is_done_is_ticked_off_and_can_be_taken_back(people, held, client_of):
    one = held.agreed_actions.get(what="Book the exam")
    client = client_of(people.manager)
    page = client.get(address(people)).context["page"]
    assert [(row.what, row.late) for row in page.to_do] == [("Book the exam", True), ("Finish unit 3", False)]
    for _ in range(2):
        done = client.post(address(people, f"agreed/{one.pk}/"), {"done": "1"}, follow=True)
    assert "Book the exam: noted as done." in done.content.decode()
    assert "Done on 18 November 2026." in done.content.decode()
    assert [row.what for row in done.context["page"].to_do] == ["Finish unit 3"]
    client.post(address(people, f"agreed/{one.pk}/"))
    one.refresh_from_db()
    assert one.done_on is None
    assert one.history.count() == 3
    assert "Corrected on" not in text(client, address(people))


def test_the_apprentice_ticks_nothing_off(people, held, client_of):
    one = held.agreed_actions.get(what="Finish unit 3")
    client = client_of(people.apprentice)
    assert "Tell your manager when something is done" in text(client, address(people))
    assert client.post(address(people, f"agreed/{one.pk}/"), {"done": "1"}).status_code == 404
    one.refresh_from_db()
    assert one.done_on is None
