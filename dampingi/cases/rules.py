"""What may be done with a case, and what stands in the way. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from dampingi.kernel.codes import CaseKind, Risk
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

OVERRIDE_LASTS = timedelta(hours=72)
ACKNOWLEDGE_WITHIN = timedelta(minutes=15)
URGENT = frozenset({Risk.HIGH, Risk.UNASSESSED})
Asked = TypeVar("Asked")


class State(StrEnum):
    """The life of a case in this width: open, answered by pointing on, or she declined (H-07)."""

    OPEN = "open"
    POINTED_ON = "pointed_on"
    DECLINED = "declined"


class Basis(StrEnum):
    """On what sharing rests (H-03): her live consent, a legal order, or immediate danger."""

    CONSENT = "consent"
    LAW = "law"
    DANGER = "danger"


class PoliceOutcome(StrEnum):
    """How far the police report of UU 12/2022 art. 41 has come."""

    PREPARED = "prepared"
    REPORTED = "reported"
    EXPLAINED = "explained"


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


@dataclass(frozen=True, slots=True)
class PoliceFacts:
    """What decides whether a police step may be written down as done."""

    outcome: PoliceOutcome
    told: bool
    meeting_agreed: bool
    safety_updated: bool
    danger: bool
    is_child: bool
    disabled: bool
    complaint_offence: bool
    by_head: bool


def obstacles_to_police_step(facts: PoliceFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a police step (UU 12/2022 art. 41(2)-(3), read by H-09).

    Before the report she is told, a safe time and place is agreed and the safety plan updated;
    immediate danger opens the door (H-03). "Dijelaskan; tidak mengadu" only for an adult without
    disability, where every named kind is a complaint offence, and signed by the head.
    """
    found: list[Obstacle] = []
    # Danger lets a report go at once; it neither prepares anything nor explains it to her.
    if not (facts.danger and facts.outcome is PoliceOutcome.REPORTED):
        found += [obstacle for done, obstacle in _BEFORE_THE_POLICE if not done(facts)]
    if facts.outcome is not PoliceOutcome.EXPLAINED:
        return tuple(found)
    if facts.is_child:
        found.append(
            Obstacle("child", say("Kasus anak selalu dilaporkan ke polisi."), say("Siapkan laporannya bersama anak.")),
        )
    if facts.disabled:
        found.append(
            Obstacle(
                "disabled",
                say("Bagi penyandang disabilitas ini bukan delik aduan (Pasal 7 dan 14 ayat (3))."),
                say("Siapkan laporan polisinya; sediakan pendamping yang sesuai."),
            ),
        )
    if not facts.complaint_offence:
        found.append(
            Obstacle(
                "not-complaint-offence",
                say("Hanya delik aduan (UU 12/2022 Pasal 5, 6 huruf a, 14 ayat (1)) boleh berakhir tanpa laporan."),
                say("Lengkapi jenis kekerasan seksualnya bila memang delik aduan, atau siapkan laporan polisi."),
            ),
        )
    if not facts.by_head:
        found.append(
            Obstacle(
                "not-head",
                say("Pilihan ini ditandatangani Kepala UPTD."),
                say("Minta Kepala UPTD mencatatnya dengan akunnya."),
            ),
        )
    return tuple(found)


_BEFORE_THE_POLICE: tuple[tuple[Callable[[PoliceFacts], bool], Obstacle], ...] = (
    (
        lambda facts: facts.told,
        Obstacle("not-told", say("Ia belum diberi tahu."), say("Jelaskan dulu, dengan bahasa yang ia pahami.")),
    ),
    (
        lambda facts: facts.meeting_agreed or facts.outcome is PoliceOutcome.EXPLAINED,
        Obstacle(
            "no-meeting",
            say("Waktu dan tempat aman bertemu polisi belum disepakati."),
            say("Sepakati dulu bersama dia."),
        ),
    ),
    (
        lambda facts: facts.safety_updated,
        Obstacle("safety-old", say("Rencana keselamatannya belum diperbarui."), say("Perbarui dulu bersama dia.")),
    ),
)


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


# Help and safety are never waived; each ends by being done, or by her own recorded choice.
NEVER_WAIVED = frozenset(
    {
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


def declines(facts: ContactFacts) -> bool:
    """Tell whether this first contact ends the case by her own choice (H-07); a child's never does."""
    return facts.agrees_help is False and not facts.is_child


NOT_HERS = Obstacle(
    "not-hers",
    say("Kasus ini ditugaskan kepada petugas lain."),
    say("Minta supervisor kasus menugaskannya kepada Anda, atau tekan “Saya tangani”."),
)

ERASED = Obstacle(
    "erased",
    say("Identitas dan kata-katanya sudah dihapus atas pilihannya."),
    say("Bila ia datang lagi, terima sebagai laporan baru."),
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


def next_asked(chain: Sequence[Asked], last: Asked | None) -> Asked | None:
    """Return who is asked after ``last``, and after the last one of the chain the first again.

    Who stands in the chain may have changed meanwhile; then it begins anew.
    """
    if not chain:
        return None
    place = chain.index(last) + 1 if last in chain else 0
    return chain[place % len(chain)]


def still_rings(state: str, risk: str, *, accepted: bool) -> bool:
    """Tell whether a case still asks for a person: open, urgent, and nobody has accepted it."""
    return state == State.OPEN and is_urgent(risk) and not accepted


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
