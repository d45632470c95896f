"""Changes of the plan: what was agreed, from which day on, and why."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import lock_all, locked
from apprentices.life import Move, refusal
from apprentices.models import EarlierPlan
from apprentices.plan import VALUES, changed, on_day
from hackit import dates
from hackit.actions import save
from providers.models import Contact

# What lists, filters and contacts show as it is: a change is recorded once it has happened.
AT_ONCE = {"provider": "provider", "tutor": "tutor", "team": "team", "standard": "version of the standard"}


@transaction.atomic
def change_plan(apprentice, *, from_on, why="", by, on=None, **values):
    """Agrees other values of the plan (see apprentices.plan.VALUES) from a day on. Returns the record.

    The values that held before are kept with their last day. With another provider and no tutor named,
    the tutor is not known yet. Raises ValidationError when nothing would change, when the record has
    ended, and for a day that does not fit.
    """
    on = on or dates.today()
    record = locked(apprentice)
    refuse_ended(record, on)
    if refused := refusal(record.facts(), Move.CHANGE_PLAN, from_on):
        raise ValidationError({"from_on": refused})
    for name, words in AT_ONCE.items():
        if name in values and from_on > on:
            raise ValidationError(
                {"from_on": f"A change of {words} is recorded once it has happened: choose today or earlier."}
            )
    if "standard" in values and values["standard"].reference != record.standard.reference:
        raise ValidationError({"standard": "Another standard is a new record: change the standard instead."})
    if "provider" in values and "tutor" not in values and values["provider"] != record.provider:
        values["tutor"] = None
    return set_plan(record, from_on, values, why=why, by=by, on=on)


@transaction.atomic
def change_to_new_tutor(apprentice, *, name, email="", from_on, by, on=None):
    """Makes somebody at the provider whom nobody here has noted yet the tutor. Returns the record.

    Raises ValidationError without a provider, for an address that another contact has, and what
    `change_plan` raises.
    """
    lock_all([apprentice.pk])
    place, provider = apprentice.cohort.organisation, apprentice.provider
    if provider is None:
        raise ValidationError("There is no provider yet: its tutor can be saved once there is.")
    new = Contact(organisation=place, provider=provider, name=name, email=email)
    same = Contact.objects.filter(organisation=place, provider=provider, part=new.part)
    tutor = same.filter(name__iexact=name, email__iexact=email).first() or save(new, by=by, on=on)
    return change_plan(apprentice, from_on=from_on, tutor=tutor, by=by, on=on)


def set_plan(record, from_on, values, *, why, by, on):
    """Sets values of the plan of a locked record from a day on. Returns it.

    Raises ValidationError when nothing would change.
    """
    plans = record.plans()
    before = on_day(plans, from_on)
    values = {name: value for name, value in values.items() if getattr(before, name) != value}
    if not values:
        raise ValidationError("Nothing would change: this is what is agreed for that day already.")
    return keep_plans(record, changed(plans, from_on, **values), why=why, by=by, on=on)


def keep_plans(record, plans, *, why, by, on):
    """Saves the versions of the plan of a locked record; the last one is the record itself. Returns it.

    What was agreed and changed before the first day of learning never held: it is not a version.
    """
    *earlier, now = plans
    known = {one.until_on: one for one in EarlierPlan.with_names.filter(apprentice=record)}
    for plan in earlier:
        if plan.until_on < record.starts_on:
            continue
        row = known.get(plan.until_on) or EarlierPlan(apprentice=record, until_on=plan.until_on, why=why)
        if row.pk and row.plan() == plan:
            continue
        for name in VALUES:
            setattr(row, name, getattr(plan, name))
        save(row, by=by, on=on)
    for name in VALUES:
        setattr(record, name, getattr(now, name))
    return save(record, by=by, on=on, why=why)


def refuse_ended(record, on):
    """Raises ValidationError once a record has ended: only a correction changes it then."""
    if record.ended_on and record.ended_on <= on:
        raise ValidationError(f"It ended on {dates.words(record.ended_on)}: correct the record instead.")
