"""An outreach visit in two steps (H-20): before going, and what was found."""

from collections.abc import Mapping
from typing import Any

from dampingi.kernel.codes import DISABILITIES, SAFETIES, CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, hours
from dampingi.protocols.rules import Deed
from dampingi.services.catalog.assessment import SELF_HARM
from dampingi.services.catalog.monitoring import told_unsafe
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab

_CODED = Privacy.CODED
ROADS = CodeList(
    "road",
    say("Jalan"),
    {
        "easy": say("Mudah"),
        "hard": say("Sulit"),
        "river": say("Melalui sungai"),
        "forest": say("Melalui hutan atau kebun"),
    },
    "Dampingi",
)
SIGNALS = CodeList(
    "signal",
    say("Sinyal"),
    {"good": say("Ada"), "some": say("Kadang"), "none": say("Tidak ada")},
    "Dampingi",
)
COMPANY = CodeList(
    "company",
    say("Berangkat dengan"),
    {
        "second_person": say("Orang kedua"),
        "police": say("Polisi"),
        "health": say("Tenaga kesehatan"),
        "village": say("Perangkat desa atau PATBM"),
        "alone": say("Sendiri"),
    },
    "Dampingi (H-20)",
)
FOUND = CodeList(
    "visit_result",
    say("Hasil kunjungan"),
    {
        "met": say("Bertemu dia"),
        "met_others": say("Hanya bertemu orang lain"),
        "not_there": say("Ia tidak ada"),
        "not_safe": say("Tidak jadi: tidak aman"),
        "not_reached": say("Tidak sampai"),
    },
    "Dampingi",
)
_BODY = frozenset({"second_person", "police"})


def _obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    found = []
    when, back = values.get("when"), values.get("back_at")
    if when and back and back <= when:
        found.append(
            Obstacle("back-before-going", say("Perkiraan kembali sebelum berangkat."), say("Periksa tanggal dan jamnya.")),
        )
    danger = values.get("weapon") or values.get("reported_party_there")
    alone = not set(values.get("company") or ()) & _BODY
    if danger and alone and not (values.get("why_alone") or "").strip():
        found.append(
            Obstacle(
                "alone-into-danger",
                say("Ada senjata atau terlapor di sana, dan tidak ada orang kedua atau polisi."),
                say("Ajak orang kedua atau polisi, temui di tempat lain, atau tulis mengapa tetap berangkat dan apa yang dijaga."),
            ),
        )
    return tuple(found)


VISIT = SheetKind(
    code="visit",
    title=say("Sebelum berkunjung (penjangkauan)"),
    tab=Tab.GIVEN,
    form="2026-11",
    source="Permen PPPA 2/2022 (penjangkauan); Dampingi H-20",
    purpose=say("Satu menit sebelum berangkat. Bila tidak melapor kembali, petugas jaga dipanggil."),
    sheet=Group(
        "visit",
        say("Sebelum berkunjung"),
        (
            WHEN,
            Field("back_at", say("Perkiraan kembali"), Kind.MOMENT, _CODED, required=True),
            Field("meets_at", say("Bertemu di mana"), Kind.LONG_TEXT, hint=say("Di tempat yang menurutnya aman.")),
            Field("at_home", say("Siapa yang ada di rumah"), Kind.LONG_TEXT),
            Field("reported_party_there", say("Terlapor mungkin ada di sana?"), Kind.YES_NO, _CODED),
            Field("weapon", say("Ada senjata?"), Kind.YES_NO, _CODED),
            Field("dog", say("Ada anjing?"), Kind.YES_NO, _CODED),
            Field("road", say("Jalan"), Kind.CODE, _CODED, codes=ROADS),
            Field("signal", say("Sinyal"), Kind.CODE, _CODED, codes=SIGNALS),
            Field("company", say("Berangkat dengan"), Kind.CODES, _CODED, codes=COMPANY),
            Field("disability", say("Disabilitas yang diketahui sebelum berangkat"), Kind.CODE, _CODED, codes=DISABILITIES),
            Field("reach", say("Cara menghubungi Anda di jalan"), Kind.TEXT, longest=200, hint=say("Nomor dinas atau pos terdekat, bukan nomor pribadi.")),
            Field("why_alone", say("Bila tetap berangkat sendiri: mengapa, dan apa yang dijaga"), Kind.LONG_TEXT),
        ),
    ),
    obstacles=_obstacles,
    deeds=lambda values: (Recorded(Deed.VISIT_STARTED, due_at=values.get("back_at"), about=About.ITSELF),),
    examples=(
        SheetExample(
            say("Berdua, kembali tiga jam lagi."),
            SheetFacts(CALM),
            {"when": MONDAY, "back_at": hours(3), "weapon": True, "company": ["second_person"]},
            deeds=(Deed.VISIT_STARTED,),
        ),
        SheetExample(
            say("Ada senjata dan berangkat sendiri."),
            SheetFacts(CALM),
            {"when": MONDAY, "back_at": hours(3), "weapon": True, "company": ["alone"]},
            obstacles=("alone-into-danger",),
        ),
        SheetExample(
            say("Ada senjata, sendiri, dengan alasan: bertemu di puskesmas."),
            SheetFacts(CALM),
            {"when": MONDAY, "back_at": hours(3), "weapon": True, "why_alone": "Di puskesmas"},
            deeds=(Deed.VISIT_STARTED,),
        ),
        SheetExample(
            say("Jam kembali tertulis kemarin."),
            SheetFacts(CALM),
            {"when": MONDAY, "back_at": hours(-20)},
            obstacles=("back-before-going",),
        ),
    ),
)

AFTER = SheetKind(
    code="visit-after",
    title=say("Sesudah berkunjung"),
    tab=Tab.GIVEN,
    form="2026-11",
    source="Permen PPPA 2/2022 (laporan kunjungan rumah)",
    purpose=say("Yang dilihat dan didengar, tanpa menilai."),
    for_thing=True,
    sheet=Group(
        "visit_after",
        say("Sesudah berkunjung"),
        (
            WHEN,
            Field("result", say("Hasil kunjungan"), Kind.CODE, _CODED, codes=FOUND, required=True),
            Field("safe_now", say("Aman sekarang?"), Kind.CODE, _CODED, codes=SAFETIES),
            Field("found", say("Yang ditemukan"), Kind.LONG_TEXT),
            Field("her_words", say("Yang ia katakan, dengan kata-katanya"), Kind.LONG_TEXT),
            SELF_HARM,
            Field("threat_to_officer", say("Petugas diancam atau disakiti?"), Kind.YES_NO, _CODED),
            Field("following", say("Langkah berikutnya"), Kind.LONG_TEXT),
        ),
    ),
    deeds=lambda values: (
        Recorded(Deed.VISIT_BACK, about=About.THING),
        Recorded(Deed.VISIT_RECORDED, about=About.THING, on_keeping=True),
        *([Recorded(Deed.OFFICER_THREATENED)] if values.get("threat_to_officer") else []),
        *(Recorded(deed) for deed in told_unsafe(values)),
    ),
    at_once=told_unsafe,
    examples=(
        SheetExample(
            say("Bertemu dan aman."),
            SheetFacts(CALM),
            {"when": MONDAY, "result": "met", "safe_now": "safe"},
            deeds=(Deed.VISIT_BACK, Deed.VISIT_RECORDED),
        ),
        SheetExample(
            say("Petugas diancam."),
            SheetFacts(CALM),
            {"when": MONDAY, "result": "not_safe", "threat_to_officer": True},
            deeds=(Deed.VISIT_BACK, Deed.VISIT_RECORDED, Deed.OFFICER_THREATENED),
        ),
        SheetExample(
            say("Ia berkata tidak aman."),
            SheetFacts(CALM),
            {"when": MONDAY, "result": "met", "safe_now": "unsafe"},
            deeds=(Deed.VISIT_BACK, Deed.VISIT_RECORDED, Deed.UNSAFE_TOLD),
        ),
    ),
)
