"""After the accompaniment has ended: she is looked after up to six months longer (domain §1.6, §11)."""

from dataclasses import replace
from datetime import timedelta

from dampingi.kernel.codes import Risk
from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, example, hours, when
from dampingi.protocols.rules import Actor, Clock, Deed, Facts, Source, Start, Step, UnitSettings

# To be confirmed: a unit in Kalimantan Timur goes on up to six months, then hands over to Puspaga.
VISITS_AFTER = (timedelta(days=30), timedelta(days=90), timedelta(days=180))
LASTS = timedelta(days=183)
VISIT, END = "aftercare-visit", "aftercare-end"


def _asked_again(facts: Facts, settings: UnitSettings) -> Clock:
    """Return how soon she is asked again: as a new report of the same risk, a day at most."""
    urgent = facts.risk in (Risk.HIGH, Risk.UNASSESSED)
    length, grace = (0, settings.high_grace) if urgent else (24, timedelta(0))
    return Clock(length, Counting.HOURS, Start.EVENT, Deed.CASE_REOPENED, grace=grace)


_REOPENED = when(CALM, (Deed.CASE_REOPENED, 100))

PROTOCOL = Source(
    "ending",
    say("Sesudah pendampingan selesai"),
    (
        Step(
            code=VISIT,
            title=say("Lihat keadaannya sesudah pendampingan selesai"),
            actor=Actor.UNIT,
            clause=sources.house(
                "Pemantauan sesudah selesai",
                "Sesudah 1, 3, dan 6 bulan keadaannya dilihat lagi, dengan cara yang aman baginya.",
            ),
            clock=Clock(VISITS_AFTER[0].days, Counting.DAYS, Start.EVENT, Deed.AFTERCARE_PLANNED),
            applies=lambda _f: True,
            met_by=(Deed.AFTERCARE_VISITED,),
            rank=56,
            runs_on=True,
            why=say("Setiap kunjungan punya tanggalnya sendiri, yang disepakati saat menutup."),
            examples=(
                example(
                    say("Ditutup empat jam kemudian tanpa tanggal lain: satu bulan."),
                    when(CALM, (Deed.AFTERCARE_PLANNED, 4)),
                    hours(4 + 24 * 30),
                ),
                example(say("Belum ditutup."), CALM, None),
            ),
        ),
        Step(
            code=END,
            title=say("Akhiri pemantauan, serahkan ke Puspaga bila perlu"),
            actor=Actor.UNIT,
            clause=sources.house(
                "Pemantauan sesudah selesai",
                "Paling lama enam bulan; sesudah itu keluarga dapat dihubungkan ke Puspaga.",
            ),
            clock=Clock(LASTS.days, Counting.DAYS, Start.EVENT, Deed.AFTERCARE_BEGAN),
            applies=lambda _f: True,
            met_by=(Deed.AFTERCARE_ENDED,),
            rank=57,
            runs_on=True,
            examples=(
                example(
                    say("Dimulai empat jam kemudian: enam bulan."),
                    when(CALM, (Deed.AFTERCARE_BEGAN, 4)),
                    hours(4 + 24 * 183),
                ),
                example(say("Belum ditutup."), CALM, None),
            ),
        ),
        Step(
            code="ask-again-safety",
            title=say("Hubungi dia dan tanyakan keselamatannya lagi: kasusnya dibuka kembali"),
            actor=Actor.UNIT,
            clause=sources.house("H-01", "Yang diketahui dulu tidak berarti aman sekarang: tanda bahaya ditanyakan lagi."),
            clock=_asked_again,
            applies=lambda f: not f.signs_unasked,  # else they were never asked, and that is owed already
            met_by=(Deed.SAFETY_ASKED_AGAIN,),
            to_confirm=lambda _f: True,  # by when is practice
            rank=16,
            why=say("Ia datang lagi, atau ada yang baru terjadi. Jangan minta ia mengulang ceritanya."),
            examples=(
                example(say("Dibuka kembali, dulu berisiko rendah: sehari."), _REOPENED, hours(124)),
                example(say("Dulu berisiko tinggi: saat itu juga."), replace(_REOPENED, risk=Risk.HIGH), hours(100)),
                example(say("Tidak pernah ditutup."), CALM, None),
            ),
        ),
    ),
)
