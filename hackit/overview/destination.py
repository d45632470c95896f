"""Where somebody went, as those read it who see their next steps, and what can be done about it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from apprentices import destinations, next_steps_due
from apprentices.destinations import Asked
from apprentices.models import Destination, StayingInTouch
from hackit import access, dates
from hackit.access import Action, Relation
from hackit.listed import day, listed


@dataclass(frozen=True)
class Told:
    """What is known of one destination, in words. `success` says so where it leads on in the profession."""

    heading: str
    words: str
    success: str


@dataclass(frozen=True)
class Whereabouts:
    """What is known of where somebody went, and where it is recorded, asked and agreed to be asked.

    An address is blank where nothing of that kind can be done; `nothing` says why nothing is known.
    """

    told: list
    nothing: str
    record_url: str
    record_words: str
    later_url: str
    later_words: str
    ask_url: str
    touch_url: str
    touch_words: str


def with_destination_told(apprentices):
    """The records, each with `destinations_told` and `address_left`, in the same query."""
    touch = StayingInTouch.objects.filter(apprentice=OuterRef("pk")).exclude(email="")
    return apprentices.annotate(
        destinations_told=listed(
            Destination.objects,
            asked="asked",
            where="where",
            in_profession="in_profession",
            role="role",
            employer="employer__name",
            employer_said="employer_said",
            starts_on="starts_on",
        ),
        address_left=Exists(touch),
    )


def destination(record, on):
    """The Whereabouts of a record with status and `with_next_steps`, fetched through `allowing`.

    It comes `with_destination_told` of this module.
    """
    told = {one["asked"]: one for one in record.destinations_told or ()}
    if record.as_apprentice and record.decided_on and not record.decision_given_on:
        told.pop(Asked.AT_END, None)  # it would say what the letter is to say
    near = record.ended_on is not None or next_steps_due.in_window(record, on)
    again = record.ended_on is not None and destinations.again_on(record.ended_on) <= on
    records = near and access.allows(record, Action.RECORD_NEXT_STEPS)
    asks = again and access.allows(record, Action.ASK_AGAIN)
    own = Relation.APPRENTICE in access.relations(record)
    touches = own and (
        record.address_left
        or (access.allows(record, Action.TELL_NEXT_STEPS) and next_steps_due.in_window(record, on))
    )
    page = [record.pk]
    return Whereabouts(
        told=[_told(told[asked]) for asked in Asked if asked in told],
        nothing="Nobody has recorded yet where it leads." if near and not told else "",
        record_url=reverse("record_destination", args=page) if records else "",
        record_words="Correct where they went" if Asked.AT_END in told else "Record where they go",
        later_url=reverse("record_later", args=page) if asks else "",
        later_words=f"{'Correct' if Asked.LATER in told else 'Record'} where they are six months later",
        ask_url=reverse("ask_again", args=page) if asks and Asked.LATER not in told else "",
        touch_url=reverse("stay_in_touch", args=page) if touches else "",
        touch_words="Your private address" if record.address_left else "Leave a private address",
    )


def _told(one):
    employer = one["employer"] or one["employer_said"]
    since = one["starts_on"] and f"from {dates.words(day(one['starts_on']))}"
    parts = [one["where"].capitalize(), one["role"], employer, since]
    inside = "In the profession: it counts as the success it is, with whichever employer."
    return Told(
        heading="At the end" if one["asked"] == Asked.AT_END else "Six months later",
        words=", ".join(filter(None, parts)),
        success=inside if one["in_profession"] else "",
    )
