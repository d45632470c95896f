"""Who and what stands around an apprentice of a cohort file: people, team and tutor, found or made."""

from dataclasses import dataclass, field
from datetime import timedelta

from apprentices.importing.columns import plain
from apprentices.models import Buddy, BuddyTerm, DeputyTerm, Manager, ManagerTerm
from cohorts.models import Team
from hackit.actions import NEUTRAL_REFUSAL
from hackit.models import User
from providers.models import Contact

# The columns in which an address and a name stand side by side.
NAMED = {"email": "full_name", "manager_email": "manager_name", "buddy_email": "buddy_name"}


@dataclass
class People:
    """Those whom a line names beside the apprentice."""

    manager: Manager | None = None
    buddy: Buddy | None = None
    deputies: list = field(default_factory=list)


class Around:
    """Finds what a line names, and notes in `plan` what has to be made: each only once a file."""

    def __init__(self, rows, known, plan, *, organisation, on):
        self.known, self.plan, self.organisation, self.on = known, plan, organisation, on
        self.colleagues = {Manager: known.managers, Buddy: known.buddies}
        self.made = {Manager: {}, Buddy: {}}
        self.users = {}
        self.names = {}  # address: the line in which it stands first, and the name there
        for row in rows:
            self.read_names(row)

    def read_names(self, row):
        """Notes the names of people who are not here yet: the same everywhere in the file."""
        for column, name_column in NAMED.items():
            email, name = row.values.get(column), row.values.get(name_column)
            if name and email in self.known.users:
                self.keep_name(column, self.known.users[email], name)
            elif name and email:
                line, before = self.names.setdefault(email, (row.line, name))
                if before.casefold() != name.casefold():
                    row.problem(name_column, f"{email} is {before} in line {line}. Write the same name.")
            elif name and column not in row.wrong and column != "email":
                row.problem(column, f"There is a {name_column} and no address. Write the address too.")

    def keep_name(self, column, user, name):
        """Whoever is here already keeps their name; that of an apprentice changes with their own line."""
        if column != "email":
            self.leave_name(user, user.full_name, name)

    def leave_name(self, somebody, before, name):
        """Says once that somebody here keeps another name than the file has."""
        words = f"{somebody.email} is here as {somebody}. “{name}” was left alone."
        if name and plain(before).casefold() != name.casefold() and words not in self.plan.also:
            self.plan.also.append(words)

    # --- People ---

    def person(self, email, preferred=""):
        """The user with an address, made when there is none; its name has been read before."""
        if email in self.known.users:
            return self.known.users[email]
        if email not in self.users:
            user = User(email=email, full_name=self.names[email][1])
            user.set_unusable_password()
            self.users[email] = self.plan.make(user)
        if preferred:
            self.users[email].preferred_name = preferred
        return self.users[email]

    def people(self, row, record=None):
        """The People of a line."""
        found = People(
            manager=self.colleague(
                row, ManagerTerm, "manager_email", row.values.get("manager_email"), record
            ),
            buddy=self.colleague(row, BuddyTerm, "buddy_email", row.values.get("buddy_email"), record),
        )
        for email in row.values.get("deputy_emails", []):
            if deputy := self.colleague(row, DeputyTerm, "deputy_emails", email, record):
                found.deputies.append(deputy)
        self.parts_differ(row, found, record)
        return found

    def colleague(self, row, term, column, email, record):
        """The manager or buddy with an address, made when there is none; None when that cannot be.

        Whoever stands beside the record already is not asked for anything: their account may be closed.
        """
        if email is None:
            return None
        for standing in self.lasting(term, record):
            if standing.colleague.person.email == email:
                return standing.colleague
        model = term._meta.get_field(term.role).related_model
        noun = model._meta.verbose_name
        user = self.known.users.get(email)
        known = user and self.colleagues[model].get(user.pk)
        if email == row.values.get("email"):
            row.problem(column, f"Nobody is their own {noun}. Write somebody else's address.")
        elif email in self.known.refused or (known and known.organisation_id != self.organisation.pk):
            row.problem(column, NEUTRAL_REFUSAL)
        elif user is None and email not in self.names:
            row.problem(column, self.how_to_name(column, email))
        else:
            self.open_again(user)
            return known or self.new_colleague(model, email)
        return None

    def open_again(self, user):
        """Somebody who is named anew can sign in again, if their account was closed in between."""
        if user and not user.is_active:
            self.plan.alter(user, "is_active", True)
            self.plan.also.append(f"The account of {user} is closed and becomes open again.")

    def how_to_name(self, column, email):
        if column == "deputy_emails":
            return f"{email} is not here yet. Add them as a manager, or name them as one in another line."
        return f"This address is not here yet. Write the name too, in {NAMED[column]}."

    def new_colleague(self, model, email):
        if email not in self.made[model]:
            colleague = model(person=self.person(email), organisation=self.organisation)
            self.made[model][email] = self.plan.make(colleague)
        return self.made[model][email]

    def parts_differ(self, row, found, record):
        """The manager is neither the buddy nor a deputy of the same apprentice."""
        terms = self.lasting(ManagerTerm, record)
        manager = terms[0].manager if terms else found.manager
        if manager is None:
            return
        buddies = [term.buddy for term in self.lasting(BuddyTerm, record)]
        deputies = [term.deputy for term in self.lasting(DeputyTerm, record)]
        if found.buddy and found.buddy not in buddies and found.buddy.person == manager.person:
            row.problem("buddy_email", "A buddy is somebody other than the manager. Write another address.")
        if any(d.person == manager.person for d in found.deputies if d not in deputies):
            row.problem("deputy_emails", "The manager is among them. Take that address out.")
        if not terms and any(other.person == manager.person for other in [*buddies, *deputies]):
            row.problem("manager_email", f"{manager} is their buddy or deputy. End that first, in the admin.")

    # --- The dated rows between them ---

    def lasting(self, model, record):
        """The rows of an existing record in force on the day or later, first ones first."""
        terms = self.known.terms[model][record.pk] if record and record.pk else []
        return [term for term in terms if term.until_on is None or term.until_on >= self.on]

    def stand_beside(self, record, people, entry):
        """Notes the new dated rows of a record, and what would be a handover."""
        if not record.pk:
            entry.notes += self.who(people)
        if people.manager:
            self.manager(record, people.manager, entry)
        if people.buddy:
            self.buddy(record, people.buddy, entry)
        for deputy in people.deputies:
            if not any(term.deputy == deputy for term in self.lasting(DeputyTerm, record)):
                self.begin(DeputyTerm, record, deputy, entry, "deputy_emails", "")

    def who(self, people):
        """The people beside somebody new, in words."""
        named = [("manager", people.manager), ("buddy", people.buddy)]
        named += [("deputy", deputy) for deputy in people.deputies]
        said = ", ".join(f"{part} {person}" for part, person in named if person)
        return [said[0].upper() + said[1:]] if said else []

    def manager(self, record, manager, entry):
        terms = self.lasting(ManagerTerm, record)
        if any(term.manager == manager for term in terms):
            return
        if terms:
            entry.leave("manager_email", terms[0].manager, manager)
        else:
            self.begin(ManagerTerm, record, manager, entry, "manager_email", "")

    def buddy(self, record, buddy, entry):
        """Another buddy takes over on the day, unless one has just begun or is still to come."""
        terms = self.lasting(BuddyTerm, record)
        if any(term.buddy == buddy for term in terms):
            return
        if any(term.from_on >= self.on for term in terms):
            entry.leave("buddy_email", terms[0].buddy, buddy)
            return
        for term in terms:
            self.plan.alter(term, "until_on", self.on - timedelta(days=1))
        before = terms[0].buddy if terms else ""
        self.begin(BuddyTerm, record, buddy, entry, "buddy_email", before)

    def begin(self, model, record, colleague, entry, column, before):
        """A dated row from today, for somebody new from the first day at work when that is earlier."""
        from_on = self.on if record.pk else min(self.on, record.first_day_at_work_on)
        self.plan.make(model(apprentice=record, from_on=from_on, **{model.role: colleague}))
        if record.pk:
            entry.change(column, before, colleague)

    # --- Team and tutor ---

    def team(self, row, record=None):
        """The team of a line, made when there is none; None when the line names none."""
        name, directorate = row.values.get("team"), row.values.get("directorate")
        if name is None:
            team = record and record.team
            if directorate and not team and "team" not in row.wrong:
                row.problem("team", "There is a directorate and no team. Write the team too.")
            return self.place(row, team, directorate) if team else None
        team = self.known.teams.get(name.casefold())  # its spaces are single ones already
        if team is None:
            team = Team(organisation=self.organisation, name=name, directorate=directorate or "")
            self.known.teams[name.casefold()] = self.plan.make(team)
        return self.place(row, team, directorate)

    def place(self, row, team, directorate):
        """A team keeps the directorate that it has, and gets one where it has none."""
        if directorate and not team.directorate and team.pk:
            self.plan.alter(team, "directorate", directorate)
            self.plan.also.append(f"Team {team}: the directorate becomes {directorate}.")
        elif directorate and not team.directorate:
            team.directorate = directorate
        elif directorate and directorate.casefold() != plain(team.directorate).casefold():
            row.problem(
                "directorate",
                f"The team {team} is in {team.directorate}. Correct this, or change the team in the admin.",
            )
        return team

    def tutor(self, row, provider, present=None):
        """The tutor of a line, made when there is none; None when the line names none or it cannot be.

        The `present` one of a record comes first, whatever else they are at the provider.
        """
        name, email = row.values.get("tutor_name"), row.values.get("tutor_email", "")
        column = "tutor_name" if name else "tutor_email"
        if not name and not email:
            return None
        if provider is None:
            if "provider_ukprn" not in row.wrong:
                row.problem(column, "A tutor belongs to a provider. Write provider_ukprn too.")
            return None
        theirs = [contact for contact in self.known.contacts if contact.provider_id == provider.pk]
        theirs = [present, *theirs] if present else theirs
        found = [contact for contact in theirs if email and contact.email.lower() == email]
        found = found or [contact for contact in theirs if self.same_tutor(contact, name, email)]
        if found:
            self.learn_address(found[0], email)
            self.leave_name(found[0], found[0].name, name)
            return found[0]
        if not name:
            row.problem("tutor_email", "This tutor is not here yet. Write tutor_name too.")
            return None
        tutor = Contact(organisation=self.organisation, provider=provider, name=name, email=email)
        self.known.contacts.append(self.plan.make(tutor))
        return tutor

    def learn_address(self, tutor, email):
        """A tutor without an address gets the one that the file knows."""
        if email and not tutor.email and tutor.pk:
            self.plan.alter(tutor, "email", email)
            self.plan.also.append(f"Tutor {tutor}: the address becomes {email}.")
        elif email and not tutor.email:
            tutor.email = email

    @staticmethod
    def same_tutor(contact, name, email):
        same = bool(name) and plain(contact.name).casefold() == name.casefold()
        return same and not (email and contact.email)
