"""Partner employers: each one once, and two records of the same one made one."""

import pytest
from django.core.exceptions import ValidationError

from apprentices.models import Destination
from cohorts import actions
from cohorts.models import Opening, PartnerEmployer
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LIST = "/admin/cohorts/partneremployer/"
TWO = ("Softwire", "Softwyre")


@pytest.fixture
def twice(people):
    """The same employer twice, each with an opening and somebody who went there; and one elsewhere."""
    here = people.here.organisation
    kept = make.PartnerEmployerFactory(organisation=here, name="Softwire")
    other = make.PartnerEmployerFactory(
        organisation=here, name="Softwyre", contact_email="jobs@softwire.test"
    )
    elsewhere = make.PartnerEmployerFactory(organisation=people.there.organisation, name="Softwyre")
    for one in (kept, other, elsewhere):
        make.OpeningFactory(organisation=one.organisation, employer=one, title=f"At {one.pk}")
        make.DestinationFactory(
            apprentice=make.ApprenticeFactory(cohort__organisation=one.organisation),
            where="job with another employer",
            employer=one,
        )
    return kept, other, elsewhere


def test_everything_points_to_the_one_that_is_kept(people, twice):
    kept, other, elsewhere = twice
    gone = other.pk
    actions.merge_employers(kept, [other], by=people.coordinator)
    assert {one.employer_id for one in Opening.objects.exclude(employer=elsewhere)} == {kept.pk}
    assert {one.employer_id for one in Destination.objects.exclude(employer=elsewhere)} == {kept.pk}
    assert not PartnerEmployer.objects.filter(pk=gone).exists()
    kept.refresh_from_db()
    assert (kept.name, kept.contact_email) == ("Softwire", "jobs@softwire.test")
    moved = Opening.objects.get(title=f"At {gone}").history.first()
    assert (moved.history_user, moved.history_change_reason) == (people.coordinator, "Softwyre is Softwire")
    last = PartnerEmployer.history.filter(id=gone).first()
    assert (last.history_type, last.history_change_reason) == ("-", "Merged into Softwire")
    assert elsewhere.openings.count() == elsewhere.destinations.count() == 1


def test_twice_is_refused_in_a_sentence(people, twice):
    kept, other, _ = twice
    actions.merge_employers(kept, [other], by=people.coordinator)
    with pytest.raises(ValidationError, match="merged already"):
        actions.merge_employers(kept, [other], by=people.coordinator)


def test_one_of_another_organisation_is_never_merged(people, twice):
    kept, _, elsewhere = twice
    with pytest.raises(ValidationError, match="Nothing was changed"):
        actions.merge_employers(kept, [elsewhere], by=people.coordinator)
    assert PartnerEmployer.objects.filter(pk=elsewhere.pk).exists()


def test_a_name_that_is_there_is_found_not_added(people, twice):
    kept = twice[0]
    found = actions.employer_named(kept.organisation, "The SOFTWIRE Ltd", by=people.coordinator)
    assert found == kept
    new = actions.employer_named(kept.organisation, "Zenith", by=people.coordinator)
    assert actions.employer_named(kept.organisation, "Zenith plc", by=people.coordinator) == new


# --- The workshop ---


def typed(people, name, **more):
    return {"organisation": people.here.organisation.pk, "name": name, **more}


def test_a_name_that_resembles_one_is_asked_about(people, twice, client_of):
    client = client_of(people.coordinator)
    page = client.post(f"{LIST}add/", typed(people, "Softwires"))
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<a href="{LIST}{twice[0].pk}/change/">Softwire</a>' in text
    assert f"{LIST}{twice[2].pk}/" not in text
    assert 'type="checkbox" name="another"' in text
    assert not PartnerEmployer.objects.filter(name="Softwires").exists()
    assert client.post(f"{LIST}add/", typed(people, "Softwires", another="on")).status_code == 302
    assert PartnerEmployer.objects.filter(name="Softwires").exists()


def test_the_same_name_leads_to_the_one_that_is_there(people, twice, client_of):
    page = client_of(people.coordinator).post(f"{LIST}add/", typed(people, "softwire LIMITED", another="on"))
    assert f'Open <a href="{LIST}{twice[0].pk}/change/">Softwire</a> instead' in page.content.decode()


def test_a_new_name_and_a_changed_contact_are_asked_nothing(people, twice, client_of):
    client = client_of(people.coordinator)
    page = client.get(f"{LIST}add/").content.decode()
    assert 'type="checkbox" name="another"' not in page
    assert client.post(f"{LIST}add/", typed(people, "Zenith")).status_code == 302
    sent = {"name": "Softwire", "contact_name": "Ann"}
    assert client.post(f"{LIST}{twice[0].pk}/change/", sent).status_code == 302
    twice[0].refresh_from_db()
    assert twice[0].contact_name == "Ann"


def test_merging_from_the_list(people, twice, client_of):
    kept, other, elsewhere = twice
    client = client_of(people.coordinator)
    chosen = {"action": "merge", "_selected_action": [kept.pk, other.pk, elsewhere.pk]}
    page = client.post(LIST, chosen, follow=True)
    text = page.content.decode()
    assert text.count('name="keep"') == 2
    assert "1 opening, 1 destination" in text
    address = page.request["PATH_INFO"]
    assert "Choose which one is kept." in client.post(address, {"with": other.pk}).content.decode()
    wanted = {"with": other.pk, "keep": kept.pk}
    asked = client.post(address, wanted).content.decode()
    assert "1 opening and 1 destination move to Softwire; Softwyre is deleted." in asked
    assert PartnerEmployer.objects.count() == 3
    sent = {"with": f"{other.pk},{elsewhere.pk}", "keep": kept.pk}
    assert "Nothing was changed." in client.post(address, sent).content.decode()
    sent = {**wanted, "sure": "Merge them"}
    assert "Merged: Softwire is one record now." in client.post(address, sent, follow=True).content.decode()
    assert "Nothing was changed." in client.post(address, sent, follow=True).content.decode()
    assert PartnerEmployer.objects.count() == 2


@pytest.mark.parametrize(
    "openings, gone, said",
    [
        (0, 0, "Nothing moves; Softwyre is deleted."),
        (1, 0, "1 opening moves to Softwire; Softwyre is deleted."),
        (3, 2, "3 openings and 2 destinations move to Softwire; Softwyre is deleted."),
    ],
)
def test_a_merge_says_first_what_moves(openings, gone, said, people, client_of):
    here = people.here.organisation
    kept, other = (make.PartnerEmployerFactory(organisation=here, name=name) for name in TWO)
    for _ in range(openings):
        make.OpeningFactory(organisation=here, employer=other)
    for _ in range(gone):
        record = make.ApprenticeFactory(cohort__organisation=here)
        make.DestinationFactory(apprentice=record, where="job with another employer", employer=other)
    sent = {"with": other.pk, "keep": kept.pk}
    page = client_of(people.coordinator).post(f"{LIST}{kept.pk}/merge/", sent)
    assert said in page.content.decode()
    assert other.openings.count() == openings


def test_one_alone_is_not_merged(people, twice, client_of):
    chosen = {"action": "merge", "_selected_action": [twice[0].pk]}
    page = client_of(people.coordinator).post(LIST, chosen, follow=True)
    assert "Select two to 20 records" in page.content.decode()


def test_the_list_of_openings_says_how_many_are_interested(people, twice, client_of):
    opening = twice[0].openings.get()
    make.InterestFactory(apprentice=people.record, opening=opening)
    client = client_of(people.coordinator)
    assert '<td class="field-interested">1</td>' in client.get("/admin/cohorts/opening/").content.decode()
    assert 'value="18/11/2026"' in client.get("/admin/cohorts/opening/add/").content.decode()
