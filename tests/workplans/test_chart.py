"""The geometry of the burn-up chart: nothing leaves the drawing, lines never fall, no words overlap."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hackit.overview.chart import NARROW, WIDE, Graph, Line, box, draw

DAY = timedelta(days=1)
START = date(2024, 1, 31)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)


def line(name, words, days, hours, first=START):
    """A line through hours that grow by so much on so many days in equal steps."""
    step = max(1, days // max(1, len(hours)))
    total, points = 0, [(first, 0)]
    for number, more in enumerate(hours, start=1):
        total += more
        points.append((first + number * step * DAY, total))
    return Line(name, words, tuple(points))


@st.composite
def graphs(draw):
    days = draw(st.integers(8, 2500))
    hours = st.lists(st.floats(0, 300), min_size=1, max_size=8)
    so_far = draw(st.integers(8, days))
    lines = (
        line("submitted", "+ 1123.75 submitted", so_far, draw(hours)),
        line("accepted", "Accepted 1123.75", so_far, draw(hours)),
        line("expected", "Expected", days, draw(hours)),
    )
    last = max([START + days * DAY, *(day for one in lines for day, _ in one.points)])
    reached = draw(st.lists(st.floats(1, 2000), max_size=3))
    goals = tuple(
        Line(name, f"{name.capitalize()} 1123.75", ((START, one), (last, one)))
        for name, one in zip(("plan", "promise", "minimum"), reached, strict=False)
    )
    gaps = draw(st.lists(st.tuples(st.integers(1, days), st.integers(0, 200)), max_size=4))
    breaks = tuple((START + a * DAY, min(last, START + (a + b) * DAY)) for a, b in sorted(gaps))
    today = draw(st.none() | st.just(START + so_far * DAY))
    return Graph(START, last, lines[draw(st.integers(0, 2)) :], goals, breaks, today)


@SIZES
@settings(max_examples=150, deadline=None)
@given(graph=graphs())
def test_nothing_leaves_the_drawing_and_lines_never_fall(size, graph):
    drawing = draw(graph, size)
    assert [name for name, _ in drawing.paths] == [one.name for one in (*graph.goals, *graph.lines)]
    for _, points in drawing.paths:
        assert all(size.left <= x <= size.width - size.right for x, _ in points)
        assert all(size.top <= y <= size.bottom for _, y in points)
        assert all(x <= next_x and y >= next_y for (x, y), (next_x, next_y) in pairwise(points))
    for left, width in drawing.shades:
        assert left >= size.left
        assert 0 <= width <= size.width - size.right - left + 0.001
    assert all(size.left <= x <= size.width - size.right for x in drawing.months)
    assert all(size.top <= y <= size.bottom for y in drawing.hours)


@SIZES
@settings(max_examples=150, deadline=None)
@given(graph=graphs())
def test_every_line_is_named_and_no_words_overlap(size, graph):
    words = draw(graph, size).words
    named = [word.words for word in words if word.name not in {"axis", "break", "today"}]
    assert sorted(named) == sorted(one.words for one in (*graph.lines, *graph.goals))
    boxes = [(word, box(word, size)) for word in words]
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.meets(second), f"{one} covers {other}"
    for word, covered in boxes:
        inside = covered.left >= -0.01 and covered.right <= size.width + 0.01
        assert inside and covered.top >= -1 and covered.bottom <= size.height + 1, word


def test_days_and_hours_lie_where_they_belong():
    last = START + 100 * DAY
    accepted = Line("accepted", "Accepted 50", ((START, 0), (START + 50 * DAY, 50)))
    plan = Line("plan", "Plan 100", ((START, 100), (last, 100)))
    drawing = draw(Graph(START, last, (accepted,), (plan,), today=START + 50 * DAY), WIDE)
    [(_, goal), (_, points)] = drawing.paths
    middle = WIDE.left + (WIDE.width - WIDE.left - WIDE.right) / 2
    assert points == ((WIDE.left, WIDE.bottom), (middle, pytest.approx((WIDE.bottom + goal[0][1]) / 2)))
    assert drawing.today == middle
    months = [word.words for word in drawing.words if word.y == WIDE.height - 4]
    assert months == ["Feb 2024", "Mar 2024", "Apr 2024", "May 2024"]


def test_breaks_near_each_other_share_a_name():
    breaks = ((START + 10 * DAY, START + 20 * DAY), (START + 25 * DAY, START + 30 * DAY))
    far = (START + 700 * DAY, START + 720 * DAY)
    graph = Graph(START, START + 800 * DAY, (), breaks=(*breaks, far))
    assert [word.words for word in draw(graph, NARROW).words if word.name == "break"] == ["Breaks", "Break"]
