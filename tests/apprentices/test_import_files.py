"""Cohort files of every kind, and our own file that comes back."""

import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from apprentices.importing.export import as_csv, as_excel
from apprentices.models import Apprentice
from hackit import csvfile, dates
from hackit.models import User
from hackit.tablefile import NotATable
from tests import factories as make
from tests.apprentices.cohort_files import DAY, DEE, FULL, ROW, cohort_file, counts, everything, many, said

pytestmark = pytest.mark.django_db


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_dividers_and_encodings(delimiter, encoding, imported):
    rows = [{"full_name": "Zoë O’Brien", "weekly_hours": "22,5", "team": "Housing, “east”; west"}]
    imported(cohort_file(*rows, delimiter=delimiter, encoding=encoding))
    record = Apprentice.objects.get()
    assert (record.person.full_name, record.weekly_hours) == ("Zoë O’Brien", Decimal("22.5"))
    assert str(record.team) == "Housing, “east”; west"


def test_order_and_case_of_headings_do_not_matter_and_unknown_ones_are_named(imported):
    content = cohort_file({}, headings=["Shoe size", *reversed(ROW)])
    first, rest = content.split(b"\r\n", 1)
    first = first.replace(b"full_name", b"FULL Name").replace(b"start_date", b" Start-Date ")
    plan = imported(first + b"\r\n" + rest)
    assert (counts(plan), plan.ignored) == ((1, 0, 0), ["Shoe size"])


@pytest.mark.parametrize("day", ["2026-09-07", "07/09/2026", "7 September 2026", "7/9/2026"])
def test_days_in_each_form(day, imported):
    imported({"start_date": day})
    assert Apprentice.objects.get().starts_on == date(2026, 9, 7)


NO_FILE = [
    (b"", "This file is empty."),
    (b" \r\n \r\n", "This file is empty."),
    (b"\x89PNG\r\n\x1a\n\0\0", "This is a picture, not a table."),
    (as_is := cohort_file({}).replace(b"Amber S", b"Amber\0S"), "This is not a table."),
    (as_is.decode().encode("utf-16"), "This is not a table."),
    (b"\xff\xfe" + b"x" * 7, "Some letters in this file cannot be read."),
    (cohort_file({}).replace(b"Amber", b"\x81\x8d"), "Some letters in this file cannot be read."),
    (cohort_file({}).split(b"\r\n")[0], "There are headings and no lines below them."),
    (cohort_file({}, headings=[*ROW, "email"]), "The heading email is there twice."),
    (cohort_file({}, headings=list(ROW)[1:]), "Line 1 has the headings, but not email. Add what is missing."),
    (b"Name;Age\r\nAda;36\r\n", "There is no line with the headings email, full_name,"),
    (cohort_file(*[{}] * 2001), "This file has more than 2000 lines."),
    (b"x" * 50_000_000, "This file is larger than 1.5 MB"),
]


@pytest.mark.parametrize(("content", "words"), NO_FILE, ids=[words[:40] for _, words in NO_FILE])
def test_what_is_no_file_of_a_cohort_says_so(content, words, plan_of):
    with pytest.raises(NotATable, match=f"^{words}"):
        plan_of(content)


def test_more_cells_than_headings_are_a_problem(plan_of):
    content = cohort_file({}).rstrip() + b",and more\r\n"
    assert said(plan_of(content)) == [
        "Line 2, the end of the line has “and more”: There are more cells than headings. Is a comma inside a "
        "cell that has no quotation marks?"
    ]


# --- Files that other programs wrote --------------------------------------------------------------
# In `files`: pandas, XlsxWriter, Gnumeric, Python's csv in the dialects of Excel and PowerShell. All hold the
# same two people, with real days, numbers as text, a merged title, a hidden sheet, rows that are only framed.

FILES = Path(__file__).parent / "files"
PEOPLE = [
    ("Amber Sampleton", "Digital delivery", date(2026, 9, 1), None, 36, 418, "1748529632"),
    ("Zoë O’Brien", "Housing; east", date(2026, 9, 7), date(2028, 6, 2), Decimal("22.5"), None, "1000000043"),
]


@pytest.mark.parametrize(
    "name",
    [
        "pandas.xlsx",
        "title-and-hidden-sheet.xlsx",
        "gnumeric-title.xlsx",
        "gnumeric-csv.csv",
        "powershell-utf16.csv",
        "sep-line.csv",
        "all-quoted-tabs.txt",
        "trailing-blanks.csv",
    ],
)
def test_files_of_other_programs(name, imported):
    plan = imported((FILES / name).read_bytes(), name=name)
    assert plan.ignored == (["Laptop ordered"] if "title" in name else [])
    found = Apprentice.objects.order_by("person__full_name").values_list(
        "person__full_name",
        "team__name",
        "first_day_at_work_on",
        "contract_ends_on",
        "weekly_hours",
        "planned_learning_hours",
        "uln",
    )
    assert list(found) == PEOPLE
    assert {record.planned_end_on for record in Apprentice.objects.all()} == {date(2028, 3, 3)}
    assert imported((FILES / name).read_bytes(), name=name).idle


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("opendocument.ods", "This is no Excel file. Save the table as .xlsx or as CSV."),
        ("older.xls", "This is an Excel file of the older kind"),
    ],
)
def test_files_of_other_kinds(name, words, plan_of):
    with pytest.raises(NotATable, match=f"^{words}"):
        plan_of((FILES / name).read_bytes(), name=name)


def test_an_excel_file_named_csv(plan_of):
    with pytest.raises(NotATable, match=r"^This is an Excel file, although its name ends in \.csv"):
        plan_of((FILES / "pandas.xlsx").read_bytes(), name="List.CSV")


def test_a_formula_in_a_cell_is_named(plan_of):
    assert said(plan_of((FILES / "formula.xlsx").read_bytes())) == [
        "Line 4, planned_end_date has “=L4+543”: This is a formula or an error. Put its value in its place."
    ]


# --- Our own file ---------------------------------------------------------------------------------


def odd_cohort(here):
    """Apprentices whose records hold what is rare, allowed, and might not come back."""
    record = make.ApprenticeFactory(
        cohort=here.cohort,
        person=make.UserFactory(full_name="=1+1  Sum", preferred_name="@Amb"),
        team=make.TeamFactory(organisation=here.organisation, name="Two  spaces", directorate="A  B"),
        provider=here.provider,
        tutor=make.ContactFactory(
            organisation=here.organisation, provider=here.provider, part="account", email="Tess@X.example.org"
        ),
        standard=make.StandardFactory(reference="ST0116", version="1.10"),
        weekly_hours=Decimal("22.75"),
        contract_ends_on=date(2028, 6, 2),
        uln="1748529632",
    )
    closed = make.UserFactory(is_active=False, full_name="Gone  Away")
    manager = make.ManagerFactory(person=closed, organisation=here.organisation)
    term = make.ManagerTermFactory(
        apprentice=record, manager=manager, until_on=dates.today() + timedelta(days=30)
    )
    make.ManagerTermFactory(apprentice=record, from_on=term.until_on + timedelta(days=1))
    make.DeputyTermFactory(apprentice=record, deputy=manager)  # was deputy before they became the manager
    make.DeputyTermFactory(apprentice=record)
    make.BuddyTermFactory(apprentice=record, buddy__person=make.UserFactory(is_superuser=True))
    twice = make.UserFactory()
    for starts_on, withdrawn_on in ((date(2026, 9, 14), date(2026, 9, 20)), (date(2026, 10, 1), None)):
        make.ApprenticeFactory(
            person=twice,
            cohort=here.cohort,
            starts_on=starts_on,
            withdrawn_on=withdrawn_on,
            withdrawal_reason="never" if withdrawn_on else "",
        )
    make.ApprenticeFactory(cohort=here.cohort, withdrawn_on=date(2026, 9, 20), withdrawal_reason="left")
    make.ApprenticeFactory(cohort=here.other)
    return record


@pytest.mark.parametrize("export", [as_csv, as_excel])
@pytest.mark.parametrize("who", ["coordinator", None])
def test_our_own_file_comes_back_in_unchanged(export, who, here, imported):
    odd_cohort(here)
    content = export(here.cohort, dates.today())
    before = everything()
    plan = imported(content, by=who and here.coordinator, on=dates.today())
    assert (counts(plan), plan.idle, plan.also, plan.later) == ((0, 0, 3), True, [], [])
    assert everything() == before


def test_our_own_file_of_an_imported_cohort(here, imported):
    imported(*many(12))
    before = everything()
    for export in (as_csv, as_excel):
        plan = imported(export(here.cohort, DAY))
        assert (counts(plan), plan.idle, plan.also, plan.later) == ((0, 0, 12), True, [], [])
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "odd", "odder"),
    [
        ("ours-through-gnumeric.xlsx", "=1+1 Zoë", "'t Hart"),
        ("ours-as-csv-through-gnumeric.csv", "=1+1 Zoë", "'t Hart"),
        # Gnumeric takes the apostrophes out of a CSV file that it opens: only .xlsx keeps such names.
        ("our-csv-through-gnumeric.csv", "Zoë Sampleton", "Hart"),
    ],
)
def test_our_own_file_after_a_spreadsheet_program_had_it(name, odd, odder, imported):
    imported(
        ROW
        | FULL
        | {"full_name": csvfile.harmless(odd), "planned_learning_hours": "1000", "weekly_hours": "22.5"},
        DEE | {"preferred_name": odder, "team": "+44", "contract_ends": "1 Jan 2029"},
    )
    assert User.objects.get(email=ROW["email"]).full_name == odd
    before = everything()
    plan = imported((FILES / name).read_bytes(), name=name)
    assert (counts(plan), plan.idle, plan.also, plan.later) == ((0, 0, 2), True, [], [])
    assert everything() == before


def test_letters_that_no_spreadsheet_holds_do_not_stop_the_download(here):
    make.ApprenticeFactory(cohort=here.cohort, person=make.UserFactory(full_name="Bell\aRinger"))
    sheet = openpyxl.load_workbook(io.BytesIO(as_excel(here.cohort, DAY))).worksheets[0]
    assert sheet["B2"].value == "BellRinger"
