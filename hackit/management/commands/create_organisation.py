import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from cohorts.actions import found
from cohorts.models import Organisation
from hackit.actions import invite


class Command(BaseCommand):
    help = (
        "Makes an organisation and its first coordinator, and prints the link with which they come "
        "in. Asks for what is not given."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", help="the organisation, such as Hackney Council")
        parser.add_argument("--slug", help="its short name, such as hackney")
        parser.add_argument(
            "--if-none",
            action="store_true",
            help="do nothing when there is an organisation already",
        )
        parser.add_argument("--coordinator-name")
        parser.add_argument("--coordinator-email")

    def handle(self, *, name, slug, coordinator_name, coordinator_email, if_none, **options):
        if if_none and Organisation.objects.exists():
            return
        name = name or self.ask("Name of the organisation")
        slug = slug or slugify(name)
        full_name = coordinator_name or self.ask("Full name of its first coordinator")
        email = coordinator_email or self.ask("Their work email address")
        try:
            validate_email(email)
            with transaction.atomic():
                organisation, person = found(name=name, slug=slug, email=email, full_name=full_name)
                link = invite(person, by=None) if not person.last_login else None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{organisation} is set up; its short name is {organisation.slug}.")
        if link:
            self.stdout.write(f"{person} comes in with this link, good for 14 days:\n{link}")

    def ask(self, question):
        """An answer typed at the terminal; without one, a sentence that names the option."""
        if not sys.stdin.isatty():
            raise CommandError(
                "Give --name, --coordinator-name and --coordinator-email, or run this where it can ask."
            )
        while not (answer := input(f"{question}: ").strip()):
            pass
        return answer
