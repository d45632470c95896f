"""The pages of a next-steps conversation: prepared, recorded, confirmed, and noted for oneself."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices import actions
from apprentices.models import Apprentice, Conversation, NextStep, PrivateNote
from hackit import versions
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
READERS = ("apprentice", "manager", "deputy", "coordinator")
OWN = {"hopes": "To stay", "strengths": "Maps", "questions": "Is there a post?"}


@pytest.fixture
def people(now):
    """The first conversation was due on 31 October, the second is on 30 November."""
    people = world.build(TODAY)
    Apprentice.objects.filter(pk=people.record.pk).update(planned_end_on=date(2027, 1, 31))
    return people


@pytest.fixture
def held(people):
    """The first one, recorded with two next steps; and one of somebody elsewhere."""
    theirs = make.ConversationFactory(apprentice=people.other_record, held=True, said_hopes="Not for you")
    make.NextStepFactory(conversation=theirs, what="Their secret")
    return actions.record_talk(
        people.record,
        talk="first",
        held_on=TODAY - 2 * DAY,
        said_hopes="Wants to stay",
        agreed=[
            {"what": "Ask for a post", "owner": "manager", "due_on": TODAY - DAY},
            {"what": "Write a CV", "owner": "apprentice", "due_on": TODAY + 9 * DAY},
        ],
        by=people.manager,
        on=TODAY - 2 * DAY,
    )


def address(people, rest="first/"):
    return f"/apprentices/{people.record.pk}/next-steps/{rest}"


def text(client, path):
    return client.get(path).content.decode()


def seen(client, people, rest="first/"):
    return client.get(address(people, rest)).context["page"]


def todo(page):
    return [one.words for one in page.todo]


def form(talk=None, *rows, **fields):
    """What a browser sends: one record, with rows of (what, owner, by when, key)."""
    data = {
        "held_on": "17/11/2026",
        "said_hopes": "We looked ahead",
        "rows": str(len(rows)),
        versions.FIELD: versions.latest(talk) if talk else "0",
    }
    for number, row in enumerate(rows):
        for name, value in zip(("what", "owner", "due_on", "pk"), row, strict=False):
            data[f"{name}_{number}"] = value
    return data | fields


def rows_of(talk):
    return [(one.what, one.owner, f"{one.due_on:%d/%m/%Y}", one.pk) for one in talk.agreed_actions.all()]


def stopped(people, on):
    Apprentice.objects.filter(pk=people.record.pk).update(withdrawn_on=on, withdrawal_reason="left")


# --- Reading ---


@pytest.mark.parametrize("role", READERS)
def test_all_around_but_the_buddy_read_it(role, people, held, client_of):
    Conversation.objects.filter(pk=held.pk).update(hopes="To draw maps", differently="Pay too")
    response = client_of(getattr(people, role)).get(address(people))
    page, words = response.context["page"], response.content.decode()
    own = role == "apprentice"
    assert page.title == f"{'Your' if own else 'Here Apprentice’s'} first next-steps conversation"
    assert page.when == f"Held on 16 November 2026, recorded by {people.manager}."
    assert page.prepared == [("What I hope for", "To draw maps")]
    assert page.said == [("What the apprentice would like", "Wants to stay")]
    assert [(one.what, one.late) for one in page.agreed] == [("Ask for a post", True), ("Write a CV", False)]
    assert todo(page) == (["Confirm the record"] if own else ["Correct the record"])
    for said in ("What it is about", "What you see differently" if own else "Here sees differently"):
        assert said in words
    for leaked in ("Their secret", "Not for you"):
        assert leaked not in words


@pytest.mark.parametrize("role", READERS)
def test_before_it_was_held_it_says_what_will_be(role, people, client_of):
    client = client_of(getattr(people, role))
    page, words = seen(client, people), text(client, address(people))
    own = role == "apprentice"
    assert page.when == "It was due by 31 October 2026, and no record of it is here."
    assert page.late and "Nothing is recorded yet." in words
    assert todo(page) == (["Prepare this conversation"] if own else ["Record this conversation"])
    assert ("You have written nothing yet." in words) == own
    assert seen(client, people, "third/").when == "It is due by 31 December 2026."


@pytest.mark.parametrize("rest", ["", "prepare/", "record/", "confirm/", "note/"])
@pytest.mark.parametrize("talk", ["fourth", "First", "1", "firstsecond"])
def test_there_are_three_and_no_other(rest, talk, people, client_of):
    for role in ("apprentice", "manager"):
        path = f"{address(people, talk)}/{rest}"
        assert client_of(getattr(people, role)).get(path).status_code == 404


def test_another_record_in_the_address_is_not_found(people, held, client_of):
    theirs = NextStep.objects.get(what="Their secret")
    client = client_of(people.manager)
    assert client.get(f"/apprentices/{people.other_record.pk}/next-steps/first/").status_code == 404
    assert client.post(address(people, f"agreed/{theirs.pk}/"), {"done": "1"}).status_code == 404
    stolen = form(held, ("Taken", "manager", "1/12/2026", theirs.pk))
    client.post(address(people, "first/record/"), stolen)
    theirs.refresh_from_db()
    assert (theirs.what, theirs.done_on) == ("Their secret", None)


@pytest.mark.parametrize("role", READERS)
def test_queries(role, people, client_of):
    talk = make.ConversationFactory(apprentice=people.record, held=True)
    client = client_of(getattr(people, role))
    client.get(address(people))
    counts = []
    for more in (1, 2):
        for number in range(more):
            make.NextStepFactory(conversation=talk)
            make.PrivateNoteFactory(conversation=talk, writer=make.UserFactory())
            talk.said_hopes, talk._history_user = f"Corrected {more} {number}", people.manager
            talk.save()
        if more == 2:
            for other in ("second", "third"):
                make.NextStepFactory(conversation__apprentice=people.record, conversation__talk=other)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(people)).status_code == 200
        counts.append(len(queries))
    assert counts == [8, 8]


# --- Preparing ---


def test_it_is_prepared_in_ones_own_words_and_read_by_those_responsible(people, client_of):
    client = client_of(people.apprentice)
    sent = OWN | {versions.FIELD: "0"}
    for _ in range(2):
        response = client.post(address(people, "first/prepare/"), sent, follow=True)
        assert response.redirect_chain == [(address(people), 302)]
        assert "Your manager can read it" in response.content.decode()
    talk = people.record.conversations.get()
    assert (talk.hopes, talk.strengths, talk.questions) == ("To stay", "Maps", "Is there a post?")
    assert talk.history.count() == 1
    assert talk.history.get().history_user == people.apprentice
    assert [words for _, words in seen(client_of(people.deputy), people).prepared] == list(OWN.values())
    assert todo(seen(client, people)) == ["Change what you prepared"]
    assert "Is there a post?" in text(client_of(people.manager), address(people, "first/record/"))


def test_two_windows_lose_nothing(people, client_of):
    client, path = client_of(people.apprentice), address(people, "first/prepare/")
    client.post(path, OWN | {versions.FIELD: "0"})
    refused = client.post(path, OWN | {"hopes": "To leave", versions.FIELD: "0"})
    words = refused.content.decode()
    assert "saved this first while you had it open" in words
    assert refused.context["form"].says_now() == [("What I hope for", "To stay")]
    assert refused.context["form"]["hopes"].value() == "To leave"
    assert people.record.conversations.get().hopes == "To stay"


def test_once_it_was_held_nothing_is_prepared(people, held, client_of):
    client = client_of(people.apprentice)
    for method in ("get", "post"):
        response = getattr(client, method)(address(people, "first/prepare/"), OWN, follow=True)
        assert response.redirect_chain == [(address(people), 302)]
        assert "This conversation was held" in response.content.decode()
    held.refresh_from_db()
    assert held.hopes == ""


@pytest.mark.parametrize(
    ("rest", "name", "role", "most"),
    [
        ("second/prepare/", "hopes", "apprentice", 1000),
        ("second/record/", "said_worries", "manager", 1500),
        ("first/confirm/", "differently", "apprentice", 1500),
        ("first/note/", "words", "manager", 3000),
    ],
)
@pytest.mark.parametrize("wrong", ["a\x00b", "long"])
def test_what_cannot_be_saved_is_said_beside_its_field(
    rest, name, role, most, wrong, people, held, client_of
):
    words = "x" * (most + 1600) if wrong == "long" else wrong
    sent = form(None, **{name: words})
    response = client_of(getattr(people, role)).post(address(people, rest), sent)
    assert response.status_code == 200
    said = f"Write at most {most} characters: this has {most + 1600}."
    said = said if wrong == "long" else "This holds a sign that cannot be saved: type it anew."
    assert response.context["form"].errors == {name: [said]}
    assert response.context["form"][name].value() == words
    assert "<title>Error: " in response.content.decode()
    assert not PrivateNote.objects.exists()
    assert [one.talk for one in people.record.conversations.all()] == ["first"]


# --- Recording ---


def test_the_page_begins_with_today(people, client_of):
    page = client_of(people.manager).get(address(people, "first/record/")).context["form"]
    assert page["held_on"].value() == TODAY
    assert "answer_by_on" in page.fields
    third = client_of(people.manager).get(address(people, "third/record/")).context["form"]
    assert "answer_by_on" not in third.fields


@pytest.mark.parametrize("role", READERS[1:])
def test_it_is_recorded_with_what_was_agreed(role, people, client_of):
    client, sent = client_of(getattr(people, role)), form(None, ("Ask", "manager", "1/12/2026"), ("", "", ""))
    for _ in range(2):
        response = client.post(address(people, "first/record/"), sent, follow=True)
        assert response.redirect_chain == [(address(people), 302)]
    assert "Saved. Here can read the record, and is asked to confirm it." in response.content.decode()
    talk = people.record.conversations.get()
    assert (talk.held_on, talk.held_by) == (date(2026, 11, 17), getattr(people, role))
    assert (talk.said_hopes, talk.answer_by_on, talk.confirmed_at) == ("We looked ahead", None, None)
    assert [(one.what, one.owner) for one in talk.agreed_actions.all()] == [("Ask", "manager")]
    assert talk.history.count() == 1
    assert seen(client, people).corrected == []


@pytest.mark.parametrize(
    ("rows", "fields", "name", "words"),
    [
        ([], {"held_on": "19/11/2026"}, "held_on", "This day is still to come"),
        ([], {"held_on": "1/8/2026"}, "held_on", "it is held after the first day of learning."),
        ([], {"held_on": ""}, "held_on", "Write the day on which it was held."),
        ([], {"held_on": "soon"}, "held_on", "Write the day as"),
        ([], {"answer_by_on": "16/11/2026"}, "answer_by_on", "Choose the day of the conversation or a later"),
        ([], {"said_hopes": " "}, "__all__", "Write at least a sentence of what was said."),
        ([("Book", "", "1/12/2026")], {}, "owner_0", "Action 1: choose who does it."),
        ([("", "manager", "1/12/2026")], {}, "what_0", "Action 1: say what was agreed."),
        (
            [("Book", "manager", "16/11/2026")],
            {},
            "due_on_0",
            "Choose the day of the conversation or a later",
        ),
        ([("Book", "manager", "1/12/2026")] * 2, {}, "what_1", "This stands in another row already"),
        ([("B\x00k", "manager", "1/12/2026")], {}, "what_0", "This holds a sign that cannot be saved"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(rows, fields, name, words, people, client_of):
    sent = form(
        None, *rows, **{"can_say": "Nothing\nyet"} | ({"can_say": ""} if "said_hopes" in fields else {})
    )
    response = client_of(people.manager).post(address(people, "first/record/"), sent | fields)
    refused = response.context["form"]
    assert name in refused.errors
    assert words in str(refused.errors[name][0])
    for field, typed in (sent | fields).items():
        if field in refused.fields:
            assert refused[field].value() == typed
    assert not people.record.conversations.exists()


def test_another_row_keeps_what_was_typed_and_saves_nothing(people, client_of):
    sent = form(None, ("Ask for a post", "", ""), held_on="soon", add="")
    refused = client_of(people.manager).post(address(people, "first/record/"), sent).context["form"]
    assert (refused.rows, refused.errors) == (2, {})
    begins = [name for name, field in refused.fields.items() if field.widget.attrs.get("autofocus")]
    assert begins == ["what_1"]
    assert (refused["held_on"].value(), refused["what_0"].value()) == ("soon", "Ask for a post")
    assert refused["said_hopes"].value() == "We looked ahead"
    assert not people.record.conversations.exists()


def test_a_correction_is_seen_and_confirmed_anew(people, held, client_of):
    actions.confirm_talk(held, differently="Pay too", by=people.apprentice)
    client, own = client_of(people.coordinator), client_of(people.apprentice)
    assert seen(own, people).confirmed == "You confirmed this record on 18 November 2026."
    assert "is asked to confirm it anew" in text(client, address(people, "first/record/"))
    first, _ = rows_of(held)
    sent = form(held, first, ("", "", "", ""), said_hopes="Wants another team", held_on="16/11/2026")
    assert client.post(address(people, "first/record/"), sent).status_code == 302
    page = seen(own, people)
    assert page.corrected == ["Corrected on 18 November 2026 by Here Coordinator."]
    assert page.confirmed == "You have not confirmed this record yet."
    assert page.differently == "Pay too"
    assert (page.todo[0].words, page.todo[0].urgent) == ("Confirm the record", True)
    assert [one.what for one in page.agreed] == ["Ask for a post"]
    assert page.when.endswith(f"recorded by {people.manager}.")
    own.post(address(people, "first/confirm/"), {"differently": "Pay too"})
    assert len(seen(own, people).corrected) == 1


def test_a_correction_of_what_was_agreed_alone_is_one(people, held, client_of):
    client = client_of(people.deputy)
    first, _ = rows_of(held)
    sent = form(held, first, said_hopes="Wants to stay", held_on="16/11/2026")
    client.post(address(people, "first/record/"), sent)
    assert len(seen(client, people).corrected) == 1
    assert NextStep.objects.filter(conversation=held).count() == 1


def test_what_was_not_changed_is_no_correction(people, held, client_of):
    actions.confirm_talk(held, by=people.apprentice)
    same = form(held, *rows_of(held), said_hopes="Wants to stay", held_on="16/11/2026")
    client = client_of(people.manager)
    assert client.post(address(people, "first/record/"), same).status_code == 302
    assert seen(client, people).corrected == []
    assert seen(client, people).confirmed == "Here confirmed this record on 18 November 2026."


def test_of_two_at_once_the_second_reads_what_the_first_did(people, held, client_of):
    mine = form(held, *rows_of(held), said_hopes="Mine", held_on="16/11/2026")
    theirs = form(held, *rows_of(held), said_hopes="Theirs", held_on="16/11/2026")
    path = address(people, "first/record/")
    assert client_of(people.deputy).post(path, theirs).status_code == 302
    client = client_of(people.manager)
    refused = client.post(path, mine)
    words = refused.content.decode()
    assert f"{people.deputy} saved this record while you had it open" in words
    assert "It says now" in words and "Theirs" in words
    assert refused.context["form"]["said_hopes"].value() == "Mine"
    held.refresh_from_db()
    assert held.said_hopes == "Theirs"
    assert client.post(path, mine | {versions.FIELD: versions.latest(held)}).status_code == 302
    held.refresh_from_db()
    assert held.said_hopes == "Mine"


def test_of_two_who_record_it_first_the_second_overwrites_nothing(people, client_of):
    path = address(people, "first/record/")
    page = text(client_of(people.manager), path)
    assert re.search(rf'name="{versions.FIELD}"[^>]*value="0"', page)
    client_of(people.deputy).post(path, form(None, said_hopes="Theirs"))
    refused = client_of(people.manager).post(path, form(None, said_hopes="Mine"))
    assert f"{people.deputy} saved this first while you had it open" in refused.content.decode()
    assert people.record.conversations.get().said_hopes == "Theirs"


def test_the_apprentice_records_and_the_responsible_confirm_nothing(people, held, client_of):
    assert client_of(people.apprentice).post(address(people, "first/record/"), form()).status_code == 404
    for role in READERS[1:]:
        for rest in ("first/confirm/", "second/prepare/"):
            client = client_of(getattr(people, role))
            assert client.post(address(people, rest), {"differently": "", **OWN}).status_code == 404
    held.refresh_from_db()
    assert (held.said_hopes, held.confirmed_at) == ("Wants to stay", None)


def test_a_coordinator_who_is_the_apprentice_records_nothing_of_themselves(people, held, client_of):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.apprentice)
    client = client_of(people.apprentice)
    page = seen(client, people)
    assert (page.own, page.may_tick, todo(page)) == (True, False, ["Confirm the record"])
    assert client.post(address(people, "second/record/"), form()).status_code == 404
    step = held.agreed_actions.first()
    assert client.post(address(people, f"agreed/{step.pk}/"), {"done": "1"}).status_code == 404
    assert people.record.conversations.count() == 1


# --- Confirming ---


def test_the_record_is_confirmed_with_what_is_seen_differently(people, held, client_of):
    client, path = client_of(people.apprentice), address(people, "first/confirm/")
    assert "Wants to stay" in text(client, path)
    sent = {"differently": "Pay too", versions.FIELD: versions.latest(held)}
    for _ in range(2):
        response = client.post(path, sent, follow=True)
        assert response.redirect_chain == [(address(people), 302)]
    held.refresh_from_db()
    assert held.confirmed_at and held.differently == "Pay too"
    assert held.history.count() == 2
    page = seen(client_of(people.manager), people)
    assert (page.confirmed, page.differently) == (
        "Here confirmed this record on 18 November 2026.",
        "Pay too",
    )
    assert page.corrected == []


def test_nothing_is_confirmed_before_it_was_held(people, client_of):
    make.ConversationFactory(apprentice=people.record, prepared=True)
    for talk in ("first", "second"):
        response = client_of(people.apprentice).post(address(people, f"{talk}/confirm/"), follow=True)
        assert "There is nothing to confirm yet" in response.content.decode()
    assert people.record.conversations.get().confirmed_at is None


def test_who_confirms_what_was_corrected_meanwhile_reads_it_first(people, held, client_of):
    sent = {"differently": "", versions.FIELD: versions.latest(held)}
    corrected = form(held, said_hopes="Wants another team", held_on="16/11/2026")
    client_of(people.deputy).post(address(people, "first/record/"), corrected)
    refused = client_of(people.apprentice).post(address(people, "first/confirm/"), sent)
    words = refused.content.decode()
    assert f"{people.deputy} saved this record while you had it open" in words
    assert "Wants another team" in words
    held.refresh_from_db()
    assert held.confirmed_at is None


# --- Ticking ---


@pytest.mark.parametrize("role", READERS[1:])
def test_what_is_done_is_ticked_once_and_can_be_taken_back(role, people, held, client_of):
    step, client = held.agreed_actions.get(what="Ask for a post"), client_of(getattr(people, role))
    path = address(people, f"agreed/{step.pk}/")
    for _ in range(2):
        done = client.post(path, {"done": "1"}, follow=True)
        assert done.redirect_chain == [(address(people, ""), 302)]
    assert "Ask for a post: noted as done." in done.content.decode()
    step.refresh_from_db()
    assert (step.done_on, step.history.count()) == (TODAY, 2)
    for _ in range(2):
        back = client.post(path, {"talk": "1"}, follow=True)
        assert back.redirect_chain == [(address(people), 302)]
    step.refresh_from_db()
    assert (step.done_on, step.history.count()) == (None, 3)
    assert seen(client, people).corrected == []


def test_the_apprentice_ticks_nothing(people, held, client_of):
    step, client = held.agreed_actions.get(what="Write a CV"), client_of(people.apprentice)
    assert client.post(address(people, f"agreed/{step.pk}/"), {"done": "1"}).status_code == 404
    step.refresh_from_db()
    assert step.done_on is None


# --- Notes for oneself ---


NOTES = {role: f"Thought by the {role}" for role in READERS}


@pytest.fixture
def noted(people, held, client_of):
    """Each side has noted something on the first, and nobody anything else on the second."""
    for role, words in NOTES.items():
        for talk in ("first", "second"):
            path = address(people, f"{talk}/note/")
            response = client_of(getattr(people, role)).post(path, {"words": words}, follow=True)
            assert "Saved. Only you read it." in response.content.decode()
    assert PrivateNote.objects.count() == 8
    return people


@pytest.mark.parametrize("role", READERS)
def test_a_note_is_read_by_its_writer_alone(role, noted, client_of):
    client = client_of(getattr(noted, role))
    assert seen(client, noted).note == NOTES[role]
    assert NOTES[role] in text(client, address(noted, "first/note/"))
    record = f"/apprentices/{noted.record.pk}/"
    paths = [address(noted, rest) for rest in ("", "first/", "first/note/", "second/", "second/note/")]
    actions_of = {"apprentice": ("first/confirm/", "second/prepare/")}.get(role, ("first/record/",))
    paths += [address(noted, rest) for rest in actions_of] + [
        record,
        "/",
        "/account/data/",
        "/account/data.json",
    ]
    for path in paths:
        words = text(client, path)
        for other, note in NOTES.items():
            assert other == role or note not in words, path


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
def test_a_note_leaves_no_trace_in_history(role, noted, client_of):
    words = text(client_of(getattr(noted, role)), f"/apprentices/{noted.record.pk}/history/")
    assert "Thought by" not in words
    assert "rivate note" not in words
    assert "second next-steps conversation" not in words


def test_a_note_is_nowhere_in_the_workshop(noted, client_of):
    second = noted.record.conversations.get(talk="second")
    first = noted.record.conversations.get(talk="first")
    for role in ("coordinator", "superuser"):
        client = client_of(getattr(noted, role))
        assert client.get("/admin/apprentices/privatenote/").status_code == 404
        for path in (
            "/admin/apprentices/conversation/",
            f"/admin/apprentices/conversation/{first.pk}/change/",
            f"/admin/apprentices/conversation/{first.pk}/history/",
            f"/admin/apprentices/conversation/{second.pk}/change/",
        ):
            assert "Thought by" not in client.get(path, follow=True).content.decode(), path
    listed = client_of(noted.coordinator).get("/admin/apprentices/conversation/").context["cl"].queryset
    assert [one.talk for one in listed] == ["first"]


def test_ones_own_note_is_in_ones_own_data(noted, client_of):
    for role in READERS:
        assert NOTES[role] in text(client_of(getattr(noted, role)), "/account/data.json")


def test_a_note_on_what_nobody_prepared_is_nobodys_to_know(people, client_of):
    client_of(people.apprentice).post(address(people, "second/note/"), {"words": "For me"})
    page = client_of(people.manager).get(address(people, "")).context["page"]
    assert page.talks[1].said == ["Due by 30 November 2026."]
    assert "has written nothing yet" in text(client_of(people.manager), address(people, "second/"))
    recorded = client_of(people.manager).post(address(people, "second/record/"), form())
    assert recorded.status_code == 302
    assert seen(client_of(people.manager), people, "second/").corrected == []


def test_an_emptied_note_is_gone(noted, client_of):
    client = client_of(noted.manager)
    for _ in range(2):
        response = client.post(address(noted, "first/note/"), {"words": " "}, follow=True)
        assert "There is no private note now." in response.content.decode()
    assert seen(client, noted).note == ""
    assert PrivateNote.objects.filter(conversation__talk="first").count() == 3


@pytest.mark.parametrize("role", ["apprentice", "manager", "deputy"])
def test_after_the_end_a_note_is_read_and_not_written(role, noted, client_of):
    stopped(noted, TODAY - DAY)
    client = client_of(getattr(noted, role))
    page = seen(client, noted)
    assert (page.note, page.note_url, page.todo) == (NOTES[role], "", [])
    for method in ("get", "post"):
        path = address(noted, "first/note/")
        assert getattr(client, method)(path, {"words": "More"}).status_code == 404
    assert not PrivateNote.objects.filter(words="More").exists()


def test_after_the_end_coordinators_correct_and_nobody_else(people, held, client_of):
    stopped(people, TODAY - DAY)
    for role in READERS:
        client = client_of(getattr(people, role))
        for rest in ("first/record/", "first/confirm/", "second/prepare/"):
            expected = 200 if (role, rest) == ("coordinator", "first/record/") else 404
            assert client.get(address(people, rest)).status_code == expected, f"{rest} as {role}"
