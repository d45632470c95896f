"""What a record can miss: the filter of the list, and the numbers of a cohort."""

from apprentices.due import due_items, has_manager, lacks_first_day, review_due_on
from apprentices.life import Status
from hackit.access import Relation
from hackit.due import Window
from hackit.models import Joining

# The words of the filter, the words behind a number of people, and the question.
MISSING = {
    "late": ("Something is late", "with something late", lambda record, on: _late(due_items(record, on), on)),
    "manager": ("No manager", "without a manager", lambda record, on: not has_manager(record)),
    "tutor": ("No tutor", "without a tutor", lambda record, on: not record.tutor_id),
    "first-day": (
        "No first-day page",
        "without a first-day page",
        lambda record, on: lacks_first_day(record, on),
    ),
    "review": ("Review late", "with a late review", lambda record, on: _review_late(record, on)),
    "sign-in": ("Not joined yet", "not joined yet", lambda record, on: record.joining != Joining.JOINED),
}


def missing(apprentice, on, also=()):
    """The keys of MISSING that hold for a record fetched with `for_agenda`, while it is living.

    `also` are DueItems about the record that other apps know of: they can be late too.
    """
    if not Status(apprentice.status).living:
        return set()
    found = {key for key, (_, _, asks) in MISSING.items() if asks(apprentice, on)}
    return found | {"late"} if _late(also, on) else found


def _late(items, on):
    return any(item.owner == Relation.COORDINATOR and item.window(on) == Window.LATE for item in items)


def _review_late(apprentice, on):
    due_on = review_due_on(apprentice)
    return bool(due_on and due_on < on)
