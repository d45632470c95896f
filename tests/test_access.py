"""One matrix: every address, method and role against one reviewed table.

An address missing from the table fails the suite. What is not somebody's answers as what does not
exist. Looking at a page never changes a row.
"""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import get_resolver
from django.utils import timezone

from apprentices.next_steps import Taken, Talk, Way
from hackit import actions, dates
from hackit.access import WORKSHOP
from hackit.models import User
from tests import factories as make
from tests.world import ROLES

EVERYBODY = frozenset(ROLES)
ANONYMOUS = frozenset({"anonymous"})
SIGNED_IN = EVERYBODY - ANONYMOUS
AROUND = frozenset({"apprentice", "manager", "deputy", "buddy", "coordinator"})
RESPONSIBLE = AROUND - {"apprentice", "buddy"}
LEARNER = frozenset({"apprentice"})
AGREEING = AROUND - {"coordinator", "buddy"}
COORDINATORS = frozenset({"coordinator", "other_coordinator"})
KEEPERS = COORDINATORS | {"superuser"}
NONE = frozenset()

SIGN_IN, GONE, NO, WRONG_METHOD = "sign in", 404, 403, 405


def page(get, post=WRONG_METHOD, who=SIGNED_IN, otherwise=GONE):
    """A row: the answers to GET and POST for `who`; others who are signed in get `otherwise`."""
    return {"get": get, "post": post, "who": who, "otherwise": otherwise, "public": who >= ANONYMOUS}


# name of the address -> row. A redirect is written as 302. POST is sent without any field.
PAGES = {
    "home": page(200),
    "apprentices": page(200),
    "apprentice": page(200, who=AROUND),
    "first_day": page(200, who=AROUND),
    "history": page(200, who=RESPONSIBLE),
    "write_first_day": page(200, 200, who=RESPONSIBLE),
    "people_around": page(200, who=RESPONSIBLE),
    "set_buddy": page(200, 200, who=RESPONSIBLE),
    "end_buddy": page(200, 200, who=RESPONSIBLE),
    "set_deputy": page(200, 200, who=RESPONSIBLE - {"deputy"}),
    "end_deputy": page(200, 200, who=RESPONSIBLE - {"deputy"}),
    "change_tutor": page(200, 200, who=RESPONSIBLE),
    "change_team": page(200, 200, who=RESPONSIBLE),
    # What a buddy is for is read by everybody around; what is recorded of it is for who sets the buddy.
    "buddying": page(200, who=AROUND),
    "brief_buddy": page(200, 200, who=RESPONSIBLE),
    "keep_buddy": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "thank_buddy": page(200, 200, who=RESPONSIBLE),
    "quiet_place": page(200, 200, who=RESPONSIBLE),
    "handover": page(200, 200, who=RESPONSIBLE - {"deputy"}),
    "read_handover": page(WRONG_METHOD, 302, who=RESPONSIBLE - {"deputy"}),
    # Everybody around sees what of it is for them, and ticks what is theirs.
    "induction": page(200, 302, who=AROUND),
    "own_steps": page(200, 302),
    "add_step": page(200, 200, who=RESPONSIBLE),
    "induction_step": page(200, 200, who=AROUND) | {"post buddy": GONE},
    "change_step": page(200, 200, who=RESPONSIBLE),
    "delete_step": page(200, 302, who=RESPONSIBLE),
    "reviews": page(200, who=AROUND - {"buddy"}),
    # Openings are nobody's who manages, and what is private nobody's but theirs and the coordinators'.
    "openings": page(200, who=LEARNER | COORDINATORS | {"other_apprentice"}),
    "mark_interest": page(WRONG_METHOD, 302, who=LEARNER),
    "record_destination": page(200, 200, who=RESPONSIBLE),
    "record_later": page(200, 200, who=frozenset({"coordinator"})),
    "ask_again": page(200, 302, who=frozenset({"coordinator"})),
    "stay_in_touch": page(200, 200, who=LEARNER),
    "where_now": page(200, 200, who=EVERYBODY),
    "stop_asking": page(200, 200, who=EVERYBODY),
    "record_review": page(200, 200, who=RESPONSIBLE),
    "correct_review": page(200, 200, who=RESPONSIBLE),
    "tick": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    # A conversation is prepared and confirmed by the apprentice, held by those responsible; each side notes
    # for itself, and nobody but these knows that there is one.
    "next_steps": page(200, who=AROUND - {"buddy"}),
    "next_steps_talk": page(200, who=AROUND - {"buddy"}),
    "prepare_talk": page(200, 200, who=LEARNER),
    "record_talk": page(200, 200, who=RESPONSIBLE),
    "confirm_talk": page(200, 200, who=LEARNER),
    "note_privately": page(200, 200, who=AROUND - {"buddy"}),
    "tick_next_step": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    # The ways on are wished by the apprentice and weighed by those responsible; both tick a step.
    "weigh": page(200, 200, who=RESPONSIBLE),
    "wish": page(WRONG_METHOD, 302, who=LEARNER),
    "take_step": page(WRONG_METHOD, 302, who=AROUND - {"buddy"}),
    # One that is given in writing; before, it is not the apprentice's to read: see test_decisions.
    "decision": page(200, who=AROUND - {"buddy"}),
    "record_decision": page(200, 200, who=RESPONSIBLE),
    "give_decision": page(200, 200, who=RESPONSIBLE),
    "people_to_meet": page(200, who=AROUND),
    "people_sheet": page(200, who=AROUND),
    "list_person": page(200, 200, who=RESPONSIBLE),
    "list_people": page(200, 200, who=RESPONSIBLE),
    "person_to_meet": page(200, 200, who=RESPONSIBLE),
    "person_up": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "person_down": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "unlist_person": page(200, 302, who=RESPONSIBLE),
    "met_person": page(WRONG_METHOD, 302, who=LEARNER),
    "not_met_person": page(WRONG_METHOD, 302, who=LEARNER),
    "remember_person": page(200, 302, who=LEARNER),
    "learning": page(200, who=AROUND - {"buddy"}),
    "log_learning": page(200, 200, who=LEARNER),
    "log_days": page(200, 200, who=LEARNER),
    # Everybody who sees the log reads an entry; only the apprentice corrects it.
    "learning_entry": page(200, 200, who=AROUND - {"buddy"}) | {f"post {role}": 404 for role in RESPONSIBLE},
    "take_out_entry": page(200, 302, who=LEARNER),
    "bring_back_entry": page(WRONG_METHOD, 302, who=LEARNER),
    "to_accept": page(200, 302),
    "return_entry": page(200, 200, who=RESPONSIBLE - {"coordinator"}),
    "learning_time": page(200, who=AROUND - {"buddy"}),
    "propose_learning_time": page(200, 200, who=AGREEING),
    "agree_learning_time": page(WRONG_METHOD, 302, who=AGREEING),
    "decline_learning_time": page(200, 200, who=AGREEING),
    "take_back_learning_time": page(WRONG_METHOD, 302, who=AGREEING),
    "end_learning_time": page(200, 200, who=AGREEING),
    # What was answered is between the apprentice, who alone answers, and the coordinators.
    "protected": {**page(200, 200, who=frozenset({"apprentice", "coordinator"})), "post coordinator": GONE},
    "note_talk": page(WRONG_METHOD, 302, who=frozenset({"coordinator"})),
    "begin_plan": page(200, 200, who=RESPONSIBLE),
    "begin_from_template": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "learning_csv": page(200, who=AROUND - {"buddy"}),
    "evidence": page(200, who=AROUND - {"buddy"}),
    "import_learning": page(200, 200, who=frozenset({"apprentice", "coordinator"})),
    # A buddy is shown the months that have items, and nothing else of them.
    "plans": page(200, who=AROUND),
    "plan_against_actual": page(200, who=RESPONSIBLE | {"other_manager", "other_coordinator"}),
    "plan_against_actual_csv": page(200, who=RESPONSIBLE | {"other_manager", "other_coordinator"}),
    # The plan of a month: a buddy sees the items of it, whoever writes it writes, the apprentice agrees.
    "work_plan": page(200, who=AROUND),
    "write_aim": page(200, 200, who=RESPONSIBLE),
    "share_plan": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "agree_plan": page(WRONG_METHOD, 302, who=LEARNER),
    "reflect": page(200, 200, who=LEARNER),
    "review_plan": page(200, 200, who=RESPONSIBLE - {"coordinator"}),
    "reopen_plan": page(WRONG_METHOD, 302, who=RESPONSIBLE - {"coordinator"}),
    "add_item": page(200, 200, who=RESPONSIBLE),
    "suggest_item": page(200, 200, who=LEARNER),
    # Everybody around sees an item; who writes the plan changes it.
    "plan_item": page(200, 200, who=AROUND) | {"post apprentice": GONE, "post buddy": GONE},
    "take_in_item": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "delete_item": page(200, 302, who=RESPONSIBLE),
    "move_item": page(200, 200, who=RESPONSIBLE),  # to be dropped; see test_item_pages for the other moves
    "reorder_up_item": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "reorder_down_item": page(WRONG_METHOD, 302, who=RESPONSIBLE),
    "projects": page(200, who=AROUND - {"buddy"}),
    "name_project": page(200, 200, who=AROUND - {"buddy"}),
    "project": page(200, who=AROUND - {"buddy"}),
    "change_project": page(200, 200, who=AROUND - {"buddy"}),
    "delete_project": page(200, 302, who=AROUND - {"buddy"}),
    "write_part": page(200, 200, who=LEARNER),
    "give_feedback": page(200, 200, who=RESPONSIBLE),
    "portfolio": page(200, who=AROUND - {"buddy"}),
    "finished_portfolio": page(200, who=AROUND - {"buddy"}),
    "write_profile": page(200, 200, who=LEARNER),
    "choose_project": page(WRONG_METHOD, 302, who=LEARNER),
    "leave_out_project": page(WRONG_METHOD, 302, who=LEARNER),
    "reorder_up_project": page(WRONG_METHOD, 302, who=LEARNER),
    "reorder_down_project": page(WRONG_METHOD, 302, who=LEARNER),
    "make_link": page(200, 200, who=LEARNER),
    "withdraw_link": page(200, 302, who=LEARNER),
    # Whoever has the link; see workplans/test_shared_portfolio.
    "shared_portfolio": page(200, who=EVERYBODY),
    "training": page(200),
    "record_training": page(200, 200, who=AROUND | {"former_manager", "manager_to_be"}),
    "take_back_training": page(WRONG_METHOD, 302, who=AROUND - {"buddy"}),
    "training_people": page(200, 200, who=RESPONSIBLE | {"other_manager", "other_coordinator"}),
    "training_csv": page(200, who=COORDINATORS),
    "training_of": page(200, who=RESPONSIBLE),
    # A private word is between the apprentice and the coordinators.
    "private_words": page(200, 200, who=frozenset({"apprentice", "other_apprentice"})),
    "private_words_to_answer": page(200, who=COORDINATORS),
    "private_word": page(200, 200, who=frozenset({"coordinator"})),
    "close_private_word": page(200, 302, who=frozenset({"apprentice", "coordinator"})),
    # Taking back answers everybody as for one that never was: it may have been taken back already.
    "take_back_private_word": page(200, 302, who=LEARNER) | {"otherwise post": 302},
    "cv": page(200, who=AROUND - {"buddy"}),
    "write_cv": page(200, 200, who=LEARNER),
    "cv_document": page(200, who=AROUND - {"buddy"}),
    "ending": page(200, who=COORDINATORS),
    "destinations": page(200, who=COORDINATORS),
    "destinations_csv": page(200, who=COORDINATORS),
    "unsent": page(302, 302),
    "own_data": page(200),
    "own_data_json": page(200),
    "accessibility": page(200, who=EVERYBODY),
    "privacy": page(200, who=EVERYBODY),
    "cookies": page(200, who=EVERYBODY),
    "contact": page(200, who=EVERYBODY),
    "brand": page(200, who=EVERYBODY),
    "favicon": page(302, who=EVERYBODY),
    "healthz": page(200, who=EVERYBODY),
    "readyz": page(200, who=EVERYBODY),
    # A link that only its owner has; whoever else is signed in on that browser changes nothing of it.
    "welcome": page(200, 200, who=EVERYBODY),
    "new_link": page(WRONG_METHOD, 200, who=EVERYBODY),
    "account_logout": {**page(200, 302, who=EVERYBODY), "get anonymous": 302},
    "account_inactive": page(200, who=EVERYBODY),
    "account_change_password": page(302, 302),  # on to choosing a first one: nobody here has one
    "account_set_password": page(200, 200),
    "account_reset_password": page(200, 200, who=EVERYBODY),
    "account_reset_password_done": page(200, who=EVERYBODY),
    "account_reset_password_from_key": page(200, 200, who=EVERYBODY),
    "account_reset_password_from_key_done": page(200, who=EVERYBODY),
    "socialaccount_login_cancelled": page(200, who=EVERYBODY),
    "socialaccount_login_error": page(401, who=EVERYBODY),
    "account_login": {**page(200, 200, who=ANONYMOUS), "otherwise": 302},
}

# Every desk of the workshop: who gets its list, its form for a new record, the page of a record of
# `here`, its history and its deletion. A POST without fields gives the form again (200), and without
# the right to write it is refused. Whoever keeps the workshop but not that record is sent to the
# list as for a record that does not exist (302). For everybody else there is no workshop (404).
C, S, CS = frozenset({"coordinator"}), frozenset({"superuser"}), frozenset({"coordinator", "superuser"})
DESKS = {
    # desk                       list      add    see     write  delete
    "cohorts_organisation": (CS, S, CS, CS, NONE),
    "cohorts_coordinator": (CS, CS, CS, NONE, NONE),  # the last coordinator cannot be deleted
    "cohorts_team": (C, C, C, C, C),
    "cohorts_cohort": (C, C, C, C, C),
    "cohorts_datarequest": (C, C, C, C, NONE),
    "cohorts_inductiontemplate": (C, C, C, C, C),
    "cohorts_inductionitem": (C, NONE, C, C, C),  # added on the page of its template
    "cohorts_course": (C, C, C, C, C),
    "cohorts_partneremployer": (C, C, C, C, C),
    "cohorts_opening": (C, C, C, C, C),
    "providers_provider": (CS, S, CS, S, S),
    "providers_standard": (CS, S, CS, S, S),
    "providers_publishedhours": (CS, S, CS, S, S),
    "providers_contact": (C, C, C, C, C),
    "apprentices_manager": (C, C, C, C, C),
    "apprentices_buddy": (C, C, C, C, C),
    "apprentices_apprentice": (C, C, C, C, NONE),
    "apprentices_review": (C, NONE, C, NONE, NONE),
    "apprentices_handovernote": (C, NONE, C, NONE, NONE),
    "apprentices_induction": (C, NONE, C, NONE, NONE),
    "apprentices_inductionstep": (C, NONE, C, NONE, NONE),
    "apprentices_coursedone": (C, NONE, C, NONE, NONE),
    "apprentices_conversation": (C, NONE, C, NONE, NONE),
    "apprentices_option": (C, NONE, C, NONE, NONE),
    "apprentices_steptaken": (C, NONE, C, NONE, NONE),
    "apprentices_decision": (C, NONE, C, NONE, NONE),
    "apprentices_destination": (C, NONE, C, NONE, NONE),
    "apprentices_cv": (C, NONE, C, NONE, NONE),
    "workplans_learningentry": (C, NONE, C, NONE, NONE),
    "workplans_learningtime": (C, NONE, C, NONE, NONE),
    "workplans_protectedanswer": (C, NONE, C, NONE, NONE),
    "workplans_workplan": (C, NONE, C, NONE, NONE),
    "workplans_project": (C, NONE, C, NONE, NONE),
    "workplans_portfolio": (C, NONE, C, NONE, NONE),
    "workplans_portfoliolink": (C, NONE, C, NONE, NONE),
    "workplans_plantemplate": (C, C, C, C, C),
    "hackit_user": (CS, NONE, C, C, NONE),
}
# Desks whose form is complete without any field: a POST saves and goes back to the list.
NOTHING_REQUIRED = {"apprentices_manager", "apprentices_buddy"}
# Desks of the installation: a coordinator of any organisation sees the same records.
SHARED = {"providers_provider", "providers_standard", "providers_publishedhours"}

WORKSHOP_PAGES = {
    "admin:index": (200, 200),
    "admin:app_list": (200, 200),
    "admin:jsi18n": (200, WRONG_METHOD),
    "admin:autocomplete": (403, WRONG_METHOD),  # without saying for which field; see test_autocomplete
    "admin:logout": (302, 302),
    "admin:password_change": (302, 302),
    "admin:password_change_done": (302, 302),
    "admin:login": (302, 302),
    "admin:view_on_site": (404, 404),
}
# Further pages of desks and of the workshop: who gets them, the answers to GET and POST, and what a
# superuser gets. A coordinator of elsewhere is sent to the list as for a record that does not exist.
MORE_PAGES = {
    "admin:cohorts_cohort_import": (C, 200, 200, NO),
    "admin:cohorts_cohort_done": (C, 200, WRONG_METHOD, NO),
    "admin:cohorts_cohort_template": (C, 200, WRONG_METHOD, NO),
    "admin:cohorts_cohort_xlsx": (C, 200, WRONG_METHOD, NO),
    "admin:cohorts_cohort_csv": (C, 200, WRONG_METHOD, NO),
    "admin:cohorts_cohort_induction": (C, 200, 200, NO),
    "admin:cohorts_inductiontemplate_copy": (C, 200, 200, NO),
    "admin:cohorts_partneremployer_merge": (C, 200, 200, NO),
    "admin:cohorts_datarequest_copy": (C, 200, 302, NO),
    "admin:cohorts_datarequest_json": (C, 200, WRONG_METHOD, NO),
    "admin:cohorts_datarequest_html": (C, 200, WRONG_METHOD, NO),
    "admin:cohorts_organisation_retention": (C, 200, 302, 302),
    "admin:hackit_user_erase": (C, 200, 200, 302),
    # The moves of an apprenticeship; a POST without fields gives the form again. What asks nothing shows
    # what will follow.
    **{
        f"admin:apprentices_apprentice_{name}": (C, 200, 200, NO)
        for name in (
            "begin_break",
            "return",
            "correct_break",
            "cancel_break",
            "gateway",
            "send_back",
            "assessment",
            "result",
            "withdraw",
            "plan",
            "standard",
            "handover",
            "call_off",
            "correct",
            "induction",
        )
    },
    "admin:apprentices_manager_handover": (C, 200, 200, NO),
    "admin:apprentices_buddy_handover": (C, 200, 200, NO),
    "admin:workplans_learningentry_import": (C, 200, 200, NO),
    "admin:record_of_processing": (COORDINATORS, 200, WRONG_METHOD, NO),
    "admin:record_of_processing_file": (COORDINATORS, 200, WRONG_METHOD, NO),
}
NAMELESS = {"(?P<url>.*)$"}  # the workshop's own "no such page"
SINGLE_SIGN_ON = {"openid_connect_login", "openid_connect_callback"}  # see journeys/test_single_sign_on


def addresses():
    """Every address: (name, pattern) of each leaf of the URL tree."""

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                space = f"{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, space)
            else:
                yield (f"{namespace}{pattern.name}" if pattern.name else "", str(pattern.pattern))

    return list(walk(get_resolver().url_patterns))


def desk_of(name):
    """The desk and the kind of page behind a name such as admin:cohorts_team_change."""
    desk, _, kind = name.removeprefix("admin:").rpartition("_")
    return desk, kind


def test_every_address_is_in_the_table():
    missing = []
    for name, pattern in addresses():
        desk, kind = desk_of(name)
        known = (
            name in PAGES
            or name in WORKSHOP_PAGES
            or name in MORE_PAGES
            or name in SINGLE_SIGN_ON
            or (desk in DESKS and kind in {"changelist", "add", "change", "history", "delete"})
            or (not name and (pattern in NAMELESS or pattern == "<path:object_id>/"))
        )
        if not known:
            missing.append((name, pattern))
    assert missing == []


def test_every_desk_is_in_the_table():
    inline_only = {
        "cohorts.closingday",
        "cohorts.firstdaytemplate",
        "cohorts.endingtexts",
        "apprentices.firstday",
        "apprentices.managerterm",
        "apprentices.deputyterm",
        "apprentices.buddyterm",
        "apprentices.breakinlearning",
        "apprentices.earlierplan",
        "apprentices.sentback",
        "apprentices.failedattempt",
        "apprentices.agreedaction",
        "apprentices.nextstep",
        "workplans.planitem",
        "workplans.plantemplateitem",
        "hackit.invitation",
        # for the eyes of whom they are for: nowhere in the workshop
        "apprentices.concern",
        "apprentices.metline",
        "apprentices.privatenote",
        "apprentices.interest",
        "apprentices.stayingintouch",
    }
    assert {label.replace(".", "_") for label in set(WORKSHOP) - inline_only} == set(DESKS)
    ours = {
        model._meta.label_lower
        for config in apps.get_app_configs()
        if config.name in {"hackit", "cohorts", "providers", "apprentices", "workplans"}
        for model in config.get_models()
        if not model.__name__.startswith("Historical")
    }
    assert ours == set(WORKSHOP)


def data_request(people):
    """A request of the apprentice of `here` for their data."""
    return make.DataRequestFactory(organisation=people.here.organisation, person=people.apprentice)


def path_of(name, people):
    """An address with the arguments that lead to records of `here`."""
    from django.urls import reverse

    arguments = {
        "apprentice": [people.record.pk],
        "first_day": [people.record.pk],
        "write_first_day": [people.record.pk],
        "history": [people.record.pk],
        "people_around": [people.record.pk],
        "set_buddy": [people.record.pk],
        "end_buddy": [people.record.pk, people.here.buddy_term.pk],
        "set_deputy": [people.record.pk],
        "end_deputy": [people.record.pk, people.here.deputy_term.pk],
        "change_tutor": [people.record.pk],
        "change_team": [people.record.pk],
        "buddying": [people.record.pk],
        "brief_buddy": [people.record.pk],
        "keep_buddy": [people.record.pk],
        "thank_buddy": [people.record.pk],
        "quiet_place": [people.record.pk],
        "handover": [people.record.pk],
        "read_handover": [people.record.pk],
        "reviews": [people.record.pk],
        "induction": [people.record.pk],
        "add_step": [people.record.pk],
        "people_to_meet": [people.record.pk],
        "people_sheet": [people.record.pk],
        "list_person": [people.record.pk],
        "list_people": [people.record.pk],
        "learning": [people.record.pk],
        "log_learning": [people.record.pk],
        "log_days": [people.record.pk],
        "learning_time": [people.record.pk],
        "propose_learning_time": [people.record.pk],
        "protected": [people.record.pk],
        "learning_csv": [people.record.pk],
        "evidence": [people.record.pk],
        "import_learning": [people.record.pk],
        "plans": [people.record.pk],
        "projects": [people.record.pk],
        "name_project": [people.record.pk],
        "portfolio": [people.record.pk],
        "finished_portfolio": [people.record.pk],
        "write_profile": [people.record.pk],
        "make_link": [people.record.pk],
        "admin:workplans_learningentry_import": [people.record.pk],
        "record_review": [people.record.pk],
        "next_steps": [people.record.pk],
        "prepare_talk": [people.record.pk, Talk.SECOND],
        "training_of": [people.apprentice.pk],
        "brand": ["00664f"],
        "account_reset_password_from_key": ["1", "set-password"],
        "admin:app_list": ["cohorts"],
        "admin:cohorts_cohort_import": [people.here.cohort.pk],
        "admin:cohorts_cohort_done": [people.here.cohort.pk],
        "admin:cohorts_cohort_induction": [people.here.cohort.pk],
        "admin:cohorts_cohort_xlsx": [people.here.cohort.pk],
        "admin:cohorts_cohort_csv": [people.here.cohort.pk],
        "admin:cohorts_cohort_template": [people.here.cohort.pk],
        "admin:view_on_site": [1, 1],
        "admin:cohorts_organisation_retention": [people.here.organisation.pk],
        "admin:hackit_user_erase": [people.apprentice.pk],
    }
    if name in {"admin:apprentices_manager_handover", "admin:apprentices_buddy_handover"}:
        term = people.here.term if "manager" in name else people.here.buddy_term
        return reverse(name, args=[term.colleague.pk])
    if name.startswith("admin:apprentices_apprentice"):
        if "return" in name or name.endswith("_break"):
            make.BreakFactory(apprentice=people.record)
        return reverse(name, args=[people.record.pk])
    if name == "admin:cohorts_inductiontemplate_copy":
        return reverse(name, args=[make.InductionTemplateFactory(organisation=people.here.organisation).pk])
    if name.startswith("admin:cohorts_datarequest"):
        return reverse(name, args=[data_request(people).pk])
    if name in {"learning_entry", "take_out_entry", "bring_back_entry", "return_entry"}:
        entry = make.LearningEntryFactory(apprentice=people.record)
        return reverse(name, args=[entry.pk] if name == "return_entry" else [people.record.pk, entry.pk])
    if ("_person" in name and name not in arguments) or name in {
        "person_to_meet",
        "person_up",
        "person_down",
    }:
        return reverse(name, args=[people.record.pk, make.PersonToMeetFactory(apprentice=people.record).pk])
    if name in {"cv", "write_cv", "cv_document"}:
        return reverse(name, args=[make.CvFactory(apprentice=people.record).apprentice_id])
    if name in {"record_destination", "record_later", "ask_again", "stay_in_touch"}:
        return reverse(name, args=[people.record.pk])
    if name == "mark_interest":
        people.record.planned_end_on = people.today + timedelta(days=30)
        people.record.save()
        return reverse(name, args=[make.OpeningFactory(organisation=people.here.organisation).pk])
    if name in {"where_now", "stop_asking"}:
        touch = make.StayingInTouchFactory(apprentice=people.record, sent_at=timezone.now())
        return reverse(name, args=[touch.token])
    if name == "admin:cohorts_partneremployer_merge":
        return reverse(name, args=[make.PartnerEmployerFactory(organisation=people.here.organisation).pk])
    if name in {"correct_review", "tick"}:
        agreed = make.AgreedActionFactory(review__apprentice=people.record)
        return reverse(name, args=[people.record.pk, agreed.pk if name == "tick" else agreed.review_id])
    if name in {"next_steps_talk", "record_talk", "confirm_talk", "note_privately", "tick_next_step"}:
        step = make.NextStepFactory(conversation__apprentice=people.record)
        return reverse(name, args=[people.record.pk, step.pk if name == "tick_next_step" else Talk.FIRST])
    if name in {"weigh", "wish", "take_step"}:
        part = Taken.CV_UPDATED if name == "take_step" else Way.SAME_TEAM
        return reverse(name, args=[people.record.pk, part])
    if name in {"decision", "record_decision", "give_decision"}:
        make.DecisionFactory(apprentice=people.record, given=True)
        return reverse(name, args=[people.record.pk])
    if name.endswith("_learning_time") and name not in arguments:
        return reverse(name, args=[people.record.pk, make.LearningTimeFactory(apprentice=people.record).pk])
    if name in {"begin_plan", "begin_from_template"}:
        template = make.PlanTemplateItemFactory(template__organisation=people.here.organisation).template
        month = people.today.replace(day=1)
        return reverse(name, args=[people.record.pk, month, *([template.pk] if "template" in name else [])])
    if name in OF_PLAN | OF_ITEM:
        month = people.today.replace(day=1)
        looks_back = name in {"reflect", "review_plan"}  # not while the month has weeks to come
        month = dates.add_months(month, -1) if looks_back else month
        begun = {"plan__reflected": looks_back}
        item = make.PlanItemFactory(plan__apprentice=people.record, plan__month_on=month, **begun)
        more = {"move_item": ["drop"]}.get(name, [])
        return reverse(name, args=[people.record.pk, month, *([item.pk, *more] if name in OF_ITEM else [])])
    if name in {"withdraw_link", "shared_portfolio"}:
        link = make.PortfolioLinkFactory(apprentice=people.record, expires_on=people.today)
        return reverse(name, args=[people.record.pk, link.pk] if name == "withdraw_link" else [link.token])
    if re.search(r"(^|_)project$|^write_part$|^give_feedback$", name) and name not in arguments:
        return reverse(name, args=[people.record.pk, make.ProjectFactory(apprentice=people.record).pk])
    if name in {"induction_step", "change_step", "delete_step"}:
        told = {"owner": "apprentice", "kind": "introduction", "day": None}
        step = make.InductionStepFactory(apprentice=people.record, **told)
        return reverse(name, args=[people.record.pk, step.pk])
    if name == "note_talk":
        answer = make.ProtectedAnswerFactory(apprentice=people.record)
        return reverse(name, args=[people.record.pk, answer.pk])
    if name in {"record_training", "take_back_training"}:
        course = make.CourseFactory(organisation=people.here.organisation)
        done = make.CourseDoneFactory(course=course, person=people.apprentice)
        return reverse(name, args=[done.pk if name == "take_back_training" else course.pk])
    if name.endswith("private_word"):
        return reverse(name, args=[make.ConcernFactory(apprentice=people.record).pk])
    if name in {"welcome", "new_link"}:
        link = actions.invite(User.objects.get(pk=people.apprentice.pk), by=people.coordinator)
        return reverse(name, args=[link.rstrip("/").rsplit("/", 1)[1]])
    return reverse(name, args=arguments.get(name))


# The addresses of a month: those that lead to its plan, and those that lead to an item of it.
OF_PLAN = {
    "work_plan",
    "write_aim",
    "share_plan",
    "agree_plan",
    "reflect",
    "review_plan",
    "reopen_plan",
    "add_item",
    "suggest_item",
}
OF_ITEM = {
    "plan_item",
    "take_in_item",
    "delete_item",
    "move_item",
    "reorder_up_item",
    "reorder_down_item",
}


# The addresses of somebody to meet.
OF_PERSON = {
    "person_to_meet",
    "person_up",
    "person_down",
    "unlist_person",
    "met_person",
    "not_met_person",
    "remember_person",
}


def fetch(client, method, path):
    """A request that proves, for GET, that no row changed beside sessions and throttles.

    One address counts its visits: a number that nobody decides about, and that GET alone can count.
    """
    writes = []

    def note(execute, sql, params, many, context):
        counts = sql.startswith('UPDATE "workplans_portfoliolink" SET "visits"')
        if re.match(r"(INSERT|UPDATE|DELETE)", sql) and not re.search(r'"(django_session|cache)"', sql):
            writes.extend([] if counts else [sql])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response = getattr(client, method)(path)
    assert method != "get" or writes == [], f"GET {path} wrote"
    return response


@contextmanager
def undone():
    """What is done inside is undone: one world serves all roles."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def answer(response):
    """The status of a response, or SIGN_IN for the way to the sign-in page."""
    if response.status_code == 302 and "/account/sign-in/" in response["Location"]:
        return SIGN_IN
    return response.status_code


# Whoever is let in nowhere here asks the same questions as somebody who is, and gets no rows: on one database
# all of them ask, on the others one.
ONE_OUTSIDE = frozenset({"former_manager"})


def asking(who):
    """The roles that ask for a page which is for `who`."""
    return ROLES if connection.vendor == "sqlite" else sorted((who - ANONYMOUS) | ONE_OUTSIDE)


@pytest.mark.parametrize("name", PAGES)
def test_page(name, people, client_of):
    for role in asking(PAGES[name]["who"]):
        with undone():
            check_page(name, role, people, client_of)


def check_page(name, role, people, client_of):
    row = PAGES[name]
    path = path_of(name, people)
    client = client_of(getattr(people, role))
    for method in ("get", "post", "put", "delete"):
        expected = row.get(f"{method} {role}", row.get(method, WRONG_METHOD))
        if role == "anonymous" and not row["public"]:
            expected = SIGN_IN
        elif role not in row["who"]:
            expected = row.get(f"otherwise {method}", row["otherwise"])
            if expected == GONE and row.get(method, WRONG_METHOD) == WRONG_METHOD:
                expected = WRONG_METHOD  # the method is refused before anything is looked for
        elif method in {"put", "delete"} and name.startswith(("account_", "socialaccount_", "unsent")):
            continue  # pages of a package: what they do not know, they treat as GET or POST or refuse
        if name == "account_logout":
            client = client_of(getattr(people, role))
        assert answer(fetch(client, method, path)) == expected, f"{method} {path} as {role}"


def desk_expectation(desk, kind, role, method):
    """What the table says of one page of a desk."""
    if role == "anonymous":
        return SIGN_IN
    if role not in KEEPERS:
        return GONE
    who_list, who_add, who_see, who_write, who_delete = DESKS[desk]
    part = "coordinator" if role == "other_coordinator" else role
    if kind == "changelist":
        return 200 if part in who_list else NO
    if kind == "add":
        return 200 if part in who_add else NO
    if part not in who_list:
        return NO
    reaches = role in who_see or (desk in SHARED and part in who_see)
    if kind == "delete" and part not in who_delete and (reaches or desk_forbids_deletion(desk, part)):
        return NO
    if kind == "change" and method == "post" and part not in who_write and (reaches or not who_write):
        return NO
    if not reaches:
        return 302
    return 302 if kind == "change" and method == "post" and desk in NOTHING_REQUIRED else 200


def desk_forbids_deletion(desk, part):
    """Whether nobody of that part may delete at such a desk, whatever the record."""
    return desk != "cohorts_coordinator"


@pytest.mark.parametrize("desk", DESKS)
def test_desk(desk, people, client_of):
    for role in asking(KEEPERS):
        with undone():
            check_desk(desk, role, people, client_of)


def record_of(desk, people):
    """A record of a desk that belongs to `here`."""
    here, own = people.here.organisation, {"apprentice": people.record}
    known = {
        "cohorts_organisation": here,
        "cohorts_coordinator": people.here.coordinator,
        "cohorts_team": people.here.team,
        "cohorts_cohort": people.here.cohort,
        "providers_provider": people.here.tutor.provider,
        "providers_standard": people.record.standard,
        "providers_contact": people.here.tutor,
        "apprentices_manager": people.here.term.manager,
        "apprentices_buddy": people.here.buddy_term.buddy,
        "apprentices_apprentice": people.record,
        "hackit_user": people.apprentice,
    }
    made = {
        "cohorts_datarequest": (make.DataRequestFactory, {"organisation": here, "person": people.apprentice}),
        "cohorts_inductiontemplate": (make.InductionTemplateFactory, {"organisation": here}),
        "cohorts_inductionitem": (make.InductionItemFactory, {"template__organisation": here}),
        "cohorts_course": (make.CourseFactory, {"organisation": here}),
        "cohorts_partneremployer": (make.PartnerEmployerFactory, {"organisation": here}),
        "cohorts_opening": (make.OpeningFactory, {"organisation": here}),
        "providers_publishedhours": (make.PublishedHoursFactory, {"standard": people.record.standard}),
        "apprentices_review": (make.ReviewFactory, own),
        "apprentices_handovernote": (make.HandoverNoteFactory, {"term": people.here.term}),
        "apprentices_induction": (make.InductionFactory, own),
        "apprentices_inductionstep": (make.InductionStepFactory, own),
        "apprentices_coursedone": (make.CourseDoneFactory, {"course__organisation": here}),
        "apprentices_conversation": (make.ConversationFactory, own | {"held": True}),
        "apprentices_option": (make.OptionFactory, own),
        "apprentices_steptaken": (make.StepTakenFactory, own),
        "apprentices_decision": (make.DecisionFactory, own),
        "apprentices_destination": (make.DestinationFactory, own),
        "apprentices_cv": (make.CvFactory, own),
        "workplans_learningentry": (make.LearningEntryFactory, own),
        "workplans_learningtime": (make.LearningTimeFactory, own),
        "workplans_protectedanswer": (make.ProtectedAnswerFactory, own),
        "workplans_workplan": (make.WorkPlanFactory, own | {"reviewed": True}),
        "workplans_project": (make.ProjectFactory, own),
        "workplans_portfolio": (make.PortfolioFactory, own),
        "workplans_portfoliolink": (make.PortfolioLinkFactory, own),
        "workplans_plantemplate": (make.PlanTemplateFactory, {"organisation": here}),
    }
    if desk in known:
        return known[desk]
    factory, facts = made[desk]
    return factory(**facts)


def check_desk(desk, role, people, client_of):
    from django.urls import reverse

    record = record_of(desk, people)
    client = client_of(getattr(people, role))
    for kind in ("changelist", "add", "change", "history"):
        arguments = [] if kind in {"changelist", "add"} else [record.pk]
        path = reverse(f"admin:{desk}_{kind}", args=arguments)
        for method in ("get", "post"):
            if (kind, method) in {("history", "post"), ("changelist", "post")}:
                continue
            expected = desk_expectation(desk, kind, role, method)
            assert answer(fetch(client, method, path)) == expected, f"{method} {path} as {role}"
    path = reverse(f"admin:{desk}_delete", args=[record.pk])
    expected = desk_expectation(desk, "delete", role, "get")
    assert answer(fetch(client, "get", path)) == expected, f"get {path} as {role}"


@pytest.mark.parametrize("name", WORKSHOP_PAGES)
def test_workshop_page(name, people, client_of):
    for role in asking(KEEPERS):
        with undone():
            check_workshop_page(name, role, people, client_of)


def check_workshop_page(name, role, people, client_of):
    path = path_of(name, people)
    for method, expected in zip(("get", "post"), WORKSHOP_PAGES[name], strict=True):
        if role == "anonymous":
            expected = SIGN_IN
        elif role not in KEEPERS:
            expected = GONE
        response = fetch(client_of(getattr(people, role)), method, path)
        if response.status_code == 302 and response["Location"].startswith("/admin/login/"):
            response = client_of(None).get(response["Location"])
        assert answer(response) == expected, f"{method} {path} as {role}"


@pytest.mark.parametrize("name", MORE_PAGES)
def test_more_pages_of_the_workshop(name, people, client_of):
    for role in asking(KEEPERS):
        with undone():
            check_more_pages_of_the_workshop(name, role, people, client_of)


def check_more_pages_of_the_workshop(name, role, people, client_of):
    path = path_of(name, people)
    who, *answers, superuser = MORE_PAGES[name]
    for method, expected in zip(("get", "post"), answers, strict=True):
        if role == "anonymous":
            expected = SIGN_IN
        elif role not in KEEPERS:
            expected = GONE
        elif expected != WRONG_METHOD and role not in who:
            expected = superuser if role == "superuser" else 302
        client = client_of(getattr(people, role))
        assert answer(fetch(client, method, path)) == expected, f"{method} {path} as {role}"


@pytest.mark.parametrize("role", sorted(set(ROLES) - AROUND - ANONYMOUS))
def test_what_is_not_yours_answers_as_what_does_not_exist(role, people, client_of):
    client = client_of(getattr(people, role))
    somebody, nobody = client.get(f"/apprentices/{people.record.pk}/"), client.get("/apprentices/99999999/")
    assert somebody.status_code == nobody.status_code == 404
    plain = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", r.content.decode()) for r in (somebody, nobody)
    ]
    assert plain[0] == plain[1]
    assert "Here Apprentice" not in plain[0]


def test_the_workshop_answers_alike_for_somebody_elses_and_for_nothing(people, client_of):
    client = client_of(people.other_coordinator)
    for desk, theirs in (
        ("apprentices/apprentice", people.record.pk),
        ("hackit/user", people.apprentice.pk),
        ("cohorts/team", people.here.team.pk),
    ):
        for kind in ("change", "history", "delete"):
            answers = []
            for pk in (theirs, 99999999):
                response = client.get(f"/admin/{desk}/{pk}/{kind}/")
                message = [str(m).replace(str(pk), "N") for m in client.get("/admin/").context["messages"]]
                answers.append((response.status_code, response.get("Location"), message))
            assert answers[0] == answers[1], f"{desk} {kind}"
