"""The employer and what it calls its own: one module a concept."""

from cohorts.models.employers import Opening, PartnerEmployer
from cohorts.models.ending import EndingTexts
from cohorts.models.first_day import FirstDayTemplate, FirstDayWords
from cohorts.models.groups import Cohort, Team
from cohorts.models.induction import InductionItem, InductionTemplate, InductionWords
from cohorts.models.organisation import (
    NEUTRAL_COLOUR,
    ClosingDay,
    Coordinator,
    Organisation,
    OrganisationsOwn,
    PeoplesRoles,
)
from cohorts.models.requests import DataRequest
from cohorts.models.training import Course

__all__ = [
    "NEUTRAL_COLOUR",
    "ClosingDay",
    "Cohort",
    "Coordinator",
    "Course",
    "DataRequest",
    "EndingTexts",
    "FirstDayTemplate",
    "FirstDayWords",
    "InductionItem",
    "InductionTemplate",
    "InductionWords",
    "Opening",
    "Organisation",
    "OrganisationsOwn",
    "PartnerEmployer",
    "PeoplesRoles",
    "Team",
]
