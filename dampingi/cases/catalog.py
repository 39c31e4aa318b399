"""Filters of the list of cases, and views of it that ship with the house: declared once.

The page, the address and a saved view are read with the same ``Group``. Its codes stand in
addresses, which a browser keeps: none of them says what this service is (U-07).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dampingi.kernel import codes
from dampingi.kernel.codes import CaseKind, CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import Words, say

_CODED = Privacy.CODED

STATES = CodeList(
    "asked_state",
    say("Keadaan"),
    {
        "open": say("Masih didampingi"),
        "ended": say("Sudah selesai, apa pun caranya"),
        "closed": say("Pendampingan selesai"),
        "pointed_on": say("Dihubungkan ke layanan lain"),
        "declined": say("Ia memilih tidak didampingi"),
        "consulted": say("Pertanyaan yang sudah dijawab"),
    },
    "Dampingi",
)
# A kind of case by its own name would tell a browser's history: its letter does not.
KIND_OF: Mapping[str, CaseKind] = {
    "a": CaseKind.VIOLENCE_AGAINST_WOMEN,
    "b": CaseKind.VIOLENCE_AGAINST_CHILD,
    "c": CaseKind.SEXUAL_VIOLENCE,
    "d": CaseKind.DOMESTIC_VIOLENCE,
    "e": CaseKind.TRAFFICKING_SUSPECTED,
    "f": CaseKind.CHILD_SPECIAL_PROTECTION,
    "g": CaseKind.POINTED_ON,
}
KINDS = CodeList(
    "asked_kind",
    say("Jenis kasus"),
    {letter: codes.CASE_KINDS.words[kind] for letter, kind in KIND_OF.items()},
    "Permen PPPA 2/2022",
)
MINE, NOBODY = "saya", "belum"
COMPANIONS = CodeList(
    "asked_companion",
    say("Pendamping"),
    {MINE: say("Saya"), NOBODY: say("Belum ada")},
    "Dampingi",
)
LATE, IDLE, AFTER = "late", "idle", "after"
ONLY = CodeList(
    "asked_only",
    say("Hanya yang"),
    {
        LATE: say("Ada tugas yang terlambat"),
        IDLE: say("Masih didampingi, tanpa langkah berikutnya"),
        AFTER: say("Sedang dipantau sesudah selesai"),
    },
    "Dampingi",
)

FILTERS = Group(
    "filters",
    say("Saringan"),
    (
        Field("keadaan", say("Keadaan"), Kind.CODE, _CODED, codes=STATES),
        Field("jenis", say("Jenis kasus"), Kind.CODE, _CODED, codes=KINDS),
        Field("petugas", say("Pendamping"), Kind.CODE, _CODED, codes=COMPANIONS),
        Field("risiko", say("Risiko"), Kind.CODES, _CODED, codes=codes.RISKS),
        Field("hanya", say("Hanya yang"), Kind.CODES, _CODED, codes=ONLY),
        Field("dari", say("Diterima sejak"), Kind.DATE, _CODED),
        Field("sampai", say("Diterima sampai"), Kind.DATE, _CODED),
    ),
)


def filters_with(companions: Mapping[str, Words]) -> Group:
    """Return the filters with these companions to choose from beside "mine" and "nobody yet"."""
    chosen = replace(COMPANIONS, words={**COMPANIONS.words, **companions})
    items = (replace(item, codes=chosen) if isinstance(item, Field) and item.code == "petugas" else item for item in FILTERS.items)
    return replace(FILTERS, items=tuple(items))


SHARED = "unit"
VIEW = Group(
    "view",
    say("Simpan tampilan ini"),
    (
        Field(
            "name",
            say("Nama tampilan"),
            Kind.TEXT,
            hint=say("Paling banyak 40 huruf. Jangan tulis nama orang yang didampingi."),
            longest=40,
            required=True,
        ),
        Field(
            "for",
            say("Untuk siapa"),
            Kind.CODES,
            _CODED,
            codes=CodeList("view_for", say("Untuk siapa"), {SHARED: say("Untuk semua di unit ini")}, "Dampingi"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A view that everybody has."""

    name: Words
    asked: Mapping[str, str | list[str]]


READY = (
    Ready(say("Saya"), {"keadaan": "open", "petugas": MINE}),
    Ready(say("Terlambat"), {"hanya": [LATE]}),
    Ready(say("Tanpa langkah berikutnya"), {"hanya": [IDLE]}),
    Ready(say("Pemantauan sesudah selesai"), {"hanya": [AFTER]}),
)
