"""How the demonstration comes about, by day: an organisation, cohorts from files, what happens to people."""

from datetime import date, timedelta
from types import MappingProxyType

from django.contrib.auth.hashers import make_password

from apprentices import actions as apprentices
from apprentices.importing.columns import COLUMNS
from apprentices.importing.saving import carry_out
from apprentices.models import Apprentice, Buddy, Manager
from cohorts.actions import found
from cohorts.models import ClosingDay, Cohort
from hackit import actions, csvfile, dates
from hackit.management.demonstration import beginnings, endings, farewells, tables, welcomes
from hackit.management.demonstration.learning import Logbook, publish_hours
from hackit.management.demonstration.lives import Life
from hackit.management.demonstration.plans import Planbook
from hackit.management.demonstration.tables import DOMAIN
from hackit.models import Invitation, User
from hackit.overview.first_day import words_to_begin_with
from providers.models import Provider
from workplans.actions import begin_with

DAY = timedelta(days=1)
SLUG = "hackney-demonstration"


class Programme:
    """The demonstration as of `today`: every step is done on its own day, by whom it would be."""

    def __init__(self, today, password):
        self.today, self.password = today, make_password(password)

    def play(self):
        """Everything, oldest first."""
        self.found()
        publish_hours()
        self.finished_cohort("2018", date(2018, 9, 3), tables.FIRST_COHORT, 21, 0)
        logs, portfolios = tables.LOGS_OF_THE_SECOND, tables.PORTFOLIOS_OF_THE_SECOND
        self.finished_cohort("2020", date(2020, 9, 7), tables.SECOND_COHORT, 29, 21, logs, portfolios)
        self.running_cohort("current", dates.add_months(self.today, -10), tables.CURRENT_COHORT)
        # A Monday at least eight days ahead: the first-day pages are being written.
        self.running_cohort("next", self.today + (15 - self.today.isoweekday()) * DAY, tables.NEXT_COHORT)
        monday = self.today - (self.today.isoweekday() - 1) * DAY
        self.running_cohort("small", monday, welcomes.SMALL_COHORT)
        begun = dates.add_months(self.today, -endings.BEGAN_MONTHS_AGO) - 14 * DAY
        self.running_cohort("earlier", begun, endings.LAST_COHORT)
        self.second_apprenticeship()
        self.first_days()
        self.sign_ins()
        beginnings.Beginnings(self.place, self.today, self.coordinator).play()
        farewells.Farewells(self.place, self.today, self.coordinator).play()

    # --- The organisation ---

    def found(self):
        day = date(2018, 5, 14)
        for known_as, (ukprn, _) in tables.PROVIDERS.items():
            provider = Provider.objects.get(ukprn=ukprn)
            provider.known_as = known_as
            actions.save(provider, by=None, on=day)
        self.place, self.coordinator = found(
            name="Hackney Council (demonstration)",
            slug=SLUG,
            email=f"coordinator@{DOMAIN}",
            full_name="Cora Dinator",
            on=day,
        )
        begin_with(self.place, by=self.coordinator, on=day)
        began = self.today - 760 * DAY
        self.templates = beginnings.begin(self.place, by=self.coordinator, on=began)
        self.place.ukprn = "10010792"
        self.place.brand_colour = "#00664f"
        self.place.logo_text = "Hackney apprenticeships (demonstration)"
        self.place.hr_name, self.place.hr_email = "HR service desk", f"hr@{DOMAIN}"
        self.place.listener_name = "Lis Tener, wellbeing"
        self.place.listener_email = f"listener@{DOMAIN}"
        actions.save(self.place, by=self.coordinator, on=day)
        new_year = date(self.today.year, 12, 31)
        closing = ClosingDay(organisation=self.place, closed_on=new_year, reason="Offices closed")
        actions.save(closing, by=self.coordinator, on=self.today)
        User.objects.filter(pk=self.coordinator.pk).update(last_login=dates.moment(self.today - DAY))

    def cohort(self, name, slug, starts_on, on):
        cohort = Cohort(
            organisation=self.place,
            name=name,
            slug=f"{SLUG}-{slug}",
            starts_on=starts_on,
            expected_end_on=dates.add_months(starts_on, 24),
            induction_template=self.templates.get(welcomes.TEMPLATE_OF.get(slug)),
        )
        return actions.save(cohort, by=self.coordinator, on=on)

    def bring(self, cohort, rows, on):
        """Imports rows as a coordinator does, on a day. Returns the records by address."""
        content = csvfile.write(list(COLUMNS), [[row.get(name, "") for name in COLUMNS] for row in rows])
        plan = carry_out(
            content,
            name=f"{cohort.slug}.csv",
            organisation=self.place,
            cohort=cohort,
            by=self.coordinator,
            on=on,
        )
        if not plan.done:
            raise ValueError("; ".join(map(str, plan.problems)))
        new = plan.new[User]
        User.objects.filter(pk__in=[user.pk for user in new]).update(created_at=dates.moment(on))
        return {entry.record.person.email: entry.record for entry in plan.entries}

    def row(self, full_name, email, standard, provider, manager, begins, months, **more):
        """One line of a cohort's file; `provider` and `manager` may be None."""
        learning = begins + 14 * DAY
        line = {
            "email": email,
            "full_name": full_name,
            "standard_reference": standard,
            "first_day_at_work": begins.isoformat(),
            "start_date": learning.isoformat(),
            "planned_end_date": dates.add_months(learning, months).isoformat(),
            "contract_ends": dates.add_months(begins, months + 3).isoformat(),
            "weekly_hours": "36",
        }
        if provider:
            line["provider_ukprn"] = tables.PROVIDERS[provider][0]
        if manager:
            name, team, directorate = tables.MANAGERS[manager]
            line |= {"manager_email": f"{manager}@{DOMAIN}", "manager_name": name}
            line |= {"team": team, "directorate": directorate}
        return line | more

    @staticmethod
    def tutor(provider):
        name = tables.PROVIDERS[provider][1]
        first = name.split()[0].lower()
        return {"tutor_name": name, "tutor_email": f"{first}@{provider.lower()}.example.org"}

    # --- Two cohorts that are over ---

    def finished_cohort(self, slug, begins, kinds, people, first, logs=MappingProxyType({}), portfolios=()):
        imported_on = begins - 35 * DAY
        cohort = self.cohort(f"Digital apprentices {slug}", slug, begins, imported_on - 7 * DAY)
        rows = []
        for number in range(people):
            standard, provider, manager, months = kinds[number % len(kinds)]
            full_name = tables.name(first + number)
            rows.append(
                self.row(full_name, tables.address(full_name), standard, provider, manager, begins, months)
                | self.tutor(provider)
            )
        records = self.bring(cohort, rows, imported_on)
        for number, record in enumerate(records.values()):
            record = self.live(record, number)
            if kept := logs.get(number):
                Logbook(record, kept, record.ended_on).fill()
            if number in portfolios:
                Planbook(record, tables.FINISHED, record.ended_on, turn=number).look_back()
            self.read_on(record)

    def live(self, record, number):
        """From the first day to the end, each fact on the day on which it was known."""
        if number in tables.WITHDRAWALS:
            return self.stop(record, dates.add_months(record.starts_on, 1 + number % 11), number)
        if number in tables.BREAKS:
            record = self.pause(record, dates.add_months(record.starts_on, 5), tables.BREAKS[number])
        gateway_on = record.planned_end_on + number % 3 * 14 * DAY
        assessment_on = gateway_on + 30 * DAY
        completed_on = gateway_on + (60 + number) * DAY
        result = "fail" if number in tables.FAILED else tables.RESULTS[number % 5]
        by = self.coordinator
        apprentices.reach_gateway(record, reached_on=gateway_on, by=by, on=gateway_on)
        apprentices.begin_assessment(record, begun_on=assessment_on, by=by, on=assessment_on)
        return apprentices.complete(record, completed_on=completed_on, result=result, by=by, on=completed_on)

    def read_on(self, record):
        """A year after the end the account is closed; the invitation was deleted long before."""
        over_on = dates.add_months(record.ended_on, 12) + DAY
        User.objects.filter(pk=record.person_id).update(last_login=dates.moment(record.ended_on))
        actions.close(record.person, by=None, on=over_on)

    def stop(self, record, day, number):
        reason, human, kept = tables.WITHDRAWALS[number]
        return apprentices.withdraw(
            record,
            withdrawn_on=day,
            reason=reason,
            human_reasons=human,
            would_have_kept=kept,
            by=self.coordinator,
            on=day + 2 * DAY,
        )

    def pause(self, record, away_on, days):
        by, back_on = self.coordinator, away_on + days * DAY
        record = apprentices.begin_break(
            record,
            first_day_away_on=away_on,
            expected_return_on=away_on + (days - 10) * DAY,
            reason="Agreed time away",
            by=by,
            on=away_on,
        )
        record = apprentices.come_back(record.breaks.get(), first_day_back_on=back_on, by=by, on=back_on)
        record.contract_ends_on += days * DAY
        return actions.save(record, by=by, on=back_on)

    # --- The cohorts of today ---

    def running_cohort(self, slug, begins, people):
        """A cohort whose people began together, and some who began earlier and were added to it."""
        intake = "" if slug == "current" else " intake"
        name = f"Digital apprentices, {slug}{intake}"
        starts = sorted({self.begins(person, begins) for person in people})
        imported_on = {first: min(first - 35 * DAY, self.today - 10 * DAY) for first in starts}
        cohort = self.cohort(name, slug, begins, imported_on[starts[0]] - 7 * DAY)
        for first, day in imported_on.items():
            together = [person for person in people if self.begins(person, begins) == first]
            records = self.bring(cohort, [self.row_of(person, first) for person in together], day)
            for person in together:
                record = Life(records[person.email], today=self.today, by=self.coordinator).reach(person)
                self.way_in(record, person)
                if person.log:
                    Logbook(record, person.log, self.today).fill()
                if person.plans:
                    Planbook(record, person.plans, self.today, turn=people.index(person)).fill()

    @staticmethod
    def begins(person, begins):
        """The first day at work of somebody of a cohort that began on a day."""
        return person.began or dates.add_months(begins, -person.in_months)

    def row_of(self, person, begins):
        more = {"weekly_hours": person.hours, "deputy_emails": self.deputy_of(person)}
        if person.buddy:
            more |= {"buddy_email": f"{person.buddy}@{DOMAIN}", "buddy_name": tables.BUDDIES[person.buddy]}
        if person.tutor:
            more |= self.tutor(person.provider)
        line = self.row(
            person.called,
            person.email,
            person.standard,
            person.provider,
            person.manager,
            begins,
            person.months,
            **more,
        )
        fields = dict(person.fields)
        if fields.get("contract_ends") == "short":
            fields["contract_ends"] = dates.add_months(begins, person.months - 2).isoformat()
        return line | fields

    def deputy_of(self, person):
        """Dee stands in for Max; she is a manager from the first running cohort on."""
        login, full_name = tables.DEPUTY
        if person.manager != "manager":
            return ""
        user = actions.add_person(
            email=f"{login}@{DOMAIN}",
            full_name=full_name,
            organisation=self.place,
            by=self.coordinator,
            on=self.today - 300 * DAY,
        )
        if not hasattr(user, "manager"):
            deputy = Manager(person=user, organisation=self.place)
            actions.save(deputy, by=self.coordinator, on=self.today - 300 * DAY)
        return user.email

    def second_apprenticeship(self):
        """Somebody of the second cohort came back for the next level."""
        record = Apprentice.objects.filter(cohort__slug=f"{SLUG}-2020", result="distinction").first()
        begins = dates.add_months(self.today, -3)
        cohort = Cohort.objects.get(slug=f"{SLUG}-current")
        person = record.person
        row = self.row(person.full_name, person.email, "ST1386", "Ada", "mina.leader", begins, 24)
        self.bring(cohort, [row | self.tutor("Ada")], begins - 30 * DAY)

    def first_days(self):
        """Of those about to start, one can read about their first day and one has a manager halfway there."""
        on = self.today - 2 * DAY
        for login, show in (("newstarter", True), (tables.HALF_WRITTEN, False)):
            record = Apprentice.objects.for_overview(self.today).get(person__email=f"{login}@{DOMAIN}")
            words = words_to_begin_with(record, self.today)
            words["place"] = words["place"].replace("[street and entrance]", "1 Sample Street, side door")
            if show:
                words["trouble"] = "Late, lost or ill? Ring 020 7946 0001, or the office on 020 7946 0002."
            manager = record.manager_terms.get().manager.person
            apprentices.write_first_day(record, words=words, show=show, by=manager, on=on)

    # --- Who has come in ---

    def way_in(self, record, person):
        """The invitation of somebody, as far as it has come. No mail leaves: nobody is there to read it."""
        day = min(record.first_day_at_work_on - 14 * DAY, self.today - 3 * DAY)
        user = record.person
        if person.way_in == "joined":
            self.came_in([user], day)
        elif person.way_in == "not sent":
            self.invitation(user, self.today - DAY, failed_at=dates.moment(self.today - DAY))
        elif person.way_in != "not invited":
            day = self.today - 40 * DAY if person.way_in == "expired" else day
            self.invitation(user, day, sent_at=dates.moment(day))

    def invitation(self, user, day, **times):
        digest = actions.digest(f"{user.email} of the demonstration")
        return Invitation.objects.create(
            user=user,
            email=user.email,
            digest=digest,
            invited_by=self.coordinator,
            invited_at=dates.moment(day),
            **times,
        )

    def came_in(self, users, day):
        """People who were invited on a day, and came in the day after."""
        for user in users:
            at = dates.moment(day + DAY)
            self.invitation(user, day, sent_at=dates.moment(day), accepted_at=at)
            User.objects.filter(pk=user.pk).update(last_login=at)

    def sign_ins(self):
        """Colleagues have come in; whoever is shown in the list of sign-ins has the one password."""
        colleagues = User.objects.filter(last_login__isnull=True, apprenticeships__isnull=True)
        self.came_in(colleagues, self.today - 60 * DAY)
        User.objects.filter(email__in=SIGN_INS).update(password=self.password)
        teams = {team.name: team for team in self.place.teams.all()}
        for login, (_, team, _) in tables.MANAGERS.items():
            manager = Manager.objects.get(person__email=f"{login}@{DOMAIN}")
            manager.team = teams[team]
            if login not in tables.NOT_AT_THE_SESSION:
                manager.went_to_session_on = self.today - 200 * DAY
            actions.save(manager, by=self.coordinator, on=self.today - 200 * DAY)
        for buddy in Buddy.objects.filter(organisation=self.place):
            buddy.briefed_on = self.today - 100 * DAY
            actions.save(buddy, by=self.coordinator, on=self.today - 100 * DAY)


SIGN_INS = [
    f"{name}@{DOMAIN}"
    for name in (
        "coordinator",
        "manager",
        "deputy",
        "buddy",
        "apprentice",
        "lastmonths",
        "newstarter",
        "firstweek",
    )
]


def elsewhere(today):
    """Another organisation, of which nobody in the first sees anything."""
    begins = dates.add_months(today, -4)
    place, coordinator = found(
        name="Sampleton Borough Council (demonstration)",
        slug="sampleton",
        email="coordinator@sampleton.example.org",
        full_name="Una Related",
        on=begins - 60 * DAY,
    )
    begin_with(place, by=coordinator, on=begins - 60 * DAY)
    cohort = Cohort(
        organisation=place, name="Digital apprentices", slug="sampleton-current", starts_on=begins
    )
    actions.save(cohort, by=coordinator, on=begins - 50 * DAY)
    row = {
        "email": "apprentice@sampleton.example.org",
        "full_name": "Otto Elsewhere",
        "manager_email": "manager@sampleton.example.org",
        "manager_name": "Elsa Whereabouts",
        "standard_reference": "ST0116",
        "start_date": begins.isoformat(),
        "planned_end_date": dates.add_months(begins, 18).isoformat(),
        "weekly_hours": "37",
    }
    content = csvfile.write(list(row), [list(row.values())])
    carry_out(content, organisation=place, cohort=cohort, by=coordinator, on=begins - 40 * DAY)
