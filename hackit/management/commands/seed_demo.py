from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cohorts.models import Organisation
from hackit import dates
from hackit.management.demonstration.programme import SIGN_INS, SLUG, Programme, elsewhere
from hackit.models import User

PASSWORD = "hackney-demonstration"  # noqa: S105 public on purpose; production refuses these accounts


class Command(BaseCommand):
    help = (
        "Makes the demonstration: an invented council with two finished cohorts, a current one and one "
        "about to start, with days relative to today; and another council that sees none of it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing when anybody is here already")

    def handle(self, *, if_empty, **options):
        if settings.PRODUCTION:
            raise CommandError("The demonstration has a public password. It is not for production.")
        if User.objects.exists():
            if if_empty:
                return self.say_sign_ins()
            raise CommandError(
                "There are people in this database. The demonstration only fills an empty one."
            )
        call_command("load_reference_data", stdout=self.stdout)
        with transaction.atomic():
            today = dates.today()
            Programme(today, PASSWORD).play()
            elsewhere(today)
        return self.say_sign_ins()

    def say_sign_ins(self):
        """Who can sign in to the demonstration, if this is one."""
        if Organisation.objects.filter(slug=SLUG).exists():
            self.stdout.write(f"Sign in with the password {PASSWORD} as one of:")
            for address in SIGN_INS:
                self.stdout.write(f"  {address}")
