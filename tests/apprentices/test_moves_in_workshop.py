"""The moves in the workshop: asked, shown with what will follow, confirmed once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apprentices.models import Apprentice, ManagerTerm
from hackit import dates
from hackit.models import User
from tests import factories as make

DAY = timedelta(days=1)


@pytest.fixture
def desk(people, client_of):
    """Functions of the coordinator at the desk of one apprentice, who ends on 31 August 2027 or so."""
    return Desk(people, client_of(people.coordinator))


class Desk:
    """Sends the two pages of a step."""

    def __init__(self, people, client):
        self.people, self.client, self.record = people, client, people.record

    def path(self, name):
        return f"/admin/apprentices/apprentice/{self.record.pk}/{name.replace('_', '-')}/"

    def ask(self, name, **fields):
        """What the first page answers to these fields."""
        return self.client.post(self.path(name), fields)

    def said(self, name, **fields):
        """The sentences of the second page."""
        return self.ask(name, **fields).context["said"]

    def confirm(self, name, **fields):
        """The answer to the button of the second page, as it stands after the first one."""
        shown = self.ask(name, **fields).context["shown"]
        return self.client.post(self.path(name), {**fields, "_shown": shown})

    def done(self, name, **fields):
        """Does it; the record afterwards."""
        answer = self.confirm(name, **fields)
        assert answer.status_code == 302, answer.context["form"].errors
        assert answer["Location"] == self.path("change")
        return Apprentice.objects.get(pk=self.record.pk)


def words(day):
    return dates.words(day)


# --- Breaks ---------------------------------------------------------------------------------------


def test_a_break_begins_and_ends(desk):
    today, end = desk.people.today, desk.record.planned_end_on
    away = today - 20 * DAY
    fields = {"first_day_away_on": f"{away:%d/%m/%Y}", "reason": "Surgery"}
    assert desk.said("begin_break", **fields) == [
        f"From {words(away)} the status is “break in learning”.",
        "No learning is expected or accepted until the first day back.",
        f"The planned end stays {words(end)} for now: once the return is recorded, "
        "it moves by the days away.",
    ]
    assert not desk.record.breaks.exists()  # nothing was recorded so far
    desk.done("begin_break", **fields)
    assert desk.record.breaks.get().history.get().history_user == desk.people.coordinator
    page = desk.client.get(desk.path("change")).content.decode()
    assert f'<a href="{desk.path("return")}">Record the return</a>' in page
    assert "Begin a break" not in page
    fields = {"first_day_back_on": today}
    assert desk.said("return", **fields) == [
        f"From {words(today)} the status is “in learning”.",
        f"The break lasted from {words(away)} until {words(today - DAY)}: 20 days away.",
        f"The planned end moves from {words(end)} to {words(end + 20 * DAY)}, by the 20 days away. "
        "The end known before is kept.",
    ]
    assert desk.done("return", **fields).planned_end_on == end + 20 * DAY
    assert desk.record.breaks.get().end_before_on == end


def test_another_end_is_agreed(desk):
    today, end = desk.people.today, desk.record.planned_end_on
    make.BreakFactory(apprentice=desk.record, first_day_away_on=today - 10 * DAY)
    fields = {"first_day_back_on": today, "planned_end_on": end + 30 * DAY}
    assert (
        f"as agreed; by the days away it would be {words(end + 10 * DAY)}"
        in desk.said("return", **fields)[-1]
    )
    assert desk.done("return", **fields).planned_end_on == end + 30 * DAY


def test_a_past_break_is_entered_with_its_first_day_back(desk):
    today, end = desk.people.today, desk.record.planned_end_on
    fields = {"first_day_away_on": today - 30 * DAY, "first_day_back_on": today - 29 * DAY, "reason": "Away"}
    assert f"to {words(end + DAY)}, by the 1 day away." in desk.said("begin_break", **fields)[-1]
    assert desk.done("begin_break", **fields).planned_end_on == end + DAY


def test_a_break_is_corrected_and_taken_away(desk):
    today, end = desk.people.today, desk.record.planned_end_on
    make.BreakFactory(apprentice=desk.record, first_day_away_on=today - 50 * DAY)
    desk.done("return", first_day_back_on=today - 40 * DAY)
    gap = desk.record.breaks.get()
    form = desk.client.get(desk.path("correct_break")).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"why": "A wrong day"}
    fields |= {"first_day_back_on": today - 45 * DAY, "planned_end_on": ""}
    said = desk.said("correct_break", **fields)
    assert f"First day back: {words(today - 40 * DAY)} becomes {words(today - 45 * DAY)}." in said
    assert desk.done("correct_break", **fields).planned_end_on == end + 5 * DAY
    assert gap.history.first().history_change_reason == "Correction: A wrong day"
    answer = desk.ask("correct_break", **fields)
    assert answer.context["form"].non_field_errors() == [
        "Nothing would change: this is what is recorded already."
    ]
    assert desk.done("cancel_break", why="It was leave").planned_end_on == end
    assert not desk.record.breaks.exists()


def test_a_break_of_somebody_else_is_not_found(desk):
    gap = make.BreakFactory(apprentice=desk.people.other_record, reason="Their reason")
    for name in ("correct_break", "cancel_break"):
        for number in (gap.pk, "x", "9" * 30):
            answer = desk.client.get(f"{desk.path(name)}?break={number}", follow=True)
            assert answer.redirect_chain == [(desk.path("change"), 302)]
            assert "There is no such break." in answer.content.decode()
            assert "Their reason" not in answer.content.decode()


# --- Confirming -----------------------------------------------------------------------------------


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(desk):
    make.BreakFactory(apprentice=desk.record, first_day_away_on=desk.people.today - DAY)
    answer = desk.ask("gateway", reached_on=f"{desk.people.today:%-d %B %Y}")
    assert list(answer.context["form"].errors) == ["reached_on"]
    page = answer.content.decode()
    assert "record the return from a break first" in page
    assert f'value="{desk.people.today:%-d %B %Y}"' in page
    assert "<title>Error: " in page


def test_going_back_keeps_what_was_typed(desk):
    answer = desk.ask("begin_break", first_day_away_on="3/11/2026", reason="Surgery", _back="Go back")
    assert 'value="3/11/2026"' in answer.content.decode()
    assert 'value="Surgery"' in answer.content.decode()


def test_confirmed_twice_it_happens_once_and_the_second_reads_why(desk):
    today = desk.people.today
    fields = {"reached_on": today - DAY}
    shown = desk.ask("gateway", **fields).context["shown"]
    desk.client.post(desk.path("gateway"), {**fields, "_shown": shown})
    second = desk.client.post(desk.path("gateway"), {**fields, "_shown": shown})
    assert f"On {words(today - DAY)} the status is “gateway”." in second.content.decode()
    assert desk.record.history.filter(gateway_on=today - DAY).count() == 1


def test_what_is_another_by_now_is_shown_again(desk):
    """Somebody moves the planned end between the two pages."""
    today, end = desk.people.today, desk.record.planned_end_on
    make.BreakFactory(apprentice=desk.record, first_day_away_on=today - 10 * DAY)
    shown = desk.ask("return", first_day_back_on=today).context["shown"]
    Apprentice.objects.filter(pk=desk.record.pk).update(planned_end_on=end + 100 * DAY)
    answer = desk.client.post(desk.path("return"), {"first_day_back_on": today, "_shown": shown})
    assert "Something has changed since you looked." in answer.content.decode()
    assert f"to {words(end + 110 * DAY)}" in answer.content.decode()
    assert desk.record.breaks.get().first_day_back_on is None


def test_a_page_that_holds_an_older_plan_overwrites_nothing(desk):
    first = desk.client.get(desk.path("plan"))
    form, version = first.context["form"], first.context["version"]
    fields = {name: form[name].value() or "" for name in form.fields}
    fields |= {"from_on": desk.people.today, "why": "More hours", "_version": version}
    assert desk.done("plan", **fields | {"weekly_hours": "20"}).weekly_hours == 20
    answer = desk.ask("plan", **fields | {"planned_learning_hours": "400"})
    assert "saved this record while you had it open" in answer.content.decode()
    assert Apprentice.objects.get(pk=desk.record.pk).weekly_hours == 20


# --- Gateway, assessment, the end -----------------------------------------------------------------


def test_the_way_to_the_result(desk):
    today = desk.people.today
    desk.done("gateway", reached_on=today - 60 * DAY)
    said = desk.said("send_back", sent_back_on=today - 50 * DAY, why="No portfolio")
    assert said[0] == f"From {words(today - 50 * DAY)} the status is “in learning”."
    assert desk.done("send_back", sent_back_on=today - 50 * DAY, why="No portfolio").gateway_on is None
    desk.done("gateway", reached_on=today - 40 * DAY)
    desk.done("assessment", begun_on=today - 30 * DAY)
    failed = {"completed_on": today - 20 * DAY, "result": "fail", "resit_on": today + DAY}
    assert f"A resit is planned for {words(today + DAY)}" in desk.said("result", **failed)[1]
    assert desk.done("result", **failed).completed_on is None
    early = {"completed_on": today + DAY, "result": "fail", "resit_on": today + 2 * DAY}
    assert list(desk.ask("result", **early).context["form"].errors) == ["completed_on"]
    merit = {"completed_on": today - DAY, "result": "merit", "resit_on": ""}
    assert desk.said("result", **merit)[-1].startswith("This is final")
    assert "resit_on" in desk.ask("result", **merit | {"resit_on": today}).context["form"].errors
    assert desk.done("result", **merit).result == "merit"
    page = desk.client.get(desk.path("change")).content.decode()
    for kept in ("No portfolio", "Failed on", "Correct the record"):
        assert kept in page
    assert "Stop the apprenticeship" not in page


def test_stopping_early_says_who_sees_what_and_keeps_the_reasons(desk):
    today = desk.people.today
    fields = {
        "withdrawn_on": today,
        "reason": "left",
        "redundant": "on",
        "human_reasons": ["pay", "no-time"],
        "would_have_kept": "A raise",
    }
    assert desk.said("withdraw", **fields)[2] == (
        f"From {words(today)} the buddy can no longer see this record. The manager and deputies can read it "
        "for 3 months more, the apprentice for 12."
    )
    record = desk.done("withdraw", **fields)
    assert (record.withdrawn_on, record.redundant, record.would_have_kept) == (today, True, "A raise")
    assert sorted(record.human_reasons) == ["no-time", "pay"]
    corrected = desk.client.get(desk.path("correct")).context["form"]
    fields = {name: corrected[name].value() for name in corrected.fields}
    fields = {name: "" if value is None else value for name, value in fields.items()}
    fields |= {"why": "Not redundant", "redundant": "", "would_have_kept": "More pay"}
    assert "Made redundant: yes becomes no." in desk.said("correct", **fields)
    assert not desk.done("correct", **fields).redundant
    assert record.history.first().history_change_reason == "Correction: Not redundant"
    page = desk.client.get(desk.path("change")).content.decode()
    assert "no time to learn" in page


# --- Plan and standard ----------------------------------------------------------------------------


def test_a_change_of_plan_is_said_over_time(desk):
    form = desk.client.get(desk.path("plan")).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    fields |= {"from_on": desk.people.today + 9 * DAY, "why": "Childcare", "weekly_hours": "30"}
    last = words(desk.people.today + 8 * DAY)
    assert desk.said("plan", **fields)[0] == f"Weekly hours: 36 hours until {last}, then 30 hours."
    assert desk.done("plan", **fields).weekly_hours == Decimal(30)
    page = desk.client.get(desk.path("change")).content.decode()
    assert f"Weekly hours: 36 hours until {last}, then 30 hours" in page
    assert "Childcare" in page
    again = desk.ask("plan", **fields)
    assert "Nothing would change" in again.content.decode()


def test_another_provider_leaves_the_tutor_behind(desk):
    provider = make.ProviderFactory()
    form = desk.client.get(desk.path("plan")).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    fields |= {"from_on": desk.people.today, "why": "It closed", "provider": provider.pk}
    record = desk.done("plan", **fields)
    assert (record.provider, record.tutor) == (provider, None)


@pytest.mark.parametrize(
    ("name", "field", "theirs"),
    [
        ("plan", "tutor", lambda there: there.tutor),
        ("plan", "team", lambda there: there.team),
        ("handover", "manager", lambda there: there.term.manager),
    ],
)
def test_nothing_of_another_organisation_can_be_chosen(name, field, theirs, desk):
    answer = desk.ask(name, **{field: theirs(desk.people.there).pk})
    assert "not one of the available choices" in answer.content.decode()
    assert "There" not in answer.content.decode()


def test_another_standard_is_a_linked_record(desk):
    standard, today = make.StandardFactory(name="Another trade"), desk.people.today
    fields = {
        "standard": standard.pk,
        "starts_on": today,
        "planned_end_on": today + 400 * DAY,
        "planned_learning_hours": "",
        "provider": desk.record.provider_id,
        "tutor": desk.record.tutor_id,
    }
    said = desk.said("standard", **fields)
    assert said[0].startswith(f"This record ends on {words(today - DAY)}")
    old = desk.done("standard", **fields)
    new = old.following.get()
    assert (new.standard, new.tutor, old.withdrawn_on) == (standard, desk.record.tutor, today - DAY)
    assert "Another trade, level 4" in desk.client.get(desk.path("change")).content.decode()


# --- Handover -------------------------------------------------------------------------------------


def test_a_handover_is_named_and_called_off(desk):
    record, today = desk.record, desk.people.today
    old, next_ = desk.people.here.term.manager, desk.people.manager_to_be
    answer = desk.client.get(desk.path("handover")).content.decode()
    assert f"{old} is the manager since" in answer
    assert f"{next_} is named from {words(today + 21 * DAY)}." in answer
    assert desk.said("call_off") == [
        f"The handover of {words(today + 21 * DAY)} is taken away.",
        f"{old} stays the manager.",
    ]
    desk.done("call_off")
    fields = {"manager": next_.manager.pk, "from_on": today + 5 * DAY}
    assert desk.said("handover", **fields) == [
        f"{old} is the manager until {words(today + 4 * DAY)}.",
        f"{next_} is the manager from {words(today + 5 * DAY)}, and sees this record from that day on.",
        f"{old} can no longer see this record from {words(today + 5 * DAY)}.",
    ]
    desk.done("handover", **fields)
    assert record.manager_terms.in_force(today + 5 * DAY).get().manager == next_.manager
    second = desk.ask("handover", **fields)
    assert f"{next_} is the manager from {words(today + 5 * DAY)} already." in second.content.decode()


def hand_over(desk, fields, role="manager", colleague=None):
    colleague = colleague or desk.people.here.term.manager
    path = f"/admin/apprentices/{role}/{colleague.pk}/handover/"
    shown = desk.client.post(path, fields)
    return shown, lambda: desk.client.post(path, {**fields, "_shown": shown.context["shown"]})


def test_everybody_is_handed_over_in_one_go(desk):
    today, here = desk.people.today, desk.people.here
    to = make.ManagerFactory(organisation=here.organisation, person=make.UserFactory(full_name="Next One"))
    for _ in range(2):
        record = make.ApprenticeFactory(cohort=here.cohort, starts_on=today - 100 * DAY)
        make.ManagerTermFactory(apprentice=record, manager=here.term.manager, from_on=today - 50 * DAY)
    shown, confirm = hand_over(desk, {"to": to.pk, "from_on": today})
    assert len(shown.context["said"]) == 3 + 1
    last = words(here.term.until_on)
    assert shown.context["said"][0] == (
        f"Here Apprentice: Next One is the manager from {words(today)} until {last}."
    )
    assert not ManagerTerm.objects.filter(manager=to).exists()
    assert confirm().status_code == 302
    assert ManagerTerm.objects.in_force(today).filter(manager=to).count() == 3
    assert "Nothing would change" in confirm().content.decode()


def test_a_buddy_hands_over_and_nobody_elsewhere_is_offered(desk):
    people = desk.people
    buddy = make.BuddyFactory(organisation=people.here.organisation)
    closed = make.BuddyFactory(organisation=people.here.organisation)
    User.objects.filter(pk=closed.person_id).update(is_active=False)
    mine = people.here.buddy_term.buddy
    page = desk.client.get(f"/admin/apprentices/buddy/{mine.pk}/handover/")
    assert list(page.context["form"].fields["to"].queryset) == [buddy]
    assert "Buddy of Here Apprentice since" in page.content.decode()
    _, confirm = hand_over(desk, {"to": buddy.pk, "from_on": people.today}, "buddy", mine)
    assert confirm()["Location"] == f"/admin/apprentices/buddy/{mine.pk}/change/"
    assert people.record.buddy_terms.in_force(people.today).get().buddy == buddy


# --- Accounts that somebody counts on -------------------------------------------------------------


def close(client, person):
    path = f"/admin/hackit/user/{person.pk}/change/"
    data = {"full_name": person.full_name, "preferred_name": "", "email": person.email}
    data |= {"invitations-TOTAL_FORMS": 0, "invitations-INITIAL_FORMS": 0}
    return client.post(path, data)


def test_who_still_manages_keeps_the_account_until_the_handover(desk):
    person, manager = desk.people.manager, desk.people.here.term.manager
    page = close(desk.client, person).content.decode()
    assert "manager of Here Apprentice" in page
    assert f'<a href="/admin/apprentices/manager/{manager.pk}/handover/">' in page
    assert User.objects.get(pk=person.pk).is_active
    to = make.ManagerFactory(organisation=desk.people.here.organisation)
    hand_over(desk, {"to": to.pk, "from_on": desk.people.today})[1]()
    assert close(desk.client, person).status_code == 302
    assert not User.objects.get(pk=person.pk).is_active


def test_who_runs_the_installation_reads_no_names(people, client_of):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.manager)
    page = close(client_of(people.superuser), people.manager).content.decode()
    assert "A coordinator hands over first" in page
    assert "Here Apprentice" not in page


# --- The page of the record -----------------------------------------------------------------------


def test_what_moves_made_is_not_changed_by_hand(desk):
    form = desk.client.get(desk.path("change")).context["adminform"].form
    assert not {"weekly_hours", "planned_end_on", "provider", "gateway_on", "withdrawn_on"} & set(form.fields)
    page = desk.client.get("/admin/apprentices/apprentice/add/").context["adminform"].form
    assert {"weekly_hours", "planned_end_on", "provider"} <= set(page.fields)
    assert "gateway_on" not in page.fields


def test_limits_between_what_is_asked_and_what_moves_made_are_said(desk):
    """A first day after the planned end, which the page does not ask."""
    form = desk.client.get(desk.path("change")).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {
        f"{rows}_terms-{count}_FORMS": 0
        for rows in ("manager", "deputy", "buddy")
        for count in ("TOTAL", "INITIAL")
    }
    data["starts_on"] = desk.record.planned_end_on + DAY
    page = desk.client.post(desk.path("change"), data).content.decode()
    assert "The planned end must be after the first day of learning." in page


def test_the_page_takes_the_same_queries_whatever_stands_around(desk):
    def queries():
        with CaptureQueriesContext(connection) as found:
            desk.client.get(desk.path("change"))
        return len(found)

    def once_more(number):
        away = desk.record.starts_on + (5 + 10 * number) * DAY
        back, around = away + 5 * DAY, {"apprentice": desk.record}
        make.BreakFactory(**around, first_day_away_on=away, first_day_back_on=back)
        make.EarlierPlanFactory(**around, until_on=away)
        make.SentBackFactory(**around, reached_on=back + DAY, sent_back_on=back + 2 * DAY)
        make.ReviewFactory(**around, held_on=away)

    once_more(0)
    queries()
    one = queries()
    once_more(1), once_more(2)
    assert queries() == one
