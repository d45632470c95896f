"""A cohort as a file, in the form in which an import takes it; and the empty form."""

from collections import defaultdict

from apprentices.importing.columns import COLUMNS
from apprentices.importing.plan import written
from apprentices.models import Apprentice, BuddyTerm, DeputyTerm, ManagerTerm
from hackit import csvfile, excelfile


def as_excel(cohort, on):
    """The `lines` of a cohort as an .xlsx file (bytes). Every cell is text, so that 1.10 stays 1.10."""
    return _book([[csvfile.harmless(text) for text in line] for line in lines(cohort, on)])


def as_csv(cohort, on):
    """The `lines` of a cohort as a CSV file (bytes)."""
    return csvfile.write(list(COLUMNS), lines(cohort, on))


def lines(cohort, on):
    """The apprentices of a cohort as lists of texts, with those beside them on a day or later.

    Whoever began twice in the cohort is there with the later apprenticeship: an address stands once.
    """
    found = Apprentice.objects.filter(cohort=cohort, person__erased_on=None).order_by("starts_on", "pk")
    records = found.select_related("person", "cohort", "team", "provider", "tutor", "standard")
    latest = {record.person: record for record in records}
    beside = [_people(model, cohort, on) for model in (ManagerTerm, DeputyTerm, BuddyTerm)]
    rows = [_row(record, *(people[record.pk] for people in beside)) for record in latest.values()]
    rows.sort(key=lambda row: (row["full_name"].casefold(), row["email"]))
    return [[row[name] for name in COLUMNS] for row in rows]


def _people(model, cohort, on):
    """The users who stand beside each apprentice of a cohort on a day or later, first ones first."""
    terms = model.objects.filter(apprentice__cohort=cohort).not_over(on).order_by("from_on", "pk")
    people = defaultdict(list)
    for term in terms.select_related(f"{model.role}__person"):
        people[term.apprentice_id].append(term.colleague.person)
    return people


def _row(record, managers, deputies, buddies):
    manager, buddy = (people[0] if people else None for people in (managers, buddies))
    tutor, team = record.tutor, record.team
    facts = {
        "email": record.person.email,
        "full_name": record.person.full_name,
        "preferred_name": record.person.preferred_name,
        "cohort": record.cohort.slug,
        "team": team,
        "directorate": team and team.directorate,
        "manager_email": manager and manager.email,
        "manager_name": manager,
        "deputy_emails": " ".join(deputy.email for deputy in deputies),
        "buddy_email": buddy and buddy.email,
        "buddy_name": buddy,
        "provider_ukprn": record.provider and record.provider.ukprn,
        "tutor_name": tutor,
        "tutor_email": tutor and tutor.email,
        "standard_reference": record.standard.reference,
        "standard_version": record.standard.version,
        "first_day_at_work": record.first_day_at_work_on,
        "start_date": record.starts_on,
        "planned_end_date": record.planned_end_on,
        "contract_ends": record.contract_ends_on,
        "weekly_hours": record.weekly_hours,
        "planned_learning_hours": record.planned_learning_hours,
        "recognised_hours": record.recognised_hours,
        "uln": record.uln,
    }
    return {name: written(value) for name, value in facts.items()}


def template():
    """An empty .xlsx file (bytes) to fill in, with a second sheet that says what each column takes."""
    return _book([])


def _book(rows):
    guide = [["Column", "Needed", "What to write", "Example"]]
    guide += [[c.name, "yes" if c.required else "", c.says, c.example] for c in COLUMNS.values()]
    widths = [max(14, len(name) + 2, len(column.example) + 2) for name, column in COLUMNS.items()]
    return excelfile.write(
        [("Apprentices", [list(COLUMNS), *rows], widths), ("How to fill it in", guide, [26, 9, 70, 32])]
    )
