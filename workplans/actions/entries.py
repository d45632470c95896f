"""What is done with the log: writing it, sending it again, accepting it, returning it.

Whoever writes takes the apprentice's record first, so that the hours of a day are counted once; whoever
answers takes the entries, and what was changed since they read it is left alone.
"""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from simple_history.utils import bulk_create_with_history

from apprentices.actions.locking import as_now, locked
from hackit import dates
from hackit.actions import save, take_away
from workplans.log import State, entries_in_words, in_words, refusal_of_day, refusal_of_time
from workplans.models import LearningEntry

AT_ONCE = 500  # rows of one statement
_CHANGE_IT = "Change the entry in your log, or say in other words what this one was."
NEARLY_SAME = {
    "in_paid_time": f"This is in your log already, with the other answer to this. {_CHANGE_IT}",
    "link": f"This is in your log already, with another link or none. {_CHANGE_IT}",
}
OWN = "You cannot answer your own learning: your manager or another deputy does."


@dataclass(frozen=True)
class Draft:
    """What somebody says of one piece of learning; `minutes` in quarters of an hour."""

    learned_on: date
    minutes: int
    kind: str
    what: str
    in_paid_time: bool = True
    link: str = ""


@dataclass(frozen=True)
class Logged:
    """What became of drafts: the new entries, and how many were in the log already."""

    entries: list
    known: int


# --- The apprentice -------------------------------------------------------------------------------


@transaction.atomic
def log(apprentice, drafts, *, by, on=None, source=LearningEntry.Source.TYPED):
    """Adds Drafts to the log, all or none, and says what became of them as Logged.

    A draft that stands there word for word already is known and not added again: a button pressed twice
    has one effect, and of two drafts that are the same one is known where one entry stands there. Raises
    ValidationError for the first draft that is refused, by the name of its field, with `draft`, its number,
    among the params; a typed one is refused, too, when only paid time or link differ from an entry.
    """
    on = on or dates.today()
    record = locked(apprentice)
    facts, logged = record.facts(), _minutes_by_day(record)
    there, fresh = _there(record, drafts), []
    for number, draft in enumerate(drafts):
        if claim(there[same(draft)], draft):
            continue
        if source == LearningEntry.Source.TYPED:
            _refuse_nearly_same(there[same(draft)], draft, number)
        _refuse(draft, facts, logged[draft.learned_on], on, number)
        logged[draft.learned_on] += draft.minutes
        fresh.append(_entry(record, draft, source, on, number))
    entries = bulk_create_with_history(
        fresh, LearningEntry, batch_size=AT_ONCE, default_user=by, default_date=dates.moment(on)
    )
    return Logged(entries, len(drafts) - len(fresh))


@transaction.atomic
def correct(entry, draft, *, by, on=None):
    """Puts an entry right with a Draft and sends it again: an accepted or returned one waits anew.

    An entry that is the same already is left alone, unless it was returned. Raises ValidationError as
    `log` does, and when the entry is gone; a day that stays is not asked about again, so that an entry can
    be put right when a break around it was recorded later.
    """
    on = on or dates.today()
    record = locked(entry.apprentice)
    entry = as_now(entry)
    words = asdict(draft)
    same = all(getattr(entry, name) == value for name, value in words.items())
    if same and entry.state != State.RETURNED:
        return entry
    others = record.learning_entries.exclude(pk=entry.pk).filter(learned_on=draft.learned_on)
    minutes = others.aggregate(all=Sum("minutes"))["all"] or 0
    _refuse(draft, record.facts(), minutes, on, known_on=entry.learned_on)
    for name, value in words.items():
        setattr(entry, name, value)
    _submit(entry, on)
    return save(entry, by=by, on=on)


@transaction.atomic
def take_out(entry, *, by, on=None):
    """Deletes an entry; its history keeps it, and `bring_back` brings it back the same day."""
    on = on or dates.today()
    locked(entry.apprentice)
    take_away(as_now(entry), by=by, on=on)


@transaction.atomic
def bring_back(apprentice, pk, *, by, on=None):
    """Brings back the entry of an apprentice with the key `pk` that was deleted on the day `on` (today).

    It waits to be accepted, unless it was returned. An entry that stands there already is left alone.
    Raises ValidationError when none was deleted that day, or when its day has no room or is none of
    learning any more.
    """
    on = on or dates.today()
    record = locked(apprentice)
    there = record.learning_entries.filter(pk=pk).first()
    if there:
        return there
    version = deleted(record, on).filter(id=pk).order_by("-history_id").first()
    if version is None:
        raise ValidationError("An entry can be brought back on the day it was deleted: log it anew.")
    entry = version.instance
    _refuse(entry, record.facts(), _minutes_by_day(record)[entry.learned_on], on)
    if entry.state == State.ACCEPTED:
        _submit(entry, on)
    return save(entry, by=by, on=on, why="Brought back")


def deleted(apprentice, on):
    """What history keeps of the entries of an apprentice that were deleted on a day and are still gone."""
    rows = LearningEntry.history.filter(apprentice=apprentice.pk, history_type="-")
    return rows.filter(history_date__date=on).exclude(id__in=apprentice.learning_entries.values("pk"))


def _refuse(draft, facts, others, on, number=0, known_on=None):
    day = None if draft.learned_on == known_on else refusal_of_day(facts, draft.learned_on, on)
    time = refusal_of_time(draft.minutes, others)
    errors = {
        name: ValidationError(words, params={"draft": number})
        for name, words in (("learned_on", day), ("minutes", time))
        if words
    }
    if errors:
        raise ValidationError(errors)


def _refuse_nearly_same(entries, draft, number):
    if entries:
        paid = any(entry.in_paid_time == draft.in_paid_time for entry in entries)
        name = "link" if paid else "in_paid_time"
        raise ValidationError({name: ValidationError(NEARLY_SAME[name], params={"draft": number})})


def _entry(record, draft, source, on, number):
    entry = LearningEntry(apprentice=record, source=source, submitted_at=dates.moment(on), **asdict(draft))
    try:
        entry.clean_fields(exclude={"apprentice"})
    except ValidationError as error:
        for errors in error.error_dict.values():
            for one in errors:
                one.params = {**(one.params or {}), "draft": number}
        raise
    return entry


def _submit(entry, on):
    entry.state, entry.submitted_at = State.SUBMITTED, dates.moment(on)
    entry.answered_at = entry.answered_by = None
    entry.returned_because = ""


def _minutes_by_day(record):
    rows = record.learning_entries.order_by().values_list("learned_on").annotate(Sum("minutes"))
    return Counter(dict(rows))


def same(draft):
    """What two entries, or a Draft and an entry, have in common when they say the same, word for word.

    Paid time and link may differ: `claim` looks at these.
    """
    return draft.learned_on, draft.minutes, draft.kind, " ".join(draft.what.split()).casefold()


def claim(entries, draft):
    """Takes the entry that a Draft repeats away from `entries`, a list of those that say the same.

    Says whether there was one: with the same paid time, and with the same link unless the Draft has none.
    """
    for place, entry in enumerate(entries):
        if entry.in_paid_time == draft.in_paid_time and draft.link in ("", entry.link):
            del entries[place]
            return True
    return False


def _there(record, drafts):
    """{what makes them the same: [entries]} on the days of drafts."""
    found = defaultdict(list)
    for entry in record.learning_entries.filter(learned_on__in={draft.learned_on for draft in drafts}):
        found[same(entry)].append(entry)
    return found


# --- The manager ----------------------------------------------------------------------------------


@transaction.atomic
def accept(seen, *, by, on=None):
    """Accepts entries: `seen` leads from the key of each to the instant when what was read was sent.

    Returns those accepted; what was answered, deleted or sent again in the meantime is left alone.
    Raises ValidationError for an entry of whoever accepts.
    """
    return _answer(seen, State.ACCEPTED, "", by, on)


@transaction.atomic
def send_back(seen, *, because, by, on=None):
    """Returns entries with a reason that the apprentice reads; `seen` and the answer are as in `accept`."""
    if not because.strip():
        raise ValidationError(
            {"returned_because": "Say why, so that it can be put right: the apprentice reads it."}
        )
    return _answer(seen, State.RETURNED, because, by, on)


def _answer(seen, state, because, by, on):
    at = dates.moment(on or dates.today())
    answer = {"state": state, "returned_because": because, "answered_at": at, "answered_by": by}
    found = LearningEntry.objects.select_for_update(of=("self",)).select_related("apprentice__person")
    found = found.waiting().filter(pk__in=seen).order_by("pk")
    entries = [entry for entry in found if seen[entry.pk] == entry.submitted_at]
    for entry in entries:
        if entry.apprentice.person_id == by.pk:
            raise ValidationError(OWN)
        for name, value in answer.items():
            setattr(entry, name, value)
        entry.clean_fields(exclude={"apprentice", "answered_by"})
    # The same for all of them: one statement, where a bulk update writes a case a row.
    LearningEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(**answer)
    LearningEntry.history.bulk_history_create(
        entries, batch_size=AT_ONCE, update=True, default_user=by, default_date=at
    )
    return entries


def total_in_words(entries):
    """How much entries come to, in a sentence: 3 entries, 6 hours 30 minutes."""
    return f"{entries_in_words(len(entries))}, {in_words(sum(entry.minutes for entry in entries))}"
