"""The dates of one record in order, and what does not fit together among them."""

from dataclasses import dataclass

from hackit import dates
from hackit.overview.progress import milestones


@dataclass(frozen=True)
class Moment:
    """One dated fact or plan on the timeline."""

    day: str
    words: str
    past: bool
    today: bool = False


def timeline(apprentice, on):
    """The Moments of a record in order, breaks and today among them. One query, for the breaks."""
    moments = [(day, 0, words) for day, words in milestones(apprentice)]
    for gap in apprentice.breaks.all():
        moments.append((gap.first_day_away_on, 1, "Break in learning begins"))
        if gap.first_day_back_on:
            moments.append((gap.first_day_back_on, 1, "Back from the break"))
        elif gap.expected_return_on:
            moments.append((gap.expected_return_on, 1, "Expected back from the break"))
    moments.append((on, 2, "Today"))
    return [
        Moment(dates.words(day), words, past=day <= on, today=words == "Today")
        for day, _, words in sorted(moments)
    ]


def warnings(apprentice):
    """Sentences about dates that do not fit together, for those who can do something about it."""
    contract, end = apprentice.contract_ends_on, apprentice.planned_end_on
    if contract and contract < end and not apprentice.gateway_on:
        yield (
            f"The contract ends on {dates.words(contract)}, before the planned end of learning on "
            f"{dates.words(end)}. Talk to HR about one of them."
        )
