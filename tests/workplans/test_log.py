"""What the log refuses and what counts: pure, day by day."""

from datetime import date, timedelta

import pytest

from apprentices.life import Facts
from workplans.log import (
    COUNTING,
    KEEPS_THE_MONTH,
    KINDS,
    entries_in_words,
    finished_on,
    in_table,
    in_words,
    outside_learning,
    refusal_of_day,
    refusal_of_time,
    why_not_counted,
)

DAY = timedelta(days=1)
START = date(2026, 1, 5)
ON = START + 200 * DAY


def day(number):
    return START + number * DAY


PLAIN = Facts(START)
AWAY = Facts(START, breaks=((day(10), day(20)), (day(50), None)))
SENT_BACK = Facts(START, returns=((day(30), day(40)),))
GATEWAY = Facts(START, gateway_on=day(100), assessment_on=day(110), completed_on=day(120))
WITHDRAWN = Facts(START, withdrawn_on=day(90))
INSIDE = ": nothing is logged inside. Ask the coordinator if that is wrong."
FIRST_BREAK = f"There is a break in learning from 15 January 2026 until 25 January 2026{INSIDE}"
LOGGED = "A day has 24 hours, and 23 hours 45 minutes are logged on this day already"


@pytest.mark.parametrize(
    ("facts", "number", "said"),
    [
        (PLAIN, -1, "Learning began on 5 January 2026: choose that day or a later one."),
        (PLAIN, 0, None),
        (PLAIN, 200, None),
        (PLAIN, 201, "25 July 2026 is still to come: log it once you have learned."),
        (AWAY, 9, None),
        (AWAY, 10, FIRST_BREAK),
        (AWAY, 19, FIRST_BREAK),
        (AWAY, 20, None),
        (AWAY, 60, f"There is a break in learning from 24 February 2026{INSIDE}"),
        (SENT_BACK, 30, None),
        (SENT_BACK, 31, "From 4 February 2026 to 14 February 2026 gateway was reached: choose another day."),
        (SENT_BACK, 40, None),
        (GATEWAY, 100, None),
        (GATEWAY, 101, "Learning ended on 15 April 2026: choose that day or an earlier one."),
        (WITHDRAWN, 90, None),
        (WITHDRAWN, 91, "Learning ended on 5 April 2026: choose that day or an earlier one."),
    ],
)
def test_days(facts, number, said):
    assert refusal_of_day(facts, day(number), ON) == said


@pytest.mark.parametrize(
    ("minutes", "others", "said"),
    [
        (15, 0, None),
        (1440, 0, None),
        (15, 1425, None),
        (0, 0, "Enter how long it took: at least a quarter of an hour."),
        (-15, 0, "Enter how long it took: at least a quarter of an hour."),
        (20, 0, "Give the time in quarters of an hour: 15, 30 or 45 minutes."),
        (1455, 0, "A day has 24 hours: check the time and the day."),
        (30, 1425, f"{LOGGED}: check the time and the day."),
    ],
)
def test_times(minutes, others, said):
    assert refusal_of_time(minutes, others) == said


def test_kinds():
    assert (len(COUNTING), len(KINDS)) == (12, 17)
    assert set(KINDS) - set(COUNTING) == {"maths", "review", "induction", "exam", "other"}
    assert set(KEEPS_THE_MONTH) - set(COUNTING) == {"maths"}
    for key in KINDS:
        assert (why_not_counted(key, in_paid_time=True) is None) == (key in COUNTING)
        assert why_not_counted(key, in_paid_time=False)


@pytest.mark.parametrize(
    ("facts", "ended"), [(PLAIN, None), (GATEWAY, day(100)), (WITHDRAWN, day(90)), (SENT_BACK, None)]
)
def test_learning_ends_with_the_first_of_gateway_and_the_end(facts, ended):
    assert finished_on(facts) == ended


@pytest.mark.parametrize(
    ("minutes", "words", "table"),
    [
        (0, "0 hours", "0"),
        (15, "15 minutes", "0.25"),
        (60, "1 hour", "1"),
        (390, "6 hours 30 minutes", "6.5"),
    ],
)
def test_minutes(minutes, words, table):
    assert (in_words(minutes), in_table(minutes)) == (words, table)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 4), "before learning began on 5 January 2026"),
        (date(2026, 1, 5), None),
        (date(2026, 2, 1), "inside the break from 1 February 2026, back on 1 March 2026"),
        (date(2026, 2, 28), "inside the break from 1 February 2026, back on 1 March 2026"),
        (date(2026, 3, 1), None),
        (date(2026, 4, 1), None),
        (date(2026, 4, 2), "between gateway and the day on which it was sent back"),
        (date(2026, 4, 9), None),
        (date(2026, 6, 1), None),
        (date(2026, 6, 2), "after learning ended on 1 June 2026"),
    ],
)
def test_why_a_day_is_none_of_learning(day, said):
    facts = Facts(
        starts_on=date(2026, 1, 5),
        gateway_on=date(2026, 6, 1),
        breaks=((date(2026, 2, 1), date(2026, 3, 1)),),
        returns=((date(2026, 4, 1), date(2026, 4, 9)),),
    )
    outside = outside_learning(facts, day)
    assert (outside and outside.why) == said


def test_how_many_entries_in_words():
    assert [entries_in_words(number) for number in (0, 1, 2)] == ["0 entries", "1 entry", "2 entries"]
