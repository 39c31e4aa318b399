"""Referral and transfer, different by law: their lives, and what stands in the way (H-03, H-05). Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dampingi.kernel.codes import CodeList
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import Words, say
from dampingi.services.rules.consent import closed
from dampingi.services.rules.sharing import LEAST, PARTS, Part


class ReferralState(StrEnum):
    """The life of a referral."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    REVOKED = "revoked"
    REROUTED = "rerouted"


REFERRAL_STATES = CodeList(
    "referral_state",
    say("Keadaan rujukan"),
    {
        ReferralState.SENT: say("menunggu jawaban"),
        ReferralState.ACCEPTED: say("diterima"),
        ReferralState.DONE: say("selesai"),
        ReferralState.DECLINED: say("ditolak"),
        ReferralState.REVOKED: say("dibatalkan"),
        ReferralState.REROUTED: say("dirujuk ulang"),
    },
    "Dampingi",
)


class Move(StrEnum):
    """What may happen to a referral."""

    ACCEPT = "accept"
    FINISH = "finish"
    DECLINE = "decline"
    REVOKE = "revoke"
    REROUTE = "reroute"


_OPEN = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
OPEN = _OPEN
MOVES: Mapping[Move, tuple[frozenset[ReferralState], ReferralState]] = {
    Move.ACCEPT: (frozenset({ReferralState.SENT}), ReferralState.ACCEPTED),
    Move.FINISH: (_OPEN, ReferralState.DONE),
    Move.DECLINE: (_OPEN, ReferralState.DECLINED),
    Move.REVOKE: (_OPEN | {ReferralState.DECLINED}, ReferralState.REVOKED),
    Move.REROUTE: (_OPEN | {ReferralState.DECLINED}, ReferralState.REROUTED),
}
# A partner answers; only the unit that keeps the case takes back or sends elsewhere.
BY_PARTNER = (Move.ACCEPT, Move.DECLINE, Move.FINISH)
ANSWERS = CodeList(
    "referral_answer",
    say("Jawaban"),
    {Move.ACCEPT: say("Kami terima"), Move.FINISH: say("Sudah dilayani"), Move.DECLINE: say("Tidak dapat kami layani")},
    "Dampingi",
)


def after(state: str, move: Move) -> ReferralState | None:
    """Return the state after a move, or None where it is no move from there."""
    begins, ends = MOVES[move]
    return ends if ReferralState(state) in begins else None


def obstacles_to_answer(state: str, move: Move, *, words: str) -> tuple[Obstacle, ...]:
    """Return what stands in the way of an answer: it is over already, or a no without its reason."""
    found = []
    if after(state, move) is None:
        found.append(
            Obstacle(
                "no-such-move",
                say("Rujukan ini: {state}. Jawaban itu tidak berlaku lagi.", state=REFERRAL_STATES.words[state]),
                say("Muat halaman ini lagi."),
            ),
        )
    if move in (Move.DECLINE, Move.FINISH) and not words.strip():
        asked = say("Tulis alasannya, agar ia dapat dirujuk ke tempat lain.")
        asked = asked if move is Move.DECLINE else say("Tulis hasilnya dalam beberapa kata.")
        found.append(Obstacle("no-words", say("Penjelasannya belum ditulis."), asked))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """What decides whether a referral may be sent."""

    case_open: bool = True
    recipient: bool = True
    own_unit: bool = False
    recipient_closed: bool = False
    who_else: str = ""
    service: bool = True
    asked: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    held_back: frozenset[str] = frozenset()  # of a child: never with a yes alone
    basis: str = ""
    law_named: bool = False
    cited: bool = True
    by_phone: bool = False
    spoken_with: bool = False
    due_at: datetime | None = None
    same_need: str = ""  # who already has an open referral for this need
    anyway: bool = False
    at: datetime | None = None


_TABLE: tuple[tuple[str, Callable[[ReferralFacts], bool], Words, Words], ...] = (
    ("not-open", lambda f: not f.case_open, say("Kasus ini sudah selesai."), say("Buka kembali kasusnya dulu.")),
    (
        "no-recipient",
        lambda f: not f.recipient,
        say("Lembaga penerimanya belum dipilih."),
        say("Pilih dari daftar; bila belum ada, tambahkan dulu di direktori."),
    ),
    ("own-unit", lambda f: f.own_unit, say("Itu unit Anda sendiri."), say("Pilih unit atau lembaga lain.")),
    ("no-service", lambda f: not f.service, say("Layanan yang diminta belum dipilih."), say("Pilih satu layanan.")),
    (
        "no-basis",
        lambda f: not f.basis,
        say("Berbagi perlu dasar: persetujuannya, perintah hukum, atau bahaya langsung."),
        say("Pilih salah satu."),
    ),
    (
        "no-legal-ground",
        lambda f: f.basis == "law" and not f.law_named,
        say("Dasar hukumnya belum dipilih."),
        say("Pilih pasal atau perintahnya."),
    ),
    (
        "no-citation",
        lambda f: f.basis == "law" and f.law_named and not f.cited,
        say("Nomor dan tanggal perintahnya belum ditulis."),
        say("Tulis nomor, tanggal, dan siapa yang memerintahkan."),
    ),
    (
        "no-parts",
        lambda f: not f.asked and not f.by_phone,
        say("Belum dipilih bagian yang dibagikan."),
        say("Pilih yang perlu saja, atau catat sebagai rujukan lewat telepon."),
    ),
    (
        "nobody-spoken-with",
        lambda f: f.by_phone and not f.spoken_with,
        say("Belum ditulis siapa yang dihubungi lewat telepon."),
        say("Tulis nama dan jabatannya."),
    ),
    (
        "more-than-needed",
        lambda f: f.basis == "danger" and bool(f.asked - LEAST),
        say("Dalam bahaya langsung hanya yang paling perlu yang dibagikan."),
        say("Cukup: identitas, cara menghubungi, risiko, kesehatan."),
    ),
    ("no-deadline", lambda f: f.due_at is None, say("Batas waktu jawabannya belum diisi."), say("Pilih harinya.")),
    (
        "deadline-past",
        lambda f: f.due_at is not None and f.at is not None and f.due_at <= f.at,
        say("Batas waktunya sudah lewat."),
        say("Pilih waktu sesudah sekarang."),
    ),
)


def obstacles_to_referring(facts: ReferralFacts) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of sending a referral, in the order to remove it."""
    found = [Obstacle(code, words, remedy) for code, stands, words, remedy in _TABLE if stands(facts)]
    if facts.recipient and facts.recipient_closed:
        found.append(closed(facts.who_else))
    if facts.held_back:
        found.append(
            Obstacle(
                "gives-a-child-away",
                say("Untuk anak, sekolah dan desa tidak dibagikan kecuali memang perlu."),
                say("Hapus centangnya, atau jawab di bawah bahwa layanan ini memerlukannya."),
            ),
        )
    if missing := facts.asked - facts.allowed - facts.held_back:
        found += [_not_agreed(missing, facts.basis)] if facts.basis and facts.recipient else []
    if facts.same_need and not facts.anyway:
        found.append(
            Obstacle(
                "same-need",
                say("Untuk kebutuhan ini sudah ada rujukan yang berjalan: {who}.", who=facts.same_need),
                say("Tetap merujuk? Tulis alasannya di bawah."),
            ),
        )
    return tuple(found)


def _not_agreed(missing: frozenset[str], basis: str) -> Obstacle:
    named = ", ".join(str(PARTS.words[part]) for part in Part if part in missing)
    if basis == "consent":
        return Obstacle(
            "not-agreed",
            say("Ia belum setuju membagikan ini kepada tujuan itu: {parts}.", parts=named),
            say("Catat dulu persetujuannya, hapus centangnya, atau pilih dasar lain bila memang itu alasannya."),
        )
    return Obstacle(
        "not-opened",
        say("Dasar ini tidak membuka: {parts}.", parts=named),
        say("Hapus centangnya, atau catat dulu persetujuannya."),
    )


class TransferState(StrEnum):
    """The life of a transfer: nothing moves until it is accepted (H-05)."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TRANSFER_STATES = CodeList(
    "transfer_state",
    say("Keadaan pelimpahan"),
    {
        TransferState.OFFERED: say("menunggu diterima"),
        TransferState.ACCEPTED: say("diterima"),
        TransferState.DECLINED: say("ditolak"),
        TransferState.WITHDRAWN: say("dibatalkan"),
    },
    "Dampingi",
)


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """What decides whether a case may be offered to another unit."""

    case_open: bool = True
    to_unit: bool = True
    own_unit: bool = False
    already: bool = False
    basis: str = ""
    rests: bool = False
    note: bool = False
    due_at: datetime | None = None
    at: datetime | None = None


_TRANSFER: tuple[tuple[str, Callable[[TransferFacts], bool], Words, Words], ...] = (
    ("not-open", lambda f: not f.case_open, say("Kasus ini sudah selesai."), say("Buka kembali kasusnya dulu.")),
    ("no-unit", lambda f: not f.to_unit, say("Unit penerimanya belum dipilih."), say("Pilih satu unit.")),
    ("own-unit", lambda f: f.own_unit, say("Itu unit Anda sendiri."), say("Pilih unit lain.")),
    (
        "already-offered",
        lambda f: f.already,
        say("Kasus ini sedang ditawarkan ke unit lain."),
        say("Tunggu jawabannya, atau batalkan dulu."),
    ),
    (
        "no-basis",
        lambda f: f.basis not in ("consent", "law"),
        say("Pelimpahan perlu dasar: persetujuannya, atau kewenangan menurut hukum."),
        say("Bahaya langsung tidak memindahkan berkas: rujuk sekarang, limpahkan kemudian."),
    ),
    (
        "no-consent",
        lambda f: f.basis == "consent" and f.to_unit and not f.rests,
        say("Ia belum setuju seluruh berkasnya dilimpahkan ke unit itu."),
        say("Catat dulu persetujuannya, dengan bagian “seluruh berkas”."),
    ),
    (
        "no-note",
        lambda f: not f.note,
        say("Catatan serah terima belum ditulis."),
        say("Tulis yang harus diketahui unit penerima pada hari pertama."),
    ),
    ("no-deadline", lambda f: f.due_at is None, say("Batas waktu jawabannya belum diisi."), say("Pilih harinya.")),
    (
        "deadline-past",
        lambda f: f.due_at is not None and f.at is not None and f.due_at <= f.at,
        say("Batas waktunya sudah lewat."),
        say("Pilih waktu sesudah sekarang."),
    ),
)


def obstacles_to_transfer(facts: TransferFacts) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of offering a case to another unit."""
    return tuple(Obstacle(code, words, remedy) for code, stands, words, remedy in _TRANSFER if stands(facts))
