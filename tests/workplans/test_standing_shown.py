"""How apprentices stand, on the list, the overview and home: to whom it is told, and to whom not."""

import html
from datetime import date, timedelta
from decimal import Decimal

import pytest

from apprentices.models import Apprentice
from hackit.access import Action
from hackit.overview.agenda import for_agenda
from hackit.overview.progress import progress_of
from hackit.overview.standing import Learning
from tests import factories as make
from tests import world
from workplans.off_the_job import Level, Programme

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)


@pytest.fixture
def people(now, db):
    return world.build(TODAY)


def logged(record, hours, **more):
    """Entries of an apprentice that come to so many hours, accepted unless it is said otherwise."""
    for number in range(hours // 8):
        more = {"accepted": True} | more
        make.LearningEntryFactory(
            apprentice=record, minutes=480, learned_on=record.starts_on + number * DAY, **more
        )


def apprentice(people, name, days, **more):
    """One more apprentice of `here`, who started so many days ago and is known by the same buddy."""
    starts_on = TODAY - days * DAY
    fields = {"person": make.UserFactory(full_name=name), "cohort": people.here.cohort, **more}
    record = make.ApprenticeFactory(starts_on=starts_on, **fields)
    make.BuddyTermFactory(apprentice=record, buddy=people.here.buddy_term.buddy)
    return record


@pytest.fixture
def crowd(people):
    """An apprentice of nearly every standing; of the one of `people` 101 of 547 days have passed."""
    logged(apprentice(people, "Ann Ahead", 100), 200)
    logged(apprentice(people, "Bo Begun", 10), 8)
    apprentice(people, "Cay Coming", -10)
    logged(apprentice(people, "Des Done", 100), 640)
    logged(apprentice(people, "Eve Nearly", 100), 80)
    make.BreakFactory(apprentice=apprentice(people, "Flo Far", 100), first_day_away_on=TODAY - 5 * DAY)
    apprentice(people, "Gus Gone", 400, withdrawn_on=TODAY - DAY, withdrawal_reason="left")
    logged(people.record, 16)
    return people


def rows(client, query=""):
    page = client.get(f"/apprentices/{query}")
    return {row.name: (row.standing, row.standing_reason) for row in page.context["rows"]}


STANDS = {
    "Ann Ahead": (Level.ON_TRACK, "107.25 hours ahead"),
    "Bo Begun": (Level.GETTING_STARTED, "8 hours accepted so far"),
    "Cay Coming": (Level.NOT_STARTED, "starts 28 November 2026"),
    "Des Done": (Level.COMPLETE, "640 of 501.25 hours accepted"),
    "Eve Nearly": (Level.SLIGHTLY_BEHIND, "12.75 hours behind"),
    "Flo Far": (Level.ON_A_BREAK, "since 13 November 2026"),
    "Gus Gone": (Level.FINISHED, "ended 17 November 2026"),
    "Here Apprentice": (Level.BEHIND, "76.75 hours behind"),
}


# --- The list ---


def test_a_coordinator_sees_how_each_stands(crowd, client_of):
    client = client_of(crowd.coordinator)
    assert rows(client) == STANDS
    page = client.get("/apprentices/").content.decode()
    for level in Level:
        assert f'">{level.capitalize()}</strong>' in page


@pytest.mark.parametrize("level", Level)
def test_the_list_is_filtered_by_standing(level, crowd, client_of):
    expected = [name for name, (stands, _) in STANDS.items() if stands == level]
    assert list(rows(client_of(crowd.coordinator), f"?standing={level}")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?standing=behind&missing=manager", []),
        ("?standing=on+track&missing=manager", ["Ann Ahead"]),
        ("?standing=on+track&q=here", []),
        ("?standing=nonsense&q=here", ["Here Apprentice"]),
        (
            "?sort=learning",
            [
                "Here Apprentice",
                "Eve Nearly",
                "Ann Ahead",
                "Bo Begun",
                "Des Done",
                "Cay Coming",
                "Flo Far",
                "Gus Gone",
            ],
        ),
        (
            "?sort=-learning&missing=tutor&q=n",
            ["Cay Coming", "Des Done", "Bo Begun", "Ann Ahead", "Eve Nearly"],
        ),
    ],
)
def test_a_standing_goes_together_with_the_rest(query, expected, crowd, client_of):
    assert list(rows(client_of(crowd.coordinator), query)) == expected


def test_the_other_way_round(crowd, client_of):
    found = list(rows(client_of(crowd.coordinator), "?sort=-learning"))
    assert (found[0], found[-1]) == ("Gus Gone", "Here Apprentice")


@pytest.mark.parametrize(
    ("role", "seen"), [("manager", True), ("deputy", True), ("apprentice", True), ("buddy", False)]
)
def test_who_is_told(role, seen, crowd, client_of):
    told = rows(client_of(getattr(crowd, role)))["Here Apprentice"]
    assert told == (STANDS["Here Apprentice"] if seen else (None, ""))


def test_a_buddy_learns_nothing_by_filtering_or_sorting(crowd, client_of):
    client = client_of(crowd.buddy)
    for level in Level:
        assert rows(client, f"?standing={level}") == {}
    names = sorted(set(STANDS) - {"Gus Gone"})
    for sort in ("learning", "-learning"):
        assert rows(client, f"?sort={sort}") == dict.fromkeys(names, (None, ""))
        assert list(rows(client, f"?sort={sort}")) == names


def test_of_two_roles_each_tells_what_is_its_own(crowd, client_of):
    """The buddy of all of them is also the manager of one."""
    manager = make.ManagerFactory(organisation=crowd.here.organisation, person=crowd.buddy)
    record = crowd.here.cohort.apprentices.get(person__full_name="Eve Nearly")
    make.ManagerTermFactory(apprentice=record, manager=manager)
    client = client_of(crowd.buddy)
    assert rows(client, "?standing=slightly+behind") == {"Eve Nearly": STANDS["Eve Nearly"]}
    assert rows(client, "?standing=behind") == {}
    for sort in ("learning", "-learning"):
        assert next(iter(rows(client, f"?sort={sort}").items())) == ("Eve Nearly", STANDS["Eve Nearly"])


# --- The overview and home ---

REASON = "16 hours accepted, 92 hours 45 minutes expected by 18 November 2026, 17%."


@pytest.mark.parametrize(
    ("role", "seen"),
    [("coordinator", True), ("manager", True), ("deputy", True), ("apprentice", True), ("buddy", False)],
)
def test_the_overview_tells_it_with_its_reason(role, seen, people, client_of):
    logged(people.record, 16)
    page = client_of(getattr(people, role)).get(people.record.get_absolute_url()).content.decode()
    link = f'href="{people.record.get_absolute_url()}learning/"'
    assert [words in page for words in (REASON, ">Behind</strong>", link)] == [seen] * 3


def test_home_tells_an_apprentice_what_is_done_and_expected(people, client_of):
    logged(people.record, 16)
    page = client_of(people.apprentice).get("/").content.decode()
    assert REASON in page


@pytest.mark.parametrize(("role", "seen"), [("manager", True), ("deputy", True), ("buddy", False)])
def test_home_tells_it_beside_each_apprentice(role, seen, people, client_of):
    logged(people.record, 16)
    page = client_of(getattr(people, role)).get("/").content.decode()
    assert ("76.75 hours behind" in page) == seen


def test_home_tells_a_manager_what_waits_of_each_apprentice(people, client_of):
    for _ in range(2):
        make.LearningEntryFactory(apprentice=people.record)
    make.LearningEntryFactory(apprentice=people.record, accepted=True)
    record = for_agenda(Apprentice.objects.allowing(people.manager, Action.VIEW, TODAY), TODAY).get(
        pk=people.record.pk
    )
    assert progress_of(record, TODAY).waiting == 2
    shown = client_of(people.manager).get("/").context
    assert ([row.waiting for row in shown["managed"]], shown["to_accept"]) == ([2], 2)


def test_home_counts_for_a_coordinator_who_is_behind(crowd, client_of):
    client = client_of(crowd.coordinator)
    [cohort] = client.get("/").context["cohorts"]
    counts = {count.words: count for count in cohort.counts if "behind" in count.words}
    assert {words: count.number for words, count in counts.items()} == {
        "behind with learning": 1,
        "slightly behind with learning": 1,
    }
    for count, name in zip(counts.values(), ("Here Apprentice", "Eve Nearly"), strict=True):
        page = html.unescape(client.get(count.url).content.decode())
        assert [one in page for one in ("Here Apprentice", "Eve Nearly")] == [
            name == "Here Apprentice",
            name == "Eve Nearly",
        ]


# --- In short ---


@pytest.mark.parametrize(
    ("accepted", "submitted", "words"),
    [
        (50, 0, "as expected"),
        (60, 0, "10 hours ahead"),
        ("40.5", 0, "9.5 hours behind"),
        (49, 0, "1 hour behind"),
        (49, 3, "1 hour behind, 3 waiting"),
    ],
)
def test_in_short(accepted, submitted, words):
    programme = Programme(date(2026, 1, 1), date(2026, 4, 10), Decimal(36))
    on = date(2026, 2, 19)  # half of a hundred days
    learning = Learning(programme, 20, Decimal(100), Decimal(accepted), Decimal(submitted), None, on)
    assert learning.in_short == words
