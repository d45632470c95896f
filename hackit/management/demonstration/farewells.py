"""How those of the demonstration come to their end: conversations, decisions, and where people went."""

from datetime import timedelta

from apprentices import actions
from apprentices.destinations import Asked, again_on
from apprentices.models import (
    Apprentice,
    Destination,
    Interest,
    NextStep,
    StayingInTouch,
    StepTaken,
)
from apprentices.next_steps import Chance
from cohorts.models import Opening, PartnerEmployer
from hackit.actions import save
from hackit.management.demonstration import endings
from hackit.management.demonstration.tables import DOMAIN
from hackit.overview import cv

DAY = timedelta(days=1)


class Farewells:
    """What comes about before and after the end, on the day `today`."""

    def __init__(self, place, today, by):
        self.place, self.today, self.by = place, today, by
        self.records = {
            record.person.email.removesuffix(f"@{DOMAIN}"): record
            for record in Apprentice.objects.filter(cohort__organisation=place).select_related("person")
        }

    def play(self):
        """Openings first: people mark them."""
        self.employers = {name: self.employer(name, contact) for name, contact in endings.EMPLOYERS}
        self.openings = {row[0]: self.opening(*row) for row in endings.OPENINGS}
        for login, ending in endings.ENDINGS.items():
            self.end(self.records[login], ending)
        self.went()

    def day(self, ago):
        return self.today - ago * DAY

    # --- Employers and openings ---

    def employer(self, name, contact):
        known = PartnerEmployer(organisation=self.place, name=name, contact_name=contact)
        return save(known, by=self.by, on=self.day(300))

    def opening(self, title, employer, team, grade, posted, closes, about):
        vacancy = Opening(
            organisation=self.place,
            title=title,
            employer=self.employers.get(employer),
            team=team,
            grade=grade,
            posted_on=self.day(posted),
            closes_on=self.day(-closes),
            link="https://example.org/vacancies",
            about=about,
        )
        return save(vacancy, by=self.by, on=self.day(posted))

    # --- Before the end ---

    def end(self, record, ending):
        """Everything that is known of one person's ending."""
        manager = record.manager_terms.latest("from_on").manager.person
        for talk, held in ending.talks.items():
            self.talk(record, talk, held, manager)
        for way, (wished, needs, asked_by, chance) in ending.ways.items():
            if wished:
                actions.wish(record, way=way, wished=True, by=record.person, on=self.day(5))
            words = {"needs": needs, "asked_by": asked_by, "chance": chance}
            if words != {"needs": "", "asked_by": "", "chance": Chance.NOT_ASKED}:
                actions.weigh(record, way=way, by=manager, on=self.day(2), **words)
        for step, ago in ending.taken.items():
            taken = StepTaken(apprentice=record, step=step, done_on=self.day(ago), told_by=manager)
            save(taken, by=manager, on=self.day(ago))
        if ending.decision:
            self.decide(record, manager, **ending.decision)
        for title in ending.interest:
            Interest.objects.create(apprentice=record, opening=self.openings[title], marked_on=self.day(3))
        if ending.cv:
            found = cv.for_cv(Apprentice.objects.filter(pk=record.pk)).get()
            actions.write_cv(record, by=record.person, on=self.day(4), **cv.draft(found))
        if ending.touch is not None:
            email = f"{record.person.called.lower()}.private@home.example.org"
            StayingInTouch.objects.create(apprentice=record, email=email, left_on=self.day(ending.touch))

    def talk(self, record, talk, held, manager):
        if held.own:
            on = self.day(3 if held.ago is None else held.ago + 4)
            actions.prepare_talk(record, talk=talk, by=record.person, on=on, **held.own)
        if held.ago is None:
            return
        on, answer = self.day(held.ago), None if held.answer is None else self.day(held.answer)
        agreed = [
            {"what": what, "owner": owner, "due_on": self.day(due)} for what, owner, due, _ in held.agreed
        ]
        fields = {"held_on": on, "answer_by_on": answer, **held.said}
        made = actions.record_talk(record, talk=talk, agreed=agreed, by=manager, on=on, **fields)
        for what, _, _, done in held.agreed:
            if done is not None:
                step = NextStep.objects.get(conversation=made, what=what)
                actions.tick_next_step(step, done=True, by=manager, on=self.day(done))
        if held.confirmed is not None:
            differently = held.confirmed
            actions.confirm_talk(made, differently=differently, by=record.person, on=on + 2 * DAY)

    def decide(self, record, manager, *, outcome, ago, given, starts_in=None, **role):
        """A decision, and the letter that says so some days later."""
        if starts_in is not None:
            role["starts_on"] = self.day(-starts_in)
        facts = {"outcome": outcome, "decided_on": self.day(ago), **role}
        decision = actions.decide(record, by=manager, on=self.day(ago), **facts)
        on = self.day(given)
        actions.give_decision(record, letter=decision.letter, given_on=on, by=manager, on=on)

    # --- Where people went ---

    def went(self):
        """Of everybody who has ended, as far as it is known."""
        over = [record for record in self.records.values() if record.completed_on]
        for number, record in enumerate(sorted(over, key=lambda one: one.pk)):
            if record.completed_on > self.day(120):
                continue  # nobody has asked yet
            at_end, later = endings.WENT[number % len(endings.WENT)]
            self.destination(record, Asked.AT_END, at_end, record.completed_on + 5 * DAY)
            later = None if record.person.email.startswith("bram.figment") else later
            self.destination(record, Asked.LATER, later, again_on(record.completed_on) + 6 * DAY)
        for login, told in endings.LEFT.items():
            record = self.records[login]
            self.destination(record, Asked.AT_END, told, record.withdrawn_on + 10 * DAY)

    def destination(self, record, asked, told, on):
        if told is None or on > self.today:
            return
        where, inside, role, employer = told
        known = Destination(
            apprentice=record,
            asked=asked,
            where=where,
            in_profession=inside,
            role=role,
            employer=self.employers.get(employer),
            known_on=on,
            recorded_by=self.by,
        )
        save(known, by=self.by, on=on)
