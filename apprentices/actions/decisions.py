"""What is done with a decision: recorded or corrected, its letter written, and given in writing."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import locked
from apprentices.models import Apprentice, Decision
from apprentices.next_steps import Outcome
from apprentices.next_steps_due import end_of
from cohorts import ending
from cohorts.models import EndingTexts
from hackit import dates, filling, versions
from hackit.actions import save

# Why a row of the history was written: they tell whether somebody has put a hand to the letter since.
FILLED_IN = "The letter was filled in from the template"
LETTER_KEPT = "The letter was kept as somebody wrote it"
WITHOUT_A_ROLE = {name: getattr(Decision(), name) for name in Decision.OF_A_ROLE}
NO_ROLE = "Without a role there is nothing to say here: leave it empty."
NOTHING_DECIDED = "Nothing is decided yet: record the decision first."


@transaction.atomic
def decide(apprentice, *, outcome, decided_on, by, on=None, seen="", **of_a_role):
    """Records what was decided, or corrects it; a correction leaves its trace in history.

    `of_a_role` are the values of Decision.OF_A_ROLE. The letter is filled in from the organisation's
    template, unless somebody has written in it: then it stays as it is, as long as it says the same of
    staying or leaving; history keeps the one that did not. What was given in writing and says
    something else now is not given until it is given again. Raises ValidationError for days out of order, a
    role that lacks its name, words on a role where there is none, and when somebody saved the decision after
    the version `seen`.
    """
    on, record = on or dates.today(), locked(apprentice)
    fields = {"outcome": outcome, "decided_on": decided_on, **WITHOUT_A_ROLE, **of_a_role}
    decision = _of(record) or Decision(apprentice=record, decided_by=by)
    if decision.pk:
        if all(getattr(decision, name) == value for name, value in fields.items()):
            return decision
        versions.refuse_overwriting(decision, seen)
    _refuse(record, fields, on)
    kept = written_by_hand(decision) and not turns(decision, outcome)
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.given_on = None
    if not kept:
        decision.letter = _filled_in(decision, on)
    return save(decision, by=by, on=on, why=LETTER_KEPT if kept else FILLED_IN)


def _refuse(record, fields, on):
    outcome, decided_on, starts_on = (fields.get(name) for name in ("outcome", "decided_on", "starts_on"))
    wrong = {}
    if decided_on > on:
        wrong["decided_on"] = "This day is still to come: record the decision once it was made."
    elif decided_on < record.starts_on:
        wrong["decided_on"] = "It is decided after the first day of learning."
    if not Outcome(outcome).stays:
        wrong |= {name: NO_ROLE for name in Decision.OF_A_ROLE if fields.get(name)}
    elif not fields.get("role"):
        wrong["role"] = "Say which role it is."
    if outcome == Outcome.OTHER_TEAM and not fields.get("team"):
        wrong["team"] = "Say which team it is."
    if starts_on and starts_on < decided_on and "starts_on" not in wrong:
        wrong["starts_on"] = "Choose the day of the decision or a later one."
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def write_letter(apprentice, *, letter, by, on=None, seen=""):
    """Saves the letter as a draft, gaps and all. The same letter is left alone.

    Raises ValidationError without a decision, for one that was given, and when somebody saved it after the
    version `seen`.
    """
    decision = _decided(locked(apprentice))
    if decision.letter == letter:
        return decision
    if decision.given_on:
        raise ValidationError("The letter was given in writing: to change it, give it again.")
    versions.refuse_overwriting(decision, seen)
    decision.letter = letter
    return save(decision, by=by, on=on)


@transaction.atomic
def give_decision(apprentice, *, letter, given_on, by, on=None, seen=""):
    """Gives the decision in writing, as `letter`, on a day: from now on the apprentice reads it.

    Raises ValidationError without a decision, for a day still to come or before it was decided, for another
    letter on a day before the last one was given, for a letter with a gap, and when somebody saved it after
    the version `seen`.
    """
    on, decision = on or dates.today(), _decided(locked(apprentice))
    if (decision.letter, decision.given_on) == (letter, given_on):
        return decision
    versions.refuse_overwriting(decision, seen)
    if given_on > on:
        raise ValidationError({"given_on": "This day is still to come: give it on the day itself."})
    if given_on < decision.decided_on:
        said = dates.words(decision.decided_on)
        raise ValidationError({"given_on": f"It was decided on {said}: choose that day or a later one."})
    last = decision.history.exclude(given_on=None).order_by("-history_id").first()
    if last and last.letter != letter and given_on < last.given_on:
        said = f"Another letter was given on {dates.words(last.given_on)}: choose that day or a later one."
        raise ValidationError({"given_on": said})
    if not letter.strip():
        raise ValidationError({"letter": "Write the letter: it is what the apprentice reads."})
    decision.letter, decision.given_on = letter, given_on
    return save(decision, by=by, on=on)


def _filled_in(decision, on):
    """The organisation's letter for a Decision, with all filled in that is known on a day."""
    records = Apprentice.objects.with_status(on).with_people(on)
    record = records.select_related("person", "standard", "team", "cohort__organisation").get(
        pk=decision.apprentice_id
    )
    texts = EndingTexts.objects.of(record.cohort.organisation)
    text = texts.offer_letter if Outcome(decision.outcome).stays else texts.no_offer_letter
    return filling.fill(text, _facts(record, decision), ending.PLACEHOLDERS)


def _facts(record, decision):
    end_on, starts_on = end_of(record), decision.starts_on
    same_team = decision.outcome == Outcome.SAME_TEAM and record.team
    return {
        "apprentice": record.person.full_name,
        "called": record.person.called,
        "standard": record.standard.name,
        "end": end_on and dates.words(end_on),
        "decided": dates.words(decision.decided_on),
        "role": decision.role,
        "team": decision.team or (same_team and record.team.name),
        "start": starts_on and dates.words(starts_on),
        "pay": decision.pay,
        "next_manager": decision.next_manager,
        "manager": record.manager_name,
        "organisation": record.cohort.organisation.name,
    }


def turns(decision, outcome):
    """Whether another outcome makes the opposite of a Decision: staying, or leaving."""
    return bool(decision.pk) and Outcome(decision.outcome).stays != Outcome(outcome).stays


def written_by_hand(decision):
    """Whether the letter of a Decision is another one than was filled in last. One query."""
    if not decision.letter:
        return False
    filled = decision.history.filter(history_change_reason=FILLED_IN).order_by("-history_id").first()
    return filled is None or filled.letter != decision.letter


def _of(record):
    return Decision.objects.filter(apprentice=record).first()


def _decided(record):
    decision = _of(record)
    if decision is None:
        raise ValidationError(NOTHING_DECIDED)
    return decision
