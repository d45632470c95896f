from django.urls import path

from workplans.views import answers, entries, learning

RECORD = "apprentices/<int:pk>/learning/"

urlpatterns = [
    path(RECORD, learning.learning, name="learning"),
    path(f"{RECORD}log/", entries.log_learning, name="log_learning"),
    path(f"{RECORD}log/days/", entries.log_days, name="log_days"),
    path(f"{RECORD}<int:entry>/", entries.learning_entry, name="learning_entry"),
    path(f"{RECORD}<int:entry>/delete/", entries.take_out_entry, name="take_out_entry"),
    path(f"{RECORD}<int:entry>/bring-back/", entries.bring_back_entry, name="bring_back_entry"),
    path("learning/to-accept/", answers.to_accept, name="to_accept"),
    path("learning/to-accept/<int:entry>/", answers.return_entry, name="return_entry"),
]
