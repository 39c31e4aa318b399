"""Personal data: UU 27/2022. These clocks belong to the installation, not to a case."""

from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, example, hours, when
from dampingi.protocols.rules import Actor, Clock, Deed, Source, Start, Step

PROTOCOL = Source(
    "data-protection",
    say("Pelindungan data pribadi (UU 27/2022)"),
    (
        Step(
            code="data-failure",
            title=say("Beri tahu orangnya dan lembaga tentang kegagalan pelindungan data"),
            actor=Actor.HEAD,
            clause=sources.PDP_FAILURE,
            clock=Clock(3, Counting.DAYS, Start.EVENT, Deed.DATA_FAILURE),
            applies=lambda f: True,
            met_by=(Deed.DATA_FAILURE_TOLD,),
            hints=(say("Hanya lewat cara yang aman baginya: surat ke alamat bersama bisa menjadi kebocoran baru."),),
            examples=(
                example(say("Diketahui satu jam kemudian."), when(CALM, (Deed.DATA_FAILURE, 1)), hours(73)),
                example(say("Tidak ada kegagalan."), CALM, None),
            ),
        ),
        Step(
            code="data-limit",
            title=say("Jawab permintaan menunda atau membatasi data"),
            actor=Actor.HEAD,
            clause=sources.PDP_LIMIT,
            clock=Clock(3, Counting.DAYS, Start.EVENT, Deed.LIMIT_ASKED),
            applies=lambda f: True,
            met_by=(Deed.LIMIT_ANSWERED,),
            examples=(
                example(say("Diminta satu jam kemudian."), when(CALM, (Deed.LIMIT_ASKED, 1)), hours(73)),
                example(say("Tidak ada permintaan."), CALM, None),
            ),
        ),
    ),
)
