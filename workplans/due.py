"""What is due about an apprentice's learning: DueItems computed from the record. Never stored."""

from datetime import timedelta

from django.utils import timezone

from apprentices.due import task
from apprentices.life import Status
from hackit import dates
from hackit.access import Relation
from hackit.due import DueItem
from workplans.learning_time import PLANNING
from workplans.log import DAYS_TO_ANSWER, entries_in_words
from workplans.months import BLOCK_MONTHS, first_of, last_of, months

# The pages where it is done.
LEARNING, TIME, PROTECTED = "learning", "learning_time", "protected"
# The page where everything that waits for a manager is answered, whoever's it is.
TO_ACCEPT = "to_accept"
# Days after it was sent, returned, proposed or answered.
ACCEPTED, CORRECTED, ANSWERED, TALKED = DAYS_TO_ANSWER, 7, 7, 7
# Days after the first day of learning, or after the last learning time ended.
TIME_AGREED = 14
# The day of a month by which it is said how the one before was.
SAID_BY = 7
# A month with fewer days of learning is not asked about.
WORTH_ASKING = 7


def due_items(apprentice, on):
    """The DueItems of one record fetched with `for_agenda` and `with_learning_due`, as of the day `on`."""
    if not Status(apprentice.status).living:
        return
    for kind in (_entries, _proposal, _no_time, _question, _empty_month, _talk):
        yield from kind(apprentice, on)


def asked_about(apprentice, on):
    """The first day of the month that the question about protected time is asked of on a day, or None.

    It is last month, when it held enough days of learning. The record comes `with_learning_due`.
    """
    month = _last_month(on)
    return month if _days_of_learning(apprentice, month) >= WORTH_ASKING else None


def _item(apprentice, owner, due_on, title, route, alone=False):
    return DueItem(due_on, title, owner, apprentice.pk, alone=alone, route=(route, apprentice.pk))


def _entries(apprentice, on):
    name = apprentice.person.full_name
    if apprentice.waiting:
        due_on = _day(apprentice.waiting_since) + timedelta(days=ACCEPTED)
        title = f"Accept {entries_in_words(apprentice.waiting)} of learning of {name}"
        yield DueItem(due_on, title, Relation.MANAGER, apprentice.pk, route=(TO_ACCEPT,))
    if apprentice.returned:
        due_on = _day(apprentice.returned_since) + timedelta(days=CORRECTED)
        returned = "was" if apprentice.returned == 1 else "were"
        title = f"Correct {entries_in_words(apprentice.returned)} of learning that {returned} returned"
        yield _item(apprentice, Relation.APPRENTICE, due_on, title, LEARNING)


def _proposal(apprentice, on):
    """The other side owes an answer; nobody but a manager or a deputy gives that of the manager."""
    if apprentice.proposed_since is None or apprentice.status not in PLANNING:
        return
    due_on = _day(apprentice.proposed_since) + timedelta(days=ANSWERED)
    if apprentice.proposed_by_apprentice:
        title = f"Answer the learning time that {apprentice.person.full_name} proposes"
        yield _item(apprentice, Relation.MANAGER, due_on, title, TIME)
    else:
        title = "Answer the learning time that was proposed to you"
        yield _item(apprentice, Relation.APPRENTICE, due_on, title, TIME)


def _no_time(apprentice, on):
    agreed = apprentice.has_learning_time or apprentice.proposed_since
    if agreed or apprentice.status != Status.LEARNING:
        return
    days = (apprentice.starts_on, apprentice.last_back_on, apprentice.learning_time_ended_on)
    due_on = max(filter(None, days)) + timedelta(days=TIME_AGREED)
    title = f"Agree with {apprentice.person.full_name} when there is time for learning"
    yield _item(apprentice, Relation.MANAGER, due_on, title, TIME)


def _question(apprentice, on):
    month = asked_about(apprentice, on)
    if month and apprentice.status == Status.LEARNING and not apprentice.answered_last_month:
        title = f"Was your learning time protected in {month:%B}?"
        yield _item(apprentice, Relation.APPRENTICE, on.replace(day=SAID_BY), title, PROTECTED)


def _empty_month(apprentice, on):
    """Some learning must happen in every month; the rule is that of `workplans.months`."""
    month, name = _last_month(on), apprentice.person.full_name
    if apprentice.status != Status.LEARNING or not _days_of_learning(apprentice, month):
        return
    empty = len(list(months(_first_empty_month(apprentice), month)))
    if empty >= (BLOCK_MONTHS if apprentice.learns_in_blocks else 1):
        title = f"No learning of {name} is logged in {month:%B}: ask what was in the way"
        due_on = on.replace(day=SAID_BY)
        yield task(apprentice, due_on, title, LEARNING, owner=Relation.MANAGER)


def _first_empty_month(apprentice):
    """The month after the last one with learning in it; after a break it is counted anew."""
    days = [apprentice.starts_on, apprentice.last_back_on]
    if apprentice.last_logged_on:
        days.append(dates.add_months(first_of(apprentice.last_logged_on), 1))
    return max(first_of(day) for day in days if day)


def _talk(apprentice, on):
    """What was answered is for coordinators alone: nobody stands in, and a manager reads nothing of it."""
    if apprentice.twice_not_protected:
        due_on = apprentice.twice_not_protected + timedelta(days=TALKED)
        title = f"Talk with {apprentice.person.full_name} about protected learning time"
        yield _item(apprentice, Relation.COORDINATOR, due_on, title, PROTECTED, alone=True)


def _last_month(on):
    return dates.add_months(first_of(on), -1)


def _days_of_learning(apprentice, month):
    """The days of last month on which the apprentice was in learning; at least 0."""
    days = (last_of(month) - max(month, apprentice.starts_on)).days + 1
    away = filter(None, (apprentice.away_last_month, apprentice.at_gateway_last_month))
    return max(0, days - sum(time.days for time in away))


def _day(instant):
    return timezone.localtime(instant, dates.LONDON).date()
