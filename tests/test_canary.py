"""A canary: after erasure nothing of a person is left, in any table and column, and nothing else changed.

Every text about one person is filled with a text that stands nowhere else, generic over the list of
hackit.privacy, so that a new model or field is in this test by being classed.
"""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from apprentices.models import Apprentice, BuddyTerm, Concern, InductionStep, MetLine, PrivateNote
from cohorts.models import DataRequest
from hackit import actions, erasure, privacy
from hackit.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db

# The older one stands in history only. Short: the shortest text holds it.
CANARY, OLDER = "Zzkanr42", "Qqkanr17"
PASSWORD = "three random words"


def texts(model):
    """The fields of a model that hold words of or about a person, as the list says."""
    found = privacy.tells(model, *privacy.ERASED)
    return [field for field in found if isinstance(field, models.CharField | models.TextField)]


def fill(user, word):
    """Writes a word into every text about a person, with a history row of it."""
    for model, entry in privacy.the_list():
        if not entry.lookups:
            continue
        for record in privacy.about(model, user):
            for field in texts(model):
                if field.name in entry.needed and not getattr(record, field.name):
                    continue  # a reason goes with what it is the reason of
                address = f"{word}.{model._meta.model_name}@test.example.org".lower()
                texts_by_name = {"email": address, "full_name": f"{word} {word}son"}
                setattr(record, field.name, texts_by_name.get(field.name, word))
            record._change_reason = f"Because of {word}"
            record.save()


def words_of_others(people, user):
    """Words about somebody else in the same organisation, in which the person is named, old names too."""
    called = [user.full_name.upper(), user.preferred_name, user.email, OLDER]
    gap = make.BreakFactory(
        apprentice=people.record,
        first_day_away_on=people.today - timedelta(days=20),
        first_day_back_on=people.today - timedelta(days=15),
        reason=f"Stood in for {called[0]} ({called[1]}, {called[2]}), once {called[3]}",
    )
    gap.delete()  # its history stays
    people.here.organisation.hr_name, people.here.organisation.hr_email = user.full_name, user.email
    people.here.organisation.save()
    page = make.FirstDayFactory(apprentice=people.record, met_by=f"{called[0]} meets you")
    page.met_by = f"{called[0]} meets you, or {called[1]}"
    page.save()
    return make.BreakFactory(
        apprentice=people.record,
        first_day_away_on=people.today - timedelta(days=10),
        reason=f"Talked to {called[0]}, then left",
    )


@pytest.fixture
def erasable(people, client_of):
    """Somebody of the first organisation with every kind of record, an eventful past and ways in."""
    user = make.UserFactory(full_name=OLDER, preferred_name=f"{OLDER}y", email=f"{OLDER}@test.example.org")
    here = people.here
    leaving = {"withdrawn_on": people.today + timedelta(days=900), "withdrawal_reason": "left"}
    record = make.ApprenticeFactory(person=user, cohort=here.cohort, tutor=here.tutor, **leaving)
    first = record.starts_on
    for days in (60, 5):
        away, back = first + timedelta(days=days), first + timedelta(days=days + 9)
        gone = make.BreakFactory(apprentice=record, first_day_away_on=away, first_day_back_on=back)
    for factory in (make.DeputyTermFactory, make.FirstDayFactory, make.EarlierPlanFactory):
        factory(apprentice=record)
    for factory in (make.SentBackFactory, make.FailedAttemptFactory):
        factory(apprentice=record)
    make.AgreedActionFactory(review=make.ReviewFactory(apprentice=record))
    make.HandoverNoteFactory(term=make.ManagerTermFactory(apprentice=record))
    make.LearningEntryFactory(apprentice=record, returned=True)
    make.LearningTimeFactory(apprentice=record, agreed=True, state="declined")
    make.ProtectedAnswerFactory(apprentice=record)
    given = {"feedback_at": timezone.now(), "feedback_by": people.manager}
    project = make.ProjectFactory(apprentice=record, feedback=OLDER, portfolio_place=1, **given)
    plan = make.WorkPlanFactory(apprentice=record, reviewed=True)
    make.PlanItemFactory(plan=plan, project=project, state="dropped", because=OLDER)
    make.PortfolioFactory(apprentice=record)
    make.PortfolioLinkFactory(apprentice=record)
    make.InductionFactory(apprentice=record)
    for more in (
        {"state": "stuck", "stuck_on": people.today, "stuck_because": OLDER},
        {"state": "not needed", "not_needed_because": OLDER},
    ):
        step = make.InductionStepFactory(apprentice=record, kind="introduction", meets=OLDER, **more)
        MetLine.objects.create(step=step, words=OLDER)
    make.CourseDoneFactory(course__organisation=here.organisation, person=user)
    told = {"acknowledged_at": timezone.now(), "acknowledged_by": people.coordinator}
    told |= {"answered_at": timezone.now(), "answered_by": people.coordinator, "answer": OLDER}
    make.ConcernFactory(apprentice=record, words=OLDER, answer_by_on=people.today, **told)
    talk = make.ConversationFactory(apprentice=record, held=True)
    make.NextStepFactory(conversation=talk)
    make.PrivateNoteFactory(conversation=talk)
    for factory in (make.OptionFactory, make.StepTakenFactory, make.DecisionFactory, make.InterestFactory):
        factory(apprentice=record)
    make.PrivateNoteFactory(conversation=talk, writer=people.manager, words=OLDER)
    make.DestinationFactory(apprentice=record, where="job with another employer")
    make.StayingInTouchFactory(apprentice=record)
    make.CvFactory(apprentice=record)
    make.BuddyTermFactory(apprentice=record, until_on=record.starts_on, thanks=OLDER)
    manager = make.ManagerFactory(person=user, organisation=here.organisation)
    make.ManagerTermFactory(apprentice=make.ApprenticeFactory(cohort=here.cohort), manager=manager)
    make.DeputyTermFactory(apprentice=people.record, deputy=manager)
    buddy = make.BuddyFactory(person=user, organisation=here.organisation)
    BuddyTerm.objects.filter(apprentice=people.record).update(until_on=people.today - timedelta(days=50))
    make.BuddyTermFactory(apprentice=people.record, buddy=buddy, from_on=people.today)
    make.CoordinatorFactory(organisation=here.organisation, person=user)
    request = DataRequest(organisation=here.organisation, person=user, received_on=people.today)
    request.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    account = SocialAccount.objects.create(user=user, provider="oidc", uid=OLDER, extra_data={"n": OLDER})
    app = SocialApp.objects.create(provider="oidc", name="x", client_id="x")
    SocialToken.objects.create(app=app, account=account, token=OLDER)
    for word in (OLDER, CANARY):
        actions.invite(user, by=people.coordinator)
        fill(user, word)
        gone.refresh_from_db()
    gone.delete()
    user.refresh_from_db()
    user.set_password(PASSWORD)
    user.save()
    client = client_of(None)
    for password in ("wrong", PASSWORD):
        client.post(reverse("account_login"), {"login": user.email, "password": password})
    assert client.session["_auth_user_id"] == str(user.pk)
    unsent = client_of(people.manager)
    session = unsent.session
    session["unsent"] = {"person": str(user.pk), "path": "/", "data": f"a={CANARY}", "files": False}
    session.save()
    user.refresh_from_db()
    return user


def everywhere():
    """(table, column, text) of every value in the database, packages' tables too; sessions decoded."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, name, str(value)) for name, value in zip(names, row, strict=True))
    for session in Session.objects.all():
        yield "django_session", "decoded", json.dumps(session.get_decoded())


def found(*words):
    """Where one of the words stands, in whatever case."""
    return sorted(
        {
            (table, column)
            for table, column, text in everywhere()
            if any(word.lower() in text.lower() for word in words)
        }
    )


def counts():
    """How many records there are of each kind; invitations are deleted, sessions and keys too."""
    return {
        model._meta.label: model.objects.count()
        for model in privacy.our_models()
        if model._meta.label != "hackit.Invitation"
    }


def rows(queryset):
    """Every value of some records."""
    return list(queryset.order_by("pk").values())


def test_the_canary_is_in_every_kind_of_record_beforehand(people, erasable):
    """Otherwise the next test finds nothing because nothing was there."""
    kept = words_of_others(people, erasable)
    assert CANARY.upper() in kept.reason
    places = {table for table, _ in found(CANARY, OLDER)}
    for model, entry in privacy.the_list():
        if entry.lookups:
            assert privacy.about(model, erasable).exists(), f"no {model.__name__} about the person"
            if texts(model):
                assert model._meta.db_table in places
                if privacy.remembers(model):
                    assert model.history.model._meta.db_table in places
    assert {"account_emailaddress", "socialaccount_socialaccount", "socialaccount_socialtoken"} <= places
    assert {("django_session", "decoded")} <= set(found(CANARY))


def test_nothing_is_left_of_an_erased_person(people, erasable):
    kept = words_of_others(people, erasable)
    before, reads = counts(), people.here.cohort.apprentices.count()
    control = [User.objects.exclude(pk=erasable.pk), Apprentice.objects.exclude(person=erasable)]
    control += [User.history.exclude(id=erasable.pk), Apprentice.history.exclude(person=erasable)]
    untouched = [rows(queryset) for queryset in control]

    assert erasure.erase(erasable, by=people.coordinator)

    assert found(CANARY, OLDER) == []
    assert counts() == before
    assert people.here.cohort.apprentices.count() == reads
    assert [rows(queryset) for queryset in control] == untouched
    kept.refresh_from_db()
    assert kept.reason == f"Talked to Erased person {erasable.pk}, then left"
    people.here.organisation.refresh_from_db()
    assert people.here.organisation.hr_email == f"erased-{erasable.pk}@erased.invalid"
    erasable.refresh_from_db()
    assert (erasable.full_name, erasable.is_active) == (f"Erased person {erasable.pk}", False)
    assert not erasable.has_usable_password()
    assert (erasable.history.first().history_user, erasable.history.first().history_change_reason) == (
        people.coordinator,
        "Erased",
    )
    assert not erasure.erase(erasable, by=people.coordinator)  # twice does nothing
    assert erasable.history.filter(history_change_reason="Erased").count() == 1


def test_what_was_noted_in_private_goes_with_whom_it_is_about(people, erasable):
    notes = PrivateNote.objects.filter(conversation__apprentice__person=erasable)
    assert [note.words != "" for note in notes] == [True, True]
    other = make.PrivateNoteFactory(conversation__apprentice=people.record, words="Stays")
    erasure.erase(erasable, by=people.coordinator)
    assert [note.words for note in notes.all()] == ["", ""]
    assert PrivateNote.objects.get(pk=other.pk).words == "Stays"


def test_reasons_and_feedback_leave_that_there_were_some(people, erasable):
    """A plan without them would say that nobody gave a reason."""
    record = Apprentice.objects.get(person=erasable)
    blank = make.ProjectFactory(apprentice=record, purpose="")
    erasure.erase(erasable, by=None)
    item = record.work_plans.get().items.get()
    assert (item.state, item.because, item.detail) == ("dropped", privacy.BLOTTED, "")
    feedback = dict(record.projects.values_list("pk", "feedback"))
    assert feedback.pop(blank.pk) == ""
    assert set(feedback.values()) == {privacy.BLOTTED}


def test_what_was_said_of_an_induction_goes_and_its_figures_stay(people, erasable):
    record = Apprentice.objects.get(person=erasable)
    steps = InductionStep.objects.filter(apprentice=record).order_by("pk")
    figures = [field.name for field in privacy.tells(InductionStep, privacy.Tells.WORK)]
    before = list(steps.values(*figures))
    erasure.erase(erasable, by=None)
    assert list(steps.values(*figures)) == before
    stuck, not_needed = steps
    assert (stuck.stuck_because, stuck.not_needed_because) == (privacy.BLOTTED, "")
    assert (not_needed.stuck_because, not_needed.not_needed_because) == ("", privacy.BLOTTED)
    assert {(step.meets, step.job, step.place, step.guidance) for step in steps} == {("", "", "", "")}
    assert set(MetLine.objects.values_list("words", flat=True)) == {""}
    concern = Concern.objects.get()
    assert (concern.words, concern.answer) == (privacy.BLOTTED, privacy.BLOTTED)
    assert concern.answered_at
    record.refresh_from_db()
    assert record.quiet_place == ""
    assert set(record.buddy_terms.values_list("thanks", flat=True)) == {""}
    assert erasable.courses_done.count() == 1


@pytest.mark.parametrize("how", ["person", "record"])
def test_links_to_a_portfolio_open_nothing_any_more(how, people, erasable):
    record = Apprentice.objects.get(person=erasable)
    tokens = {make.PortfolioLinkFactory(apprentice=record).token for _ in range(2)}
    theirs = make.PortfolioLinkFactory(apprentice=people.record).token
    tokens |= set(record.portfolio_links.values_list("token", flat=True))
    if how == "person":
        erasure.erase(erasable, by=None)
    else:
        erasure.give_to_a_pseudonym(record, by=None)
    now = set(record.portfolio_links.values_list("token", flat=True))
    assert len(now) == len(tokens) == 3
    assert not now & tokens
    assert people.record.portfolio_links.get().token == theirs


def test_facts_of_work_stay(people, erasable):
    kept = [field.name for field in privacy.tells(Apprentice, privacy.Tells.WORK)]
    before = Apprentice.objects.filter(person=erasable).values(*kept).get()
    erasure.erase(erasable, by=None)
    assert Apprentice.objects.filter(person=erasable).values(*kept).get() == before


def test_a_record_is_given_to_a_pseudonym_and_its_person_stays(people, erasable):
    """Somebody with other ties keeps their name in those; nothing of them is left in what was due."""
    record = Apprentice.objects.get(person=erasable)
    record._history_user = erasable
    record.save()
    nobody = erasure.give_to_a_pseudonym(record, by=None)
    record.refresh_from_db()
    erasable.refresh_from_db()
    assert (record.person, record.uln) == (nobody, "")
    assert (nobody.full_name, nobody.is_active) == (f"Erased person {nobody.pk}", False)
    assert erasable.full_name == f"{CANARY} {CANARY}son"
    assert not record.history.exclude(person=nobody).exists()
    assert not record.history.filter(history_user=erasable).exists()
    left = {table for table, _ in found(CANARY, OLDER)}
    about_it = ("apprentice", "breakinlearning", "review", "agreedaction", "handovernote", "earlierplan")
    about_it += ("workplan", "planitem", "project", "portfolio", "portfoliolink")
    assert not {table for table in left if table.endswith((*about_it, "sentback"))}
    assert "hackit_user" in left


@pytest.mark.parametrize("which", ["earlier", "later"])
def test_a_pseudonym_leads_to_no_other_record_of_its_person(which, people):
    """Otherwise the link would say who it was."""
    ended = make.ApprenticeFactory(
        person=people.apprentice,
        cohort=people.here.cohort,
        starts_on=people.today - timedelta(days=900),
        withdrawn_on=people.today - timedelta(days=800),
        withdrawal_reason="left",
    )
    people.record.previous = ended
    people.record.save()
    erasure.give_to_a_pseudonym(ended if which == "earlier" else people.record, by=None)
    people.record.refresh_from_db()
    assert people.record.previous is None
    assert set(Apprentice.history.values_list("previous", flat=True)) == {None}


def test_what_was_agreed_twice_over_is_erased(people):
    """What differed in its words alone is the same without them."""
    review = make.ReviewFactory(apprentice=people.record)
    agreed = [make.AgreedActionFactory(review=review, what=f"{CANARY} {number}") for number in range(2)]
    people.record.withdrawn_on, people.record.withdrawal_reason = people.today, "left"
    people.record.human_reasons = ["health"]
    people.record.save()
    erasure.erase(people.apprentice, by=None)
    assert {type(one).objects.get(pk=one.pk).what for one in agreed} == {privacy.BLOTTED}
    assert Apprentice.history.filter(id=people.record.pk).exclude(human_reasons=[]).count() == 0
    assert Apprentice.objects.get(pk=people.record.pk).human_reasons == []


def test_the_same_name_elsewhere_stays(people, erasable):
    """Another organisation may write of somebody else with that name."""
    gap = make.BreakFactory(apprentice=people.other_record, reason=f"With {CANARY}")
    erasure.erase(erasable, by=None)
    gap.refresh_from_db()
    assert gap.reason == f"With {CANARY}"


@pytest.mark.parametrize(
    ("reason", "afterwards"),
    [
        ("Will will stay", "{new} will stay"),
        ("Goodwill, Willa", "Goodwill, Willa"),
        ("William Wright-Smith", "{new}-Smith"),
        ("to william  wright.", "to {new}."),
        ("w.wright@test.example.org, x.w.wright@test.example.org", "{address}, x.w.wright@test.example.org"),
    ],
)
def test_names_in_words_are_replaced_as_written(people, reason, afterwards):
    user = make.UserFactory(
        full_name="William Wright", preferred_name="Will", email="w.wright@test.example.org"
    )
    make.ManagerFactory(person=user, organisation=people.here.organisation)
    gap = make.BreakFactory(apprentice=people.record, reason=reason)
    erasure.erase(user, by=None)
    gap.refresh_from_db()
    new = {"new": f"Erased person {user.pk}", "address": f"erased-{user.pk}@erased.invalid"}
    assert gap.reason == afterwards.format(**new)


def test_a_name_that_colleagues_share_stays(people):
    user = make.UserFactory(full_name="Samira One", preferred_name="Sam")
    make.ManagerFactory(person=user, organisation=people.here.organisation)
    make.UserFactory(full_name="Sam Two")
    gap = make.BreakFactory(apprentice=people.record, reason="Helped Sam and Samira One")
    erasure.erase(user, by=None)
    gap.refresh_from_db()
    assert gap.reason == f"Helped Sam and Erased person {user.pk}"


def test_somebody_who_was_erased_cannot_come_back_in(people, erasable, client_of):
    address, now = erasable.email, timezone.now()
    erasure.erase(erasable, by=None)
    client = client_of(None)
    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert User.objects.filter(pk=erasable.pk).let_in().count() == 0
    assert erasable.created_at < now


def test_words_about_somebody_of_the_same_name_stay(people):
    """A name says who it was only while nobody else has it; a name of one word may be a word."""
    here = people.here.organisation
    for name in ("John Smith", "Will"):
        people.here.organisation.hr_name = "john smith"
        people.here.organisation.listener_name = "They will help"
        people.here.organisation.save()
        user = make.BuddyFactory(organisation=here, person=make.UserFactory(full_name=name)).person
        make.UserFactory(full_name="John Smith")
        erasure.erase(user, by=None)
        here.refresh_from_db()
        assert (here.hr_name, here.listener_name) == ("john smith", "They will help")
