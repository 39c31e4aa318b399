"""Trafficking: UU 21/2007. Help never depends on testimony or a police report (H-18)."""

from dampingi.kernel.codes import CaseKind
from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, TRAFFICKED, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Source, Start, Step


def _step(code: str, title: str, actor: Actor, clause: Clause, days: int, started_by: Deed, met_by: Deed) -> Step:
    return Step(
        code=code,
        title=say(title),
        actor=actor,
        clause=clause,
        clock=Clock(days, Counting.DAYS, Start.EVENT, started_by),
        applies=lambda f: CaseKind.TRAFFICKING_SUSPECTED in f.kinds,
        met_by=(met_by,),
        reminder=actor is not Actor.UNIT,
        rank=58,
        why=say("Dugaan saja sudah cukup untuk menolong; hanya permohonan Pasal 51 yang memerlukan laporan polisi."),
        examples=(
            example(say("Dimulai saat peristiwanya terjadi."), when(TRAFFICKED, (started_by, 4)), hours(4 + 24 * days)),
            example(say("Belum terjadi: belum berjalan."), TRAFFICKED, None),
            example(say("Tidak ada dugaan perdagangan orang."), when(CALM, (started_by, 4)), None),
        ),
    )


PROTOCOL = Source(
    "tppo",
    say("Perdagangan orang (UU 21/2007)"),
    (
        _step(
            "tppo-apply",
            "Ajukan permohonan rehabilitasi atau pemulangan",
            Actor.UNIT,
            sources.TPPO_APPLY,
            7,
            Deed.POLICE_REPORT,
            Deed.TPPO_APPLICATION,
        ),
        _step(
            "tppo-rehabilitation",
            "Tanyakan rehabilitasi atau pemulangan",
            Actor.SOCIAL,
            sources.TPPO_REHABILITATION,
            7,
            Deed.TPPO_APPLICATION,
            Deed.TPPO_REHABILITATION,
        ),
        _step(
            "tppo-first-aid",
            "Tanyakan pertolongan pertama",
            Actor.SOCIAL,
            sources.TPPO_FIRST_AID,
            7,
            Deed.TPPO_APPLICATION,
            Deed.TPPO_FIRST_AID,
        ),
        _step(
            "tppo-restitution",
            "Tanyakan pembayaran restitusi",
            Actor.CONVICT,
            sources.TPPO_RESTITUTION,
            14,
            Deed.VERDICT_COPY,
            Deed.RESTITUTION_PAID,
        ),
    ),
)
