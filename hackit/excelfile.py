"""Excel files that people made, and those they can fill in. Pure."""

import io
import warnings
import zipfile
from contextlib import closing
from datetime import datetime, time

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hackit.csvfile import Computed, NotATable, without_guard

# What a file of so many bytes or lines holds is no list of people any more.
LARGEST_UNFOLDED = 60_000_000
MOST_LINES = 20_000
# What stands further to the right is no part of a table: one such cell in each line would take minutes.
MOST_COLUMNS = 200

MAGIC = b"PK\x03\x04"
OLDER = b"\xd0\xcf\x11\xe0"


def sheets(content):
    """The sheets of an .xlsx file in order, each a list of (line, cells), blank lines left out.

    Days are written as 2026-09-07, numbers as short as they are, formulas and errors as Computed.
    Raises NotATable.
    """
    _refuse_other_archives(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that the file has and nobody here needs
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            with closing(book):
                return [list(_lines(sheet)) for sheet in book.worksheets]
    except NotATable:
        raise
    except Exception as error:  # openpyxl raises whatever the broken place makes it raise
        raise NotATable(
            "This Excel file cannot be opened. Open it in Excel, save it under a new name and try again."
        ) from error


def _refuse_other_archives(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names, unfolded = archive.namelist(), sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise NotATable("This Excel file is damaged. Save it again and try the new file.") from error
    if "xl/workbook.xml" not in names:
        raise NotATable("This is no Excel file. Save the table as .xlsx or as CSV.")
    if unfolded > LARGEST_UNFOLDED:
        raise NotATable("This Excel file holds far too much. Copy the table alone into a new file.")


def _lines(sheet):
    sheet.reset_dimensions()  # some programs write them down wrongly
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_LINES:
            raise NotATable(f"A sheet has more than {MOST_LINES} lines. Delete those below the table.")
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _text(cell):
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Computed(getattr(value, "text", value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float):
        return f"{value:.15g}"
    return without_guard(str(value).strip())


def write(tables):
    """An .xlsx file as bytes: `tables` are (name, rows of texts, widths in letters), one a sheet.

    Every column is text, so that no program takes 1.10 for 1.1 or turns a day round.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, widths in tables:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", text) for text in row])
        for number, width in enumerate(widths, start=1):
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width, column.number_format = width, "@"
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
