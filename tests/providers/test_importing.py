"""The public lists come in again and again: nothing twice, nothing half, every refusal with its line."""

import csv
import io
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from providers.models import Provider, PublishedHours, Standard

pytestmark = pytest.mark.django_db

TITLE = "List of apprenticeship standards, 25 May 2025"
ROW = {
    "Name": "Data analyst",
    "Reference": "ST0118",
    "Version Number": "1.1",
    "Status": "Approved for delivery",
    "Approved for Delivery Date": "31-05-2021",
    "Retired date": "TBC",
    "Route": "Digital",
    "Level": "4",
    "Maximum Funding (£)": "£15,000",
    "Typical Duration": "24",
    "LARS code for providers only": "576",
    "Minimum Hours For Compliance": "376",
}
NAME, REFERENCE, VERSION, LEVEL = "Name", "Reference", "Version Number", "Level"
HOURS, FUNDING = "Minimum Hours For Compliance", "Maximum Funding (£)"


def public_list(*rows, without=()):
    """The text of a file as the Skills England site gives it, under a title line: rows begin in line 3."""
    headings = [heading for heading in ROW if heading not in without]
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, extrasaction="ignore")
    writer.writerow({headings[0]: TITLE})
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    """A function that imports a file with the command and returns the lines that it prints."""

    def read(content, *options):
        file = tmp_path / "list.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = io.StringIO()
        call_command("import_standards", file, *options, stdout=out)
        return out.getvalue().splitlines()

    return read


def everything():
    """All rows of this app, history included, to see that nothing was written."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models()}


def models():
    return apps.get_app_config("providers").get_models()


def load(**options):
    out = io.StringIO()
    call_command("load_reference_data", stdout=out, **options)
    return out.getvalue()


# --- What comes with the system -------------------------------------------------------------------


def test_reference_data_twice_makes_no_doubles():
    assert load() == "Standards: 82 added, 0 changed, 0 unchanged. Providers: 1240 added, 0 renamed.\n"
    first = everything()
    assert load() == "Standards: 0 added, 0 changed, 82 unchanged. Providers: 0 added, 0 renamed.\n"
    assert everything() == first
    counts = {name: len(rows) for name, rows in first.items()}
    assert counts == {
        "Standard": 82,
        "HistoricalStandard": 82,
        "Provider": 1240,
        "HistoricalProvider": 1240,
        "PublishedHours": 3,
        "HistoricalPublishedHours": 3,
        "Contact": 0,
        "HistoricalContact": 0,
    }
    assert dict(PublishedHours.objects.values_list("standard__reference", "hours")) == {
        "FA0004": 187,
        "FA0005": 187,
        "ST0070": 278,
    }


def test_reference_data_refreshes_what_changed():
    load()
    Standard.objects.filter(reference="ST0118", version="1.1").update(name="Old name")
    Provider.objects.filter(ukprn="10057981").update(name="Old name", known_as="Ada")
    assert load() == "Standards: 0 added, 1 changed, 81 unchanged. Providers: 0 added, 1 renamed.\n"
    assert Standard.objects.get(reference="ST0118", version="1.1").name == "Data analyst"
    ada = Provider.objects.get(ukprn="10057981")
    assert (ada.name, ada.known_as) == ("ADA NATIONAL COLLEGE FOR DIGITAL SKILLS", "Ada")
    assert ada.history.count() == 2


def test_reference_data_if_none_keeps_newer_lists():
    load()
    Standard.objects.filter(reference="ST0118").update(name="Newer name")
    assert load(if_none=True) == ""
    assert Standard.objects.filter(name="Newer name").exists()


def test_reference_data_tells_of_figures_that_are_newer_here():
    load()
    PublishedHours.objects.filter(standard__reference="ST0070").update(hours=300)
    assert "refused: standards.csv, line 4: Published hours were 300 and are 278 now." in load()


def test_reference_data_again_asks_the_database_little():
    load()
    with CaptureQueriesContext(connection) as queries:
        load()
    statements = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 3, statements


# --- The public list ------------------------------------------------------------------------------


def test_a_row_of_the_public_list_is_saved_with_its_history(read):
    assert read(public_list({})) == [
        "added: Data analyst, level 4 (ST0118 1.1)",
        "1 added, 0 changed, 0 unchanged, 0 refused.",
    ]
    standard = Standard.objects.get()
    saved = {field.name: getattr(standard, field.name) for field in Standard._meta.concrete_fields}
    del saved["id"]
    assert saved == {
        "reference": "ST0118",
        "version": "1.1",
        "version_major": 1,
        "version_minor": 1,
        "name": "Data analyst",
        "level": 4,
        "route": "Digital",
        "lars_code": "576",
        "status": "Approved for delivery",
        "approved_on": date(2021, 5, 31),
        "retired_on": None,
        "max_funding": 15000,
        "typical_duration": 24,
    }
    figure = standard.published_hours.get()
    assert (figure.hours, figure.starts_from, figure.starts_until) == (376, date(2025, 8, 1), None)
    assert figure.source.startswith("Skills England list read on ")
    assert (standard.history.count(), figure.history.count()) == (1, 1)


def test_the_same_file_again_changes_nothing(read):
    content = public_list({}, {VERSION: "1.2", HOURS: ""})
    read(content)
    before = everything()
    assert read(content) == ["0 added, 0 changed, 2 unchanged, 0 refused."]
    assert everything() == before


def test_a_line_that_is_there_twice_counts_once(read):
    assert read(public_list({}, {}))[-1] == "1 added, 0 changed, 1 unchanged, 0 refused."
    read(public_list({HOURS: ""}, {VERSION: "1.2", HOURS: ""}))
    content = public_list({VERSION: "1.2", HOURS: "400"}, {VERSION: "1.2", HOURS: "400"})
    assert read(content)[-1] == "0 added, 1 changed, 1 unchanged, 0 refused."
    assert PublishedHours.objects.count() == 2


def test_added_changed_and_unchanged_are_told_apart(read):
    read(public_list({}, {VERSION: "1.2"}))
    lines = read(
        public_list(
            {}, {VERSION: "1.2", NAME: "Analyst of data", "Retired date": "30-06-2026"}, {VERSION: "1.3"}
        )
    )
    assert lines == [
        "added: Data analyst, level 4 (ST0118 1.3)",
        "changed: Analyst of data, level 4 (ST0118 1.2)",
        "1 added, 1 changed, 1 unchanged, 0 refused.",
    ]
    changed = Standard.objects.get(version="1.2")
    assert changed.retired_on == date(2026, 6, 30)
    assert [row.name for row in changed.history.all()] == ["Analyst of data", "Data analyst"]


def test_version_1_10_comes_after_1_9(read):
    read(public_list({VERSION: "1.10"}, {VERSION: "1.9"}, {VERSION: "2.0"}, {VERSION: "1.1"}))
    assert list(Standard.objects.values_list("version", flat=True)) == ["1.1", "1.9", "1.10", "2.0"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({VERSION: ""}, "Version Number: There is none yet: the standard is in development."),
        ({VERSION: "1"}, "Version Number: A version is two numbers with a point"),
        ({VERSION: "1.2.3"}, "Version Number: A version is two numbers with a point"),
        ({VERSION: "1.99999999999999999999"}, "Version Number: A version is two numbers"),
        ({REFERENCE: "XX0118"}, "Reference: A standard's reference is ST, FA or AU and four digits"),
        ({REFERENCE: ""}, "Reference: This is missing."),
        ({NAME: ""}, "Name: This is missing."),
        ({NAME: "x" * 201}, "Name: Ensure this value has at most 200 characters"),
        ({LEVEL: "8"}, "The level is a number from 2 to 7."),
        ({LEVEL: "1"}, "Level: Ensure this value is greater than or equal to 2."),
        ({LEVEL: "four"}, "Level: Write a whole number, not 'four'."),
        ({LEVEL: ""}, "Level: This is missing."),
        ({"Status": "In development"}, "Status: Value 'In development' is not a valid choice."),
        ({HOURS: "186"}, "Minimum Hours For Compliance: Ensure this value is greater than or equal to 187."),
        ({HOURS: "about 300"}, "Minimum Hours For Compliance: Write a whole number, not 'about 300'."),
        ({HOURS: "-300"}, "Minimum Hours For Compliance: Write a whole number, not '-300'."),
        ({HOURS: "²"}, "Minimum Hours For Compliance: Write a whole number, not '²'."),
        ({HOURS: "9" * 20}, "Minimum Hours For Compliance: Write a whole number, not"),
        ({FUNDING: "9" * 5000}, "Maximum Funding (£): Write a whole number, not '9999"),
        ({"Retired date": "31-02-2021"}, "Retired date: '31-02-2021' is not a day. Write it as 31-05-2021."),
        ({"Retired date": "01-01-2020"}, "A version is retired after it was approved, not before."),
        (
            {"LARS code for providers only": "x"},
            "LARS code for providers only: A LARS code has up to 6 digits",
        ),
    ],
)
def test_a_wrong_line_is_refused_whole_and_the_others_are_saved(read, wrong, why):
    first, second = {VERSION: "1.0"}, {VERSION: "1.5"}
    lines = read(public_list(first, wrong, second))
    assert [line for line in lines if line.startswith("refused")] == [lines[2]]
    assert lines[2].startswith(f"refused: line 4: {why}")
    assert lines[3] == "2 added, 0 changed, 0 unchanged, 1 refused."
    assert set(Standard.objects.values_list("version", flat=True)) == {"1.0", "1.5"}
    assert PublishedHours.objects.count() == 2


def test_a_refused_line_leaves_what_is_known_as_it_is(read):
    read(public_list({}))
    before = everything()
    assert "refused: line 3" in read(public_list({NAME: "Another name", HOURS: "1"}))[0]
    assert everything() == before
    # The right line after the wrong one is compared with what is saved, not with what was refused.
    lines = read(public_list({NAME: "Another name", HOURS: "1"}, {NAME: "Another name"}))
    assert lines[-1] == "0 added, 1 changed, 0 unchanged, 1 refused."
    assert Standard.objects.get().name == "Another name"


def test_a_column_that_the_file_lacks_takes_nothing_away(read):
    read(public_list({"Retired date": "30-06-2026"}))
    before = everything()
    lacking = ["Retired date", FUNDING, "Route", HOURS]
    assert read(public_list({}, without=lacking)) == ["0 added, 0 changed, 1 unchanged, 0 refused."]
    assert everything() == before
    assert read(public_list({"Retired date": "TBC"}))[-1] == "0 added, 1 changed, 0 unchanged, 0 refused."


# --- Published hours ------------------------------------------------------------------------------


def figures():
    return list(
        PublishedHours.objects.order_by("starts_from").values_list("hours", "starts_from", "starts_until")
    )


def test_another_published_figure_needs_the_day_from_which_it_holds(read):
    read(public_list({}))
    before = everything()
    changed = public_list({HOURS: "400", NAME: "Another name"})
    assert read(changed) == [
        "refused: line 3: Published hours were 376 and are 400 now. "
        "Say from which start date the new figure holds: --hours-from 2026-08-01.",
        "0 added, 0 changed, 0 unchanged, 1 refused.",
    ]
    assert everything() == before

    assert read(changed, "--hours-from", "2026-08-01")[-1] == "0 added, 1 changed, 0 unchanged, 0 refused."
    assert figures() == [
        (376, date(2025, 8, 1), date(2026, 7, 31)),
        (400, date(2026, 8, 1), None),
    ]
    assert [row.history.count() for row in PublishedHours.objects.order_by("starts_from")] == [2, 1]

    before = everything()
    assert read(changed, "--hours-from", "2026-08-01") == ["0 added, 0 changed, 1 unchanged, 0 refused."]
    assert read(changed) == ["0 added, 0 changed, 1 unchanged, 0 refused."]
    assert everything() == before


def test_a_first_figure_holds_from_the_first_day_that_figures_were_published(read):
    read(public_list({HOURS: ""}))
    assert figures() == []
    read(public_list({}), "--hours-from", "2026-08-01")
    assert figures() == [(376, date(2025, 8, 1), None)]


def test_a_period_that_ended_is_not_drawn_out(read):
    read(public_list({}))
    PublishedHours.objects.update(starts_until=date(2025, 12, 31))
    read(public_list({HOURS: "400"}), "--hours-from", "2026-08-01")
    assert figures() == [
        (376, date(2025, 8, 1), date(2025, 12, 31)),
        (400, date(2026, 8, 1), None),
    ]


def test_a_day_that_is_none_is_refused_before_anything_is_read(read):
    with pytest.raises(CommandError, match="'soon' is not a day"):
        read(public_list({}), "--hours-from", "soon")


# --- Files of every kind --------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_of_spreadsheets(read, encoding):
    content = public_list({NAME: "Café – manager", FUNDING: "£9,000"}).encode(encoding)
    assert read(content)[0] == "added: Café – manager, level 4 (ST0118 1.1)"
    assert Standard.objects.get().max_funding == 9000


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "This file is empty.", id="empty"),
        pytest.param(b"PK\x03\x04\x14\0\x06\0\x08", "This is an Excel file", id="xlsx named csv"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is a picture", id="a picture"),
        pytest.param(b"Reference, \x81\x9d", "Some letters in this file cannot be read", id="bytes"),
        pytest.param(public_list({NAME: "Nul\0"}).encode(), "This is not a table.", id="NUL in the middle"),
        pytest.param(
            public_list({}, without=[LEVEL]).encode(),
            "Line 2 has the headings, but not Level",
            id="a heading missing",
        ),
        pytest.param(
            (public_list({}) + '"' + "x" * 200_000).encode(), "Is a quotation mark left open", id="open quote"
        ),
    ],
)
def test_a_file_that_is_no_list_says_what_it_is(read, content, why):
    before = everything()
    with pytest.raises(CommandError, match=why) as caught:
        read(content)
    assert "list.csv: " in str(caught.value)
    assert caught.value.returncode
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "why"), [("nowhere.csv", "No such file or directory"), ("", "Is a directory")]
)
def test_a_file_that_cannot_be_opened_says_why(tmp_path, name, why):
    with pytest.raises(CommandError, match=f"cannot be read: {why}"):
        call_command("import_standards", tmp_path / name)


def test_queries_grow_only_with_news(read):
    rows = [{VERSION: f"1.{minor}"} for minor in range(30)]

    def queries(count):
        with CaptureQueriesContext(connection) as caught:
            read(public_list(*rows[:count]))
        return len(caught)

    assert queries(30) <= 30 * 12  # both rows of a version, both of its hours, and their rules
    assert queries(1) == queries(30)
