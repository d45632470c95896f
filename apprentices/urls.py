from django.urls import path, register_converter

from apprentices.next_steps import Taken, Talk, Way
from apprentices.views import (
    buddying,
    concerns,
    conversations,
    cv,
    decisions,
    destinations,
    ending,
    handover,
    history,
    induction,
    next_steps,
    openings,
    people,
    people_to_meet,
    record,
    reviews,
    training,
)


def in_addresses(members, name):
    """Lets an address hold one of the members of a StrEnum, as its name in small letters."""
    by_word = {one.name.lower(): one for one in members}
    converter = {
        "regex": "|".join(by_word),
        "to_python": staticmethod(by_word.__getitem__),
        "to_url": staticmethod(lambda one: members(one).name.lower()),
    }
    register_converter(type(name, (), converter), name)


in_addresses(Talk, "talk")
in_addresses(Way, "way")
in_addresses(Taken, "taken")

MEETING = "<int:pk>/induction/people/"
PERSON = f"{MEETING}<int:step>/"
ENDING = "<int:pk>/next-steps/"
STEP = "<int:pk>/induction/steps/<int:step>/"

urlpatterns = [
    path("", record.apprentices, name="apprentices"),
    path("<int:pk>/", record.apprentice, name="apprentice"),
    path("<int:pk>/first-day/", record.first_day, name="first_day"),
    path("<int:pk>/first-day/write/", record.write_first_day, name="write_first_day"),
    path("<int:pk>/history/", history.history, name="history"),
    path("<int:pk>/people/", people.people_around, name="people_around"),
    path("<int:pk>/people/buddy/", people.set_buddy, name="set_buddy"),
    path("<int:pk>/people/buddy/<int:term>/end/", people.end_buddy, name="end_buddy"),
    path("<int:pk>/people/deputy/", people.set_deputy, name="set_deputy"),
    path("<int:pk>/people/deputy/<int:term>/end/", people.end_deputy, name="end_deputy"),
    path("<int:pk>/people/tutor/", people.change_tutor, name="change_tutor"),
    path("<int:pk>/people/team/", people.change_team, name="change_team"),
    path("<int:pk>/handover/", handover.handover, name="handover"),
    path("<int:pk>/handover/read/", handover.read_handover, name="read_handover"),
    path("<int:pk>/induction/", induction.induction, name="induction"),
    path("<int:pk>/induction/steps/add/", induction.add_step, name="add_step"),
    path(STEP, induction.induction_step, name="induction_step"),
    path(f"{STEP}change/", induction.change_step, name="change_step"),
    path(f"{STEP}delete/", induction.delete_step, name="delete_step"),
    path(MEETING, people_to_meet.people_to_meet, name="people_to_meet"),
    path(f"{MEETING}sheet/", people_to_meet.people_sheet, name="people_sheet"),
    path(f"{MEETING}add/", people_to_meet.list_person, name="list_person"),
    path(f"{MEETING}add/several/", people_to_meet.list_people, name="list_people"),
    path(PERSON, people_to_meet.person_to_meet, name="person_to_meet"),
    path(f"{PERSON}up/", people_to_meet.order_person, {"up": True}, name="person_up"),
    path(f"{PERSON}down/", people_to_meet.order_person, {"up": False}, name="person_down"),
    path(f"{PERSON}take-off/", people_to_meet.unlist_person, name="unlist_person"),
    path(f"{PERSON}met/", people_to_meet.tell_met, {"met": True}, name="met_person"),
    path(f"{PERSON}not-met/", people_to_meet.tell_met, {"met": False}, name="not_met_person"),
    path(f"{PERSON}remember/", people_to_meet.remember_person, name="remember_person"),
    path("<int:pk>/buddy/", buddying.buddying, name="buddying"),
    path("<int:pk>/buddy/briefed/", buddying.brief_buddy, name="brief_buddy"),
    path("<int:pk>/buddy/keep/", buddying.keep_buddy, name="keep_buddy"),
    path("<int:pk>/buddy/thanks/", buddying.thank_buddy, name="thank_buddy"),
    path("<int:pk>/quiet-place/", buddying.quiet_place, name="quiet_place"),
    path("<int:pk>/reviews/", reviews.reviews, name="reviews"),
    path("<int:pk>/reviews/new/", reviews.record_review, name="record_review"),
    path("<int:pk>/reviews/<int:review>/", reviews.correct_review, name="correct_review"),
    path("<int:pk>/reviews/agreed/<int:agreed>/", reviews.tick, name="tick"),
    path(ENDING, next_steps.next_steps, name="next_steps"),
    path(f"{ENDING}agreed/<int:step>/", conversations.tick_next_step, name="tick_next_step"),
    path(f"{ENDING}ways/<way:way>/", next_steps.weigh, name="weigh"),
    path(f"{ENDING}ways/<way:way>/wish/", next_steps.wish, name="wish"),
    path(f"{ENDING}taken/<taken:step>/", next_steps.take_step, name="take_step"),
    path(f"{ENDING}decision/", decisions.decision, name="decision"),
    path(f"{ENDING}decision/record/", decisions.record_decision, name="record_decision"),
    path(f"{ENDING}decision/give/", decisions.give_decision, name="give_decision"),
    path(f"{ENDING}destination/", destinations.record_destination, name="record_destination"),
    path(f"{ENDING}destination/later/", destinations.record_later, name="record_later"),
    path(f"{ENDING}destination/ask/", destinations.ask_again, name="ask_again"),
    path(f"{ENDING}stay-in-touch/", destinations.stay_in_touch, name="stay_in_touch"),
    path(f"{ENDING}cv/", cv.cv, name="cv"),
    path(f"{ENDING}cv/write/", cv.write_cv, name="write_cv"),
    path(f"{ENDING}cv.docx", cv.cv_document, name="cv_document"),
    path(f"{ENDING}<talk:talk>/", conversations.next_steps_talk, name="next_steps_talk"),
    path(f"{ENDING}<talk:talk>/prepare/", conversations.prepare_talk, name="prepare_talk"),
    path(f"{ENDING}<talk:talk>/record/", conversations.record_talk, name="record_talk"),
    path(f"{ENDING}<talk:talk>/confirm/", conversations.confirm_talk, name="confirm_talk"),
    path(f"{ENDING}<talk:talk>/note/", conversations.note_privately, name="note_privately"),
]

# What is one's own, whatever record it belongs to: no address of a private word tells whose it is.
own_urlpatterns = [
    path("next-steps/", ending.ending, name="ending"),
    path("destinations/", ending.destinations, name="destinations"),
    path("destinations.csv", ending.destinations_csv, name="destinations_csv"),
    path("openings/", openings.openings, name="openings"),
    path("openings/<int:opening>/interest/", openings.mark_interest, name="mark_interest"),
    path("where-now/<str:token>/", destinations.where_now, name="where_now"),
    path("where-now/<str:token>/stop/", destinations.stop_asking, name="stop_asking"),
    path("training/", training.training, name="training"),
    path("training/<int:course>/done/", training.record_training, name="record_training"),
    path("training/done/<int:done>/take-back/", training.take_back_training, name="take_back_training"),
    path("training/people/", training.training_people, name="training_people"),
    path("training/people.csv", training.training_csv, name="training_csv"),
    path("training/people/<int:person>/", training.training_of, name="training_of"),
    path("private-word/", concerns.private_words, name="private_words"),
    path("private-words/", concerns.private_words_to_answer, name="private_words_to_answer"),
    path("private-words/<int:concern>/", concerns.private_word, name="private_word"),
    path("private-words/<int:concern>/close/", concerns.close_private_word, name="close_private_word"),
    path(
        "private-words/<int:concern>/take-back/",
        concerns.take_back_private_word,
        name="take_back_private_word",
    ),
]
