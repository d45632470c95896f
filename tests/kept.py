"""A world is built once and then written again as it was: thousands of tests begin with the same one.

Building it takes the factories, every check of the models and a row of history for each record; writing
the rows again takes one statement a table.
"""

import pickle
from datetime import timedelta

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

A_MINUTE = timedelta(minutes=1)
_worlds = {}


def kept(build):
    """A function like `build`, which makes a world as of a day in an empty database, that remembers it.

    A world is used for the minute after it was built: what it says of instants stays true, and no test
    whose clock stands still meets what is yet to come.
    """

    def again(today):
        if not _empty():
            return build(today)
        built_at, world, rows = _worlds.get(today, (None, None, None))
        if not built_at or not built_at <= timezone.now() < built_at + A_MINUTE:
            world = build(today)
            _worlds[today] = timezone.now(), pickle.dumps(world), _rows()
            return world
        _write(rows)
        return pickle.loads(world)  # noqa: S301 our own, made above

    return again


def _tables():
    return [
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name in {"hackit", "cohorts", "providers", "apprentices", "workplans"}
        for model in config.get_models()
    ]


def _empty():
    """Whether no table of ours has a row: then keys of its own cannot meet others."""
    asked = " OR ".join(f'EXISTS(SELECT 1 FROM "{table}")' for table in _tables())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return not cursor.fetchone()[0]


def _rows():
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            if rows := cursor.fetchall():
                found[table] = names, rows
    return found


def _write(rows):
    """All in one transaction: rows name others that come after them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (names, values) in rows.items():
            columns = ", ".join(f'"{name}"' for name in names)
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', values)  # noqa: S608
