"""The moves of an apprenticeship, each on its day: the table of apprentices.life says which are allowed.

Every verb returns the record as it is afterwards, and raises ValidationError, by the name of the
argument it is about, for a move that is refused: also to the second of two who move at once.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from apprentices.actions.plan import keep_plans, refuse_ended, set_plan
from apprentices.life import MOVES, Move, end_after_break, out_of_order, refusal, refusal_of_past_break
from apprentices.models import (
    Apprentice,
    BreakInLearning,
    BuddyTerm,
    DeputyTerm,
    FailedAttempt,
    HandoverNote,
    ManagerTerm,
    SentBack,
)
from apprentices.models.leaving import WithdrawalReason
from apprentices.plan import VALUES, corrected, spans
from hackit import dates
from hackit.actions import save, take_away
from hackit.models import User

DAY = timedelta(days=1)


@transaction.atomic
def enrol(*, person, cohort, by, on=None, **fields):
    """A new record for a person in a cohort; `fields` are the other fields of Apprentice.

    `on` is the day on which that is done, here and below: today by default. It is linked to the latest
    apprenticeship that the person had in the same organisation.

    Raises ValidationError, for instance when the person has an apprenticeship that has not ended.
    """
    person = User.objects.select_for_update().get(pk=person.pk)  # two who enrol the same person take turns
    if person.erased_on:
        raise ValidationError("This person was erased in the meantime. Add them anew.")
    record = Apprentice(person=person, cohort=cohort, **fields)
    record.previous = record.previous or Apprentice.objects.before(record)
    return save(record, by=by, on=on)


# --- Breaks ---------------------------------------------------------------------------------------


@transaction.atomic
def begin_break(
    apprentice, *, first_day_away_on, reason, expected_return_on=None, first_day_back_on=None, by, on=None
):
    """A break in learning from a day on; with `first_day_back_on`, one that is over already.

    The planned end of somebody who is back moves by the days away.
    """
    on = on or dates.today()
    record = locked(apprentice)
    if first_day_back_on is None:
        _refuse(record, Move.BEGIN_BREAK, "first_day_away_on", first_day_away_on, on)
    else:
        _refuse_later("first_day_back_on", first_day_back_on, on)
        refuse_ended(record, on)
        if why := refusal_of_past_break(record.facts(), first_day_away_on, first_day_back_on):
            raise ValidationError({"first_day_away_on": why})
    gap = BreakInLearning(
        apprentice=record,
        first_day_away_on=first_day_away_on,
        expected_return_on=expected_return_on,
        first_day_back_on=first_day_back_on,
        reason=reason,
    )
    if first_day_back_on is None:
        save(gap, by=by, on=on)
        return record
    return _move_end(record, gap, None, by, on)


@transaction.atomic
def come_back(gap, *, first_day_back_on, planned_end_on=None, by, on=None):
    """Notes the day on which somebody came back. The planned end moves by the days away.

    With `planned_end_on` that day is agreed instead. The end known before is kept with the break.
    """
    on = on or dates.today()
    record = locked(gap.apprentice)
    gap = as_now(gap)
    if gap.first_day_back_on:
        raise ValidationError(
            {"first_day_back_on": f"The return on {dates.words(gap.first_day_back_on)} is recorded already."}
        )
    _refuse(record, Move.RETURN, "first_day_back_on", first_day_back_on, on)
    gap.first_day_back_on = first_day_back_on
    return _move_end(record, gap, planned_end_on, by, on)


@transaction.atomic
def correct_break(
    gap,
    *,
    first_day_away_on,
    reason,
    why,
    expected_return_on=None,
    first_day_back_on=None,
    planned_end_on=None,
    by,
    on=None,
):
    """Puts the days or the reason of a break right; `why` says in history what was wrong.

    A planned end that the break had moved moves with the correction, one that was agreed otherwise
    stays; with `planned_end_on` that day holds.
    """
    on = on or dates.today()
    record = locked(gap.apprentice)
    gap = as_now(gap)
    if first_day_back_on:
        _refuse_later("first_day_back_on", first_day_back_on, on)
    before = gap.end_before_on or record.planned_end_on
    moved_to = _moved(gap, before)
    following = _following(record, gap, moved_to)
    moved_on = gap.first_day_back_on or first_day_back_on
    gap.first_day_away_on, gap.first_day_back_on = first_day_away_on, first_day_back_on
    gap.expected_return_on, gap.reason = expected_return_on, reason
    gap.end_before_on = before if first_day_back_on else None
    save(gap, by=by, on=on, why=f"Correction: {why}")
    _refuse_disorder(record)
    end = planned_end_on or _shift(record, following, _moved(gap, before) - moved_to, by, on)
    return _agree_end(record, moved_on, end, f"Correction of the break: {why}", by, on)


@transaction.atomic
def cancel_break(gap, *, why, by, on=None):
    """Takes away a break that did not happen; a planned end that it had moved is what it was before."""
    on = on or dates.today()
    record = locked(gap.apprentice)
    gap = as_now(gap)
    before, back_on = gap.end_before_on or record.planned_end_on, gap.first_day_back_on
    moved_to = _moved(gap, before) if gap.end_before_on else before
    following = _following(record, gap, moved_to)
    take_away(gap, by=by, on=on, why=f"Correction: {why}")
    end = _shift(record, following, before - moved_to, by, on)
    return _agree_end(record, back_on, end, f"No break: {why}", by, on)


def _following(record, gap, end):
    """The other breaks that moved the planned end on from `end` to where it is now, in that order.

    None when it does not come from there: then somebody agreed another end since.
    """
    others = {other.end_before_on: other for other in record.breaks.exclude(pk=gap.pk)}
    found = []
    while end != record.planned_end_on:
        if end not in others:
            return None
        found.append(others.pop(end))
        end = _moved(found[-1], end)
    return found


def _shift(record, following, days, by, on):
    """The planned end once a break before is so much longer or shorter; the ends in between move too."""
    if following is None:
        return record.planned_end_on
    for gap in following if days else ():
        gap.end_before_on += days
        save(gap, by=by, on=on)
    return record.planned_end_on + days


def _moved(gap, end):
    """The planned end that a break makes of `end`: the same while they are away."""
    back = gap.first_day_back_on
    return end_after_break(end, gap.first_day_away_on, back) if back else end


def _move_end(record, gap, agreed, by, on):
    """Saves the break of somebody who is back, and moves the planned end to the day `agreed` or by rule."""
    gap.end_before_on = record.planned_end_on
    save(gap, by=by, on=on)
    end = agreed or _moved(gap, record.planned_end_on)
    return _agree_end(record, gap.first_day_back_on, end, "Back from a break", by, on)


def _agree_end(record, from_on, end, why, by, on):
    """Agrees another planned end instead of the one that the record holds, from a day on.

    Where that one was agreed later than the day, from then on: what held before it stays.
    """
    if end == record.planned_end_on:
        return record
    stretches = spans(record.plans(), "planned_end_on")
    since = stretches[-2][1] + DAY if len(stretches) > 1 else record.starts_on
    values = {"planned_end_on": end}
    return set_plan(record, max(from_on or on, since), values, why=why[:200], by=by, on=on)


# --- Gateway, assessment, the end -----------------------------------------------------------------


@transaction.atomic
def reach_gateway(apprentice, *, reached_on, by, on=None):
    """Gateway was reached on a day: learning is done, assessment may begin."""
    record = _refused_or_locked(apprentice, Move.REACH_GATEWAY, "reached_on", reached_on, on)
    record.gateway_on = reached_on
    return save(record, by=by, on=on)


@transaction.atomic
def send_back(apprentice, *, sent_back_on, why, by, on=None):
    """Gateway was sent back to learning on a day; `why` says what was still missing."""
    record = _refused_or_locked(apprentice, Move.SEND_BACK, "sent_back_on", sent_back_on, on)
    turn = SentBack(apprentice=record, reached_on=record.gateway_on, sent_back_on=sent_back_on, why=why)
    record.gateway_on = None
    save(record, by=by, on=on)
    save(turn, by=by, on=on)
    return record


@transaction.atomic
def begin_assessment(apprentice, *, begun_on, by, on=None):
    """The end-point assessment began on a day."""
    record = _refused_or_locked(apprentice, Move.BEGIN_ASSESSMENT, "begun_on", begun_on, on)
    record.assessment_on = begun_on
    return save(record, by=by, on=on)


@transaction.atomic
def fail(apprentice, *, failed_on, resit_on, by, on=None):
    """The assessment was failed on a day and a resit is planned: the person stays in assessment."""
    record = _refused_or_locked(apprentice, Move.FAIL, "failed_on", failed_on, on)
    save(FailedAttempt(apprentice=record, failed_on=failed_on, resit_on=resit_on), by=by, on=on)
    return record


@transaction.atomic
def complete(apprentice, *, completed_on, result, by, on=None):
    """The apprenticeship ended on a day with a value of Apprentice.Result, a fail among them. Final."""
    record = _refused_or_locked(apprentice, Move.COMPLETE, "completed_on", completed_on, on)
    record.completed_on, record.result = completed_on, result
    return save(record, by=by, on=on)


@transaction.atomic
def withdraw(
    apprentice,
    *,
    withdrawn_on,
    reason,
    redundant=False,
    human_reasons=(),
    would_have_kept="",
    by,
    on=None,
):
    """Somebody stops early; `withdrawn_on` is their last day of learning and may be still to come. Final.

    `reason` is a value of WithdrawalReason, `human_reasons` are values of HumanReason.
    """
    record = _refused_or_locked(apprentice, Move.WITHDRAW, "withdrawn_on", withdrawn_on, on)
    _end(record, withdrawn_on, reason, redundant, human_reasons, would_have_kept)
    return save(record, by=by, on=on)


def _end(record, last_on, reason, redundant=False, human_reasons=(), would_have_kept=""):
    record.withdrawn_on, record.withdrawal_reason = last_on, reason
    record.redundant, record.human_reasons = redundant, list(human_reasons)
    record.would_have_kept = would_have_kept


@transaction.atomic
def change_standard(apprentice, *, standard, starts_on, planned_end_on, by, on=None, **fields):
    """Ends this record the day before `starts_on` and begins a linked one with another standard.

    `fields` are other fields of the new record, such as provider, tutor or hours; what is not given is
    taken over, and so are the people beside the apprentice. Returns the new record.
    """
    last_on = starts_on - DAY
    record = _refused_or_locked(apprentice, Move.CHANGE_STANDARD, "starts_on", last_on, on)
    if standard.reference == record.standard.reference:
        raise ValidationError(
            {"standard": "This is the same standard: a new version is a change of the plan."}
        )
    _end(record, last_on, WithdrawalReason.ENDED)
    save(record, by=by, on=on, why=f"Change of standard to {standard}")
    taken_over = {name: getattr(record, name) for name in TAKEN_OVER} | fields
    new = Apprentice(
        previous=record, standard=standard, starts_on=starts_on, planned_end_on=planned_end_on, **taken_over
    )
    save(new, by=by, on=on)
    for model in (ManagerTerm, DeputyTerm, BuddyTerm):
        terms = model.objects.filter(apprentice=record).not_over(max(starts_on, on or dates.today()))
        for term in terms.select_related(*model.named_by):
            days = {"from_on": term.from_on, "until_on": term.until_on}
            copy = model(apprentice=new, **days, **{model.role: term.colleague})
            save(copy, by=by, on=on)
            for note in HandoverNote.objects.filter(term=term.pk) if model is ManagerTerm else ():
                note.term = copy
                save(note, by=by, on=on)
    return new


# What a record with another standard takes over from the one before it.
TAKEN_OVER = (
    "person",
    "cohort",
    "team",
    "provider",
    "tutor",
    "uln",
    "first_day_at_work_on",
    "contract_ends_on",
    "probation_ends_on",
    "weekly_hours",
    "recognised_hours",
    "english_or_maths",
    "under_18",
)


@transaction.atomic
def correct(apprentice, *, why, by, on=None, **fields):
    """Puts facts of a record right, also of one that has ended; `why` stays in its history.

    A value of the plan was wrong from when it was agreed: the versions that held it are put right too.
    Raises ValidationError for facts that do not fit together or are still to come.
    """
    on = on or dates.today()
    record = locked(apprentice)
    plans = record.plans()
    for name, value in fields.items():
        if name in ("gateway_on", "assessment_on", "completed_on") and value != getattr(record, name):
            _refuse_later(name, value, on)
        if name not in VALUES:
            setattr(record, name, value)
    plans = corrected(plans, **{name: value for name, value in fields.items() if name in VALUES})
    return keep_plans(record, plans, why=f"Correction: {why}", by=by, on=on)


# --- What is refused ------------------------------------------------------------------------------


def _refused_or_locked(apprentice, move, name, day, on):
    record = locked(apprentice)
    _refuse(record, move, name, day, on or dates.today())
    return record


def _refuse(record, move, name, day, on):
    """Raises ValidationError about the argument `name` when the move is not allowed on its day."""
    if not MOVES[move].ahead:
        _refuse_later(name, day, on)
    if why := refusal(record.facts(), move, day):
        raise ValidationError({name: why})


def _refuse_later(name, day, on):
    if day and day > on:
        raise ValidationError({name: f"{dates.words(day)} is still to come: record it once it has happened."})


def _refuse_disorder(record):
    if why := out_of_order(record.facts()):
        raise ValidationError(why)
