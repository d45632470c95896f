from django.urls import path

from workplans.views import learning

RECORD = "apprentices/<int:pk>/learning/"

urlpatterns = [
    path(RECORD, learning.learning, name="learning"),
    path(f"{RECORD}entries.csv", learning.learning_csv, name="learning_csv"),
    path(f"{RECORD}evidence/", learning.evidence, name="evidence"),
]
