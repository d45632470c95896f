"""Cohort files for tests: one line that is right, and what differs from it."""

import csv
import io
from datetime import date
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from apprentices.importing.columns import COLUMNS
from tests import factories as make

ROW = {
    "email": "amber@council.example.org",
    "full_name": "Amber Sampleton",
    "standard_reference": "ST0116",
    "standard_version": "1.1",
    "start_date": "2026-09-07",
    "planned_end_date": "2028-03-03",
    "weekly_hours": "36",
}
# The day of the import.
DAY = date(2026, 9, 21)
# Everything that a line can say, beside ROW.
FULL = {
    "preferred_name": "Amb",
    "team": "Digital delivery",
    "directorate": "ICT",
    "manager_email": "max@council.example.org",
    "manager_name": "Max Manager",
    "deputy_emails": "dee@council.example.org",
    "buddy_email": "bud@council.example.org",
    "buddy_name": "Bud Helpful",
    "provider_ukprn": "10057981",
    "tutor_name": "Tess Tutorial",
    "tutor_email": "tess@college.example.org",
    "first_day_at_work": "2026-09-01",
    "contract_ends": "2028-06-02",
    "planned_learning_hours": "418",
    "recognised_hours": "12",
    "uln": "1748529632",
}
# Another line, which brings the deputy of FULL along.
DEE = {
    "email": "cy@council.example.org",
    "full_name": "Cy Cohort",
    "manager_email": "dee@council.example.org",
}
DEE["manager_name"] = "Dee Deputy"


def cohort_file(*rows, headings=None, delimiter=",", encoding="utf-8"):
    """A CSV file (bytes) with ROW for each of `rows`, changed by what it says."""
    rows = [ROW | row for row in rows or [{}]]
    headings = headings or [name for name in COLUMNS if any(name in row for row in rows)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def many(number, **facts):
    """Lines of so many different people, with everybody around them; ten to a team, manager and tutor."""
    return [
        ROW
        | FULL
        | {
            "email": f"a{n}@council.example.org",
            "full_name": f"Apprentice {n}",
            "team": f"Team {n // 10}",
            "manager_email": f"m{n // 10}@council.example.org",
            "manager_name": f"Manager {n // 10}",
            "deputy_emails": f"m{n // 10 + 1}@council.example.org" if n + 10 < number else "",
            "buddy_email": f"b{n}@council.example.org",
            "buddy_name": f"Buddy {n}",
            "tutor_name": f"Tutor {n // 10}",
            "tutor_email": f"t{n // 10}@college.example.org",
            "uln": "",
        }
        | facts
        for n in range(number)
    ]


def everything():
    """All rows of our apps, history included, to see that nothing was written."""
    configs = [apps.get_app_config(name) for name in ("hackit", "cohorts", "providers", "apprentices")]
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for config in configs
        for model in config.get_models()
    }


def said(plan):
    """The problems of a plan as sentences."""
    return [str(problem) for problem in plan.problems]


def counts(plan):
    """How many are new, changed and left alone."""
    return tuple(plan.counts[kind] for kind in ("new", "changed", "same"))


def refuse_rows(model):
    """From now on the database refuses new rows of a table."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER refused BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK (false) NOT VALID")


def council():
    """A council with two cohorts, a standard in two versions, a provider and a coordinator."""
    organisation = make.OrganisationFactory(name="Here Council", slug="here")
    make.StandardFactory(
        reference="ST0116", version="1.0", approved_on=date(2018, 1, 1), retired_on=date(2025, 12, 31)
    )
    return SimpleNamespace(
        organisation=organisation,
        cohort=make.CohortFactory(organisation=organisation, name="Hackney 2026", slug="hackney-2026"),
        other=make.CohortFactory(organisation=organisation, name="Hackney 2025", slug="hackney-2025"),
        standard=make.StandardFactory(reference="ST0116", version="1.1", approved_on=date(2026, 1, 1)),
        provider=make.ProviderFactory(ukprn="10057981", name="Ada College"),
        coordinator=make.CoordinatorFactory(organisation=organisation).person,
    )
