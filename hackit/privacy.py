"""What is recorded about whom, how sensitive it is and how long it is kept: the words for it, and the list.

Every model says so of each of its fields, beside the model, in an attribute `personal`. Everything that
privacy asks for is made from that list: the download, erasure, the notice and the record of processing.
It imports no records: whom a record is about is written as the lookup that leads to them.

Sources: UK GDPR Art. 5(1)(e), 13, 15, 17 and 30.
"""

from dataclasses import dataclass, field, fields
from enum import StrEnum

from django.apps import apps
from django.db import models
from django.db.models import Q

from hackit import access


class Tells(StrEnum):
    """What a field tells, the most sensitive last."""

    NOTHING = "nothing about a person"
    WORK = "ordinary facts of work"
    IDENTITY = "names, addresses and numbers"
    WORDS = "free words"
    SENSITIVE = "may tell of health, age or circumstances"
    SECRET = "keys to sign in with"  # noqa: S105 the words for it


# What erasure takes away; ordinary facts stay, so that numbers stay right.
ERASED = (Tells.IDENTITY, Tells.WORDS, Tells.SENSITIVE)


@dataclass(frozen=True)
class Keep:
    """How long something is kept: so many months since an event, and what happens then.

    `setting` is the field of the organisation that says how many; `months` is its default, and `least` how
    many it is at any rate. Without months it is kept until something else happens, which `since` says in
    full.
    """

    since: str
    then: str = ""
    setting: str = ""
    months: int | None = None
    least: int = 0

    def months_of(self, organisation=None):
        """For how many months it is kept, with the months of `organisation` where it sets its own."""
        return max(getattr(organisation, self.setting) if organisation else self.months, self.least)

    def words(self, organisation=None):
        """The rule as a sentence, with the months of `organisation` where it sets its own."""
        if self.months is None:
            return f"{self.since}."
        return f"{in_words(self.months_of(organisation))} after {self.since}; then {self.then}."


def in_words(months):
    """A number of months as people say it: 6 years, 18 months, 1 year."""
    number, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"{number} {unit}{'' if number == 1 else 's'}"


# What erasure leaves of words that cannot be blank.
BLOTTED = "Erased"

# How long records are kept unless an organisation sets other months.
RECORD_MONTHS, TRACE_MONTHS = 72, 12
# A private address outlives its question, which is sent six months after the end, by time for an answer.
ADDRESS_MONTHS = 9


def _records(since):
    return Keep(
        since,
        "what tells who it was is erased, and the figures stay",
        "keep_records_months",
        RECORD_MONTHS,
    )


def _traces(since, then, least=0):
    return Keep(since, then, "keep_traces_months", TRACE_MONTHS, least)


KEEP_APPRENTICESHIP = _records("the end of the apprenticeship")
KEEP_COLLEAGUE = _records("the end of the last apprenticeship that the person stood beside")
KEEP_INVITATION = _traces("it was made", "it is deleted")
KEEP_FIRST_DAY = _traces("the first day at work", "it is deleted")
KEEP_PRIVATE_ADDRESS = _traces(
    "the end of the apprenticeship",
    "it is deleted; at once when it is known where they are, and when they take it back",
    least=ADDRESS_MONTHS,
)
KEEP_ACCOUNT = Keep(
    "Closed once there is nothing left for the person to read, and erased with the last record about them; "
    "an account that is tied to nobody a year after the last change to it"
)
KEEP_WITH_THE_PERSON = Keep("Until the person is erased")
KEEP_WHILE_IN_PLACE = Keep("Until a coordinator changes or deletes it")
KEEP_PUBLIC = Keep("No limit: this is published and about nobody")

# Who gets to see it.
COORDINATORS = "the coordinators of the organisation"
AROUND = "the apprentice, their manager, deputies and buddy while they are, and " + COORDINATORS
EVERYBODY_HERE = "people of the organisation who sign in"


@dataclass(frozen=True)
class Personal:
    """What one model records: about whom, why, who sees it, how long, and what each field tells.

    `about` is the lookup from the record to the user it is about ("" for the user's own row), or a
    tuple of them; () when it is about people without an account, or nobody. `whom` says it in words.
    `unread` are values of records that the person is not to read, such as a draft. `only_theirs` says that
    nobody but the person gets a copy of it, coordinators neither.
    `withheld` says that the person does not read it here: a coordinator answers who asks for it.
    `unknown_to` is the lookup to somebody whom it is about too and who never reads it: what is noted of
    them in private goes when they are erased.
    `many` says that there may be thousands about one person: a page shows the newest, files all.
    `others` are lookups to further people whom the record names; `kind` says what it is where its own
    name would be taken for another. `needed` are words that something else relies on, such as the reason
    of what was dropped: erasure leaves `BLOTTED` where there are any. An abstract base lists its fields in
    a Personal of its own, which the models below it inherit.
    """

    about: str | tuple = ()
    unread: dict = field(default_factory=dict)
    only_theirs: bool = False
    withheld: bool = False
    unknown_to: str = ""
    many: bool = False
    whom: str = ""
    why: str = ""
    seen_by: str = COORDINATORS
    keep: Keep = KEEP_WHILE_IN_PLACE
    kind: str = ""
    others: tuple = ()
    nothing: tuple = ()
    work: tuple = ()
    identity: tuple = ()
    words: tuple = ()
    sensitive: tuple = ()
    secret: tuple = ()
    needed: tuple = ()

    @property
    def lookups(self):
        """The lookups to the users it is about."""
        return (self.about,) if isinstance(self.about, str) else self.about

    def classed(self):
        """(field name, Tells) of every field listed, in the order of the classes."""
        return [(name, kind) for kind in Tells for name in getattr(self, kind.name.lower())]

    def inherit(self, base):
        """This Personal with the fields and others that the Personal of an abstract base adds."""
        added = {"others", *(kind.name.lower() for kind in Tells)}
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return Personal(**{n: v + getattr(base, n) if n in added else v for n, v in values.items()})


def personal(model):
    """The Personal of a model with what its abstract bases add; None when it has none."""
    found = [vars(base)["personal"] for base in model.__mro__ if "personal" in vars(base)]
    if not found:
        return None
    own, *bases = found
    for base in bases:
        own = own.inherit(base)
    return own


OURS = ("hackit", "cohorts", "providers", "apprentices", "workplans")


def our_models():
    """Every model of ours, history tables aside, in the order of the apps."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in OURS
        for model in config.get_models()
        if not model.__name__.startswith("Historical")
    ]


def kind(model, plural=False):
    """What a kind of record is called where people read of it, with a large first letter."""
    words = personal(model).kind or str(
        model._meta.verbose_name_plural if plural else model._meta.verbose_name
    )
    return words[0].upper() + words[1:]


def the_list():
    """(model, Personal) of every model of ours: the list that everything is made from."""
    return [(model, personal(model)) for model in our_models()]


def tells(model, *kinds):
    """The fields of a model that are classed as one of `kinds`, in the order of the model."""
    classed = dict(personal(model).classed())
    return [field for field in model._meta.concrete_fields if classed.get(field.name) in kinds]


# --- From a person to the records about them, and to what history keeps of those ------------------


def records_of(model, path, keys):
    """The records from which `path` leads to one of `keys` ("" is the record itself)."""
    return model._base_manager.filter(**{f"{path or 'pk'}__in": keys})


def leads_to(path, record):
    """A Q for records from which `path` leads to `record` ("" is the record itself)."""
    return Q(**{path or "pk": record.pk})


def versions_of(model, path, keys):
    """The history rows from which `path` leads to one of `keys`, rows of deleted records among them."""
    head, _, rest = path.partition("__")
    versions = model.history.model.objects
    if not rest:
        return versions.filter(**{f"{head or 'id'}__in": keys})
    related = model._meta.get_field(head).related_model
    found = Q(**{f"{head}__in": records_of(related, rest, keys).values("pk")})
    if remembers(related):
        found |= Q(**{f"{head}__in": versions_of(related, rest, keys).values("id")})
    return versions.filter(found)


def remembers(model):
    """Whether a model has a history."""
    return hasattr(model, "history")


def about(model, user):
    """The records of a model that are about `user`, whichever of its lookups leads to them."""
    found = models.Q(pk__in=[])
    for path in personal(model).lookups:
        found |= Q(**{path or "pk": user.pk})
    return model._base_manager.filter(found)


def noted_of(model, user):
    """The records of a model that are about `user` without their knowing."""
    path = personal(model).unknown_to
    return model._base_manager.filter(**{path: user.pk}) if path else model._base_manager.none()


def versions_about(model, user):
    """The history rows of a model that are about `user`, rows of deleted records among them."""
    versions = model.history.model.objects
    found = models.Q(pk__in=[])
    for path in personal(model).lookups:
        found |= Q(pk__in=versions_of(model, path, [user.pk]).values("pk"))
    return versions.filter(found)


def organisations_of(users):
    """{key of a user: keys of the organisations that they belong to, or ever belonged to}."""
    found = {user.pk: set() for user in users}
    for model, entry in the_list() if found else []:
        path = access.WORKSHOP[model._meta.label_lower].organisation
        if "person" in entry.lookups and path is not None:
            for rows in (records_of(model, "person", found), versions_of(model, "person", found)):
                for person, place in rows.order_by().values_list("person", path).distinct():
                    found[person].add(place)
    return {person: places - {None} for person, places in found.items()}


# --- What lies in tables of packages --------------------------------------------------------------


@dataclass(frozen=True)
class Elsewhere:
    """What packages keep that is not a model of ours."""

    kind: str
    whom: str
    data: str
    why: str
    keep: str


ELSEWHERE = (
    Elsewhere(
        "Sessions",
        "everybody who signs in",
        "who is signed in on a browser; what was being sent when a session ended",
        "To keep you signed in, and to lose nothing that you write.",
        "12 hours after they were last used; what was being sent: one hour.",
    ),
    Elsewhere(
        "Single sign-on",
        "everybody who signs in with a work account",
        "which account of the provider it is, and nothing else that the provider tells",
        "To know you again when you sign in.",
        "Until the address changes or the person is erased.",
    ),
    Elsewhere(
        "Counters of sign-in attempts",
        "whoever tries to sign in",
        "how often an address or a network address was tried, in a form that cannot be read back",
        "To keep guessed passwords out.",
        "Some minutes.",
    ),
    Elsewhere(
        "Logs of the server",
        "everybody who uses the site",
        "which page was asked for, when and how it went; no names and no words",
        "To find faults.",
        "As long as whoever runs the installation keeps logs.",
    ),
)
