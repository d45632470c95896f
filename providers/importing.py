"""Standards and providers from the public lists, again and again without doubles."""

import re
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from hackit import reading
from hackit.csvfile import fold
from hackit.validators import sentences
from providers.models import Provider, PublishedHours, Standard

# Minimum hours are published for starts from this day. Source: DfE apprenticeship funding rules 2025/26.
FIRST_PUBLISHED = date(2025, 8, 1)

# Our field names, and the headings of the public list and of the file that comes with the system.
PUBLIC_LIST = {
    "reference": "Reference",
    "version": "Version Number",
    "name": "Name",
    "level": "Level",
    "route": "Route",
    "lars_code": "LARS code for providers only",
    "status": "Status",
    "approved_on": "Approved for Delivery Date",
    "retired_on": "Retired date",
    "max_funding": "Maximum Funding (£)",
    "typical_duration": "Typical Duration",
    "hours": "Minimum Hours For Compliance",
}
OWN_FILE = {
    "reference": "reference",
    "version": "version",
    "name": "name",
    "level": "level",
    "route": "route",
    "lars_code": "lars_code",
    "status": "status",
    "approved_on": "approved_on",
    "retired_on": "retired_on",
    "max_funding": "max_funding_gbp",
    "typical_duration": "typical_duration_months",
    "hours": "minimum_hours_from_2025_08",
    "source": "minimum_hours_source",
}
NEEDED = ("reference", "version", "name", "level", "status")
MISSING = {"version": "There is none yet: the standard is in development."}


@dataclass
class Report:
    """What an import did: standards added, changed and unchanged, and (line, why) for the refused."""

    added: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def import_standards(rows, headings, *, source, hours_from=FIRST_PUBLISHED, by=None):
    """Saves the standards of `rows`, pairs of line and {folded heading: text}, and returns a Report.

    A line with a mistake is refused as a whole, and the others are saved. A column that the file
    lacks leaves what is known as it is. A published figure that differs from the one known holds for
    starts from `hours_from`; the older figure ends the day before.
    """
    report = Report()
    known = {(standard.reference, standard.version): standard for standard in Standard.objects.all()}
    latest = {figure.standard_id: figure for figure in PublishedHours.objects.order_by("starts_from")}
    for line, row in rows:
        text = {name: row[fold(heading)] for name, heading in headings.items() if fold(heading) in row}
        key = text["reference"], text["version"]
        old = known.get(key)
        try:
            standard, changed = _standard(text, old)
            figures = _figures(text, standard, latest.get(standard.pk), source, hours_from)
        except ValidationError as error:
            report.refused.append((line, sentences(error, headings)))
            continue
        for record in ([standard] if changed else []) + figures:
            record._history_user = by
            record.save()
        known[key] = standard
        if figures:
            latest[standard.pk] = figures[-1]
        kind = report.added if old is None else report.changed if changed or figures else report.unchanged
        kind.append(str(standard))
    return report


def _standard(text, old):
    """The standard as the line has it, not saved yet, and whether that is news."""
    for name in NEEDED:
        if not text[name]:
            raise ValidationError({name: MISSING.get(name, "This is missing.")})
    standard = copy(old) if old else Standard(reference=text["reference"], version=text["version"])
    values = {name: read(name, text[name]) for name, read in COLUMNS.items() if name in text}
    for name, value in values.items():
        setattr(standard, name, value)
    changed = old is None or any(getattr(old, name) != value for name, value in values.items())
    if changed:
        standard.full_clean(exclude=["version_major", "version_minor"])
    return standard, changed


def _figures(text, standard, latest, source, hours_from):
    """The rows of published hours to save, in order: none, a first one, or the end of one and the next."""
    hours = _number("hours", text.get("hours", ""))
    if hours is None or (latest and latest.hours == hours):
        return []
    if latest and latest.starts_from >= hours_from:
        raise ValidationError(
            f"Published hours were {latest.hours} and are {hours} now. "
            "Say from which start date the new figure holds: --hours-from 2026-08-01."
        )
    figure = PublishedHours(
        standard=standard,
        hours=hours,
        starts_from=hours_from if latest else FIRST_PUBLISHED,
        source=(text.get("source") or source)[:200],
    )
    figure.clean_fields(exclude=["standard"])
    if latest and (latest.starts_until is None or latest.starts_until >= hours_from):
        latest.starts_until = hours_from - timedelta(days=1)
        return [latest, figure]
    return [figure]


def _text(name, text):
    return text


def _number(name, text):
    digits = text.replace(",", "").removeprefix("£").strip()
    if not digits:
        return None
    if not re.fullmatch("[0-9]{1,9}", digits):
        raise ValidationError({name: f"Write a whole number, not {text[:40]!r}."})
    return int(digits)


def _day(name, text):
    if text.upper() in ("", "TBC"):
        return None
    if (day := reading.day(text)) is None:
        raise ValidationError({name: f"{text[:40]!r} is not a day. Write it as 31-05-2021."})
    return day


COLUMNS = {
    "name": _text,
    "level": _number,
    "route": _text,
    "lars_code": _text,
    "status": _text,
    "approved_on": _day,
    "retired_on": _day,
    "max_funding": _number,
    "typical_duration": _number,
}


@transaction.atomic
def import_providers(rows):
    """Saves providers from rows of `ukprn` and `provider_name`; returns how many were added and renamed."""
    known = {provider.ukprn: provider for provider in Provider.objects.all()}
    new, renamed = [], 0
    for _, row in rows:
        ukprn, name = row["ukprn"], row["provider_name"]
        provider = known.get(ukprn)
        if provider is None:
            new.append(Provider(ukprn=ukprn, name=name))
        elif provider.name != name:
            provider.name = name
            provider.save()
            renamed += 1
    bulk_create_with_history(new, Provider)
    return len(new), renamed
