"""The rule of off-the-job learning: worked examples, and what must hold for any programme."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workplans.off_the_job import (
    Level,
    Programme,
    era,
    expected,
    in_words,
    learning_days,
    minimum_duration,
    promise,
    requirement,
    standing,
    weeks_of_learning,
)

DAY = timedelta(days=1)


def weeks(number, hours, starts_on, **more):
    """A programme of so many weeks."""
    return Programme(starts_on, starts_on + (7 * number - 1) * DAY, D(hours), **more)


JAN_2021, JAN_2023, SEP_2025 = date(2021, 1, 4), date(2023, 1, 2), date(2025, 9, 1)


# --- The minimum: published by DfE or agreed by practitioners --------------------------------------


@pytest.mark.parametrize(
    ("programme", "exact", "minimum"),
    [
        pytest.param(weeks(52, 30, JAN_2023), "278.4", 278, id="52 weeks of 30 hours"),
        pytest.param(weeks(78, 21, JAN_2021), "292.32", 292, id="78 weeks of 21 hours, started 2021"),
        pytest.param(
            Programme(date(2022, 9, 6), date(2023, 9, 20), D(30)), "289.108", 289, id="54 weeks of 30 hours"
        ),
        pytest.param(
            Programme(JAN_2023, JAN_2023 + 367 * DAY, D(30)), "283.754", 284, id="368 days are 53 weeks"
        ),
        pytest.param(weeks(52, 37, JAN_2021), "343.36", 343, id="37 hours, started 2021: no cap"),
        pytest.param(weeks(52, 37, JAN_2023), "278.4", 278, id="37 hours, started 2023: capped at 30"),
        pytest.param(
            Programme(
                JAN_2023,
                JAN_2023 + (364 + 59 - 1) * DAY,
                D(30),
                breaks=((date(2023, 5, 1), date(2023, 6, 29)),),
            ),
            "278.4",
            278,
            id="a break of 59 days that moves the end by 59 days",
        ),
    ],
)
def test_minimum_by_formula(programme, exact, minimum):
    found = requirement(programme)
    assert (found.exact.quantize(D("0.001")), found.minimum) == (D(exact).quantize(D("0.001")), minimum)


@pytest.mark.parametrize(
    ("published", "recognised", "minimum"),
    [(278, 0, 278), (278, 50, 228), (278, 200, 187), (187, 0, 187), (None, 0, None), (None, 40, None)],
)
@pytest.mark.parametrize("hours", [16, 30, 37])
def test_minimum_as_published(published, recognised, minimum, hours):
    programme = weeks(78, hours, SEP_2025, published_minimum=published, recognised_hours=recognised)
    found = requirement(programme)
    assert (found.rule, found.minimum, found.exact, found.floor) == ("published", minimum, None, 187)
    assert requirement(replace(programme, ends_on=programme.ends_on + 200 * DAY)).minimum == minimum


def test_business_administrator_has_a_smaller_minimum_than_the_older_formula_gave():
    """ST0070, 18 months: 278 hours are published, and the formula gives 418."""
    assert requirement(weeks(78, 30, SEP_2025, published_minimum=278)).minimum == 278
    assert requirement(weeks(78, 30, JAN_2023)).minimum == 418


@pytest.mark.parametrize(
    ("starts_on", "rule"),
    [
        (date(2022, 7, 31), "twenty-percent"),
        (date(2022, 8, 1), "six-hours"),
        (date(2025, 7, 31), "six-hours"),
        (date(2025, 8, 1), "published"),
    ],
)
def test_the_rule_is_chosen_by_the_original_start(starts_on, rule):
    programme = weeks(60, 37, starts_on, breaks=((starts_on + 20 * DAY, starts_on + 90 * DAY),))
    assert (era(starts_on).rule, requirement(programme).rule) == (rule, rule)
    assert requirement(programme).floor == (187 if rule == "published" else None)


def test_recognised_hours_enter_only_the_published_rule():
    for starts_on in (JAN_2021, JAN_2023):
        assert requirement(weeks(52, 30, starts_on, recognised_hours=100)).exact == D("278.4")


@pytest.mark.parametrize(("days", "number"), [(3, 0), (4, 1), (10, 1), (11, 2), (368, 53), (380, 54)])
def test_weeks_are_rounded_half_up(days, number):
    assert weeks_of_learning(Programme(JAN_2023, JAN_2023 + (days - 1) * DAY, D(30))) == number


@pytest.mark.parametrize(("hours", "exact", "minimum"), [("1.5625", "14.5", 15), ("7.8125", "72.5", 73)])
def test_half_an_hour_is_rounded_up(hours, exact, minimum):
    """Half to even, which is Python's own way, would give 14 and 72."""
    found = requirement(weeks(52, hours, JAN_2021))
    assert (found.exact, found.minimum) == (D(exact), minimum)


def test_the_arithmetic_is_said():
    said = requirement(Programme(date(2022, 9, 6), date(2023, 9, 20), D(37))).why
    assert said == (
        "For starts from 1 August 2022 to 31 July 2025 the minimum is 20% of contracted hours, counted up to "
        "30 hours a week.",
        "6 September 2022 to 20 September 2023 are 380 days of learning: 54 weeks to the nearest whole one.",
        "37 hours a week count as 30.",
        "(54 weeks − 5.815 weeks of statutory leave) × 30 hours a week × 20% = 289.108 hours. To the nearest "
        "whole hour that is 289.",
    )


def test_a_minimum_that_is_not_known_says_so():
    assert requirement(weeks(52, 37, SEP_2025)).why[1:] == (
        "The hours published for this standard and start are not known here: the minimum is not known.",
        "No plan may go below 187 hours.",
    )


# --- The promise and the duration -----------------------------------------------------------------


@pytest.mark.parametrize("starts_on", [JAN_2021, JAN_2023, SEP_2025])
def test_the_promise_is_the_same_formula_whatever_the_start(starts_on):
    assert promise(weeks(52, 37, starts_on)) == D("343.36")
    assert promise(weeks(52, 37, starts_on), percent=10) == D("171.68")


@pytest.mark.parametrize(
    ("starts_on", "hours", "months", "in_weeks"),
    [
        (JAN_2023, 37, 12, 52),
        (JAN_2023, 30, 12, 52),
        (JAN_2023, 20, 18, 78),
        (JAN_2023, 15, 24, 104),
        (date(2025, 7, 31), 20, 18, 78),
        (date(2025, 8, 1), 37, 8, None),
        (date(2025, 8, 1), 15, 8, None),
    ],
)
def test_minimum_duration(starts_on, hours, months, in_weeks):
    found = minimum_duration(starts_on, hours)
    assert (found.months, in_weeks and found.weeks) == (months, in_weeks)


# --- Expected so far ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("breaks", "on", "so_far_and_in_all"),
    [
        ((), -1, (0, 100)),
        ((), 0, (1, 100)),
        ((), 99, (100, 100)),
        ((), 200, (100, 100)),
        (((10, 20),), 9, (10, 90)),
        (((10, 20),), 15, (10, 90)),
        (((10, 20),), 20, (11, 90)),
        (((10, 20), (15, 25)), 30, (16, 85)),  # days inside two breaks leave once
        (((10, None),), 10, (10, 100)),  # an open break leaves the days in all alone
        (((10, None),), 150, (10, 100)),
    ],
)
def test_learning_days(breaks, on, so_far_and_in_all):
    """A programme of 100 days; both ends count."""
    gaps = tuple((JAN_2023 + away * DAY, back and JAN_2023 + back * DAY) for away, back in breaks)
    programme = Programme(JAN_2023, JAN_2023 + 99 * DAY, D(30), breaks=gaps)
    assert learning_days(programme, JAN_2023 + on * DAY) == so_far_and_in_all


@pytest.mark.parametrize(
    ("on", "hours"), [(-1, 0), (0, 2), (49, 100), (98, 198), (99, 200), (100, 200), (1000, 200)]
)
def test_expected(on, hours):
    programme = Programme(JAN_2023, JAN_2023 + 99 * DAY, D(30))
    assert expected(programme, 200, JAN_2023 + on * DAY) == hours


def test_an_open_break_stops_what_is_expected_until_the_planned_end():
    programme = Programme(JAN_2023, JAN_2023 + 99 * DAY, D(30), breaks=((JAN_2023 + 50 * DAY, None),))
    days = (49, 50, 98, 99)
    assert [expected(programme, 200, JAN_2023 + day * DAY) for day in days] == [100, 100, 100, 200]


# --- Standing -------------------------------------------------------------------------------------

# 400 days, 400 hours: an hour a day.
EVEN = Programme(JAN_2023, JAN_2023 + 399 * DAY, D(30))
AWAY = replace(EVEN, breaks=((JAN_2023 + 100 * DAY, JAN_2023 + 120 * DAY),))


@pytest.mark.parametrize(
    ("programme", "day", "accepted", "finished", "level"),
    [
        (EVEN, -1, 0, None, "not started"),
        (EVEN, 0, 0, None, "getting started"),
        (EVEN, 26, 0, None, "getting started"),  # 27 learning days
        (EVEN, 27, 0, None, "behind"),
        (EVEN, 27, "26.6", None, "on track"),
        (EVEN, 99, 95, None, "on track"),
        (EVEN, 99, "94.75", None, "slightly behind"),
        (EVEN, 99, 85, None, "slightly behind"),
        (EVEN, 99, "84.75", None, "behind"),
        (EVEN, 99, 399, None, "on track"),
        (EVEN, 99, 400, None, "complete"),
        (EVEN, 5, 400, None, "complete"),  # before getting started
        (EVEN, 500, 400, None, "complete"),
        (EVEN, 500, 380, None, "on track"),  # past the planned end: all that is planned is expected
        (EVEN, 500, 379, None, "slightly behind"),
        (EVEN, 500, 339, None, "behind"),
        (AWAY, 99, 0, None, "behind"),
        (AWAY, 100, 0, None, "on a break"),
        (AWAY, 119, 400, None, "on a break"),  # before complete
        (AWAY, 120, 101, None, "on track"),  # 101 of 380 days: 106.3 hours are expected
        (EVEN, 99, 0, 99, "finished"),
        (EVEN, 99, 0, 100, "behind"),  # gateway is tomorrow
        (AWAY, 110, 0, 105, "finished"),  # before a break
    ],
)
def test_standing(programme, day, accepted, finished, level):
    finished_on = None if finished is None else JAN_2023 + finished * DAY
    found = standing(programme, 400, D(accepted), JAN_2023 + day * DAY, finished_on=finished_on)
    assert found.level == level


def test_hours_behind_and_hours_needed():
    found = standing(EVEN, 400, 80, JAN_2023 + 99 * DAY)
    assert (found.hours_behind, found.weekly_hours_needed) == (20, D(320) * 7 / 300)
    assert found.reason == ("80 hours accepted, 100 hours expected by 11 April 2023, 80%. 20 hours behind.")


@pytest.mark.parametrize(
    ("day", "needed"), [(-1, 7), (0, D(400) * 7 / 399), (398, 2800), (399, None), (900, None)]
)
def test_hours_needed_while_learning_days_are_left(day, needed):
    assert standing(EVEN, 400, 0, JAN_2023 + day * DAY).weekly_hours_needed == needed


def test_waiting_is_said_when_it_would_stand_better():
    told = standing(EVEN, 400, 84, JAN_2023 + 99 * DAY, submitted=12).reason
    assert told.endswith("16 hours behind. 12 hours wait to be accepted; with them on track.")
    assert "wait" not in standing(EVEN, 400, 60, JAN_2023 + 99 * DAY, submitted=12).reason
    assert "wait" not in standing(EVEN, 400, 96, JAN_2023 + 99 * DAY, submitted=12).reason
    one = standing(EVEN, 400, D("84.5"), JAN_2023 + 99 * DAY, submitted=1).reason
    assert one.endswith("1 hour waits to be accepted; with them slightly behind.")
    half = standing(EVEN, 400, D("84.75"), JAN_2023 + 99 * DAY, submitted=D("0.5")).reason
    assert half.endswith("30 minutes wait to be accepted; with them slightly behind.")


def test_an_even_spread_is_an_estimate_under_the_published_rule():
    published = weeks(52, 37, SEP_2025, published_minimum=278)
    on = SEP_2025 + 99 * DAY
    for day in (SEP_2025, on):
        told = standing(published, 278, 1, day).reason
        assert told.endswith(" An even spread over the time is an estimate.")
    assert "estimate" not in standing(weeks(52, 37, JAN_2023), 278, 10, JAN_2023 + 99 * DAY).reason


def test_what_is_missing_is_never_said_to_be_nothing():
    found = standing(EVEN, 400, D("99.75"), JAN_2023 + 99 * DAY)
    assert found.reason.endswith("99%. 15 minutes behind.")
    exact = weeks(78, 21, JAN_2021)
    told = standing(exact, promise(exact), D("292.25"), exact.ends_on).reason
    assert told.startswith("292 hours 15 minutes accepted, 292 hours 30 minutes expected by")
    assert told.endswith("99%. 15 minutes behind.")


def test_a_share_is_never_rounded_up_to_the_next_standing():
    found = standing(EVEN, 400, D("94.9"), JAN_2023 + 99 * DAY)
    assert (found.level, "94%" in found.reason) == ("slightly behind", True)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "0 hours"),
        ("0.25", "15 minutes"),
        (1, "1 hour"),
        ("6.5", "6 hours 30 minutes"),
        ("1.75", "1 hour 45 minutes"),
        ("139.2", "139 hours 15 minutes"),
        ("1.99", "2 hours"),
        ("0.07", "15 minutes"),
        ("0.00000001", "0 hours"),  # what division leaves behind
    ],
)
def test_hours_in_words(hours, words):
    assert in_words(D(hours)) == words


# --- Whatever the programme -----------------------------------------------------------------------

STARTS = st.dates(date(2020, 1, 1), date(2027, 12, 31)) | st.sampled_from(
    [date(2022, 7, 31), date(2022, 8, 1), date(2025, 7, 31), date(2025, 8, 1)]
)
HOURS = st.decimals(1, 48, places=2)
LENGTHS = st.integers(1, 1500)


@st.composite
def programmes(draw, open_break=True):
    """A programme with up to two finished breaks, and perhaps an open one after them."""
    starts_on, length = draw(STARTS), draw(LENGTHS)
    edges = sorted(draw(st.lists(st.integers(1, length + 50), min_size=5, max_size=5, unique=True)))
    days = [starts_on + edge * DAY for edge in edges]
    breaks = [(days[0], days[1]), (days[2], days[3])][: draw(st.integers(0, 2))]
    if open_break and draw(st.booleans()):
        breaks.append((days[4], None))
    published = draw(st.none() | st.integers(187, 1200))
    recognised = draw(st.integers(0, 600))
    return Programme(
        starts_on, starts_on + (length - 1) * DAY, draw(HOURS), published, recognised, tuple(breaks)
    )


TARGETS = st.decimals(0, 2000, places=2)
AHEAD = st.integers(-60, 1700)


@given(programmes(), TARGETS, TARGETS, TARGETS, AHEAD, st.none() | AHEAD)
def test_nothing_is_ever_negative(programme, target, accepted, submitted, ahead, finished):
    on = programme.starts_on + ahead * DAY
    finished_on = None if finished is None else programme.starts_on + finished * DAY
    needs, found = requirement(programme), standing(programme, target, accepted, on, submitted, finished_on)
    so_far, in_all = learning_days(programme, on)
    assert 0 <= so_far <= in_all
    assert 0 <= expected(programme, target, on) <= target
    assert found.hours_behind >= 0
    assert found.weekly_hours_needed is None or found.weekly_hours_needed >= 0
    assert promise(programme) >= 0
    assert needs.exact is None or needs.exact >= 0
    assert needs.minimum is None or needs.minimum >= (needs.floor or 0)
    assert found.level in Level
    assert found.reason


@given(programmes(), TARGETS, AHEAD, st.integers(0, 400))
def test_expected_grows_with_time_and_both_ends_are_exact(programme, target, ahead, more):
    on = programme.starts_on + ahead * DAY
    assert expected(programme, target, on) <= expected(programme, target, on + more * DAY)
    assert expected(programme, target, programme.starts_on - DAY) == (
        target if programme.ends_on < programme.starts_on else 0
    )
    assert expected(programme, target, programme.ends_on) == target


@given(programmes(), st.integers(0, 400), HOURS)
def test_minimum_and_promise_grow_with_time_and_hours(programme, more, hours):
    longer = replace(programme, ends_on=programme.ends_on + more * DAY)
    busier = replace(programme, weekly_hours=programme.weekly_hours + hours)
    for other in (longer, busier):
        assert promise(other) >= promise(programme)
        here, there = requirement(programme), requirement(other)
        assert here.rule == there.rule
        if here.exact is not None:
            assert (there.exact >= here.exact, there.minimum >= here.minimum) == (True, True)
        else:
            assert there.minimum == here.minimum


@given(programmes(open_break=False), TARGETS, AHEAD, st.integers(0, 1400), st.integers(1, 300))
def test_a_break_that_moves_the_end_raises_nothing_and_changes_neither_minimum_nor_promise(
    programme, target, ahead, away, days
):
    programme = replace(programme, breaks=())
    length = (programme.ends_on - programme.starts_on).days
    first = programme.starts_on + min(away, length) * DAY
    gap = (first, first + days * DAY)
    after = replace(programme, ends_on=programme.ends_on + days * DAY, breaks=(gap,))
    on = programme.starts_on + ahead * DAY
    assert expected(after, target, on) <= expected(programme, target, on)
    assert promise(after) == promise(programme)
    before, then = requirement(programme), requirement(after)
    assert (then.exact, then.minimum, then.weeks) == (before.exact, before.minimum, before.weeks)


@given(programmes(), TARGETS, TARGETS, TARGETS, AHEAD)
def test_more_hours_never_stand_worse(programme, target, accepted, more, ahead):
    on = programme.starts_on + ahead * DAY
    order = [*Level][3:]
    here, there = standing(programme, target, accepted, on), standing(programme, target, accepted + more, on)
    if here.level in order and here.level != Level.GETTING_STARTED != there.level:
        assert order.index(there.level) <= order.index(here.level)
