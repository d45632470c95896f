"""The table of a file, carried along by the pages until it is confirmed: the server keeps no copy.

It is signed, so that it comes back as it was read, and belongs to one record and one person.
"""

from django.core import signing

from hackit import tablefile
from hackit.csvfile import Computed, NotATable
from workplans.importing import cells
from workplans.importing.cells import Unit, Wrong
from workplans.importing.columns import KNOWN, LARGEST, LONGEST, MOST_LINES, Table

SALT = "workplans.importing"
MOST_COLUMNS = 40
MOST_CARRIED = 2_000_000  # letters; a form takes no more
TOO_MUCH = "Divide it into several files, or delete the columns that are not about learning."


def read(content, *, name=""):
    """The Table in the bytes of a file; `name` is what it is called. Raises NotATable."""
    refuse_size(len(content))
    headings, rows, above = tablefile.read_any(content, KNOWN, _is_data, name=name)
    if not rows:
        raise NotATable("There are headings and no lines below them. Choose a file with entries in it.")
    if len(rows) > MOST_LINES:
        raise NotATable(f"This file has more than {MOST_LINES:,} lines. Divide it into several files.")
    widest = min(MOST_COLUMNS, max(len(headings), *(len(row) for _, row in rows)))
    headings = [str(heading)[:LONGEST] for heading in headings[:widest]]
    headings += [""] * (widest - len(headings))
    return Table(headings, [(line, [_cut(cell) for cell in row[:widest]]) for line, row in rows], above)


def _is_data(found):
    """Whether cells hold a day and a time, as those of an entry do and headings do not."""
    found = found[:MOST_COLUMNS]
    return any(_can(cells.day, cell) for cell in found) and any(
        _can(cells.minutes, cell, Unit.HOURS) for cell in found
    )


def _can(read, cell, *more):
    try:
        read(cell, *more)
    except Wrong:
        return False
    return True


def refuse_size(size):
    """Raises NotATable for a file of more bytes than are read."""
    if size > LARGEST:
        raise NotATable(
            f"This file has {size / 1_000_000:.1f} MB, and no more than {LARGEST / 1_000_000:g} MB are read. "
            f"{TOO_MUCH}"
        )


def _cut(cell):
    return type(cell)(cell[:LONGEST])


def pack(table, *, record, by):
    """A Table as text that a page can carry, for one record and one person. Raises NotATable."""
    # What a spreadsheet computes is marked: it stands in a list of its own.
    rows = [
        (line, [[cell] if isinstance(cell, Computed) else cell for cell in row]) for line, row in table.rows
    ]
    packed = signing.dumps([record.pk, by.pk, table.headings, rows, table.above], salt=SALT, compress=True)
    if len(packed) > MOST_CARRIED:
        raise NotATable(f"This file holds too much text. {TOO_MUCH}")
    return packed


def unpack(packed, *, record, by):
    """The Table that `pack` made for this record and person; None for anything else."""
    try:
        of_record, of_person, headings, rows, above = signing.loads(packed, salt=SALT)
    except (signing.BadSignature, ValueError):  # or packed before it held as much as now
        return None
    if (of_record, of_person) != (record.pk, by.pk):
        return None
    return Table(
        headings,
        [
            (line, [Computed(cell[0]) if isinstance(cell, list) else cell for cell in row])
            for line, row in rows
        ],
        above,
    )
