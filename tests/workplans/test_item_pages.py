"""The items of a plan at their pages: written quickly, changed, moved on, suggested, put in order."""

import pytest

from hackit import versions
from tests import factories as make
from tests import world
from tests.workplans.plan_pages import DECEMBER, NOVEMBER, TODAY, said, version
from workplans import actions
from workplans.models import PlanItem
from workplans.work_plan import ItemState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def plan(people):
    return make.WorkPlanFactory(apprentice=people.record)


@pytest.fixture
def item(plan):
    return make.PlanItemFactory(plan=plan, title="Write a guide")


def titles(somebody, month=NOVEMBER):
    return [item.title for item in somebody.page(month).items]


# --- Writing is quick ---


def test_an_item_from_the_foot_of_the_plan(people, at_plan):
    manager = at_plan("manager")
    fields = {"title": "Shadow the desk", "kind": "learning", "due_on": "20/11/2026", "who_helps": "Ann"}
    answer = manager.send("add_item", **fields)
    item = PlanItem.objects.get()
    assert answer.url == f"{manager.path()}#item-{item.pk}"
    assert manager.page().items[0].facts == ["Learning", "Due 20 November 2026", "Ann helps"]
    assert (
        manager.send("add_item", another="", **fields | {"title": "Next"}).url == f"{manager.path()}#id_title"
    )
    assert titles(manager) == ["Shadow the desk", "Next"]


@pytest.mark.parametrize(("role", "name"), [("manager", "add_item"), ("apprentice", "suggest_item")])
def test_what_was_begun_is_taken_along_to_the_page_that_asks_for_more(role, name, people, at_plan):
    answer = at_plan(role).send(name, more="", title="Shadow", kind="learning", due_on="40/1")
    form = answer.context["form"]
    assert [form[name].value() for name in ("title", "kind", "due_on")] == ["Shadow", "learning", "40/1"]
    assert (form.errors, PlanItem.objects.count()) == ({}, 0)


def test_a_button_pressed_twice_adds_once(people, at_plan):
    manager = at_plan("manager")
    for _ in range(2):
        manager.send("add_item", title="Shadow the desk", kind="work")
    assert PlanItem.history.count() == 1


def test_a_refused_item_keeps_what_was_typed(people, at_plan):
    answer = at_plan("manager").send("add_item", title="", kind="work", due_on="40/11/2026", detail="Typed")
    form = answer.context["form"]
    assert form.errors == {
        "title": ["Write what is to be done or learned."],
        "due_on": ["Write the day as 3/9/2026 or 3 September 2026."],
    }
    assert form["detail"].value() == "Typed"


def test_a_project_of_this_apprentice_alone_can_be_chosen(people, at_plan):
    manager = at_plan("manager")
    assert "project" not in manager.client.get(manager.path("add_item")).context["form"].fields
    mine = make.ProjectFactory(apprentice=people.record, title="Bins <b>online</b>")
    theirs = make.ProjectFactory(apprentice=people.other_record, title="Elsewhere")
    page = manager.client.get(manager.path("add_item")).content.decode()
    assert "Bins &lt;b&gt;online" in page
    assert "Elsewhere" not in page
    answer = manager.send("add_item", title="Help", kind="work", project=theirs.pk)
    assert "project" in answer.context["form"].errors
    manager.send("add_item", title="Help", kind="work", project=mine.pk)
    assert manager.page().items[0].facts == ["Work", "Project: Bins <b>online</b>"]
    item = PlanItem.objects.get()
    form = manager.client.get(manager.path("plan_item", item.pk)).context["form"]
    assert form["project"].value() == mine.pk


def test_what_people_write_is_never_markup(people, at_plan, item):
    item.title = item.detail = item.helper = "<script>x</script>"
    item.save()
    manager = at_plan("manager")
    for path in (
        manager.path(),
        manager.path("plan_item", item.pk),
        manager.path("move_item", item.pk, "drop"),
        manager.path("delete_item", item.pk),
    ):
        assert "<script>x" not in manager.client.get(path).content.decode()


def test_due_and_past_it_is_late_while_it_is_open(people, at_plan, item):
    PlanItem.objects.update(due_on="2026-11-17")
    assert at_plan("buddy").page().items[0].late == "Late"
    PlanItem.objects.update(state="done")
    assert at_plan("buddy").page().items[0].late == ""
    PlanItem.objects.update(state="planned", due_on=TODAY)
    assert at_plan("buddy").page().items[0].late == ""


# --- Progress, and order ---


def test_the_apprentice_says_how_far_it_is(people, at_plan, item):
    apprentice = at_plan("apprentice")
    assert apprentice.ways("Write a guide") == ["Start", "Done"]
    answer = apprentice.send("move_item", item.pk, "begin")
    assert answer.url == f"{apprentice.path()}#item-{item.pk}"
    assert apprentice.ways("Write a guide") == ["Done", "Not started"]
    apprentice.move(item, "finish")
    assert apprentice.ways("Write a guide") == ["Not started"]
    assert apprentice.page().items[0].state == ItemState.DONE


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator", "buddy"])
def test_nobody_else_says_how_far_it_is(role, people, at_plan, item):
    assert at_plan(role).send("move_item", item.pk, "finish").status_code == 404
    assert not {"Start", "Done"} & {*at_plan(role).ways("Write a guide")}


@pytest.mark.parametrize("role", ["apprentice", "buddy"])
@pytest.mark.parametrize("move", ["carry", "drop", "take-back"])
def test_whoever_does_not_write_the_plan_gives_nothing_up(role, move, people, at_plan, item):
    assert at_plan(role).send("move_item", item.pk, move, because="Mine").status_code == 404
    item.refresh_from_db()
    assert item.state == ItemState.PLANNED


def test_a_move_that_is_none_and_a_look_that_would_move(people, at_plan, item):
    apprentice = at_plan("apprentice")
    assert apprentice.send("move_item", item.pk, "finished").status_code == 404
    assert apprentice.client.get(apprentice.path("move_item", item.pk, "finish")).status_code == 405


def test_items_change_places(people, at_plan, plan):
    items = [make.PlanItemFactory(plan=plan, title=title) for title in "ABC"]
    manager = at_plan("manager")
    assert [way for way in manager.ways("A") if way in ("Up", "Down")] == ["Down"]
    assert [way for way in manager.ways("B") if way in ("Up", "Down")] == ["Up", "Down"]
    assert [way for way in manager.ways("C") if way in ("Up", "Down")] == ["Up"]
    assert manager.send("reorder_up_item", items[2].pk).url.endswith(f"#item-{items[2].pk}")
    manager.do("reorder_down_item", items[0].pk)
    assert titles(manager) == ["C", "A", "B"]


# --- Carried over, dropped ---


def test_carried_over_both_months_lead_to_each_other(people, at_plan, item):
    manager = at_plan("manager")
    assert manager.send("move_item", item.pk, "carry", because="").context["form"].errors == {
        "because": ["Say why in a sentence."]
    }
    answer = manager.send("move_item", item.pk, "carry", because="The supplier was late")
    assert answer.url == f"{manager.path()}#item-{item.pk}"
    here, there = manager.page().items[0], manager.page(DECEMBER).items[0]
    assert (here.because, here.to_month.words) == ("The supplier was late", "Carried over to December 2026")
    assert here.to_month.url == f"{manager.path(month=DECEMBER)}#item-{there.pk}"
    assert there.from_month.words == "Carried over from November 2026"
    assert there.from_month.url == f"{manager.path()}#item-{here.pk}"
    assert manager.ways("Write a guide") == ["Take back"]
    manager.move(item, "take-back")
    assert titles(manager, DECEMBER) == []


def test_carried_again_and_again_it_shows(people, at_plan, item):
    PlanItem.objects.update(times_carried=1)
    for role, words in (("manager", "November 2026, for the 2nd time"), ("buddy", "December 2026")):
        item = actions.move_on(item, "Carry over", because="No time", by=people.manager).carried_to
        month = item.plan.month_on
        shown = at_plan(role).page(month).items[0]
        assert shown.from_month.words.endswith(words)
    assert shown.often == "Carried over 3 times"


def test_dropped_from_an_agreed_plan_they_are_asked_about_that_alone(people, at_plan):
    plan = make.WorkPlanFactory(apprentice=people.record, agreed=True)
    items = [make.PlanItemFactory(plan=plan, title=title) for title in ("Stays", "Goes")]
    manager, apprentice = at_plan("manager"), at_plan("apprentice")
    manager.move(items[1], "drop", because="No need")
    assert [item.mark for item in apprentice.page().items] == ["", "Dropped since you agreed"]
    assert [item.mark for item in manager.page().items] == ["", "Dropped since Here agreed"]
    assert [item.mark for item in at_plan("buddy").page().items] == ["", ""]
    apprentice.agree()
    manager.move(items[1], "take-back")
    assert [item.mark for item in apprentice.page().items] == ["", "Back in the plan since you agreed"]


def test_what_changed_twice_says_what_they_agreed_to(people, at_plan):
    project = make.ProjectFactory(apprentice=people.record, title="Bins")
    words = {"title": "A guide", "project": project, "due_on": TODAY}
    item = actions.add_item(people.record, NOVEMBER, words=words, by=people.manager)
    actions.share(item.plan, by=people.manager)
    apprentice, manager = at_plan("apprentice"), at_plan("manager")
    apprentice.agree()
    for title in ("Two guides", "Three guides"):
        manager.do("plan_item", item.pk, title=title, kind="learning")
    apprentice.move(item, "begin")
    manager.do("add_item", title="More", kind="work")
    first, second = apprentice.page().items
    assert (first.mark, second.mark) == ("Changed since you agreed", "New since you agreed")
    assert first.before == [
        ("Kind", "Work"),
        ("What", "A guide"),
        ("Project", "Bins"),
        ("Due", "18 November 2026"),
    ]


# --- Suggestions ---


def test_suggested_and_taken_in(people, at_plan, plan):
    apprentice, manager = at_plan("apprentice"), at_plan("manager")
    apprentice.send("suggest_item", title="Visit the depot", kind="learning")
    item = PlanItem.objects.get()
    assert apprentice.ways("Visit the depot") == ["Change", "Delete"]
    assert manager.ways("Visit the depot") == ["Take in", "Say why not"]
    apprentice.send("plan_item", item.pk, title="Visit both depots", kind="learning")
    manager.send("take_in_item", item.pk, seen=item.fingerprint())
    assert manager.page().suggestions  # it says something else by now
    item.refresh_from_db()
    answer = manager.send("take_in_item", item.pk, seen=item.fingerprint())
    assert answer.url == f"{manager.path()}#item-{item.pk}"
    assert titles(apprentice) == ["Visit both depots"]
    assert "Change" not in apprentice.ways("Visit both depots")


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        ("taken in", "This was taken into the plan while you were writing"),
        ("declined", "Somebody said no to this while you were writing"),
        ("deleted", "This item was deleted while you were writing"),
    ],
)
def test_what_the_apprentice_typed_outlives_their_suggestion(meanwhile, told, people, at_plan, plan):
    item = make.PlanItemFactory(plan=plan, suggested=True, title="A wish")
    apprentice, manager = at_plan("apprentice"), at_plan("manager")
    if meanwhile == "taken in":
        manager.do("take_in_item", item.pk, seen=item.fingerprint())
    elif meanwhile == "declined":
        manager.move(item, "drop", because="No")
    else:
        apprentice.do("delete_item", item.pk)
    answer = apprentice.send("plan_item", item.pk, title="A better wish", kind="work", detail="Long")
    text = answer.content.decode()
    assert told in text
    assert "Nothing that you typed is lost: here it is, to be suggested as a new item." in text
    form = answer.context["form"]
    assert (form["title"].value(), form["detail"].value()) == ("A better wish", "Long")
    assert form.helper.form_action == apprentice.path("suggest_item")
    assert not PlanItem.objects.filter(title="A better wish").exists()


def test_what_the_apprentice_never_suggested_they_do_not_change(people, at_plan, item):
    assert at_plan("apprentice").send("plan_item", item.pk, title="Mine", kind="work").status_code == 404


def test_suggested_and_answered_with_a_reason(people, at_plan, plan):
    apprentice, manager = at_plan("apprentice"), at_plan("manager")
    apprentice.send("suggest_item", title="A week off", kind="other")
    apprentice.send("suggest_item", title="A week off", kind="something else")
    item = PlanItem.objects.get()
    manager.move(item, "drop", because="That is leave")
    [suggestion] = apprentice.page().suggestions
    assert (suggestion.because, suggestion.links, suggestion.buttons) == ("That is leave", [], [])
    assert manager.ways("A week off") == ["Take back"]
    assert at_plan("buddy").page().suggestions == []


def test_who_suggested_it_takes_it_away(people, at_plan, plan):
    apprentice = at_plan("apprentice")
    item = make.PlanItemFactory(plan=plan, suggested=True, title="A wish")
    assert at_plan("manager").send("delete_item", item.pk).status_code == 404
    assert said(apprentice.do("delete_item", item.pk)) == ["Deleted: A wish."]
    assert said(apprentice.do("delete_item", item.pk)) == ["This item was deleted meanwhile."]


def test_an_item_of_a_shared_plan_is_dropped_instead(people, at_plan, item):
    manager = at_plan("manager")
    assert "Delete" in manager.ways("Write a guide")
    manager.do("share_plan")
    assert "Delete" not in manager.ways("Write a guide")
    assert "Drop this one and say why" in said(manager.do("delete_item", item.pk))[0]


# --- Two people ---


def test_somebody_else_changed_it_meanwhile(people, at_plan):
    manager, deputy = at_plan("manager"), at_plan("deputy")
    words = {"title": "A guide", "kind": "work"}
    item = actions.add_item(people.record, NOVEMBER, words=words, by=people.manager)
    read = version(manager.client.get(manager.path("plan_item", item.pk)))
    deputy.send(
        "plan_item", item.pk, **words | {"title": "Theirs", "due_on": "20/11/2026", "who_helps": "Ann"}
    )
    answer = manager.send("plan_item", item.pk, _version=read, **words | {"title": "Mine"})
    form = answer.context["form"]
    assert f"{people.deputy} saved this record while you had it open" in form.non_field_errors()[0]
    assert form.says_now() == [("What", "Theirs"), ("Due", "20 November 2026"), ("Who helps", "Ann")]
    assert form["title"].value() == "Mine"
    item.refresh_from_db()
    assert item.title == "Theirs"
    manager.send("plan_item", item.pk, _version=version(answer), **words | {"title": "Mine"})
    item.refresh_from_db()
    assert item.title == "Mine"


def test_what_was_typed_outlives_the_item(people, at_plan, item):
    manager = at_plan("manager")
    read = versions.latest(item)
    at_plan("deputy").do("delete_item", item.pk)
    answer = manager.send("plan_item", item.pk, title="A better guide", kind="work", _version=read)
    assert "Nothing that you typed is lost" in answer.content.decode()
    form = answer.context["form"]
    assert form["title"].value() == "A better guide"
    assert form.helper.form_action == manager.path("add_item")
    assert said(manager.do("move_item", item.pk, "drop", because="x")) == ["This item was deleted meanwhile."]


def test_done_meanwhile_what_was_typed_stays_on_the_page(people, at_plan, item):
    at_plan("apprentice").move(item, "finish")
    answer = at_plan("manager").send("plan_item", item.pk, title="Mine", kind="work")
    form = answer.context["form"]
    assert form.non_field_errors() == ["This is done: what it says stays. Take that back first."]
    assert (form["title"].value(), form.says_now()) == ("Mine", [])
    assert (
        at_plan("manager").client.get(at_plan("manager").path("plan_item", item.pk)).context["form"] is None
    )


def test_an_item_of_another_month_or_somebody_else_is_not_there(people, at_plan, item):
    theirs = make.PlanItemFactory(plan__apprentice=people.other_record)
    manager = at_plan("manager")
    for found, month in ((item, DECEMBER), (theirs, NOVEMBER)):
        for name, more in (("move_item", ["drop"]), ("plan_item", []), ("delete_item", [])):
            path = manager.path(name, found.pk, *more, month=month)
            assert manager.client.get(path).status_code == 404
            answer = manager.client.post(path, {"title": "x", "kind": "work", "because": "x"})
            assert answer.status_code == 404
    assert manager.client.get(manager.path("plan_item", 987654)).status_code == 404
    assert not PlanItem.objects.exclude(state="planned").exists()


@pytest.mark.parametrize("suggested", [True, False])
def test_a_buddy_learns_of_what_was_deleted_only_what_they_could_read(suggested, people, at_plan, plan):
    item = make.PlanItemFactory(plan=plan, suggested=suggested)
    pk, buddy, manager = item.pk, at_plan("buddy"), at_plan("manager")
    item.delete()
    answers = [one.client.get(one.path("plan_item", pk)).status_code for one in (buddy, manager)]
    assert answers == [404 if suggested else 302, 302]
    assert buddy.send("plan_item", pk, title="x", kind="work").status_code == (404 if suggested else 302)


@pytest.mark.parametrize(
    ("role", "name", "more"),
    [
        ("manager", "write_aim", None),
        ("manager", "add_item", None),
        ("apprentice", "suggest_item", None),
        ("apprentice", "reflect", None),
        ("manager", "delete_item", []),
        ("manager", "move_item", ["carry"]),
        ("manager", "move_item", ["drop"]),
    ],
)
def test_a_reviewed_month_offers_no_form(role, name, more, people, at_plan):
    plan = make.WorkPlanFactory(apprentice=people.record, reviewed=True)
    item, somebody = make.PlanItemFactory(plan=plan), at_plan(role)
    path = somebody.path(name, *([] if more is None else [item.pk, *more]))
    answer = somebody.client.get(path, follow=True)
    assert answer.redirect_chain == [(somebody.path(), 302)]
    assert "reviewed" in said(answer)[0]


def test_an_item_of_a_reviewed_month_is_only_read_and_what_was_typed_stays(people, at_plan):
    plan = make.WorkPlanFactory(apprentice=people.record, reviewed=True)
    item, manager = make.PlanItemFactory(plan=plan), at_plan("manager")
    assert manager.client.get(manager.path("plan_item", item.pk)).context["form"] is None
    form = manager.send("plan_item", item.pk, title="Mine", kind="work").context["form"]
    assert form.non_field_errors() == [actions.plans.REVIEWED]
    assert form["title"].value() == "Mine"


@pytest.mark.parametrize("shared", [True, False])
def test_whether_an_item_can_be_deleted_is_said_before_it_is_asked(shared, people, at_plan):
    plan = make.WorkPlanFactory(apprentice=people.record, shared=shared)
    manager = at_plan("manager")
    answer = manager.client.get(manager.path("delete_item", make.PlanItemFactory(plan=plan).pk), follow=True)
    assert said(answer) == ([actions.items.KEPT] if shared else [])
