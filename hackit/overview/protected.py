"""What an apprentice answered each month about protected learning time: for them and the coordinators."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hackit import access, dates
from hackit.access import Action
from workplans.due import asked_about
from workplans.models import ProtectedAnswer


@dataclass(frozen=True)
class Row:
    """One answer in words; `talk_url` notes that somebody has talked about it, where that waits."""

    month: str
    answer: str
    got_in_the_way: str
    note: str
    talk_url: str


@dataclass(frozen=True)
class Page:
    """The answers as one reader sees them on a day.

    `month` is the first day of the month that the reader is asked about, None when they are not, and
    `given` what they answered for it already.
    """

    own: bool
    name: str
    called: str
    month: date | None
    given: ProtectedAnswer | None
    rows: list


def page(record, on):
    """The Page of a record fetched `with_learning_due`, through `allowing`. Two queries."""
    rows = list(record.protected_answers.select_related("talked_by"))
    asked = access.allows(record, Action.ANSWER_PROTECTED)
    month = asked_about(record, on) if asked else None
    waits = None
    if access.allows(record, Action.NOTE_TALK) and not record.as_apprentice:
        waits = record.protected_answers.to_talk_about(on).first()
    return Page(
        own=record.as_apprentice,
        name=record.person.full_name,
        called=record.person.called,
        month=month,
        given=next((one for one in rows if one.month_on == month), None),
        rows=[_row(one, waits) for one in rows],
    )


def _row(answer, waits):
    talked = ""
    if answer.talked_on:
        talked = f"{answer.talked_by} talked about it on {dates.words(answer.talked_on)}."
    return Row(
        month=f"{answer.month_on:%B %Y}",
        answer=answer.get_answer_display() or "Erased",
        got_in_the_way=answer.got_in_the_way,
        note=" ".join(filter(None, [f"Answered on {dates.words(answer.answered_on)}.", talked])),
        talk_url=reverse("note_talk", args=[answer.apprentice_id, answer.pk]) if answer == waits else "",
    )
