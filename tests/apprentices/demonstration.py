"""How people of the demonstration begin, whatever the day on which it is made."""

from datetime import timedelta

from apprentices.buddy_due import prompts_of
from apprentices.buddying import When, now_or_next
from apprentices.destinations import Asked, again_on
from apprentices.induction import State
from apprentices.induction_due import is_stuck, open_steps_of, progress_of
from apprentices.models import (
    Apprentice,
    BuddyTerm,
    Concern,
    CourseDone,
    Decision,
    Destination,
    Induction,
    InductionStep,
    MetLine,
    with_destinations,
)
from apprentices.next_steps_due import end_of, lacks_decision, standings
from apprentices.readiness import lacks_readiness
from cohorts.models import InductionTemplate
from hackit import dates
from hackit.access import Action
from hackit.models import User
from hackit.overview.agenda import agenda, for_agenda
from hackit.overview.training import own_courses
from tests.conftest import sign_in

DAY = timedelta(days=1)
ADDRESS = "{}@hackney.example.org"
SIGN_INS = (
    "coordinator",
    "manager",
    "deputy",
    "buddy",
    "apprentice",
    "lastmonths",
    "newstarter",
    "firstweek",
)


def check(today):
    """Everybody begins, and ends, in every way there is; made on the day `today`."""
    place = Apprentice.objects.filter(cohort__organisation__slug="hackney-demonstration")
    found = for_agenda(place.living(today), today).select_related("person")
    records = {record.person.email.partition("@")[0]: record for record in found}
    check_the_four(records, today)
    check_everybody(today)
    check_buddies(records, today)
    check_courses(today)
    check_private_words(today)
    check_endings(records, today)
    check_agendas(today)


def check_the_four(records, today):
    """Before day one, in week one, in month two with a stuck step, and finished."""
    before, week_one = records["newstarter"], records["firstweek"]
    month_two, finished = records["tam.makebelieve"], records["dev.fictional"]
    assert today < before.first_day_at_work_on <= today + 14 * DAY
    assert week_one.first_day_at_work_on <= today < week_one.first_day_at_work_on + 7 * DAY
    assert 27 <= (today - month_two.first_day_at_work_on).days <= 31
    assert [record.person.email for record in records.values() if is_stuck(record)] == [
        month_two.person.email
    ]
    assert InductionStep.objects.get(state=State.STUCK).stuck_because
    done, needed, late = progress_of(finished, today, told=False)
    assert (done, late) == (needed, 0)
    assert needed > 35
    for record in (before, week_one, month_two):
        done, needed, _ = progress_of(record, today, told=False)
        assert 5 < done < needed
    done, needed, late = progress_of(records["apprentice"], today, told=False)
    assert needed - 2 <= done < needed
    assert not late


def check_everybody(today):
    """Everybody living has an induction of a template; nothing was told of a day to come."""
    place = "hackney-demonstration"
    living = Apprentice.objects.living(today).filter(cohort__organisation__slug=place)
    assert not living.filter(induction=None).exists()
    assert InductionTemplate.objects.filter(organisation__slug=place).count() == 3
    assert Induction.objects.values("template").distinct().count() > 1
    assert not InductionStep.objects.filter(done_on__gt=today).exists()
    assert not InductionStep.history.filter(history_date__date__gt=today).exists()
    listed = InductionStep.objects.people_to_meet()
    assert set(listed.values_list("state", flat=True)) == {State.TO_DO, State.DONE}
    assert not listed.filter(job="").exists()
    assert MetLine.objects.count() > 0


def check_buddies(records, today):
    """One who goes on, one whose thanks are read now, one with a prompt for now and steps to do."""
    assert BuddyTerm.objects.exclude(kept_on=None).exists()
    home = sign_in(User.objects.get(email=ADDRESS.format("buddy"))).get("/").content.decode()
    assert "Suki’s manager thanks you:" in home
    prompts = prompts_of(records["firstweek"], today)
    assert now_or_next(prompts).when in (When.NOW, When.TO_COME)
    assert any(step.owner == "buddy" for step in open_steps_of(records["newstarter"]))
    ready = {name for name, record in records.items() if lacks_readiness(record, today)}
    assert ready == {"oz.imaginary", "pia.testcase", "quinn.prototype", "rae.sketch"}


def check_courses(today):
    """Most have done what they must; of some it is long ago, and some never did."""
    trained = set(CourseDone.objects.values_list("person__email", flat=True))
    living = Apprentice.objects.living(today).filter(first_day_at_work_on__lt=today - 30 * DAY)
    emails = set(
        living.filter(cohort__organisation__slug="hackney-demonstration").values_list(
            "person__email", flat=True
        )
    )
    assert emails - trained == {ADDRESS.format("cleo.madeup")}
    assert CourseDone.objects.filter(done_on__lt=dates.add_months(today, -12)).exists()
    assert not CourseDone.objects.filter(done_on__gt=today).exists()
    coordinator = User.objects.get(email=ADDRESS.format("coordinator"))
    assert {of.standing.state for of in own_courses(coordinator, today)} == {"done"}


def check_private_words(today):
    waiting, answered = Concern.objects.waiting().get(), Concern.objects.exclude(answered_at=None).get()
    assert waiting.acknowledged_at
    assert waiting.answer_by_on > today
    assert answered.closed_at > answered.answered_at > answered.acknowledged_at > answered.raised_at


def check_endings(records, today):
    """At six, three, two and one month before the end, one decided each way, and what became of others."""
    near = {"vik.sampleton": 6, "wes.inventado": 3, "lastmonths": 2, "zak.exemplar": 1}
    for login, months in near.items():
        days = abs((dates.add_months(end_of(records[login]), -months) - today).days)
        assert days <= 3, login
    held = {login: [one.state == "held" for one in standings(records[login], today)] for login in near}
    assert held == {
        "vik.sampleton": [False, False, False],
        "wes.inventado": [False, False, False],
        "lastmonths": [True, False, False],
        "zak.exemplar": [True, True, False],
    }
    assert lacks_decision(records["zak.exemplar"], today)
    decided = Decision.objects.exclude(given_on=None)
    assert {one.outcome for one in decided} == {
        "a role in the same team",
        "a role in another team",
        "no role here",
    }
    assert not any("[" in one.letter for one in decided)
    assert not Destination.objects.filter(known_on__gt=today).exists()
    assert set(Destination.objects.values_list("asked", flat=True)) == set(Asked)
    bram = with_destinations(Apprentice.objects.all()).get(person__email=ADDRESS.format("bram.figment"))
    assert bram.may_be_asked
    assert again_on(bram.ended_on) <= today


def check_agendas(today):
    for login in SIGN_INS:
        user = User.objects.get(email=ADDRESS.format(login))
        mine = list(for_agenda(Apprentice.objects.allowing(user, Action.VIEW, today), today))
        assert agenda(mine, today)
        assert sign_in(user).get("/").status_code == 200
        assert user.check_password("hackney-demonstration")
