"""Who may stand beside her, and what objects. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from dampingi.cases.rules.life import State
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

OVERRIDE_LASTS = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class AssignFacts:
    """What decides whether somebody may be assigned."""

    state: State
    obstacles: tuple[Obstacle, ...] = ()  # what readiness says of this person
    ready: bool = True
    active: bool = True
    accompanies: bool = True  # her roles make the first contact
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
    if not facts.accompanies:
        found.append(
            Obstacle("not-companion", say("Peran petugas ini bukan mendampingi."), say("Pilih seorang pendamping.")),
        )
    if facts.same_person:
        found.append(Obstacle("already", say("Petugas ini sudah menjadi pendampingnya."), say("Tidak perlu apa-apa.")))
    lifted = bool(facts.override_reason.strip())
    found += [o for o in facts.obstacles if o.code in NO_REASON_LIFTS or (not facts.ready and not lifted)]
    return tuple(found)


NO_REASON_LIFTS = frozenset({"conflict", "not-open", "inactive", "already"})


NOT_HERS = Obstacle(
    "not-hers",
    say("Kasus ini ditugaskan kepada petugas lain."),
    say("Minta supervisor kasus menugaskannya kepada Anda, atau tekan “Saya tangani”."),
)


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
