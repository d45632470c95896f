"""Bringing in a provider's export: the steps on both faces, what may go wrong, and two at once."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hackit import dates
from tests import factories as make
from tests.apprentices.test_at_once import at_once
from tests.hackit.test_logs import written  # noqa: F401 a fixture
from tests.workplans.exports import HEADINGS, Way, day, export, fields
from workplans import actions
from workplans.models import LearningEntry
from workplans.views.importing import AGAIN, CHANGED

pytestmark = pytest.mark.django_db
OWN, DESK = "/apprentices/{}/learning/import/", "/admin/workplans/learningentry/import/{}/"
ROWS = [
    (day(3), "1.5", "Webinar", "Joins in SQL", "yes"),
    (day(4), "2", "Workshop", "Views", "yes"),
    (day(5), "1", "Functional skills", "Ratios", "yes"),
]
WRONG = ("soon", "1", "Webinar", "Nonsense", "yes")


@pytest.fixture(params=[("apprentice", OWN), ("coordinator", DESK), ("coordinator", OWN)])
def way(request, people, client_of):
    """The way of whoever may bring in entries, at each address."""
    who, path = request.param
    return Way(client_of(getattr(people, who)), path.format(people.record.pk))


@pytest.fixture
def own(people, client_of):
    """The way of the apprentice."""
    return Way(client_of(people.apprentice), OWN.format(people.record.pk))


def words(page):
    return page.content.decode()


def messages(page):
    return [str(message) for message in page.context["messages"]]


def landed(way, answer):
    """The page to which an answer leads."""
    assert answer.status_code == 302
    return way.client.get(answer["Location"])


# --- The way through ------------------------------------------------------------------------------


def test_from_the_file_to_the_log(way, people):
    assert "Bring in" in words(way.client.get(way.path))
    page = way.choose(export(*ROWS))
    assert "selected>Session date (for example " in words(page)
    page = way.go_on(page)
    assert "3 lines become entries: 4 hours 30 minutes, of which 3 hours 30 minutes count." in words(page)
    assert not LearningEntry.objects.exists()
    answer = way.bring(page, kind_1="project")
    assert CHANGED in messages(answer)
    assert not LearningEntry.objects.exists()
    page = landed(way, way.bring(answer))
    own = people.apprentice.pk == int(way.client.session["_auth_user_id"])
    whose = "your" if own else "Here’s"
    assert messages(page) == [
        f"Brought in: 3 entries, 4 hours 30 minutes. It waits for {whose} manager to accept."
    ]
    made = people.record.learning_entries.order_by("-learned_on")
    told = made.values_list("learned_on", "minutes", "kind", "what", "in_paid_time", "source", "state")
    assert list(told) == [
        (people.today - timedelta(days=3), 90, "online", "Joins in SQL", True, "file", "submitted"),
        (people.today - timedelta(days=4), 120, "project", "Views", True, "file", "submitted"),
        (people.today - timedelta(days=5), 60, "maths", "Ratios", True, "file", "submitted"),
    ]
    by = people.apprentice if own else people.coordinator
    assert {entry.history.get().history_user for entry in made} == {by}


def test_a_second_time_nothing_is_brought_in(way, people):
    content = export(*ROWS)
    way.bring(way.check(content))
    page = way.check(content)
    assert "Nothing would be brought in." in words(page)
    assert "3 lines are there already, word for word, and left out." in words(page)
    assert 'name="bring"' not in words(page)
    assert landed(way, way.bring(page))
    assert people.record.learning_entries.count() == LearningEntry.history.count() == 3


def test_pressed_twice_it_is_brought_in_once(way, people):
    page = way.check(export(*ROWS))
    assert way.bring(page).status_code == 302
    again = way.bring(page)
    assert CHANGED in messages(again)
    assert "Nothing would be brought in." in words(again)
    assert people.record.learning_entries.count() == 3


def test_what_cannot_be_brought_in_is_left_out_explicitly(way, people):
    page = way.check(export(*ROWS, WRONG, (day(3), "-1", "", "x", "")))
    assert "2 lines cannot be brought in" in words(page)
    for said in ("Line by line", ">5</th>", ">soon</td>", "This is not a day.", "This is less than nothing."):
        assert said in words(page)
    refused = way.bring(page)
    assert "Tick this to leave out what cannot be brought in" in words(refused)
    assert "<title>Error: " in words(refused).replace("\n", "") or "Error: " in words(refused)
    assert not LearningEntry.objects.exists()
    page = landed(way, way.bring(refused, leave_out="on"))
    assert messages(page)[0].endswith("2 lines were left out.")
    assert people.record.learning_entries.count() == 3


def test_perhaps_the_same_is_brought_in_when_ticked(way, people):
    learned_on = people.today - timedelta(days=3)
    make.LearningEntryFactory(apprentice=people.record, learned_on=learned_on, minutes=90, what="Mine")
    page = way.check(export(*ROWS))
    assert "1 line is perhaps in the log already" in words(page)
    assert f"Line 2: {dates.words(learned_on)}, 1 hour 30 minutes: Joins in SQL" in words(page)
    without = way.bring(page)
    assert landed(way, without)
    assert people.record.learning_entries.count() == 3
    landed(way, way.bring(way.check(export(*ROWS)), also=["2"]))
    assert people.record.learning_entries.filter(learned_on=learned_on).count() == 2


def test_two_lines_that_are_the_same_are_brought_in_when_ticked(way, people):
    twice = export(ROWS[0], ROWS[0], ROWS[1])
    page = way.check(twice)
    assert "2 lines become entries: 3 hours 30 minutes." in words(page)
    assert "1 line is perhaps in the log already or twice in the file" in words(page)
    landed(way, way.bring(page))
    for known in (2, 3):
        page = way.check(twice)
        assert f"{known} lines are there already" in words(page)
        landed(way, way.bring(page, also=["3"]))
        assert people.record.learning_entries.count() == 3


def test_our_own_export_comes_back_unchanged(own, people):
    kinds = {"Joins, “inner”;\nand outer": "writing", "=SUM(A1)": "maths", "- views": "other"}
    kinds |= {"'=quoted": "project", "'-1": "reading", "+44": "vendor", "\n@home": "shadowing"}
    for number, (what, kind) in enumerate(kinds.items()):
        make.LearningEntryFactory(
            apprentice=people.record,
            learned_on=people.today - timedelta(days=number),
            minutes=15 * (number + 1),
            kind=kind,
            what=what,
            in_paid_time=bool(number % 2),
            link="https://example.org/notes",
        )
    exported = own.client.get(f"/apprentices/{people.record.pk}/learning/entries.csv").content
    page = own.check(exported)
    assert "Nothing would be brought in." in words(page)
    assert f"{len(kinds)} lines are there already, word for word, and left out." in words(page)
    people.record.learning_entries.all().delete()
    own.bring(own.check(exported))
    found = people.record.learning_entries.order_by("-learned_on").values_list("what", "kind", "in_paid_time")
    assert list(found) == [
        (what.strip(), kind, bool(number % 2)) for number, (what, kind) in enumerate(kinds.items())
    ]


def test_the_columns_can_be_changed_again(way):
    page = way.check(export(*ROWS))
    page = way.go_on(page, "columns")
    assert "Which column is what" in words(page)
    page = way.go_on(page, unit="minutes", kind="", time="1")
    assert "All lines" in words(page)
    assert "3 lines become entries: 45 minutes." in words(page)
    page = way.go_on(page, "again", kind_all="review")
    assert "of which 0 hours count" in words(page)
    assert 'value="review" selected' in words(page)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"day": ""}, "Choose the column."),
        ({"day": "1"}, "This column is the day already"),
        ({"day": "77"}, "Choose one of the list."),
        ({"unit": "parsecs"}, "Choose one of the list."),
        ({"paid": "x"}, "Choose one of the list."),
    ],
)
def test_wrong_columns(changed, said, way):
    page = way.go_on(way.choose(export(*ROWS)), **changed)
    assert said in words(page)
    assert "Which column is what" in words(page)


def test_lines_above_the_headings_are_said_to_be_passed_over(way):
    said = "The file has 3 lines below its headings"
    assert f"{said}. What" in words(way.choose(export(*ROWS)))
    assert f"{said}, and 1 line above the headings is passed over. What" in words(
        way.choose(b"Log,Amber\n" + export(*ROWS))
    )
    assert f"{said}, and 2 lines above the headings are passed over. What" in words(
        way.choose(b"Log,Amber\nOf,Us\n" + export(*ROWS))
    )


def test_too_many_kinds(way):
    rows = [(day(3), "0.25", f"Kind {number}", "x", "") for number in range(31)]
    page = way.go_on(way.choose(export(*rows)))
    assert "This column holds 31 different texts, which are no kinds." in words(page)


# --- What may go wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (None, "", "Choose a file first."),
        (b"", "log.csv", "This file is empty."),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "log.xls", "an Excel file of the older kind"),
        (b"%PDF-1.7", "log.pdf", "This is a PDF, not a table."),
        (b"\x89PNG....", "log.csv", "This is a picture"),
        (b"a\0b", "log.csv", "This is not a table."),
        (b"\xff\xfe\x00\xd8\x00", "log.csv", "cannot be read"),
        (b"x,y\n" * 2_500_000, "log.csv", "This file has 10.0 MB, and no more than 5 MB"),
        (b"Date,Hours\n" * 2_002, "log.csv", "more than 2,000 lines"),
    ],
)
def test_files_that_are_none(content, name, said, way):
    page = way.client.post(way.path) if content is None else way.choose(content, name)
    assert page.status_code == 200
    assert said in words(page)
    assert "Error: " in words(page)


@pytest.mark.parametrize("table", ["", "nonsense", "a" * 1000, "\0"])
def test_what_was_carried_along_wrongly(table, way):
    page = way.go_on(way.check(export(*ROWS)), "bring", _table=table)
    assert messages(page) == [AGAIN]
    assert not LearningEntry.objects.exists()


def test_fields_that_nobody_declared_change_nothing(own, people):
    page = own.check(export(*ROWS))
    own.bring(page, state="accepted", source="typed", apprentice=people.other_record.pk, kind_7="review")
    assert set(LearningEntry.objects.values_list("apprentice", "state", "source")) == {
        (people.record.pk, "submitted", "file")
    }


@pytest.mark.parametrize("also", ["x", "9" * 30, "-1", "999"])
def test_ticks_that_are_none(also, own):
    page = own.bring(own.check(export(*ROWS)), also=also)
    assert page.status_code == 302
    assert LearningEntry.objects.count() == 3


def test_an_export_of_one_is_not_brought_in_for_another(people, client_of, own):
    page = own.check(export(*ROWS))
    data = fields(words(page)) | {"bring": "1"}
    other = OWN.format(people.other_record.pk)
    assert own.client.post(other, data).status_code == 404
    elsewhere = client_of(people.other_apprentice).post(other, data)
    assert messages(elsewhere) == [AGAIN]
    assert not LearningEntry.objects.exists()


def test_the_record_changed_meanwhile(own, people):
    page = own.check(export(*ROWS))
    away = people.today - timedelta(days=4)
    make.BreakFactory(apprentice=people.record, first_day_away_on=away, first_day_back_on=people.today)
    again = own.bring(page)
    assert CHANGED in messages(again)
    assert "There is a break in learning" in words(again)
    assert not LearningEntry.objects.exists()


def test_formulas_are_not_brought_in(own):
    page = own.check(export((day(3), "=1+1", "Class", "=SUM(A1)", "")))
    assert [trouble.column for trouble in page.context["page"].troubles] == ["Hours", "Description"]
    assert "This is a formula or an error. Put its value in its place." in words(page)
    assert 'name="bring"' not in words(page)


def test_logs_hold_nothing_of_the_file(own, written):  # noqa: F811
    own.bring(own.check(export(*ROWS, ("SECRET", "SECRET", "SECRET", "SECRET", "SECRET"))))
    text = json.dumps(written())
    assert "import/" in text
    for secret in ("SECRET", "Joins", "Functional"):
        assert secret not in text


def test_what_a_file_holds_is_shown_as_text(way):
    page = way.check(export((day(3), "1", "<b>Class", "<script>alert(1)</script>", ""), headings=HEADINGS))
    assert "<script>alert" not in words(page)
    assert "<b>Class" not in words(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words(page)


def test_the_ways_in(people, client_of):
    link = OWN.format(people.record.pk)
    learning = f"/apprentices/{people.record.pk}/learning/"
    assert link in words(client_of(people.apprentice).get(learning))
    assert link not in words(client_of(people.manager).get(learning))
    page = client_of(people.coordinator).get(f"/admin/apprentices/apprentice/{people.record.pk}/change/")
    assert DESK.format(people.record.pk) in words(page)


# --- How much it asks of the database ------------------------------------------------------------


@pytest.mark.parametrize(("step", "number"), [("upload", 5), ("choose", 5), ("check", 8), ("bring", 16)])
def test_the_same_queries_whatever_the_length(step, number, own, people):
    counts = []
    for turn, length in enumerate((1, 3, 50)):
        rows = [(day(3 + n), "0.25", "Class", f"Lesson {turn} {n}", "") for n in range(length)]
        content = export(*rows)
        steps = {
            "upload": lambda: own.client.get(own.path),
            "choose": lambda content=content: own.choose(content),
        }
        chosen = own.choose(content)
        steps["check"] = lambda chosen=chosen: own.go_on(chosen)
        checked = own.go_on(chosen)
        steps["bring"] = lambda checked=checked: own.bring(checked, also=_all(checked))
        with CaptureQueriesContext(connection) as queries:
            steps[step]()
        counts.append(len(queries))
    assert counts == [number] * 3


def _all(page):
    return [str(line.number) for line in page.context["form"].twins]


def test_two_thousand_lines(own, people):
    starts_on = people.record.starts_on
    rows = [
        (f"{starts_on + timedelta(days=n % 100)}", "0.25", f"Kind {n % 20}", f"Lesson {n}", "")
        for n in range(2_000)
    ]
    page = own.check(export(*rows))
    assert "2000 lines become entries: 500 hours." in words(page)
    assert own.bring(page).status_code == 302
    assert LearningEntry.objects.count() == LearningEntry.history.count() == 2_000


# --- Two at once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_the_same_file_confirmed_twice_at_once(turn, people, client_of):
    ways = [Way(client_of(people.apprentice), OWN.format(people.record.pk)) for _ in range(2)]
    pages = [way.check(export(*ROWS)) for way in ways]
    at_once(*(lambda way=way, page=page: way.bring(page) for way, page in zip(ways, pages, strict=True)))
    assert people.record.learning_entries.count() == LearningEntry.history.count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_a_file_and_an_entry_at_once_stay_within_24_hours(turn, people, client_of):
    way = Way(client_of(people.apprentice), OWN.format(people.record.pk))
    page = way.check(export((day(3), "20", "Class", "A very long day", "")))
    draft = actions.Draft(people.today - timedelta(days=3), 300, "class", "Typed")
    at_once(
        lambda: way.bring(page),
        lambda: actions.log(people.record, [draft], by=people.apprentice),
    )
    minutes = list(people.record.learning_entries.values_list("minutes", flat=True))
    assert minutes in ([1200], [300])
