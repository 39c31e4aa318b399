"""Temporary shelter: a place is found, the stay has its clock, and leaving is followed (domain §1.4)."""

from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, example, hours, when
from dampingi.protocols.rules import Actor, Clock, Deed, Source, Start, Step

PROTOCOL = Source(
    "shelter",
    say("Penampungan sementara"),
    (
        Step(
            code="shelter-find",
            title=say("Carikan penampungan lain: rujuk, telepon dulu"),
            actor=Actor.UNIT,
            clause=sources.house("H-03", "Tidak ada tempat bukan akhir: penampungan lain dicari dan ia dirujuk."),
            clock=lambda _f, s: Clock(0, Counting.HOURS, Start.EVENT, Deed.SHELTER_NEEDED, grace=s.high_grace),
            applies=lambda _f: True,
            met_by=(Deed.STAY_RUNS, Deed.SHELTER_ELSEWHERE),
            rank=12,
            why=say("Unit provinsi, dinas sosial, RPTC, atau lembaga lain. Sampai ada, atur malam ini bersama dia."),
            examples=(
                example(say("Perlu sekarang, semua penuh."), when(CALM, (Deed.SHELTER_NEEDED, 1)), hours(1)),
                example(say("Tidak perlu."), CALM, None),
            ),
        ),
        Step(
            code="stay-ends",
            title=say("Putuskan bersama dia: perpanjang atau pindah dari penampungan"),
            actor=Actor.UNIT,
            clause=sources.SHELTER,
            clock=Clock(14, Counting.DAYS, Start.EVENT, Deed.STAY_RUNS),
            applies=lambda _f: True,
            met_by=(Deed.STAY_LEFT,),
            rank=33,
            why=say("Tidak seorang pun keluar karena waktunya habis: perpanjang, atau siapkan tempat yang aman."),
            examples=(
                example(say("Tanpa pengaturan unit: 14 hari."), when(CALM, (Deed.STAY_RUNS, 2)), hours(2 + 14 * 24)),
                example(say("Tidak tinggal di penampungan."), CALM, None),
            ),
        ),
        Step(
            code="stay-follow-up",
            title=say("Tanyakan keadaannya sesudah dari penampungan"),
            actor=Actor.UNIT,
            clause=sources.SHELTER,
            clock=Clock(7, Counting.DAYS, Start.EVENT, Deed.STAY_LEFT),
            applies=lambda _f: True,
            met_by=(Deed.STAY_FOLLOWED,),
            rank=45,
            why=say("Dengan cara menghubungi yang aman, pada hari yang disepakati."),
            examples=(
                example(say("Tanpa tanggal: sepekan."), when(CALM, (Deed.STAY_LEFT, 0)), hours(7 * 24)),
                example(say("Tidak tinggal di penampungan."), CALM, None),
            ),
        ),
    ),
)
