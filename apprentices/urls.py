from django.urls import path

from apprentices.views import (
    buddying,
    concerns,
    handover,
    history,
    induction,
    people,
    people_to_meet,
    record,
    reviews,
    training,
)

MEETING = "<int:pk>/induction/people/"
PERSON = f"{MEETING}<int:step>/"
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
]

# What is one's own, whatever record it belongs to: no address of a private word tells whose it is.
own_urlpatterns = [
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
