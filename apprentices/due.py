"""What is due about an apprentice's people and dates: DueItems computed from the record, never stored."""

from datetime import timedelta

from apprentices.life import Status
from hackit.access import Relation
from hackit.due import DueItem, Window
from hackit.models import Joining

# Days before the first day at work.
MANAGER_NAMED = 28
BUDDY_CHOSEN = 21
TUTOR_KNOWN = 14
INVITED = 14
FIRST_DAY_ASKED = 14
FIRST_DAY_WRITTEN = 7
INVITE = {
    Joining.NOT_INVITED: "Invite",
    Joining.NOT_SENT: "The invitation could not be sent: try again for",
    Joining.EXPIRED: "The invitation has expired: send a new one to",
}
# The buddy helps in the first months: after this many days nobody is asked to choose one.
BUDDY_HELPS = 90


def due_items(apprentice, on):
    """The DueItems of one record as of the day `on`.

    The record comes with `for_overview` and `with_joining` of its queryset.
    """
    if not Status(apprentice.status).living:
        return
    yield from _people(apprentice, on)
    if _lacks_first_day(apprentice, on):
        yield _task(
            apprentice,
            apprentice.first_day_at_work_on - timedelta(days=FIRST_DAY_WRITTEN),
            "Write the first-day page for",
            ("write_first_day", apprentice.pk),
            owner=Relation.MANAGER if apprentice.manager_name else Relation.COORDINATOR,
        )
    yield from _events(apprentice, on)
    back_on = apprentice.expected_back_on
    if back_on and back_on < on and apprentice.status == Status.BREAK:
        yield _task(apprentice, back_on, "Expected back from the break: record the return of")
    if apprentice.planned_end_on < on and not apprentice.gateway_on:
        yield _task(
            apprentice,
            apprentice.planned_end_on,
            "Planned end has passed: record gateway, a new end or the withdrawal of",
        )


def _people(apprentice, on):
    first_day = apprentice.first_day_at_work_on
    if not _has_manager(apprentice):
        yield _task(apprentice, first_day - timedelta(days=MANAGER_NAMED), "Name the manager of")
    if not apprentice.has_had_buddy and on <= first_day + timedelta(days=BUDDY_HELPS):
        yield _task(apprentice, first_day - timedelta(days=BUDDY_CHOSEN), "Choose a buddy for")
    if not apprentice.tutor_id:
        yield _task(apprentice, first_day - timedelta(days=TUTOR_KNOWN), "Add the name of the tutor of")
    if apprentice.joining in INVITE and apprentice.person.is_active:
        person = ("admin:hackit_user_change", apprentice.person_id)
        yield _task(apprentice, first_day - timedelta(days=INVITED), INVITE[apprentice.joining], person)


def _lacks_first_day(apprentice, on):
    """Whether they start within two weeks and cannot read yet where to come."""
    first_day = apprentice.first_day_at_work_on
    near = first_day - timedelta(days=FIRST_DAY_ASKED) <= on < first_day
    return near and not apprentice.first_day_shown


def _task(apprentice, due_on, words, route=None, owner=Relation.COORDINATOR):
    return DueItem(
        due_on=due_on,
        title=f"{words} {apprentice.person.full_name}",
        owner=owner,
        apprentice_id=apprentice.pk,
        route=route or ("admin:apprentices_apprentice_change", apprentice.pk),
    )


def _events(apprentice, on):
    name = apprentice.person.full_name
    told = (
        (apprentice.first_day_at_work_on, "Your first day at work", f"{name}’s first day at work"),
        (apprentice.starts_on, "Your first day of learning", f"{name}’s first day of learning"),
        (apprentice.probation_ends_on, "Your probation ends", f"{name}’s probation ends"),
        (
            None if apprentice.gateway_on else apprentice.planned_end_on,
            "Planned end of your learning",
            f"Planned end of {name}’s learning",
        ),
        (apprentice.contract_ends_on, "Your contract ends", f"{name}’s contract ends"),
    )
    for day, to_apprentice, to_others in told:
        if not day or day < on:
            continue
        owners = {Relation.APPRENTICE: to_apprentice, Relation.MANAGER: to_others}
        if day == apprentice.first_day_at_work_on:
            owners[Relation.BUDDY] = to_others
        for owner, title in owners.items():
            yield DueItem(
                due_on=day,
                title=title,
                owner=owner,
                apprentice_id=apprentice.pk,
                happens=True,
                route=("apprentice", apprentice.pk),
            )


# What a record can miss: the words of a filter, the words behind a number of people, and the question.
MISSING = {
    "late": ("Something is late", "with something late", lambda record, on: _late(record, on)),
    "manager": ("No manager", "without a manager", lambda record, on: not _has_manager(record)),
    "tutor": ("No tutor", "without a tutor", lambda record, on: not record.tutor_id),
    "first-day": (
        "No first-day page",
        "without a first-day page",
        lambda record, on: _lacks_first_day(record, on),
    ),
    "sign-in": ("Not joined yet", "not joined yet", lambda record, on: record.joining != Joining.JOINED),
}


def missing(apprentice, on):
    """The keys of MISSING that hold for a record still in its apprenticeship on the day `on`."""
    if not Status(apprentice.status).living:
        return set()
    return {key for key, (_, _, asks) in MISSING.items() if asks(apprentice, on)}


def _has_manager(apprentice):
    return apprentice.manager_name or apprentice.next_manager_on


def _late(apprentice, on):
    return any(
        item.owner == Relation.COORDINATOR and item.window(on) == Window.LATE
        for item in due_items(apprentice, on)
    )
