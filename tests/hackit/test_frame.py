"""What belongs to no app: health, brand, errors, headers, bad input."""

import pytest
from django.db import connection
from django.test import Client

from hackit import views
from tests.factories import UserFactory


def test_healthz_asks_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_readyz(client, db):
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("production", [False, True])
def test_readyz_before_the_first_migration(production, client, db, settings):
    settings.PRODUCTION = production
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
        cursor.execute("ALTER TABLE hackit_user RENAME TO hackit_user_not_there")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"migrations to apply" in response.content


def test_readyz_says_what_is_missing(client, db):
    connection.cursor().execute(
        "DELETE FROM django_migrations WHERE id ="
        " (SELECT max(id) FROM django_migrations WHERE app = 'apprentices')"
    )
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"1 migrations to apply" in response.content


def test_readyz_refuses_demonstration_accounts_in_production(client, db, settings):
    UserFactory()
    settings.PRODUCTION = True
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"demonstration accounts" in response.content


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/account/sign-in/", "/brand/00664f.css"])
def test_probes_may_ask_with_head(path, client, db):
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("colour", ["00664f", "ABCDEF"])
def test_brand(client, colour):
    response = client.get(f"/brand/{colour}.css")
    assert f"#{colour}" in response.content.decode()
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize("colour", ["red", "00664", "00664f0", "00664g", "}"])
def test_brand_takes_nothing_else(client, colour, db):
    assert client.get(f"/brand/{colour}.css").status_code == 404


def test_the_organisation_s_colour_and_name_after_signing_in(people, client_of):
    people.here.organisation.brand_colour = "#00664f"
    people.here.organisation.logo_text = "Here apprenticeships"
    people.here.organisation.save()
    page = client_of(people.buddy).get("/").content.decode()
    assert "/brand/00664f.css" in page
    assert "Here apprenticeships" in page
    assert "Here apprenticeships" not in Client().get("/account/sign-in/").content.decode()
    assert "Here apprenticeships" not in client_of(people.other_manager).get("/").content.decode()


HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/account/sign-in/", "/nowhere/", "/admin/", "/brand/00664f.css"])
def test_headers(path, people, client_of):
    response = client_of(people.coordinator).get(path, follow=True)
    assert {name: response[name] for name in HEADERS} == HEADERS
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy


BAD = ["\0", "%00", "%ff%fe", "9" * 500, "-1", "'\"><script>", "x" * 9000, "2026-13-45", "🦆", "<", "٣"]


@pytest.mark.parametrize("value", BAD)
def test_bad_input_never_breaks_a_page(value, people, client_of):
    client = client_of(people.coordinator)
    for name in ("q", "cohort", "provider", "team", "status", "missing", "sort", "page"):
        assert client.get("/apprentices/", {name: value}).status_code in {200, 400}, name
        assert client.get(f"/apprentices/?{name}={value[:50]}").status_code in {200, 400}
    for path in ("/admin/hackit/user/", "/admin/apprentices/apprentice/", "/admin/providers/standard/"):
        assert client.get(path, {"q": value}).status_code in {200, 302, 400}, path
        assert client.get(path, {"p": value, "o": value}).status_code in {200, 302, 400}, path


@pytest.mark.parametrize("value", BAD)
def test_bad_input_never_breaks_a_form(value, people, client_of, db):
    assert Client().post("/account/sign-in/", {"login": value, "password": value}).status_code in {200, 400}
    assert Client().post("/account/password/forgotten/", {"email": value}).status_code in {200, 400}
    client = client_of(people.coordinator)
    fields = dict.fromkeys(("organisation", "name", "slug", "starts_on", "expected_end_on"), value)
    assert client.post("/admin/cohorts/cohort/add/", fields).status_code in {200, 400}
    names = ("email", "full_name", "cohort", "standard", "starts_on", "weekly_hours", "uln", "team")
    fields = dict.fromkeys(names, value)
    for prefix in ("manager_terms", "deputy_terms", "buddy_terms"):
        fields |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    assert client.post("/admin/apprentices/apprentice/add/", fields).status_code in {200, 400}


def test_invalid_utf8_in_a_body(people, client_of):
    client = client_of(people.coordinator)
    response = client.post(
        "/admin/cohorts/team/add/",
        b"name=%ff%fe\xff&organisation=1",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code in {200, 302, 400}


def test_ten_megabytes_are_refused_kindly(people, client_of):
    response = client_of(people.coordinator).post("/admin/cohorts/team/add/", {"name": "x" * 10_000_000})
    assert response.status_code in {200, 400}


def test_the_error_page_needs_nothing_that_could_be_broken(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_form_from_another_site_is_refused_in_words(people):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/account/sign-in/", {"login": "x@test.example.org", "password": "y"})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


def test_contact_names_the_coordinators_of_one_s_own_organisation(people, client_of):
    page = client_of(people.apprentice).get("/contact/").content.decode()
    assert "Here Coordinator" in page
    assert "There Coordinator" not in page
    assert "Coordinator" not in Client().get("/contact/").content.decode().replace("coordinator", "")
