"""The import in the workshop: upload, check, confirm, result; and what may go wrong between them."""

import io
import re
from base64 import b64encode
from html import unescape
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apprentices.importing.columns import COLUMNS, LARGEST
from apprentices.importing.saving import SOMEBODY_ELSE
from apprentices.models import Apprentice
from tests import factories as make
from tests.apprentices.cohort_files import DEE, FULL, ROW, cohort_file, council, everything, many, refuse_rows
from tests.conftest import BACKEND, sign_in

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(_import-\w+)" value="([^"]*)"')


@pytest.fixture
def here(db):
    """A council that imports."""
    return council()


@pytest.fixture
def desk(here):
    """The coordinator's client, with `send` for a file, `carried` and `confirm` for what a check carries."""
    return Desk(here.cohort, here.coordinator)


class Desk:
    def __init__(self, cohort, user):
        self.client, self.cohort = sign_in(user), cohort
        self.path = f"/admin/cohorts/cohort/{cohort.pk}/"

    def get(self, page):
        return self.client.get(self.path + page)

    def send(self, *rows, name="cohort.csv", path=None):
        content = rows[0] if rows and isinstance(rows[0], bytes) else cohort_file(*rows)
        file = SimpleUploadedFile(name, content)
        return self.client.post(path or f"{self.path}import/", {"file": file})

    def carried(self, response):
        return {name: unescape(value) for name, value in HIDDEN.findall(words_of(response))}

    def confirm(self, carried, path=None):
        return self.client.post(path or f"{self.path}import/", carried)


def words_of(response):
    return response.content.decode()


def messages(response):
    return [str(message) for message in response.context["messages"]]


# --- The way through ------------------------------------------------------------------------------


def test_from_the_cohort_to_the_result(here, desk):
    page = words_of(desk.get("change/"))
    for link in ("import/", "cohort.xlsx", "import/done/"):
        assert f'href="{desk.path}{link}"' in page
    page = words_of(desk.get("import/"))
    assert f'href="{desk.path}import/template.xlsx"' in page
    assert all(f">{name}</th>" in page for name in COLUMNS)
    before = everything()
    check = desk.send(ROW | FULL, DEE)
    assert everything() == before
    page = words_of(check)
    assert "2 new, 0 changed, 0 left alone." in page
    assert "Nothing has been written yet." in page
    for made in ("New teams: Digital delivery", "New tutors: Tess Tutorial"):
        assert made in page
    done = desk.client.post(f"{desk.path}import/", desk.carried(check), follow=True)
    assert done.redirect_chain == [(f"{desk.path}import/done/", 302)]
    (said,) = messages(done)
    assert said == (
        "Imported: 2 new, 0 changed, 0 left alone. New teams: Digital delivery. New tutors: Tess Tutorial. "
        "New managers and deputies: Dee Deputy, Max Manager. New buddies: Bud Helpful."
    )
    assert "5 people have no invitation that works" in words_of(done)
    history = Apprentice.history.filter(person__email=ROW["email"]).get()
    assert (history.history_user, history.history_change_reason) == (here.coordinator, "Import of a file")


def test_a_check_shows_what_is_changed_and_what_is_not_done(here, desk):
    desk.confirm(desk.carried(desk.send(ROW | FULL, DEE)))
    changed = ROW | FULL | {"team": "Housing", "directorate": "", "weekly_hours": "20"}
    check = desk.send(changed, DEE, name="second.csv")
    page = words_of(check)
    assert "0 new, 1 changed, 1 left alone." in page
    assert "team: Digital delivery becomes Housing" in page
    assert "weekly_hours: 36 here, 20 in the file" in page
    record = Apprentice.objects.get(person__email=ROW["email"])
    assert f'href="/admin/apprentices/apprentice/{record.pk}/change/"' in page
    done = desk.client.post(f"{desk.path}import/", desk.carried(check), follow=True)
    assert messages(done)[-1] == (
        "Imported: 0 new, 1 changed, 1 left alone. New teams: Housing. "
        "1 apprentice differs in what is left to a change of plan, a handover or a correction."
    )


def test_a_result_with_very_many_names_names_some(desk):
    done = desk.client.post(
        f"{desk.path}import/", desk.carried(desk.send(*many(30, team="", directorate=""))), follow=True
    )
    assert " Buddy 17 and 20 more." in messages(done)[-1]


def test_the_same_file_again_offers_no_button(desk):
    desk.confirm(desk.carried(desk.send({})))
    again = desk.send({})
    assert desk.carried(again) == {}
    assert "There is nothing to import: everything in this file is here already." in words_of(again)


def test_problems_are_listed_with_a_way_to_send_the_file_again(desk):
    before = everything()
    page = desk.send({"weekly_hours": "x"}, {"email": "<b>x</b>"})
    said = words_of(page)
    assert "2 problems to put right. Nothing was imported." in said
    for words in (
        "<td>weekly_hours</td>",
        "<td>x</td>",
        "&lt;b&gt;x&lt;/b&gt;",
        "This is not an email address.",
    ):
        assert words in said
    assert desk.carried(page) == {}
    assert 'type="file"' in said
    assert everything() == before


# --- Pressed twice, changed in between, tampered with ---------------------------------------------


def test_confirmed_twice_has_one_effect_and_the_second_reads_it(desk):
    carried = desk.carried(desk.send(ROW | FULL, DEE))
    desk.confirm(carried)
    before = everything()
    again = desk.client.post(f"{desk.path}import/", carried, follow=True)
    assert again.redirect_chain == [(f"{desk.path}import/done/", 302)]
    assert messages(again)[-1] == "Everything in this file is here already. Nothing was changed."
    assert everything() == before


def test_what_somebody_else_changed_in_between_is_shown_and_nothing_is_made(here, desk):
    carried = desk.carried(desk.send({"team": "Digital"}))
    make.TeamFactory(organisation=here.organisation, name="Digital")
    before = everything()
    page = desk.confirm(carried)
    (said,) = messages(page)
    assert said.startswith("Nothing was imported: something has changed since the check.")
    assert everything() == before
    assert "New teams" not in words_of(page)
    desk.confirm(desk.carried(page))
    assert Apprentice.objects.count() == 1


def test_an_address_that_was_taken_in_between_is_a_problem_now(here, desk):
    carried = desk.carried(desk.send({}))
    make.ManagerFactory(person__email=ROW["email"])
    page = desk.confirm(carried)
    assert "This address cannot be used here." in words_of(page)
    assert not Apprentice.objects.exists()


def test_what_the_database_refuses_is_said_and_the_file_is_checked_again(desk):
    carried = desk.carried(desk.send({}))
    before = everything()
    refuse_rows(Apprentice)
    page = desk.confirm(carried)
    assert messages(page) == [SOMEBODY_ELSE]
    assert desk.carried(page) == carried
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", ""),
        ("content", "%%%"),
        ("content", "QUJD\0"),
        ("content", "é"),
        ("content", "QUJD"),
        ("content", b64encode(b"\x89PNG").decode()),
        ("content", b64encode(cohort_file({"full_name": "Somebody Else"})).decode()),
        ("content", "A" * 2_500_000),
        ("confirmed", ""),
        ("confirmed", "0" * 32),
        ("confirmed", "\0"),
        ("confirmed", "x" * 100_000),
        ("name", "\0"),
        ("name", "x" * 300),
    ],
)
def test_what_was_tampered_with_is_never_carried_out(field, value, desk):
    carried = desk.carried(desk.send({}))
    before = everything()
    page = desk.client.post(f"{desk.path}import/", carried | {f"_import-{field}": value}, follow=True)
    assert page.status_code == 200
    assert any("Nothing was imported" in message for message in messages(page))
    assert everything() == before


def test_a_confirmation_of_another_cohort_shows_what_it_would_do_there(here, desk):
    carried = desk.carried(desk.send({}))
    page = desk.confirm(carried, path=f"/admin/cohorts/cohort/{here.other.pk}/import/")
    assert "something has changed since the check" in messages(page)[0]
    assert not Apprentice.objects.exists()


# --- Another organisation -------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["import/", "import/done/", "cohort.xlsx"])
def test_a_cohort_of_another_organisation_is_none(page, people):
    desk = Desk(people.there.cohort, people.coordinator)
    none = desk.client.get(f"/admin/cohorts/cohort/99999/{page}", follow=True)
    theirs = desk.client.get(desk.path + page, follow=True)
    assert theirs.redirect_chain == none.redirect_chain
    assert "There cohort" not in words_of(theirs)


def test_an_import_into_a_cohort_of_another_organisation_is_none(people):
    desk, before = Desk(people.there.cohort, people.coordinator), everything()
    carried = {
        "_import-content": b64encode(cohort_file({})).decode(),
        "_import-confirmed": "x",
        "_import-name": "x.csv",
    }
    for answer in (desk.send({}), desk.confirm(carried)):
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert everything() == before


def test_a_result_offers_own_people_only(people):
    desk = Desk(people.here.cohort, people.coordinator)
    page = words_of(desk.get("import/done/"))
    assert "Here Apprentice" in page
    assert "There Apprentice" not in page
    assert people.there.term.manager.person.email not in page


# --- Files ----------------------------------------------------------------------------------------


def test_the_template_opens_and_takes_what_is_filled_in(desk):
    response = desk.get("import/template.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="apprentices.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet, guide = book.worksheets
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert [row[0].value for row in guide.iter_rows(min_row=2)] == list(COLUMNS)
    assert "no lines below them" in words_of(desk.send(response.content, name="apprentices.xlsx"))
    row = ROW | FULL | {"deputy_emails": ""}
    sheet.append([row.get(name, "") for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    assert "1 new, 0 changed, 0 left alone." in words_of(desk.send(out.getvalue(), name="apprentices.xlsx"))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_cohort_as_a_file_comes_back_unchanged(kind, desk):
    desk.confirm(desk.carried(desk.send(ROW | FULL, DEE)))
    response = desk.get(f"cohort.{kind}")
    assert response["Content-Disposition"] == f'attachment; filename="hackney-2026.{kind}"'
    before = everything()
    page = words_of(desk.send(response.content, name=f"hackney-2026.{kind}"))
    assert "0 new, 0 changed, 2 left alone." in page
    assert "There is nothing to import" in page
    assert everything() == before


BAD = [
    (b"", "a.csv", "This file is empty."),
    (b"\x89PNG\r\n\x1a\n\0", "a.csv", "This is a picture, not a table."),
    (b"PK\x03\x04 x", "a.csv", "This is an Excel file, although its name ends in .csv."),
    (b"PK\x03\x04 x", "a.xlsx", "This Excel file is damaged."),
    (b"a" * (LARGEST + 1), "a.csv", "This file has 1.5 MB, and a cohort takes less than 1.5 MB."),
    (b"email,full_name\0", "a.csv", "This is not a table."),
    (b"\x81\x8d\x8f", "a.csv", "Some letters in this file cannot be read."),
    (b'"' * 1_000_001, "a.csv", "There is no line with the headings|Line 1 cannot be read."),
    (b"," * 1_000_000, "a.csv", "There is no line with the headings"),
]


@pytest.mark.parametrize(("content", "name", "words"), BAD, ids=[words[:30] for *_, words in BAD])
def test_what_is_no_file_is_said_beside_the_field(content, name, words, desk):
    before = everything()
    response = desk.send(content, name=name)
    assert response.status_code == 200
    (said,) = response.context["form"].errors["file"]
    assert re.match(words, said)
    assert "Nothing was imported." in words_of(response)
    assert words_of(response).split("<title>")[1].startswith("Error: ")
    assert everything() == before


def test_fifty_megabytes(desk):
    response = desk.send(b"x" * 50_000_000)
    assert "This file has 50.0 MB, and a cohort takes less than 1.5 MB." in words_of(response)


def test_ten_megabytes_in_a_field_of_the_confirmation(desk):
    response = desk.confirm({"_import-content": "A" * 10_000_000, "_import-confirmed": "x"})
    assert response.status_code == 400


def test_no_file_at_all(desk):
    for fields in ({}, {"file": "x"}):
        assert "Choose a file first." in words_of(desk.client.post(f"{desk.path}import/", fields))


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>.csv",
        "Zoë’s “list”.csv",
        "../../etc/passwd.csv",
        "a'b\"c.csv",
        "x" * 300 + ".csv",
    ],
)
def test_odd_names_of_files_are_words_and_nothing_else(name, desk):
    check = desk.send({}, name=name)
    assert check.status_code == 200
    assert "<script>alert" not in words_of(check)
    assert "1 new, 0 changed" in words_of(check)
    desk.confirm(desk.carried(check))
    assert Apprentice.objects.count() == 1


def test_a_formula_is_named_with_its_place(desk):
    page = words_of(desk.send({"team": '=HYPERLINK("http://example.org")'}))
    assert "<td>team</td><td>=HYPERLINK(&quot;http://example.org&quot;)</td><td>This is a formula" in page


# --- A session that ended -------------------------------------------------------------------------


def test_a_confirmation_after_the_session_ended_is_offered_again(here, desk):
    desk.get("import/")
    carried = desk.carried(desk.send({}))
    desk.client.cookies.pop("sessionid")
    answer = desk.confirm(carried)
    assert "next=/unsent/" in unquote(answer["Location"])
    assert not Apprentice.objects.exists()
    session = desk.client.session
    kept = session["unsent"]
    desk.client.force_login(here.coordinator, backend=BACKEND)
    session = desk.client.session
    session["unsent"] = kept
    session.save()
    page = words_of(desk.client.get("/unsent/"))
    assert carried["_import-content"] not in re.sub(r'value="[^"]*"', "", page)
    assert carried["_import-content"] in page
    desk.confirm(carried)
    assert Apprentice.objects.count() == 1


# --- How often the database is asked --------------------------------------------------------------


def test_a_check_page_asks_the_same_whatever_the_number_of_lines(desk, django_assert_num_queries):
    desk.get("import/")
    for number in (1, 30):
        file = cohort_file(*many(number))
        with django_assert_num_queries(16):
            desk.send(file)
