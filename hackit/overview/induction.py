"""The induction of one apprentice as one reader sees it: sections, steps, and what comes next for them."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from apprentices.actions import done_by_itself
from apprentices.actions.induction import WAS_PAST
from apprentices.induction import ALL_STEPS, State, sees
from apprentices.induction_due import open_steps_of, progress_of
from apprentices.models import with_open_steps
from cohorts.induction import SECTION_NAMES, Kind, Owner, Sight, section
from hackit import access, dates
from hackit.access import Action, Relation
from hackit.overview import induction_steps as told
from workplans.induction import facts

# What the reader does later than that stands folded, and how many of the reader's own steps stand on top.
SOON = timedelta(days=14)
NEXT = 4


@dataclass(frozen=True)
class Step:
    """One step in words; how to do it well is said to whoever does it.

    `state` says how far it is, `word` in one word where that is worth a mark; `itself` what does it without
    anybody, and `way` where, as (words, address). `ticks` says that the reader can tick it, `urgent` that it
    is late and theirs to see to.
    """

    pk: int
    title: str
    kind: str
    who: str
    day: str
    late: bool
    urgent: bool
    word: str
    state: str
    guidance: str
    confidential: str
    itself: str
    way: tuple | None
    url: str
    ticks: bool


@dataclass(frozen=True)
class Section:
    """The steps of one time, and how many of them are done; a folded one is opened by whoever wants to."""

    name: str
    done: str
    steps: list
    folded: bool
    ticks: bool


@dataclass(frozen=True)
class Page:
    """An induction as one reader sees it; `whole` says that they see how much of it is done.

    `late` is what is late of the reader's, `others_late` what others are late with, for those who only wait
    for it. `ways` are (words, address) of the pages beside it, as far as they open.
    """

    own: bool
    whole: bool
    name: str
    called: str
    given: bool
    done: str
    late: str
    others_late: str
    given_late: str
    ways: list
    next: list
    sections: list
    add_url: str
    give_url: str


@dataclass(frozen=True)
class Short:
    """An induction in short, for a row: how much is done and late, and whether anything is stuck.

    `late` and `others_late` are those of the Page.
    """

    words: str
    late: str
    others_late: str
    stuck: bool
    url: str


def for_page(apprentices, on):
    """The records with all that their Page needs, in one query."""
    found = apprentices.for_overview(on).with_readiness(on).select_related("induction")
    return with_open_steps(found, on, facts())


def steps_seen(record):
    """The steps that whoever fetched a record through `allowing` sees, with what is known. One query."""
    seen = record.induction_steps.seen_with(access.relations(record))
    return seen.with_known(facts()).select_related("done_by", "course").order_by("due_on", "position", "pk")


def page(record, on):
    """The Page of a record fetched through `allowing` and `for_page`, as of the day `on`. One query."""
    steps = list(steps_seen(record))
    leads = access.allows(record, Action.LEAD_INDUCTION)
    needed = _needed(steps)
    late = [step for step in needed if told.is_open(step) and step.due_on < on]
    return Page(
        own=bool(record.as_apprentice),
        whole=sees_whole(record),
        name=record.person.full_name,
        called=record.person.called,
        given=record.has_induction or bool(steps),
        done=_done_of(needed),
        late=told.lateness(record, late),
        others_late=told.lateness_of_others(record, late),
        given_late=_given_late(record, steps),
        ways=_ways(record),
        next=_next(record, steps, on),
        sections=_sections(record, steps, on),
        add_url=reverse("add_step", args=[record.pk]) if leads else "",
        give_url=_give_url(record),
    )


def sees_whole(record):
    """Whether whoever fetched a record sees enough of its induction to be told how much is done."""
    return bool((ALL_STEPS | {Relation.APPRENTICE}) & access.relations(record))


def in_short(record, on):
    """The Short of a record fetched through `allowing` and `with_open_steps`; None where nothing is told."""
    if not sees_whole(record) or not record.steps_needed:
        return None
    # Whoever sees all of it; an apprentice does not, whatever else they are.
    leads = sees(access.relations(record), Owner.MANAGER, Kind.TASK, Sight.CLOSED)
    done, needed, number = progress_of(record, on, told=not leads)
    late = [
        step for step in open_steps_of(record) if step.due_on < on and (leads or step.sight != Sight.CLOSED)
    ]
    return Short(
        words=_progress(done, needed),
        late=(f"{number} late" if number else "") if leads else told.lateness(record, late),
        others_late=told.lateness_of_others(record, late),
        stuck=leads and any(step.state == State.STUCK for step in open_steps_of(record)),
        url=reverse("induction", args=[record.pk]),
    )


def _progress(done, needed):
    """How much is done, in a row: nothing done is no progress of which a row could tell."""
    if done == needed:
        return "Done"
    return f"{done} of {needed} done" if done else f"{needed} to do"


def _give_url(record):
    administers = access.allows(record, Action.ADMINISTER)
    return reverse("admin:apprentices_apprentice_induction", args=[record.pk]) if administers else ""


def _done_of(needed):
    if not needed:
        return "Not needed"
    return f"{sum(not told.is_open(step) for step in needed)} of {len(needed)} done"


def _needed(steps):
    return [step for step in steps if step.state != State.NOT_NEEDED]


def _given_late(record, steps):
    """What became of the steps whose day had passed when it was given; blank for none."""
    if not record.has_induction or all(step.not_needed_because != WAS_PAST for step in steps):
        return ""
    day = dates.words(record.induction.given_on)
    return f"The induction was given on {day}: steps whose day had passed then are not needed."


def _ways(record):
    """(words, address) of the pages beside an induction that open to its reader."""
    ways = (
        ("People to meet", "people_to_meet", Action.SEE_INDUCTION),
        ("What a buddy is for", "buddying", Action.SEE_BUDDYING),
    )
    return [
        (words, reverse(n, args=[record.pk])) for words, n, action in ways if access.allows(record, action)
    ]


def _next(record, steps, on):
    """The reader's own open steps that come first."""
    own = [step for step in steps if told.is_open(step) and told.is_own(record, step)]
    return [_step(record, step, on) for step in told.near_enough(record, own, on)[:NEXT]]


def _sections(record, steps, on):
    first_day, found = record.first_day_at_work_on, {name: [] for name in SECTION_NAMES}
    for step in steps:
        day = (step.due_on - first_day).days if step.day is None else step.day
        found[section(day)].append(step)
    # Who leads can take back that a step is not needed; everybody else is spared what is not for them.
    leads = access.allows(record, Action.LEAD_INDUCTION)
    return [
        _section(record, name, steps, on)
        for name, steps in found.items()
        if _needed(steps) or (leads and steps)
    ]


def _section(record, name, steps, on):
    shown = [_step(record, step, on) for step in steps]
    leads = access.allows(record, Action.LEAD_INDUCTION)
    coming = [step.due_on for step in steps if told.is_open(step) and (leads or told.is_own(record, step))]
    return Section(
        name=name,
        done=_done_of(_needed(steps)),
        steps=shown,
        folded=not coming or min(coming) > on + SOON,
        ticks=any(step.ticks for step in shown),
    )


def _step(record, step, on):
    still_open = told.is_open(step)
    late = still_open and step.due_on < on
    return Step(
        pk=step.pk,
        title=step.title,
        kind="" if step.kind == Kind.TASK else step.get_kind_display(),
        who=told.whose(record, step),
        day=told.long_words(step.due_on),
        late=late,
        urgent=late and told.is_urgent(record, step),
        word=_word(step),
        state=told.how_far(step),
        guidance=step.guidance if still_open and told.is_own(record, step) else "",
        confidential=told.confidential(step, record),
        itself=told.by_itself(step) if still_open else "",
        way=told.way(record, step.fact, step.course_id) if still_open else None,
        url=reverse("induction_step", args=[record.pk, step.pk]),
        ticks=still_open and not done_by_itself(step) and told.may_tell(record, step),
    )


def _word(step):
    return State.DONE if step.known else State(step.state)
