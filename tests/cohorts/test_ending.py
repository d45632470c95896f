"""The organisation's agendas and letters for the end: what stands ready, what is refused, whose they are."""

import pytest

from cohorts import ending
from cohorts.models import EndingTexts
from hackit import filling
from tests.cohorts.test_first_day import inline as organisation


@pytest.fixture
def address(people):
    return f"/admin/cohorts/organisation/{people.here.organisation.pk}/change/"


def inline(texts=None, **words):
    """What is posted of an organisation with these agendas and letters; `texts` stand there already."""
    data = organisation() | {"ending_texts-TOTAL_FORMS": 1, "ending_texts-INITIAL_FORMS": int(bool(texts))}
    if texts:
        data |= {"ending_texts-0-id": texts.pk, "ending_texts-0-organisation": texts.organisation_id}
    said = {**ending.DEFAULTS, **words}
    return data | {f"ending_texts-0-{name}": text for name, text in said.items()}


@pytest.mark.parametrize("name", ending.DEFAULTS)
def test_the_default_texts_are_such_as_an_organisation_may_save(name):
    text = ending.DEFAULTS[name]
    assert filling.unknown(text, ending.PLACEHOLDERS) == []
    EndingTexts._meta.get_field(name).clean(text, None)


def test_no_agenda_names_what_only_a_letter_fills_in():
    assert {*EndingTexts.AGENDAS, *EndingTexts.LETTERS} == {*ending.DEFAULTS}
    for name in EndingTexts.AGENDAS:
        assert "{" not in ending.DEFAULTS[name] and "[" not in ending.DEFAULTS[name]


def test_a_letter_leaves_a_gap_for_all_that_is_not_known():
    for name in EndingTexts.LETTERS:
        text = filling.fill(ending.DEFAULTS[name], {}, ending.PLACEHOLDERS)
        assert set(filling.gaps(text)) <= set(ending.PLACEHOLDERS.values())
        assert "{" not in text


def test_the_coordinator_finds_the_defaults_and_saves_them_only_when_changed(people, client_of, address):
    client = client_of(people.coordinator)
    page = client.get(address).content.decode()
    assert "Hopes on both sides" in page
    assert "I am sorry to tell you that we have no role for you" in page
    assert "{apprentice}, {called}, {standard}" in page
    assert client.post(address, inline()).status_code == 302
    assert not EndingTexts.objects.exists()
    assert client.post(address, inline(first_agenda="Hopes\nFears")).status_code == 302
    texts = EndingTexts.objects.get()
    assert (texts.organisation, texts.first_agenda) == (people.here.organisation, "Hopes\nFears")
    assert texts.offer_letter == ending.DEFAULTS["offer_letter"]
    assert texts.history.get().history_user == people.coordinator
    assert client.post(address, inline(texts, first_agenda="Hopes\nFears")).status_code == 302
    assert texts.history.count() == 1


@pytest.mark.parametrize("name", EndingTexts.LETTERS)
def test_a_slip_in_a_placeholder_is_said_and_nothing_is_lost(name, people, client_of, address):
    page = client_of(people.coordinator).post(address, inline(**{name: "Dear {mate}"})).content.decode()
    assert "Nothing is known as {mate}. You can use {apprentice}, {called}," in page
    assert "Dear {mate}" in page
    assert not EndingTexts.objects.exists()


def test_a_letter_is_never_empty(people, client_of, address):
    answer = client_of(people.coordinator).post(address, inline(no_offer_letter=""))
    assert answer.status_code == 200
    assert not EndingTexts.objects.exists()


def test_nobody_else_sees_or_writes_the_texts(people, client_of, address):
    own = {**ending.DEFAULTS, "first_agenda": "Secret agenda"}
    texts = EndingTexts.objects.create(organisation=people.here.organisation, **own)
    assert "Secret agenda" in client_of(people.coordinator).get(address).content.decode()
    assert "Secret agenda" not in client_of(people.superuser).get(address).content.decode()
    for role in ("other_coordinator", "superuser", "manager", "apprentice"):
        client_of(getattr(people, role)).post(address, inline(texts, first_agenda="Mine"))
    theirs = address.replace(f"/{people.here.organisation.pk}/", f"/{people.there.organisation.pk}/")
    client_of(people.other_coordinator).post(theirs, inline(texts, first_agenda="Mine"))
    texts.refresh_from_db()
    assert (texts.first_agenda, texts.organisation) == ("Secret agenda", people.here.organisation)
    assert EndingTexts.objects.of(people.there.organisation).first_agenda == ending.DEFAULTS["first_agenda"]
