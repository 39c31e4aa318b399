"""Letters to those who pursue the law: what each is for, and what of her identity it needs (domain §8).

The companion tells the officer everything else in person. A letter passes through many hands: it has
no school, no village and no number unless its purpose would fail without.
"""

from collections.abc import Mapping

from dampingi.kernel.codes import CaseKind, CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import Words, say
from dampingi.services.rules.documents import Detail, Purpose

_WHO = frozenset({Detail.NAME, Detail.SEX, Detail.AGE})

PURPOSES: Mapping[str, Purpose] = {
    one.code: one
    for one in (
        Purpose(
            "police-report",
            say("Pendampingan korban membuat laporan polisi"),
            say("Bersama surat ini kami mendampingi korban berikut untuk membuat laporan polisi."),
            needs=_WHO,
            why=say("Petugas kepolisian perlu tahu siapa yang datang bersama pendamping ini."),
        ),
        Purpose(
            "questioning",
            say("Pendampingan korban dalam pemeriksaan"),
            say("Bersama surat ini kami mendampingi korban berikut dalam pemeriksaan."),
            needs=_WHO,
            why=say("Penyidik perlu tahu korban mana yang didampingi dalam pemeriksaan ini."),
        ),
        Purpose(
            "visum",
            say("Permohonan permintaan visum et repertum"),
            say("Kami memohon agar penyidik meminta visum et repertum bagi korban berikut, yang kami dampingi."),
            needs=_WHO,
            why=say("Permintaan visum ditulis atas nama orang yang diperiksa."),
        ),
        Purpose(
            "protection",
            say("Permohonan perlindungan sementara"),
            say("Kami memohon perlindungan sementara bagi korban berikut, yang kami dampingi."),
            needs=_WHO | {Detail.ADDRESS, Detail.VILLAGE},
            why=say("Perlindungan diberikan di tempat ia tinggal, maka polisi perlu tahu tempatnya."),
            only_for=frozenset({CaseKind.DOMESTIC_VIOLENCE}),
        ),
        Purpose(
            "progress",
            say("Permohonan keterangan perkembangan perkara"),
            say("Kami memohon keterangan perkembangan perkara korban yang kami dampingi, dengan kode kasus di bawah ini."),
        ),
    )
}
PURPOSE_WORDS = CodeList(
    "letter_purpose",
    say("Untuk apa surat ini"),
    {code: one.title for code, one in PURPOSES.items()},
    "Permen PPPA 2/2022; UU 12/2022 art. 26",
)
ASKED = CodeList(
    "letter_asked",
    say("Yang dimohon untuknya"),
    {
        "no_repeat": say("Tidak diminta mengulang cerita yang sudah diceritakan"),
        "beside_her": say("Pendamping berada di sampingnya selama pemeriksaan"),
        "special_room": say("Diperiksa di ruang khusus, terpisah dari terlapor"),
        "female_officer": say("Diperiksa oleh petugas perempuan"),
        "interpreter": say("Disediakan juru bahasa"),
        "disability": say("Disediakan akomodasi bagi penyandang disabilitas"),
        "rest": say("Diberi waktu istirahat bila ia memintanya"),
    },
    "Dampingi",
    to_confirm=True,
)
HER_NAME = say("Nama korban")
# Why nobody may pass her identity on, by the kind of case (domain §8).
SECRECY: Mapping[CaseKind, Words] = {
    CaseKind.SEXUAL_VIOLENCE: say("Identitasnya dan keluarganya dirahasiakan (UU 12/2022 Pasal 69 dan 71)."),
    CaseKind.TRAFFICKING_SUSPECTED: say("Identitasnya dirahasiakan (UU 21/2007 Pasal 44)."),
}
CHILD_SECRECY = say(
    "Identitas anak, termasuk nama, orang tua, alamat, dan wajahnya, wajib dirahasiakan (UU 11/2012 Pasal 19 dan 97)."
)
REPORTED_CHILD = say(
    "Yang dilaporkan adalah anak: identitasnya juga dirahasiakan (UU 11/2012 Pasal 19)."
)

LETTER = Group(
    "letter",
    say("Surat"),
    (
        Field("purpose", PURPOSE_WORDS.title, Kind.CODE, Privacy.CODED, codes=PURPOSE_WORDS, required=True),
        Field("to", say("Kepada"), Kind.TEXT, required=True, longest=200, hint=say("Misalnya: Kepala Unit PPA Polresta")),
        Field("number", say("Nomor surat"), Kind.TEXT, longest=80, hint=say("Kosongkan bila ditulis tangan.")),
        Field("meeting_at", say("Kapan didampingi"), Kind.MOMENT, Privacy.CODED),
        Field("asked", ASKED.title, Kind.CODES, Privacy.CODED, codes=ASKED),
        Field(
            "more",
            say("Tambahan"),
            Kind.LONG_TEXT,
            hint=say("Nama, sekolah, dan desa disamarkan bila tujuan surat tidak memerlukannya."),
            longest=4_000,
        ),
    ),
)
# Sheets that are printed under another name, or are signed by more than whoever wrote them.
MINUTES_OF = "case-meeting"
PRINTED_AS: Mapping[str, Words] = {MINUTES_OF: say("Notulen pembahasan kasus (gelar kasus)")}
SIGNED: Mapping[str, tuple[Words, ...]] = {MINUTES_OF: (say("Pemimpin pembahasan"), say("Penulis notulen"))}
