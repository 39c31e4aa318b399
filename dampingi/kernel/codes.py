"""The code lists: what may be chosen, with the Indonesian words and where the list comes from.

Values are the first contract of the API and never change. Sources: Simfoni PPA's published lists
(forms, places, ages, relations: domain.md §4.3), UU 35/2014 art. 59(2) (the fifteen categories of
children in need of special protection), UU 12/2022 arts. 4-14 (kinds of sexual violence; the nine
kinds are from memory, to be confirmed), UU 21/2007 art. 1(1) (acts, means and purposes of
trafficking).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dampingi.kernel.words import Words, say


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of values with words; ``to_confirm`` marks a list taken from memory."""

    code: str
    title: Words
    words: Mapping[str, Words]
    source: str
    to_confirm: bool = False

    def __contains__(self, value: object) -> bool:
        """Tell whether ``value`` may be chosen."""
        return value in self.words

    def __iter__(self) -> Iterator[str]:
        """Go over the values in their order."""
        return iter(self.words)

    def choices(self) -> list[tuple[str, Words]]:
        """Return pairs of value and words, for a form."""
        return list(self.words.items())


class Channel(StrEnum):
    """How a report arrived (Permen PPPA 2/2022: direct, indirect, outreach, referral, transfer)."""

    VISIT = "visit"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    LETTER = "letter"
    EMAIL = "email"
    OUTREACH = "outreach"
    REFERRAL_IN = "referral_in"
    TRANSFER_IN = "transfer_in"
    SAPA129 = "sapa129"
    POLICE_REQUEST = "police_request"
    HOSPITAL = "hospital"
    COMMUNITY = "community"
    MEDIA = "media"
    SCHOOL = "school"
    PUBLIC_PAGE = "public_page"
    FIELD_KIT = "field_kit"


class Sex(StrEnum):
    """Sex as recorded on papers, or not known."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    """Simfoni's seven bands, and two for when only that much is known."""

    FROM_0 = "0_5"
    FROM_6 = "6_12"
    FROM_13 = "13_17"
    FROM_18 = "18_24"
    FROM_25 = "25_44"
    FROM_45 = "45_59"
    FROM_60 = "60_plus"
    CHILD = "child"
    ADULT = "adult"


class Form(StrEnum):
    """Forms of violence (Simfoni: several per victim)."""

    PHYSICAL = "physical"
    PSYCHOLOGICAL = "psychological"
    SEXUAL = "sexual"
    EXPLOITATION = "exploitation"
    TRAFFICKING = "trafficking"
    NEGLECT = "neglect"
    OTHER = "other"


class PlaceKind(StrEnum):
    """Where it happened (Simfoni: one per victim)."""

    HOME = "home"
    WORKPLACE = "workplace"
    SCHOOL = "school"
    PUBLIC_FACILITY = "public_facility"
    SHORT_COURSE = "short_course"
    OTHER = "other"


class Relation(StrEnum):
    """What the reported party is to this victim (Simfoni: one per pair)."""

    PARENT = "parent"
    FAMILY = "family"
    SPOUSE = "spouse"
    NEIGHBOUR = "neighbour"
    PARTNER_OR_FRIEND = "partner_or_friend"
    TEACHER = "teacher"
    EMPLOYER = "employer"
    COLLEAGUE = "colleague"
    OTHER = "other"
    UNKNOWN = "unknown"


class Capacity(StrEnum):
    """In what capacity the reporter speaks; it decides the clock of UU 12/2022 art. 41."""

    SELF = "self"
    HEALTH = "health"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social_worker"
    POLICE = "police"
    SCHOOL = "school"
    FAMILY = "family"
    OTHER = "other"


class CaseKind(StrEnum):
    """What a case is; several at once."""

    VIOLENCE_AGAINST_WOMEN = "violence_against_women"
    VIOLENCE_AGAINST_CHILD = "violence_against_child"
    SEXUAL_VIOLENCE = "sexual_violence"
    DOMESTIC_VIOLENCE = "domestic_violence"
    TRAFFICKING_SUSPECTED = "trafficking_suspected"
    CHILD_SPECIAL_PROTECTION = "child_special_protection"
    POINTED_ON = "pointed_on"


class Risk(StrEnum):
    """How urgent; unassessed runs on the clock of high (H-01)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNASSESSED = "unassessed"


class Authority(StrEnum):
    """Who continues, never who helps now (H-05)."""

    DISTRICT = "district"
    PROVINCE = "province"
    CENTRE = "centre"


class Sign(StrEnum):
    """Signs of risk, each answered yes or no, or not asked (to confirm with practitioners)."""

    THREAT_TO_LIFE_NOW = "threat_to_life_now"
    WEAPON = "weapon"
    STRANGLED = "strangled"
    INJURED_NOW = "injured_now"
    THREAT_TO_KILL = "threat_to_kill"
    SUICIDAL = "suicidal"
    UNSAFE_TONIGHT = "unsafe_tonight"
    HELD_OR_MISSING = "held_or_missing"
    REPORTED_PARTY_IN_REACH_OF_CHILD = "reported_party_in_reach_of_child"
    REPEATED_OR_WORSE = "repeated_or_worse"
    PREGNANT = "pregnant"
    ECONOMICALLY_DEPENDENT = "economically_dependent"
    THREATS_BY_MESSAGE = "threats_by_message"
    PHONE_CONTROLLED = "phone_controlled"


class Answer(StrEnum):
    """An answer that was given; a question not asked has none."""

    YES = "yes"
    NO = "no"


def _list(
    code: str,
    title: Words,
    values: type[StrEnum] | None,
    words: list[tuple[str, Words]],
    *,
    source: str,
    to_confirm: bool = False,
) -> CodeList:
    if values is not None and [v for v, _ in words] != [str(v) for v in values]:
        message = f"{code}: words and values differ"
        raise ValueError(message)
    return CodeList(code, title, dict(words), source, to_confirm)


CHANNELS = _list(
    "channel",
    say("Laporan datang lewat"),
    Channel,
    [
        ("visit", say("Datang langsung")),
        ("phone", say("Telepon")),
        ("whatsapp", say("WhatsApp")),
        ("letter", say("Surat")),
        ("email", say("Surel")),
        ("outreach", say("Penjangkauan")),
        ("referral_in", say("Rujukan masuk")),
        ("transfer_in", say("Pelimpahan masuk")),
        ("sapa129", say("SAPA 129")),
        ("police_request", say("Permintaan polisi")),
        ("hospital", say("Rumah sakit atau puskesmas")),
        ("community", say("PATBM, PKK, atau desa")),
        ("media", say("Berita atau media sosial")),
        ("school", say("Sekolah")),
        ("public_page", say("Halaman publik")),
        ("field_kit", say("Perangkat lapangan")),
    ],
    source="Permen PPPA 2/2022",
)
SEXES = _list(
    "sex",
    say("Jenis kelamin"),
    Sex,
    [("female", say("Perempuan")), ("male", say("Laki-laki")), ("unknown", say("Belum diketahui"))],
    source="Simfoni PPA",
)
AGE_BANDS = _list(
    "age_band",
    say("Kelompok usia"),
    AgeBand,
    [
        ("0_5", say("0–5 tahun")),
        ("6_12", say("6–12 tahun")),
        ("13_17", say("13–17 tahun")),
        ("18_24", say("18–24 tahun")),
        ("25_44", say("25–44 tahun")),
        ("45_59", say("45–59 tahun")),
        ("60_plus", say("60 tahun ke atas")),
        ("child", say("Anak (di bawah 18, termasuk dalam kandungan)")),
        ("adult", say("Dewasa (18 tahun ke atas)")),
    ],
    source="Simfoni PPA",
)
FORMS = _list(
    "form",
    say("Bentuk kekerasan"),
    Form,
    [
        ("physical", say("Fisik")),
        ("psychological", say("Psikis")),
        ("sexual", say("Seksual")),
        ("exploitation", say("Eksploitasi")),
        ("trafficking", say("Perdagangan orang")),
        ("neglect", say("Penelantaran")),
        ("other", say("Lainnya")),
    ],
    source="Simfoni PPA",
)
PLACE_KINDS = _list(
    "place_kind",
    say("Tempat kejadian"),
    PlaceKind,
    [
        ("home", say("Rumah tangga")),
        ("workplace", say("Tempat kerja")),
        ("school", say("Sekolah")),
        ("public_facility", say("Fasilitas umum")),
        ("short_course", say("Lembaga pendidikan kilat")),
        ("other", say("Lainnya")),
    ],
    source="Simfoni PPA",
)
RELATIONS = _list(
    "relation",
    say("Hubungan terlapor dengan orang ini"),
    Relation,
    [
        ("parent", say("Orang tua")),
        ("family", say("Keluarga atau saudara")),
        ("spouse", say("Suami atau istri")),
        ("neighbour", say("Tetangga")),
        ("partner_or_friend", say("Pacar atau teman")),
        ("teacher", say("Guru")),
        ("employer", say("Majikan")),
        ("colleague", say("Rekan kerja")),
        ("other", say("Lainnya")),
        ("unknown", say("Belum diketahui")),
    ],
    source="Simfoni PPA",
)
CAPACITIES = _list(
    "capacity",
    say("Yang melapor"),
    Capacity,
    [
        ("self", say("Orangnya sendiri")),
        ("health", say("Tenaga kesehatan")),
        ("psychologist", say("Psikolog")),
        ("social_worker", say("Pekerja sosial")),
        ("police", say("Polisi")),
        ("school", say("Pihak sekolah")),
        ("family", say("Keluarga")),
        ("other", say("Orang lain")),
    ],
    source="UU 12/2022 art. 41",
)
CASE_KINDS = _list(
    "kind",
    say("Jenis kasus"),
    CaseKind,
    [
        ("violence_against_women", say("Kekerasan terhadap perempuan (KtP)")),
        ("violence_against_child", say("Kekerasan terhadap anak (KtA)")),
        ("sexual_violence", say("Kekerasan seksual (TPKS)")),
        ("domestic_violence", say("Kekerasan dalam rumah tangga (KDRT)")),
        ("trafficking_suspected", say("Dugaan perdagangan orang (TPPO)")),
        ("child_special_protection", say("Anak memerlukan perlindungan khusus (AMPK)")),
        ("pointed_on", say("Diberi informasi dan dihubungkan ke layanan lain")),
    ],
    source="Permen PPPA 2/2022",
)
RISKS = _list(
    "risk",
    say("Risiko"),
    Risk,
    [
        ("high", say("Tinggi")),
        ("medium", say("Sedang")),
        ("low", say("Rendah")),
        ("unassessed", say("Belum dinilai")),
    ],
    source="Permen PPPA 2/2022",
)
AUTHORITIES = _list(
    "authority",
    say("Kewenangan"),
    Authority,
    [
        ("district", say("Kabupaten atau kota")),
        ("province", say("Provinsi")),
        ("centre", say("Pusat")),
    ],
    source="UU 23/2014",
    to_confirm=True,
)
SIGNS = _list(
    "risk_sign",
    say("Tanda bahaya"),
    Sign,
    [
        ("threat_to_life_now", say("Nyawanya terancam sekarang")),
        ("weapon", say("Ada senjata, dipakai atau diancamkan")),
        ("strangled", say("Pernah dicekik")),
        ("injured_now", say("Sedang terluka")),
        ("threat_to_kill", say("Diancam akan dibunuh")),
        ("suicidal", say("Terpikir mengakhiri hidup")),
        ("unsafe_tonight", say("Tidak aman malam ini")),
        ("held_or_missing", say("Ditahan atau hilang")),
        ("reported_party_in_reach_of_child", say("Terlapor tinggal bersama atau mudah menjangkau anak")),
        ("repeated_or_worse", say("Berulang atau makin parah")),
        ("pregnant", say("Sedang hamil")),
        ("economically_dependent", say("Bergantung uang pada terlapor")),
        ("threats_by_message", say("Diancam lewat pesan")),
        ("phone_controlled", say("Ponselnya diawasi orang lain")),
    ],
    source="Dampingi",
    to_confirm=True,
)
HIGH_SIGNS = frozenset(list(Sign)[:9])
MEDIUM_SIGNS = frozenset(list(Sign)[9:])
AMPK = _list(
    "ampk",
    say("Kategori AMPK"),
    None,
    [
        ("ampk_01", say("Anak dalam situasi darurat")),
        ("ampk_02", say("Anak berhadapan dengan hukum")),
        ("ampk_03", say("Anak dari kelompok minoritas dan terisolasi")),
        ("ampk_04", say("Anak dieksploitasi secara ekonomi atau seksual")),
        ("ampk_05", say("Anak korban narkotika, alkohol, psikotropika, dan zat adiktif lain")),
        ("ampk_06", say("Anak korban pornografi")),
        ("ampk_07", say("Anak dengan HIV/AIDS")),
        ("ampk_08", say("Anak korban penculikan, penjualan, atau perdagangan")),
        ("ampk_09", say("Anak korban kekerasan fisik atau psikis")),
        ("ampk_10", say("Anak korban kejahatan seksual")),
        ("ampk_11", say("Anak korban jaringan terorisme")),
        ("ampk_12", say("Anak penyandang disabilitas")),
        ("ampk_13", say("Anak korban perlakuan salah dan penelantaran")),
        ("ampk_14", say("Anak dengan perilaku sosial menyimpang (istilah hukum)")),
        ("ampk_15", say("Anak korban stigmatisasi karena kondisi orang tuanya")),
    ],
    source="UU 35/2014 art. 59(2)",
)
TPKS_KINDS = _list(
    "tpks_kind",
    say("Jenis kekerasan seksual"),
    None,
    [
        ("non_physical_harassment", say("Pelecehan seksual nonfisik")),
        ("physical_harassment", say("Pelecehan seksual fisik")),
        ("forced_contraception", say("Pemaksaan kontrasepsi")),
        ("forced_sterilisation", say("Pemaksaan sterilisasi")),
        ("forced_marriage", say("Pemaksaan perkawinan")),
        ("sexual_torture", say("Penyiksaan seksual")),
        ("sexual_exploitation", say("Eksploitasi seksual")),
        ("sexual_slavery", say("Perbudakan seksual")),
        ("electronic_based", say("Kekerasan seksual berbasis elektronik")),
        ("rape", say("Perkosaan")),
        ("indecent_act", say("Perbuatan cabul")),
        ("child_intercourse_or_indecent_act", say("Persetubuhan atau pencabulan terhadap anak")),
        ("other_sexual_crime", say("Kejahatan seksual lain dalam undang-undang")),
    ],
    source="UU 12/2022 art. 4",
    to_confirm=True,
)
TRAFFICKING_ACTS = _list(
    "trafficking_act",
    say("Perbuatan"),
    None,
    [
        ("recruit", say("Direkrut")),
        ("transport", say("Diangkut")),
        ("harbour", say("Ditampung")),
        ("send", say("Dikirim")),
        ("transfer", say("Dipindahkan")),
        ("receive", say("Diterima orang lain")),
    ],
    source="UU 21/2007 art. 1(1)",
)
TRAFFICKING_MEANS = _list(
    "trafficking_means",
    say("Cara"),
    None,
    [
        ("threat", say("Ancaman kekerasan")),
        ("violence", say("Kekerasan")),
        ("abduction", say("Penculikan")),
        ("confinement", say("Penyekapan")),
        ("forgery", say("Pemalsuan")),
        ("deception", say("Penipuan")),
        ("abuse_of_power", say("Penyalahgunaan kekuasaan")),
        ("abuse_of_vulnerability", say("Pemanfaatan posisi rentan")),
        ("debt_bondage", say("Jeratan utang")),
        ("payment_to_controller", say("Bayaran kepada orang yang menguasainya")),
    ],
    source="UU 21/2007 art. 1(1)",
)
TRAFFICKING_PURPOSES = _list(
    "trafficking_purpose",
    say("Tujuan"),
    None,
    [
        ("prostitution", say("Pelacuran")),
        ("forced_labour", say("Kerja atau pelayanan paksa")),
        ("slavery", say("Perbudakan atau serupa perbudakan")),
        ("oppression", say("Penindasan")),
        ("extortion", say("Pemerasan")),
        ("sexual_use", say("Pemanfaatan seksual")),
        ("organ_removal", say("Pengambilan organ tubuh")),
        ("use_of_labour", say("Pemanfaatan tenaga atau kemampuan")),
    ],
    source="UU 21/2007 art. 1(7)",
)
DISABILITIES = _list(
    "disability",
    say("Disabilitas"),
    None,
    [
        ("none", say("Tidak ada")),
        ("physical", say("Fisik")),
        ("intellectual", say("Intelektual")),
        ("mental", say("Mental")),
        ("sight", say("Penglihatan")),
        ("hearing", say("Pendengaran")),
        ("speech", say("Bicara")),
        ("multiple", say("Ganda")),
    ],
    source="UU 8/2016",
    to_confirm=True,
)
LANGUAGES = _list(
    "language",
    say("Bahasa yang dipakai"),
    None,
    [
        ("indonesian", say("Indonesia")),
        ("banjar", say("Banjar")),
        ("ngaju", say("Dayak Ngaju")),
        ("maanyan", say("Ma'anyan")),
        ("bakumpai", say("Bakumpai")),
        ("ot_danum", say("Ot Danum")),
        ("siang", say("Dayak Siang")),
        ("katingan", say("Katingan")),
        ("tomun", say("Tomun")),
        ("malay_kotawaringin", say("Melayu Kotawaringin")),
        ("javanese", say("Jawa")),
        ("madurese", say("Madura")),
        ("sign", say("Bahasa isyarat")),
        ("other", say("Lainnya")),
    ],
    source="Dampingi",
    to_confirm=True,
)
SERVICES = _list(
    "service",
    say("Layanan"),
    None,
    [
        ("complaint", say("Pengaduan")),
        ("health", say("Kesehatan")),
        ("social_rehabilitation", say("Rehabilitasi sosial")),
        ("law_enforcement", say("Penegakan hukum")),
        ("legal", say("Layanan hukum")),
        ("repatriation", say("Pemulangan")),
        ("reintegration", say("Reintegrasi sosial")),
    ],
    source="Perpres 98/2024 art. 1(6)",
)
PAYERS = _list(
    "payer",
    say("Siapa yang membayar"),
    None,
    [
        ("free", say("Gratis")),
        ("regional", say("APBD atau Jamkesda")),
        ("dak", say("DAK nonfisik (BOPPA)")),
        ("lpsk", say("LPSK")),
        ("dbk", say("Dana Bantuan Korban")),
        ("unit", say("Anggaran unit")),
    ],
    source="practice H-23; Perpres 82/2018 art. 52; Permen PPPA 2/2025",
    to_confirm=True,
)
PROVIDER_KINDS = _list(
    "provider_kind",
    say("Jenis lembaga"),
    None,
    [
        ("hospital", say("Rumah sakit")),
        ("puskesmas", say("Puskesmas")),
        ("psychologist", say("Psikolog atau psikiater")),
        ("police", say("Kepolisian")),
        ("prosecutor", say("Kejaksaan")),
        ("court", say("Pengadilan")),
        ("legal_aid", say("Bantuan hukum")),
        ("lpsk", say("LPSK")),
        ("social_office", say("Dinas sosial atau pekerja sosial")),
        ("probation", say("Bapas")),
        ("migrant_office", say("BP3MI")),
        ("school", say("Sekolah atau tim sekolah")),
        ("education_office", say("Dinas pendidikan")),
        ("civil_registry", say("Dinas kependudukan")),
        ("training", say("Balai latihan atau pemberdayaan ekonomi")),
        ("faith", say("Lembaga keagamaan")),
        ("organisation", say("Organisasi masyarakat")),
        ("other", say("Lainnya")),
    ],
    source="Dampingi",
    to_confirm=True,
)
ACCESS_AIDS = _list(
    "access_aid",
    say("Aksesibilitas"),
    None,
    [
        ("step_free", say("Dapat dimasuki kursi roda")),
        ("sign", say("Ada juru bahasa isyarat")),
        ("interpreter", say("Ada juru bahasa daerah")),
        ("female_staff", say("Ada petugas perempuan")),
        ("child_room", say("Ada ruang ramah anak")),
        ("separate_door", say("Ada pintu atau ruang tunggu terpisah")),
        ("home_visit", say("Mau datang ke tempatnya")),
    ],
    source="Dampingi",
    to_confirm=True,
)
SUPPORTS = _list(
    "support",
    say("Dukungan psikologis awal"),
    None,
    [
        ("look", say("Amati: aman, kebutuhan mendesak, siapa yang sangat tertekan")),
        ("listen", say("Dengarkan: hadir, tidak memaksa bercerita, menenangkan")),
        ("link", say("Hubungkan: kebutuhan, orang yang dipercaya, layanan")),
    ],
    source="WHO PFA 2011 (tiga langkah)",
)
SAFETIES = _list(
    "safety",
    say("Aman sekarang?"),
    None,
    [
        ("safe", say("Aman")),
        ("unsafe", say("Tidak aman")),
        ("unknown", say("Belum diketahui")),
    ],
    source="Dampingi",
)
CONTACT_WAYS = _list(
    "contact_way",
    say("Cara menghubungi yang aman"),
    None,
    [
        ("own_phone", say("Telepon atau pesan ke ponselnya sendiri")),
        ("through_reporter", say("Hanya lewat pelapor")),
        ("visit", say("Hanya kunjungan yang dinilai aman")),
        ("none", say("Jangan hubungi lebih dulu")),
    ],
    source="Dampingi",
)

ALL = (
    CHANNELS, SEXES, AGE_BANDS, FORMS, PLACE_KINDS, RELATIONS, CAPACITIES, CASE_KINDS, RISKS,
    AUTHORITIES, SIGNS, AMPK, TPKS_KINDS, TRAFFICKING_ACTS, TRAFFICKING_MEANS,
    TRAFFICKING_PURPOSES, DISABILITIES, LANGUAGES, SERVICES, PAYERS, PROVIDER_KINDS,
    ACCESS_AIDS, SUPPORTS, SAFETIES, CONTACT_WAYS,
)  # fmt: skip
