"""The legal track beside the service track: each sheet is a step, each step starts the clocks it starts.

The police report itself stands on its own page (H-09); here is what follows it. Other people's
clocks are chased with a log of contacts.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dampingi.kernel.codes import Channel, CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import Words, say
from dampingi.protocols.catalog.examples import CALM, DOMESTIC, MONDAY, SEXUAL, hours, when
from dampingi.protocols.rules import Deed
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab

_CODED = Privacy.CODED
# Extension is asked, and release prepared, at the latest a week before (UU 12/2022 art. 45, UU 23/2004 art. 32).
BEFORE_IT_ENDS = timedelta(days=7)


def _codes(code: str, title: str, words: Mapping[str, Words], source: str) -> CodeList:
    return CodeList(code, say(title), words, source)


def _reported(facts: SheetFacts) -> bool:
    """Tell whether the police know: reported, or it was they who asked."""
    return facts.facts.has(Deed.POLICE_REPORT) or facts.facts.channel == Channel.POLICE_REQUEST


def _a_week_before(ends_at: datetime | None) -> datetime | None:
    return ends_at - BEFORE_IT_ENDS if ends_at else None


REPORTED = SheetFacts(when(CALM, (Deed.POLICE_REPORT, 0)))
UNREPORTED = SheetFacts(CALM)

POLICE = SheetKind(
    code="law-police",
    title=say("Nomor laporan polisi dan kesatuannya"),
    tab=Tab.LAW,
    form="2026-11",
    source="Perpres 55/2024 Pasal 5 (2); UU 12/2022 Pasal 41 (4)",
    purpose=say("Laporannya sendiri dicatat di halaman laporan polisi; di sini nomor dan siapa yang menangani."),
    sheet=Group(
        "law_police",
        say("Laporan polisi"),
        (
            WHEN,
            Field("number", say("Nomor laporan atau tanda terima"), Kind.TEXT, required=True, longest=120),
            Field("station", say("Kesatuan, misalnya Unit PPA Polres"), Kind.TEXT, longest=200),
            Field("officer", say("Penyidik dan nomor dinasnya"), Kind.TEXT, longest=200),
            Field("copy_held", say("Salinannya sudah ia pegang?"), Kind.YES_NO, _CODED),
            Field("special_room", say("Ia diterima di ruang khusus yang aman dan rahasia?"), Kind.YES_NO, _CODED),
        ),
    ),
    appears=_reported,
    deeds=lambda values: (Recorded(Deed.POLICE_NUMBER, values.get("when")),),
    examples=(
        SheetExample(
            say("Nomornya diketahui."), REPORTED, {"when": MONDAY, "number": "LP/1"}, deeds=(Deed.POLICE_NUMBER,)
        ),
        SheetExample(say("Belum dilaporkan: lembarnya tidak muncul."), UNREPORTED, {}, deeds=(Deed.POLICE_NUMBER,), appears=False),
    ),
)

PROTECTIONS = _codes(
    "law_protection",
    "Langkah perlindungan",
    {
        "explained": say("Permohonan perlindungan dijelaskan dan ditawarkan"),
        "temporary": say("Polisi memberi perlindungan sementara"),
        "applied": say("Perlindungan dimohonkan ke pengadilan"),
        "ordered": say("Pengadilan mengeluarkan perintah perlindungan, atau memperpanjangnya"),
        "restricted": say("Hakim membatasi gerak tersangka, atau memperpanjangnya (Pasal 45)"),
        "extension_asked": say("Perpanjangan dimohonkan"),
        "breached": say("Perintah dilanggar"),
        "detained": say("Pelanggarnya ditahan"),
        "ended": say("Perlindungan berakhir"),
        "lpsk_requested": say("Perlindungan LPSK dimohonkan"),
        "lpsk_decided": say("LPSK memutuskan"),
    },
    "UU 23/2004, UU 12/2022, UU 13/2006",
)
_PROTECTED: Mapping[str, Deed] = {
    "explained": Deed.PROTECTION_EXPLAINED,
    "temporary": Deed.PROTECTION_GIVEN,
    "applied": Deed.COURT_APPLICATION,
    "ordered": Deed.COURT_ORDER,
    "restricted": Deed.RESTRICTION_ORDERED,
    "extension_asked": Deed.EXTENSION_ASKED,
    "breached": Deed.ORDER_BREACHED,
    "detained": Deed.BREACH_DETAINED,
    "ended": Deed.PROTECTION_ENDED,
    "lpsk_requested": Deed.LPSK_REQUESTED,
    "lpsk_decided": Deed.LPSK_DECIDED,
}
_OWN_DUTY = frozenset({"breached", "detained"})
_UNTIL_A_DAY = frozenset({"ordered", "restricted"})


def _protection_deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    step = str(values.get("step", ""))
    due = _a_week_before(values.get("valid_until")) if step in _UNTIL_A_DAY else None
    about = About.ITSELF if step in _OWN_DUTY else About.CASE
    return (Recorded(_PROTECTED[step], values.get("when"), due, about),)


def _protection_obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    began, ends = values.get("when"), values.get("valid_until")
    if began and ends and ends <= began:
        return (
            Obstacle(
                "ends-before-it-begins",
                say("Perlindungan ini berakhir sebelum dimulai."),
                say("Periksa kedua tanggalnya."),
            ),
        )
    return ()


PROTECTION = SheetKind(
    code="law-protection",
    title=say("Perlindungan: polisi, pengadilan, LPSK"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 23/2004 Pasal 15–38; UU 12/2022 Pasal 42–45",
    purpose=say("Permohonan boleh lisan: panitera yang mencatat. Perpanjangan dimohonkan paling lambat 7 hari sebelumnya."),
    says="step",
    sheet=Group(
        "law_protection",
        say("Perlindungan"),
        (
            WHEN,
            Field("step", say("Langkah"), Kind.CODE, _CODED, codes=PROTECTIONS, required=True),
            Field("oral", say("Dimohonkan secara lisan?"), Kind.YES_NO, _CODED),
            Field(
                "valid_until",
                say("Berlaku sampai"),
                Kind.MOMENT,
                _CODED,
                hint=say("Untuk perintah atau pembatasan: tugas perpanjangan jatuh 7 hari sebelumnya."),
            ),
            Field("number", say("Nomor penetapan atau surat"), Kind.TEXT, longest=120),
            Field("conditions", say("Apa yang dilarang, dan apa yang ia perlu tahu"), Kind.LONG_TEXT),
        ),
    ),
    obstacles=_protection_obstacles,
    deeds=_protection_deeds,
    examples=(
        SheetExample(
            say("Perintah pengadilan setahun."),
            SheetFacts(DOMESTIC),
            {"when": MONDAY, "step": "ordered", "valid_until": hours(24 * 365)},
            deeds=(Deed.COURT_ORDER,),
        ),
        SheetExample(
            say("Tanggal tertukar."),
            SheetFacts(DOMESTIC),
            {"when": MONDAY, "step": "ordered", "valid_until": hours(-1)},
            obstacles=("ends-before-it-begins",),
        ),
        SheetExample(
            say("Perintah dilanggar: keselamatannya diatur sekarang."),
            SheetFacts(DOMESTIC),
            {"when": MONDAY, "step": "breached"},
            deeds=(Deed.ORDER_BREACHED,),
        ),
        SheetExample(
            say("LPSK dimohonkan."), SheetFacts(SEXUAL), {"when": MONDAY, "step": "lpsk_requested"}, deeds=(Deed.LPSK_REQUESTED,)
        ),
    ),
)

PROSECUTIONS = _codes(
    "law_prosecution",
    "Langkah penyidikan dan penuntutan",
    {
        "sent": say("Berkas dikirim ke jaksa"),
        "p19": say("Berkas dikembalikan jaksa (P19)"),
        "p21": say("Berkas lengkap (P21)"),
        "handed": say("Tersangka dan barang bukti diserahkan ke jaksa"),
        "stopped": say("Penyidikan atau penuntutan dihentikan"),
        "verdict_sent": say("Jaksa mengirim salinan putusan"),
    },
    "UU 20/2025",
)
_PROSECUTED: Mapping[str, Deed] = {
    "sent": Deed.FILE_SENT,
    "p19": Deed.FILE_RETURNED,
    "p21": Deed.FILE_COMPLETE,
    "handed": Deed.HANDED_TO_PROSECUTOR,
    "stopped": Deed.INVESTIGATION_STOPPED,
    "verdict_sent": Deed.VERDICT_SENT,
}
_NEXT_ON = Field(
    "next_on",
    say("Tanyakan lagi pada"),
    Kind.MOMENT,
    _CODED,
    hint=say("Menjadi tugas dengan tanggal ini."),
)


def _ask_again(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    due = values.get("next_on")
    return (Recorded(Deed.ASK_AGAIN, values.get("when"), due, About.ITSELF),) if due else ()


PROSECUTOR = SheetKind(
    code="law-prosecutor",
    title=say("Penyidikan dan jaksa"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 20/2025 (KUHAP)",
    says="step",
    sheet=Group(
        "law_prosecutor",
        say("Penyidikan dan jaksa"),
        (
            WHEN,
            Field("step", say("Langkah"), Kind.CODE, _CODED, codes=PROSECUTIONS, required=True),
            Field("number", say("Nomor surat"), Kind.TEXT, longest=120),
            Field("reason", say("Alasannya, dan apa yang masih kurang"), Kind.LONG_TEXT),
            _NEXT_ON,
        ),
    ),
    appears=_reported,
    deeds=lambda values: (
        Recorded(_PROSECUTED[str(values.get("step"))], values.get("when")),
        *_ask_again(values),
    ),
    examples=(
        SheetExample(
            say("P19: ditanyakan lagi sepekan kemudian."),
            REPORTED,
            {"when": MONDAY, "step": "p19", "next_on": hours(7 * 24)},
            deeds=(Deed.FILE_RETURNED, Deed.ASK_AGAIN),
        ),
        SheetExample(say("P21."), REPORTED, {"when": MONDAY, "step": "p21"}, deeds=(Deed.FILE_COMPLETE,)),
    ),
)

AGENDAS = _codes(
    "law_agenda",
    "Agenda sidang",
    {
        "first": say("Sidang pertama"),
        "her_testimony": say("Ia memberi keterangan"),
        "testimony": say("Keterangan saksi atau ahli"),
        "demand": say("Tuntutan jaksa"),
        "verdict": say("Putusan"),
        "other": say("Lainnya"),
    },
    "Dampingi",
)
PREPARATIONS = _codes(
    "law_preparation",
    "Yang disiapkan",
    {
        "explained": say("Jalannya sidang dijelaskan kepadanya"),
        "waiting": say("Ruang tunggu terpisah"),
        "closed": say("Sidang tertutup atau tanpa kehadiran terdakwa"),
        "remote": say("Keterangan jarak jauh"),
        "interpreter": say("Juru bahasa"),
        "costs": say("Transportasi, makan, dan penginapan tanpa biaya darinya"),
        "way_home": say("Jalan pulang yang aman"),
    },
    "UU 12/2022 Pasal 70",
)
HEARING = SheetKind(
    code="law-hearing",
    title=say("Jadwal sidang"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 12/2022 Pasal 70; Perpres 55/2024 Pasal 5 (2)",
    sheet=Group(
        "law_hearing",
        say("Sidang"),
        (
            WHEN,
            Field("hearing_at", say("Sidang pada"), Kind.MOMENT, _CODED, required=True),
            Field("agenda", say("Agenda"), Kind.CODE, _CODED, codes=AGENDAS),
            Field("court", say("Pengadilan dan ruang"), Kind.TEXT, longest=200),
            Field("prepared", say("Yang disiapkan"), Kind.CODES, _CODED, codes=PREPARATIONS),
            Field("notes", say("Yang ia perlukan"), Kind.LONG_TEXT),
        ),
    ),
    appears=_reported,
    deeds=lambda values: (
        Recorded(Deed.HEARING_SET, values.get("when"), values.get("hearing_at"), About.ITSELF),
    ),
    examples=(
        SheetExample(
            say("Sidang lima hari lagi."),
            REPORTED,
            {"when": MONDAY, "hearing_at": hours(5 * 24)},
            deeds=(Deed.HEARING_SET,),
        ),
    ),
)
HELD = _codes(
    "law_held",
    "Sidangnya",
    {"held": say("Dijalani"), "adjourned": say("Ditunda"), "absent": say("Ia tidak hadir, atas pilihannya")},
    "Dampingi",
)
HEARD = SheetKind(
    code="law-heard",
    title=say("Sidang yang sudah lewat"),
    tab=Tab.LAW,
    form="2026-11",
    source="Perpres 55/2024 Pasal 5 (2)",
    purpose=say("Bila ditunda: tulis jadwal sidang yang baru sesudah ini."),
    for_thing=True,
    says="outcome",
    sheet=Group(
        "law_heard",
        say("Sidang"),
        (
            WHEN,
            Field("outcome", say("Sidangnya"), Kind.CODE, _CODED, codes=HELD, required=True),
            Field("accompanied", say("Ia didampingi?"), Kind.YES_NO, _CODED),
            Field("respected", say("Hak dan martabatnya dihormati di ruang sidang?"), Kind.YES_NO, _CODED),
            Field("notes", say("Yang terjadi, dan yang perlu ditindaklanjuti"), Kind.LONG_TEXT),
        ),
    ),
    deeds=lambda values: (Recorded(Deed.HEARING_HELD, values.get("when"), about=About.THING),),
    examples=(
        SheetExample(say("Ditunda."), REPORTED, {"when": MONDAY, "outcome": "adjourned"}, deeds=(Deed.HEARING_HELD,)),
    ),
)

VERDICTS = _codes(
    "law_verdict",
    "Putusan",
    {"guilty": say("Terbukti bersalah"), "acquitted": say("Bebas"), "released": say("Lepas dari tuntutan")},
    "UU 20/2025",
)


def _verdict_deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    found = [Recorded(Deed.VERDICT, values.get("when"))]
    if copied := values.get("copy_at"):
        found.append(Recorded(Deed.VERDICT_COPY, copied))
    if final := values.get("final_at"):
        found.append(Recorded(Deed.VERDICT_FINAL, final))
    if ends := values.get("ends_at"):
        found.append(Recorded(Deed.CUSTODY_ENDS, values.get("when"), _a_week_before(ends), About.ITSELF))
    return tuple(found)


VERDICT = SheetKind(
    code="law-verdict",
    title=say("Putusan"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 12/2022 Pasal 33; Perma 1/2022 Pasal 11–15; PP 7/2018 Pasal 32",
    purpose=say("Salinan putusan memulai jam restitusi; putusan tetap memulai 90 hari permohonan restitusi."),
    says="outcome",
    sheet=Group(
        "law_verdict",
        say("Putusan"),
        (
            WHEN,
            Field("outcome", say("Putusan"), Kind.CODE, _CODED, codes=VERDICTS, required=True),
            Field("number", say("Nomor putusan"), Kind.TEXT, longest=120),
            Field("copy_at", say("Salinannya diterima pada"), Kind.MOMENT, _CODED, past_only=True),
            Field("final_at", say("Diketahui tetap (inkrah) pada"), Kind.MOMENT, _CODED, past_only=True),
            Field("restitution", say("Restitusi ditetapkan dalam putusan?"), Kind.YES_NO, _CODED),
            Field(
                "ends_at",
                say("Pidananya berakhir pada, bila diketahui"),
                Kind.MOMENT,
                _CODED,
                hint=say("Ia diberi tahu sebelum hari itu."),
            ),
            Field("notes", say("Penjelasan untuknya, dan tanggapannya"), Kind.LONG_TEXT),
        ),
    ),
    appears=_reported,
    deeds=_verdict_deeds,
    examples=(
        SheetExample(
            say("Bersalah, salinannya sudah diterima, tetap sepekan kemudian."),
            REPORTED,
            {"when": MONDAY, "outcome": "guilty", "copy_at": hours(24), "final_at": hours(7 * 24)},
            deeds=(Deed.VERDICT, Deed.VERDICT_COPY, Deed.VERDICT_FINAL),
        ),
        SheetExample(
            say("Akhir pidananya diketahui."),
            REPORTED,
            {"when": MONDAY, "outcome": "guilty", "ends_at": hours(365 * 24)},
            deeds=(Deed.VERDICT, Deed.CUSTODY_ENDS),
        ),
    ),
)

RESTITUTIONS = _codes(
    "law_restitution",
    "Langkah restitusi",
    {
        "right_told": say("Hak restitusi diberitahukan kepadanya dan LPSK"),
        "asked": say("Restitusi dimohonkan"),
        "calculated": say("LPSK menghitung"),
        "granted": say("Pengadilan mengabulkan"),
        "paid": say("Dibayar"),
        "unpaid": say("Tidak dibayar, atau kurang"),
        "court_told": say("Pengadilan diberi tahu bahwa belum dibayar"),
        "dbk_asked": say("Dana Bantuan Korban dimohonkan"),
        "dbk_approved": say("LPSK menyetujui Dana Bantuan Korban"),
        "dbk_paid": say("Dana Bantuan Korban dibayar"),
    },
    "UU 12/2022 Pasal 31–38; PP 29/2025",
)
_RESTORED: Mapping[str, Deed] = {
    "right_told": Deed.RIGHTS_TOLD,
    "asked": Deed.RESTITUTION_ASKED,
    "calculated": Deed.RESTITUTION_CALCULATED,
    "granted": Deed.RESTITUTION_GRANTED,
    "paid": Deed.RESTITUTION_PAID,
    "unpaid": Deed.RESTITUTION_UNPAID,
    "court_told": Deed.COURT_TOLD_UNPAID,
    "dbk_asked": Deed.DBK_ASKED,
    "dbk_approved": Deed.DBK_APPROVED,
    "dbk_paid": Deed.DBK_PAID,
}
RESTITUTION = SheetKind(
    code="law-restitution",
    title=say("Restitusi dan Dana Bantuan Korban"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 12/2022 Pasal 31–38; UU 21/2007 Pasal 48–50; Perma 1/2022; PP 29/2025",
    purpose=say("LPSK membantu menghitung. Ia tidak pernah diminta membayar apa pun."),
    says="step",
    sheet=Group(
        "law_restitution",
        say("Restitusi"),
        (
            WHEN,
            Field("step", say("Langkah"), Kind.CODE, _CODED, codes=RESTITUTIONS, required=True),
            Field("amount", say("Jumlah (rupiah)"), Kind.NUMBER, highest=1_000_000_000_000),
            Field("number", say("Nomor surat"), Kind.TEXT, longest=120),
            Field("losses", say("Kerugian yang dihitung, dan bukti yang ada"), Kind.LONG_TEXT),
        ),
    ),
    appears=_reported,
    deeds=lambda values: (Recorded(_RESTORED[str(values.get("step"))], values.get("when")),),
    examples=(
        SheetExample(
            say("LPSK menghitung."), REPORTED, {"when": MONDAY, "step": "calculated"}, deeds=(Deed.RESTITUTION_CALCULATED,)
        ),
        SheetExample(say("Tidak dibayar."), REPORTED, {"when": MONDAY, "step": "unpaid"}, deeds=(Deed.RESTITUTION_UNPAID,)),
    ),
)

CUSTODIES = _codes(
    "law_custody",
    "Tahanan dan pidana",
    {
        "held": say("Ditahan atau dipidana, akhirnya diketahui"),
        "released": say("Sudah keluar"),
        "told": say("Ia sudah diberi tahu, dan keselamatannya diatur"),
    },
    "UU 12/2022 Pasal 70",
)


def _custody_deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    at = values.get("when")
    match values.get("step"):
        case "held":
            return (Recorded(Deed.CUSTODY_ENDS, at, _a_week_before(values.get("ends_at")), About.ITSELF),)
        case "released":
            return (Recorded(Deed.CONVICT_RELEASED, at, about=About.ITSELF),)
        case _:
            return (Recorded(Deed.RELEASE_TOLD, at, about=About.THING),)


CUSTODY = SheetKind(
    code="law-custody",
    title=say("Tahanan, pidana, dan keluarnya"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 12/2022 Pasal 70",
    purpose=say("Ia berhak tahu sebelum terlapor atau terpidana keluar."),
    says="step",
    sheet=Group(
        "law_custody",
        say("Tahanan dan pidana"),
        (
            WHEN,
            Field("step", say("Yang terjadi"), Kind.CODE, _CODED, codes=CUSTODIES, required=True),
            Field("ends_at", say("Keluar pada, bila diketahui"), Kind.MOMENT, _CODED),
            Field("notes", say("Yang disepakati bersama dia"), Kind.LONG_TEXT),
        ),
    ),
    appears=_reported,
    deeds=_custody_deeds,
    examples=(
        SheetExample(
            say("Keluar sebulan lagi: ia diberi tahu sepekan sebelumnya."),
            REPORTED,
            {"when": MONDAY, "step": "held", "ends_at": hours(30 * 24)},
            deeds=(Deed.CUSTODY_ENDS,),
        ),
        SheetExample(
            say("Sudah keluar: ia diberi tahu sekarang."),
            REPORTED,
            {"when": MONDAY, "step": "released"},
            deeds=(Deed.CONVICT_RELEASED,),
        ),
        SheetExample(say("Ia sudah tahu."), REPORTED, {"when": MONDAY, "step": "told"}, deeds=(Deed.RELEASE_TOLD,)),
    ),
)

AUTHORITIES = _codes(
    "law_authority",
    "Pihak",
    {
        "police": say("Polisi"),
        "prosecutor": say("Jaksa"),
        "court": say("Pengadilan"),
        "lpsk": say("LPSK"),
        "social": say("Dinas sosial atau pekerja sosial"),
        "bapas": say("Bapas"),
        "convict": say("Terpidana atau kuasanya"),
        "other": say("Pihak lain"),
    },
    "domain.md §2",
)
WAYS = _codes(
    "law_way",
    "Cara",
    {"visit": say("Datang"), "phone": say("Telepon"), "message": say("Pesan tanpa nama"), "letter": say("Surat")},
    "Dampingi",
)


def _contact_obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    if values and not values.get("answered") and not values.get("next_on"):
        return (
            Obstacle(
                "no-next-date",
                say("Belum dijawab, dan belum ada tanggal untuk menanyakan lagi."),
                say("Isi “Tanyakan lagi pada”."),
            ),
        )
    return ()


CONTACT = SheetKind(
    code="law-contact",
    title=say("Catatan kontak dengan pihak lain"),
    tab=Tab.LAW,
    form="2026-11",
    source="Perpres 55/2024 Pasal 5 (2)",
    purpose=say("Siapa yang ditanya, bagaimana, jawabannya, dan kapan ditanyakan lagi."),
    says="whom",
    sheet=Group(
        "law_contact",
        say("Kontak"),
        (
            WHEN,
            Field("whom", say("Pihak"), Kind.CODE, _CODED, codes=AUTHORITIES, required=True),
            Field("how", say("Cara"), Kind.CODE, _CODED, codes=WAYS, required=True),
            Field("person", say("Nama atau jabatan yang dihubungi"), Kind.TEXT, longest=200),
            Field("asked", say("Yang ditanyakan"), Kind.LONG_TEXT),
            Field("answered", say("Dijawab?"), Kind.YES_NO, _CODED),
            Field("answer", say("Jawabannya"), Kind.LONG_TEXT),
            _NEXT_ON,
        ),
    ),
    obstacles=_contact_obstacles,
    deeds=lambda values: (
        Recorded(Deed.AUTHORITY_ASKED, values.get("when"), about=About.THING),
        *_ask_again(values),
    ),
    examples=(
        SheetExample(
            say("Belum dijawab, ditanyakan lagi tiga hari kemudian."),
            UNREPORTED,
            {"when": MONDAY, "whom": "police", "how": "phone", "answered": False, "next_on": hours(72)},
            deeds=(Deed.AUTHORITY_ASKED, Deed.ASK_AGAIN),
        ),
        SheetExample(
            say("Sudah dijawab."),
            UNREPORTED,
            {"when": MONDAY, "whom": "court", "how": "letter", "answered": True},
            deeds=(Deed.AUTHORITY_ASKED,),
        ),
        SheetExample(
            say("Belum dijawab dan tanpa tanggal."),
            UNREPORTED,
            {"when": MONDAY, "whom": "lpsk", "how": "visit", "answered": False},
            obstacles=("no-next-date",),
        ),
    ),
)

SHEETS = (CONTACT, POLICE, PROTECTION, PROSECUTOR, HEARING, HEARD, VERDICT, RESTITUTION, CUSTODY)
