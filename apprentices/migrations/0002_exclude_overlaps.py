"""PostgreSQL itself refuses two managers, two buddies or two breaks on one day.

SQLite has no such constraint; there the check in `clean` is enough, because a transaction that
writes takes the only write lock when it begins.
"""

from django.db import migrations

# name, table, what may not overlap, first day, last day, and whether the last day belongs to it
EXCLUSIONS = [
    ("manager_term", "apprentices_managerterm", "apprentice_id", "from_on", "until_on", "[]"),
    ("buddy_term", "apprentices_buddyterm", "apprentice_id", "from_on", "until_on", "[]"),
    (
        "deputy_term",
        "apprentices_deputyterm",
        "apprentice_id, deputy_id",
        "from_on",
        "until_on",
        "[]",
    ),
    (
        "break",
        "apprentices_breakinlearning",
        "apprentice_id",
        "first_day_away_on",
        "first_day_back_on",
        "[)",
    ),
]


def exclude(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for name, table, same, first, last, bounds in EXCLUSIONS:
        equal = ", ".join(f"{column.strip()} WITH =" for column in same.split(","))
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name}_no_overlap EXCLUDE USING gist "
            f"({equal}, daterange({first}, {last}, '{bounds}') WITH &&) "
            # Judged when all rows of a form are saved: on the way they may meet.
            "DEFERRABLE INITIALLY DEFERRED"
        )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, table, *_ in EXCLUSIONS:
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("apprentices", "0001_initial")]
    operations = [migrations.RunPython(exclude, allow)]
