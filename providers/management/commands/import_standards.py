from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hackit import dates, tablefile
from providers import importing


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day. Write it as 2026-08-01.") from None


class Command(BaseCommand):
    help = "Reads the public list of apprenticeship standards (from the Skills England site)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--hours-from",
            type=day,
            default=importing.FIRST_PUBLISHED,
            metavar="YYYY-MM-DD",
            help="first start date for which changed published hours hold",
        )

    def handle(self, *, file, hours_from, **options):
        headings = importing.PUBLIC_LIST
        try:
            needed = [headings[name] for name in importing.NEEDED]
            rows = tablefile.read(file.read_bytes(), needed, name=file.name).rows
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except tablefile.NotATable as error:
            raise CommandError(f"{file}: {error}") from error
        source = f"Skills England list read on {dates.words(dates.today())}"
        report = importing.import_standards(rows, headings, source=source, hours_from=hours_from)
        for kind in ("added", "changed"):
            for words in getattr(report, kind):
                self.stdout.write(f"{kind}: {words}")
        for line, why in report.refused:
            self.stdout.write(f"refused: line {line}: {why}")
        self.stdout.write(
            f"{len(report.added)} added, {len(report.changed)} changed, "
            f"{len(report.unchanged)} unchanged, {len(report.refused)} refused."
        )
