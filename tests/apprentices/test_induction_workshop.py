"""Inductions in the workshop: shown first, given and applied once, followed with the first day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices import workshop_induction
from apprentices.models import Buddy, Induction, InductionStep, Manager
from hackit import dates
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def template(people):
    """Three steps before and on the first day, and long after it; the cohort of `here` gives it."""
    template = make.InductionTemplateFactory(organisation=people.here.organisation, name="School leaver")
    for day, title in ((-14, "Order a pass"), (0, "Meet at the door"), (400, "Look back")):
        make.InductionItemFactory(template=template, day=day, title=title)
    people.here.cohort.induction_template = template
    people.here.cohort.save()
    return template


@pytest.fixture
def desk(people, client_of):
    """The coordinator at the page of the apprentice of `here`."""
    return Desk(client_of(people.coordinator), f"/admin/apprentices/apprentice/{people.record.pk}/")


class Desk:
    """Reads and confirms what a page about an induction shows."""

    def __init__(self, client, path):
        self.client, self.path = client, path

    def look(self, **query):
        """The page."""
        answer = self.client.get(f"{self.path}induction/", query)
        assert answer.status_code == 200
        return answer

    def confirm(self, shown, **fields):
        """The answer to the button that carries what was `shown`."""
        return self.client.post(f"{self.path}induction/", {"_shown": shown, **fields})

    def give(self, **query):
        """What is given, as the page has shown it."""
        found = self.look(**query).context["given"]
        assert self.confirm(found.fingerprint, **query).status_code == 302
        return found


def shown(given):
    """{title: when} of what a page shows."""
    return {line.what: line.when for _, lines in given.sections for line in lines}


def stored(record):
    return {step.title: dates.words(step.due_on) for step in record.induction_steps.all()}


# --- Giving one -----------------------------------------------------------------------------------


def test_what_is_shown_is_what_is_given(people, desk, template):
    page = desk.look()
    assert not Induction.objects.exists()
    assert page.context["given"].past == 2
    found = desk.give()
    assert stored(people.record) == shown(found)
    assert len(found.sections) == 3
    given = people.record.induction
    assert (given.template, given.history.get().history_user) == (template, people.coordinator)


def test_steps_whose_day_has_passed_are_left_out_where_that_is_wanted(people, desk, template):
    found = desk.give(template=template.pk, past="out")
    assert [shown(found)[name] for name in ("Order a pass", "Meet at the door")] == [
        "Left out: its day has passed"
    ] * 2
    states = people.record.induction_steps.values_list("state", flat=True)
    assert sorted(states) == ["not needed", "not needed", "to do"]


def test_nothing_is_asked_about_the_past_where_there_is_none(people, desk, template):
    assert b"day has passed" in desk.look().content
    people.record.first_day_at_work_on = people.today + 60 * DAY
    people.record.save()
    assert b"day has passed" not in desk.look().content


@pytest.mark.parametrize("how", ["item", "first day", "choice"])
def test_what_was_not_shown_is_not_given(how, people, desk, template):
    fingerprint, query = desk.look().context["given"].fingerprint, {}
    if how == "item":
        make.InductionItemFactory(template=template)
    elif how == "first day":
        people.record.first_day_at_work_on = people.today + 60 * DAY
        people.record.save()
    else:
        query = {"template": template.pk, "past": "out"}
    answer = desk.confirm(fingerprint, **query)
    assert answer.status_code == 200
    assert "Something has changed since you looked" in answer.content.decode()
    assert not Induction.objects.exists()
    assert not InductionStep.objects.exists()


def test_the_button_pressed_twice_gives_once(people, desk, template):
    fingerprint = desk.look().context["given"].fingerprint
    for _ in range(2):
        desk.confirm(fingerprint)
    assert people.record.induction_steps.count() == 3
    assert Induction.objects.count() == 1


def faster(monkeypatch, act):
    """Somebody else confirms in the moment before the lock is held."""
    lock = workshop_induction.lock_all

    def lock_all(keys):
        monkeypatch.setattr(workshop_induction, "lock_all", lock)
        act()
        return lock(keys)

    monkeypatch.setattr(workshop_induction, "lock_all", lock_all)


def test_the_second_of_two_coordinators_reads_why_nothing_was_given(people, desk, template, monkeypatch):
    fingerprint = desk.look().context["given"].fingerprint
    other = make.InductionTemplateFactory(organisation=people.here.organisation)
    faster(monkeypatch, lambda: make.InductionFactory(apprentice=people.record, template=other))
    answer = desk.client.post(f"{desk.path}induction/", {"_shown": fingerprint}, follow=True)
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert people.record.induction.template == other


def test_only_templates_that_are_given_here_are_offered(people, desk, template):
    retired = make.InductionTemplateFactory(organisation=people.here.organisation, retired_on=people.today)
    theirs = make.InductionTemplateFactory(organisation=people.there.organisation)
    assert list(desk.look().context["form"].fields["template"].queryset) == [template]
    for wrong in (retired, theirs):
        page = desk.look(template=wrong.pk)
        assert page.context["given"] is None
        assert wrong.name not in page.content.decode()


def test_empty_states_say_why(people, desk):
    assert "There is no template that could be given" in desk.look().content.decode()
    people.record.withdrawn_on, people.record.withdrawal_reason = people.today - DAY, "left"
    people.record.save()
    make.InductionTemplateFactory(organisation=people.here.organisation)
    assert "has ended: there is nothing to begin" in desk.look().content.decode()


# --- Following a changed template -----------------------------------------------------------------


def test_a_changed_template_is_applied_once_it_was_looked_at(people, desk, template):
    desk.give()
    record = people.record
    added = make.InductionStepFactory(apprentice=record, title="Added", day=None)
    assert "Nothing would change" in desk.look().content.decode()
    template.items.get(title="Order a pass").delete()
    template.items.filter(title="Look back").update(day=500)
    template.items.filter(title="Meet at the door").update(owner="buddy", guidance="Smile")
    make.InductionItemFactory(template=template, day=450, title="Say thanks")
    applied = desk.look().context["applied"]
    before = stored(record)
    parts = {heading: lines for heading, _, lines in applied.parts}
    assert list(parts) == [
        "1 step comes",
        "1 step goes",
        "1 step moves",
        "1 step says something else",
    ]
    assert parts["1 step says something else"][0].when == "Manager becomes buddy, other guidance"
    assert desk.confirm(applied.fingerprint).status_code == 302
    after = stored(record)
    assert set(after) == {"Added", "Meet at the door", "Look back", "Say thanks"}
    assert parts["1 step comes"][0].when == after["Say thanks"]
    moved = f"From {before['Look back']} to {after['Look back']}"
    assert parts["1 step moves"][0].when == moved
    assert after["Added"] == dates.words(added.due_on)
    assert "Nothing would change" in desk.look().content.decode()


def test_what_was_not_shown_is_not_applied(people, desk, template):
    desk.give()
    template.items.filter(title="Look back").update(day=500)
    fingerprint, before = desk.look().context["applied"].fingerprint, stored(people.record)
    template.items.filter(title="Look back").update(day=600)
    answer = desk.confirm(fingerprint)
    assert "Something has changed since you looked" in answer.content.decode()
    assert stored(people.record) == before


def test_introductions_that_come_stay_clear_of_those_that_move(people, desk, template):
    """What the page shows counts what goes and what moves: two introductions a day, not more."""
    meet = {"template": template, "kind": "introduction"}
    for number in range(3):
        make.InductionItemFactory(**meet, day=402 + number, title=f"Meet {number}")
    desk.give()
    template.items.filter(title="Meet 0").update(day=420)
    template.items.get(title="Meet 1").delete()
    for number in (7, 8):
        make.InductionItemFactory(**meet, day=420, title=f"Meet {number}")
    applied = desk.look().context["applied"]
    assert desk.confirm(applied.fingerprint).status_code == 302
    lines = {line.what: line.when for _, _, lines in applied.parts for line in lines}
    after = stored(people.record)
    assert [lines[name] for name in ("Meet 7", "Meet 8")] == [after["Meet 7"], after["Meet 8"]]
    days = [after[f"Meet {number}"] for number in (0, 7, 8)]
    assert len(set(days)) == 2


# --- A cohort -------------------------------------------------------------------------------------


@pytest.fixture
def cohort(people, client_of, template):
    """The coordinator at the page of the cohort, with four more who start and one who has left."""
    for _ in range(4):
        make.ApprenticeFactory(cohort=people.here.cohort, starts_on=people.today)
    gone = make.ApprenticeFactory(cohort=people.here.cohort, starts_on=people.today - 300 * DAY)
    gone.withdrawn_on, gone.withdrawal_reason = people.today - 9 * DAY, "left"
    gone.save()
    desk = Desk(client_of(people.coordinator), f"/admin/cohorts/cohort/{people.here.cohort.pk}/")
    desk.gone = gone
    return desk


def test_a_cohort_is_given_it_together(people, cohort, desk, template):
    desk.give()
    template.items.filter(title="Look back").update(day=500)
    found = cohort.look().context["together"]
    assert found.button == "Give it to 4 and apply the changes to 1"
    assert sorted(row.what for row in found.rows) == ["1 step moves", *["3 steps come"] * 4]
    assert found.ended == [str(cohort.gone)]
    assert dict(found.concerned)["Move to another day"] == ["Look back"]
    assert Induction.objects.count() == 1
    answer = cohort.client.post(f"{cohort.path}induction/", {"_shown": found.fingerprint}, follow=True)
    said = "School leaver was given to 4, and the changes were applied to 1."
    assert said in answer.content.decode()
    assert Induction.objects.count() == 5
    assert not Induction.objects.filter(apprentice=cohort.gone).exists()
    assert people.record.induction_steps.get(title="Look back").day == 500
    assert answer.context["together"].button == ""
    assert "Nothing would change" in answer.content.decode()


def test_a_cohort_is_not_given_what_was_not_shown(people, cohort, template):
    found = cohort.look().context["together"]
    template.items.filter(title="Look back").update(guidance="With care")
    answer = cohort.confirm(found.fingerprint)
    assert "Something has changed since you looked" in answer.content.decode()
    assert not Induction.objects.exists()


def test_a_template_is_given_to_a_cohort_until_the_day_it_is_retired(people, cohort, template):
    template.retired_on = people.today + DAY
    template.save()
    assert cohort.look().context["together"].button == "Give it to 5"
    path = "/admin/cohorts/inductiontemplate/"
    for day, in_use in ((people.today + DAY, "yes"), (people.today, "no")):
        type(template).objects.update(retired_on=day)
        for value in ("yes", "no"):
            found = cohort.client.get(path, {"in use": value}).context["cl"].queryset
            assert (template in found) is (value == in_use)


def test_all_of_a_cohort_or_nobody(people, cohort, template, monkeypatch):
    """The last one cannot be saved: nobody has an induction."""
    fingerprint = cohort.look().context["together"].fingerprint
    saved = Induction.save

    def save(self, *args, **kwargs):
        if Induction.objects.count() == 4:
            raise RuntimeError
        return saved(self, *args, **kwargs)

    monkeypatch.setattr(Induction, "save", save)
    with pytest.raises(RuntimeError):
        cohort.confirm(fingerprint)
    assert not Induction.objects.exists()


@pytest.mark.parametrize("which", ["none", "retired", "nobody"])
def test_the_page_of_a_cohort_says_what_is_missing(which, people, cohort, template):
    place = people.here.cohort
    if which == "none":
        place.induction_template = None
        place.save()
    elif which == "retired":
        template.retired_on = people.today
        template.save()
    else:
        empty = make.CohortFactory(organisation=people.here.organisation, induction_template=template)
        cohort.path = f"/admin/cohorts/cohort/{empty.pk}/"
    words = {"none": "No induction is chosen", "retired": "is no longer given", "nobody": "Nobody is in"}
    page = cohort.look()
    assert words[which] in page.content.decode()
    assert page.context["together"].button == ""


def test_the_page_of_a_cohort_takes_the_same_queries(people, cohort, template):
    counts = []
    for more in (0, 2, 15):
        for _ in range(more):
            record = make.ApprenticeFactory(cohort=people.here.cohort)
            given = make.InductionFactory(apprentice=record, template=template)
            make.InductionStepFactory(apprentice=record, item=template.items.first())
        make.InductionFactory(apprentice=make.ApprenticeFactory(cohort=people.here.cohort), template=template)
        cohort.look()
        with CaptureQueriesContext(connection) as queries:
            cohort.look()
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
    assert given.template == template


def test_twenty_one_are_given_it_in_one_go(people, cohort, template):
    for _ in range(16):
        make.ApprenticeFactory(cohort=people.here.cohort, starts_on=people.today)
    found = cohort.look().context["together"]
    assert found.button == "Give it to 21"
    with CaptureQueriesContext(connection) as queries:
        assert cohort.confirm(found.fingerprint).status_code == 302
    assert Induction.objects.count() == 21
    assert len(queries) < 21 * 25


# --- The first day --------------------------------------------------------------------------------


def change_first_day(client, record, day):
    """Saves the page of a record with another first day at work."""
    path = f"/admin/apprentices/apprentice/{record.pk}/change/"
    page = client.get(path)
    data = {}
    rows = [one.formset for one in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form, *(one.management_form for one in rows)]
    for one in [*forms, *(form for formset in rows for form in formset.forms)]:
        found = {one.add_prefix(name): one[name].value() for name in one.fields}
        data |= {name: value for name, value in found.items() if value is not None and value is not False}
    data["first_day_at_work_on"] = f"{day:%d/%m/%Y}"
    return client.post(path, data, follow=True)


def test_a_changed_first_day_moves_the_induction_in_the_same_act(people, desk, template):
    desk.give()
    record, before = people.record, stored(people.record)
    day = record.first_day_at_work_on - 7 * DAY
    answer = change_first_day(desk.client, record, day)
    assert "The first day moved: 1 step of the induction moved with it." in answer.content.decode()
    record.refresh_from_db()
    assert record.first_day_at_work_on == day
    assert record.induction.counted_from == day
    after = stored(record)
    assert {name for name in after if after[name] != before[name]} == {"Look back"}
    answer = change_first_day(desk.client, record, day)
    assert "The first day moved" not in answer.content.decode()


# --- Days of many colleagues ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desk_of", "model", "action", "field"),
    [
        ("manager", Manager, "record_session", "went_to_session_on"),
        ("buddy", Buddy, "record_briefing", "briefed_on"),
    ],
)
def test_a_day_is_recorded_for_many_at_once(desk_of, model, action, field, people, client_of):
    factory = {"manager": make.ManagerFactory, "buddy": make.BuddyFactory}[desk_of]
    ours = [factory(organisation=people.here.organisation) for _ in range(2)]
    theirs = factory(organisation=people.there.organisation)
    client, path = client_of(people.coordinator), f"/admin/apprentices/{desk_of}/"
    data = {"action": action, "_selected_action": [one.pk for one in (*ours, theirs)]}
    page = client.post(path, data)
    assert str(ours[0]) in page.content.decode()
    assert str(theirs) not in page.content.decode()
    assert not model.objects.filter(pk=ours[0].pk, **{f"{field}__isnull": False}).exists()
    for wrong in (people.today + DAY, "nonsense"):
        answer = client.post(path, data | {"confirmed": "yes", "day": wrong})
        assert "Nothing was recorded" in answer.content.decode()
    # All across pages: the page carries everybody whom it names.
    data["_selected_action"] = [ours[0].pk]
    page = client.post(path, data | {"select_across": "1"})
    data["_selected_action"] = page.context["selected"]
    assert set(data["_selected_action"]) == {one.pk for one, _ in page.context["colleagues"]} > {ours[0].pk}
    number = len(data["_selected_action"])
    answer = client.post(path, data | {"confirmed": "yes", "day": people.today - DAY}, follow=True)
    assert f"Recorded for {number} people" in answer.content.decode()
    for one in (*ours, theirs):
        one.refresh_from_db()
    assert [getattr(one, field) for one in ours] == [people.today - DAY] * 2
    assert getattr(theirs, field) is None
    assert ours[0].history.first().history_user == people.coordinator
    found = [client.get(f"{path}?prepared={value}").context["cl"].queryset for value in ("yes", "no")]
    assert set(found[0]) >= set(ours)
    assert not set(found[1]) & set(ours)


# --- Reading --------------------------------------------------------------------------------------


def test_steps_are_found_by_state_cohort_and_name(people, client_of):
    step = make.InductionStepFactory(apprentice=people.record, title="Risk", sight="closed")
    make.InductionStepFactory(apprentice=people.other_record)
    client, path = client_of(people.coordinator), "/admin/apprentices/inductionstep/"
    for query, found in (
        ("", [step]),
        ("?state=to+do", [step]),
        ("?state=done", []),
        (f"?cohort={people.here.cohort.pk}", [step]),
        ("?cohort=x", [step]),
        ("?q=Here", [step]),
        ("?q=Risk", []),
    ):
        assert list(client.get(path + query).context["cl"].queryset) == found, query
    assert "_save" not in client.get(f"{path}{step.pk}/change/").content.decode()
