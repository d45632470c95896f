"""The induction of one apprentice as each reader sees it: what they see, tick, add and change."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apprentices.actions.induction import WAS_PAST
from apprentices.induction import State
from apprentices.models import Apprentice, Induction, InductionStep
from cohorts.induction import Fact, Kind, Owner, Sight
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
CLOSED, TALK = "Do the risk assessment in private", "Ask about needs"


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def steps(people):
    """One step of each owner, two that are confidential, one to meet, one that is done by a fact."""
    record = people.record
    make.InductionFactory(apprentice=record)

    def step(title, day, owner, **more):
        due_on = record.first_day_at_work_on + day * DAY
        return make.InductionStepFactory(
            apprentice=record, title=title, day=day, due_on=due_on, owner=owner, **more
        )

    return {
        one.owner if one.owner not in {Owner.MANAGER} or one.title == "Lunch" else one.title: one
        for one in (
            step("Lunch", 0, Owner.MANAGER, guidance="Go somewhere nice"),
            step("Show round", 0, Owner.BUDDY, kind=Kind.INTRODUCTION),
            step("Log in", 0, Owner.APPRENTICE),
            step("Sign the plan", 200, Owner.COORDINATOR),
            step("Assess", 10, Owner.PROVIDER),
            step(CLOSED, -14, Owner.MANAGER, sight=Sight.CLOSED),
            step(TALK, -14, Owner.MANAGER, sight=Sight.TALK),
            step("Save the tutor", -14, Owner.MANAGER, fact=Fact.TUTOR),
            step("List people", -10, Owner.MANAGER, fact=Fact.PEOPLE),
        )
    }


def path(people, *more):
    return "/".join(["/apprentices", str(people.record.pk), "induction", *map(str, more), ""])


def page(people, client_of, role):
    return client_of(getattr(people, role)).get(path(people)).context["page"]


def titles(page):
    return {step.title for section in page.sections for step in section.steps}


ALL = {
    "Lunch", "Show round", "Log in", "Sign the plan", "Assess", CLOSED, TALK, "Save the tutor", "List people"
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "seen", "ticks"),
    [
        ("coordinator", ALL, ALL - {"Save the tutor", "List people"}),
        ("manager", ALL, ALL - {"Save the tutor", "List people"}),
        ("deputy", ALL, ALL - {"Save the tutor", "List people"}),
        ("apprentice", ALL - {CLOSED}, {"Log in", "Show round"}),
        ("buddy", {"Show round"}, {"Show round"}),
    ],
)
def test_what_each_sees_and_ticks(role, seen, ticks, people, steps, client_of):
    found = page(people, client_of, role)
    assert titles(found) == seen
    assert {step.title for one in found.sections for step in one.steps if step.ticks} == ticks
    text = client_of(getattr(people, role)).get(path(people)).content.decode()
    assert (CLOSED in text) == (CLOSED in seen)


@pytest.mark.parametrize("role", ["apprentice", "buddy"])
def test_nobody_finds_a_step_that_is_kept_from_them(role, people, steps, client_of):
    client = client_of(getattr(people, role))
    hidden = path(people, "steps", steps[CLOSED].pk)
    assert client.get(hidden).status_code == client.get(path(people, "steps", 9999999)).status_code == 404
    assert client.post(hidden, {"state": "done", "was": "to do"}).status_code == 404
    client.post(path(people), {"step": [steps[CLOSED].pk, steps[Owner.COORDINATOR].pk]})
    assert not InductionStep.objects.filter(state=State.DONE).exists()


def test_progress_is_told_in_words_by_section(people, steps, client_of):
    found = page(people, client_of, "manager")
    assert (found.done, found.late) == ("1 of 9 done", "7 steps are late")
    assert [(one.name, one.done) for one in found.sections] == [
        ("Before day one", "1 of 4 done"),
        ("First day", "0 of 3 done"),
        ("First month", "0 of 1 done"),
        ("First year", "0 of 1 done"),
    ]
    mine = page(people, client_of, "apprentice")
    assert (mine.done, mine.late) == ("1 of 8 done", "2 of yours are late")
    assert (mine.others_late, found.others_late) == ("4 steps of others are late", "")
    urgent = {step.title for one in mine.sections for step in one.steps if step.urgent}
    assert urgent == {"Show round", "Log in"}
    assert "4 steps of others are late." in client_of(people.apprentice).get(path(people)).content.decode()


def test_a_section_of_which_nothing_is_needed_is_left_out(people, steps, client_of):
    made = InductionStep.objects.filter(title="Assess")
    made.update(state=State.NOT_NEEDED, not_needed_because="It is done elsewhere")
    names = {role: {one.name: one.done for one in page(people, client_of, role).sections} for role in
             ("apprentice", "manager")}  # fmt: skip
    assert "First month" not in names["apprentice"]
    assert names["manager"]["First month"] == "Not needed"


def test_an_induction_given_late_says_so_once(people, steps, client_of):
    assert page(people, client_of, "apprentice").given_late == ""
    passed = InductionStep.objects.filter(title__in=["Assess", "Lunch"])
    passed.update(state=State.NOT_NEEDED, not_needed_because=WAS_PAST)
    Induction.objects.update(given_on=date(2026, 3, 5))
    text = client_of(people.apprentice).get(path(people)).content.decode()
    said = "The induction was given on 5 March 2026: steps whose day had passed then are not needed."
    assert text.count(said) == 1


def test_the_ways_beside_an_induction_open(people, steps, client_of):
    def ways(role):
        client = client_of(getattr(people, role))
        found = page(people, client_of, role).ways
        assert {client.get(url).status_code for _, url in found} == {200}
        return [words for words, _ in found]

    assert ways("manager") == ["People to meet", "What a buddy is for"]
    Apprentice.objects.filter(pk=people.record.pk).update(withdrawn_on=TODAY - DAY, withdrawal_reason="left")
    assert ways("manager") == ways("apprentice") == ["People to meet"]


def test_what_is_not_needed_does_not_count(people, steps, client_of):
    InductionStep.objects.filter(title="Lunch").update(state=State.NOT_NEEDED, not_needed_because="They fast")
    found = page(people, client_of, "manager")
    assert found.done == "1 of 8 done"
    assert "Not needed: They fast" in {step.state for one in found.sections for step in one.steps}


def whose(page):
    return {step.title: step.who for section in page.sections for step in section.steps}


def test_whose_a_step_is_in_the_words_of_the_reader(people, steps, client_of):
    mine, managers = (whose(page(people, client_of, role)) for role in ("apprentice", "manager"))
    assert [mine[title] for title in ("Lunch", "Show round", "Log in", "Sign the plan", "Assess")] == [
        "Your manager", "You, or your buddy", "You", "The coordinator", "Your manager, for the provider"
    ]  # fmt: skip
    assert managers["Assess"] == "You, for the provider"
    assert managers["Log in"] == people.apprentice.called
    people.record.buddy_terms.all().delete()
    called = people.apprentice.called
    assert (
        whose(page(people, client_of, "manager"))["Show round"] == f"You, or {called}, as there is no buddy"
    )
    coordinators = whose(page(people, client_of, "coordinator"))
    assert coordinators["Show round"] == f"The manager, or {called}, as there is no buddy"


def test_the_next_steps_are_the_readers_own(people, steps, client_of):
    assert [step.title for step in page(people, client_of, "apprentice").next] == ["Show round", "Log in"]
    assert [step.title for step in page(people, client_of, "coordinator").next] == ["Sign the plan"]


def test_an_apprentice_finds_open_what_they_have_to_do(people, steps, client_of):
    folded = {one.name: one.folded for one in page(people, client_of, "apprentice").sections}
    assert folded == {
        "Before day one": True, "First day": False, "First month": True, "First year": True
    }  # fmt: skip
    assert not page(people, client_of, "manager").sections[0].folded


def test_how_it_is_done_is_said_to_whoever_does_it(people, steps, client_of):
    seen = {role: client_of(getattr(people, role)).get(path(people)).content.decode() for role in
            ("apprentice", "manager")}  # fmt: skip
    assert "Go somewhere nice" in seen["manager"]
    assert "Go somewhere nice" not in seen["apprentice"]


def test_without_an_induction_it_says_who_gives_one(people, client_of):
    texts = {
        role: client_of(getattr(people, role)).get(path(people)).content.decode()
        for role in ("apprentice", "manager", "coordinator")
    }
    assert "The coordinator gives you one" in texts["apprentice"]
    assert "The coordinator gives one" in texts["manager"]
    assert f"/admin/apprentices/apprentice/{people.record.pk}/induction/" in texts["coordinator"]


# --- Ticking ---


def state(step):
    return InductionStep.objects.get(pk=step.pk).state


def test_several_are_ticked_at_once_and_undone(people, steps, client_of):
    client, keys = client_of(people.manager), [steps[Owner.MANAGER].pk, steps[Owner.PROVIDER].pk]
    response = client.post(path(people), {"step": keys}, follow=True)
    assert "Done: 2 steps." in response.content.decode()
    assert {state(steps[one]) for one in (Owner.MANAGER, Owner.PROVIDER)} == {State.DONE}
    assert sorted(map(int, response.context["ticked"])) == sorted(keys)
    again = client.post(path(people), {"step": keys}, follow=True)
    assert "That was done already." in again.content.decode()
    response = client.post(path(people), {"step": keys, "undo": "1"}, follow=True)
    assert "To do again: 2 steps." in response.content.decode()
    assert state(steps[Owner.MANAGER]) == State.TO_DO


def test_nobody_undoes_here_what_somebody_else_ticked(people, steps, client_of):
    client_of(people.apprentice).post(path(people), {"step": steps[Owner.APPRENTICE].pk})
    client_of(people.manager).post(path(people), {"step": steps[Owner.APPRENTICE].pk, "undo": "1"})
    assert state(steps[Owner.APPRENTICE]) == State.DONE


def test_what_a_fact_does_is_not_ticked(people, steps, client_of):
    data = {"step": [steps["List people"].pk, steps[Owner.MANAGER].pk]}
    response = client_of(people.manager).post(path(people), data, follow=True)
    assert "List people: This is done by itself once" in response.content.decode()
    assert state(steps[Owner.MANAGER]) == State.TO_DO  # all or nothing


@pytest.mark.parametrize("sent", ["", "x", "²", "9" * 40, "99999999"])
def test_nonsense_ticks_nothing(sent, people, steps, client_of):
    response = client_of(people.manager).post(path(people), {"step": sent}, follow=True)
    assert "Nothing was ticked." in response.content.decode()
    assert client_of(people.manager).get(f"{path(people)}?ticked={sent}").status_code == 200


def test_steps_of_others_are_not_ticked(people, steps, client_of):
    theirs = make.InductionStepFactory(apprentice=people.other_record)
    client_of(people.coordinator).post(path(people), {"step": theirs.pk})
    client_of(people.coordinator).post("/induction/", {"step": theirs.pk})
    assert state(theirs) == State.TO_DO


# --- One step ---


def tell(client, people, step, **data):
    return client.post(path(people, "steps", step.pk), {"was": "to do"} | data, follow=True)


def test_stuck_says_what_is_in_the_way(people, steps, client_of):
    client, step = client_of(people.apprentice), steps[Owner.APPRENTICE]
    refused = tell(client, people, step, state="stuck").content.decode()
    assert "Say what is in the way." in refused
    assert "<title>Error: Log in" in refused
    tell(client, people, step, state="stuck", stuck_because="No pass yet")
    assert state(step) == State.STUCK
    shown = client_of(people.deputy).get(path(people)).content.decode()
    assert "Stuck: No pass yet" in shown


def test_how_far_it_is_is_asked_in_the_words_of_whoever_does_it(people, steps, client_of):
    def asked(role):
        step = path(people, "steps", steps[Owner.APPRENTICE].pk)
        form = client_of(getattr(people, role)).get(step).context["form"]
        return [words for _, words in form.fields["state"].choices][:4], form.fields["stuck_because"].label

    assert asked("apprentice") == (
        ["I have not begun", "I am doing it", "I am stuck", "Done"], "What is in your way, if you are stuck"
    )  # fmt: skip
    assert asked("manager") == (
        ["To do: nobody has begun", "Somebody is working on it", "Stuck", "Done"],
        "What is in the way, if it is stuck",
    )


def test_only_who_leads_says_that_a_step_is_not_needed(people, steps, client_of):
    step = steps[Owner.APPRENTICE]
    told = {"state": "not needed", "not_needed_because": "They know"}
    tell(client_of(people.apprentice), people, step, **told)
    assert state(step) == State.TO_DO
    tell(client_of(people.manager), people, step, **told)
    assert state(step) == State.NOT_NEEDED
    assert client_of(people.apprentice).get(path(people, "steps", step.pk)).context["form"] is None
    tell(client_of(people.apprentice), people, step, state="to do", was="not needed")
    assert state(step) == State.NOT_NEEDED


def test_what_happened_meanwhile_is_told(people, steps, client_of):
    step = steps[Owner.APPRENTICE]
    tell(client_of(people.manager), people, step, state="done")
    response = tell(client_of(people.apprentice), people, step, state="doing")
    assert "Meanwhile somebody told that this is done." in response.content.decode()
    assert state(step) == State.DONE


def test_who_only_sees_a_step_cannot_tell_of_it(people, steps, client_of):
    client, step = client_of(people.apprentice), steps[Owner.MANAGER]
    assert client.get(path(people, "steps", step.pk)).context["form"] is None
    assert tell(client, people, step, state="done").status_code == 404
    assert state(step) == State.TO_DO


def test_a_step_says_what_happened_but_no_old_reason(people, steps, client_of):
    client, step = client_of(people.manager), steps[Owner.APPRENTICE]
    tell(client, people, step, state="stuck", stuck_because="Something in confidence")
    tell(client, people, step, state="done", was="stuck")
    text = client_of(people.apprentice).get(path(people, "steps", step.pk)).content.decode()
    assert f"{people.manager.full_name} said that it is stuck on 18 November 2026." in text
    assert f"{people.manager.full_name} noted it as done on 18 November 2026." in text
    assert "Something in confidence" not in text


# --- Steps that somebody adds ---

ADDED = {
    "title": "Visit the depot", "due_on": "2/12/2026", "owner": "manager", "kind": "task", "sight": "open"
}  # fmt: skip


def test_a_step_is_added_changed_and_deleted(people, steps, client_of):
    client = client_of(people.deputy)
    client.post(path(people, "steps", "add"), ADDED)
    client.post(path(people, "steps", "add"), ADDED)
    step = InductionStep.objects.get(title="Visit the depot")
    assert (step.due_on, step.day) == (date(2026, 12, 2), None)
    section = page(people, client_of, "manager").sections[-2]
    assert (section.name, section.steps[-1].title) == ("First six months", "Visit the depot")
    client.post(path(people, "steps", step.pk, "change"), ADDED | {"title": "Visit the yard"})
    assert InductionStep.objects.get(pk=step.pk).title == "Visit the yard"
    delete = path(people, "steps", step.pk, "delete")
    assert "Visit the yard" in client.get(delete).content.decode()
    client.post(delete)
    assert not InductionStep.objects.filter(pk=step.pk).exists()
    assert "There is no such step to delete" in client.post(delete, follow=True).content.decode()


def test_what_does_not_go_together_is_said_beside_the_field(people, steps, client_of):
    data = ADDED | {"owner": "buddy", "sight": "talk"}
    response = client_of(people.manager).post(path(people, "steps", "add"), data)
    assert response.context["form"].errors["sight"] == [
        "A buddy does not see confidential steps: choose another owner."
    ]
    refused = client_of(people.manager).post(path(people, "steps", "add"), ADDED | {"kind": "introduction"})
    assert "kind" in refused.context["form"].errors


def test_of_a_step_of_the_template_the_day_alone_is_changed(people, steps, client_of):
    step, client = steps[Owner.COORDINATOR], client_of(people.manager)
    change = path(people, "steps", step.pk, "change")
    assert set(client.get(change).context["form"].fields) == {"due_on"}
    client.post(change, ADDED)
    step.refresh_from_db()
    assert (step.title, step.due_on, step.by_hand) == ("Sign the plan", date(2026, 12, 2), True)
    client.post(path(people, "steps", step.pk, "delete"))
    assert InductionStep.objects.filter(pk=step.pk).exists()


def test_an_introduction_is_not_moved_to_a_full_day(people, steps, client_of):
    people.here.organisation.introductions_a_day = 1
    people.here.organisation.save()
    day = date(2026, 12, 2)
    make.InductionStepFactory(apprentice=people.record, kind=Kind.INTRODUCTION, due_on=day)
    change = path(people, "steps", steps[Owner.BUDDY].pk, "change")
    response = client_of(people.manager).post(change, {"due_on": "2/12/2026"})
    assert "They meet one person on 2 December 2026 already" in response.content.decode()


# --- Queries, and after the end ---


def test_queries(people, steps, client_of):
    counts = {}
    for role in ("apprentice", "manager", "deputy", "buddy", "coordinator"):
        client = client_of(getattr(people, role))
        client.get(path(people))
        found = []
        for more in (0, 2, 47):
            make.InductionStepFactory.create_batch(more, apprentice=people.record)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path(people)).status_code == 200
            found.append(len(queries))
        counts[role] = found
    assert counts == {role: [6, 6, 6] for role in counts}


def test_after_the_end_it_is_read_and_not_ticked(people, steps, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(withdrawn_on=TODAY - DAY, withdrawal_reason="left")
    for role in ("apprentice", "manager"):
        found = page(people, client_of, role)
        assert not any(step.ticks for one in found.sections for step in one.steps)
        assert found.next == []
        client_of(getattr(people, role)).post(path(people), {"step": steps[Owner.APPRENTICE].pk})
    assert state(steps[Owner.APPRENTICE]) == State.TO_DO


@pytest.mark.parametrize(
    ("role", "opens"), [("apprentice", False), ("manager", False), ("coordinator", True)]
)
def test_after_the_end_only_pages_that_open_are_linked(role, opens, people, steps, client_of):
    client, buddying = client_of(getattr(people, role)), f"/apprentices/{people.record.pk}/buddy/"
    assert f'href="{buddying}"' in client.get(path(people)).content.decode()
    Apprentice.objects.filter(pk=people.record.pk).update(
        withdrawn_on=TODAY - 9 * DAY, withdrawal_reason="left"
    )
    text = client.get(path(people)).content.decode()
    assert (f'href="{buddying}"' in text) is opens is (client.get(buddying).status_code == 200)
    assert f'href="{reverse("people_to_meet", args=[people.record.pk])}"' in text
