"""Every page of ours in each of its states, at 320 and at 1280 pixels: what accessibility asks for.

`PAGES` is one table. A new page, or a new state of one, is a new row: its name, who looks, what is
there beforehand, the address, the title, the templates that it shows and, for states that are reached
by doing something, what is done. A template that no row shows fails the suite.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import html5lib
import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test.signals import template_rendered
from django.urls import path
from django.utils import timezone
from playwright.sync_api import expect

from apprentices import actions as apprenticeship
from apprentices.models import (
    Apprentice,
    BuddyTerm,
    Conversation,
    Cv,
    DeputyTerm,
    FirstDay,
    HandoverNote,
    ManagerTerm,
)
from apprentices.next_steps import Outcome, Talk, Way
from hackit import actions, dates
from hackit import urls as ours
from tests import factories as make
from tests.journeys.axe import AXE_SCRIPT, WCAG, broken_rules
from tests.workplans.exports import HEADINGS, day, export
from workplans import actions as log
from workplans.induction import taken_by_learning
from workplans.models import PlanItem, Project
from workplans.work_plan import Move

WIDTHS = (320, 1280)
PASSWORD = "three random words"
TEMPLATES = configured.BASE_DIR / "templates"


# --- Pages that only a fault brings up: these addresses are faulty on purpose ----------------------


def fault(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    *ours.urlpatterns,
    path("faults/400/", fault(SuspiciousOperation("on purpose"))),
    path("faults/403/", fault(PermissionDenied("on purpose"))),
    path("faults/500/", fault(RuntimeError("on purpose"))),
]
handler400, handler403, handler404, handler500 = (
    ours.handler400,
    ours.handler403,
    ours.handler404,
    ours.handler500,
)


# --- What is there beforehand ----------------------------------------------------------------------


def long(words, length):
    """A name that is as long as it may be, and cannot be broken at a space."""
    return (words * length)[:length]


def many_apprentices(world, missing=False):
    """Thirty more apprentices of the manager, so that a list has a second page; with `missing`, so much that
    the coordinator has a lot to do.
    """
    for number in range(30):
        record = make.ApprenticeFactory(
            person=make.UserFactory(full_name=f"{number:02} Apprentice"),
            cohort=world.here.cohort,
            starts_on=world.today - timedelta(days=100 - number),
            tutor=None if missing else world.here.tutor,
            provider=world.here.tutor.provider,
            probation_ends_on=world.today + timedelta(days=number + 1),
        )
        if not missing:
            make.ManagerTermFactory(apprentice=record, manager=world.here.term.manager)


def many_gaps(world):
    many_apprentices(world, missing=True)


def long_names(world):
    """Every text of the first organisation is as long as it may be."""
    place, record = world.here, world.record
    place.organisation.logo_text = long("Council", 60)
    place.organisation.hr_name = place.organisation.listener_name = long("Helpdesk", 120)
    place.organisation.hr_email = f"{long('helpdesk', 60)}@{long('example', 60)}.org"
    place.organisation.listener_email = place.organisation.hr_email
    place.organisation.hr_phone = place.organisation.listener_phone = long("0", 40)
    place.cohort.name = long("Cohort", 120)
    place.team.name, place.team.directorate = long("Team", 120), long("Directorate", 120)
    place.tutor.name, place.tutor.email = long("Tutor", 120), f"{long('tutor', 60)}@example.org"
    place.tutor.provider.name = place.tutor.provider.known_as = long("Provider", 120)
    record.standard.name = long("Standard", 200)
    record.contract_ends_on = record.planned_end_on - timedelta(days=1)
    for thing in (place.organisation, place.cohort, place.team, place.tutor, place.tutor.provider):
        thing.save()
    record.standard.save()
    record.save()
    for role in ("apprentice", "manager", "deputy", "buddy", "coordinator"):
        person = getattr(world, role)
        person.full_name, person.preferred_name = long(role.capitalize(), 150), long(role, 60)
        person.email = f"{long(role, 60)}@{long('example', 60)}.org"
        person.save()


def starting(world, **page):
    """The apprentice starts in five days; with `page`, there is a first-day page."""
    day = world.today + timedelta(days=5)
    world.record.first_day_at_work_on, world.record.starts_on = day, day + timedelta(days=7)
    world.record.save()
    if page:
        make.FirstDayFactory(apprentice=world.record, **page)


def first_day_draft(world):
    starting(world, bring="A draft\nof two lines")


def first_day_shown(world):
    words = dict.fromkeys(("bring", "wear", "lunch", "first_week"), "Some words, and a few more. " * 5)
    starting(world, shown_on=world.today, **words)


def first_day_long(world):
    """Every text is as long as it may be, and cannot be broken at a space."""
    fields = {name: FirstDay._meta.get_field(name) for name in FirstDay.WORDS if name != "comes_at"}
    words = {name: long("Words", field.max_length) for name, field in fields.items()}
    starting(world, shown_on=world.today, **words)
    long_names(world)


def reviewed(world, **words):
    """Two reviews: one corrected, with actions open, late and done; one of which nothing was noted."""
    words = {"summary": "Learning goes well.\nMore time for the project.", "others_there": "Ann"} | words
    held_on = world.today - timedelta(days=30)
    what = words.pop("what", "Book the exam")
    agreed = [
        {"what": what[:199] + str(number), "owner": owner, "due_on": held_on + timedelta(days=20 * number)}
        for number, owner in enumerate(("manager", "apprentice", "provider", "coordinator"))
    ]
    told = {"by": world.manager, "on": held_on, "held_on": held_on, "agreed": agreed}
    review = apprenticeship.record_review(world.record, **told)
    apprenticeship.record_review(world.record, review=review, **told | {"by": world.deputy}, **words)
    apprenticeship.tick(review.agreed_actions.first(), done=True, by=world.manager)
    nothing = dict.fromkeys(("apprentice_there", "manager_there", "provider_there"), False)
    make.ReviewFactory(apprentice=world.record, held_on=held_on - timedelta(days=40), summary="", **nothing)


def in_induction(world, long_words=False):
    """Steps of everybody, late, stuck, done and to come, some confidential, and one that was added."""
    record, today = world.record, world.today
    make.InductionFactory(apprentice=record)

    def step(title, ahead, **more):
        title, due_on = long(title, 200) if long_words else title, today + timedelta(days=ahead)
        return make.InductionStepFactory(apprentice=record, title=title, due_on=due_on, **more)

    words = long("Words", 500) if long_words else "Two\nlines"
    step("Lunch", -100, day=0, owner="manager", guidance=words)
    step("Pass", -90, day=10, owner="apprentice", state="stuck", stuck_on=today, stuck_because=words)
    step("Risks", -80, day=20, owner="manager", sight="closed", state="doing")
    step("Tour", 1, day=101, owner="buddy", kind="introduction", guidance=words)
    step("Plans", 2, day=102, owner="manager", fact="plans")
    step("Assess", 40, day=140, owner="provider", state="not needed", not_needed_because=words)
    step("Signed", 50, day=200, owner="coordinator", done_on=today, done_by=world.coordinator, state="done")
    world.added = step("Depot", 3, day=None, owner="manager", guidance=words)


def in_long_induction(world):
    long_names(world)
    in_induction(world, long_words=True)


def reviewed_at_length(world):
    long_names(world)
    reviewed(world, summary=long("Summary", 3000), others_there=long("Others", 200), what=long("Action", 200))


def a_long_life(world):
    """An apprentice with a past of every kind, and an apprenticeship before this one."""
    record, day = world.record, timedelta(days=1)
    before = make.ApprenticeFactory(
        person=record.person,
        cohort=record.cohort,
        starts_on=world.today - 400 * day,
        withdrawn_on=world.today - 200 * day,
        withdrawal_reason="left",
    )
    record.previous, record.planned_learning_hours = before, 400
    record.save()
    told = {"by": world.coordinator}
    apprenticeship.begin_break(
        record,
        first_day_away_on=world.today - 60 * day,
        first_day_back_on=world.today - 40 * day,
        reason="Agreed time away",
        **told,
    )
    apprenticeship.change_plan(record, from_on=world.today - 30 * day, weekly_hours=30, why="Less", **told)
    apprenticeship.change_plan(record, from_on=world.today - 20 * day, tutor=None, team=None, **told)
    apprenticeship.reach_gateway(record, reached_on=world.today - 15 * day, **told)
    apprenticeship.send_back(record, sent_back_on=world.today - 12 * day, why="A gap", **told)
    apprenticeship.reach_gateway(record, reached_on=world.today - 10 * day, **told)
    apprenticeship.begin_assessment(record, begun_on=world.today - 9 * day, **told)
    apprenticeship.fail(record, failed_on=world.today - 8 * day, resit_on=world.today + 8 * day, **told)


def nobody_in_the_cohort(world):
    Apprentice.objects.filter(cohort=world.here.cohort).delete()


def no_cohort(world):
    nobody_in_the_cohort(world)
    world.here.cohort.delete()


def alone(world):
    """An apprentice without anybody around them, and without anything that may be left out."""
    record = world.record
    for terms in (record.manager_terms, record.deputy_terms, record.buddy_terms):
        terms.all().delete()
    record.team = record.provider = record.tutor = None
    record.save()


def buddy_has_steps(world):
    """A late step of the buddy, and one to come."""
    for days, title in ((-3, "Fire exits, first aid, toilets, kitchen"), (30, "A coffee together")):
        due_on = world.today + timedelta(days=days)
        make.InductionStepFactory(apprentice=world.record, owner="buddy", title=title, due_on=due_on)


def in_a_break(world):
    make.BreakFactory(
        apprentice=world.record,
        first_day_away_on=world.today - timedelta(days=9),
        expected_return_on=world.today + timedelta(days=9),
    )


def learned(world, entries=10, **more):
    """A log of three months in every state, among them a link and some that do not count."""
    states = ({"accepted": True, "answered_by": world.manager}, {}, {"returned": True})
    for number in range(entries):
        make.LearningEntryFactory(
            apprentice=world.record,
            learned_on=world.today - timedelta(days=90 // entries * number),
            **states[0 if number > 8 else number % 3] | more,
        )
    for kind in ("maths", "review"):
        make.LearningEntryFactory(apprentice=world.record, learned_on=world.today, kind=kind)
    make.LearningEntryFactory(
        apprentice=world.record, in_paid_time=False, link="https://example.org/", learned_on=world.today
    )


def learned_much(world):
    """More than fits on a page."""
    learned(world, entries=30)


def learned_at_length(world):
    """Every text as long as it may be, and a programme and a plan that are too short."""
    learned(world, what=long("Lesson", 1000), source="file")
    returned = world.record.learning_entries.filter(state="returned")
    returned.update(returned_because=long("Reason", 500))
    long_names(world)
    world.record.planned_end_on, world.record.planned_learning_hours = world.today, 150
    world.record.contract_ends_on = None
    world.record.save()


def learned_before_a_break(world):
    """A break is entered around days that are logged already, after one that is over."""
    learned(world)
    make.BreakFactory(
        apprentice=world.record,
        first_day_away_on=world.today - timedelta(days=60),
        first_day_back_on=world.today - timedelta(days=40),
    )
    in_a_break(world)


def learned_since(year, **more):
    """A function that gives the apprentice a first day of learning under an earlier rule."""

    def prepare(world):
        record = world.record
        record.starts_on = world.today.replace(year=year, day=1)
        record.planned_end_on = world.today + timedelta(days=60)
        record.planned_learning_hours = more.get("plan")
        record.save()
        learned(world)

    return prepare


def learned_by_published_hours(world):
    make.PublishedHoursFactory(standard=world.record.standard)
    learned(world)


def a_past(world):
    """An apprentice with a break, changes by several people, and a request for their data."""
    in_a_break(world)
    world.record.weekly_hours = 30
    world.record._history_user, world.record._change_reason = world.coordinator, "Fewer hours"
    world.record.save()
    world.apprentice._history_user = world.apprentice
    world.apprentice.save()
    make.DataRequestFactory(person=world.apprentice, organisation=world.here.organisation)


def a_life(world):
    """A change of plan, a break that is over, a review with what was agreed, and people who come and go."""
    record, by, today = world.record, world.coordinator, world.today
    apprenticeship.begin_break(
        record,
        first_day_away_on=today - timedelta(days=40),
        first_day_back_on=today - timedelta(days=30),
        reason="Agreed time away",
        by=by,
    )
    apprenticeship.change_plan(record, from_on=today, weekly_hours=30, why="Fewer hours", by=by)
    agreed = [{"what": "Book the exam", "owner": "provider", "due_on": today}]
    apprenticeship.record_review(record, held_on=today, agreed=agreed, by=world.manager)


def much_changed(world):
    """More than one page of changes, by somebody with a name that is as long as it may be."""
    for number in range(60):
        world.record.weekly_hours, world.record._history_user = 10 + number % 30, world.manager
        world.record.save()
    long_names(world)


def nothing_changed(world):
    """A record whose history is older than the software."""
    world.record.history.all().delete()
    for terms in (world.record.manager_terms, world.record.deputy_terms, world.record.buddy_terms):
        terms.all().delete()
    for model in (ManagerTerm, DeputyTerm, BuddyTerm):
        model.history.all().delete()


def asked_for_data(world):
    """A request for data that is late."""
    make.DataRequestFactory(person=world.apprentice, organisation=world.here.organisation)


def completed(world):
    record = world.record
    record.gateway_on = record.assessment_on = record.completed_on = world.today - timedelta(days=5)
    record.result = Apprentice.Result.PASS
    record.save()


def handed_over(world):
    """The manager has a note to read, and nobody comes after them."""
    make.HandoverNoteFactory(term=world.here.term)
    world.record.manager_terms.filter(from_on__gt=world.today).delete()


def long_note(world):
    """A note to read and one to write, each as long as it may be."""
    words = {name: long("Words", 3000) for name in HandoverNote.WORDS}
    for term in world.record.manager_terms.not_over(world.today):
        make.HandoverNoteFactory(term=term, **words)
    long_names(world)


def logged(world, days=7, **words):
    """An entry of the apprentice, of so many days ago."""
    day = world.today - timedelta(days=days)
    words = {"minutes": 90, "kind": "class", "what": "Joins and subqueries.\nIndexes, too."} | words
    return log.log(world.record, [log.Draft(day, **words)], by=world.apprentice).entries[0]


def answer_learning(entry, by, because=""):
    seen = {entry.pk: entry.submitted_at}
    if because:
        log.send_back(seen, because=because, by=by)
    else:
        log.accept(seen, by=by)


def a_log(world):
    """Entries of the last two weeks in every state, one that does not count, and one that was deleted."""
    for days in range(14):
        logged(world, days, kind="maths" if days == 9 else "class", in_paid_time=days != 8)
    log.take_out(logged(world, 20, what="A slip"), by=world.apprentice)
    first, second, third = world.record.learning_entries.order_by("learned_on")[:3]
    answer_learning(first, world.manager)
    answer_learning(second, world.deputy, because="Which part of it?\nName the chapter.")
    again = log.Draft(third.learned_on, 120, "reading", "Indexes", link="https://example.org/notes")
    log.correct(third, again, by=world.apprentice)


def longest_entry(world):
    words = {
        "what": long("Words", 1000),
        "link": "https://example.org/" + long("notes", 170),
        "minutes": 1425,
    }
    return logged(world, **words)


def a_long_log(world):
    """Words as long as they may be, changed and returned, in a log that was written twice."""
    longest_entry(world)
    log.take_out(logged(world, 8, what=long("Slip", 1000)), by=world.apprentice)
    long_names(world)


def a_long_return(world):
    answer_learning(longest_entry(world), world.manager, because=long("Reason", 500))
    long_names(world)


def an_accepted_entry(world):
    answer_learning(logged(world), world.manager)


def many_wait(world):
    """More than a page of entries, of two apprentices, late ones among them, with long words."""
    many_apprentices(world)
    sent = timezone.now() - timedelta(days=20)
    other = world.here.term.manager.manager_terms.exclude(apprentice=world.record).first().apprentice
    for number in range(105):
        record = world.record if number % 2 else other
        make.LearningEntryFactory(
            apprentice=record, minutes=15, submitted_at=sent, learned_on=record.starts_on
        )
    longest_entry(world)


def away_last_week(world):
    make.BreakFactory(
        apprentice=world.record,
        first_day_away_on=world.today - timedelta(days=12),
        first_day_back_on=world.today - timedelta(days=5),
    )


def named(name):
    return make.UserFactory(full_name=name)


def buddy_to_be(world):
    """Somebody is to be the buddy from next week on."""
    world.here.buddy_term.until_on = world.today + timedelta(days=6)
    world.here.buddy_term.save()
    new = make.BuddyFactory(organisation=world.here.organisation, person=named("Bud Dy"))
    make.BuddyTermFactory(apprentice=world.record, buddy=new, from_on=world.today + timedelta(days=7))


def buddy_with_a_name(world):
    world.here.buddy_term.buddy.person = named("Bud Dy")
    world.here.buddy_term.buddy.save()


def everything_at_once(world):
    """The buddy is a coordinator and an apprentice too."""
    make.CoordinatorFactory(organisation=world.here.organisation, person=world.buddy)
    make.ApprenticeFactory(person=world.buddy, cohort=world.here.cohort)


def many_coordinators(world):
    for number in range(12):
        make.CoordinatorFactory(
            organisation=world.here.organisation,
            person=make.UserFactory(full_name=f"Coordinator {number}"),
        )


def months_ago(world, months):
    """The first day of the month that was so many months ago."""
    return dates.add_months(world.today.replace(day=1), -months)


def learning_times(world, because="Fridays are release days"):
    """A time that holds, a block to come, one that is over, and one that was declined."""
    day, here = timedelta(days=1), {"apprentice": world.record}
    make.LearningTimeFactory(**here, agreed=True, until_on=world.today - 30 * day, pattern="-A-A---")
    make.LearningTimeFactory(**here, agreed=True, from_on=world.today - 29 * day)
    block = {"from_on": world.today + 7 * day, "until_on": world.today + 20 * day, "pattern": "DDDDD--"}
    make.LearningTimeFactory(**here, agreed=True, in_blocks=True, **block)
    answer = {"declined_because": because, "answered_by": world.manager, "state": "declined"}
    make.LearningTimeFactory(**here, agreed=True, pattern="MAMAMMA", **answer)


def learning_times_at_length(world):
    long_names(world)
    learning_times(world, because=long("Because", 500))


def time_proposed(world):
    """The manager proposes Mondays, which would end what holds."""
    make.LearningTimeFactory(apprentice=world.record, agreed=True)
    make.LearningTimeFactory(
        apprentice=world.record, pattern="D------", from_on=world.today, proposed_by=world.manager
    )


def not_protected(world, **words):
    """Two months of “no”, and one before them that somebody has talked about."""
    for number in (3, 2, 1):
        talked = {"talked_on": world.today, "talked_by": world.coordinator} if number == 3 else {}
        make.ProtectedAnswerFactory(
            apprentice=world.record,
            month_on=months_ago(world, number),
            answer="no",
            answered_on=months_ago(world, number - 1),
            **{"got_in_the_way": "A release.\nTwo people were away."} | words | talked,
        )


def not_protected_at_length(world):
    long_names(world)
    not_protected(world, got_in_the_way=long("Words", 1000))


def learning_due(world):
    """Something of everything that is due about learning, and an apprentice of each standing."""
    day = timedelta(days=1)
    make.LearningEntryFactory(apprentice=world.record, minutes=435)
    make.LearningEntryFactory(apprentice=world.record, returned=True)
    not_protected(world)
    for number, more in enumerate(({}, {"withdrawn_on": world.today, "withdrawal_reason": "left"}, {})):
        record = make.ApprenticeFactory(
            person=make.UserFactory(full_name=f"{number} Other"),
            cohort=world.here.cohort,
            starts_on=world.today - (20 - 25 * number) * day,
            **more,
        )
        make.ManagerTermFactory(apprentice=record, manager=world.here.term.manager)
    for minutes, name in ((1440, "Ann Ahead"), (300, "Bea Nearly")):
        record = make.ApprenticeFactory(
            person=make.UserFactory(full_name=name),
            cohort=world.here.cohort,
            starts_on=world.today - 100 * day,
        )
        make.ManagerTermFactory(apprentice=record, manager=world.here.term.manager)
        for number in range(16):
            make.LearningEntryFactory(
                apprentice=record, accepted=True, minutes=minutes, learned_on=record.starts_on + number * day
            )


def month_of(world):
    return world.today.replace(day=1)


def a_plan(world, items=3, **traits):
    """A plan of this month with a few items and a suggestion."""
    plan = make.WorkPlanFactory(apprentice=world.record, month_on=month_of(world), **traits)
    for _ in range(items):
        make.PlanItemFactory(plan=plan, detail="Sit beside Ann.\nNote what comes up.", helper="Ann")
    make.PlanItemFactory(plan=plan, suggested=True, title="Visit the depot")
    return plan


def plan_with(**traits):
    """A function that gives this month a plan with these traits of the factory."""
    return lambda world: a_plan(world, **traits)


def plan_of_everything(world):
    """Items in every state, late ones, one carried often, changes since it was agreed, and a suggestion."""
    plan = a_plan(world, agreed=True)
    project = make.ProjectFactory(apprentice=world.record)
    here = {"apprentice": world.record, "month": plan.month_on, "by": world.manager}
    words = {"title": "Write a guide", "project": project, "due_on": world.today - timedelta(days=1)}
    log.write_aim(aim="Another aim", **here)
    log.change_item(plan.items.first(), words={"title": "Changed"}, by=world.manager)
    carried = log.add_item(words=words, **here)
    PlanItem.objects.filter(pk=carried.pk).update(times_carried=2)
    log.move_on(carried, Move.CARRY, because="The supplier was late", by=world.manager)
    for title, move in (("Begun", Move.BEGIN), ("Done", Move.FINISH)):
        log.move_on(log.add_item(words={"title": title}, **here), move, by=world.apprentice)
    dropped = log.add_item(words={"title": "Dropped"}, **here)
    log.move_on(dropped, Move.DROP, because="No need", by=world.manager)


def plan_at_length(world):
    """Every text as long as it may be, and cannot be broken at a space."""
    words = {"went_well": long("Well", 1500), "was_hard": long("Hard", 1500), "proud_of": long("Proud", 1500)}
    plan = a_plan(world, reviewed=True, aim=long("Aim", 400), review=long("Review", 1500), **words)
    long_names(world)
    texts = {"title": long("Title", 120), "detail": long("Detail", 1000), "helper": long("Helper", 120)}
    project = make.ProjectFactory(apprentice=world.record, title=long("Project", 120))
    make.PlanItemFactory(plan=plan, project=project, state="dropped", because=long("Why", 300), **texts)
    plan.reviewed_at = plan.reviewed_by = None
    plan.save()


def a_year_of_plans(world):
    """A plan in each state, months without one, a break, and items carried over again and again."""
    states = ("reviewed", "reflected", "agreed", None)
    for months, state in zip((2, 1, 0, -1), states, strict=True):
        told = {state: True} if state else {}
        plan = make.WorkPlanFactory(apprentice=world.record, month_on=months_ago(world, months), **told)
        for done in ("done", "planned", "in progress"):
            make.PlanItemFactory(plan=plan, state=done, times_carried=3)
    first = months_ago(world, -3)
    make.BreakFactory(
        apprentice=world.record, first_day_away_on=first, first_day_back_on=first + timedelta(days=40)
    )


def a_year_at_length(world):
    a_year_of_plans(world)
    PlanItem.objects.update(title=long("Title", 120))
    long_names(world)


def plans_of_many(world):
    many_apprentices(world)
    a_year_of_plans(world)


def much_planned(world):
    a_plan(world, items=20, agreed=True)


def month_begun(world):
    """A month of which the first day was long enough ago to look back on it: all of it is over."""
    make.WorkPlanFactory(apprentice=world.record, month_on=last_month(world), agreed=True)
    make.PlanItemFactory(plan=world.record.work_plans.get(), title="Shadow the desk")


def last_month(world):
    return months_ago(world, 1)


def year(world):
    return f"{record(world)}plans/"


def plan_at(end="", month=month_of):
    """A function that gives the address of a page of a month's plan."""
    return lambda world: f"{record(world)}plans/{month(world):%Y-%m}/{end}"


def item_at(end="", suggested=False):
    """A function that gives the address of a page of the first item, or of the suggestion."""

    def where(world):
        items = PlanItem.objects.filter(suggested_at__isnull=not suggested)
        return plan_at(f"items/{items.first().pk}/{end}")(world)

    return where


def person_changed_meanwhile(page, world):
    """The deputy writes another job while the manager writes one."""
    step = world.record.induction_steps.people_to_meet()[2]
    learning = taken_by_learning(world.record)
    apprenticeship.change_person(step, job="Theirs", learning=learning, by=world.deputy)
    press("Save", job="Mine")(page, world)


def changed_meanwhile(page, world):
    """Somebody else saves the item while the form is open."""
    item = PlanItem.objects.first()
    log.change_item(item, words={"title": "Theirs", "detail": "Another\nline"}, by=world.deputy)
    press("Save", title="Mine")(page, world)


def deleted_meanwhile(page, world):
    log.delete_item(PlanItem.objects.first(), by=world.deputy)
    press("Save", title="Mine")(page, world)


def taken_in_meanwhile(page, world):
    suggestion = PlanItem.objects.suggested().first()
    log.take_in(suggestion, seen=suggestion.fingerprint(), by=world.manager)
    press("Save", title="Mine")(page, world)


def aim_changed_meanwhile(page, world):
    log.write_aim(world.record, month_of(world), aim="Theirs", by=world.deputy)
    press("Save the aim", aim="Mine")(page, world)


def password(world):
    world.apprentice.set_password(PASSWORD)
    world.apprentice.save()


def no_password(world):
    world.apprentice.set_unusable_password()
    world.apprentice.save()


# --- Where: addresses that are known only once the world is there -----------------------------------


def listed(world, number=3, **words):
    """People to meet: one was met and is remembered by a line, one is late, and half of each day is for
    learning."""
    make.LearningTimeFactory(
        apprentice=world.record, from_on=world.record.starts_on, pattern="MMMMM--", agreed=True
    )
    days = [world.today + timedelta(days=one - 2) for one in range(number)]
    for day_on in days:
        make.PersonToMeetFactory(apprentice=world.record, due_on=day_on, **{"job": "Engineer"} | words)
    met = world.record.induction_steps.first()
    apprenticeship.tell(met, state="done", by=world.apprentice)
    apprenticeship.remember(met, words="Red glasses")


def listed_at_length(world):
    """Every text is as long as it may be, and cannot be broken at a space."""
    fields = {"meets": 120, "job": 120, "place": 200, "guidance": 1000}
    listed(world, **{name: long("Words", length) for name, length in fields.items()})


def a_project(world, **more):
    """A project of which there is no more than what whoever named it wrote."""
    days = {"from_on": world.today - timedelta(days=60), "until_on": world.today}
    words = {"title": "Missed bins", "team": "Digital", "link": "https://example.org/bins"}
    return make.ProjectFactory(apprentice=world.record, **days | words | more)


def a_full_project(world, **more):
    """A project with everything that can be written about it, and items of a work plan."""
    project = a_project(
        world,
        my_part="I asked ten people\nand wrote down what they said.",
        skills="Interviews, notes, SQL",
        outcome="A third fewer calls",
        feedback="Clear notes that the whole team used.",
        feedback_at=timezone.now(),
        feedback_by=world.manager,
        **more,
    )
    plan = make.WorkPlanFactory(apprentice=world.record)
    make.PlanItemFactory(plan=plan, project=project, title="Ask ten people")
    make.PlanItemFactory(plan=plan, project=project, title="Tell the team", state="done")
    return project


def something_to_begin_with(world):
    """A plan of last month with an item, and a template with words as long as they may be."""
    month = dates.add_months(world.today.replace(day=1), -1)
    plan = make.WorkPlanFactory(apprentice=world.record, month_on=month)
    make.PlanItemFactory(plan=plan, title="Answer the desk on three mornings")
    make.PlanItemFactory(plan=plan, title=long("Item", 120))
    template = make.PlanTemplateFactory(organisation=world.here.organisation, name=long("Month", 60))
    make.PlanTemplateItemFactory(template=template, title=long("Item", 120), helper="the tutor", day=28)


def begin_at(world):
    return f"{record(world)}plans/{world.today:%Y-%m}/begin/"


def a_portfolio(world):
    """A profile, two chosen projects, one that is not, and links that work and that do not."""
    make.PortfolioFactory(apprentice=world.record, profile="I like maps.\nI look for work with data.")
    a_full_project(world, portfolio_place=1)
    a_project(world, title="Second project", portfolio_place=2)
    a_project(world, title="Not chosen", link="")
    later = world.today + timedelta(days=30)
    make.PortfolioLinkFactory(apprentice=world.record, purpose="A job", expires_on=later)
    used = {"visits": 3, "last_visit_on": world.today, "withdrawn_at": timezone.now()}
    make.PortfolioLinkFactory(apprentice=world.record, expires_on=later, **used)


def a_portfolio_after_the_end(world):
    a_portfolio(world)
    completed(world)


def a_long_portfolio(world):
    """Every text is as long as it may be, and cannot be broken at a space."""
    texts = {name: long("Words", Project._meta.get_field(name).max_length) for name in Project.OWN}
    texts |= {
        name: long("Words", Project._meta.get_field(name).max_length) for name in ("purpose", "feedback")
    }
    texts |= {"title": long("Title", 120), "team": long("Team", 120)}
    texts |= {"link": f"https://example.org/{long('way', 180)}"}
    given = {"feedback_at": timezone.now(), "feedback_by": world.manager}
    for place in (1, 2, None):
        project = a_project(world, portfolio_place=place, **texts, **given)
        texts["title"] = texts["title"][:-1]
    make.PlanItemFactory(plan__apprentice=world.record, project=project, title=long("Item", 120))
    make.PortfolioFactory(apprentice=world.record, profile=long("Words", 800))
    make.PortfolioLinkFactory(
        apprentice=world.record, purpose=long("Job", 80), expires_on=world.today + timedelta(days=30)
    )
    long_names(world)


def record(world):
    return world.record.get_absolute_url()


def history(world):
    return f"{record(world)}history/"


def first_day(world):
    return f"{record(world)}first-day/"


def writing(world):
    return f"{first_day(world)}write/"


def around(world):
    return f"{record(world)}people/"


def people_at(end="", *, who=None):
    """A function that gives the address of people to meet; with `who`, of one of them by their place."""

    def where(world):
        one = f"{world.record.induction_steps.people_to_meet()[who].pk}/" if who is not None else ""
        return f"{record(world)}induction/people/{one}{end}"

    return where


def around_at(end):
    """A function that gives the address of a page that changes who is around."""
    return lambda world: around(world) + end


def last_buddy(world):
    """Where the time of the buddy who comes last is ended."""
    return f"{around(world)}buddy/{world.record.buddy_terms.latest('from_on').pk}/end/"


def handover(world):
    return f"{record(world)}handover/"


def induction(world):
    return f"{record(world)}induction/"


def adding_step(world):
    return f"{induction(world)}steps/add/"


def added_step(more=""):
    return lambda world: f"{induction(world)}steps/{world.added.pk}/{more}"


def tick_all(page, world):
    for box in page.locator(".app-steps:visible input[type=checkbox]:visible").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Mark as done").first.click()


def stuck_without_words(page, world):
    page.get_by_label("I am stuck", exact=True).check()
    press("Save")(page, world)


def reviews(world):
    return f"{record(world)}reviews/"


def way_on(world):
    return f"{record(world)}next-steps/ways/same_team/"


def decision_at(rest=""):
    def where(world):
        return f"{record(world)}next-steps/decision/{rest}"

    return where


def buddy(world):
    return f"{record(world)}buddy/"


def briefed(world):
    return f"{buddy(world)}briefed/"


def thanked(world):
    return f"{buddy(world)}thanks/"


def quiet(world):
    return f"{record(world)}quiet-place/"


def recording(world):
    return f"{reviews(world)}new/"


def correcting(world):
    return f"{reviews(world)}{world.record.reviews.latest('held_on').pk}/"


def entry_at(rest=""):
    """A function that gives the address of the newest entry of the log, or of a page of it."""
    return lambda world: f"{record(world)}learning/{world.record.learning_entries.latest('pk').pk}/{rest}"


def answering(world):
    return f"/learning/to-accept/{world.record.learning_entries.latest('pk').pk}/"


def two_weeks(world):
    """The page of several days, for the two weeks up to today."""
    first = world.today - timedelta(days=13)
    return f"{record(world)}learning/log/days/?first={first:%d/%m/%Y}&last={world.today:%d/%m/%Y}"


def learning_at(end=""):
    """A function that gives the address of a page about learning."""
    return lambda world: f"{record(world)}learning/{end}"


def time_at(end):
    """A function that gives the address of a page about the learning time that was proposed last."""
    return lambda world: learning_at(f"time/{world.record.learning_times.latest('pk').pk}/{end}/")(world)


def projects_at(end=""):
    """A function that gives the address of a page about projects."""
    return lambda world: f"{record(world)}projects/{end}"


def project_at(end=""):
    """A function that gives the address of a page about the project that was named last."""
    return lambda world: projects_at(f"{world.record.projects.latest('pk').pk}/{end}")(world)


def portfolio_at(end=""):
    """A function that gives the address of a page about the portfolio."""
    return lambda world: f"{record(world)}portfolio/{end}"


def withdrawing(world):
    return portfolio_at(f"links/{world.record.portfolio_links.earliest('pk').pk}/withdraw/")(world)


def outside(world):
    """The address that somebody outside was given."""
    return f"/portfolio/{world.record.portfolio_links.earliest('pk').token}/"


def part_written_meanwhile(page, world):
    """The apprentice writes in another window while the form is open."""
    project = world.record.projects.get()
    log.write_part(project, words={"my_part": "Another window"}, by=world.apprentice)
    press("Save what I wrote", my_part="This window")(page, world)


def profile_written_meanwhile(page, world):
    """The apprentice writes in another window while the form is open."""
    log.write_profile(world.record, profile="Another window", by=world.apprentice)
    press("Save my profile", profile="This window")(page, world)


def importing(world):
    return f"{record(world)}learning/import/"


def link(world):
    """The address in an invitation of somebody who has not come in yet."""
    return actions.invite(world.stranger, by=world.coordinator).removeprefix(configured.SITE_URL)


def old_link(world):
    older = link(world)
    link(world)
    return older


# --- What is done there ----------------------------------------------------------------------------


def press(name, **fields):
    """Fills in the fields, by their ids, and presses the button."""

    def do(page, world):
        for field, value in fields.items():
            page.locator(f"#id_{field}").fill(value)
        with page.expect_navigation():
            page.get_by_role("button", name=name, exact=True).click()

    return do


def written_meanwhile(page, world):
    """Somebody else saves the first version while the form is open."""
    make.FirstDayFactory(apprentice=world.record)
    press("Save as a draft", lunch="Mine")(page, world)


def another_entry(page, world):
    page.locator("#id_kind").select_option("maths")
    press("Save and add another", minutes="1.5", what="Joins")(page, world)


def sign_in_with(word):
    def do(page, world):
        press("Sign in", login=world.apprentice.email, password=word)(page, world)

    return do


def refused(page, world):
    """The accounts of a demonstration cannot come in where real people do."""
    configured.PRODUCTION = True
    try:
        sign_in_with(PASSWORD)(page, world)
    finally:
        configured.PRODUCTION = False


def too_often(page, world):
    for _ in range(6):
        sign_in_with("wrong")(page, world)


def asked_too_often(page, world):
    here = page.url
    for _ in range(6):
        page.goto(here)
        press("Send me a link", email=world.apprentice.email)(page, world)


def without_cookies(page, world):
    page.context.clear_cookies()
    sign_in_with(PASSWORD)(page, world)


def bring(*rows, until="check", content=None, name="export.csv", headings=HEADINGS, then=None):
    """Chooses an export with these rows, or this content, and goes on to a page; `then` is done there."""

    def do(page, world):
        file = {"name": name, "mimeType": "text/csv", "buffer": content or export(*rows, headings=headings)}
        page.locator("#id_file").set_input_files(file)
        press("Continue")(page, world)
        if until == "check":
            press("Check the lines")(page, world)
        if then:
            then(page, world)

    return do


def no_column(page, world):
    page.locator("#id_day").select_option("")
    page.locator("#id_time").select_option("")
    press("Check the lines")(page, world)


def logged_alike(world):
    """Entries as long as those of an export, in other words."""
    for ago in (3, 4):
        learned_on = world.today - timedelta(days=ago)
        make.LearningEntryFactory(apprentice=world.record, learned_on=learned_on, minutes=90)


def follow_the_mail(page, world):
    press("Send me a link", email=world.apprentice.email)(page, world)
    page.goto(re.search(r"http://\S+", mail.outbox[-1].body)[0])


def mistake_after_the_mail(page, world):
    follow_the_mail(page, world)
    press("Save new password", password1="short")(page, world)


def interrupted(page, world):
    """Something was kept when the session ended, for whoever is signed in now."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(cookies[configured.SESSION_COOKIE_NAME])
    session["unsent"] = {
        "person": str(world.coordinator.pk),
        "path": "/admin/cohorts/team/add/",
        "data": f"name={long('Team', 120)}&directorate=Two%0Alines&empty=",
        "files": True,
    }
    session.save()
    page.goto(page.url.rstrip("/") + "/unsent/")


# --- The table --------------------------------------------------------------------------------------

TEXT = "components/text_page.html"
FORM = ("components/form_page.html", "components/password.html")
TABLE = "components/people_table.html"


@dataclass(frozen=True)
class Look:
    """One state of one page. `shows` begins with the template of the page itself."""

    name: str
    who: str | None
    prepare: Callable | None
    where: str | Callable
    title: str
    shows: tuple
    do: Callable | None = None
    status: int = 200

    def __post_init__(self):
        if self.title.startswith("Error: ") and self.do is None:
            raise TypeError("An error is shown after something was done.")


def trained(world):
    """Courses with long names: one that is overdue, one that was done."""
    place = world.here.organisation
    world.course = make.CourseFactory(
        organisation=place,
        name=long("Course", 120),
        about="What it is about.",
        link="https://learn.example.org",
    )
    done = make.CourseFactory(organisation=place, name="Data awareness")
    for person in (world.manager, world.apprentice):
        make.CourseDoneFactory(course=done, person=person, done_on=world.today)


def ending_soon(world):
    """One person in the last weeks, late, in a cohort with a long name, and one who is next."""
    cohort = world.here.cohort
    cohort.name = long("Cohort", 120)
    cohort.save()
    Apprentice.objects.filter(pk=world.record.pk).update(planned_end_on=world.today + timedelta(days=60))
    said = {"held_on": world.today - timedelta(days=9), "answer_by_on": world.today - timedelta(days=2)}
    make.ConversationFactory(apprentice=world.record, held=True, **said)
    for way in Way:
        make.OptionFactory(apprentice=world.record, way=way, wished=True)
    make.ApprenticeFactory(cohort=cohort, planned_end_on=world.today + timedelta(days=150))


def gone_on(world):
    """People of two cohorts who have ended: one went on, one is to be recorded, one is to be asked."""
    ended = {"withdrawn_on": world.today - timedelta(days=200), "withdrawal_reason": "left"}
    ended["starts_on"] = world.today - timedelta(days=500)
    cohort = make.CohortFactory(organisation=world.here.organisation, name=long("Cohort", 120))
    for place in (cohort, world.here.cohort):
        make.DestinationFactory(apprentice=make.ApprenticeFactory(cohort=place, **ended))
        make.StayingInTouchFactory(apprentice=make.ApprenticeFactory(cohort=place, **ended))


def talked(world, **more):
    """The window is open: one conversation recorded, corrected and confirmed, one prepared, one to come."""
    record, today = world.record, world.today
    record.planned_end_on = dates.add_months(today, 2) + timedelta(days=9)
    record.save()
    held_on, words = (
        today - timedelta(days=9),
        {"said_hopes": "To stay.\nOr to study.", "can_say": "Not yet"} | more,
    )
    what = words.pop("what", "Ask for a post")
    words["agreed"] = [
        {"what": what[:199] + str(number), "owner": owner, "due_on": held_on + timedelta(days=7 * number)}
        for number, owner in enumerate(("manager", "apprentice", "provider"))
    ]
    own = words.pop("own", {"hopes": "To draw maps", "questions": "Is there\na post?"})
    for talk in (Talk.FIRST, Talk.SECOND):
        apprenticeship.prepare_talk(record, talk=talk, by=world.apprentice, on=held_on, **own)
    differently = words.pop("differently", "The pay too")
    told = {"talk": Talk.FIRST, "held_on": held_on, "on": held_on}
    apprenticeship.record_talk(record, by=world.manager, **told, **words)
    talk = apprenticeship.record_talk(record, by=world.deputy, **told, **words | {"others_there": "Ann"})
    apprenticeship.confirm_talk(talk, differently=differently, by=world.apprentice)
    apprenticeship.tick_next_step(talk.agreed_actions.last(), done=True, by=world.manager)
    for who in (world.apprentice, world.manager):
        apprenticeship.note_privately(record, talk=Talk.FIRST, words=f"{what}\nfor me", by=who)


def talked_at_length(world):
    """Every word of a conversation, and of what stands beneath, is as long as it may be."""
    long_names(world)
    words = {
        name: long("Words", 1500) for name in ("can_say", "said_worries", "said_practical", "differently")
    }
    own = {name: long("Words", 1000) for name in Conversation.OWN}
    talked(world, said_hopes=long("Words", 1500), own=own, what=long("Action", 200), **words)
    weighed(world)
    decided(world, role=long("role", 120))
    make.DestinationFactory(apprentice=world.record, role=long("role", 120))
    make.StayingInTouchFactory(apprentice=world.record)


def talked_and_left(world):
    """It ends early, of which the coordinator alone reads why."""
    talked(world)
    world.record.withdrawn_on, world.record.withdrawal_reason = world.today + timedelta(days=9), "left"
    world.record.would_have_kept = long("Reason", 200)
    world.record.save()


def far_from_the_end(world):
    world.record.planned_end_on = dates.add_months(world.today, 12)
    world.record.save()


def with_a_cv(world):
    """A CV with every kind of piece, and words that cannot be broken at a space."""
    make.StepTakenFactory(apprentice=world.record)
    make.CvFactory(
        apprentice=world.record,
        contact=long("here@home", 200),
        projects=f"{long('Project', 120)}\nIt is for all\n- I drew it\n\nBins",
        skills="SQL\nMaps",
    )


def drafted(world):
    """What a draft of a CV is made of."""
    make.PortfolioFactory(apprentice=world.record)
    make.ProjectFactory(apprentice=world.record, my_part="I drew it", skills="SQL, maps", portfolio_place=1)


def cv_at(end=""):
    """A function that gives the address of a page about the CV."""
    return lambda world: f"{record(world)}next-steps/cv/{end}"


def confided(world):
    """Private words as long as can be: one that nobody has acknowledged, one that is answered, one closed."""
    world.concern = make.ConcernFactory(apprentice=world.record, words=long("Words", 400))
    seen = {"acknowledged_by": world.coordinator, "answer_by_on": world.today, "answer": "Let us talk."}
    now = timezone.now()
    answered = {"acknowledged_at": now, "answered_at": now, "answered_by": world.coordinator} | seen
    for closed in ({}, {"closed_at": now, "closed_by": world.apprentice}):
        make.ConcernFactory(apprentice=world.record, **answered, **closed)


def in_nobodys_ear(world):
    """No coordinator may read: the only one is a deputy too."""
    place = world.here.organisation
    place.listener_name, place.listener_email = "Lis Tener", f"{long('listener', 60)}@example.org"
    place.save()
    deputy = make.ManagerFactory(organisation=place, person=world.coordinator)
    make.DeputyTermFactory(apprentice=world.record, deputy=deputy)


def weighed(world, **more):
    """A way on with words as long as they may be, which the apprentice would like."""
    words = {"needs": long("Needs", 500), "asked_by": long("Asker", 120)}
    make.OptionFactory(apprentice=world.record, wished=True, **words)


def recorded_meanwhile(page, world):
    """Somebody else corrected the conversation while the page was open."""
    talk = world.record.conversations.get(talk=Talk.FIRST)
    told = {"held_on": talk.held_on, "said_hopes": "To leave", "agreed": []}
    apprenticeship.record_talk(world.record, talk=Talk.FIRST, by=world.manager, **told)
    press("Save the record", said_hopes="To study")(page, world)


def weighed_meanwhile(page, world):
    """Somebody else noted how it stands while the page was open."""
    with_words = {"needs": "A post", "asked_by": "HR", "chance": "possible"}
    apprenticeship.weigh(world.record, way=Way.SAME_TEAM, by=world.deputy, **with_words)
    press("Save", needs="A talk")(page, world)


def decided(world, **more):
    """A decision as its action records it, yesterday; `more` says otherwise."""
    day = world.today - timedelta(days=1)
    told = {"outcome": Outcome.SAME_TEAM, "decided_on": day, "role": "Service designer"} | more
    return apprenticeship.decide(world.record, by=world.manager, **told)


def decided_at_length(world):
    """Every word is as long as it may be, and the letter was kept as somebody wrote it."""
    long_names(world)
    decided(world)
    letter = f"{long('Letter', 400)}\n\nStill [open]"
    apprenticeship.write_letter(world.record, letter=letter, by=world.manager)
    names = ("role", "team", "pay", "next_manager")
    decided(world, starts_on=world.today, **{name: long(name, 120) for name in names})


def decided_and_given(world, **more):
    """A decision that the apprentice reads."""
    letter = "Dear Here,\n\nthere is good news.\n\nMax"
    decided(world, **more)
    apprenticeship.give_decision(world.record, letter=letter, given_on=world.today, by=world.manager)


def near_the_end(world):
    """The window is open, and openings are posted: one at an employer with a long name."""
    world.record.planned_end_on = world.today + timedelta(days=60)
    world.record.save()
    place = world.here.organisation
    world.employer = make.PartnerEmployerFactory(organisation=place, name=long("Employer", 120))
    world.double = make.PartnerEmployerFactory(organisation=place, name="Softwire")
    posted = {"organisation": place, "posted_on": world.today - timedelta(days=5)}
    opening = make.OpeningFactory(
        **posted, title=long("Opening", 120), employer=world.employer, link="https://jobs.example.org"
    )
    make.OpeningFactory(**posted, title="Tester", team="Checks", grade="PO1", about="What\nit is about.")
    make.OpeningFactory(**posted, title="Over", closes_on=world.today - timedelta(days=1))
    make.InterestFactory(apprentice=world.record, opening=opening)
    make.StayingInTouchFactory(apprentice=world.record, email=f"{long('private', 60)}@home.example.org")


def six_months_after(world):
    """It ended six months ago, and the question was sent."""
    near_the_end(world)
    record, ended_on = world.record, dates.add_months(world.today, -6)
    record.starts_on = record.first_day_at_work_on = ended_on - timedelta(days=400)
    record.withdrawn_on, record.withdrawal_reason = ended_on, "left"
    record.save()
    world.record.in_touch.sent_at = timezone.now()
    world.record.in_touch.save()


def where_to(rest):
    return lambda world: f"/apprentices/{world.record.pk}/next-steps/{rest}"


def learns_on(page, world):
    """They answer that they went on to learn."""
    page.get_by_label("Education").check(force=True)
    press("Send")(page, world)


def asked_by_link(rest=""):
    return lambda world: f"/where-now/{world.record.in_touch.token}/{rest}"


def look(name, who, prepare, where, title, *shows, **more):
    return Look(name, who, prepare, where, title, shows, **more)


HOME, LIST, ONE = "hackit/home.html", "apprentices/apprentices.html", "apprentices/apprentice.html"
SIGN_IN, CHANGE, FIRST = (
    "account/login.html",
    "account/password_change.html",
    "account/password_set.html",
)
FORGOTTEN, CHOOSE = "account/password_reset.html", "account/password_reset_from_key.html"
WELCOME = "hackit/welcome.html"
FIRST_DAY_OF = "The first-day page for Here Apprentice"
DAY_ONE, WRITING = "apprentices/first_day.html", "apprentices/write_first_day.html"
HISTORY, HISTORY_OF = "apprentices/history.html", "History of Here Apprentice"
AROUND, AROUND_OF = "apprentices/people_around.html", "The people around Here Apprentice"
BUDDYING, BUDDY_FOR = "apprentices/buddying.html", "A buddy for Here Apprentice: what it is for"
BRIEFING, THANKING, QUIET, READINESS = (
    "apprentices/brief_buddy.html",
    "apprentices/thank_buddy.html",
    "apprentices/quiet_place.html",
    "components/readiness.html",
)
BUDDY, DEPUTY = "apprentices/set_buddy.html", "apprentices/set_deputy.html"
LOG, DAYS = "workplans/log_learning.html", "workplans/log_days.html"
ENTRY, DELETE = "workplans/learning_entry.html", "workplans/take_out_entry.html"
TO_ACCEPT, ANSWER = "workplans/to_accept.html", "workplans/return_entry.html"
DELETED, ENTRY_ROWS, HAPPENED = (
    "components/deleted_entries.html",
    "components/entry.html",
    "components/entry_history.html",
)
WEEK_AGO = dates.words(dates.today() - timedelta(days=7))
LEARNING_ON = f"Learning on {WEEK_AGO}"
TUTOR, TEAM, END = (
    "apprentices/change_tutor.html",
    "apprentices/change_team.html",
    "apprentices/end_term.html",
)
PLAN, PLAN_ITEM, PLAN_ITEMS, BESIDE = (
    "workplans/work_plan.html",
    "workplans/plan_item.html",
    "components/plan_items.html",
    "components/beside.html",
)
THIS_MONTH = f"{dates.today():%B %Y}"
LAST_MONTH = f"{dates.add_months(dates.today(), -1):%B %Y}"
PLAN_OF = f"{THIS_MONTH}: Here Apprentice’s work plan"
OWN_PLAN = f"{THIS_MONTH}: your work plan"
ADD_ITEM, MOVE_ITEM, DELETE_ITEM, SAYS_NOW = (
    "workplans/add_item.html",
    "workplans/move_item.html",
    "workplans/delete_item.html",
    "components/says_now.html",
)
AIM, REFLECT, REVIEW_PLAN = (
    "workplans/write_aim.html",
    "workplans/reflect.html",
    "workplans/review_plan.html",
)
HANDOVER, HANDOVER_OF = "apprentices/handover.html", "Handover of Here Apprentice"
REVIEWS, WRITE_REVIEW = "apprentices/reviews.html", "apprentices/write_review.html"
WEIGH, DECISION, DECIDE, GIVE = (
    f"apprentices/{name}.html" for name in ("weigh", "decision", "record_decision", "give_decision")
)
WEIGHS = "Stay in the team: how it stands for Here Apprentice"
DECISION_FOR, YOUR_DECISION = (
    f"The decision on what comes next for {whom}" for whom in ("Here Apprentice", "you")
)
DECIDES, GIVES = (
    "Record what was decided for Here Apprentice",
    "Give Here Apprentice the decision in writing",
)
REVIEWS_OF, RECORD_REVIEW = "Here Apprentice’s reviews of three", "Record a review of Here Apprentice"
YEAR, YEAR_OF = "workplans/plans.html", "Here Apprentice’s work plans"
AGAINST, CAME_OF_IT = "workplans/plan_against_actual.html", "components/came_of_it.html"
INDUCTION, INDUCTION_OF = "apprentices/induction.html", "Here Apprentice’s induction"
OWN_STEPS, OWN_STEPS_OF = "apprentices/own_steps.html", "Your induction steps"
STEP, ADD_STEP, CHANGE_STEP, DELETE_STEP = (
    f"apprentices/{name}.html" for name in ("induction_step", "add_step", "change_step", "delete_step")
)
UNDO = "components/undo.html"
LEARNING, LEARNING_OF = "workplans/learning.html", "Here Apprentice’s learning"
PEOPLE, SHEET = "apprentices/people_to_meet.html", "apprentices/people_sheet.html"
MEETS = "The people Here Apprentice meets"
EVIDENCE, EVIDENCE_OF = "workplans/evidence.html", "Evidence of learning of Here Apprentice"
TIME, PROPOSE = "workplans/learning_time.html", "workplans/propose_learning_time.html"
TIME_OF, YOUR_TIME = "Here Apprentice’s learning time", "Your learning time"
PROPOSE_TO = "Propose a learning time for Here Apprentice"
PROTECTED = "workplans/protected.html"
TRAINING, MY_WORDS = "apprentices/training.html", "apprentices/private_words.html"
ENDING, WENT_WHERE, OF_COHORT = (
    "apprentices/ending.html",
    "apprentices/destinations.html",
    "components/destinations_of_cohort.html",
)
NEXT_STEPS, TALK, PREPARE_TALK, RECORD_TALK, CONFIRM_TALK, NOTE = (
    f"apprentices/{name}.html"
    for name in (
        "next_steps",
        "next_steps_talk",
        "prepare_talk",
        "record_talk",
        "confirm_talk",
        "private_note",
    )
)
TALKED = tuple(
    f"components/{name}.html" for name in ("agenda_of_talk", "rows_of_talk", "record_of_talk", "says_now")
)
UNDERNEATH = tuple(f"components/{name}.html" for name in ("ways_on", "gateway", "decision", "destination"))
LEAVING = "components/leaving.html"
NEXT_STEPS_OF = "Here Apprentice’s next steps"
TALK_WITH, YOUR_TALK = (f"{whose} first next-steps conversation" for whose in ("Here Apprentice’s", "Your"))
RECORD_WITH, CORRECT_WITH = (
    f"{word} the first next-steps conversation with Here Apprentice" for word in ("Record", "Correct")
)
CONFIRMS = "Confirm the record of your first next-steps conversation"
CV, WRITE_CV, CV_OF = "apprentices/cv.html", "apprentices/write_cv.html", "CV of Here Apprentice"
TRAINED, DONE = "components/training_people.html", "components/courses_done.html"
MY_TIME = "Was your learning time protected?"
THEIR_TIME = "Was Here Apprentice’s learning time protected?"
PROJECTS, PROJECTS_OF = "workplans/projects.html", "Here Apprentice’s projects"
PROJECT, NAME_PROJECT = "workplans/project.html", "workplans/name_project.html"
BEGIN = f"Begin the plan for {dates.today():%B %Y}: Here Apprentice"
NAME_ONE, WRITE_ABOUT = "Name a project of Here Apprentice", "Write about your project: Missed bins"
PORTFOLIO, FINISHED = "workplans/portfolio.html", "workplans/finished_portfolio.html"
PORTFOLIO_OF, PIECES = "Portfolio of Here Apprentice", "components/portfolio.html"
LINKS, OUTSIDE = "components/portfolio_links.html", "components/outside.html"
SHOWN_OUTSIDE = "Here Apprentice’s portfolio"
OUTSIDERS, NO_LINK = "workplans/shared_portfolio.html", "workplans/shared_portfolio_gone.html"
IMPORT, NAME_COLUMNS, CHECK_LINES = (
    "workplans/import_learning.html",
    "workplans/import_columns.html",
    "workplans/import_check.html",
)
OPENINGS, OPENING = "apprentices/openings.html", "components/opening.html"
GOES, WENT = "Where Here Apprentice goes", "apprentices/record_destination.html"
TOUCH, WHERE_NOW = "apprentices/stay_in_touch.html", "apprentices/where_now.html"
ASKED = "Where are you now?"
BRING_IN = "Bring in your learning from a file"
EXPORTED = [(day(ago), "1.5", "Webinar", f"Joins, lesson {ago}", "yes") for ago in range(3, 9)]
NOT_READ = [("soon", "-1", "Workshop", "Nonsense", "perhaps"), (day(-3), "1:20", "Exam", "To come", "no")]
OWN, MINE = "hackit/own_data.html", "What is recorded about you"
CRUMBS, CONTACTS = "components/breadcrumbs.html", "components/contacts.html"

PAGES = [
    # This month, for everybody.
    look("home of a coordinator", "coordinator", None, "/", "This month", HOME, "base.html"),
    look("home with a request for data", "coordinator", asked_for_data, "/", "This month", HOME),
    look("home with many things due", "coordinator", many_gaps, "/", "This month", HOME),
    look("home of an empty cohort", "coordinator", nobody_in_the_cohort, "/", "This month", HOME),
    look("home without a cohort", "coordinator", no_cohort, "/", "This month", HOME),
    look("home of a manager", "manager", None, "/", "This month", HOME, TABLE),
    look("home of a manager of many", "manager", many_apprentices, "/", "This month", HOME, TABLE),
    look("home of a deputy", "deputy", None, "/", "This month", HOME, TABLE),
    look("home of a buddy", "buddy", None, "/", "This month", HOME),
    look(
        "home of an apprentice",
        "apprentice",
        None,
        "/",
        "This month",
        HOME,
        "components/own_apprenticeship.html",
        "components/told.html",
        CONTACTS,
    ),
    look("home after the end", "apprentice", completed, "/", "This month", HOME),
    look("home of somebody alone", "apprentice", alone, "/", "This month", HOME),
    look("home with every role", "buddy", everything_at_once, "/", "This month", HOME),
    look("home of a superuser", "superuser", None, "/", "This month", HOME),
    look("home of a stranger", "stranger", None, "/", "This month", HOME),
    look("home with long names, manager", "manager", long_names, "/", "This month", HOME),
    look("home with long names, apprentice", "apprentice", long_names, "/", "This month", HOME),
    look("home with long names, buddy", "buddy", long_names, "/", "This month", HOME),
    look("home with long names, coordinator", "coordinator", long_names, "/", "This month", HOME),
    # Apprentices.
    look(
        "list",
        "coordinator",
        None,
        "/apprentices/",
        "Apprentices",
        LIST,
        TABLE,
        CRUMBS,
        "components/filters.html",
    ),
    look(
        "list of many, second page",
        "coordinator",
        many_gaps,
        "/apprentices/?sort=-cohort&page=2",
        "Apprentices",
        LIST,
        "components/pagination.html",
    ),
    look("list with long names", "coordinator", long_names, "/apprentices/", "Apprentices", LIST),
    look("list, nobody found", "coordinator", None, "/apprentices/?q=zzz", "Apprentices", LIST),
    look("list, nobody there", "stranger", None, "/apprentices/", "Apprentices", LIST),
    look("overview, coordinator", "coordinator", None, record, "Here Apprentice", ONE, CONTACTS, CRUMBS),
    look("overview, buddy", "buddy", None, record, "Here Apprentice", ONE),
    look("overview of oneself", "apprentice", None, record, "Here Apprentice", ONE),
    look("overview of somebody alone", "coordinator", alone, record, "Here Apprentice", ONE),
    look("overview in a break", "manager", in_a_break, record, "Here Apprentice", ONE),
    look("history", "coordinator", a_life, history, HISTORY_OF, HISTORY, CRUMBS),
    look("history without a change", "coordinator", nothing_changed, history, HISTORY_OF, HISTORY),
    look(
        "history of much, second page, long names",
        "coordinator",
        much_changed,
        lambda world: f"{history(world)}?page=2",
        f"History of {long('Apprentice', 150)}, page 2",
        HISTORY,
        "components/pagination.html",
    ),
    look("overview after the end", "manager", completed, record, "Here Apprentice", ONE),
    look(
        "overview with long names, a warning",
        "coordinator",
        long_names,
        record,
        long("Apprentice", 150),
        ONE,
    ),
    # The first day.
    look("home before the first day", "apprentice", starting, "/", "Your first day", DAY_ONE),
    look("home before the first day, shown", "apprentice", first_day_shown, "/", "Your first day", DAY_ONE),
    look("first day, draft, apprentice", "apprentice", first_day_draft, first_day, "Your first day", DAY_ONE),
    look("first day, over", "apprentice", None, first_day, "Your first day", DAY_ONE),
    look("first day, long", "apprentice", first_day_long, first_day, "Your first day", DAY_ONE),
    look("first day, nothing yet", "manager", starting, first_day, "Here Apprentice’s first day", DAY_ONE),
    look("first day, draft", "manager", first_day_draft, first_day, "Here Apprentice’s first day", DAY_ONE),
    look("first day, shown", "manager", first_day_shown, first_day, "Here Apprentice’s first day", DAY_ONE),
    look("first day, buddy", "buddy", starting, first_day, "Here Apprentice’s first day", DAY_ONE),
    look("first day, write", "manager", starting, writing, FIRST_DAY_OF, WRITING, FORM[0]),
    look("first day, change", "manager", first_day_shown, writing, FIRST_DAY_OF, WRITING),
    look(
        "first day, change a long one",
        "coordinator",
        first_day_long,
        writing,
        f"The first-day page for {long('Apprentice', 150)}",
        WRITING,
    ),
    look(
        "first day, saved",
        "manager",
        starting,
        writing,
        "Here Apprentice’s first day",
        DAY_ONE,
        "components/messages.html",
        do=press("Save as a draft", lunch="Soup"),
    ),
    look(
        "first day, gaps left",
        "manager",
        starting,
        writing,
        f"Error: {FIRST_DAY_OF}",
        WRITING,
        do=press("Save and show it to Here", met_by=""),
    ),
    look(
        "first day, wrong time",
        "manager",
        starting,
        writing,
        f"Error: {FIRST_DAY_OF}",
        WRITING,
        do=press("Save as a draft", comes_at="soon"),
    ),
    look(
        "first day, two writers",
        "deputy",
        starting,
        writing,
        f"Error: {FIRST_DAY_OF}",
        WRITING,
        do=written_meanwhile,
    ),
    # Who stands around an apprentice.
    look("people around", "manager", buddy_to_be, around, AROUND_OF, AROUND),
    look("buddy’s page", "buddy", buddy_has_steps, buddy, "Being Here Apprentice’s buddy", BUDDYING, CRUMBS),
    look("buddy’s page, manager", "manager", None, buddy, BUDDY_FOR, BUDDYING),
    look("buddy’s page, nobody", "apprentice", alone, buddy, "Your buddy", BUDDYING),
    look("buddy briefed", "manager", None, briefed, "The buddy of Here Apprentice is briefed", BRIEFING),
    look("buddy thanked", "manager", None, thanked, "End the time of Here Apprentice’s buddy", THANKING),
    look("quiet place", "manager", None, quiet, "A quiet place for Here Apprentice", QUIET),
    look("overview, not ready", "manager", starting, record, "Here Apprentice", ONE, READINESS),
    look("people around, nobody", "coordinator", alone, around, AROUND_OF, AROUND),
    look(
        "people around, long names",
        "coordinator",
        long_names,
        around,
        f"The people around {long('Apprentice', 150)}",
        AROUND,
    ),
    look(
        "buddy, nothing chosen",
        "manager",
        None,
        around_at("buddy/"),
        "Error: A buddy for Here Apprentice",
        BUDDY,
        do=press("Save"),
    ),
    look(
        "deputy, wrong days",
        "manager",
        None,
        around_at("deputy/"),
        "Error: A deputy for Here Apprentice",
        DEPUTY,
        do=press("Save", from_on="soon", until_on="later"),
    ),
    look("tutor", "deputy", None, around_at("tutor/"), "The tutor of Here Apprentice", TUTOR),
    look(
        "tutor, no provider", "coordinator", alone, around_at("tutor/"), "The tutor of Here Apprentice", TUTOR
    ),
    look(
        "team, nothing chosen",
        "deputy",
        None,
        around_at("team/"),
        "Error: The team of Here Apprentice",
        TEAM,
        do=press("Save"),
    ),
    look(
        "team, long names",
        "coordinator",
        long_names,
        around_at("team/"),
        f"The team of {long('Apprentice', 150)}",
        TEAM,
    ),
    look(
        "end of a buddy, no day",
        "manager",
        buddy_with_a_name,
        last_buddy,
        "Error: End the time of Bud Dy as buddy",
        END,
        do=press("Save the last day", until_on=""),
    ),
    look("buddy called off", "manager", buddy_to_be, last_buddy, "Call off Bud Dy as buddy", END),
    # Handover.
    look("home with a note to read", "manager", handed_over, "/", "This month", HOME),
    look("handover, nobody named", "coordinator", alone, handover, HANDOVER_OF, HANDOVER),
    look("handover, to write", "manager", None, handover, HANDOVER_OF, HANDOVER),
    look(
        "handover, nothing written",
        "manager",
        None,
        handover,
        f"Error: {HANDOVER_OF}",
        HANDOVER,
        do=press("Save the note"),
    ),
    look("handover, to read", "manager", handed_over, handover, HANDOVER_OF, HANDOVER),
    look(
        "handover, long notes, long names",
        "coordinator",
        long_note,
        handover,
        f"Handover of {long('Apprentice', 150)}",
        HANDOVER,
    ),
    # Reviews of three.
    look("overview with a long life", "coordinator", a_long_life, record, "Here Apprentice", ONE),
    look("home with reviews", "manager", reviewed, "/", "This month", HOME),
    look("induction, none, apprentice", "apprentice", None, induction, "Your induction", INDUCTION, CRUMBS),
    look("induction, manager", "manager", in_induction, induction, INDUCTION_OF, INDUCTION),
    look("induction, apprentice", "apprentice", in_long_induction, induction, "Your induction", INDUCTION),
    look(
        "induction, buddy, ticked",
        "buddy",
        in_induction,
        induction,
        INDUCTION_OF,
        INDUCTION,
        UNDO,
        do=tick_all,
    ),
    look("home in induction", "apprentice", in_long_induction, "/", "This month", HOME),
    look("home with an induction", "manager", in_induction, "/", "This month", HOME, TABLE),
    look("own steps, none", "manager", None, "/induction/", OWN_STEPS_OF, OWN_STEPS),
    look("own steps", "manager", in_long_induction, "/induction/", OWN_STEPS_OF, OWN_STEPS),
    look(
        "own steps, ticked",
        "manager",
        in_induction,
        "/induction/",
        OWN_STEPS_OF,
        OWN_STEPS,
        UNDO,
        do=tick_all,
    ),
    look(
        "step, stuck without a reason",
        "manager",
        in_induction,
        added_step(),
        "Error: Depot: Here Apprentice",
        STEP,
        do=stuck_without_words,
    ),
    look("step, add", "manager", None, adding_step, "Add a step for Here Apprentice", ADD_STEP),
    look(
        "step, no day",
        "manager",
        in_induction,
        added_step("change/"),
        "Error: Change a step of Here Apprentice: Depot",
        CHANGE_STEP,
        SAYS_NOW,
        do=press("Save", due_on=""),
    ),
    look(
        "step, delete",
        "manager",
        in_induction,
        added_step("delete/"),
        "Delete a step of Here Apprentice",
        DELETE_STEP,
    ),
    look("reviews, none, manager", "manager", None, reviews, REVIEWS_OF, REVIEWS, CRUMBS),
    look("reviews, none, apprentice", "apprentice", None, reviews, "Your reviews of three", REVIEWS),
    look("reviews, manager", "manager", reviewed, reviews, REVIEWS_OF, REVIEWS),
    look("reviews, apprentice", "apprentice", reviewed, reviews, "Your reviews of three", REVIEWS),
    look(
        "reviews, long",
        "coordinator",
        reviewed_at_length,
        reviews,
        f"{long('Apprentice', 150)}’s reviews of three",
        REVIEWS,
    ),
    look("review, record", "manager", None, recording, RECORD_REVIEW, WRITE_REVIEW),
    look(
        "review, correct a long one",
        "deputy",
        reviewed_at_length,
        correcting,
        f"Correct a review of {long('Apprentice', 150)}",
        WRITE_REVIEW,
    ),
    look(
        "review, another row",
        "manager",
        None,
        recording,
        RECORD_REVIEW,
        WRITE_REVIEW,
        do=press("Add another action", what_0="Book the exam"),
    ),
    look(
        "review, mistakes",
        "manager",
        None,
        recording,
        f"Error: {RECORD_REVIEW}",
        WRITE_REVIEW,
        do=press("Save the review", held_on="soon", what_0="Book the exam", due_on_1="31/2/2027"),
    ),
    look(
        "review, saved",
        "manager",
        None,
        recording,
        REVIEWS_OF,
        REVIEWS,
        do=press("Save the review", summary="Good"),
    ),
    look("way on, nothing said", "manager", None, way_on, WEIGHS, WEIGH, FORM[0], CRUMBS),
    look("way on, long", "deputy", weighed, way_on, WEIGHS, WEIGH),
    look(
        "way on, overtaken",
        "manager",
        weighed,
        way_on,
        f"Error: {WEIGHS}",
        WEIGH,
        SAYS_NOW,
        do=weighed_meanwhile,
    ),
    look("decision, record", "manager", None, decision_at(), DECIDES, DECIDE, FORM[0], CRUMBS),
    look(
        "decision, mistakes",
        "manager",
        None,
        decision_at("record/"),
        f"Error: {DECIDES}",
        DECIDE,
        do=press("Save and look at the letter", decided_on="31/2/2026", role="x" * 121),
    ),
    look(
        "decision, correct a given one",
        "coordinator",
        decided_and_given,
        decision_at("record/"),
        "Correct what was decided for Here Apprentice",
        DECIDE,
    ),
    look("decision, with gaps", "manager", decided, decision_at(), DECISION_FOR, DECISION, CRUMBS),
    look(
        "decision, long, with a letter to check",
        "coordinator",
        decided_at_length,
        decision_at(),
        f"The decision on what comes next for {long('Apprentice', 150)}",
        DECISION,
    ),
    look("decision, given", "manager", decided_and_given, decision_at(), DECISION_FOR, DECISION),
    look("decision, read", "apprentice", decided_and_given, decision_at(), YOUR_DECISION, DECISION),
    look(
        "decision, read without a role",
        "apprentice",
        partial(decided_and_given, outcome=Outcome.NO_ROLE, role=""),
        decision_at(),
        YOUR_DECISION,
        DECISION,
    ),
    look("decision, give", "manager", decided, decision_at("give/"), GIVES, GIVE),
    look(
        "decision, give with gaps",
        "manager",
        decided,
        decision_at("give/"),
        f"Error: {GIVES}",
        GIVE,
        do=press("Give it in writing"),
    ),
    look(
        "decision, given just now",
        "manager",
        decided,
        decision_at("give/"),
        DECISION_FOR,
        DECISION,
        do=press("Give it in writing", letter="Dear Here"),
    ),
    # The log of learning.
    look("log, nothing yet", "apprentice", None, learning_at("log/"), "Log learning", LOG, CRUMBS),
    look(
        "log, last week and deleted", "apprentice", a_log, learning_at("log/"), "Log learning", LOG, DELETED
    ),
    look("log, long words", "apprentice", a_long_log, learning_at("log/"), "Log learning", LOG, DELETED),
    look(
        "log, mistakes",
        "apprentice",
        a_log,
        learning_at("log/"),
        "Error: Log learning",
        LOG,
        do=press("Save", learned_on="soon", minutes="1.3", link="no"),
    ),
    look(
        "log, another",
        "apprentice",
        None,
        learning_at("log/"),
        "Log learning",
        LOG,
        "components/messages.html",
        do=another_entry,
    ),
    look(
        "log, saved",
        "apprentice",
        a_log,
        learning_at("log/"),
        "Your learning",
        "workplans/learning.html",
        do=press("Save", minutes="1.5", what="Joins"),
    ),
    look("several days", "apprentice", a_log, learning_at("log/days/"), "Log several days", DAYS, CRUMBS),
    look("several days, a break", "apprentice", away_last_week, two_weeks, "Log several days", DAYS),
    look(
        "several days, no such period",
        "apprentice",
        None,
        learning_at("log/days/"),
        "Error: Log several days",
        DAYS,
        do=press("Show these days", first="1/1/2026", last="1/6/2026"),
    ),
    look(
        "several days, mistakes",
        "apprentice",
        None,
        two_weeks,
        "Error: Log several days",
        DAYS,
        do=press("Log these days", minutes_0="soon", minutes_1="", what_1="Joins"),
    ),
    look("entry, returned", "apprentice", a_long_return, entry_at(), LEARNING_ON, ENTRY, HAPPENED),
    look("entry, accepted", "apprentice", an_accepted_entry, entry_at(), LEARNING_ON, ENTRY, HAPPENED),
    look("entry, manager", "manager", logged, entry_at(), LEARNING_ON, ENTRY, ENTRY_ROWS),
    look("entry, long, coordinator", "coordinator", a_long_return, entry_at(), LEARNING_ON, ENTRY),
    look(
        "entry, mistakes",
        "apprentice",
        an_accepted_entry,
        entry_at(),
        f"Error: {LEARNING_ON}",
        ENTRY,
        do=press("Save and send again", minutes=""),
    ),
    look("delete", "apprentice", a_long_log, entry_at("delete/"), "Delete an entry of your log", DELETE),
    look(
        "delete, accepted",
        "apprentice",
        an_accepted_entry,
        entry_at("delete/"),
        "Delete an entry of your log",
        DELETE,
    ),
    look("to accept, nothing", "coordinator", a_log, "/learning/to-accept/", "Learning to accept", TO_ACCEPT),
    look("to accept", "manager", a_log, "/learning/to-accept/", "Learning to accept", TO_ACCEPT),
    look(
        "to accept, long words", "deputy", a_long_log, "/learning/to-accept/", "Learning to accept", TO_ACCEPT
    ),
    look(
        "to accept, second page",
        "manager",
        many_wait,
        "/learning/to-accept/?page=2",
        "Learning to accept, page 2",
        TO_ACCEPT,
        "components/pagination.html",
    ),
    look(
        "to accept, done",
        "manager",
        logged,
        "/learning/to-accept/",
        "Learning to accept",
        TO_ACCEPT,
        "components/messages.html",
        do=press("Accept all that are ticked"),
    ),
    look(
        "accept or return",
        "manager",
        logged,
        answering,
        f"Accept or return: Here Apprentice, {WEEK_AGO}",
        ANSWER,
        ENTRY_ROWS,
        HAPPENED,
    ),
    look(
        "accept or return, long words",
        "deputy",
        a_long_log,
        answering,
        f"Accept or return: {long('Apprentice', 150)}, {WEEK_AGO}",
        ANSWER,
    ),
    look(
        "return without a reason",
        "deputy",
        logged,
        answering,
        f"Error: Accept or return: Here Apprentice, {WEEK_AGO}",
        ANSWER,
        do=press("Return it"),
    ),
    # Learning.
    look("plans, none, apprentice", "apprentice", None, year, "Your work plans", YEAR, CRUMBS),
    look("plans, none, manager", "manager", None, year, YEAR_OF, YEAR),
    look("plans, none, buddy", "buddy", None, year, YEAR_OF, YEAR),
    look("plans, not started", "manager", starting, year, YEAR_OF, YEAR),
    look("plans, apprentice", "apprentice", a_year_of_plans, year, "Your work plans", YEAR),
    look("plans, manager", "manager", a_year_of_plans, year, YEAR_OF, YEAR, CAME_OF_IT),
    look("plans, buddy", "buddy", a_year_of_plans, year, YEAR_OF, YEAR),
    look("plans, ended", "coordinator", completed, year, YEAR_OF, YEAR),
    look(
        "plans, long words",
        "manager",
        a_year_at_length,
        year,
        f"{long('Apprentice', 150)}’s work plans",
        YEAR,
        CAME_OF_IT,
    ),
    look("home, plans, apprentice", "apprentice", a_year_of_plans, "/", "This month", HOME),
    look("home, plans, manager", "manager", a_year_of_plans, "/", "This month", HOME),
    look("home, plans, buddy", "buddy", a_year_of_plans, "/", "This month", HOME),
    look("overview, plans", "manager", a_year_of_plans, record, "Here Apprentice", ONE),
    look("list, plans", "coordinator", plans_of_many, "/apprentices/", "Apprentices", LIST),
    look(
        "plan against actual",
        "manager",
        plans_of_many,
        "/plans/?page=2",
        "Plan against actual, page 2",
        AGAINST,
        CAME_OF_IT,
        "components/pagination.html",
    ),
    look("plan against actual, long", "manager", a_year_at_length, "/plans/", "Plan against actual", AGAINST),
    look("plan against actual, nothing", "manager", starting, "/plans/", "Plan against actual", AGAINST),
    look(
        "plan against actual, nobody",
        "coordinator",
        nobody_in_the_cohort,
        "/plans/",
        "Plan against actual",
        AGAINST,
    ),
    look("learning, none, apprentice", "apprentice", None, learning_at(), "Your learning", LEARNING, CRUMBS),
    look("learning, none, manager", "manager", None, learning_at(), LEARNING_OF, LEARNING),
    look("learning, not started", "apprentice", starting, learning_at(), "Your learning", LEARNING),
    look("learning, apprentice", "apprentice", learned, learning_at(), "Your learning", LEARNING),
    look(
        "learning, second page, manager",
        "manager",
        learned_much,
        learning_at("?page=2&sort=-kind"),
        f"{LEARNING_OF}, page 2",
        LEARNING,
        "components/pagination.html",
    ),
    look(
        "learning, nothing found",
        "deputy",
        learned,
        learning_at("?kind=maths&state=returned"),
        LEARNING_OF,
        LEARNING,
    ),
    look("learning, break", "coordinator", learned_before_a_break, learning_at(), LEARNING_OF, LEARNING),
    look(
        "learning, six hours", "manager", learned_since(2023, plan=900), learning_at(), LEARNING_OF, LEARNING
    ),
    look("learning, twenty percent", "manager", learned_since(2021), learning_at(), LEARNING_OF, LEARNING),
    look("learning, published", "manager", learned_by_published_hours, learning_at(), LEARNING_OF, LEARNING),
    look("learning, ended", "manager", completed, learning_at(), LEARNING_OF, LEARNING),
    look(
        "learning, long words, warnings",
        "coordinator",
        learned_at_length,
        learning_at(),
        f"{long('Apprentice', 150)}’s learning",
        LEARNING,
        "components/table_head.html",
        "components/warnings.html",
    ),
    look("evidence, none", "apprentice", None, learning_at("evidence/"), EVIDENCE_OF, EVIDENCE, CRUMBS),
    look(
        "evidence", "manager", learned_since(2023, plan=900), learning_at("evidence/"), EVIDENCE_OF, EVIDENCE
    ),
    look(
        "evidence, long words",
        "coordinator",
        learned_at_length,
        learning_at("evidence/"),
        f"Evidence of learning of {long('Apprentice', 150)}",
        EVIDENCE,
    ),
    look(
        "evidence, wrong period",
        "manager",
        learned,
        learning_at("evidence/"),
        f"Error: {EVIDENCE_OF}",
        EVIDENCE,
        do=press("Show this period", first="soon", last="1/1/2020"),
    ),
    # Learning time, and the monthly question.
    look("home with learning due, coordinator", "coordinator", learning_due, "/", "This month", HOME),
    look("home with learning due, manager", "manager", learning_due, "/", "This month", HOME, TABLE),
    look("home with learning due, apprentice", "apprentice", learning_due, "/", "This month", HOME),
    look("list by standing", "manager", learning_due, "/apprentices/?sort=learning", "Apprentices", LIST),
    look("overview with standing", "manager", learning_due, record, "Here Apprentice", ONE),
    look("learning time, none, manager", "manager", None, learning_at("time/"), TIME_OF, TIME, CRUMBS),
    look("learning time, apprentice", "apprentice", learning_times, learning_at("time/"), YOUR_TIME, TIME),
    look("learning time, coordinator", "coordinator", learning_times, learning_at("time/"), TIME_OF, TIME),
    look("learning time, to answer", "apprentice", time_proposed, learning_at("time/"), YOUR_TIME, TIME),
    look("learning time, to take back", "deputy", time_proposed, learning_at("time/"), TIME_OF, TIME),
    look("learning time, waiting", "coordinator", time_proposed, learning_at("time/"), TIME_OF, TIME),
    look(
        "learning time, long",
        "manager",
        learning_times_at_length,
        learning_at("time/"),
        f"{long('Apprentice', 150)}’s learning time",
        TIME,
    ),
    look(
        "learning time, agreed",
        "apprentice",
        time_proposed,
        learning_at("time/"),
        YOUR_TIME,
        TIME,
        "components/messages.html",
        do=press("Agree"),
    ),
    look("learning time, propose", "manager", None, learning_at("time/propose/"), PROPOSE_TO, PROPOSE),
    look(
        "learning time, nothing proposed",
        "manager",
        None,
        learning_at("time/propose/"),
        f"Error: {PROPOSE_TO}",
        PROPOSE,
        do=press("Propose this", hours="7.3", from_on="soon"),
    ),
    look(
        "learning time, propose, long names",
        "apprentice",
        long_names,
        learning_at("time/propose/"),
        f"Propose a learning time for {long('Apprentice', 150)}",
        PROPOSE,
    ),
    look(
        "learning time, no reason",
        "apprentice",
        time_proposed,
        time_at("decline"),
        "Error: Say why not: a learning time for Here Apprentice",
        "workplans/decline_learning_time.html",
        do=press("Send this answer"),
    ),
    look(
        "learning time, ended in the past",
        "manager",
        learning_times,
        lambda world: learning_at(f"time/{world.record.learning_times.get(in_blocks=True).pk}/end/")(world),
        "Error: End a learning time of Here Apprentice",
        "workplans/end_learning_time.html",
        do=press("Save the last day", until_on="1/1/2026"),
    ),
    look("protected, to answer", "apprentice", not_protected, learning_at("protected/"), MY_TIME, PROTECTED),
    look("protected, nothing asked", "apprentice", starting, learning_at("protected/"), MY_TIME, PROTECTED),
    look(
        "protected, nothing chosen",
        "apprentice",
        None,
        learning_at("protected/"),
        f"Error: {MY_TIME}",
        PROTECTED,
        "gds/layout/radio_item.html",
        do=press("Save my answer", got_in_the_way="A release"),
    ),
    look("protected, none", "coordinator", None, learning_at("protected/"), THEIR_TIME, PROTECTED),
    look(
        "protected, coordinator",
        "coordinator",
        not_protected,
        learning_at("protected/"),
        THEIR_TIME,
        PROTECTED,
    ),
    look(
        "protected, long",
        "coordinator",
        not_protected_at_length,
        learning_at("protected/"),
        f"Was {long('Apprentice', 150)}’s learning time protected?",
        PROTECTED,
    ),
    # What a plan begins with.
    look("begin a plan, nothing", "coordinator", None, begin_at, BEGIN, "workplans/begin_plan.html", CRUMBS),
    look("begin a plan", "manager", something_to_begin_with, begin_at, BEGIN, "workplans/begin_plan.html"),
    # Projects and the portfolio.
    look("projects, none, apprentice", "apprentice", None, projects_at(), "Your projects", PROJECTS, CRUMBS),
    look("projects, none, manager", "manager", None, projects_at(), PROJECTS_OF, PROJECTS, CRUMBS),
    look("projects, apprentice", "apprentice", a_portfolio, projects_at(), "Your projects", PROJECTS),
    look("projects, manager", "manager", a_portfolio, projects_at(), PROJECTS_OF, PROJECTS),
    look("projects, long words", "apprentice", a_long_portfolio, projects_at(), "Your projects", PROJECTS),
    look("name a project", "manager", None, projects_at("name/"), NAME_ONE, NAME_PROJECT, CRUMBS),
    look(
        "name a project, wrong",
        "apprentice",
        None,
        projects_at("name/"),
        f"Error: {NAME_ONE}",
        NAME_PROJECT,
        do=press("Save the project", until_on="1/1/2026", from_on="2/1/2026", link="no address"),
    ),
    look("project, only named", "apprentice", a_project, project_at(), "Missed bins", PROJECT, CRUMBS),
    look("project, only named, manager", "manager", a_project, project_at(), "Missed bins", PROJECT),
    look("project, apprentice", "apprentice", a_full_project, project_at(), "Missed bins", PROJECT),
    look("project, deputy", "deputy", a_full_project, project_at(), "Missed bins", PROJECT),
    look("project, long words", "manager", a_long_portfolio, project_at(), long("Title", 120)[:-2], PROJECT),
    look(
        "change a project",
        "manager",
        a_project,
        project_at("change/"),
        "Change a project of Here Apprentice",
        "workplans/change_project.html",
    ),
    look(
        "change a project, without a name",
        "manager",
        a_project,
        project_at("change/"),
        "Error: Change a project of Here Apprentice",
        "workplans/change_project.html",
        do=press("Save the project", title=""),
    ),
    look(
        "write about a project",
        "apprentice",
        a_project,
        project_at("part/"),
        WRITE_ABOUT,
        "workplans/write_part.html",
    ),
    look(
        "write about a project, written meanwhile",
        "apprentice",
        a_project,
        project_at("part/"),
        f"Error: {WRITE_ABOUT}",
        "workplans/write_part.html",
        SAYS_NOW,
        do=part_written_meanwhile,
    ),
    look(
        "give feedback",
        "manager",
        a_full_project,
        project_at("feedback/"),
        "Give Here Apprentice feedback on a project",
        "workplans/give_feedback.html",
    ),
    look(
        "delete a project",
        "manager",
        a_project,
        project_at("delete/"),
        "Delete a project of Here Apprentice",
        "workplans/delete_project.html",
    ),
    look("portfolio, empty", "apprentice", None, portfolio_at(), "Your portfolio", PORTFOLIO, CRUMBS, LINKS),
    look("portfolio", "apprentice", a_portfolio, portfolio_at(), "Your portfolio", PORTFOLIO, LINKS),
    look(
        "portfolio, long words", "apprentice", a_long_portfolio, portfolio_at(), "Your portfolio", PORTFOLIO
    ),
    look("portfolio, empty, manager", "manager", None, portfolio_at(), PORTFOLIO_OF, FINISHED, PIECES),
    look("portfolio, manager", "manager", a_portfolio, portfolio_at(), PORTFOLIO_OF, FINISHED, PIECES),
    look(
        "portfolio as others see it",
        "apprentice",
        a_portfolio,
        portfolio_at("finished/"),
        PORTFOLIO_OF,
        FINISHED,
    ),
    look(
        "portfolio after the end",
        "apprentice",
        a_portfolio_after_the_end,
        portfolio_at(),
        PORTFOLIO_OF,
        FINISHED,
        LINKS,
    ),
    look(
        "portfolio, profile",
        "apprentice",
        a_portfolio,
        portfolio_at("profile/"),
        "Write your profile",
        "workplans/write_profile.html",
    ),
    look(
        "portfolio, profile written meanwhile",
        "apprentice",
        a_portfolio,
        portfolio_at("profile/"),
        "Error: Write your profile",
        "workplans/write_profile.html",
        SAYS_NOW,
        do=profile_written_meanwhile,
    ),
    look(
        "portfolio, make a link",
        "apprentice",
        a_portfolio,
        portfolio_at("links/make/"),
        "Make a link to your portfolio",
        "workplans/make_link.html",
    ),
    look(
        "portfolio, nothing to show by a link",
        "apprentice",
        None,
        portfolio_at("links/make/"),
        "Error: Make a link to your portfolio",
        "workplans/make_link.html",
        do=press("Make the link", purpose="A job"),
    ),
    look(
        "portfolio, withdraw a link",
        "apprentice",
        a_portfolio,
        withdrawing,
        "Withdraw a link to your portfolio",
        "workplans/withdraw_link.html",
    ),
    look("portfolio, outside", None, a_portfolio, outside, SHOWN_OUTSIDE, OUTSIDERS, OUTSIDE, PIECES),
    look("portfolio, outside, signed in", "manager", a_portfolio, outside, SHOWN_OUTSIDE, OUTSIDERS, OUTSIDE),
    look(
        "portfolio, outside, long words",
        None,
        a_long_portfolio,
        outside,
        f"{long('Apprentice', 150)}’s portfolio",
        OUTSIDERS,
    ),
    look(
        "portfolio, outside, over",
        None,
        None,
        "/portfolio/no-such-link/",
        "This link does not work",
        NO_LINK,
        OUTSIDE,
        status=404,
    ),
    # Openings, where people go, and staying in touch.
    look("openings", "apprentice", near_the_end, "/openings/", "Openings", OPENINGS, OPENING),
    look("openings, coordinator", "coordinator", near_the_end, "/openings/", "Openings", OPENINGS, OPENING),
    look("openings, before the window", "apprentice", None, "/openings/", "Openings", OPENINGS),
    look("destination", "manager", near_the_end, where_to("destination/"), GOES, WENT),
    look("destination, too early", "manager", None, where_to("destination/"), GOES, WENT),
    look(
        "destination, an error",
        "manager",
        near_the_end,
        where_to("destination/"),
        f"Error: {GOES}",
        WENT,
        do=press("Save", employer="Softwyre"),
    ),
    look(
        "destination, six months later",
        "coordinator",
        six_months_after,
        where_to("destination/later/"),
        "Where Here Apprentice is six months later",
        WENT,
    ),
    look(
        "destination, ask",
        "coordinator",
        six_months_after,
        where_to("destination/ask/"),
        "Ask Here Apprentice where they are now",
        "apprentices/ask_again.html",
    ),
    look("stay in touch", "apprentice", near_the_end, where_to("stay-in-touch/"), "Stay in touch", TOUCH),
    look("stay in touch, early", "apprentice", None, where_to("stay-in-touch/"), "Stay in touch", TOUCH),
    look("where now", None, six_months_after, asked_by_link(), ASKED, WHERE_NOW, OUTSIDE),
    look(
        "where now, an error",
        None,
        six_months_after,
        asked_by_link(),
        f"Error: {ASKED}",
        WHERE_NOW,
        do=press("Send"),
    ),
    look(
        "where now, thanks",
        None,
        six_months_after,
        asked_by_link(),
        "Thank you",
        "apprentices/where_now_thanks.html",
        do=learns_on,
    ),
    look(
        "where now, stop",
        None,
        six_months_after,
        asked_by_link("stop/"),
        "No more questions",
        "apprentices/stop_asking.html",
    ),
    look(
        "where now, stopped",
        None,
        six_months_after,
        asked_by_link("stop/"),
        "You are not asked again",
        "apprentices/where_now_gone.html",
        do=press("Forget my address"),
    ),
    look(
        "where now, gone",
        None,
        None,
        "/where-now/no-such-link/",
        "There is nothing to answer here",
        "apprentices/where_now_gone.html",
        status=404,
    ),
    # A provider's export.
    look("import", "apprentice", None, importing, BRING_IN, IMPORT, CRUMBS),
    look(
        "import, long names",
        "coordinator",
        long_names,
        importing,
        f"Bring in {long('Apprentice', 150)}’s learning from a file",
        IMPORT,
    ),
    look(
        "import, nothing chosen",
        "apprentice",
        None,
        importing,
        f"Error: {BRING_IN}",
        IMPORT,
        do=press("Continue"),
    ),
    look(
        "import, no table",
        "apprentice",
        None,
        importing,
        f"Error: {BRING_IN}",
        IMPORT,
        do=bring(content=b"%PDF-1.7 and so on", until="file"),
    ),
    look(
        "import, columns",
        "apprentice",
        None,
        importing,
        "Which column is what",
        NAME_COLUMNS,
        do=bring(*EXPORTED, until="columns"),
    ),
    look(
        "import, no columns",
        "apprentice",
        None,
        importing,
        "Error: Which column is what",
        NAME_COLUMNS,
        do=bring(*EXPORTED, until="columns", then=no_column),
    ),
    look(
        "import, lines",
        "apprentice",
        None,
        importing,
        "What the file becomes",
        CHECK_LINES,
        do=bring(*EXPORTED),
    ),
    look(
        "import, lines of every fate",
        "coordinator",
        logged_alike,
        importing,
        "What the file becomes",
        CHECK_LINES,
        do=bring(*EXPORTED, EXPORTED[0], EXPORTED[-1], *NOT_READ),
    ),
    look(
        "import, long words",
        "apprentice",
        logged_alike,
        importing,
        "What the file becomes",
        CHECK_LINES,
        do=bring(
            (day(3), "1.5", long("Webinar", 1500), long("Words", 1500), ""),
            (day(4), "1.5", long("Workshop", 1500), long("Description", 1500), long("Perhaps", 1500)),
            headings=(*(f"{word} {long(word, 200)}" for word in HEADINGS[:3]), *HEADINGS[3:]),
        ),
    ),
    look(
        "import, not decided",
        "apprentice",
        logged_alike,
        importing,
        "Error: What the file becomes",
        CHECK_LINES,
        do=bring(*EXPORTED, *NOT_READ, then=press("Bring these entries in")),
    ),
    look(
        "import, done",
        "apprentice",
        None,
        importing,
        "Your learning",
        "workplans/learning.html",
        "components/messages.html",
        do=bring(*EXPORTED, then=press("Bring these entries in")),
    ),
    # Coming in.
    look(
        "sign in", None, None, "/account/sign-in/", "Sign in", SIGN_IN, *FORM, "account/single_sign_on.html"
    ),
    look(
        "sign in, nothing typed",
        None,
        None,
        "/account/sign-in/",
        "Error: Sign in",
        SIGN_IN,
        do=press("Sign in"),
    ),
    look(
        "sign in, wrong password",
        None,
        password,
        "/account/sign-in/",
        "Error: Sign in",
        SIGN_IN,
        do=sign_in_with("wrong"),
    ),
    look(
        "sign in, tried too often",
        None,
        password,
        "/account/sign-in/",
        "Error: Sign in",
        SIGN_IN,
        do=too_often,
    ),
    look(
        "sign in, refused",
        None,
        password,
        "/account/sign-in/",
        "You cannot sign in",
        "account/refused.html",
        do=refused,
        status=403,
    ),
    look(
        "closed",
        None,
        None,
        "/account/closed/",
        "Your account has been closed",
        "account/account_inactive.html",
    ),
    look("sign out", "manager", None, "/account/sign-out/", "Sign out", "account/logout.html", TEXT),
    look(
        "signed out",
        "manager",
        None,
        "/contact/",
        "Sign in",
        SIGN_IN,
        "components/messages.html",
        do=press("Sign out"),
    ),
    look(
        "work account",
        None,
        None,
        "/account/work-account/oidc/oidc/login/",
        "Sign in with your work account",
        "socialaccount/login.html",
    ),
    look(
        "work account, cancelled",
        None,
        None,
        "/account/work-account/cancelled/",
        "You stopped signing in",
        "socialaccount/login_cancelled.html",
    ),
    look(
        "work account, error",
        None,
        None,
        "/account/work-account/error/",
        "Your work account did not sign you in",
        "socialaccount/authentication_error.html",
        status=401,
    ),
    look("welcome", None, None, link, "Welcome, Stran", WELCOME, *FORM),
    look(
        "welcome, short password",
        None,
        None,
        link,
        "Error: Welcome, Stran",
        WELCOME,
        do=press("Save and sign in", password="short"),
    ),
    look("welcome, over", None, None, old_link, "This link no longer works", "hackit/welcome_over.html"),
    look(
        "welcome, new link",
        None,
        None,
        old_link,
        "A new link",
        "hackit/new_link.html",
        do=press("Send me a new link"),
    ),
    look(
        "unsent",
        "coordinator",
        None,
        "/",
        "You were signed out before this was sent",
        "hackit/unsent.html",
        do=interrupted,
    ),
    # Passwords.
    look(
        "forgotten password", None, None, "/account/password/forgotten/", "Ask for a new password", FORGOTTEN
    ),
    look(
        "forgotten password, nothing typed",
        None,
        None,
        "/account/password/forgotten/",
        "Error: Ask for a new password",
        FORGOTTEN,
        do=press("Send me a link"),
    ),
    look(
        "forgotten password, mail sent",
        None,
        None,
        "/account/password/forgotten/",
        "Check your mail",
        "account/password_reset_done.html",
        do=press("Send me a link", email="nobody@test.example.org"),
    ),
    look(
        "new password",
        None,
        password,
        "/account/password/forgotten/",
        "Choose a new password",
        CHOOSE,
        do=follow_the_mail,
    ),
    look(
        "new password, too short",
        None,
        password,
        "/account/password/forgotten/",
        "Error: Choose a new password",
        CHOOSE,
        do=mistake_after_the_mail,
    ),
    look(
        "new password, link expired",
        None,
        None,
        "/account/password/forgotten/abc-def/",
        "This link has expired",
        CHOOSE,
    ),
    look(
        "new password, saved",
        None,
        None,
        "/account/password/saved/",
        "Your new password is saved",
        "account/password_reset_from_key_done.html",
    ),
    look("password", "apprentice", password, "/account/password/", "Change your password", CHANGE, *FORM),
    look(
        "password, two errors",
        "apprentice",
        password,
        "/account/password/",
        "Error: Change your password",
        CHANGE,
        do=press("Save new password", oldpassword="wrong", password1="short"),
    ),
    look(
        "password, saved",
        "apprentice",
        password,
        "/account/password/",
        "This month",
        HOME,
        "components/messages.html",
        do=press("Save new password", oldpassword=PASSWORD, password1="other random words"),
    ),
    look("first password", "apprentice", no_password, "/account/password/first/", "Choose a password", FIRST),
    look(
        "first password, nothing typed",
        "apprentice",
        no_password,
        "/account/password/first/",
        "Error: Choose a password",
        FIRST,
        do=press("Save new password"),
    ),
    # The footer.
    look("privacy", None, None, "/privacy/", "Privacy notice", "hackit/privacy.html"),
    look("privacy, signed in", "buddy", None, "/privacy/", "Privacy notice", "hackit/privacy.html"),
    # What is recorded about oneself.
    look("own data", "apprentice", a_past, "/account/data/", MINE, OWN, "components/own_data.html"),
    look("own data, hardly any", "stranger", None, "/account/data/", MINE, OWN),
    look("own data, long names", "manager", long_names, "/account/data/", MINE, OWN),
    look("cookies", None, None, "/cookies/", "Cookies", "hackit/cookies.html"),
    look(
        "accessibility", None, None, "/accessibility/", "Accessibility statement", "hackit/accessibility.html"
    ),
    look("contact, signed out", None, None, "/contact/", "Contact", "hackit/contact.html"),
    look("contact, signed in", "buddy", many_coordinators, "/contact/", "Contact", "hackit/contact.html"),
    look("contact, long names", "manager", long_names, "/contact/", "Contact", "hackit/contact.html"),
    # Faults.
    look("400", "manager", None, "/faults/400/", "We could not read that", "400.html", status=400),
    look("403", "manager", None, "/faults/403/", "You may not do this", "403.html", status=403),
    look(
        "403, no cookies",
        None,
        None,
        "/account/sign-in/",
        "This page was open for too long",
        "403_csrf.html",
        do=without_cookies,
        status=403,
    ),
    look(
        "429",
        None,
        None,
        "/account/password/forgotten/",
        "That was too often",
        "429.html",
        do=asked_too_often,
        status=429,
    ),
    look("404", "manager", None, "/nothing/", "There is nothing here for you", "404.html", status=404),
    look(
        "404, signed out",
        None,
        None,
        "/welcome/no-such-link/",
        "There is nothing here for you",
        "404.html",
        status=404,
    ),
    look("plan, empty", "manager", None, plan_at(), PLAN_OF, PLAN),
    look("plan, empty, own", "apprentice", None, plan_at(), OWN_PLAN, PLAN),
    look("plan, empty, buddy", "buddy", None, plan_at(), PLAN_OF, PLAN),
    look("plan, draft", "manager", plan_with(), plan_at(), PLAN_OF, PLAN, PLAN_ITEMS),
    look("plan, shared, own", "apprentice", plan_with(shared=True), plan_at(), OWN_PLAN, PLAN, PLAN_ITEMS),
    look("plan of everything", "manager", plan_of_everything, plan_at(), PLAN_OF, PLAN, PLAN_ITEMS, BESIDE),
    look("plan of everything, own", "apprentice", plan_of_everything, plan_at(), OWN_PLAN, PLAN),
    look("plan of everything, buddy", "buddy", plan_of_everything, plan_at(), PLAN_OF, PLAN),
    look("plan, reviewed", "manager", plan_with(reviewed=True), plan_at(), PLAN_OF, PLAN),
    look("plan, full", "coordinator", much_planned, plan_at(), PLAN_OF, PLAN),
    look(
        "plan, long",
        "manager",
        plan_at_length,
        plan_at(),
        f"{THIS_MONTH}: {long('Apprentice', 150)}’s work plan",
        PLAN,
    ),
    look("people to meet", "apprentice", listed_at_length, people_at(), "The people you meet", PEOPLE),
    look(
        "people to meet, manager", "manager", listed, people_at(), "The people Here Apprentice meets", PEOPLE
    ),
    look(
        "people to meet, no name",
        "manager",
        None,
        people_at("add/"),
        "Error: Somebody for Here Apprentice to meet",
        "apprentices/list_person.html",
        do=press("Add", job="Engineer"),
    ),
    look(
        "people to meet, several",
        "manager",
        None,
        people_at("add/several/"),
        "Error: Several people for Here Apprentice to meet",
        "apprentices/list_people.html",
        do=press("Add them all", lines=", engineer\nAnn\nAnn"),
    ),
    look(
        "person to meet, changed meanwhile",
        "manager",
        partial(listed, meets="Ann Lee"),
        people_at(who=2),
        "Error: Ann Lee: somebody for Here Apprentice to meet",
        "apprentices/person_to_meet.html",
        SAYS_NOW,
        do=person_changed_meanwhile,
    ),
    look(
        "person to meet, taken off",
        "manager",
        listed,
        people_at("take-off/", who=2),
        "Take somebody off the list of Here Apprentice",
        "apprentices/unlist_person.html",
    ),
    look(
        "person met",
        "apprentice",
        partial(listed, meets="Ann Lee"),
        people_at("remember/", who=0),
        "To remember Ann Lee by",
        "apprentices/remember_person.html",
    ),
    look(
        "people to meet, sheet",
        "apprentice",
        listed_at_length,
        people_at("sheet/?lines=1"),
        "Who is who: a sheet for Here Apprentice",
        SHEET,
    ),
    look("aim", "manager", None, plan_at("aim/"), f"The aim of {THIS_MONTH}: Here Apprentice", AIM),
    look(
        "aim, changed meanwhile",
        "manager",
        plan_with(agreed=True),
        plan_at("aim/"),
        f"Error: The aim of {THIS_MONTH}: Here Apprentice",
        AIM,
        SAYS_NOW,
        do=aim_changed_meanwhile,
    ),
    look(
        "item, new",
        "manager",
        None,
        plan_at("items/add/"),
        f"Add an item for {THIS_MONTH}: Here Apprentice",
        ADD_ITEM,
    ),
    look(
        "item, mistake at the foot of the plan",
        "manager",
        None,
        plan_at(),
        f"Error: Add an item for {THIS_MONTH}: Here Apprentice",
        ADD_ITEM,
        do=press("Add it", title="", due_on="40/1"),
    ),
    look(
        "item, begun at the foot of the plan",
        "manager",
        None,
        plan_at(),
        f"Add an item for {THIS_MONTH}: Here Apprentice",
        ADD_ITEM,
        do=press("More detail first", title="Shadow the desk"),
    ),
    look(
        "item, suggested",
        "apprentice",
        None,
        plan_at("items/suggest/"),
        f"Suggest an item for {THIS_MONTH}",
        ADD_ITEM,
    ),
    look(
        "item", "buddy", plan_of_everything, item_at(), f"Changed: {THIS_MONTH}, Here Apprentice", PLAN_ITEM
    ),
    look(
        "item, to change",
        "manager",
        plan_of_everything,
        item_at(),
        f"Changed: {THIS_MONTH}, Here Apprentice",
        PLAN_ITEM,
    ),
    look(
        "item, changed meanwhile",
        "manager",
        plan_of_everything,
        item_at(),
        f"Error: Theirs: {THIS_MONTH}, Here Apprentice",
        PLAN_ITEM,
        SAYS_NOW,
        do=changed_meanwhile,
    ),
    look(
        "item, deleted meanwhile",
        "manager",
        plan_with(),
        item_at(),
        f"Add an item for {THIS_MONTH}: Here Apprentice",
        ADD_ITEM,
        do=deleted_meanwhile,
    ),
    look(
        "suggestion, taken in meanwhile",
        "apprentice",
        plan_of_everything,
        item_at(suggested=True),
        f"Suggest an item for {THIS_MONTH}",
        ADD_ITEM,
        do=taken_in_meanwhile,
    ),
    look(
        "item, dropped",
        "manager",
        plan_of_everything,
        item_at("move/drop/"),
        "Drop: Changed, Here Apprentice",
        MOVE_ITEM,
    ),
    look(
        "item, carried over without a reason",
        "manager",
        plan_of_everything,
        item_at("move/carry/"),
        "Error: Carry over: Changed, Here Apprentice",
        MOVE_ITEM,
        do=press("Carry it over"),
    ),
    look(
        "suggestion, why not",
        "manager",
        plan_of_everything,
        item_at("move/drop/", suggested=True),
        "Say why not: Visit the depot, Here Apprentice",
        MOVE_ITEM,
    ),
    look(
        "item, deleted",
        "manager",
        plan_with(),
        item_at("delete/"),
        f"Delete an item of {THIS_MONTH}",
        DELETE_ITEM,
    ),
    look(
        "reflection",
        "apprentice",
        month_begun,
        plan_at("reflect/", last_month),
        f"Look back on {LAST_MONTH}",
        REFLECT,
    ),
    look(
        "reflection, nothing written",
        "apprentice",
        month_begun,
        plan_at("reflect/", last_month),
        f"Error: Look back on {LAST_MONTH}",
        REFLECT,
        do=press("Save my reflection"),
    ),
    look(
        "month, reviewed",
        "manager",
        month_begun,
        plan_at("review/", last_month),
        f"Review {LAST_MONTH}: Here Apprentice",
        REVIEW_PLAN,
    ),
    look(
        "month, reviewed, long",
        "manager",
        plan_at_length,
        plan_at("review/"),
        f"Review {THIS_MONTH}: {long('Apprentice', 150)}",
        REVIEW_PLAN,
    ),
    look(
        "month, reviewed without a word",
        "manager",
        month_begun,
        plan_at("review/", last_month),
        f"Error: Review {LAST_MONTH}: Here Apprentice",
        REVIEW_PLAN,
        do=press("Save the review"),
    ),
    look("training", "manager", trained, "/training/", "Your mandatory training", TRAINING, TRAINED, DONE),
    look(
        "training, recorded",
        "apprentice",
        trained,
        lambda world: f"/training/{world.course.pk}/done/",
        f"You have done “{long('Course', 120)}”",
        "apprentices/record_training.html",
    ),
    look(
        "training of all, wrong",
        "coordinator",
        trained,
        "/training/people/",
        "Error: Training of everybody",
        "apprentices/training_people.html",
        TRAINED,
        do=press("Record it for those who are ticked"),
    ),
    look(
        "training of one",
        "coordinator",
        trained,
        lambda world: f"/training/people/{world.apprentice.pk}/",
        "Here Apprentice’s mandatory training",
        "apprentices/training_of.html",
        DONE,
    ),
    look("next steps of all", "coordinator", ending_soon, "/next-steps/", "Next steps of everybody", ENDING),
    look("next steps of nobody", "coordinator", None, "/next-steps/", "Next steps of everybody", ENDING),
    look(
        "destinations", "coordinator", gone_on, "/destinations/", "Where people went", WENT_WHERE, OF_COHORT
    ),
    look("destinations of nobody", "coordinator", None, "/destinations/", "Where people went", WENT_WHERE),
    look("CV", "manager", with_a_cv, cv_at(), CV_OF, CV, "components/steps_taken.html"),
    look("steps ahead", "apprentice", far_from_the_end, where_to(""), "Your next steps", NEXT_STEPS),
    look("steps of one, ahead", "manager", far_from_the_end, where_to(""), NEXT_STEPS_OF, NEXT_STEPS),
    look("steps", "apprentice", talked, where_to(""), "Your next steps", NEXT_STEPS, *UNDERNEATH),
    look("steps, nothing yet", "manager", near_the_end, where_to(""), NEXT_STEPS_OF, NEXT_STEPS, *UNDERNEATH),
    look("steps of one", "manager", talked, where_to(""), NEXT_STEPS_OF, NEXT_STEPS, *UNDERNEATH),
    look(
        "steps of one, long",
        "manager",
        talked_at_length,
        where_to(""),
        f"{long('Apprentice', 150)}’s next steps",
        NEXT_STEPS,
        *UNDERNEATH,
    ),
    look("steps, decided", "apprentice", decided_and_given, where_to(""), "Your next steps", NEXT_STEPS),
    look("steps, left", "coordinator", talked_and_left, where_to(""), NEXT_STEPS_OF, NEXT_STEPS, LEAVING),
    look(
        "steps, own, left",
        "apprentice",
        talked_and_left,
        where_to(""),
        "Your next steps",
        NEXT_STEPS,
        LEAVING,
    ),
    look("steps, over", "apprentice", six_months_after, where_to(""), "Your next steps", NEXT_STEPS, LEAVING),
    look("talk", "apprentice", talked, where_to("first/"), YOUR_TALK, TALK, *TALKED[:3]),
    look("talk, nothing yet", "apprentice", None, where_to("first/"), YOUR_TALK, TALK, TALKED[0]),
    look("talk with one", "manager", talked, where_to("first/"), TALK_WITH, TALK, *TALKED[:3]),
    look("talk with one, nothing yet", "manager", None, where_to("first/"), TALK_WITH, TALK, TALKED[0]),
    look(
        "talk with one, long",
        "manager",
        talked_at_length,
        where_to("first/"),
        f"{long('Apprentice', 150)}’s first next-steps conversation",
        TALK,
        *TALKED[:3],
    ),
    look(
        "talk, prepared",
        "apprentice",
        talked,
        where_to("second/prepare/"),
        "Prepare your second next-steps conversation",
        PREPARE_TALK,
    ),
    look(
        "talk, to prepare",
        "apprentice",
        None,
        where_to("first/prepare/"),
        "Prepare your first next-steps conversation",
        PREPARE_TALK,
    ),
    look("talk, to record", "manager", near_the_end, where_to("first/record/"), RECORD_WITH, RECORD_TALK),
    look(
        "talk, to correct, long",
        "deputy",
        talked_at_length,
        where_to("first/record/"),
        f"Correct the first next-steps conversation with {long('Apprentice', 150)}",
        RECORD_TALK,
        *TALKED[:2],
    ),
    look(
        "talk, recorded without a word",
        "manager",
        near_the_end,
        where_to("first/record/"),
        f"Error: {RECORD_WITH}",
        RECORD_TALK,
        do=press("Save the record"),
    ),
    look(
        "talk, recorded wrong",
        "coordinator",
        near_the_end,
        where_to("first/record/"),
        f"Error: {RECORD_WITH}",
        RECORD_TALK,
        do=press("Save the record", held_on="soon", what_0="Ask for a post", due_on_1="soon"),
    ),
    look(
        "talk, corrected meanwhile",
        "deputy",
        talked,
        where_to("first/record/"),
        f"Error: {CORRECT_WITH}",
        RECORD_TALK,
        TALKED[3],
        do=recorded_meanwhile,
    ),
    look(
        "talk, to confirm",
        "apprentice",
        talked,
        where_to("first/confirm/"),
        CONFIRMS,
        CONFIRM_TALK,
        TALKED[2],
    ),
    look(
        "talk, to confirm, long",
        "apprentice",
        talked_at_length,
        where_to("first/confirm/"),
        CONFIRMS,
        CONFIRM_TALK,
    ),
    look(
        "talk, own note",
        "apprentice",
        talked,
        where_to("first/note/"),
        "Your private note on the first next-steps conversation",
        NOTE,
    ),
    look(
        "talk, note of the manager",
        "manager",
        talked,
        where_to("first/note/"),
        "Your private note on the first next-steps conversation with Here Apprentice",
        NOTE,
    ),
    look("CV, a draft", "apprentice", drafted, cv_at(), CV_OF, CV),
    look("CV that nobody wrote", "coordinator", drafted, cv_at(), CV_OF, CV),
    look("CV, to write", "apprentice", drafted, cv_at("write/"), "Write your CV", WRITE_CV),
    look("CV, drafted anew", "apprentice", with_a_cv, cv_at("write/?fresh=1"), "Write your CV", WRITE_CV),
    look(
        "CV, without a word",
        "apprentice",
        with_a_cv,
        cv_at("write/"),
        "Error: Write your CV",
        WRITE_CV,
        do=press("Save my CV", **dict.fromkeys(Cv.SECTIONS, "")),
    ),
    look("private words", "apprentice", confided, "/private-word/", "A private word", MY_WORDS),
    look("private words, none", "apprentice", in_nobodys_ear, "/private-word/", "A private word", MY_WORDS),
    look(
        "private words to answer",
        "coordinator",
        confided,
        "/private-words/",
        "Private words to answer",
        "apprentices/private_words_to_answer.html",
    ),
    look(
        "private word",
        "coordinator",
        confided,
        lambda world: f"/private-words/{world.concern.pk}/",
        "Error: A private word of Here Apprentice",
        "apprentices/private_word.html",
        do=press("Send the answer"),
    ),
    look(
        "private word, to take back",
        "apprentice",
        confided,
        lambda world: f"/private-words/{world.concern.pk}/take-back/",
        "Take back a private word",
        "apprentices/close_private_word.html",
    ),
    look("500", "manager", None, "/faults/500/", "Something went wrong on our side", "500.html", status=500),
]


# --- The checks -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def window(browser, browser_context_args):
    """One window for all rows: to open another takes as long as to look at a page."""
    context = browser.new_context(**browser_context_args)
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


@pytest.fixture
def context(window):
    return window.context


@pytest.fixture
def page(window, live_server):
    """The window as if nobody had been there: signed out, on a screen, at an empty page.

    It is one of this server: for another one, the browser would begin a new process.
    """
    window.context.clear_cookies()
    window.emulate_media(media="null")
    window.goto(f"{live_server.url}/healthz", wait_until="commit")
    return window


@pytest.fixture
def rendered():
    """The names of the templates that were rendered."""
    names = set()

    def note(sender, template, **kwargs):
        with suppress(ValueError):
            names.add(str(Path(template.origin.name).relative_to(TEMPLATES)))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def document(listen):
    """A function that gives the last answer which was a page of its own."""
    found = []
    listen(
        "response", lambda answer: found.append(answer) if answer.request.is_navigation_request() else None
    )
    return lambda: found[-1]


@pytest.mark.parametrize("this", PAGES, ids=lambda this: this.name)
def test_page(this, page, people, live_server, settings, signed_in, rendered, document, violations):
    settings.ROOT_URLCONF = __name__
    if this.prepare:
        this.prepare(people)
    if this.who:
        signed_in(getattr(people, this.who))
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.goto(live_server.url + (this.where(people) if callable(this.where) else this.where))
    if this.do:
        this.do(page, people)
    assert document().status == this.status
    assert set(this.shows) <= rendered
    assert page.title().rpartition(" – ")[0] == this.title
    html5lib.HTMLParser(strict=True).parse(document().text())
    if this.title.startswith("Error: "):
        check_errors(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        check(page, width)
    # A page that says that something is not there logs itself as not loaded.
    expected = f"Failed to load resource: the server responded with a status of {this.status} "
    assert [text for text in violations if this.status == 200 or not text.startswith(expected)] == []


def check(page, width):
    """What holds for every page."""
    assert page.locator("h1").count() == 1
    ids = page.eval_on_selector_all("[id]", "all => all.map(element => element.id)")
    assert len(ids) == len(set(ids)), sorted(ids)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, sticking_out(page, width)
    assert broken_rules(page, *WCAG, "best-practice") == {}


def sticking_out(page, width):
    """The elements that make a page too wide."""
    found = page.eval_on_selector_all(
        "body :not(.app-scroll *)",
        """(all, width) => all.filter(e => e.getBoundingClientRect().right > width + 1)
        .map(e => e.outerHTML.slice(0, 150))""",
        width,
    )
    return "\n".join(found)


def check_errors(page):
    """The summary of errors has the focus, and each of its links leads to a field that says so too."""
    assert page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    links = page.locator(".govuk-error-summary a").all()
    assert links
    first = page.locator("main").locator("input:not([type=hidden]), select, textarea").first
    for anchor in links:
        field = page.locator(anchor.get_attribute("href"))
        group = field.locator("xpath=ancestor::fieldset[@aria-describedby]")
        told = field if field.get_attribute("type") != "radio" else group
        names = (told.get_attribute("aria-describedby") or "").split()
        beside = [page.locator(f"#{name}").inner_text() for name in names]
        # What is wrong with the form as a whole stands beside no field, and leads to the first.
        said = any(name.endswith("_error") for name in names)
        whole = anchor.get_attribute("href") == f"#{first.get_attribute('id')}" and not said
        assert whole or any(anchor.inner_text() in words for words in beside)


# --- On paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", ["empty", "ordinary", "longest"])
def test_the_first_day_is_one_sheet_of_paper(length, page, people, live_server, signed_in):
    """Also when every text is as long as it may be, in words as people write them."""
    starting(people)
    words = "We meet at the side door, and then we walk up to the second floor. "
    if length != "empty":
        texts = {
            name: (words * 20)[: FirstDay._meta.get_field(name).max_length if length == "longest" else 250]
            for name in FirstDay.WORDS
            if name != "comes_at"
        }
        make.FirstDayFactory(apprentice=people.record, shown_on=people.today, **texts)
    signed_in(people.apprentice)
    page.goto(f"{live_server.url}/")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your first day")
    for hidden in ("nav", "footer", ".app-header__who", ".app-no-print"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()


WORDS_THAT_MEET = """
least => [...document.querySelectorAll(".app-chart svg")].flatMap(svg => {
  if (!svg.checkVisibility()) return [];
  const whole = svg.getBoundingClientRect(), scale = whole.width / svg.viewBox.baseVal.width;
  const words = [...svg.querySelectorAll("text")].map(one => [one.textContent, one.getBoundingClientRect()]);
  const beside = (a, b) => a.right <= b.left || b.right <= a.left;
  const apart = (a, b) => beside(a, b) || a.bottom - 2 <= b.top || b.bottom - 2 <= a.top;
  const out = words.filter(([, box]) => box.left < whole.left - 1 || box.right > whole.right + 1);
  const high = parseFloat(getComputedStyle(svg.querySelector("text")).fontSize) * scale;
  const meet = words.flatMap(([one, a], number) => words.slice(number + 1)
    .filter(([, b]) => !apart(a, b)).map(([other]) => `${one} meets ${other}`));
  return [...(high < least ? [high] : []), ...out.map(([words]) => `${words} sticks out`), ...meet];
})
"""


@pytest.mark.parametrize(
    "prepare",
    [learned, learned_before_a_break, learned_since(2023, plan=900), learned_at_length, starting],
    ids=["learned", "break", "behind", "long", "starting"],
)
def test_words_in_the_chart_can_be_read(prepare, page, people, live_server, signed_in):
    """On a phone, on a screen and on paper one drawing is shown, its words apart and large enough."""
    prepare(people)
    signed_in(people.coordinator)
    page.goto(live_server.url + learning_at()(people))
    on_screens = (("screen", width, 12) for width in (320, 768, 769, 1280))
    for media, width, least in (*on_screens, ("print", 703, 11)):
        page.emulate_media(media=media)
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".app-chart svg:visible").count() == 1
        assert page.evaluate(WORDS_THAT_MEET, least) == []


def test_the_evidence_record_on_paper_has_no_menus(page, people, live_server, signed_in):
    learned_much(people)
    signed_in(people.apprentice)
    page.goto(live_server.url + learning_at("evidence/")(people))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    for hidden in ("nav", "footer", "main form", ".app-header__who", ".app-no-print"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 703
    expect(page.locator(".app-table--entries tbody tr")).to_have_count(24)


@pytest.mark.parametrize("who", ["manager", "apprentice"])
def test_a_plan_is_one_sheet_of_paper(who, page, people, live_server, signed_in):
    """Twelve items with their details, changed ones and a reflection among them."""
    words = "Sit beside Ann at the desk and note the three questions that come up most often, with answers."
    written = dict.fromkeys(("aim", "went_well", "was_hard", "proud_of"), words * 2)
    plan = make.WorkPlanFactory(
        apprentice=people.record, month_on=month_of(people), reflected=True, **written
    )
    project = make.ProjectFactory(apprentice=people.record, title="Missed bins online")
    for _ in range(12):
        make.PlanItemFactory(plan=plan, detail=words, helper="Ann", due_on=people.today, project=project)
    signed_in(getattr(people, who))
    page.goto(live_server.url + plan_at()(people))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".app-item")).to_have_count(12)
    for hidden in ("nav", "footer", "main button", ".app-header__who", ".app-no-print"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()


def test_who_is_who_is_one_sheet_of_paper(page, people, live_server, signed_in):
    """Twenty-five people, whose jobs and places take two lines."""
    words = {"job": "Data engineer in the housing team", "place": "Service Centre, 2nd floor, by the window"}
    for _ in range(25):
        make.PersonToMeetFactory(apprentice=people.record, **words)
    signed_in(people.manager)
    page.goto(live_server.url + people_at("sheet/")(people))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1


# --- The table itself ------------------------------------------------------------------------------


def test_who_is_who_is_read_whole_on_a_phone(page, people, live_server, signed_in):
    """Where and when stand under the name, across the screen, and nothing lies beside it."""
    make.PersonToMeetFactory(apprentice=people.record, meets="Ann Example", place="Second floor")
    signed_in(people.manager)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + f"/apprentices/{people.record.pk}/induction/people/sheet/")
    boxes = [cell.bounding_box() for cell in page.locator(".app-table--sheet tbody tr > :not(:empty)").all()]
    assert len(boxes) >= 3
    assert len({box["x"] for box in boxes}) == 1
    assert all(box["width"] > 200 and box["x"] + box["width"] <= 320 for box in boxes)


def test_every_template_is_looked_at():
    """A template that no row shows has not been checked by anybody."""
    ours = {str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html")}
    ours = {name for name in ours if not name.startswith("admin/")}
    assert ours == {name for this in PAGES for name in this.shows}


def test_titles_tell_pages_apart():
    """Two pages never have the same title, nor does a row say twice what is looked at."""
    templates = {}
    for this in PAGES:
        templates.setdefault(this.title, set()).add(this.shows[0])
    assert {title: pages for title, pages in templates.items() if len(pages) > 1} == {}
    names = [this.name for this in PAGES]
    assert sorted(set(names)) == sorted(names)
