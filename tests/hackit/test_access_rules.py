"""The table of who may do what, read as a filter and as a set, over days and after the end."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from apprentices.models import Apprentice
from hackit import access, dates
from hackit.access import Action, Relation
from hackit.models import Invitation, User
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def allowed(record, user, action, on):
    """Whether the filter lets the user in; the set must say the same."""
    found = Apprentice.objects.allowing(user, action, on).filter(pk=record.pk).first()
    if found is not None:
        assert action in access.actions(found)
    else:
        everything = access.with_relations(Apprentice.objects.all(), user, on).get(pk=record.pk)
        assert action not in access.actions(everything)
    return found is not None


NOT_OF_MANAGERS = {
    Action.ADMINISTER,
    Action.LOG_LEARNING,
    Action.IMPORT_LEARNING,
    Action.ANSWER_PROTECTED,
    Action.SEE_PROTECTED,
    Action.NOTE_TALK,
    Action.SUGGEST_ITEMS,
    Action.TELL_PROGRESS,
    Action.AGREE_PLANS,
    Action.WRITE_PORTFOLIO,
    Action.REMEMBER_PEOPLE,
    Action.RAISE_CONCERNS,
    Action.SEE_CONCERNS,
    Action.ANSWER_CONCERNS,
    Action.TELL_NEXT_STEPS,
    Action.WRITE_CV,
    Action.SEE_OPENINGS,
    Action.MARK_INTEREST,
    Action.ASK_AGAIN,
}
NOT_OF_COORDINATORS = {
    Action.LOG_LEARNING,
    Action.ACCEPT_LEARNING,
    Action.AGREE_LEARNING_TIME,
    Action.ANSWER_PROTECTED,
    Action.REVIEW_PLANS,
    Action.SUGGEST_ITEMS,
    Action.TELL_PROGRESS,
    Action.AGREE_PLANS,
    Action.WRITE_PORTFOLIO,
    Action.REMEMBER_PEOPLE,
    Action.RAISE_CONCERNS,
    Action.TELL_NEXT_STEPS,
    Action.WRITE_CV,
    Action.MARK_INTEREST,
}


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        (
            "apprentice",
            {
                Action.VIEW,
                Action.SEE_FIRST_DAY,
                Action.SEE_REVIEWS,
                Action.SEE_LEARNING,
                Action.LOG_LEARNING,
                Action.IMPORT_LEARNING,
                Action.AGREE_LEARNING_TIME,
                Action.ANSWER_PROTECTED,
                Action.SEE_PROTECTED,
                Action.SEE_PLANS,
                Action.SEE_PLAN_ITEMS,
                Action.SUGGEST_ITEMS,
                Action.TELL_PROGRESS,
                Action.AGREE_PLANS,
                Action.SEE_PROJECTS,
                Action.NAME_PROJECTS,
                Action.WRITE_PORTFOLIO,
                Action.SEE_INDUCTION,
                Action.TELL_OWN_STEPS,
                Action.REMEMBER_PEOPLE,
                Action.SEE_BUDDYING,
                Action.SEE_TRAINING,
                Action.RECORD_TRAINING,
                Action.RAISE_CONCERNS,
                Action.SEE_CONCERNS,
                Action.SEE_NEXT_STEPS,
                Action.TELL_NEXT_STEPS,
                Action.SEE_CV,
                Action.WRITE_CV,
                Action.SEE_OPENINGS,
                Action.MARK_INTEREST,
            },
        ),
        ("manager", set(Action) - NOT_OF_MANAGERS),
        ("deputy", set(Action) - NOT_OF_MANAGERS - {Action.SET_DEPUTIES, Action.HAND_OVER}),
        (
            "buddy",
            {
                Action.VIEW,
                Action.SEE_FIRST_DAY,
                Action.SEE_PLAN_ITEMS,
                Action.SEE_INDUCTION,
                Action.TELL_OWN_STEPS,
                Action.SEE_BUDDYING,
            },
        ),
        ("coordinator", set(Action) - NOT_OF_COORDINATORS),
        ("former_manager", set()),
        ("manager_to_be", set()),
        ("other_apprentice", set()),
        ("other_manager", set()),
        ("other_coordinator", set()),
        ("superuser", set()),
        ("stranger", set()),
    ],
)
def test_the_table(role, actions):
    people = world.build(TODAY)
    user = getattr(people, role)
    assert {action for action in Action if allowed(people.record, user, action, TODAY)} == actions


def test_nobody_who_is_not_signed_in():
    world.build(TODAY)
    assert not Apprentice.objects.allowing(AnonymousUser(), Action.VIEW).exists()


@pytest.mark.parametrize(("days", "open_"), [(-1, False), (0, True), (10, True), (11, False)])
@pytest.mark.parametrize(
    ("factory", "role"),
    [
        (make.ManagerTermFactory, "manager"),
        (make.DeputyTermFactory, "deputy"),
        (make.BuddyTermFactory, "buddy"),
    ],
)
def test_a_relation_begins_and_ends_with_its_days(factory, role, days, open_):
    term = factory(from_on=TODAY, until_on=TODAY + 10 * DAY)
    user = getattr(term, role).person
    assert allowed(term.apprentice, user, Action.VIEW, TODAY + days * DAY) == open_


ENDED = date(2026, 5, 31)
LAST_DAYS = [
    ("apprentice", date(2027, 5, 31)),
    ("manager", date(2026, 8, 31)),
    ("deputy", date(2026, 8, 31)),
    ("buddy", date(2026, 5, 30)),
]


@pytest.mark.parametrize(("role", "last_day"), LAST_DAYS)
@pytest.mark.parametrize("how", ["completed", "withdrawn"])
def test_after_the_end_each_reads_for_their_time_and_changes_nothing(role, last_day, how):
    people = world.build(date(2026, 3, 1))
    user, record = getattr(people, role), people.record
    facts = {
        "completed": {"gateway_on": ENDED, "assessment_on": ENDED, "completed_on": ENDED, "result": "pass"},
        "withdrawn": {"withdrawn_on": ENDED, "withdrawal_reason": "left"},
    }[how]
    record.manager_terms.filter(manager__person=people.manager_to_be).delete()
    record.manager_terms.filter(manager=people.here.term.manager).update(until_on=None)
    Apprentice.objects.filter(pk=record.pk).update(**facts)
    assert allowed(record, user, Action.VIEW, last_day)
    assert not allowed(record, user, Action.VIEW, last_day + DAY)
    assert not allowed(record, user, Action.ADMINISTER, ENDED)
    assert allowed(record, people.coordinator, Action.ADMINISTER, dates.add_months(ENDED, 60))


def test_a_manager_replaced_before_the_end_reads_nothing_after_it():
    people = world.build(date(2026, 3, 1))
    Apprentice.objects.filter(pk=people.record.pk).update(withdrawn_on=ENDED, withdrawal_reason="left")
    assert not allowed(people.record, people.manager, Action.VIEW, ENDED + DAY)
    assert allowed(people.record, people.manager_to_be, Action.VIEW, ENDED + DAY)


def test_a_manager_removed_after_the_end_reads_until_the_time_is_over():
    people = world.build(date(2026, 3, 1))
    people.record.manager_terms.exclude(manager=people.here.term.manager).delete()
    people.record.manager_terms.update(until_on=ENDED)
    Apprentice.objects.filter(pk=people.record.pk).update(withdrawn_on=ENDED, withdrawal_reason="left")
    assert allowed(people.record, people.manager, Action.VIEW, ENDED + 30 * DAY)


def test_one_person_in_several_relations_has_them_all():
    people = world.build(TODAY)
    make.DeputyTermFactory(  # not yet
        apprentice=people.record, deputy=people.here.term.manager, from_on=TODAY + DAY
    )
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.manager)
    record = Apprentice.objects.allowing(people.manager, Action.VIEW, TODAY).get(pk=people.record.pk)
    assert access.relations(record) == {Relation.MANAGER, Relation.COORDINATOR}


def test_a_list_holds_nobody_twice():
    people = world.build(TODAY)
    make.DeputyTermFactory(apprentice=people.record, from_on=TODAY, deputy=people.here.term.manager)
    assert Apprentice.objects.allowing(people.manager, Action.VIEW, TODAY).count() == 1


# --- The workshop ---


def reach(model, user):
    return set(model.objects.all().within_reach(user))


def test_people_within_reach():
    people = world.build(TODAY)
    inside = {
        people.apprentice,
        people.manager,
        people.deputy,
        people.buddy,
        people.coordinator,
        people.former_manager,
        people.manager_to_be,
    }
    assert reach(User, people.coordinator) == inside
    assert reach(User, people.superuser) == {people.superuser, people.coordinator, people.other_coordinator}
    assert reach(User, people.manager) == set()


def test_somebody_with_a_relation_elsewhere_is_out_of_reach():
    people = world.build(TODAY)
    make.CoordinatorFactory(organisation=people.there.organisation, person=people.manager)
    assert people.manager not in reach(User, people.coordinator)
    assert people.manager not in reach(User, people.other_coordinator)


def test_whoever_runs_the_installation_is_out_of_a_coordinator_s_reach():
    people = world.build(TODAY)
    User.objects.filter(pk=people.manager.pk).update(is_superuser=True)
    assert people.manager not in reach(User, people.coordinator)


def test_invitations_follow_their_people():
    people = world.build(TODAY)
    for user in (people.apprentice, people.other_apprentice):
        Invitation.objects.create(
            user=user, email=user.email, digest=user.email, invited_at="2026-11-18T12:00Z"
        )
    assert {i.user for i in reach(Invitation, people.coordinator)} == {people.apprentice}


def test_a_coordinator_of_two_organisations_reaches_both():
    people = world.build(TODAY)
    make.CoordinatorFactory(organisation=people.there.organisation, person=people.coordinator)
    assert reach(Apprentice, people.coordinator) == {people.record, people.other_record}
    assert people.manager in reach(User, people.coordinator)
