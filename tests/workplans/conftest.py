"""What the pages about plans share."""

import pytest

from tests.workplans.plan_pages import Somebody


@pytest.fixture
def at_plan(people, client_of):
    """A function that gives the apprentice, the manager … at the plan of November."""
    return lambda role: Somebody(client_of(getattr(people, role)), people.record)
