"""The handover from one manager to the next: who reads which note, and what the apprentice is told."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.urls import reverse

from apprentices.models import HandoverNote, ManagerTerm
from hackit import dates

# For so many days after a change of manager the apprentice is told of it on top of their page.
TOLD = 14


@dataclass(frozen=True)
class Note:
    """A note as its reader sees it. `to_read` says that the reader owes the word that they read it."""

    sections: list
    leaving: str
    manager: str
    from_on: str
    read_on: str
    to_read: bool


@dataclass(frozen=True)
class Unread:
    """A line on top of the page of a new manager who has not read their note."""

    words: str
    url: str


def term_to_tell(apprentice, user, on):
    """The time of the manager for whom `user` can write a note on the day `on`, with its note; or None.

    That is whoever comes next. A coordinator can still write to a new manager who has read none, when a
    handover came overnight. Nobody writes to themselves.
    """
    coming = Q(from_on__gt=on)
    before = ManagerTerm.objects.filter(apprentice=apprentice, until_on__lt=OuterRef("from_on"))
    new = Q(Exists(before), from_on__gt=on - timedelta(days=TOLD), note__read_on=None)
    terms = ManagerTerm.objects.filter(coming | new, apprentice=apprentice).not_over(on)
    return (
        terms.exclude(manager__person=user)
        .order_by(Case(When(coming, then=0), default=1), "from_on")
        .select_related("manager__person", "apprentice__person", "note")
        .first()
    )


def note_in_force(apprentice, on):
    """The note for the manager of the day `on`; None when there is none."""
    return _notes(on).filter(term__apprentice=apprentice).first()


def as_read(note, user):
    """The Note as `user` sees it, who manages the apprentice or coordinates; None without a note."""
    if note is None:
        return None
    mine = note.term.manager.person_id == user.pk
    return Note(
        sections=_sections(note),
        leaving=note.leaving or "",
        manager="you" if mine else str(note.term.manager),
        from_on=dates.words(note.term.from_on),
        read_on=dates.words(note.read_on) if note.read_on else "",
        to_read=mine and not note.read_on,
    )


def unread(user, apprentices, on):
    """The Unread notes of whoever fetched the records `apprentices` through `allowing`, oldest first.

    One query, and none for somebody who manages nobody.
    """
    managed = [apprentice.pk for apprentice in apprentices if apprentice.as_manager]
    if not managed:
        return []
    notes = _notes(on).filter(term__manager__person=user, term__apprentice__in=managed, read_on=None)
    return [
        Unread(_handed_over(note), reverse("handover", args=[note.term.apprentice_id]))
        for note in notes.order_by("term__from_on", "pk")
    ]


def told_to_apprentice(apprentice, contacts, on):
    """Sentences for the apprentice about managers who come, or came within TOLD days.

    `contacts` are the people around the record on the day `on`. Whoever is manager from the first day
    at work is no change.
    """
    if not apprentice.as_apprentice:
        return []
    return [
        f"{contact.name} {'becomes' if contact.from_on > on else 'became'} your manager on "
        f"{dates.words(contact.from_on)}."
        for contact in contacts
        if contact.part == "Manager"
        and contact.from_on
        and contact.from_on > apprentice.first_day_at_work_on
        and (on - contact.from_on).days <= TOLD
    ]


def _notes(on):
    """The notes for managers in force on the day `on`, each with `leaving`, who was manager before."""
    before = ManagerTerm.objects.filter(
        apprentice=OuterRef("term__apprentice"), until_on__lt=OuterRef("term__from_on")
    ).order_by("-until_on")
    return (
        HandoverNote.objects.filter(term__in=ManagerTerm.objects.in_force(on).of_living(on))
        .annotate(leaving=Subquery(before.values("manager__person__full_name")[:1]))
        .select_related("term__manager__person", "term__apprentice__person")
    )


def _sections(note):
    """(heading, words) of what is written."""
    words = ((HandoverNote._meta.get_field(name).verbose_name, getattr(note, name)) for name in note.WORDS)
    return [(heading[0].upper() + heading[1:], said) for heading, said in words if said]


def _handed_over(note):
    name, day = note.term.apprentice, dates.words(note.term.from_on)
    if note.leaving:
        return f"{note.leaving} handed {name} over to you on {day}."
    return f"You became the manager of {name} on {day}."
