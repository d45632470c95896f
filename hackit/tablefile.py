"""Tables from files, whatever program made them: rows with their line numbers. Pure."""

from dataclasses import dataclass

from hackit import csvfile, excelfile
from hackit.csvfile import NotATable, fold

MOST_ABOVE = 200  # lines among which the first one of data is looked for
PICTURES_AND_PAPERS = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"BM": "a picture",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document",
    b"<!DOC": "a web page",
    b"<html": "a web page",
}


@dataclass(frozen=True)
class Table:
    """A table as found in a file.

    `headings` are its headings as written. `rows` are (line, {folded heading: text}); cells left out at
    the end of a row are "", and those beyond the last heading stand together under None.
    """

    headings: list
    rows: list


def read(content, needed, *, name=""):
    """The Table in `content`, the bytes of a CSV or .xlsx file; `name` is what the file is called.

    Lines above the headings are passed over: the first line that holds all of `needed` is the
    headings; case, spaces, hyphens and underscores in them make no difference. Raises NotATable.
    """
    return _table(_sheets(content, needed, name), needed)


def read_any(content, known, is_data, *, name=""):
    """(headings, rows, number of lines above the headings) of a table whose headings nobody knows beforehand.

    `content` and `name` are as in `read`. The headings are the first line that holds the most of `known`,
    or else the first with two cells, and stand above the first line whose cells `is_data` takes for data.
    They are cells as written, rows are (line, cells). Raises NotATable.
    """
    wanted = {fold(heading) for heading in known}
    sheets = [(*_best(lines, wanted, is_data), lines) for lines in _sheets(content, known, name)]
    found, place, lines = max(sheets, key=lambda sheet: sheet[0], default=(0, 0, []))
    if not found:
        raise NotATable("There is no line with headings in at least two columns, such as Date and Hours.")
    return lines[place][1], lines[place + 1 :], place


def _best(lines, wanted, is_data):
    """(how well it fits, place) of the line of headings: without any above the data, of any line."""
    data = (place for place, (_, cells) in enumerate(lines[:MOST_ABOVE]) if is_data(cells))
    above = _fittest(lines[: next(data, None)], wanted)
    return above if above[0] else _fittest(lines, wanted)


def _fittest(lines, wanted):
    best, found = 0, 0
    for place, (_, cells) in enumerate(lines):
        filled = len([cell for cell in cells if cell])
        fits = len(wanted & {fold(cell) for cell in cells}) + (filled > 1) * 0.5
        if fits > best:
            best, found = fits, place
    return best, found


def _sheets(content, needed, name):
    """The sheets of a file, each a list of (line, cells). Raises NotATable."""
    head = content[:8]
    for magic, kind in PICTURES_AND_PAPERS.items():
        if head.startswith(magic) and (len(magic) > 2 or b"\0" in content[:64]):
            raise NotATable(f"This is {kind}, not a table. Choose a CSV or .xlsx file.")
    if head.startswith(excelfile.OLDER):
        raise NotATable(
            "This is an Excel file of the older kind, or one with a password. Open it in Excel and save "
            "it as .xlsx, without a password."
        )
    if head.startswith(excelfile.MAGIC):
        if name.lower().endswith(".csv"):
            raise NotATable(
                "This is an Excel file, although its name ends in .csv. Give it a name that ends in "
                ".xlsx, or save it in Excel as “CSV UTF-8”."
            )
        return excelfile.sheets(content)
    return [list(csvfile.lines(content, needed))]


def _table(sheets, needed):
    wanted, nearest = {fold(heading) for heading in needed}, (0, 0, [])
    for lines in sheets:
        for place, (line, cells) in enumerate(lines):
            here = {fold(cell) for cell in cells}
            if wanted <= here:
                return Table([cell for cell in cells if cell], list(_rows(cells, lines[place + 1 :])))
            nearest = max(nearest, (len(wanted & here), -line, [h for h in needed if fold(h) not in here]))
    found, line, missing = nearest
    if found * 2 < len(wanted):
        raise NotATable(f"There is no line with the headings {', '.join(needed)}.")
    raise NotATable(f"Line {-line} has the headings, but not {', '.join(missing)}. Add what is missing.")


def _rows(headings, lines):
    keys = [fold(heading) for heading in headings]
    for line, cells in lines:
        padded = [*cells, *[""] * (len(keys) - len(cells))]
        row = {key: cell for key, cell in zip(keys, padded, strict=False) if key}
        beyond = " ".join(cell for cell in cells[len(keys) :] if cell)
        if any(row.values()) or beyond:
            yield line, {**row, None: beyond}
