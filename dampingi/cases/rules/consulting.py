"""A one-off question, answered on one screen (H-06), and what makes it more than a question. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

# Somebody handed a person over: that is no question.
SENT = frozenset({"referral_in", "transfer_in", "police_request"})


@dataclass(frozen=True, slots=True)
class ConsultFacts:
    """What the first screen says, as far as it decides whether a question may be closed at once."""

    channel: str
    safe_now: str
    people: int
    is_child: bool | None
    danger_sign: bool = False
    violence_named: bool = False
    trafficking_named: bool = False
    party_named: bool = False


def obstacles_to_consulting(facts: ConsultFacts) -> tuple[Obstacle, ...]:
    """Return everything that makes a question more than a question (H-01: unknown is never low).

    Only an adult of whom it was said that she is safe, with no sign of danger, no violence, no
    trafficking and nobody reported, has only asked. Everything else is a report.
    """
    return tuple(obstacle for stands, obstacle in _IN_THE_WAY if stands(facts))


_AS_A_REPORT = say("Simpan sebagai laporan; tugasnya mulai berjalan.")
_IN_THE_WAY: tuple[tuple[Callable[[ConsultFacts], bool], Obstacle], ...] = (
    (
        lambda facts: facts.safe_now == "unsafe",
        Obstacle("unsafe", say("Ia tidak aman sekarang."), say("Simpan sebagai laporan dan telepon pendamping jaga.")),
    ),
    (
        lambda facts: facts.safe_now not in ("safe", "unsafe"),
        Obstacle(
            "safety-unknown",
            say("Belum diketahui apakah ia aman sekarang. Belum tahu tidak pernah berarti rendah."),
            say("Tanyakan, lalu isi “Aman sekarang?”; atau simpan sebagai laporan."),
        ),
    ),
    (
        lambda facts: facts.is_child is None,
        Obstacle(
            "age-unknown",
            say("Kelompok usianya belum dipilih; usia yang belum diketahui diperlakukan sebagai anak."),
            say("Pilih kelompok usianya; atau simpan sebagai laporan."),
        ),
    ),
    (
        lambda facts: facts.is_child is True,
        Obstacle("child", say("Ini menyangkut seorang anak."), _AS_A_REPORT),
    ),
    (
        lambda facts: facts.people > 1,
        Obstacle("several-people", say("Ada lebih dari satu orang yang perlu didampingi."), _AS_A_REPORT),
    ),
    (
        lambda facts: facts.danger_sign,
        Obstacle("danger-sign", say("Ada tanda bahaya yang dijawab ya."), _AS_A_REPORT),
    ),
    (
        lambda facts: facts.violence_named,
        Obstacle("violence-named", say("Ada kekerasan atau kejadian yang disebut."), _AS_A_REPORT),
    ),
    (
        lambda facts: facts.trafficking_named,
        Obstacle("trafficking-named", say("Ada dugaan perdagangan orang yang disebut."), _AS_A_REPORT),
    ),
    (
        lambda facts: facts.party_named,
        Obstacle("party-named", say("Ada terlapor yang disebut."), _AS_A_REPORT),
    ),
    (
        lambda facts: facts.channel in SENT,
        Obstacle("sent-here", say("Pihak lain mengirimkan orang ini kepada unit."), _AS_A_REPORT),
    ),
)
