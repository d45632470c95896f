"""What waits to be accepted: all of it in one go, one by one, and what was changed meanwhile."""

from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hackit import dates
from tests import factories as make
from workplans import actions
from workplans.actions import Draft
from workplans.models import LearningEntry
from workplans.models.entries import versions_seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGE = "/learning/to-accept/"


@pytest.fixture
def client(people, client_of):
    return client_of(people.manager)


def logged(people, days=10, **more):
    """An entry of the apprentice, of so many days ago."""
    words = {"minutes": 90, "kind": "class", "what": "Joins"} | more
    return actions.log(
        people.record, [Draft(people.today - days * DAY, **words)], by=people.apprentice
    ).entries[0]


def ticked(*entries):
    """What a browser sends of boxes that are ticked."""
    return {"entry": [LearningEntry.objects.get(pk=entry.pk).version for entry in entries]}


def said(response):
    return [str(message) for message in response.context["messages"]]


def states(people):
    return dict(people.record.learning_entries.values_list("what", "state"))


def rows(client, path=PAGE):
    """What is listed: {name: [what]}."""
    groups = client.get(path).context["groups"]
    return {group.name: [row.what for row in group.rows] for group in groups}


# --- What is listed ---


def test_what_waits_is_listed_by_apprentice_and_day(people, client):
    logged(people, 3, what="Later", kind="maths")
    first = logged(people, 9, what="First", link="https://example.org/notes")
    done = logged(people, 8, what="Done")
    actions.accept({done.pk: done.submitted_at}, by=people.deputy)
    another = make.ApprenticeFactory(
        person=make.UserFactory(full_name="Ann Other"), cohort=people.here.cohort
    )
    make.ManagerTermFactory(apprentice=another, manager=people.here.term.manager)
    make.LearningEntryFactory(apprentice=another, what="Of Ann", learned_on=people.today)
    make.LearningEntryFactory(apprentice=people.other_record, what="Not for you")
    assert rows(client) == {"Ann Other": ["Of Ann"], "Here Apprentice": ["First", "Later"]}
    response = client.get(PAGE)
    group = response.context["groups"][1]
    assert group.total == "2 entries, 3 hours"
    day = people.today - 9 * DAY
    assert (group.rows[0].day, group.rows[0].time, group.rows[0].kind, group.rows[0].note) == (
        f"{day:%A} {dates.words(day)}",
        "1 hour 30 minutes",
        "Class or workshop",
        "",
    )
    never = "English or maths never counts."
    assert group.rows[1].note == never
    page = response.content.decode()
    assert 'href="https://example.org/notes" rel="noopener noreferrer"' in page
    assert f'name="entry" type="checkbox" value="{first.version.replace("+", "%2B")}"' not in page
    assert f'value="{first.version}" checked' in page
    assert "Not for you" not in page


@pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
def test_what_waits_for_more_than_two_weeks_is_late(days, late, people, client):
    sent = timezone.now() - days * DAY
    make.LearningEntryFactory(apprentice=people.record, submitted_at=sent)
    [group] = client.get(PAGE).context["groups"]
    assert (group.rows[0].late, group.rows[0].since) == (late, dates.words(people.today - days * DAY))
    assert ("Late: answer within 14 days." in client.get(PAGE).content.decode()) == late


@pytest.mark.parametrize(
    "role",
    ["apprentice", "buddy", "coordinator", "former_manager", "manager_to_be", "other_manager", "superuser"],
)
def test_nothing_waits_for_others(role, people, client_of):
    entry = logged(people, what="Not for you")
    other = client_of(getattr(people, role))
    page = other.get(PAGE)
    assert "Nothing waits for you." in page.content.decode()
    assert page.context["groups"] == []
    assert other.get(f"{PAGE}{entry.pk}/").status_code == 404
    assert said(other.post(PAGE, ticked(entry), follow=True)) == [
        "1 entry was changed, returned or deleted meanwhile: what still waits is below."
    ]
    assert other.post(f"{PAGE}{entry.pk}/", {"accept": "", "seen": entry.version}).status_code == 404
    assert states(people) == {"Not for you": "submitted"}


def test_nobody_answers_their_own(people, client_of):
    """A manager who is an apprentice too, and stands beside their own record."""
    make.DeputyTermFactory(
        apprentice=people.record,
        deputy=make.ManagerFactory(person=people.apprentice, organisation=people.here.organisation),
    )
    entry = logged(people)
    own = client_of(people.apprentice)
    assert rows(own) == {}
    own.post(PAGE, ticked(entry))
    assert own.get(f"{PAGE}{entry.pk}/").status_code == 404
    assert states(people) == {"Joins": "submitted"}


def test_after_the_end_nothing_waits(people, client):
    logged(people)
    record = people.record
    record.withdrawn_on, record.withdrawal_reason = people.today - DAY, "left"
    record.save()
    assert rows(client) == {}


@pytest.mark.parametrize(
    ("number", "page", "words"),
    [
        (100, 1, "All are ticked."),
        (101, 1, "The 100 on this page are ticked; 1 more follows on the next page."),
        (101, 2, "The one on this page is ticked."),
        (250, 1, "The 100 on this page are ticked; 150 more follow on the next pages."),
        (250, 3, "The 50 on this page are ticked."),
    ],
)
def test_it_says_which_are_ticked(number, page, words, people, client):
    many(people.record, number)
    response = client.get(f"{PAGE}?page={page}")
    assert response.context["ticked"] == words
    assert f"{words} Take the tick away" in response.content.decode()


# --- In one go ---


def test_all_that_are_ticked_are_accepted_and_the_rest_waits(people, client):
    entries = [logged(people, days, what=f"Day {days}") for days in (3, 4, 5)]
    response = client.post(PAGE, ticked(*entries[:2]), follow=True)
    assert said(response) == ["Accepted: 2 entries, 3 hours."]
    assert states(people) == {"Day 3": "accepted", "Day 4": "accepted", "Day 5": "submitted"}
    entries[0].refresh_from_db()
    assert (entries[0].answered_by, entries[0].history.first().history_user) == (people.manager,) * 2
    assert rows(client) == {"Here Apprentice": ["Day 5"]}


def test_pressed_twice_it_is_accepted_once(people, client):
    entry = logged(people)
    sent = ticked(entry)
    first, second = (client.post(PAGE, sent, follow=True) for _ in range(2))
    assert (said(first), said(second)) == (
        ["Accepted: 1 entry, 1 hour 30 minutes."],
        ["1 entry was accepted already."],
    )
    assert entry.history.count() == 2


def test_what_was_changed_or_answered_meanwhile_is_left_and_told(people, client):
    names = ("changed", "returned", "deleted", "same")
    changed, returned, deleted, same = (logged(people, 3 + n, what=name) for n, name in enumerate(names))
    sent = ticked(changed, returned, deleted, same)
    draft = Draft(changed.learned_on, 600, "class", "changed")
    actions.correct(changed, draft, by=people.apprentice)
    actions.send_back({returned.pk: returned.submitted_at}, because="Why?", by=people.deputy)
    actions.take_out(deleted, by=people.apprentice)
    response = client.post(PAGE, sent, follow=True)
    assert said(response) == [
        "Accepted: 1 entry, 1 hour 30 minutes. 3 entries were changed, returned or deleted meanwhile: what "
        "still waits is below."
    ]
    assert states(people) == {"changed": "submitted", "returned": "returned", "same": "accepted"}
    assert rows(client) == {"Here Apprentice": ["changed"]}


def test_nothing_ticked(people, client):
    logged(people)
    assert said(client.post(PAGE, follow=True)) == ["Nothing was ticked, so nothing was accepted."]
    assert states(people) == {"Joins": "submitted"}


NONSENSE = (
    "", "x", "@", "1", "1@", "1@x", "@2026-01-01", f"{'9' * 40}@2026-01-01", "²@2026-01-01", "1@2026-01-01",
    "1@0001-01-01T00:00:00+23:59", "1@9999-12-31T23:59:59-23:59", "1\0@2026-01-01", "-1@2026-01-01",
)  # fmt: skip


def test_nonsense_about_entries_is_no_failure(people, client):
    entry = logged(people)
    sent = [value.replace("1@", f"{entry.pk}@", 1) if value.startswith("1@") else value for value in NONSENSE]
    assert client.post(PAGE, {"entry": sent}).status_code == 302
    for value in sent:
        assert client.post(PAGE, {"entry": value}).status_code == 302
        assert client.post(f"{PAGE}{entry.pk}/", {"accept": "", "seen": value}).status_code == 200
    assert client.post(PAGE, {"entry": sent * 50}).status_code == 302
    assert client.post(PAGE, {"entry": "x" * 2_000_000}).status_code == 302
    for page in ("x", "-1", "9" * 50, "%00"):
        assert client.get(f"{PAGE}?page={page}").status_code == 200
    assert states(people) == {"Joins": "submitted"}


def test_a_version_survives_the_way_to_the_page_and_back(people):
    entry = LearningEntry.objects.get(pk=logged(people).pk)
    assert versions_seen([entry.version]) == {entry.pk: entry.submitted_at}


# --- One by one ---


def test_one_is_returned_with_a_reason_that_the_apprentice_reads(people, client, client_of):
    entry = logged(people)
    here = f"{PAGE}{entry.pk}/"
    assert "Logged by Here Apprentice." in client.get(here).content.decode()
    seen = {"seen": entry.version}
    refused = client.post(here, seen | {"send_back": "", "returned_because": "  "})
    assert refused.context["form"].errors == {
        "returned_because": ["Say why, so that it can be put right: the apprentice reads it."]
    }
    too_long = client.post(here, seen | {"send_back": "", "returned_because": "x" * 501})
    assert list(too_long.context["form"].errors) == ["returned_because"]
    assert states(people) == {"Joins": "submitted"}
    response = client.post(here, seen | {"send_back": "", "returned_because": "Which ones?"}, follow=True)
    assert said(response) == [f"Returned to Here: {entry}."]
    page = client_of(people.apprentice).get(f"/apprentices/{people.record.pk}/learning/{entry.pk}/")
    assert "Why it was returned: Which ones?" in page.content.decode()


def test_a_reason_to_return_is_never_lost_by_accepting(people, client):
    entry = logged(people)
    sent = {"seen": entry.version, "accept": "", "returned_because": "Which ones?"}
    refused = client.post(f"{PAGE}{entry.pk}/", sent).context["form"]
    assert refused.errors == {"returned_because": ["Choose “Return it”, or delete the reason."]}
    assert states(people) == {"Joins": "submitted"}


def test_one_is_accepted(people, client):
    entry = logged(people)
    sent = {"seen": entry.version, "accept": "", "returned_because": " "}
    response = client.post(f"{PAGE}{entry.pk}/", sent, follow=True)
    assert said(response) == [f"Accepted for Here: {entry}."]
    entry.refresh_from_db()
    assert (entry.state, entry.returned_because) == ("accepted", "")
    again = client.post(f"{PAGE}{entry.pk}/", sent, follow=True)
    assert said(again) == ["This entry does not wait any more: it is accepted."]
    assert entry.history.count() == 2


@pytest.mark.parametrize(
    ("answer", "because", "state"), [("accept", "", "accepted"), ("send_back", "Which ones?", "returned")]
)
def test_one_that_was_changed_meanwhile_is_shown_again(answer, because, state, people, client):
    entry = logged(people)
    version = entry.version
    actions.correct(entry, Draft(entry.learned_on, 600, "class", "Joins"), by=people.apprentice)
    sent = {"seen": version, answer: "", "returned_because": because}
    response = client.post(f"{PAGE}{entry.pk}/", sent)
    form, now = response.context["form"], LearningEntry.objects.get()
    assert form.errors == {
        "__all__": ["This entry was changed meanwhile. Here it is as it is now: read it, then answer."]
    }
    page = response.content.decode()
    assert "the time from 1 hour 30 minutes to 10 hours" in page
    assert (form["returned_because"].value(), f'value="{now.version}"' in page) == (because, True)
    assert states(people) == {"Joins": "submitted"}
    client.post(f"{PAGE}{entry.pk}/", sent | {"seen": now.version})
    assert states(people) == {"Joins": state}


def test_one_that_was_deleted_meanwhile_is_told_to_nobody_but_who_answers(people, client, client_of):
    entry = logged(people)
    here, sent = f"{PAGE}{entry.pk}/", {"seen": entry.version, "accept": ""}
    actions.take_out(entry, by=people.apprentice)
    for response in (client.get(here, follow=True), client.post(here, sent, follow=True)):
        assert said(response) == ["This entry was deleted meanwhile: there is nothing to answer."]
        assert response.redirect_chain == [(PAGE, 302)]
    for person in (people.apprentice, people.buddy, people.other_manager, people.coordinator):
        assert client_of(person).get(here).status_code == 404
    for nobody in (entry.pk + 1000, "9" * 30):
        assert client.get(f"{PAGE}{nobody}/").status_code == 404


def test_the_version_of_another_entry_answers_nothing(people, client):
    entry, another = logged(people), logged(people, 5, what="Another")
    client.post(f"{PAGE}{entry.pk}/", {"seen": another.version, "accept": ""})
    assert states(people) == {"Joins": "submitted", "Another": "submitted"}


# --- Queries and time ---


def measured(client, path):
    """(queries, seconds) of a page."""
    began = perf_counter()
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted), perf_counter() - began


def many(record, number, **more):
    """So many entries of a record, made in one statement."""
    LearningEntry.objects.bulk_create(
        LearningEntry(
            apprentice=record,
            learned_on=record.starts_on + (n % 90) * DAY,
            minutes=15,
            kind="class",
            what=f"Lesson {n}",
            submitted_at=timezone.now(),
            **more,
        )
        for n in range(number)
    )


def test_queries_are_the_same_with_one_three_and_fifty_apprentices(people, client):
    client.get(PAGE)
    first, counts = logged(people), []
    for more in (0, 2, 47):
        for number in range(more):
            record = make.ApprenticeFactory(
                person=make.UserFactory(full_name=f"Apprentice {more} {number}"), cohort=people.here.cohort
            )
            make.ManagerTermFactory(apprentice=record, manager=people.here.term.manager)
            make.LearningEntryFactory(apprentice=record)
        counts.append([measured(client, path)[0] for path in (PAGE, f"{PAGE}{first.pk}/")])
    assert counts == [[7, 7]] * 3
    assert len(rows(client)) == 50


def test_two_hundred_that_wait_are_paged_and_quick(people, client):
    client.get(PAGE)
    many(people.record, 3)
    few, _ = measured(client, PAGE)
    short = min(measured(client, PAGE)[1] for _ in range(3))
    many(people.record, 197)
    number, _ = measured(client, PAGE)
    took = min(measured(client, PAGE)[1] for _ in range(3))
    assert (few, number) == (7, 7)
    assert took < 20 * short
    page = client.get(PAGE)
    assert "200 entries wait for you: page 1 of 2." in page.content.decode()
    sent = {"entry": [row.version for row in page.context["groups"][0].rows]}
    with CaptureQueriesContext(connection) as counted:
        response = client.post(PAGE, sent)
    assert response.status_code == 302
    assert people.record.learning_entries.filter(state="accepted").count() == 100
    assert len(counted) < 25


def test_five_thousand_entries_of_one_apprentice_are_as_quick_as_three(people, client_of):
    own, manager = client_of(people.apprentice), client_of(people.manager)
    base = f"/apprentices/{people.record.pk}/learning/"
    entry = logged(people)
    paths = [(own, f"{base}log/"), (own, f"{base}log/days/"), (own, f"{base}{entry.pk}/"), (manager, PAGE)]
    answered = {"state": "accepted", "answered_by": people.manager, "answered_at": timezone.now()}
    for client, path in paths:
        client.get(path)
    before = [min(measured(client, path) for _ in range(3)) for client, path in paths]
    many(people.record, 5000, **answered)
    after = [min(measured(client, path) for _ in range(3)) for client, path in paths]
    assert [queries for queries, _ in after] == [queries for queries, _ in before] == [8, 7, 8, 7]
    for (_, short), (_, took) in zip(before, after, strict=True):
        assert took < 5 * short
