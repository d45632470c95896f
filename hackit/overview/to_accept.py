"""What waits to be accepted by somebody: entries by apprentice, as one page lists them."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from hackit import dates
from hackit.overview.logged import facts_around
from workplans import log
from workplans.actions.entries import total_in_words

PATIENCE = timedelta(days=log.DAYS_TO_ANSWER)


@dataclass(frozen=True)
class Waiting:
    """One entry that waits; `version` is what its box carries along, `note` why it does not count."""

    pk: int
    version: str
    day: str
    time: str
    kind: str
    what: str
    link: str
    note: str
    since: str
    late: bool
    url: str


@dataclass(frozen=True)
class Group:
    """The entries of one apprentice that are on a page, and what they come to."""

    pk: int
    name: str
    url: str
    total: str
    rows: list


def in_order(entries):
    """Entries that wait with what a page about them names, by apprentice and day."""
    entries = entries.select_related("apprentice__person")
    return entries.order_by("apprentice__person__full_name", "apprentice", "learned_on", "pk")


def groups(entries, on):
    """The Groups of entries that are `in_order`, as of the day `on`. One query."""
    found, facts = [], facts_around({entry.apprentice for entry in entries})
    for record, rows in groupby(entries, key=lambda entry: entry.apprentice):
        rows = list(rows)
        name, url = record.person.full_name, reverse("learning", args=[record.pk])
        waiting = [_waiting(row, facts[record.pk], on) for row in rows]
        found.append(Group(record.pk, name, url, total_in_words(rows), waiting))
    return found


def ticked(page):
    """Which entries are ticked, in a sentence: all, or those of a page of them."""
    if not page.has_other_pages():
        return "All are ticked."
    here = page.end_index() - page.start_index() + 1
    this = f"The {here} on this page are ticked" if here > 1 else "The one on this page is ticked"
    more = page.paginator.count - page.end_index()
    follow = "follows on the next page" if more == 1 else "follow on the next pages"
    return f"{this}; {more} more {follow}." if more else f"{this}."


def _waiting(entry, facts, on):
    since = timezone.localtime(entry.submitted_at, dates.LONDON).date()
    return Waiting(
        pk=entry.pk,
        version=entry.version,
        day=f"{entry.learned_on:%A} {dates.words(entry.learned_on)}",
        time=log.in_words(entry.minutes),
        kind=log.KINDS[entry.kind].words,
        what=entry.what,
        link=entry.link,
        note=log.why_entry_not_counted(entry, facts) or "",
        since=dates.words(since),
        late=on > since + PATIENCE,
        url=reverse("return_entry", args=[entry.pk]),
    )


def said_after_accepting(seen, accepted, known):
    """What somebody reads after accepting `seen` entries: what it came to, how many were `known` as
    accepted already, and how many were left because they were not any more what was seen.
    """
    said = [f"Accepted: {total_in_words(accepted)}."] if accepted else []
    if known:
        said.append(f"{_were(known)} accepted already.")
    if left := seen - len(accepted) - known:
        said.append(f"{_were(left)} changed, returned or deleted meanwhile: what still waits is below.")
    return " ".join(said)


def _were(number):
    return "1 entry was" if number == 1 else f"{number} entries were"
