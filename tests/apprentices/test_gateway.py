"""Readiness for gateway: the rule, who ticks what, and what the next-steps page shows of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from apprentices import actions
from apprentices.gateway import READY, Facts, may_tick, readiness, ready
from apprentices.models import Apprentice, StepTaken
from apprentices.next_steps import Taken
from hackit.access import Action
from hackit.overview.gateway import gateway, with_gateway
from hackit.overview.standing import learning
from tests import factories as make
from tests import world
from workplans.models import with_learning

TODAY = date(2026, 11, 18)
AGREED = {Taken.MANAGER_AGREES: TODAY, Taken.TUTOR_AGREES: date(2026, 11, 2)}


def facts(**more):
    """Somebody who is ready, but for what is said."""
    told = {"accepted": Decimal(300), "minimum": 278, "plan": Decimal(300), "chosen": 2, "with_part": 2}
    return Facts(**{**told, "taken": AGREED, **more})


def check(words, **more):
    [found] = [check for check in readiness(facts(**more)) if check.words == words]
    return found.met, found.why


@pytest.mark.parametrize(
    ("accepted", "minimum", "plan", "met", "why"),
    [
        ("300", 278, "300", True, "Hours accepted: 300. The minimum is 278, the training plan has 300."),
        ("299.75", 278, "300", False, "Still to come: 0.25."),
        ("280", 278, "300", False, "Still to come: 20."),
        ("277", 278, None, False, "Hours accepted: 277. The minimum is 278. Still to come: 1."),
        ("278", 278, None, True, "Hours accepted: 278. The minimum is 278."),
        ("290", 300, "278", False, "Still to come: 10."),
        ("400", None, "300", None, "is not known: ask the provider, the training plan has 300."),
        ("0", None, None, None, "Hours accepted: 0. The minimum is not known: ask the provider."),
    ],
)
def test_hours(accepted, minimum, plan, met, why):
    plan = None if plan is None else Decimal(plan)
    found = check("Off-the-job hours", accepted=Decimal(accepted), minimum=minimum, plan=plan)
    assert found[0] is met
    assert found[1].endswith(why)


@pytest.mark.parametrize(
    ("chosen", "with_part", "met", "why"),
    [
        (0, 0, False, "No project is chosen for it yet."),
        (1, 0, False, "1 project chosen; one has no word on the apprentice’s own part."),
        (3, 1, False, "3 projects chosen; 2 have no word on the apprentice’s own part."),
        (1, 1, True, "1 project chosen, each with the apprentice’s own part."),
    ],
)
def test_portfolio(chosen, with_part, met, why):
    assert check("Portfolio", chosen=chosen, with_part=with_part) == (met, why)


def test_steps_are_met_with_their_day():
    assert check("The manager agrees") == (True, "Ticked on 18 November 2026.")
    assert check("The tutor agrees", taken={}) == (
        False,
        "The manager asks the tutor, and ticks it here once they agree.",
    )


def test_english_and_maths_are_asked_only_of_whoever_has_to_do_them():
    names = [check.words for check in readiness(facts())]
    assert names == ["Off-the-job hours", "Portfolio", "The manager agrees", "The tutor agrees"]
    assert check("English and maths passed", english_or_maths=True)[0] is False
    passed = AGREED | {Taken.ENGLISH_MATHS: TODAY}
    assert ready(readiness(facts(english_or_maths=True, taken=passed)))


@pytest.mark.parametrize(
    "lacking",
    [
        {"accepted": Decimal(1)},
        {"minimum": None},
        {"chosen": 0, "with_part": 0},
        {"english_or_maths": True},
        {"taken": {Taken.TUTOR_AGREES: TODAY}},
        {"taken": {Taken.MANAGER_AGREES: TODAY}},
    ],
)
def test_ready_is_who_lacks_nothing(lacking):
    assert ready(readiness(facts()))
    assert not ready(readiness(facts(**lacking)))


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (Taken.CV_UPDATED, {"apprentice", "manager", "deputy", "coordinator"}),
        (Taken.MOCK_INTERVIEW, {"apprentice", "manager", "deputy", "coordinator"}),
        (Taken.REFERENCES, {"apprentice", "manager", "deputy", "coordinator"}),
        (Taken.ENGLISH_MATHS, {"manager", "deputy", "coordinator"}),
        (Taken.TUTOR_AGREES, {"manager", "deputy", "coordinator"}),
        (Taken.MANAGER_AGREES, {"manager", "deputy"}),
    ],
)
def test_who_ticks_what(step, who):
    everybody = ("apprentice", "manager", "deputy", "buddy", "coordinator")
    assert {one for one in everybody if may_tick(step, {one}, english_or_maths=True)} == who
    assert may_tick(step, {"manager"}, english_or_maths=False) == (step != Taken.ENGLISH_MATHS)


# --- Ticking ---


@pytest.fixture
def people(db, now):
    return world.build(TODAY)


def address(people, step):
    return f"/apprentices/{people.record.pk}/next-steps/taken/{step.name.lower()}/"


@pytest.mark.parametrize("english_or_maths", [True, False])
@pytest.mark.parametrize("step", Taken)
def test_only_who_may_ticks_a_step(step, english_or_maths, people, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(english_or_maths=english_or_maths)
    for role in ("apprentice", "manager", "deputy", "buddy", "coordinator", "former_manager"):
        StepTaken.objects.all().delete()
        answer = client_of(getattr(people, role)).post(address(people, step), {"done": "yes"})
        may = may_tick(step, {role}, english_or_maths)
        assert answer.status_code == (302 if may else 404), role
        taken = [(one.step, one.done_on, one.told_by) for one in people.record.steps_taken.all()]
        assert taken == ([(step, TODAY, getattr(people, role))] if may else [])


def test_ticked_twice_is_once_and_unticked_leaves_its_trace(people, client_of):
    client, at = client_of(people.apprentice), address(people, Taken.CV_UPDATED)
    for _ in range(2):
        assert client.post(at, {"done": "yes"})["Location"].endswith("/next-steps/#steps")
    [row] = StepTaken.history.all()
    for _ in range(2):
        client.post(at, {"done": "no"})
    assert not StepTaken.objects.exists()
    newest, oldest = StepTaken.history.order_by("-history_id")
    assert (newest.history_type, newest.history_user) == ("-", people.apprentice)
    assert oldest.pk == row.pk


def test_a_day_ticked_first_stays(people):
    days = (TODAY - timedelta(days=3), TODAY)
    for on in days:
        actions.take_step(people.record, step=Taken.TUTOR_AGREES, done=True, by=people.manager, on=on)
    assert people.record.steps_taken.get().done_on == days[0]


def test_a_button_that_says_nothing_changes_nothing(people, client_of):
    make.StepTakenFactory(apprentice=people.record, step=Taken.TUTOR_AGREES)
    for said in ({}, {"done": ""}, {"done": "1"}, {"done": "\x00"}):
        client_of(people.manager).post(address(people, Taken.TUTOR_AGREES), said)
    assert StepTaken.history.count() == 1


def test_after_the_end_the_manager_ticks_nothing_any_more(people, client_of):
    facts = {"withdrawn_on": TODAY - timedelta(days=5), "withdrawal_reason": "left"}
    Apprentice.objects.filter(pk=people.record.pk).update(**facts)
    for role in ("apprentice", "manager"):
        answer = client_of(getattr(people, role)).post(address(people, Taken.CV_UPDATED), {"done": "yes"})
        assert answer.status_code == 404
    assert not StepTaken.objects.exists()


# --- What the page shows ---


def shown(people, role="manager"):
    seen = with_gateway(
        with_learning(Apprentice.objects.allowing(getattr(people, role), Action.SEE_NEXT_STEPS))
    )
    record = seen.for_overview(TODAY).get(pk=people.record.pk)
    return gateway(record, TODAY, learning([record], TODAY)[record.pk])


def test_the_read_model_says_what_is_there(people):
    project = {"apprentice": people.record, "portfolio_place": 1}
    make.ProjectFactory(**project, my_part="I drew the maps")
    make.ProjectFactory(apprentice=people.other_record, portfolio_place=1)
    actions.take_step(people.record, step=Taken.TUTOR_AGREES, done=True, by=people.manager, on=TODAY)
    found = shown(people)
    assert [line.met for line in found.lines][1:] == ["Met", "Not yet", "Met"]
    assert found.lines[1].why == "1 project chosen, each with the apprentice’s own part."
    assert found.lines[3].why == f"18 November 2026, ticked by {people.manager}."
    make.ProjectFactory(**project, my_part="", skills="", outcome="")
    assert shown(people).lines[1].why.startswith("2 projects chosen; one has no word")


@pytest.mark.parametrize(
    ("role", "buttons"), [("apprentice", 0), ("manager", 2), ("deputy", 2), ("coordinator", 1)]
)
def test_buttons_are_for_who_may_tick(role, buttons, people):
    html = render_to_string("components/gateway.html", {"gateway": shown(people, role)})
    assert html.count("<button") == buttons
    assert "Off-the-job hours" in html


def test_everything_there_is_said(people):
    Apprentice.objects.filter(pk=people.record.pk).update(
        planned_learning_hours=0, starts_on=date(2024, 10, 1), planned_end_on=date(2024, 10, 2)
    )
    make.ProjectFactory(apprentice=people.record, portfolio_place=1, my_part="Mine")
    for step in (Taken.MANAGER_AGREES, Taken.TUTOR_AGREES):
        actions.take_step(people.record, step=step, done=True, by=people.manager, on=TODAY)
    found = shown(people)
    assert (found.ready, found.says) == (True, READY)
    assert "Ready for gateway</strong>" in render_to_string("components/gateway.html", {"gateway": found})


def test_once_it_is_reached_its_day_is_said(people):
    Apprentice.objects.filter(pk=people.record.pk).update(gateway_on=date(2026, 11, 2))
    found = shown(people)
    assert (found.says, found.lines) == ("Gateway was reached on 2 November 2026.", [])


def test_whoever_stopped_has_no_gateway_ahead(people):
    facts = {"withdrawn_on": TODAY - timedelta(days=5), "withdrawal_reason": "left"}
    Apprentice.objects.filter(pk=people.record.pk).update(**facts)
    assert shown(people).says == "The apprenticeship ended before gateway."


def test_no_step_that_is_none(people):
    with pytest.raises(ValidationError):
        actions.take_step(people.record, step="dance", done=True, by=people.manager, on=TODAY)
