from pathlib import Path

from django.core.management.base import BaseCommand

from hackit import tablefile
from providers import importing
from providers.models import Standard

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Loads or refreshes the standards and providers that come with the system."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-none",
            action="store_true",
            help="do nothing when there are standards already, which may be newer",
        )

    def handle(self, *, if_none, **options):
        if if_none and Standard.objects.exists():
            return
        headings = importing.OWN_FILE
        standards = (DATA / "standards.csv").read_bytes()
        rows = tablefile.read(standards, [headings[name] for name in importing.NEEDED]).rows
        report = importing.import_standards(rows, headings, source="Skills England")
        providers = tablefile.read((DATA / "providers.csv").read_bytes(), ["ukprn", "provider_name"]).rows
        added, renamed = importing.import_providers(providers)
        for line, why in report.refused:
            self.stdout.write(f"refused: standards.csv, line {line}: {why}")
        self.stdout.write(
            f"Standards: {len(report.added)} added, {len(report.changed)} changed, "
            f"{len(report.unchanged)} unchanged. Providers: {added} added, {renamed} renamed."
        )
