"""What is done with next-steps conversations: prepared, held, corrected, confirmed; and private notes."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.agreed import agree, differs, tick_off
from apprentices.actions.locking import as_now, locked
from apprentices.models import Conversation, NextStep, PrivateNote
from hackit import dates, versions
from hackit.actions import save


@transaction.atomic
def prepare_talk(apprentice, *, talk, by, on=None, seen="", **words):
    """The apprentice writes what they bring to a conversation; the same words are left alone.

    `words` are those of Conversation.OWN. Raises ValidationError once it was held, and when they were
    written anew, in another window, after the version `seen`.
    """
    conversation = _conversation(locked(apprentice), talk)
    if all(getattr(conversation, name) == value for name, value in words.items()):
        return conversation
    if conversation.held_on:
        raise ValidationError("This conversation was held: say in its record what you see differently.")
    if conversation.prepared:  # a row may be there for a private note alone, which nobody is told of
        versions.refuse_overwriting(conversation, seen, Conversation.OWN)
    for name, value in words.items():
        setattr(conversation, name, value)
    return save(conversation, by=by, on=on)


@transaction.atomic
def record_talk(apprentice, *, talk, agreed, by, on=None, seen="", **fields):
    """Records a conversation that was held, or corrects it; a correction leaves its trace in history.

    `fields` are `held_on`, `others_there`, `answer_by_on` and those of Conversation.SAID; `agreed` lists
    what was agreed as dicts of `what`, `owner` and `due_on`, with `pk` for what stands there already. What
    the apprentice confirmed is confirmed anew once it says something else. Raises ValidationError for a day
    still to come or before the first day of learning, without a word of what was said, and when somebody
    saved it after the version `seen`.
    """
    on, record = on or dates.today(), locked(apprentice)
    conversation = _conversation(record, talk)
    if conversation.held_on:
        if not _differs(conversation, agreed, fields):
            return conversation
        versions.refuse_overwriting(conversation, seen, ("held_on", *fields))
    _refuse(record, fields, on)
    for name, value in fields.items():
        setattr(conversation, name, value)
    conversation.held_by = conversation.held_by or by
    conversation.confirmed_at = None
    save(conversation, by=by, on=on)
    agree(conversation, agreed, new=lambda: NextStep(conversation=conversation), by=by, on=on)
    return conversation


def _differs(conversation, agreed, fields):
    said = any(getattr(conversation, name) != value for name, value in fields.items())
    return said or differs(conversation, agreed)


def _refuse(record, fields, on):
    held_on, answer_by_on = fields["held_on"], fields.get("answer_by_on")
    if held_on > on:
        raise ValidationError({"held_on": "This day is still to come: record it once it was held."})
    if held_on < record.starts_on:
        first = dates.words(record.starts_on)
        why = f"Choose a day from {first} on: it is held after the first day of learning."
        raise ValidationError({"held_on": why})
    if answer_by_on and answer_by_on < held_on:
        raise ValidationError({"answer_by_on": "Choose the day of the conversation or a later one."})
    if not any(fields.get(name) for name in Conversation.SAID):
        raise ValidationError("Write at least a sentence of what was said.")


@transaction.atomic
def confirm_talk(conversation, *, differently="", by, on=None, seen=""):
    """The apprentice confirms the record of a conversation, or adds what they see `differently`.

    Raises ValidationError while it was not held, and when it was corrected after the version `seen`.
    """
    on = on or dates.today()
    locked(conversation.apprentice)
    conversation = as_now(conversation)
    if not conversation.held_on:
        raise ValidationError("There is nothing to confirm yet: the conversation was not recorded.")
    if conversation.confirmed_at and conversation.differently == differently:
        return conversation
    versions.refuse_overwriting(conversation, seen)
    conversation.confirmed_at, conversation.differently = dates.moment(on), differently
    return save(conversation, by=by, on=on)


@transaction.atomic
def note_privately(apprentice, *, talk, words, by, on=None):
    """What `by` notes for themselves about a conversation; without words the note goes."""
    conversation = _conversation(locked(apprentice), talk)
    if not words.strip():
        if conversation.pk:
            conversation.private_notes.filter(writer=by).delete()
        return None
    if not conversation.pk:
        save(conversation, by=None, on=on)  # that there is a note is nobody's to know
    note = conversation.private_notes.filter(writer=by).first()
    note = note or PrivateNote(conversation=conversation, writer=by)
    note.words = words
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def tick_next_step(next_step, *, done, by, on=None):
    """Notes on a day that a next step is done, or with `done` False that it is not after all."""
    locked(next_step.conversation.apprentice)
    return tick_off(as_now(next_step, "conversation"), done=done, by=by, on=on or dates.today())


def _conversation(record, talk):
    found = Conversation.objects.filter(apprentice=record, talk=talk).first()
    return found or Conversation(apprentice=record, talk=talk)
