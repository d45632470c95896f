"""`manage.py import_apprentices`: exit 0 when all is well, 1 with what has to be put right."""

import io

import pytest
from django.core.management import CommandError, call_command

from apprentices.importing.saving import SOMEBODY_ELSE
from apprentices.models import Apprentice
from tests import factories as make
from tests.apprentices.cohort_files import DEE, FULL, ROW, cohort_file, everything, refuse_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(here, tmp_path):
    """A function that imports rows (or bytes) with the command: (lines printed, lines of errors, failure)."""

    def run(*rows, options=("--organisation", "here", "--cohort", "hackney-2026"), name="cohort.csv"):
        file = tmp_path / name
        content = rows[0] if rows and isinstance(rows[0], bytes) else cohort_file(*rows)
        file.write_bytes(content)
        out, err, failure = io.StringIO(), io.StringIO(), None
        try:
            call_command("import_apprentices", file, *options, stdout=out, stderr=err)
        except CommandError as error:
            assert error.returncode == 1
            failure = str(error)
        return out.getvalue().splitlines(), err.getvalue().splitlines(), failure

    return run


def test_an_import_says_what_it_makes(run):
    assert run(ROW | FULL, DEE) == (
        [
            "teams: Digital delivery",
            "tutors: Tess Tutorial",
            "managers and deputies: Dee Deputy, Max Manager",
            "buddies: Bud Helpful",
            "line 2: new: Amber Sampleton (Manager Max Manager, buddy Bud Helpful, deputy Dee Deputy)",
            "line 3: new: Cy Cohort (Manager Dee Deputy)",
            "Imported: 2 new, 0 changed, 0 left alone.",
        ],
        [],
        None,
    )
    assert Apprentice.objects.count() == 2
    assert Apprentice.history.get(person__email=ROW["email"]).history_user is None


def test_the_same_again_with_what_is_left_to_other_ways(run):
    run(ROW | FULL, DEE)
    before = everything()
    out, _, failure = run(ROW | FULL | {"weekly_hours": "20"}, DEE)
    assert out == [
        "line 2: left alone: Amber Sampleton",
        "  do this as a change of plan, handover or correction: weekly_hours: 36 here, 20 in the file",
        "line 3: left alone: Cy Cohort",
        "Imported: 0 new, 0 changed, 2 left alone.",
    ]
    assert failure is None
    assert everything() == before


def test_a_check_writes_nothing(run):
    before = everything()
    out, err, failure = run({}, options=("--organisation", "here", "--cohort", "hackney-2026", "--check"))
    assert (out[-1], err, failure) == ("To import: 1 new, 0 changed, 0 left alone.", [], None)
    assert everything() == before


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_problems_are_listed_and_nothing_is_written(check, run):
    before = everything()
    out, err, failure = run(
        {"weekly_hours": "x"}, DEE | {"uln": "1"}, options=("--organisation", "here", *check)
    )
    assert err == [
        "Line 2, cohort: This is missing. Write the cohort's name or short name.",
        "Line 2, weekly_hours has “x”: Write the hours of a week as a number from 1 to 48, "
        "such as 36 or 22.5.",
        "Line 3, cohort: This is missing. Write the cohort's name or short name.",
        "Line 3, uln has “1”: A ULN has 10 digits and does not start with 0, such as 1748529632.",
    ]
    assert (out, failure) == ([], "4 problems to put right. Nothing was imported.")
    assert everything() == before


def test_unknown_columns_are_named(run):
    content = cohort_file({}).replace(b"\r\n", b",4\r\n")
    content = content.replace(b"weekly_hours,4", b"weekly_hours,Shoe size")
    assert run(content)[0][0] == "ignored: the column Shoe size means nothing here"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--organisation", "nowhere"), "There is no organisation 'nowhere'. There is: here."),
        (
            ("--organisation", "here", "--cohort", "there-1"),
            "There is no cohort 'there-1'. There is: hackney-2025, hackney-2026.",
        ),
    ],
)
def test_an_unknown_place_is_refused_with_what_there_is(options, words, run):
    if "--cohort" in options:
        make.CohortFactory(slug="there-1")  # of another organisation
    assert run({}, options=options)[2] == words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\0", "This is a picture, not a table."),
        (b"PK\x03\x04", "This is an Excel file, although its name ends in .csv."),
        (b"x" * 2_000_000, "This file is larger than 1.5 MB"),
    ],
)
def test_what_is_no_table_is_said_with_its_name(content, words, run):
    assert f"cohort.csv: {words}" in run(content)[2]


@pytest.mark.parametrize(
    ("name", "why"), [("nowhere.csv", "No such file or directory"), ("", "Is a directory")]
)
def test_a_file_that_cannot_be_opened_says_why(name, why, here, tmp_path):
    with pytest.raises(CommandError, match=f"cannot be read: {why}"):
        call_command("import_apprentices", tmp_path / name, "--organisation", "here")


def test_what_the_database_refuses_is_a_sentence_and_not_a_traceback(run):
    before = everything()
    refuse_rows(Apprentice)
    assert run({})[2] == SOMEBODY_ELSE
    assert everything() == before
