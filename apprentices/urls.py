from django.urls import path

from apprentices.views import record, reviews

urlpatterns = [
    path("", record.apprentices, name="apprentices"),
    path("<int:pk>/", record.apprentice, name="apprentice"),
    path("<int:pk>/first-day/", record.first_day, name="first_day"),
    path("<int:pk>/first-day/write/", record.write_first_day, name="write_first_day"),
    path("<int:pk>/reviews/", reviews.reviews, name="reviews"),
    path("<int:pk>/reviews/new/", reviews.record_review, name="record_review"),
    path("<int:pk>/reviews/<int:review>/", reviews.correct_review, name="correct_review"),
    path("<int:pk>/reviews/agreed/<int:agreed>/", reviews.tick, name="tick"),
]
