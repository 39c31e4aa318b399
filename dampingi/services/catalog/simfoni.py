"""The national record (Simfoni PPA) in its own order and its own words, so that nothing is typed twice (domain §4).

No interface of Simfoni is public: whoever records there retypes. The order and the lists are those that
could be read in publications; where one of our codes has no equal there, what stands nearest is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dampingi.kernel.words import Words, say
from dampingi.protocols.rules import Deed


class Section(StrEnum):
    """The parts of a record, in Simfoni's order."""

    CASE = "case"
    VICTIM = "victim"
    PARTY = "party"
    REPORTER = "reporter"
    SERVICE = "service"


SECTIONS: Mapping[Section, Words] = {
    Section.CASE: say("Kasus dan kejadian"),
    Section.VICTIM: say("Penerima manfaat (di Simfoni: korban)"),
    Section.PARTY: say("Terlapor (di Simfoni: pelaku)"),
    Section.REPORTER: say("Pelapor"),
    Section.SERVICE: say("Layanan"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One value of the record: its code, its label, where it stands; a named person's is never exported."""

    code: str
    label: Words
    section: Section
    identity: bool = False
    told: bool = False  # free words: on the page of one case, never in a table


COLUMNS: tuple[Column, ...] = (
    Column("number", say("Nomor kasus kita"), Section.CASE),
    Column("received_date", say("Tanggal pelaporan"), Section.CASE),
    Column("occurred_date", say("Tanggal kejadian"), Section.CASE),
    Column("place", say("Tempat kejadian (wilayah)"), Section.CASE),
    Column("place_kind", say("Tempat kejadian (jenis)"), Section.CASE),
    Column("domestic", say("KDRT"), Section.CASE),
    Column("narrative", say("Kronologi"), Section.CASE, told=True),
    Column("name", say("Nama"), Section.VICTIM, identity=True),
    Column("nik", say("NIK"), Section.VICTIM, identity=True),
    Column("birth_date", say("Tanggal lahir"), Section.VICTIM, identity=True),
    Column("sex", say("Jenis kelamin"), Section.VICTIM),
    Column("age", say("Usia"), Section.VICTIM),
    Column("age_band", say("Kelompok usia"), Section.VICTIM),
    Column("disability", say("Penyandang disabilitas"), Section.VICTIM),
    Column("address", say("Alamat"), Section.VICTIM, identity=True),
    Column("phone", say("Telepon"), Section.VICTIM, identity=True),
    Column("forms", say("Bentuk kekerasan"), Section.VICTIM),
    Column("party_name", say("Nama"), Section.PARTY, identity=True),
    Column("party_sex", say("Jenis kelamin"), Section.PARTY),
    Column("party_age", say("Usia"), Section.PARTY),
    Column("relation", say("Hubungan"), Section.PARTY),
    Column("capacity", say("Yang melapor"), Section.REPORTER),
    Column("service_date", say("Tanggal layanan"), Section.SERVICE),
    Column("service", say("Jenis layanan"), Section.SERVICE),
    Column("provider", say("Pemberi layanan"), Section.SERVICE),
)

# Our code → the word of Simfoni's list (domain §4.3). "NA" is theirs for what is not known.
NOT_KNOWN = "NA"
MAPPED: Mapping[str, Mapping[str, str]] = {
    "sex": {"female": "Perempuan", "male": "Laki-laki", "unknown": NOT_KNOWN},
    "age_band": {
        "0_5": "0-5", "6_12": "6-12", "13_17": "13-17", "18_24": "18-24", "25_44": "25-44", "45_59": "45-59",
        "60_plus": "60+", "child": NOT_KNOWN, "adult": NOT_KNOWN,
    },
    "form": {
        "physical": "Fisik", "psychological": "Psikis", "sexual": "Seksual", "exploitation": "Eksploitasi",
        "trafficking": "Trafficking", "neglect": "Penelantaran", "other": "Lainnya",
    },
    "place_kind": {
        "home": "Rumah Tangga", "workplace": "Tempat Kerja", "school": "Sekolah", "public_facility": "Fasilitas Umum",
        "short_course": "Lembaga Pendidikan Kilat", "other": "Lainnya",
    },
    "relation": {
        "parent": "Orang Tua", "family": "Keluarga/Saudara", "spouse": "Suami/Istri", "neighbour": "Tetangga",
        "partner_or_friend": "Pacar/Teman", "teacher": "Guru", "employer": "Majikan", "colleague": "Rekan Kerja",
        "other": "Lainnya", "unknown": NOT_KNOWN,
    },
    "domestic": {"yes": "KDRT", "no": "Non-KDRT", "": NOT_KNOWN},
}  # fmt: skip

# What was done → the kind of service it is counted as there.
SERVICES: Mapping[Deed, str] = {
    Deed.TAKEN_TO_HEALTH: "Kesehatan",
    Deed.POLICE_REPORT: "Penegakan Hukum",
    Deed.COURT_APPLICATION: "Bantuan Hukum",
    Deed.RESTITUTION_ASKED: "Bantuan Hukum",
    Deed.PSYCHOLOGICAL_SUPPORT: "Rehabilitasi Sosial",
    Deed.TPPO_FIRST_AID: "Kesehatan",
    Deed.TPPO_REHABILITATION: "Rehabilitasi Sosial",
}
# A service of the plan (Perpres 98/2024) → theirs; counted once it helped.
PLANNED: Mapping[str, str] = {
    "complaint": "Pengaduan",
    "health": "Kesehatan",
    "social_rehabilitation": "Rehabilitasi Sosial",
    "law_enforcement": "Penegakan Hukum",
    "legal": "Bantuan Hukum",
    "repatriation": "Pemulangan",
    "reintegration": "Reintegrasi Sosial",
}
HELPED = frozenset({"met", "partly"})
COMPLAINT = "Pengaduan"


def theirs(code_list: str, code: str) -> str:
    """Return the word of Simfoni's list for one of our codes; what is not known there is NA."""
    return MAPPED[code_list].get(code, NOT_KNOWN)
