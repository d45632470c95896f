"""What happens to one apprentice of the demonstration, step by step, through the actions."""

from datetime import timedelta
from decimal import Decimal

from apprentices import actions
from apprentices.models import HandoverNote, Manager
from hackit.management.demonstration import tables
from hackit.management.demonstration.tables import DOMAIN
from providers.models import Contact, Provider, Standard, open_on

DAY = timedelta(days=1)


class Life:
    """One record, brought step by step to where the tables say that it stands on the day `today`."""

    def __init__(self, record, *, today, by):
        self.record, self.today, self.by = record, today, by

    def reach(self, person):
        """The reviews and the steps of a Person, each done on its day. Returns the record at the end."""
        for review in person.reviews:
            self.review(review)
        for step in person.life:
            getattr(self, step.what)(self.day(step.ago), **step.facts)
        return self.record

    def day(self, ago):
        """The day so many days before today; a negative number is still to come."""
        return self.today - ago * DAY

    def manager(self, on):
        """Whoever manages on a day, for what a manager does."""
        return self.record.manager_terms.in_force(on).get().manager.person

    # --- Reviews ---

    def review(self, review):
        """A review of three with what was agreed in it; some of that is done since."""
        held_on = self.day(review.ago)
        if held_on < self.record.starts_on:
            return
        by = self.manager(held_on)
        agreed = [
            {"what": one.what, "owner": one.owner, "due_on": self.day(one.due)} for one in review.agreed
        ]
        summary = review.summary
        made = actions.record_review(
            self.record, held_on=held_on, summary=summary, agreed=agreed, by=by, on=held_on
        )
        for one in review.agreed:
            if one.done is not None:
                agreed_action = made.agreed_actions.get(what=one.what)
                actions.tick(agreed_action, done=True, by=by, on=self.day(one.done))

    # --- Breaks and changes of the plan ---

    def away(self, day, expected=None):
        actions.begin_break(
            self.record,
            first_day_away_on=day,
            expected_return_on=expected and self.day(expected),
            reason="Agreed time away",
            by=self.by,
            on=day,
        )

    def back(self, day):
        gap = self.record.breaks.get(first_day_back_on=None)
        self.record = actions.come_back(gap, first_day_back_on=day, by=self.by, on=day)

    def hours(self, day, hours, why):
        told = {"weekly_hours": Decimal(hours), "why": why, "by": self.by}
        self.record = actions.change_plan(self.record, from_on=day, on=min(day, self.today), **told)

    def provider(self, day, provider, why):
        ukprn, tutor = tables.PROVIDERS[provider]
        self.record = actions.change_plan(
            self.record,
            from_on=day,
            provider=Provider.objects.get(ukprn=ukprn),
            tutor=Contact.objects.get(name=tutor, organisation=self.record.cohort.organisation),
            why=why,
            by=self.by,
            on=day,
        )

    def standard(self, day, reference, months):
        standard = open_on(list(Standard.objects.filter(reference=reference)), day)
        self.record = actions.change_standard(
            self.record,
            standard=standard,
            starts_on=day,
            planned_end_on=day + months * 30 * DAY,
            by=self.by,
            on=day,
        )

    # --- Handover ---

    def handover(self, day, to, note=0, read=None):
        """Somebody else is manager from a day on; the note is written so many days before it, if any."""
        manager = Manager.objects.get(person__email=f"{to}@{DOMAIN}")
        leaving = self.manager(min(day - DAY, self.today))
        named_on = min(day, self.today) - 10 * DAY
        term = actions.appoint_manager(self.record, manager, from_on=day, by=self.by, on=named_on)
        if note:
            words = dict(zip(HandoverNote.WORDS, tables.NOTE, strict=True))
            written = actions.write_note(term, words=words, by=leaving, on=min(day, self.today) - note * DAY)
        if read is not None:
            actions.mark_read(written, by=manager.person, on=self.day(read))

    # --- Gateway and the end ---

    def gateway(self, day):
        self.record = actions.reach_gateway(self.record, reached_on=day, by=self.by, on=day)

    def sent_back(self, day, why):
        self.record = actions.send_back(self.record, sent_back_on=day, why=why, by=self.by, on=day)

    def assessment(self, day):
        self.record = actions.begin_assessment(self.record, begun_on=day, by=self.by, on=day)

    def failed(self, day, resit):
        actions.fail(self.record, failed_on=day, resit_on=self.day(resit), by=self.by, on=day)

    def completed(self, day, result):
        self.record = actions.complete(self.record, completed_on=day, result=result, by=self.by, on=day)

    def withdrawn(self, day, reason, **why):
        self.record = actions.withdraw(
            self.record, withdrawn_on=day, reason=reason, by=self.by, on=min(day, self.today), **why
        )
