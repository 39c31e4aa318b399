"""Addresses; no word in them tells a browser's history what this service is (U-07)."""

from django.urls import path

from dampingi.services.views import sheets, tabs

app_name = "services"
urlpatterns = [
    path("berkas/<str:number>/rencana/", tabs.plan, name="plan"),
    path("berkas/<str:number>/layanan/", tabs.given, name="given"),
    path("berkas/<str:number>/rujukan/", tabs.referrals, name="referrals"),
    path("berkas/<str:number>/hukum/", tabs.law, name="law"),
    path("berkas/<str:number>/lembar/<slug:kind>/", sheets.write, name="write"),
    path("berkas/<str:number>/lembar/<slug:kind>/kosong/", sheets.blank, name="blank"),
    path("berkas/<str:number>/lembar/<slug:kind>/<str:sheet>/", sheets.read, name="read"),
    path("berkas/<str:number>/lembar/<slug:kind>/<str:sheet>/buang/", sheets.throw_away, name="throw-away"),
]
