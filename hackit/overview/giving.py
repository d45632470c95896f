"""What a template would give to an apprentice or a cohort, or change: shown before it is done.

Everything stands here as it is read, with a fingerprint that a page carries along: whoever confirms does
what they saw, or nothing.
"""

import hashlib
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from apprentices import actions
from apprentices.induction import State
from apprentices.models import Induction
from cohorts.induction import Sight, section
from cohorts.models import InductionTemplate
from hackit import dates
from workplans import induction

LEFT_OUT = "Left out: its day has passed"
CONFIDENTIAL = {Sight.OPEN: "", Sight.TALK: "Talk with them", Sight.CLOSED: "Closed"}
# The parts of Changes, and what they are called for one step and for several.
PARTS = {
    "come": ("comes", "come"),
    "go": ("goes", "go"),
    "move": ("moves", "move"),
    "rewrite": ("says something else", "say something else"),
}
HEADINGS = {
    "given": "Given to those who have none",
    "come": "Come to those who have one",
    "go": "Go, where nobody has begun them",
    "move": "Move to another day",
    "rewrite": "Say something else",
}
# What of a step says something else, and needs no more words than these.
OTHERWISE = {
    "title": "other words",
    "guidance": "other guidance",
    "sight": "others see it",
    "fact": "something else does it by itself",
    "course_id": "another course",
}


@dataclass(frozen=True)
class Line:
    """One step: what, by whom, when, and whether it is confidential."""

    what: str
    who: str
    when: str
    confidential: str


@dataclass(frozen=True)
class Given:
    """What an apprentice would be given: Lines by section, how many days have passed, the fingerprint."""

    sections: list
    number: int
    past: int
    fingerprint: str


@dataclass(frozen=True)
class Applied:
    """What a changed template would change for one apprentice.

    `parts` are (heading, what the third column holds, Lines) that say it.
    """

    parts: list
    fingerprint: str


def given(record, template, *, learning, leave_out_past, on):
    """The Given of a template for an apprentice on a day; it writes nothing."""
    outline = actions.outlined(record, template, learning=learning, leave_out_past=leave_out_past, on=on)
    steps = sorted(outline.steps, key=lambda step: (step.day, step.position))
    sections = [
        (name, [_line(step) for step in found])
        for name, found in groupby(steps, key=lambda step: section(step.day))
    ]
    shown = _fingerprint(template.pk, leave_out_past, sections)
    return Given(sections, len(steps), outline.past, shown)


def applied(record, template, *, learning, facts, on):
    """The Applied of a template, as it is now, for an apprentice who has it; it writes nothing."""
    done = actions.what_follows(record, template, learning=learning, facts=facts, on=on)
    move = [
        step
        for step in done.touched
        if step.item_id in done.found.move or step.due_on != done.was[step.pk][0]
    ]
    rewrite = [step for step in done.touched if step.item_id in done.found.rewrite]
    lines = {
        "come": [_line(step) for step in done.come],
        "go": [_line(step) for step in done.go],
        "move": [_moved(step, done.was[step.pk]) for step in move],
        "rewrite": [_rewritten(step, done.was[step.pk]) for step in rewrite],
    }
    parts = [
        (_many(len(found), *PARTS[part]), "What changes" if part == "rewrite" else "When", found)
        for part, found in lines.items()
        if found
    ]
    return Applied(parts, _fingerprint(template.pk, parts, [step.says() for step in done.touched]))


def _many(number, one, many):
    return f"1 step {one}" if number == 1 else f"{number} steps {many}"


def _line(step):
    when = LEFT_OUT if step.state == State.NOT_NEEDED else dates.words(step.due_on)
    return Line(step.title, step.get_owner_display(), when, CONFIDENTIAL[Sight(step.sight)])


def _moved(step, was):
    before, now = dates.words(was[0]), dates.words(step.due_on)
    when = f"Stays on {now}" if before == now else f"From {before} to {now}"
    return Line(step.title, step.get_owner_display(), when, CONFIDENTIAL[Sight(step.sight)])


def _rewritten(step, was):
    before, now = (dict(zip(step.SAYS, says, strict=True)) for says in (was[1], step.says()))
    differ = [name for name in step.SAYS if before[name] != now[name]]
    said = [f"{before[name]} becomes {now[name]}" for name in differ if name in ("owner", "kind")]
    said += [words for name, words in OTHERWISE.items() if name in differ]
    title = f"“{before['title']}” becomes “{step.title}”" if "title" in differ else step.title
    return Line(title, step.get_owner_display(), ", ".join(said).capitalize(), "")


def _fingerprint(*shown):
    return hashlib.sha256(repr(shown).encode()).hexdigest()


# --- A whole cohort -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One apprentice of a cohort: the name, the way to their own page, and what would happen."""

    name: str
    url: str
    what: str


@dataclass(frozen=True)
class Together:
    """What a cohort would be given and what would change: `button` says it in short, blank for nothing.

    `concerned` are (heading, names of steps), `ended` the names of those who are left out, `template` is
    what is given, None where nobody can get one.
    """

    template: InductionTemplate | None
    rows: list
    ended: list
    concerned: list
    button: str
    fingerprint: str


def together(cohort, on):
    """The Together of a cohort on a day; it writes nothing. Six queries, whatever their number."""
    everybody = list(cohort.apprentices.select_related("person").order_by("person__full_name", "pk"))
    records = living(everybody, on)
    template = cohort.induction_template
    template = template if template and template.given_on(on) else None
    items = list(template.items.all()) if template else []
    have = dict(Induction.objects.filter(apprentice__in=records).values_list("apprentice", "template__name"))
    told = actions.changes_of_all(records, facts=induction.facts())
    new = [record for record in records if record.pk not in have] if template else []
    rows = [_row(record, have, told.get(record.pk), template, items) for record in records]
    concerned = _concerned(items if new else [], told.values())
    versions = [(item.pk, item.day, item.says()) for item in items]
    return Together(
        template,
        rows,
        [str(record) for record in everybody if record not in records],
        concerned,
        _button(len(new), sum(bool(found) for found, *_ in told.values())),
        _fingerprint(template and template.pk, rows, concerned, versions),
    )


def living(records, on):
    """Those whose apprenticeship has not ended on a day: whom an induction is given to."""
    return [record for record in records if not (record.ended_on and record.ended_on <= on)]


def _row(record, have, told, template, items):
    url = reverse("admin:apprentices_apprentice_induction", args=[record.pk])
    if record.pk in have:
        what = _counts(told[0]) if told else "Has one whose template is gone: nothing"
        if told and template and have[record.pk] != template.name:
            what = f"Has “{have[record.pk]}” and keeps it. {what}"
    else:
        what = _many(len(items), "comes", "come") if template else "Has none"
    return Row(str(record), url, what)


def _counts(found):
    said = [_many(len(getattr(found, part)), *words) for part, words in PARTS.items() if getattr(found, part)]
    return ", ".join(said) or "Nothing would change"


def _concerned(given, told):
    """(heading, titles of steps) of what happens to anybody, each title once."""
    titles = {"given": [item.title for item in given]} | {part: [] for part in PARTS}
    for found, steps, items in told:
        for part in PARTS:
            named = steps if part == "go" else items
            titles[part] += [named[key].title for key in getattr(found, part)]
    return [(HEADINGS[part], list(dict.fromkeys(names))) for part, names in titles.items() if names]


def _button(new, changed):
    give = f"Give it to {new}" if new else ""
    follow = f"{'apply' if new else 'Apply'} the changes to {changed}" if changed else ""
    return " and ".join(filter(None, [give, follow]))
