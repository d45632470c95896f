"""What is done with the work plan of a month: written, shared, agreed, reflected on, reviewed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from hackit import dates, versions
from hackit.actions import save
from workplans import months, work_plan
from workplans.models import WorkPlan
from workplans.work_plan import State, Step

REVIEWED = "This month is reviewed and stays as it is. Whoever reviews it can reopen it."


@transaction.atomic
def write_aim(apprentice, month, *, aim, by, on=None, seen=""):
    """Writes the aim of a month; once the plan was agreed, the apprentice is asked about the new one.

    The first word makes the plan. Raises ValidationError for a month without plan, a reviewed one, and when
    somebody wrote another aim after the version `seen`.
    """
    on = on or dates.today()
    plan = plan_to_write(locked(apprentice), month, on)
    if not plan.pk and not aim.strip():
        raise ValidationError({"aim": "Write what the month is for."})
    if plan.aim == aim:
        return plan
    if plan.aim:
        versions.refuse_overwriting(plan, seen, ["aim"])
    plan.aim = aim
    agreed = plan.history.filter(**WorkPlan.AGREED).first() if plan.pk else None
    same = agreed and agreed.aim == aim
    plan.aim_asked_at = None if same else plan.aim_asked_at or asked_at(plan, by, on)
    return save(plan, by=by, on=on)


@transaction.atomic
def share(plan, *, by, on=None):
    """Shares a plan, so that the apprentice can agree to it; a shared one is left alone.

    Raises ValidationError for a plan without an aim and without an item.
    """
    on, plan = on or dates.today(), _locked(plan)
    if plan.state != State.DRAFT:
        return plan
    if not plan.aim and not plan.items.taken_in().exists():
        raise ValidationError("There is nothing to share yet: write an aim or an item first.")
    plan.shared_at, plan.shared_by = dates.moment(on), by
    return save(plan, by=by, on=on)


@transaction.atomic
def agree_plan(plan, *, seen, by, on=None):
    """The apprentice agrees to a plan, or to what has changed in it since they did.

    `seen` is the fingerprint of what they read. Raises ValidationError when it has changed since, and while
    there is nothing to agree.
    """
    on, plan = on or dates.today(), _locked(plan)
    items = list(plan.items.select_related("project"))
    asked = [item for item in items if item.asked_at]
    if plan.agreed_at and not asked and not plan.aim_asked_at:
        return plan
    _refuse(plan, Step.AGREE, on)
    if seen != fingerprint(plan, items):
        raise ValidationError("The plan was changed while you read it. Read it again, then agree.")
    for item in asked:
        item.asked_at = None
        save(item, by=by, on=on)
    plan.agreed_at, plan.aim_asked_at = dates.moment(on), None
    return save(plan, by=by, on=on)


@transaction.atomic
def reflect(plan, *, words, by, on=None, seen=""):
    """The apprentice looks back on a month: `words` are the values of WorkPlan.REFLECTION.

    Raises ValidationError before the last week of the month, once it is reviewed, for nothing at all, and
    when they were written anew after the version `seen`.
    """
    on, plan = on or dates.today(), _locked(plan)
    if plan.reflected_at and all(getattr(plan, name) == words[name] for name in WorkPlan.REFLECTION):
        return plan
    _refuse(plan, Step.REFLECT, on)
    if not any(words[name].strip() for name in WorkPlan.REFLECTION):
        raise ValidationError("Write a sentence on at least one of these.")
    versions.refuse_overwriting(plan, seen, WorkPlan.REFLECTION)
    for name in WorkPlan.REFLECTION:
        setattr(plan, name, words[name])
    plan.reflected_at = plan.reflected_at or dates.moment(on)
    return save(plan, by=by, on=on)


@transaction.atomic
def review(plan, *, review, by, on=None, seen=""):
    """The manager or a deputy reviews a month; the same words again are left alone.

    It takes the month to be over, or reflected on. Raises ValidationError otherwise, for a review without a
    word, and when somebody else reviewed it after the version `seen`.
    """
    on, plan = on or dates.today(), _locked(plan)
    if plan.reviewed_at and plan.review == review:
        return plan
    _refuse(plan, Step.REVIEW, on)
    if not review.strip():
        raise ValidationError({"review": "Write a sentence about the month."})
    versions.refuse_overwriting(plan, seen, ["review"])
    plan.review, plan.reviewed_at, plan.reviewed_by = review, dates.moment(on), by
    return save(plan, by=by, on=on)


@transaction.atomic
def reopen(plan, *, by, on=None):
    """Opens a reviewed month again; what the review said stays until it is written anew."""
    on, plan = on or dates.today(), _locked(plan)
    if not plan.reviewed_at:
        return plan
    plan.reviewed_at = plan.reviewed_by = None
    return save(plan, by=by, on=on)


def plan_to_write(record, month, on):
    """The plan of a locked record for a month, unsaved while there is none.

    Raises ValidationError for a month that can have none, and for a reviewed one.
    """
    refused = months.refusal_of_month(record, month, on)
    if refused:
        raise ValidationError(refused)
    plan = record.work_plans.filter(month_on=month).first() or WorkPlan(apprentice=record, month_on=month)
    if plan.state == State.REVIEWED:
        raise ValidationError(REVIEWED)
    return plan


def asked_at(plan, by, on):
    """The instant from which the apprentice is asked about a change of `by`; None when they need not be."""
    asks = plan.agreed_at and by.pk != plan.apprentice.person_id
    return dates.moment(on) if asks else None


def fingerprint(plan, items):
    """What somebody agrees to, as a page carries it along: another aim or item makes another one.

    How far they have come with an item themselves makes none.
    """
    read = [
        [*sorted(item.said().items()), item.state in work_plan.GIVEN_UP]
        for item in items
        if not item.suggested_at
    ]
    return work_plan.fingerprint([plan.aim, *read])


def _locked(plan):
    """The plan as it is now; nobody else changes it until this transaction ends."""
    locked(plan.apprentice)
    return as_now(plan, "apprentice")


def _refuse(plan, step, on):
    last = months.last_day(plan.apprentice, plan.month_on, on)
    refused = work_plan.refusal(step, plan.state, last, on)
    if refused:
        raise ValidationError(refused)
