"""Who changed what of one record, and when, in sentences: newest first, in one query.

Every change leaves a row of history, whoever makes it and wherever, the workshop included. They are
fetched together whatever their kind, each with its values under their names; hackit.overview.sentences
says them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, JSONObject, NullIf
from django.utils import timezone

from apprentices.importing.plan import WHY as IMPORTED
from apprentices.models import (
    AgreedAction,
    Apprentice,
    Buddy,
    EarlierPlan,
    HandoverNote,
    Induction,
    Manager,
    ManagerTerm,
    NextStep,
    SentBack,
)
from cohorts.models import Cohort, InductionTemplate, Team
from hackit import dates, privacy
from hackit.overview.sentences import CORRECTION, TOLD, Change, phrases
from hackit.privacy import Tells
from hackit.versions import ADDED, CHANGED, TAKEN_AWAY
from providers.models import Contact, Provider, Standard
from workplans.models import LearningEntry, PlanItem, WorkPlan
from workplans.work_plan import GIVEN_UP

DAY = timedelta(days=1)
ERASED = "somebody who has been erased"
# The lookup from a kind of record to the apprentice's; of those that are not named here it is one step.
PATHS = {
    Apprentice: "",
    AgreedAction: "review__apprentice",
    HandoverNote: "term__apprentice",
    NextStep: "conversation__apprentice",
    PlanItem: "plan__apprentice",
}
_STATE_BEFORE = (
    PlanItem.history.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    .order_by("-history_id")
    .values("state")[:1]
)
# The rows that are told of a kind of which not all are: a log of thousands would bury the rest.
ALONE = {
    LearningEntry: Q(history_type=TAKEN_AWAY, state=LearningEntry.State.ACCEPTED),
    PlanItem: Q(history_type=CHANGED, state__in=GIVEN_UP) & ~Q(state=Subquery(_STATE_BEFORE)),
}
# The kinds in which a change is told, those first that others of the same instant follow from.
KINDS = tuple(dict.fromkeys(model for model, _ in TOLD))


@dataclass(frozen=True)
class Line:
    """One sentence of a history: the day and the time in London, and what was done by whom."""

    day: str
    time: str
    words: str


def history(record, *, confidential=False):
    """The Lines of a record, newest first: all that is worth telling, in one query.

    With `confidential`, also what coordinators alone may know.
    """
    lines = []
    for at, who, change in _changes(record, confidential):
        local = timezone.localtime(at, dates.LONDON)
        day, time = dates.words(local), dates.time_words(local.time())
        lines += [Line(day, time, f"{who} {words}{_reason(change)}.") for words in phrases(change)]
    return lines[::-1]


def _changes(record, confidential):
    """(instant, who, Change) of every row, the oldest first, each with what there was before it."""
    rows = _rows(record)
    returned = frozenset(row.now["reached_on"] for row in rows if row.kind is SentBack)
    latest, effect_on = {}, None
    for row in rows:
        if row.kind is EarlierPlan and row.event == ADDED:
            effect_on = row.now["until_on"] + DAY
        before = latest.get((row.kind, row.pk), row.now)
        latest[row.kind, row.pk] = row.now
        change = Change(row.kind, row.event, row.now, before, row.why, effect_on, returned, confidential)
        yield row.at, _actor(row), change
        if row.kind is Apprentice:  # which is saved after the earlier plan that it leaves behind
            effect_on = None


def _actor(row):
    nobody = "The import" if row.why == IMPORTED else "The system"
    return row.who[:1].upper() + row.who[1:] or nobody


def _reason(change):
    """Why it was done, as somebody wrote it, for coordinators; that it was an import, for everybody."""
    if change.why == IMPORTED:
        return ", by importing a file"
    if change.kind is Induction:  # whose reasons are ours, and the sentence says them
        return ""
    why = change.why.removeprefix(CORRECTION).rstrip(".")
    return f": {why}" if why and change.confidential else ""


# --- The rows -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One row of a history, of whatever kind; `now` holds its values, of relations their names."""

    at: datetime
    kind: type
    pk: int
    event: str
    why: str
    who: str
    now: dict


def _rows(record):
    """The Rows about a record and all that stands around it, the oldest first, in one query."""
    first, *more = [_of_kind(number, record) for number in range(len(KINDS))]
    return [_row(*values) for values in sorted(first.union(*more, all=True), key=lambda row: row[:3])]


def _of_kind(number, record):
    kind = KINDS[number]
    rows = privacy.versions_of(kind, PATHS.get(kind, "apprentice"), [record.pk]).order_by()
    rows = rows.filter(ALONE.get(kind, Q()))
    values = JSONObject(**{field.name: _stored(field) for field in _told(kind)})
    return rows.values_list(
        "history_date",
        Value(number),
        "history_id",
        "id",
        "history_type",
        "history_change_reason",
        _name("history_user"),
        values,
    )


def _row(at, number, _, pk, event, why, who, values):
    kind = KINDS[number]
    now = {
        field.name: values[field.name] if field.is_relation else field.to_python(values[field.name])
        for field in _told(kind)
    }
    return Row(at, kind, pk, event, why or "", who or "", now)


def _told(kind):
    """The fields that the history of a kind keeps, with those relations that have a name in sentences."""
    kinds = [tells for tells in Tells if tells != Tells.SECRET]
    kept = {field.name for field in kind.history.model._meta.concrete_fields}
    return [
        field
        for field in privacy.tells(kind, *kinds)
        if field.name in kept and (field.related_model in NAMED or not field.is_relation)
    ]


def _stored(field):
    return NAMED[field.related_model](field.name) if field.is_relation else F(field.name)


def _name(path):
    """The name of a user, unless they have been erased."""
    return Case(
        When(**{f"{path}__erased_on__isnull": False}, then=Value(ERASED)),
        default=F(f"{path}__full_name"),
        output_field=CharField(),
    )


def _in_brackets(path):
    return Value(" ("), F(f"{path}__reference"), Value(" "), F(f"{path}__version"), Value(")")


# What a relation is called in a sentence: an expression on the way that leads to it.
NAMED = {
    Cohort: lambda path: F(f"{path}__name"),
    InductionTemplate: lambda path: F(f"{path}__name"),
    WorkPlan: lambda path: F(f"{path}__month_on"),
    Team: lambda path: F(f"{path}__name"),
    Contact: lambda path: F(f"{path}__name"),
    Provider: lambda path: Coalesce(NullIf(F(f"{path}__known_as"), Value("")), F(f"{path}__name")),
    Standard: lambda path: Concat(F(f"{path}__name"), *_in_brackets(path)),
    Manager: lambda path: _name(f"{path}__person"),
    Buddy: lambda path: _name(f"{path}__person"),
    ManagerTerm: lambda path: _name(f"{path}__manager__person"),
    Apprentice: F,
}
