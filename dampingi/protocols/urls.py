"""Addresses of the rules page."""

from django.urls import path

from dampingi.protocols import views

app_name = "protocols"
urlpatterns = [path("aturan/", views.all_protocols, name="all")]
