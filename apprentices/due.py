"""What is due about an apprentice's people, dates and reviews: DueItems computed from the record.

Never stored. What only happens, without anybody having to do it, is in `apprentices.events`.
"""

from datetime import timedelta

from apprentices.events import events
from apprentices.life import Status
from apprentices.reviews import next_due_on
from hackit import dates
from hackit.access import Relation
from hackit.due import Alike, DueItem
from hackit.models import Joining

# The page where most of it is done.
RECORD = "admin:apprentices_apprentice"
# Days before the first day at work.
MANAGER_NAMED = 28
BUDDY_CHOSEN = 21
TUTOR_KNOWN = 14
INVITED = 14
FIRST_DAY_ASKED = 14
FIRST_DAY_WRITTEN = 7
# Days before the first day of the next manager.
NOTE_WRITTEN = 7
INVITE = {
    Joining.NOT_INVITED: "Invite",
    Joining.NOT_SENT: "The invitation could not be sent: try again for",
    Joining.EXPIRED: "The invitation has expired: send a new one to",
}
# The buddy helps in the first months: after this many days nobody is asked to choose one.
BUDDY_HELPS = 90
# Who answers for what was agreed in a review, by its owner, and how they read of it.
AGREED = {
    "apprentice": (Relation.APPRENTICE, "{what}: agreed in your review"),
    "manager": (Relation.MANAGER, "{what}: agreed in {name}’s review"),
    "provider": (Relation.MANAGER, "Ask the provider: {what}, agreed in {name}’s review"),
    "coordinator": (Relation.COORDINATOR, "{what}: agreed in {name}’s review"),
}


def due_items(apprentice, on):
    """The DueItems of one record fetched with `for_agenda`, as of the day `on`."""
    if not Status(apprentice.status).living:
        return
    for kind in (_people, _first_day, _handover, _reviews, _moves, events):
        yield from kind(apprentice, on)


def has_manager(apprentice):
    """Whether somebody is the manager of a record fetched `with_people`, now or from a later day."""
    return apprentice.manager_name or apprentice.next_manager_on


def lacks_first_day(apprentice, on):
    """Whether they start within two weeks and cannot read yet where to come."""
    first_day = apprentice.first_day_at_work_on
    near = first_day - timedelta(days=FIRST_DAY_ASKED) <= on < first_day
    return near and not apprentice.first_day_shown


def review_due_on(apprentice):
    """The day by which the next review of three is due; None while nobody is in learning.

    The record comes with its status and `with_review_days`.
    """
    if apprentice.status != Status.LEARNING:
        return None
    return next_due_on(apprentice.starts_on, apprentice.last_review_on, apprentice.last_back_on)


def task(apprentice, due_on, title, route, about=None, owner=Relation.COORDINATOR, alone=False, alike=None):
    """A DueItem of something to do; what a manager would do falls to the coordinator while there is none.

    It is done on the page `route`, about the apprentice or about the record with the key `about`. `alike` is
    what stands for many of its kind.
    """
    if owner == Relation.MANAGER and not apprentice.manager_name:
        owner = Relation.COORDINATOR
    return DueItem(
        due_on=due_on,
        title=title,
        owner=owner,
        apprentice_id=apprentice.pk,
        alone=alone,
        alike=alike,
        route=(route, about or apprentice.pk),
    )


def lack(key, words):
    """The Alike of what many records miss, with the key by which the list of apprentices finds them."""
    return Alike(words, "apprentices", f"?missing={key}")


def _people(apprentice, on):
    name = apprentice.person.full_name

    def before_first_day(days, words, *where, **more):
        due_on = apprentice.first_day_at_work_on - timedelta(days=days)
        return task(apprentice, due_on, f"{words} {name}", *where, **more)

    if not has_manager(apprentice):
        yield before_first_day(
            MANAGER_NAMED,
            "Name the manager of",
            f"{RECORD}_handover",
            alike=lack("manager", "Name the managers of {number} people"),
        )
    if not apprentice.has_had_buddy and on <= apprentice.first_day_at_work_on + timedelta(days=BUDDY_HELPS):
        yield before_first_day(BUDDY_CHOSEN, "Choose a buddy for", "set_buddy", owner=Relation.MANAGER)
    if not apprentice.tutor_id:
        words = "Add the name of the tutor of"
        yield before_first_day(
            TUTOR_KNOWN,
            words,
            "change_tutor",
            owner=Relation.MANAGER,
            alike=lack("tutor", "Add the names of the tutors of {number} people"),
        )
    if apprentice.joining in INVITE and apprentice.person.is_active:
        words, person = INVITE[apprentice.joining], apprentice.person_id
        yield before_first_day(
            INVITED,
            words,
            "admin:hackit_user_change",
            person,
            alike=lack("sign-in", "Invite {number} people"),
        )


def _first_day(apprentice, on):
    if lacks_first_day(apprentice, on):
        yield task(
            apprentice,
            apprentice.first_day_at_work_on - timedelta(days=FIRST_DAY_WRITTEN),
            f"Write the first-day page for {apprentice.person.full_name}",
            "write_first_day",
            owner=Relation.MANAGER,
            alike=lack("first-day", "Write the first-day pages for {number} people"),
        )


def _handover(apprentice, on):
    """The note is between two managers: no deputy stands in for them."""
    name, day = apprentice.person.full_name, apprentice.next_manager_on
    if day and apprentice.manager_name and not apprentice.next_manager_note:
        yield task(
            apprentice,
            day - timedelta(days=NOTE_WRITTEN),
            f"Write the handover note about {name} before {apprentice.next_manager_name} "
            f"takes over on {dates.words(day)}",
            "handover",
            owner=Relation.MANAGER,
            alone=True,
        )
    if apprentice.note_unread_since:
        yield task(
            apprentice,
            apprentice.note_unread_since,
            f"Read the handover note about {name}",
            "handover",
            owner=Relation.MANAGER,
            alone=True,
        )


def _reviews(apprentice, on):
    name = apprentice.person.full_name
    if due_on := review_due_on(apprentice):
        title = f"Hold the next review of three with {name}"
        yield task(apprentice, due_on, title, "record_review", owner=Relation.MANAGER)
    for agreed in apprentice.still_agreed:
        owner, words = AGREED[agreed.owner]
        title = words.format(what=agreed.what, name=name)
        yield task(apprentice, agreed.due_on, title, "reviews", owner=owner)


def _moves(apprentice, on):
    """What should have happened by now and is not recorded. A break moves the planned end by itself."""
    name, status = apprentice.person.full_name, apprentice.status
    passed = (
        (
            Status.BREAK,
            apprentice.expected_back_on,
            "Expected back from the break: record the return of",
            "return",
        ),
        (
            Status.LEARNING,
            apprentice.planned_end_on,
            "Planned end has passed: record gateway, a new end or the withdrawal of",
            "change",
        ),
        (
            Status.ASSESSMENT,
            apprentice.resit_on,
            "The day of the resit has passed: record the result of",
            "result",
        ),
    )
    for needed, day, words, page in passed:
        if status == needed and day and day < on:
            yield task(apprentice, day, f"{words} {name}", f"{RECORD}_{page}")
