"""Everything that is recorded about one person, made from the list of hackit.privacy.

Feeds "my data", the coordinator's copy for a request, and the files of both. Keys to sign in with and
numbers of the database are left out. Source: UK GDPR Art. 15; Art. 15(4) on what concerns others.
"""

import datetime
import decimal
from dataclasses import dataclass, replace

from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.db.models import CharField, Value
from django.utils import timezone
from django.utils.formats import date_format

from hackit import access, dates, privacy
from hackit.models import User
from hackit.privacy import Tells

# What a page shows of a kind of which somebody may have thousands, and of the changes they made.
NEWEST, NEWEST_CHANGES = 20, 100
CUT_SHORT = "{}: the newest {} are shown here. The file has all of them."
CHANGE = {"+": "Added", "~": "Changed", "-": "Deleted"}


@dataclass(frozen=True)
class Entry:
    """One field of a record: its name in the model, in words, its value in words and for machines."""

    name: str
    label: str
    words: str
    value: object


@dataclass(frozen=True)
class Change:
    """One row of a history: when, who (blank for a command), and what."""

    at: str
    when: str
    who: str
    what: str


@dataclass(frozen=True)
class Piece:
    """One record about the person. `key` tells it apart from the others, `others` are people it names."""

    key: str
    kind: str
    entries: list
    history: list
    others: list


@dataclass(frozen=True)
class Made:
    """One change that the person made: when, and to what kind of record."""

    at: str
    when: str
    kind: str
    what: str


@dataclass(frozen=True)
class OwnData:
    """All of it, as of a moment; `cut_short` are sentences about what only the file holds in full."""

    name: str
    made_at: datetime.datetime
    made: str
    pieces: list
    ways_in: list
    changes: list
    cut_short: tuple = ()

    def without(self, keys):
        """The same without the records named by `keys`; those of their history go with them."""
        return replace(self, pieces=[piece for piece in self.pieces if piece.key not in keys])

    def as_json(self):
        """The same for machines: days and instants in ISO 8601."""
        return {
            "about": self.name,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "records": [
                {
                    "kind": piece.kind,
                    "fields": {entry.name: entry.value for entry in piece.entries},
                    "also_concerns": piece.others,
                    "history": [{"at": c.at, "who": c.who, "what": c.what} for c in piece.history],
                }
                for piece in self.pieces
            ],
            "ways_to_sign_in": self.ways_in,
            "changes_you_made": [{"at": c.at, "kind": c.kind, "what": c.what} for c in self.changes],
        }


def own_data(user, organisation=None):
    """Everything about `user`; with an organisation, only what that one holds.

    Two queries a kind of record, whatever their number, and three for the rest. Somebody who belongs
    to another organisation too shares the account: of that, an organisation gets the row and the ways
    to sign in, without its history. The person gets neither drafts that they are not to read yet nor
    what is withheld: a coordinator's copy holds both, and nothing that is only theirs.
    """
    return _gather(user, organisation)


def for_a_page(user):
    """Everything about `user` as they read it on a page: of what there may be thousands, the newest."""
    data = _gather(user, None, newest=NEWEST + 1, newest_changes=NEWEST_CHANGES + 1)
    kept, cut_short = list(data.pieces), []
    for model, _ in privacy.the_list():
        of_it = [piece for piece in kept if piece.key.startswith(f"{model._meta.label_lower}:")]
        if privacy.personal(model).many and len(of_it) > NEWEST:
            kept = [piece for piece in kept if piece not in of_it[NEWEST:]]
            cut_short.append(CUT_SHORT.format(privacy.kind(model, plural=True), NEWEST))
    if len(data.changes) > NEWEST_CHANGES:
        cut_short.append(CUT_SHORT.format("Changes that you made", NEWEST_CHANGES))
    changes = data.changes[:NEWEST_CHANGES]
    return replace(data, pieces=kept, changes=changes, cut_short=tuple(cut_short))


def _gather(user, organisation, newest=None, newest_changes=None):
    shared = organisation and not _only_of(user, organisation)
    now = timezone.now()
    pieces = [
        piece
        for model, entry in privacy.the_list()
        if entry.lookups
        and not (entry.only_theirs if organisation else entry.withheld)
        and not (shared and _belongs_to_nobody(model) and model is not User)
        for piece in _pieces(model, user, organisation, not (shared and model is User), newest)
    ]
    return OwnData(
        name=user.full_name,
        made_at=now,
        made=_moment(now),
        pieces=pieces,
        ways_in=_ways_in(user),
        changes=_changes_made(user, organisation, newest_changes),
    )


def _only_of(user, organisation):
    places = type(organisation)._default_manager.filter(pk=organisation.pk)
    return access.belonging(User.objects.filter(pk=user.pk), places).exists()


def _path(model):
    """The lookup from a record to its organisation; "" for an organisation, None for those without."""
    path = access.WORKSHOP[model._meta.label_lower].organisation
    return {"people": None, "self": ""}.get(path, path)


def _belongs_to_nobody(model):
    return _path(model) is None


# --- Records and their history --------------------------------------------------------------------


def _shown(model):
    return [field for field in model._meta.concrete_fields if field in _told(model)]


def _told(model):
    return privacy.tells(model, *(kind for kind in Tells if kind != Tells.SECRET))


def _related(model, fields):
    """What to fetch along: every relation that is named, and what its name is made of."""
    for field in fields:
        if field.is_relation:
            yield field.name
            yield from (f"{field.name}__{part}" for part in getattr(field.related_model, "named_by", ()))


def _pieces(model, user, organisation, with_history=True, newest=None):
    """The Pieces of one kind, records that were deleted among them, in two queries.

    With `newest`, of a kind of which there may be thousands only so many, the newest first, and what was
    deleted only if nothing is left out.
    """
    entry, fields, path = privacy.personal(model), _shown(model), _path(model)
    records = privacy.about(model, user)
    versions = privacy.versions_about(model, user) if privacy.remembers(model) and with_history else None
    if entry.unread and not organisation:
        # What is kept from them now is kept with all that it was before.
        now = model._base_manager.filter(**entry.unread).values("pk")
        versions = versions.exclude(**entry.unread).exclude(id__in=now)
        records = records.exclude(**entry.unread)
    if organisation and path is not None:
        records = records.filter(privacy.leads_to(path, organisation))
        if versions is not None:
            here = privacy.versions_of(model, path, [organisation.pk])
            versions = versions.filter(pk__in=here.values("pk"))
    people = [*entry.lookups, *entry.others]
    also = [path for path in people if path and "__" in path] + [path for path in people if path]
    found = records.order_by("pk").select_related(*_related(model, fields), *also)
    if newest and entry.many:
        found = list(found.reverse()[:newest])
        if len(found) == newest:
            versions = versions.filter(id__in=[record.pk for record in found])
    by_record = _by_record(versions, fields, also) if versions is not None else {}
    for record in found:
        rows = by_record.pop(record.pk, [])
        yield _piece(model, record.pk, record, rows, fields, _others([record, *rows], entry, user))
    for pk, rows in by_record.items():
        yield _piece(model, pk, rows[-1], rows, fields, _others(rows, entry, user), deleted=True)


def _by_record(versions, fields, also):
    """The history rows of each record, the oldest first."""
    related = _related(
        versions.model, [versions.model._meta.get_field(field.name) for field in _kept(versions, fields)]
    )
    found = {}
    versions = versions.select_related("history_user", *related, *also)
    for row in versions.order_by("history_date", "history_id"):
        found.setdefault(row.id, []).append(row)
    return found


def _kept(versions, fields):
    """The fields that history keeps: some are left out of it."""
    names = {field.name for field in versions.model._meta.concrete_fields}
    return [field for field in fields if field.name in names]


def _piece(model, pk, record, rows, fields, others, deleted=False):
    kept = [field for field in fields if hasattr(record, field.attname)]
    kind = privacy.kind(model)
    return Piece(
        key=f"{model._meta.label_lower}:{pk}",
        kind=f"{kind} (deleted)" if deleted else kind,
        entries=[_entry(record, field) for field in kept],
        history=[_change(row, before, fields) for row, before in zip(rows, [None, *rows], strict=False)],
        others=others,
    )


def _entry(record, field):
    label = str(field.verbose_name)
    value, raw = _value(record, field), getattr(record, field.attname)
    # A number that is said in words stays a number for machines.
    plain = raw if isinstance(raw, int) and not field.is_relation and not field.choices else value
    return Entry(field.name, label[0].upper() + label[1:], _words(value), _plain(plain))


def _value(record, field):
    if field.choices:
        return getattr(record, f"get_{field.name}_display")()
    value = getattr(record, field.name)
    if said := getattr(field.model, "said_by", {}).get(field.name):
        return said(value)
    return str(value) if isinstance(value, models.Model) else value


def _words(value):
    """A value as people read it; "" for nothing. Of a list only how many: it holds numbers of records."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime.datetime():
            return _moment(value)
        case datetime.date():
            return dates.words(value)
        case datetime.time():
            return date_format(value, "g:i a")
        case list():
            return str(len(value))
        case decimal.Decimal():
            return f"{value.normalize():f}"
    return str(value)


def _plain(value):
    """A value for JSON."""
    match value:
        case datetime.datetime():
            return timezone.localtime(value).isoformat(timespec="seconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal():
            return float(value)
        case list():
            return len(value)
    return value


def _moment(moment):
    local = timezone.localtime(moment)
    return f"{dates.words(local)}, {local:%H:%M}"


def _change(row, before, fields):
    what = CHANGE[row.history_type]
    if before and row.history_type == "~":
        what = "; ".join(_differences(row, before, fields)) or "Saved without a change"
    if row.history_change_reason:
        what = f"{what} ({row.history_change_reason})"
    at = _plain(row.history_date)
    who = row.history_user.full_name if row.history_user else ""
    return Change(at, _moment(row.history_date), who, what)


def _differences(row, before, fields):
    for field in fields:
        if not hasattr(row, field.attname):
            continue
        if getattr(row, field.attname) != getattr(before, field.attname):
            old, new = _words(_value(before, field)), _words(_value(row, field))
            label = str(field.verbose_name)
            yield f"{label[0].upper() + label[1:]}: {old or 'blank'} became {new or 'blank'}"


# Who may stand in words that somebody typed.
NAMED_IN_WORDS = "whoever is named in its words"


def _others(versions, entry, user):
    """The names of the other people whom a record, in any of its `versions`, is about or names."""
    names = []
    for record in versions:
        for path in filter(None, [*entry.lookups, *entry.others]):
            one = record
            for step in path.split("__"):
                one = one and getattr(one, step, None)
            if one and one != user and str(one) not in names:
                names.append(str(one))
    if any(getattr(record, name, "") for record in versions for name in entry.words):
        names.append(NAMED_IN_WORDS)
    return names


# --- The rest -------------------------------------------------------------------------------------


def _ways_in(user):
    """How a person signs in, without any key."""
    ways = ["Password"] if user.has_usable_password() else []
    accounts = SocialAccount.objects.filter(user=user).order_by("provider").values_list("provider", flat=True)
    return ways + [f"Single sign-on: {provider}" for provider in accounts]


def _changes_made(user, organisation, newest=None):
    """The changes that the person made to anything, or the `newest`: when and to what kind, in one query."""
    found = []
    for model, _ in privacy.the_list():
        path = _path(model)
        if not privacy.remembers(model) or (organisation and path is None):
            continue
        versions = model.history.model.objects.filter(history_user=user)
        if organisation:
            versions = versions.filter(
                pk__in=privacy.versions_of(model, path, [organisation.pk]).values("pk")
            )
        kind = Value(privacy.kind(model), CharField())
        found.append(versions.order_by().values_list("history_date", kind, "history_type"))
    first, *more = found
    rows = first.union(*more, all=True)
    rows = sorted(rows.order_by("-history_date")[:newest] if newest else rows, reverse=True)
    return [Made(_plain(at), _moment(at), kind, CHANGE[what]) for at, kind, what in rows]
