"""One step of an induction in full: what it says, how far it is, and how it came there."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.induction import OPEN, State
from hackit import access, dates
from hackit.access import Action
from hackit.overview import induction_steps as told

SAID = {
    State.TO_DO: "said that it is to do again",
    State.DOING: "began to work on it",
    State.STUCK: "said that it is stuck",
    State.DONE: "noted it as done",
    State.NOT_NEEDED: "said that it is not needed",
}


@dataclass(frozen=True)
class Page:
    """One step as one reader sees it; an address is blank for what they cannot do with it."""

    title: str
    kind: str
    who: str
    day: str
    late: bool
    word: State
    state: str
    guidance: str
    confidential: str
    itself: str
    way: tuple | None
    happened: list
    own: bool
    back_url: str
    change_url: str
    delete_url: str


def page(record, step, on):
    """The Page of a step of `steps_seen`, for whoever fetched the record; one query for its history."""
    still_open, arguments = told.is_open(step), [record.pk, step.pk]
    leads = access.allows(record, Action.LEAD_INDUCTION) and not step.meets
    deletes = leads and step.day is None and step.state in OPEN
    return Page(
        title=step.title,
        kind=step.get_kind_display(),
        who=told.whose(record, step),
        day=told.long_words(step.due_on),
        late=still_open and step.due_on < on,
        word=State.DONE if step.known else State(step.state),
        state=told.how_far(step),
        guidance=step.guidance,
        confidential=told.confidential(step, record),
        itself=told.by_itself(step) if still_open else "",
        way=told.way(record, step.fact, step.course_id) if still_open else None,
        happened=_happened(step),
        own=bool(record.as_apprentice),
        back_url=f"{reverse('induction', args=[record.pk])}#step-{step.pk}",
        change_url=reverse("change_step", args=arguments) if leads and still_open else "",
        delete_url=reverse("delete_step", args=arguments) if deletes else "",
    )


def _happened(step):
    """A sentence for each time that somebody told how far it is, the first one first.

    Reasons are left out: who sees a step can change, and an old reason was not written for them.
    """
    before, found = State.TO_DO, []
    for row in step.history.order_by("history_id").select_related("history_user"):
        if row.state != before:
            on = row.history_date.astimezone(dates.LONDON).date()
            found.append(f"{row.history_user or 'Somebody'} {SAID[State(row.state)]} on {dates.words(on)}.")
        before = row.state
    return found
