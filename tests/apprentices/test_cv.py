"""A CV: drafted from portfolio and record, made theirs by the apprentice, read, printed, taken along."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from apprentices import actions
from apprentices.models import Apprentice, Cv
from hackit import versions
from hackit.overview.cv import Facts, Work, compose, in_sections
from hackit.wordfile import Heading, Points, Section, Words
from tests import factories as make
from tests import world

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
NOTHING = Facts("", (), (), (), (), 0)
# What stands in the record, and never belongs into a CV.
SECRETS = ("Kept private", "Said in confidence", "Reviewed so", "Fed back", "Not accepted", "Elsewhere")


def drafted(**facts):
    """The sections of a draft that say anything."""
    return {name: text for name, text in compose(Facts(**{**vars(NOTHING), **facts})).items() if text}


# --- The draft, without a database ---


@pytest.mark.parametrize(
    "facts, draft",
    [
        ({}, {}),
        ({"profile": "I like maps"}, {"profile": "I like maps"}),
        ({"apprenticeship": ("Analyst", "Here")}, {"apprenticeship": "Analyst\nHere"}),
        (
            {"projects": (Work("Map", "For all", "I drew\n\nit", "Used"), Work("Bins"))},
            {"projects": "Map\nFor all\nI drew\nit\nUsed\n\nBins"},
        ),
        ({"skills": ("SQL\nMaps", "sql; Talking to people", "")}, {"skills": "SQL\nMaps\nTalking to people"}),
        ({"skills": ("SQL, Python,",)}, {"skills": "SQL\nPython"}),
        ({"skills": ("- SQL\n• Maps",)}, {"skills": "SQL\nMaps"}),
        ({"skills": ("I learned to listen, then to ask.",)}, {"skills": "I learned to listen, then to ask."}),
        (
            {"courses": ("Data protection", "Data protection", "Safety"), "learned": 2520},
            {"training": "Data protection\nSafety\nLearning beside the work: 42 hours"},
        ),
        ({"learned": 90}, {"training": "Learning beside the work: 1 hour 30 minutes"}),
    ],
)
def test_a_draft_is_composed(facts, draft):
    assert drafted(**facts) == draft


def test_a_draft_holds_whole_parts_as_far_as_they_fit():
    works = tuple(Work(f"Project {number}", my_part="x" * 1500) for number in range(9))
    text = drafted(projects=works)["projects"]
    assert len(text) <= Cv._meta.get_field("projects").max_length
    assert text.endswith("x" * 1500)
    assert text.count("Project") == 5


@pytest.mark.parametrize(
    "name, text, pieces",
    [
        ("profile", "One\ntwo\n\nThree", (Words("One\ntwo"), Words("Three"))),
        (
            "profile",
            "I can\n- this\n- that\nand more",
            (Words("I can"), Points(("this", "that")), Words("and more")),
        ),
        ("skills", "SQL\n- Maps", (Points(("SQL", "Maps")),)),
        ("projects", "Map\nFor all\n\nBins", (Heading("Map"), Words("For all"), Words("Bins"))),
        ("projects", "Map\n• drew it", (Heading("Map"), Points(("drew it",)))),
    ],
)
def test_a_text_is_read_as_headings_paragraphs_and_points(name, text, pieces):
    assert list(in_sections({name: text})) == [Section(name.capitalize(), pieces)]


def test_what_is_blank_is_left_out():
    assert [one.heading for one in in_sections({"profile": " \n", "more": "Chess", "skills": ""})] == [
        "More about me"
    ]


# --- With records ---


@pytest.fixture
def people(now, db):
    return world.build(TODAY)


@pytest.fixture
def told(people):
    """A record full of what belongs into a draft, and of what does not."""
    record = people.record
    record.provider.known_as = "Ada"
    record.provider.save()
    make.PortfolioFactory(apprentice=record, profile="I like maps")
    more = {"feedback": "Fed back", "feedback_by": people.manager, "feedback_at": "2026-11-01T10:00Z"}
    make.ProjectFactory(
        apprentice=record,
        title="Bins",
        my_part="I asked people",
        skills="Listening\nSQL",
        portfolio_place=2,
        **more,
    )
    make.ProjectFactory(
        apprentice=record, title="Map", purpose="", outcome="It is used", skills="sql", portfolio_place=1
    )
    make.ProjectFactory(apprentice=record, title="Left out", my_part="Mine too", skills="Drawing")
    done = {"person": people.apprentice, "done_on": TODAY - 9 * DAY}
    make.CourseDoneFactory(
        course=make.CourseFactory(organisation=people.here.organisation, name="Data"), **done
    )
    make.CourseDoneFactory(
        course=make.CourseFactory(organisation=people.there.organisation, name="Elsewhere"), **done
    )
    answered = {"answered_by": people.manager, "answered_at": "2026-11-01T10:00Z"}
    day = {"apprentice": record, "learned_on": TODAY - 20 * DAY}
    make.LearningEntryFactory(**day, kind="class", minutes=120, state="accepted", **answered)
    make.LearningEntryFactory(**day, kind="class", minutes=60, state="accepted", **answered)
    make.LearningEntryFactory(**day, kind="reading", minutes=60, what="Not accepted")
    make.LearningEntryFactory(**day, kind="exam", minutes=60, state="accepted", **answered)
    make.PrivateNoteFactory(conversation__apprentice=record, words="Kept private")
    make.ConcernFactory(apprentice=record, words="Said in confidence")
    make.ReviewFactory(apprentice=record, summary="Reviewed so")
    return record


def address(people, rest=""):
    return f"/apprentices/{people.record.pk}/next-steps/{rest or 'cv/'}"


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def sections(**texts):
    return dict.fromkeys(Cv.SECTIONS, "") | texts


def sent(cv=None, **texts):
    return sections(**texts) | {versions.FIELD: versions.latest(cv) if cv else "0"}


def test_the_form_begins_with_a_draft_of_the_record(told, people, client_of):
    form = client_of(people.apprentice).get(address(people, "cv/write/")).context["form"]
    record = people.record
    start, end = "10 August 2026", f"{record.planned_end_on.day} {record.planned_end_on:%B %Y}"
    assert {name: form[name].value() for name in form.fields} == {
        "contact": "",
        "profile": "I like maps",
        "apprenticeship": f"{record.standard.title}\nHere Council, Here team\n{start} to {end} "
        f"(planned end)\nTraining provider: {record.provider.name}",
        "projects": "Map\nIt is used\n\nBins\nPeople report a missed bin without ringing\nI asked people",
        "skills": "sql\nListening\nDrawing",
        "training": "Data\nLearning beside the work: 3 hours",
        "more": "",
    }
    assert not Cv.objects.exists()


@pytest.mark.parametrize("result, said", [("merit", True), ("fail", False)])
def test_a_draft_after_the_end_says_a_result_that_one_shows(result, said, told, people, client_of):
    ended = {"gateway_on": TODAY - 3 * DAY, "assessment_on": TODAY - 2 * DAY, "completed_on": TODAY - DAY}
    Apprentice.objects.filter(pk=told.pk).update(**ended, result=result)
    page = text(client_of(people.apprentice), address(people))
    assert ("Result: Merit" in page) is said
    assert "Result: Fail" not in page
    assert "to 17 November 2026" in page
    assert "(planned end)" not in page
    assert "Until 17 November 2027 you can read, print and download your CV" in page
    assert address(people, "cv/write/") not in page


def test_without_a_choice_every_project_with_a_part_of_theirs_is_in_the_draft(people, client_of):
    make.ProjectFactory(apprentice=people.record, title="With part", my_part="Mine")
    make.ProjectFactory(apprentice=people.record, title="Only named")
    page = text(client_of(people.apprentice), address(people))
    assert "With part" in page
    assert "Only named" not in page


def test_nothing_in_confidence_enters_a_draft_or_a_document(told, people, client_of):
    client = client_of(people.apprentice)
    for path in (address(people), address(people, "cv/write/")):
        page = text(client, path)
        assert "I like maps" in page
        assert [words for words in SECRETS if words in page] == []
    said = "\n".join(one.text for one in read(client.get(address(people, "cv.docx"))))
    assert "I like maps" in said
    assert [words for words in SECRETS if words in said] == []


def test_a_draft_that_nobody_saved_is_read_by_the_apprentice_alone(told, people, client_of):
    page = text(client_of(people.apprentice), address(people))
    assert "This is a draft from your record; make it yours." in page
    for role in ("manager", "deputy", "coordinator"):
        client = client_of(getattr(people, role))
        page = text(client, address(people))
        assert "Here has not written a CV yet." in page
        assert "I like maps" not in page
        assert client.get(address(people, "cv.docx")).status_code == 404


def test_it_is_saved_and_read_by_those_who_help(told, people, client_of):
    client = client_of(people.apprentice)
    answer = client.post(
        address(people, "cv/write/"), sent(profile="I build maps", skills="SQL"), follow=True
    )
    page = answer.content.decode()
    assert answer.redirect_chain == [(address(people), 302)]
    assert "Saved: your CV." in page
    for role in ("apprentice", "manager", "deputy", "coordinator"):
        page = text(client_of(getattr(people, role)), address(people))
        assert '<h2 class="govuk-heading-l govuk-!-margin-top-6">Profile</h2>' in page
        assert "I build maps" in page
        assert "<li>SQL</li>" in page
        assert ">Training</h2>" not in page
        assert "draft" not in page
    assert "I like maps" not in page


def test_saved_twice_is_once(people):
    first = actions.write_cv(people.record, by=people.apprentice, **sections(profile="Me"))
    again = actions.write_cv(people.record, by=people.apprentice, **sections(profile="Me"))
    assert first == again
    assert again.history.count() == 1


def test_without_a_word_nothing_is_saved(people, client_of):
    answer = client_of(people.apprentice).post(address(people, "cv/write/"), sent())
    assert "Write at least a line of it." in answer.content.decode()
    assert not Cv.objects.exists()
    with pytest.raises(ValidationError, match="at least a line"):
        actions.write_cv(people.record, by=people.apprentice, **sections(profile="  "))


def test_of_two_windows_the_second_reads_what_the_first_saved(people, client_of):
    client = client_of(people.apprentice)
    old = sent(profile="Second")
    client.post(address(people, "cv/write/"), sent(profile="First"))
    page = client.post(address(people, "cv/write/"), old).content.decode()
    assert "saved this first while you had it open" in page
    assert "It says now" in page
    assert Cv.objects.get().profile == "First"
    client.post(address(people, "cv/write/"), sent(Cv.objects.get(), profile="Second"))
    assert Cv.objects.get().profile == "Second"


def test_it_starts_again_from_the_record_without_saving(told, people, client_of):
    client = client_of(people.apprentice)
    cv = make.CvFactory(apprentice=people.record, profile="Mine")
    page = text(client, address(people, "cv/write/"))
    assert "Start again from the record" in page
    assert "Mine</textarea>" in page
    page = text(client, address(people, "cv/write/?fresh=1"))
    assert "I like maps</textarea>" in page
    assert "Mine" not in page
    cv.refresh_from_db()
    assert cv.profile == "Mine"


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ufffe"])
def test_signs_that_no_document_holds_are_refused_beside_their_box(sign, people, client_of):
    answer = client_of(people.apprentice).post(address(people, "cv/write/"), sent(skills=f"SQ{sign}L"))
    assert answer.context["form"].errors == {
        "skills": ["This holds a sign that cannot be saved: type it anew."]
    }
    assert not Cv.objects.exists()


def test_what_is_too_long_is_refused_and_stays(people, client_of):
    answer = client_of(people.apprentice).post(address(people, "cv/write/"), sent(profile="x" * 1501))
    assert "Write at most 1500 characters: this has 1501." in answer.content.decode()
    assert "x" * 1501 in answer.content.decode()


# --- The document ---


def read(answer):
    assert answer.status_code == 200
    return Document(io.BytesIO(answer.content)).paragraphs


def test_the_document_says_what_the_page_says(people, client_of):
    make.CvFactory(
        apprentice=people.record,
        contact="here@home.example.org",
        profile="I build <maps> & more",
        apprenticeship="Analyst\nHere",
        projects="Bins\nAsked people\n\nMap\nDrew it",
        skills="SQL\nMaps",
        training="",
        more="Chess",
    )
    answer = client_of(people.manager).get(address(people, "cv.docx"))
    assert [(one.style.name, one.text) for one in read(answer)] == [
        ("Title", "Here Apprentice"),
        ("Heading 1", "Contact"),
        ("Normal", "here@home.example.org"),
        ("Heading 1", "Profile"),
        ("Normal", "I build <maps> & more"),
        ("Heading 1", "Apprenticeship"),
        ("Heading 2", "Analyst"),
        ("Normal", "Here"),
        ("Heading 1", "Projects"),
        ("Heading 2", "Bins"),
        ("Normal", "Asked people"),
        ("Heading 2", "Map"),
        ("Normal", "Drew it"),
        ("Heading 1", "Skills"),
        ("List Bullet", "SQL"),
        ("List Bullet", "Maps"),
        ("Heading 1", "More about me"),
        ("Normal", "Chess"),
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="cv.docx"'
    assert "no-store" in answer["Cache-Control"]
    about = Document(io.BytesIO(answer.content)).core_properties
    assert (about.author, about.comments) == ("Here Apprentice", "")


def test_words_that_came_in_otherwise_break_no_document(people, client_of):
    cv = make.CvFactory(apprentice=people.record)
    Cv.objects.filter(pk=cv.pk).update(profile="a\x0bb")
    assert "ab" in [one.text for one in read(client_of(people.apprentice).get(address(people, "cv.docx")))]


# --- Who, and for how long ---


@pytest.mark.parametrize(
    "role, days, status",
    [
        ("apprentice", 300, 200),
        ("apprentice", 400, 404),
        ("manager", 80, 200),
        ("manager", 100, 404),
        ("deputy", 100, 404),
        ("coordinator", 400, 200),
        ("buddy", 1, 404),
    ],
)
def test_after_the_end_it_is_read_for_a_time(role, days, status, people, client_of):
    make.CvFactory(apprentice=people.record)
    start = TODAY - timedelta(days=500)
    Apprentice.objects.filter(pk=people.record.pk).update(
        first_day_at_work_on=start, starts_on=start, withdrawn_on=TODAY - days * DAY, withdrawal_reason="left"
    )
    client = client_of(getattr(people, role))
    assert client.get(address(people)).status_code == status
    assert client.get(address(people, "cv.docx")).status_code == status
    assert client.get(address(people, "cv/write/")).status_code == 404


# --- Steps towards a job ---


def test_the_steps_towards_a_job_are_ticked_where_they_are(people, client_of):
    told = make.StepTakenFactory(apprentice=people.record, step="CV updated", done_on=TODAY - DAY)
    make.StepTakenFactory(apprentice=people.record, step="English and maths passed")
    make.StepTakenFactory(apprentice=people.other_record, step="mock interview")
    page = client_of(people.manager).get(address(people)).context["page"]
    pk = people.record.pk
    assert [(one.words, one.done, one.url) for one in page.steps] == [
        (
            "CV updated",
            f"17 November 2026, ticked by {told.told_by}",
            f"/apprentices/{pk}/next-steps/taken/cv_updated/",
        ),
        ("Mock interview", "", f"/apprentices/{pk}/next-steps/taken/mock_interview/"),
        ("References agreed", "", f"/apprentices/{pk}/next-steps/taken/references/"),
    ]


@pytest.mark.parametrize(
    "back, page", [("cv", "cv/"), ("", ""), ("https://elsewhere.example", ""), ("write_cv", "")]
)
def test_ticking_leads_back_to_where_one_was_and_nowhere_else(back, page, people, client_of):
    Apprentice.objects.filter(pk=people.record.pk).update(planned_end_on=TODAY + 40 * DAY)
    client = client_of(people.apprentice)
    assert '<input type="hidden" name="back" value="cv">' in text(client, address(people))
    answer = client.post(address(people, "taken/cv_updated/"), {"done": "yes", "back": back})
    assert answer["Location"] == f"/apprentices/{people.record.pk}/next-steps/{page}#steps"


@pytest.mark.parametrize(
    "rest, saved, number",
    [
        ("cv/", False, 7),
        ("cv/", True, 5),
        ("cv/write/", False, 7),
        ("cv/write/", True, 6),
        ("cv/write/?fresh=1", True, 8),
        ("cv.docx", False, 5),
    ],
)
def test_the_number_of_queries_is_fixed(rest, saved, number, people, client_of):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(people, rest)).status_code == 200
        return len(found)

    client = client_of(people.apprentice)
    client.get("/")
    if saved:
        make.CvFactory(apprentice=people.record)
    make.ProjectFactory(apprentice=people.record, my_part="Mine", skills="SQL")
    first = queries()
    for more in range(3):
        make.ProjectFactory(apprentice=people.record, my_part="Mine", skills=f"Skill {more}")
        course = make.CourseFactory(organisation=people.here.organisation)
        make.CourseDoneFactory(course=course, person=people.apprentice, done_on=TODAY)
    assert (first, queries()) == (number, number)
