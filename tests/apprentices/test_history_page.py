"""The history of a record: who changed what and when, in sentences, and what is told to whom."""

import html
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apprentices import actions
from apprentices.induction import Taken
from apprentices.models import (
    Apprentice,
    Concern,
    EarlierPlan,
    FirstDay,
    InductionStep,
    Interest,
    ManagerTerm,
    MetLine,
    StayingInTouch,
)
from hackit import dates, erasure, privacy
from hackit.actions import save, take_away
from hackit.overview.history import history
from hackit.overview.sentences import COORDINATORS_ALONE, FACTS, TOLD
from hackit.privacy import Tells
from tests import factories as make
from workplans import actions as learning
from workplans.models import LearningEntry, PlanItem
from workplans.work_plan import Move

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)
DESK = "admin:apprentices_apprentice_history"


@pytest.fixture(autouse=True)
def the_day():
    with time_machine.travel(datetime(2026, 11, 18, 10, 30, tzinfo=dates.LONDON)):
        yield


def sentences(record, *, confidential=False, since=0):
    """The sentences of a history, the oldest first, without the first so many."""
    return [line.words for line in history(record, confidential=confidential)][::-1][since:]


def page_of(people, role, client_of, name="history"):
    """The words of the page as somebody reads it."""
    answer = client_of(getattr(people, role)).get(reverse(name, args=[people.record.pk]))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.fixture
def since(people):
    """How much is told of the record before a test does anything."""
    return len(history(people.record))


@pytest.fixture
def told(people, since):
    """What the actions of a test have left in the history, for everybody and for coordinators."""

    def compare(*words, confidential=None):
        assert sentences(people.record, since=since) == list(words)
        assert sentences(people.record, since=since, confidential=True) == list(confidential or words)

    return compare


def test_a_change_of_plan_says_what_it_was_and_from_when(people, told):
    actions.change_plan(
        people.record,
        from_on=date(2026, 12, 1),
        weekly_hours=Decimal("22.5"),
        why="Childcare.",
        by=people.coordinator,
    )
    actions.change_plan(people.record, from_on=TODAY, tutor=None, by=people.manager)
    hours = "Here Coordinator changed weekly hours from 36 to 22.5, with effect from 1 December 2026"
    tutor = "changed the tutor from Here tutor to none"
    told(
        f"{hours}.",
        f"{people.manager} {tutor}, for the time from 18 November 2026 until 30 November 2026.",
        f"{people.manager} {tutor}, with effect from 18 November 2026.",
        confidential=[
            f"{hours}: Childcare.",
            f"{people.manager} {tutor}, for the time from 18 November 2026 until 30 November 2026.",
            f"{people.manager} {tutor}, with effect from 18 November 2026.",
        ],
    )


def test_a_break_and_its_correction(people, told):
    by = people.coordinator
    actions.begin_break(people.record, first_day_away_on=date(2026, 10, 1), reason="Canary ill", by=by)
    gap = people.record.breaks.get()
    actions.come_back(gap, first_day_back_on=date(2026, 10, 11), by=by)
    gap.refresh_from_db()
    actions.correct_break(
        gap,
        first_day_away_on=date(2026, 10, 2),
        first_day_back_on=date(2026, 10, 11),
        reason="Canary away",
        why="Canary slip",
        by=by,
    )
    end = people.record.planned_end_on
    first, moved, last = (dates.words(end + timedelta(days=days)) for days in (0, 10, 9))
    said = [
        "Here Coordinator recorded a break in learning from 1 October 2026.",
        "Here Coordinator recorded the return from a break on 11 October 2026.",
        f"Here Coordinator changed the planned end from {first} to {moved}, with effect from 11 October "
        "2026.",
        "Here Coordinator corrected the break from 1 October 2026: the first day away from 1 October 2026 to "
        "2 October 2026.",
        f"Here Coordinator changed the planned end from {moved} to {last}.",
    ]
    by_coordinators = [
        *said[:2],
        f"{said[2][:-1]}: Back from a break.",
        f"{said[3][:-1]} and the reason: Canary slip.",
        f"{said[4][:-1]}: Correction of the break: Canary slip.",
    ]
    told(*said, confidential=by_coordinators)


def test_from_gateway_to_the_end(people, told):
    record, by = people.record, people.coordinator
    actions.reach_gateway(record, reached_on=date(2026, 10, 1), by=by)
    actions.send_back(record, sent_back_on=date(2026, 10, 9), why="Canary lacks a project", by=by)
    actions.reach_gateway(record, reached_on=date(2026, 10, 20), by=by)
    actions.begin_assessment(record, begun_on=date(2026, 11, 2), by=by)
    actions.fail(record, failed_on=date(2026, 11, 10), resit_on=date(2026, 11, 17), by=by)
    actions.complete(record, completed_on=date(2026, 11, 17), result="merit", by=by)
    actions.correct(record, result="distinction", gateway_on=date(2026, 10, 21), why="Canary typo", by=by)
    corrected = (
        "Here Coordinator corrected the day of gateway from 20 October 2026 to 21 October 2026 and the "
        "result from Merit to Distinction"
    )
    said = [
        "Here Coordinator recorded gateway, reached on 1 October 2026.",
        "Here Coordinator recorded that the gateway of 1 October 2026 was sent back to learning on 9 October "
        "2026.",
        "Here Coordinator recorded gateway, reached on 20 October 2026.",
        "Here Coordinator recorded the assessment, begun on 2 November 2026.",
        "Here Coordinator recorded that the assessment was failed on 10 November 2026, with a resit planned "
        "for 17 November 2026.",
        "Here Coordinator recorded the result, merit, on 17 November 2026.",
    ]
    told(*said, f"{corrected}.", confidential=[*said, f"{corrected}: Canary typo."])


def test_why_somebody_stopped_is_told_to_coordinators_and_in_human_terms_to_nobody(people, told):
    by = people.coordinator
    actions.withdraw(
        people.record,
        withdrawn_on=TODAY,
        reason="left",
        human_reasons=["health"],
        would_have_kept="Canary",
        by=by,
    )
    actions.correct(
        people.record, human_reasons=["pay"], would_have_kept="Bird", redundant=True, why="", by=by
    )
    told(
        "Here Coordinator recorded that the apprenticeship stops: the last day of learning is 18 November "
        "2026.",
        confidential=[
            "Here Coordinator recorded that the apprenticeship stops (left employment): the last day of "
            "learning is 18 November 2026.",
            "Here Coordinator changed whether it was a redundancy, why they stopped, in human terms and what "
            "would have kept them.",
        ],
    )


def test_people_come_and_go(people, told):
    by, record = people.manager, people.record
    buddy = make.BuddyFactory(organisation=people.here.organisation, person__full_name="Bea Nearby")
    actions.appoint_buddy(record, buddy, from_on=date(2026, 11, 20), by=by)
    actions.call_off(record.buddy_terms.get(buddy=buddy), by=by)
    next_ = ManagerTerm.objects.get(apprentice=record, from_on__gt=TODAY)
    note = actions.write_note(next_, words={"promised": "Canary"}, by=by)
    actions.write_note(next_, words={"promised": "Canary 2"}, by=by)
    with time_machine.travel(datetime(2026, 12, 10, 9, tzinfo=dates.LONDON)):
        actions.mark_read(note, by=people.manager_to_be)
    words = [
        f"{by} ended {people.buddy}’s time as buddy on 19 November 2026.",
        f"{by} named Bea Nearby as buddy from 20 November 2026.",
        f"{by} took away Bea Nearby’s time as buddy from 20 November 2026.",
        f"{by} changed {people.buddy}’s time as buddy: the last day from 19 November 2026 to none.",
        f"{by} wrote the handover note for {people.manager_to_be}.",
        f"{by} changed the handover note for {people.manager_to_be}.",
        f"{people.manager_to_be} read the handover note.",
    ]
    why = words[0].replace("2026.", "2026: Somebody else was named.")
    told(*words, confidential=[why, *words[1:]])


def test_reviews_and_the_first_day_page_without_their_words(people, told):
    by, record = people.manager, people.record
    agreed = [{"what": "Canary plan", "owner": "provider", "due_on": date(2026, 12, 1)}]
    given = {"held_on": date(2026, 11, 2), "summary": "Canary talk"}
    review = actions.record_review(record, agreed=agreed, by=by, **given)
    actions.tick(review.agreed_actions.get(), done=True, by=by)
    actions.record_review(record, review=review, agreed=[], by=by, **given | {"held_on": date(2026, 11, 3)})
    words = FirstDay().words() | {"lunch": "Canary soup"}
    actions.write_first_day(record, words=words, show=False, by=by)
    told(
        f"{by} recorded the review of three of 2 November 2026.",
        f"{by} noted what the provider is to do by 1 December 2026, as agreed in a review.",
        f"{by} noted that the provider has done what was agreed for 1 December 2026.",
        f"{by} corrected the review of three of 2 November 2026: it was held on 3 November 2026.",
        f"{by} took away what the provider was to do by 1 December 2026.",
        f"{by} wrote the first-day page, a draft so far.",
    )


def test_learning_time_goes_from_one_side_to_the_other(people, told):
    record, manager, apprentice = people.record, people.manager, people.apprentice
    fridays = {"from_on": TODAY, "pattern": "----D--", "day_minutes": 435, "by": apprentice}
    block = {"from_on": date(2026, 11, 23), "until_on": date(2026, 11, 27), "in_blocks": True}
    learning.take_back(learning.propose(record, **fridays), by=apprentice)
    declined = learning.propose(record, **fridays)
    learning.decline(declined, because="Canary reason", by=manager)
    time = learning.agree(learning.propose(record, **fridays), by=manager)
    coming = learning.propose(record, **fridays | block | {"pattern": "DDDDD--", "by": manager})
    learning.end(learning.agree(coming, by=apprentice), until_on=TODAY, by=apprentice)
    learning.end(time, until_on=date(2026, 12, 4), by=manager)
    weekly = "every Friday from 18 November 2026"
    weeks = "a block of every Monday to Friday from 23 November 2026 until 27 November 2026"
    told(
        f"Here Apprentice proposed a learning time: {weekly}.",
        f"Here Apprentice took back the proposal of the learning time {weekly}.",
        f"Here Apprentice proposed a learning time: {weekly}.",
        f"{manager} declined the learning time {weekly}.",
        f"Here Apprentice proposed a learning time: {weekly}.",
        f"{manager} agreed to the learning time {weekly}.",
        f"{manager} proposed a learning time: {weeks}.",
        f"Here Apprentice agreed to the learning time {weeks}.",
        f"Here Apprentice took away the learning time {weeks}.",
        f"{manager} ended the learning time {weekly}: its last day is 4 December 2026.",
    )


def test_that_an_accepted_entry_was_deleted_is_told_and_nothing_else_of_entries(people, told):
    day = date(2026, 11, 3)
    kept, never, gone = learning.log(
        people.record,
        [learning.Draft(day, 90, "class", f"Canary {turn}") for turn in range(3)],
        by=people.apprentice,
    ).entries
    learning.accept({one.pk: one.submitted_at for one in (kept, gone)}, by=people.manager)
    learning.correct(kept, learning.Draft(day, 60, "class", "Canary more"), by=people.apprentice)
    learning.take_out(never, by=people.apprentice)
    learning.take_out(gone, by=people.apprentice)
    told("Here Apprentice deleted an accepted entry: 1 hour 30 minutes on 3 November 2026.")


def test_a_change_of_standard_begins_a_record_that_follows(people):
    standard = make.StandardFactory(reference="ST0999")
    new = actions.change_standard(
        people.record,
        standard=standard,
        starts_on=TODAY,
        planned_end_on=date(2028, 1, 1),
        by=people.coordinator,
        on=TODAY,
    )
    [first, *_] = sentences(new)
    assert first == "Here Coordinator added this record, which follows an earlier apprenticeship of theirs."


# --- Who reads what -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
@pytest.mark.parametrize("name", sorted(COORDINATORS_ALONE))
def test_what_coordinators_alone_know_is_not_even_mentioned_to_others(name, role, people, client_of):
    record = people.record
    record.withdrawn_on, record.withdrawal_reason = TODAY, "withdrew"
    record.save()
    values = {
        "withdrawal_reason": "provider",
        "uln": "1748529632",
        "human_reasons": ["too-hard"],
        "would_have_kept": "Canary",
    }
    setattr(record, name, values.get(name, True))
    record.save()
    words = page_of(people, role, client_of)
    assert (f"changed {COORDINATORS_ALONE[name]}." in words) == (role == "coordinator")
    for value in ("Change of provider", "1748529632", "oo hard", "too-hard", "Canary", "True"):
        assert value not in words


@pytest.mark.parametrize("confidential", [False, True])
def test_no_words_that_anybody_wrote_about_somebody_are_told(confidential, people):
    """Every text of every kind of record, twice, so that it is also a change."""
    record, day = people.record, TODAY - timedelta(days=30)
    made = [record, make.BreakFactory(apprentice=record, first_day_away_on=day, first_day_back_on=TODAY)]
    made += [factory(apprentice=record) for factory in (make.FirstDayFactory, make.EarlierPlanFactory)]
    made += [make.SentBackFactory(apprentice=record), make.FailedAttemptFactory(apprentice=record)]
    review = make.ReviewFactory(apprentice=record)
    made += [review, make.AgreedActionFactory(review=review)]
    made += [make.LearningTimeFactory(apprentice=record, agreed=True, state="declined")]
    made += [make.ProtectedAnswerFactory(apprentice=record)]
    plan = make.WorkPlanFactory(apprentice=record, reviewed=True)
    made += [plan, make.PlanItemFactory(plan=plan, state="dropped", because="Not needed")]
    made += [make.ProjectFactory(apprentice=record), make.PortfolioFactory(apprentice=record)]
    made[-2].feedback_at, made[-2].feedback_by = dates.moment(TODAY), people.manager
    made += [make.PortfolioLinkFactory(apprentice=record)]
    made += [people.here.term, make.HandoverNoteFactory(term=people.here.term)]
    made += [people.here.buddy_term]
    record.withdrawn_on, record.withdrawal_reason = TODAY, "left"
    filled = 0
    for turn in ("Zzkanari", "Qqkanari"):
        for one in made:
            for field in privacy.tells(type(one), Tells.WORDS, Tells.SENSITIVE, Tells.IDENTITY):
                if field.get_internal_type() in {"CharField", "TextField"}:
                    setattr(one, field.name, turn)
                    filled += 1
            one.save()
    assert filled > 20
    words = " ".join(sentences(record, confidential=confidential))
    assert "kanari" not in words
    assert "changed the handover note" in words


def test_every_fact_of_a_record_is_told_or_for_coordinators_alone():
    classed = dict(privacy.personal(Apprentice).classed())
    assert set(FACTS) | set(COORDINATORS_ALONE) == set(classed) - {"person", "previous", "quiet_place"}
    assert not set(FACTS) & set(COORDINATORS_ALONE)
    assert {classed[name] for name in FACTS} == {Tells.WORK}


def test_every_kind_of_record_about_an_apprentice_is_told():
    around = {
        model
        for model, entry in privacy.the_list()
        if model is Apprentice or any("apprentice__person" in path for path in entry.lookups)
    }
    # Entries, items and steps are told on their own pages: they would bury the rest. What is said in
    # confidence is told nowhere.
    around -= {LearningEntry, PlanItem, InductionStep, Concern, Interest, MetLine, StayingInTouch}
    every = {(model, event) for model in around for event in "+~-"}
    assert every | {(LearningEntry, "-"), (PlanItem, "~")} == set(TOLD)


def test_a_month_from_the_first_word_to_the_review(people, told):
    record, by, on = people.record, people.manager, date(2026, 11, 1)
    plan = learning.write_aim(record, on, aim="Canary aim", by=by)
    item = learning.add_item(record, on, words={"title": "Canary item"}, by=by)
    learning.share(plan, by=by)
    for aim in ("Canary aim", "Another canary"):
        learning.write_aim(record, on, aim=aim, by=by)
        plan.refresh_from_db()
        read = learning.fingerprint(plan, plan.items.select_related("project"))
        learning.agree_plan(plan, seen=read, by=record.person)
    later = date(2026, 11, 25)
    learning.reflect(
        plan, words={"went_well": "Canary", "was_hard": "", "proud_of": ""}, by=record.person, on=later
    )
    learning.move_on(item, Move.DROP, because="Canary reason", by=by, on=later)
    learning.review(plan, review="Canary review", by=by, on=later)
    learning.reopen(plan, by=by, on=later)
    learning.review(plan, review="Canary review", by=by, on=later)
    said = [
        f"{by} began the work plan for November 2026.",
        f"{by} shared the work plan for November 2026.",
        "Here Apprentice agreed to the work plan for November 2026.",
        f"{by} changed the aim of the work plan for November 2026 after it was agreed.",
        "Here Apprentice agreed to what has changed in the work plan for November 2026.",
        "Here Apprentice looked back on November 2026.",
        f"{by} reviewed November 2026.",
        f"{by} opened November 2026 again after its review.",
        f"{by} reviewed November 2026.",
        f"{by} dropped an item of November 2026.",
    ]
    told(*said)


def test_items_are_told_when_they_are_carried_over_or_dropped_and_not_when_agreed_to(people, since):
    record, by, month = people.record, people.manager, date(2026, 11, 1)
    make.WorkPlanFactory(apprentice=record, agreed=True)
    item, other = (learning.add_item(record, month, words={"title": title}, by=by) for title in ("A", "B"))
    wish = learning.suggest(record, month, words={"title": "C"}, by=record.person)
    for move in (Move.DROP, Move.TAKE_BACK, Move.DROP):
        learning.move_on(item, move, because="Because", by=by)
    plan = item.plan
    read = learning.fingerprint(plan, plan.items.select_related("project"))
    learning.agree_plan(plan, seen=read, by=record.person)  # saves the dropped item once more
    learning.move_on(other, Move.CARRY, because="Because", by=by)
    learning.move_on(wish, Move.DROP, because="Because", by=by)
    told = [words for words in sentences(record, since=since) if "item" in words or "suggestion" in words]
    assert told == [
        f"{by} dropped an item of November 2026.",
        f"{by} dropped an item of November 2026.",
        f"{by} carried an item of November 2026 over to a later month.",
        f"{by} said no to a suggestion for November 2026.",
    ]


def test_projects_are_told_and_links_to_a_portfolio_to_coordinators_alone(people, told):
    record = people.record
    project = make.ProjectFactory(apprentice=record, title="Canary project")
    project.feedback, project.feedback_by, project.feedback_at = "Canary", people.manager, dates.moment(TODAY)
    project.save()
    project.delete()
    link = make.PortfolioLinkFactory(apprentice=record, purpose="Canary")
    link.withdrawn_at = dates.moment(TODAY)
    link.save()
    said = [
        "The system named a project.",
        "The system gave feedback on a project.",
        "The system deleted a project.",
    ]
    links = [
        "The system made a link to the portfolio that holds until 18 December 2026.",
        "The system withdrew a link to the portfolio.",
    ]
    told(*said, confidential=[*said, *links])


def test_those_who_were_erased_and_what_nobody_did(people):
    people.record._history_user = people.former_manager
    people.record.weekly_hours = 30
    people.record.save()
    erasure.erase(people.former_manager, by=None)
    words = sentences(people.record)
    assert "Somebody who has been erased changed weekly hours from 36 to 30." in words
    assert "The system named somebody who has been erased as manager from" in " ".join(words)
    assert people.former_manager.full_name not in " ".join(words)


# --- The page -------------------------------------------------------------------------------------


def test_the_page_is_newest_first_by_day_and_leads_on(people, client_of):
    record = people.record
    for number in range(60):
        record.weekly_hours = 10 + number % 30
        record._history_date = datetime(2026, 11, 17, 9, 30, tzinfo=dates.LONDON) + timedelta(minutes=number)
        record.save()
    with time_machine.travel(datetime(2026, 11, 19, 0, 15, tzinfo=dates.LONDON)):
        actions.reach_gateway(record, reached_on=TODAY, by=people.coordinator)
    first = page_of(people, "manager", client_of)
    places = [first.index(f">{day} November 2026</h2>") for day in (19, 18, 17)]
    assert places == sorted(places)
    assert "12:15am" in first
    assert "from 38 to 39" in first
    assert "from 10 to 11" not in first.split("Next")[-1]
    second = client_of(people.manager).get(reverse("history", args=[record.pk]), {"page": 2})
    assert "from 10 to 11" in second.content.decode()
    assert "page 2" in second.content.decode()


def test_the_way_in_is_on_the_overview_of_those_who_may(people, client_of):
    address = reverse("history", args=[people.record.pk])
    for role, there in {"manager": True, "deputy": True, "apprentice": False, "buddy": False}.items():
        assert (address in page_of(people, role, client_of, "apprentice")) == there


@pytest.mark.parametrize(("months", "answer"), [(2, 200), (4, 404)])
def test_those_who_were_responsible_read_on_for_three_months(months, answer, people, client_of):
    ended_on = dates.add_months(TODAY, -months)
    Apprentice.objects.filter(pk=people.record.pk).update(
        starts_on=date(2025, 1, 1), withdrawn_on=ended_on, withdrawal_reason="left"
    )
    ManagerTerm.objects.filter(pk=people.here.term.pk).update(from_on=date(2025, 1, 1))
    ManagerTerm.objects.filter(manager__person=people.former_manager).delete()
    address = reverse("history", args=[people.record.pk])
    assert client_of(people.manager).get(address).status_code == answer
    assert client_of(people.coordinator).get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "role", "number"),
    [("history", "manager", 6), ("history", "coordinator", 6), (DESK, "coordinator", 8)],
)
def test_a_page_takes_the_same_queries_however_much_has_changed(name, role, number, people, client_of):
    client, counts = client_of(getattr(people, role)), []
    for more in (1, 30):
        for turn in range(more):
            actions.change_plan(
                people.record, from_on=TODAY, weekly_hours=more + turn % 2, by=people.coordinator
            )
            make.DeputyTermFactory(apprentice=people.record)
            make.ReviewFactory(apprentice=people.record, held_on=TODAY - timedelta(days=more + turn))
            month = dates.add_months(TODAY.replace(day=1), -more - turn)
            plan = make.WorkPlanFactory(apprentice=people.record, month_on=month, reviewed=True)
            item = make.PlanItemFactory(plan=plan)
            item.state, item.because = "dropped", "Not needed"
            item.save()
            make.ProjectFactory(apprentice=people.record)
            make.PortfolioLinkFactory(apprentice=people.record)
        client.get(reverse(name, args=[people.record.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=[people.record.pk]))
        counts.append(len(queries))
    assert counts == [number] * 2


def test_the_workshop_shows_the_same_sentences_with_the_coordinator_s_eyes(people, client_of):
    actions.change_plan(
        people.record, from_on=TODAY, weekly_hours=30, why="Canary reason", by=people.coordinator
    )
    words = page_of(people, "coordinator", client_of, DESK)
    said = "Here Coordinator changed weekly hours from 36 to 30, with effect from 18 November 2026"
    assert f"{said}: Canary reason." in words
    assert EarlierPlan.objects.get().why == "Canary reason"
    assert f"{said}." in page_of(people, "manager", client_of)


# --- Induction ------------------------------------------------------------------------------------


def test_an_induction_is_told_and_its_steps_are_not(people, told):
    record, by = people.record, people.coordinator
    template = make.InductionTemplateFactory(organisation=people.here.organisation, name="School leaver")
    make.InductionItemFactory(template=template, title="Canary open")
    make.InductionItemFactory(template=template, title="Canary closed", sight="closed")
    free = {"learning": lambda day: Taken.NOTHING, "by": by}
    before = record.first_day_at_work_on
    actions.give(record, template, **free)
    template.items.filter(sight="open").update(title="Canary new")
    actions.follow_template(record, facts={}, **free)
    actions.follow_template(record, facts={}, **free)  # nothing to apply, nothing to tell
    step = record.induction_steps.get(sight="closed")
    actions.tell(step, state="stuck", because="Canary stuck", by=by)
    record.first_day_at_work_on = TODAY + timedelta(days=6)
    record.save()
    actions.follow_first_day(record, facts={}, **free)
    actions.keep_buddy(people.here.buddy_term, by=by)
    actions.name_quiet_place(record, place="Canary room", by=by)
    actions.name_quiet_place(record, place="Canary desk", by=by)
    first, *rest = sentences(record)[-7:]
    assert first == "Here Coordinator gave an induction: School leaver."
    assert rest == [
        "Here Coordinator applied the changed template of the induction, School leaver.",
        f"The system changed the first day at work from {dates.words(before)} to 24 November 2026.",
        "Here Coordinator moved the induction to the first day 24 November 2026.",
        f"Here Coordinator told that {people.buddy} goes on as buddy.",
        "Here Coordinator named the quiet place for learning.",
        "Here Coordinator changed the quiet place for learning.",
    ]


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
def test_steps_and_private_words_are_in_no_history(role, people, client_of):
    make.InductionFactory(apprentice=people.record)
    step = make.InductionStepFactory(
        apprentice=people.record, title="Canary", sight="closed", owner="manager"
    )
    step.state, step.not_needed_because = "not needed", "Canary"
    step.save()
    make.ConcernFactory(apprentice=people.record, words="Canary")
    names = ["history", DESK] if role == "coordinator" else ["history"]
    for name in names:
        words = page_of(people, role, client_of, name)
        assert "gave an induction" in words
        assert "anary" not in words
        assert "private word" not in words.lower()


def test_the_end_of_an_apprenticeship_without_a_word_of_what_was_said(people, told):
    record, manager, person = people.record, people.manager, people.apprentice
    actions.prepare_talk(record, talk="first", hopes="Canary", by=person, on=TODAY)
    said = {"held_on": TODAY, "can_say": "Canary", "answer_by_on": date(2026, 12, 11)}
    step = {"what": "Canary", "owner": "manager", "due_on": date(2026, 11, 30)}
    actions.record_talk(record, talk="first", agreed=[step], by=manager, on=TODAY, **said)
    said["said_worries"] = "Canary"
    held = actions.record_talk(record, talk="first", agreed=[step], by=manager, on=TODAY, **said)
    actions.note_privately(record, talk="first", words="Canary", by=manager, on=TODAY)
    actions.confirm_talk(held, differently="Canary", by=person, on=TODAY)
    actions.tick_next_step(held.agreed_actions.get(), done=True, by=manager, on=TODAY)
    who, other = manager.full_name, person.full_name
    told(
        f"{other} prepared the first next-steps conversation.",
        f"{who} recorded the first next-steps conversation, held on 18 November 2026; the answer will be "
        "known by 11 December 2026.",
        f"{who} noted what the manager is to do by 30 November 2026, as agreed in a next-steps conversation.",
        f"{who} corrected the first next-steps conversation of 18 November 2026.",
        f"{other} confirmed the first next-steps conversation and added what they see differently.",
        f"{who} noted that the manager has done what was agreed for 30 November 2026.",
    )


def test_ways_steps_decision_destination_and_cv_are_told(people, told):
    record, by = people.record, people.manager

    def change(one, **values):
        for name, value in values.items():
            setattr(one, name, value)
        save(one, by=by)

    way = save(make.OptionFactory.build(apprentice=record, chance="nobody has asked yet"), by=by)
    change(way, chance="offered")
    change(way, needs="Another budget")
    change(way, wished=True)
    step = save(make.StepTakenFactory.build(apprentice=record, told_by=by), by=by)
    take_away(step, by=by)
    decision = save(make.DecisionFactory.build(apprentice=record, decided_by=by), by=by)
    change(decision, role="Tester")
    change(decision, given_on=TODAY)
    change(decision, outcome="a role in another team", given_on=None)
    destination = save(make.DestinationFactory.build(apprentice=record, recorded_by=by), by=by)
    change(destination, role="Canary")
    change(destination, where="education", in_profession=None)
    cv = save(make.CvFactory.build(apprentice=record), by=by)
    change(cv, skills="Canary")
    who = by.full_name
    told(
        f"{who} noted of “stay in the team”: nobody has asked yet.",
        f"{who} noted of “stay in the team”: offered.",
        f"{who} changed what is noted of “stay in the team”.",
        f"{who} wished for “stay in the team”.",
        f"{who} ticked “CV updated”.",
        f"{who} noted that “CV updated” is not done after all.",
        f"{who} recorded the decision of 16 November 2026.",
        f"{who} changed the decision or its letter.",
        f"{who} gave the decision in writing on 18 November 2026.",
        f"{who} changed the decision or its letter.",
        f"{who} recorded where they went, at the end.",
        f"{who} corrected what is known of where they went, at the end.",
        f"{who} corrected what is known of where they went, at the end.",
        f"{who} wrote a CV.",
        f"{who} changed the CV.",
    )
