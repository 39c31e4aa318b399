"""Pressure, threats, settlement, adat, a proposal to marry: events that change her safety (H-17, H-20).

None of them stops a duty, and none is ever a reason to close.
"""

from collections.abc import Mapping

from dampingi.kernel import codes
from dampingi.kernel.codes import CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL
from dampingi.protocols.rules import Deed
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab

_CODED = Privacy.CODED

PRESSURES = CodeList(
    "pressure",
    say("Yang terjadi"),
    {
        "threat": say("Ia atau keluarganya diancam"),
        "pressure": say("Ia ditekan"),
        "withdrawal": say("Laporan polisi dicabut, atau ia diminta mencabutnya"),
        "settlement": say("Perdamaian atau uang ditawarkan"),
        "marriage": say("Diusulkan menikah dengan terlapor"),
    },
    "Dampingi (H-17)",
)
_DEEDS: Mapping[str, Deed] = {
    "threat": Deed.THREATENED,
    "pressure": Deed.PRESSURED,
    "withdrawal": Deed.REPORT_WITHDRAWN,
    "settlement": Deed.SETTLEMENT_OFFERED,
    "marriage": Deed.MARRIAGE_PROPOSED,
}
PRESSERS = CodeList(
    "presser",
    say("Dari siapa"),
    {
        "party": say("Terlapor"),
        "his_side": say("Keluarga atau kawan terlapor"),
        "her_side": say("Keluarganya sendiri"),
        "leaders": say("Tokoh adat, agama, atau desa"),
        "officers": say("Aparat atau petugas"),
        "employer": say("Majikan, sekolah, atau lembaga"),
        "unknown": say("Belum diketahui"),
    },
    "Dampingi",
    to_confirm=True,
)

PRESSURE = SheetKind(
    code="pressure",
    title=say("Tekanan, ancaman, pencabutan, tawaran damai, usul menikah"),
    tab=Tab.LAW,
    form="2026-11",
    source="Dampingi (H-17); UU 12/2022 Pasal 10 (2)",
    purpose=say("Peristiwa yang mengubah keselamatannya. Tidak satu pun menghentikan tugas atau menutup kasus."),
    says="kind",
    sheet=Group(
        "pressure",
        say("Tekanan"),
        (
            WHEN,
            Field("kind", say("Yang terjadi"), Kind.CODE, _CODED, codes=PRESSURES, required=True),
            Field("source", say("Dari siapa"), Kind.CODE, _CODED, codes=PRESSERS),
            Field("alone", say("Anda mendengarnya dari dia sendiri, tanpa orang lain?"), Kind.YES_NO, _CODED),
            Field("safe_now", say("Aman sekarang?"), Kind.CODE, _CODED, codes=codes.SAFETIES),
            Field("words", say("Yang ia ceritakan, dengan kata-katanya"), Kind.LONG_TEXT),
            Field("evidence", say("Bukti yang ada, dan siapa yang memegangnya"), Kind.LONG_TEXT),
        ),
    ),
    deeds=lambda values: (Recorded(_DEEDS[str(values.get("kind"))], values.get("when"), about=About.ITSELF),),
    examples=(
        SheetExample(say("Diancam."), SheetFacts(CALM), {"when": MONDAY, "kind": "threat"}, deeds=(Deed.THREATENED,)),
        SheetExample(
            say("Diusulkan menikah: peristiwa tekanan, bukan jalan keluar."),
            SheetFacts(SEXUAL),
            {"when": MONDAY, "kind": "marriage"},
            deeds=(Deed.MARRIAGE_PROPOSED,),
        ),
    ),
)

ADAT_LEADERS = CodeList(
    "adat_leader",
    say("Yang memimpin"),
    {
        "damang": say("Damang"),
        "mantir": say("Mantir adat"),
        "village": say("Kepala desa atau lurah"),
        "families": say("Kedua keluarga"),
        "other": say("Lainnya"),
    },
    "Perda Kalteng 16/2008",
)
ADAT = SheetKind(
    code="adat",
    title=say("Proses adat"),
    tab=Tab.LAW,
    form="2026-11",
    source="Perda Kalteng 16/2008; Dampingi (H-17)",
    purpose=say("Dicatat apa adanya. Sanksi adat menambah, tidak menggantikan hukum, dan bukan alasan menutup kasus."),
    sheet=Group(
        "adat",
        say("Proses adat"),
        (
            WHEN,
            Field("leader", say("Yang memimpin"), Kind.CODE, _CODED, codes=ADAT_LEADERS, required=True),
            Field("present", say("Ia hadir?"), Kind.YES_NO, _CODED),
            Field("free", say("Ia bebas berbicara dan menolak?"), Kind.YES_NO, _CODED),
            Field("what", say("Yang diputuskan"), Kind.LONG_TEXT),
            Field("singer", say("Singer (denda adat), dan siapa yang menerimanya"), Kind.TEXT, longest=500),
            Field("words", say("Pendapatnya, dengan kata-katanya"), Kind.LONG_TEXT),
        ),
    ),
    deeds=lambda values: (Recorded(Deed.ADAT_PROCESS, values.get("when"), about=About.ITSELF),),
    examples=(
        SheetExample(
            say("Damang menjatuhkan singer; ia tidak hadir."),
            SheetFacts(CALM),
            {"when": MONDAY, "leader": "damang", "present": False},
            deeds=(Deed.ADAT_PROCESS,),
        ),
    ),
)

SAFETY_AGAIN = SheetKind(
    code="safety-again",
    title=say("Keselamatannya diatur ulang"),
    tab=Tab.LAW,
    form="2026-11",
    source="Dampingi (H-17)",
    purpose=say("Bersama dia, sendirian. Bila tanda bahayanya berubah: lakukan asesmen ulang risiko."),
    for_thing=True,
    sheet=Group(
        "safety_again",
        say("Keselamatan"),
        (
            WHEN,
            Field("alone", say("Ditanyakan kepadanya sendirian?"), Kind.YES_NO, _CODED),
            Field("free", say("Pilihannya sekarang bebas?"), Kind.YES_NO, _CODED),
            Field("safe_now", say("Aman sekarang?"), Kind.CODE, _CODED, codes=codes.SAFETIES, required=True),
            Field("agreed", say("Yang disepakati agar ia aman"), Kind.LONG_TEXT),
        ),
    ),
    deeds=lambda values: (Recorded(Deed.SAFETY_RENEWED, values.get("when"), about=About.THING),),
    examples=(
        SheetExample(
            say("Sesudah ancaman."), SheetFacts(CALM), {"when": MONDAY, "safe_now": "safe"}, deeds=(Deed.SAFETY_RENEWED,)
        ),
    ),
)

SHEETS = (PRESSURE, ADAT, SAFETY_AGAIN)
