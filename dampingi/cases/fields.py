"""What the sheets of a case ask, declared once."""

from dampingi.kernel import codes
from dampingi.kernel.codes import CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say

_CODED = Privacy.CODED

CONSENT_FORMS = CodeList(
    "consent_form",
    say("Bentuk persetujuan"),
    {
        "spoken": say("Lisan"),
        "signed": say("Tanda tangan"),
        "thumbprint": say("Cap jempol"),
        "photo": say("Foto kertas"),
    },
    "Dampingi (H-07)",
)

FIRST_CONTACT = Group(
    "first_contact",
    say("Kontak pertama"),
    (
        Field(
            "at",
            say("Kapan"),
            Kind.MOMENT,
            _CODED,
            say("Menunjukkan bahwa kita datang tepat waktu."),
            required=True,
            past_only=True,
        ),
        Group(
            "agreed",
            say("Sesudah penjelasan singkat, ia setuju"),
            (
                Field("help", say("didampingi"), Kind.YES_NO, _CODED),
                Field("record", say("dicatat"), Kind.YES_NO, _CODED),
                Field("contact", say("dihubungi"), Kind.YES_NO, _CODED),
            ),
        ),
        Field(
            "consent_form",
            say("Bentuk persetujuan"),
            Kind.CODE,
            _CODED,
            say("Semuanya sama nilainya; tidak satu pun menjadi syarat bantuan."),
            codes=CONSENT_FORMS,
        ),
        Field("heard_by", say("Siapa yang mendengar persetujuan lisan"), Kind.TEXT, longest=200),
        Field("safe_now", say("Aman sekarang?"), Kind.CODE, _CODED, codes=codes.SAFETIES),
        Field(
            "safety",
            say("Keselamatan segera"),
            Kind.LONG_TEXT,
            purpose=say("Apa yang disepakati agar ia aman malam ini."),
        ),
        Field(
            "support",
            say("Dukungan psikologis awal yang diberikan"),
            Kind.CODES,
            _CODED,
            codes=codes.SUPPORTS,
        ),
        Field("needs", say("Yang ia butuhkan, dengan kata-katanya"), Kind.LONG_TEXT),
        Field("hopes", say("Yang ia harapkan, dengan kata-katanya"), Kind.LONG_TEXT),
    ),
)

ASSIGN = Group(
    "assign",
    say("Penugasan"),
    (
        Field("staff", say("Alamat masuk petugas"), Kind.TEXT, _CODED, required=True, longest=254),
        Field("override_reason", say("Alasan bila belum siap"), Kind.TEXT, longest=2_000),
    ),
)
