from django.urls import path

from apprentices.views import handover, history, induction, people, record, reviews

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
    path("<int:pk>/reviews/", reviews.reviews, name="reviews"),
    path("<int:pk>/reviews/new/", reviews.record_review, name="record_review"),
    path("<int:pk>/reviews/<int:review>/", reviews.correct_review, name="correct_review"),
    path("<int:pk>/reviews/agreed/<int:agreed>/", reviews.tick, name="tick"),
]
