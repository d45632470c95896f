"""How is each apprentice doing? One row an apprentice, for any set of apprentices.

Feeds lists, dashboards and exports. Every app adds its share here; the number of queries is fixed.
"""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.life import Status
from hackit import access, dates
from hackit.access import Action
from hackit.overview import induction, standing, strip
from workplans.off_the_job import Level


@dataclass(frozen=True)
class Progress:
    """One apprentice as of a day, with everything that a row shows already in words.

    `standing` and `plan`, the strip.Month of today, are None for whoever may not see them. `waiting` is how
    many entries wait to be accepted, 0 where the record was not fetched `with_learning_due`. `induction` is
    None for whoever does not see all of it, and where there is none.
    """

    url: str
    name: str
    relations: frozenset
    status: Status
    cohort: str
    team: str
    provider: str
    standard: str
    manager: str | None
    next: str
    planned_end: str
    standing: Level | None
    standing_reason: str
    waiting: int
    plan: strip.Month | None
    induction: induction.Short | None


def progress(apprentices, on, learning=None):
    """The Progress of each record fetched with `for_overview`, `with_plans_near` and `with_open_steps`.

    They come through `allowing`; it is that of the day `on`. `learning` is what `learning_seen` gives for
    them, where that is known.
    """
    if learning is None:
        learning = learning_seen(apprentices, on)
    return [progress_of(apprentice, on, learning.get(apprentice.pk)) for apprentice in apprentices]


def learning_seen(apprentices, on):
    """{key: Learning} of records fetched `with_learning` through `allowing`, as of the day `on`. One query.

    Left out are those whose learning is not for the eyes of whoever fetched them.
    """
    return standing.learning([one for one in apprentices if sees_learning(one)], on)


def sees_learning(apprentice):
    """Whether whoever fetched a record through `allowing` may see its learning."""
    return access.allows(apprentice, Action.SEE_LEARNING)


def progress_of(apprentice, on, learning=None):
    """The Progress of one record fetched as for `progress`, as of the day `on`.

    `learning` is its Learning, for those alone who may see it.
    """
    return Progress(
        url=reverse("apprentice", args=[apprentice.pk]),
        name=apprentice.person.full_name,
        relations=frozenset(access.relations(apprentice)),
        status=Status(apprentice.status),
        cohort=apprentice.cohort.name,
        team=apprentice.team.name if apprentice.team else "",
        provider=str(apprentice.provider) if apprentice.provider else "",
        standard=apprentice.standard.title,
        manager=apprentice.manager_name,
        next=next_date(apprentice, on),
        planned_end=dates.words(apprentice.planned_end_on),
        standing=learning and learning.standing.level,
        standing_reason=learning.in_short if learning else "",
        waiting=getattr(apprentice, "waiting", 0),
        plan=strip.this_month(apprentice, on),
        induction=induction.in_short(apprentice, on),
    )


def next_date(apprentice, on):
    """What comes next on a record after or on the day `on`, in words; blank when nothing does."""
    resit_on = apprentice.resit_on if apprentice.status == Status.ASSESSMENT else None
    coming = [
        *milestones(apprentice),
        (apprentice.expected_back_on, "Expected back from the break"),
        (resit_on, "Resit planned"),
    ]
    coming = [(day, words) for day, words in coming if day and day >= on]
    if not coming or not Status(apprentice.status).living:
        return ""
    day, words = min(coming)
    return f"{words} on {dates.words(day)}"


def milestones(apprentice):
    """The dated facts and plans of a record, each as (day, what happens), in no order."""
    named = (
        (apprentice.first_day_at_work_on, "First day at work"),
        (apprentice.starts_on, "First day of learning"),
        (apprentice.probation_ends_on, "Probation ends"),
        (None if apprentice.gateway_on else apprentice.planned_end_on, "Planned end of learning"),
        (apprentice.gateway_on, "Gateway reached"),
        (apprentice.assessment_on, "Assessment begun"),
        (apprentice.completed_on, "Completed"),
        (apprentice.withdrawn_on, "Withdrawn"),
        (apprentice.contract_ends_on, "Contract ends"),
    )
    return [(day, words) for day, words in named if day]
