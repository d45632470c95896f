"""Private words as the apprentice and the coordinators read them. Nobody else reads any of it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from apprentices.models import Apprentice, Concern, who_may_read
from apprentices.own_due import acknowledge_by
from hackit import access, dates
from hackit.access import Action


@dataclass(frozen=True)
class Word:
    """One private word: when, what was said, how far it is in words, and what can be done with it.

    An address is blank where nothing of that kind can be done.
    """

    pk: int
    name: str
    day: str
    words: str
    state: str
    answer: str
    closed: bool
    late: bool
    url: str = ""
    take_back_url: str = ""
    close_url: str = ""


@dataclass(frozen=True)
class Page:
    """What an apprentice finds: the record they write from, who reads it, whom else to turn to.

    `readers` is blank when there is no coordinator who may read; `verb` agrees with their number. `may_write`
    says whether they can write, `may_ask_elsewhere` whether they could if somebody might read it.
    """

    record: Apprentice
    readers: str
    verb: str
    may_write: bool
    may_ask_elsewhere: bool
    listener: object
    words: list


def page(user, on):
    """The Page of `user` on a day; None for whoever has no apprenticeship, or one that ended long ago."""
    mine = Apprentice.objects.allowing(user, Action.SEE_CONCERNS, on).filter(person=user)
    mine = mine.select_related("person", "cohort__organisation").order_by("_ended", "-starts_on")
    record = mine.first()
    if record is None:
        return None
    readers = [str(one) for one in who_may_read(record)]
    writes = access.allows(record, Action.RAISE_CONCERNS)
    concerns = Concern.objects.for_the_eyes_of(user, on).of(user).select_related(*NAMED)
    return Page(
        record=record,
        readers=_listed(readers),
        verb="runs" if len(readers) == 1 else "run",
        may_write=bool(writes and readers),
        may_ask_elsewhere=writes,
        listener=record.cohort.organisation,
        words=[_own(one, writes) for one in concerns],
    )


def to_answer(user, on=None):
    """The private words of others that `user` answers as a coordinator, open ones first."""
    found = Concern.objects.for_the_eyes_of(user, on, Action.ANSWER_CONCERNS).of_others(user)
    return found.select_related("apprentice__person", *NAMED)


def of_somebody(concern, on):
    """The Word of another, for the coordinator who answers it."""
    late = not concern.answered_at and not concern.closed_at and _due_on(concern) < on
    closes = concern.answered_at and not concern.closed_at
    return Word(
        **_said(concern),
        name=concern.apprentice.person.full_name,
        state=_for_coordinator(concern),
        late=late,
        url=reverse("private_word", args=[concern.pk]),
        close_url=reverse("close_private_word", args=[concern.pk]) if closes else "",
    )


NAMED = ("acknowledged_by", "answered_by", "closed_by")


def _own(concern, writes):
    still_open = writes and not concern.closed_at
    return Word(
        **_said(concern),
        name="",
        state=_for_apprentice(concern, writes),
        late=False,
        take_back_url=_way("take_back", concern) if still_open and not concern.acknowledged_at else "",
        close_url=_way("close", concern) if still_open and concern.acknowledged_at else "",
    )


def _way(move, concern):
    return reverse(f"{move}_private_word", args=[concern.pk])


def _said(concern):
    return {
        "pk": concern.pk,
        "day": _day(concern.raised_at),
        "words": concern.words,
        "answer": concern.answer,
        "closed": bool(concern.closed_at),
    }


def _due_on(concern):
    return concern.answer_by_on if concern.acknowledged_at else acknowledge_by(concern)


def _for_apprentice(concern, writes):
    if concern.closed_at:
        return f"Closed on {_day(concern.closed_at)} by {_by(concern.closed_by_id, concern)}."
    if concern.answered_at:
        more = " To answer, write again above." if writes else ""
        return f"{concern.answered_by} answered on {_day(concern.answered_at)}.{more}"
    if concern.acknowledged_at:
        by_day = dates.words(concern.answer_by_on)
        return f"{concern.acknowledged_by} has read it. An answer comes by {by_day}."
    return (
        f"Sent. Nobody has said yet that they read it: that comes by {dates.words(acknowledge_by(concern))}."
    )


def _by(key, concern):
    return "you" if key == concern.apprentice.person_id else str(concern.closed_by)


def _for_coordinator(concern):
    if concern.closed_at:
        return f"Closed on {_day(concern.closed_at)} by {concern.closed_by}."
    if concern.answered_at:
        return f"{concern.answered_by} answered on {_day(concern.answered_at)}. It can be closed now."
    if concern.acknowledged_at:
        by_day = dates.words(concern.answer_by_on)
        return f"{concern.acknowledged_by} has read it and promised an answer by {by_day}."
    return f"Say by {dates.words(acknowledge_by(concern))} that you read it, and when an answer comes."


def _day(at):
    return dates.words(timezone.localdate(at, dates.LONDON))


def _listed(names):
    """Names in a sentence: A, B and C."""
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last
