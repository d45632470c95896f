"""Random sequences of moves and days, against a plain model: a list with the status of every day.

`-rP` prints how long the run was.
"""

from collections import Counter
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apprentices import actions
from apprentices.life import Facts, Move, Status, after, open_moves, out_of_order, refusal, status
from apprentices.models import Apprentice
from tests import factories as make
from workplans.off_the_job import Programme, learning_days

START = date(2026, 9, 14)
END = 70  # the planned end, in days from the start
DAYS = range(-5, 100)
DAY = timedelta(days=1)
W, L, B, G, A, C, X = Status
LEADS = {
    Move.BEGIN_BREAK: ({L}, B),
    Move.RETURN: ({B}, L),
    Move.REACH_GATEWAY: ({L}, G),
    Move.SEND_BACK: ({G}, L),
    Move.BEGIN_ASSESSMENT: ({G}, A),
    Move.FAIL: ({A}, A),
    Move.COMPLETE: ({A}, C),
    Move.WITHDRAW: ({W, L, B, G, A}, X),
}
MAY_BE_AHEAD = {Move.BEGIN_BREAK, Move.WITHDRAW}


class Model:
    """What is true of every day, kept as plainly as possible."""

    def __init__(self):
        self.stands = {day: W if day < 0 else L for day in DAYS}
        self.latest = None  # the day of the latest thing that happened
        self.fails = set()

    def move(self, move, day, today):
        """Makes a move, or says False and leaves everything as it was."""
        starts_from, to = LEADS[move]
        ends_something = move in (Move.RETURN, Move.SEND_BACK)
        if (
            (day > today and move not in MAY_BE_AHEAD)
            or self.stands[day] not in starts_from
            or (self.latest is not None and (day < self.latest or (ends_something and day == self.latest)))
            or (move == Move.FAIL and day in self.fails)
        ):
            return False
        if move == Move.FAIL:
            self.fails.add(day)
        self.stands |= {later: to for later in DAYS if later >= day}
        self.latest = day
        return True

    def past_break(self, away, back, today):
        """A break that is over, entered late: every day of it was a day of learning."""
        inside = [self.stands[day] for day in range(away, back)]
        if back > today or not inside or set(inside) != {L}:
            return False
        self.stands |= dict.fromkeys(range(away, back), B)
        self.latest = back if self.latest is None else max(self.latest, back)
        return True


def choose(model, day, number):
    """A move by number: two of three times one that leads on from here, else any."""
    likely = [move for move, (starts_from, _) in LEADS.items() if model.stands[day] in starts_from]
    if number % 3 == 0 or not likely or likely == [Move.WITHDRAW]:
        likely = list(LEADS)
    elif number % 7:
        likely = [move for move in likely if move != Move.WITHDRAW]  # or all lives would be short
    return likely[number % len(likely)]


# Mostly onward from the day before, at times back or far ahead: a life that gets somewhere.
numbers, strides = st.integers(0, 1000), st.integers(-2, 9)


def on(day):
    return START + day * DAY


class RulesAgreeWithTheModel(TestCase):
    """Without a database: many long lives."""

    @settings(max_examples=200, deadline=None)
    @given(steps=st.lists(st.tuples(numbers, strides), min_size=5, max_size=30))
    def test_rules(self, steps):
        model, facts, day = Model(), Facts(START), 0
        for number, ahead in steps:
            day = min(90, max(-5, day + ahead))
            move = choose(model, day, number)
            model.fails.clear()  # one fail a day is the database's rule
            refused = refusal(facts, move, on(day))
            assert model.move(move, day, today=99) == (refused is None), refused
            if refused is None:
                facts = after(facts, move, on(day))
            assert out_of_order(facts) is None
            assert {day: status(facts, on(day)) for day in DAYS} == model.stands
            programme = Programme(START, on(END), 37, breaks=facts.breaks)
            for one in (day, END, 95):
                so_far, total = learning_days(programme, on(one))
                assert 0 <= so_far <= total <= END + 1


class ActionsAgreeWithTheModel(TestCase):
    """Through the actions, on the database that runs the tests."""

    counts = Counter()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        print(  # noqa: T201 the length of the run is part of the evidence
            "Random lives: {lives} lives, {made} moves made, {refused} refused, "
            "{days} days compared in Python and SQL.".format(**cls.counts)
        )

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=st.lists(st.tuples(numbers, strides, st.integers(0, 12)), min_size=6, max_size=18))
    def test_actions(self, steps):
        record = make.ApprenticeFactory(starts_on=START, planned_end_on=on(END))
        model, day = Model(), 0
        self.counts["lives"] += 1
        for number, ahead, late in steps:
            day = min(80, max(-4, day + ahead))
            move = choose(model, day, number)
            today = day + late - 1
            if late == 12:
                made = model.past_break(day, day + 3, today)
                assert made == self.done(self.begin_past_break, record, day, today)
            else:
                made = model.move(move, day, today)
                assert made == self.done(self.make_move, record, move, day, today)
            self.counts["made" if made else "refused"] += 1
            record = Apprentice.objects.get(pk=record.pk)
            self.check(record, model, day)

    def done(self, act, *arguments):
        try:
            act(*arguments)
        except ValidationError:
            return False
        return True

    def begin_past_break(self, record, day, today):
        actions.begin_break(
            record,
            first_day_away_on=on(day),
            first_day_back_on=on(day + 3),
            reason="Away",
            by=None,
            on=on(today),
        )

    def make_move(self, record, move, day, today):
        told = {"by": None, "on": on(today)}
        match move:
            case Move.BEGIN_BREAK:
                actions.begin_break(record, first_day_away_on=on(day), reason="Away", **told)
            case Move.RETURN:
                gap = record.breaks.filter(first_day_back_on=None).first()
                if gap is None:
                    raise ValidationError("Nobody is away.")
                actions.come_back(gap, first_day_back_on=on(day), **told)
            case Move.REACH_GATEWAY:
                actions.reach_gateway(record, reached_on=on(day), **told)
            case Move.SEND_BACK:
                actions.send_back(record, sent_back_on=on(day), why="A project lacks", **told)
            case Move.BEGIN_ASSESSMENT:
                actions.begin_assessment(record, begun_on=on(day), **told)
            case Move.FAIL:
                actions.fail(record, failed_on=on(day), resit_on=on(day + 30), **told)
            case Move.COMPLETE:
                actions.complete(record, completed_on=on(day), result="pass", **told)
            case Move.WITHDRAW:
                actions.withdraw(record, withdrawn_on=on(day), reason="left", **told)

    def check(self, record, model, day):
        facts = record.facts()
        assert out_of_order(facts) is None
        assert {one: status(facts, on(one)) for one in DAYS} == model.stands
        for one in {day - 1, day, day + 1, 99}:
            found = Apprentice.objects.with_status(on(one)).get(pk=record.pk).status
            assert found == status(facts, on(one))
            self.counts["days"] += 1
            programme = Programme(START, record.planned_end_on, 37, breaks=facts.breaks)
            so_far, total = learning_days(programme, on(one))
            assert 0 <= so_far <= total
        for move in open_moves(facts, on(day)):
            assert refusal(facts, move, on(day)) is None
        away = sum((back - first).days for first, back in facts.breaks if back)
        assert record.planned_end_on == on(END) + away * DAY
