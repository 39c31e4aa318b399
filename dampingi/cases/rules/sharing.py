"""On what letting another unit see rests (H-03, H-05). Pure."""

from dataclasses import dataclass
from enum import StrEnum

from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say


class Basis(StrEnum):
    """On what sharing rests (H-03): her live consent, a legal order, or immediate danger."""

    CONSENT = "consent"
    LAW = "law"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class ReferUpFacts:
    """What decides whether the province may be let in."""

    has_parent: bool
    already: bool
    basis: Basis | None
    agreed: bool


def obstacles_to_referring_up(facts: ReferUpFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of letting the provincial unit see the case (H-03, H-05)."""
    found = []
    if not facts.has_parent:
        found.append(Obstacle("no-parent", say("Unit ini sudah unit provinsi."), say("Tidak perlu apa-apa.")))
    if facts.already:
        found.append(
            Obstacle("already", say("Unit provinsi sudah melihat kasus ini."), say("Telepon unit provinsi.")),
        )
    if facts.basis is None:
        found.append(
            Obstacle(
                "no-basis",
                say("Berbagi perlu dasar: persetujuannya, perintah hukum, atau bahaya langsung."),
                say("Pilih salah satu."),
            ),
        )
    if facts.basis is Basis.CONSENT and not facts.agreed:
        found.append(
            Obstacle(
                "no-consent",
                say("Persetujuannya belum tercatat."),
                say("Catat dulu di kontak pertama, atau pilih dasar lain bila memang itu alasannya."),
            ),
        )
    return tuple(found)
