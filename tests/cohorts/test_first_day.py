"""The words of the first-day page: what is filled in, what is a gap, and the texts of an organisation."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from cohorts import first_day
from cohorts.first_day import PLACEHOLDERS
from cohorts.models import FirstDayTemplate
from hackit import filling
from tests import factories as make

FACTS = {"manager": "Max", "team": None}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Ask {manager}, or {buddy}.", "Ask Max, or [your buddy’s name]."),
        ("{team} and {team}", "[your team] and [your team]"),
        ("{nobody} {Manager} {} { manager }", "{nobody} {Manager} {} { manager }"),
        ("no sign, } or {", "no sign, } or {"),
    ],
)
def test_fill(text, filled):
    assert filling.fill(text, FACTS, PLACEHOLDERS) == filled


def test_a_name_that_looks_like_a_placeholder_is_not_filled_again():
    assert filling.fill("{manager}", {"manager": "{buddy}", "buddy": "Bud"}, PLACEHOLDERS) == "{buddy}"


def test_gaps():
    assert filling.gaps("At [street] or [a\nb], not ] this [ one") == ["[street]", "[a\nb]"]
    assert filling.gaps("nothing open") == []


@pytest.mark.parametrize("name", FirstDayTemplate.WORDS)
def test_the_default_texts_are_such_as_an_organisation_may_save(name):
    text = first_day.DEFAULTS[name]
    if name != "comes_at":
        assert text
        assert filling.unknown(text, PLACEHOLDERS) == []
        FirstDayTemplate._meta.get_field(name).clean(text, None)


@pytest.mark.django_db
def test_an_organisation_begins_with_the_defaults_and_may_write_its_own():
    organisation = make.OrganisationFactory()
    texts = FirstDayTemplate.objects.of(organisation)
    assert texts.pk is None
    assert texts.words() == first_day.DEFAULTS
    make.FirstDayTemplateFactory(organisation=organisation, comes_at=time(10), place="Ours")
    make.FirstDayTemplateFactory(place="Theirs")
    assert FirstDayTemplate.objects.of(organisation).place == "Ours"
    assert FirstDayTemplate.objects.of(organisation).lunch == ""


@pytest.mark.django_db
def test_an_unknown_placeholder_is_refused_with_what_can_be_used():
    texts = FirstDayTemplate(organisation=make.OrganisationFactory(), lunch="With {manger}", wear="{team}")
    with pytest.raises(ValidationError) as refused:
        texts.full_clean()
    assert refused.value.message_dict == {
        "lunch": [
            "Nothing is known as {manger}. "
            "You can use {apprentice}, {manager}, {buddy}, {team}, {organisation}."
        ]
    }


@pytest.mark.django_db
def test_words_are_never_longer_than_a_page_can_hold():
    texts = FirstDayTemplate(organisation=make.OrganisationFactory(), lunch="x" * 401, wear="\r\n" * 400)
    with pytest.raises(ValidationError) as refused:
        texts.full_clean()
    assert set(refused.value.message_dict) == {"lunch"}


# --- In the workshop ---


def inline(**words):
    data = {"name": "Here Council", "slug": "here", "promise_percent": 20, "introductions_a_day": 2}
    data |= {"plan_shared_by": 25, "plan_agreed_by": 3, "plan_reviewed_by": 7, "plan_least_days": 10}
    data |= {"keep_records_months": 72, "keep_traces_months": 12}
    data |= {"brand_colour": "#1d4f6e", "closing_days-TOTAL_FORMS": 0, "closing_days-INITIAL_FORMS": 0}
    data |= {"first_day_template-TOTAL_FORMS": 1, "first_day_template-INITIAL_FORMS": 0}
    data |= {"ending_texts-TOTAL_FORMS": 0, "ending_texts-INITIAL_FORMS": 0}
    texts = {**first_day.DEFAULTS, **words}
    return data | {f"first_day_template-0-{name}": text for name, text in texts.items()}


@pytest.fixture
def address(people):
    return f"/admin/cohorts/organisation/{people.here.organisation.pk}/change/"


def test_the_coordinator_finds_the_defaults_and_saves_them_only_when_changed(people, client_of, address):
    client = client_of(people.coordinator)
    page = client.get(address).content.decode()
    assert "Most of us dress casually." in page
    assert "{apprentice}, {manager}, {buddy}" in page
    assert client.post(address, inline()).status_code == 302
    assert not FirstDayTemplate.objects.exists()
    assert client.post(address, inline(wear="No hats")).status_code == 302
    assert FirstDayTemplate.objects.get().words() == {**first_day.DEFAULTS, "wear": "No hats"}
    assert "No hats" in client.get(address).content.decode()


def test_a_slip_in_a_placeholder_is_said_and_nothing_is_lost(people, client_of, address):
    page = client_of(people.coordinator).post(address, inline(wear="{hat}")).content.decode()
    assert "Nothing is known as {hat}." in page
    assert not FirstDayTemplate.objects.exists()


def test_nobody_else_sees_or_writes_the_texts(people, client_of, address):
    make.FirstDayTemplateFactory(organisation=people.here.organisation, wear="Secret hats")
    assert "Secret hats" not in client_of(people.superuser).get(address).content.decode()
    client_of(people.other_coordinator).post(address, inline(wear="No hats"))
    client_of(people.superuser).post(address, inline(wear="No hats"))
    assert FirstDayTemplate.objects.get().wear == "Secret hats"
