"""Learning in the workshop: read by coordinators of the organisation, written by nobody there."""

import re

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def cells(page):
    """The texts of the first row of a list."""
    row = re.search(r"<tbody>.*?</tr>", page.content.decode(), re.S)[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)]


def words(client, path):
    """What a page of one record says of its fields, by label."""
    page = client.get(path).content.decode()
    found = re.findall(r"<label[^>]*>(.*?)</label>\s*<div class=\"readonly\">(.*?)</div>", page, re.S)
    return {label.strip().rstrip(":"): re.sub(r"<[^>]+>", "", value).strip() for label, value in found}


def test_the_log_in_a_list(people, client_of):
    entry = make.LearningEntryFactory(apprentice=people.record, source="file", in_paid_time=False)
    page = client_of(people.coordinator).get("/admin/workplans/learningentry/")
    day = f"{entry.learned_on:%-d %B %Y}"
    assert cells(page)[:4] == [day, "Here Apprentice", "1.5", "Class or workshop"]
    assert cells(page)[5:] == ["Submitted", "Brought in from a file"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?state__exact=accepted", 1),
        ("?kind__exact=maths", 1),
        ("?source__exact=file", 1),
        ("?in_paid_time__exact=0", 1),
        ("?q=Here+App", 3),
        ("?q=There", 0),
        ("?q=Lesson", 0),
    ],
)
def test_the_log_is_filtered_and_searched(query, found, people, client_of):
    make.LearningEntryFactory(apprentice=people.record, accepted=True)
    make.LearningEntryFactory(apprentice=people.record, kind="maths", in_paid_time=False)
    make.LearningEntryFactory(apprentice=people.record, source="file")
    make.LearningEntryFactory(apprentice=people.other_record, accepted=True)
    page = client_of(people.coordinator).get(f"/admin/workplans/learningentry/{query}")
    assert page.context["cl"].result_count == found


def test_an_entry_says_what_happened_to_it(people, client_of):
    by = make.UserFactory(full_name="Max Manager")
    entry = make.LearningEntryFactory(apprentice=people.record, returned=True, answered_by=by)
    client = client_of(people.coordinator)
    said = words(client, f"/admin/workplans/learningentry/{entry.pk}/change/")
    assert said["What I learned"] == entry.what
    assert said["Why it was returned"] == "Say what you learned"
    assert said["Answered by"] == "Max Manager"
    page = client.get(f"/admin/workplans/learningentry/{entry.pk}/history/").content.decode()
    assert "Added" in page


def test_learning_time_in_words(people, client_of):
    time = make.LearningTimeFactory(apprentice=people.record, pattern="-A-A---")
    client = client_of(people.coordinator)
    page = client.get("/admin/workplans/learningtime/")
    assert cells(page)[:2] == ["Here Apprentice", "Tuesday and Thursday afternoons"]
    said = words(client, f"/admin/workplans/learningtime/{time.pk}/change/")
    assert (said["Days of the week"], said["Hours in a whole day"]) == (
        "Tuesday and Thursday afternoons",
        "7.25",
    )


def test_answers_are_read_with_what_got_in_the_way(people, client_of):
    answer = make.ProtectedAnswerFactory(apprentice=people.record, answer="no", got_in_the_way="A release")
    said = words(client_of(people.coordinator), f"/admin/workplans/protectedanswer/{answer.pk}/change/")
    assert (said["Month"], said["Was your learning time protected?"]) == ("October 2026", "No")
    assert said["What got in the way"] == "A release"


@pytest.mark.parametrize("desk", ["learningentry", "learningtime", "protectedanswer"])
@pytest.mark.parametrize("who", ["apprentice", "manager", "deputy", "other_coordinator", "superuser"])
def test_nobody_else_reads_them_there(desk, who, people, client_of):
    factory = {
        "learningentry": make.LearningEntryFactory,
        "learningtime": make.LearningTimeFactory,
        "protectedanswer": make.ProtectedAnswerFactory,
    }[desk]
    record = factory(apprentice=people.record)
    for end in ("", f"{record.pk}/change/", f"{record.pk}/history/"):
        page = client_of(getattr(people, who)).get(f"/admin/workplans/{desk}/{end}", follow=True)
        seen = re.sub(r"<header.*?</header>", "", page.content.decode(), flags=re.S)
        assert page.status_code in {403, 404} or who == "other_coordinator"
        assert "Here Apprentice" not in seen
