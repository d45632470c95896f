"""A private address as its apprentice sees it, and the question to it as a coordinator does."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from apprentices import destinations, next_steps, next_steps_due
from apprentices.destinations import Asked
from apprentices.models import Destination, StayingInTouch
from hackit import access, dates
from hackit.access import Action

KNOWN = "It is known already where they are now: nothing is sent."
DELETED = "Their private address was deleted with that."


@dataclass(frozen=True)
class Leaving:
    """Staying in touch, for the apprentice: the address as it is, and what they can do.

    `opens` says from when on an address can be left, blank where that is no matter of days.
    """

    email: str
    may_write: bool
    opens: str
    stopped: bool
    known: bool


@dataclass(frozen=True)
class Asking:
    """The question where somebody is now, for a coordinator: how it stands, and what can be done."""

    state: str
    email: str
    button: str
    record_url: str


def touch_of(record):
    """The private address of a record; None without."""
    return getattr(record, "in_touch", None)


def behind(token):
    """The private address whose link has this token, answered or not; None without, or once stopped."""
    return StayingInTouch.objects.behind(token)


def told_by_link(touch):
    """Whether it was their own answer, and no coordinator, that said where they are. One query."""
    later = Destination.objects.filter(apprentice=touch.apprentice, asked=Asked.LATER)
    return later.filter(recorded_by=None).exists()


def leaving(record, on):
    """The Leaving of a record with status, for its apprentice who fetched it through `allowing`."""
    touch, end_on = touch_of(record), next_steps_due.end_of(record)
    writes = access.allows(record, Action.TELL_NEXT_STEPS)
    near = next_steps_due.in_window(record, on)
    waits = writes and not near and not touch and end_on
    return Leaving(
        email=touch.email if touch else "",
        may_write=bool(writes and (near or touch)),
        opens=dates.words(next_steps.opens_on(end_on)) if waits else "",
        stopped=bool(touch and touch.stopped_at),
        known=bool(touch and touch.answered_at),
    )


def asking(record, on):
    """The Asking of a record with its private address and destinations, on a day."""
    touch, ended_on = touch_of(record), record.ended_on
    known = any(one.asked == Asked.LATER for one in record.destinations.all())
    email = touch.email if touch else ""
    by_hand = reverse("record_later", args=[record.pk])
    if ended_on is None:
        return Asking("They are asked once, six months after the end. It has not come yet.", email, "", "")
    again_on = destinations.again_on(ended_on)
    if again_on > on:
        state = f"They are asked once, six months after the end: from {dates.words(again_on)} on."
        return Asking(state, email, "", "")
    if known:
        state = f"{KNOWN} {DELETED}" if touch and touch.answered_at else KNOWN
        return Asking(state, email, "", by_hand)
    return Asking(*_open(touch), by_hand)


def _open(touch):
    """How it stands, the address and the button, once the day has come and nothing is known."""
    if touch is None:
        return "They left no private address, so no mail can be sent. If you hear of them, record it.", "", ""
    if touch.stopped_at:
        return "They want no question by mail, and their address is forgotten.", "", ""
    if touch.sent_at:
        return f"The question was sent on {_day(touch.sent_at)}. It is sent once.", touch.email, ""
    if touch.failed_at:
        state = f"The mail could not be sent on {_day(touch.failed_at)}."
        return state, touch.email, "Try again"
    return "It is time to ask: six months are over.", touch.email, "Send the question"


def _day(moment):
    return dates.words(timezone.localdate(moment, dates.LONDON))
