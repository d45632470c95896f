"""What cells and columns of an export mean, and what becomes of its lines."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from time import perf_counter

import openpyxl
import pytest

from hackit import dates
from hackit.csvfile import Computed, NotATable
from tests import factories as make
from tests.workplans.exports import HEADINGS, day, export
from workplans import log
from workplans.importing import carrying, cells
from workplans.importing.cells import Unit, Wrong
from workplans.importing.check import Fate, check
from workplans.importing.columns import LARGEST, MOST_LINES, Columns, Table, guess, kinds

pytestmark = pytest.mark.django_db
IN_ORDER = Columns(day=0, time=1, kind=2, what=3, paid=4)


# --- Cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03",
        "03/11/2026",
        "3.11.2026",
        "03/11/26",
        "3 Nov 26",
        "3 November 2026",
        "Tue 3 Nov 2026",
        "Tuesday, 3 November 2026",
        "03/11/2026 09:30",
        "2026-11-03T09:30:00Z",
        "2026-11-03 09:30:00",
        "2026-11-03 00:00:00",
    ],
)
def test_days(text):
    assert cells.day(text) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "11/23/2026",
        "31/02/2026",
        "03/11/1926",
        "45000",
        "Total",
        "T" * 1500,
        "3 Nov 2026" + " " * 51 + "x",
    ],
)
def test_what_is_no_day(text):
    with pytest.raises(Wrong, match="This is not a day"):
        cells.day(text)


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [
        ("1.5", Unit.HOURS, 90),
        ("1,5", Unit.HOURS, 90),
        ("90", Unit.MINUTES, 90),
        ("0.0625", Unit.DAYS, 90),
        ("1:30", Unit.MINUTES, 90),
        ("01:30:00", Unit.HOURS, 90),
        ("1h 30m", Unit.HOURS, 90),
        ("1h30", Unit.HOURS, 90),
        ("1 hour 30 minutes", Unit.MINUTES, 90),
        ("1 hr, 30 mins", Unit.MINUTES, 90),
        ("1 hour and 30 min.", Unit.MINUTES, 90),
        ("1.5 hrs", Unit.MINUTES, 90),
        ("90 min", Unit.HOURS, 90),
        ("2h", Unit.MINUTES, 120),
        (".5", Unit.HOURS, 30),
        ("01:30:30", Unit.HOURS, Decimal("90.5")),
        ("7.25", Unit.HOURS, 435),
        ("0", Unit.HOURS, 0),
    ],
)
def test_times(text, unit, minutes):
    assert cells.minutes(text, unit) == minutes


@pytest.mark.parametrize("text", ["-1", "-1:30", "−2h", "(2)"])
def test_less_than_nothing(text):
    with pytest.raises(Wrong, match="less than nothing"):
        cells.minutes(text, Unit.HOURS)


@pytest.mark.parametrize(
    "text", ["", "long", "1:75", "1 h 30 days", "1,000,000", "9" * 20, "nan", "1e3", "1 day, 2:00:00"]
)
def test_what_is_no_time(text):
    with pytest.raises(Wrong, match="not a time"):
        cells.minutes(text, Unit.HOURS)


@pytest.mark.parametrize("read", [cells.day, lambda text: cells.minutes(text, Unit.HOURS), cells.words])
def test_formulas_are_refused(read):
    with pytest.raises(Wrong, match="a formula or an error"):
        read(Computed("=A1"))


@pytest.mark.parametrize(
    ("minutes", "quarters"),
    [("0", 0), ("1", 15), ("7", 15), ("22.4", 15), ("22.5", 30), ("80", 75), ("90", 90)],
)
def test_to_the_nearest_quarter(minutes, quarters):
    assert cells.in_quarters(Decimal(minutes)) == quarters


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Workshop", "class"),
        ("Live webinar", "online"),
        ("E-Learning module", "elearning"),
        ("Job shadowing", "shadowing"),
        ("1:1 coaching", "mentoring"),
        ("Progress Review", "review"),
        ("Functional Skills English", "maths"),
        ("Mock exam", "exam"),
        ("Portfolio work", "writing"),
        ("Supervised practice", "practice"),
        ("Self-study", "reading"),
        ("Other", "other"),
        ("other", "other"),
        ("Xyz", "class"),
        ("Directed reading or research", "reading"),
    ],
)
def test_kinds_are_guessed_by_their_words(words, kind):
    assert cells.kind(words) == kind


@pytest.mark.parametrize(("text", "paid"), [("Yes", True), ("Y", True), ("own  time", False), ("0", False)])
def test_paid(text, paid):
    assert cells.paid(text) == paid


# --- Columns --------------------------------------------------------------------------------------


def table(headings, *rows):
    return Table(list(headings), [(number, list(row)) for number, row in enumerate(rows, start=2)])


@pytest.mark.parametrize(
    ("headings", "row", "columns"),
    [
        (HEADINGS, ("03/11/2026", "1.5", "Class", "Joins", "yes"), IN_ORDER),
        (
            ("Title", "Notes", "Activity Date", "Duration (mins)", "Category"),
            ("Joins", "Good", "2026-11-03", "90", "Class"),
            Columns(day=2, time=3, kind=4, what=0, more=1, unit=Unit.MINUTES),
        ),
        (
            ("Learner", "Start date", "End date", "Start time", "OTJ hours", "Description", "Comments"),
            ("Amber", "2026-11-03", "2026-11-03", "09:30", "1:30", "Joins", "Good"),
            Columns(day=1, time=4, what=5, more=6),
        ),
        (("Date", "Duration"), ("2026-11-03", "0.0625"), Columns(day=0, time=1, unit=Unit.DAYS)),
        (("Date", "Duration"), ("2026-11-03", "0.5"), Columns(day=0, time=1)),
        (("Date", "Duration"), ("2026-11-03", "45"), Columns(day=0, time=1, unit=Unit.MINUTES)),
        (("A", "B"), ("2026-11-03", "45"), Columns(day=0)),
        (("A", "B"), ("x", "y"), Columns()),
    ],
)
def test_columns_are_guessed(headings, row, columns):
    assert guess(table(headings, row, row)) == columns


def test_kinds_come_in_the_order_of_the_file():
    found = table(HEADINGS, ("", "", " Web  inar"), ("", "", ""), ("", "", "Class"), ("", "", "Web inar"))
    assert kinds(found, IN_ORDER) == ["Web inar", "Class"]
    assert kinds(found, Columns()) == []


# --- Files ----------------------------------------------------------------------------------------

ROW = ("03/11/2026", "1,5", "Café", "Joins; inner", "yes")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_however_it_was_saved(delimiter, encoding):
    found = carrying.read(export(ROW, delimiter=delimiter, encoding=encoding))
    assert (found.headings, found.rows) == (list(HEADINGS), [(2, list(ROW))])


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_headings_that_nobody_knows(delimiter):
    found = carrying.read(export(("a", "b"), headings=("Wann", "Wie lange"), delimiter=delimiter))
    assert found.headings == ["Wann", "Wie lange"]


def test_lines_above_the_headings_and_empty_lines_are_passed_over():
    content = b"Off-the-job log\n\nLearner,Amber\n" + export(ROW) + b"\n,,,,\n" + b"Total,1.5\n"
    found = carrying.read(content)
    assert found.headings == list(HEADINGS)
    assert [line for line, _ in found.rows] == [5, 8]


def test_a_line_of_data_is_never_the_headings():
    headings = ("Completed on", "Length of it", "Sort", "About")
    rows = [(f"2026-09-0{number}", "2", "Session", "Module") for number in range(1, 5)]
    found = carrying.read(export(*rows, headings=headings))
    assert (found.headings, len(found.rows), found.above) == (list(headings), 4, 0)
    found = carrying.read(b"Log,Amber\n\n" + export(*rows))
    assert (found.headings, len(found.rows), found.above) == (list(HEADINGS), 4, 1)
    found = carrying.read(b"Printed on,2026-09-30,2 pages,1\n" + export(*rows))
    assert (found.headings, len(found.rows), found.above) == (list(HEADINGS), 4, 1)


@pytest.mark.parametrize("nasty", ["a" * 1500, "T" * 1500, " ,T" * 500, "1:00 " * 300, "9" * 1500])
def test_a_nasty_file_is_guessed_and_checked_in_no_time(nasty, people):
    begun = perf_counter()
    found = table(HEADINGS, *[(nasty,) * 5] * MOST_LINES)
    plan = check(people.record, found, guess(found), {}, on=people.today)
    assert {line.fate for line in plan.lines} == {Fate.WRONG}
    assert perf_counter() - begun < 5  # seconds


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    for cell in book.active["B"][1:]:
        if isinstance(cell.value, timedelta):
            cell.number_format = "[h]:mm"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "minutes"),
    [(1.5, 90), (time(1, 30), 90), (timedelta(hours=1, minutes=30), 90), ("1h 30m", 90), (2, 120)],
)
def test_excel_with_real_days_and_times(value, minutes):
    row = (datetime.combine(date(2026, 11, 3), time()), value, "Class", "Joins", True)
    found = carrying.read(workbook(row), name="log.xlsx")
    [(_, row)] = found.rows
    assert cells.day(row[0]) == date(2026, 11, 3)
    assert cells.minutes(row[1], guess(found).unit) == minutes
    assert cells.paid(row[4]) is True


def test_excel_with_times_as_parts_of_a_day():
    found = carrying.read(workbook((date(2026, 11, 3), 0.0625, "Class", "Joins", "y")), name="log.xlsx")
    assert guess(found) == Columns(day=0, time=1, kind=2, what=3, paid=4, unit=Unit.DAYS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7 and so on", "This is a PDF, not a table."),
        (b"\xd0\xcf\x11\xe0 and so on", "an Excel file of the older kind"),
        (b"PK\x03\x04 and so on", "This is an Excel file, although its name ends in .csv"),
        (b"a,b\0c", "This is not a table."),
        (b"only one column\nand one line\n", "at least two columns"),
        (b"Date,Hours\n", "no lines below them"),
        (b"Date,Hours\n" + b"2026-11-03,1\n" * (MOST_LINES + 1), "more than 2,000 lines"),
        (b"x" * (LARGEST + 1), "This file has 5.0 MB, and no more than 5 MB"),
        (b'Date,Hours\n"2026', "cannot be read"),
    ],
)
def test_what_is_no_table(content, said):
    with pytest.raises(NotATable, match=said):
        carrying.read(content, name="log.csv")


def test_what_is_carried_belongs_to_one_record_and_person(people):
    found = Table(["Date", ""], [(2, ["2026-11-03", Computed("=1+1")])], above=3)
    packed = carrying.pack(found, record=people.record, by=people.apprentice)
    back = carrying.unpack(packed, record=people.record, by=people.apprentice)
    assert (back.headings, back.above) == (["Date", ""], 3)
    assert back.rows[0][1] == ["2026-11-03", "=1+1"]
    assert isinstance(back.rows[0][1][1], Computed)
    assert back.label(1) == "Column B"
    for record, by, text in (
        (people.other_record, people.apprentice, packed),
        (people.record, people.coordinator, packed),
        (people.record, people.apprentice, f"{packed}x"),
        (people.record, people.apprentice, "nonsense"),
    ):
        assert carrying.unpack(text, record=record, by=by) is None


def test_what_is_too_much_to_carry_is_refused(people):
    words = [("".join(chr(33 + (n * m) % 5000) for m in range(1500)),) for n in range(1000)]
    with pytest.raises(NotATable, match="too much text"):
        carrying.pack(table(("What",), *words), record=people.record, by=people.apprentice)


# --- Lines ----------------------------------------------------------------------------------------


def fates(people, *rows, **more):
    """(fate, minutes, notes) of each line, and the Plan."""
    plan = check(people.record, table(HEADINGS, *rows), IN_ORDER, {}, on=people.today, **more)
    return [
        (line.fate, line.draft and line.draft.minutes, [p.cure for p in line.problems] or line.notes)
        for line in plan.lines
    ], plan


def test_what_becomes_of_each_line(people):
    learned_on = dates.today() - timedelta(days=3)
    make.LearningEntryFactory(
        apprentice=people.record, learned_on=learned_on, minutes=90, what="Joins  in SQL"
    )
    make.LearningEntryFactory(apprentice=people.record, learned_on=learned_on, minutes=60, what="Other words")
    make.LearningEntryFactory(apprentice=people.other_record, learned_on=learned_on, what="Elsewhere")
    found, plan = fates(
        people,
        (day(3), "1.5", "", "joins in sql", ""),
        (day(3), "1", "", "Somebody’s words", ""),
        (day(3), "2", "", "Views", "no"),
        (day(3), "2", "", "Views", "no"),
        (day(4), "1:20", "", "", ""),
        (day(-1), "1", "", "Future", ""),
        (day(4), "0", "", "Nothing", ""),
        ("", "", "", "", "perhaps"),
    )
    unpaid = log.why_not_counted("class", in_paid_time=False)
    tomorrow = dates.words(dates.today() + timedelta(days=1))
    assert found == [
        (Fate.KNOWN, 90, []),
        (Fate.TWIN, 60, []),
        (Fate.NEW, 120, [unpaid]),
        (Fate.TWIN, 120, ["The same as line 4."]),
        (Fate.NEW, 75, ["80 minutes in the file, to the nearest quarter of an hour."]),
        (Fate.WRONG, 60, [f"{tomorrow} is still to come: log it once you have learned."]),
        (Fate.WRONG, 0, ["Enter how long it took: at least a quarter of an hour."]),
        (Fate.WRONG, None, ["Every line needs a day.", "Every line needs a time.", "Write yes or no."]),
    ]
    assert (plan.minutes, plan.counting) == (195, 75)
    assert [draft.what for _, draft in plan.drafts] == ["Views", "Class or workshop"]
    assert [problem.column for problem in plan.lines[7].problems] == ["Session date", "Hours", "Paid"]


def test_days_on_which_nothing_is_logged(people):
    away = people.today - timedelta(days=20)
    make.BreakFactory(apprentice=people.record, first_day_away_on=away, first_day_back_on=away + timedelta(5))
    found, _ = fates(
        people, (day(18), "1", "", "x", ""), (day(101), "1", "", "x", ""), (day(100), "1", "", "x", "")
    )
    assert [fate for fate, *_ in found] == [Fate.WRONG, Fate.WRONG, Fate.NEW]
    assert "There is a break in learning" in found[0][2][0]
    assert "Learning began on" in found[1][2][0]


def test_a_day_has_24_hours_over_the_log_and_the_file(people):
    learned_on = dates.today() - timedelta(days=3)
    make.LearningEntryFactory(apprentice=people.record, learned_on=learned_on, minutes=600)
    rows = [(day(3), "8", "", f"Lesson {number}", "") for number in range(2)]
    found, _ = fates(people, *rows, (day(3), "10", "", "Same length", ""), (day(3), "6", "", "Fits", ""))
    assert [fate for fate, *_ in found] == [Fate.NEW, Fate.WRONG, Fate.WRONG, Fate.NEW]
    assert "18 hours are logged on this day already" in found[1][2][0]


def test_a_line_that_was_ticked_is_brought_in(people):
    make.LearningEntryFactory(
        apprentice=people.record, learned_on=dates.today() - timedelta(days=3), minutes=60
    )
    row = (day(3), "1", "", "Something else", "")
    before, plan = fates(people, row)
    after, ticked = fates(people, row, also={2})
    assert ([before[0][0]], [after[0][0]]) == ([Fate.TWIN], [Fate.NEW])
    assert plan.digest == ticked.digest
    assert fates(people, (day(3), "1", "", "Other", ""))[1].digest != plan.digest


def test_what_was_not_in_paid_time_in_the_log_is_perhaps_the_same(people):
    learned_on = dates.today() - timedelta(days=3)
    make.LearningEntryFactory(
        apprentice=people.record, learned_on=learned_on, minutes=60, what="Joins", in_paid_time=False
    )
    rows = [(day(3), "1", "", "Joins", paid) for paid in ("no", "yes")]
    assert [fate for fate, *_ in fates(people, *rows)[0]] == [Fate.KNOWN, Fate.TWIN]


def test_long_words_are_cut_and_said_so(people):
    columns = Columns(day=0, time=1, what=2, more=3)
    plan = check(
        people.record,
        table(HEADINGS, (day(3), "1", "Title", "x" * 1200)),
        columns,
        {},
        on=people.today,
    )
    [line] = plan.lines
    assert (len(line.draft.what), line.draft.what[:8]) == (1000, "Title: x")
    assert line.notes == ["The words are cut after 1000 letters."]


@pytest.mark.parametrize(("all_paid", "counting"), [(True, 60), (False, 0)])
def test_without_a_column_all_or_nothing_was_paid(all_paid, counting, people):
    columns = Columns(day=0, time=1, all_paid=all_paid)
    plan = check(people.record, table(HEADINGS, (day(3), "1")), columns, {}, on=people.today)
    assert plan.counting == counting
