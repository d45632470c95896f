"""Logging: the form, several days at once, one entry with what happened to it, deleting and bringing back."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hackit import dates
from tests import factories as make
from tests import world
from workplans import actions, log
from workplans.actions import Draft
from workplans.models import LearningEntry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)  # a Friday
MORNING = datetime(2026, 11, 20, 9, tzinfo=dates.LONDON)


@pytest.fixture(autouse=True)
def now():
    """The morning of 20 November 2026."""
    with time_machine.travel(MORNING) as clock:
        yield clock


@pytest.fixture
def people(now):
    return world.build(TODAY)


@pytest.fixture
def client(people, client_of):
    return client_of(people.apprentice)


def address(people, rest=""):
    return f"/apprentices/{people.record.pk}/learning/{rest}"


def form(**fields):
    """What a browser sends of one piece of learning."""
    words = {"learned_on": "20/11/2026", "minutes": "1.5", "kind": "class", "what": "Joins", "link": ""}
    return words | {"in_paid_time": "yes"} | fields


def logged(people, on=TODAY, **more):
    """An entry of the apprentice, as the action makes it."""
    words = {"minutes": 90, "kind": "class", "what": "Joins"} | more
    return actions.log(people.record, [Draft(on, **words)], by=people.apprentice).entries[0]


def seen(entry):
    return {entry.pk: LearningEntry.objects.get(pk=entry.pk).submitted_at}


def said(response):
    """The messages on the page that a response leads to."""
    return [str(message) for message in response.context["messages"]]


def text(client, path):
    return client.get(path).content.decode()


# --- A time as people write it ---


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("1.5", 90),
        ("1,5", 90),
        (".25", 15),
        ("7", 420),
        ("1:30", 90),
        ("01:30", 90),
        ("90m", 90),
        ("90 min", 90),
        ("90 Minutes", 90),
        ("2h", 120),
        ("1 hour", 60),
        ("1h 30m", 90),
        ("1h30", 90),
        ("1 hr., 30 mins.", 90),
        ("01:30:00", 90),
        (" 1 hour and 30 minutes ", 90),
        ("0", 0),
        ("0.3333", Decimal("19.998")),
        ("9999", 9999 * 60),
        ("-1", None),
        ("1:75", None),
        ("1:5", None),
        ("soon", None),
        ("", None),
        ("1e3", None),
        ("²", None),
        ("٣", None),
        ("99999", None),
    ],
)
def test_a_time_as_people_write_it(words, minutes):
    assert log.minutes_of(words) == minutes


# --- Logging ---


def test_the_form_begins_with_today_and_the_usual_kind(people, client):
    page = client.get(address(people, "log/")).context["form"]
    assert (page["learned_on"].value(), page["kind"].value(), page["in_paid_time"].value()) == (
        TODAY,
        "",
        "yes",
    )
    for number, kind in enumerate(["class", "reading", "reading", "project", "project", "project"]):
        days = 30 if kind == "project" else number  # projects are of more than four weeks ago
        make.LearningEntryFactory(apprentice=people.record, learned_on=TODAY - days * DAY, kind=kind)
    assert client.get(address(people, "log/")).context["form"]["kind"].value() == "reading"


def test_the_form_says_before_what_does_not_count(people, client):
    page = text(client, address(people, "log/"))
    assert "English or maths, progress review, induction or enrolment, exam or assessment, other." in page
    assert "Learning outside paid time is kept and does not count." in page
    assert '<optgroup label="Is kept, does not count">' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Logged: 1 hour 30 minutes on 20 November 2026. It waits to be accepted."),
        (
            {"kind": "maths"},
            "Logged: 1 hour 30 minutes on 20 November 2026. It waits to be accepted. English or maths never "
            "counts. It is kept for the record.",
        ),
        (
            {"in_paid_time": "no"},
            "Logged: 1 hour 30 minutes on 20 November 2026. It waits to be accepted. Learning outside paid "
            "time does not count. It is kept for the record.",
        ),
    ],
)
def test_saving_says_what_was_logged_and_whether_it_counts(fields, words, people, client):
    response = client.post(address(people, "log/"), form(**fields), follow=True)
    assert response.redirect_chain == [(address(people), 302)]
    assert said(response) == [words]
    entry = people.record.learning_entries.get()
    assert (entry.learned_on, entry.minutes, entry.what, entry.link, entry.source) == (
        TODAY,
        90,
        "Joins",
        "",
        "typed",
    )
    assert (entry.kind, entry.in_paid_time) == (
        fields.get("kind", "class"),
        fields.get("in_paid_time") != "no",
    )
    assert entry.history.get().history_user == people.apprentice


def test_save_and_add_another_keeps_day_and_kind(people, client):
    sent = form(learned_on="18/11/2026", kind="reading", another="")
    response = client.post(address(people, "log/"), sent, follow=True)
    page = response.context["form"]
    assert (page["learned_on"].value(), page["kind"].value(), page["what"].value()) == (
        "18/11/2026",
        "reading",
        None,
    )


def test_pressed_twice_it_is_logged_once_and_says_so(people, client):
    for _ in range(2):
        response = client.post(address(people, "log/"), form(), follow=True)
    assert said(response) == ["This is in your log already: nothing was added."]
    assert people.record.learning_entries.count() == 1


def test_the_same_with_another_answer_is_refused_beside_it(people, client):
    client.post(address(people, "log/"), form(in_paid_time="no"))
    for fields, name in (({"link": "https://example.org"}, "in_paid_time"), ({}, "in_paid_time")):
        page = client.post(address(people, "log/"), form(**fields)).context["form"]
        assert list(page.errors) == [name]
    page = client.post(address(people, "log/"), form(in_paid_time="no", link="https://a.org")).context["form"]
    assert list(page.errors) == ["link"]
    sent = days("20/11/2026", "20/11/2026", ["1.5"], what="Joins")
    page = client.post(address(people, "log/days/"), sent).context["form"]
    assert list(page.errors) == ["in_paid_time"]
    assert people.record.learning_entries.count() == 1


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"learned_on": ""}, "learned_on", "Write the day."),
        ({"learned_on": "soon"}, "learned_on", "Write the day as 3/9/2026 or 3 September 2026."),
        (
            {"learned_on": "21/11/2026"},
            "learned_on",
            "21 November 2026 is still to come: log it once you have learned.",
        ),
        (
            {"learned_on": "11/8/2026"},
            "learned_on",
            "Learning began on 12 August 2026: choose that day or a later one.",
        ),
        ({"minutes": ""}, "minutes", "Enter how long it took."),
        ({"minutes": "long"}, "minutes", "Write the time as 1.5, 1:30, 90m or 1h 30m."),
        ({"minutes": "0"}, "minutes", "Enter how long it took: at least a quarter of an hour."),
        ({"minutes": "1.3"}, "minutes", "Give the time in quarters of an hour: 15, 30 or 45 minutes."),
        ({"minutes": "0.2499"}, "minutes", "Give the time in quarters of an hour: 15, 30 or 45 minutes."),
        (
            {"minutes": "90"},
            "minutes",
            "A day has 24 hours. Write hours, such as 1.5, or minutes with an m, such as 90m.",
        ),
        ({"kind": ""}, "kind", "Choose what kind of learning it was."),
        ({"kind": "x"}, "kind", "Choose one of the list."),
        ({"what": " "}, "what", "Say what you learned."),
        ({"what": "x" * 1001}, "what", "Write at most 1000 characters: this has 1001."),
        ({"in_paid_time": ""}, "in_paid_time", "Say whether it was in paid time."),
        (
            {"link": "javascript:alert(1)"},
            "link",
            "Write the whole address, such as https://example.org/my-notes.",
        ),
        ({"link": "ftp://example.org"}, "link", "Enter a valid URL."),
        ({"what": "a\0b"}, "what", "This holds a sign that cannot be saved: type it anew."),
        ({"minutes": "9" * 50}, "minutes", "Write at most 30 characters: this has 50."),
    ],
)
def test_what_is_refused_stands_beside_its_field(fields, name, words, people, client):
    page = client.post(address(people, "log/"), form(**fields)).context["form"]
    assert page.errors == {name: [words]}
    assert not people.record.learning_entries.exists()


def test_a_full_day_is_refused_beside_the_time(people, client):
    logged(people, minutes=23 * 60)
    page = client.post(address(people, "log/"), form(what="More")).context["form"]
    assert page.errors == {
        "minutes": [
            "A day has 24 hours, and 23 hours are logged on this day already: check the time and the day."
        ]
    }


def test_ten_megabytes_pasted_are_no_failure(people, client):
    assert client.post(address(people, "log/"), form(what="x" * 10_000_000)).status_code == 400
    assert client.post(address(people, "log/"), form(what="x" * 2_000_000)).status_code == 200
    assert client.post("/learning/to-accept/", {"entry": "x" * 10_000_000}).status_code == 400


@pytest.mark.parametrize(
    "query", ["like=x", f"like={'9' * 40}", "like=²", "like=0", "kind=x&day=%00", "day=x"]
)
def test_nonsense_in_the_address_is_no_failure(query, people, client):
    assert client.get(address(people, f"log/?{query}")).status_code == 200


# --- Same as last week ---


def test_last_week_is_offered_and_fills_in_the_form(people, client):
    monday = TODAY - 11 * DAY
    first = logged(people, monday, what="Before class")
    logged(people, monday - DAY, what="Two weeks ago")
    last = logged(people, monday + 6 * DAY, kind="reading", minutes=45, in_paid_time=False, what="Sunday")
    logged(people, monday + 7 * DAY, what="This week")
    elsewhere = make.LearningEntryFactory(
        apprentice=people.other_record, learned_on=monday, what="Not for you"
    )
    response = client.get(address(people, "log/"))
    assert [(one.title, one.kind, one.what, one.url) for one in response.context["last_week"]] == [
        (
            "1 hour 30 minutes on Monday 9 November 2026",
            "Class or workshop",
            "Before class",
            address(people, f"log/?like={first.pk}"),
        ),
        (
            "45 minutes on Sunday 15 November 2026",
            "Directed reading or research",
            "Sunday",
            address(people, f"log/?like={last.pk}"),
        ),
    ]
    assert "Not for you" not in response.content.decode()
    filled = client.get(address(people, f"log/?like={first.pk}")).context["form"].initial
    assert filled == {
        "learned_on": monday + 7 * DAY,
        "minutes": 90,
        "kind": "class",
        "what": "Before class",
        "in_paid_time": True,
    }
    page = client.get(address(people, f"log/?like={last.pk}"))
    assert page.context["form"]["learned_on"].value() == TODAY  # Sunday is still to come
    assert page.context["form"]["in_paid_time"].value() == "no"
    assert 'value="0.75"' in page.content.decode()
    theirs = client.get(address(people, f"log/?like={elsewhere.pk}")).context["form"].initial
    assert theirs["learned_on"] == TODAY
    assert "what" not in theirs


# --- Several days ---


def days(first="16/11/2026", last="20/11/2026", times=("6", "6", "6", "6", "6"), **fields):
    """What a browser sends of several days, from Monday on."""
    rows = {f"minutes_{number}": time for number, time in enumerate(times)}
    rows |= {f"{name}_{number}": "" for number in range(len(times)) for name in ("kind", "what")}
    common = {"first": first, "last": last, "kind": "class", "what": "Block week", "in_paid_time": "yes"}
    return rows | common | fields


def entries_of(people):
    rows = people.record.learning_entries.order_by("learned_on")
    return [(f"{one.learned_on:%a}", one.minutes, one.kind, one.what) for one in rows]


def test_a_block_week_is_logged_in_one_go(people, client):
    page = client.get(address(people, "log/days/")).context["form"]
    assert [page[f"minutes_{number}"].value() for number in range(5)] == ["7.25"] * 5
    response = client.post(address(people, "log/days/"), days(), follow=True)
    assert said(response) == ["Logged: 5 entries, 30 hours. They wait to be accepted."]
    names = ("Mon", "Tue", "Wed", "Thu", "Fri")
    assert entries_of(people) == [(name, 360, "class", "Block week") for name in names]
    again = client.post(address(people, "log/days/"), days(), follow=True)
    assert said(again) == ["All of this is in your log already: nothing was added."]
    assert people.record.learning_entries.count() == 5


def test_rows_say_what_differs_and_empty_ones_are_left_out(people, client):
    sent = days(times=("", "1:30", "6", "", ""), kind_1="maths", what_2="Indexes")
    response = client.post(address(people, "log/days/"), sent, follow=True)
    assert said(response) == [
        "Logged: 2 entries, 7 hours 30 minutes. They wait to be accepted. English or maths never counts. "
        "It is kept for the record."
    ]
    assert entries_of(people) == [("Tue", 90, "maths", "Block week"), ("Wed", 360, "class", "Indexes")]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"times": ["6", "six"]}, {"minutes_1": ["Write the time as 1.5, 1:30, 90m or 1h 30m."]}),
        ({"times": ["6", "25"]}, {"minutes_1": [
            "A day has 24 hours. Write hours, such as 1.5, or minutes with an m, such as 90m."
        ]}),
        ({"times": ["6", "6", "23.25"]}, {"minutes_2": [
            "A day has 24 hours, and 1 hour is logged on this day already: check the time and the day."
        ]}),
        ({"what": ""}, {"what": ["Say what you learned."]}),
        ({"kind": ""}, {"kind": ["Choose what kind of learning it was."]}),
        ({"times": ["", ""], "what_1": "Joins"}, {"minutes_1": ["Tuesday: enter how long it took."]}),
        ({"times": []}, {"__all__": ["No day has a time: enter how long you learned on at least one."]}),
        ({"what_0": "x" * 1001}, {"what_0": [
            "Write at most 1000 characters: this has 1001."
        ]}),
        ({"what_0": "a\0"}, {"what_0": ["This holds a sign that cannot be saved: type it anew."]}),
    ],
)  # fmt: skip
def test_mistakes_stand_at_their_row_and_nothing_is_logged(fields, errors, people, client):
    make.LearningEntryFactory(apprentice=people.record, learned_on=date(2026, 11, 18), minutes=60)
    page = client.post(address(people, "log/days/"), days(**fields)).context["form"]
    assert page.errors == errors
    assert people.record.learning_entries.count() == 1


def test_days_that_are_no_working_days_come_unfilled_with_the_reason(people, client_of, now):
    now.move_to(datetime(2026, 12, 31, 9, tzinfo=dates.LONDON))
    client, record = client_of(people.apprentice), people.record
    make.BreakFactory(
        apprentice=record, first_day_away_on=date(2026, 12, 17), first_day_back_on=date(2026, 12, 19)
    )
    record.cohort.organisation.closing_days.create(closed_on=date(2026, 12, 24))
    make.LearningEntryFactory(apprentice=record, learned_on=date(2026, 12, 21), minutes=60)
    make.LearningEntryFactory(apprentice=record, learned_on=date(2026, 12, 21), minutes=30)
    response = client.get(address(people, "log/days/?first=17/12/2026&last=1/1/2027"))
    page = response.context["form"]
    away = "There is a break in learning from 17 December 2026 until 19 December 2026: nothing is logged "
    away += "inside. Ask the coordinator if that is wrong."
    assert [(day.title, day.why_not) for day in page.days] == [
        ("Thursday 17 December 2026", away),
        ("Friday 18 December 2026", away),
        ("Monday 21 December 2026", "In the log already: 1 hour 30 minutes."),
        ("Tuesday 22 December 2026", ""),
        ("Wednesday 23 December 2026", ""),
        ("Thursday 24 December 2026", "Your organisation is closed on this day."),
        ("Friday 25 December 2026", "Bank holiday: Christmas Day."),
        ("Monday 28 December 2026", "Bank holiday: Boxing Day (observed)."),
        ("Tuesday 29 December 2026", ""),
        ("Wednesday 30 December 2026", ""),
        ("Thursday 31 December 2026", ""),
        ("Friday 1 January 2027", "1 January 2027 is still to come: log it once you have learned."),
    ]
    assert page.rows == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert not {"minutes_0", "minutes_1", "minutes_11"} & set(page.fields)
    assert [page[f"minutes_{number}"].value() for number in page.rows] == [
        None, "7.25", "7.25", None, None, None, "7.25", "7.25", "7.25"
    ]  # fmt: skip
    assert "There is a break in learning" in response.content.decode()
    # What cannot be logged has no row: sent all the same, it is refused.
    sent = days("17/12/2026", "1/1/2027", ["6"] * 3)
    refused = client.post(address(people, "log/days/"), sent).context["form"]
    assert refused.errors == {
        "__all__": [f"{title} is left out. {away}" for title in (page.days[0].title, page.days[1].title)]
    }
    assert people.record.learning_entries.count() == 2


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 11, 20), date(2026, 11, 16), date(2026, 11, 20)),  # Friday: this week
        (date(2026, 11, 19), date(2026, 11, 16), date(2026, 11, 20)),
        (date(2026, 11, 18), date(2026, 11, 9), date(2026, 11, 13)),  # Wednesday: last week
        (date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 20)),
    ],
)
def test_which_week_is_offered(on, first, last, people, client_of, now):
    now.move_to(datetime(on.year, on.month, on.day, 9, tzinfo=dates.LONDON))
    shown = client_of(people.apprentice).get(address(people, "log/days/")).context["form"].days
    assert (shown[0].on, shown[-1].on, len(shown)) == (first, last, 5)


def test_the_days_sent_are_those_that_were_shown(people, client_of, now):
    """On Wednesday night the page showed last week; sent on Thursday, it still means last week."""
    now.move_to(datetime(2026, 11, 19, 0, 5, tzinfo=dates.LONDON))
    sent = days("9/11/2026", "13/11/2026", ["6"])
    client_of(people.apprentice).post(address(people, "log/days/"), sent)
    assert people.record.learning_entries.get().learned_on == date(2026, 11, 9)


YEAR = "The year must be between 2000 and 2100. Write it in full, such as 3/9/2026."


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("first=20/11/2026&last=19/11/2026", {"last": ["The last day is before the first."]}),
        ("first=1/9/2026&last=29/9/2026", {"last": ["Choose at most 4 weeks at once."]}),
        ("first=soon", {"first": ["Write the day as 3/9/2026 or 3 September 2026."]}),
        ("hours=90", {"hours": [
            "A day has 24 hours. Write hours, such as 1.5, or minutes with an m, such as 90m."
        ]}),
        ("first=1/9/2026&last=28/9/2026", {}),
        ("first=&last=", {}),
        ("first=21/11/2026&last=22/11/2026", {}),  # a weekend
        ("hours=6", {}),
        ("first=%00", {"first": ["Write the day as 3/9/2026 or 3 September 2026."]}),
        ("first=31/12/2100&last=", {}),
        ("first=31/12/9999", {"first": [YEAR]}),
        ("last=1/1/1999", {"last": [YEAR]}),
        ("first=4/9/2026&last=4/9/2026", {}),
        ("first=4/9/2026&last=6/9/2026", {}),  # Friday to Sunday
    ],
)  # fmt: skip
def test_which_days(query, errors, people, client):
    response = client.get(address(people, f"log/days/?{query}"))
    assert (response.status_code, response.context["period"].errors) == (200, errors)
    if query == "hours=6":
        assert response.context["form"]["minutes_0"].value() == "6"


def test_one_day_is_logged(people, client):
    client.post(address(people, "log/days/"), days("20/11/2026", "20/11/2026", ["6"]))
    assert entries_of(people) == [("Fri", 360, "class", "Block week")]


def test_a_day_that_is_refused_by_now_is_not_lost_in_silence(people, client):
    make.BreakFactory(
        apprentice=people.record, first_day_away_on=date(2026, 11, 18), first_day_back_on=date(2026, 11, 19)
    )
    for fields in ({}, {"times": ["6", "6", ""], "what_2": "Indexes"}):
        page = client.post(address(people, "log/days/"), days(**fields)).context["form"]
        assert page.errors == {"__all__": [
            "Wednesday 18 November 2026 is left out. There is a break in learning from 18 November 2026 "
            "until 19 November 2026: nothing is logged inside. Ask the coordinator if that is wrong."
        ]}  # fmt: skip
    assert not people.record.learning_entries.exists()
    client.post(address(people, "log/days/"), days(times=["6", "6", "", "6"]))
    assert [name for name, *_ in entries_of(people)] == ["Mon", "Tue", "Thu"]


def test_nothing_is_logged_for_a_period_that_is_refused(people, client):
    response = client.post(address(people, "log/days/"), days("20/11/2026", "1/1/2026"))
    assert response.status_code == 200
    assert not people.record.learning_entries.exists()


# --- One entry ---


def happened(client, people, entry):
    return [line.words for line in client.get(address(people, f"{entry.pk}/")).context["shown"].happened]


def test_what_happened_to_an_entry(people, client, now):
    entry = logged(people)
    here = address(people, f"{entry.pk}/")
    now.shift(60)
    actions.send_back(seen(entry), because="Which ones?", by=people.manager)
    page = text(client, here)
    assert "Why it was returned: Which ones?" in page
    now.shift(60)
    response = client.post(here, form(what="Inner joins", minutes="2"), follow=True)
    assert said(response) == ["Saved: 2 hours on 20 November 2026. It waits to be accepted."]
    now.shift(60)
    actions.accept(seen(entry), by=people.deputy)
    assert "If you change it, it waits to be accepted again." in text(client, here)
    now.shift(60)
    client.post(
        here, form(what="Inner joins", minutes="2", kind="maths", in_paid_time="no", link="https://a.org")
    )
    client.post(address(people, f"{entry.pk}/delete/"))
    client.post(address(people, f"{entry.pk}/bring-back/"))
    assert happened(client, people, entry) == [
        "Logged by Here Apprentice.",
        f"Returned by {people.manager}: Which ones?",
        "Changed by Here Apprentice: the time from 1 hour 30 minutes to 2 hours and what was learned from "
        "“Joins” to “Inner joins”.",
        f"Accepted by {people.deputy}.",
        "Changed by Here Apprentice: the kind from Class or workshop to English or maths, whether it was in "
        "paid time from yes to no and the link from nothing to “https://a.org”.",
        "Deleted by Here Apprentice.",
        "Brought back by Here Apprentice.",
    ]
    entry.refresh_from_db()
    assert (entry.state, entry.answered_by, entry.minutes) == ("submitted", None, 120)


def test_sent_again_as_it_was(people, client):
    entry = logged(people)
    actions.send_back(seen(entry), because="Which ones?", by=people.manager)
    client.post(address(people, f"{entry.pk}/"), form())
    assert happened(client, people, entry)[2:] == ["Sent again by Here Apprentice."]
    again = client.post(address(people, f"{entry.pk}/"), form(), follow=True)
    assert said(again) == ["Nothing was changed: the entry stands like this already."]
    assert entry.history.count() == 3


def test_a_mistake_in_a_correction_stands_beside_its_field(people, client):
    entry = logged(people)
    page = client.post(address(people, f"{entry.pk}/"), form(learned_on="21/11/2026")).context["form"]
    assert list(page.errors) == ["learned_on"]
    entry.refresh_from_db()
    assert entry.learned_on == TODAY


def test_from_a_file_by_somebody_who_is_erased(people, client):
    [entry] = actions.log(
        people.record, [Draft(TODAY, 90, "class", "Joins")], by=people.coordinator, source="file"
    ).entries
    people.coordinator.erased_on = TODAY
    people.coordinator.save()
    assert happened(client, people, entry) == ["Brought in from a file by somebody who has been erased."]


@pytest.mark.parametrize("role", ["manager", "deputy", "coordinator"])
def test_others_read_an_entry_and_change_nothing(role, people, client_of):
    entry = logged(people, link="https://example.org/notes")
    other = client_of(getattr(people, role))
    page = text(other, address(people, f"{entry.pk}/"))
    assert 'href="https://example.org/notes" rel="noopener noreferrer"' in page
    assert "<form" not in page.split("<main")[1]
    assert ("Accept or return it" in page) == (role != "coordinator")
    assert other.post(address(people, f"{entry.pk}/"), form(minutes="3")).status_code == 404
    entry.refresh_from_db()
    assert entry.minutes == 90


@pytest.mark.parametrize("rest", ["{}/", "{}/delete/", "{}/bring-back/"])
def test_no_entry_is_reached_through_another_record(rest, people, client):
    theirs = make.LearningEntryFactory(apprentice=people.other_record, what="Not for you")
    for call in (client.get, client.post):
        response = call(address(people, rest.format(theirs.pk)), follow=True)
        assert "Not for you" not in response.content.decode()
    assert people.other_record.learning_entries.get() == theirs
    assert not people.record.learning_entries.exists()


def around(record, kind):
    """Makes a day five days ago none of learning."""
    if kind == "break":
        make.BreakFactory(apprentice=record, first_day_away_on=TODAY - 9 * DAY)
    elif kind == "sent back":
        make.SentBackFactory(apprentice=record, reached_on=TODAY - 9 * DAY, sent_back_on=TODAY - 2 * DAY)
    else:
        record.gateway_on = TODAY - 9 * DAY
        record.save()


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("break", f"inside the break from {dates.words(TODAY - 9 * DAY)}"),
        ("sent back", "between gateway and the day on which it was sent back"),
        ("gateway", f"after learning ended on {dates.words(TODAY - 9 * DAY)}"),
    ],
)
def test_what_was_learned_on_a_day_that_is_none_of_learning_says_why(kind, why, people, client_of):
    entry = logged(people, TODAY - 5 * DAY)
    around(people.record, kind)
    manager, said = client_of(people.manager), f"Does not count: {why}."
    for path in (address(people, f"{entry.pk}/"), f"/learning/to-accept/{entry.pk}/"):
        response = manager.get(path)
        assert response.context["shown"].why_not_counted == said
        assert f'<p class="govuk-body">{said}</p>' in response.content.decode()
        assert "It counts" not in response.content.decode()
    [group] = manager.get("/learning/to-accept/").context["groups"]
    assert [row.note for row in group.rows] == [said]


def test_after_the_end_the_log_is_read_and_not_written(people, client):
    entry = logged(people)
    record = people.record
    record.gateway_on = record.assessment_on = record.completed_on = TODAY - DAY
    record.result = "pass"
    record.save()
    assert "<form" not in text(client, address(people, f"{entry.pk}/")).split("<main")[1]
    for rest in ("log/", "log/days/", f"{entry.pk}/delete/"):
        assert client.get(address(people, rest)).status_code == 404
    assert client.post(address(people, f"{entry.pk}/"), form()).status_code == 404


# --- Deleting and bringing back ---


def test_deleted_brought_back_and_deleted_again(people, client):
    entry = logged(people)
    delete, back = address(people, f"{entry.pk}/delete/"), address(people, f"{entry.pk}/bring-back/")
    assert "1 hour 30 minutes on 20 November 2026" in text(client, delete)
    response = client.post(delete, follow=True)
    assert said(response) == [
        "Deleted: 1 hour 30 minutes on 20 November 2026. Until midnight you can bring it back, below."
    ]
    assert said(client.post(delete, follow=True)) == ["This entry is deleted already."]
    [row] = client.get(address(people, "log/")).context["deleted"]
    assert (row.title, row.kind, row.what, row.url) == (
        "1 hour 30 minutes on Friday 20 November 2026",
        "Class or workshop",
        "Joins",
        back,
    )
    for _ in range(2):
        response = client.post(back, follow=True)
        assert said(response) == ["Brought back: 1 hour 30 minutes on 20 November 2026."]
    assert people.record.learning_entries.get().pk == entry.pk
    client.post(delete)
    assert len(client.get(address(people, "log/")).context["deleted"]) == 1  # though it was deleted twice


def test_yesterday_is_too_late(people, client, client_of, now):
    entry = logged(people)
    client.post(address(people, f"{entry.pk}/delete/"))
    now.shift(24 * 3600)
    client = client_of(people.apprentice)
    assert client.get(address(people, "log/")).context["deleted"] == []
    response = client.post(address(people, f"{entry.pk}/bring-back/"), follow=True)
    assert said(response) == ["An entry can be brought back on the day it was deleted: log it anew."]


def test_nobody_else_reads_what_was_deleted(people, client, client_of):
    entry = logged(people, what="A slip")
    client.post(address(people, f"{entry.pk}/delete/"))
    assert "A slip" in text(client, address(people, "log/"))
    assert "A slip" not in text(client, address(people))
    assert "A slip" not in text(client_of(people.manager), address(people))


@pytest.mark.parametrize("pk", ["9" * 18, "9" * 40])
def test_an_entry_that_cannot_be(pk, people, client):
    assert client.get(address(people, f"{pk}/")).status_code == 404
    assert client.post(address(people, f"{pk}/bring-back/")).status_code == 302
    assert client.get(f"/learning/to-accept/{pk}/").status_code == 404


# --- Queries and time ---


def queries(client, path):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


PLACES = ("log/", "log/?like={}", "log/days/", "{}/", "{}/delete/")


def test_queries_are_the_same_with_one_three_and_fifty(people, client):
    entry = logged(people, TODAY - 7 * DAY)
    client.get(address(people))
    counts = []
    for more in (0, 2, 47):
        for number in range(more):
            row = make.LearningEntryFactory(apprentice=people.record, learned_on=TODAY - 7 * DAY, minutes=15)
            actions.take_out(
                make.LearningEntryFactory(apprentice=people.record, what=f"{number}"), by=people.apprentice
            )
            row.what, row.submitted_at = "Changed", timezone.now()
            row.save()
        counts.append([queries(client, address(people, place.format(entry.pk))) for place in PLACES])
    assert counts == [[8, 8, 7, 8, 6]] * 3
