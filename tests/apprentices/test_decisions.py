"""The decision: recorded or corrected, its letter written, given in writing, and read from then on."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from apprentices import actions
from apprentices.models import Apprentice, BreakInLearning, Decision
from apprentices.models.next_steps import with_next_steps
from apprentices.next_steps import Outcome
from cohorts import ending
from cohorts.models import EndingTexts
from hackit import filling, versions
from hackit.access import Action
from hackit.overview.decision import CHECK_THE_LETTER, decision
from tests import factories as make
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
ROLE = {
    "role": "Service designer",
    "team": "",
    "starts_on": date(2027, 1, 4),
    "pay": "Grade 7",
    "next_manager": "Nex Tmanager",
}
STAYS = {"outcome": Outcome.SAME_TEAM, "decided_on": TODAY - DAY, **ROLE}
LEAVES = {"outcome": Outcome.NO_ROLE, "decided_on": TODAY - DAY}


@pytest.fixture
def people(now):
    people = world.build(TODAY)
    Apprentice.objects.filter(pk=people.record.pk).update(planned_end_on=date(2026, 12, 31))
    people.record.refresh_from_db()
    return people


def decide(people, by=None, **more):
    fields = more if "outcome" in more and "role" in more else STAYS | more
    return actions.decide(people.record, by=by or people.manager, on=TODAY, **fields)


def leave(people, **more):
    return actions.decide(people.record, by=people.manager, on=TODAY, **LEAVES | more)


def give(people, letter=None, given_on=TODAY, **more):
    letter = people.record.decision.letter if letter is None else letter
    return actions.give_decision(
        people.record, letter=letter, given_on=given_on, by=people.manager, on=TODAY, **more
    )


def given(people):
    decide(people)
    return give(people)


def address(people, rest=""):
    return f"/apprentices/{people.record.pk}/next-steps/decision/{rest}"


def text(client, path):
    return client.get(path).content.decode()


# --- Deciding ---


def test_a_letter_is_filled_in_from_what_is_known(people):
    letter = decide(people).letter
    assert filling.gaps(letter) == []
    assert letter.startswith("Dear Here,\n\nYour apprenticeship, ")
    for words in (
        f"{people.record.standard.name}, ends on 31 December 2026. On 17 November 2026 we decided",
        "The role is Service designer, in Here team. It begins on 4 January 2027, and the pay is Grade 7.",
        "Your manager will be Nex Tmanager.",
    ):
        assert words in letter
    assert letter.endswith(f"{people.manager}\nHere Council")


def test_what_nobody_knows_yet_stays_a_gap(people):
    found = decide(people, outcome=Outcome.OTHER_TEAM, team="Parks", starts_on=None, pay="", next_manager="")
    assert filling.gaps(found.letter) == ["[first day in the role]", "[pay]", "[manager in the role]"]
    assert "in Parks." in found.letter


def test_without_a_role_the_letter_is_the_kind_one(people):
    letter = leave(people).letter
    assert filling.gaps(letter) == []
    assert "This says nothing against your work." in letter
    assert "the last day" not in letter and "31 December 2026" in letter


def test_the_letters_are_those_of_the_organisation(people):
    own = {**ending.DEFAULTS, "no_offer_letter": "Ours for {apprentice}"}
    EndingTexts.objects.create(organisation=people.here.organisation, **own)
    theirs = {**ending.DEFAULTS, "no_offer_letter": "Theirs"}
    EndingTexts.objects.create(organisation=people.there.organisation, **theirs)
    assert leave(people).letter == "Ours for Here Apprentice"


def test_the_end_is_the_one_that_counts(people):
    Apprentice.objects.filter(pk=people.record.pk).update(contract_ends_on=date(2026, 12, 11))
    assert "ends on 11 December 2026" in leave(people).letter
    Decision.objects.all().delete()
    Apprentice.objects.filter(pk=people.record.pk).update(contract_ends_on=None)
    make.BreakFactory(apprentice=people.record, first_day_away_on=TODAY - 9 * DAY)
    assert BreakInLearning.objects.exists()
    assert filling.gaps(leave(people).letter) == ["[last day]"]


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"decided_on": TODAY + DAY}, "decided_on", "still to come"),
        ({"decided_on": TODAY - 400 * DAY}, "decided_on", "after the first day of learning"),
        ({"role": ""}, "role", "Say which role it is."),
        ({"outcome": Outcome.NEXT_APPRENTICESHIP, "role": ""}, "role", "Say which role it is."),
        ({"outcome": Outcome.OTHER_TEAM}, "team", "Say which team it is."),
        ({"starts_on": TODAY - 2 * DAY}, "starts_on", "Choose the day of the decision or a later one."),
        ({"role": "x" * 121}, "role", "at most 120"),
    ],
)
def test_what_is_refused(fields, name, said, people):
    with pytest.raises(ValidationError, match=said) as refused:
        actions.decide(people.record, by=people.manager, on=TODAY, **STAYS | fields)
    assert list(refused.value.message_dict) == [name]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", Decision.OF_A_ROLE)
def test_without_a_role_nothing_is_said_of_one(name, people):
    value = ROLE[name] or "Parks"
    with pytest.raises(ValidationError, match="leave it empty") as refused:
        leave(people, **{name: value})
    assert list(refused.value.message_dict) == [name]


def test_decided_twice_is_once(people):
    assert decide(people).pk == decide(people).pk
    [row] = Decision.history.all()
    assert (row.history_user, row.decided_by) == (people.manager, people.manager)


def test_a_correction_fills_the_letter_in_anew_and_leaves_its_trace(people):
    first = decide(people)
    found = decide(people, by=people.coordinator, pay="Grade 8")
    assert "the pay is Grade 8" in found.letter
    assert found.decided_by == people.manager
    assert [row.pay for row in Decision.history.order_by("history_id")] == ["Grade 7", "Grade 8"]
    assert first.pk == found.pk
    turned = leave(people)
    assert turned.role == "" and turned.starts_on is None
    assert "we have no role for you" in turned.letter


def test_a_letter_that_somebody_wrote_in_is_kept_through_corrections(people):
    own = decide(people).letter + "\nSee you there."
    actions.write_letter(people.record, letter=own, by=people.manager, on=TODAY)
    for pay in ("Grade 8", "Grade 9"):
        assert decide(people, pay=pay).letter == own
    back = own.removesuffix("\nSee you there.")
    actions.write_letter(people.record, letter=back, by=people.manager, on=TODAY)
    assert "the pay is Grade 6" in decide(people, pay="Grade 6").letter


def test_a_letter_of_the_opposite_is_never_kept(people):
    own = decide(people).letter + "\nSee you there."
    actions.write_letter(people.record, letter=own, by=people.manager, on=TODAY)
    found = leave(people)
    assert "we have no role for you" in found.letter and "See you there." not in found.letter
    assert own in [row.letter for row in Decision.history.all()]
    actions.write_letter(people.record, letter="Sorry.", by=people.manager, on=TODAY)
    assert "there is a role for you" in decide(people).letter


def test_other_templates_make_no_letter_one_that_was_written_by_hand(people):
    decide(people)
    own = {**ending.DEFAULTS, "offer_letter": "Now {pay}"}
    EndingTexts.objects.create(organisation=people.here.organisation, **own)
    assert decide(people, pay="Grade 8").letter == "Now Grade 8"


def test_who_decides_over_somebody_else_is_told_first(people):
    seen = versions.latest(decide(people))
    decide(people, by=people.deputy, pay="Grade 8")
    for before in ("0", seen):
        with pytest.raises(ValidationError, match=f"{people.deputy}.*"):
            decide(people, pay="Grade 9", seen=before)
    assert Decision.objects.get().pay == "Grade 8"


# --- Giving ---


def test_it_is_given_and_twice_is_once(people):
    assert given(people).given_on == TODAY
    give(people)
    assert [row.given_on for row in Decision.history.order_by("history_id")] == [None, TODAY]


@pytest.mark.parametrize(
    ("letter", "given_on", "said"),
    [
        ("Dear Here, the pay is [pay], from [first day].", TODAY, "the letter: .pay. and .first day.. Fill"),
        ("Dear Here", TODAY + DAY, "still to come"),
        ("Dear Here", TODAY - 2 * DAY, "It was decided on 17 November 2026"),
        (" \n", TODAY, "Write the letter"),
        ("x" * 5001, TODAY, "at most 5000"),
    ],
)
def test_what_is_not_given(letter, given_on, said, people):
    decide(people)
    with pytest.raises(ValidationError, match=said):
        give(people, letter, given_on)
    assert Decision.objects.get().given_on is None


def test_nothing_is_given_before_it_is_decided(people):
    with pytest.raises(ValidationError, match="record the decision first"):
        give(people, "Dear Here")
    with pytest.raises(ValidationError, match="record the decision first"):
        actions.write_letter(people.record, letter="Dear Here", by=people.manager)


def test_a_given_decision_that_is_changed_is_not_given_until_it_is_given_again(people):
    given(people)
    decide(people)  # the same again
    assert Decision.objects.get().given_on == TODAY
    assert decide(people, pay="Grade 8").given_on is None
    people.record.refresh_from_db()
    assert give(people).given_on == TODAY


def test_whoever_has_read_a_letter_is_told_that_it_is_corrected(people, client_of):
    client = client_of(people.apprentice)
    decide(people)
    assert client.get(address(people)).status_code == 404
    give(people)
    assert "it is decided, and the letter is there to read" in text(client, "/")
    decide(people, pay="Grade 8")
    answer = client.get(address(people), follow=True)
    assert "Your decision is being corrected" in answer.content.decode()
    assert "Grade 8" not in answer.content.decode()


def test_a_given_letter_is_changed_only_by_giving_it_again(people):
    given(people)
    with pytest.raises(ValidationError, match="give it again"):
        actions.write_letter(people.record, letter="Sorry", by=people.manager)
    assert give(people, "Dear Here, better words.").letter == "Dear Here, better words."
    assert Decision.history.count() == 3


def test_another_letter_is_not_given_before_the_last_one(people):
    decide(people, decided_on=TODAY - 5 * DAY)
    give(people, given_on=TODAY - 2 * DAY)
    assert give(people, given_on=TODAY - 3 * DAY).given_on == TODAY - 3 * DAY  # the same letter: a wrong day
    with pytest.raises(ValidationError, match="given on 15 November 2026: choose that day or a later one"):
        give(people, "Dear Here, better words.", TODAY - 4 * DAY)
    decide(people, decided_on=TODAY - 5 * DAY, pay="Grade 8")
    people.record.refresh_from_db()
    with pytest.raises(ValidationError, match="given on 15 November 2026"):
        give(people, given_on=TODAY - 4 * DAY)
    assert give(people, given_on=TODAY - 3 * DAY).given_on == TODAY - 3 * DAY


def test_two_who_write_the_letter_lose_nothing(people):
    seen = versions.latest(decide(people))
    actions.write_letter(people.record, letter="Theirs", by=people.deputy, on=TODAY, seen=seen)
    with pytest.raises(ValidationError, match=str(people.deputy)):
        give(people, "Mine", seen=seen)
    with pytest.raises(ValidationError, match=str(people.deputy)):
        actions.write_letter(people.record, letter="Mine", by=people.manager, seen=seen)
    assert Decision.objects.get().letter == "Theirs"


# --- Pages ---


def form(found=None, **more):
    """What a browser sends of a decision."""
    said = {name: value for name, value in ROLE.items() if name != "starts_on"}
    said |= {"outcome": Outcome.SAME_TEAM, "decided_on": "17/11/2026", "starts_on": "4/1/2027"}
    return said | {versions.FIELD: versions.latest(found) if found else "0"} | more


def sheet(found, **more):
    """What a browser sends of the letter."""
    said = {"letter": found.letter, "given_on": "18/11/2026", "give": ""}
    return said | {versions.FIELD: versions.latest(found)} | more


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
def test_those_responsible_decide_and_give(role, people, client_of):
    client = client_of(getattr(people, role))
    assert client.get(address(people))["Location"] == address(people, "record/")
    page = client.post(address(people, "record/"), form(), follow=True).content.decode()
    assert "Saved. Here reads it once it is given in writing." in page
    assert "Here cannot read it yet" in page
    assert f"Recorded on 18 November 2026 by {getattr(people, role)}." in page
    found = Decision.objects.get()
    page = client.post(address(people, "give/"), sheet(found), follow=True).content.decode()
    assert "Given in writing on 18 November 2026. Here can read it." in page
    assert "Correct the decision" in page


def test_the_apprentice_reads_it_once_it_is_given_and_nothing_of_how_it_came_about(people, client_of):
    client = client_of(people.apprentice)
    assert client.get(address(people)).status_code == 404
    decide(people, pay="Grade 5")
    assert client.get(address(people)).status_code == 404
    decide(people)
    give(people)
    page = text(client, address(people))
    assert "The decision on what comes next for you" in page
    assert "The role is Service designer" in page
    for kept in ("Grade 5", "Recorded on", "Corrected on", "Correct the decision", "Change the letter"):
        assert kept not in page
    decide(people, pay="Grade 8")
    assert client.get(address(people)).status_code == 302  # to be told that it is being corrected


def test_without_a_role_the_letter_says_it_and_no_list_of_choices(people, client_of):
    leave(people)
    give(people)
    assert "No role here" not in text(client_of(people.apprentice), address(people))
    assert "No role here" in text(client_of(people.manager), address(people))


def test_nothing_of_it_is_told_before_it_is_given(people, client_of):
    """The pages that the apprentice has know of a decision that is recorded: they say nothing of it."""
    decide(people, role="Secret role")
    client = client_of(people.apprentice)
    for path in ("/", f"/apprentices/{people.record.pk}/", "/account/data/", "/account/data.json"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Secret role" not in answer.content.decode()


def test_what_was_decided_elsewhere_is_out_of_reach(people, client_of):
    make.DecisionFactory(apprentice=people.other_record, given=True, role="Their secret")
    path = f"/apprentices/{people.other_record.pk}/next-steps/decision/"
    for role in ("apprentice", "manager", "coordinator", "superuser"):
        for rest in ("", "record/", "give/"):
            assert client_of(getattr(people, role)).get(path + rest).status_code == 404
    assert client_of(people.other_manager).get(path).status_code == 200


@pytest.mark.parametrize("role", ["apprentice", "buddy", "former_manager", "manager_to_be", "stranger"])
def test_nobody_else_decides(role, people, client_of):
    decide(people)
    client = client_of(getattr(people, role))
    for rest in ("record/", "give/"):
        for answer in (client.get(address(people, rest)), client.post(address(people, rest), form())):
            assert answer.status_code == 404
    assert client.get(address(people)).status_code == 404
    assert Decision.history.count() == 1


def test_a_coordinator_who_is_the_apprentice_too_decides_nothing_and_reads_it_once_given(people, client_of):
    make.CoordinatorFactory(organisation=people.here.organisation, person=people.apprentice)
    decide(people)
    client = client_of(people.apprentice)
    for rest in ("", "record/", "give/"):
        assert client.get(address(people, rest)).status_code == 404
    give(people)
    page = text(client, address(people))
    assert "The role is Service designer" in page
    assert "Recorded on" not in page and "Correct the decision" not in page


def test_after_the_end_the_manager_still_reads_and_decides_nothing(people, client_of):
    facts = {"withdrawn_on": TODAY - 5 * DAY, "withdrawal_reason": "left"}
    Apprentice.objects.filter(pk=people.record.pk).update(**facts)
    client = client_of(people.manager)
    assert client.get(address(people)).status_code == 404
    make.DecisionFactory(apprentice=people.record)
    page = text(client, address(people))
    assert "Service designer" in page
    assert "Correct the decision" not in page and "Give it in writing" not in page
    assert client.get(address(people, "record/")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"outcome": ""}, ["outcome"]),
        ({"decided_on": "soon"}, ["decided_on"]),
        ({"decided_on": "19/11/2026"}, ["decided_on"]),
        ({"starts_on": "31/2/2027"}, ["starts_on"]),
        ({"role": "", "team": "x" * 121}, ["team"]),
        ({"outcome": Outcome.NO_ROLE}, ["role", "starts_on", "pay", "next_manager"]),
    ],
)
def test_what_is_refused_stands_beside_its_field(fields, names, people, client_of):
    answer = client_of(people.manager).post(address(people, "record/"), form(**fields))
    assert list(answer.context["form"].errors) == names
    assert not Decision.objects.exists()


def test_a_gap_is_said_and_a_draft_keeps_it(people, client_of):
    client = client_of(people.manager)
    client.post(address(people, "record/"), form(pay=""))
    found = Decision.objects.get()
    assert "Still open in the letter: [pay]." in text(client, address(people))
    answer = client.post(address(people, "give/"), sheet(found))
    assert answer.context["form"].errors["letter"] == [
        "Something is still open in the letter: [pay]. Fill it in."
    ]
    draft = sheet(found, letter=found.letter + "\nSoon.", given_on="", draft="")
    del draft["give"]
    page = client.post(address(people, "give/"), draft, follow=True).content.decode()
    assert "Here does not see the draft." in page
    found.refresh_from_db()
    assert found.letter.endswith("Soon.") and found.given_on is None


def test_whoever_gives_it_says_on_which_day(people, client_of):
    found = decide(people)
    answer = client_of(people.manager).post(address(people, "give/"), sheet(found, given_on=""))
    assert list(answer.context["form"].errors) == ["given_on"]


def test_nothing_to_give_leads_to_recording_it(people, client_of):
    answer = client_of(people.manager).get(address(people, "give/"), follow=True)
    assert answer.redirect_chain[0][0] == address(people, "record/")
    assert "Nothing is decided yet: record the decision first." in answer.content.decode()


def test_a_kept_letter_is_said_until_somebody_wrote_it_anew(people, client_of):
    found = decide(people)
    actions.write_letter(people.record, letter="Mine", by=people.manager, on=TODAY)
    client = client_of(people.manager)
    assert CHECK_THE_LETTER not in text(client, address(people))
    client.post(address(people, "record/"), form(found, pay="Grade 8", **{versions.FIELD: ""}))
    page = text(client, address(people))
    assert CHECK_THE_LETTER in page
    assert CHECK_THE_LETTER in text(client, address(people, "give/"))
    assert "Corrected on 18 November 2026" in page
    actions.write_letter(people.record, letter="Mine, checked", by=people.manager, on=TODAY)
    for rest in ("", "give/"):
        assert CHECK_THE_LETTER not in text(client, address(people, rest))


def test_turned_round_the_page_says_that_the_letter_is_another(people, client_of):
    decide(people)
    leaving = {"outcome": Outcome.NO_ROLE, **dict.fromkeys(("role", "team", "pay", "next_manager"), "")}
    sent = form(Decision.objects.get(), starts_on="", **leaving)
    page = client_of(people.manager).post(address(people, "record/"), sent, follow=True).content.decode()
    assert "Saved. The letter was the opposite of this, so it is filled in anew." in page


def test_the_day_of_giving_begins_with_today(people, client_of):
    decide(people)
    give(people, given_on=TODAY - DAY)
    page = client_of(people.manager).get(address(people, "give/"))
    assert page.context["form"]["given_on"].value() == TODAY


def test_overtaken_the_page_shows_what_it_says_now(people, client_of):
    mine = form(decide(people), pay="Grade 9")
    decide(people, by=people.deputy, pay="Grade 8")
    answer = client_of(people.manager).post(address(people, "record/"), mine)
    assert answer.context["form"].says_now() == [("Grade or pay", "Grade 8")]
    assert Decision.objects.get().pay == "Grade 8"


def test_pressed_twice_nothing_more_happens(people, client_of):
    client = client_of(people.manager)
    for _ in range(2):
        assert client.post(address(people, "record/"), form()).status_code == 302
    found = Decision.objects.get()
    said = sheet(found)
    for _ in range(2):
        assert client.post(address(people, "give/"), said).status_code == 302
    assert Decision.history.count() == 2


def test_paper_holds_the_letter_alone(people, client_of):
    given(people)
    page = text(client_of(people.manager), address(people))
    column = page[page.index("app-letter") : page.index("</main>")]
    parts = re.split(r'<(?:div|h1)[^>]*class="([^"]*)"', column)
    assert [name for name in parts[1::2] if "app-no-print" in name or "paper" in name] == [
        "govuk-heading-xl app-no-print",
        "app-no-print",
        "app-card app-letter__paper",
        "app-no-print",
    ]


def test_queries(people, client_of):
    client = client_of(people.manager)
    decide(people)
    client.get(address(people))
    counts = []
    for more in (0, 3):
        for number in range(more):
            decide(people, pay=f"Grade {number}")
        found = []
        for rest in ("", "record/", "give/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(people, rest)).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts == [[6, 6, 7], [6, 6, 7]]


# --- What the next-steps page shows ---


def shown(people, role, on=TODAY):
    seen = Apprentice.objects.allowing(getattr(people, role), Action.SEE_NEXT_STEPS, on)
    with CaptureQueriesContext(connection) as queries:
        record = with_next_steps(seen.for_overview(on)).select_related("decision", "person").get()
        found = decision(record, on)
    assert len(queries) == 1
    return found


def links(found):
    return [words for words, _ in found.links]


def test_before_anything_is_decided_the_day_of_the_answer_stands_there(people):
    assert shown(people, "apprentice").says == [
        "You know what comes next by 30 November 2026, in writing either way."
    ]
    found = shown(people, "manager")
    assert found.says == [
        "Nothing is decided yet. Here is to know by 30 November 2026, in writing either way."
    ]
    assert (found.late, links(found)) == (False, ["Record the decision"])


def test_a_promised_day_that_has_passed_is_said_to_all_sides(people):
    make.ConversationFactory(apprentice=people.record, held=True, answer_by_on=TODAY - DAY)
    own, theirs = shown(people, "apprentice"), shown(people, "coordinator")
    assert own.late and theirs.late
    assert own.says[0].startswith("You were to know what comes next by 17 November 2026.")
    assert own.links == []
    assert "was to know by 17 November 2026" in theirs.says[0]


def test_decided_and_not_given_the_apprentice_reads_what_they_read_before(people):
    before = shown(people, "apprentice")
    decide(people)
    assert shown(people, "apprentice") == before
    found = shown(people, "manager")
    assert found.says == [
        "A role in the same team, decided on 17 November 2026.",
        "Here does not read it before it is given in writing: by 24 November 2026.",
    ]
    assert links(found) == ["Give it in writing", "Look at the decision"]
    assert shown(people, "manager", on=TODAY + 7 * DAY).late


def test_given_it_leads_to_the_letter(people):
    given(people)
    for role in ("apprentice", "manager", "deputy", "coordinator"):
        found = shown(people, role)
        what = "The decision was" if role == "apprentice" else "A role in the same team,"
        assert found.says == [f"{what} given in writing on 18 November 2026."]
        assert found.links == [("Read the letter", address(people))]
        html = render_to_string("components/decision.html", {"decision": found})
        assert f'href="{address(people)}"' in html


def test_in_a_break_nobody_can_say_the_day(people):
    make.BreakFactory(apprentice=people.record, first_day_away_on=TODAY - 9 * DAY)
    assert "depends on the end" in shown(people, "apprentice").says[0]


def test_after_the_end_nothing_is_awaited(people):
    facts = {"withdrawn_on": TODAY - 5 * DAY, "withdrawal_reason": "left"}
    Apprentice.objects.filter(pk=people.record.pk).update(**facts)
    decide_url = address(people, "record/")
    assert (shown(people, "manager").says, shown(people, "manager").links) == (
        ["No decision was recorded."],
        [],
    )
    assert shown(people, "coordinator").links == [("Record the decision", decide_url)]
    make.DecisionFactory(apprentice=people.record)
    assert shown(people, "apprentice").says == ["No decision was given in writing."]
