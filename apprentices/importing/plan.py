"""What an import would do, in full, before anything is written."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from apprentices.models import (
    Apprentice,
    Buddy,
    BuddyTerm,
    DeputyTerm,
    EarlierPlan,
    Manager,
    ManagerTerm,
)
from cohorts.models import Team
from hackit import dates
from hackit.models import User
from providers.models import Contact


class Kind(StrEnum):
    """What becomes of the apprentice of one line."""

    NEW = "New"
    CHANGED = "Changed"
    SAME = "Left alone"


@dataclass(frozen=True)
class Change:
    """One fact in words: what it is called in the file, what it is here, and what the file says."""

    column: str
    before: str
    after: str

    def __str__(self):
        return f"{self.column}: {self.before or 'blank'} here, {self.after} in the file"


@dataclass
class Entry:
    """One line of the file: whom it is about, what becomes of them, and what is left to other ways.

    `later` are Changes that are not made, because they are a change of plan, a handover or a correction.
    """

    line: int
    name: str
    kind: Kind
    record: Apprentice
    changes: list = field(default_factory=list)
    later: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def change(self, column, before, after):
        """Notes a fact that is changed."""
        self.changes.append(Change(column, shown(before), shown(after)))

    def leave(self, column, before, after):
        """Notes a fact that differs and is not changed by an import."""
        self.later.append(Change(column, shown(before), shown(after)))


def shown(value):
    """A value as people read it: 3 September 2026, 22.5, a name."""
    return dates.words(value) if isinstance(value, date) else written(value)


def written(value):
    """A value in the form in which a file holds it: 2026-09-03, 22.5, a name."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


# Why the history says that something was done.
WHY = "Import of a file"
# The order in which what is new is made, and what each kind is called.
MADE = {
    User: "",
    Team: "Teams",
    Contact: "Tutors",
    Manager: "Managers and deputies",
    Buddy: "Buddies",
    Apprentice: "",
    EarlierPlan: "",
    ManagerTerm: "",
    DeputyTerm: "",
    BuddyTerm: "",
}


# What is shown of somebody new, beside the people.
FACTS = ("cohort", "team", "provider", "tutor", "standard", "starts_on", "planned_end_on")


@dataclass
class Plan:
    """What an import of a file would do: nothing while there is a problem.

    `ignored` are headings that mean nothing here, `also` sentences about what is changed or left alone
    beside the apprentices. `source` is a digest of the file, and `done` says that it was carried out.
    """

    problems: list = field(default_factory=list)
    ignored: list = field(default_factory=list)
    also: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    new: dict = field(default_factory=lambda: defaultdict(list))
    altered: dict = field(default_factory=lambda: defaultdict(dict))
    source: str = ""
    done: bool = False

    def make(self, record):
        """Notes a record that is to be made; returns it."""
        self.new[type(record)].append(record)
        return record

    def alter(self, record, name, value):
        """Sets a field of a record and notes that it is to be saved."""
        setattr(record, name, value)
        self.altered[type(record)].setdefault(id(record), (record, set()))[1].add(name)

    def of_kind(self, kind):
        """The Entries of one Kind, by line."""
        return [entry for entry in self.entries if entry.kind == kind]

    @property
    def counts(self):
        """How many apprentices there are of each Kind, by its name."""
        return {kind.name.lower(): len(self.of_kind(kind)) for kind in Kind}

    @property
    def made(self):
        """What is made beside the apprentices: (what, names in order)."""
        return [
            (words, sorted(str(record) for record in self.new[model]))
            for model, words in MADE.items()
            if words and self.new[model]
        ]

    @property
    def later(self):
        """The Entries with changes that an import does not make."""
        return [entry for entry in self.entries if entry.later]

    @property
    def idle(self):
        """Whether there is nothing to do."""
        return not (any(self.new.values()) or any(self.altered.values()))

    @property
    def digest(self):
        """A short text that differs when the plan does: what somebody confirmed is what is done."""
        shown = [[e.line, e.name, e.kind, list(map(str, e.changes + e.later)), e.notes] for e in self.entries]
        shown += [[written(getattr(e.record, name)) for name in FACTS] for e in self.of_kind(Kind.NEW)]
        shown.append([str(problem) for problem in self.problems] + [self.made, self.also, self.source])
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]
