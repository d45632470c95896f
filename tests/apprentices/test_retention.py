"""Retention: what is due on a day, shown first, done once, by whoever may."""

import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apprentices import actions as apprentices
from apprentices import erasing, retention
from apprentices.models import Apprentice, BuddyTerm, DeputyTerm, FirstDay, ManagerTerm
from hackit import access, actions, dates
from hackit.models import Invitation, User
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=timezone.get_current_timezone()), tick=False):
        yield


@pytest.fixture
def place():
    return make.OrganisationFactory(name="Here Council", slug="here")


def ended(place, ended_on, **fields):
    """An apprenticeship that was withdrawn on a day (None: it goes on)."""
    fields |= {"withdrawn_on": ended_on, "withdrawal_reason": "left"} if ended_on else {}
    starts_on = (ended_on or TODAY) - timedelta(days=200)
    cohort = make.CohortFactory(organisation=place)
    return make.ApprenticeFactory(cohort=cohort, starts_on=starts_on, **fields)


def long_closed(**fields):
    """A person whose every history row is years old."""
    user = make.UserFactory(is_active=False, **fields)
    age(user)
    return user


def age(*records):
    for record in records:
        record.history.update(history_date=timezone.now() - timedelta(days=2000))
    User.objects.update(created_at=timezone.now() - timedelta(days=3000))


def due(place, on=TODAY):
    """{title: names} of what is due."""
    return {rule.title: [one.name for one in dues] for rule, dues in retention.due(place, on)}


LAST = dates.add_months(TODAY, -72)


@pytest.mark.parametrize(
    ("ended_on", "expected"), [(LAST - timedelta(days=1), True), (LAST, False), (None, False)]
)
def test_an_apprenticeship_is_due_after_72_months(place, ended_on, expected):
    record = ended(place, ended_on)
    assert ("Apprenticeships" in due(place)) == expected
    due_on, why = erasing.erasure_due_on(record.person)
    assert (due_on is not None and due_on <= TODAY) == expected
    if ended_on:
        assert due_on == dates.add_months(ended_on, 72) + timedelta(days=1)
    else:
        assert "has not ended" in why


def test_the_months_are_those_of_the_organisation(place):
    ended(place, dates.add_months(TODAY, -13))
    assert "Apprenticeships" not in due(place)
    place.keep_records_months = 12
    place.save()
    assert "Apprenticeships" in due(place)


def test_an_apprenticeship_is_erased_and_counted_as_before(place):
    record = ended(place, date(2019, 5, 5), uln="1748529632", under_18=True, quiet_place="The attic")
    make.InductionFactory(apprentice=record)
    met = make.InductionStepFactory(apprentice=record, kind="introduction", meets="Ann", place="Attic")
    make.ConcernFactory(apprentice=record, words="In confidence")
    done = retention.apply(place, by=None)
    record.refresh_from_db()
    assert done == ["1 apprenticeship erased"]
    assert (record.person.full_name, record.uln) == (f"Erased person {record.person.pk}", "")
    assert (record.under_18, record.withdrawn_on) == (False, date(2019, 5, 5))
    met.refresh_from_db()
    assert (record.quiet_place, met.meets, met.place) == ("", "", "")
    assert record.concerns.get().words == "Erased"
    assert retention.apply(place, by=None) == []


@pytest.mark.parametrize("tie", ["second", "manager", "beside", "coordinator"])
def test_somebody_with_other_ties_stays(place, tie):
    record = ended(place, date(2019, 5, 5))
    person = record.person
    if tie == "second":
        ended(place, None, person=person)
    elif tie == "coordinator":
        make.CoordinatorFactory(organisation=place, person=person)
    else:
        manager = make.ManagerFactory(organisation=place, person=person)
        if tie == "beside":
            make.ManagerTermFactory(apprentice=ended(place, None), manager=manager)
    name = person.full_name
    assert erasing.erasure_due_on(person)[0] is None
    retention.apply(place, by=None)
    person.refresh_from_db()
    record.refresh_from_db()
    assert (person.full_name, person.is_active) == (name, True)
    assert record.person.full_name.startswith("Erased person")
    assert due(place) == {}


def test_a_colleague_is_erased_with_the_last_of_their_apprentices(place):
    manager = make.ManagerFactory(organisation=place)
    long_ago, later = ended(place, date(2019, 5, 5)), ended(place, date(2021, 5, 5))
    make.ManagerTermFactory(apprentice=long_ago, manager=manager)
    term = make.DeputyTermFactory(apprentice=later, deputy=manager)
    assert "Managers and buddies" not in due(place)
    assert erasing.erasure_due_on(manager.person)[0] == date(2027, 5, 6)
    term.delete()
    assert due(place)["Managers and buddies"] == [manager.person.full_name]
    retention.apply(place, by=None)
    manager.person.refresh_from_db()
    assert manager.person.erased_on == TODAY
    assert retention.apply(place, by=None) == []


def test_accounts_with_nothing_to_read_are_closed_and_others_stay(place):
    gone = ended(place, TODAY - timedelta(days=400))
    reading = ended(place, TODAY - timedelta(days=300))
    manager = make.ManagerFactory(organisation=place)
    make.ManagerTermFactory(apprentice=reading, manager=manager)
    new = make.ManagerFactory(organisation=place)
    to_come = make.BuddyFactory(organisation=place)
    make.BuddyTermFactory(apprentice=ended(place, None), buddy=to_come, from_on=TODAY + timedelta(days=30))
    coordinator = make.CoordinatorFactory(organisation=place)
    assert due(place) == {"Accounts": [gone.person.full_name, manager.person.full_name]}
    assert retention.apply(place, by=coordinator.person) == ["2 accounts closed"]
    for person, active in ((gone.person, False), (manager.person, False), (new.person, True)):
        person.refresh_from_db()
        assert person.is_active == active
    newest = gone.person.history.first()
    assert (newest.history_user, newest.history_change_reason) == (coordinator.person, "Nothing left to read")
    assert retention.apply(place, by=None) == []


def test_who_reads_something_is_said_alike_for_one_and_for_many(people):
    """`reads_something` in SQL and `access.allowing` agree, on the edges of every relation."""
    place, gap = people.here.organisation, timedelta(days=1)
    for ended_on in (TODAY, TODAY - gap, dates.add_months(TODAY, -3), dates.add_months(TODAY, -3) - gap):
        for until_on in (None, ended_on, ended_on - gap, TODAY, TODAY - gap):
            record = ended(place, ended_on)
            make.ManagerTermFactory(apprentice=record, until_on=until_on)
            make.DeputyTermFactory(apprentice=record, until_on=until_on)
            make.BuddyTermFactory(apprentice=record, until_on=until_on)
    for months in (12, 13):
        ended(place, dates.add_months(TODAY, -months))
        ended(place, dates.add_months(TODAY, -months) + gap)
    to_come = {t.manager.person_id for t in ManagerTerm.objects.filter(from_on__gt=TODAY)}
    reading = set(User.objects.filter(retention.reads_something(TODAY)).values_list("pk", flat=True))
    told = {
        user.pk
        for user in User.objects.filter(coordinator_roles=None)
        if Apprentice.objects.allowing(user, access.Action.VIEW, TODAY).exists()
    }
    assert reading - to_come == told - to_come
    assert len(told) > 10
    assert DeputyTerm.objects.exists() and BuddyTerm.objects.exists()


@pytest.mark.parametrize(("days", "expected"), [(366, True), (364, False)])
def test_invitations_are_deleted_after_a_year(place, days, expected):
    buddy = make.BuddyFactory(organisation=place)
    actions.invite(buddy.person, by=None, now=timezone.now() - timedelta(days=days))
    assert ("Invitations" in due(place)) == expected
    retention.apply(place, by=None)
    assert Invitation.objects.exists() != expected


@pytest.mark.parametrize(("first_day", "expected"), [(TODAY - timedelta(days=364), False), (None, True)])
def test_first_day_pages_go_with_their_history_a_year_after_the_first_day(place, first_day, expected):
    first_day = first_day or dates.add_months(TODAY, -12) - timedelta(days=1)
    record = make.ApprenticeFactory(
        cohort=make.CohortFactory(organisation=place), starts_on=first_day, first_day_at_work_on=first_day
    )
    page = make.FirstDayFactory(apprentice=record, trouble="Ring 020 7946 0003")
    page.save()
    assert ("First-day pages" in due(place)) == expected
    retention.apply(place, by=None)
    assert FirstDay.objects.exists() != expected
    assert FirstDay.history.exists() != expected
    assert "First-day pages" not in due(place)


def test_closed_accounts_without_ties_are_erased_a_year_later(place):
    manager = make.ManagerFactory(organisation=place, person=long_closed())
    assert due(place) == {}  # added to the managers only just now
    assert erasing.erasure_due_on(manager.person)[0] == date(2027, 11, 24)
    age(manager)
    assert due(place) == {"Closed accounts": [manager.person.full_name]}
    assert erasing.erasure_due_on(User.objects.get(pk=manager.person_id))[0] < TODAY
    retention.apply(place, by=None)
    assert due(place) == {}


def test_people_tied_to_nobody_are_closed_then_erased(place):
    user = make.UserFactory()
    superuser = make.UserFactory(is_superuser=True)
    assert due(None) == {"Accounts": [user.full_name]}
    retention.apply(None, by=None)
    assert due(None) == {}
    user.refresh_from_db()
    superuser.refresh_from_db()
    assert (user.is_active, superuser.is_active) == (False, True)
    age(user)
    assert due(None) == {"Closed accounts": [user.full_name]}
    retention.apply(None, by=None)
    assert due(None) == {}


def test_nothing_of_another_organisation_is_due_here(people):
    there = ended(people.there.organisation, date(2019, 5, 5))
    assert due(people.here.organisation) == {"Accounts": [people.former_manager.full_name]}
    retention.apply(people.here.organisation, by=None)
    there.person.refresh_from_db()
    assert there.person.erased_on is None


def test_all_or_nothing(place, monkeypatch):
    """What fails in the middle leaves everything as it was."""
    record = ended(place, date(2019, 5, 5))
    ended(place, TODAY - timedelta(days=400))
    last = retention.RULES[-1]

    def fail(record, by, on):
        raise RuntimeError("on purpose")

    broken = retention.Rule(last.title, last.then, last.one, last.many, last.find, fail)
    monkeypatch.setattr(retention, "RULES", (*retention.RULES[:-1], broken))
    with pytest.raises(RuntimeError):
        retention.apply(place, by=None)
    record.person.refresh_from_db()
    assert record.person.erased_on is None


# --- The command ----------------------------------------------------------------------------------


def run(*args):
    out = io.StringIO()
    call_command("apply_retention", *args, stdout=out)
    return out.getvalue()


def test_the_command_shows_then_does_then_has_nothing_to_do(people):
    record = ended(people.here.organisation, date(2019, 5, 5))
    name = record.person.full_name
    said = run("--check", "--organisation", "here")
    assert said.splitlines() == [
        f"Here Council: due: Apprenticeships: {name}. Ended on 5 May 2019; kept for 6 years.",
        f"Here Council: due: Accounts: {people.former_manager}. "
        "Every relation of theirs has ended, and the time to read on is over.",
    ]
    record.person.refresh_from_db()
    assert record.person.erased_on is None
    said = run()
    assert name not in said
    assert "Here Council: 1 apprenticeship erased" in said
    assert "Tied to no organisation: 1 account closed" in said  # the stranger
    assert set(run().splitlines()) == {
        "Here Council: nothing is due",
        "There Council: nothing is due",
        "Tied to no organisation: nothing is due",
    }


def test_an_unknown_organisation_is_said():
    with pytest.raises(CommandError, match="no organisation with the short name 'nowhere'"):
        run("--organisation", "nowhere")


# --- In the workshop ------------------------------------------------------------------------------


def page_path(people):
    return f"/admin/cohorts/organisation/{people.here.organisation.pk}/retention/"


def test_a_coordinator_sees_what_is_due_confirms_and_it_is_done(people, client_of):
    client, path = client_of(people.coordinator), page_path(people)
    User.objects.filter(pk=people.former_manager.pk).update(is_active=False)
    assert "Nothing is due today" in client.get(path).content.decode()
    records = [ended(people.here.organisation, date(2019, 5, day)) for day in (5, 6)]
    ended(people.there.organisation, date(2019, 5, 5), person=make.UserFactory(full_name="Far Away"))
    page = client.get(path)
    assert records[0].person.full_name in page.content.decode()
    assert "Far Away" not in page.content.decode()
    assert "Yes, do all" not in page.content.decode()
    page = client.get(path, {"sure": 1})
    assert "cannot be brought back" in page.content.decode()
    done = client.post(path, {"shown": page.context["shown"]}, follow=True).content.decode()
    assert "Done: 2 apprenticeships erased" in done
    assert {record.history.first().history_user for record in User.objects.exclude(erased_on=None)} == {
        people.coordinator
    }
    again = client.post(path, {"shown": page.context["shown"]}, follow=True).content.decode()
    assert "has changed since" in again


def test_what_was_not_shown_is_not_done(people, client_of):
    client, path = client_of(people.coordinator), page_path(people)
    record = ended(people.here.organisation, date(2019, 5, 5))
    shown = client.get(path).context["shown"]
    ended(people.here.organisation, date(2019, 6, 6))
    for fields in ({"shown": shown}, {}):
        client.post(path, fields)
        record.person.refresh_from_db()
        assert record.person.erased_on is None
    with pytest.raises(ValidationError, match="has changed since"):
        retention.apply(people.here.organisation, by=people.coordinator, shown=shown)


def test_the_page_of_retention_takes_the_same_queries_whatever_is_due(people, client_of):
    client, path, counts = client_of(people.coordinator), page_path(people), []
    for more in (1, 2, 20):
        for _ in range(more):
            make.ManagerTermFactory(apprentice=ended(people.here.organisation, date(2019, 5, 5)))
            buddy = make.BuddyFactory(organisation=people.here.organisation)
            actions.invite(buddy.person, by=None, now=timezone.now() - timedelta(days=400))
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts == [17] * 3


def test_a_person_is_erased_only_when_due(people, client_of):
    client = client_of(people.coordinator)
    path = f"/admin/hackit/user/{people.apprentice.pk}/erase/"
    page = client.post(path).content.decode()
    assert "cannot be erased now" in page
    assert "has not ended" in page
    record = ended(people.here.organisation, dates.add_months(TODAY, -71))
    page = client.get(f"/admin/hackit/user/{record.person.pk}/erase/").content.decode()
    assert "it will be due on 24 December 2026" in page
    record = ended(people.here.organisation, date(2019, 5, 5))
    path = f"/admin/hackit/user/{record.person.pk}/erase/"
    assert "This cannot be undone" in client.get(path).content.decode()
    page = client.post(path, follow=True).content.decode()
    assert f"Erased person {record.person.pk}" in page
    people.apprentice.refresh_from_db()
    assert people.apprentice.erased_on is None


def test_a_pseudonym_cannot_be_given_a_name_again(people, client_of):
    record = ended(people.here.organisation, date(2019, 5, 5))
    retention.apply(people.here.organisation, by=None)
    path = f"/admin/hackit/user/{record.person.pk}/change/"
    answer = client_of(people.coordinator).post(
        path, {"full_name": "New Name", "email": "new@test.example.org"}
    )
    assert answer.status_code == 403
    with pytest.raises(ValidationError):
        actions.find_person(
            email=f"erased-{record.person.pk}@erased.invalid",
            organisation=people.here.organisation,
            by=people.coordinator,
        )


# --- Whoever left is not free for others ----------------------------------------------------------


@pytest.mark.parametrize("closed", [False, True])
def test_somebody_with_a_past_is_free_where_it_was_and_nowhere_else(people, closed):
    buddy = make.BuddyFactory(organisation=people.here.organisation)
    person = buddy.person
    buddy.delete()
    User.objects.filter(pk=person.pk).update(is_active=not closed)
    with pytest.raises(ValidationError, match="cannot be used here"):
        actions.find_person(
            email=person.email, organisation=people.there.organisation, by=people.other_coordinator
        )
    found = actions.find_person(
        email=person.email, organisation=people.here.organisation, by=people.coordinator
    )
    assert found == person


def test_a_closed_account_without_a_past_is_free_for_nobody(people):
    User.objects.filter(pk=people.stranger.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="cannot be used here"):
        actions.find_person(
            email=people.stranger.email, organisation=people.here.organisation, by=people.coordinator
        )


# --- What is not taken away -----------------------------------------------------------------------


def test_nothing_is_taken_from_somebody_who_has_asked_for_their_data(place):
    record = ended(place, date(2019, 5, 5))
    request = make.DataRequestFactory(person=record.person, organisation=place, received_on=TODAY)
    assert due(place) == {}
    assert "answer that first" in erasing.erasure_due_on(record.person)[1]
    with pytest.raises(ValidationError, match="answer that first"):
        erasing.erase_when_due(record.person, by=None)
    request.answered_on = TODAY
    request.save()
    assert due(place) == {"Apprenticeships": [record.person.full_name]}
    erasing.erase_when_due(record.person, by=None)
    record.person.refresh_from_db()
    assert record.person.erased_on == TODAY


def test_an_account_that_was_opened_again_is_left_open_for_a_while(place):
    record = ended(place, dates.add_months(TODAY, -20))
    manager = make.ManagerTermFactory(apprentice=record).manager.person
    retention.apply(place, by=None)
    manager.refresh_from_db()
    assert not manager.is_active
    manager.is_active = True
    manager.save()
    assert "Accounts" not in due(place)
    assert manager.full_name in due(place, dates.add_months(TODAY, 13))["Accounts"]


def test_nobody_with_a_closed_account_is_appointed(place):
    record = make.ApprenticeFactory(cohort=make.CohortFactory(organisation=place))
    gone = make.ManagerFactory(organisation=place, person=long_closed(full_name="Gone Away"))
    with pytest.raises(ValidationError, match="The account of Gone Away is closed"):
        apprentices.appoint_manager(record, gone, from_on=TODAY, by=None)


def test_what_is_confirmed_is_what_is_done_to_each(place):
    record = ended(place, date(2019, 5, 5))
    manager = make.ManagerFactory(organisation=place, person=record.person)
    term = make.ManagerTermFactory(
        apprentice=make.ApprenticeFactory(cohort=make.CohortFactory(organisation=place)), manager=manager
    )
    shown = retention.fingerprint(retention.due(place, TODAY))
    term.delete()
    manager.delete()
    with pytest.raises(ValidationError, match="has changed since"):
        retention.apply(place, by=None, shown=shown)
