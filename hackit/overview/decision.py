"""What was decided about the time after one apprenticeship, as one reader sees it."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices import next_steps
from apprentices.actions.decisions import LETTER_KEPT
from apprentices.life import Status
from apprentices.models import Decision
from apprentices.next_steps_due import answer_by
from hackit import access, dates, filling
from hackit.access import Action

CHECK_THE_LETTER = "The letter still says what it said: check it against what was decided."


@dataclass(frozen=True)
class Told:
    """A decision in short: sentences, and (words, address) of what this reader can do."""

    says: list
    late: bool
    links: list


@dataclass(frozen=True)
class Page:
    """A decision with its letter. `facts` are (label, words), for the apprentice those of the role.

    `open` are the gaps of a letter that was not given; `trace` are sentences on who recorded and changed it.
    """

    own: bool
    name: str
    called: str
    given: str
    letter: str
    facts: list
    open: list
    warning: str
    trace: list
    correct_url: str
    give_url: str


def decision(apprentice, on):
    """What is Told of a record fetched through `allowing`, with status, next steps and decision. No query.

    The apprentice is told of a decision once it is given in writing.
    """
    found = getattr(apprentice, "decision", None)
    own, may = bool(apprentice.as_apprentice), _may_record(apprentice)
    page = reverse("decision", args=[apprentice.pk])
    if found and found.given_on:
        # The letter tells the apprentice what was decided: it has kinder words than a list of choices.
        what, day = "The decision was" if own else f"{found},", dates.words(found.given_on)
        return Told([f"{what} given in writing on {day}."], False, [("Read the letter", page)])
    if own or not found:
        return _not_told(apprentice, on, own, may)
    by = found.decided_on + next_steps.GIVEN
    says = [
        f"{found}, decided on {dates.words(found.decided_on)}.",
        f"{apprentice.person.called} does not read it before it is given in writing: by {dates.words(by)}.",
    ]
    give = [("Give it in writing", reverse("give_decision", args=[apprentice.pk]))] if may else []
    return Told(says, by < on, [*give, ("Look at the decision", page)])


def given_before(found):
    """Whether a decision that is not given now was given in writing once, and is being corrected."""
    return found.history.filter(given_on__isnull=False).exists()


def _may_record(apprentice):
    """Whether the reader decides."""
    return access.allows(apprentice, Action.RECORD_NEXT_STEPS)


def _not_told(apprentice, on, own, may):
    by, name = answer_by(apprentice), apprentice.person.called
    late = bool(by and by < on)
    if not Status(apprentice.status).living:
        late, says = False, "No decision was given in writing." if own else "No decision was recorded."
    elif by is None:
        says = "By which day the answer is known depends on the end, which nobody can say during the break."
    elif own and late:
        says = (
            f"You were to know what comes next by {dates.words(by)}. Ask your manager, or the people who run "
            "the programme."
        )
    elif own:
        says = f"You know what comes next by {dates.words(by)}, in writing either way."
    else:
        was = "was" if late else "is"
        says = f"Nothing is decided yet. {name} {was} to know by {dates.words(by)}, in writing either way."
    links = [("Record the decision", reverse("record_decision", args=[apprentice.pk]))] if may else []
    return Told([says], late, links)


def page(apprentice, found):
    """The Page of a record fetched through `allowing` and its Decision. One query.

    The apprentice reads the letter, and nothing of how it came about.
    """
    own, may = bool(apprentice.as_apprentice), _may_record(apprentice)
    rows = [] if own else list(found.history.select_related("history_user").order_by("history_id"))
    return Page(
        own=own,
        name=apprentice.person.full_name,
        called=apprentice.person.called,
        given=dates.words(found.given_on) if found.given_on else "",
        letter=found.letter,
        facts=[*([] if own else _facts(found)), *_of_a_role(found)],
        open=[] if found.given_on else filling.gaps(found.letter),
        warning=_warning(rows[-1] if rows else None),
        trace=list(_trace(rows)),
        correct_url=reverse("record_decision", args=[apprentice.pk]) if may else "",
        give_url=reverse("give_decision", args=[apprentice.pk]) if may else "",
    )


def warning(found):
    """What whoever gives the letter of a Decision is warned of; blank without anything. One query."""
    return _warning(found.history.order_by("-history_id").first())


def _warning(row):
    return CHECK_THE_LETTER if row and row.history_change_reason == LETTER_KEPT else ""


def _facts(found):
    yield "What was decided", str(found)
    yield "Decided on", dates.words(found.decided_on)


def _of_a_role(found):
    for name in Decision.OF_A_ROLE:
        if value := getattr(found, name):
            label = str(Decision._meta.get_field(name).verbose_name)
            yield label[0].upper() + label[1:], dates.words(value) if name == "starts_on" else value


def _trace(rows):
    """A sentence for each time that it was saved, oldest first."""
    before = None
    for row in rows:
        who = f" by {row.history_user}" if row.history_user else ""
        day = dates.words(row.history_date.astimezone(dates.LONDON).date())
        yield f"{_happened(before, row)} on {day}{who}."
        before = row


def _happened(before, row):
    if before is None:
        return "Recorded"
    if row.given_on:
        return "Given anew in writing" if before.given_on else "Given in writing"
    decided = ("outcome", "decided_on", *Decision.OF_A_ROLE)
    if any(getattr(row, name) != getattr(before, name) for name in decided):
        return "Corrected"
    return "The letter was changed"
