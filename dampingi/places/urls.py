"""Addresses of the gazetteer's notice."""

from django.urls import path

from dampingi.places import views

app_name = "places"
urlpatterns = [path("wilayah/sumber/", views.notice, name="notice")]
