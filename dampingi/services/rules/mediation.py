"""When mediation is refused, and everything it needs (H-17; domain §1.4). Pure.

Withdrawing costs nothing and ends nothing: it is never in any table of obstacles.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dampingi.kernel.codes import CaseKind, Risk
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.rules import Deed, Facts

PROTECTED_BY = frozenset({Deed.PROTECTION_GIVEN, Deed.COURT_ORDER, Deed.RESTRICTION_ORDERED})


@dataclass(frozen=True, slots=True)
class MediationFacts:
    """What decides whether these people may be brought to one table."""

    sexual: bool
    trafficking: bool
    against_child: bool
    risk: Risk
    protected: bool
    free_says_companion: bool
    free_says_psychologist: bool
    explained: bool = True
    chooses: bool = True
    trained: bool = True
    allowed_matter: bool = True


def _last(facts: Facts, *deeds: str) -> datetime | None:
    return max((e.at for e in facts.events if e.code in deeds), default=None)


def protection_live(facts: Facts) -> bool:
    """Tell whether a protection stands: given and not said to have ended."""
    given, ended = _last(facts, *PROTECTED_BY), _last(facts, Deed.PROTECTION_ENDED)
    return given is not None and (ended is None or ended < given)


def _found_free(facts: Facts, deed: Deed) -> bool:
    """Tell whether that assessor's yes stands: no later "not free" by anybody."""
    yes, no = _last(facts, deed), _last(facts, Deed.MEDIATION_NOT_FREE)
    return yes is not None and (no is None or no < yes)


def mediation_facts(facts: Facts, values: Mapping[str, Any], *, matters: frozenset[str]) -> MediationFacts:
    """Return what decides; with empty ``values`` what is known before anybody has written."""
    return MediationFacts(
        sexual=CaseKind.SEXUAL_VIOLENCE in facts.kinds,
        trafficking=CaseKind.TRAFFICKING_SUSPECTED in facts.kinds,
        against_child=facts.is_child or CaseKind.VIOLENCE_AGAINST_CHILD in facts.kinds,
        risk=facts.risk,
        protected=protection_live(facts),
        free_says_companion=_found_free(facts, Deed.MEDIATION_FREE_COMPANION),
        free_says_psychologist=_found_free(facts, Deed.MEDIATION_FREE_PSYCHOLOGIST),
        explained=bool(values.get("explained")) if values else True,
        chooses=bool(values.get("chooses")) if values else True,
        trained=bool(values.get("trained")) if values else True,
        allowed_matter=values.get("matter") in matters if values else True,
    )


Row = tuple[Callable[[MediationFacts], bool], Obstacle]

# Where mediation is refused whatever anybody assesses.
NEVER: tuple[Row, ...] = (
    (
        lambda f: f.sexual,
        Obstacle(
            "sexual-violence",
            say("Kekerasan seksual tidak diselesaikan di luar pengadilan (UU 12/2022 Pasal 23, perlu dikonfirmasi)."),
            say("Teruskan jalur hukum bersama dia. Tawaran damai dicatat sebagai tekanan."),
        ),
    ),
    (
        lambda f: f.trafficking,
        Obstacle(
            "trafficking",
            say("Dugaan perdagangan orang tidak dimediasi."),
            say("Upah dan kerugiannya dimintakan lewat restitusi dengan LPSK."),
        ),
    ),
    (
        lambda f: f.against_child,
        Obstacle(
            "child",
            say("Kekerasan terhadap anak tidak dimediasi."),
            say("Bila terlapornya anak: diversi, dengan persetujuan bebasnya."),
        ),
    ),
    (
        lambda f: f.risk is Risk.HIGH,
        Obstacle("risk-high", say("Risikonya tinggi."), say("Atur keselamatannya dulu; lakukan asesmen ulang.")),
    ),
    (
        lambda f: f.risk is Risk.UNASSESSED,
        Obstacle(
            "risk-unasked",
            say("Tanda bahayanya belum ditanyakan semua. Belum tahu tidak pernah berarti rendah."),
            say("Tanyakan keselamatannya dulu."),
        ),
    ),
    (
        lambda f: f.protected,
        Obstacle(
            "protection-order",
            say("Ada perlindungan sementara atau perintah perlindungan yang berlaku."),
            say("Pertemuan dengan terlapor dapat melanggarnya. Tunggu sampai berakhir, bila ia masih menghendakinya."),
        ),
    ),
)
# What it needs where it is not refused.
NEEDS: tuple[Row, ...] = (
    (
        lambda f: not f.free_says_companion,
        Obstacle(
            "companion-not-assessed",
            say("Pendamping belum menilai bahwa ia memutuskan dengan bebas."),
            say("Tulis lembar penilaian sebelum mediasi, sesudah bertemu dia sendirian."),
        ),
    ),
    (
        lambda f: not f.free_says_psychologist,
        Obstacle(
            "psychologist-not-assessed",
            say("Psikolog belum menilai bahwa ia memutuskan dengan bebas."),
            say(
                "Tidak ada psikolog di unit: minta psikolog unit provinsi, boleh lewat telepon atau panggilan video. "
                "Penilaian kedua tidak pernah dilewati."
            ),
        ),
    ),
    (
        lambda f: not f.explained,
        Obstacle(
            "not-explained",
            say("Mediasi belum dijelaskan kepadanya."),
            say("Jelaskan: boleh menolak, boleh mundur kapan saja, tanpa akibat apa pun."),
        ),
    ),
    (
        lambda f: not f.chooses,
        Obstacle("not-her-choice", say("Ia tidak memilihnya."), say("Pilihannya dihormati; pendampingan berlanjut.")),
    ),
    (
        lambda f: not f.allowed_matter,
        Obstacle(
            "matter",
            say("Pokok ini tidak termasuk yang boleh dimediasi."),
            say("Pilih pokok perkara dari daftar, atau teruskan jalur hukum."),
        ),
    ),
    (
        lambda f: not f.trained,
        Obstacle("mediator", say("Mediatornya belum terlatih."), say("Minta mediator terlatih, juga dari unit provinsi.")),
    ),
)


def obstacles_to_mediation(facts: MediationFacts) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way, what can never be lifted first."""
    return tuple(obstacle for stands, obstacle in (*NEVER, *NEEDS) if stands(facts))


def never_for(facts: MediationFacts) -> tuple[Obstacle, ...]:
    """Return why mediation is refused here whatever anybody assesses."""
    return tuple(obstacle for stands, obstacle in NEVER if stands(facts))
