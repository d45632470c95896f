"""The monthly question: who is asked, who reads the answer, and that nobody else does."""

import html
import re
from datetime import date, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apprentices.models import ManagerTerm
from tests import factories as make
from tests import world
from workplans import actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
ABOUT_LAST_MONTH = (
    "The question is about last month, and your answer was about another: read it again, then save."
)


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def path(people):
    return reverse("protected", args=[people.record.pk])


def answer(client, path, **fields):
    return client.post(path, {"month_on": "2026-10-01", "answer": "no", **fields}, follow=True)


def test_the_apprentice_answers_about_last_month_and_may_answer_again(people, path, client_of):
    client = client_of(people.apprentice)
    page = html.unescape(client.get(path).content.decode())
    assert "Was your learning time protected in October 2026?" in page
    assert (
        "Only you and the coordinators read your answer. Your manager sees that you answered, not what."
        in page
    )
    for _ in range(2):  # pressed twice
        answer(client, path, got_in_the_way="A release")
    [given] = people.record.protected_answers.all()
    assert (given.answer, given.got_in_the_way, given.month_on) == ("no", "A release", OCTOBER)
    assert given.history.count() == 1
    form = client.get(path).context["form"]
    assert (form["answer"].value(), form["got_in_the_way"].value()) == ("no", "A release")
    answer(client, path, answer="mostly")
    assert [row.answer for row in client.get(path).context["page"].rows] == ["Mostly"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"answer": ""}, {"answer": ["Choose yes, mostly or no."]}),
        ({"answer": "perhaps"}, {"answer": ["Choose yes, mostly or no."]}),
        (
            {"month_on": "2026-09-01"},
            {"__all__": [ABOUT_LAST_MONTH]},
        ),
    ],
)
def test_what_is_refused(fields, errors, people, path, client_of):
    form = answer(client_of(people.apprentice), path, **fields).context["form"]
    assert form.errors == errors
    assert not people.record.protected_answers.exists()


def test_who_answers_after_the_end_of_the_month_keeps_the_words_and_answers_about_the_next(
    people, path, client_of, now
):
    now.move_to(datetime(2026, 12, 1, 9, tzinfo=timezone.utc))  # noqa: UP017
    client = client_of(people.apprentice)
    response = answer(client, path, got_in_the_way="A release")
    form, page = response.context["form"], html.unescape(response.content.decode())
    assert form.errors == {"__all__": [ABOUT_LAST_MONTH]}
    assert "Was your learning time protected in November 2026?" in page
    assert (form["answer"].value(), form["got_in_the_way"].value()) == ("no", "A release")
    [sent] = re.findall(r'name="month_on"\s[^>]*value="([^"]*)"', page)
    assert sent == "2026-11-01"
    answer(client, path, month_on=sent)
    assert [given.month_on for given in people.record.protected_answers.all()] == [date(2026, 11, 1)]


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_on": date(2026, 10, 26)},
        {"starts_on": TODAY + DAY},
        {"withdrawn_on": TODAY, "withdrawal_reason": "left"},
    ],
)
def test_where_nothing_is_asked_there_is_no_form(facts, people, path, client_of):
    for name, value in facts.items():
        setattr(people.record, name, value)
    people.record.save()
    client = client_of(people.apprentice)
    assert client.get(path).context["form"] is None
    answer(client, path)
    assert not people.record.protected_answers.exists()


# --- The coordinator ---


@pytest.fixture
def twice(people):
    """Two “no” in a row, each with a word that nobody else may find."""
    for month_on, asked_on in ((SEPTEMBER, date(2026, 10, 2)), (OCTOBER, date(2026, 11, 2))):
        actions.answer(
            people.record,
            month_on=month_on,
            answer="no",
            got_in_the_way="Zzkanari was in the way",
            by=people.apprentice,
            on=asked_on,
        )
    return people.record


def test_a_coordinator_reads_the_answers_and_notes_the_talk_once(people, path, twice, client_of):
    client = client_of(people.coordinator)
    rows = client.get(path).context["page"].rows
    assert [(row.month, row.answer, bool(row.talk_url)) for row in rows] == [
        ("October 2026", "No", True),
        ("September 2026", "No", False),
    ]
    assert client.get(path).context["form"] is None
    for _ in range(2):
        client.post(rows[0].talk_url)
    october = twice.protected_answers.get(month_on=OCTOBER)
    assert (october.talked_on, october.talked_by, october.history.count()) == (TODAY, people.coordinator, 2)
    row = client.get(path).context["page"].rows[0]
    assert (row.talk_url, row.note) == (
        "",
        "Answered on 2 November 2026. Here Coordinator talked about it on 18 November 2026.",
    )


def test_an_apprentice_never_notes_the_talk(people, path, twice, client_of):
    """Not even one who coordinates the programme."""
    october = twice.protected_answers.get(month_on=OCTOBER)
    talk = reverse("note_talk", args=[twice.pk, october.pk])
    client = client_of(people.apprentice)
    for also_coordinates in (False, True):
        if also_coordinates:
            make.CoordinatorFactory(organisation=people.here.organisation, person=people.apprentice)
        assert [row.talk_url for row in client.get(path).context["page"].rows] == ["", ""]
        assert client.post(talk).status_code == 404
    october.refresh_from_db()
    assert october.talked_on is None


def test_the_talk_about_somebody_elses_answer_is_not_there(people, twice, client_of):
    theirs = make.ProtectedAnswerFactory(apprentice=people.other_record)
    talk = reverse("note_talk", args=[twice.pk, theirs.pk])
    assert client_of(people.coordinator).post(talk).status_code == 404


# --- Nobody else ---


@pytest.mark.parametrize("role", ["manager", "deputy", "buddy", "other_coordinator", "superuser"])
def test_the_answers_are_not_there_for_others(role, people, path, twice, client_of):
    client = client_of(getattr(people, role))
    assert client.get(path).status_code == client.post(path).status_code == 404


PLACES = (
    "/",
    "/apprentices/",
    "/apprentices/?missing=late",
    "/apprentices/{pk}/",
    "/apprentices/{pk}/learning/",
    "/apprentices/{pk}/learning/time/",
    "/apprentices/{pk}/history/",
    "/apprentices/{pk}/handover/",
    "/apprentices/{pk}/reviews/",
    "/apprentices/{pk}/people/",
    "/account/data/",
    "/account/data.json",
)


@pytest.mark.parametrize("role", ["manager", "deputy", "buddy"])
def test_no_page_of_others_tells_what_was_answered(role, people, twice, client_of):
    """The pages before and after the answers differ in nothing but that there are some."""
    client = client_of(getattr(people, role))

    def pages():
        return {place: client.get(place.format(pk=twice.pk)).content.decode() for place in PLACES}

    with_no, talked = pages(), {}
    assert [place for place, page in with_no.items() if "kanari" in page] == []
    october = twice.protected_answers.get(month_on=OCTOBER)
    actions.note_talk(october, by=people.coordinator)
    talked = pages()
    october.history.filter(history_type="~").delete()
    type(october).objects.filter(apprentice=twice).update(
        answer="yes", got_in_the_way="", talked_on=None, talked_by=None
    )
    october.history.model.objects.update(answer="yes", got_in_the_way="")
    with_yes = pages()
    for place in PLACES:
        assert _plain(with_no[place]) == _plain(with_yes[place]) == _plain(talked[place]), place


def _plain(page):
    """A page without the tokens of its forms."""
    return "\n".join(line for line in page.split("\n") if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("role", ["manager", "deputy"])
def test_a_manager_sees_that_it_was_answered(role, people, client_of):
    client, path = client_of(getattr(people, role)), reverse("learning_time", args=[people.record.pk])
    question = "Was learning time protected in October 2026?"
    assert f"{question} Here has not answered yet." in client.get(path).content.decode()
    make.ProtectedAnswerFactory(apprentice=people.record, answer="no")
    assert f"{question} Here has answered." in client.get(path).content.decode()
    people.record.starts_on = date(2026, 11, 1)
    people.record.save()
    assert question not in client.get(path).content.decode()


def test_the_history_tells_that_it_was_answered_and_coordinators_of_the_talk(people, twice, client_of):
    actions.note_talk(twice.protected_answers.get(month_on=OCTOBER), by=people.coordinator)
    actions.answer(twice, month_on=OCTOBER, answer="yes", by=people.apprentice, on=TODAY)

    def told(role):
        page = client_of(getattr(people, role)).get(reverse("history", args=[twice.pk]))
        return [line.words for line in page.context["page"] if "learning time" in line.words][::-1]

    answered = "Here Apprentice answered whether learning time was protected in"
    again = "Here Apprentice answered again whether learning time was protected in October 2026."
    talk = "Here Coordinator noted a talk about the learning time in October 2026."
    everybody = [f"{answered} September 2026.", f"{answered} October 2026."]
    assert told("coordinator") == [*everybody, talk, again]
    assert told("manager") == told("deputy") == [*everybody, again]


@pytest.mark.parametrize("months", [11, 13])
def test_the_apprentice_reads_on_for_a_year(months, people, path, twice, client_of):
    ended_on = TODAY - timedelta(days=months * 30.5)
    people.record.starts_on, people.record.withdrawn_on = date(2024, 1, 1), ended_on
    people.record.withdrawal_reason = "left"
    people.record.save()
    ManagerTerm.objects.all().delete()
    assert client_of(people.apprentice).get(path).status_code == (200 if months == 11 else 404)
    assert client_of(people.coordinator).get(path).status_code == 200


@pytest.mark.parametrize(("role", "number"), [("apprentice", 6), ("coordinator", 7)])
def test_queries(role, number, people, path, client_of):
    client, counts = client_of(getattr(people, role)), []
    client.get(path)
    for more in (1, 2, 47):
        for _ in range(more):
            month_on = date(2000 + people.record.protected_answers.count(), 1, 1)
            make.ProtectedAnswerFactory(
                apprentice=people.record, month_on=month_on, talked_on=TODAY, talked_by=people.coordinator
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts == [number] * 3
