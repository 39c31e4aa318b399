"""The engine: facts and events in, duties out. Pure; it has never heard of a case or of Django.

A *step* of a protocol says what is owed, by whom, by when and why. ``owed`` applies every step to
the facts of one run; ``reconcile`` compares what is owed now with the duties that stand. Nobody
recomputes a running clock in silence: a due time changed by a fact learned late closes the old duty
as superseded and opens a new one (contract, Clocks).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import Generic, Protocol, TypeVar

from dampingi.kernel.codes import Authority, Capacity, Risk, Sign
from dampingi.kernel.days import Calendar, Counting
from dampingi.kernel.refusals import NOTHING
from dampingi.kernel.words import Words, say

NEAR = timedelta(hours=1)


class Status(StrEnum):
    """Whether a clause was read in its source, or is memory that a jurist must confirm."""

    VERIFIED = "verified"
    TO_CONFIRM = "to_confirm"


class Actor(StrEnum):
    """Who owes a duty."""

    UNIT = "unit"
    HEAD = "head"
    POLICE = "police"
    LPSK = "lpsk"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    SOCIAL = "social"
    BAPAS = "bapas"
    CONVICT = "convict"


ACTORS: Mapping[Actor, Words] = {
    Actor.UNIT: say("pendamping"),
    Actor.HEAD: say("Kepala UPTD"),
    Actor.POLICE: say("polisi"),
    Actor.LPSK: say("LPSK"),
    Actor.PROSECUTOR: say("jaksa"),
    Actor.COURT: say("pengadilan"),
    Actor.SOCIAL: say("dinas sosial atau pekerja sosial"),
    Actor.BAPAS: say("Bapas"),
    Actor.CONVICT: say("terpidana"),
}


class Deed(StrEnum):
    """What can be done or can happen in a run; it meets duties or starts clocks."""

    SAFETY_ASKED = "safety_asked"
    ACKNOWLEDGED = "acknowledged"
    FIRST_CONTACT = "first_contact"
    PSYCHOLOGICAL_SUPPORT = "psychological_support"
    SAFETY_CHECKED = "safety_checked"
    AGREEMENT_ASKED = "agreement_asked"
    SAFE_CONTACT_KNOWN = "safe_contact_known"
    AGE_KNOWN = "age_known"
    VALUES_CHECKED = "values_checked"
    TAKEN_TO_HEALTH = "taken_to_health"
    HEALTH_DECLINED = "health_declined"
    PREGNANCY_EXPLAINED = "pregnancy_explained"
    POLICE_PREPARED = "police_prepared"
    POLICE_REPORT = "police_report"
    EXPLAINED_NO_COMPLAINT = "explained_no_complaint"
    PROTECTION_GIVEN = "protection_given"
    PROTECTION_ENDED = "protection_ended"
    COURT_APPLICATION = "court_application"
    COURT_ORDER = "court_order"
    LPSK_REQUESTED = "lpsk_requested"
    LPSK_DECIDED = "lpsk_decided"
    VERDICT_COPY = "verdict_copy"
    VERDICT_SENT = "verdict_sent"
    RESTITUTION_PAID = "restitution_paid"
    RESTITUTION_ASKED = "restitution_asked"
    RIGHTS_TOLD = "rights_told"
    TPPO_APPLICATION = "tppo_application"
    TPPO_REHABILITATION = "tppo_rehabilitation"
    TPPO_FIRST_AID = "tppo_first_aid"
    SOCIAL_REPORT = "social_report"
    BAPAS_ASKED = "bapas_asked"
    BAPAS_REPORT = "bapas_report"
    DIVERSION_EXPLAINED = "diversion_explained"
    REFERRED_ELSEWHERE = "referred_elsewhere"
    LINKED = "linked"
    CONTACT_TRIED = "contact_tried"
    CASE_CLOSED = "case_closed"
    CASE_REOPENED = "case_reopened"
    SAFETY_ASKED_AGAIN = "safety_asked_again"
    LEGAL_ENDED = "legal_ended"
    AFTERCARE_BEGAN = "aftercare_began"
    AFTERCARE_PLANNED = "aftercare_planned"
    AFTERCARE_VISITED = "aftercare_visited"
    AFTERCARE_ENDED = "aftercare_ended"
    OVERRIDE_MADE = "override_made"
    OVERRIDE_REVIEWED = "override_reviewed"
    DATA_FAILURE = "data_failure"
    DATA_FAILURE_TOLD = "data_failure_told"
    LIMIT_ASKED = "limit_asked"
    LIMIT_ANSWERED = "limit_answered"
    ASSESSED = "assessed"
    PLAN_MADE = "plan_made"
    PLAN_SIGNED = "plan_signed"
    PLAN_REVIEW_SET = "plan_review_set"
    PLAN_EVALUATED = "plan_evaluated"
    SERVICE_PLANNED = "service_planned"
    SERVICE_GIVEN = "service_given"
    SERVICE_ENDED = "service_ended"
    COST_OPEN = "cost_open"
    COST_SETTLED = "cost_settled"
    MEETING_HELD = "meeting_held"
    MEETING_SET = "meeting_set"
    MONITORED = "monitored"
    MONITORING_SET = "monitoring_set"
    REPORT_WRITTEN = "report_written"
    VISIT_STARTED = "visit_started"
    VISIT_BACK = "visit_back"
    VISIT_RECORDED = "visit_recorded"
    OFFICER_THREATENED = "officer_threatened"
    OFFICER_PROTECTED = "officer_protected"
    UNSAFE_TOLD = "unsafe_told"
    SELF_HARM_TOLD = "self_harm_told"
    SELF_HARM_SAFETY = "self_harm_safety"
    PRESSURED = "pressured"
    THREATENED = "threatened"
    REPORT_WITHDRAWN = "report_withdrawn"
    SETTLEMENT_OFFERED = "settlement_offered"
    ADAT_PROCESS = "adat_process"
    MARRIAGE_PROPOSED = "marriage_proposed"
    SAFETY_RENEWED = "safety_renewed"
    POLICE_NUMBER = "police_number"
    PROTECTION_EXPLAINED = "protection_explained"
    RESTRICTION_ORDERED = "restriction_ordered"
    EXTENSION_ASKED = "extension_asked"
    ORDER_BREACHED = "order_breached"
    BREACH_DETAINED = "breach_detained"
    FILE_SENT = "file_sent"
    FILE_RETURNED = "file_returned"
    FILE_COMPLETE = "file_complete"
    HANDED_TO_PROSECUTOR = "handed_to_prosecutor"
    INVESTIGATION_STOPPED = "investigation_stopped"
    HEARING_SET = "hearing_set"
    HEARING_HELD = "hearing_held"
    VERDICT = "verdict"
    VERDICT_FINAL = "verdict_final"
    CUSTODY_ENDS = "custody_ends"
    CONVICT_RELEASED = "convict_released"
    RELEASE_TOLD = "release_told"
    RESTITUTION_CALCULATED = "restitution_calculated"
    RESTITUTION_GRANTED = "restitution_granted"
    RESTITUTION_UNPAID = "restitution_unpaid"
    COURT_TOLD_UNPAID = "court_told_unpaid"
    DBK_ASKED = "dbk_asked"
    DBK_APPROVED = "dbk_approved"
    DBK_PAID = "dbk_paid"
    ASK_AGAIN = "ask_again"
    AUTHORITY_ASKED = "authority_asked"
    RIGHTS_EXPLAINED = "rights_explained"
    RIGHTS_TPPO_EXPLAINED = "rights_tppo_explained"
    MEDIATION_FREE_COMPANION = "mediation_free_companion"
    MEDIATION_FREE_PSYCHOLOGIST = "mediation_free_psychologist"
    MEDIATION_NOT_FREE = "mediation_not_free"
    MEDIATION_AGREED = "mediation_agreed"
    MEDIATION_ENDED = "mediation_ended"
    MEDIATION_WITHDRAWN = "mediation_withdrawn"
    MEDIATION_SUPERVISED = "mediation_supervised"
    SHELTER_NEEDED = "shelter_needed"
    SHELTER_ELSEWHERE = "shelter_elsewhere"
    STAY_RUNS = "stay_runs"
    STAY_LEFT = "stay_left"
    STAY_FOLLOWED = "stay_followed"
    TRAFFICKING_SCREENED = "trafficking_screened"
    FIRST_AID_ASKED = "first_aid_asked"
    REHABILITATION_ASKED = "rehabilitation_asked"
    REPATRIATION_ASKED = "repatriation_asked"
    REINTEGRATION_ASKED = "reintegration_asked"
    TPPO_REPATRIATION = "tppo_repatriation"
    TPPO_REINTEGRATION = "tppo_reintegration"
    SENT_HOME_UNASKED = "sent_home_unasked"
    REFERRED = "referred"
    REFERRAL_DECLINED = "referral_declined"
    REFERRAL_ENDED = "referral_ended"
    SHARED_IN_DANGER = "shared_in_danger"
    TOLD_OF_SHARING = "told_of_sharing"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_ANSWERED = "transfer_answered"
    IMAGE_LINKS_ASKED = "image_links_asked"
    IMAGE_ONLINE = "image_online"
    IMAGE_EVIDENCE = "image_evidence"
    IMAGE_HANDED_OVER = "image_handed_over"
    REMOVAL_ASKED = "removal_asked"
    REMOVAL_ANSWERED = "removal_answered"


DEEDS: Mapping[Deed, Words] = {
    Deed.SAFETY_ASKED: say("Semua tanda bahaya ditanyakan"),
    Deed.ACKNOWLEDGED: say("Ada yang menerima kasus ini"),
    Deed.FIRST_CONTACT: say("Kontak pertama"),
    Deed.PSYCHOLOGICAL_SUPPORT: say("Dukungan psikologis awal diberikan"),
    Deed.SAFETY_CHECKED: say("Keselamatan segera diatur"),
    Deed.AGREEMENT_ASKED: say("Persetujuannya ditanyakan"),
    Deed.SAFE_CONTACT_KNOWN: say("Cara menghubungi yang aman diketahui"),
    Deed.AGE_KNOWN: say("Usianya diketahui"),
    Deed.VALUES_CHECKED: say("Isian yang meragukan diperiksa"),
    Deed.TAKEN_TO_HEALTH: say("Diantar ke layanan kesehatan"),
    Deed.HEALTH_DECLINED: say("Ia memilih tidak ke layanan kesehatan sesudah dijelaskan"),
    Deed.PREGNANCY_EXPLAINED: say("Pilihannya tentang kehamilan dijelaskan, bebas dari pendapat petugas"),
    Deed.POLICE_PREPARED: say("Ia diberi tahu, tempat dan waktu bertemu polisi disepakati"),
    Deed.POLICE_REPORT: say("Dilaporkan ke polisi"),
    Deed.EXPLAINED_NO_COMPLAINT: say("Dijelaskan; tidak mengadu (ditandatangani Kepala UPTD)"),
    Deed.PROTECTION_GIVEN: say("Polisi memberi perlindungan sementara"),
    Deed.PROTECTION_ENDED: say("Perlindungan sementara berakhir atau diperpanjang"),
    Deed.COURT_APPLICATION: say("Penetapan perlindungan dimohonkan ke pengadilan"),
    Deed.COURT_ORDER: say("Pengadilan mengeluarkan perintah perlindungan"),
    Deed.LPSK_REQUESTED: say("Perlindungan LPSK dimohonkan"),
    Deed.LPSK_DECIDED: say("LPSK memutuskan"),
    Deed.VERDICT_COPY: say("Salinan putusan diterima"),
    Deed.VERDICT_SENT: say("Jaksa mengirim salinan putusan"),
    Deed.RESTITUTION_PAID: say("Restitusi dibayar"),
    Deed.RESTITUTION_ASKED: say("Restitusi dimohonkan"),
    Deed.RIGHTS_TOLD: say("Hak restitusi diberitahukan kepadanya dan LPSK"),
    Deed.TPPO_APPLICATION: say("Permohonan Pasal 51 UU 21/2007 diajukan"),
    Deed.TPPO_REHABILITATION: say("Rehabilitasi TPPO diberikan"),
    Deed.TPPO_FIRST_AID: say("Pertolongan pertama TPPO diberikan"),
    Deed.SOCIAL_REPORT: say("Laporan sosial diminta"),
    Deed.BAPAS_ASKED: say("Penelitian Bapas diminta"),
    Deed.BAPAS_REPORT: say("Penelitian Bapas diterima"),
    Deed.DIVERSION_EXPLAINED: say("Diversi dijelaskan kepada anak korban"),
    Deed.REFERRED_ELSEWHERE: say("Dirujuk atau dilimpahkan dan diterima"),
    Deed.LINKED: say("Dihubungkan ke layanan lain"),
    Deed.CONTACT_TRIED: say("Dicoba dihubungi dengan cara yang aman, tidak tersambung"),
    Deed.CASE_CLOSED: say("Pendampingan selesai"),
    Deed.CASE_REOPENED: say("Kasus dibuka kembali"),
    Deed.SAFETY_ASKED_AGAIN: say("Semua tanda bahaya ditanyakan lagi"),
    Deed.LEGAL_ENDED: say("Jalur hukum selesai"),
    Deed.AFTERCARE_BEGAN: say("Pemantauan sesudah selesai dimulai"),
    Deed.AFTERCARE_PLANNED: say("Kunjungan pemantauan direncanakan"),
    Deed.AFTERCARE_VISITED: say("Kunjungan pemantauan dilakukan"),
    Deed.AFTERCARE_ENDED: say("Pemantauan sesudah selesai diakhiri"),
    Deed.OVERRIDE_MADE: say("Ditugaskan dengan alasan"),
    Deed.OVERRIDE_REVIEWED: say("Penugasan dengan alasan ditinjau"),
    Deed.DATA_FAILURE: say("Kegagalan pelindungan data diketahui"),
    Deed.DATA_FAILURE_TOLD: say("Kegagalan pelindungan data diberitahukan"),
    Deed.LIMIT_ASKED: say("Penundaan atau pembatasan data diminta"),
    Deed.LIMIT_ANSWERED: say("Permintaan penundaan atau pembatasan dijawab"),
    Deed.ASSESSED: say("Asesmen biopsikososial ditulis"),
    Deed.PLAN_MADE: say("Rencana disusun bersama dia"),
    Deed.PLAN_SIGNED: say("Rencana ditandatangani Kepala UPTD"),
    Deed.PLAN_REVIEW_SET: say("Waktu melihat rencana lagi disepakati"),
    Deed.PLAN_EVALUATED: say("Rencana dievaluasi bersama dia"),
    Deed.SERVICE_PLANNED: say("Layanan direncanakan"),
    Deed.SERVICE_GIVEN: say("Layanan diberikan"),
    Deed.SERVICE_ENDED: say("Hasil layanan dicatat"),
    Deed.COST_OPEN: say("Biaya layanan belum ada yang menanggung"),
    Deed.COST_SETTLED: say("Biaya layanan tidak lagi terbuka"),
    Deed.MEETING_HELD: say("Pembahasan kasus diadakan"),
    Deed.MEETING_SET: say("Pembahasan kasus berikutnya dijadwalkan"),
    Deed.MONITORED: say("Pemantauan dilakukan"),
    Deed.MONITORING_SET: say("Pemantauan berikutnya dijadwalkan"),
    Deed.REPORT_WRITTEN: say("Lembar laporan ditulis"),
    Deed.VISIT_STARTED: say("Berangkat berkunjung"),
    Deed.VISIT_BACK: say("Petugas melapor kembali dengan selamat"),
    Deed.VISIT_RECORDED: say("Hasil kunjungan dicatat"),
    Deed.OFFICER_THREATENED: say("Petugas diancam atau disakiti"),
    Deed.OFFICER_PROTECTED: say("Petugas yang diancam dilindungi"),
    Deed.UNSAFE_TOLD: say("Ia mengatakan tidak aman"),
    Deed.SELF_HARM_TOLD: say("Ia mengungkapkan pikiran mengakhiri hidup"),
    Deed.SELF_HARM_SAFETY: say("Keselamatannya dari bunuh diri diatur"),
    Deed.PRESSURED: say("Ia ditekan"),
    Deed.THREATENED: say("Ia diancam"),
    Deed.REPORT_WITHDRAWN: say("Laporan polisi dicabut"),
    Deed.SETTLEMENT_OFFERED: say("Perdamaian ditawarkan"),
    Deed.ADAT_PROCESS: say("Proses adat berlangsung"),
    Deed.MARRIAGE_PROPOSED: say("Diusulkan menikah dengan terlapor"),
    Deed.SAFETY_RENEWED: say("Keselamatannya diatur ulang bersama dia"),
    Deed.POLICE_NUMBER: say("Nomor laporan polisi dan kesatuannya diketahui"),
    Deed.PROTECTION_EXPLAINED: say("Permohonan perlindungan dijelaskan dan ditawarkan"),
    Deed.RESTRICTION_ORDERED: say("Hakim membatasi gerak terlapor"),
    Deed.EXTENSION_ASKED: say("Perpanjangan perlindungan dimohonkan"),
    Deed.ORDER_BREACHED: say("Perintah perlindungan dilanggar"),
    Deed.BREACH_DETAINED: say("Pelanggar perintah ditahan"),
    Deed.FILE_SENT: say("Berkas dikirim ke jaksa"),
    Deed.FILE_RETURNED: say("Berkas dikembalikan jaksa (P19)"),
    Deed.FILE_COMPLETE: say("Berkas lengkap (P21)"),
    Deed.HANDED_TO_PROSECUTOR: say("Tersangka dan barang bukti diserahkan ke jaksa"),
    Deed.INVESTIGATION_STOPPED: say("Penyidikan atau penuntutan dihentikan"),
    Deed.HEARING_SET: say("Sidang dijadwalkan"),
    Deed.HEARING_HELD: say("Sidang dijalani atau ditunda"),
    Deed.VERDICT: say("Putusan dijatuhkan"),
    Deed.VERDICT_FINAL: say("Putusan tetap diketahui"),
    Deed.CUSTODY_ENDS: say("Akhir masa tahanan atau pidana diketahui"),
    Deed.CONVICT_RELEASED: say("Terlapor atau terpidana keluar"),
    Deed.RELEASE_TOLD: say("Ia diberi tahu tentang keluarnya terlapor atau terpidana"),
    Deed.RESTITUTION_CALCULATED: say("Restitusi dihitung LPSK"),
    Deed.RESTITUTION_GRANTED: say("Restitusi dikabulkan pengadilan"),
    Deed.RESTITUTION_UNPAID: say("Restitusi tidak dibayar"),
    Deed.COURT_TOLD_UNPAID: say("Pengadilan diberi tahu restitusi belum dibayar"),
    Deed.DBK_ASKED: say("Dana Bantuan Korban dimohonkan"),
    Deed.DBK_APPROVED: say("LPSK menyetujui Dana Bantuan Korban"),
    Deed.DBK_PAID: say("Dana Bantuan Korban dibayar"),
    Deed.ASK_AGAIN: say("Perlu ditanyakan lagi kepada pihak lain"),
    Deed.AUTHORITY_ASKED: say("Ditanyakan kepada pihak lain"),
    Deed.RIGHTS_EXPLAINED: say("Semua haknya dijelaskan dan dipahami (UU 12/2022)"),
    Deed.RIGHTS_TPPO_EXPLAINED: say("Semua haknya dijelaskan dan dipahami (UU 21/2007)"),
    Deed.MEDIATION_FREE_COMPANION: say("Pendamping menilai ia bebas memutuskan tentang mediasi"),
    Deed.MEDIATION_FREE_PSYCHOLOGIST: say("Psikolog menilai ia bebas memutuskan tentang mediasi"),
    Deed.MEDIATION_NOT_FREE: say("Dinilai ia belum bebas memutuskan tentang mediasi"),
    Deed.MEDIATION_AGREED: say("Kesepakatan mediasi ditandatangani"),
    Deed.MEDIATION_ENDED: say("Mediasi selesai tanpa kesepakatan"),
    Deed.MEDIATION_WITHDRAWN: say("Ia mundur dari mediasi"),
    Deed.MEDIATION_SUPERVISED: say("Kesepakatan mediasi diawasi"),
    Deed.SHELTER_NEEDED: say("Ia perlu penampungan; tempat belum ada"),
    Deed.SHELTER_ELSEWHERE: say("Penampungan pihak lain menerima"),
    Deed.STAY_RUNS: say("Tinggal di penampungan dimulai atau diperpanjang"),
    Deed.STAY_LEFT: say("Ia meninggalkan penampungan"),
    Deed.STAY_FOLLOWED: say("Keadaannya sesudah dari penampungan ditanyakan"),
    Deed.TRAFFICKING_SCREENED: say("Dugaan perdagangan orang disaring"),
    Deed.FIRST_AID_ASKED: say("Pertolongan pertama TPPO dimohonkan"),
    Deed.REHABILITATION_ASKED: say("Rehabilitasi TPPO dimohonkan"),
    Deed.REPATRIATION_ASKED: say("Pemulangan TPPO dimohonkan"),
    Deed.REINTEGRATION_ASKED: say("Reintegrasi TPPO dimohonkan"),
    Deed.TPPO_REPATRIATION: say("Pemulangan TPPO dijalankan"),
    Deed.TPPO_REINTEGRATION: say("Reintegrasi TPPO dijalankan"),
    Deed.SENT_HOME_UNASKED: say("Dipulangkan sebelum keamanan di tempat asal ditanyakan"),
    Deed.REFERRED: say("Dirujuk"),
    Deed.REFERRAL_DECLINED: say("Rujukan ditolak"),
    Deed.REFERRAL_ENDED: say("Hasil rujukan diketahui, atau rujukannya dibatalkan"),
    Deed.SHARED_IN_DANGER: say("Dibagikan karena bahaya langsung"),
    Deed.TOLD_OF_SHARING: say("Ia diberi tahu apa yang dibagikan"),
    Deed.TRANSFER_OFFERED: say("Ditawarkan untuk dilimpahkan"),
    Deed.TRANSFER_ANSWERED: say("Pelimpahan dijawab atau dibatalkan"),
    Deed.IMAGE_LINKS_ASKED: say("Ditanyakan di mana gambar seksual beredar"),
    Deed.IMAGE_ONLINE: say("Gambar seksual diketahui beredar"),
    Deed.IMAGE_EVIDENCE: say("Ada bukti berupa gambar seksual"),
    Deed.IMAGE_HANDED_OVER: say("Bukti gambar diserahkan ke unit siber polisi"),
    Deed.REMOVAL_ASKED: say("Penghapusan gambar dimohonkan"),
    Deed.REMOVAL_ANSWERED: say("Permohonan penghapusan gambar dijawab"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """What a duty rests on: law, article, validity, and whether it was read in its source."""

    law: str
    article: str
    plain: Words
    status: Status
    valid_from: date
    valid_to: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the clause is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Start(StrEnum):
    """From when a clock runs."""

    RECEIVED = "received"
    INCIDENT = "incident"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Clock:
    """How long, how counted, from when. ``event`` names the deed that starts it.

    An event about a thing (a referral, a stay, a visit) starts a clock for that thing alone; where
    the event carries a deadline of its own, that is when it is due, whatever ``amount`` says.
    """

    amount: int
    counting: Counting = Counting.HOURS
    start: Start = Start.RECEIVED
    event: Deed | None = None
    counts_first_day: bool = False
    grace: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done or happened, when, about which thing, and its own deadline if it has one."""

    code: str
    at: datetime
    about: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The coded facts of one run: codes and moments, no name, no text."""

    received_at: datetime
    occurred_at: datetime | None = None
    kinds: frozenset[str] = frozenset()
    risk: Risk = Risk.UNASSESSED
    forms: frozenset[str] = frozenset()
    tpks_kinds: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()  # of suspected trafficking
    channel: str = "visit"
    informant: Capacity | None = None
    victim_is_child: bool | None = None
    age_known: bool = True
    victim_disabled: bool = False
    yes_signs: frozenset[str] = frozenset()
    no_signs: frozenset[str] = frozenset()
    may_include_penetration: bool | None = None
    safe_contact_open: bool = False
    reported_by_other: bool = False
    reported_child: bool = False
    authority: Authority = Authority.DISTRICT
    elsewhere: bool = False
    checks: frozenset[str] = frozenset()
    events: tuple[Event, ...] = ()

    @property
    def signs_unasked(self) -> bool:
        """Tell whether any sign of risk was not asked."""
        return not {str(s) for s in Sign} <= self.yes_signs | self.no_signs

    @property
    def is_child(self) -> bool:
        """Tell whether she is protected as a child; an unknown age is (contract)."""
        return self.victim_is_child is not False

    def has(self, deed: str) -> bool:
        """Tell whether ``deed`` was done or has happened."""
        return any(event.code == deed for event in self.events)

    def starts(self, deed: str | None) -> dict[str, list[Event]]:
        """Return what happened under that code for each thing, the first one first, one for a moment."""
        found: dict[str, dict[datetime, Event]] = {}
        # Of two at the same moment the later deadline holds, in whatever order they arrived.
        for event in sorted((e for e in self.events if e.code == deed), key=lambda e: (e.at, e.due_at or e.at)):
            found.setdefault(event.about, {})[event.at] = event
        return {about: list(events.values()) for about, events in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """Response times a unit may set (domain §1.3: sources differ)."""

    high_grace: timedelta = timedelta(minutes=30)
    medium_hours: int = 6
    low_working_days: int = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: with these facts the duty is due then, or is not owed."""

    words: Words
    facts: Facts
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a protocol asks for."""

    code: str
    title: Words
    actor: Actor
    clause: Clause
    clock: Clock | Callable[[Facts, UnitSettings], Clock]
    applies: Callable[[Facts], bool]
    met_by: tuple[Deed, ...]
    examples: tuple[Example, ...]
    reminder: bool | Callable[[Facts], bool] = False
    rings: bool = False  # late, it rings the on-call chain (H-20)
    # The unit owes it on some far day and it keeps no accompaniment open until then: service track, legal
    # track and after-care end apart. It stays owed, by whoever has the case.
    runs_on: bool = False
    always_for_a_child: bool = False  # of a child it keeps the case open, also where it is only chased (H-09)
    rank: int = 50
    hints: tuple[Words, ...] = ()
    why: Words = NOTHING
    variant: Words = NOTHING  # tells steps of one title apart where they stand in one list
    born_met: Callable[[Facts], bool] = field(default=lambda _facts: False)
    to_confirm: Callable[[Facts], bool] = field(default=lambda _facts: False)
    # Which of the deeds may meet it depends on the facts only where the law says so (H-09).
    also_met_by: Callable[[Facts], tuple[Deed, ...]] = field(default=lambda _facts: ())


@dataclass(frozen=True, slots=True)
class Source:
    """A protocol: steps of one source."""

    code: str
    title: Words
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed: by whom, since when, until when, and when it was met if it was."""

    code: str
    actor: Actor
    clause: Clause
    status: Status
    began_at: datetime
    due_at: datetime
    late_at: datetime
    reminder: bool
    rank: int
    met_at: datetime | None = None
    met_by: str = ""
    about: str = ""


class DutyState(StrEnum):
    """How a duty stands."""

    OWED = "owed"
    DUE_NOW = "due_now"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    WAIVED = "waived"
    SUPERSEDED = "superseded"


class Superseded(StrEnum):
    """What a fact learned later did to a duty."""

    MOVED = "moved"
    AGAIN = "again"
    LAPSED = "lapsed"
    SAME = "same"


class Standing(Protocol):
    """A duty as it stands in the database."""

    code: str
    about: str
    began_at: datetime
    due_at: datetime
    late_at: datetime
    met_at: datetime | None
    met_by: str
    waived_at: datetime | None
    superseded_at: datetime | None
    reminder: bool
    clause_status: str


def state(duty: Standing, now: datetime) -> DutyState:
    """Return how a duty stands: late if and only if now is past due time and grace (contract).

    *Due now*: its due time has come and the grace still runs, or less than an hour is left.
    """
    if duty.superseded_at:
        return DutyState.SUPERSEDED
    if duty.waived_at:
        return DutyState.WAIVED
    if duty.met_at:
        return DutyState.MET_LATE if duty.met_at > duty.late_at else DutyState.MET
    if now > duty.late_at:
        return DutyState.OVERDUE
    return DutyState.DUE_NOW if now >= duty.due_at - NEAR else DutyState.OWED


def owed(
    facts: Facts,
    steps: Iterable[Step],
    *,
    calendar: Calendar,
    settings: UnitSettings,
) -> tuple[Owed, ...]:
    """Return every duty the facts give, the first to be shown first; their order never matters.

    A step whose event happened again is owed anew: the rounds that were met before stay as they
    are, and of the others only the last is owed.
    """
    found = (one for step in steps if step.applies(facts) for one in _rounds(step, facts, calendar, settings))
    return tuple(sorted(found, key=lambda o: (o.rank, o.due_at, o.code, o.about, o.began_at)))


def _rounds(step: Step, facts: Facts, calendar: Calendar, settings: UnitSettings) -> Iterator[Owed]:
    clock = step.clock(facts, settings) if callable(step.clock) else step.clock
    for starts in _starts(clock, facts):
        for start, anew in zip_longest(starts, starts[1:]):
            one = _one(step, clock, facts, calendar, start=start, until=anew.at if anew else None)
            if one and (one.met_at or anew is None):
                yield one


def _starts(clock: Clock, facts: Facts) -> Iterable[list[Event]]:
    """Return the starts of a clock, in one list for each thing it is about."""
    if clock.start is Start.EVENT:
        return facts.starts(clock.event).values()
    if clock.start is Start.INCIDENT and facts.occurred_at:
        # Unknown counts as now (H-04), and so does a time after the report, which cannot be right.
        return [[Event("", min(facts.occurred_at, facts.received_at))]]
    return [[Event("", facts.received_at)]]


def _one(
    step: Step,
    clock: Clock,
    facts: Facts,
    calendar: Calendar,
    *,
    start: Event,
    until: datetime | None,
) -> Owed | None:
    began = start.at
    due = start.due_at or calendar.due_after(
        began, clock.amount, clock.counting, counts_first_day=clock.counts_first_day
    )
    # After its time has run out before anybody knew, it remains a duty, due at once (H-04).
    began = max(began, facts.received_at) if clock.start is Start.INCIDENT else began
    if not step.clause.holds_on(began.astimezone(calendar.zone).date()):
        return None
    due = max(due, began)
    met_at, met_by = _met(step, clock, facts, began=began, until=until, about=start.about)
    return Owed(
        code=step.code,
        actor=step.actor,
        clause=step.clause,
        status=Status.TO_CONFIRM if step.to_confirm(facts) else step.clause.status,
        began_at=began,
        due_at=due,
        late_at=due + clock.grace,
        reminder=step.reminder(facts) if callable(step.reminder) else step.reminder,
        rank=step.rank,
        met_at=met_at,
        met_by=met_by,
        about=start.about,
    )


def _met(
    step: Step,
    clock: Clock,
    facts: Facts,
    *,
    began: datetime,
    until: datetime | None,
    about: str,
) -> tuple[datetime | None, str]:
    if step.born_met(facts):
        return began, "born_met"
    deeds = (*step.met_by, *step.also_met_by(facts))
    # Something may have been done before a case's clock began, never before the event that began it.
    since = began if clock.start is Start.EVENT else None
    meeting = [
        (event.at, event.code)
        for event in facts.events
        if event.code in deeds
        and (not about or event.about == about)
        and (since is None or event.at >= since)
        and (until is None or event.at < until)
    ]
    if not meeting:
        return None, ""
    at, by = min(meeting)
    return max(at, began), by


Held = TypeVar("Held", bound=Standing)
Duty = TypeVar("Duty")  # without the bound: mypy asks for it before Django's columns have their types


@dataclass(frozen=True, slots=True)
class Changes(Generic[Duty]):
    """How the duties that stand must change."""

    opens: tuple[Owed, ...] = ()
    supersedes: tuple[tuple[Duty, Owed], ...] = ()
    amends: tuple[tuple[Duty, Owed], ...] = ()
    lapses: tuple[Duty, ...] = ()


def reconcile(standing: Sequence[Held], now_owed: Sequence[Owed]) -> Changes[Held]:
    """Return what must change so that ``standing`` says what is owed.

    Afterwards the duties are those that the same facts would have given all at once. A person's
    waiver alone outlives the facts: what began before it is not opened again.
    """
    opens: list[Owed] = []
    supersedes: list[tuple[Held, Owed]] = []
    amends: list[tuple[Held, Owed]] = []
    lapses: list[Held] = []
    live = [d for d in standing if d.superseded_at is None]
    for key in dict.fromkeys([_key(o) for o in now_owed] + [_key(d) for d in live]):
        waived_at = max((d.waived_at for d in live if _key(d) == key and d.waived_at), default=None)
        held = {d.began_at: d for d in live if _key(d) == key and not d.waived_at}
        new = []
        for one in (o for o in now_owed if _key(o) == key):
            old = held.pop(one.began_at, None)
            if old is None:
                new += [one] if waived_at is None or one.began_at > waived_at else []
            elif superseded(old, one) is not Superseded.SAME:
                supersedes.append((old, one))
            elif _told_anew(old, one):
                amends.append((old, one))
        gone = list(held.values())
        supersedes += zip(gone, new, strict=False)
        opens += new[len(gone) :]
        lapses += gone[len(new) :]
    return Changes(tuple(opens), tuple(supersedes), tuple(amends), tuple(lapses))


def _key(one: Owed | Standing) -> tuple[str, str]:
    return one.code, one.about


def superseded(old: Standing, new: Owed) -> Superseded:
    """Return what another duty in place of ``old`` means to whoever owes it: another time, again, or nothing new."""
    if old.met_at is not None and new.met_at is None:
        return Superseded.AGAIN
    moved = (old.due_at, old.late_at) != (new.due_at, new.late_at)
    return Superseded.MOVED if moved else Superseded.SAME


def _told_anew(old: Standing, one: Owed) -> bool:
    stands = (old.met_at, old.met_by, old.reminder, old.clause_status)
    return stands != (one.met_at, one.met_by, one.reminder, one.status)
