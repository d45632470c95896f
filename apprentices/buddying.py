"""What a buddy is for, and what they ask and do when. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from apprentices.induction import day_of

# How long a prompt stays the one for now, unless the next one comes before.
A_WEEK = timedelta(days=7)
# So long after their last day a buddy reads the thanks.
THANKED = timedelta(days=28)
# So long after the first day at work it is talked about whether the buddy goes on, changes or ends.
ARRANGED_FROM = timedelta(days=56)


@dataclass(frozen=True)
class Prompt:
    """What a buddy asks or does on a day, counted from the first day at work as the induction counts."""

    day: int
    name: str
    asks: tuple


DAY_ONE, END_OF_WEEK_ONE = 0, 4
PROMPTS = (
    Prompt(
        DAY_ONE,
        "Day one",
        (
            "Say hello early, and show where things are: desk, kitchen, toilets, fire exits.",
            "Introduce the people who sit nearby, by name and by what one asks them.",
            "Say when and how to reach you, and that no question is too small.",
        ),
    ),
    Prompt(
        END_OF_WEEK_ONE,
        "End of week one",
        (
            "Have a coffee: what went well this week, and what was odd?",
            "Ask what is still missing: a log-in, a name, something that nobody explained.",
            "Say what next week is likely to bring.",
        ),
    ),
    Prompt(
        14,
        "Week two",
        (
            "Ask which words and abbreviations made no sense, and explain them.",
            "Ask whom they have met so far, and introduce somebody new.",
        ),
    ),
    Prompt(
        28,
        "Week four",
        (
            "Ask what they would tell somebody who starts tomorrow.",
            "Ask whether work leaves room for learning. If it does not, encourage them to tell the manager.",
            "Show them something of your own work, mistakes included.",
        ),
    ),
    Prompt(
        56,
        "Week eight",
        (
            "Ask what they can do now that they could not do on day one.",
            "Ask whom they go to when they are stuck, apart from you.",
        ),
    ),
    Prompt(
        84,
        "Week twelve",
        (
            "Look back together: what helped, and what would have helped?",
            "Talk about how it goes on: as it is, with somebody else, or without a buddy.",
            "Tell the manager what you both want. They record it.",
        ),
    ),
)

FOR = (
    "Being somebody to ask about anything, however small.",
    "Showing how things are done here: the unwritten rules, the tools, where lunch is.",
    "Introducing people, and being a friendly face in the first three months.",
    "Listening, and saying who can help when you cannot.",
)
NOT_FOR = (
    "Not a second manager: a buddy gives no tasks and checks no work.",
    "Not for assessing: a buddy is not asked how good somebody is, and reads no reviews or learning logs.",
    "Not for HR matters: hours, leave, sickness, pay and contract.",
    "Not for carrying worries alone: somebody who seems unwell or unsafe needs more than a buddy.",
)


class When(StrEnum):
    """Where a prompt stands on a day."""

    OVER = "over"
    NOW = "now"
    TO_COME = "to come"


@dataclass(frozen=True)
class Dated:
    """A Prompt with its date, and where it stands."""

    prompt: Prompt
    on: date
    when: When


def dated(first_day, calendar, today):
    """The PROMPTS as Dated, for a first day at work, seen from the day `today`.

    One is for now from its date on for a week, or until the next one comes.
    """
    days = [day_of(prompt.day, first_day, calendar) for prompt in PROMPTS]
    ends = [min(day + A_WEEK, following) for day, following in zip(days, [*days[1:], date.max], strict=True)]
    return [
        Dated(prompt, day, _when(day, end, today))
        for prompt, day, end in zip(PROMPTS, days, ends, strict=True)
    ]


def now_or_next(prompts):
    """The Dated prompt for now, else the next one to come; None once all are over."""
    return next((one for one in prompts if one.when != When.OVER), None)


def _when(day, end, today):
    if day > today:
        return When.TO_COME
    return When.NOW if today < end else When.OVER
