"""The life of an apprenticeship: its status for any day, read from the facts. Pure.

`Apprentice.objects.with_status` says the same in SQL; a test proves them equal.
Source: DfE apprenticeship funding rules, breaks in learning and changes of circumstances.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where an apprenticeship stands on a day."""

    WAITING = "waiting to start"
    LEARNING = "in learning"
    BREAK = "break in learning"
    GATEWAY = "gateway"
    ASSESSMENT = "in assessment"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"

    @property
    def living(self):
        """Neither completed nor withdrawn."""
        return self not in (Status.COMPLETED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Facts:
    """The stored facts of one apprenticeship; a break is (first day away, first day back or None)."""

    starts_on: date
    gateway_on: date | None = None
    assessment_on: date | None = None
    completed_on: date | None = None
    withdrawn_on: date | None = None
    breaks: tuple = ()


def status(facts, on):
    """The Status on the day `on`: the latest fact that has happened by then."""
    for happened_on, reached in (
        (facts.withdrawn_on, Status.WITHDRAWN),
        (facts.completed_on, Status.COMPLETED),
        (facts.assessment_on, Status.ASSESSMENT),
        (facts.gateway_on, Status.GATEWAY),
    ):
        if happened_on and happened_on <= on:
            return reached
    if on < facts.starts_on:
        return Status.WAITING
    away = any(first <= on and (back is None or on < back) for first, back in facts.breaks)
    return Status.BREAK if away else Status.LEARNING
