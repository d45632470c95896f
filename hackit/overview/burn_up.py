"""The burn-up chart of one apprentice: the hours of learning, added up, beside those expected.

The same figures make its lines, its words and the table beneath it.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hackit import dates
from hackit.overview import chart
from hackit.overview.standing import hours, in_table
from workplans import months, off_the_job
from workplans.off_the_job import Rule

DAY = timedelta(days=1)
NONE = "–"


@dataclass(frozen=True)
class Row:
    """One row of the table: the sums by the end of a day, in hours, a dash where there is none yet."""

    day: str
    accepted: str
    with_submitted: str
    expected: str


@dataclass(frozen=True)
class Shape:
    """A `chart.Drawing` as an SVG writes it: numbers with one decimal, lines as the `d` of a path."""

    name: str
    box: str
    letters: int
    left: int
    right: int
    top: int
    bottom: int
    depth: int
    paths: list
    shades: list
    months: list
    hours: list
    today: str
    words: list


@dataclass(frozen=True)
class BurnUp:
    """The chart: its title, what it shows and how to read it in words, a Shape for each size, its table."""

    title: str
    gist: str
    key: str
    shapes: list
    rows: list


@dataclass(frozen=True)
class Sums:
    """Hours added up by the end of a day; None where there are none yet."""

    day: object
    accepted: object
    with_submitted: object
    expected: object


def burn_up(learning, accepted, submitted):
    """The BurnUp of a Learning; `accepted` and `submitted` are Counters of the minutes of each month."""
    sums = list(_sums(learning, accepted, submitted))
    graph = _graph(learning, sums)
    return BurnUp(
        title="Hours of learning, added up",
        gist=" ".join(_gist(learning)),
        key=" ".join(_key(learning)),
        shapes=[_shape(chart.draw(graph, size)) for size in (chart.WIDE, chart.NARROW)],
        rows=[_row(one) for one in sums],
    )


def expected_by(learning, day):
    """The hours expected by a day, a Decimal; None for a day of which an open break leaves that open."""
    programme = learning.programme
    away_on = next((first for first, back in programme.breaks if back is None), None)
    if away_on and day >= away_on:
        if day > learning.on:
            return None
        day = away_on - DAY
    return off_the_job.expected(programme, learning.target, day)


def until(learning):
    """The last day of which there can be learning: today, or the day on which learning ended."""
    return min(filter(None, (learning.on, learning.finished_on)))


def _sums(learning, accepted, submitted):
    """The Sums by the end of each month, of today and of a planned end that is to come, in order."""
    starts_on, ends_on, today = learning.programme.starts_on, learning.programme.ends_on, until(learning)
    last = max(ends_on, today)
    days = {months.last_of(month) for month in months.months(starts_on, last)} | {last, today}
    for day in sorted(day for day in days if starts_on <= day <= last):
        done = both = None
        if day <= today:
            done = hours(sum(minutes for month, minutes in accepted.items() if month <= day))
            both = done + hours(sum(minutes for month, minutes in submitted.items() if month <= day))
        yield Sums(day, done, both, expected_by(learning, day))


def _row(sums):
    figures = (sums.accepted, sums.with_submitted, sums.expected)
    return Row(dates.words(sums.day), *(NONE if one is None else in_table(one) for one in figures))


# --- What is drawn --------------------------------------------------------------------------------


def _graph(learning, sums):
    programme, today = learning.programme, until(learning)
    first, last = programme.starts_on - DAY, max(programme.ends_on, today)
    return chart.Graph(
        first=first,
        last=last,
        lines=tuple(_lines(learning, sums, first)),
        goals=tuple(
            chart.Line(name, f"{words} {in_table(reached)}", ((first, reached), (last, reached)))
            for name, words, reached in goals(learning)
        ),
        breaks=tuple(_breaks(learning, last)),
        today=learning.on if first < learning.on <= last else None,
    )


def _lines(learning, sums, first):
    start, done = (first, 0), [one for one in sums if one.accepted is not None]
    if done and done[-1].with_submitted > done[-1].accepted:
        points = tuple((one.day, one.with_submitted) for one in done)
        more = in_table(points[-1][1] - done[-1].accepted)
        yield chart.Line("submitted", f"+ {more} submitted", (start, *points))
    if done:
        points = tuple((one.day, one.accepted) for one in done)
        yield chart.Line("accepted", f"Accepted {in_table(points[-1][1])}", (start, *points))
    points = tuple(_expected(learning, sums))
    if points:
        yield chart.Line("expected", "Expected", (start, *points))


def _expected(learning, sums):
    """(day, hours) of the line of what is expected: it bends where breaks begin and end."""
    ends_on = learning.programme.ends_on
    bends = {day - DAY for gap in learning.programme.breaks for day in gap if day and day <= ends_on}
    for day in sorted(bends | {ends_on} | {one.day for one in sums}):
        expected = expected_by(learning, day)
        if expected is not None and day >= learning.programme.starts_on:
            yield day, expected


def goals(learning):
    """(name, words, hours) of what is to be reached, as far as it is known.

    What is less than an hour apart stands once: nobody could tell the lines apart.
    """
    known = _known(learning)
    while known:
        name, reached = known[0]
        names = [other for other, hours in known if abs(hours - reached) < 1]
        about = "" if len({in_table(hours) for other, hours in known if other in names}) == 1 else " about"
        yield name, f"{', '.join(names).capitalize()}{about}", reached
        known = [(other, hours) for other, hours in known if other not in names]


def _known(learning):
    """(name, hours) of plan, promise and minimum, those that are known."""
    plan, minimum = learning.plan, learning.requirement.minimum
    found = (("plan", plan), ("promise", learning.promise), ("minimum", minimum))
    return [(name, Decimal(reached)) for name, reached in found if reached is not None]


def _breaks(learning, last):
    """(first day, last day) of each break, as far as it is known."""
    for first, back in learning.programme.breaks:
        if back is None:
            back = (learning.on if first <= learning.on else last) + DAY
        if first <= last:
            yield first, min(back - DAY, last)


def _shape(drawing):
    size = drawing.size
    return Shape(
        name=size.name,
        box=f"0 0 {size.width} {size.height}",
        letters=size.letters,
        left=size.left,
        right=size.width - size.right,
        top=size.top,
        bottom=size.bottom,
        depth=size.bottom - size.top,
        paths=[(name, _path(points)) for name, points in drawing.paths],
        shades=[(_number(left), _number(max(width, 1))) for left, width in drawing.shades],
        months=[_number(x) for x in drawing.months],
        hours=[_number(y) for y in drawing.hours],
        today="" if drawing.today is None else _number(drawing.today),
        words=[word._replace(x=_number(word.x), y=_number(word.y)) for word in drawing.words],
    )


def _path(points):
    return "M" + " L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value):
    return f"{value:.1f}"


# --- What is said ---------------------------------------------------------------------------------


def _gist(learning):
    """Sentences that say what a glance at the chart says."""
    in_words, today = off_the_job.in_words, until(learning)
    if today < learning.programme.starts_on:
        yield f"Learning starts on {dates.words(learning.programme.starts_on)}."
    else:
        waiting = f", {in_words(learning.submitted)} more are submitted" if learning.submitted else ""
        expected = in_words(expected_by(learning, today))
        accepted = in_words(learning.accepted)
        yield f"By {dates.words(today)}, {accepted} are accepted{waiting} and {expected} are expected."
    said = [f"{name} {in_words(reached)}" for name, reached in _known(learning)]
    yield f"To reach by {dates.words(learning.programme.ends_on)}: {'; '.join(said)}."
    for first, back in learning.programme.breaks:
        end = f" to {dates.words(back - DAY)}" if back else ""
        yield f"Break from {dates.words(first)}{end}."


def _key(learning):
    """Sentences that say how the chart is read."""
    yield "Thick line: accepted."
    if learning.submitted:
        yield "Dashed line: with what is submitted and waits."
    yield f"Dotted line: expected, spread evenly up to {off_the_job.in_words(learning.target)}."
    if learning.requirement.rule == Rule.PUBLISHED:
        yield "Under the rule for this start an even spread is an estimate."
    if learning.programme.breaks:
        yield "Striped: breaks, in which nothing is expected."
