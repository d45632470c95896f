"""The check of a cohort file: every problem in it, and what an import would make, change and leave alone."""

import hashlib
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from apprentices.importing.around import Around
from apprentices.importing.columns import COLUMNS, REQUIRED, plain, read
from apprentices.importing.known import Known
from apprentices.importing.plan import WHY, Entry, Kind, Plan
from apprentices.models import Apprentice, EarlierPlan
from apprentices.models.apprentice import WRONG_ULN
from apprentices.plan import changed
from hackit import dates
from hackit.actions import NEUTRAL_REFUSAL
from providers.models import Provider, Standard, open_on

# Facts of a record that an import fills in where nothing is known, and never changes afterwards: a
# change of plan has its own day and reason.
FILLED_IN = {
    "provider_ukprn": "provider",
    "contract_ends": "contract_ends_on",
    "planned_learning_hours": "planned_learning_hours",
}
# Facts that every record has, and that only a change of plan changes.
KEPT = {
    "first_day_at_work": "first_day_at_work_on",
    "start_date": "starts_on",
    "planned_end_date": "planned_end_on",
    "weekly_hours": "weekly_hours",
    "recognised_hours": "recognised_hours",
}
# Values of the plan that an import changes from its day on, and their columns.
COLUMN = {"team": "team", "tutor": "tutor_name"}
ORDER = {name: place for place, name in enumerate(COLUMNS)}
# Looking for what a misspelt word might have meant takes time: not for a file full of different ones.
MOST_GUESSES = 20


def check(content, *, name="", organisation, cohort=None, by, on=None, lock=False):
    """The Plan of importing a file into `organisation` on a day; it writes nothing.

    `cohort` is that of lines that name none; `lock` keeps others from changing the apprentices until the
    end of the transaction. Raises NotATable for what is no file of a cohort.
    """
    rows, ignored = read(content, name=name)
    known = Known(rows, organisation=organisation, by=by, lock=lock)
    told = {"organisation": organisation, "cohort": cohort, "on": on or dates.today()}
    plan = Check(rows, ignored, known, **told).plan
    plan.source = hashlib.sha256(content).hexdigest()
    return plan


class Check:
    """Goes through the rows of a file once and leaves what it finds in `plan`."""

    def __init__(self, rows, ignored, known, *, organisation, cohort, on):
        self.organisation, self.cohort, self.known, self.on = organisation, cohort, known, on
        self.plan = Plan(ignored=ignored)
        self.around = Around(rows, known, self.plan, organisation=organisation, on=on)
        self.lines, self.ulns, self.guesses = {}, {}, {}
        for row in rows:
            self.check(row)
            self.plan.problems += sorted(row.problems, key=lambda problem: ORDER.get(problem.column, 99))

    def check(self, row):
        """One line: whom it is about, and whether that is somebody new."""
        email = row.values.get("email")
        if not email:
            if "email" not in row.wrong:
                row.problem("email", f"This is missing. {COLUMNS['email'].says}")
        elif email in self.lines:
            row.problem("email", f"This address is in line {self.lines[email]} already. Delete one of them.")
        elif email in self.known.refused:
            row.problem("email", NEUTRAL_REFUSAL)
        else:
            self.lines[email] = row.line
            self.apprentice(row, self.known.users.get(email))

    def apprentice(self, row, user):
        records = self.known.records[user.pk] if user else []
        living = [record for record in records if record.ended_on is None]
        own = [record for record in records if record.cohort.organisation_id == self.organisation.pk]
        same = [record for record in own if record.starts_on == row.values.get("start_date")]
        if same and same[0] not in living:
            entry = Entry(row.line, str(user), Kind.SAME, same[0])
            entry.notes.append(f"The apprenticeship ended on {dates.words(same[0].ended_on)}.")
            self.plan.entries.append(entry)
        elif any(record not in own for record in living):
            row.problem("email", NEUTRAL_REFUSAL)
        elif living:
            self.change(row, living[0])
        else:
            self.enrol(row, user, records)

    # --- Somebody new, or with a new apprenticeship ---

    def enrol(self, row, user, earlier):
        for name in REQUIRED:
            if name not in row.values and name not in row.wrong and not (name == "full_name" and user):
                row.problem(name, f"This is missing. {COLUMNS[name].says}")
        values = row.values
        cohort, standard, provider = self.cohort_of(row), self.standard_of(row), self.provider_of(row)
        team, tutor = self.around.team(row), self.around.tutor(row, provider)
        uln = self.uln_of(row, user)
        starts_on = values.get("start_date")
        if starts_on and any(record.ended_on >= starts_on for record in earlier):
            last = max(record.ended_on for record in earlier)
            row.problem("start_date", f"Their last apprenticeship ended on {dates.words(last)}, after this.")
        self.days_fit(row)
        if cohort is None and "cohort" not in row.wrong:
            row.problem("cohort", "This is missing. Write the cohort's name or short name.")
        people = self.around.people(row)
        if row.problems:
            return
        own = [record for record in earlier if record.cohort.organisation_id == self.organisation.pk]
        before = max(own, key=lambda record: (record.ended_on, record.pk), default=None)
        record = Apprentice(
            previous=before,
            person=self.around.person(values["email"], preferred=values.get("preferred_name", "")),
            cohort=cohort,
            team=team,
            provider=provider,
            tutor=tutor,
            standard=standard,
            uln=uln,
            first_day_at_work_on=values.get("first_day_at_work", starts_on),
            starts_on=starts_on,
            planned_end_on=values["planned_end_date"],
            contract_ends_on=values.get("contract_ends"),
            weekly_hours=values["weekly_hours"],
            planned_learning_hours=values.get("planned_learning_hours"),
            recognised_hours=values.get("recognised_hours", 0),
        )
        self.plan.make(record)
        entry = Entry(row.line, "", Kind.NEW, record)
        self.rename(row, record.person, entry)
        entry.name = str(record.person)
        if before:
            entry.notes.append(f"It follows the one that ended on {dates.words(before.ended_on)}")
        self.around.stand_beside(record, people, entry)
        self.plan.entries.append(entry)

    def days_fit(self, row, record=None):
        """The order of the days, as the database demands it; a record has days that the line leaves out."""
        values = row.values
        starts_on, ends_on = values.get("start_date"), values.get("planned_end_date")
        work = values.get("first_day_at_work", starts_on)
        if record:
            starts_on = starts_on or record.starts_on
            work = max(values.get("first_day_at_work", date.min), record.first_day_at_work_on)
        if starts_on and ends_on and ends_on <= starts_on:
            row.problem("planned_end_date", f"It must be after the start date, {dates.words(starts_on)}.")
        if work and values.get("contract_ends") and values["contract_ends"] <= work:
            row.problem("contract_ends", f"It must be after the first day at work, {dates.words(work)}.")

    # --- Somebody who is in their apprenticeship ---

    def change(self, row, record):
        entry = Entry(row.line, str(record.person), Kind.SAME, record)
        provider, standard = self.provider_of(row), self.standard_of(row, record)
        self.set(entry, "cohort", "cohort", self.cohort_of(row) if "cohort" in row.values else None)
        agreed = {"team": self.around.team(row, record)}
        self.set(entry, "uln", "uln", self.uln_of(row, record.person))
        self.rename(row, record.person, entry)
        entry.name = str(record.person)
        if standard and standard != record.standard:
            entry.leave("standard_reference", short(record.standard), short(standard))
        for column, name in KEPT.items():
            if column in row.values and row.values[column] != getattr(record, name):
                entry.leave(column, getattr(record, name), row.values[column])
        told = row.values | {"provider_ukprn": provider}
        for column, name in FILLED_IN.items():
            if getattr(record, name) is None:
                self.set(entry, column, name, told.get(column))
            elif told.get(column) not in (None, getattr(record, name)):
                entry.leave(column, getattr(record, name), told[column])
        self.days_fit(row, record)
        if provider in (None, record.provider):
            agreed["tutor"] = self.around.tutor(row, record.provider, record.tutor)
        elif tutor := row.values.get("tutor_name"):
            entry.leave("tutor_name", record.tutor, tutor)
        self.agree(entry, agreed)
        self.around.stand_beside(record, self.around.people(row, record), entry)
        if entry.changes:
            entry.kind = Kind.CHANGED
        self.plan.entries.append(entry)

    def set(self, entry, column, name, value):
        """A fact of the record becomes what the file says; blank leaves it as it is."""
        before = getattr(entry.record, name)
        if value in (None, "", before):
            return
        entry.change(column, before, value)
        self.plan.alter(entry.record, name, value)

    def agree(self, entry, agreed):
        """Another team or tutor from the day on; what was not known is filled in: no change of plan."""
        record, changes = entry.record, {}
        for name, value in agreed.items():
            if getattr(record, name) is None:
                self.set(entry, COLUMN[name], name, value)
            elif value not in (None, getattr(record, name)):
                changes[name] = value
        if changes:
            self.keep_versions(record, changes)
        for name, value in changes.items():
            self.set(entry, COLUMN[name], name, value)

    def keep_versions(self, record, changes):
        """What holds until the day is kept, as a change of plan keeps it (see actions.plan)."""
        rows = {row.until_on: row for row in self.known.earlier_plans[record.pk]}
        *earlier, _ = changed([*(row.plan() for row in rows.values()), record.plan()], self.on, **changes)
        for version in earlier:
            if version.until_on not in rows:
                self.plan.make(EarlierPlan(apprentice=record, why=WHY, **vars(version)))
            elif rows[version.until_on].plan() != version:
                for name in changes:
                    self.plan.alter(rows[version.until_on], name, getattr(version, name))

    def rename(self, row, user, entry):
        """The names of somebody who is here already, and their way in."""
        if user.pk is None:
            return
        for name in ("full_name", "preferred_name"):
            value, before = row.values.get(name), getattr(user, name)
            if value and value != plain(before):
                entry.change(name, before, value)
                self.plan.alter(user, name, value)
        if entry.kind == Kind.NEW and not user.is_active:
            entry.change("account", "closed", "open again")
            self.plan.alter(user, "is_active", True)

    # --- What a line names ---

    def cohort_of(self, row):
        wanted = row.values.get("cohort")
        if wanted is None:
            return None if "cohort" in row.wrong else self.cohort
        if cohort := self.cohorts.get(plain(wanted).casefold()):
            return cohort
        guess = self.guess(wanted.casefold(), self.cohorts)
        row.problem(
            "cohort", f"There is no such cohort{guess or '.'} Correct the name, or add the cohort first."
        )
        return None

    def provider_of(self, row):
        ukprn = row.values.get("provider_ukprn")
        if ukprn is None or ukprn in self.known.providers:
            return self.known.providers.get(ukprn)
        guess = self.guess(ukprn, self.provider_names)
        row.problem("provider_ukprn", f"No provider has this UKPRN{guess or '.'}")
        return None

    def standard_of(self, row, record=None):
        """The version of the standard that a line names, or the one that was open on the start date."""
        reference, version = row.values.get("standard_reference"), row.values.get("standard_version")
        if reference is None:
            if version and record:
                row.problem("standard_version", "There is a version and no standard. Write the standard too.")
            return None
        versions = self.known.versions.get(reference)
        if not versions:
            guess = self.guess(reference, self.standard_names)
            row.problem("standard_reference", f"There is no such standard{guess or '.'}")
            return None
        listed = ", ".join(standard.version for standard in versions)
        if version:
            found = [standard for standard in versions if standard.version == version]
            if not found:
                row.problem("standard_version", f"{reference} has no such version. It has {listed}.")
            return found[0] if found else None
        if record and record.standard.reference == reference:
            return record.standard
        starts_on = row.values.get("start_date")
        found = starts_on and open_on(versions, starts_on)
        if starts_on and not found:
            row.problem(
                "standard_version",
                f"No version of {reference} was open on {dates.words(starts_on)}. Write one of {listed}.",
            )
        return found

    def uln_of(self, row, user):
        uln = row.values.get("uln", "")
        if uln and self.known.ulns[uln] - ({user.pk} if user else set()):
            row.problem("uln", WRONG_ULN)
        elif uln and self.ulns.setdefault(uln, row.line) != row.line:
            row.problem("uln", f"Line {self.ulns[uln]} has the same. One of the two is wrong.")
        return uln

    def guess(self, word, names):
        """The nearest of `names` to a word, as the end of a sentence; they are shown as their values."""
        if word not in self.guesses and len(self.guesses) < MOST_GUESSES:
            near = get_close_matches(word, names, n=1, cutoff=0.5)
            self.guesses[word] = f". Did you mean {names[near[0]]}?" if near else ""
        return self.guesses.get(word, "")

    @cached_property
    def cohorts(self):
        """The cohorts by name and, where they collide, rather by short name."""
        cohorts = self.known.cohorts
        named = {plain(cohort.name).casefold(): cohort for cohort in cohorts}
        return named | {cohort.slug: cohort for cohort in cohorts}

    @cached_property
    def provider_names(self):
        return {provider.ukprn: f"{provider.ukprn}, {provider}" for provider in Provider.objects.all()}

    @cached_property
    def standard_names(self):
        standards = Standard.objects.all()
        return {standard.reference: f"{standard.reference}, {standard.title}" for standard in standards}


def short(standard):
    """A standard as a file names it: ST0116 1.1."""
    return f"{standard.reference} {standard.version}"
