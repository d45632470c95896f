from django.urls import path

from workplans.views import learning

RECORD = "apprentices/<int:pk>/learning/"

urlpatterns = [
    path(RECORD, learning.learning, name="learning"),
]
