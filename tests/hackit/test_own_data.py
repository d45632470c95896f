"""My data, the coordinator's copy for a request, the privacy notice and the record of processing."""

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apprentices.models import MetLine
from cohorts import actions as cohorts
from cohorts.models import DataRequest
from hackit import actions, dates, erasure, privacy
from hackit.models import Invitation, User
from hackit.overview.own_data import own_data
from hackit.overview.processing import processing
from tests import factories as make

pytestmark = pytest.mark.django_db


def kinds(data):
    """{kind: how many} of the records in somebody's data."""
    found = [piece.kind for piece in data.pieces]
    return {kind: found.count(kind) for kind in found}


def fields(data, kind):
    """{field: value} of the first record of a kind."""
    piece = next(piece for piece in data.pieces if piece.kind == kind)
    return {entry.name: entry.value for entry in piece.entries}


# --- Oneself --------------------------------------------------------------------------------------


def test_everything_about_an_apprentice_and_nothing_of_others(people):
    make.BreakFactory(apprentice=people.record, reason="Time away")
    make.BreakFactory(apprentice=people.other_record, reason="Elsewhere")
    actions.invite(people.apprentice, by=people.coordinator)
    gone = people.here.deputy_term
    gone.delete()
    data = own_data(people.apprentice)
    assert kinds(data) == {
        "Person": 1,
        "Invitation": 1,
        "Apprentice": 1,
        "Break in learning": 1,
        "Time as manager": 3,
        "Time as deputy (deleted)": 1,
        "Time as buddy": 1,
    }
    assert fields(data, "Apprentice")["starts_on"] == people.record.starts_on.isoformat()
    assert fields(data, "Break in learning")["reason"] == "Time away"
    assert fields(data, "Invitation")["email"] == people.apprentice.email
    words = json.dumps(data.as_json())
    assert "Elsewhere" not in words
    assert people.other_apprentice.full_name not in words


def test_a_colleague_s_data_name_the_apprentices_they_stood_beside(people):
    data = own_data(people.manager)
    assert kinds(data) == {"Person": 1, "Manager": 1, "Time as manager": 1}
    assert [piece.others for piece in data.pieces] == [[], [], ["Here Apprentice"]]


def test_keys_and_numbers_of_the_database_are_left_out(people):
    actions.invite(people.apprentice, by=people.coordinator)
    people.apprentice.set_password("three random words")
    people.apprentice.save()
    SocialAccount.objects.create(user=people.apprentice, provider="oidc", uid="secret-uid")
    data = own_data(people.apprentice)
    words = json.dumps(data.as_json())
    invitation = people.apprentice.invitations.get()
    for secret in (people.apprentice.password, invitation.digest, "secret-uid"):
        assert secret not in words
    assert "id" not in fields(data, "Apprentice")
    assert data.ways_in == ["Password", "Single sign-on: oidc"]


def test_the_history_says_when_who_and_what(people):
    record, old = people.record, people.record.planned_end_on
    record.planned_end_on = old + timedelta(days=30)
    record._history_user, record._change_reason = people.coordinator, "Moved"
    record.save()
    [piece] = [piece for piece in own_data(people.apprentice).pieces if piece.kind == "Apprentice"]
    added, changed = piece.history
    assert added.what == "Added"
    assert changed.who == "Here Coordinator"
    new = dates.words(record.planned_end_on)
    assert changed.what == f"Planned end: {dates.words(old)} became {new} (Moved)"


def test_changes_one_made_tell_nothing_of_others(people):
    people.record._history_user = people.manager
    people.record.save()
    [made] = own_data(people.manager).changes
    assert (made.kind, made.what) == ("Apprentice", "Changed")
    assert own_data(people.apprentice).changes == []


def test_the_page_and_the_file(people, client_of):
    client = client_of(people.apprentice)
    page = client.get("/account/data/").content.decode()
    assert dates.words(people.record.starts_on) in page
    assert "There " not in page
    answer = client.get("/account/data.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.json()["about"] == "Here Apprentice"
    assert client.get("/privacy/").content.decode().count("/account/data/") == 2  # also in the footer


@pytest.mark.parametrize(("address", "number"), [("/account/data/", 80), ("/account/data.json", 78)])
def test_the_page_takes_the_same_queries_whatever_there_is(address, number, people, client_of):
    client, counts = client_of(people.apprentice), []
    for more in (0, 2, 20):
        for turn in range(more):
            Invitation.objects.create(
                user=people.apprentice,
                email=people.apprentice.email,
                invited_by=people.coordinator,
                invited_at=timezone.now(),
                digest=f"{more} {turn}",
            )
            make.DeputyTermFactory(apprentice=people.record)
            day = people.today - timedelta(days=more + turn)
            review = make.ReviewFactory(apprentice=people.record, held_on=day)
            make.AgreedActionFactory(review=review).delete()
            make.AgreedActionFactory(review=review)
            make.EarlierPlanFactory(apprentice=people.record, until_on=day)
            make.DataRequestFactory(person=people.apprentice, organisation=people.here.organisation)
            make.LearningEntryFactory(apprentice=people.record, accepted=True)
            make.LearningTimeFactory(apprentice=people.record, agreed=True)
            month = dates.add_months(people.today.replace(day=1), -more - turn)
            make.ProtectedAnswerFactory(
                apprentice=people.record, month_on=month, talked_on=people.today, talked_by=people.coordinator
            )
            plan = make.WorkPlanFactory(apprentice=people.record, month_on=month, reviewed=True)
            project = make.ProjectFactory(apprentice=people.record)
            make.PlanItemFactory(plan=plan, project=project)
            make.PortfolioLinkFactory(apprentice=people.record)
            step = make.InductionStepFactory(apprentice=people.record, kind="introduction")
            MetLine.objects.create(step=step, words="Red scarf")
            make.CourseDoneFactory(person=people.apprentice)
            make.ConcernFactory(apprentice=people.record)
            people.record._history_user = people.apprentice
            people.record.save()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts == [number] * 3


def test_learning_is_in_words_on_the_page_and_in_numbers_in_the_file(people):
    entry = make.LearningEntryFactory(apprentice=people.record, what="Joins in SQL")
    entry.minutes = 120
    entry.save()
    make.LearningTimeFactory(apprentice=people.record)
    make.ProtectedAnswerFactory(apprentice=people.record, answer="no", got_in_the_way="A release")
    data = own_data(people.apprentice)
    [piece] = [piece for piece in data.pieces if piece.kind == "Entry of learning"]
    assert {entry.label: entry.words for entry in piece.entries}["Time"] == "2 hours"
    assert piece.history[-1].what == "Time: 1 hour 30 minutes became 2 hours"
    said = fields(data, "Entry of learning")
    assert (said["minutes"], said["what"]) == (120, "Joins in SQL")
    assert fields(data, "Agreed learning time")["pattern"] == "every Friday"
    assert fields(data, "Answer about protected time")["got_in_the_way"] == "A release"


@pytest.mark.parametrize(("number", "shown"), [(19, 19), (20, 20), (60, 20)])
def test_of_a_long_log_the_page_shows_the_newest_and_the_file_all(number, shown, people, client_of):
    for turn in range(number):
        entry = make.LearningEntryFactory.build(apprentice=people.record, what=f"Lesson <{turn}>")
        entry._history_user = people.apprentice
        entry.save()
    gone = make.LearningEntryFactory(apprentice=people.record, what="Taken out")
    gone.delete()
    client = client_of(people.apprentice)
    page = client.get("/account/data/").content.decode()
    assert page.count(">Entry of learning<") == shown
    assert (f"Lesson &lt;{number - 1}&gt;" in page, "Lesson &lt;0&gt;" in page) == (True, number < 21)
    assert ("Taken out" in page) == (number == 19)
    said = "Entries of learning: the newest 20 are shown here. The file has all of them."
    assert (said in page) == (number > 19)  # with the one that was deleted
    records = client.get("/account/data.json").json()["records"]
    assert len([one for one in records if one["kind"].startswith("Entry of learning")]) == number + 1


def test_of_many_changes_the_page_shows_the_newest(people, client_of):
    for _ in range(101):
        entry = make.LearningEntryFactory.build(apprentice=people.record)
        entry._history_user = people.manager
        entry.save()
    client = client_of(people.manager)
    page = client.get("/account/data/").content.decode()
    assert page.count(": Entry of learning, added</li>") == 100
    assert "Changes that you made: the newest 100 are shown here. The file has all of them." in page
    assert len(client.get("/account/data.json").json()["changes_you_made"]) == 101


def test_an_induction_without_what_is_closed_and_with_what_is_only_theirs(people, client_of):
    """A coordinator's copy is the other way round: closed steps, and nothing said in confidence."""
    record = people.record
    make.InductionFactory(apprentice=record)
    for sight in ("open", "talk", "closed"):
        step = make.InductionStepFactory(apprentice=record, title=f"SEEN {sight}", sight=sight)
        step.state, step.not_needed_because = "not needed", f"BECAUSE {sight}"
        step.save()
    met = make.InductionStepFactory(apprentice=record, title="Meet Ann", meets="Ann", kind="introduction")
    MetLine.objects.create(step=met, words="RED SCARF")
    make.ConcernFactory(apprentice=record, words="PRIVATE WORD")
    make.CourseDoneFactory(person=people.apprentice, course__name="DATA AWARENESS")
    theirs, client = ("RED SCARF", "PRIVATE WORD"), client_of(people.apprentice)
    for path in ("/account/data/", "/account/data.json"):
        words = client.get(path).content.decode()
        for said in (*theirs, "SEEN open", "BECAUSE talk", "Ann", "DATA AWARENESS"):
            assert said in words, (path, said)
        assert "closed" not in words.lower().replace("closed at", "").replace("closed_at", "").replace(
            "closed by", ""
        ).replace("closed_by", ""), path
    request, client = a_request(people), client_of(people.coordinator)
    for ending in ("/", ".json", ".html"):
        words = client.get(f"/admin/cohorts/datarequest/{request.pk}/copy{ending}").content.decode()
        assert "SEEN closed" in words
        for said in theirs:
            assert said not in words, (ending, said)
    page = client.get(f"/admin/cohorts/datarequest/{request.pk}/copy/").content.decode()
    assert "Private words with a coordinator" in page
    for other in (people.manager, people.deputy, people.buddy):
        words = client_of(other).get("/account/data.json").content.decode()
        assert not any(said in words for said in (*theirs, "SEEN", "Ann"))


def test_whoever_answered_and_was_erased_is_a_pseudonym(people):
    entry = make.LearningEntryFactory(apprentice=people.record, accepted=True, answered_by=people.buddy)
    make.LearningTimeFactory(apprentice=people.record, proposed_by=people.buddy)
    erasure.erase(people.buddy, by=None)
    data = own_data(people.apprentice)
    nobody = f"Erased person {people.buddy.pk}"
    assert fields(data, "Entry of learning")["answered_by"] == nobody
    assert fields(data, "Agreed learning time")["proposed_by"] == nobody
    entry.refresh_from_db()
    assert (entry.minutes, entry.what) == (90, entry.what)


# --- Requests -------------------------------------------------------------------------------------


def a_request(people, **more):
    return make.DataRequestFactory(
        person=people.apprentice, organisation=people.here.organisation, received_on=people.today, **more
    )


def test_a_request_is_added_with_the_day_by_which_it_is_due(people, client_of):
    client = client_of(people.coordinator)
    path = "/admin/cohorts/datarequest/add/"
    page = client.get(path).content.decode()
    assert "Here Apprentice" in page
    assert "There Apprentice" not in page
    data = {"organisation": people.here.organisation.pk, "person": people.apprentice.pk}
    received_on = people.today - timedelta(days=2)
    assert client.post(path, data | {"received_on": received_on}).status_code == 302
    [request] = DataRequest.objects.all()
    assert request.due_on >= dates.add_months(received_on, 1)
    assert request.history.get().history_user == people.coordinator


@pytest.mark.parametrize("wrong", ["elsewhere", "tomorrow"])
def test_a_wrong_request_is_refused(wrong, people, client_of):
    data = {"organisation": people.here.organisation.pk, "person": people.apprentice.pk}
    data["received_on"] = people.today + timedelta(days=wrong == "tomorrow")
    if wrong == "elsewhere":
        data["person"] = people.other_apprentice.pk
    answer = client_of(people.coordinator).post("/admin/cohorts/datarequest/add/", data)
    assert answer.status_code == 200
    assert not DataRequest.objects.exists()


def test_a_coordinator_of_two_cannot_mix_person_and_organisation(people):
    request = DataRequest(
        organisation=people.there.organisation, person=people.apprentice, received_on=people.today
    )
    with pytest.raises(ValidationError, match="Choose somebody of this organisation"):
        request.clean()


def test_the_copy_marks_what_concerns_others_and_leaves_out_what_is_ticked(people, client_of):
    request, client = a_request(people), client_of(people.coordinator)
    path = f"/admin/cohorts/datarequest/{request.pk}/copy"
    page = client.get(f"{path}/").content.decode()
    manager = people.manager.full_name
    assert f"Leave out: Time as manager, {manager}" in page
    key = f"apprentices.managerterm:{people.here.term.pk}"
    own = f"apprentices.apprentice:{people.record.pk}"
    client.post(f"{path}/", {"leave_out": [key, "hackit.user:1", "nonsense"]})
    request.refresh_from_db()
    assert request.left_out == [key]
    assert request.history.first().history_user == people.coordinator
    for ending, kind in (("json", "application/json"), ("html", "text/html; charset=utf-8")):
        answer = client.get(f"{path}.{ending}")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"] == f'attachment; filename="my-data.{ending}"'
        assert answer["Cache-Control"] == "no-store, private"
        assert manager not in answer.content.decode()
        assert people.deputy.full_name in answer.content.decode()
    assert "1 record that concerns somebody else too was left out" in answer.content.decode()
    assert own not in request.left_out


def test_the_answer_is_recorded_with_its_day(people, client_of):
    request, client = a_request(people), client_of(people.coordinator)
    path = f"/admin/cohorts/datarequest/{request.pk}/copy/"
    for wrong, words in ((people.today - timedelta(days=1), "after this day"), ("nonsense", "Write the day")):
        page = client.post(path, {"answer": "1", "answered_on": wrong}).content.decode()
        assert words in page
    client.post(path, {"answer": "1", "answered_on": people.today})
    request.refresh_from_db()
    assert request.answered_on == people.today
    with pytest.raises(ValidationError, match="not come yet"):
        cohorts.answer(request, on=people.today + timedelta(days=1), by=people.coordinator)


def test_open_requests_are_on_the_agenda_and_on_the_start_page(people, client_of):
    request, client = a_request(people), client_of(people.coordinator)
    title = "Answer Here Apprentice’s request for their data"
    assert title in client.get("/").content.decode()
    assert title not in client_of(people.manager).get("/").content.decode()
    assert title not in client_of(people.other_coordinator).get("/").content.decode()
    words = f"Request for data to answer by {dates.words(request.due_on)}"
    assert words in client.get("/admin/").content.decode()
    with time_machine.travel(request.due_on + timedelta(days=2), tick=False):
        page = client_of(people.coordinator).get("/").content.decode()
        assert "2 days late" in page
        assert f"{words}, late" in client_of(people.coordinator).get("/admin/").content.decode()
    cohorts.answer(request, on=people.today, by=people.coordinator)
    assert title not in client.get("/").content.decode()
    assert words not in client.get("/admin/").content.decode()


def test_each_organisation_copies_only_what_it_holds(people, client_of):
    """Somebody coordinates both: a copy holds that organisation's records, and the row of the account."""
    both = people.coordinator
    make.CoordinatorFactory(organisation=people.there.organisation, person=both)
    actions.invite(both, by=people.other_coordinator)
    people.there.team._history_user = both
    people.there.team.save()
    both._history_user = people.other_coordinator
    both.save()
    for place, others in ((people.here, "There"), (people.there, "Here")):
        data = own_data(both, place.organisation)
        assert kinds(data) == {"Person": 1, "Coordinator": 1}
        assert fields(data, "Coordinator")["organisation"] == place.organisation.name
        assert f"{others} Council" not in json.dumps(data.as_json())
        assert [made.kind for made in data.changes] == (["Team"] if place is people.there else [])
        assert "There Coordinator" not in json.dumps(data.as_json())
    request = make.DataRequestFactory(
        person=both, organisation=people.there.organisation, received_on=people.today
    )
    page = client_of(people.other_coordinator).get(f"/admin/cohorts/datarequest/{request.pk}/copy/")
    assert "Here Council" not in page.content.decode()
    assert kinds(own_data(both))["Coordinator"] == 2


# --- What is generated from the list ---------------------------------------------------------------


def test_the_notice_names_every_kind_of_record_about_people(client_of):
    page = client_of(None).get("/privacy/").content.decode()
    for model, entry in privacy.the_list():
        name = privacy.kind(model, plural=True)
        assert (f">{name}<" in page) == bool(entry.whom), name
    assert "6 years after the end of the apprenticeship" in page
    assert "What is recorded about you" not in page


def test_the_notice_says_the_months_of_one_s_own_organisation(people, client_of):
    people.here.organisation.keep_records_months = 30
    people.here.organisation.save()
    assert "30 months after the end of the apprenticeship" in (
        client_of(people.apprentice).get("/privacy/").content.decode()
    )
    assert "30 months" not in client_of(people.other_apprentice).get("/privacy/").content.decode()


def test_the_record_of_processing(people, client_of):
    rows = {row.kind: row for row in processing(people.here.organisation)}
    apprentices = rows["Apprentices"]
    assert apprentices.whom == "apprentices"
    assert "ULN" in apprentices.data
    assert apprentices.sensitivity == "may tell of health, age or circumstances"
    assert "keys to sign in with" in rows["People"].data
    assert "password" not in rows["People"].data
    assert "Standards" not in rows
    page = client_of(people.coordinator).get("/admin/record-of-processing/").content.decode()
    assert "Here Council" in page
    assert "There Council" not in page


@pytest.mark.parametrize(("months", "words"), [(12, "1 year"), (72, "6 years"), (13, "13 months")])
def test_months_in_words(months, words):
    assert privacy.in_words(months) == words


def test_erased_people_are_chosen_for_nothing(people, client_of):
    User.objects.filter(pk=people.apprentice.pk).update(erased_on=people.today)
    page = client_of(people.coordinator).get("/admin/cohorts/datarequest/add/").content.decode()
    assert "Here Apprentice" not in page


# --- What is not for everybody --------------------------------------------------------------------


def test_a_draft_is_not_in_what_one_reads_of_oneself(people, client_of):
    page = make.FirstDayFactory(apprentice=people.record, place="SECRET DRAFT")
    for path in ("/account/data/", "/account/data.json"):
        assert "SECRET DRAFT" not in client_of(people.apprentice).get(path).content.decode()
    page.place, page.shown_on = "1 Sample Street", people.today
    page.save()
    words = client_of(people.apprentice).get("/account/data/").content.decode()
    assert "1 Sample Street" in words
    assert "SECRET DRAFT" not in words
    copy = own_data(people.apprentice, people.here.organisation)
    [piece] = [piece for piece in copy.pieces if piece.kind == "First-day page"]
    assert piece.others == ["whoever is named in its words"]


def test_a_handover_note_is_given_by_the_coordinator_alone(people, client_of):
    """It is about the apprentice, and not for them to read here."""
    note = make.HandoverNoteFactory(term=people.here.term, going_on="SECRET NOTE")
    note.going_on = "SECRET CHANGE"
    note.save()
    for path in ("/account/data/", "/account/data.json"):
        words = client_of(people.apprentice).get(path).content.decode()
        assert "SECRET" not in words
    copy = own_data(people.apprentice, people.here.organisation)
    [piece] = [piece for piece in copy.pieces if piece.kind == "Handover note"]
    assert piece.others == [people.manager.full_name, "whoever is named in its words"]
    assert "SECRET" not in json.dumps(copy.without([piece.key]).as_json())
    assert not any("SECRET" in str(piece) for piece in own_data(people.manager).pieces)


def test_the_life_of_an_apprenticeship_is_in_what_one_reads_of_oneself(people):
    record = people.record
    make.EarlierPlanFactory(apprentice=record, why="Fewer hours")
    make.SentBackFactory(apprentice=record, why="Lacked a project")
    make.FailedAttemptFactory(apprentice=record)
    make.AgreedActionFactory(review=make.ReviewFactory(apprentice=record, summary="All well"))
    record.withdrawn_on, record.withdrawal_reason = people.today, "left"
    for record.human_reasons in (["health"], ["health", "pay"]):
        record.save()
    data = own_data(people.apprentice)
    assert fields(data, "Earlier plan")["why"] == "Fewer hours"
    assert fields(data, "Gateway sent back")["why"] == "Lacked a project"
    assert fields(data, "Review of three")["summary"] == "All well"
    assert fields(data, "Agreed action")["what"] == "Book the exam"
    assert "Failed attempt" in kinds(data)
    assert fields(data, "Apprentice")["human_reasons"] == "Health or caring, Pay"
    [piece] = [piece for piece in data.pieces if piece.kind == "Apprentice"]
    changed = piece.history[-1].what
    assert changed == "In human terms: Health or caring became Health or caring, Pay"


def test_those_who_were_named_once_are_marked_too(people):
    old = people.record.tutor.name
    people.record.tutor = None
    people.record.save()
    copy = own_data(people.apprentice, people.here.organisation)
    [piece] = [piece for piece in copy.pieces if piece.kind == "Apprentice"]
    assert (old in str(piece.history)) == (old in piece.others)


def test_what_was_left_out_stays_as_it_was_answered(people, client_of):
    request = a_request(people, answered_on=people.today)
    with pytest.raises(ValidationError, match="has been answered"):
        cohorts.leave_out(request, keys={"a:1"}, by=people.coordinator)
    path = f"/admin/cohorts/datarequest/{request.pk}/copy/"
    answer = client_of(people.coordinator).post(path, {"leave_out": ["a:1"]}, follow=True)
    assert "stays as it is" in answer.content.decode()


def test_a_request_of_somebody_who_has_left_can_still_be_changed(people, client_of):
    buddy = make.BuddyFactory(organisation=people.here.organisation)
    request = make.DataRequestFactory(
        person=buddy.person, organisation=people.here.organisation, received_on=people.today
    )
    buddy.delete()
    path = f"/admin/cohorts/datarequest/{request.pk}/change/"
    fields = {"received_on": f"{people.today:%d/%m/%Y}", "note": "By letter"}
    assert client_of(people.coordinator).post(path, fields).status_code == 302
    request.refresh_from_db()
    assert request.note == "By letter"
