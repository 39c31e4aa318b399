"""What each role may do: one table, which is also the permission page. Pure."""

import string
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dampingi.kernel.refusals import Obstacle, Reason
from dampingi.kernel.words import Words, say

SMALL_UNIT = 3


class Role(StrEnum):
    """What somebody does in a unit; one person may hold several (H-06)."""

    INTAKE = "intake"
    COMPANION = "companion"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    TRAINER = "trainer"
    DATA = "data"
    ADMIN = "admin"
    PARTICIPANT = "participant"


class Verb(StrEnum):
    """What can be done."""

    TAKE_REPORT = "take_report"
    SEE_CASES = "see_cases"
    REVEAL = "reveal"
    SEARCH_NAMES = "search_names"
    ASSIGN = "assign"
    TAKE_OVER = "take_over"
    FIRST_CONTACT = "first_contact"
    ASSESS_RISK = "assess_risk"
    RECORD_EVENT = "record_event"
    LEARN = "learn"
    REPORT_TO_POLICE = "report_to_police"
    REFER_UP = "refer_up"
    WAIVE_DUTY = "waive_duty"
    KEEP_SHEETS = "keep_sheets"
    SIGN_PLAN = "sign_plan"
    MAKE_DOCUMENTS = "make_documents"
    KEEP_CONSENT = "keep_consent"
    REFER = "refer"
    TRANSFER = "transfer"
    RECEIVE_REFERRALS = "receive_referrals"
    ATTACH = "attach"
    OPEN_ORIGINALS = "open_originals"
    EXPORT_RECORD = "export_record"
    SEE_PROVIDERS = "see_providers"
    KEEP_PROVIDERS = "keep_providers"
    CLOSE_CASE = "close_case"
    REOPEN_CASE = "reopen_case"
    KEEP_SHELTERS = "keep_shelters"
    SEE_BOARD = "see_board"
    KEEP_ON_CALL = "keep_on_call"
    REVIEW_ALONE = "review_alone"
    SEE_NOTICES = "see_notices"
    SEE_PROTOCOLS = "see_protocols"
    SEE_READINESS = "see_readiness"
    KEEP_CERTIFICATES = "keep_certificates"
    DECLARE_REGISTER = "declare_register"
    MANAGE_STAFF = "manage_staff"
    HELP_SIGN_IN = "help_sign_in"
    KEEP_UNIT = "keep_unit"
    SEE_PERMISSIONS = "see_permissions"
    KEEP_OWN_ACCOUNT = "keep_own_account"
    PRACTISE = "practise"
    LEAD_DRILLS = "lead_drills"


ROLES: Mapping[Role, Words] = {
    Role.INTAKE: say("petugas pengaduan"),
    Role.COMPANION: say("pendamping"),
    Role.SUPERVISOR: say("supervisor kasus"),
    Role.HEAD: say("Kepala UPTD"),
    Role.TRAINER: say("penyelenggara pelatihan"),
    Role.DATA: say("pengelola data"),
    Role.ADMIN: say("administrator"),
    Role.PARTICIPANT: say("peserta pelatihan"),
}
VERBS: Mapping[Verb, Words] = {
    Verb.TAKE_REPORT: say("menerima laporan"),
    Verb.SEE_CASES: say("melihat kasus yang menjadi urusannya"),
    Verb.REVEAL: say("membuka nama"),
    Verb.SEARCH_NAMES: say("mencari nama dalam kasusnya"),
    Verb.ASSIGN: say("menugaskan pendamping"),
    Verb.TAKE_OVER: say("menangani sendiri"),
    Verb.FIRST_CONTACT: say("mencatat kontak pertama"),
    Verb.ASSESS_RISK: say("melakukan asesmen risiko"),
    Verb.RECORD_EVENT: say("mencatat yang terjadi"),
    Verb.LEARN: say("melengkapi yang baru diketahui"),
    Verb.REPORT_TO_POLICE: say("mencatat laporan polisi"),
    Verb.REFER_UP: say("meneruskan ke unit provinsi"),
    Verb.WAIVE_DUTY: say("meniadakan tugas dengan alasan"),
    Verb.KEEP_SHEETS: say("menulis lembar layanan"),
    Verb.SIGN_PLAN: say("menandatangani rencana sebagai manajer kasus"),
    Verb.MAKE_DOCUMENTS: say("membuat surat dan dokumen"),
    Verb.KEEP_CONSENT: say("mencatat persetujuan"),
    Verb.REFER: say("merujuk"),
    Verb.TRANSFER: say("melimpahkan kasus"),
    Verb.RECEIVE_REFERRALS: say("menerima rujukan dan pelimpahan"),
    Verb.ATTACH: say("melampirkan berkas"),
    Verb.OPEN_ORIGINALS: say("membuka berkas asli"),
    Verb.EXPORT_RECORD: say("mengekspor isian Simfoni"),
    Verb.SEE_PROVIDERS: say("membaca direktori layanan"),
    Verb.KEEP_PROVIDERS: say("memelihara direktori layanan"),
    Verb.CLOSE_CASE: say("menutup pendampingan, pemantauan, dan jalur hukum"),
    Verb.REOPEN_CASE: say("membuka kembali kasus yang selesai"),
    Verb.KEEP_SHELTERS: say("memelihara penampungan yang dirahasiakan"),
    Verb.SEE_BOARD: say("melihat papan unit"),
    Verb.KEEP_ON_CALL: say("menyusun daftar jaga"),
    Verb.REVIEW_ALONE: say("meninjau yang dikerjakan sendiri di unit kecil"),
    Verb.SEE_NOTICES: say("membaca pemberitahuan"),
    Verb.SEE_PROTOCOLS: say("membaca aturan"),
    Verb.SEE_READINESS: say("melihat kesiapan"),
    Verb.KEEP_CERTIFICATES: say("mencatat sertifikat"),
    Verb.DECLARE_REGISTER: say("menyatakan daftar sertifikat lengkap"),
    Verb.MANAGE_STAFF: say("mengelola akun petugas"),
    Verb.HELP_SIGN_IN: say("membantu petugas yang tidak bisa masuk"),
    Verb.KEEP_UNIT: say("mengatur unit"),
    Verb.SEE_PERMISSIONS: say("melihat izin tiap peran"),
    Verb.KEEP_OWN_ACCOUNT: say("menjaga akunnya sendiri"),
    Verb.PRACTISE: say("menjalani simulasi"),
    Verb.LEAD_DRILLS: say("memimpin kelas simulasi"),
}

# Somebody of a school, the police or a partner: training and her own account, never anything of a case.
_PARTICIPANT = frozenset(
    {Verb.SEE_PERMISSIONS, Verb.SEE_NOTICES, Verb.SEE_READINESS, Verb.KEEP_OWN_ACCOUNT, Verb.PRACTISE},
)
_EVERYBODY = _PARTICIPANT | {Verb.SEE_PROTOCOLS, Verb.SEE_PROVIDERS}
_CASEWORK = frozenset(
    {
        *(Verb.SEE_CASES, Verb.REVEAL, Verb.SEARCH_NAMES, Verb.ASSESS_RISK, Verb.RECORD_EVENT, Verb.LEARN),
        *(Verb.KEEP_SHEETS, Verb.KEEP_PROVIDERS, Verb.KEEP_CONSENT, Verb.REFER),
        *(Verb.MAKE_DOCUMENTS, Verb.ATTACH, Verb.OPEN_ORIGINALS),
    },
)
# Whoever takes a report owns it until another accepts (H-02), so she may do what is owed at once.
_INTAKE = (
    _EVERYBODY
    | _CASEWORK
    | {Verb.TAKE_REPORT, Verb.FIRST_CONTACT, Verb.REPORT_TO_POLICE, Verb.REFER_UP, Verb.REOPEN_CASE}
)
_COMPANION = _INTAKE | {Verb.TAKE_OVER, Verb.CLOSE_CASE}
_SUPERVISOR = _COMPANION | {
    Verb.SIGN_PLAN,
    Verb.ASSIGN,
    Verb.SEE_BOARD,
    Verb.WAIVE_DUTY,
    Verb.KEEP_ON_CALL,
    Verb.REVIEW_ALONE,
    Verb.TRANSFER,
    Verb.RECEIVE_REFERRALS,
    Verb.KEEP_CERTIFICATES,
    Verb.KEEP_UNIT,
    Verb.EXPORT_RECORD,
}
MAY: Mapping[Role, frozenset[Verb]] = {
    Role.INTAKE: _INTAKE,
    Role.COMPANION: _COMPANION,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.HEAD: _SUPERVISOR | {Verb.DECLARE_REGISTER, Verb.HELP_SIGN_IN, Verb.KEEP_SHELTERS},
    Role.TRAINER: _EVERYBODY | {Verb.LEAD_DRILLS, Verb.KEEP_CERTIFICATES},
    Role.DATA: _EVERYBODY,
    Role.ADMIN: _EVERYBODY | {Verb.MANAGE_STAFF, Verb.HELP_SIGN_IN, Verb.KEEP_UNIT},
    Role.PARTICIPANT: _PARTICIPANT,
}
SUPERVISING = frozenset({Role.SUPERVISOR, Role.HEAD})


def may(roles: Iterable[str], verb: Verb) -> bool:
    """Tell whether any of ``roles`` may do ``verb``."""
    return any(verb in MAY[Role(role)] for role in roles)


def supervises(roles: Iterable[str]) -> bool:
    """Tell whether any of ``roles`` sees the whole unit."""
    return bool(SUPERVISING & set(roles))


def is_small(staff_count: int) -> bool:
    """Tell whether a unit starts as *unit kecil* (H-06: three staff or fewer)."""
    return staff_count <= SMALL_UNIT


# --- who does what in a unit -----------------------------------------------------------------------

_OWN_ROLES = Obstacle(
    "own-roles",
    say("Ini akun Anda sendiri: tidak seorang pun mengubah perannya sendiri atau menutup akunnya."),
    say("Minta administrator lain; bila belum ada, tambahkan satu lewat undangan."),
)
_NO_ROLE = Obstacle(
    "no-role", say("Tidak ada peran yang dipilih."), say("Pilih paling sedikit satu, atau tutup akunnya.")
)
_ONLY_PARTICIPANT = Obstacle(
    "only-participant",
    say("Peserta pelatihan tidak memegang peran lain: ia bukan petugas unit."),
    say("Pilih peran itu saja, atau peran petugas tanpa itu. Setiap petugas boleh mengikuti pelatihan."),
)
_LAST_ADMIN = Obstacle(
    "last-admin",
    say("Ia administrator terakhir unit ini; tanpanya tidak ada yang mengelola akun."),
    say("Jadikan petugas lain administrator dulu."),
)
_CLOSED = Obstacle("closed", say("Akun ini sudah ditutup."))
ALONE_ABOVE = Reason(
    "alone-above",
    say("Tidak ada lagi supervisor kasus atau Kepala UPTD di unit ini: kasus baru tidak ada yang menugaskan."),
)


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What decides whether somebody's roles may change or her account be closed."""

    own: bool
    closed: bool
    roles: frozenset[str]
    others: tuple[frozenset[str], ...] = ()  # of everybody else of the unit whose account is open


def obstacles_to_roles(facts: StaffFacts, to: Collection[str]) -> tuple[Obstacle, ...]:
    """Return what stands in the way of giving somebody other roles."""
    found = [(_OWN_ROLES, facts.own), (_CLOSED, facts.closed), (_NO_ROLE, not to), (_ONLY_PARTICIPANT, mixes(to))]
    found.append((_LAST_ADMIN, Role.ADMIN not in to and _is_last_admin(facts)))
    return tuple(obstacle for obstacle, stands in found if stands)


def obstacles_to_closing_account(facts: StaffFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of closing an account."""
    found = [(_OWN_ROLES, facts.own), (_CLOSED, facts.closed), (_LAST_ADMIN, _is_last_admin(facts))]
    return tuple(obstacle for obstacle, stands in found if stands)


def mixes(to: Collection[str]) -> bool:
    """Tell whether somebody would be a participant and staff at once."""
    return Role.PARTICIPANT in to and len(set(to)) > 1


def doubts_about_roles(facts: StaffFacts, to: Collection[str]) -> tuple[Reason, ...]:
    """Return what somebody should look at before it is done; it may be done all the same."""
    above = supervises(to) or any(supervises(roles) for roles in facts.others)
    return () if above or not supervises(facts.roles) else (ALONE_ABOVE,)


def _is_last_admin(facts: StaffFacts) -> bool:
    return not facts.closed and Role.ADMIN in facts.roles and not any(Role.ADMIN in roles for roles in facts.others)


# --- passwords and second factors ------------------------------------------------------------------

NO_FACTOR_YET = Obstacle(
    "no-factor",
    say("Belum ada langkah kedua pada akun ini."),
    say("Pasang kode dari aplikasi atau kunci sandi dulu."),
)
NOT_ONES_OWN = Obstacle(
    "own-account",
    say("Ini akun Anda sendiri."),
    say("Pakai kode pemulihan, atau minta administrator, Kepala UPTD, atau unit provinsi."),
)
_LAST_FACTOR = Obstacle(
    "last-factor",
    say("Ini langkah kedua yang terakhir, dan akun ini wajib punya satu."),
    say("Pasang yang baru dulu, lalu hapus yang lama."),
)


def obstacles_to_removing_factor(*, left: int, required: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of taking a factor away that leaves ``left`` others."""
    return (_LAST_FACTOR,) if required and not left else ()


def obstacles_to_inviting(*, own: bool, closed: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of giving somebody a code to choose a password with."""
    return ((NOT_ONES_OWN,) if own else ()) + ((_CLOSED,) if closed else ())


# What people put around a word to make a password of it, and letters they write as digits and signs.
_AROUND = "0123456789 " + string.punctuation
_DRAWN = str.maketrans("4@831!05$7", "aabeliosst")
# Commonest first of what Indonesians choose; with what the list of Django has, and what stands around.
COMMON_HERE = frozenset(
    [
        "aku",
        "aman",
        "admin",
        "anakku",
        "bahagia",
        "bangsaku",
        "bapakku",
        "bendahara",
        "berkah",
        "bersama",
        "bintang",
        "bismillah",
        "bismilah",
        "borneo",
        "bulan",
        "bunda",
        "cantik",
        "cinta",
        "cintaku",
        "damai",
        "dampingi",
        "dinsos",
        "dinas",
        "doraemon",
        "dp3a",
        "dp3appkb",
        "garuda",
        "ganteng",
        "harapan",
        "hidayah",
        "ibuku",
        "ikhlas",
        "indah",
        "indonesia",
        "indonesiaku",
        "jakarta",
        "kalimantan",
        "kalteng",
        "kantor",
        "kapuas",
        "kasih",
        "kasihku",
        "katasandi",
        "keluarga",
        "keluargaku",
        "kepala",
        "kerja",
        "komputer",
        "korban",
        "kota",
        "kotawaringin",
        "kucing",
        "layanan",
        "laporan",
        "lupa",
        "maaf",
        "mamaku",
        "mantap",
        "matahari",
        "melati",
        "merahputih",
        "merdeka",
        "nusantara",
        "operator",
        "palangka",
        "palangkaraya",
        "pancasila",
        "pandu",
        "password",
        "pelangi",
        "pendamping",
        "pengaduan",
        "penjahat",
        "perempuan",
        "petugas",
        "perlindungan",
        "pintar",
        "ppa",
        "provinsi",
        "rahasia",
        "rahasiaku",
        "ramadhan",
        "rindu",
        "rumah",
        "sahabat",
        "sandi",
        "sapa",
        "sayang",
        "sayangku",
        "sayangkamu",
        "sekolah",
        "selamat",
        "selamatpagi",
        "semangat",
        "sempurna",
        "senyum",
        "simfoni",
        "sukses",
        "supervisor",
        "surga",
        "susah",
        "tahubulat",
        "terimakasih",
        "tidaktahu",
        "tuhan",
        "unit",
        "uptd",
        "uptdppa",
        "assalamualaikum",
        "alhamdulillah",
        "allahuakbar",
        "astaghfirullah",
        "subhanallah",
        "yesus",
        "tuhanyesus",
    ],
)


def listed(password: str, common: Collection[str]) -> bool:
    """Tell whether a password is a known one, alone, repeated, or with digits and signs around it.

    ``common`` is a list of passwords people really used, in small letters.
    """
    bare = password.casefold()
    return any(_known(one, common) for one in {bare, bare.strip(_AROUND), bare.translate(_DRAWN).strip(_AROUND)})


def _known(text: str, common: Collection[str]) -> bool:
    if not text:  # only digits and signs: as it stands it was looked for already
        return False
    if text in common or text in COMMON_HERE or any(text in run for run in _RUNS):
        return True
    # "sayangsayang" and "aaaaaaaaaaaa" are one word said again.
    again = (text + text).find(text, 1)
    part = text[:again].strip(_AROUND)
    return again < len(text) and (len(part) <= _FEW or part in common or part in COMMON_HERE)


_FEW = 3
_RUNS = (string.digits * 13, string.digits[::-1] * 13, string.ascii_lowercase)
