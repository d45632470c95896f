"""A council that imports, and functions that check and import there."""

import pytest

from apprentices.importing.check import check
from apprentices.importing.saving import carry_out
from tests.apprentices.cohort_files import DAY, cohort_file, council, everything


@pytest.fixture
def here():
    """A council with a cohort, a standard in two versions and a provider."""
    return council()


@pytest.fixture
def plan_of(here):
    """A function that checks rows (or bytes) for that council and writes nothing."""

    def plan(*rows, **options):
        content = rows[0] if rows and isinstance(rows[0], bytes) else cohort_file(*rows)
        told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
        before = everything()
        plan = check(content, **told | options)
        assert everything() == before
        return plan

    return plan


@pytest.fixture
def imported(here):
    """A function that imports rows (or bytes), which must be right, and returns the plan."""

    def run(*rows, **options):
        content = rows[0] if rows and isinstance(rows[0], bytes) else cohort_file(*rows)
        told = {"organisation": here.organisation, "cohort": here.cohort, "by": here.coordinator, "on": DAY}
        plan = carry_out(content, **told | options)
        assert plan.done, list(map(str, plan.problems))
        return plan

    return run
