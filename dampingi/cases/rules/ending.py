"""What may end a case, a duty, or her part in it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dampingi.cases.rules.life import State
from dampingi.kernel.codes import CaseKind, Risk
from dampingi.kernel.fields import Group, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say


@dataclass(frozen=True, slots=True)
class PointingFacts:
    """What decides whether a case may end by pointing to another service."""

    risk: Risk
    kinds: frozenset[str]
    service: str
    answered: bool | None
    state: State = State.OPEN


def obstacles_to_pointing_on(facts: PointingFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of "diberi informasi dan dihubungkan ke layanan lain" (H-05).

    Not while risk is unasked or high, never for sexual violence or suspected trafficking of any
    sex or age, and only with the service's name and whether it answered.
    """
    found = []
    if facts.state is not State.OPEN:
        found.append(Obstacle("not-open", say("Kasus ini sudah selesai."), say("Buka kembali kasusnya dulu.")))
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


# Help and safety are never waived; each ends by being done, or by her own recorded choice.
NEVER_WAIVED = frozenset(
    {
        *("threat-safety", "order-breached", "marriage-safety", "pressure-safety", "shelter-find", "release-told"),
        *("suicide-safety", "safety-again", "check-in", "home-safety"),
        *("medical-72h", "ask-safety", "acknowledge", "safety-plan", "police-report", "ask-agreement"),
        *("first-contact-high", "first-contact-medium", "first-contact-low", "child-prompt"),
    },
)


def obstacles_to_waiving(step: str, *, reason: str) -> tuple[Obstacle, ...]:
    """Return what stands in the way of waiving a duty."""
    found = []
    if step in NEVER_WAIVED:
        found.append(
            Obstacle(
                "never-waived",
                say("Tugas ini menyangkut keselamatan atau undang-undang dan tidak dapat ditiadakan."),
                say("Kerjakan, atau catat pilihannya sendiri pada lembarnya."),
            ),
        )
    if not reason:
        found.append(Obstacle("no-reason", say("Pilih alasannya."), say("Pilih satu dari daftar.")))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What she answered, as far as it decides what is kept and what goes on (H-07)."""

    is_child: bool
    agrees_help: bool | None
    agrees_record: bool | None


def keeps_words(facts: ContactFacts) -> bool:
    """Tell whether her words may be kept: not when she said no to a record (H-07)."""
    return facts.agrees_record is not False


def keepable(sheet: Group, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be kept of typing that was not sent yet: her words not, where she says no to a record (H-07)."""
    agreed = typed.get("agreed")
    if not isinstance(agreed, Mapping) or agreed.get("record") not in (False, "no"):
        return dict(typed)
    return {code: said for code, said in typed.items() if code not in sheet.only(Privacy.SENSITIVE)}


def declines(facts: ContactFacts) -> bool:
    """Tell whether this first contact ends the case by her own choice (H-07); a child's never does."""
    return facts.agrees_help is False and not facts.is_child


ERASED = Obstacle(
    "erased",
    say("Identitas dan kata-katanya sudah dihapus atas pilihannya."),
    say("Bila ia datang lagi, terima sebagai laporan baru."),
)
