"""The police report of UU 12/2022 art. 41 as H-09 reads it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say


class PoliceOutcome(StrEnum):
    """How far the police report of UU 12/2022 art. 41 has come."""

    PREPARED = "prepared"
    REPORTED = "reported"
    EXPLAINED = "explained"


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
