"""What is done with reviews of three."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.agreed import agree, differs, tick_off
from apprentices.actions.locking import as_now, locked
from apprentices.models import AgreedAction, Review
from hackit import dates, versions
from hackit.actions import save


@transaction.atomic
def record_review(apprentice, *, review=None, agreed, by, on=None, seen="", **fields):
    """Records a review that was held, or corrects `review`; a correction leaves its trace in history.

    `fields` are those of Review. `agreed` lists what was agreed as dicts of `what`, `owner` and
    `due_on`, with `pk` for what stands there already; what is missing from it is taken away. What stands
    there already is not saved again. Raises ValidationError for a day still to come or with a review of
    its own, and when somebody saved it after the version `seen`.
    """
    on = on or dates.today()
    record = locked(apprentice)
    review = as_now(review) if review and review.pk else Review(apprentice=record)
    if review.pk:
        if not _differs(review, agreed, fields):
            return review
        versions.refuse_overwriting(review, seen)
    _refuse_day(review, fields["held_on"], on)
    for name, value in fields.items():
        setattr(review, name, value)
    save(review, by=by, on=on)
    agree(review, agreed, new=lambda: AgreedAction(review=review), by=by, on=on)
    return review


def _differs(review, agreed, fields):
    """Whether a review would not be the same with these fields and what was agreed."""
    return differs(review, agreed) or any(getattr(review, name) != value for name, value in fields.items())


def _refuse_day(review, held_on, on):
    if held_on > on:
        raise ValidationError({"held_on": "This day is still to come: record the review once it was held."})
    others = Review.objects.filter(apprentice=review.apprentice, held_on=held_on).exclude(pk=review.pk)
    if others.exists():
        raise ValidationError(
            {"held_on": "A review on this day is recorded already: look at it, and correct it if need be."}
        )


@transaction.atomic
def tick(agreed_action, *, done, by, on=None):
    """Notes on a day that what was agreed is done, or with `done` False that it is not after all."""
    on = on or dates.today()
    locked(agreed_action.review.apprentice)
    one = as_now(agreed_action, "review")
    return tick_off(one, done=done, by=by, on=on)
