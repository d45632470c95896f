from django.urls import path

from apprentices.views import history, record

urlpatterns = [
    path("", record.apprentices, name="apprentices"),
    path("<int:pk>/", record.apprentice, name="apprentice"),
    path("<int:pk>/first-day/", record.first_day, name="first_day"),
    path("<int:pk>/first-day/write/", record.write_first_day, name="write_first_day"),
    path("<int:pk>/history/", history.history, name="history"),
]
