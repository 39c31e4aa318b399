"""Addresses; no word in them tells a browser's history what this service is (U-07)."""

from django.urls import path

from dampingi.cases.views import board, deeds, ending, file, reporting

app_name = "cases"
urlpatterns = [
    path("", board.home, name="home"),
    path("hari-ini/", board.today, name="today"),
    path("hari-ini/dibaca/", board.notices_read, name="notices-read"),
    path("papan/", board.board, name="board"),
    path("tinjauan/", board.done_alone, name="done-alone"),
    path("jaga/", board.on_call, name="on-call"),
    path("jaga/<int:turn>/hapus/", board.off_call, name="off-call"),
    path("catatan/", reporting.reports, name="reports"),
    path("catatan/baru/", reporting.begin, name="begin"),
    path("catatan/kosong/", reporting.blank, name="blank"),
    path("catatan/isian/<str:number>/", reporting.draft, name="draft"),
    path("catatan/isian/<str:number>/simpan/", reporting.save, name="save-draft"),
    path("catatan/isian/<str:number>/buang/", reporting.throw_away, name="throw-away"),
    path("catatan/isian/<str:number>/ketikan/", reporting.use_rescue, name="use-rescue"),
    path("catatan/<str:number>/", reporting.received, name="received"),
    path("berkas/", file.cases, name="list"),
    path("berkas/cari/", file.search, name="search"),
    path("berkas/<str:number>/", file.case, name="case"),
    path("berkas/<str:number>/waktu/", file.timeline, name="timeline"),
    path("berkas/<str:number>/orang/", file.people, name="people"),
    path("berkas/<str:number>/nama/", file.reveal, name="reveal"),
    path("berkas/<str:number>/pendamping/", deeds.companions, name="companions"),
    path("berkas/<str:number>/saya/", deeds.take_over, name="take-over"),
    path("berkas/<str:number>/terima/", deeds.accept, name="accept"),
    path("berkas/<str:number>/serah-terima/", deeds.handover, name="handover"),
    path("berkas/<str:number>/kerabat/", deeds.declare_conflict, name="conflict"),
    path("berkas/<str:number>/kontak/", deeds.first_contact, name="first-contact"),
    path("berkas/<str:number>/aman/", deeds.reassess, name="reassess"),
    path("berkas/<str:number>/naik/", deeds.raise_risk, name="raise-risk"),
    path("berkas/<str:number>/terjadi/", deeds.event, name="event"),
    path("berkas/<str:number>/langkah/", deeds.police, name="police"),
    path("berkas/<str:number>/lengkapi/", deeds.learn, name="learn"),
    path("berkas/<str:number>/provinsi/", deeds.refer_up, name="refer-up"),
    path("berkas/<str:number>/hubungkan/", deeds.point_on, name="point-on"),
    path("berkas/<str:number>/selesai/", ending.close, name="close"),
    path("berkas/<str:number>/sesudah/<str:day>/", ending.visit_after, name="visit-after"),
    path("berkas/<str:number>/sesudah-selesai/", ending.end_aftercare, name="end-aftercare"),
    path("berkas/<str:number>/jalur-selesai/", ending.end_legal, name="end-legal"),
    path("berkas/<str:number>/buka-lagi/", ending.reopen, name="reopen"),
    path("berkas/<str:number>/tugas/<slug:code>/tiadakan/", deeds.waive, name="waive"),
]
