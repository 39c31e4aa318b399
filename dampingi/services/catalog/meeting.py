"""The case meeting (*pembahasan kasus, gelar kasus*): who came, what was decided, when the next one is."""

from collections.abc import Mapping
from typing import Any

from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, hours
from dampingi.protocols.rules import Deed
from dampingi.services.catalog.lists import MEETING_ROLES
from dampingi.services.rules.sheets import WHEN, Recorded, SheetExample, SheetFacts, SheetKind, Tab, set_for


def _obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    when, following = values.get("when"), values.get("next_at")
    if when and following and following <= when:
        return (
            Obstacle(
                "next-before-this",
                say("Pembahasan berikutnya sebelum pembahasan ini."),
                say("Periksa tanggal dan jamnya."),
            ),
        )
    return ()


MEETING = SheetKind(
    code="case-meeting",
    title=say("Pembahasan kasus (gelar kasus)"),
    tab=Tab.PLAN,
    form="2026-11",
    source="Permen PPPA 2/2022; DAK nonfisik membiayai pembahasan kasus (Permen PPPA 2/2025)",
    purpose=say("Bahas seperlunya untuk keputusan; namanya tidak perlu disebut kepada lembaga yang tidak melayaninya."),
    sheet=Group(
        "case_meeting",
        say("Pembahasan kasus (gelar kasus)"),
        (
            WHEN,
            Field("attended", say("Yang hadir"), Kind.CODES, Privacy.CODED, codes=MEETING_ROLES),
            Field("attendees", say("Nama lembaga dan peran yang hadir"), Kind.LONG_TEXT),
            Field("her_wish", say("Yang ia inginkan dibicarakan, dengan kata-katanya"), Kind.LONG_TEXT),
            Field("discussed", say("Yang dibahas"), Kind.LONG_TEXT),
            Group(
                "decisions",
                say("Keputusan"),
                (
                    Field("decision", say("Apa"), Kind.LONG_TEXT),
                    Field("who", say("Siapa yang mengerjakan"), Kind.TEXT, longest=200),
                    Field("until", say("Sampai kapan"), Kind.DATE, Privacy.CODED),
                ),
                many=True,
            ),
            Field("told_her", say("Hasilnya diberitahukan kepadanya?"), Kind.YES_NO, Privacy.CODED),
            Field("next_at", say("Pembahasan berikutnya"), Kind.MOMENT, Privacy.CODED),
        ),
    ),
    obstacles=_obstacles,
    deeds=lambda values: (
        Recorded(Deed.MEETING_HELD),
        *set_for(Deed.MEETING_SET, values, values.get("next_at")),
    ),
    examples=(
        SheetExample(say("Sekali saja."), SheetFacts(CALM), {"when": MONDAY}, deeds=(Deed.MEETING_HELD,)),
        SheetExample(
            say("Disepakati bertemu lagi minggu depan."),
            SheetFacts(CALM),
            {"when": MONDAY, "next_at": hours(24 * 7)},
            deeds=(Deed.MEETING_HELD, Deed.MEETING_SET),
        ),
        SheetExample(
            say("Tanggal berikutnya tertulis kemarin."),
            SheetFacts(CALM),
            {"when": MONDAY, "next_at": hours(-24)},
            obstacles=("next-before-this",),
        ),
    ),
)
