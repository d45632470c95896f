from django.core.management.base import BaseCommand, CommandError

from apprentices import retention
from cohorts.models import Organisation
from hackit import dates

NOBODYS = "Tied to no organisation"


class Command(BaseCommand):
    help = (
        "Does what retention asks for today: closes accounts, deletes and erases what is due. "
        "Safe to run twice; all or nothing for each organisation."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="only say what is due, with names; change nothing"
        )
        parser.add_argument("--organisation", help="the short name of one organisation, such as hackney")

    def handle(self, *, check, organisation, **options):
        for place in self.places(organisation):
            name = place.name if place else NOBODYS
            lines = self.due(place) if check else retention.apply(place, by=None)
            for line in lines or ["nothing is due"]:
                self.stdout.write(f"{name}: {line}")

    def places(self, slug):
        """The organisations to go through; after all of them, None for people tied to nobody."""
        if not slug:
            return [*Organisation.objects.all(), None]
        found = list(Organisation.objects.filter(slug=slug))
        if not found:
            raise CommandError(f"There is no organisation with the short name {slug!r}.")
        return found

    def due(self, place):
        """What is due, a line for each thing."""
        return [
            f"due: {rule.title}: {one.name}. {one.why}"
            for rule, dues in retention.due(place, dates.today())
            for one in dues
        ]
