"""The coordinator's overview of who ends soon; and what is read of somebody who leaves early."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice, Conversation, Decision, ManagerTerm
from hackit.access import Action
from hackit.overview.ending import ending
from hackit.overview.leaving import leaving
from tests import factories as make
from tests import world

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
# The end whose window opens today.
SOON = date(2027, 2, 18)


@pytest.fixture
def people(now, db):
    people = world.build(TODAY)
    Apprentice.objects.filter(pk=people.record.pk).update(planned_end_on=SOON)
    Apprentice.objects.filter(pk=people.other_record.pk).update(planned_end_on=SOON)
    return people


def text(client, path="/next-steps/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def row(people):
    [found] = ending(people.coordinator, TODAY).rows
    return found


def ends_on(people, planned_end_on, **more):
    Apprentice.objects.filter(pk=people.record.pk).update(planned_end_on=planned_end_on, **more)


def held(people, *talks, **more):
    for number, talk in enumerate(talks):
        day = TODAY - (9 - number) * DAY
        facts = {"held_on": day, "answer_by_on": None} | more
        make.ConversationFactory(apprentice=people.record, talk=talk, held=True, **facts)


# --- Who is in it ---


@pytest.mark.parametrize("role", ["apprentice", "manager", "deputy", "buddy", "superuser", "stranger"])
def test_only_coordinators_have_it(role, people, client_of):
    client = client_of(getattr(people, role))
    for path in ("/next-steps/", "/destinations/", "/destinations.csv"):
        assert client.get(path).status_code == 404


def test_everybody_of_ones_own_organisations_is_in_it(people, client_of):
    page = text(client_of(people.coordinator))
    assert "Here Apprentice" in page
    assert "There Apprentice" not in page
    assert f"/apprentices/{people.record.pk}/next-steps/" in page


@pytest.mark.parametrize(
    "planned, contract, inside, coming",
    [
        (SOON, None, True, False),
        (SOON + DAY, None, False, True),
        (date(2028, 1, 1), SOON, True, False),
        (SOON, date(2028, 1, 1), True, False),
        (date(2027, 8, 18), None, False, True),
        (date(2027, 8, 19), None, False, False),
        (date(2026, 11, 1), None, True, False),
    ],
)
def test_the_window_counts_from_the_earlier_end(planned, contract, inside, coming, people):
    ends_on(people, planned, contract_ends_on=contract)
    found = ending(people.coordinator, TODAY)
    assert ([one.name for one in found.rows] == ["Here Apprentice"]) is inside
    assert ([one.name for one in found.coming] == ["Here Apprentice"]) is coming


def test_who_has_ended_is_not_in_it_nor_who_is_away_without_a_contract_that_ends(people):
    ends_on(people, SOON, withdrawn_on=TODAY - DAY, withdrawal_reason="left")
    away = make.ApprenticeFactory(cohort=people.here.cohort, planned_end_on=SOON, starts_on=date(2026, 1, 5))
    make.BreakFactory(apprentice=away, first_day_away_on=TODAY - 9 * DAY)
    assert ending(people.coordinator, TODAY).rows == []


def test_coordinators_read_nothing_about_themselves_before_it_is_given(people):
    Apprentice.objects.filter(pk=people.record.pk).update(person=people.coordinator)
    make.DecisionFactory(apprentice=people.record)
    found = ending(people.coordinator, TODAY)
    assert (found.rows, found.coming) == ([], [])


def test_an_empty_page_says_why(people, client_of):
    ends_on(people, date(2029, 1, 1))
    page = text(client_of(people.coordinator))
    assert "Nobody is in the last three months" in page
    assert "There Apprentice" not in page


# --- What a row says ---


def test_a_row_says_what_is_to_come(people):
    make.OptionFactory(apprentice=people.record, way="stay in the team", wished=True)
    make.OptionFactory(apprentice=people.record, way="study", wished=True)
    make.OptionFactory(apprentice=people.record, way="another team here", wished=False)
    found = row(people)
    assert (found.cohort, found.end) == ("Here cohort", "18 February 2027")
    assert found.manager == people.manager.full_name
    assert (found.held, found.next, found.next_late) == ("0 of 3 held", "The first by 18 November 2026", "")
    assert (found.decision, found.decision_late) == ("Answer by 18 January 2027", "")
    assert found.wish == "Stay in the team, study"
    assert found.late == frozenset()


def test_what_is_late_is_said_in_words(people):
    ends_on(people, SOON - 2 * DAY)
    assert (row(people).next, row(people).next_late) == ("The first by 16 November 2026", "late")
    held(people, "first", answer_by_on=TODAY - DAY)
    assert (row(people).held, row(people).next_late) == ("1 of 3 held", "")
    assert row(people).decision == "Answer by 17 November 2026"
    assert row(people).decision_late == "passed without a decision"


@pytest.mark.parametrize(
    "decided_on, given_on, decision, late",
    [
        (TODAY - 7 * DAY, None, "Decided on 11 November 2026, not given in writing yet", ""),
        (TODAY - 8 * DAY, None, "Decided on 10 November 2026, not given in writing yet", "late"),
        (TODAY - 8 * DAY, TODAY, "Given in writing on 18 November 2026", ""),
    ],
)
def test_a_decision_is_said_as_far_as_it_is(decided_on, given_on, decision, late, people):
    make.DecisionFactory(apprentice=people.record, decided_on=decided_on, given_on=given_on)
    assert (row(people).decision, row(people).decision_late) == (decision, late)


def test_all_held_is_said_and_nothing_is_next(people):
    held(people, "first", "second", "third")
    assert (row(people).held, row(people).next) == ("3 of 3 held", "")


def test_nobody_as_manager_is_said(people, client_of):
    ManagerTerm.objects.filter(apprentice=people.record).delete()
    page = text(client_of(people.coordinator), "/next-steps/?missing=manager")
    assert "<strong>Nobody</strong>" in page
    assert "1 person found" in page


def test_what_is_in_confidence_is_not_in_it(people, client_of):
    held(people, "first", said_worries="Worried about rent", can_say="Maybe")
    conversation = Conversation.objects.get(apprentice=people.record)
    make.PrivateNoteFactory(conversation=conversation, words="Kept private")
    make.InterestFactory(apprentice=people.record, opening__title="Elsewhere job")
    page = text(client_of(people.coordinator))
    assert "Here Apprentice" in page
    assert [words for words in ("Worried", "Kept private", "Elsewhere job") if words in page] == []


# --- Searching, sorting, numbers ---


@pytest.fixture
def many(people):
    """Two more in another cohort: one with a late conversation, one whose answer was promised for before."""
    cohort = make.CohortFactory(organisation=people.here.organisation, name="Autumn", slug="autumn")
    starts = {"cohort": cohort, "starts_on": date(2026, 1, 5)}
    anna = make.UserFactory(full_name="Anna Able")
    make.ApprenticeFactory(person=anna, planned_end_on=date(2027, 1, 30), **starts)
    zoe = make.ApprenticeFactory(
        person=make.UserFactory(full_name="Zoë Zest"), planned_end_on=date(2027, 2, 1), **starts
    )
    told = {"held_on": TODAY - 9 * DAY, "answer_by_on": TODAY - DAY}
    make.ConversationFactory(apprentice=zoe, held=True, **told)
    make.ManagerTermFactory(apprentice=zoe)
    return people


@pytest.mark.parametrize(
    "query, names",
    [
        ("", ["Anna Able", "Zoë Zest", "Here Apprentice"]),
        ("sort=-end", ["Here Apprentice", "Zoë Zest", "Anna Able"]),
        ("sort=name", ["Anna Able", "Here Apprentice", "Zoë Zest"]),
        ("sort=cohort", ["Anna Able", "Zoë Zest", "Here Apprentice"]),
        ("sort=nonsense&cohort=nonsense&missing=nonsense", ["Anna Able", "Zoë Zest", "Here Apprentice"]),
        ("q=zOË", ["Zoë Zest"]),
        ("cohort=here-1", ["Here Apprentice"]),
        ("missing=talk", ["Anna Able"]),
        ("missing=answer", ["Zoë Zest"]),
        ("missing=late", ["Anna Able", "Zoë Zest"]),
        ("missing=manager", ["Anna Able"]),
        ("missing=late&cohort=here-1", []),
        ("page=99", ["Anna Able", "Zoë Zest", "Here Apprentice"]),
    ],
)
def test_it_is_searched_and_sorted(query, names, many, client_of):
    page = client_of(many.coordinator).get(f"/next-steps/?{query}").context["page"]
    assert [one.name for one in page] == names


def test_nobody_found_says_what_to_do(many, client_of):
    assert "Nobody fits all of that." in text(client_of(many.coordinator), "/next-steps/?q=nobody")


def test_numbers_stand_on_top_and_lead_to_the_people(many, client_of):
    client = client_of(many.coordinator)
    page = text(client)
    assert "3 people in the last three months" in page
    assert '<a class="govuk-link" href="?missing=talk">A conversation is late: 1</a>' in page
    assert '<a class="govuk-link" href="?missing=answer">The day of the answer has passed: 1</a>' in page
    assert "<li>Not given in writing in time: 0</li>" in page
    assert "1 person in the last three months" in text(client, "/next-steps/?cohort=here-1")


def test_a_long_list_has_pages(people, client_of):
    for _ in range(25):
        make.ApprenticeFactory(cohort=people.here.cohort, planned_end_on=SOON, starts_on=date(2026, 1, 5))
    client = client_of(people.coordinator)
    assert len(client.get("/next-steps/").context["page"]) == 25
    assert len(client.get("/next-steps/?page=2").context["page"]) == 1


def test_the_number_of_queries_is_fixed(people, client_of):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/next-steps/").status_code == 200
        return len(found)

    client = client_of(people.coordinator)
    client.get("/")
    first = queries()
    for _ in range(2):
        record = make.ApprenticeFactory(
            cohort=people.here.cohort, planned_end_on=SOON, starts_on=date(2026, 1, 5)
        )
        make.ManagerTermFactory(apprentice=record)
        make.ConversationFactory(apprentice=record, held=True)
        make.OptionFactory(apprentice=record, wished=True)
    assert (first, queries()) == (6, 6)


def test_home_leads_a_coordinator_there_and_nobody_else(people, client_of):
    page = text(client_of(people.coordinator), "/")
    assert '<a class="govuk-link" href="/next-steps/">' in page
    assert '<a class="govuk-link" href="/destinations/">' in page
    page = text(client_of(people.manager), "/")
    assert 'href="/next-steps/"' not in page
    assert 'href="/destinations/"' not in page


# --- Leaving early ---

WHY = {"human_reasons": ["pay", "no-time"], "would_have_kept": "A raise"}


def left(people, **more):
    facts = {"withdrawn_on": TODAY - DAY, "withdrawal_reason": "left"} | more
    Apprentice.objects.filter(pk=people.record.pk).update(**facts)


def seen(people, role):
    records = Apprentice.objects.allowing(getattr(people, role), Action.SEE_NEXT_STEPS, TODAY)
    return leaving(records.get(pk=people.record.pk), TODAY)


def test_nobody_leaves_who_is_there(people):
    assert seen(people, "coordinator") is None


def test_coordinators_read_why_and_what_is_missing(people):
    left(people, **WHY)
    found = seen(people, "coordinator")
    assert found.words == "The apprenticeship ends early: the last day of learning was 17 November 2026."
    assert found.reasons == [
        ("Reason", "Left employment"),
        ("In human terms", "Pay, No time to learn"),
        ("What would have kept them", "A raise"),
    ]
    assert found.missing == ""
    left(people, human_reasons=[], would_have_kept="", redundant=True, withdrawn_on=TODAY)
    found = seen(people, "coordinator")
    assert found.words.endswith("the last day of learning is 18 November 2026.")
    assert found.reasons[0] == ("Reason", "Left employment, made redundant")
    assert found.missing == "in human terms and what would have kept them"
    assert found.correct_url == f"/admin/apprentices/apprentice/{people.record.pk}/correct/"


@pytest.mark.parametrize("role", ["apprentice", "manager", "deputy"])
def test_others_read_that_it_ended_and_nothing_of_why(role, people):
    left(people, **WHY)
    found = seen(people, role)
    assert found.words == "The apprenticeship ends early: the last day of learning was 17 November 2026."
    assert (found.reasons, found.missing, found.correct_url) == ([], "", "")


def test_a_coordinator_who_leaves_themselves_reads_no_reasons_here(people):
    left(people, person=people.coordinator, **WHY)
    assert seen(people, "coordinator").reasons == []


@pytest.mark.parametrize("role, reads", [("coordinator", True), ("manager", False)])
def test_it_is_shown_in_words(role, reads, people):
    left(people, human_reasons=["pay"])
    shown = render_to_string("components/leaving.html", {"leaving": seen(people, role)})
    assert "17 November 2026" in shown
    assert ("Pay" in shown) is reads
    assert ("Still to be said: what would have kept them." in shown) is reads


def test_after_somebody_left_the_coordinator_is_led_to_where_they_went(people, client_of):
    client, path = (
        client_of(people.coordinator),
        f"/admin/apprentices/apprentice/{people.record.pk}/withdraw/",
    )
    fields = {"withdrawn_on": f"{TODAY:%d/%m/%Y}", "reason": "left"}
    shown = client.post(path, fields).context["shown"]
    page = client.post(path, {**fields, "_shown": shown}, follow=True).content.decode()
    assert f'<a href="/apprentices/{people.record.pk}/next-steps/destination/">record that too</a>' in page


def test_a_decision_of_elsewhere_changes_no_number(many, client_of):
    make.DecisionFactory(apprentice=many.other_record, decided_on=TODAY - 9 * DAY)
    assert Decision.objects.exists()
    assert "<li>Not given in writing in time: 0</li>" in text(client_of(many.coordinator))
