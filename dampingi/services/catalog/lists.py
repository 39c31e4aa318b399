"""Code lists that several sheets of casework ask from."""

from dampingi.kernel.codes import CodeList
from dampingi.kernel.words import say

CONDITIONS = CodeList(
    "condition",
    say("Keadaan"),
    {"well": say("Baik"), "watch": say("Perlu diperhatikan"), "help": say("Perlu bantuan"), "urgent": say("Mendesak")},
    "Dampingi",
    to_confirm=True,
)
DOMAINS = CodeList(
    "domain",
    say("Kebutuhan"),
    {
        "safety": say("Keselamatan"),
        "physical": say("Tubuh dan kesehatan"),
        "psychological": say("Pikiran dan perasaan"),
        "social": say("Keluarga dan sekitarnya"),
        "economic": say("Nafkah dan pekerjaan"),
        "education": say("Sekolah"),
        "spiritual": say("Batin dan keyakinan"),
        "legal": say("Hukum dan surat-surat"),
    },
    "Permen PPPA 2/2022 (fisik, psikis, sosial, ekonomi, pendidikan, spiritual)",
    to_confirm=True,
)
ACCOMPANIMENTS = CodeList(
    "accompaniment",
    say("Pendampingan"),
    {
        "medical": say("Kesehatan"),
        "medico_legal": say("Visum"),
        "psychosocial": say("Psikososial"),
        "legal": say("Hukum: polisi, jaksa, pengadilan"),
        "religious": say("Sosial atau tokoh agama"),
        "education": say("Pendidikan"),
        "economic": say("Pemberdayaan ekonomi"),
        "disability": say("Kebutuhan penyandang disabilitas"),
        "repatriation": say("Pemulangan"),
        "reintegration": say("Reintegrasi"),
    },
    "Permen PPPA 2/2022; Perpres 55/2024 art. 5(2)",
)
EXTENTS = CodeList(
    "extent",
    say("Sejauh mana"),
    {"all": say("Semuanya"), "most": say("Sebagian besar"), "some": say("Sebagian kecil"), "none": say("Belum")},
    "Dampingi",
)
WAYS = CodeList(
    "monitoring_way",
    say("Dengan cara apa"),
    {
        "visit": say("Kunjungan"),
        "office": say("Datang ke kantor"),
        "phone": say("Telepon"),
        "message": say("Pesan"),
        "other_service": say("Melalui lembaga lain"),
    },
    "Dampingi",
)
CHANGES = CodeList(
    "change",
    say("Dibanding terakhir kali"),
    {"better": say("Membaik"), "same": say("Sama"), "worse": say("Memburuk"), "mixed": say("Ada yang membaik, ada yang memburuk")},
    "Dampingi",
)
ATTENDANCES = CodeList(
    "attendance",
    say("Hadir"),
    {
        "came": say("Hadir"),
        "left_early": say("Hadir sebagian"),
        "did_not_come": say("Tidak hadir"),
        "cancelled": say("Dibatalkan lembaga"),
    },
    "Dampingi",
)
MEETING_ROLES = CodeList(
    "meeting_role",
    say("Yang hadir"),
    {
        "herself": say("Penerima manfaat sendiri"),
        "family": say("Keluarga atau orang yang dipercayanya"),
        "companion": say("Pendamping"),
        "head": say("Kepala UPTD"),
        "supervisor": say("Supervisor kasus"),
        "psychologist": say("Psikolog"),
        "social_worker": say("Pekerja sosial"),
        "health": say("Tenaga kesehatan"),
        "police": say("Polisi"),
        "prosecutor": say("Jaksa"),
        "legal": say("Advokat atau paralegal"),
        "school": say("Sekolah"),
        "village": say("Desa atau kelurahan"),
        "other": say("Lainnya"),
    },
    "Permen PPPA 2/2022",
    to_confirm=True,
)
READERS = CodeList(
    "report_reader",
    say("Untuk siapa"),
    {
        "head": say("Kepala UPTD"),
        "agency": say("Dinas"),
        "police": say("Polisi"),
        "court": say("Jaksa atau pengadilan"),
        "sender": say("Lembaga yang merujuk"),
        "province": say("Unit provinsi atau kementerian"),
    },
    "Dampingi",
)
