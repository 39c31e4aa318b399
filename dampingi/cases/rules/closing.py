"""Ending the accompaniment: only with its checklist (domain §1.6, H-17). Pure.

The service track ends here; the legal track and the care after it end apart, each by its own deed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dampingi.cases.rules.life import State
from dampingi.kernel.codes import CaseKind, Risk
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import Words, say
from dampingi.protocols.rules import Deed


class Ending(StrEnum):
    """Why the accompaniment ends (domain §1.6)."""

    GOALS_REACHED = "goals_reached"
    RIGHTS_FULFILLED = "rights_fulfilled"
    VERDICT_DONE = "verdict_done"
    MOVED = "moved"
    SHE_STOPS = "she_stops"
    LOST_CONTACT = "lost_contact"
    TRANSFERRED = "transferred"
    OUTSIDE_AUTHORITY = "outside_authority"
    SETTLED = "settled"
    DIED = "died"


# Nobody is left here to ask: she has died, or another unit has her case.
WITHOUT_HER = frozenset({Ending.DIED, Ending.TRANSFERRED})
# It ends before it is done: what only helps her is set aside, what the law owes is not (H-09).
UNFINISHED = WITHOUT_HER | {Ending.SHE_STOPS, Ending.LOST_CONTACT, Ending.OUTSIDE_AUTHORITY}
_TOGETHER = frozenset(Ending) - UNFINISHED
LAW_OWED = frozenset({"police-report", "police-prepare"})
# With none of these the law has not begun its own way, and nothing of it runs on.
LEGAL_BEGINS = frozenset(
    {
        *(Deed.POLICE_REPORT, Deed.POLICE_NUMBER, Deed.PROTECTION_GIVEN, Deed.PROTECTION_ENDED, Deed.COURT_APPLICATION),
        *(Deed.COURT_ORDER, Deed.RESTRICTION_ORDERED, Deed.EXTENSION_ASKED, Deed.ORDER_BREACHED, Deed.BREACH_DETAINED),
        *(Deed.LPSK_REQUESTED, Deed.LPSK_DECIDED, Deed.FILE_SENT, Deed.FILE_RETURNED, Deed.FILE_COMPLETE),
        *(Deed.HANDED_TO_PROSECUTOR, Deed.INVESTIGATION_STOPPED, Deed.DIVERSION_EXPLAINED, Deed.HEARING_SET),
        *(Deed.HEARING_HELD, Deed.VERDICT, Deed.VERDICT_COPY, Deed.VERDICT_SENT, Deed.VERDICT_FINAL),
        *(Deed.RESTITUTION_ASKED, Deed.RESTITUTION_CALCULATED, Deed.RESTITUTION_GRANTED, Deed.RESTITUTION_PAID),
        *(Deed.RESTITUTION_UNPAID, Deed.COURT_TOLD_UNPAID, Deed.DBK_ASKED, Deed.DBK_APPROVED, Deed.DBK_PAID),
        *(Deed.CUSTODY_ENDS, Deed.CONVICT_RELEASED, Deed.RELEASE_TOLD),
    }
)
_AFTERCARE_LASTS = timedelta(days=190)


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A task not yet done, that is not only a reminder to chase."""

    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What is known of a case, as far as it decides whether its accompaniment may end."""

    state: State
    risk: Risk
    kinds: frozenset[str] = frozenset()
    is_child: bool = False
    assessed_days_ago: int | None = None
    assess_within: int = 30
    open_duties: tuple[OpenDuty, ...] = ()
    accepted_elsewhere: bool = False
    attempts: int = 0
    attempts_needed: int = 3
    verdict_known: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True)
class ClosingSaid:
    """What the closing sheet says."""

    reason: Ending
    today: date
    plan: str = ""
    agrees: bool | None = None
    why_not: bool = False
    numbers_left: bool = False
    visits: tuple[date, ...] = ()
    no_visits: bool = False


def obstacles_to_closing(facts: ClosingFacts, said: ClosingSaid) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of ending the accompaniment for this reason."""
    return (*obstacles_in_case(facts, said.reason), *_on_the_sheet(facts, said))


def obstacles_in_case(facts: ClosingFacts, reason: Ending) -> tuple[Obstacle, ...]:
    """Return what stands in the way whatever the sheet says: the tasks before the button."""
    if facts.state is not State.OPEN:
        return (Obstacle("not-open", say("Kasus ini sudah selesai."), say("Buka kembali kasusnya dulu.")),)
    return (*_of_risk(facts, reason), *_of_reason(facts, reason), *_of_duties(facts, reason))


def still_owed(facts: ClosingFacts, reason: Ending) -> tuple[OpenDuty, ...]:
    """Return the tasks that must be done before it may end for this reason."""
    if reason in WITHOUT_HER:
        return ()
    if reason in UNFINISHED:
        return tuple(duty for duty in facts.open_duties if duty.code in LAW_OWED)
    return facts.open_duties


def _of_duties(facts: ClosingFacts, reason: Ending) -> Iterator[Obstacle]:
    for duty in still_owed(facts, reason):
        yield Obstacle(
            f"duty-{duty.code}",
            say("Tugas ini belum selesai: {title}.", title=duty.title),
            say("Kerjakan dari halaman kasus, atau tiadakan dengan alasan bila boleh."),
        )


def _of_risk(facts: ClosingFacts, reason: Ending) -> Iterator[Obstacle]:
    if reason in WITHOUT_HER or reason is Ending.SHE_STOPS:  # her own choice needs no low risk; it is not silent
        return
    if facts.risk is Risk.UNASSESSED:
        yield Obstacle(
            "risk-unasked",
            say("Keselamatannya belum ditanyakan. Belum tahu tidak pernah berarti rendah."),
            say("Tanyakan tanda bahaya dulu."),
        )
    if facts.risk is Risk.HIGH:
        yield Obstacle(
            "risk-high",
            say("Risikonya masih tinggi."),
            say("Dampingi sampai ia aman, lalu lakukan asesmen ulang; atau limpahkan ke unit lain."),
        )
    asked_again = reason is not Ending.LOST_CONTACT and facts.risk is not Risk.UNASSESSED
    if asked_again and (facts.assessed_days_ago is None or facts.assessed_days_ago > facts.assess_within):
        ago = facts.assessed_days_ago or 0
        yield Obstacle(
            "risk-old",
            say("Asesmen risiko terakhir {n} hari lalu.", n=ago),
            say("Lakukan asesmen ulang."),
        )


def _of_reason(facts: ClosingFacts, reason: Ending) -> Iterator[Obstacle]:
    if reason is Ending.SETTLED:
        yield from _of_settling(facts)
    if reason in (Ending.TRANSFERRED, Ending.OUTSIDE_AUTHORITY) and not facts.accepted_elsewhere:
        yield Obstacle(
            "not-accepted",
            say("Belum ada unit lain yang menerima."),
            say("Kasus tetap di unit ini sampai pelimpahannya diterima dan tercatat."),
        )
    if reason is Ending.VERDICT_DONE and not facts.verdict_known:
        yield Obstacle(
            "no-verdict",
            say("Putusan belum tercatat."),
            say("Catat salinan putusannya, atau pilih alasan lain."),
        )
    if reason is Ending.LOST_CONTACT and facts.attempts < facts.attempts_needed:
        yield Obstacle(
            "too-few-attempts",
            say("Baru {n} hari dicoba dihubungi; perlu {needed}.", n=facts.attempts, needed=facts.attempts_needed),
            say("Coba lagi pada hari lain dengan cara yang aman, dan catat pada “Catat yang terjadi”."),
        )
    if reason is Ending.LOST_CONTACT and facts.is_child:
        yield Obstacle(
            "child-lost",
            say("Seorang anak yang tidak ditemukan dicari, tidak ditutup."),
            say("Minta kunjungan, unit lain, atau polisi mencarinya."),
        )
    if reason is Ending.SHE_STOPS and facts.is_child:
        yield Obstacle(
            "child-stays",
            say("Kata tidak dari seorang anak tidak mengakhiri kasusnya."),
            say("Cari cara mendampingi yang ia terima."),
        )


def _of_settling(facts: ClosingFacts) -> Iterator[Obstacle]:
    """Return why a settlement, adat or mediation ends nothing here (H-17)."""
    no_end = say("Catat sebagai peristiwa; pendampingan berjalan terus.")
    if facts.kinds & {CaseKind.SEXUAL_VIOLENCE, CaseKind.TRAFFICKING_SUSPECTED}:
        yield Obstacle(
            "settled-sexual",
            say("Damai, adat, atau mediasi tidak pernah mengakhiri kasus kekerasan seksual atau perdagangan orang."),
            no_end,
        )
    if facts.is_child:
        yield Obstacle("settled-child", say("Damai, adat, atau mediasi tidak pernah mengakhiri kasus anak."), no_end)
    if facts.protected:
        yield Obstacle("settled-protected", say("Perintah perlindungan masih berlaku."), no_end)


def _on_the_sheet(facts: ClosingFacts, said: ClosingSaid) -> Iterator[Obstacle]:
    if facts.state is not State.OPEN:
        return
    if not said.plan and said.reason not in WITHOUT_HER:
        yield Obstacle(
            "plan-not-evaluated",
            say("Rencananya belum dievaluasi."),
            say("Pilih bagaimana rencananya berakhir, atau bahwa rencana tidak pernah disusun."),
        )
    if said.reason in _TOGETHER and not (said.agrees or said.why_not):
        yield Obstacle(
            "no-agreement",
            say("Persetujuannya belum tercatat."),
            say("Catat bahwa ia setuju, atau mengapa tidak."),
        )
    if said.reason is Ending.SHE_STOPS and not said.numbers_left:
        yield Obstacle(
            "no-numbers",
            say("Belum dicatat bahwa ia tahu ke mana menelepon bila berubah pikiran atau dalam bahaya."),
            say("Beri nomornya dengan cara yang aman, lalu catat."),
        )
    yield from _of_visits(said)


def _of_visits(said: ClosingSaid) -> Iterator[Obstacle]:
    spared = said.no_visits and said.reason in _TOGETHER
    if said.reason in _TOGETHER | {Ending.LOST_CONTACT} and not said.visits and not spared:
        yield Obstacle(
            "no-monitoring",
            say("Tanggal melihat keadaannya lagi belum ada."),
            say("Isi paling sedikit satu tanggal, atau catat bahwa ia tidak ingin dihubungi lagi."),
        )
    if any(not said.today < day <= said.today + _AFTERCARE_LASTS for day in said.visits):
        yield Obstacle(
            "monitoring-range",
            say("Tanggal pemantauan harus sesudah hari ini, paling lama enam bulan."),
            say("Perbaiki tanggalnya."),
        )


def obstacles_to_ending_aftercare(state: State, *, runs: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of ending the care after the accompaniment."""
    if state is State.CLOSED and runs:
        return ()
    return (
        Obstacle(
            "no-aftercare",
            say("Tidak ada pemantauan yang berjalan."),
            say("Pemantauan dimulai saat pendampingan ditutup."),
        ),
    )


def obstacles_to_ending_legal(*, ended: bool, open_duties: tuple[OpenDuty, ...]) -> tuple[Obstacle, ...]:
    """Return what stands in the way of ending the legal track: what the unit itself still owes the law."""
    found = []
    if ended:
        found.append(Obstacle("already-ended", say("Jalur hukum sudah selesai."), say("Tidak perlu apa-apa.")))
    found += [
        Obstacle(
            f"duty-{duty.code}",
            say("Tugas ini belum selesai: {title}.", title=duty.title),
            say("Kerjakan dari halaman kasus, atau tiadakan dengan alasan bila boleh."),
        )
        for duty in open_duties
        if duty.code in LAW_OWED
    ]
    return tuple(found)
