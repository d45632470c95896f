from django.urls import path

from workplans.views import importing, learning

RECORD = "apprentices/<int:pk>/learning/"

urlpatterns = [
    path(RECORD, learning.learning, name="learning"),
    path(f"{RECORD}import/", importing.import_learning, name="import_learning"),
]
