"""The complaint sheet (*lembar pengaduan*), declared once.

Order is screen order and paper order (H-12, H-22). Nothing here asks sexual history, clothing,
virginity or why she stayed. Fields owed ``WHEN_NEEDED`` fold away until a letter or a service needs
them, each with its purpose.
"""

from dampingi.kernel import codes
from dampingi.kernel.fields import Field, Group, Kind, Owed, Privacy
from dampingi.kernel.words import say

_FIRST = Owed.FIRST_SCREEN
_LATER = Owed.WHEN_NEEDED
_CODED = Privacy.CODED
_IDENTITY = Privacy.IDENTITY

VICTIM = Group(
    "victims",
    say("Orang yang perlu didampingi"),
    (
        Field(
            "contact_way",
            say("Cara menghubungi yang aman"),
            Kind.CODE,
            _CODED,
            say("Agar tidak ada orang lain yang tahu ia melapor."),
            say("Boleh dikosongkan. Kosong berarti: jangan hubungi lebih dulu."),
            codes.CONTACT_WAYS,
            _FIRST,
        ),
        Field(
            "contact_number",
            say("Nomor yang aman"),
            Kind.PHONE,
            _IDENTITY,
            say("Hanya dipakai dengan cara di atas."),
            owed=_FIRST,
            longest=40,
        ),
        Field(
            "contact_note",
            say("Jam yang aman, siapa lagi yang memegang ponselnya"),
            Kind.TEXT,
            _IDENTITY,
            say("Agar telepon datang pada saat yang aman."),
            owed=_FIRST,
        ),
        Field(
            "age_band",
            say("Kelompok usia"),
            Kind.CODE,
            _CODED,
            say("Menentukan aturan yang melindunginya."),
            codes=codes.AGE_BANDS,
            owed=_FIRST,
            simfoni="usia",
        ),
        Field(
            "sex",
            say("Jenis kelamin"),
            Kind.CODE,
            _CODED,
            say("Menentukan jenis kasus dan pendamping."),
            codes=codes.SEXES,
            simfoni="jenis_kelamin",
            htcds="Sex",
        ),
        Field(
            "name",
            say("Nama atau panggilan"),
            Kind.TEXT,
            _IDENTITY,
            say("Agar kita tahu siapa yang didampingi."),
            longest=200,
            simfoni="nama",
        ),
        Field(
            "age_years",
            say("Usia (tahun)"),
            Kind.NUMBER,
            _CODED,
            say("Menentukan aturan yang melindunginya."),
            lowest=0,
            highest=120,
        ),
        Field(
            "disability",
            say("Disabilitas"),
            Kind.CODE,
            _CODED,
            say("Agar bantuan datang dengan cara yang tepat."),
            codes=codes.DISABILITIES,
        ),
        Field(
            "languages",
            say("Bahasa yang dipakai"),
            Kind.CODES,
            _CODED,
            say("Agar pendampingnya bisa berbicara dengannya."),
            codes=codes.LANGUAGES,
        ),
        Field(
            "needs_interpreter",
            say("Perlu juru bahasa?"),
            Kind.YES_NO,
            _CODED,
            say("Agar juru bahasa disiapkan sebelum pertemuan."),
        ),
        Field(
            "phone",
            say("Nomor telepon"),
            Kind.PHONE,
            _IDENTITY,
            say("Untuk surat dan layanan; bukan untuk dihubungi tanpa cara yang aman."),
            owed=_LATER,
            longest=40,
        ),
        Field(
            "village_code",
            say("Desa atau kelurahan tempat tinggal"),
            Kind.PLACE,
            _IDENTITY,
            say("Untuk penjangkauan dan unit yang melanjutkan."),
        ),
        Field(
            "birth_date",
            say("Tanggal lahir"),
            Kind.DATE,
            _IDENTITY,
            say("Diminta bila surat atau layanan memerlukannya."),
            owed=_LATER,
            past_only=True,
            htcds="DateOfBirth",
        ),
        Field(
            "nik",
            say("NIK"),
            Kind.NIK,
            _IDENTITY,
            say("Diminta bila surat atau layanan memerlukannya. Tidak pernah menjadi syarat bantuan."),
            owed=_LATER,
            longest=40,
        ),
        Field(
            "address",
            say("Alamat"),
            Kind.TEXT,
            _IDENTITY,
            say("Untuk penjangkauan, bila ia setuju."),
            owed=_LATER,
        ),
    ),
    many=True,
    at_least=1,
)

REPORTED_PARTY = Group(
    "reported_parties",
    say("Terlapor"),
    (
        Field(
            "name",
            say("Nama atau panggilan"),
            Kind.TEXT,
            _IDENTITY,
            say("Untuk keselamatan, dan agar petugas yang berkerabat tidak ditugaskan."),
            longest=200,
        ),
        Field(
            "age_years",
            say("Usia (tahun)"),
            Kind.NUMBER,
            _CODED,
            say("Di bawah 18 tahun ia juga anak yang dilindungi."),
            lowest=0,
            highest=120,
        ),
        Field("sex", say("Jenis kelamin"), Kind.CODE, _CODED, codes=codes.SEXES),
        Group(
            "relations",
            say("Hubungan dengan tiap orang yang didampingi"),
            (
                Field(
                    "victim",
                    say("Orang yang didampingi, urutan ke-"),
                    Kind.NUMBER,
                    _CODED,
                    lowest=0,
                    highest=49,
                    required=True,
                ),
                Field(
                    "relation",
                    say("Hubungan"),
                    Kind.CODE,
                    _CODED,
                    codes=codes.RELATIONS,
                    required=True,
                    simfoni="hubungan_pelaku",
                ),
            ),
            many=True,
        ),
    ),
    many=True,
)

REPORTER = Group(
    "reporter",
    say("Pelapor"),
    (
        Field(
            "capacity",
            say("Yang melapor"),
            Kind.CODE,
            _CODED,
            say("Menentukan kewajiban kita menurut undang-undang."),
            codes=codes.CAPACITIES,
            required=True,
        ),
        Field(
            "name",
            say("Nama pelapor"),
            Kind.TEXT,
            _IDENTITY,
            say("Boleh tanpa nama."),
            say("Kosongkan bila pelapor ingin tanpa nama."),
            longest=200,
        ),
        Field(
            "phone",
            say("Nomor pelapor"),
            Kind.PHONE,
            _IDENTITY,
            say("Bila perlu bertanya kembali."),
            longest=40,
        ),
    ),
)

INCIDENT = Group(
    "incident",
    say("Yang terjadi"),
    (
        Field(
            "narrative",
            say("Apa yang terjadi, dengan kata-katanya"),
            Kind.LONG_TEXT,
            purpose=say("Agar ia tidak perlu bercerita ulang."),
            hint=say("Beberapa kata cukup, atau kosongkan."),
            owed=_FIRST,
            simfoni="kronologi",
        ),
        Field(
            "region_code",
            say("Di mana"),
            Kind.PLACE,
            _CODED,
            say("Menentukan siapa yang melanjutkan, bukan siapa yang menolong sekarang."),
            owed=_FIRST,
            simfoni="tempat",
        ),
        Field(
            "occurred_at",
            say("Kapan terjadi"),
            Kind.MOMENT,
            _CODED,
            say("Layanan kesehatan paling menolong dalam 72 jam."),
            say("Bila jamnya tidak diketahui, tulis 00.00."),
        ),
        Field(
            "may_include_penetration",
            say("Mungkin ada persetubuhan atau kontak dengan cairan tubuh?"),
            Kind.YES_NO,
            _CODED,
            say("Bila ya, layanan kesehatan didahulukan."),
            say("Jangan minta menceritakan ulang; cukup ya, tidak, atau belum tahu."),
        ),
        Field(
            "forms",
            say("Bentuk kekerasan"),
            Kind.CODES,
            _CODED,
            say("Menentukan jenis kasus."),
            codes=codes.FORMS,
            simfoni="bentuk_kekerasan",
        ),
        Field(
            "domestic",
            say("Dalam rumah tangga?"),
            Kind.YES_NO,
            _CODED,
            say("Undang-undang KDRT memberi perlindungan tambahan."),
            simfoni="kdrt",
        ),
        Field(
            "place_kind",
            say("Jenis tempat"),
            Kind.CODE,
            _CODED,
            say("Untuk pencatatan nasional."),
            codes=codes.PLACE_KINDS,
            simfoni="tempat_kejadian",
        ),
        Field(
            "tpks_kinds",
            say("Jenis kekerasan seksual"),
            Kind.CODES,
            _CODED,
            say("Menentukan hak dan tenggat menurut UU 12/2022."),
            codes=codes.TPKS_KINDS,
        ),
        Field(
            "ampk",
            say("Kategori AMPK"),
            Kind.CODES,
            _CODED,
            say("Menentukan perlindungan khusus anak."),
            codes=codes.AMPK,
        ),
    ),
)

RISK_SIGNS = Field(
    "risk_signs",
    say("Tanda bahaya"),
    Kind.ANSWERS,
    _CODED,
    say("Menentukan secepat apa kita harus datang."),
    say("Yang belum ditanya biarkan kosong: belum tahu tidak pernah berarti rendah."),
    codes.SIGNS,
)

TRAFFICKING = Group(
    "trafficking",
    say("Dugaan perdagangan orang"),
    (
        Field(
            "acts",
            say("Perbuatan"),
            Kind.CODES,
            _CODED,
            say("Untuk menduga perdagangan orang; putusan bukan di sini."),
            codes=codes.TRAFFICKING_ACTS,
        ),
        Field("means", say("Cara"), Kind.CODES, _CODED, codes=codes.TRAFFICKING_MEANS),
        Field("purposes", say("Tujuan"), Kind.CODES, _CODED, codes=codes.TRAFFICKING_PURPOSES),
    ),
)

COMPLAINT = Group(
    "complaint",
    say("Lembar pengaduan"),
    (
        Field(
            "channel",
            say("Laporan datang lewat"),
            Kind.CODE,
            _CODED,
            say("Menentukan dari mana waktu berjalan."),
            codes=codes.CHANNELS,
            owed=_FIRST,
            required=True,
        ),
        Field(
            "received_at",
            say("Laporan diterima"),
            Kind.MOMENT,
            _CODED,
            say("Semua tenggat dihitung dari saat ini."),
            say("Laporan di kertas: tulis waktu sebenarnya laporan itu diterima."),
            owed=_FIRST,
            required=True,
            past_only=True,
        ),
        Field(
            "safe_now",
            say("Aman sekarang?"),
            Kind.CODE,
            _CODED,
            say("Bila tidak aman, kita bergerak sekarang juga."),
            codes=codes.SAFETIES,
            owed=_FIRST,
        ),
        VICTIM,
        INCIDENT,
        RISK_SIGNS,
        REPORTER,
        REPORTED_PARTY,
        TRAFFICKING,
    ),
)
"""The whole sheet; its version rises when a question changes its meaning."""

COMPLAINT_VERSION = 1
