"""The reviews of three of one apprentice, as one reader sees them."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.due import review_due_on
from apprentices.life import Status
from apprentices.models import Review
from apprentices.reviews import rule
from hackit import access, dates
from hackit.access import Action
from hackit.overview import agreed

THERE = ("apprentice", "manager", "provider")
NOT_DUE = {
    Status.WAITING: "Reviews of three begin with the first day of learning.",
    Status.BREAK: "No review is due during a break. The time counts anew from the first day back.",
    Status.GATEWAY: "Learning is done: no further review is due.",
    Status.ASSESSMENT: "Learning is done: no further review is due.",
    Status.COMPLETED: "The apprenticeship has ended: no further review is due.",
    Status.WITHDRAWN: "The apprenticeship has ended: no further review is due.",
}


@dataclass(frozen=True)
class Held:
    """One review that was held; `corrected` are sentences about its corrections."""

    day: str
    there: str
    summary: str
    agreed: list
    corrected: list
    correct_url: str


@dataclass(frozen=True)
class Page:
    """The reviews of one apprentice, newest first, with what is still to do from them on top."""

    own: bool
    name: str
    called: str
    next: str
    late: bool
    why: str
    to_do: list
    held: list
    may_record: bool
    record_url: str


def page(apprentice, on):
    """The Page of a record fetched through `allowing` with `for_overview` and `with_review_days`.

    Three queries: reviews, what was agreed in them, and their corrections.
    """
    reviews = list(apprentice.reviews.prefetch_related("agreed_actions"))
    corrected = _corrections(reviews)
    agreed = {review.pk: [_agreed(one, apprentice, on) for one in _in_order(review)] for review in reviews}
    due_on = review_due_on(apprentice)
    return Page(
        own=bool(apprentice.as_apprentice),
        name=apprentice.person.full_name,
        called=apprentice.person.called,
        next=dates.words(due_on) if due_on else "",
        late=bool(due_on and due_on < on),
        why=rule(apprentice.starts_on) if due_on else NOT_DUE[Status(apprentice.status)],
        to_do=[one for review in reviews for one in agreed[review.pk] if not one.done],
        held=[_held(review, agreed[review.pk], corrected.get(review.pk, [])) for review in reviews],
        may_record=Action.RECORD_REVIEWS in access.actions(apprentice),
        record_url=reverse("record_review", args=[apprentice.pk]),
    )


def next_in_words(apprentice, on):
    """When the next review of a record `with_review_days` is due, after a comma; blank when none is."""
    due_on = review_due_on(apprentice)
    if not due_on:
        return ""
    return f", the next {'is' if due_on >= on else 'was'} due by {dates.words(due_on)}"


def _in_order(review):
    return sorted(review.agreed_actions.all(), key=lambda one: (one.due_on, one.pk))


def _agreed(one, apprentice, on):
    return agreed.told(one, reverse("tick", args=[apprentice.pk, one.pk]), on)


def _held(review, agreed, corrected):
    there = [f"the {part}" for part in THERE if getattr(review, f"{part}_there")]
    there = [*there, review.others_there] if review.others_there else there
    return Held(
        day=dates.words(review.held_on),
        there=_listed(there) or "Nobody was noted.",
        summary=review.summary,
        agreed=agreed,
        corrected=corrected,
        correct_url=reverse("correct_review", args=[review.apprentice_id, review.pk]),
    )


def _listed(words):
    """Words as a sentence counts them up: The apprentice, the manager and Ann."""
    said = " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
    return said[:1].upper() + said[1:]


def _corrections(reviews):
    """By the key of a review, a sentence for each time it was saved after the first, newest last."""
    rows = Review.history.filter(id__in=[review.pk for review in reviews], history_type="~")
    found = {}
    for row in rows.select_related("history_user").order_by("history_date", "history_id"):
        who = f" by {row.history_user}" if row.history_user else ""
        day = dates.words(row.history_date.astimezone(dates.LONDON).date())
        found.setdefault(row.id, []).append(f"Corrected on {day}{who}.")
    return found
