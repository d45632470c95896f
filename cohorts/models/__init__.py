"""The employer and what it calls its own: one module a concept."""

from cohorts.models.first_day import FirstDayTemplate, FirstDayWords
from cohorts.models.groups import Cohort, Team
from cohorts.models.organisation import (
    NEUTRAL_COLOUR,
    ClosingDay,
    Coordinator,
    Organisation,
    OrganisationsOwn,
    PeoplesRoles,
)
from cohorts.models.requests import DataRequest

__all__ = [
    "NEUTRAL_COLOUR",
    "ClosingDay",
    "Cohort",
    "Coordinator",
    "DataRequest",
    "FirstDayTemplate",
    "FirstDayWords",
    "Organisation",
    "OrganisationsOwn",
    "PeoplesRoles",
    "Team",
]
