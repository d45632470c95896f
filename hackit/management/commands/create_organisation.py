import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from cohorts.actions import found
from cohorts.models import Organisation
from hackit.actions import invite
from hackit.models import User
from hackit.validators import sentences
from workplans.actions import begin_with


class Command(BaseCommand):
    help = (
        "Makes an organisation and its first coordinator, and prints the link with which they come "
        "in. Asks for what is not given."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", help="the organisation, such as Hackney Council")
        parser.add_argument("--slug", help="its short name, such as hackney; made from the name if not given")
        parser.add_argument(
            "--if-none",
            action="store_true",
            help="do nothing when there is an organisation already",
        )
        parser.add_argument("--coordinator-name")
        parser.add_argument("--coordinator-email")

    def handle(self, *, name, slug, coordinator_name, coordinator_email, if_none, **options):
        if if_none and (there := Organisation.objects.first()):
            self.stdout.write(f"Already set up for {there}.")
            return
        name = name or self.ask("Name of the organisation", Organisation, "name")
        slug = slug or slugify(name)[:60].strip("-")
        full_name = coordinator_name or self.ask("Full name of its first coordinator", User, "full_name")
        email = coordinator_email or self.ask("Their work email address", User, "email")
        try:
            User(full_name=full_name, email=email).clean_fields(exclude=["password"])
            with transaction.atomic():
                organisation, person = found(name=name, slug=slug, email=email, full_name=full_name)
                begin_with(organisation, by=None)
                link = invite(person, by=None) if not person.last_login else None
        except ValidationError as error:
            raise CommandError(sentences(error)) from error
        self.stdout.write(f"{organisation} is set up; its short name is {organisation.slug}.")
        if link:
            self.stdout.write(f"{person} comes in with this link, good for 14 days:\n{link}")

    def ask(self, question, model, name):
        """An answer typed at the terminal that fits the field `name`; without a terminal, what to give."""
        if not sys.stdin.isatty():
            raise CommandError(
                "Give --name, --coordinator-name and --coordinator-email, or run this where it can ask."
            )
        while True:
            try:
                return model._meta.get_field(name).clean(input(f"{question}: ").strip(), None)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
            except (EOFError, KeyboardInterrupt):
                raise CommandError("Stopped. Nothing was made.") from None
