"""What is done with reviews of three."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from apprentices.models import AgreedAction, Review
from hackit import dates, versions
from hackit.actions import save


@transaction.atomic
def record_review(apprentice, *, review=None, agreed, by, on=None, seen="", **fields):
    """Records a review that was held, or corrects `review`; a correction leaves its trace in history.

    `fields` are those of Review. `agreed` lists what was agreed as dicts of `what`, `owner` and
    `due_on`, with `pk` for what stands there already; what is missing from it is taken away. Raises
    ValidationError for a day still to come, and when somebody saved it after the version `seen`.
    """
    on = on or dates.today()
    record = locked(apprentice)
    review = review or Review(apprentice=record)
    if review.pk:
        review = as_now(review)
        versions.refuse_overwriting(review, seen)
    if fields["held_on"] > on:
        raise ValidationError({"held_on": "This day is still to come: record the review once it was held."})
    for name, value in fields.items():
        setattr(review, name, value)
    save(review, by=by, on=on)
    _agree(review, agreed, by, on)
    return review


def _agree(review, agreed, by, on):
    known = {one.pk: one for one in review.agreed_actions.all()}
    kept = {one.get("pk") for one in agreed}
    for pk, one in known.items():
        if pk not in kept:
            one._history_user, one._history_date = by, dates.moment(on)
            one.delete()
    for words in agreed:
        values = {name: value for name, value in words.items() if name != "pk"}
        one = known.get(words.get("pk")) or AgreedAction(review=review)
        if one.pk and all(getattr(one, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(one, name, value)
        save(one, by=by, on=on)


@transaction.atomic
def tick(agreed_action, *, done, by, on=None):
    """Notes on a day that what was agreed is done, or with `done` False that it is not after all."""
    on = on or dates.today()
    locked(agreed_action.review.apprentice)
    one = as_now(agreed_action, "review")
    if bool(one.done_on) == done:
        return one
    one.done_on = on if done else None
    return save(one, by=by, on=on)
