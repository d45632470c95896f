"""Standards and providers from the public lists, again and again without doubles."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

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
NUMBERS = ("level", "max_funding", "typical_duration")
DAYS = ("approved_on", "retired_on")


@dataclass
class Report:
    """What an import did: standards added, changed and unchanged, and (line, why) for the refused."""

    added: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def import_standards(rows, headings, *, source, hours_from=FIRST_PUBLISHED, by=None):
    """Saves the standards of `rows`, pairs of line and {heading: text}, and returns a Report.

    A published figure that differs from the one known holds for starts from `hours_from`; the older
    figure ends the day before.
    """
    report = Report()
    known = {(s.reference, s.version): s for s in Standard.objects.prefetch_related("published_hours")}
    for line, row in rows:
        text = {name: row.get(heading, "") for name, heading in headings.items()}
        try:
            _import(text, known, report, text.get("source") or source, hours_from, by)
        except (ValidationError, ValueError) as error:
            report.refused.append((line, " ".join(getattr(error, "messages", [str(error)]))))
    return report


def _import(text, known, report, source, hours_from, by):
    key = text["reference"], text["version"]
    if not text["version"]:
        raise ValueError("It has no version yet: the standard is in development.")
    standard = known.get(key) or Standard(reference=key[0], version=key[1])
    new = standard.pk is None
    values = _values(text)
    before = {name: getattr(standard, name) for name in values}
    for name, value in values.items():
        setattr(standard, name, value)
    hours = _number("hours", text["hours"])
    if hours is not None and hours < 187:
        raise ValueError(f"Published hours are never below 187, but the list says {hours}.")
    changed = new or before != values
    if changed:
        standard.full_clean(exclude=["version_major", "version_minor"])
        standard._history_user = by
        standard.save()
        known[key] = standard
    changed = _publish(standard, hours, source, hours_from, new) or changed
    kind = report.added if new else report.changed if changed else report.unchanged
    kind.append(str(standard))


def _values(text):
    values = {name: text[name] for name in ("name", "route", "lars_code", "status")}
    values |= {name: _number(name, text[name]) for name in NUMBERS}
    values |= {name: _day(text[name]) for name in DAYS}
    return values


def _number(name, text):
    text = text.replace(",", "").replace("£", "").strip()
    if not text:
        return None
    if not text.isdigit():
        raise ValueError(f"{name.replace('_', ' ').capitalize()} must be a whole number, not {text!r}.")
    return int(text)


def _day(text):
    if text.upper() in ("", "TBC"):
        return None
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 a day has no time zone
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a day. Write it as 31-05-2021.")


def _publish(standard, hours, source, hours_from, new):
    """Adds the published figure if it is news; returns whether it was."""
    if hours is None:
        return False
    rows = [] if new else list(standard.published_hours.all())
    latest = max(rows, key=lambda row: row.starts_from, default=None)
    if latest and latest.hours == hours:
        return False
    if latest:
        if latest.starts_from >= hours_from:
            raise ValueError(
                f"Published hours were {latest.hours} and are {hours} now. "
                "Say from which start date the new figure holds: --hours-from 2026-08-01."
            )
        latest.starts_until = hours_from - timedelta(days=1)
        latest.save()
    PublishedHours.objects.create(
        standard=standard,
        hours=hours,
        starts_from=hours_from if latest else FIRST_PUBLISHED,
        source=source[:200],
    )
    return True


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
