"""Tables that people made with other programs, and what we give them to open there."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hackit import csvfile, excelfile, tablefile
from hackit.csvfile import Computed, NotATable

NEEDED = ["Full name", "Level"]
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"


def row(name, level, beyond=""):
    return {"full_name": name, "level": level, None: beyond}


def read(content, name="list.csv"):
    return tablefile.read(content, NEEDED, name=name)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"Full name,Level\nAda,4\n", [(2, row("Ada", "4"))], id="plain"),
        pytest.param(b"Full name,Level\r\nAda,4\r\n", [(2, row("Ada", "4"))], id="Windows lines"),
        pytest.param(b"Full name,Level\rAda,4\r", [(2, row("Ada", "4"))], id="old Mac lines"),
        pytest.param(b"Full name;Level\nAda, B;4\n", [(2, row("Ada, B", "4"))], id="semicolons"),
        pytest.param(b'"Full name";"Level"\n"Ada; B";4\n', [(2, row("Ada; B", "4"))], id="in quotes"),
        pytest.param(b"Full name\tLevel\nAda\t4\n", [(2, row("Ada", "4"))], id="tabs"),
        pytest.param(b"sep=;\nFull name;Level\nAda;4\n", [(3, row("Ada", "4"))], id="what Excel adds"),
        pytest.param("\ufeffFull name,Level\nZoë,4\n".encode(), [(2, row("Zoë", "4"))], id="BOM"),
        pytest.param("Full name\tLevel\nZoë\t4\n".encode("utf-16"), [(2, row("Zoë", "4"))], id="UTF-16"),
        pytest.param(
            "Full name,Level\nZoë – £5,4\n".encode("cp1252"), [(2, row("Zoë – £5", "4"))], id="Windows-1252"
        ),
        pytest.param(b"List of 5 May\n\nFull name,Level\nAda,4\n", [(4, row("Ada", "4"))], id="a title"),
        pytest.param(b"LEVEL,full-NAME\n4,Ada\n", [(2, row("Ada", "4"))], id="another order and case"),
        pytest.param(b" Full_name ,Level\n Ada , 4\n", [(2, row("Ada", "4"))], id="spaces"),
        pytest.param(b"Full name,Level\n\n , \nAda,4\n,,\n", [(4, row("Ada", "4"))], id="empty rows"),
        pytest.param(b"Full name,Level\nAda\n", [(2, row("Ada", ""))], id="a short row"),
        pytest.param(b"Full name,Level\nLace, Ada,4,\n", [(2, row("Lace", "Ada", "4"))], id="a long row"),
        pytest.param(
            b'Full name,Level\n"Ada\nLove, lace",4\nBo,3\n',
            [(2, row("Ada\nLove, lace", "4")), (4, row("Bo", "3"))],
            id="a line break in a cell",
        ),
        pytest.param(b"Full name,Level\n", [], id="headings only"),
    ],
)
def test_csv_rows_with_their_lines(content, expected):
    assert read(content).rows == expected


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "This file is empty.", id="empty"),
        pytest.param(b" \r\n\n", "This file is empty.", id="blank"),
        pytest.param(PNG, "This is a picture, not a table.", id="a picture"),
        pytest.param(b"\xff\xd8\xff\xe0 JFIF", "This is a picture, not a table.", id="a photograph"),
        pytest.param(b"%PDF-1.7 \0", "This is a PDF, not a table.", id="a PDF"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "of the older kind, or one with a password", id="xls"),
        pytest.param(b"Full name,Level\nA\0da,4\n", "This is not a table.", id="NUL in a cell"),
        pytest.param(
            b"Full name,Level\n\x81\xff,4\n", "letters in this file cannot be read", id="no encoding"
        ),
        pytest.param(b"Full name\nAda\n", "Line 1 has the headings, but not Level.", id="a heading missing"),
        pytest.param(b"Dear all,\nhello\n", "no line with the headings Full name, Level", id="a letter"),
        pytest.param(b"\xef\xbb\xbf", "no line with the headings", id="only a BOM"),
        pytest.param(b'Full name,Level\nAda,4\n"Bo,3\n', "Line 3 cannot be read.", id="an open quote"),
        pytest.param(b"x" * 10_000_000, "cannot be read", id="10 MB in one cell"),
    ],
)
def test_what_is_no_table_says_so(content, why):
    with pytest.raises(NotATable, match=why):
        read(content)


def test_a_long_line_of_headings_does_not_take_long():
    with pytest.raises(NotATable):
        read(b"," * 1_000_000)


# --- Excel ----------------------------------------------------------------------------------------


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for cells in rows:
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_excel_values_as_people_would_write_them():
    rows = [
        ["FULL NAME", "level"],
        ["Ada", 4],
        ["Bo", 4.5],
        [date(2026, 9, 7), datetime(2026, 9, 7)],  # noqa: DTZ001 as Excel has it
        ["1748529632", 1748529632],
        [],
        [" Cy ", None],
    ]
    assert read(workbook(rows), "list.xlsx").rows == [
        (2, row("Ada", "4")),
        (3, row("Bo", "4.5")),
        (4, row("2026-09-07", "2026-09-07")),
        (5, row("1748529632", "1748529632")),
        (7, row("Cy", "")),
    ]


def test_the_table_may_be_on_any_sheet_below_a_title():
    content = workbook([["Notes"]], [["Our people"], [], ["Full name", "Level"], ["Ada", "4"]])
    assert read(content, "list.xlsx").rows == [(4, row("Ada", "4"))]


def test_what_stands_far_to_the_right_is_passed_over():
    far = [None] * 300 + ["far"]
    content = workbook([["Full name", "Level", *far], ["Ada", 4, "beyond", *far], far])
    assert read(content, "list.xlsx").rows == [(2, row("Ada", "4", "beyond"))]


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("x")'])
def test_a_formula_is_known_as_one(formula):
    [(_, excel)] = read(workbook([NEEDED, [formula, 4]]), "list.xlsx").rows
    [(_, csv)] = read(f"Full name\tLevel\n{formula}\t4\n".encode()).rows
    assert isinstance(excel["full_name"], Computed)
    assert isinstance(csv["full_name"], Computed)
    assert not isinstance(csv["level"], Computed)


def test_an_error_in_a_cell_is_known_as_one():
    [(_, cells)] = read(workbook([NEEDED, ["#N/A", 4]]), "list.xlsx").rows
    assert isinstance(cells["full_name"], Computed)


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (workbook([NEEDED, ["Ada", 4]])[:-200], "is damaged"),
        (b"PK\x03\x04\x14\0\x06\0", "is damaged"),
        (archive(word__document_xml="x"), "This is no Excel file."),
        (archive(xl__workbook_xml="<nonsense"), "cannot be opened"),
        (archive(xl__workbook_xml="x" * 70_000_000), "holds far too much"),
        (workbook([["Notes"]]), "no line with the headings"),
        (workbook([NEEDED, *[["Ada", 4]] * 20_001]), "more than 20000 lines"),
    ],
    ids=["cut off", "begun", "Word", "broken inside", "a bomb", "no headings", "endless"],
)
def test_excel_files_that_cannot_be_read_say_why(content, why):
    with pytest.raises(NotATable, match=why):
        read(content, "list.xlsx")


def test_an_excel_file_with_the_wrong_name_says_what_to_do():
    with pytest.raises(NotATable, match=r"This is an Excel file, although its name ends in \.csv"):
        read(workbook([NEEDED, ["Ada", 4]]), "LIST.CSV")


# --- Out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ada", "Ada"),
        ("O'Brien", "O'Brien"),
        ("'Abd", "'Abd"),
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-3", "'-3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("\r1", "'\r1"),
        ("\uff1d1", "'\uff1d1"),
        ("'=1", "''=1"),
    ],
)
def test_cells_that_a_spreadsheet_would_compute_are_made_harmless(text, written):
    assert csvfile.harmless(text) == written


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=1, max_size=4))
def test_what_we_write_comes_back_unchanged(texts):
    content = csvfile.write(NEEDED, [[text, "x"] for text in texts])
    assert not [line for line in content.decode("utf-8-sig").splitlines() if line.startswith(("=", "+", "@"))]
    found = [cells["full_name"] for _, cells in read(content).rows]
    assert found == [text.strip() for text in texts]
    assert not any(isinstance(text, Computed) for text in found)


def test_excel_that_we_write_opens_as_text():
    content = excelfile.write([("People", [NEEDED, ["Ada", "1.10"]], [20, 8])])
    assert read(content, "list.xlsx").rows == [(2, row("Ada", "1.10"))]
