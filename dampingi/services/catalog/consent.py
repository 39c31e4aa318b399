"""The sheet of her agreement (*lembar persetujuan*), and those of referral and transfer, declared once."""

from dampingi.cases.fields import BASES, CONSENT_FORMS
from dampingi.cases.rules import Basis
from dampingi.kernel import codes
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say
from dampingi.services.rules.consent import ASSENTS, CAPACITIES, PURPOSES, SPEAKERS
from dampingi.services.rules.referral import ANSWERS
from dampingi.services.rules.sharing import LEGAL_GROUNDS, PARTS, Part

_CODED = Privacy.CODED
PACKET_PARTS = codes.CodeList(
    "packet_part",
    say("Yang dibagikan"),
    {part: words for part, words in PARTS.words.items() if part != Part.WHOLE},
    PARTS.source,
)
# Danger shares the least that is needed at once; alone it never moves a whole case (H-03, H-05).
TRANSFER_BASES = codes.CodeList(
    "transfer_basis",
    say("Dasar pelimpahan"),
    {basis: words for basis, words in BASES.words.items() if basis != Basis.DANGER},
    BASES.source,
)

CONSENT = Group(
    "consent",
    say("Lembar persetujuan"),
    (
        Field("when", say("Kapan"), Kind.MOMENT, _CODED, required=True, past_only=True),
        Field("purposes", say("Yang ditanyakan"), Kind.CODES, _CODED, codes=PURPOSES),
        Field("recipient", say("Kepada siapa, bila dibagikan"), Kind.TEXT, _CODED, longest=40),
        Field(
            "parts",
            say("Bagian yang boleh dibagikan"),
            Kind.CODES,
            _CODED,
            hint=say("Tanyakan satu per satu. Yang tidak dicentang tidak pernah terbaca."),
            codes=PARTS,
        ),
        Field("given", say("Ia setuju?"), Kind.YES_NO, _CODED),
        Field(
            "reason",
            say("Bila menolak: alasannya, dengan kata-katanya"),
            Kind.LONG_TEXT,
            hint=say("Boleh dikosongkan. Menolak tidak mengurangi bantuan apa pun."),
        ),
        Field("until", say("Berlaku sampai"), Kind.DATE, _CODED, hint=say("Kosong berarti enam bulan untuk berbagi.")),
        Group(
            "how",
            say("Cara ia menjawab"),
            (
                Field("explained", say("Sudah dijelaskan dengan kata-kata yang ia mengerti?"), Kind.YES_NO, _CODED),
                Field(
                    "form",
                    say("Bentuk jawaban"),
                    Kind.CODE,
                    _CODED,
                    hint=say("Semuanya sama nilainya; tidak satu pun menjadi syarat bantuan."),
                    codes=CONSENT_FORMS,
                ),
                Field("heard_by", say("Siapa yang mendengar jawaban lisan"), Kind.TEXT, longest=200),
                Field("language", say("Bahasa yang dipakai"), Kind.CODE, _CODED, codes=codes.LANGUAGES),
                Field("interpreter", say("Didampingi juru bahasa?"), Kind.YES_NO, _CODED),
                Field("capacity", say("Kemampuannya memutuskan saat ini"), Kind.CODE, _CODED, codes=CAPACITIES),
            ),
        ),
        Group(
            "adult",
            say("Bila anak, atau bila orang lain yang menyetujui"),
            (
                Field("speaker", say("Yang memberi persetujuan"), Kind.CODE, _CODED, codes=SPEAKERS),
                Field("assent", say("Jawaban anak sendiri"), Kind.CODE, _CODED, codes=ASSENTS),
                Field("guardian", say("Walinya, bila orang dalam kasus ini"), Kind.TEXT, _CODED, longest=20),
                Field("guardian_words", say("Atau siapa walinya, dengan kata-kata"), Kind.TEXT, longest=200),
                Field("other_person", say("Bila namanya mirip terlapor: sudah dipastikan orang lain?"), Kind.YES_NO, _CODED),
            ),
        ),
        Group(
            "more",
            say("Dihubungi, dan statistik bersama"),
            (
                Field("contact_way", say("Cara menghubungi yang aman"), Kind.CODE, _CODED, codes=codes.CONTACT_WAYS),
                Field("contact_number", say("Nomor yang aman"), Kind.PHONE, Privacy.IDENTITY, longest=40),
                Field("contact_note", say("Jam yang aman, siapa lagi yang memegang ponselnya"), Kind.TEXT, Privacy.IDENTITY),
                Field("agreement", say("Perjanjian berbagi data untuk statistik"), Kind.TEXT, longest=200),
            ),
        ),
    ),
)

REFERRAL = Group(
    "referral",
    say("Rujukan"),
    (
        Field("recipient", say("Kepada siapa"), Kind.TEXT, _CODED, longest=40),
        Field("service", say("Layanan yang diminta"), Kind.CODE, _CODED, codes=codes.SERVICES),
        Field("request", say("Yang diminta, dengan kata-kata Anda"), Kind.LONG_TEXT, hint=say("Tujuan rujukan membaca ini.")),
        Field("parts", say("Yang dibagikan"), Kind.CODES, _CODED, hint=say("Seperlunya saja."), codes=PACKET_PARTS),
        Field("basis", say("Berbagi berdasarkan"), Kind.CODE, _CODED, codes=BASES),
        Field("due_on", say("Minta jawaban paling lambat"), Kind.DATE, _CODED),
        Group(
            "law",
            say("Bila berdasarkan hukum"),
            (
                Field("ground", say("Dasar hukum"), Kind.CODE, _CODED, codes=LEGAL_GROUNDS),
                Field("citation", say("Nomor dan tanggal perintah, siapa yang memerintahkan"), Kind.TEXT, longest=300),
            ),
        ),
        Group(
            "more",
            say("Yang lain"),
            (
                Field(
                    "place_needed",
                    say("Sekolah atau tempat tinggalnya perlu diketahui untuk layanan ini?"),
                    Kind.YES_NO,
                    _CODED,
                    hint=say("Untuk anak, sekolah dan desa tidak dibagikan kecuali memang perlu."),
                ),
                Field("by_phone", say("Dirujuk lewat telepon?"), Kind.YES_NO, _CODED),
                Field("spoken_with", say("Siapa yang dihubungi lewat telepon"), Kind.TEXT, longest=200),
                Field("anyway", say("Alasan tetap merujuk, bila sudah ada rujukan lain"), Kind.TEXT, longest=300),
            ),
        ),
    ),
)

ANSWER = Group(
    "answer",
    say("Jawaban atas rujukan"),
    (
        Field("answer", say("Jawaban"), Kind.CODE, _CODED, codes=ANSWERS, required=True),
        Field("words", say("Hasilnya, atau alasannya"), Kind.LONG_TEXT, hint=say("Tulis seperlunya; nama tidak perlu diulang.")),
    ),
)

TRANSFER = Group(
    "transfer",
    say("Pelimpahan"),
    (
        Field("to_unit", say("Unit penerima"), Kind.TEXT, _CODED, longest=8),
        Field("note", say("Catatan serah terima"), Kind.LONG_TEXT, hint=say("Yang harus diketahui unit penerima pada hari pertama.")),
        Field("basis", say("Dasar"), Kind.CODE, _CODED, codes=TRANSFER_BASES),
        Field("due_on", say("Minta jawaban paling lambat"), Kind.DATE, _CODED),
    ),
)
