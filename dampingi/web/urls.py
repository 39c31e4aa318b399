"""Addresses of the frame."""

from django.urls import path

from dampingi.web import views

app_name = "web"
urlpatterns = [
    path("_/bahasa", views.language, name="language"),
    path("_/x", views.leave, name="leave"),
    path("_/s", views.still_here, name="still-here"),
]
