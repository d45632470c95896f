"""Tables from files that people made with other programs: rows with their line numbers. Pure."""

import csv
import io


class NotATable(ValueError):
    """The file is no table that can be read; the message says what it is and what to do."""


def rows(content, needed):
    """Yields (line, {heading: text}) for each row that is not empty; a cell left out at its end is "".

    `content` is the bytes of a CSV file in UTF-8 (with or without BOM) or Windows-1252. Lines above
    the headings are passed over: the first line that holds all of `needed` is the headings.
    Raises NotATable.
    """
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    headings = None
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if headings is None:
                headings = cells if set(needed) <= set(cells) else None
            elif any(cells):
                yield reader.line_num, dict(zip(headings, cells + [""] * len(headings), strict=False))
    except csv.Error as error:
        raise NotATable(
            f"Line {reader.line_num} cannot be read. Is a quotation mark left open there or above?"
        ) from error
    if headings is None:
        raise NotATable(f"There is no line with the headings {', '.join(needed)}.")


def _text(content):
    if not content.strip():
        raise NotATable("This file is empty.")
    if b"\0" in content:
        raise NotATable("This is not a CSV file. Open it in a spreadsheet and save it as CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
