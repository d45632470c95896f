"""CSV files that people made with other programs, and cells that are safe in spreadsheets. Pure."""

import csv
import io
import re

DELIMITERS = ",;\t"
# What spreadsheets take for the beginning of a formula, in full width too.
STARTS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
GUARDED = re.compile(r"'+\s*[=+\-@＝＋－＠\t\r]")


BINARY = "This is not a table. Open it in a spreadsheet and save it as CSV or .xlsx."


class NotATable(ValueError):
    """The file is no table that can be read; the message says what it is and what to do."""


class Computed(str):
    """The text of a cell that a spreadsheet computes: a formula, or the error that came of one."""


def fold(heading):
    """A heading in one form: "Full name ", "full-name" and "FULL_NAME" are the same."""
    return re.sub(r"[\s_-]+", "_", heading.strip().casefold())


def lines(content, needed):
    """Every line of a CSV file as (number, cells), blank lines left out; a number is that of its beginning.

    `content` is bytes in UTF-8 (with or without BOM), UTF-16 with BOM or Windows-1252; the cells stand
    between commas, semicolons or tabs, whichever divides the line that holds the headings `needed`.
    Raises NotATable.
    """
    text = _text(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, needed), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [_cell(cell) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise NotATable(
            f"Line {begins} cannot be read. Is a quotation mark left open there, or missing?"
        ) from error


def _cell(text):
    text = text.strip()
    return Computed(text) if text.startswith("=") else without_guard(text)


def without_guard(text):
    """A text without the apostrophe that `harmless` put before it."""
    return text[1:] if GUARDED.match(text) else text


def _text(content):
    if not content.strip():
        raise NotATable("This file is empty.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise NotATable(BINARY)
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:  # UTF-16 may hold them where the bytes do not tell
            raise NotATable(BINARY)
        return text
    raise NotATable("Some letters in this file cannot be read. Save it as “CSV UTF-8” and try again.")


def _delimiter(text, needed):
    """What divides the line that holds the most of the headings `needed`; without any, the first line."""
    wanted, best, found = {fold(heading) for heading in needed}, 0, DELIMITERS[0]
    for line in text.splitlines()[:200]:
        for delimiter in DELIMITERS:
            here = {fold(cell.strip(' "')) for cell in line[:10_000].split(delimiter)}
            if len(wanted & here) > best:
                best, found = len(wanted & here), delimiter
    if not best:
        first = next((line for line in text.splitlines() if line.strip()), "")
        found = max(DELIMITERS, key=first.count)
    return found


def harmless(text):
    """A text as a cell that no spreadsheet computes: an apostrophe before what might be a formula.

    What reads tables here takes the apostrophe away again. Source: OWASP, CSV injection.
    """
    return f"'{text}" if STARTS_A_FORMULA.match(text) or GUARDED.match(text) else text


def write(headings, rows):
    """A CSV file of texts as bytes, in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
