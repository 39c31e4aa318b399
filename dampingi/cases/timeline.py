"""A case's timeline: ledger lines in words, grouped by day, newest first. Pure but for the rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from dampingi.audit.models import Line
from dampingi.kernel.days import spoken_day
from dampingi.kernel.words import Words, say

ACTS: Mapping[str, Words] = {
    "report.received": say("Laporan diterima"),
    "case.assigned": say("Pendamping ditugaskan"),
    "case.accepted": say("Pendamping menerima"),
    "case.looked": say("Kasus dibuka"),
    "case.conflict-declared": say("Benturan kepentingan dinyatakan"),
    "case.event": say("Sesuatu dilakukan atau terjadi"),
    "case.pointed-on": say("Dihubungkan ke layanan lain"),
    "contact.first": say("Kontak pertama"),
    "risk.assessed": say("Asesmen risiko"),
    "person.revealed": say("Nama dibuka"),
    "alarm.handed-on": say("Panggilan jaga diteruskan"),
    "override.ended": say("Masa penugasan dengan alasan berakhir"),
    "duty.superseded": say("Tenggat diganti karena ada fakta baru"),
    "duty.waived": say("Tugas ditiadakan dengan alasan"),
}
ROLES: Mapping[str, Words] = {
    "intake": say("petugas pengaduan"),
    "companion": say("pendamping"),
    "supervisor": say("supervisor kasus"),
    "head": say("Kepala UPTD"),
    "job": say("sistem"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line a person can read: what, in which role, at what hour."""

    words: Words
    role: Words
    at: datetime
    looked: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the timeline."""

    words: str
    lines: tuple[Told, ...]


def told(lines: Iterable[Line], *, zone: ZoneInfo) -> list[Day]:
    """Return ledger lines as days of sentences; looks are marked so that a page can fold them."""
    newest = sorted(lines, key=lambda line: (line.at, line.seq), reverse=True)
    return [
        Day(spoken_day(day), tuple(_line(line) for line in group))
        for day, group in groupby(newest, key=lambda line: line.at.astimezone(zone).date())
    ]


def _line(line: Line) -> Told:
    words = ACTS.get(line.act, say("Perubahan tercatat"))
    return Told(words, ROLES.get(line.actor_role, say("petugas")), line.at, line.outcome == "looked")
