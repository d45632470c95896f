"""What is known of the people, places and providers that a cohort file names: a fixed number of queries."""

from collections import defaultdict

from apprentices.importing.columns import plain
from apprentices.models import Apprentice, Buddy, BuddyTerm, DeputyTerm, EarlierPlan, Manager, ManagerTerm
from cohorts.models import Cohort, Team
from hackit.actions import find_people
from providers.models import Contact, Provider, Standard


class Known:
    """The records of `organisation` that the `rows` of a file touch, for whoever imports (`by`).

    With `lock` others who change one of the apprentices wait for the end of the transaction.
    """

    def __init__(self, rows, *, organisation, by, lock=False):
        def told(*columns):
            return {row.values[name] for row in rows for name in columns if name in row.values}

        emails = told("email", "manager_email", "buddy_email")
        emails |= {email for row in rows for email in row.values.get("deputy_emails", [])}
        self.users, self.refused = find_people(emails, organisation=organisation, by=by)
        people = [user.pk for user in self.users.values()]
        self.managers, self.buddies = (
            {colleague.person_id: colleague for colleague in model.with_names.filter(person__in=people)}
            for model in (Manager, Buddy)
        )
        self.teams = {
            plain(team.name).casefold(): team for team in Team.objects.filter(organisation=organisation)
        }
        self.cohorts = list(Cohort.objects.filter(organisation=organisation))
        self.providers = {p.ukprn: p for p in Provider.objects.filter(ukprn__in=told("provider_ukprn"))}
        self.contacts = list(
            Contact.objects.filter(organisation=organisation, part=Contact.Part.TUTOR).order_by("pk")
        )
        self.versions = defaultdict(list)
        for standard in Standard.objects.filter(reference__in=told("standard_reference")):
            self.versions[standard.reference].append(standard)
        self._records(people, lock)
        self.ulns = defaultdict(set)
        for uln, person in Apprentice.objects.filter(uln__in=told("uln") - {""}).values_list("uln", "person"):
            self.ulns[uln].add(person)

    def _records(self, people, lock):
        """The apprenticeships of the people, newest first, each with those who stand beside it."""
        found = Apprentice.objects.filter(person__in=people).order_by("-starts_on", "-pk")
        if lock:
            found = found.select_for_update(of=("self",))
        self.records = defaultdict(list)
        for record in found.select_related("person", "cohort", "team", "provider", "tutor", "standard"):
            self.records[record.person_id].append(record)
        self.terms = {}
        for model in (ManagerTerm, DeputyTerm, BuddyTerm):
            self.terms[model] = defaultdict(list)
            terms = model.objects.filter(apprentice__person__in=people).order_by("from_on")
            for term in terms.select_related(f"{model.role}__person"):
                self.terms[model][term.apprentice_id].append(term)
        self.earlier_plans = defaultdict(list)
        for plan in EarlierPlan.with_names.filter(apprentice__person__in=people).order_by("until_on"):
            self.earlier_plans[plan.apprentice_id].append(plan)
