"""People to meet: listed and put in order, spread over days, met, and remembered by a line of one's own."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apprentices import actions
from apprentices.induction import State, Taken
from apprentices.models import InductionStep, MetLine
from cohorts.induction import Kind, Owner, Sight
from hackit import versions
from hackit.overview import people_to_meet as overview
from tests import factories as make
from tests import world
from tests.apprentices.test_at_once import at_once, refusals
from tests.world import ROLES
from workplans.actions import agree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = date(2026, 11, 18)  # a Wednesday
THURSDAY, FRIDAY, MONDAY = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)
CANARY = "Redglassesandwarehouse"


def free(day):
    return Taken.NOTHING


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def at(people, client_of):
    """A function that gives what a role does at the addresses of people to meet."""
    return lambda role: At(people, client_of(getattr(people, role)), role)


class At:
    """Somebody at the people whom the apprentice of `here` meets."""

    def __init__(self, people, client, role):
        self.record, self.client, self.role = people.record, client, role

    def path(self, name="people_to_meet", *more):
        return reverse(name, args=[self.record.pk, *more])

    def get(self, name="people_to_meet", *more, **asked):
        return self.client.get(self.path(name, *more), asked)

    def send(self, name, *more, **fields):
        return self.client.post(self.path(name, *more), fields)

    def page(self):
        return self.get().context["page"]


def listed(record):
    return dict(record.induction_steps.people_to_meet().values_list("meets", "due_on"))


@pytest.fixture
def three(people):
    """Ann and Bob tomorrow, Cat the day after."""
    rows = [{"meets": name, "job": "engineer"} for name in ("Ann", "Bob", "Cat")]
    return actions.list_people(people.record, rows, learning=free, by=people.manager)


# --- Listing --------------------------------------------------------------------------------------


def test_somebody_is_listed_at_the_foot(people, at):
    manager, fields = (
        at("manager"),
        {"meets": "Ann Lee", "job": "Engineer", "guidance": "Maps", "place": "2"},
    )
    answer = manager.send("list_person", **fields)
    step = InductionStep.objects.get()
    assert answer.url == f"{manager.path()}#person-{step.pk}"
    assert (step.owner, step.kind, step.title) == (Owner.APPRENTICE, Kind.INTRODUCTION, "Meet Ann Lee")
    assert manager.send("list_person", another="", meets="Bob").url == f"{manager.path()}#id_meets"
    ann, bob = manager.page().people
    assert (ann.name, ann.job, ann.why, ann.place) == ("Ann Lee", "Engineer", "Maps", "2")
    assert ann.day == bob.day == "Thursday 19 November 2026"
    told = [str(one) for one in manager.get().context["messages"]]
    assert told == [] or told[-1] == "Added: Bob, Thursday 19 November 2026."


def test_pressed_twice_lists_once(people, at):
    for _ in range(2):
        assert at("manager").send("list_person", meets="Ann", job="Engineer").status_code == 302
    assert InductionStep.history.count() == 1


def test_the_same_twice_in_one_list_is_one(people):
    rows = [{"meets": "Ann"}, {"meets": "Ann "}]
    assert len(actions.list_people(people.record, rows, learning=free, by=people.manager)) == 1
    assert InductionStep.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"meets": " "}, "Write their name."),
        ({"meets": "ann", "job": "ENGINEER"}, "Ann is listed already."),
        ({"meets": "A" * 121}, "Write at most 120 characters: this has 121."),
    ],
)
def test_what_cannot_be_listed(fields, words, three, at):
    answer = at("manager").send("list_person", place="Typed", **fields)
    assert answer.context["form"].errors["meets"] == [words]
    assert answer.context["form"]["place"].value() == "Typed"
    assert InductionStep.objects.count() == 3


def test_several_lines_at_once(people, at):
    lines = "Ann Lee, data engineer, 2nd floor, by the window\r\n\r\nBob\r\nCat\tclerk, senior\tdesk 4\r\n"
    assert at("manager").send("list_people", lines=lines).url == at("manager").path()
    assert [(one.meets, one.job, one.place) for one in InductionStep.objects.people_to_meet()] == [
        ("Ann Lee", "data engineer", "2nd floor, by the window"),
        ("Bob", "", ""),
        ("Cat", "clerk, senior", "desk 4"),
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", ["Write at least one line."]),
        (" , \n", ["Write at least one line."]),
        ("Dan\n, clerk", ["Line 2: write a name before the first comma."]),
        ("Dan\nann, Engineer", ["Line 2: ann is on the list already. Take this line out."]),
        ("Dan\n\nDan", ["Line 3: Dan is in line 1 too. Take this line out."]),
        ("Dan\n" + "A" * 121, ["Line 2: name has 121 characters: shorten it to 120."]),
        ("Dan, " + "A" * 121 + "\n,x", ["Line 1: job has 121 characters: shorten it to 120.",
                                       "Line 2: write a name before the first comma."]),
        ("\n".join(f"Dan {n}" for n in range(61)), ["These are 61 people: add at most 60 at a time."]),
    ],
)  # fmt: skip
def test_all_lines_or_none(lines, said, three, at):
    answer = at("manager").send("list_people", lines=lines)
    assert answer.context["form"].errors == {"lines": said}
    assert InductionStep.objects.count() == 3


def test_order_moves_the_days(people, three, at):
    manager, (ann, bob, cat) = at("manager"), three
    ways = [[way.words for way in one.buttons] for one in manager.page().people]
    assert ways == [["Down"], ["Up", "Down"], ["Up"]]
    assert manager.send("person_up", cat.pk).url == f"{manager.path()}#person-{cat.pk}"
    assert listed(people.record) == {"Ann": THURSDAY, "Cat": THURSDAY, "Bob": FRIDAY}
    manager.send("person_up", ann.pk)  # first already
    manager.send("person_down", bob.pk)  # last already
    assert [one.name for one in manager.page().people] == ["Ann", "Cat", "Bob"]


def test_who_is_met_today_is_not_put_off(people, three):
    """Neither by somebody new on the list, nor by another order."""
    InductionStep.objects.filter(pk=three[0].pk).update(due_on=TODAY)
    actions.list_person(people.record, meets="Dan", learning=free, by=people.manager)
    actions.order_people(three[0], up=False, learning=free, by=people.manager)
    assert listed(people.record) == {"Ann": TODAY, "Bob": THURSDAY, "Cat": THURSDAY, "Dan": FRIDAY}


def test_on_the_first_day_they_begin_on_the_next(people):
    people.record.first_day_at_work_on = TODAY
    people.record.save()
    actions.list_person(people.record, meets="Ann", learning=free, by=people.manager)
    assert listed(people.record) == {"Ann": THURSDAY}


def test_who_was_met_stays_where_they_are(people, three):
    actions.tell(three[0], state=State.DONE, by=people.apprentice)
    actions.order_people(three[2], up=True, learning=free, by=people.manager)
    assert listed(people.record) == {"Ann": THURSDAY, "Cat": THURSDAY, "Bob": FRIDAY}
    with pytest.raises(ValidationError, match="Ann was met already, and stays"):
        actions.unlist_person(three[0], learning=free, by=people.manager)


def test_a_day_by_hand_and_back(people, three, at):
    manager, cat = at("manager"), three[2]
    fields = {"meets": "Cat Lane", "job": "", "guidance": "", "place": ""}
    manager.send("person_to_meet", cat.pk, due_on="2/12/2026", **fields)
    cat.refresh_from_db()
    assert (cat.title, cat.by_hand, cat.due_on) == ("Meet Cat Lane", True, date(2026, 12, 2))
    assert manager.page().people[-1].buttons == []
    form = manager.get("person_to_meet", cat.pk).context["form"]
    assert form.initial["due_on"] == date(2026, 12, 2)
    manager.send("person_to_meet", cat.pk, due_on="", **fields)
    cat.refresh_from_db()
    assert (cat.by_hand, cat.due_on) == (False, FRIDAY)
    hint = manager.get("person_to_meet", cat.pk).context["form"].fields["due_on"].help_text
    assert "Now it is Friday" in hint


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("19/11/2026", "They meet 2 people on 19 November 2026 already: choose another day."),
        ("21/11/2026", "Nobody works on 21 November 2026: choose another day."),
        ("25/12/2026", "Nobody works on 25 December 2026: choose another day."),
        ("1/12/2026", "Nobody works on 1 December 2026: choose another day."),  # a closing day
        ("27/11/2026", "27 November 2026 is agreed for learning: choose another day."),
        ("17/11/2026", "17 November 2026 is past: choose today or a later day."),
        ("1/1/2026", "The first day at work is 10 August 2026: not before that."),
    ],
)
def test_a_day_that_is_refused(day, words, people, three, at):
    people.record.first_day_at_work_on = date(2026, 8, 10)
    people.record.save()
    people.here.organisation.closing_days.create(closed_on=date(2026, 12, 1))
    fridays = make.LearningTimeFactory(
        apprentice=people.record, from_on=date(2026, 11, 27), pattern="----D--", proposed_by=people.apprentice
    )
    agree(fridays, by=people.manager)
    answer = at("manager").send("person_to_meet", three[2].pk, meets="Cat", due_on=day)
    assert answer.context["form"].errors == {"due_on": [words]}


def test_half_a_day_for_learning_leaves_the_other(people, three, at):
    mornings = make.LearningTimeFactory(
        apprentice=people.record, from_on=TODAY, pattern="---M---", proposed_by=people.apprentice
    )
    agree(mornings, by=people.manager)
    notes = [one.note for one in at("apprentice").page().people]
    assert notes == ["in the afternoon: the morning is for learning"] * 2 + [""]


def test_who_comes_second_reads_what_the_first_wrote(people, three, at):
    manager, ann = at("manager"), three[0]
    seen = versions.latest(ann)
    at("deputy").send("person_to_meet", ann.pk, meets="Ann", job="Lead", **{versions.FIELD: seen})
    fields = {"meets": "Anna", "job": "engineer", versions.FIELD: seen}
    answer = manager.send("person_to_meet", ann.pk, **fields)
    assert ("Job", "Lead") in answer.context["form"].says_now()
    assert answer.context["form"].errors["__all__"][0].startswith(f"{people.deputy} saved this record")
    again = manager.send("person_to_meet", ann.pk, **fields | {versions.FIELD: versions.latest(ann)})
    assert again.status_code == 302


def test_a_day_that_moved_by_itself_stands_in_nobodys_way(people, three, at):
    cat, seen = three[2], versions.latest(three[2])
    at("deputy").send("person_up", cat.pk)
    fields = {"meets": "Cat", "job": "Lead", versions.FIELD: seen}
    for _ in range(2):  # and pressed twice is once
        assert at("manager").send("person_to_meet", cat.pk, **fields).status_code == 302
    assert cat.history.filter(job="Lead").count() == 1


def test_nobody_is_given_the_name_of_another(people, three, at):
    answer = at("manager").send("person_to_meet", three[0].pk, meets="BOB", job="engineer")
    assert answer.context["form"].errors == {"meets": ["Bob is listed already."]}


def test_taken_off_after_a_question(people, three, at):
    manager, ann = at("manager"), three[0]
    assert manager.get("unlist_person", ann.pk).status_code == 200
    for _ in range(2):
        assert manager.send("unlist_person", ann.pk).url == manager.path()
    assert listed(people.record) == {"Bob": THURSDAY, "Cat": THURSDAY}
    assert manager.get("person_to_meet", ann.pk).url == manager.path()
    assert manager.get("person_to_meet", 999_999).status_code == 404


def test_an_introduction_of_the_template_is_not_changed_here(people, at):
    step = make.InductionStepFactory(apprentice=people.record, kind=Kind.INTRODUCTION)
    for name in ("person_to_meet", "unlist_person"):
        assert at("manager").get(name, step.pk).status_code == 404
    assert at("manager").send("person_up", step.pk).status_code == 404
    assert at("apprentice").get("remember_person", step.pk).status_code == 404


def test_somebody_of_another_apprentice_is_not_there(people, at):
    step = make.InductionStepFactory(apprentice=people.other_record, kind=Kind.INTRODUCTION, meets="There")
    assert at("manager").send("person_to_meet", step.pk, meets="Mine").status_code == 404
    assert at("apprentice").send("met_person", step.pk).status_code == 404
    assert at("apprentice").send("remember_person", step.pk, words="Mine").status_code == 404


# --- Who sees what --------------------------------------------------------------------------------


def test_everybody_sees_introductions_and_nothing_else(people, three, at):
    meeting = make.InductionStepFactory(
        apprentice=people.record, kind=Kind.INTRODUCTION, title="Meet the team"
    )
    make.InductionStepFactory(apprentice=people.record, title="A task")
    make.InductionStepFactory(apprentice=people.record, title="Risk", sight=Sight.CLOSED)
    not_needed = {"state": State.NOT_NEEDED, "not_needed_because": "Met before"}
    make.InductionStepFactory(apprentice=people.record, kind=Kind.INTRODUCTION, **not_needed)
    for role in ("apprentice", "manager", "deputy", "buddy", "coordinator"):
        assert [one.name for one in at(role).page().people] == [meeting.title, "Ann", "Bob", "Cat"], role
    may = {role: [len(one.links) for one in at(role).page().people] for role in ("buddy", "manager")}
    assert may == {"buddy": [0, 0, 0, 0], "manager": [0, 2, 2, 2]}


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("apprentice", "Your manager lists whom you meet"),
        ("buddy", "The manager or a deputy lists"),
        ("manager", "Write below whom Here should meet, the most important first."),
    ],
)
def test_why_it_is_empty(role, words, at):
    assert words in at(role).page().empty
    assert b"nothing to print" in at(role).get("people_sheet").content


@pytest.mark.parametrize("number", [1, 3, 50])
@pytest.mark.parametrize("name", ["people_to_meet", "people_sheet"])
def test_queries(name, number, people, at, django_assert_num_queries):
    rows = [{"meets": f"Person {n}"} for n in range(number)]
    for step in actions.list_people(people.record, rows, learning=free, by=people.manager):
        actions.remember(step, words="A line")
    for role in ("manager", "apprentice"):
        here = at(role)
        here.get(name)
        with django_assert_num_queries(7):
            here.get(name, lines="1")


# --- Meeting --------------------------------------------------------------------------------------


def test_the_apprentice_meets_and_takes_back(people, three, at):
    me, ann = at("apprentice"), three[0]
    assert me.page().next.name == "Ann"
    for _ in range(2):
        assert me.send("met_person", ann.pk).url == me.path("remember_person", ann.pk)
    ann.refresh_from_db()
    assert (ann.state, ann.done_by, ann.history.count()) == (State.DONE, people.apprentice, 2)
    assert b"Not met after all" in me.get("remember_person", ann.pk).content
    page = me.page()
    assert (page.says, page.people[0].told) == ("I have met Bob", "Met")
    assert page.people[0].day == "Wednesday 18 November 2026"
    me.send("not_met_person", ann.pk)
    assert me.page().next.name == "Ann"


def test_not_met_after_all_takes_back_nothing_else(people, three, at):
    actions.tell(three[0], state=State.STUCK, because="Away", by=people.manager)
    at("apprentice").send("not_met_person", three[0].pk)
    three[0].refresh_from_db()
    assert three[0].stuck_because == "Away"


def test_what_the_system_knows_is_not_asked(people, at):
    step = make.InductionStepFactory(apprentice=people.record, kind=Kind.INTRODUCTION, fact="buddy")
    people.here.buddy_term.buddy.briefed_on = TODAY
    people.here.buddy_term.buddy.save()
    assert (at("apprentice").page().people[0].told, at("apprentice").page().people[0].met) == ("Done", None)
    assert at("apprentice").send("met_person", step.pk).status_code == 302
    step.refresh_from_db()
    assert step.state == State.TO_DO


def test_late_in_words(people, three, at):
    InductionStep.objects.filter(pk=three[0].pk).update(due_on=TODAY - timedelta(days=1))
    assert [one.told for one in at("buddy").page().people] == ["Late", "", ""]


# --- The line to remember somebody by -------------------------------------------------------------


@pytest.fixture
def remembered(three, at):
    at("apprentice").send("met_person", three[0].pk)
    assert at("apprentice").send("remember_person", three[0].pk, words=f" {CANARY} ").status_code == 302
    return three[0]


def test_the_apprentice_reads_their_line(remembered, at):
    me = at("apprentice")
    assert me.page().people[0].line == CANARY
    assert CANARY in me.get("people_sheet", lines="1").content.decode()
    assert CANARY not in me.get("people_sheet").content.decode()
    assert CANARY in me.get("remember_person", remembered.pk).content.decode()
    assert "words" in me.send("remember_person", remembered.pk, words="x" * 201).context["form"].errors
    me.send("remember_person", remembered.pk, words=" ")
    assert not MetLine.objects.exists()


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"apprentice"}))
def test_nobody_else_reads_the_line(role, remembered, people, at):
    """At none of the addresses that tell of somebody met, of the record, or of oneself."""
    here = at(role)
    pages = [
        here.path(name) for name in ("people_to_meet", "people_sheet", "induction", "apprentice", "history")
    ]
    pages += [f"{here.path('people_sheet')}{end}" for end in ("", "?lines=1")]
    pages += [here.path("person_to_meet", remembered.pk)]
    pages += [here.path("unlist_person", remembered.pk), here.path("remember_person", remembered.pk)]
    pages += [reverse(name) for name in ("home", "own_data", "own_data_json")]
    for kind in ("change", "history"):
        pages.append(reverse(f"admin:apprentices_apprentice_{kind}", args=[people.record.pk]))
        pages.append(reverse(f"admin:hackit_user_{kind}", args=[people.apprentice.pk]))
    for path in pages:
        assert CANARY not in here.client.get(path).content.decode(), path
    assert here.send("remember_person", remembered.pk, words="Theirs").status_code in (302, 404)
    assert MetLine.objects.get().words == CANARY
    assert CANARY not in str(list(InductionStep.history.values()))


def test_after_the_end_the_apprentice_reads_and_writes_no_more(remembered, people, at):
    people.record.withdrawn_on = TODAY - timedelta(days=30)
    people.record.withdrawal_reason = "other"
    people.record.save()
    me = at("apprentice")
    page = me.page()
    assert (page.people[0].line, page.people[0].links, page.next) == (CANARY, [], None)
    assert CANARY in me.get("people_sheet", lines="1").content.decode()
    assert me.send("remember_person", remembered.pk, words="New").status_code == 404


# --- Two managers at once -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_never_more_on_a_day_than_the_organisation_wants(turn, people):
    make.InductionStepFactory(apprentice=people.record, kind=Kind.INTRODUCTION, due_on=THURSDAY)
    names = ([f"{by} {number}" for number in range(4)] for by in "AB")
    calls = [
        lambda rows=rows, by=by: [
            actions.list_person(people.record, meets=name, learning=free, by=by, on=TODAY) for name in rows
        ]
        for rows, by in zip(names, (people.manager, people.deputy), strict=True)
    ]
    assert refusals(at_once(*calls)) == []
    days = Counter(InductionStep.objects.values_list("due_on", flat=True))
    assert max(days.values()) == people.here.organisation.introductions_a_day == 2
    assert sum(days.values()) == 9
    positions = InductionStep.objects.people_to_meet().values_list("position", flat=True)
    assert list(positions) == list(range(1, 9))


def test_how_the_days_come():
    assert "At most one person a working day" in overview.how_days_come(1)
    assert "At most 3 people a working day" in overview.how_days_come(3)
