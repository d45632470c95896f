from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from apprentices.importing.check import check
from apprentices.importing.saving import SOMEBODY_ELSE, carry_out
from cohorts.models import Cohort, Organisation
from hackit.tablefile import NotATable


class Command(BaseCommand):
    help = "Imports a cohort from a CSV or .xlsx file: all of it, or nothing and what has to be put right."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--cohort", metavar="SLUG", help="the cohort of lines that name none")
        parser.add_argument("--check", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *, file, organisation, cohort, **options):
        place = self.find(Organisation.objects.all(), "organisation", organisation)
        group = cohort and self.find(Cohort.objects.filter(organisation=place), "cohort", cohort)
        act = check if options["check"] else carry_out
        try:
            plan = act(file.read_bytes(), name=file.name, organisation=place, cohort=group, by=None)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except NotATable as error:
            raise CommandError(f"{file}: {error}") from error
        except IntegrityError as error:
            raise CommandError(SOMEBODY_ELSE) from error
        self.tell(plan)
        if plan.problems:
            number = len(plan.problems)
            raise CommandError(
                f"{number} {'problem' if number == 1 else 'problems'} to put right. Nothing was imported."
            )

    def find(self, records, what, slug):
        """The record with a short name; says which there are when there is none."""
        record = records.filter(slug=slug).first()
        if record is None:
            known = ", ".join(records.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no {what} {slug!r}. There is: {known}.")
        return record

    def tell(self, plan):
        """What is in the file, line by line, then in numbers."""
        for heading in plan.ignored:
            self.stdout.write(f"ignored: the column {heading} means nothing here")
        for problem in plan.problems:
            self.stderr.write(str(problem))
        if plan.problems:
            return
        for words, names in plan.made:
            self.stdout.write(f"{words.lower()}: {', '.join(names)}")
        for sentence in plan.also:
            self.stdout.write(sentence)
        for entry in plan.entries:
            said = "; ".join([str(change) for change in entry.changes] + entry.notes)
            self.stdout.write(f"line {entry.line}: {entry.kind.lower()}: {entry.name}{said and f' ({said})'}")
            for change in entry.later:
                self.stdout.write(f"  do this as a change of plan, handover or correction: {change}")
        counts = plan.counts
        self.stdout.write(
            f"{'Imported' if plan.done else 'To import'}: {counts['new']} new, "
            f"{counts['changed']} changed, {counts['same']} left alone."
        )
