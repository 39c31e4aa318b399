"""Tests before and after a training: what is drawn, in which order it is shown, what an answer scores.

Both tests come from one blueprint: the same number of questions for each module, drawn by the event's
number, so that everybody sits the same. Nothing here knows a clock: no test has a time limit, because
two bars of signal would be what it measures.
"""

import hashlib
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

FEWEST = 5  # people: sums over fewer would show one of them (H-21)
MOST_EACH = 3  # questions for each module
MONTHS_TO_FOLLOW_UP = 3


class Form(StrEnum):
    """Which of the two tests."""

    PRE = "pre"
    POST = "post"


class Stage(StrEnum):
    """Where the tests of an event stand: the first is open, the second is open, both are done."""

    PRE = "pre"
    POST = "post"
    CLOSED = "closed"


NEXT: Mapping[Stage, Stage] = {Stage.PRE: Stage.POST, Stage.POST: Stage.CLOSED}


class Outcome(StrEnum):
    """What became of a follow-up plan."""

    DONE = "done"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Item:
    """A question as the rules see it: its key, the module it asks about, its options, the best of them."""

    key: str
    module: str
    options: int
    best: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The keys of both tests, in the order of the modules."""

    pre: tuple[str, ...]
    post: tuple[str, ...]

    @property
    def shared(self) -> frozenset[str]:
        """Return what stands in both, because a module has too few questions for two tests."""
        return frozenset(self.pre) & frozenset(self.post)


def draw(pool: Iterable[Item], *, modules: Sequence[str], each: int, seed: str) -> Drawn:
    """Return both tests: ``each`` questions for every module, other ones before than after while there are enough."""
    of: dict[str, list[str]] = {module: [] for module in modules}
    for item in pool:
        if item.module in of:
            of[item.module].append(item.key)
    pre: list[str] = []
    post: list[str] = []
    for keys in of.values():
        keys.sort(key=lambda key: _place(seed, key))
        count = min(each, len(keys))
        begin = min(count, len(keys) - count)
        pre += keys[:count]
        post += keys[begin : begin + count]
    return Drawn(tuple(pre), tuple(post))


def order(item: Item, *, seed: str) -> tuple[int, ...]:
    """Return in which order one person sees the options: hers alone, and the same whenever she comes back."""
    return tuple(sorted(range(item.options), key=lambda option: _place(seed, item.key, str(option))))


def _place(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def is_right(item: Item, given: Mapping[str, int]) -> bool:
    """Tell whether the best option was chosen; what is left open is not."""
    return given.get(item.key) == item.best


def right(items: Iterable[Item], given: Mapping[str, int]) -> int:
    """Return how many were answered with the best option."""
    return sum(is_right(item, given) for item in items)


def share(items: Sequence[Item], given: Mapping[str, int]) -> float:
    """Return which share of the questions was answered with the best option."""
    return right(items, given) / len(items) if items else 0.0


def due_on(begun: date) -> date:
    """Return the day on which a follow-up plan is looked at: three months on, or that month's last day."""
    years, month = divmod(begun.month - 1 + MONTHS_TO_FOLLOW_UP, 12)
    year, month = begun.year + years, month + 1
    return date(year, month, min(begun.day, monthrange(year, month)[1]))


# --- what stands in the way -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """What decides whether somebody may sit a test now."""

    form: Form
    stage: Stage | None  # none: the organiser has opened nothing
    takes_part: bool
    sent: bool = False


NOT_OPEN = Obstacle(
    "not-open", say("Tes ini belum dibuka."), say("Penyelenggara membukanya pada acaranya; tidak ada yang terlewat.")
)
PRE_CLOSED = Obstacle(
    "closed",
    say("Tes awal sudah ditutup karena tes akhir sudah dibuka."),
    say("Kerjakan tes akhir; itu tetap berguna."),
)
POST_CLOSED = Obstacle(
    "closed", say("Tes akhir sudah ditutup."), say("Tanyakan kepada penyelenggara bila Anda belum sempat.")
)
NOT_REGISTERED = Obstacle(
    "not-registered", say("Anda belum terdaftar sebagai peserta kegiatan ini."), say("Daftar dulu.")
)
SENT = Obstacle("sent", say("Tes ini sudah Anda kirim. Jawaban yang pertama berlaku; tidak ada yang hilang."))


def obstacles_to_sitting(facts: SittingFacts) -> tuple[Obstacle, ...]:
    """Return why a test cannot be answered now."""
    if not facts.takes_part:
        return (NOT_REGISTERED,)
    if facts.sent:
        return (SENT,)
    if facts.stage is None or (facts.form == Form.POST and facts.stage == Stage.PRE):
        return (NOT_OPEN,)
    if facts.form == Form.PRE and facts.stage != Stage.PRE:
        return (PRE_CLOSED,)
    return (POST_CLOSED,) if facts.stage == Stage.CLOSED else ()


def obstacles_to_drawing(pool: Iterable[Item], modules: Sequence[str]) -> tuple[Obstacle, ...]:
    """Return why no tests can be drawn from these modules."""
    if not modules:
        return (Obstacle("no-modules", say("Tidak ada modul yang dipilih."), say("Pilih paling sedikit satu.")),)
    asked = {item.module for item in pool}
    missing = [module for module in modules if module not in asked]
    if missing:
        words = say("{n} modul belum punya soal.", n=len(missing))
        return (Obstacle("no-questions", words, say("Tulis soalnya dulu, atau jangan pilih modul itu.")),)
    return ()


def may_see_result(stage: Stage, *, sent_post: bool) -> bool:
    """Tell whether she may read her result: after the second test, hers or everybody's; the first would give it away."""
    return sent_post or stage == Stage.CLOSED


def shows_sums(people: int) -> bool:
    """Tell whether sums over that many people may be shown (H-21)."""
    return people >= FEWEST
