"""The CV of one apprentice: a first draft out of portfolio and record, and what they made of it.

Feedback, reviews, private words and notes, and adjustments are never asked for here.
"""

import re
from dataclasses import dataclass

from django.db.models import OuterRef, Sum

from apprentices.models import Apprentice, CourseDone, Cv
from apprentices.next_steps import TOWARDS_A_JOB
from hackit import access, dates, wordfile
from hackit.access import Action, Relation
from hackit.listed import listed
from hackit.overview.ways_on import steps, steps_told
from hackit.wordfile import Heading, Points, Section, Words
from workplans import log
from workplans.models import LearningEntry, Portfolio

RELATED = ("person", "standard", "cohort__organisation", "team", "provider", "portfolio", "cv")
HEADINGS = {
    "contact": "Contact",
    "profile": "Profile",
    "apprenticeship": "Apprenticeship",
    "projects": "Projects",
    "skills": "Skills",
    "training": "Training",
    "more": "More about me",
}
# Sections whose every line is a point, and those whose blocks begin with a heading.
OF_POINTS, OF_BLOCKS = ("skills", "training"), ("apprenticeship", "projects")
MARKED = re.compile(r"^\s*[-•*–]\s+")
# A part between commas that is longer than this is part of a sentence, not a skill.
WORDS_OF_A_SKILL = 4


@dataclass(frozen=True)
class Work:
    """One project, as far as it belongs into a CV."""

    title: str
    purpose: str = ""
    my_part: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Facts:
    """What a draft is made of. `skills` are the texts of all projects, `learned` minutes."""

    profile: str
    apprenticeship: tuple
    projects: tuple
    skills: tuple
    courses: tuple
    learned: int


@dataclass(frozen=True)
class Page:
    """A CV as one reader sees it: `state` says what it is, `sections` are those of `wordfile`."""

    own: bool
    name: str
    called: str
    state: str
    sections: list
    saved: bool
    closed: str
    may_write: bool
    steps: list


def for_cv(apprentices):
    """The records with all that a `page` or a `draft` asks of them, in the same query."""
    here = CourseDone.objects.filter(course__organisation=OuterRef("cohort__organisation"))
    return apprentices.select_related(*RELATED).annotate(
        steps_to_a_job_told=steps_told(TOWARDS_A_JOB),
        courses_told=listed(here, "person", "person", name="course__name", done_on="done_on"),
    )


# --- The draft ------------------------------------------------------------------------------------


def compose(facts):
    """The sections of a first draft, by their names; none is longer than it may be when it is saved."""
    learned = [f"Learning beside the work: {log.in_words(facts.learned)}"] if facts.learned else []
    found = {
        "contact": ([], ""),
        "profile": ([facts.profile], ""),
        "apprenticeship": (facts.apprenticeship, "\n"),
        "projects": ([_block(project) for project in facts.projects], "\n\n"),
        "skills": (_skills(facts.skills), "\n"),
        "training": ([*dict.fromkeys(facts.courses), *learned], "\n"),
        "more": ([], ""),
    }
    return {name: _fitting(name, parts, between) for name, (parts, between) in found.items()}


def _block(project):
    told = (project.title, project.purpose, project.my_part, project.outcome)
    return "\n".join(line for text in told for line in text.split("\n") if line.strip())


def _skills(texts):
    """Each skill once, however it is written large or small, in the order of the texts."""
    found = {}
    for text in texts:
        for line in re.split(r"[\n;]", text):
            for skill in _parts(MARKED.sub("", line).strip()):
                found.setdefault(skill.casefold(), skill)
    return list(found.values())


def _parts(line):
    parts = [part.strip() for part in line.split(",")]
    if line.endswith(".") or any(len(part.split()) > WORDS_OF_A_SKILL for part in parts):
        parts = [line]
    return [part for part in parts if part]


def _fitting(name, parts, between):
    """As many of the parts, whole, as the section can hold."""
    longest, text = Cv._meta.get_field(name).max_length, ""
    for part in filter(None, parts):
        longer = f"{text}{between}{part}" if text else part
        if len(longer) > longest:
            break
        text = longer
    return text


def draft(record):
    """The sections of a first draft for a record fetched with `for_cv`. Two queries."""
    return compose(_facts(record))


def _facts(record):
    projects = sorted(record.projects.all(), key=lambda one: (not one.chosen, one.portfolio_place or 0))
    shown = [one for one in projects if one.chosen] or [one for one in projects if one.has_part]
    courses = sorted(record.courses_told or (), key=lambda told: (told["done_on"], told["name"]))
    accepted = LearningEntry.objects.filter(apprentice=record, kind__in=log.KEEPS_THE_MONTH)
    minutes = accepted.in_state(log.State.ACCEPTED).aggregate(minutes=Sum("minutes"))["minutes"]
    return Facts(
        profile=_profile(record),
        apprenticeship=tuple(_apprenticeship(record)),
        projects=tuple(Work(one.title, one.purpose, one.my_part, one.outcome) for one in shown),
        skills=tuple(one.skills for one in projects),
        courses=tuple(told["name"] for told in courses),
        learned=minutes or 0,
    )


def _profile(record):
    try:
        return record.portfolio.profile
    except Portfolio.DoesNotExist:
        return ""


def _apprenticeship(record):
    employer = record.cohort.organisation.name
    yield record.standard.title
    yield f"{employer}, {record.team.name}" if record.team else employer
    last = record.ended_on or record.planned_end_on
    planned = "" if record.ended_on else " (planned end)"
    yield f"{dates.words(record.starts_on)} to {dates.words(last)}{planned}"
    if record.provider:
        yield f"Training provider: {record.provider.name}"
    # Nobody writes into a CV that they failed.
    if record.result and record.result != Apprentice.Result.FAIL:
        yield f"Result: {record.get_result_display()}"


# --- What is shown --------------------------------------------------------------------------------


def saved(record):
    """The Cv of a record; None while nobody has saved one."""
    try:
        return record.cv
    except Cv.DoesNotExist:
        return None


def to_write(record, fresh=False):
    """The sections with which the form begins: those saved, or else, and when `fresh`, a draft."""
    cv = saved(record)
    return draft(record) if fresh or cv is None else _sections(cv)


def page(record):
    """The Page of a record fetched with `for_cv` through `allowing`.

    Without a query, apart from those of a draft: which the apprentice alone reads.
    """
    own, cv = bool(record.as_apprentice), saved(record)
    called, closed = record.person.called, access.actions(record).isdisjoint({Action.WRITE_CV})
    found = _sections(cv) if cv else draft(record) if own else {}
    return Page(
        own=own,
        name=record.person.full_name,
        called=called,
        state="" if cv else _not_saved(own, closed, called),
        sections=list(in_sections(found)),
        saved=cv is not None,
        closed=_closed(record) if own and closed else "",
        may_write=not closed,
        steps=steps(record, TOWARDS_A_JOB, record.steps_to_a_job_told),
    )


def _sections(cv):
    return {name: getattr(cv, name) for name in Cv.SECTIONS}


def _not_saved(own, closed, called):
    if not own:
        return f"{called} has not written a CV yet."
    if closed:
        return "This is a draft from your record. Download it to make it yours."
    return "This is a draft from your record; make it yours. Until you save it, nobody but you reads it."


def _closed(record):
    until = dates.add_months(record.ended_on, access.MONTHS_AFTER_THE_END[Relation.APPRENTICE])
    return (
        f"Your apprenticeship has ended. Until {dates.words(until)} you can read, print and download your CV "
        "here, but no longer change it."
    )


def in_sections(found):
    """The Sections of texts by name, in the order of a CV; empty ones are left out."""
    for name, heading in HEADINGS.items():
        if text := found.get(name, "").strip():
            yield Section(heading, tuple(_pieces(name, text)))


def _pieces(name, text):
    """Lines that are marked as such are points, blank lines part blocks."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.strip().split("\n")]
        if name in OF_BLOCKS and len(lines) > 1:
            yield Heading(lines.pop(0))
        yield from _runs(lines, name in OF_POINTS)


def _runs(lines, all_points):
    """Points for lines that follow each other and are points, Words for the others."""
    points, words = [], []
    for line in lines:
        pointed = all_points or MARKED.match(line)
        if pointed and words:
            yield Words("\n".join(words))
            words = []
        if not pointed and points:
            yield Points(tuple(points))
            points = []
        (points if pointed else words).append(MARKED.sub("", line) if pointed else line)
    if points:
        yield Points(tuple(points))
    if words:
        yield Words("\n".join(words))


def document(record, on):
    """The CV that the reader of `page` sees as a .docx file; None while there is none for them."""
    shown = page(record)
    if not shown.sections:
        return None
    return wordfile.write(shown.name, shown.sections, author=shown.name, made_on=on)
