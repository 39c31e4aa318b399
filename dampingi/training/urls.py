"""Addresses of competences and certificates."""

from django.urls import path

from dampingi.training import views

app_name = "training"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("daftar/", views.register, name="register"),
    path("daftar/tabel/", views.take_table, name="table"),
    path("daftar/lengkap/", views.declare, name="declare"),
]
