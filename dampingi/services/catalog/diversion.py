"""A reported child is a child: diversi is an event of its own, and asks the victim's free agreement (H-16)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dampingi.kernel.codes import CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, when
from dampingi.protocols.rules import Deed
from dampingi.services.rules.sheets import WHEN, Recorded, SheetExample, SheetFacts, SheetKind, Tab

_CODED = Privacy.CODED
ANSWERS = CodeList(
    "diversion_answer",
    say("Jawabannya"),
    {
        "agrees": say("Setuju dengan bebas"),
        "refuses": say("Tidak setuju"),
        "undecided": say("Belum memutuskan"),
    },
    "UU 11/2012 Pasal 6–8",
    to_confirm=True,
)


def _obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    """Return why an agreement is none: diversi never runs without the victim's free yes."""
    if values.get("answer") != "agrees":
        return ()
    found = []
    if not values.get("explained"):
        found.append(
            Obstacle(
                "not-explained",
                say("Diversi belum dijelaskan kepadanya."),
                say("Jelaskan dengan bahasa yang ia pahami: ia boleh menolak, dan perkara tetap berjalan."),
            )
        )
    if not values.get("alone") or not values.get("free"):
        found.append(
            Obstacle(
                "not-free",
                say("Persetujuan yang tidak ditanyakan sendirian, atau di bawah tekanan, bukan persetujuan."),
                say("Tanyakan lagi tanpa pihak terlapor dan keluarganya, atau catat “Belum memutuskan”."),
            )
        )
    return tuple(found)


def _deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    decided = values.get("explained") and values.get("answer") != "undecided"
    return (Recorded(Deed.DIVERSION_EXPLAINED, values.get("when")),) if decided else ()


BY_A_CHILD = SheetFacts(when(replace(CALM, reported_child=True), (Deed.POLICE_REPORT, 0)))
DIVERSION = SheetKind(
    code="diversion",
    title=say("Diversi: persetujuan bebasnya"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 11/2012 Pasal 6–8, 19",
    to_confirm=True,
    purpose=say("Terlapornya anak: anak yang dilaporkan. Identitasnya serahasia identitas yang didampingi."),
    sheet=Group(
        "diversion",
        say("Diversi"),
        (
            WHEN,
            Field("explained", say("Diversi sudah dijelaskan kepadanya?"), Kind.YES_NO, _CODED),
            Field("alone", say("Ditanyakan tanpa anak yang dilaporkan dan keluarganya?"), Kind.YES_NO, _CODED),
            Field("free", say("Ia menjawab tanpa tekanan?"), Kind.YES_NO, _CODED),
            Field("answer", say("Jawabannya"), Kind.CODE, _CODED, codes=ANSWERS, required=True),
            Field("words", say("Alasannya, dengan kata-katanya"), Kind.LONG_TEXT),
            Field("outcome", say("Kesepakatan diversi, bila ada"), Kind.LONG_TEXT),
        ),
    ),
    appears=lambda facts: facts.facts.reported_child,
    obstacles=_obstacles,
    deeds=_deeds,
    examples=(
        SheetExample(
            say("Setuju dengan bebas."),
            BY_A_CHILD,
            {"when": MONDAY, "explained": True, "alone": True, "free": True, "answer": "agrees"},
            deeds=(Deed.DIVERSION_EXPLAINED,),
        ),
        SheetExample(
            say("Menolak: pilihannya, dan tugasnya terpenuhi."),
            BY_A_CHILD,
            {"when": MONDAY, "explained": True, "answer": "refuses"},
            deeds=(Deed.DIVERSION_EXPLAINED,),
        ),
        SheetExample(
            say("Setuju di depan keluarga anak yang dilaporkan."),
            BY_A_CHILD,
            {"when": MONDAY, "explained": False, "alone": False, "free": True, "answer": "agrees"},
            obstacles=("not-explained", "not-free"),
        ),
        SheetExample(say("Belum memutuskan."), BY_A_CHILD, {"when": MONDAY, "explained": True, "answer": "undecided"}),
        SheetExample(say("Terlapornya dewasa."), SheetFacts(CALM), {"when": MONDAY, "answer": "undecided"}, appears=False),
    ),
)

SHEETS = (DIVERSION,)
