"""Home, the list and the overview: what each role sees, in a fixed number of queries."""

from datetime import date, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice
from hackit.models import User
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)


@pytest.fixture
def people(now):
    people = world.build(TODAY)
    learning_goes_on(people.record)
    plans_go_on(people.record)
    return people


def learning_goes_on(record):
    """Time for learning is agreed, and of last month everything is said: nothing of it is due."""
    make.LearningTimeFactory(apprentice=record, agreed=True)
    make.LearningEntryFactory(apprentice=record, learned_on=date(2026, 10, 9), accepted=True)
    make.ProtectedAnswerFactory(apprentice=record)


def plans_go_on(record):
    """Last month is reviewed, this one looked back on, and the next agreed: nothing of it is due."""
    for month, far in ((10, "reviewed"), (11, "reflected"), (12, "agreed")):
        make.WorkPlanFactory(apprentice=record, month_on=date(2026, month, 1), **{far: True})


def text(client, path):
    return client.get(path).content.decode()


# --- Queries: the same literal number with 1, 3 and 50 apprentices ---

# page -> role -> queries, with session and user among them; the bar is 15 for home and 8 elsewhere
QUERIES = {
    "/": {"coordinator": 14, "manager": 11, "buddy": 9, "apprentice": 15},
    "/apprentices/": {"coordinator": 8, "manager": 8, "buddy": 7, "apprentice": 8},
    "/apprentices/?missing=sign-in&sort=-end&q=e": {"coordinator": 8, "manager": 8},
    "/apprentices/?standing=not+started": {"coordinator": 7, "manager": 7, "buddy": 6},
    "/apprentices/?missing=sign-in&standing=on+a+break&sort=-learning": {"coordinator": 8, "manager": 8},
    "overview": {"coordinator": 8, "manager": 8, "buddy": 8, "apprentice": 8},
}


@pytest.mark.parametrize(("path", "role"), [(path, role) for path in QUERIES for role in QUERIES[path]])
def test_queries(path, role, people, client_of):
    client = client_of(getattr(people, role))
    address = f"/apprentices/{people.record.pk}/" if path == "overview" else path
    client.get(address)
    counts = []
    for more in (0, 2, 47):
        for _ in range(more):
            fill(people)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts == [QUERIES[path][role]] * 3


def fill(people):
    """One more apprentice with everybody around them, with the same manager and buddy."""
    here = people.here
    record = make.ApprenticeFactory(
        cohort=make.CohortFactory(organisation=here.organisation),
        team=here.team,
        provider=here.tutor.provider,
        tutor=here.tutor,
        starts_on=TODAY - 10 * DAY,
    )
    make.ManagerTermFactory(apprentice=record, manager=here.term.manager)
    make.DeputyTermFactory(apprentice=record, deputy=here.deputy_term.deputy)
    make.BuddyTermFactory(apprentice=record, buddy=here.buddy_term.buddy)
    make.BreakFactory(apprentice=record, first_day_away_on=TODAY - 5 * DAY)
    make.AgreedActionFactory(review=make.ReviewFactory(apprentice=record, held_on=TODAY - 6 * DAY))


# --- Home ---


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("apprentice", ["Your apprenticeship", "Who to ask"], ["Your cohorts", "Your apprentices</h2>"]),
        ("manager", ["Your apprentices</h2>", "Here Apprentice"], ["Your cohorts", "Who to ask"]),
        ("deputy", ["Your apprentices</h2>", "Here Apprentice"], ["Your cohorts", "Who to ask"]),
        ("buddy", ["You are a buddy to", "Here Apprentice"], ["Your cohorts", "Your apprentices</h2>"]),
        ("coordinator", ["Your cohorts", "Here cohort"], ["Who to ask", "Your apprentices</h2>"]),
        ("former_manager", ["nobody is tied to you at the moment"], ["Here Apprentice"]),
        ("manager_to_be", ["nobody is tied to you at the moment"], ["Here Apprentice"]),
        ("stranger", ["nobody is tied to you at the moment"], ["Here Apprentice"]),
        ("superuser", ["You run the installation"], ["Here Apprentice"]),
    ],
)
def test_home_shows_what_each_role_asks(role, seen, unseen, people, client_of):
    page = text(client_of(getattr(people, role)), "/")
    assert [words for words in seen if words not in page] == []
    assert [words for words in [*unseen, "There Apprentice", "There cohort"] if words in page] == []


def test_the_manager_to_be_finds_their_apprentice_on_the_day_itself(people, client_of, now):
    now.shift(timedelta(days=20, hours=14, minutes=59))  # 23:59 in London
    assert "Here Apprentice" not in text(client_of(people.manager_to_be), "/")
    now.shift(timedelta(minutes=2))
    assert "Here Apprentice" in text(client_of(people.manager_to_be), "/")
    assert "Here Apprentice" not in text(client_of(people.manager), "/")


def test_an_empty_agenda_says_so_kindly(people, client_of):
    assert "Nothing is due in the next three months" in text(client_of(people.deputy), "/")


def due(client):
    """The lines of the agenda with their lateness, by window."""
    sections = client.get("/").context["agenda"]
    return {str(section.window): [(line.title, line.late) for line in section.lines] for section in sections}


def join_everybody():
    User.objects.update(last_login=datetime(2026, 1, 1, tzinfo=timezone.utc))  # noqa: UP017


def test_what_is_due_to_a_coordinator(people, client_of):
    join_everybody()
    make.ApprenticeFactory(
        person=make.UserFactory(full_name="Nora Newstart"),
        cohort=people.here.cohort,
        first_day_at_work_on=TODAY + 20 * DAY,
        starts_on=TODAY + 30 * DAY,
    )
    Apprentice.objects.filter(pk=people.record.pk).update(planned_end_on=TODAY - DAY)
    assert due(client_of(people.coordinator)) == {
        "Late": [
            ("Give Nora Newstart an induction", "8 days late"),
            ("Name the manager of Nora Newstart", "8 days late"),
            ("Choose a buddy for Nora Newstart", "1 day late"),
            (
                "Planned end has passed: record gateway, a new end or the withdrawal of Here Apprentice",
                "1 day late",
            ),
        ],
        "This month": [("Add the name of the tutor of Nora Newstart", ""), ("Invite Nora Newstart", "")],
        "Later": [
            (
                "Nora Newstart starts on 8 December 2026: no quiet place is named",
                "",
            ),
            ("Share the plan of Nora Newstart for December 2026", ""),
        ],
    }


def test_a_manager_named_for_later_is_named(people, client_of):
    join_everybody()
    people.record.manager_terms.exclude(manager__person=people.manager_to_be).delete()
    assert due(client_of(people.coordinator)) == {
        "This month": [("Hold the next review of three with Here Apprentice", "")]
    }


def test_events_are_told_to_those_they_concern(people, client_of):
    join_everybody()
    Apprentice.objects.filter(pk=people.record.pk).update(
        probation_ends_on=TODAY + 2 * DAY, planned_end_on=TODAY + 60 * DAY
    )
    assert due(client_of(people.apprentice)) == {
        "Late": [("Prepare your first next-steps conversation", "32 days late")],
        "This week": [("Your probation ends", "")],
        "Later": [
            (f"{people.manager_to_be} becomes your manager", ""),
            ("The day by which you know what comes next", ""),
            ("Planned end of your learning", ""),
        ],
    }
    hold = ("Hold the first next-steps conversation with Here Apprentice", "32 days late")
    assert due(client_of(people.manager)) == {
        "Late": [hold],
        "This week": [("Here Apprentice’s probation ends", "")],
        "This month": [("Hold the next review of three with Here Apprentice", "")],
        "Later": [
            (
                f"Write the handover note about Here Apprentice before {people.manager_to_be} takes over on "
                "9 December 2026",
                "",
            ),
            ("Decide what comes next for Here Apprentice, and record it", ""),
            ("Planned end of Here Apprentice’s learning", ""),
        ],
    }
    assert due(client_of(people.deputy)) == {"Late": [hold]}
    assert due(client_of(people.buddy)) == {}


def test_after_the_end_only_where_they_went_is_asked(people, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(
        withdrawn_on=TODAY - DAY, withdrawal_reason="left", tutor=None
    )
    assert due(client_of(people.coordinator)) == {"Later": [("Record where Here Apprentice went", "")]}
    assert due(client_of(people.apprentice)) == {}
    assert due(client_of(people.manager)) == {}


def test_a_long_window_is_cut_and_says_so(people, client_of):
    for _ in range(12):
        make.ApprenticeFactory(cohort=people.here.cohort, starts_on=TODAY)
    (late, *_) = client_of(people.coordinator).get("/").context["agenda"]
    assert len(late.lines) == 10
    assert late.more > 0


def test_cohorts_count_what_is_missing_and_lead_to_the_people(people, client_of):
    join_everybody()
    make.ApprenticeFactory(
        person=make.UserFactory(full_name="Lone Lee"), cohort=people.here.cohort, starts_on=TODAY
    )
    make.CohortFactory(organisation=people.here.organisation, name="Empty cohort")
    client = client_of(people.coordinator)
    cohorts = {cohort.name: cohort for cohort in client.get("/").context["cohorts"]}
    assert "There cohort" not in cohorts
    assert "Nobody is in this cohort yet" in text(client, "/")
    here = cohorts["Here cohort"]
    assert here.people == 2
    found = {count.words: (count.number, count.url) for count in here.counts}
    assert {words: number for words, (number, _) in found.items()} == {
        "with something late": 1,
        "without a manager": 1,
        "without a tutor": 1,
        "not joined yet": 1,
        "without an induction": 1,
        "without a plan this month": 1,
        "behind with learning": 1,
    }
    assert "Here Apprentice" in text(client, found.pop("behind with learning")[1])
    for _, url in found.values():
        page = text(client, url)
        assert "Lone Lee" in page
        assert "Here Apprentice" not in page


# --- The list ---


@pytest.fixture
def crowd(people):
    """Three more apprentices of different kinds."""
    rows = [
        ("Ann Alpha", {"starts_on": TODAY + 40 * DAY}),
        ("Bob Beta", {"starts_on": TODAY - 40 * DAY, "planned_end_on": TODAY + 5 * DAY}),
        ("Zoe Omega", {"starts_on": TODAY - 400 * DAY, "withdrawn_on": TODAY, "withdrawal_reason": "left"}),
    ]
    for name, fields in rows:
        make.ApprenticeFactory(person=make.UserFactory(full_name=name), cohort=people.here.cohort, **fields)
    return people


def names(client, query=""):
    return [row.name for row in client.get(f"/apprentices/{query}").context["rows"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ann Alpha", "Bob Beta", "Here Apprentice", "Zoe Omega"]),
        ("?sort=-name", ["Zoe Omega", "Here Apprentice", "Bob Beta", "Ann Alpha"]),
        ("?sort=end", ["Bob Beta", "Zoe Omega", "Here Apprentice", "Ann Alpha"]),
        ("?sort=nonsense", ["Ann Alpha", "Bob Beta", "Here Apprentice", "Zoe Omega"]),
        ("?q=bet", ["Bob Beta"]),
        ("?q=%20Bob%20", ["Bob Beta"]),
        ("?q=nobody", []),
        ("?status=waiting+to+start", ["Ann Alpha"]),
        ("?status=withdrawn", ["Zoe Omega"]),
        ("?status=in+learning", ["Bob Beta", "Here Apprentice"]),
        ("?missing=manager", ["Ann Alpha", "Bob Beta"]),
        ("?missing=tutor&q=ann", ["Ann Alpha"]),
        ("?missing=late", ["Bob Beta", "Here Apprentice"]),
        ("?missing=sign-in&status=withdrawn", []),
        ("?status=nonsense&q=bob", ["Bob Beta"]),
        ("?cohort=here-1&status=withdrawn", ["Zoe Omega"]),
        ("?cohort=there-1", ["Ann Alpha", "Bob Beta", "Here Apprentice", "Zoe Omega"]),
    ],
)
def test_search_filter_and_sort(query, expected, crowd, client_of):
    assert names(client_of(crowd.coordinator), query) == expected


def test_filters_offer_only_what_one_sees(crowd, client_of):
    page = text(client_of(crowd.coordinator), "/apprentices/")
    assert "Here team" in page
    assert "There" not in page


def test_a_search_without_a_find_says_what_to_do(crowd, client_of):
    assert "Nobody fits all of that" in text(client_of(crowd.coordinator), "/apprentices/?q=nobody")
    assert "Nobody is tied to you" in text(client_of(crowd.stranger), "/apprentices/")


def test_pages_keep_what_was_searched_for(people, client_of):
    for number in range(60):
        make.ApprenticeFactory(
            person=make.UserFactory(full_name=f"Search {number:02}"), cohort=people.here.cohort
        )
    client = client_of(people.coordinator)
    first = client.get("/apprentices/?q=search&sort=-name")
    assert [row.name for row in first.context["rows"]][:2] == ["Search 59", "Search 58"]
    assert "?q=search&amp;sort=-name&amp;page=2" in first.content.decode()
    assert names(client, "?q=search&sort=-name&page=3")[-1] == "Search 00"
    assert names(client, "?q=search&page=999") == names(client, "?q=search&page=3")


def test_no_list_holds_an_address(crowd, client_of):
    for role in ("coordinator", "manager", "buddy"):
        assert "@" not in text(client_of(getattr(crowd, role)), "/apprentices/")


# --- The overview ---


def test_the_overview_names_people_and_days(people, client_of):
    people.here.organisation.listener_name = "Lis Tener"
    people.here.organisation.save()
    page = text(client_of(people.apprentice), f"/apprentices/{people.record.pk}/")
    for words in (
        people.manager.full_name,
        people.manager.email,
        people.deputy.full_name,
        people.buddy.full_name,
        people.manager_to_be.full_name,
        "From 9 December 2026.",
        "Here tutor",
        "Lis Tener",
        "Here Coordinator",
        "10 August 2026",
        "Today",
    ):
        assert words in page, words
    assert people.former_manager.full_name not in page
    assert "Change this record" not in page
    assert "Change this record" in text(client_of(people.coordinator), f"/apprentices/{people.record.pk}/")


def test_a_missing_manager_shows(people, client_of):
    people.record.manager_terms.all().delete()
    page = text(client_of(people.apprentice), f"/apprentices/{people.record.pk}/")
    assert "Nobody today" in page


def test_dates_that_do_not_fit_are_said(people, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(
        contract_ends_on=TODAY + 30 * DAY, planned_end_on=TODAY + 90 * DAY
    )
    page = text(client_of(people.manager), f"/apprentices/{people.record.pk}/")
    assert "The contract ends on 18 December 2026, before the planned end" in page


def test_a_break_stands_on_the_timeline(people, client_of):
    make.BreakFactory(
        apprentice=people.record, first_day_away_on=TODAY - 10 * DAY, expected_return_on=TODAY + 10 * DAY
    )
    client = client_of(people.apprentice)
    moments = client.get(f"/apprentices/{people.record.pk}/").context["timeline"]
    said = [(moment.words, moment.past) for moment in moments]
    assert ("Break in learning begins", True) in said
    assert ("Expected back from the break", False) in said
    assert [moment.words for moment in moments].count("Today") == 1


def test_navigation_by_role(people, client_of):
    def links(role):
        return [link["words"] for link in client_of(getattr(people, role)).get("/").context["frame"]["links"]]

    assert links("apprentice") == ["This month", "My apprenticeship"]
    assert links("manager") == ["This month", "Apprentices"]
    assert links("coordinator") == ["This month", "Apprentices", "Admin"]
    assert links("superuser") == ["This month", "Admin"]
    assert links("stranger") == ["This month"]


def test_closed_accounts_stand_beside_nobody(people, client_of):
    User.objects.filter(pk__in=[people.manager.pk, people.buddy.pk]).update(is_active=False)
    join_everybody()
    page = text(client_of(people.apprentice), f"/apprentices/{people.record.pk}/")
    assert people.manager.full_name not in page
    assert "Nobody today" in page
    people.record.manager_terms.exclude(manager=people.here.term.manager).delete()
    assert "Name the manager of Here Apprentice" in text(client_of(people.coordinator), "/")
    make.CoordinatorFactory(
        organisation=people.here.organisation,
        person=make.UserFactory(full_name="Left Long", is_active=False),
    )
    assert "Left Long" not in text(client_of(people.apprentice), "/contact/")


def test_nobody_is_asked_to_invite_a_closed_account(people, client_of):
    join_everybody()
    User.objects.filter(pk=people.apprentice.pk).update(is_active=False, last_login=None)
    assert due(client_of(people.coordinator)) == {}


def test_a_break_shows_when_somebody_is_expected_back(people, client_of):
    join_everybody()
    gap = make.BreakFactory(
        apprentice=people.record, first_day_away_on=TODAY - 10 * DAY, expected_return_on=TODAY + 10 * DAY
    )
    page = text(client_of(people.manager), "/")
    assert "Expected back from the break on 28 November 2026" in page
    gap.expected_return_on = TODAY - DAY
    gap.save()
    late = ("Expected back from the break: record the return of Here Apprentice", "1 day late")
    assert late in due(client_of(people.coordinator))["Late"]


def test_a_manager_with_two_apprenticeships_of_their_own_still_finds_the_list(people, client_of):
    for withdrawn in (TODAY - 30 * DAY, None):
        make.ApprenticeFactory(
            person=people.manager,
            cohort=people.here.cohort,
            starts_on=TODAY - 60 * DAY,
            withdrawn_on=withdrawn,
            withdrawal_reason="left" if withdrawn else "",
        )
    links = client_of(people.manager).get("/").context["frame"]["links"]
    assert "Apprentices" in [link["words"] for link in links]
