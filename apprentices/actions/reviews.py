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
    `due_on`, with `pk` for what stands there already; what is missing from it is taken away. What stands
    there already is not saved again. Raises ValidationError for a day still to come or with a review of
    its own, and when somebody saved it after the version `seen`.
    """
    on = on or dates.today()
    record = locked(apprentice)
    corrected = as_now(review) if review and review.pk else None
    if corrected and not _differs(corrected, agreed, fields):
        return corrected
    if corrected:
        versions.refuse_overwriting(corrected, seen)
    review = corrected or Review(apprentice=record)
    _refuse_day(review, fields["held_on"], on)
    for name, value in fields.items():
        setattr(review, name, value)
    save(review, by=by, on=on)
    _agree(review, agreed, by, on)
    return review


def _differs(review, agreed, fields):
    """Whether a review would not be the same with these fields and what was agreed."""
    known = review.agreed_actions.values("pk", "what", "owner", "due_on")
    same = sorted(known, key=lambda one: one["pk"]) == sorted(agreed, key=lambda one: one.get("pk") or 0)
    return not same or any(getattr(review, name) != value for name, value in fields.items())


def _refuse_day(review, held_on, on):
    if held_on > on:
        raise ValidationError({"held_on": "This day is still to come: record the review once it was held."})
    others = Review.objects.filter(apprentice=review.apprentice, held_on=held_on).exclude(pk=review.pk)
    if others.exists():
        raise ValidationError(
            {"held_on": "A review on this day is recorded already: look at it, and correct it if need be."}
        )


def _agree(review, agreed, by, on):
    known = {one.pk: one for one in review.agreed_actions.all()}
    kept = {words.get("pk") for words in agreed}
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
        try:
            save(one, by=by, on=on)
        except ValidationError as error:
            raise ValidationError(f"{one.what}: {' '.join(error.messages)}") from error


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
