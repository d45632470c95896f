"""That an apprenticeship ends early, and why: the reasons are for coordinators alone."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.models.leaving import in_words
from hackit import dates


@dataclass(frozen=True)
class Leaving:
    """That it ends early. `reasons` are (label, words), blank where nobody said; empty for others than
    coordinators, as `correct_url` is. `missing` names what nobody has said.
    """

    words: str
    reasons: list
    missing: str
    correct_url: str


def leaving(record, on=None):
    """The Leaving of a record fetched through `allowing`, as of a day (today by default); None for others."""
    if not record.withdrawn_on:
        return None
    over = record.withdrawn_on < (on or dates.today())
    said = dates.words(record.withdrawn_on)
    words = f"The apprenticeship ends early: the last day of learning {'was' if over else 'is'} {said}."
    # Whoever the record is about reads no reasons, whatever else they are.
    if not record.as_coordinator or record.as_apprentice:
        return Leaving(words, [], "", "")
    reasons = list(_reasons(record))
    return Leaving(
        words=words,
        reasons=reasons,
        missing=" and ".join(label.lower() for label, words in reasons if not words),
        correct_url=reverse("admin:apprentices_apprentice_correct", args=[record.pk]),
    )


def _reasons(record):
    redundant = ", made redundant" if record.redundant else ""
    yield "Reason", f"{record.get_withdrawal_reason_display()}{redundant}"
    yield "In human terms", in_words(record.human_reasons)
    yield "What would have kept them", record.would_have_kept
