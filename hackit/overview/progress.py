"""How is each apprentice doing? One row an apprentice, for any set of apprentices.

Feeds lists, dashboards and exports. Every app adds its share here; the number of queries is fixed.
"""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.life import Status
from hackit import access, dates


@dataclass(frozen=True)
class Progress:
    """One apprentice as of a day, with everything that a row shows already in words."""

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


def progress(apprentices, on):
    """The Progress of each of the records fetched with `for_overview` through `allowing`, on the day `on`."""
    return [progress_of(apprentice, on) for apprentice in apprentices]


def progress_of(apprentice, on):
    """The Progress of one record fetched with `for_overview`, as of the day `on`."""
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
