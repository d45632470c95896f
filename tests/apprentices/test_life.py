from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apprentices.life import Facts, Status, status
from apprentices.models import Apprentice, BreakInLearning
from tests.factories import ApprenticeFactory, BreakFactory

START = date(2026, 9, 14)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        ({}, START - DAY, Status.WAITING),
        ({}, START, Status.LEARNING),
        ({"breaks": ((START + 10 * DAY, None),)}, START + 9 * DAY, Status.LEARNING),
        ({"breaks": ((START + 10 * DAY, None),)}, START + 10 * DAY, Status.BREAK),
        ({"breaks": ((START + 10 * DAY, START + 20 * DAY),)}, START + 19 * DAY, Status.BREAK),
        ({"breaks": ((START + 10 * DAY, START + 20 * DAY),)}, START + 20 * DAY, Status.LEARNING),
        ({"gateway_on": START + 30 * DAY}, START + 29 * DAY, Status.LEARNING),
        ({"gateway_on": START + 30 * DAY}, START + 30 * DAY, Status.GATEWAY),
        (
            {"gateway_on": START, "assessment_on": START + DAY},
            START + DAY,
            Status.ASSESSMENT,
        ),
        (
            {"gateway_on": START, "assessment_on": START, "completed_on": START + DAY},
            START + DAY,
            Status.COMPLETED,
        ),
        ({"withdrawn_on": START - 5 * DAY}, START - 5 * DAY, Status.WITHDRAWN),  # never started
        ({"withdrawn_on": START + DAY, "breaks": ((START, None),)}, START + DAY, Status.WITHDRAWN),
    ],
)
def test_status(facts, on, expected):
    assert status(Facts(START, **facts), on) == expected


def test_living_is_neither_completed_nor_withdrawn():
    assert {one for one in Status if not one.living} == {Status.COMPLETED, Status.WITHDRAWN}


offsets = st.integers(-20, 60)


@st.composite
def lives(draw):
    """The facts of a possible life, as days from the first day of learning."""
    gaps, day = [], 0
    for _ in range(draw(st.integers(0, 3))):
        day += draw(st.integers(0, 15))
        back = day + draw(st.integers(1, 15))
        gaps.append((day, back))
        day = back
    if gaps and draw(st.booleans()):
        gaps[-1] = (gaps[-1][0], None)
    gateway = draw(st.none() | st.integers(0, 40))
    assessment = None if gateway is None else draw(st.none() | st.integers(gateway, 50))
    completed = None if assessment is None else draw(st.none() | st.integers(assessment, 55))
    latest = max(day for day in (gateway, assessment, -20) if day is not None)
    withdrawn = None if completed is not None else draw(st.none() | st.integers(latest, 60))
    return gaps, gateway, assessment, completed, withdrawn


def after(days):
    return None if days is None else START + timedelta(days=days)


class SqlSaysTheSame(TestCase):
    """The status that the database computes is the status of the rule, for any life and day."""

    @settings(max_examples=150, deadline=None)
    @given(life=lives(), on=offsets)
    def test_equal(self, life, on):
        gaps, gateway, assessment, completed, withdrawn = life
        record = ApprenticeFactory(
            starts_on=START,
            gateway_on=after(gateway),
            assessment_on=after(assessment),
            completed_on=after(completed),
            result="" if completed is None else "pass",
            withdrawn_on=after(withdrawn),
            withdrawal_reason="" if withdrawn is None else "left",
        )
        for away, back in gaps:
            BreakFactory(apprentice=record, first_day_away_on=after(away), first_day_back_on=after(back))
        day = after(on)
        found = Apprentice.objects.with_status(day).get(pk=record.pk)
        assert found.status == record.status_on(day)
        living = Apprentice.objects.living(day).filter(pk=record.pk).exists()
        assert living == record.status_on(day).living
        BreakInLearning.objects.all().delete()
