"""The induction of one apprentice as one reader sees it: sections, steps, and what comes next for them."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from apprentices.actions import done_by_itself
from apprentices.induction import ALL_STEPS, State
from apprentices.induction_due import open_steps_of, owned, progress_of
from apprentices.models import with_open_steps
from cohorts.induction import SECTION_NAMES, Kind, section
from hackit import access
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
    anybody, and `way` where, as (words, address). `ticks` says that the reader can tick it.
    """

    pk: int
    title: str
    kind: str
    who: str
    day: str
    late: bool
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
    """An induction as one reader sees it; `whole` says that they see how much of it is done."""

    own: bool
    whole: bool
    name: str
    called: str
    given: bool
    done: str
    late: str
    next: list
    sections: list
    add_url: str
    give_url: str
    people_url: str
    buddying_url: str


@dataclass(frozen=True)
class Short:
    """An induction in short, for a row: how much is done and late, and whether anything is stuck."""

    words: str
    late: str
    stuck: bool
    url: str


def for_page(apprentices, on):
    """The records with all that their Page needs, in one query."""
    return with_open_steps(apprentices.for_overview(on).with_readiness(on), on, facts())


def steps_seen(record):
    """The steps that whoever fetched a record through `allowing` sees, with what is known. One query."""
    seen = record.induction_steps.seen_with(access.relations(record))
    return seen.with_known(facts()).select_related("done_by", "course").order_by("due_on", "position", "pk")


def page(record, on):
    """The Page of a record fetched through `allowing` and `for_page`, as of the day `on`. One query."""
    steps = list(steps_seen(record))
    needed = [step for step in steps if step.state != State.NOT_NEEDED]
    return Page(
        own=bool(record.as_apprentice),
        whole=sees_whole(record),
        name=record.person.full_name,
        called=record.person.called,
        given=record.has_induction or bool(steps),
        done=_done_of(needed),
        late=told.lateness(sum(told.is_open(step) and step.due_on < on for step in needed)),
        next=_next(record, steps, on),
        sections=_sections(record, steps, on),
        add_url=_way(record, "add_step", Action.LEAD_INDUCTION),
        give_url=_way(record, "admin:apprentices_apprentice_induction", Action.ADMINISTER),
        people_url=_way(record, "people_to_meet", Action.SEE_INDUCTION),
        buddying_url=_way(record, "buddying", Action.SEE_BUDDYING),
    )


def sees_whole(record):
    """Whether whoever fetched a record sees enough of its induction to be told how much is done."""
    return bool((ALL_STEPS | {Relation.APPRENTICE}) & access.relations(record))


def in_short(record, on):
    """The Short of a record fetched through `allowing` and `with_open_steps`; None where nothing is told."""
    if not sees_whole(record) or not record.steps_needed:
        return None
    leads = bool(ALL_STEPS & access.relations(record))
    done, needed, late = progress_of(record, on, told=not leads)
    finished = done == needed
    return Short(
        words="Done" if finished else f"{done} of {needed} done",
        late=f"{late} late" if late else "",
        stuck=leads and any(step.state == State.STUCK for step in open_steps_of(record)),
        url=reverse("induction", args=[record.pk]),
    )


def _way(record, name, action):
    """The address of a page about a record; blank for whoever may not open it."""
    return reverse(name, args=[record.pk]) if access.allows(record, action) else ""


def _done_of(needed):
    return f"{sum(not told.is_open(step) for step in needed)} of {len(needed)} done"


def _next(record, steps, on):
    """The reader's own open steps that come first."""
    own = [step for step in steps if told.is_open(step) and _is_own(record, step)]
    return [_step(record, step, on) for step in own[:NEXT]]


def _is_own(record, step):
    tells = access.allows(record, Action.TELL_OWN_STEPS)
    return tells and owned(record, step, access.relations(record))


def _sections(record, steps, on):
    first_day, found = record.first_day_at_work_on, {name: [] for name in SECTION_NAMES}
    for step in steps:
        day = (step.due_on - first_day).days if step.day is None else step.day
        found[section(day)].append(step)
    return [_section(record, name, steps, on) for name, steps in found.items() if steps]


def _section(record, name, steps, on):
    shown = [_step(record, step, on) for step in steps]
    leads = access.allows(record, Action.LEAD_INDUCTION)
    coming = [step.due_on for step in steps if told.is_open(step) and (leads or _is_own(record, step))]
    return Section(
        name=name,
        done=_done_of([step for step in steps if step.state != State.NOT_NEEDED]),
        steps=shown,
        folded=not coming or min(coming) > on + SOON,
        ticks=any(step.ticks for step in shown),
    )


def _step(record, step, on):
    still_open = told.is_open(step)
    return Step(
        pk=step.pk,
        title=step.title,
        kind="" if step.kind == Kind.TASK else step.get_kind_display(),
        who=told.whose(record, step.owner),
        day=told.long_words(step.due_on),
        late=still_open and step.due_on < on,
        word=_word(step),
        state=told.how_far(step),
        guidance=step.guidance if still_open and _is_own(record, step) else "",
        confidential=told.confidential(step, record),
        itself=told.by_itself(step) if still_open else "",
        way=told.way(record, step.fact, step.course_id) if still_open else None,
        url=reverse("induction_step", args=[record.pk, step.pk]),
        ticks=still_open and not done_by_itself(step) and told.may_tell(record, step),
    )


def _word(step):
    return State.DONE if step.known else State(step.state)
