from django.urls import path

from apprentices import views

urlpatterns = [
    path("", views.apprentices, name="apprentices"),
    path("<int:pk>/", views.apprentice, name="apprentice"),
    path("<int:pk>/first-day/", views.first_day, name="first_day"),
    path("<int:pk>/first-day/write/", views.write_first_day, name="write_first_day"),
]
