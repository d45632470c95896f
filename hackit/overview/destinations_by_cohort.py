"""Where people went after their apprenticeship, cohort by cohort, for coordinators."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from apprentices.destinations import REMINDED_MONTHS, Asked, Where, again_on, share
from apprentices.models import Apprentice, Destination, StayingInTouch, with_destinations
from hackit import dates
from hackit.listed import day, listed

EVERYBODY = "All cohorts"


@dataclass(frozen=True)
class Number:
    """How many people went to one place, at the end and as known six months later."""

    words: str
    at_end: int
    later: int


@dataclass(frozen=True)
class ToAsk:
    """Somebody whose six months are over: what can be done, where, and why it is not more."""

    name: str
    words: str
    url: str
    why: str


@dataclass(frozen=True)
class OfCohort:
    """The people of one cohort who have ended, in numbers; `at_end` and `later` say the shares in words.

    `missing` are (name, address) of those without a destination, `to_ask` are ToAsks. Both name whoever
    ended within a year; `missing_before` and `to_ask_before` say how many ended earlier. `to_match` are
    (name, employer as they wrote it, address) of those whose employer is not one of the list yet.
    """

    key: int | None
    name: str
    ended: str
    numbers: list
    at_end: str
    later: str
    missing: list
    missing_before: int
    to_ask: list
    to_ask_before: int
    to_match: list


@dataclass(frozen=True)
class Destinations:
    """An OfCohort each, the newest first, and one over all of them; None with fewer than two."""

    cohorts: list
    total: OfCohort | None


def destinations(user, on):
    """The Destinations of the organisations that `user` coordinates, as of a day. One query."""
    records = list(_ended(user, on))
    groups = [(key, list(found)) for key, found in groupby(records, key=lambda one: one.cohort_id)]
    named = _names(records)
    return Destinations(
        cohorts=[_of(named[key], found, on, key) for key, found in groups],
        total=_of(EVERYBODY, records, on) if len(groups) > 1 else None,
    )


def _names(records):
    """The name of each cohort by its key, with the organisation where there are several of them."""
    cohorts = {record.cohort_id: record.cohort for record in records}
    if len({cohort.organisation_id for cohort in cohorts.values()}) < 2:
        return {key: cohort.name for key, cohort in cohorts.items()}
    return {key: f"{cohort.name}, {cohort.organisation}" for key, cohort in cohorts.items()}


def _ended(user, on):
    """The records that have ended, by cohort, with what was told of each, and how they may be asked."""
    ended = Apprentice.objects.within_reach(user).filter(Q(completed_on__lte=on) | Q(withdrawn_on__lte=on))
    touch = StayingInTouch.objects.filter(apprentice=OuterRef("pk"), stopped_at__isnull=True)
    told = listed(
        Destination.objects,
        asked="asked",
        where="where",
        in_profession="in_profession",
        role="role",
        employer=F("employer__name"),
        employer_said="employer_said",
        starts_on="starts_on",
    )
    found = with_destinations(ended).annotate(
        told=told, was_asked=Exists(touch.filter(sent_at__isnull=False))
    )
    found = found.select_related("person", "cohort__organisation", "standard")
    # By "cohort" it would follow the order of cohorts, and those of the same name would be mixed up.
    return found.order_by("-cohort__starts_on", "cohort__name", "cohort_id", "person__full_name", "pk")


def _told(record, asked):
    """What was told of a record at one of the times; None without."""
    return next((told for told in record.told or () if told["asked"] == asked), None)


def _of(name, records, on, key=None):
    at_end = [told for record in records if (told := _told(record, Asked.AT_END))]
    later = [told for record in records if (told := _told(record, Asked.LATER))]
    over = [record for record in records if record.known_later or again_on(record.ended_on) <= on]
    left = sum(record.completed_on is None for record in records)
    numbers = [
        Number(_capital(where), _count(at_end, where), _count(later, where))
        for where in Where
        if _count(at_end, where) or _count(later, where)
    ]
    missing = [record for record in records if _to_record(record)]
    to_ask = [record for record in records if _to_ask_again(record, on)]
    return OfCohort(
        key=key,
        name=name,
        ended=_people(len(records)) + f" ended: {len(records) - left} completed, {left} left early.",
        numbers=numbers,
        at_end=_share(at_end, len(records)),
        later=_share(later, len(over)) if over else "Nobody’s six months are over yet",
        missing=[_missing(record) for record in missing if _lately(record, on)],
        missing_before=sum(not _lately(record, on) for record in missing),
        to_ask=[_to_ask(record) for record in to_ask if _lately(record, on)],
        to_ask_before=sum(not _lately(record, on) for record in to_ask),
        to_match=[_to_match(record, told) for record in records if (told := _said_of_employer(record))],
    )


def _lately(record, on):
    """Whether somebody ended so lately that one is reminded of them."""
    return record.ended_on >= dates.first_day_within(REMINDED_MONTHS, on)


def _count(told, where):
    return sum(one["where"] == where for one in told)


def _share(told, of):
    """“8 of 10 known, 80% in the profession”, with those who went on in it elsewhere."""
    pairs = [(Where(one["where"]), one["in_profession"]) for one in told]
    found = share(pairs, of)
    if not found.known:
        return f"0 of {found.of} known"
    elsewhere = sum(where == Where.OTHER_EMPLOYER and bool(inside) for where, inside in pairs)
    more = f", {elsewhere} of them with another employer" if elsewhere else ""
    inside = f"{found.percent}% in the profession ({_people(found.in_profession)}{more})"
    return f"{found.known} of {found.of} known, {inside}"


def _to_record(record):
    return not record.known_at_end and record.person.erased_on is None


def _missing(record):
    return record.person.full_name, reverse("record_destination", args=[record.pk])


def _to_ask_again(record, on):
    past = again_on(record.ended_on) <= on
    return past and not record.known_later and record.person.erased_on is None


def _to_ask(record):
    name, by_hand = record.person.full_name, reverse("record_later", args=[record.pk])
    if record.may_be_asked:
        return ToAsk(name, "Ask where they are now", reverse("ask_again", args=[record.pk]), "")
    if record.wants_no_question:
        why = "They said no to being asked."
    elif record.was_asked:
        why = "They were asked and have not answered yet."
    else:
        why = "They left no address."
    return ToAsk(name, "Record it by hand", by_hand, why)


def _said_of_employer(record):
    """The employer as they wrote it by their link, while nobody has said which one it is; blank without."""
    told = _told(record, Asked.LATER)
    wrote = told and not told["employer"] and record.person.erased_on is None
    return told["employer_said"] if wrote else ""


def _to_match(record, told):
    return record.person.full_name, told, reverse("record_later", args=[record.pk])


def _people(number):
    return f"{number} {'person' if number == 1 else 'people'}"


def _capital(words):
    return words[:1].upper() + words[1:]


# --- A file ---------------------------------------------------------------------------------------

TOLD = ("destination", "in the profession", "role", "employer", "from")
HEADINGS = (
    *("Cohort", "Name", "Standard", "Level", "Provider", "Ended on", "How"),
    *(f"{asked}: {words}".capitalize() for asked in Asked for words in TOLD),
)


def cells(user, on):
    """The rows of a file for spreadsheets, in the order of HEADINGS: one a person who has ended."""
    records = list(_ended(user, on).select_related("provider"))
    named = _names(records)
    for record in records:
        yield [
            named[record.cohort_id],
            record.person.full_name,
            record.standard.name,
            str(record.standard.level),
            record.provider.name if record.provider else "",
            record.ended_on.isoformat(),
            _how(record, user),
            *(cell for asked in Asked for cell in _cells(_told(record, asked))),
        ]


def _how(record, user):
    """How it ended, and why: of themselves, nobody reads the reason that others gave for their leaving."""
    own = record.person_id == user.pk
    how, why = "Left early", "" if own else record.get_withdrawal_reason_display()
    if record.completed_on:
        how, why = "Completed", record.get_result_display()
    return f"{how}: {why}" if why else how


def _cells(told):
    if told is None:
        return [""] * len(TOLD)
    starts_on, inside = day(told["starts_on"]), told["in_profession"]
    return [
        _capital(told["where"]),
        "" if inside is None else "yes" if inside else "no",
        told["role"],
        told["employer"] or told["employer_said"],
        starts_on.isoformat() if starts_on else "",
    ]
