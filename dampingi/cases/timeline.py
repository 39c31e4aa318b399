"""A case's timeline: ledger lines in words, grouped by day, newest first. Pure but for the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from dampingi.audit.models import Line
from dampingi.cases.fields import (
    AFTERCARE_OUTCOMES,
    ASKED_ABOUT,
    BASES,
    ENDINGS,
    LEGAL_OUTCOMES,
    POLICE_OUTCOMES,
    REOPENINGS,
    WAIVERS,
    WELLBEING,
)
from dampingi.kernel.codes import RISKS, SERVICES
from dampingi.kernel.days import spoken_day
from dampingi.kernel.refusals import NOTHING
from dampingi.kernel.words import Words, say
from dampingi.protocols.rules import DEEDS, Superseded

ACTS: Mapping[str, Words] = {
    "report.received": say("Laporan diterima"),
    "case.assigned": say("Pendamping ditugaskan"),
    "case.accepted": say("Pendamping menerima"),
    "case.looked": say("Kasus dibuka"),
    "case.handed-on": say("Diserahkan ke pendamping lain"),
    "case.learned": say("Fakta dilengkapi"),
    "case.referred-up": say("Diteruskan ke unit provinsi"),
    "case.erased": say("Identitas dihapus atas pilihannya"),
    "person.amended": say("Data orang dilengkapi"),
    "person.erased": say("Identitas dihapus"),
    "police.step": say("Laporan polisi"),
    "case.conflict-declared": say("Benturan kepentingan dinyatakan"),
    "case.event": say("Dilakukan atau terjadi"),
    "case.pointed-on": say("Dihubungkan ke layanan lain"),
    "case.consulted": say("Konsultasi selesai"),
    "handover.noted": say("Catatan serah terima ditulis"),
    "handover.signed": say("Catatan serah terima dibaca dan ditandatangani"),
    "case.closed": say("Pendampingan selesai"),
    "aftercare.visited": say("Keadaannya dilihat sesudah selesai"),
    "aftercare.ended": say("Pemantauan sesudah selesai diakhiri"),
    "legal.ended": say("Jalur hukum selesai"),
    "case.reopened": say("Kasus dibuka kembali"),
    "contact.first": say("Kontak pertama"),
    "risk.assessed": say("Asesmen risiko"),
    "person.revealed": say("Nama dibuka"),
    "alarm.handed-on": say("Panggilan jaga diteruskan"),
    "override.ended": say("Masa penugasan dengan alasan berakhir"),
    "duty.superseded": say("Tenggat dihitung ulang karena ada fakta baru"),
    "duty.waived": say("Tugas ditiadakan dengan alasan"),
    "plan.made": say("Rencana disusun bersama dia"),
    "plan.changed": say("Rencana diubah"),
    "plan.signed": say("Rencana ditandatangani"),
    "plan.evaluated": say("Rencana dievaluasi"),
    "service.planned": say("Layanan direncanakan"),
    "service.changed": say("Layanan dalam rencana diubah"),
    "service.ended": say("Hasil layanan dicatat"),
    "visit.back": say("Petugas melapor kembali"),
    "visit.longer": say("Petugas memperpanjang kunjungan"),
    "visit.missed": say("Petugas belum melapor kembali: yang jaga dipanggil"),
    "visit.answered": say("Yang jaga menindaklanjuti kunjungan"),
    "consent.recorded": say("Persetujuan dicatat"),
    "consent.paused": say("Persetujuan dijeda"),
    "consent.resumed": say("Persetujuan dilanjutkan"),
    "consent.withdrawn": say("Persetujuan ditarik"),
    "referral.previewed": say("Isi rujukan dilihat sebelum dikirim"),
    "referral.sent": say("Dirujuk"),
    "referral.read": say("Isi rujukan dibaca tujuannya"),
    "referral.accepted": say("Rujukan diterima"),
    "referral.done": say("Rujukan selesai"),
    "referral.declined": say("Rujukan ditolak"),
    "referral.revoked": say("Rujukan dibatalkan"),
    "referral.rerouted": say("Dirujuk ulang"),
    "referral.told": say("Ia diberi tahu apa yang dibagikan"),
    "link.made": say("Tautan untuk mitra dibuat"),
    "link.code": say("Kode baru untuk mitra dibuat"),
    "link.opened": say("Tautan dibuka mitra"),
    "link.second": say("Tautan dicoba dari peramban lain"),
    "link.locked": say("Kode mitra salah berkali-kali; kode itu mati"),
    "link.revoked": say("Tautan mitra ditutup"),
    "transfer.offered": say("Ditawarkan untuk dilimpahkan"),
    "transfer.read": say("Tawaran pelimpahan dibaca unit penerima"),
    "transfer.accepted": say("Dilimpahkan dan diterima"),
    "transfer.out": say("Dilimpahkan ke unit lain"),
    "transfer.declined": say("Pelimpahan ditolak"),
    "transfer.withdrawn": say("Pelimpahan dibatalkan"),
    "sheet.kept": say("Lembar ditulis"),
    "sheet.corrected": say("Lembar diperbaiki"),
    "shelter.needed": say("Penampungan dicarikan"),
    "shelter.revealed": say("Alamat penampungan dibuka"),
    "stay.began": say("Mulai tinggal di penampungan"),
    "stay.extended": say("Tinggal di penampungan diperpanjang"),
    "stay.left": say("Keluar dari penampungan"),
    "document.made": say("Dokumen dibuat"),
    "file.kept": say("Berkas disimpan"),
    "record.exported": say("Isian Simfoni diekspor"),
    "file.opened": say("Berkas asli dibuka"),
    "file.looked-at": say("Berkas dilihat"),
    "file.removed": say("Berkas dihapus"),
}
ROLES: Mapping[str, Words] = {
    "intake": say("petugas pengaduan"),
    "companion": say("pendamping"),
    "supervisor": say("supervisor kasus"),
    "head": say("Kepala UPTD"),
    "system": say("sistem"),
    "partner": say("mitra"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line a person can read: what, more closely, by whom, at what hour."""

    words: Words
    more: Words
    role: Words
    name: str
    at: datetime
    looked: bool
    by: UUID
    sheet: Words = NOTHING  # which one was written
    step: Words = NOTHING  # and of what, where it has several steps


@dataclass(frozen=True, slots=True)
class Look:
    """How often somebody looked in one way on a day, the last time first."""

    last: Told
    times: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the timeline: what was done, and how often it was only looked at.

    ``folded`` where so much is newer that its lines wait behind its heading.
    """

    words: str
    lines: tuple[Told, ...]
    looks: tuple[Told, ...]
    folded: bool = False

    @property
    def together(self) -> list[tuple[Told, ...]]:
        """Return what was done, with what one person did within one minute under one head."""
        return [tuple(group) for _who, group in groupby(self.lines, key=_who_when)]

    @property
    def looked(self) -> list[Look]:
        """Return who looked in which way, and how often."""
        found: dict[tuple[UUID, str], list[Told]] = {}
        for look in self.looks:
            found.setdefault((look.by, str(look.words)), []).append(look)
        return [Look(looks[0], len(looks)) for looks in found.values()]


def _who_when(line: Told) -> tuple[UUID, datetime]:
    return line.by, line.at.replace(second=0, microsecond=0)


UNFOLDED = 200  # so many lines stand open; the days before them open one by one
_NOBODY: Mapping[UUID, str] = {}
_MORE: Mapping[str, Mapping[str, Words]] = {
    "case.event": {str(deed): words for deed, words in DEEDS.items()},
    "risk.assessed": RISKS.words,
    "police.step": POLICE_OUTCOMES.words,
    "case.referred-up": BASES.words,
    "referral.sent": BASES.words,
    "duty.waived": WAIVERS.words,
    "case.consulted": ASKED_ABOUT.words,
    "case.reopened": REOPENINGS.words,
    "service.planned": SERVICES.words,
    "service.changed": SERVICES.words,
    "case.closed": ENDINGS.words,
    "aftercare.visited": WELLBEING.words,
    "aftercare.ended": AFTERCARE_OUTCOMES.words,
    "legal.ended": LEGAL_OUTCOMES.words,
    "shelter.revealed": {"own_case": say("untuk kasusnya"), "supervision": say("sebagai Kepala UPTD")},
}


_SHEETS: dict[str, Words] = {}
_STEPS: dict[str, Mapping[str, Words]] = {}


def call_sheets(titles: Mapping[str, Words], steps: Mapping[str, Mapping[str, Words]]) -> None:
    """Take how each official sheet is called, and its steps, from the room above that knows them."""
    _SHEETS.update(titles)
    _STEPS.update(steps)


_SUPERSEDED = "duty.superseded"
# What else a fact learned later did to tasks than move their time. Where nothing changed for whoever owes
# them, only the ledger says so; a line from before this was told apart is one of a moved time.
_FACTS_DID: Mapping[str, Words] = {
    Superseded.AGAIN: say("Perlu dikerjakan lagi karena ada fakta baru"),
    Superseded.LAPSED: say("Tidak berlaku lagi karena ada fakta baru"),
}


def told(lines: Iterable[Line], *, zone: ZoneInfo, names: Mapping[UUID, str] = _NOBODY) -> list[Day]:
    """Return ledger lines as days of sentences, newest first; looks stand apart, to be folded."""
    newest = sorted(lines, key=lambda line: (line.at, line.seq), reverse=True)
    days: list[Day] = []
    for day, group in groupby(newest, key=lambda line: line.at.astimezone(zone).date()):
        found = _day_of(list(group), names)
        days.append(
            Day(
                spoken_day(day),
                tuple(one for one in found if not one.looked),
                tuple(one for one in found if one.looked),
                folded=sum(len(newer.lines) for newer in days) >= UNFOLDED,
            ),
        )
    return days


def _day_of(lines: Sequence[Line], names: Mapping[UUID, str]) -> list[Told]:
    """Return the lines of a day; what a fact did to several tasks within a minute is one line that counts them."""
    shown = [line for line in lines if line.act != _SUPERSEDED or line.detail.get("how") != Superseded.SAME]
    tasks = Counter(_fact_of(line) for line in shown if line.act == _SUPERSEDED)
    found = []
    for line in shown:
        if line.act != _SUPERSEDED:
            found.append(_line(line, names))
        elif n := tasks.pop(_fact_of(line), 0):
            words = _FACTS_DID.get(str(line.detail.get("how")), ACTS[_SUPERSEDED])
            found.append(replace(_line(line, names), words=words, more=say("{n} tugas", n=n)))
    return found


def _fact_of(line: Line) -> tuple[str, UUID, datetime]:
    how = str(line.detail.get("how", Superseded.MOVED))
    return how, line.actor_id, line.at.replace(second=0, microsecond=0)


def _line(line: Line, names: Mapping[UUID, str]) -> Told:
    known = line.act.startswith("sheet.")
    return Told(
        words=ACTS.get(line.act, say("Perubahan tercatat")),
        more=_MORE.get(line.act, {}).get(line.reason, NOTHING),
        role=ROLES.get(line.actor_role, say("petugas")),
        name=names.get(line.actor_id, ""),
        at=line.at,
        looked=line.outcome == "looked",
        by=line.actor_id,
        sheet=_SHEETS.get(line.reason, NOTHING) if known else NOTHING,
        step=_STEPS.get(line.reason, {}).get(str(line.detail.get("step", "")), NOTHING) if known else NOTHING,
    )
