"""What one month already holds, beside the record that it is asked of: in the same query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from apprentices.models import AgreedAction, Review
from cohorts.models import ClosingDay
from hackit.listed import day, listed
from workplans import log
from workplans.learning_time import Agreed
from workplans.models.queries import counted_minutes
from workplans.models.times import LearningTime
from workplans.months import last_of


@dataclass(frozen=True)
class AgreedInReview:
    """What a review of three agreed and nobody has done, as `apprentices.due` reads it."""

    what: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Held:
    """What a month holds: Agreed learning times, closing days as (day, reason), days of reviews, minutes."""

    times: list
    closed: list
    reviews: list
    accepted: int
    submitted: int


def with_month(apprentices, month):
    """The records, each with what `month_of` reads, and with `still_agreed` as a list to be read by it."""
    span = (month, last_of(month))
    times = LearningTime.objects.agreed().filter(
        Q(until_on__isnull=True) | Q(until_on__gte=span[0]), from_on__lte=span[1]
    )
    return apprentices.annotate(
        _times=listed(
            times,
            from_on="from_on",
            until_on="until_on",
            pattern="pattern",
            day_minutes="day_minutes",
            in_blocks=Q(in_blocks=True),
        ),
        _closed=listed(
            ClosingDay.objects.filter(closed_on__range=span),
            "organisation",
            "cohort__organisation",
            on="closed_on",
            reason="reason",
        ),
        _held=listed(Review.objects.filter(held_on__range=span), on="held_on"),
        _agreed=listed(
            AgreedAction.objects.filter(done_on__isnull=True),
            "review__apprentice",
            what="what",
            owner="owner",
            due_on="due_on",
        ),
        _month_accepted=counted_minutes(log.State.ACCEPTED, learned_on__range=span),
        _month_submitted=counted_minutes(log.State.SUBMITTED, learned_on__range=span),
    )


def month_of(apprentice):
    """The Held of a record fetched `with_month`."""
    times = [
        Agreed(
            day(one["from_on"]),
            day(one["until_on"]),
            one["pattern"],
            one["day_minutes"],
            bool(one["in_blocks"]),
        )
        for one in apprentice._times or ()
    ]
    return Held(
        times=times,
        closed=sorted((day(one["on"]), one["reason"]) for one in apprentice._closed or ()),
        reviews=sorted(day(one["on"]) for one in apprentice._held or ()),
        accepted=apprentice._month_accepted,
        submitted=apprentice._month_submitted,
    )


def still_agreed(apprentice):
    """What reviews agreed and nobody has done, by day, of a record fetched `with_month`."""
    found = [
        AgreedInReview(one["what"], one["owner"], day(one["due_on"])) for one in apprentice._agreed or ()
    ]
    return sorted(found, key=lambda one: (one.due_on, one.what))
