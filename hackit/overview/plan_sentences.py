"""What comes next for the plan of a month, and for whom: one sentence or two for each reader."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from hackit import dates
from hackit.access import Action
from workplans import work_plan
from workplans.plan_due import PlanMonth
from workplans.work_plan import State, Step


class Reader(StrEnum):
    """Who reads a plan, by what they can do with it."""

    APPRENTICE = "apprentice"
    REVIEWER = "reviewer"
    WRITER = "writer"
    ONLOOKER = "onlooker"


def reader(may):
    """The Reader for whom a set of Actions is open."""
    if Action.AGREE_PLANS in may:
        return Reader.APPRENTICE
    if Action.REVIEW_PLANS in may:
        return Reader.REVIEWER
    return Reader.WRITER if Action.WRITE_PLANS in may else Reader.ONLOOKER


@dataclass(frozen=True)
class Standing(PlanMonth):
    """A PlanMonth as its page asks after it on the day `on`.

    `last` is the day on which the month is over, `changed` says that something waits to be agreed anew.
    """

    last: date
    changed: bool
    on: date

    @property
    def ended(self):
        """Whether learning ends before it."""
        return self.span[1] < self.month

    @property
    def over(self):
        """Whether the month is over."""
        return self.last < self.on

    def can(self, step):
        """Whether a Step can be taken on this day."""
        return work_plan.refusal(step, self.state, self.last, self.on) is None

    def by(self, name):
        """By which day something is expected, as words to put behind a verb; blank when it is not."""
        return f" by {dates.words(getattr(self.wanted, name))}" if self.wanted else ""

    def is_past(self, name):
        """Whether a day of the Expected has passed."""
        return bool(self.wanted and getattr(self.wanted, name) < self.on)


def comes_next(standing, who, called):
    """What comes next, in a sentence or two for a Reader; the apprentice is `called` by a name."""
    tell = {
        None: _unshared,
        State.DRAFT: _unshared,
        State.SHARED: _shared,
        State.AGREED: _agreed,
        State.REFLECTED: _reflected,
        State.REVIEWED: _reviewed,
    }
    return tell[standing.state](standing, who, called)


def _unshared(month, who, called):
    writes = who in (Reader.REVIEWER, Reader.WRITER)
    if month.wanted and month.over:
        return "No plan was shared for this month."
    if not month.wanted:
        if month.over:
            return _not_expected(month)
        write = " Share it once it is ready." if month.plan else " You can write one all the same."
        return _not_expected(month) + (write if writes else "")
    by, past = month.by("share_by"), month.is_past("share_by")
    if writes:
        verb = "Share it" if month.plan else "Write it and share it"
        waits = f"It was to be shared{by}. Share it, so that {called} can agree."
        return waits if past else f"{verb}{by}, so that {called} can agree."
    if who == Reader.APPRENTICE:
        if past:
            return f"It was to be shared with you{by}. You can suggest what should be in it."
        return f"Your manager or a deputy shares it{by}. Until then you can suggest what should be in it."
    return f"It was to be shared{by}." if past else f"It is to be shared{by}."


def _not_expected(month):
    if month.ended:
        return "Learning is over before this month, so no plan is expected."
    if not month.days:
        return "The whole month is a break, so no plan is expected."
    number = "One day" if len(month.days) == 1 else f"{len(month.days)} days"
    return f"{number} of this month in the programme: too few to expect a plan."


def _shared(month, who, called):
    by, past = f" by {dates.words(month.agree_by)}", month.agree_by < month.on
    if who == Reader.REVIEWER and month.over:
        return f"The month is over, and {called} has not agreed. Review it{month.by('review_by')}."
    if who != Reader.APPRENTICE:
        return f"{called} was to agree{by}, and has not yet." if past else f"{called} is to agree{by}."
    told = f"You were to agree{by}. Read it, and agree." if past else f"Read it, and agree{by}."
    return f"{told} You can look back on the month, too." if month.can(Step.REFLECT) else told


def _agreed(month, who, called):
    if month.changed:
        if who == Reader.APPRENTICE:
            return "It was changed since you agreed. Read what is marked, and agree to the changes."
        return (
            f"It was changed since {called} agreed: {called} is asked about what is marked, and nothing else."
        )
    if who == Reader.APPRENTICE:
        if month.can(Step.REFLECT):
            return "Look back on the month: what went well, what was hard, what you are proud of."
        first = dates.words(month.last - work_plan.REFLECT_AHEAD)
        return (
            f"You agreed. Say how you get on with each item; from {first} on you can look back on the month."
        )
    if who == Reader.REVIEWER and month.over:
        return f"The month is over: {_review(month, who)}"
    if who == Reader.REVIEWER:
        return f"{called} agreed. You review it{month.by('review_by') or ' once the month is over'}."
    return f"{called} agreed. {_review(month, who)}"


def _reflected(month, who, called):
    if who == Reader.APPRENTICE:
        told = "You have looked back on it."
        if not month.plan.agreed_at:
            told = "You have looked back on it, and not agreed to it yet: you still can."
        elif month.changed:
            told = f"{told} It was changed since you agreed: agree to the changes."
    else:
        agreed = "" if month.plan.agreed_at else " without agreeing to it"
        told = f"{called} has looked back on it{agreed}."
    review = _review(month, who)
    return f"{told} {review[0].upper()}{review[1:]}"


def _review(month, who):
    """Who reviews it, and by when; or was to, once that day has passed."""
    past = month.is_past("review_by")
    by = month.by("review_by") or ("" if month.over else " once the month is over")
    if who == Reader.REVIEWER:
        return f"it was to be reviewed{by}. Review it." if past else f"review it{by}."
    whoever = "Your manager or a deputy" if who == Reader.APPRENTICE else "The manager or a deputy"
    return f"{whoever} was to review it{by}, and has not yet." if past else f"{whoever} reviews it{by}."


def _reviewed(month, who, called):
    day = dates.words(timezone.localdate(month.plan.reviewed_at))
    reopens = " You can reopen it." if who == Reader.REVIEWER else ""
    return f"{month.plan.reviewed_by} reviewed it on {day}, and it stays as it is.{reopens}"
