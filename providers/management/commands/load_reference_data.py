from pathlib import Path

from django.core.management.base import BaseCommand

from hackit import csvfile
from providers import importing

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Loads or refreshes the standards and providers that come with the system."

    def handle(self, **options):
        headings = importing.OWN_FILE
        rows = csvfile.rows(
            (DATA / "standards.csv").read_bytes(), [headings[name] for name in importing.NEEDED]
        )
        report = importing.import_standards(rows, headings, source="Skills England")
        providers = csvfile.rows((DATA / "providers.csv").read_bytes(), ["ukprn", "provider_name"])
        added, renamed = importing.import_providers(providers)
        self.stdout.write(
            f"Standards: {len(report.added)} added, {len(report.changed)} changed, "
            f"{len(report.unchanged)} unchanged. Providers: {added} added, {renamed} renamed."
        )
