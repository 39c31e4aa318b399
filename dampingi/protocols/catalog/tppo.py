"""Trafficking: UU 21/2007. Help never depends on testimony or a police report (H-18)."""

from dataclasses import replace

from dampingi.kernel.codes import CaseKind, Form
from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, MONDAY, TRAFFICKED, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Facts, Source, Start, Step


def _perhaps_trafficked(facts: Facts) -> bool:
    """Tell whether she is screened: suspected, or found where people are exploited (H-18)."""
    return CaseKind.TRAFFICKING_SUSPECTED in facts.kinds or bool(facts.forms & {Form.TRAFFICKING, Form.EXPLOITATION})


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
            "Tanyakan rehabilitasi kesehatan dan sosial",
            Actor.SOCIAL,
            sources.TPPO_REHABILITATION,
            7,
            Deed.REHABILITATION_ASKED,
            Deed.TPPO_REHABILITATION,
        ),
        _step(
            "tppo-repatriation",
            "Tanyakan pemulangannya",
            Actor.SOCIAL,
            sources.TPPO_REHABILITATION,
            7,
            Deed.REPATRIATION_ASKED,
            Deed.TPPO_REPATRIATION,
        ),
        _step(
            "tppo-reintegration",
            "Tanyakan reintegrasinya",
            Actor.SOCIAL,
            sources.TPPO_REHABILITATION,
            7,
            Deed.REINTEGRATION_ASKED,
            Deed.TPPO_REINTEGRATION,
        ),
        _step(
            "tppo-first-aid",
            "Tanyakan pertolongan pertama",
            Actor.SOCIAL,
            sources.TPPO_FIRST_AID,
            7,
            Deed.FIRST_AID_ASKED,
            Deed.TPPO_FIRST_AID,
        ),
        _step(
            "tppo-restitution",
            "Tanyakan pembayaran restitusi",
            Actor.CONVICT,
            sources.TPPO_RESTITUTION,
            14,
            Deed.VERDICT_FINAL,
            Deed.RESTITUTION_PAID,
        ),
        Step(
            code="tppo-screen",
            title=say("Saring dugaan perdagangan orang sebelum ia disebut apa pun"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-18",
                "Orang yang ditemukan dalam razia disaring lebih dulu; perbuatan yang dipaksakan dicatat sebagai dipaksa.",
            ),
            clock=Clock(24),
            applies=_perhaps_trafficked,
            met_by=(Deed.TRAFFICKING_SCREENED,),
            rank=18,
            why=say("Saran kepada petugas, tidak pernah putusan. Pertolongan tidak menunggunya."),
            examples=(
                example(say("Ada dugaan: sehari."), TRAFFICKED, hours(24)),
                example(say("Eksploitasi disebut: sehari."), replace(CALM, forms=frozenset({"exploitation"})), hours(24)),
                example(say("Tidak ada tandanya."), CALM, None),
            ),
        ),
        Step(
            code="home-safety",
            title=say("Tanyakan keamanannya di tempat asal: ia dipulangkan sebelum itu ditanyakan"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-18", "Sebelum ia pulang, keamanan di tempat asal ditanyakan kepadanya; bila belum, ditanyakan sekarang."
            ),
            clock=Clock(24, Counting.HOURS, Start.EVENT, Deed.SENT_HOME_UNASKED),
            applies=lambda _f: True,
            met_by=(Deed.SAFETY_RENEWED,),
            rank=16,
            why=say("Perekrut sering tinggal di dekat rumahnya. Hubungi dia dengan cara yang aman, dan unit di tempat asal."),
            examples=(
                example(
                    say("Dipulangkan empat jam sesudah laporan, belum ditanyakan: sehari."),
                    when(TRAFFICKED, (Deed.SENT_HOME_UNASKED, 4)),
                    hours(28),
                ),
                example(say("Dipulangkan sesudah ditanyakan."), when(TRAFFICKED, (Deed.TPPO_REPATRIATION, 4)), None),
            ),
        ),
        Step(
            code="rights-tppo",
            title=say("Jelaskan hak-haknya menurut undang-undang perdagangan orang"),
            actor=Actor.UNIT,
            clause=sources.TPPO_RIGHTS,
            clock=Clock(3, Counting.WORKING_DAYS),
            applies=lambda f: CaseKind.TRAFFICKING_SUSPECTED in f.kinds,
            met_by=(Deed.RIGHTS_TPPO_EXPLAINED,),
            to_confirm=lambda _f: True,  # the law says that, not by when
            rank=40,
            why=say("Boleh bertahap. Tidak satu pun bergantung pada kesaksiannya."),
            examples=(
                example(say("Tiga hari kerja."), TRAFFICKED, MONDAY.replace(day=11, hour=17)),
                example(say("Tidak ada dugaan perdagangan orang."), CALM, None),
            ),
        ),
    ),
)
