"""The columns of a cohort file: what each takes, in which form, and what to say when it does not fit."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hackit import reading, tablefile, validators
from hackit.csvfile import Computed, NotATable, fold

MOST_ROWS = 2_000
LARGEST = 1_500_000  # bytes; a thousand people take a third of it


class Wrong(ValueError):
    """A cell that does not fit; the message says what to do."""


@dataclass(frozen=True)
class Column:
    """One column: how a text becomes a value (raising Wrong), what to write there, and an example."""

    name: str
    read: Callable
    says: str
    example: str
    required: bool = False


@dataclass(frozen=True)
class Problem:
    """Something in the file that has to be put right: where, what was found, and what to do."""

    line: int
    column: str
    found: str
    cure: str

    def __str__(self):
        found = f" has “{self.found}”" if self.found else ""
        return f"Line {self.line}, {self.column}{found}: {self.cure}"


@dataclass
class Row:
    """One line of the file: its values by column, those that were blank or wrong left out."""

    line: int
    values: dict
    texts: dict
    problems: list = field(default_factory=list)

    def problem(self, column, cure):
        """Notes what has to be put right in a column."""
        self.problems.append(Problem(self.line, column, self.texts.get(column, "")[:60], cure))

    @property
    def wrong(self):
        """The columns that have to be put right."""
        return {problem.column for problem in self.problems}


def _text(longest):
    def read(text):
        if len(text) > longest:
            raise Wrong(f"This is longer than {longest} letters. Shorten it.")
        return text

    return read


def _email(text):
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong("This is not an email address. Write one, such as name@council.gov.uk.") from None
    if len(text) > 254:
        raise Wrong("This address is too long. Check it.")
    return text.lower()


def _emails(text):
    return list(dict.fromkeys(_email(part) for part in text.replace(";", " ").replace(",", " ").split()))


def _day(text):
    day = reading.day(text)
    if day is None:
        raise Wrong("This is not a date. Write it as 2026-09-07, 07/09/2026 or 7 September 2026.")
    if not 2000 <= day.year <= 2100:
        raise Wrong("The year must be between 2000 and 2100.")
    return day


def _weekly_hours(text):
    hours = reading.number(text)
    if hours is None or not 1 <= hours <= 48:
        raise Wrong("Write the hours of a week as a number from 1 to 48, such as 36 or 22.5.")
    return hours


def _hours(text):
    hours = reading.whole(text)
    if hours is None or hours > 9_999:
        raise Wrong("Write a whole number of hours up to 9999, without a comma, such as 418.")
    return hours


def _checked(validator, tidy=str.strip):
    def read(text):
        text = tidy(text)
        try:
            validator(text)
        except ValidationError as error:
            raise Wrong(" ".join(error.messages)) from None
        return text

    return read


def _version(text):
    return text if "." in text else f"{text}.0"  # a spreadsheet that makes 1 out of 1.0


def _uln(text):
    return "" if text == validators.ULN_NOT_KNOWN_YET else text


COLUMNS = {
    column.name: column
    for column in (
        Column("email", _email, "The apprentice's work address.", "amber@council.example.org", True),
        Column("full_name", _text(150), "First and last name.", "Amber Sampleton", True),
        Column("preferred_name", _text(60), "What colleagues call them.", "Amber"),
        Column("cohort", _text(120), "The cohort's name or short name. It must exist.", "hackney-2026"),
        Column("team", _text(120), "The team they work in. A new one is made.", "Digital delivery"),
        Column("directorate", _text(120), "The directorate of a team that is made.", "ICT"),
        Column("manager_email", _email, "The line manager's address.", "max@council.example.org"),
        Column("manager_name", _text(150), "Needed for a manager who is new here.", "Max Manager"),
        Column(
            "deputy_emails",
            _emails,
            "Addresses of deputies who are here already or named in this file, with spaces between them.",
            "dee@council.example.org",
        ),
        Column("buddy_email", _email, "The buddy's address.", "bud@council.example.org"),
        Column("buddy_name", _text(150), "Needed for a buddy who is new here.", "Bud Helpful"),
        Column("provider_ukprn", _checked(validators.ukprn), "The learning provider's UKPRN.", "10057981"),
        Column("tutor_name", _text(120), "The provider's contact for this apprentice.", "Tess Tutorial"),
        Column("tutor_email", _email, "The tutor's address.", "tess@college.example.org"),
        Column(
            "standard_reference",
            _checked(validators.standard_reference, str.upper),
            "The standard's reference: ST and four digits.",
            "ST0116",
            True,
        ),
        Column(
            "standard_version",
            _checked(validators.standard_version, _version),
            "If blank, the version that was open on the start date.",
            "1.1",
        ),
        Column("first_day_at_work", _day, "If blank, it is the start date.", "2026-09-01"),
        Column("start_date", _day, "The first day of learning.", "2026-09-07", True),
        Column("planned_end_date", _day, "The planned last day of learning.", "2028-03-03", True),
        Column("contract_ends", _day, "Blank for a permanent contract.", "2028-06-02"),
        Column("weekly_hours", _weekly_hours, "Contracted hours a week, such as 22.5.", "36", True),
        Column("planned_learning_hours", _hours, "What the signed training plan promises.", "418"),
        Column("recognised_hours", _hours, "Hours recognised as prior learning.", "0"),
        Column("uln", _checked(validators.uln), "The learner's number: 10 digits.", "1748529632"),
    )
}
REQUIRED = [column.name for column in COLUMNS.values() if column.required]


def plain(text):
    """A text with single spaces only, as it is compared: nobody sees how many there are."""
    return " ".join(text.split())


def read(content, *, name=""):
    """The Rows of a cohort file, and the headings that mean nothing here and are left out.

    `content` is the bytes of the file and `name` what it is called. Raises NotATable.
    """
    if len(content) > LARGEST:
        raise NotATable(
            f"This file is larger than {LARGEST / 1_000_000:g} MB, which no list of a cohort is. "
            "Copy the table alone into a new file."
        )
    table = tablefile.read(content, REQUIRED, name=name)
    found = [fold(heading) for heading in table.headings]
    twice = [heading for heading in COLUMNS if found.count(heading) > 1]
    if twice:
        raise NotATable(f"The heading {twice[0]} is there twice. Delete one of the two columns.")
    if not table.rows:
        raise NotATable("There are headings and no lines below them. Add one line for each apprentice.")
    if len(table.rows) > MOST_ROWS:
        raise NotATable(f"This file has more than {MOST_ROWS} lines. Divide it into several.")
    unknown = [heading for heading in table.headings if fold(heading) not in COLUMNS]
    return [_row(line, cells) for line, cells in table.rows], unknown


def _row(line, cells):
    row = Row(line, {}, {name: plain(cells.get(name, "")) for name in COLUMNS})
    if cells[None]:
        row.problems.append(
            Problem(
                line,
                "the end of the line",
                cells[None][:60],
                "There are more cells than headings. Is a comma inside a cell that has no quotation marks?",
            )
        )
    for name, column in COLUMNS.items():
        if isinstance(cells.get(name), Computed):
            row.problem(name, "This is a formula or an error. Put its value in its place.")
        elif row.texts[name]:
            try:
                row.values[name] = column.read(row.texts[name])
            except Wrong as wrong:
                row.problem(name, str(wrong))
    if "uln" in row.values:
        row.values["uln"] = _uln(row.values["uln"])
    return row
