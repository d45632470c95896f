"""The buddy's page: what a buddy is for, what they ask when, and how their time goes on or ends."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices import buddying
from apprentices.buddy_due import prompts_of
from apprentices.buddying import ARRANGED_FROM, THANKED, When, now_or_next
from apprentices.induction_due import open_steps_of, owned
from apprentices.models import BuddyTerm
from hackit import access, dates
from hackit.access import Action, Relation

# What an address says to thank whoever was the buddy last rather than whoever is it.
OF_LAST = "last=1"


@dataclass(frozen=True)
class Prompt:
    """What a buddy asks on a day; `state` is blank for one that is to come."""

    name: str
    day: str
    state: str
    asks: tuple


@dataclass(frozen=True)
class Ways:
    """The addresses of what can be done with a buddy's time; blank where it cannot."""

    choose: str = ""
    brief: str = ""
    keep: str = ""
    end: str = ""
    thank: str = ""


@dataclass(frozen=True)
class Page:
    """The buddy's page of one apprentice, as one reader sees it.

    `buddy` is the name of whoever is it or is to be, blank for nobody. `facts` are (label, words) about
    their time, `before` is what is told of the one before. `steps` are (what, by when, whether late) of the
    reader, who is the buddy; `to_whom` is which question goes where. `last` is whom `ways.thank` thanks.
    """

    own: bool
    is_buddy: bool
    name: str
    called: str
    buddy: str
    facts: list
    before: list
    prompts: list
    steps: list
    steps_url: str
    to_whom: list
    ways: Ways
    last: str
    is_for: tuple = buddying.FOR
    is_not_for: tuple = buddying.NOT_FOR


def page(apprentice, on):
    """The Page of a record fetched `for_overview`, `with_readiness` and `with_open_steps`. One query.

    What is recorded of a time that is over is told to those who set the buddy and to the apprentice.
    """
    terms = list(BuddyTerm.objects.filter(apprentice=apprentice).select_related("buddy__person"))
    term, last = current(terms, on), thanked(terms, on)
    is_buddy = Relation.BUDDY in access.relations(apprentice)
    told = apprentice.as_apprentice or access.allows(apprentice, Action.SET_BUDDY)
    return Page(
        own=bool(apprentice.as_apprentice),
        is_buddy=is_buddy,
        name=apprentice.person.full_name,
        called=apprentice.person.called,
        buddy=str(term.buddy) if term else "",
        facts=list(_facts(term, on)) if term else [],
        before=[_before(one) for one in terms if told and one.until_on and one.until_on < on],
        prompts=[_prompt(one) for one in prompts_of(apprentice, on)],
        steps=list(_steps(apprentice, on)) if is_buddy else [],
        steps_url=reverse("induction", args=[apprentice.pk]),
        to_whom=list(_to_whom(apprentice)),
        ways=_ways(apprentice, term, last, on),
        last=str(last.buddy) if last else "",
    )


def current(terms, on):
    """The term of whoever is the buddy on the day `on`, else of the next one; None without."""
    found = [term for term in terms if term.buddy.person.is_active and not _over(term, on)]
    return min(found, key=lambda term: term.from_on, default=None)


def thanked(terms, on):
    """The term whose buddy can be thanked: that has an end, at most four weeks ago. None without."""
    found = [term for term in terms if term.until_on and term.from_on <= on <= term.until_on + THANKED]
    return max(found, key=lambda term: (term.until_on, term.pk), default=None)


def _over(term, on):
    return term.until_on and term.until_on < on


def _facts(term, on):
    """(label, words) of the time of a buddy."""
    briefed = term.buddy.briefed_on
    yield "Buddy", str(term.buddy)
    yield ("From" if term.from_on > on else "Since"), dates.words(term.from_on)
    if term.until_on:
        yield "Until", dates.words(term.until_on)
    yield "Briefed", f"On {dates.words(briefed)}" if briefed else "Not yet"
    if term.kept_on and not term.until_on:
        yield "Goes on", f"Agreed on {dates.words(term.kept_on)}"


def _before(term):
    days = f"{term.buddy} was the buddy from {dates.words(term.from_on)} to {dates.words(term.until_on)}."
    return days, term.thanks


def _prompt(one):
    state = "" if one.when == When.TO_COME else one.when.value
    return Prompt(one.prompt.name, dates.words(one.on), state, one.prompt.asks)


def _steps(apprentice, on):
    """(what, by when, whether it is late) of the steps that the buddy tells of."""
    for step in open_steps_of(apprentice):
        if owned(apprentice, step, {Relation.BUDDY}):
            yield step.title, dates.words(step.due_on), step.due_on < on


def _to_whom(apprentice):
    """(question, who answers it) as far as it is known who that is."""
    place = apprentice.cohort.organisation
    manager = apprentice.manager_name or "the coordinator, until a manager is named"
    yield "What to work on, hours, leave, being sick or late", f"The manager: {manager}"
    tutor = apprentice.tutor.name if apprentice.tutor else "not known yet, ask the manager"
    yield "Classes, assignments, the end-point assessment", f"The tutor: {tutor}"
    hr = place.hr_name or "ask the manager who that is"
    yield "Pay, pension, contract", f"HR: {hr}"
    listener = place.listener_name or "the coordinator"
    yield "Worries, and whatever the manager cannot be asked", f"Somebody else to talk to: {listener}"


def _ways(apprentice, term, last, on):
    if not access.allows(apprentice, Action.SET_BUDDY):
        return Ways()

    def way(name, wanted=True):
        return reverse(name, args=[apprentice.pk]) if wanted else ""

    begun = bool(term and term.from_on <= on)
    goes_on = begun and not term.until_on
    # Before it is time to talk about it nothing is settled.
    time_to_settle = on >= apprentice.first_day_at_work_on + ARRANGED_FROM
    return Ways(
        choose=way("set_buddy"),
        brief=way("brief_buddy", term and not term.until_on),
        keep=way("keep_buddy", goes_on and not term.kept_on and time_to_settle),
        end=way("thank_buddy", goes_on),
        thank=f"{way('thank_buddy')}?{OF_LAST}" if last else "",
    )


# --- The home page of a buddy ---------------------------------------------------------------------


def prompt_of(apprentice, on):
    """The prompt that is for now or next, in words ("Next: Week two, 3 September 2026"), and the page.

    Blank words once all are over. The record comes `with_readiness`.
    """
    one = now_or_next(prompts_of(apprentice, on))
    words = one and f"{'Now' if one.when == When.NOW else 'Next'}: {_said(one)}"
    return {"words": words or "", "url": reverse("buddying", args=[apprentice.pk])}


def _said(one):
    return f"{one.prompt.name}, {dates.words(one.on)}"


def thanks_to(user, on):
    """(who thanks, their words) for every buddy's time of `user` that ended within four weeks. One query.

    Nothing else of the record is told: they no longer see it.
    """
    ended = BuddyTerm.objects.filter(buddy__person=user, until_on__lt=on, until_on__gte=on - THANKED)
    terms = ended.exclude(thanks="").select_related("apprentice__person").order_by("until_on", "pk")
    return [(f"{term.apprentice.person.called}’s manager thanks you", term.thanks) for term in terms]
