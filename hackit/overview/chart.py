"""The geometry of a burn-up chart: days and hours in, points and labels in user units out. Pure.

Lines never fall, so what a label covers can be told from their heights at its two sides.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from hackit import dates

DAY = timedelta(days=1)
# The steps of the hours axis, times a power of ten, and those of the days, in months.
ROUND, MONTHS = (1, 2, 5), (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600)
# How wide a letter is, for its height, at most on average; and how far labels keep away from things.
LETTER, GAP = 0.58, 4
# What it costs a label to cover another one, a line, and to stand elsewhere than beside its line.
ON_A_LABEL, ON_A_LINE, ELSEWHERE = 10_000, 30, 100


class Size(NamedTuple):
    """How large a drawing is and how high its letters are, in user units, and what it leaves at its sides."""

    name: str
    width: int
    height: int
    letters: int
    left: int
    right: int

    @property
    def row(self):
        """The height of a line of words."""
        return self.letters + GAP

    @property
    def top(self):
        """Where the plot begins: two rows of words stand above it."""
        return 2 * self.row + 10

    @property
    def bottom(self):
        """Where the plot ends: one row of words stands below it."""
        return self.height - self.row - self.letters * 2 // 3


WIDE = Size("wide", 800, 400, 14, 48, 12)
NARROW = Size("narrow", 290, 340, 13, 40, 6)


class Line(NamedTuple):
    """A line that never falls: `points` are (day, hours) in order, at least two; `words` stand beside it."""

    name: str
    words: str
    points: tuple


@dataclass(frozen=True)
class Graph:
    """What is drawn: `lines`, `goals` (lines too, level ones), breaks as (first day, last day), and today.

    It reaches from the day `first` to a later one, `last`; today is None where it lies outside.
    """

    first: date
    last: date
    lines: tuple
    goals: tuple = ()
    breaks: tuple = ()
    today: date | None = None


class Word(NamedTuple):
    """Words in the drawing: where their line begins, is in the middle or ends, by `anchor`."""

    name: str
    x: float
    y: float
    anchor: str
    words: str


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other):
        """Whether it shares any room with another one."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


@dataclass(frozen=True)
class Drawing:
    """A chart in user units, y downwards.

    `paths` are (name, points), `shades` (left, width) of breaks, `months` and `hours` the places of
    marks on the axes, `today` an x or None, `words` all that is written.
    """

    size: Size
    paths: tuple
    shades: tuple
    months: tuple
    hours: tuple
    today: float | None
    words: tuple


class Scale(NamedTuple):
    """Where a day and a number of hours lie."""

    size: Size
    first: date
    days: int
    most: float

    def x(self, day):
        """The place of a day, inside the plot."""
        share = min(max((day - self.first).days / self.days, 0), 1)
        return self.size.left + share * (self.size.width - self.size.left - self.size.right)

    def y(self, hours):
        """The place of hours, inside the plot."""
        share = min(max(float(hours) / self.most, 0), 1)
        return self.size.bottom - share * (self.size.bottom - self.size.top)


def draw(graph, size):
    """The Drawing of a Graph in a Size."""
    most = max((float(hours) for line in (*graph.lines, *graph.goals) for _, hours in line.points), default=0)
    # Above the highest line there is room for what it is called.
    scale = Scale(size, graph.first, max(1, (graph.last - graph.first).days), max(1.0, most * 1.1))
    lines = [(line, [(scale.x(day), scale.y(hours)) for day, hours in line.points]) for line in graph.lines]
    goals = [(line, [(scale.x(day), scale.y(hours)) for day, hours in line.points]) for line in graph.goals]
    shades = [(scale.x(first - DAY), scale.x(last)) for first, last in graph.breaks]
    months, hours = _months(graph, scale), _hours(scale)
    today = None if graph.today is None else scale.x(graph.today)
    words = [
        *(Word("axis", x, size.height - GAP, "middle", said) for x, said in months if said),
        *(Word("axis", size.left - GAP, y + size.letters / 3, "end", said) for y, said in hours),
        *_over(size, today, shades),
        *_beside(size, lines, goals, today),
    ]
    return Drawing(
        size=size,
        paths=tuple((line.name, tuple(points)) for line, points in goals + lines),
        shades=tuple((left, right - left) for left, right in shades),
        months=tuple(x for x, _ in months),
        hours=tuple(y for y, _ in hours),
        today=today,
        words=tuple(words),
    )


def wide(words, size):
    """How wide words are at most, in user units."""
    return len(words) * size.letters * LETTER


def box(word, size):
    """The Box that a Word takes."""
    width = wide(word.words, size)
    left = word.x - {"start": 0, "middle": width / 2, "end": width}[word.anchor]
    return Box(left, word.y - size.letters, left + width, word.y + size.letters / 4)


# --- The axes -------------------------------------------------------------------------------------


def _months(graph, scale):
    """(x, words or blank) of the first day of each month, as many of them as there is room for."""
    size = scale.size
    firsts, month = [], dates.add_months(graph.first.replace(day=1), 1)
    while month <= graph.last:
        firsts.append(month)
        month = dates.add_months(month, 1)
    room = wide("May 2026", size) + GAP / 2
    per_month = (size.width - size.left - size.right) * 30 / scale.days
    step = next((step for step in MONTHS if step * per_month >= room), MONTHS[-1])
    marks = []
    for month in firsts[:: max(1, step // 12)]:
        x = scale.x(month)
        said = (month.year * 12 + month.month - 1) % step == 0 or len(firsts) <= step
        fits = x + room / 2 <= size.width and x >= size.left
        marks.append((x, f"{month:%b %Y}" if said and fits and _apart(marks, x, room) else ""))
    return marks


def _apart(marks, x, room):
    return all(not said or x - other >= room for other, said in marks)


def _hours(scale):
    """(y, words) of round numbers of hours, from nought."""
    most = (scale.size.bottom - scale.size.top) / (2 * scale.size.row)
    step = next(step for step in _round_numbers() if scale.most / step <= most)
    return [(scale.y(n * step), f"{n * step}") for n in range(int(scale.most / step) + 1)]


def _round_numbers():
    power = 1
    while True:
        yield from (power * number for number in ROUND)
        power *= 10


# --- Above the plot -------------------------------------------------------------------------------


def _over(size, today, shades):
    """The names of breaks, in the upper row, near ones together; and today, in the lower one."""
    names = []
    for left, right in shades:
        name = _within(size, Word("break", (left + right) / 2, size.letters, "middle", "Break"))
        if names and name.x - names[-1].x < wide("Breaks", size) + GAP:
            names[-1] = _within(size, names[-1]._replace(words="Breaks"))
        else:
            names.append(name)
    yield from names
    if today is not None:
        yield _within(size, Word("today", today, size.row + size.letters, "middle", "Today"))


def _within(size, word):
    """The word moved so far that it lies inside of the drawing."""
    half = wide(word.words, size) / 2
    return word._replace(x=min(max(word.x, half), size.width - half))


# --- Beside the lines -----------------------------------------------------------------------------


def _beside(size, lines, goals, today):
    """A name for each line: where it covers no other name, no line if that can be, and is near its own."""
    curves, found = [points for _, points in lines + goals], []
    for near, (line, points) in [*((_at_the_end, one) for one in lines), *((_along, one) for one in goals)]:
        places = [(word, 0) for word in near(size, line, points)]
        places += [(word, ELSEWHERE + _far(points, box(word, size))) for word in _anywhere(size, line)]
        places = [(word, cost) for word, cost in places if _inside(size, box(word, size))]
        taken = [box(word, size) for word in found]
        costs = [cost + _cost(box(word, size), taken, curves, today) for word, cost in places]
        found.append(places[costs.index(min(costs))][0])
    return found


def _cost(covered, taken, curves, today):
    """What it costs to write words into a Box."""
    crossed = sum(_crosses(curve, covered) for curve in curves)
    crossed += today is not None and covered.left - GAP < today < covered.right + GAP
    return ON_A_LABEL * any(covered.meets(other) for other in taken) + ON_A_LINE * crossed


def _at_the_end(size, line, points):
    """Places beside the last point of a line that ends within the plot, then along it."""
    x, y = points[-1]
    above, below = y - GAP, y + size.letters + GAP
    if x < size.width - size.right - GAP:
        for away in (0, size.row):
            heights = (below + away, above - away)
            yield from (Word(line.name, x + GAP, height, "start", line.words) for height in heights)
        yield from (Word(line.name, x - GAP, height, "end", line.words) for height in (above, below))
    for share in (0.75, 0.65, 0.85, 0.55, 0.45):
        x = points[0][0] + share * (points[-1][0] - points[0][0])
        height = _height(points, x)
        yield Word(line.name, x + GAP, height + size.letters + GAP, "start", line.words)
        yield Word(line.name, x - GAP, height - GAP, "end", line.words)


def _along(size, line, points):
    """Places above a level line, then below it."""
    (left, y), (right, _) = points[0], points[-1]
    for height in (y - GAP, y + size.letters + GAP / 2):
        yield Word(line.name, left + GAP, height, "start", line.words)
        yield Word(line.name, (left + right) / 2, height, "middle", line.words)
        yield Word(line.name, right - GAP, height, "end", line.words)
        yield Word(line.name, left + (right - left) / 4, height, "start", line.words)
        yield Word(line.name, left + (right - left) * 3 / 4, height, "end", line.words)


def _anywhere(size, line):
    """Places all over the plot: there is more room than there are names."""
    for number in range(_rows(size)):
        y = size.top + size.letters + number * (size.row + GAP)
        yield Word(line.name, size.left + GAP, y, "start", line.words)
        yield Word(line.name, (size.left + size.width) / 2, y, "middle", line.words)
        yield Word(line.name, size.width - size.right - GAP, y, "end", line.words)


def _far(points, covered):
    """How far a Box is from a line: beyond its ends, and above or below it."""
    beside = max(0, points[0][0] - covered.right, covered.left - points[-1][0])
    highest, lowest = _height(points, covered.right), _height(points, covered.left)
    return beside + max(0, highest - covered.bottom, covered.top - lowest)


def _rows(size):
    return int((size.bottom - size.top) / (size.row + GAP))


def _inside(size, covered):
    across = covered.left >= size.left and covered.right <= size.width
    return across and covered.top >= size.top and covered.bottom <= size.bottom


def _crosses(points, covered):
    """Whether a line that never falls (its y never grows) passes through a Box."""
    left, right = max(points[0][0], covered.left), min(points[-1][0], covered.right)
    if left > right:
        return False
    return _height(points, right) < covered.bottom and _height(points, left) > covered.top


def _height(points, x):
    """The y of a line at x; beyond its ends that of the nearer one."""
    if x <= points[0][0]:
        return points[0][1]
    for (left, begins), (right, ends) in pairwise(points):
        if x <= right:
            return begins + (ends - begins) * (x - left) / (right - left) if right > left else ends
    return points[-1][1]
