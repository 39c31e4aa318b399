"""Addresses of competences and certificates."""

from django.urls import path

from dampingi.training.views import paths, register

app_name = "training"
urlpatterns = [
    path("", register.mine, name="mine"),
    path("jalan/", paths.path, name="path"),
    path("daftar/", register.register, name="register"),
    path("daftar/tabel/", register.take_table, name="table"),
    path("daftar/lengkap/", register.declare, name="declare"),
]
