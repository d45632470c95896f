"""What the database and the forms refuse, each with a sentence."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from apprentices import actions
from apprentices.models import Apprentice, BreakInLearning, BuddyTerm, ManagerTerm
from tests import factories as make

pytestmark = pytest.mark.django_db
START = date(2026, 9, 14)
DAY = timedelta(days=1)

WRONG = [
    ({"planned_end_on": START}, "planned end must be after"),
    ({"contract_ends_on": START - 30 * DAY}, "contract must end after"),
    ({"probation_ends_on": START - 30 * DAY}, "Probation must end after"),
    ({"weekly_hours": 0}, "from 1 to 48|greater than or equal to 1"),
    ({"weekly_hours": 60}, "from 1 to 48|less than or equal to 48"),
    ({"gateway_on": START - DAY}, "Gateway comes after"),
    (
        {"gateway_on": START + 9 * DAY, "withdrawn_on": START, "withdrawal_reason": "left"},
        "Nothing comes after the withdrawal",
    ),
    ({"assessment_on": START + DAY}, "give the day of gateway"),
    ({"gateway_on": START + DAY, "assessment_on": START}, "Assessment comes after gateway"),
    ({"gateway_on": START, "completed_on": START, "result": "pass"}, "assessment began"),
    ({"gateway_on": START, "assessment_on": START, "completed_on": START}, "go together"),
    ({"result": "pass"}, "go together"),
    ({"withdrawn_on": START}, "go together"),
    ({"withdrawal_reason": "left"}, "go together"),
    ({"redundant": True}, "with a withdrawal"),
    ({"uln": "1748529631"}, "check digit"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_wrong_facts_are_refused_in_words_and_by_the_database(fields, words):
    record = make.ApprenticeFactory(starts_on=START)
    for name, value in fields.items():
        setattr(record, name, value)
    with pytest.raises(ValidationError, match=words):
        record.full_clean()
    if "uln" not in fields:
        with pytest.raises(IntegrityError), transaction.atomic():
            Apprentice.objects.filter(pk=record.pk).update(**fields)


@pytest.mark.parametrize("left_out", [None, {"planned_end_on"}, {"withdrawn_on", "withdrawal_reason"}])
def test_conditions_asked_together_say_what_they_say_one_by_one(left_out):
    record = make.ApprenticeFactory.build(
        starts_on=START, planned_end_on=START, weekly_hours=60, withdrawal_reason="left"
    )
    with pytest.raises(ValidationError) as together:
        record.validate_constraints(exclude=left_out)
    one_by_one = []
    for constraint in Apprentice._meta.constraints:
        try:
            constraint.validate(Apprentice, record, exclude=left_out)
        except ValidationError as error:
            one_by_one += error.messages
    assert together.value.messages == one_by_one
    assert len(one_by_one) >= 2


def test_a_uln_not_known_yet_is_blank_and_never_an_identity():
    for _ in range(2):
        record = make.ApprenticeFactory(uln="9999999999")
        record.full_clean()
        assert Apprentice.objects.get(pk=record.pk).uln == ""


def test_two_people_may_not_share_a_uln_but_one_person_s_records_do():
    first = make.ApprenticeFactory(
        uln="1748529632", withdrawn_on=START + DAY, withdrawal_reason="left", starts_on=START
    )
    again = make.ApprenticeFactory.build(
        uln="1748529632", person=first.person, cohort=first.cohort, standard=first.standard
    )
    again.full_clean()
    with pytest.raises(ValidationError, match="cannot be the ULN"):
        Apprentice(cohort=first.cohort, standard=first.standard, uln="1748529632").clean()
    other = make.ApprenticeFactory()
    other.uln = "1748529632"
    with pytest.raises(ValidationError, match="cannot be the ULN"):
        other.full_clean()


def test_one_person_has_at_most_one_living_apprenticeship():
    first = make.ApprenticeFactory()
    again = {"person": first.person, "cohort": first.cohort, "standard": first.standard}
    with pytest.raises(ValidationError, match="has not ended"):
        make.ApprenticeFactory.build(**again).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ApprenticeFactory(**again)


@pytest.mark.parametrize(
    "factory, role", [(make.ManagerTermFactory, "manager"), (make.BuddyTermFactory, "buddy")]
)
@pytest.mark.parametrize(
    ("days", "meets"),
    [
        ((-10, -1), False),
        ((-10, 0), True),
        ((5, 6), True),
        ((10, 12), True),
        ((11, None), False),
        ((-5, None), True),
    ],
)
def test_at_most_one_on_any_day(factory, role, days, meets):
    term = factory(from_on=START, until_on=START + 10 * DAY)
    colleague = getattr(factory(), role)
    colleague.organisation = term.apprentice.cohort.organisation
    colleague.save()
    first, last = (None if d is None else START + d * DAY for d in days)
    rival = type(term)(apprentice=term.apprentice, from_on=first, until_on=last, **{role: colleague})
    if not meets:
        rival.full_clean()
        rival.save()
        return
    with pytest.raises(ValidationError, match=r"already\. End that row first"):
        rival.full_clean()
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="no_overlap"), transaction.atomic():
            rival.save()
            connection.check_constraints()  # as at the end of a transaction


def test_two_open_managers_are_refused_by_every_database():
    term = make.ManagerTermFactory(from_on=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ManagerTermFactory(apprentice=term.apprentice, from_on=START + DAY)


@pytest.mark.parametrize(
    ("term", "role", "person"),
    [(ManagerTerm, "manager", make.ManagerFactory), (BuddyTerm, "buddy", make.BuddyFactory)],
)
def test_nobody_is_their_own_manager_or_buddy_or_from_elsewhere(term, role, person):
    record = make.ApprenticeFactory()
    oneself = person(person=record.person, organisation=record.cohort.organisation)
    with pytest.raises(ValidationError, match=f"their own {role}"):
        term(apprentice=record, from_on=START, **{role: oneself}).full_clean()
    with pytest.raises(ValidationError, match="of the same organisation"):
        term(apprentice=record, from_on=START, **{role: person()}).full_clean()


@pytest.mark.parametrize(
    ("away", "back", "words"),
    [
        (15, 25, "overlaps"),
        (0, None, "overlaps"),
        (-5, -1, "after learning has begun"),
        (30, 30, "must be after the first day away"),
        (20, 25, None),  # the day back is a learning day: another break may begin on it
    ],
)
def test_breaks_do_not_overlap(away, back, words):
    record = make.ApprenticeFactory(starts_on=START)
    make.BreakFactory(
        apprentice=record, first_day_away_on=START + 10 * DAY, first_day_back_on=START + 20 * DAY
    )
    gap = BreakInLearning(
        apprentice=record,
        first_day_away_on=START + away * DAY,
        first_day_back_on=None if back is None else START + back * DAY,
        reason="Away",
    )
    if words is None:
        gap.full_clean()
        return
    with pytest.raises(ValidationError, match=words):
        gap.full_clean()


def test_records_of_two_organisations_do_not_mix():
    record = make.ApprenticeFactory()
    record.team = make.TeamFactory()
    record.tutor = make.ContactFactory()
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert set(refused.value.message_dict) == {"team", "tutor"}
    record.team = record.tutor = None
    record.cohort = make.CohortFactory()
    with pytest.raises(ValidationError, match="of the same organisation"):
        record.full_clean()


def test_a_new_manager_ends_the_one_before_the_day_before():
    term = make.ManagerTermFactory(from_on=START)
    new = make.ManagerFactory(organisation=term.apprentice.cohort.organisation)
    by = make.UserFactory()
    actions.appoint_manager(term.apprentice, new, from_on=START + 10 * DAY, by=by)
    term.refresh_from_db()
    assert term.until_on == START + 9 * DAY
    now = ManagerTerm.objects.in_force(START + 10 * DAY).get(apprentice=term.apprentice)
    assert now.manager == new
    assert now.history.get().history_user == by
    assert term.history.first().history_user == by


def test_enrolling_keeps_who_did_it():
    by, cohort = make.UserFactory(), make.CohortFactory()
    record = actions.enrol(
        person=make.UserFactory(),
        cohort=cohort,
        standard=make.StandardFactory(),
        first_day_at_work_on=START,
        starts_on=START,
        planned_end_on=START + 400 * DAY,
        weekly_hours=30,
        by=by,
    )
    assert record.history.get().history_user == by


def test_a_break_begins_before_the_end():
    record = make.ApprenticeFactory(starts_on=START, withdrawn_on=START + 30 * DAY, withdrawal_reason="left")
    gap = BreakInLearning(apprentice=record, first_day_away_on=START + 30 * DAY, reason="Away")
    with pytest.raises(ValidationError, match="before the apprenticeship ends"):
        gap.full_clean()


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_a_slip_of_the_keyboard_is_no_year(year):
    record = make.ApprenticeFactory.build(
        person=make.UserFactory(), cohort=make.CohortFactory(), standard=make.StandardFactory()
    )
    record.probation_ends_on = date(year, 9, 1)
    with pytest.raises(ValidationError, match="between 2000 and 2100"):
        record.clean_fields()
