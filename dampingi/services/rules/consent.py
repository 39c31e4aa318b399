"""What she agreed to: what must be so before an answer is kept, and how long it stands (H-07, H-19). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dampingi.kernel.codes import CodeList
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import Words, say

TEXT_VERSION = "2026-11"
# Sharing without a day said ends after half a year: then she is asked again. To be confirmed.
SHARE_LASTS = timedelta(days=180)
SPOKEN = "spoken"


class Purpose(StrEnum):
    """What is asked; each by itself (domain §8)."""

    SERVICE = "service"
    RECORD = "record"
    SHARE = "share"
    INTERVIEW = "interview"
    CONTACT = "contact"
    ANONYMOUS = "anonymous"
    STATISTICS = "statistics"


PURPOSES = CodeList(
    "consent_purpose",
    say("Yang ditanyakan"),
    {
        Purpose.SERVICE: say("Didampingi"),
        Purpose.RECORD: say("Dicatat dan disimpan"),
        Purpose.SHARE: say("Dibagikan kepada satu lembaga"),
        Purpose.INTERVIEW: say("Wawancara direkam atau difoto"),
        Purpose.CONTACT: say("Dihubungi dengan cara dan jam yang aman"),
        Purpose.ANONYMOUS: say("Dipakai tanpa nama untuk laporan dan pelatihan"),
        Purpose.STATISTICS: say("Dihitung dalam statistik bersama"),
    },
    "Permen PPPA 2/2022; UU 27/2022; H-19",
    to_confirm=True,
)
CAPACITIES = CodeList(
    "decides",
    say("Kemampuannya memutuskan saat ini"),
    {
        "able": say("Mampu memutuskan sendiri"),
        "supported": say("Mampu dengan bantuan: waktu, bahasa, alat, orang yang dipercaya"),
        "not_now": say("Belum mampu saat ini"),
    },
    "UU 27/2022 art. 26",
    to_confirm=True,
)
ASSENTS = CodeList(
    "assent",
    say("Jawaban anak sendiri"),
    {"yes": say("Mau"), "no": say("Tidak mau"), "too_young": say("Terlalu kecil untuk ditanya")},
    "Dampingi",
)
SPEAKERS = CodeList(
    "speaker",
    say("Yang memberi persetujuan"),
    {
        "self": say("Ia sendiri"),
        "guardian": say("Orang tua atau wali"),
        "social_worker": say("Pekerja sosial"),
        "court": say("Pengadilan"),
        "social_office": say("Dinas sosial"),
    },
    "UU 27/2022 arts. 25–26; UU 12/2022 art. 27(2)",
    to_confirm=True,
)
# Read to her before she answers; the version is kept with each answer.
EXPLAINED: tuple[Words, ...] = (
    say("Kita menulis yang perlu saja, dan menyimpannya terkunci."),
    say("Anda memilih siapa yang boleh membaca, dan bagian yang mana."),
    say("Anda boleh menolak, menjeda, atau menarik kembali kapan saja. Pendampingan tetap berjalan."),
    say("Bila nyawa terancam atau undang-undang mewajibkan, sebagian dibagikan tanpa menunggu; Anda diberi tahu."),
)
# What goes beyond helping her is never taken from a child alone (UU 27/2022 art. 25).
NEEDS_AN_ADULT = frozenset({Purpose.SHARE, Purpose.INTERVIEW, Purpose.ANONYMOUS, Purpose.STATISTICS})
ALTERNATES = say("Minta persetujuan pekerja sosial, pengadilan, atau dinas sosial.")


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """What decides whether an answer may be kept."""

    purposes: frozenset[Purpose] = frozenset()
    given: bool | None = None
    explained: bool = False
    form: str = ""
    heard: bool = False
    capacity: str = ""
    speaker: str = "self"
    child: bool = False
    assent: str = ""
    guardian_named: bool = False
    guardian_is_reported: bool = False
    needs_interpreter: bool = False
    interpreter: bool = False
    recipient: bool = False
    recipient_closed: bool = False
    who_else: str = ""
    parts: bool = False
    agreement: bool = False
    contact_way: bool = False
    when: datetime | None = None
    until: datetime | None = None


def _asks_adult(f: ConsentFacts) -> bool:
    return bool(f.given) and f.child and bool(f.purposes & NEEDS_AN_ADULT)


_TABLE: tuple[tuple[str, Callable[[ConsentFacts], bool], Words, Words], ...] = (
    ("no-purpose", lambda f: not f.purposes, say("Belum dipilih apa yang ditanyakan."), say("Pilih satu atau lebih.")),
    ("no-answer", lambda f: f.given is None, say("Jawabannya belum dicatat."), say("Pilih ya atau tidak; keduanya jawaban.")),
    (
        "declines-help",
        lambda f: Purpose.SERVICE in f.purposes and f.given is False,
        say("Menolak didampingi mengakhiri pendampingan."),
        say("Catat itu di kontak pertama; di sini hanya yang lain."),
    ),
    (
        "not-explained",
        lambda f: not f.explained,
        say("Belum dijelaskan kepadanya."),
        say("Jelaskan dulu dengan kata-kata Anda, lalu tandai."),
    ),
    ("no-form", lambda f: not f.form, say("Bentuk jawabannya belum dicatat."), say("Lisan sama nilainya dengan tanda tangan.")),
    (
        "nobody-heard",
        lambda f: f.form == SPOKEN and not f.heard,
        say("Belum ditulis siapa yang mendengar jawaban lisannya."),
        say("Tulis siapa yang mendengar; boleh Anda sendiri."),
    ),
    (
        "no-capacity",
        lambda f: not f.capacity,
        say("Kemampuannya memutuskan belum dicatat."),
        say("Pilih satu; disabilitas tidak berarti tidak mampu."),
    ),
    (
        "not-now",
        lambda f: f.capacity == "not_now" and f.speaker == "self" and f.given is True,
        say("Ia belum mampu memutuskan saat ini."),
        say("Tunggu dan tanyakan lagi. Bila nyawanya terancam, pakai dasar bahaya langsung."),
    ),
    (
        "no-interpreter",
        lambda f: f.needs_interpreter and not f.interpreter and f.given is True,
        say("Ia perlu juru bahasa, dan belum ada yang mendampingi."),
        say("Tanyakan lagi dengan juru bahasa."),
    ),
    (
        "no-guardian",
        lambda f: _asks_adult(f) and f.speaker == "self",
        say("Untuk anak, ini perlu persetujuan orang tua atau wali."),
        say("Pilih wali yang bukan terlapor, atau pekerja sosial, pengadilan, dinas sosial."),
    ),
    (
        "guardian-unnamed",
        lambda f: f.speaker == "guardian" and not f.guardian_named,
        say("Walinya belum disebut."),
        say("Pilih orangnya, atau tulis siapa ia."),
    ),
    (
        "guardian-reported",
        lambda f: f.speaker == "guardian" and f.guardian_is_reported,
        say("Wali ini terlapor dalam kasus ini; persetujuannya tidak dapat dipakai."),
        ALTERNATES,
    ),
    (
        "no-assent",
        lambda f: _asks_adult(f) and not f.assent,
        say("Jawaban anak sendiri belum ditanyakan."),
        say("Tanyakan kepada anaknya, dengan kata-kata yang ia mengerti."),
    ),
    (
        "child-says-no",
        lambda f: _asks_adult(f) and f.assent == "no",
        say("Anaknya tidak mau."),
        say("Hormati jawabannya. Pakai dasar hukum atau bahaya langsung hanya bila memang itu keadaannya."),
    ),
    (
        "no-recipient",
        lambda f: Purpose.SHARE in f.purposes and not f.recipient,
        say("Lembaga penerimanya belum dipilih."),
        say("Pilih dari daftar; bila belum ada, tambahkan dulu di direktori."),
    ),
    (
        "no-parts",
        lambda f: Purpose.SHARE in f.purposes and f.given is True and not f.parts,
        say("Bagian yang boleh dibagikan belum dipilih."),
        say("Tanyakan satu per satu; sedikit sudah cukup."),
    ),
    (
        "no-agreement",
        lambda f: Purpose.STATISTICS in f.purposes and f.given is True and not f.agreement,
        say("Perjanjian berbagi data belum disebut."),
        say("Sebut perjanjiannya, atau jangan tanyakan statistik bersama."),
    ),
    (
        "no-contact-way",
        lambda f: Purpose.CONTACT in f.purposes and f.given is True and not f.contact_way,
        say("Cara menghubungi yang aman belum dipilih."),
        say("Pilih caranya; bila belum tahu, jangan hubungi lebih dulu."),
    ),
    (
        "ends-before-it-begins",
        lambda f: f.until is not None and f.when is not None and f.until <= f.when,
        say("Batas waktunya sudah lewat."),
        say("Pilih hari sesudah hari ini, atau kosongkan."),
    ),
)


def obstacles_to_consent(facts: ConsentFacts) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of keeping this answer, in the order to remove it."""
    found = [Obstacle(code, words, remedy) for code, stands, words, remedy in _TABLE if stands(facts)]
    if Purpose.SHARE in facts.purposes and facts.given and facts.recipient_closed:
        found.append(closed(facts.who_else))
    return tuple(found)


def closed(who_else: str) -> Obstacle:
    """Return the obstacle of a provider that has closed, with who else serves."""
    remedy = say("Yang juga melayani: {who}.", who=who_else) if who_else else say("Cari lembaga lain di direktori.")
    return Obstacle("provider-closed", say("Lembaga ini sudah tutup."), remedy)


class Standing(StrEnum):
    """How an answer stands."""

    LIVE = "live"
    PAUSED = "paused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    REFUSED = "refused"


STANDINGS = CodeList(
    "consent_standing",
    say("Keadaan persetujuan"),
    {
        Standing.LIVE: say("berlaku"),
        Standing.PAUSED: say("dijeda"),
        Standing.EXPIRED: say("habis waktunya"),
        Standing.WITHDRAWN: say("ditarik"),
        Standing.REPLACED: say("diganti jawaban yang lebih baru"),
        Standing.REFUSED: say("menolak"),
    },
    "Dampingi",
)


def standing(
    *,
    given: bool,
    until: datetime | None,
    paused_at: datetime | None,
    ended_at: datetime | None,
    withdrawn: bool,
    at: datetime,
) -> Standing:
    """Return how an answer stands at that moment."""
    if ended_at is not None:
        return Standing.WITHDRAWN if withdrawn else Standing.REPLACED
    if not given:
        return Standing.REFUSED
    if until is not None and at >= until:
        return Standing.EXPIRED
    return Standing.PAUSED if paused_at is not None else Standing.LIVE
