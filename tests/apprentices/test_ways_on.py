"""The ways on: wished by the apprentice, weighed by those responsible, shown beside each other."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from apprentices import actions
from apprentices.models import Apprentice, Option
from apprentices.next_steps import Chance, Way
from hackit import versions
from hackit.access import Action
from hackit.overview.ways_on import ways_on, with_options
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)
WORDS = {"needs": "A post in the budget", "asked_by": "Max", "chance": Chance.ASKED}


@pytest.fixture
def people(now):
    return world.build(TODAY)


def address(people, rest="", way=Way.SAME_TEAM):
    return f"/apprentices/{people.record.pk}/next-steps/ways/{way.name.lower()}/{rest}"


def sent(option=None, **more):
    return {**WORDS, versions.FIELD: versions.latest(option) if option else "0", **more}


def told(option):
    return option.wished, option.needs, option.asked_by, option.chance


# --- What is done ---


def test_a_row_is_there_once_something_is_said(people):
    blank = {"needs": "", "asked_by": "", "chance": Chance.NOT_ASKED}
    actions.weigh(people.record, way=Way.STUDY, by=people.manager, **blank)
    actions.wish(people.record, way=Way.STUDY, wished=False, by=people.apprentice)
    assert not Option.objects.exists()
    actions.wish(people.record, way=Way.STUDY, wished=True, by=people.apprentice)
    actions.weigh(people.record, way=Way.SAME_TEAM, by=people.manager, **WORDS)
    assert [told(one) for one in people.record.options.all()] == [
        (True, "", "", Chance.NOT_ASKED),
        (False, *WORDS.values()),
    ]


def test_twice_is_once(people):
    for _ in range(2):
        actions.wish(people.record, way=Way.STUDY, wished=True, by=people.apprentice)
        actions.weigh(people.record, way=Way.STUDY, by=people.manager, **WORDS)
    assert Option.objects.count() == 1
    assert [row.history_user for row in Option.history.order_by("history_id")] == [
        people.apprentice,
        people.manager,
    ]


def test_who_weighs_over_somebody_else_is_told_first(people):
    option = actions.weigh(people.record, way=Way.STUDY, by=people.manager, **WORDS)
    mine = WORDS | {"chance": Chance.CLOSED}
    for seen in ("0", versions.latest(option)):
        actions.weigh(people.record, way=Way.STUDY, by=people.deputy, **WORDS | {"needs": f"More {seen}"})
        with pytest.raises(ValidationError, match=str(people.deputy)):
            actions.weigh(people.record, way=Way.STUDY, by=people.manager, seen=seen, **mine)
    option.refresh_from_db()
    assert option.chance == Chance.ASKED


def test_a_wish_stands_in_nobodys_way(people):
    for way, before in ((Way.STUDY, False), (Way.OTHER_TEAM, True)):
        seen = "0"
        if before:
            option = actions.weigh(people.record, way=way, by=people.manager, **WORDS)
            seen = versions.latest(option)
        actions.wish(people.record, way=way, wished=True, by=people.apprentice)
        mine = WORDS | {"needs": "Talk"}
        assert told(actions.weigh(people.record, way=way, by=people.manager, seen=seen, **mine)) == (
            True,
            *mine.values(),
        )


# --- Pages ---


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
def test_those_responsible_weigh(role, people, client_of):
    make.OptionFactory(apprentice=people.other_record, needs="Their secret")
    client = client_of(getattr(people, role))
    page = client.get(address(people)).content.decode()
    assert "Stay in the team: how it stands for Here Apprentice" in page
    assert "Their secret" not in page
    answer = client.post(address(people), sent())
    assert answer["Location"] == f"/apprentices/{people.record.pk}/next-steps/#ways-on"
    assert told(people.record.options.get()) == (False, *WORDS.values())


def test_a_mistake_stands_beside_its_field(people, client_of):
    answer = client_of(people.manager).post(address(people), sent(chance="perhaps", needs="x" * 501))
    assert set(answer.context["form"].errors) == {"chance", "needs"}
    assert not Option.objects.exists()


def test_overtaken_the_page_shows_what_it_says_now(people, client_of):
    option = actions.weigh(people.record, way=Way.SAME_TEAM, by=people.manager, **WORDS)
    mine = sent(option, needs="Mine")
    actions.weigh(people.record, way=Way.SAME_TEAM, by=people.deputy, **WORDS | {"needs": "Theirs"})
    client = client_of(people.manager)
    answer = client.post(address(people), mine)
    assert answer.context["form"].says_now() == [("What it needs", "Theirs")]
    option.refresh_from_db()
    assert option.needs == "Theirs"
    client.post(address(people), mine | {versions.FIELD: versions.latest(option)})
    option.refresh_from_db()
    assert option.needs == "Mine"


def test_queries(people, client_of):
    client, counts = client_of(people.manager), []
    client.get(address(people))
    for ways in ([Way.SAME_TEAM], [Way.STUDY, Way.OTHER_TEAM]):
        for way in ways:
            make.OptionFactory(apprentice=people.record, way=way)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(people)).status_code == 200
        counts.append(len(queries))
    assert counts == [7, 7]


def test_the_apprentice_wishes_and_changes_their_mind(people, client_of):
    client = client_of(people.apprentice)
    for said, wished in (("yes", True), ("yes", True), ("no", False), ("", False), ("maybe", False)):
        answer = client.post(address(people, "wish/"), {"wished": said})
        assert answer.status_code == 302
        assert people.record.options.get().wished is wished
    assert Option.history.count() == 2


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator", "buddy", "former_manager"])
def test_nobody_wishes_for_somebody_else(role, people, client_of):
    answer = client_of(getattr(people, role)).post(address(people, "wish/"), {"wished": "yes"})
    assert answer.status_code == 404
    assert not Option.objects.exists()


def test_no_way_that_is_none(people, client_of):
    assert client_of(people.manager).get(address(people).replace("same_team", "dance")).status_code == 404


# --- What the next-steps page shows ---


def shown(people, role):
    seen = Apprentice.objects.allowing(getattr(people, role), Action.SEE_NEXT_STEPS, TODAY)
    with CaptureQueriesContext(connection) as queries:
        record = with_options(seen.select_related("person")).get(pk=people.record.pk)
        found = ways_on(record)
    assert len(queries) == 1
    return found


def test_all_ways_are_there_before_anything_is_said(people):
    found = shown(people, "manager")
    assert [way.words for way in found.ways] == [
        "Stay in the team",
        "Another team here",
        "The next apprenticeship",
        "Another employer",
        "Study",
    ]
    assert {(way.wished, way.needs, way.asked_by, way.chance) for way in found.ways} == {
        (False, "", "", "Nobody has asked yet")
    }
    assert [step.words for step in found.steps] == ["CV updated", "Mock interview", "References agreed"]


def test_what_was_said_stands_with_its_way(people):
    make.OptionFactory(apprentice=people.record, way=Way.STUDY, wished=True, needs="Apply", asked_by="Hal")
    make.OptionFactory(apprentice=people.other_record, way=Way.STUDY, needs="Their secret")
    make.StepTakenFactory(apprentice=people.record, step="mock interview", done_on=TODAY - timedelta(days=2))
    make.StepTakenFactory(apprentice=people.record, step="tutor agrees to gateway")
    make.StepTakenFactory(apprentice=people.other_record, step="CV updated")
    found = shown(people, "apprentice")
    study = found.ways[-1]
    assert (study.wished, study.needs, study.asked_by, study.chance) == (True, "Apply", "Hal", "Being asked")
    assert [step.done for step in found.steps] == ["", "16 November 2026, ticked by Here Apprentice", ""]


@pytest.mark.parametrize(
    ("role", "words", "forms", "links"),
    [
        ("apprentice", "You would like it", 5 + 3, 0),
        ("manager", "Here would like it", 3, 5),
        ("deputy", "Here would like it", 3, 5),
        ("coordinator", "Here would like it", 3, 5),
    ],
)
def test_the_part_of_the_page_offers_what_this_reader_can_do(role, words, forms, links, people):
    make.OptionFactory(apprentice=people.record, wished=True)
    html = render_to_string("components/ways_on.html", {"ways_on": shown(people, role)})
    assert html.count(words) == 1
    assert (html.count("<form"), html.count("<a ")) == (forms, links)


def test_after_the_end_it_is_only_read(people):
    facts = {"withdrawn_on": TODAY - timedelta(days=5), "withdrawal_reason": "left"}
    Apprentice.objects.filter(pk=people.record.pk).update(**facts)
    for role in ("apprentice", "manager"):
        html = render_to_string("components/ways_on.html", {"ways_on": shown(people, role)})
        assert "<form" not in html and "<a " not in html
