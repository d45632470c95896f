"""One change of a record in words, each kind of record and of change by a function of its own.

`TOLD` is the table: a new kind of record adds its rows. What coordinators alone may know is told to them
alone, and of what tells more than ordinary facts of work only that it was changed, to nobody what it says.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apprentices.models import (
    AgreedAction,
    Apprentice,
    BreakInLearning,
    BuddyTerm,
    DeputyTerm,
    EarlierPlan,
    FailedAttempt,
    HandoverNote,
    ManagerTerm,
    NextStep,
    Review,
    SentBack,
)
from hackit import dates
from hackit.overview import induction_sentences as induction
from hackit.overview import learning_sentences as learning
from hackit.overview import next_steps_sentences as next_steps
from hackit.overview import plan_history as plans
from hackit.versions import ADDED, CHANGED, TAKEN_AWAY
from workplans.models import LearningEntry, LearningTime, ProtectedAnswer

CORRECTION = "Correction: "

# The facts of a record whose values are told, in this order, and what they are called.
FACTS = {
    "cohort": "the cohort",
    "team": "the team",
    "provider": "the provider",
    "tutor": "the tutor",
    "standard": "the standard",
    "weekly_hours": "weekly hours",
    "planned_end_on": "the planned end",
    "planned_learning_hours": "the planned learning hours",
    "recognised_hours": "the hours recognised as prior learning",
    "first_day_at_work_on": "the first day at work",
    "starts_on": "the first day of learning",
    "contract_ends_on": "the end of the contract",
    "probation_ends_on": "the end of probation",
    "gateway_on": "the day of gateway",
    "assessment_on": "the first day of the assessment",
    "completed_on": "the day of completion",
    "result": "the result",
    "withdrawn_on": "the last day of learning",
}
# Those that only coordinators read of, and without what was there before and after.
COORDINATORS_ALONE = {
    "withdrawal_reason": "the reason for stopping",
    "redundant": "whether it was a redundancy",
    "uln": "the ULN",
    "under_18": "whether they were under 18",
    "english_or_maths": "whether English or maths is to be done",
    "human_reasons": "why they stopped, in human terms",
    "would_have_kept": "what would have kept them",
}
BREAK_FACTS = {
    "first_day_away_on": "the first day away",
    "expected_return_on": "the expected return",
    "first_day_back_on": "the first day back",
}
TERM_FACTS = {"from_on": "the first day", "until_on": "the last day"}


@dataclass(frozen=True)
class Change:
    """One row of a history: what there is `now`, what there was `before`, and what else is known of it.

    Relations are there by their names. `why` is what was said of the change, `effect_on` the first day
    of the plan that was agreed in it, `returned` holds the days of gateways that were sent back.
    `confidential` says that the reader may know what coordinators alone know.
    """

    kind: type
    event: str
    now: dict
    before: dict | None = None
    why: str = ""
    effect_on: date | None = None
    returned: frozenset = frozenset()
    confidential: bool = False

    @property
    def corrects(self):
        """Whether it puts right what was recorded wrongly."""
        return self.why.startswith(CORRECTION)

    def fresh(self, name):
        """Whether a fact that was blank is there now."""
        return not self.before[name] and bool(self.now[name])

    def differs(self, name):
        """Whether a fact is not what it was."""
        return self.before[name] != self.now[name]

    def day(self, name):
        """A day in words."""
        return dates.words(self.now[name])


def phrases(change):
    """What was done in one change: a list of phrases that a name goes before, empty for nothing to tell."""
    return list(TOLD[change.kind, change.event](change))


def said(kind, name, value):
    """The value of one fact in words."""
    if value in (None, ""):
        return "none"
    if isinstance(value, date):
        return dates.words(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    choices = dict(kind._meta.get_field(name).flatchoices or ())
    return str(choices.get(value, value))


def differences(change, labels, told=()):
    """The facts among `labels` that differ, in words: weekly hours from 36 to 30 and the team to Data.

    Those of `told` are told elsewhere.
    """
    found = []
    for name, label in labels.items():
        if name in change.now and change.differs(name) and name not in told:
            before, now = (said(change.kind, name, values[name]) for values in (change.before, change.now))
            found.append(f"{label} to {now}" if change.fresh(name) else f"{label} from {before} to {now}")
    return listed(found)


def listed(words):
    """Words in a row: a, b and c."""
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last


# --- The record -----------------------------------------------------------------------------------


def _record_added(change):
    yield "added this record" + (
        ", which follows an earlier apprenticeship of theirs" if change.now["previous"] else ""
    )


def _record_changed(change):
    told = set()
    for name, tell in HAPPENED.items():
        if change.fresh(name):
            told |= {name, "result"} if name == "completed_on" else {name}
            yield tell(change)
    if change.before["gateway_on"] in change.returned and not change.now["gateway_on"]:
        told.add("gateway_on")
    if facts := differences(change, FACTS, told):
        effect = f", with effect from {dates.words(change.effect_on)}" if change.effect_on else ""
        yield f"{'corrected' if change.corrects else 'changed'} {facts}{effect}"
    if change.differs("quiet_place"):
        yield f"{'changed' if change.before['quiet_place'] else 'named'} the quiet place for learning"
    if change.confidential and not change.fresh("withdrawn_on"):
        hidden = [label for name, label in COORDINATORS_ALONE.items() if change.differs(name)]
        if hidden:
            yield f"changed {listed(hidden)}"


def _withdrawn(change):
    reason = said(Apprentice, "withdrawal_reason", change.now["withdrawal_reason"])
    known = f" ({reason.lower()})" if change.confidential else ""
    return f"recorded that the apprenticeship stops{known}: the last day of learning is " + change.day(
        "withdrawn_on"
    )


HAPPENED = {
    "gateway_on": lambda change: f"recorded gateway, reached on {change.day('gateway_on')}",
    "assessment_on": lambda change: f"recorded the assessment, begun on {change.day('assessment_on')}",
    "completed_on": lambda change: (
        f"recorded the result, {said(Apprentice, 'result', change.now['result']).lower()}, "
        f"on {change.day('completed_on')}"
    ),
    "withdrawn_on": _withdrawn,
}


def _earlier_plan_changed(change):
    if facts := differences(change, FACTS):
        effect = f" from {dates.words(change.effect_on)}" if change.effect_on else ""
        yield f"changed {facts}, for the time{effect} until {change.day('until_on')}"


# --- People ---------------------------------------------------------------------------------------


def _named(change):
    until = f" until {change.day('until_on')}" if change.now["until_on"] else ""
    yield f"named {_colleague(change)} as {change.kind.noun} from {change.day('from_on')}{until}"


def _time_changed(change):
    role, noun = change.kind.role, change.kind.noun
    if change.differs(role):
        yield f"named {_colleague(change)} as {noun} in the place of {change.before[role] or 'somebody'}"
    if "kept_on" in change.now and change.fresh("kept_on"):
        yield f"told that {_colleague(change)} goes on as {noun}"
    if change.fresh("until_on") and not change.differs("from_on"):
        yield f"ended {_colleague(change)}’s time as {noun} on {change.day('until_on')}"
    elif facts := differences(change, TERM_FACTS):
        yield f"changed {_colleague(change)}’s time as {noun}: {facts}"


def _time_taken_away(change):
    yield f"took away {_colleague(change)}’s time as {change.kind.noun} from {change.day('from_on')}"


def _colleague(change):
    return change.now[change.kind.role] or "somebody"


def _note_written(change):
    yield f"wrote the handover note for {_next_manager(change)}"


def _note_changed(change):
    if change.fresh("read_on"):
        yield "read the handover note"
    else:
        yield f"changed the handover note for {_next_manager(change)}"


def _note_taken_away(change):
    yield f"took away the handover note for {_next_manager(change)}"


def _next_manager(change):
    return change.now["term"] or "the next manager"


# --- Breaks, and ways that led back ---------------------------------------------------------------


def _break_added(change):
    words = f"recorded a break in learning from {change.day('first_day_away_on')}"
    if change.now["first_day_back_on"]:
        words += f", back on {change.day('first_day_back_on')}"
    elif change.now["expected_return_on"]:
        words += f", expected back on {change.day('expected_return_on')}"
    yield words


def _break_changed(change):
    told = set()
    if change.fresh("first_day_back_on") and not change.corrects:
        told.add("first_day_back_on")
        yield f"recorded the return from a break on {change.day('first_day_back_on')}"
    facts = [differences(change, BREAK_FACTS, told)]
    if change.confidential and change.differs("reason"):
        facts.append("the reason")
    if any(facts):
        away_on = dates.words(change.before["first_day_away_on"])
        yield f"corrected the break from {away_on}: {listed([words for words in facts if words])}"


def _break_taken_away(change):
    yield f"took away the break from {change.day('first_day_away_on')}"


def _sent_back(change):
    yield (
        f"recorded that the gateway of {change.day('reached_on')} was sent back to learning on "
        f"{change.day('sent_back_on')}"
    )


def _sent_back_changed(change):
    yield f"corrected what is recorded of the gateway sent back on {change.day('sent_back_on')}"


def _sent_back_taken_away(change):
    yield f"took away that the gateway of {change.day('reached_on')} was sent back"


def _failed(change):
    yield (
        f"recorded that the assessment was failed on {change.day('failed_on')}, with a resit planned for "
        f"{change.day('resit_on')}"
    )


def _failed_changed(change):
    if facts := differences(change, {"failed_on": "the day of the fail", "resit_on": "the day of the resit"}):
        yield f"changed {facts}"


def _failed_taken_away(change):
    yield f"took away the fail of {change.day('failed_on')}"


# --- Reviews --------------------------------------------------------------------------------------


def _review_recorded(change):
    yield f"recorded the review of three of {change.day('held_on')}"


def _review_changed(change):
    moved = f": it was held on {change.day('held_on')}" if change.differs("held_on") else ""
    yield f"corrected the review of three of {dates.words(change.before['held_on'])}{moved}"


def _review_taken_away(change):
    yield f"took away the review of three of {change.day('held_on')}"


def _agreed(change):
    talk = "a review" if change.kind is AgreedAction else "a next-steps conversation"
    yield f"noted what {_owner(change)} is to do by {change.day('due_on')}, as agreed in {talk}"


def _agreed_changed(change):
    what = f"what was agreed for {change.day('due_on')}"
    if change.fresh("done_on"):
        yield f"noted that {_owner(change)} has done {what}"
    elif change.differs("done_on"):
        yield f"noted that {_owner(change)} has not done {what} after all"
    else:
        yield f"corrected {what}, to be done by {_owner(change)}"


def _agreed_taken_away(change):
    yield f"took away what {_owner(change)} was to do by {change.day('due_on')}"


def _owner(change):
    return f"the {said(AgreedAction, 'owner', change.now['owner']).lower()}"


def _nothing(change):
    """What another row of the same change tells, or nobody is told."""
    return ()


# (kind of record, what happened to it) -> what tells it.
TOLD = (
    {
        (EarlierPlan, ADDED): _nothing,  # the record that changes with it tells it
        (EarlierPlan, CHANGED): _earlier_plan_changed,
        (EarlierPlan, TAKEN_AWAY): _nothing,
        (Apprentice, ADDED): _record_added,
        (Apprentice, CHANGED): _record_changed,
        (Apprentice, TAKEN_AWAY): _nothing,  # nobody can read the history of a record that is gone
        (BreakInLearning, ADDED): _break_added,
        (BreakInLearning, CHANGED): _break_changed,
        (BreakInLearning, TAKEN_AWAY): _break_taken_away,
        (SentBack, ADDED): _sent_back,
        (SentBack, CHANGED): _sent_back_changed,
        (SentBack, TAKEN_AWAY): _sent_back_taken_away,
        (FailedAttempt, ADDED): _failed,
        (FailedAttempt, CHANGED): _failed_changed,
        (FailedAttempt, TAKEN_AWAY): _failed_taken_away,
        (HandoverNote, ADDED): _note_written,
        (HandoverNote, CHANGED): _note_changed,
        (HandoverNote, TAKEN_AWAY): _note_taken_away,
        (Review, ADDED): _review_recorded,
        (Review, CHANGED): _review_changed,
        (Review, TAKEN_AWAY): _review_taken_away,
        (LearningEntry, TAKEN_AWAY): learning.entry_deleted,
        (LearningTime, ADDED): learning.time_proposed,
        (LearningTime, CHANGED): learning.time_answered,
        (LearningTime, TAKEN_AWAY): learning.time_gone,
        (ProtectedAnswer, ADDED): learning.question_answered,
        (ProtectedAnswer, CHANGED): learning.answer_changed,
        (ProtectedAnswer, TAKEN_AWAY): learning.answer_taken_away,
    }
    | induction.TOLD
    | plans.TOLD
    | next_steps.TOLD
    | {
        (model, event): tell
        for model in (AgreedAction, NextStep)
        for event, tell in ((ADDED, _agreed), (CHANGED, _agreed_changed), (TAKEN_AWAY, _agreed_taken_away))
    }
    | {
        (model, event): tell
        for model in (ManagerTerm, DeputyTerm, BuddyTerm)
        for event, tell in ((ADDED, _named), (CHANGED, _time_changed), (TAKEN_AWAY, _time_taken_away))
    }
)
