"""Domestic violence: UU 23/2004. The clocks of police and court are reminders to chase."""

from dataclasses import replace

from dampingi.kernel.codes import CaseKind
from dampingi.kernel.days import Counting
from dampingi.kernel.refusals import NOTHING
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, DOMESTIC, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Event, Facts, Source, Start, Step


def _domestic(facts: Facts) -> bool:
    return CaseKind.DOMESTIC_VIOLENCE in facts.kinds


def _chase(code: str, title: str, actor: Actor, clause: Clause, days: int, started_by: Deed, *met_by: Deed) -> Step:
    return Step(
        code=code,
        title=say(title),
        actor=actor,
        clause=clause,
        clock=Clock(days, Counting.DAYS, Start.EVENT, started_by),
        applies=_domestic,
        met_by=met_by,
        reminder=actor is not Actor.UNIT,
        rank=60,
        why=say("Jam ini milik pihak lain: tanyakan dan catat jawabannya.") if actor is not Actor.UNIT else NOTHING,
        examples=(
            example(say("Dimulai saat peristiwanya terjadi."), when(DOMESTIC, (started_by, 3)), hours(3 + 24 * days)),
            example(say("Bukan kekerasan dalam rumah tangga."), when(CALM, (started_by, 3)), None),
        ),
    )


PROTOCOL = Source(
    "pkdrt",
    say("Kekerasan dalam rumah tangga (UU 23/2004)"),
    (
        _chase(
            "pkdrt-protection",
            "Tanyakan perlindungan sementara kepada polisi",
            Actor.POLICE,
            sources.PKDRT_PROTECTION,
            1,
            Deed.POLICE_REPORT,
            Deed.PROTECTION_GIVEN,
        ),
        _chase(
            "pkdrt-protection-ends",
            "Tanyakan kelanjutan perlindungan sementara",
            Actor.POLICE,
            sources.PKDRT_PROTECTION_ENDS,
            7,
            Deed.PROTECTION_GIVEN,
            # The court's order is how it goes on. Whoever had to write "ended" would end that order too.
            *(Deed.PROTECTION_ENDED, Deed.COURT_ORDER),
        ),
        _chase(
            "pkdrt-court",
            "Tanyakan permintaan penetapan pengadilan",
            Actor.POLICE,
            sources.PKDRT_COURT,
            1,
            Deed.PROTECTION_GIVEN,
            Deed.COURT_APPLICATION,
        ),
        _chase(
            "pkdrt-order",
            "Tanyakan perintah perlindungan kepada pengadilan",
            Actor.COURT,
            sources.PKDRT_ORDER,
            7,
            Deed.COURT_APPLICATION,
            Deed.COURT_ORDER,
        ),
        Step(
            code="pkdrt-order-ends",
            title=say("Siapkan perpanjangan perintah perlindungan"),
            actor=Actor.UNIT,
            clause=sources.PKDRT_ORDER_ENDS,
            # Asked at the latest 7 days before it ends; an order that says no day lasts a year at most.
            clock=Clock(365 - 7, Counting.DAYS, Start.EVENT, Deed.COURT_ORDER),
            applies=_domestic,
            met_by=(Deed.EXTENSION_ASKED, Deed.PROTECTION_ENDED),
            reminder=False,
            rank=58,
            runs_on=True,
            why=say("Perpanjangan dimohonkan paling lambat 7 hari sebelum perintah berakhir."),
            examples=(
                example(
                    say("Perintah keluar tiga jam sesudah laporan, tanpa tanggal akhir."),
                    when(DOMESTIC, (Deed.COURT_ORDER, 3)),
                    hours(3 + 24 * 358),
                ),
                example(
                    say("Perintah menyebut kapan berakhir: tujuh hari sebelumnya."),
                    replace(DOMESTIC, events=(Event(Deed.COURT_ORDER, hours(3), due_at=hours(24 * 83)),)),
                    hours(24 * 83),
                ),
                example(say("Bukan kekerasan dalam rumah tangga."), when(CALM, (Deed.COURT_ORDER, 3)), None),
            ),
        ),
        Step(
            code="pkdrt-help-apply",
            title=say("Jelaskan dan bantu permohonan perlindungan"),
            actor=Actor.UNIT,
            clause=sources.PKDRT_HELP,
            clock=Clock(3, Counting.DAYS),
            applies=_domestic,
            met_by=(Deed.PROTECTION_EXPLAINED, Deed.COURT_APPLICATION, Deed.PROTECTION_GIVEN),
            to_confirm=lambda _f: True,  # the law says that, not by when
            rank=38,
            why=say("Boleh lisan: panitera yang mencatat. Ia yang memilih."),
            examples=(
                example(say("Tiga hari sejak laporan."), DOMESTIC, hours(72)),
                example(say("Bukan kekerasan dalam rumah tangga."), CALM, None),
            ),
        ),
        _chase(
            "pkdrt-breach-detention",
            "Atur keselamatannya sebelum pelanggar perintah keluar",
            Actor.UNIT,
            sources.PKDRT_BREACH,
            30,
            Deed.BREACH_DETAINED,
            Deed.SAFETY_RENEWED,
        ),
    ),
)
