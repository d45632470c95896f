"""Rows that stand in an order which somebody gives them with buttons."""

from hackit.actions import save


def move_place(row, rows, name, *, up, by, on):
    """Moves one of the `rows` a place up or down; at the end of the list, or outside of it, it stays.

    `name` is the field that holds the places: from 1 on, in the order of the rows.
    """
    here = rows.index(row) if row in rows else None
    there = None if here is None else here + (-1 if up else 1)
    if there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, one in enumerate(rows, start=1):
        if getattr(one, name) != place:
            setattr(one, name, place)
            save(one, by=by, on=on)
