"""Children: a child victim's clocks, and a reported child, who is a child (H-16)."""

from dataclasses import replace

from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, CHILD, example, hours, when
from dampingi.protocols.rules import Actor, Clock, Deed, Source, Start, Step

BY_A_CHILD = replace(CALM, reported_child=True)

PROTOCOL = Source(
    "child",
    say("Anak (UU 35/2014, UU 11/2012)"),
    (
        Step(
            code="child-prompt",
            title=say("Dampingi anak dengan cepat, sampai pulih"),
            actor=Actor.UNIT,
            clause=sources.CHILD_PROMPT,
            clock=Clock(24),
            applies=lambda f: f.is_child,
            met_by=(Deed.FIRST_CONTACT,),
            rank=24,
            examples=(
                example(say("Anak: sehari."), CHILD, hours(24)),
                example(say("Usia belum diketahui: seperti anak."), replace(CHILD, victim_is_child=None), hours(24)),
                example(say("Orang dewasa."), CALM, None),
            ),
        ),
        Step(
            code="child-social-report",
            title=say("Tanyakan permintaan laporan sosial kepada penyidik"),
            actor=Actor.POLICE,
            clause=sources.SOCIAL_REPORT,
            clock=Clock(3, Counting.DAYS, Start.EVENT, Deed.POLICE_REPORT),
            applies=lambda f: f.is_child,
            met_by=(Deed.SOCIAL_REPORT,),
            reminder=True,
            rank=60,
            examples=(
                example(say("Dilaporkan ke polisi dua jam kemudian."), when(CHILD, (Deed.POLICE_REPORT, 2)), hours(74)),
                example(say("Orang dewasa."), when(CALM, (Deed.POLICE_REPORT, 2)), None),
            ),
        ),
        Step(
            code="reported-child-social-worker",
            title=say("Hubungi pekerja sosial untuk anak yang dilaporkan"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-16", "Anak yang dilaporkan juga anak: identitasnya rahasia dan ia didampingi pekerja sosial."
            ),
            clock=Clock(3, Counting.DAYS),
            applies=lambda f: f.reported_child,
            met_by=(Deed.SOCIAL_REPORT,),
            reminder=True,
            rank=46,
            examples=(
                example(say("Terlapor berusia 16 tahun."), BY_A_CHILD, hours(72)),
                example(say("Terlapor dewasa."), CALM, None),
            ),
        ),
        Step(
            code="reported-child-bapas",
            title=say("Tanyakan hasil penelitian Bapas"),
            actor=Actor.BAPAS,
            clause=sources.BAPAS,
            clock=Clock(3, Counting.DAYS, Start.EVENT, Deed.BAPAS_ASKED),
            applies=lambda f: f.reported_child,
            met_by=(Deed.BAPAS_REPORT,),
            reminder=True,
            rank=60,
            examples=(
                example(say("Diminta pada saat laporan."), when(BY_A_CHILD, (Deed.BAPAS_ASKED, 0)), hours(72)),
                example(say("Terlapor dewasa."), when(CALM, (Deed.BAPAS_ASKED, 0)), None),
            ),
        ),
        Step(
            code="diversion-free-choice",
            title=say("Jelaskan diversi dan tanyakan persetujuan bebasnya"),
            actor=Actor.UNIT,
            clause=sources.DIVERSION,
            clock=Clock(7, Counting.DAYS, Start.EVENT, Deed.POLICE_REPORT),
            applies=lambda f: f.reported_child,
            met_by=(Deed.DIVERSION_EXPLAINED,),
            rank=56,
            why=say("Diversi tidak pernah berjalan tanpa persetujuan bebas dari korban."),
            examples=(
                example(
                    say("Dilaporkan ke polisi pada saat laporan."),
                    when(BY_A_CHILD, (Deed.POLICE_REPORT, 0)),
                    hours(7 * 24),
                ),
                example(say("Belum ada laporan polisi."), BY_A_CHILD, None),
            ),
        ),
    ),
)
