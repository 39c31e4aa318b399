"""Monitoring and evaluation (*pemantauan dan evaluasi*), and the report (*lembar laporan*)."""

from collections.abc import Mapping
from typing import Any

from dampingi.kernel.codes import SAFETIES
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, hours
from dampingi.protocols.rules import Deed
from dampingi.services.catalog.assessment import SELF_HARM, self_harm_told
from dampingi.services.catalog.lists import CHANGES, EXTENTS, READERS, WAYS
from dampingi.services.rules.sheets import WHEN, Recorded, SheetExample, SheetFacts, SheetKind, Tab, set_for


def told_unsafe(payload: Mapping[str, Any]) -> tuple[Deed, ...]:
    """Return what must be answered at once: she says she is not safe, or speaks of ending her life."""
    unsafe = (Deed.UNSAFE_TOLD,) if payload.get("safe_now") == "unsafe" else ()
    return (*unsafe, *self_harm_told(payload))


def _obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    when, following = values.get("when"), values.get("next_at")
    if when and following and following <= when:
        return (
            Obstacle("next-before-this", say("Pemantauan berikutnya sebelum pemantauan ini."), say("Periksa tanggal dan jamnya.")),
        )
    return ()


MONITORING = SheetKind(
    code="monitoring",
    title=say("Pemantauan dan evaluasi"),
    tab=Tab.GIVEN,
    form="2026-11",
    source="Permen PPPA 2/2022, lampiran 3.4.2",
    purpose=say("Pakai cara menghubungi yang aman. Tanyakan keselamatannya lebih dulu."),
    sheet=Group(
        "monitoring",
        say("Pemantauan dan evaluasi"),
        (
            WHEN,
            Field("way", say("Dengan cara apa"), Kind.CODE, Privacy.CODED, codes=WAYS),
            Field("safe_now", say("Aman sekarang?"), Kind.CODE, Privacy.CODED, codes=SAFETIES),
            Field("change", say("Dibanding terakhir kali"), Kind.CODE, Privacy.CODED, codes=CHANGES),
            Field("her_words", say("Keadaannya, dengan kata-katanya"), Kind.LONG_TEXT),
            SELF_HARM,
            Field("services_run", say("Layanan dalam rencana berjalan?"), Kind.CODE, Privacy.CODED, codes=EXTENTS),
            Field("obstacles", say("Yang menghambat"), Kind.LONG_TEXT),
            Field("needed", say("Yang dibutuhkan sekarang"), Kind.LONG_TEXT),
            Field("next_at", say("Pemantauan berikutnya"), Kind.MOMENT, Privacy.CODED),
        ),
    ),
    obstacles=_obstacles,
    deeds=lambda values: (
        Recorded(Deed.MONITORED),
        *(Recorded(deed) for deed in told_unsafe(values)),
        *set_for(Deed.MONITORING_SET, values, values.get("next_at")),
    ),
    at_once=told_unsafe,
    examples=(
        SheetExample(
            say("Baik-baik saja; bulan depan dipantau lagi."),
            SheetFacts(CALM),
            {"when": MONDAY, "safe_now": "safe", "next_at": hours(24 * 30)},
            deeds=(Deed.MONITORED, Deed.MONITORING_SET),
        ),
        SheetExample(
            say("Ia berkata tidak aman."),
            SheetFacts(CALM),
            {"when": MONDAY, "safe_now": "unsafe"},
            deeds=(Deed.MONITORED, Deed.UNSAFE_TOLD),
        ),
        SheetExample(
            say("Tanggal berikutnya tertulis kemarin."),
            SheetFacts(CALM),
            {"when": MONDAY, "next_at": hours(-24)},
            obstacles=("next-before-this",),
        ),
    ),
)


def _period(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    since, until = values.get("since"), values.get("until")
    if since and until and until < since:
        return (Obstacle("ends-before-it-begins", say("Masa laporan berakhir sebelum mulai."), say("Periksa kedua tanggalnya.")),)
    return ()


REPORT = SheetKind(
    code="report",
    title=say("Lembar laporan"),
    tab=Tab.GIVEN,
    form="2026-11",
    source="Permen PPPA 2/2022, lampiran 3.4.2",
    purpose=say("Laporan pendampingan. Tulis yang perlu bagi pembacanya, tanpa nama, alamat, sekolah, atau desa."),
    sheet=Group(
        "report",
        say("Lembar laporan"),
        (
            WHEN,
            Field("reader", say("Untuk siapa"), Kind.CODE, Privacy.CODED, codes=READERS),
            Field("since", say("Masa laporan mulai"), Kind.DATE, Privacy.CODED),
            Field("until", say("Masa laporan sampai"), Kind.DATE, Privacy.CODED),
            Field("done", say("Yang sudah dilakukan"), Kind.LONG_TEXT),
            Field("results", say("Hasilnya baginya"), Kind.LONG_TEXT),
            Field("obstacles", say("Yang menghambat"), Kind.LONG_TEXT),
            Field("following", say("Langkah berikutnya"), Kind.LONG_TEXT),
            Field("advice", say("Saran"), Kind.LONG_TEXT),
        ),
    ),
    obstacles=_period,
    deeds=lambda values: (Recorded(Deed.REPORT_WRITTEN),),
    examples=(
        SheetExample(say("Laporan bulanan."), SheetFacts(CALM), {"when": MONDAY}, deeds=(Deed.REPORT_WRITTEN,)),
        SheetExample(
            say("Tanggalnya terbalik."),
            SheetFacts(CALM),
            {"when": MONDAY, "since": MONDAY.date(), "until": hours(-48).date()},
            obstacles=("ends-before-it-begins",),
        ),
    ),
)
