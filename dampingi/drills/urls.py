"""Addresses of drills."""

from django.urls import path

from dampingi.drills import views

app_name = "drills"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("kelas/", views.classes, name="classes"),
    path("kelas/<str:number>/", views.one_class, name="class"),
    path("mulai/<str:code>/", views.begin, name="begin"),
    path("<str:number>/", views.now, name="now"),
    path("<str:number>/katakan/", views.say, name="say"),
    path("<str:number>/berhenti/", views.stop, name="stop"),
    path("<str:number>/selesai/", views.end, name="end"),
    path("<str:number>/hasil/", views.report, name="report"),
]
