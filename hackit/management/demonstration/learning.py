"""How the apprentices of the demonstration keep their log: written, accepted and returned on its days."""

from datetime import date, timedelta
from itertools import pairwise

from apprentices.models import Apprentice
from hackit import dates
from hackit.management.demonstration import lessons
from hackit.overview import standing
from providers.models import PublishedHours, Standard, open_on
from workplans import actions, log, off_the_job
from workplans.actions import Draft
from workplans.learning_time import NONE
from workplans.models import LearningEntry, with_learning
from workplans.months import first_of

DAY = timedelta(days=1)
WEEKS_OF_A_BLOCK = 6  # one of so many is a block week
WHOLE_DAY = 435
LONG = 300  # minutes from which a day is logged as two entries
# A log is written week by week since so many days ago. What is older is written in fewer goes: it is quicker.
RECENT = 28


def publish_hours():
    """Hours for some of the standards; those of the others are not known here."""
    day = date(2025, 8, 1)
    for reference, hours in lessons.PUBLISHED_HOURS.items():
        standard = open_on(list(Standard.objects.filter(reference=reference)), day)
        source = "Invented for the demonstration"
        PublishedHours.objects.create(standard=standard, hours=hours, starts_from=day, source=source)


class Logbook:
    """The log of one record, filled as the tables say of somebody (a lessons.Log) up to the day `today`."""

    def __init__(self, record, kept, today):
        self.record = with_learning(Apprentice.objects.for_overview(today)).get(pk=record.pk)
        self.kept, self.today = kept, today
        self.person, self.facts = self.record.person, self.record.facts()
        self.terms = list(self.record.manager_terms.select_related("manager__person"))
        self.lessons = lessons.LESSONS[self.record.standard.reference]
        self.written = 0

    def fill(self):
        """Learning times, entries with what became of them, and the monthly answers."""
        self.agree()
        days = list(self.days())
        late = self.today - self.kept.waits * DAY
        self.write([day for day in days if day < late], self.minutes(self.kept.share), accept=True)
        waiting = [day for day in days if day >= late]
        more = self.minutes(self.kept.with_waiting) - self.minutes(self.kept.share)
        self.write(waiting, max(0, more), accept=False)
        if self.kept.rich:
            self.have_returned()
        self.answer()

    def manager(self, on):
        """Whoever manages on a day."""
        held = [term for term in self.terms if term.from_on <= on]
        return max(held or self.terms, key=lambda term: term.from_on).manager.person

    # --- When, and how much ---

    def days(self):
        """The days of learning: those of the pattern on which anything may be logged."""
        day = self.record.starts_on
        empty = dates.add_months(first_of(self.today), -self.kept.empty) if self.kept.empty else None
        while day < self.today:
            off = self.kept.pattern[day.weekday()] == NONE or first_of(day) == empty
            if self.kept.blocks and day.isocalendar().week % WEEKS_OF_A_BLOCK:
                off = True
            if not off and log.refusal_of_day(self.facts, day, self.today) is None:
                yield day
            day += DAY

    def minutes(self, share):
        """The minutes that are a share of what is expected by today, or by the end."""
        learning = standing.learning([self.record], self.today)[self.record.pk]
        until = min(self.today, learning.finished_on or self.today)
        expected = off_the_job.expected(learning.programme, learning.target, until)
        return round(float(expected) * log.HOUR * share)

    # --- Entries ---

    def write(self, days, minutes, *, accept):
        """Logs so many minutes spread over the days, and accepts them some days later."""
        if not days or not minutes:
            return
        drafts = list(self.drafts(days, minutes))
        for together in self.batches(drafts):
            on = min(together[-1].learned_on + DAY, self.today)
            source = LearningEntry.Source.FILE if self.kept.from_file else LearningEntry.Source.TYPED
            logged = actions.log(self.record, together, by=self.person, on=on, source=source)
            if accept:
                self.accept(logged.entries, min(on + 3 * DAY, self.today))

    def accept(self, entries, on):
        seen = {entry.pk: entry.submitted_at for entry in entries}
        actions.accept(seen, by=self.manager(on), on=on)

    def drafts(self, days, minutes):
        """A Draft or two a day; now and then one that does not count."""
        quarters = [round(minutes * number / len(days) / log.QUARTER) for number in range(len(days) + 1)]
        for number, (day, (before, after)) in enumerate(zip(days, pairwise(quarters), strict=True)):
            of_the_day = (after - before) * log.QUARTER
            if of_the_day > LONG and self.kept.rich:
                yield self.draft(day, of_the_day * 3 // 5 // log.QUARTER * log.QUARTER)
                of_the_day -= of_the_day * 3 // 5 // log.QUARTER * log.QUARTER
            if of_the_day:
                yield self.draft(day, of_the_day)
            if number % 11 == 5:
                yield Draft(day, 60, *lessons.BESIDE[number % len(lessons.BESIDE)])
            if number % 17 == 9:
                yield Draft(day, 45, "reading", "Finished the chapter at home", in_paid_time=False)

    def draft(self, day, minutes):
        kind, what = self.lessons[self.written % len(self.lessons)]
        self.written += 1
        return Draft(day, minutes, kind, what)

    def batches(self, drafts):
        """The drafts as they are written together: by month, those of late by week."""
        together = []
        for draft in drafts:
            if together and self.period(together[-1].learned_on) != self.period(draft.learned_on):
                yield together
                together = []
            together.append(draft)
        yield together

    def period(self, day):
        if self.today - day < RECENT * DAY:
            return day.isocalendar()[:2]
        return first_of(day) if self.kept.rich else day.year

    def have_returned(self):
        """One entry that was returned, put right and accepted, and one that still has to be put right."""
        for ago, put_right in ((40, True), (12, False)):
            day = max(self.record.starts_on, self.today - ago * DAY)
            by, on = self.manager(day), day + 2 * DAY
            draft = Draft(day, 60, *lessons.RETURNED)
            [entry] = actions.log(self.record, [draft], by=self.person, on=day).entries
            actions.send_back({entry.pk: entry.submitted_at}, because=lessons.WHY_RETURNED, by=by, on=on)
            if put_right:
                draft = Draft(day, 60, draft.kind, lessons.PUT_RIGHT)
                entry = actions.correct(entry, draft, by=self.person, on=on + DAY)
                self.accept([entry], on + 2 * DAY)

    # --- Learning time and the monthly question ---

    def agree(self):
        """What is agreed since the start, and what waits for one of the two sides."""
        if self.kept.agreed:
            for weeks in self.blocks() if self.kept.blocks else [(self.record.starts_on, None)]:
                self.propose(self.person, self.record.starts_on, *weeks, self.kept.pattern, agree=True)
        if self.kept.proposes:
            side = self.person if self.kept.proposes == "apprentice" else self.manager(self.today)
            from_on = self.today + (8 - self.today.isoweekday()) * DAY
            self.propose(side, self.today - 4 * DAY, from_on, None, self.kept.new_pattern, agree=False)

    def propose(self, by, on, from_on, until_on, pattern, *, agree):
        words = {"from_on": from_on, "until_on": until_on, "pattern": pattern, "day_minutes": WHOLE_DAY}
        time = actions.propose(self.record, **words, in_blocks=self.kept.blocks, by=by, on=on)
        if agree:
            actions.agree(time, by=self.manager(on), on=on + 2 * DAY)

    def blocks(self):
        """(Monday, Friday) of the block weeks, the coming one among them."""
        monday = self.record.starts_on + (7 - self.record.starts_on.weekday()) % 7 * DAY
        while monday < self.today + WEEKS_OF_A_BLOCK * 7 * DAY:
            if monday.isocalendar().week % WEEKS_OF_A_BLOCK == 0:
                yield monday, monday + 4 * DAY
            monday += 7 * DAY

    def answer(self):
        """An answer a month, the newest first in the table; each given in the first days of the next."""
        this_month = first_of(self.today)
        for number, (answer, words) in enumerate(self.kept.answers, start=1 + self.kept.unanswered):
            asked_in = dates.add_months(this_month, 1 - number)
            actions.answer(
                self.record,
                month_on=dates.add_months(asked_in, -1),
                answer=answer,
                got_in_the_way=words,
                by=self.person,
                on=min(asked_in + 2 * DAY, self.today),
            )
