"""Rows around a record that come with it: a list of JSON, made by the database in the same query."""

from datetime import date

from django.db.models import Aggregate, F, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject


class Listed(Aggregate):
    """All values of a group as one list, which either database makes by itself."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **more)

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


def listed(rows, whose="apprentice", of="pk", **facts):
    """Facts of all rows that a record has, as a list of dicts in no order; None without a row.

    A fact is an expression or the name of a field; days come as text, for `day`. `whose` leads from a row to
    what the record has as `of`.
    """
    facts = {name: F(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    mine = rows.filter(**{whose: OuterRef(of)}).order_by().values(whose)
    return Subquery(mine.annotate(_found=Listed(JSONObject(**facts))).values("_found"))


def day(text):
    """A day out of such a list; None stays None."""
    return text and date.fromisoformat(text)
