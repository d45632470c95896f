from django.urls import path

from apprentices import views

urlpatterns = [
    path("", views.apprentices, name="apprentices"),
    path("<int:pk>/", views.apprentice, name="apprentice"),
]
