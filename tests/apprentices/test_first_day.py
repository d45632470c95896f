"""The first-day page: who writes and who reads what, when home is it, and what is due."""

import re
from datetime import date, datetime, time, timedelta, timezone

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from apprentices import actions
from apprentices.models import Apprentice, FirstDay
from hackit import versions
from hackit.models import User
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
FIRST = TODAY + 5 * DAY  # Monday 23 November 2026
UTC = timezone.utc  # noqa: UP017
WORDS = {
    "comes_at": time(9, 30),
    "place": "1 Sample Street",
    "met_by": "Max at the door",
    "bring": "Your passport",
    "wear": "",
    "lunch": "",
    "first_week": "Quiet",
    "trouble": "Ring 020 7946 0000",
}
FORM = {**WORDS, "comes_at": "9:30"}


@pytest.fixture
def people(now):
    """The small world, in which the apprentice starts work in five days."""
    people = world.build(TODAY)
    User.objects.filter(pk=people.apprentice.pk).update(last_login=datetime(2026, 1, 1, tzinfo=UTC))
    return starting(people, FIRST)


def starting(people, day):
    Apprentice.objects.filter(pk=people.record.pk).update(
        first_day_at_work_on=day, starts_on=day + 7 * DAY, planned_end_on=day + 500 * DAY
    )
    people.record.refresh_from_db()
    return people


def text(client, path):
    return client.get(path).content.decode()


def read(people):
    return f"/apprentices/{people.record.pk}/first-day/"


def write(people):
    return f"{read(people)}write/"


def carried(page):
    """The version that the form of a page carries along."""
    return re.search(r'name="_version"\s+value="(\d+)"', page.content.decode())[1]


def due(client):
    sections = client.get("/").context["agenda"]
    return {
        (line.title, line.url, line.late)
        for section in sections
        for line in section.lines
        if "first-day page" in line.title
    }


# --- The action ---


def test_a_draft_and_then_shown(people):
    draft = actions.write_first_day(people.record, words={"lunch": "Soup"}, show=False, by=people.manager)
    assert (draft.shown_on, draft.lunch, draft.place) == (None, "Soup", "")
    page = actions.write_first_day(people.record, words=WORDS, show=True, by=people.deputy)
    assert (page.pk, page.shown_on, page.words()) == (draft.pk, TODAY, WORDS)
    history = [(row.history_user, row.history_date.date()) for row in page.history.order_by("history_id")]
    assert history == [(people.manager, TODAY), (people.deputy, TODAY)]


def test_an_action_of_another_day_is_dated_so(people):
    page = actions.write_first_day(
        people.record, words=WORDS, show=True, by=people.manager, on=date(2026, 7, 1)
    )
    assert page.shown_on == date(2026, 7, 1)
    assert page.history.get().history_date == datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", ["comes_at", "place", "met_by", "trouble"])
def test_what_is_needed_is_demanded_before_it_is_shown(name, people):
    words = {**WORDS, name: None}
    with pytest.raises(ValidationError) as refused:
        actions.write_first_day(people.record, words=words, show=True, by=people.manager)
    assert set(refused.value.message_dict) == {name}
    assert not FirstDay.objects.exists()
    assert actions.write_first_day(people.record, words=words, show=False, by=people.manager).pk


def test_a_gap_is_named_with_its_field_and_shown_to_nobody(people):
    words = {**WORDS, "lunch": "At [place] with [name]"}
    with pytest.raises(ValidationError) as refused:
        actions.write_first_day(people.record, words=words, show=True, by=people.manager)
    assert refused.value.message_dict == {
        "lunch": ["Something is still open under lunch: [place] and [name]. Fill it in."]
    }


def test_what_is_shown_stays_shown_and_whole(people):
    make.FirstDayFactory(apprentice=people.record, shown_on=TODAY - DAY)
    page = actions.write_first_day(people.record, words=WORDS, show=False, by=people.manager)
    assert page.shown_on == TODAY - DAY
    with pytest.raises(ValidationError):
        actions.write_first_day(
            people.record, words={**WORDS, "place": "[where]"}, show=False, by=people.manager
        )
    assert FirstDay.objects.get().place == "1 Sample Street"


def test_an_empty_page_is_nothing_to_save(people):
    with pytest.raises(ValidationError, match="write something first"):
        actions.write_first_day(people.record, words={"place": ""}, show=False, by=people.manager)
    assert not FirstDay.objects.exists()


def test_what_stands_there_already_is_not_saved_again(people):
    for _ in range(2):
        page = actions.write_first_day(
            people.record, words=WORDS, show=True, by=people.manager, seen=versions.NOTHING_SAVED
        )
    assert page.history.count() == 1


def test_what_somebody_saved_meanwhile_is_not_overwritten(people):
    """Also when it happens after the form was checked: the action looks again under its lock."""
    first = actions.write_first_day(people.record, words=WORDS, show=False, by=people.manager)
    with pytest.raises(ValidationError, match="saved this first"):
        actions.write_first_day(
            people.record, words={"lunch": "Mine"}, show=False, by=people.deputy, seen=versions.NOTHING_SAVED
        )
    seen = versions.latest(first)
    actions.write_first_day(people.record, words={**WORDS, "wear": "Hat"}, show=False, by=people.manager)
    with pytest.raises(ValidationError, match=r"saved this record .* and changed: what to wear"):
        actions.write_first_day(
            people.record, words={"lunch": "Mine"}, show=False, by=people.deputy, seen=seen
        )
    assert FirstDay.objects.get().wear == "Hat"


# --- The page ---


def test_before_anything_is_written_the_apprentice_sees_what_is_known(people, client_of):
    page = text(client_of(people.apprentice), read(people))
    for words in (
        "Your first day",
        "Monday 23 November 2026",
        "Here team",
        people.manager.email,
        people.buddy.full_name,
        "Here Coordinator",
        f"{people.manager.full_name} is still writing the rest",
    ):
        assert words in page, words
    assert "Write this page" not in page
    assert people.manager_to_be.full_name in page  # named for later, with their first day
    assert "From 9 December 2026." in page


def test_without_a_manager_nobody_is_said_to_write(people, client_of):
    people.record.manager_terms.all().delete()
    assert "The rest is still being written" in text(client_of(people.apprentice), read(people))


def test_people_are_those_of_the_first_day(people, client_of):
    starting(people, TODAY + 30 * DAY)
    page = text(client_of(people.apprentice), read(people))
    assert people.manager_to_be.full_name in page
    assert people.manager.full_name not in page  # until 8 December


@pytest.mark.parametrize(
    ("role", "sees"),
    [("apprentice", False), ("buddy", False), ("manager", True), ("deputy", True), ("coordinator", True)],
)
def test_a_draft_is_seen_by_those_who_write_it(role, sees, people, client_of):
    make.FirstDayFactory(apprentice=people.record, lunch="Secret soup")
    page = text(client_of(getattr(people, role)), read(people))
    found = {words: words in page for words in ("Secret soup", "9:30am", "Draft", "Change this page")}
    assert set(found.values()) == {sees}, found


@pytest.mark.parametrize("role", ["apprentice", "buddy", "manager", "deputy", "coordinator"])
def test_a_shown_page_is_read_by_everybody_around(role, people, client_of):
    make.FirstDayFactory(apprentice=people.record, shown_on=TODAY, lunch="Soup\n<b>hot</b>")
    page = text(client_of(getattr(people, role)), read(people))
    assert "Monday 23 November 2026 at 9:30am" in page
    assert "Soup<br>&lt;b&gt;hot&lt;/b&gt;" in page
    assert "Draft" not in page
    assert "still writing" not in page


@pytest.mark.parametrize("role", ["other_manager", "other_coordinator", "other_apprentice", "stranger"])
def test_of_another_organisation_nothing_is_there(role, people, client_of):
    make.FirstDayFactory(apprentice=people.record, shown_on=TODAY, lunch="Secret soup")
    client = client_of(getattr(people, role))
    for path in (read(people), write(people)):
        assert client.get(path).status_code == 404
    assert client.post(write(people), FORM | {"show": ""}).status_code == 404
    assert "Secret soup" not in text(client, read(people))
    assert FirstDay.objects.get().place != "1 Sample Street"


@pytest.mark.parametrize("role", ["apprentice", "buddy"])
def test_who_reads_does_not_write(role, people, client_of):
    client = client_of(getattr(people, role))
    assert client.get(write(people)).status_code == 404
    assert client.post(write(people), FORM | {"draft": ""}).status_code == 404
    assert not FirstDay.objects.exists()


def test_after_the_day_nothing_more_is_promised(people, client_of, now):
    now.shift(30 * DAY)
    page = text(client_of(people.apprentice), read(people))
    assert "Nothing more was written about this day." in page
    assert "still writing" not in page


# --- Writing ---


def test_the_form_begins_with_the_organisation_s_words_and_what_is_known(people, client_of):
    people.record.buddy_terms.all().delete()
    User.objects.filter(pk=people.manager_to_be.pk).update(full_name="Aaron First")
    make.FirstDayTemplateFactory(
        organisation=people.here.organisation,
        comes_at=time(10),
        lunch="{manager}, {buddy}, {apprentice}, {team}",
    )
    page = text(client_of(people.manager), write(people))
    assert f"{people.manager.full_name}, [your buddy’s name], Here, Here team" in page
    assert 'value="10:00"' in page
    assert "the buddy and the coordinators read what you write here" in page


def test_saved_as_a_draft_then_shown_through_the_page(people, client_of):
    client = client_of(people.manager)
    answer = client.post(write(people), FORM | {"place": "At [street]", "draft": ""}, follow=True)
    assert answer.redirect_chain == [(read(people), 302)]
    assert "Saved. Here does not see the draft." in answer.content.decode()
    data = FORM | {"show": "", "_version": carried(client.get(write(people)))}
    assert "Saved. Here can read it." in client.post(write(people), data, follow=True).content.decode()
    page = FirstDay.objects.get()
    assert (page.shown_on, page.words()) == (TODAY, WORDS)
    assert "Save as a draft" not in text(client, write(people))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("9:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9am", time(9)),
        ("2pm", time(14)),
        (" 9:30 AM ", time(9, 30)),
    ],
)
def test_times_as_people_write_them(typed, stored, people, client_of):
    client_of(people.manager).post(write(people), FORM | {"comes_at": typed, "draft": ""})
    assert FirstDay.objects.get().comes_at == stored


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place": "At [street]"}, "Something is still open under where to come: [street]"),
        ({"trouble": ""}, "Fill in whom to ring"),
        ({"comes_at": "soon"}, "Write the time as 9:30 or 2pm."),
        ({"comes_at": "9" * 5000}, "Write the time as 9:30 or 2pm."),
        ({"lunch": "x" * 401}, "at most 400 characters"),
        ({"lunch": "x\0"}, "a sign that cannot be saved"),
        (dict.fromkeys(FORM, "") | {"_version": "9" * 400}, "Fill in"),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(fields, words, people, client_of):
    page = client_of(people.manager).post(write(people), FORM | {"bring": "Kept cake", "show": ""} | fields)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert "bring" in fields or "Kept cake" in page.content.decode()
    assert not FirstDay.objects.exists()


def test_an_empty_draft_is_refused_on_the_page(people, client_of):
    page = client_of(people.manager).post(write(people), {"draft": "", "place": "  "})
    assert "There is nothing to save: write something first." in page.content.decode()


@pytest.mark.parametrize("name", ["<i>Al</i>", "{{ request.user.email }}", "{% now 'Y' %}"])
def test_a_name_is_text_on_the_buttons(name, people, client_of):
    people.apprentice.preferred_name = name
    people.apprentice.save()
    page = text(client_of(people.manager), write(people))
    assert f"Save and show it to {escape(name)}</button>" in page
    assert "<i>Al" not in page


@pytest.mark.parametrize("drafted", [False, True])
def test_two_people_write_and_nothing_is_lost(drafted, people, client_of):
    """Also when both write the first version."""
    if drafted:
        make.FirstDayFactory(apprentice=people.record)
    first, second = client_of(people.manager), client_of(people.deputy)
    version = carried(second.get(write(people)))
    assert (version == "0") != drafted
    data = FORM | {"draft": "", "_version": version}
    assert first.post(write(people), data | {"lunch": "Soup"}).status_code == 302
    page = second.post(write(people), data | {"lunch": "Cake"})
    assert f"{people.manager.full_name} saved this" in page.content.decode()
    assert "Cake</textarea>" in page.content.decode()
    assert "See the page as it is saved now" in page.content.decode()
    assert FirstDay.objects.get().lunch == "Soup"
    newer = carried(page)
    assert newer != version
    assert second.post(write(people), data | {"lunch": "Cake", "_version": newer}).status_code == 302
    assert FirstDay.objects.get().lunch == "Cake"


def test_pressed_twice_it_is_saved_once(people, client_of):
    client = client_of(people.manager)
    for _ in range(2):
        answer = client.post(write(people), FORM | {"show": "", "first_week": "a\r\nb", "_version": "0"})
        assert answer.status_code == 302
    assert FirstDay.objects.get().history.count() == 1


def test_fields_that_the_form_does_not_have_change_nothing(people, client_of):
    data = FORM | {"draft": "", "shown_on": "2026-01-01", "apprentice": people.other_record.pk}
    client_of(people.manager).post(write(people), data)
    page = FirstDay.objects.get()
    assert (page.shown_on, page.apprentice) == (None, people.record)


# --- Home, and the ways to it ---


def is_home(client):
    return "apprentices/first_day.html" in [template.name for template in client.get("/").templates]


@pytest.mark.parametrize("shown_on", [None, TODAY])
def test_home_is_the_first_day_page_until_the_day_itself(shown_on, people, client_of, now):
    make.FirstDayFactory(apprentice=people.record, shown_on=shown_on)
    client = client_of(people.apprentice)
    assert is_home(client)
    assert ("1 Sample Street" in text(client, "/")) == bool(shown_on)
    now.move_to(datetime(2026, 11, 22, 23, 59, tzinfo=UTC))
    assert is_home(client_of(people.apprentice))
    now.move_to(datetime(2026, 11, 23, 0, 15, tzinfo=UTC))
    client = client_of(people.apprentice)
    assert not is_home(client)
    assert (read(people) in text(client, "/")) == bool(shown_on)
    now.shift(6 * DAY)
    assert (read(people) in text(client_of(people.apprentice), "/")) == bool(shown_on)
    now.shift(DAY)
    client = client_of(people.apprentice)
    assert "What is due" in text(client, "/")
    assert read(people) not in text(client, "/")


def test_home_before_the_first_day_has_ways_in(people, client_of):
    client = client_of(people.apprentice)
    home = client.get("/")
    ways = dict(home.context["ways"])
    assert list(ways) == ["Your induction", "People to meet", "Talk to the coordinator in private"]
    assert {client.get(url).status_code for url in ways.values()} == {200}
    assert all(f'href="{url}"' in home.content.decode() for url in ways.values())
    assert "Talk to the coordinator" not in text(client, read(people))


def test_home_changes_at_midnight_in_london_in_summer_too(people, client_of, now):
    starting(people, date(2026, 7, 1))
    now.move_to(datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    assert is_home(client_of(people.apprentice))
    now.move_to(datetime(2026, 6, 30, 23, 15, tzinfo=UTC))  # 00:15 on 1 July
    assert not is_home(client_of(people.apprentice))


def a_manager_too(people):
    make.ManagerTermFactory(
        apprentice=make.ApprenticeFactory(cohort=people.here.cohort),
        manager=make.ManagerFactory(person=people.apprentice, organisation=people.here.organisation),
    )


def a_coordinator_too(people):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.apprentice)


def runs_the_installation(people):
    User.objects.filter(pk=people.apprentice.pk).update(is_superuser=True)


@pytest.mark.parametrize("more", [a_manager_too, a_coordinator_too, runs_the_installation])
def test_who_is_something_else_too_keeps_the_ordinary_home_with_a_way_to_it(more, people, client_of):
    more(people)
    client = client_of(User.objects.get(pk=people.apprentice.pk))
    assert not is_home(client)
    assert read(people) in text(client, "/")


def test_who_withdrew_before_the_first_day_is_not_awaited(people, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(withdrawn_on=TODAY, withdrawal_reason="never")
    client = client_of(people.apprentice)
    assert not is_home(client)
    assert read(people) not in text(client, "/")
    assert "still writing" not in text(client, read(people))


def test_the_overview_leads_there_until_a_month_after(people, client_of, now):
    def linked():
        page = text(client_of(people.apprentice), f"/apprentices/{people.record.pk}/")
        assert "People and contacts" in page
        return read(people) in page

    assert linked()
    now.move_to(datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert not linked()
    make.FirstDayFactory(apprentice=people.record, shown_on=TODAY)
    assert linked()
    now.move_to(datetime(2026, 12, 23, 9, tzinfo=UTC))
    assert linked()
    now.shift(DAY)
    assert not linked()


# --- What is due ---


def test_the_manager_is_asked_from_two_weeks_before_until_the_day(people, client_of, now):
    start, day = datetime(2026, 11, 1, 0, 15, tzinfo=UTC), date(2026, 11, 15)
    starting(people, day)
    line = "Write the first-day page for Here Apprentice", write(people)
    now.move_to(start - DAY)
    assert due(client_of(people.manager)) == set()
    for days, late in ((0, ""), (7, ""), (8, "1 day late"), (13, "6 days late")):
        now.move_to(start + days * DAY)
        assert due(client_of(people.manager)) == {(*line, late)}
        assert due(client_of(people.deputy)) == ({(*line, late)} if late else set())
    now.move_to(start + 14 * DAY)
    assert due(client_of(people.manager)) == set()


def test_without_a_manager_the_coordinator_is_asked(people, client_of, now):
    people.record.manager_terms.all().delete()
    titles = [
        line.title for s in client_of(people.coordinator).get("/").context["agenda"] for line in s.lines
    ]
    assert f"Write the first-day page for {people.record.person.full_name}" in titles


def test_nobody_is_asked_for_what_is_shown(people, client_of):
    page = make.FirstDayFactory(apprentice=people.record)
    assert len(due(client_of(people.manager))) == 1
    page.shown_on = TODAY
    page.save()
    assert due(client_of(people.manager)) == set()


def test_the_coordinator_counts_who_has_no_page(people, client_of):
    client = client_of(people.coordinator)

    def counted():
        (cohort,) = client.get("/").context["cohorts"]
        rows = client.get("/apprentices/?missing=first-day").context["rows"]
        number = {count.words: count.number for count in cohort.counts}.get("without a first-day page", 0)
        assert number == len(rows)
        return number

    assert counted() == 1
    starting(people, TODAY + 15 * DAY)
    assert counted() == 0
    starting(people, TODAY + 14 * DAY)
    assert counted() == 1
    make.FirstDayFactory(apprentice=people.record, shown_on=TODAY)
    assert counted() == 0


# --- The workshop, and queries ---


def test_the_record_in_the_workshop_leads_to_the_page_and_remembers_it(people, client_of):
    make.FirstDayFactory(apprentice=people.record, shown_on=TODAY, lunch="Secret soup")
    desk = f"/admin/apprentices/apprentice/{people.record.pk}"
    client = client_of(people.coordinator)
    assert read(people) in text(client, f"{desk}/change/")
    history = text(client, f"{desk}/history/")
    assert "wrote the first-day page and showed it" in history
    assert "Secret soup" not in history


# page -> role -> queries, with session and user among them
QUERIES = {
    "/": {"apprentice": 9, "manager": 11, "coordinator": 14},
    "read": {"apprentice": 7, "manager": 7, "buddy": 7, "coordinator": 7},
    "write": {"manager": 7, "coordinator": 7},
}


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize(("path", "role"), [(path, role) for path in QUERIES for role in QUERIES[path]])
def test_queries(path, role, written, people, client_of):
    if written:
        make.FirstDayFactory(apprentice=people.record, shown_on=TODAY)
    address = {"read": read(people), "write": write(people)}.get(path, path)
    client = client_of(getattr(people, role))
    client.get(address)
    counts = []
    for more in (0, 2, 5):
        for _ in range(more):
            record = make.ApprenticeFactory(cohort=people.here.cohort, starts_on=FIRST + 7 * DAY)
            make.ManagerTermFactory(apprentice=record, manager=people.here.term.manager)
            make.FirstDayFactory(apprentice=record)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts == [QUERIES[path][role] - (1 if path == "write" and written else 0)] * 3
