"""Domestic violence: UU 23/2004. The clocks of police and court are reminders to chase."""

from dampingi.kernel.codes import CaseKind
from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, DOMESTIC, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Source, Start, Step


def _chase(code: str, title: str, actor: Actor, clause: Clause, days: int, started_by: Deed, met_by: Deed) -> Step:
    return Step(
        code=code,
        title=say(title),
        actor=actor,
        clause=clause,
        clock=Clock(days, Counting.DAYS, Start.EVENT, started_by),
        applies=lambda f: CaseKind.DOMESTIC_VIOLENCE in f.kinds,
        met_by=(met_by,),
        reminder=True,
        rank=60,
        why=say("Jam ini milik pihak lain: tanyakan dan catat jawabannya."),
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
            Deed.PROTECTION_ENDED,
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
        _chase(
            "pkdrt-order-ends",
            "Siapkan perpanjangan perintah perlindungan",
            Actor.UNIT,
            sources.PKDRT_ORDER_ENDS,
            358,
            Deed.COURT_ORDER,
            Deed.PROTECTION_ENDED,
        ),
    ),
)
