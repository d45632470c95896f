"""How those of the demonstration begin: templates, inductions, buddies, mandatory training, private words."""

from collections import defaultdict
from datetime import timedelta

from apprentices import actions
from apprentices.induction import OPEN, State
from apprentices.models import Apprentice, Buddy, InductionStep, Manager
from cohorts.actions import begin_induction, copy_template
from cohorts.induction import DECIDING, HANDLING, STANDARD_NAME, Owner
from cohorts.models import InductionItem
from hackit import dates
from hackit.actions import save
from hackit.management.demonstration import welcomes
from hackit.management.demonstration.tables import DOMAIN
from hackit.management.demonstration.welcomes import NOTHING, WELCOMES
from hackit.overview.first_day import words_to_begin_with
from workplans.induction import facts, taken_by_learning

DAY = timedelta(days=1)
# Days before the first day at work on which an induction is given; and days ago for who was here already.
GIVEN, GIVEN_LATE = 30, 3


def begin(place, *, by, on):
    """The templates of an organisation, on a day. Returns them by name."""
    standard = begin_induction(place, by=by, on=on)
    found = {STANDARD_NAME: standard}
    for name, about, left_out, guidance, more in welcomes.TEMPLATES:
        copy = copy_template(standard, by=by, on=on)
        copy.name, copy.about = name, about
        found[name] = save(copy, by=by, on=on)
        _adapt(copy, left_out, guidance, more, by, on)
    return found


def _adapt(template, left_out, guidance, more, by, on):
    template.items.filter(title__in=left_out).delete()
    for item in template.items.filter(title__in=guidance):
        item.guidance = guidance[item.title]
        save(item, by=by, on=on)
    for day, title, owner in more:
        save(InductionItem(template=template, day=day, title=title, owner=owner), by=by, on=on)


class Beginnings:
    """What comes about for everybody in the programme on the day `today`."""

    def __init__(self, place, today, by):
        self.place, self.today, self.by = place, today, by
        records = Apprentice.objects.living(today).filter(cohort__organisation=place).order_by("pk")
        self.records = list(records.select_related("person", "cohort__organisation"))

    def play(self):
        """Courses first: some steps are done by them."""
        self.train()
        for record in self.records:
            login = record.person.email.removesuffix(f"@{DOMAIN}")
            Beginning(record, self.today, self.by).go(WELCOMES.get(login, NOTHING))
        self.words()

    # --- Mandatory training ---

    def train(self):
        """Everybody but a few has done what is for everybody; managers what is for them."""
        courses = {course.name: course for course in self.place.courses.all()}
        everybody, managers = courses[HANDLING.name], courses[DECIDING.name]
        for record in self.records:
            self.trained(everybody, record.person, record.first_day_at_work_on + 20 * DAY)
        self.trained(everybody, self.by, self.today - 60 * DAY)
        for kind in (Manager, Buddy):
            for colleague in kind.objects.filter(organisation=self.place).select_related("person"):
                self.trained(everybody, colleague.person, self.today - 100 * DAY)
                if kind is Manager:
                    self.trained(managers, colleague.person, self.today - 90 * DAY)

    def trained(self, course, person, on):
        login = person.email.removesuffix(f"@{DOMAIN}")
        long_ago = welcomes.LONG_TRAINED.get(login)
        # Refreshed by whoever did it more than a year ago.
        on = self.today - long_ago * DAY if long_ago else max(on, self.today - 300 * DAY)
        if login not in welcomes.NEVER_TRAINED and on <= self.today:
            actions.record_course(course, people=[person], done_on=on, by=person, on=on)

    # --- Private words ---

    def words(self):
        people = {record.person.email: record for record in self.records}
        for login, words, (raised, acknowledged, *later), answer in welcomes.WORDS:
            record = people[f"{login}@{DOMAIN}"]
            concern = actions.raise_concern(record, words=words, at=self.at(raised))
            by_day = self.today + (0 if later else 5) * DAY
            actions.acknowledge(concern, answer_by_on=by_day, by=self.by, at=self.at(acknowledged))
            if later:
                answered, closed = later
                actions.answer_concern(concern, answer=answer, by=self.by, at=self.at(answered))
                actions.close_concern(concern, by=record.person, at=self.at(closed))

    def at(self, ago):
        return dates.moment(self.today - ago * DAY)


class Beginning:
    """The induction of one record, each step told on its day by whom it would be."""

    def __init__(self, record, today, by):
        self.record, self.today, self.by = record, today, by
        self.first_day = record.first_day_at_work_on
        self.template = record.cohort.induction_template
        self.learning = taken_by_learning(record)
        self.managers = list(record.manager_terms.select_related("manager__person").order_by("from_on"))

    def go(self, welcome):
        """From the template to where a Welcome says that it stands."""
        self.give(welcome)
        self.buddy(welcome)
        self.meet(welcome)
        if welcome.quiet_place:
            on = self.day(-14)
            actions.name_quiet_place(self.record, place=welcome.quiet_place, by=self.manager(on), on=on)
        if welcome.first_day:
            self.write_first_day()
        if welcome.ticked is not None:
            self.tick(welcome)

    def give(self, welcome):
        """Before the first day; to who was here before inductions were kept, what was still ahead then."""
        late = welcome.ticked is None and self.first_day <= self.today
        actions.give(
            self.record,
            self.template,
            learning=self.learning,
            leave_out_past=late,
            by=self.by,
            on=self.today - GIVEN_LATE * DAY if late else self.day(-GIVEN),
        )

    # --- Who, and when ---

    def day(self, offset):
        """A day counted from the first one, or today for one that has not come."""
        return min(self.first_day + offset * DAY, self.today)

    def manager(self, on):
        """Whoever manages on a day, the coordinator while there is nobody."""
        held = [term for term in self.managers if term.from_on <= on] or self.managers[:1]
        return held[-1].manager.person if held else self.by

    def whose(self, step, on):
        """Who tells of a step."""
        if step.owner == Owner.BUDDY and (term := self.record.buddy_terms.in_force(on).first()):
            return term.buddy.person
        others = {Owner.APPRENTICE: self.record.person, Owner.COORDINATOR: self.by}
        return others.get(step.owner) or self.manager(on)

    # --- The buddy, and people to meet ---

    def buddy(self, welcome):
        on = self.day(-21)
        by = self.manager(on)
        if welcome.buddy:
            buddy = Buddy.objects.get(person__email=f"{welcome.buddy}@{DOMAIN}")
            actions.appoint_buddy(self.record, buddy, from_on=self.first_day, by=by, on=on)
        if welcome.kept:
            actions.keep_buddy(self.record.buddy_terms.get(), by=by, on=self.day(91))
        if welcome.thanks:
            ago, words = welcome.thanks
            last = self.today - ago * DAY
            term = self.record.buddy_terms.get()
            actions.end_with_thanks(term, until_on=last, thanks=words, by=self.manager(last), on=last)

    def meet(self, welcome):
        """People are listed ten days before; those who were met were met on their days."""
        on = self.day(-10)
        for meets, job, place, why in welcomes.PEOPLE[: welcome.meets]:
            about = {"meets": meets, "job": job, "place": place, "guidance": why}
            actions.list_person(self.record, **about, learning=self.learning, by=self.manager(on), on=on)
        listed = InductionStep.objects.filter(apprentice=self.record).people_to_meet()
        met = [step for step in listed if step.due_on <= self.today][: welcome.met]
        for step in met:
            actions.tell(step, state=State.DONE, by=self.record.person, on=step.due_on)
        if met and welcome.remembered:
            actions.remember(met[0], words=welcome.remembered)

    def write_first_day(self):
        on = self.day(-9)
        record = Apprentice.objects.for_overview(on).get(pk=self.record.pk)
        words = words_to_begin_with(record, on)
        words["place"] = words["place"].replace("[street and entrance]", "1 Sample Street, side door")
        words["trouble"] = "Late, lost or ill? Ring 020 7946 0001, or the office on 020 7946 0002."
        actions.write_first_day(record, words=words, show=True, by=self.manager(on), on=on)

    # --- Steps ---

    def tick(self, welcome):
        """What was due is done; what a fact would have done and did not is no longer needed."""
        last = self.today - welcome.ticked * DAY
        steps = self.record.induction_steps.filter(state__in=OPEN).with_known(facts()).filter(known=False)
        stuck, because = welcome.stuck or ("", "")
        ticked = defaultdict(list)
        for step in steps.select_related("course"):
            on = min(step.due_on, self.today)
            if step.title == stuck:
                actions.tell(step, state=State.STUCK, because=because, by=self.whose(step, on), on=on)
            elif step.due_on <= last and actions.done_by_itself(step):
                self.no_longer(step, on)
            elif step.due_on <= last and not step.meets:
                ticked[on, self.whose(step, on)].append(step)
        for (on, by), found in ticked.items():
            actions.tick_steps(found, by=by, on=on)

    def no_longer(self, step, on):
        """What would have been done by itself, and was not, is not needed after so long."""
        if on < self.today - 60 * DAY:
            reason = welcomes.NO_LONGER
            actions.tell(step, state=State.NOT_NEEDED, because=reason, by=self.by, on=on)
