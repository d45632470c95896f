"""What is done with reviews of three."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from apprentices.models import AgreedAction, Review
from hackit import dates, versions
from hackit.actions import save, take_away

# What is said of one thing that was agreed.
AGREED = ("what", "owner", "due_on")


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
    _agree(review, agreed, by, on)
    return review


def _differs(review, agreed, fields):
    """Whether a review would not be the same with these fields and what was agreed."""
    known = set(review.agreed_actions.values_list(*AGREED))
    wanted = {tuple(words[name] for name in AGREED) for words in agreed}
    return known != wanted or any(getattr(review, name) != value for name, value in fields.items())


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
    alike = {(one.what, one.owner): one.pk for one in known.values()}
    rows = [(words.get("pk") or alike.get((words["what"], words["owner"])), words) for words in agreed]
    for pk in known.keys() - {pk for pk, _ in rows}:
        take_away(known[pk], by=by, on=on)
    for pk, words in rows:
        one = known.get(pk) or AgreedAction(review=review)
        if one.pk and all(getattr(one, name) == words[name] for name in AGREED):
            continue
        for name in AGREED:
            setattr(one, name, words[name])
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
