"""Mediation: two assessments that she decides freely, her choice, minutes, supervision (domain §1.4, H-17)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dampingi.kernel.codes import CodeList, Risk
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, CHILD, MONDAY, SEXUAL, hours, when
from dampingi.protocols.rules import Deed
from dampingi.services.rules.mediation import mediation_facts, never_for, obstacles_to_mediation
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab

_CODED = Privacy.CODED
_SOURCE = "SK 100.3.3.2/187/BAG.ORG/2023 (sippn 8260674); Dampingi (H-17)"

MATTERS = CodeList(
    "mediation_matter",
    say("Pokok perkara"),
    {
        "maintenance": say("Nafkah istri atau anak"),
        "recognition": say("Pengakuan anak"),
        "custody": say("Hak asuh"),
        "property": say("Harta bersama"),
        "inheritance": say("Warisan"),
        "wages": say("Upah"),
        "damages": say("Ganti rugi"),
        "labour": say("Perselisihan kerja yang boleh dimediasi"),
        "complaint_offence": say("Delik aduan yang tidak ia kehendaki dilanjutkan"),
    },
    _SOURCE,
)
ASSESSORS = CodeList(
    "mediation_assessor",
    say("Yang menilai"),
    {
        "companion": say("Pendamping"),
        "psychologist": say("Psikolog"),
        "province": say("Psikolog unit provinsi (datang, telepon, atau panggilan video)"),
    },
    _SOURCE,
)
RESULTS = CodeList(
    "mediation_result",
    say("Sampai di mana"),
    {
        "agreed": say("Sepakat; berita acara ditandatangani"),
        "none": say("Selesai tanpa kesepakatan"),
        "withdrew": say("Ia mundur"),
    },
    _SOURCE,
)


def _never(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    return never_for(mediation_facts(facts.facts, {}, matters=frozenset(MATTERS)))


def _assessed(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    if not (values.get("free") and values.get("alone")):
        return (Recorded(Deed.MEDIATION_NOT_FREE, values.get("when")),)
    companion = values.get("assessor") == "companion"
    deed = Deed.MEDIATION_FREE_COMPANION if companion else Deed.MEDIATION_FREE_PSYCHOLOGIST
    return (Recorded(deed, values.get("when")),)


NO_ORDER = SheetFacts(CALM)
ASSESS = SheetKind(
    code="mediation-assess",
    title=say("Penilaian sebelum mediasi: bebaskah ia memutuskan?"),
    tab=Tab.GIVEN,
    form="2026-11",
    source=_SOURCE,
    purpose=say("Ditulis dua kali: oleh pendamping dan oleh psikolog, masing-masing sesudah bertemu dia sendirian."),
    sheet=Group(
        "mediation_assess",
        say("Penilaian"),
        (
            WHEN,
            Field("assessor", say("Yang menilai"), Kind.CODE, _CODED, codes=ASSESSORS, required=True),
            Field("name", say("Nama dan nomor izin, bila psikolog"), Kind.TEXT, longest=200),
            Field("alone", say("Bertemu dia sendirian?"), Kind.YES_NO, _CODED),
            Field("free", say("Ia dapat memutuskan tanpa tekanan?"), Kind.YES_NO, _CODED),
            Field("reasons", say("Mengapa demikian"), Kind.LONG_TEXT),
        ),
    ),
    appears=lambda facts: not _never(facts, {}),
    obstacles=_never,
    deeds=_assessed,
    examples=(
        SheetExample(
            say("Pendamping: bebas."),
            NO_ORDER,
            {"when": MONDAY, "assessor": "companion", "alone": True, "free": True},
            deeds=(Deed.MEDIATION_FREE_COMPANION,),
        ),
        SheetExample(
            say("Psikolog unit provinsi: bebas."),
            NO_ORDER,
            {"when": MONDAY, "assessor": "province", "alone": True, "free": True},
            deeds=(Deed.MEDIATION_FREE_PSYCHOLOGIST,),
        ),
        SheetExample(
            say("Suaminya ikut duduk: belum bebas."),
            NO_ORDER,
            {"when": MONDAY, "assessor": "companion", "alone": False, "free": True},
            deeds=(Deed.MEDIATION_NOT_FREE,),
        ),
        SheetExample(
            say("Kekerasan seksual: tidak dinilai, tidak dimediasi."),
            SheetFacts(SEXUAL),
            {"when": MONDAY, "assessor": "companion"},
            obstacles=("sexual-violence",),
            appears=False,
        ),
    ),
)


def _obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    """Return every obstacle; none to writing down that she withdrew, which costs her nothing."""
    if values.get("result") == "withdrew":
        return ()
    return obstacles_to_mediation(mediation_facts(facts.facts, values, matters=frozenset(MATTERS)))


def _deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    at = values.get("when")
    match values.get("result"):
        case "withdrew":
            return (Recorded(Deed.MEDIATION_WITHDRAWN, at),)
        case "agreed":
            return (Recorded(Deed.MEDIATION_AGREED, at, values.get("supervise_on"), About.ITSELF),)
        case _:
            return (Recorded(Deed.MEDIATION_ENDED, at),)


BOTH_FREE = when(CALM, (Deed.MEDIATION_FREE_COMPANION, -2), (Deed.MEDIATION_FREE_PSYCHOLOGIST, -1))
_HELD = {"when": MONDAY, "matter": "maintenance", "explained": True, "chooses": True, "trained": True}
MEDIATION = SheetKind(
    code="mediation",
    title=say("Mediasi: pilihannya, berita acara, pengawasan"),
    tab=Tab.GIVEN,
    form="2026-11",
    source=_SOURCE,
    purpose=say("Ia boleh menolak dan boleh mundur kapan saja. Mundur tidak mengakhiri apa pun."),
    explains=(
        say("Mediasi hanya pilihan. Menolak atau mundur tidak mengurangi bantuan apa pun."),
        say("Ia tidak harus duduk satu ruangan dengan terlapor."),
        say("Kesepakatan tidak menghentikan tugas kami dan diawasi pelaksanaannya."),
    ),
    sheet=Group(
        "mediation",
        say("Mediasi"),
        (
            WHEN,
            Field("result", say("Sampai di mana"), Kind.CODE, _CODED, codes=RESULTS, required=True),
            Field("matter", say("Pokok perkara"), Kind.CODE, _CODED, codes=MATTERS),
            Field("explained", say("Sudah dijelaskan kepadanya?"), Kind.YES_NO, _CODED),
            Field("chooses", say("Ia sendiri memilih mediasi?"), Kind.YES_NO, _CODED),
            Field("trained", say("Mediatornya terlatih?"), Kind.YES_NO, _CODED),
            Field("mediator", say("Mediator"), Kind.TEXT, longest=200),
            Field("minutes", say("Nomor berita acara"), Kind.TEXT, longest=120),
            Field("agreement", say("Isi kesepakatan, dan tanggung jawab terlapor"), Kind.LONG_TEXT),
            Field("supervise_on", say("Diawasi pada"), Kind.MOMENT, _CODED, hint=say("Menjadi tugas dengan tanggal ini.")),
        ),
    ),
    obstacles=_obstacles,
    deeds=_deeds,
    examples=(
        SheetExample(
            say("Nafkah anak, keduanya menilai ia bebas."),
            SheetFacts(BOTH_FREE),
            {**_HELD, "result": "agreed", "supervise_on": hours(30 * 24)},
            deeds=(Deed.MEDIATION_AGREED,),
        ),
        SheetExample(
            say("Psikolog belum menilai."),
            SheetFacts(when(CALM, (Deed.MEDIATION_FREE_COMPANION, -2))),
            {**_HELD, "result": "none"},
            obstacles=("psychologist-not-assessed",),
        ),
        SheetExample(
            say("Sesudahnya dinilai belum bebas: keduanya diulang."),
            SheetFacts(replace(BOTH_FREE, events=(*BOTH_FREE.events, *when(CALM, (Deed.MEDIATION_NOT_FREE, 0)).events))),
            {**_HELD, "result": "none"},
            obstacles=("companion-not-assessed", "psychologist-not-assessed"),
        ),
        SheetExample(
            say("Setiap alasan disebut sekaligus."),
            SheetFacts(
                replace(
                    when(CHILD, (Deed.COURT_ORDER, 0)), kinds=CHILD.kinds | SEXUAL.kinds, risk=Risk.HIGH
                )
            ),
            {},
            obstacles=(
                *("sexual-violence", "child", "risk-high", "protection-order"),
                *("companion-not-assessed", "psychologist-not-assessed"),
            ),
        ),
        SheetExample(
            say("Risiko belum ditanyakan."),
            SheetFacts(replace(BOTH_FREE, risk=Risk.UNASSESSED)),
            {**_HELD, "result": "none"},
            obstacles=("risk-unasked",),
        ),
        SheetExample(
            say("Tanpa penjelasan, pilihan, mediator terlatih, atau pokok yang boleh."),
            SheetFacts(BOTH_FREE),
            {"when": MONDAY, "result": "none"},
            obstacles=("not-explained", "not-her-choice", "matter", "mediator"),
        ),
        SheetExample(
            say("Ia mundur: selalu dapat dicatat, apa pun keadaannya."),
            SheetFacts(replace(SEXUAL, risk=Risk.HIGH)),
            {"when": MONDAY, "result": "withdrew"},
            deeds=(Deed.MEDIATION_WITHDRAWN,),
        ),
    ),
)
WATCHED = SheetKind(
    code="mediation-watch",
    title=say("Kesepakatan mediasi diawasi"),
    tab=Tab.GIVEN,
    form="2026-11",
    source=_SOURCE,
    for_thing=True,
    sheet=Group(
        "mediation_watch",
        say("Pengawasan"),
        (
            WHEN,
            Field("kept", say("Kesepakatan dijalankan?"), Kind.YES_NO, _CODED),
            Field("safe", say("Ia aman?"), Kind.YES_NO, _CODED),
            Field("words", say("Yang ia katakan, ditanya sendirian"), Kind.LONG_TEXT),
        ),
    ),
    deeds=lambda values: (Recorded(Deed.MEDIATION_SUPERVISED, values.get("when"), about=About.THING),),
    examples=(
        SheetExample(say("Dijalankan."), NO_ORDER, {"when": MONDAY, "kept": True}, deeds=(Deed.MEDIATION_SUPERVISED,)),
    ),
)

SHEETS = (ASSESS, MEDIATION, WATCHED)
