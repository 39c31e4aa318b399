"""One meeting of a service that stands in the plan: who came, a short note, when the next one is."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, hours
from dampingi.protocols.rules import Deed
from dampingi.services.catalog.assessment import SELF_HARM, self_harm_told
from dampingi.services.catalog.lists import ACCOMPANIMENTS, ATTENDANCES
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab, set_for

WRITE_WITHIN = timedelta(days=7)
"""After a session without a next one, how long until its outcome is asked for (to confirm)."""


def _obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    when, following = values.get("when"), values.get("next_at")
    if when and following and following <= when:
        return (
            Obstacle("next-before-this", say("Pertemuan berikutnya sebelum pertemuan ini."), say("Periksa tanggal dan jamnya.")),
        )
    return ()


def _deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    found = [Recorded(deed) for deed in self_harm_told(values)]
    if values.get("attendance") in ("came", "left_early"):
        found.append(Recorded(Deed.SERVICE_GIVEN, about=About.THING))
    following = values.get("next_at") or (values["when"] + WRITE_WITHIN if values.get("when") else None)
    return (*found, *set_for(Deed.SERVICE_PLANNED, values, following, about=About.THING))


SESSION = SheetKind(
    code="session",
    title=say("Catatan layanan"),
    tab=Tab.GIVEN,
    form="2026-11",
    source="Permen PPPA 2/2022; UU 12/2022 art. 26",
    purpose=say("Catatan pendek: cukup agar orang berikutnya tidak bertanya ulang."),
    for_thing=True,
    sheet=Group(
        "session",
        say("Catatan layanan"),
        (
            WHEN,
            Field("kind", say("Layanan apa"), Kind.CODE, Privacy.CODED, codes=ACCOMPANIMENTS),
            Field("attendance", say("Hadir?"), Kind.CODE, Privacy.CODED, codes=ATTENDANCES, required=True),
            Field("note", say("Catatan pendek"), Kind.LONG_TEXT),
            Field("her_words", say("Yang ia katakan tentang layanan ini"), Kind.LONG_TEXT),
            SELF_HARM,
            Field("next_at", say("Pertemuan berikutnya"), Kind.MOMENT, Privacy.CODED),
        ),
    ),
    obstacles=_obstacles,
    deeds=_deeds,
    at_once=self_harm_told,
    examples=(
        SheetExample(
            say("Hadir; berikutnya belum ditentukan: seminggu lagi diingatkan."),
            SheetFacts(CALM),
            {"when": MONDAY, "attendance": "came"},
            deeds=(Deed.SERVICE_GIVEN, Deed.SERVICE_PLANNED),
        ),
        SheetExample(
            say("Tidak hadir; diatur lagi."),
            SheetFacts(CALM),
            {"when": MONDAY, "attendance": "did_not_come", "next_at": hours(48)},
            deeds=(Deed.SERVICE_PLANNED,),
        ),
        SheetExample(
            say("Tanggal berikutnya tertulis kemarin."),
            SheetFacts(CALM),
            {"when": MONDAY, "attendance": "came", "next_at": hours(-24)},
            obstacles=("next-before-this",),
        ),
    ),
)
