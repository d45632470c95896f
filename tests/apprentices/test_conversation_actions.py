"""What is done with next-steps conversations: prepared, held, corrected, confirmed, noted in private."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from apprentices import actions
from apprentices.models import Conversation, NextStep, PrivateNote
from hackit import versions
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
SAID = {"said_hopes": "Wants to stay", "can_say": "A post is asked for", "answer_by_on": date(2026, 12, 11)}


@pytest.fixture
def people():
    return world.build(TODAY)


def held(people, talk="first", agreed=(), **more):
    fields = {"held_on": TODAY, **SAID, **more}
    return actions.record_talk(
        people.record, talk=talk, agreed=list(agreed), by=people.manager, on=TODAY, **fields
    )


ASK = {"what": "Ask for a post", "owner": "manager", "due_on": TODAY + timedelta(days=7)}


def test_a_conversation_is_prepared_then_held_then_confirmed(people):
    own = {"hopes": "To stay", "strengths": "", "questions": "Is there a post?"}
    prepared = actions.prepare_talk(people.record, talk="first", by=people.apprentice, on=TODAY, **own)
    assert prepared.prepared and prepared.held_on is None
    conversation = held(people, agreed=[ASK])
    assert conversation.pk == prepared.pk and conversation.held_by == people.manager
    assert [step.what for step in conversation.agreed_actions.all()] == ["Ask for a post"]
    confirmed = actions.confirm_talk(conversation, differently="Pay too", by=people.apprentice, on=TODAY)
    assert confirmed.confirmed_at and confirmed.differently == "Pay too"
    assert [row.history_user for row in confirmed.history.order_by("history_id")] == [
        people.apprentice,
        people.manager,
        people.apprentice,
    ]


def test_twice_is_once(people):
    first = held(people, agreed=[ASK])
    again = held(people, agreed=[ASK])
    assert first.pk == again.pk
    assert first.history.count() == 1 and NextStep.history.count() == 1


def test_a_correction_leaves_its_trace_and_asks_for_a_new_confirmation(people):
    conversation = held(people, agreed=[ASK])
    actions.confirm_talk(conversation, by=people.apprentice, on=TODAY)
    corrected = held(people, said_hopes="Wants another team")
    assert corrected.confirmed_at is None
    assert [row.said_hopes for row in corrected.history.order_by("history_id")] == [
        "Wants to stay",
        "Wants to stay",
        "Wants another team",
    ]
    assert not NextStep.objects.exists()  # the row was emptied


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "still to come"),
        ({"held_on": TODAY - timedelta(days=400)}, "after the first day of learning"),
        ({"answer_by_on": TODAY - timedelta(days=1)}, "day of the conversation or a later one"),
        ({"said_hopes": "", "can_say": ""}, "at least a sentence"),
    ],
)
def test_what_is_refused(people, fields, said):
    with pytest.raises(ValidationError, match=said):
        held(people, **fields)
    assert not Conversation.objects.exists()


def test_what_was_held_is_not_prepared_any_more(people):
    held(people)
    with pytest.raises(ValidationError, match="was held"):
        actions.prepare_talk(people.record, talk="first", by=people.apprentice, on=TODAY, hopes="Late")


def test_nothing_is_confirmed_before_it_was_held(people):
    conversation = make.ConversationFactory(apprentice=people.record, prepared=True)
    with pytest.raises(ValidationError, match="nothing to confirm"):
        actions.confirm_talk(conversation, by=people.apprentice, on=TODAY)


def test_who_confirms_has_read_what_stands_there_now(people):
    conversation = held(people)
    seen = versions.latest(conversation)
    held(people, said_hopes="Something else")
    with pytest.raises(ValidationError, match="saved this"):
        actions.confirm_talk(conversation, by=people.apprentice, on=TODAY, seen=seen)


def test_two_who_record_at_once_lose_nothing(people):
    conversation = held(people)
    seen = versions.latest(conversation)
    held(people, said_hopes="The deputy was first")
    with pytest.raises(ValidationError, match="saved this"):
        held(people, said_hopes="The manager too", seen=seen)
    assert Conversation.objects.get().said_hopes == "The deputy was first"


def test_a_preparation_stands_in_nobodys_way(people):
    seen = versions.NOTHING_SAVED
    actions.prepare_talk(people.record, talk="first", by=people.apprentice, on=TODAY, hopes="To stay")
    assert held(people, seen=seen).hopes == "To stay"


def test_a_private_note_is_nobodys_to_know(people):
    """Neither does it stand in the way of whoever prepares, nor does a history say whose it is."""
    seen = versions.NOTHING_SAVED
    actions.note_privately(people.record, talk="first", words="Mine", by=people.manager, on=TODAY)
    own = actions.prepare_talk(
        people.record, talk="first", by=people.apprentice, on=TODAY, seen=seen, hopes="To stay"
    )
    assert own.hopes == "To stay"
    assert people.manager not in {row.history_user for row in own.history.all()}


def test_each_side_notes_for_itself(people):
    for who, words in (
        (people.manager, "Mine"),
        (people.apprentice, "My own"),
        (people.manager, "Mine, new"),
    ):
        actions.note_privately(people.record, talk="second", words=words, by=who, on=TODAY)
    assert set(PrivateNote.objects.values_list("writer", "words")) == {
        (people.manager.pk, "Mine, new"),
        (people.apprentice.pk, "My own"),
    }
    actions.note_privately(people.record, talk="second", words=" ", by=people.manager, on=TODAY)
    assert [note.words for note in PrivateNote.objects.all()] == ["My own"]


def test_a_next_step_is_ticked_and_not_after_all(people):
    held(people, agreed=[ASK])
    step = NextStep.objects.get()
    for done, day in ((True, TODAY), (True, TODAY), (False, None)):
        assert actions.tick_next_step(step, done=done, by=people.manager, on=TODAY).done_on == day
    assert step.history.count() == 3
