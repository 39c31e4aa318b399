"""What may be done with a case, and what stands in the way. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dampingi.kernel.codes import CaseKind, Risk
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

OVERRIDE_LASTS = timedelta(hours=72)
ACKNOWLEDGE_WITHIN = timedelta(minutes=15)
URGENT = frozenset({Risk.HIGH, Risk.UNASSESSED})


class State(StrEnum):
    """The life of a case in this width: open, or answered by pointing to another service."""

    OPEN = "open"
    POINTED_ON = "pointed_on"


@dataclass(frozen=True, slots=True)
class AssignFacts:
    """What decides whether somebody may be assigned."""

    state: State
    obstacles: tuple[Obstacle, ...] = ()  # what readiness says of this person
    ready: bool = True
    active: bool = True
    same_person: bool = False
    override_reason: str = ""


def obstacles_to_assigning(facts: AssignFacts) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of assigning this person.

    A reason lifts what readiness objects, never a conflict of interest and never a closed account:
    with either the person is not the one to stand beside her.
    """
    found: list[Obstacle] = []
    if facts.state is not State.OPEN:
        found.append(Obstacle("not-open", say("Kasus ini sudah selesai."), say("Buka kembali kasusnya dulu.")))
    if not facts.active:
        found.append(Obstacle("inactive", say("Akun petugas ini tidak aktif."), say("Pilih petugas lain.")))
    if facts.same_person:
        found.append(Obstacle("already", say("Petugas ini sudah menjadi pendampingnya."), say("Tidak perlu apa-apa.")))
    lifted = bool(facts.override_reason.strip())
    hard = {"conflict"}
    found += [o for o in facts.obstacles if o.code in hard or (not facts.ready and not lifted)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PointingFacts:
    """What decides whether a case may end by pointing to another service."""

    risk: Risk
    kinds: frozenset[str]
    service: str
    answered: bool | None


def obstacles_to_pointing_on(facts: PointingFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of "diberi informasi dan dihubungkan ke layanan lain" (H-05).

    Not while risk is unasked or high, never for sexual violence or suspected trafficking of any
    sex or age, and only with the service's name and whether it answered.
    """
    found = []
    if facts.risk is Risk.UNASSESSED:
        found.append(
            Obstacle("risk-unasked", say("Keselamatannya belum ditanyakan."), say("Tanyakan tanda bahaya dulu.")),
        )
    if facts.risk is Risk.HIGH:
        found.append(
            Obstacle("risk-high", say("Risikonya tinggi."), say("Dampingi dulu sampai ia aman.")),
        )
    if facts.kinds & {CaseKind.SEXUAL_VIOLENCE, CaseKind.TRAFFICKING_SUSPECTED}:
        found.append(
            Obstacle(
                "inside",
                say("Kekerasan seksual dan dugaan perdagangan orang selalu ditangani unit ini."),
                say("Lanjutkan pendampingan."),
            ),
        )
    if not facts.service.strip():
        found.append(
            Obstacle("no-service", say("Layanan yang dihubungi belum disebut."), say("Tulis nama layanannya.")),
        )
    if facts.answered is None:
        found.append(
            Obstacle(
                "no-answer-noted",
                say("Belum dicatat apakah layanan itu menjawab."),
                say("Pilih: menjawab atau tidak menjawab."),
            ),
        )
    return tuple(found)


NOT_HERS = Obstacle(
    "not-hers",
    say("Kasus ini ditugaskan kepada petugas lain."),
    say("Minta supervisor kasus menugaskannya kepada Anda, atau tekan “Saya tangani”."),
)


def is_urgent(risk: str) -> bool:
    """Tell whether a risk runs on the high clock; unasked does (H-01)."""
    return risk in URGENT


def on_duty(part: str, *, local_hour: int, opens: int, closes: int) -> bool:
    """Tell whether somebody on the list for ``part`` is on duty at that local hour."""
    day = opens <= local_hour < closes
    return part == "always" or (part == "day") == day


def alarm_next(raised_at: datetime, *, within: timedelta = ACKNOWLEDGE_WITHIN) -> datetime:
    """Return when the next person in the chain is asked (H-02)."""
    return raised_at + within


def likely_same_name(one: str, other: str) -> bool:
    """Tell whether a staff member's name and a party's name may be one person's.

    Every part of the shorter name stands in the longer one: too many warnings are better than a
    perpetrator's cousin at her side. Fuzzy likeness is for the matching room.
    """
    a, b = set(one.casefold().split()), set(other.casefold().split())
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    return shorter <= longer and (len(shorter) > 1 or len(longer) == 1)
