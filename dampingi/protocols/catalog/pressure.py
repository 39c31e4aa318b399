"""Pressure on her or on who helps her: each is an event with its own safety duty (H-17)."""

from collections.abc import Callable

from dampingi.kernel.days import Counting
from dampingi.kernel.words import Words, say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Facts, Source, Start, Step, UnitSettings

_PRESSURE = sources.house(
    "H-17", "Tekanan, ancaman, pencabutan laporan, dan tawaran damai adalah peristiwa yang mengubah keselamatannya."
)


def _at_once(event: Deed) -> Callable[[Facts, UnitSettings], Clock]:
    return lambda _facts, settings: Clock(0, Counting.HOURS, Start.EVENT, event, grace=settings.high_grace)


def _after(
    code: str,
    title: str,
    event: Deed,
    *,
    why: str,
    urgent: bool = False,
    clause: Clause = _PRESSURE,
    hints: tuple[Words, ...] = (),
) -> Step:
    return Step(
        code=code,
        title=say(title),
        actor=Actor.UNIT,
        clause=clause,
        clock=_at_once(event) if urgent else Clock(24, Counting.HOURS, Start.EVENT, event),
        applies=lambda _f: True,
        met_by=(Deed.SAFETY_RENEWED,),
        to_confirm=lambda _f: True,  # by when is practice, whatever the clause
        rank=15,
        why=say(why),
        hints=hints,
        examples=(
            example(say("Terjadi lima jam sesudah laporan."), when(CALM, (event, 5)), hours(5 if urgent else 29)),
            example(say("Tidak terjadi."), CALM, None),
        ),
    )


PROTOCOL = Source(
    "pressure",
    say("Tekanan, adat, dan usul menikah (H-17)"),
    (
        _after(
            "threat-safety",
            "Atur keselamatannya sekarang: ia diancam",
            Deed.THREATENED,
            urgent=True,
            why="Ancaman mengubah risikonya. Lakukan asesmen ulang bersama dia.",
        ),
        _after(
            "order-breached",
            "Atur keselamatannya sekarang: perintah perlindungan dilanggar",
            Deed.ORDER_BREACHED,
            urgent=True,
            clause=sources.PKDRT_BREACH,
            why="Laporkan pelanggarannya ke polisi bersama dia; pelanggar dapat ditahan.",
        ),
        _after(
            "pressure-safety",
            "Perbarui rencana keselamatannya: ia ditekan",
            Deed.PRESSURED,
            why="Temui dia sendirian. Tanyakan siapa yang menekan dan apa yang ia takutkan.",
        ),
        _after(
            "withdrawal-check",
            "Tanyakan apakah pencabutan laporan itu pilihannya yang bebas",
            Deed.REPORT_WITHDRAWN,
            why="Pencabutan tidak mengakhiri pendampingan. Yang bukan delik aduan tetap berjalan.",
        ),
        _after(
            "settlement-check",
            "Tanyakan apakah tawaran damai itu menekannya",
            Deed.SETTLEMENT_OFFERED,
            why="Damai tidak pernah menghentikan tugas apa pun.",
        ),
        _after(
            "adat-check",
            "Tanyakan apakah ia hadir dan bebas dalam proses adat",
            Deed.ADAT_PROCESS,
            why="Sanksi adat menambah, tidak menggantikan hukum, dan tidak pernah menjadi alasan menutup kasus.",
        ),
        _after(
            "marriage-safety",
            "Atur keselamatannya: ia diusulkan menikah dengan terlapor",
            Deed.MARRIAGE_PROPOSED,
            clause=sources.TPKS_MARRIAGE,
            why="Usul ini tekanan, dan mungkin tindak pidana baru. Tidak pernah penyelesaian.",
            hints=(
                say("Jelaskan kepadanya bahwa ia boleh menolak, dan apa yang dapat dilaporkan."),
                say("Bila ia mengalaminya sebagai paksaan: lengkapi jenis kasusnya dengan pemaksaan perkawinan."),
                say("Kasus anak selalu dilaporkan; hubungi juga pekerja sosial."),
            ),
        ),
    ),
)
