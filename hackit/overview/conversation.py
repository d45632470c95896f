"""One next-steps conversation of one apprentice, as one reader sees it."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from apprentices import next_steps_due
from apprentices.models import Conversation, PrivateNote, with_next_steps
from apprentices.next_steps import State, Talk
from cohorts import ending
from hackit import access, dates
from hackit.access import Action
from hackit.models import in_words
from hackit.overview import agreed

NOT_HELD = {
    State.AHEAD: "It is due by {day}.",
    State.PREPARE: "It is due by {day}.",
    State.LATE: "It was due by {day}, and no record of it is here.",
    State.PASSED_OVER: "It was not held: a later one was.",
    State.WAITS: "It waits for the return from the break: its day is counted from the new end.",
    State.NOT_HELD: "It was not held.",
}


@dataclass(frozen=True)
class Next:
    """What the reader can do next: words on a button, and where it leads."""

    words: str
    url: str
    urgent: bool


@dataclass(frozen=True)
class Page:
    """One conversation: `prepared` and `said` are (label, words); `note` is the reader's own."""

    own: bool
    called: str
    title: str
    when: str
    late: bool
    is_held: bool
    agenda: list
    prepared: list
    said: list
    agreed: list
    may_tick: bool
    confirmed: str
    differently: str
    corrected: list
    todo: list
    note: str
    note_url: str


def for_page(apprentices, on):
    """The records with what the pages of a conversation tell of them, in one query."""
    found = with_next_steps(apprentices.for_overview(on))
    return found.select_related("cohort__organisation__ending_texts")


def page(apprentice, talk, reader, on):
    """The Page of a record fetched `for_page` of this module through `allowing`.

    Three queries: the conversation, what was agreed in it, and its corrections.
    """
    found = _conversation(apprentice, talk, reader)
    own, called = bool(apprentice.as_apprentice), apprentice.person.called
    standing = next(one for one in next_steps_due.standings(apprentice, on) if one.talk == talk)
    return Page(
        own=own,
        called=called,
        title=title(apprentice, talk),
        when=_when(found, standing),
        late=standing.state == State.LATE,
        is_held=bool(found.held_on),
        agenda=agenda(apprentice, talk),
        prepared=prepared(found),
        said=list(_said(found)),
        agreed=[_agreed(one, apprentice, on) for one in found.agreed_actions.all()] if found.pk else [],
        may_tick=access.allows(apprentice, Action.RECORD_NEXT_STEPS),
        confirmed=_confirmed(found, own, called),
        differently=found.differently,
        corrected=_corrected(found),
        todo=list(_todo(apprentice, found, standing, on)),
        note=found.note or "",
        note_url=reverse("note_privately", args=[apprentice.pk, talk]) if may_note(apprentice) else "",
    )


def may_note(apprentice):
    """Whether whoever fetched a record through `allowing` writes notes of their own; not after the end."""
    return bool(access.actions(apprentice) & {Action.TELL_NEXT_STEPS, Action.RECORD_NEXT_STEPS})


def note_of(conversation, writer):
    """What somebody noted for themselves about a conversation; blank for nothing."""
    mine = PrivateNote.objects.filter(conversation=conversation.pk, writer=writer)
    return mine.values_list("words", flat=True).first() or ""


def title(apprentice, talk):
    """The heading of the page about one conversation."""
    whose = "Your" if apprentice.as_apprentice else f"{apprentice.person.full_name}’s"
    return f"{whose} {talk} next-steps conversation"


def agenda(apprentice, talk):
    """What a conversation is about, a point a line, in the words of the organisation."""
    own = getattr(apprentice.cohort.organisation, "ending_texts", None)
    name = f"{talk}_agenda"
    words = getattr(own, name) if own else ending.DEFAULTS[name]
    return [line.strip() for line in words.splitlines() if line.strip()]


def prepared(conversation):
    """(label, words) of what the apprentice wrote before it."""
    return list(_rows(conversation, Conversation.OWN))


def _conversation(apprentice, talk, reader):
    notes = PrivateNote.objects.filter(conversation=OuterRef("pk"), writer=reader)
    found = Conversation.objects.filter(apprentice=apprentice.pk, talk=talk).select_related("held_by")
    found = found.annotate(note=Subquery(notes.values("words")[:1])).prefetch_related("agreed_actions")
    conversation = found.first() or Conversation(talk=talk)
    conversation.note = getattr(conversation, "note", "")
    return conversation


def _rows(conversation, names):
    for name in names:
        if words := in_words(conversation, name):
            label = str(conversation._meta.get_field(name).verbose_name)
            yield label[:1].upper() + label[1:], words


def _said(conversation):
    """(label, words) of what was recorded, when an answer comes among it; nothing that was left empty."""
    if conversation.held_on:
        yield from _rows(conversation, ("others_there", *Conversation.SAID, "answer_by_on"))


def _when(conversation, standing):
    if conversation.held_on:
        return f"Held on {dates.words(conversation.held_on)}, recorded by {conversation.held_by}."
    return NOT_HELD[standing.state].format(day=dates.words(standing.due_on) if standing.due_on else "")


def _agreed(one, apprentice, on):
    return agreed.told(one, reverse("tick_next_step", args=[apprentice.pk, one.pk]), on)


def _confirmed(conversation, own, called):
    """Whether the apprentice has confirmed the record; blank while there is none."""
    if not conversation.held_on:
        return ""
    if not conversation.confirmed_at:
        return f"{'You have' if own else f'{called} has'} not confirmed this record yet."
    day = dates.words(conversation.confirmed_at.astimezone(dates.LONDON).date())
    return f"{'You' if own else called} confirmed this record on {day}."


def _corrected(conversation):
    """A sentence for each time the record was saved after the first, newest last.

    A confirmation is no correction, and neither is what was prepared.
    """
    if not conversation.held_on:
        return []
    rows = conversation.history.filter(held_on__isnull=False, confirmed_at__isnull=True)
    rows = rows.select_related("history_user").order_by("history_date", "history_id")
    return [
        f"Corrected on {dates.words(row.history_date.astimezone(dates.LONDON).date())}"
        f"{f' by {row.history_user}' if row.history_user else ''}."
        for row in rows[1:]
    ]


def _todo(apprentice, conversation, standing, on):
    """What this reader can do with the conversation, as Nexts."""
    may, where = access.actions(apprentice), [apprentice.pk, standing.talk]
    near = standing.state in (State.PREPARE, State.LATE)
    if Action.TELL_NEXT_STEPS in may and standing.state.is_open:
        words = "Change what you prepared" if conversation.prepared else "Prepare this conversation"
        yield Next(words, reverse("prepare_talk", args=where), near and not conversation.prepared)
    if Action.TELL_NEXT_STEPS in may and conversation.held_on:
        unconfirmed = not conversation.confirmed_at
        words = "Confirm the record" if unconfirmed else "Change what you see differently"
        yield Next(words, reverse("confirm_talk", args=where), unconfirmed)
    touches = standing.talk == Talk.THIRD and next_steps_due.in_window(apprentice, on)
    if Action.TELL_NEXT_STEPS in may and touches:
        yield Next("Leave a private address, if you like", reverse("stay_in_touch", args=where[:1]), False)
    if Action.RECORD_NEXT_STEPS in may:
        words = "Correct the record" if conversation.held_on else "Record this conversation"
        yield Next(words, reverse("record_talk", args=where), near)
