"""Addresses of signing in, permissions and accounts."""

from django.urls import path

from dampingi.access import views

app_name = "access"
urlpatterns = [
    path("masuk/", views.sign_in, name="sign-in"),
    path("keluar/", views.sign_out, name="sign-out"),
    path("izin/", views.permissions, name="permissions"),
    path("petugas/", views.staff, name="staff"),
    path("unit/", views.unit, name="unit"),
    path("unit/tempat/", views.add_place, name="places"),
    path("petugas/tutup/", views.disable, name="disable"),
]
