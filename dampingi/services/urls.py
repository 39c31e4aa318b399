"""Addresses; no word in them tells a browser's history what this service is (U-07)."""

from django.urls import path

from dampingi.services.views import files, plan, providers, sheets, tabs, visits

app_name = "services"
urlpatterns = [
    path("direktori/", providers.directory, name="directory"),
    path("direktori/baru/", providers.write_provider, name="new-provider"),
    path("direktori/<str:provider>/", providers.provider, name="provider"),
    path("direktori/<str:provider>/ubah/", providers.write_provider, name="change-provider"),
    path("direktori/<str:provider>/pastikan/", providers.confirm_provider, name="confirm-provider"),
    path("berkas/<str:number>/rencana/", tabs.plan, name="plan"),
    path("berkas/<str:number>/rencana/susun/", plan.make, name="make-plan"),
    path("berkas/<str:number>/rencana/<str:plan>/tanda-tangan/", plan.to_sign, name="sign-plan"),
    path("berkas/<str:number>/rencana/<str:plan>/setuju/", plan.sign, name="sign"),
    path("berkas/<str:number>/rencana/<str:plan>/lihat-lagi/", plan.evaluate, name="evaluate"),
    path("berkas/<str:number>/layanan/tambah/", plan.plan_service, name="plan-service"),
    path("berkas/<str:number>/layanan/<str:service>/ubah/", plan.change_service, name="change-service"),
    path("berkas/<str:number>/layanan/<str:service>/hasil/", plan.outcome, name="outcome"),
    path("berkas/<str:number>/layanan/<str:service>/biaya/", plan.cost, name="cost"),
    path("berkas/<str:number>/kunjungan/<str:visit>/", visits.check_in, name="check-in"),
    path("berkas/<str:number>/layanan/", tabs.given, name="given"),
    path("berkas/<str:number>/rujukan/", tabs.referrals, name="referrals"),
    path("berkas/<str:number>/hukum/", tabs.law, name="law"),
    path("berkas/<str:number>/lampiran/", files.files_page, name="files"),
    path("berkas/<str:number>/lampiran/tambah/", files.attach, name="attach"),
    path("berkas/<str:number>/lampiran/kirim/<str:sending>/<int:start>/", files.part, name="part"),
    path("berkas/<str:number>/lampiran/<str:file>/", files.file, name="file"),
    path("berkas/<str:number>/lampiran/<str:file>/gambar/<int:page>/", files.picture, name="picture"),
    path("berkas/<str:number>/lampiran/<str:file>/asli/", files.original, name="original"),
    path("berkas/<str:number>/lampiran/<str:file>/hapus/", files.remove, name="file-remove"),
    path("berkas/<str:number>/lembar/<slug:kind>/", sheets.write, name="write"),
    path("berkas/<str:number>/lembar/<slug:kind>/simpan/", sheets.autosave, name="autosave"),
    path("berkas/<str:number>/lembar/<slug:kind>/kosong/", sheets.blank, name="blank"),
    path("berkas/<str:number>/lembar/<slug:kind>/<str:sheet>/", sheets.read, name="read"),
    path("berkas/<str:number>/lembar/<slug:kind>/<str:sheet>/buang/", sheets.throw_away, name="throw-away"),
]
