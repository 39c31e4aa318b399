"""The life of a drill: begun, ended or stopped; what stands in the way. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dampingi.drills.rules.findings import Finding, Kind
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say


class State(StrEnum):
    """The life of a drill; a stopped one is neither passed nor failed (H-21)."""

    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"


NOT_PRACTICE = Obstacle(
    "not-practice",
    say("Simulasi hanya ada di instalasi latihan, tidak pernah di tempat data orang sungguhan."),
    say("Buka instalasi latihan unit Anda."),
)
ALREADY = Obstacle(
    "drill-running",
    say("Anda masih di tengah simulasi lain."),
    say("Selesaikan atau hentikan yang itu dulu; berhenti bukan gagal."),
)
NO_CLASS = Obstacle(
    "no-class",
    say("Kelas itu tidak ada, sudah selesai, atau memakai skenario lain."),
    say("Periksa nomor kelasnya, atau mulai tanpa kelas."),
)
OVER = Obstacle(
    "drill-over", say("Simulasi ini sudah selesai atau dihentikan."), say("Baca hasilnya, atau mulai lagi.")
)
NOT_OPEN = Obstacle(
    "not-open",
    say("Itu belum dapat dikatakan, atau sudah dikatakan."),
    say("Buka lagi halaman “Yang terjadi”."),
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What decides whether a drill may begin. ``class_fits`` is None without a class."""

    practice: bool
    running: bool
    class_fits: bool | None = None


def obstacles_to_beginning(facts: Beginning) -> tuple[Obstacle, ...]:
    """Return what stands in the way of beginning."""
    found = ((NOT_PRACTICE, not facts.practice), (ALREADY, facts.running), (NO_CLASS, facts.class_fits is False))
    return tuple(obstacle for obstacle, stands in found if stands)


def as_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is kept: codes and a moment."""
    return asdict(finding) | {"kind": str(finding.kind), "at": finding.at.isoformat()}


def finding_of(data: Mapping[str, Any]) -> Finding:
    """Return a finding as it was kept."""
    return Finding(**{**data, "kind": Kind(data["kind"]), "at": datetime.fromisoformat(data["at"])})
