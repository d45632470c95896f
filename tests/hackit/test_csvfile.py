"""Tables that people made with other programs."""

import pytest

from hackit import csvfile

NEEDED = ["Name", "Level"]
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"Name,Level\nAda,4\n", [(2, {"Name": "Ada", "Level": "4"})], id="plain"),
        pytest.param(b"Name,Level\r\nAda,4\r\n", [(2, {"Name": "Ada", "Level": "4"})], id="Windows lines"),
        pytest.param(b"Name,Level\rAda,4\r", [(2, {"Name": "Ada", "Level": "4"})], id="old Mac lines"),
        pytest.param("\ufeffName,Level\nZoë,4\n".encode(), [(2, {"Name": "Zoë", "Level": "4"})], id="BOM"),
        pytest.param(
            "Name,Level\nZoë – £5,4\n".encode("cp1252"),
            [(2, {"Name": "Zoë – £5", "Level": "4"})],
            id="Windows-1252",
        ),
        pytest.param(
            b"List of 5 May\n\nName,Level\nAda,4\n", [(4, {"Name": "Ada", "Level": "4"})], id="a title line"
        ),
        pytest.param(b"Level,Name\n4,Ada\n", [(2, {"Name": "Ada", "Level": "4"})], id="another order"),
        pytest.param(b" Name ,Level\n Ada , 4\n", [(2, {"Name": "Ada", "Level": "4"})], id="spaces"),
        pytest.param(
            b"Name,Level\n\n , \nAda,4\n,,\n", [(4, {"Name": "Ada", "Level": "4"})], id="empty rows"
        ),
        pytest.param(b"Name,Level\nAda\n", [(2, {"Name": "Ada", "Level": ""})], id="a short row"),
        pytest.param(b"Name,Level\nAda,4,5,6\n", [(2, {"Name": "Ada", "Level": "4"})], id="a long row"),
        pytest.param(
            b'Name,Level\n"Ada\nLove, lace",4\nBo,3\n',
            [(3, {"Name": "Ada\nLove, lace", "Level": "4"}), (4, {"Name": "Bo", "Level": "3"})],
            id="a line break in a cell",
        ),
        pytest.param(b"Name,Level\n", [], id="headings only"),
        pytest.param(
            b"Name,Level\n\x81\xff,4\n",
            [(2, {"Name": "\ufffd\u00ff", "Level": "4"})],
            id="bytes of no encoding",
        ),
    ],
)
def test_rows_with_their_lines(content, expected):
    assert list(csvfile.rows(content, NEEDED)) == expected


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "This file is empty.", id="empty"),
        pytest.param(b" \r\n\n", "This file is empty.", id="blank"),
        pytest.param(b"PK\x03\x04\x14\0\x06\0", "This is not a CSV file.", id="xlsx"),
        pytest.param(PNG, "This is not a CSV file.", id="a picture"),
        pytest.param("Name,Level\nAda,4\n".encode("utf-16"), "This is not a CSV file.", id="UTF-16"),
        pytest.param(b"Name,Level\nA\0da,4\n", "This is not a CSV file.", id="NUL in a cell"),
        pytest.param(b"\xff\xd8\xff\xe0 JFIF \x81\x9d", "no line with the headings Name, Level", id="bytes"),
        pytest.param(b"Name;Level\nAda;4\n", "no line with the headings Name, Level", id="semicolons"),
        pytest.param(b"Name\nAda\n", "no line with the headings Name, Level", id="a heading missing"),
        pytest.param(b"\xef\xbb\xbf", "no line with the headings Name, Level", id="only a BOM"),
        pytest.param(
            b'Name,Level\nAda,4\n"Bo,' + b"x" * 200_000, "Is a quotation mark left open", id="an open quote"
        ),
        pytest.param(b"x" * 10_000_000, "cannot be read", id="10 MB in one cell"),
    ],
)
def test_what_is_no_table_says_so(content, why):
    with pytest.raises(csvfile.NotATable, match=why):
        list(csvfile.rows(content, NEEDED))
