"""How long what is kept, and what is due to go on a day: shown first, then done by whoever may.

Every rule is one row of RULES: what it finds in an organisation on a day, and what is done about it.
Each looks at the facts alone, never at what another rule has done, so that what was shown is what is
done and a second run finds nothing. "Kept for 72 months after the end" holds that whole last day.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from apprentices.models import (
    Apprentice,
    Buddy,
    BuddyTerm,
    DeputyTerm,
    FirstDay,
    Manager,
    ManagerTerm,
    StayingInTouch,
)
from cohorts.models import Coordinator, DataRequest, Organisation
from hackit import actions, dates, erasure
from hackit.access import ENDED_ON, MONTHS_AFTER_THE_END, Relation, attached, tied_to
from hackit.models import Invitation, User
from hackit.privacy import TRACE_MONTHS, in_words

BESIDE = {ManagerTerm: Relation.MANAGER, DeputyTerm: Relation.DEPUTY, BuddyTerm: Relation.BUDDY}
TIES = (Coordinator, Manager, Buddy, Apprentice)


@dataclass(frozen=True)
class Due:
    """One thing that is due: the record, who it is about, and why it is due."""

    record: object
    name: str
    why: str


@dataclass(frozen=True)
class Rule:
    """One line of retention: `find(organisation, on)` gives the Dues, `do(record, by, on)` does one.

    The organisation None stands for people who are tied to nobody. `then` says what happens; `one` and
    `many` what was done, after a number: "invitation deleted", "invitations deleted".
    """

    title: str
    then: str
    one: str
    many: str
    find: Callable
    do: Callable

    def said(self, number):
        """What was done, in words: 1 invitation deleted."""
        return f"{number} {self.one if number == 1 else self.many}"


def _oldest(months, on):
    """The earliest day that is still kept on the day `on`."""
    return dates.first_day_within(months, on)


def traces_months(organisation):
    """For how many months an organisation keeps traces; None stands for people tied to nobody."""
    return organisation.keep_traces_months if organisation else TRACE_MONTHS


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


# --- Who is there at all --------------------------------------------------------------------------


def _people(organisation):
    """People of an organisation who can be due at all; with None, those who are tied to nobody."""
    people = User.objects.filter(erased_on=None, is_superuser=False).exclude(pk__in=_asking())
    if organisation is None:
        return people.exclude(pk__in=attached(people).values("pk"))
    place = Organisation.objects.filter(pk=organisation.pk)
    return tied_to(people, place).filter(coordinator_roles__isnull=True)


def _asking():
    """The people whose request for their data has not been answered: nothing is taken from them before."""
    return DataRequest.objects.filter(answered_on=None).order_by().values("person")


ENDED_BESIDE = Coalesce("apprentice__completed_on", "apprentice__withdrawn_on")


def _beside(model, **conditions):
    """Rows of people who stand or stood beside an apprentice, of the user of the outer query."""
    return model.objects.filter(**{f"{model.role}__person": OuterRef("pk")}).filter(**conditions)


def _had_something():
    """Whether the user of the row is or was an apprentice, or stood beside one."""
    found = Q(Exists(Apprentice.objects.filter(person=OuterRef("pk"))))
    for model in BESIDE:
        found |= Q(Exists(_beside(model)))
    return found


def _kept(on):
    """The apprenticeships that keep their names on a day: not ended, or not long enough ago."""
    ended_long_ago = Q(pk__in=[])
    for place, months in Organisation.objects.values_list("pk", "keep_records_months"):
        ended_long_ago |= Q(cohort__organisation=place, _ended_on__lt=_oldest(months, on))
    return Apprentice.objects.alias(_ended_on=ENDED_ON).exclude(Q(_ended_on__isnull=False) & ended_long_ago)


def _erasable(people, on):
    """Those of `people` whose every apprenticeship, own or beside which they stood, is due to be erased."""
    kept = _kept(on).values("pk")
    found = people.filter(_had_something()).exclude(
        Exists(Apprentice.objects.filter(person=OuterRef("pk"), pk__in=kept))
    )
    for model in BESIDE:
        found = found.exclude(Exists(_beside(model, apprentice__in=kept)))
    return found.filter(coordinator_roles__isnull=True).exclude(waiting())


def waiting():
    """Whether the user of the row was added to stand beside somebody, and nobody has been named yet."""
    of_person = {"person": OuterRef("pk")}
    managers = Manager.objects.filter(**of_person, manager_terms=None, deputy_terms=None)
    buddies = Buddy.objects.filter(**of_person, buddy_terms=None)
    return Q(Exists(managers) | Exists(buddies), is_active=True)


def reads_something(on):
    """A Q for users to whom product rules leave something to read on a day, or later by what is known.

    It says in SQL, for many users at once, what `access.allowing` says for one.
    """
    months = MONTHS_AFTER_THE_END
    own = Apprentice.objects.alias(_ended_on=ENDED_ON).filter(person=OuterRef("pk"))
    living = Q(_ended_on__isnull=True) | Q(_ended_on__gt=on)
    found = Q(Exists(own.filter(living | Q(_ended_on__gte=_oldest(months[Relation.APPRENTICE], on)))))
    for model, relation in BESIDE.items():
        rows = _beside(model).alias(_ended_on=ENDED_BESIDE)
        goes_on = Q(until_on__isnull=True) | Q(until_on__gte=on)
        readable = living & goes_on
        if relation in months:
            to_the_end = Q(until_on__isnull=True) | Q(until_on__gte=F("_ended_on"))
            recent = Q(_ended_on__lte=on, _ended_on__gte=_oldest(months[relation], on))
            readable |= recent & to_the_end & Q(from_on__lte=F("_ended_on"))
        found |= Q(Exists(rows.filter(readable)))
    return found


# --- The rules ------------------------------------------------------------------------------------


def _invitations(organisation, on):
    months = traces_months(organisation)
    found = Invitation.objects.filter(invited_at__lt=_midnight(_oldest(months, on)))
    if organisation is None:
        found = found.exclude(user__in=attached(User.objects.all()).values("pk"))
    else:
        place = Organisation.objects.filter(pk=organisation.pk)
        found = found.filter(user__in=tied_to(User.objects.all(), place).values("pk"))
    for invitation in found.select_related("user"):
        made_on = dates.words(timezone.localdate(invitation.invited_at))
        yield Due(invitation, str(invitation.user), f"Made on {made_on}; kept for {in_words(months)}.")


def _delete(invitation, by, on):
    invitation.delete()


def _first_days(organisation, on):
    if organisation is None:
        return
    months = traces_months(organisation)
    found = FirstDay.objects.filter(
        apprentice__cohort__organisation=organisation,
        apprentice__first_day_at_work_on__lt=_oldest(months, on),
    )
    for page in found.select_related("apprentice__person"):
        first_day = dates.words(page.apprentice.first_day_at_work_on)
        yield Due(
            page, str(page.apprentice), f"For the first day on {first_day}; kept for {in_words(months)}."
        )


def _private_addresses(organisation, on):
    if organisation is None:
        return
    months = StayingInTouch.personal.keep.months_of(organisation)
    found = StayingInTouch.objects.alias(_ended_on=ENDED_BESIDE).filter(
        apprentice__cohort__organisation=organisation, _ended_on__lt=_oldest(months, on)
    )
    for touch in found.select_related("apprentice__person"):
        ended_on = dates.words(touch.apprentice.ended_on)
        yield Due(touch, str(touch.apprentice), f"Ended on {ended_on}; kept for {in_words(months)}.")


def _delete_with_history(record, by, on):
    model, pk = type(record), record.pk
    record.delete()  # which leaves a last row of history
    model.history.filter(id=pk).delete()


def _apprenticeships(organisation, on):
    if organisation is None:
        return
    months = organisation.keep_records_months
    found = Apprentice.objects.alias(_ended_on=ENDED_ON)
    found = found.filter(
        cohort__organisation=organisation, person__erased_on=None, _ended_on__lt=_oldest(months, on)
    ).exclude(person__in=_asking())
    people = User.objects.filter(pk__in=found.order_by().values("person"), is_superuser=False)
    whole = set(_erasable(people, on).values_list("pk", flat=True))
    for record in found.select_related("person"):
        record.whole = record.person_id in whole
        other = "" if record.whole else " The person stays: something else ties them."
        ended = f"Ended on {dates.words(record.ended_on)}; kept for {in_words(months)}."
        yield Due(record, str(record.person), ended + other)


def _erase_apprenticeship(record, by, on):
    if record.whole:
        erasure.erase(record.person, by=by, on=on)
    else:
        erasure.give_to_a_pseudonym(record, by=by, on=on)


def _colleagues(organisation, on):
    if organisation is None:
        return
    for person in _erasable(_people(organisation), on).filter(apprenticeships=None):
        yield Due(person, str(person), "Every apprenticeship beside which they stood is due to be erased.")


def _forgotten(organisation, on):
    """Closed accounts that nothing ties to anybody, a while after the last change to them."""
    months = traces_months(organisation)
    since = {"history_date__gte": _midnight(_oldest(months, on))}
    people = _people(organisation).filter(is_active=False).exclude(_had_something())
    people = people.exclude(Exists(User.history.model.objects.filter(id=OuterRef("pk"), **since)))
    for model in TIES:
        versions = model.history.model.objects.filter(person=OuterRef("pk"), **since)
        people = people.exclude(Exists(versions))
    for person in people.filter(created_at__lt=since["history_date__gte"]):
        yield Due(person, str(person), f"Closed, tied to nobody, unchanged for {in_words(months)}.")


def _erase(person, by, on):
    erasure.erase(person, by=by, on=on)


def _to_be_closed(organisation, on):
    people = _people(organisation).filter(is_active=True)
    if organisation is None:
        why = "Nothing ties them to anybody."
    else:
        why = "Every relation of theirs has ended, and the time to read on is over."
        erased = _erasable(_people(organisation), on).values("pk")
        people = people.filter(_had_something()).exclude(pk__in=erased)
        people = people.exclude(_opened_again(_oldest(traces_months(organisation), on)))
        people = people.exclude(waiting()).exclude(reads_something(on))
    for person in people:
        yield Due(person, str(person), why)


def _opened_again(since):
    """A Q for users whose closed account somebody opened again on a day or later: they are needed soon."""
    versions = User.history.model.objects.filter(id=OuterRef("pk"), is_active=True)
    closed = User.history.model.objects.filter(
        id=OuterRef("id"), is_active=False, history_id__lt=OuterRef("history_id")
    )
    return Q(Exists(versions.filter(Exists(closed), history_date__gte=_midnight(since))))


def _close(person, by, on):
    actions.close(person, by=by, on=on)


# A kind of record that is kept for a time of its own gets a row of its own.
PSEUDONYM = "Names, addresses and words are erased, history included; the figures stay."
RULES = (
    Rule("Invitations", "Deleted.", "invitation deleted", "invitations deleted", _invitations, _delete),
    Rule(
        "First-day pages",
        "Deleted.",
        "first-day page deleted",
        "first-day pages deleted",
        _first_days,
        _delete_with_history,
    ),
    Rule(
        "Private addresses",
        "Deleted.",
        "private address deleted",
        "private addresses deleted",
        _private_addresses,
        _delete,
    ),
    Rule(
        "Apprenticeships",
        PSEUDONYM,
        "apprenticeship erased",
        "apprenticeships erased",
        _apprenticeships,
        _erase_apprenticeship,
    ),
    Rule("Managers and buddies", PSEUDONYM, "colleague erased", "colleagues erased", _colleagues, _erase),
    Rule("Closed accounts", PSEUDONYM, "account erased", "accounts erased", _forgotten, _erase),
    Rule(
        "Accounts",
        "Closed: the person can no longer sign in. A coordinator can open the account again.",
        "account closed",
        "accounts closed",
        _to_be_closed,
        _close,
    ),
)


def due(organisation, on):
    """What is due in an organisation on a day: a list of (Rule, Dues), without rules that find nothing.

    With None, what is due of people who are tied to nobody.
    """
    found = [(rule, list(rule.find(organisation, on))) for rule in RULES]
    return [(rule, dues) for rule, dues in found if dues]


def fingerprint(found):
    """A short text that changes when what is due changes; from what `due` gave."""
    keys = [
        (rule.title, type(one.record).__name__, one.record.pk, one.why)
        for rule, dues in found
        for one in dues
    ]
    return hashlib.sha256(repr(sorted(keys)).encode()).hexdigest()[:16]


@transaction.atomic
def apply(organisation, *, by, on=None, shown=None):
    """Does all that is due in an organisation, or nothing. Returns what was done, as lines without names.

    `shown` is the fingerprint of what somebody saw; raises ValidationError when something else is due
    now. Safe to run twice. `by` is None for a command; `on` is today by default.
    """
    on = on or dates.today()
    if organisation is not None:
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    # Whoever gives one of them something new meanwhile waits, or has done so before it is asked.
    list(User.objects.select_for_update().filter(pk__in=_people(organisation).values("pk")).order_by("pk"))
    found = due(organisation, on)
    if shown is not None and shown != fingerprint(found):
        raise ValidationError("What is due has changed since this page was opened. Look at it again.")
    for rule, dues in found:
        for one in dues:
            rule.do(one.record, by, on)
    return [rule.said(len(dues)) for rule, dues in found]
