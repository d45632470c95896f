"""The demonstration: invented people in a small programme, with days relative to today."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from apprentices import actions as apprentices
from apprentices.models import BreakInLearning, Buddy, Manager
from cohorts.actions import found
from cohorts.models import Cohort, Organisation, Team
from hackit import actions, dates
from hackit.models import User
from providers.models import Contact, Provider, Standard

PASSWORD = "hackney-demonstration"  # noqa: S105 public on purpose; production refuses these accounts
SIGN_INS = ("coordinator", "manager", "deputy", "buddy", "apprentice", "newstarter")
SLUG = "hackney-demonstration"
DOMAIN = "hackney.example.org"

# address, name, standard and version, provider, months since the first day, months planned,
# manager, buddy, and what has happened, as months since the first day
PEOPLE = [
    ("apprentice", "Amber Sampleton", "ST0795 1.0", "Ada", 10, 18, "manager", "buddy", {}),
    ("newstarter", "Noor Placeholder", "ST0116 1.1", "Ada", -1, 24, "manager", "buddy", {}),
    ("bo", "Bo Inventado", "ST0118 1.1", "WKCIC", 10, 18, "manager", "buddy2", {}),
    ("cleo", "Cleo Madeup", "ST0973 1.2", "WKCIC", 10, 15, "manager2", "buddy2", {"break": 8}),
    ("dev", "Dev Fictional", "ST0118 1.1", "Ada", 22, 20, "manager2", None, {}),
    ("ebo", "Ebo Exemplar", "ST0795 1.0", "Ada", 22, 20, "manager2", None, {"gateway": 20}),
    (
        "fay",
        "Fay Specimen",
        "ST0116 1.1",
        "WKCIC",
        25,
        21,
        "manager",
        None,
        {"gateway": 21, "assessment": 22},
    ),
    (
        "gil",
        "Gil Mockup",
        "ST0118 1.1",
        "Ada",
        25,
        20,
        "manager",
        None,
        {"gateway": 20, "assessment": 21, "completed": 23},
    ),
    ("hana", "Hana Dummy", "ST0795 1.0", "WKCIC", 10, 18, "manager2", "buddy", {"withdrawn": 6}),
    ("ivo", "Ivo Stencil", "ST0116 1.1", "Ada", -1, 24, None, None, {}),
]


class Command(BaseCommand):
    help = "Makes the demonstration: invented people with days relative to today."

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
            self.today = dates.today()
            self.hackney()
            self.elsewhere()
        return self.say_sign_ins()

    def say_sign_ins(self):
        """Who can sign in to the demonstration, if this is one."""
        if Organisation.objects.filter(slug=SLUG).exists():
            self.stdout.write(f"Sign in with the password {PASSWORD} as one of:")
            for name in SIGN_INS:
                self.stdout.write(f"  {name}@{DOMAIN}")

    def hackney(self):
        """The programme that can be tried out."""
        place, self.coordinator = found(
            name="Hackney Council (demonstration)",
            slug=SLUG,
            email=f"coordinator@{DOMAIN}",
            full_name="Cora Dinator",
        )
        self.joined(self.coordinator)
        self.describe(place)
        teams = {
            name: Team.objects.create(organisation=place, name=name, directorate=directorate)
            for name, directorate in (
                ("Digital delivery", "ICT"),
                ("Data and insight", "ICT"),
                ("Customer services", "Neighbourhoods"),
            )
        }
        self.place, self.teams = place, list(teams.values())
        self.contacts = {
            "Ada": self.contact("10057981", "Ada", "Tess Tutorial"),
            "WKCIC": self.contact("10007455", "WKCIC", "Kit Coursework"),
        }
        self.managers = {
            "manager": self.manager("manager", "Max Manager", teams["Digital delivery"], session=200),
            "manager2": self.manager("manager2", "Mina Leader", teams["Data and insight"], session=90),
            "deputy": self.manager("deputy", "Dee Standin", teams["Digital delivery"], session=None),
        }
        self.buddies = {
            "buddy": self.buddy("buddy", "Bud Helpful", teams["Digital delivery"]),
            "buddy2": self.buddy("buddy2", "Bea Nearby", teams["Data and insight"]),
        }
        self.cohorts = [
            self.cohort("Digital apprentices, next intake", "next", -1),
            self.cohort("Digital apprentices, current", "current", 10),
            self.cohort("Digital apprentices, previous", "previous", 25),
        ]
        for person in PEOPLE:
            self.apprentice(*person)

    def describe(self, place):
        place.ukprn = "10010792"
        place.brand_colour = "#00664f"
        place.logo_text = "Hackney apprenticeships (demonstration)"
        place.hr_name, place.hr_email = "HR service desk", f"hr@{DOMAIN}"
        place.listener_name, place.listener_email = "Lis Tener, wellbeing", f"listener@{DOMAIN}"
        place.full_clean()
        place.save()

    def person(self, name, full_name):
        return actions.add_person(
            email=f"{name}@{DOMAIN}",
            full_name=full_name,
            organisation=self.place,
            by=self.coordinator,
        )

    def joined(self, user):
        """Somebody who has signed in before, with the password of the demonstration."""
        user.set_password(PASSWORD)
        user.last_login = timezone.now() - timedelta(days=1)
        user.save()
        return user

    def contact(self, ukprn, known_as, tutor):
        provider = Provider.objects.get(ukprn=ukprn)
        provider.known_as = known_as
        provider.save()
        email = f"{tutor.split()[0].lower()}@{known_as.lower()}.example.org"
        return Contact.objects.create(organisation=self.place, provider=provider, name=tutor, email=email)

    def manager(self, name, full_name, team, session):
        return Manager.objects.create(
            person=self.joined(self.person(name, full_name)),
            organisation=self.place,
            team=team,
            went_to_session_on=session and self.today - timedelta(days=session),
        )

    def buddy(self, name, full_name, team):
        return Buddy.objects.create(
            person=self.joined(self.person(name, full_name)),
            organisation=self.place,
            team=team,
            briefed_on=self.today - timedelta(days=30),
        )

    def cohort(self, name, slug, months):
        return Cohort.objects.create(
            organisation=self.place,
            name=name,
            slug=f"hackney-demonstration-{slug}",
            starts_on=dates.add_months(self.today, -months),
            expected_end_on=dates.add_months(self.today, 24 - months),
        )

    def apprentice(self, name, full_name, standard, provider, since, planned, manager, buddy, happened):
        """One person, with everything that has happened to them."""
        begins = dates.add_months(self.today, -since)
        person = self.person(name, full_name)
        if manager:
            self.joined(person)
        reference, version = standard.split()
        days = {key: dates.add_months(begins, months) for key, months in happened.items()}
        contact = self.contacts[provider]
        record = apprentices.enrol(
            person=person,
            cohort=next(c for c in self.cohorts if c.starts_on <= begins),
            team=self.teams[len(full_name) % 3],
            provider=contact.provider,
            tutor=contact if manager else None,
            standard=Standard.objects.get(reference=reference, version=version),
            first_day_at_work_on=begins,
            starts_on=begins + timedelta(days=14),
            planned_end_on=dates.add_months(begins, planned),
            contract_ends_on=dates.add_months(begins, planned + 3),
            probation_ends_on=dates.add_months(begins, 6),
            weekly_hours=36,
            gateway_on=days.get("gateway"),
            assessment_on=days.get("assessment"),
            completed_on=days.get("completed"),
            result="merit" if "completed" in days else "",
            withdrawn_on=days.get("withdrawn"),
            withdrawal_reason="left" if "withdrawn" in days else "",
            by=self.coordinator,
        )
        self.surround(record, begins, manager, buddy)
        if "break" in days:
            BreakInLearning.objects.create(
                apprentice=record,
                first_day_away_on=days["break"],
                expected_return_on=self.today + timedelta(days=20),
                reason="Agreed time away",
            )

    def surround(self, record, begins, manager, buddy):
        day, by = begins - timedelta(days=30), self.coordinator
        if manager:
            apprentices.appoint_manager(record, self.managers[manager], from_on=day, by=by)
            apprentices.appoint_deputy(record, self.managers["deputy"], from_on=day, by=by)
        if buddy:
            apprentices.appoint_buddy(record, self.buddies[buddy], from_on=day, by=by)

    def elsewhere(self):
        """Another organisation, of which nobody in the first sees anything."""
        found(
            name="Sampleton Borough Council (demonstration)",
            slug="sampleton",
            email="coordinator@sampleton.example.org",
            full_name="Una Related",
        )
        self.place = Organisation.objects.get(slug="sampleton")
        self.coordinator = User.objects.get(email="coordinator@sampleton.example.org")
        cohort = Cohort.objects.create(
            organisation=self.place,
            name="Digital apprentices",
            slug="sampleton-current",
            starts_on=dates.add_months(self.today, -4),
        )
        apprentices.enrol(
            person=actions.add_person(
                email="apprentice@sampleton.example.org",
                full_name="Otto Elsewhere",
                organisation=self.place,
                by=self.coordinator,
            ),
            cohort=cohort,
            standard=Standard.objects.get(reference="ST0116", version="1.1"),
            first_day_at_work_on=cohort.starts_on,
            starts_on=cohort.starts_on,
            planned_end_on=dates.add_months(cohort.starts_on, 18),
            weekly_hours=37,
            by=self.coordinator,
        )
