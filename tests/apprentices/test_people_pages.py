"""Who stands beside an apprentice: what the pages show and change, and for whom."""

from datetime import date, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices import actions
from apprentices.models import Buddy, BuddyTerm, DeputyTerm
from hackit.models import User
from providers.models import Contact
from tests import factories as make
from tests import world
from tests.conftest import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
IN_WORDS = "18/11/2026"
NEW = {"chosen": "", "full_name": "Nell Newcome", "email": "Nell@test.example.org", "from_on": IN_WORDS}


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def manager(people):
    return sign_in(people.manager)


def address(people, page=""):
    return f"/apprentices/{people.record.pk}/people/{page}"


def text(client, path):
    return client.get(path).content.decode()


def said(client, path, **data):
    """What is said after a form was sent: the message, or the errors by field."""
    answer = client.post(path, data)
    if answer.status_code == 302:
        return " ".join(str(message) for message in client.get(answer.url).context["messages"])
    return {name or "form": list(errors) for name, errors in answer.context["form"].errors.items()}


# --- The page -------------------------------------------------------------------------------------


def rows(client, people):
    """{heading: [(when, name, days)]} of the page."""
    groups = client.get(address(people)).context["groups"]
    return {group.title: [(row.when, row.name, row.days) for row in group.rows] for group in groups}


def test_now_later_and_before_with_their_days(people, manager):
    make.TeamFactory(organisation=people.there.organisation, name="Elsewhere")
    new = make.TeamFactory(organisation=people.here.organisation, name="Web team")
    actions.change_plan(people.record, from_on=TODAY, team=new, by=people.coordinator)
    found = rows(manager, people)
    assert found == {
        "Manager": [
            ("Now", str(people.manager), "10 August 2026 to 8 December 2026"),
            ("Later", str(people.manager_to_be), "From 9 December 2026"),
            ("Before", str(people.former_manager), "22 January 2026 to 9 August 2026"),
        ],
        "Deputies": [("Now", str(people.deputy), "Since 10 August 2026")],
        "Buddy": [("Now", str(people.buddy), "Since 10 August 2026")],
        "Tutor": [("Now", "Here tutor", "")],
        "Team": [
            ("Now", "Web team", "Since 18 November 2026"),
            ("Before", "Here team", "Until 17 November 2026"),
        ],
    }
    assert "There" not in text(manager, address(people))


def test_nobody_is_said(people, manager):
    for terms in (people.record.deputy_terms, people.record.buddy_terms):
        terms.all().delete()
    people.record.tutor = people.record.team = None
    people.record.save()
    page = text(manager, address(people))
    assert all(words in page for words in ("Nobody.", "Not known yet.", "None yet."))
    people.record.manager_terms.all().delete()
    assert "Nobody: a coordinator names one." in text(sign_in(people.coordinator), address(people))


def test_each_finds_the_ways_that_are_theirs(people):
    def ways(role):
        page = text(sign_in(getattr(people, role)), address(people))
        names = ("handover/", "people/deputy/", "people/buddy/", "people/tutor/", "people/team/")
        return {name for name in names if f'href="/apprentices/{people.record.pk}/{name}' in page}

    everything = {"handover/", "people/deputy/", "people/buddy/", "people/tutor/", "people/team/"}
    assert ways("manager") == ways("coordinator") == everything
    assert ways("deputy") == everything - {"handover/", "people/deputy/"}


def test_the_overview_leads_there_only_whom_it_lets_in(people):
    led = {
        role
        for role in ("apprentice", "manager", "deputy", "buddy", "coordinator")
        if address(people) in text(sign_in(getattr(people, role)), people.record.get_absolute_url())
    }
    assert led == {"manager", "deputy", "coordinator"}


def test_queries(people, manager):
    manager.get(address(people))
    counts = []
    for number in (0, 2):
        for other in range(number):
            make.DeputyTermFactory(apprentice=people.record)
            day = date(2020, 1, 1 + other)
            make.BuddyTermFactory(apprentice=people.record, from_on=day, until_on=day)
            make.EarlierPlanFactory(
                apprentice=people.record, until_on=TODAY - (other + 1) * DAY, team=people.here.team
            )
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(address(people)).status_code == 200
        counts.append(len(queries))
    assert counts == [8, 8]


def test_who_is_not_invited_yet_is_said(people, manager):
    User.objects.exclude(pk=people.buddy.pk).update(last_login=datetime(2026, 1, 1, tzinfo=timezone.utc))  # noqa: UP017
    page = text(manager, address(people))
    assert page.count("Not invited yet: the coordinator does that.") == 1
    account = f"/admin/hackit/user/{people.buddy.pk}/change/"
    assert account not in page
    assert account in text(sign_in(people.coordinator), address(people))
    User.objects.filter(pk=people.buddy.pk).update(is_active=False)
    assert "Their account is closed." in text(manager, address(people))


# --- The buddy ------------------------------------------------------------------------------------


def offered(client, path):
    """The names to choose from."""
    choices = client.get(path).context["form"].fields["chosen"].choices
    return [str(words) for key, words in choices if key]


def test_only_colleagues_who_can_be_it_are_offered_by_name_and_team(people, manager):
    here = people.here.organisation
    make.BuddyFactory(organisation=here, person=people.manager)
    make.BuddyFactory(organisation=here, person=people.manager_to_be)
    make.BuddyFactory(organisation=here, person=people.apprentice)
    make.BuddyFactory(organisation=here, person=make.UserFactory(full_name="Clo Sed", is_active=False))
    make.BuddyFactory(organisation=here, person=make.UserFactory(full_name="Bea Free"), team=people.here.team)
    assert offered(manager, address(people, "buddy/")) == ["Bea Free, Here team", str(people.buddy)]
    page = text(manager, address(people, "buddy/"))
    assert "@test.example.org" not in page.replace(people.manager.email, "")


def test_another_buddy_takes_over_from_a_day_and_twice_is_once(people, manager):
    other = make.BuddyFactory(
        organisation=people.here.organisation, person=make.UserFactory(full_name="Bea Free")
    )
    sent = {"chosen": other.pk, "from_on": "25 November 2026"}
    assert said(manager, address(people, "buddy/"), **sent) == (
        "Saved: Bea Free is buddy from 25 November 2026. Not invited yet: the coordinator does that."
    )
    assert said(manager, address(people, "buddy/"), **sent) == {
        "__all__": ["Bea Free is the buddy from 25 November 2026 already."]
    }
    terms = BuddyTerm.objects.filter(apprentice=people.record).order_by("from_on")
    assert [(term.buddy.person, term.from_on, term.until_on) for term in terms] == [
        (people.buddy, TODAY - 100 * DAY, date(2026, 11, 24)),
        (other.person, date(2026, 11, 25), None),
    ]
    assert terms.last().history.get().history_user == people.manager


def test_a_colleague_who_is_new_here_is_added_and_not_invited(people):
    deputy = sign_in(people.deputy)
    assert said(deputy, address(people, "buddy/"), **NEW) == (
        "Saved: Nell Newcome is buddy from 18 November 2026. Not invited yet: the coordinator does that."
    )
    nell = User.objects.get(email="nell@test.example.org")
    assert (nell.buddy.organisation, nell.invitations.count()) == (people.here.organisation, 0)
    assert said(deputy, address(people, "buddy/"), **NEW) == {
        "__all__": ["Nell Newcome is the buddy from 18 November 2026 already."]
    }
    assert Buddy.objects.filter(person=nell).count() == 1


def test_whom_another_organisation_has_is_refused_in_neutral_words_and_nothing_is_made(people, manager):
    before = User.objects.count()
    sent = NEW | {"email": people.other_manager.email}
    [words] = said(manager, address(people, "buddy/"), **sent)["email"]
    assert "cannot be used here" in words
    assert (
        people.other_manager.full_name not in manager.post(address(people, "buddy/"), sent).content.decode()
    )
    assert (User.objects.count(), BuddyTerm.objects.filter(apprentice=people.record).count()) == (before, 1)


@pytest.mark.parametrize("role", ["manager", "manager_to_be"])
def test_the_manager_is_no_buddy_by_address_either(role, people, manager):
    person = getattr(people, role)
    refused = said(manager, address(people, "buddy/"), **NEW | {"email": person.email})
    assert refused == {"__all__": [f"{person} is the manager: choose somebody else as buddy."]}
    assert not Buddy.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"chosen": "", "full_name": "", "email": ""}, {"chosen"}),
        ({"chosen": "own"}, {"chosen"}),
        ({"full_name": ""}, {"full_name"}),
        ({"email": ""}, {"email"}),
        ({"email": "nell"}, {"email"}),
        ({"from_on": "soon"}, {"from_on"}),
        ({"from_on": ""}, {"from_on"}),
        ({"from_on": "1/1/0001"}, {"from_on"}),
        ({"chosen": "99999999", "full_name": "", "email": ""}, {"chosen"}),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(sent, errors, people, manager):
    if sent.get("chosen") == "own":
        sent = sent | {"chosen": people.here.buddy_term.buddy_id}
    answer = manager.post(address(people, "buddy/"), NEW | sent)
    assert set(answer.context["form"].errors) == errors
    if sent.get("full_name", True):
        assert 'value="Nell Newcome"' in answer.content.decode()
    assert BuddyTerm.objects.filter(apprentice=people.record).count() == 1


def test_a_buddy_of_elsewhere_cannot_be_chosen(people, manager):
    sent = {"chosen": people.there.buddy_term.buddy_id, "from_on": IN_WORDS}
    assert set(said(manager, address(people, "buddy/"), **sent)) == {"chosen"}


def test_fields_that_nobody_asked_for_change_nothing(people, manager):
    sent = NEW | {"until_on": "1/12/2026", "apprentice": people.other_record.pk, "is_superuser": "on"}
    said(manager, address(people, "buddy/"), **sent)
    term = BuddyTerm.objects.get(buddy__person__email="nell@test.example.org")
    assert (term.apprentice, term.until_on, term.buddy.person.is_superuser) == (people.record, None, False)


# --- Ends -----------------------------------------------------------------------------------------


def test_the_last_day_is_confirmed_and_twice_is_once(people, manager, now):
    term, path = people.here.buddy_term, address(people, f"buddy/{people.here.buddy_term.pk}/end/")
    manager.get(path)
    assert BuddyTerm.objects.get(pk=term.pk).until_on is None
    assert said(manager, path, until_on=IN_WORDS) == f"Saved: {people.buddy} is buddy until 18 November 2026."
    assert said(manager, path, until_on=IN_WORDS) == {"until_on": ["It ends on 18 November 2026 already."]}
    assert sign_in(people.buddy).get(people.record.get_absolute_url()).status_code == 200
    now.shift(DAY)
    assert sign_in(people.buddy).get(people.record.get_absolute_url()).status_code == 404
    assert said(sign_in(people.manager), path, until_on=IN_WORDS) == "This is over or was called off already."


def test_nobody_ends_before_they_began(people, manager):
    path = address(people, f"deputy/{people.here.deputy_term.pk}/end/")
    assert said(manager, path, until_on="1/8/2026") == {
        "until_on": ["They began on 10 August 2026: choose that day or a later one."]
    }
    assert DeputyTerm.objects.get(pk=people.here.deputy_term.pk).until_on is None


def test_a_buddy_to_be_is_called_off_and_the_one_before_stays(people, manager):
    other = make.BuddyFactory(organisation=people.here.organisation)
    term = actions.appoint_buddy(people.record, other, from_on=TODAY + 7 * DAY, by=people.manager)
    path = address(people, f"buddy/{term.pk}/end/")
    assert "Call off" in text(manager, path)
    assert said(manager, path, submit="Call it off") == f"Called off: {other} does not become buddy."
    assert BuddyTerm.objects.get(apprentice=people.record).until_on is None
    assert said(manager, path, submit="Call it off") == "This is over or was called off already."


def test_rows_of_somebody_else_are_not_ended_here(people, manager):
    path = address(people, f"buddy/{people.there.buddy_term.pk}/end/")
    assert said(manager, path, until_on=IN_WORDS) == "This is over or was called off already."
    assert BuddyTerm.objects.get(pk=people.there.buddy_term.pk).until_on is None


# --- Deputies, tutor, team ------------------------------------------------------------------------


def test_a_deputy_for_a_time(people, manager, now):
    other = make.ManagerFactory(organisation=people.here.organisation)
    assert str(people.manager) not in offered(manager, address(people, "deputy/"))
    sent = {"chosen": other.pk, "from_on": "19/11/2026", "until_on": "18/11/2026"}
    assert set(said(manager, address(people, "deputy/"), **sent)) == {"until_on"}
    sent["until_on"] = "20/11/2026"
    assert "from 19 November 2026 until 20 November 2026" in said(manager, address(people, "deputy/"), **sent)
    assert said(manager, address(people, "deputy/"), **sent) == {
        "__all__": ["This deputy is listed for some of these days already."]
    }
    found = []
    for _ in range(4):
        found.append(sign_in(other.person).get(people.record.get_absolute_url()).status_code)
        now.shift(DAY)
    assert found == [404, 200, 200, 404]


def test_a_deputy_to_be_is_called_off(people, manager):
    term = make.DeputyTermFactory(apprentice=people.record, from_on=TODAY + 7 * DAY)
    path = address(people, f"deputy/{term.pk}/end/")
    assert said(manager, path, submit="Call it off") == f"Called off: {term.deputy} does not become deputy."
    assert not DeputyTerm.objects.filter(pk=term.pk).exists()


def test_a_tutor_from_the_list_of_the_same_provider(people, manager):
    same = {"organisation": people.here.organisation, "provider": people.here.tutor.provider}
    tutor = make.ContactFactory(**same, name="Tess Tutor", email="tess@test.example.org")
    make.ContactFactory(**same, name="Sally Safe", part="safeguarding")
    make.ContactFactory(organisation=people.here.organisation, name="Other provider")
    make.ContactFactory(organisation=people.there.organisation, provider=same["provider"], name="Theirs")
    assert offered(manager, address(people, "tutor/")) == [
        "Here tutor",
        "Sally Safe, safeguarding lead",
        "Tess Tutor",
    ]
    assert "tess@" not in text(manager, address(people, "tutor/"))
    sent = {"chosen": tutor.pk, "from_on": "1/11/2026"}
    assert said(manager, address(people, "tutor/"), **sent) == "Saved: Tess Tutor is the tutor."
    assert set(said(manager, address(people, "tutor/"), **sent)) == {"__all__"}
    assert [row[1:] for row in rows(manager, people)["Tutor"]] == [
        ("Tess Tutor", "Since 1 November 2026"),
        ("Here tutor", "Until 31 October 2026"),
    ]


@pytest.mark.parametrize("email", ["tina@test.example.org", ""])
def test_a_tutor_who_is_new_is_noted_once(email, people, manager):
    sent = {"chosen": "", "full_name": "Tina Tutor", "email": email, "from_on": IN_WORDS}
    assert said(manager, address(people, "tutor/"), **sent) == "Saved: Tina Tutor is the tutor."
    said(manager, address(people, "tutor/"), **sent)
    contact = Contact.objects.get(name="Tina Tutor")
    assert (contact.organisation, contact.provider) == (people.here.organisation, people.here.tutor.provider)
    assert contact.history.get().history_user == people.manager
    assert not User.objects.filter(full_name="Tina Tutor").exists()


def test_a_tutor_needs_a_provider_and_a_day_that_has_come(people, manager):
    sent = {"chosen": "", "full_name": "Tina Tutor", "email": "", "from_on": "19/11/2026"}
    assert set(said(manager, address(people, "tutor/"), **sent)) == {"from_on"}
    people.record.tutor = people.record.provider = None
    people.record.save()
    assert "has no provider yet" in text(manager, address(people, "tutor/"))
    assert set(said(manager, address(people, "tutor/"), **sent | {"from_on": IN_WORDS})) == {"__all__"}
    assert not Contact.objects.filter(name="Tina Tutor").exists()


def test_the_team_changes_from_a_day(people):
    deputy, here = sign_in(people.deputy), people.here.organisation
    team = make.TeamFactory(organisation=here, name="Web team")
    assert offered(deputy, address(people, "team/")) == ["Here team", "Web team"]
    for wrong in (people.there.team.pk, ""):
        assert set(said(deputy, address(people, "team/"), chosen=wrong, from_on=IN_WORDS)) == {"chosen"}
    sent = {"chosen": team.pk, "from_on": IN_WORDS}
    assert said(deputy, address(people, "team/"), **sent) == "Saved: Here Apprentice is in Web team."
    assert set(said(deputy, address(people, "team/"), **sent)) == {"__all__"}
    people.record.refresh_from_db()
    assert people.record.team == team
    assert people.record.history.first().history_user == people.deputy


def test_after_the_end_only_the_coordinator_finds_the_page(people):
    actions.withdraw(people.record, withdrawn_on=TODAY - DAY, reason="left", by=people.coordinator)
    found = {
        role: sign_in(getattr(people, role)).get(address(people)).status_code
        for role in ("manager", "deputy", "coordinator")
    }
    assert found == {"manager": 404, "deputy": 404, "coordinator": 200}
