"""The demonstration shows every case there is, whatever the day on which it is made."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from hackit import dates
from tests.apprentices import demonstration as beginnings_and_ends
from tests.workplans import demonstration as learning_and_plans

# The first of a month and of a year, a bank holiday; a Sunday, the last day of a month whose next one is
# shorter; a leap day.
DAYS = [(2027, 1, 1, 12), (2027, 1, 31, 12), (2028, 2, 29, 12)]


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_case_occurs(day):
    with time_machine.travel(datetime(*day, tzinfo=ZoneInfo("Europe/London")), tick=False):
        call_command("seed_demo", stdout=io.StringIO())
        beginnings_and_ends.check(dates.today())
        learning_and_plans.check(dates.today())
