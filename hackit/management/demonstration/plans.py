"""How the apprentices of the demonstration plan month by month; their projects and portfolios."""

from datetime import timedelta
from itertools import count, cycle

from apprentices.models import Apprentice
from hackit import dates
from hackit.management.demonstration import works
from workplans import actions, months
from workplans.models import PlanItem, PlanTemplate, WorkPlan
from workplans.work_plan import ItemState, Move

DAY = timedelta(days=1)
LINK = 30


class Planbook:
    """The plans of one record, as the tables say of somebody (a works.Plans) up to the day `today`.

    A month goes as it should: written and shared on the 22nd of the month before, agreed on its 2nd, looked
    back on when it ends and reviewed on the 4th after it.
    """

    def __init__(self, record, kept, today, turn=0):
        self.record = Apprentice.objects.for_overview(today).get(pk=record.pk)
        self.kept, self.today = kept, today
        self.person = self.record.person
        self.terms = list(self.record.manager_terms.select_related("manager__person"))
        self.works, items = works.OF_STANDARD[self.record.standard.reference]
        self.items, self.turn = cycle(items[turn % len(items) :] + items[: turn % len(items)]), turn
        self.number = count(turn)
        self.now = months.first_of(today)
        self.projects = []

    def fill(self):
        """Projects, then month after month, then what is shown outside."""
        self.name_projects()
        past = [month for month in self.months() if month < self.now]
        for month in past:
            self.write(month)
            self.share(month)
            self.close(dates.add_months(month, -1))
            self.agree(month)
            self.review(dates.add_months(month, -1))
        self.this_month()
        if self.kept.next:
            self.next_month()
        if self.kept.portfolio:
            self.show(self.today - 20 * DAY)

    def look_back(self):
        """Projects and portfolio of somebody who has finished, and no month."""
        self.name_projects()
        self.show(self.today - 20 * DAY)

    # --- When, and who ---

    def months(self):
        """The first days of the months that have plans, this one left out: none in a break."""
        first, last = months.programme(self.record, self.today)
        begins = max(first, dates.add_months(self.now, -self.kept.months))
        breaks = list(self.record.breaks.values_list("first_day_away_on", "first_day_back_on"))
        left_out = self.ago(self.kept.missing) if self.kept.missing else None
        for month in months.months(begins, min(last, self.today)):
            if months.days_in(month, first, last, breaks) and month != left_out:
                yield month

    def ago(self, number):
        return dates.add_months(self.now, -number)

    def day(self, day):
        """A day, or today for one that has not come, and no earlier than the first day at work."""
        return min(max(day, min(self.record.first_day_at_work_on, self.today)), self.today)

    def written_on(self, month):
        return self.day(dates.add_months(month, -1).replace(day=22))

    def ends_on(self, month):
        return self.day(months.last_day(self.record, month, self.today))

    def manager(self, on):
        """Whoever manages on a day."""
        held = [term for term in self.terms if term.from_on <= on]
        return max(held or self.terms, key=lambda term: term.from_on).manager.person

    def plan(self, month):
        plans = WorkPlan.objects.select_related("apprentice")
        return plans.filter(apprentice=self.record, month_on=month).first()

    # --- A month ---

    def write(self, month):
        """An aim and some items, the first of them about a project."""
        on = self.written_on(month)
        by = self.manager(on)
        if self.kept.rich and month == months.first_of(self.record.first_day_at_work_on):
            template = PlanTemplate.objects.filter(organisation=self.record.cohort.organisation_id).first()
            return actions.begin_from_template(self.record, month, template=template, by=by, on=on)
        aim = works.AIMS[next(self.number) % len(works.AIMS)]
        actions.write_aim(self.record, month, aim=aim, by=by, on=on)
        for place in range(3 if self.kept.rich else 2):
            kind, title, helper = next(self.items)
            words = {
                "kind": kind,
                "title": title,
                "helper": helper,
                "due_on": month.replace(day=8 + 6 * place),
            }
            words["project"] = self.projects[0] if self.projects and not place else None
            actions.add_item(self.record, month, words=words, by=by, on=on)
        return self.special(month, by, on)

    def special(self, month, by, on):
        """What goes otherwise than planned: an item that will be carried on and on, one that is dropped."""
        titles = []
        if self.kept.rich and month == self.ago(len(works.WHY_STUCK)):
            titles.append(works.STUCK)
        if self.kept.rich and month == self.ago(1):
            titles.append(works.ONCE[0])
        if self.kept.dropped and month == self.ago(self.kept.dropped):
            titles.append(works.DROPPED[0])
        for title in titles:
            actions.add_item(self.record, month, words={"title": title}, by=by, on=on)

    def share(self, month):
        on = self.written_on(month)
        actions.share(self.plan(month), by=self.manager(on), on=on)

    def agree(self, month):
        plan, on = self.plan(month), self.day(month.replace(day=2))
        items = plan.items.select_related("project")
        actions.agree_plan(plan, seen=actions.fingerprint(plan, items), by=self.person, on=on)

    def close(self, month):
        """What became of the items, and what the apprentice says of the month."""
        plan = self.plan(month)
        if plan is None:
            return
        on = self.ends_on(month)
        reasons = {
            works.DROPPED[0]: (Move.DROP, works.DROPPED[1]),
            works.ONCE[0]: (Move.CARRY, works.ONCE[1]),
        }
        reasons[works.STUCK] = (Move.CARRY, works.WHY_STUCK[dates.months_between(month, self.now) % 3])
        for item in plan.items.all():
            if item.title in reasons:
                move, because = reasons[item.title]
                actions.move_on(item, move, because=because, by=self.manager(on), on=on)
            else:
                actions.move_on(item, Move.FINISH, by=self.person, on=on - 3 * DAY)
        if not self.kept.unreflected or month != self.ago(self.kept.unreflected):
            words = works.REFLECTIONS[next(self.number) % len(works.REFLECTIONS)]
            words = dict(zip(WorkPlan.REFLECTION, words, strict=True))
            actions.reflect(plan, words=words, by=self.person, on=on)

    def review(self, month):
        plan, on = self.plan(month), self.day(dates.add_months(month, 1).replace(day=4))
        if plan is None:
            return
        words = works.REVIEWS[next(self.number) % len(works.REVIEWS)]
        actions.review(plan, review=words, by=self.manager(on), on=on)

    def this_month(self):
        """As far as the tables say; last month is closed first, and reviewed unless it waits for that."""
        going_on = self.now in self.months()
        if going_on and self.kept.this:
            self.write(self.now)
            if self.kept.this != "draft":
                self.share(self.now)
        self.close(self.ago(1))
        if going_on and self.kept.this == "agreed":
            self.agree(self.now)
            self.go_on()
        if not self.kept.rich:
            self.review(self.ago(1))

    def go_on(self):
        """One item is done and one begun; in a rich month something changes, and something is suggested."""
        items = list(self.plan(self.now).items.filter(state=ItemState.PLANNED, times_carried=0)[:3])
        for item, move in zip(items, (Move.FINISH, Move.BEGIN), strict=False):
            actions.move_on(item, move, by=self.person, on=self.today)
        if not self.kept.rich:
            return
        by = self.manager(self.today)
        words = {name: getattr(items[2], name) for name in PlanItem.WRITTEN} | {"title": works.CHANGED}
        actions.change_item(items[2], words=words, by=by, on=self.today)
        actions.add_item(self.record, self.now, words={"title": works.ADDED}, by=by, on=self.today)
        for title in works.SUGGESTED:
            actions.suggest(self.record, self.now, words={"title": title}, by=self.person, on=self.today)

    def next_month(self):
        month = dates.add_months(self.now, 1)
        self.write(month)
        if self.kept.next == "shared":
            self.share(month)

    # --- Projects and the portfolio ---

    def name_projects(self):
        """So many, each begun some months ago, the newest still without what came of it."""
        for number in range(self.kept.projects):
            work = self.works[(self.turn + number) % len(self.works)]
            on = self.day(self.today - (90 + 60 * number) * DAY)
            self.projects.append(self.project(work, on, finished=number > 0 or self.kept.portfolio))

    def project(self, work, on, *, finished):
        words = {"title": work.title, "purpose": work.purpose, "team": work.team, "from_on": on}
        words |= {"until_on": on + 60 * DAY if finished else None, "link": ""}
        project = actions.name_project(self.record, words=words, by=self.manager(on), on=on)
        own = {"my_part": work.my_part, "skills": work.skills, "outcome": work.outcome if finished else ""}
        later = self.day(on + 70 * DAY)
        project = actions.write_part(project, words=own, by=self.person, on=later)
        if finished:
            by = self.manager(later)
            project = actions.give_feedback(
                project, feedback=work.feedback, by=by, on=self.day(later + 2 * DAY)
            )
        return project

    def show(self, on):
        """The portfolio, with a link that holds and one that was withdrawn."""
        profile = works.PROFILES[self.turn % len(works.PROFILES)]
        actions.write_profile(self.record, profile=profile, by=self.person, on=on)
        for project in self.projects:
            actions.choose(project, by=self.person, on=on)
        withdrawn, _ = (
            actions.make_link(self.record, purpose=purpose, days=LINK, by=self.person, on=on)
            for purpose in ("For the job fair", "For my next team")
        )
        actions.withdraw_link(withdrawn, by=self.person, on=self.day(on + 3 * DAY))
