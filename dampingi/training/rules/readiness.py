"""Readiness: who could stand beside her, why, and what would make somebody ready (H-15). Pure.

UU 12/2022 art. 26(1), (3) makes TPKS training a condition for accompanying a victim of sexual
violence before police, prosecutor and court. For first contact, health, shelter and psychosocial
support it ranks and advises; and until the head declares the certificate register complete it never
refuses at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dampingi.kernel.codes import LANGUAGES
from dampingi.kernel.refusals import Obstacle, Reason
from dampingi.kernel.words import say
from dampingi.training.catalog.competences import BY_CODE, COMPETENCES, TPKS

BEFORE_THE_LAW = frozenset({"police", "prosecutor", "court"})
# What each thing is worth in the order of proposals; advice, to be confirmed with practitioners.
WEIGHTS: Mapping[str, float] = {
    "trained": 3.0,
    "core": 0.4,
    "on-duty": 2.0,
    "language": 2.0,
    "same-sex": 1.5,
    "same_district": 1.5,
    "same_regency": 1.0,
    "neighbour": 0.5,
    "same_province": 0.2,
    "elsewhere": 0.0,
    "free": 2.0,
    "own-unit": 1.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of somebody who might accompany; nothing of any victim."""

    staff_id: UUID
    holds: Mapping[str, date | None]
    on_duty: bool
    load: int
    cap: int
    nearness: str
    languages: frozenset[str]
    sex: str
    conflict: bool
    same_unit: bool = True
    refresh: frozenset[str] = frozenset()  # of what she holds: what is due to be refreshed


@dataclass(frozen=True, slots=True)
class Need:
    """What a case asks of a companion, in codes."""

    kinds: frozenset[str]
    activity: str = "first_contact"
    languages: tuple[str, ...] = ()
    victim_sex: str = "unknown"
    region_code: str = ""
    register_complete: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether somebody is ready, how well she fits, what speaks for it and what against."""

    ready: bool
    score: float
    reasons: tuple[Reason, ...]
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with her readiness."""

    candidate: Candidate
    readiness: Readiness


_NEAR_WORDS = {
    "same_district": say("Bekerja di kecamatan yang sama."),
    "same_regency": say("Bekerja di kabupaten atau kota yang sama."),
    "neighbour": say("Bekerja di kabupaten tetangga."),
}


def readiness(candidate: Candidate, need: Need) -> Readiness:
    """Return how ready ``candidate`` is for ``need``.

    Obstacles that make her not ready: a conflict of interest (never said with whom), a full case
    load, and missing TPKS training where the law makes it a condition. All others only warn.
    """
    score, reasons, warns, refuses = 0.0, [], [], []
    for step in (_trained, _language, _presence, _load):
        points, why, warn, refuse = step(candidate, need)
        score += points
        reasons += why
        warns += warn
        refuses += refuse
    if candidate.conflict:
        refuses.insert(
            0,
            Obstacle(
                "conflict",
                say("Ada benturan kepentingan dalam kasus ini."),
                say("Pilih petugas lain."),
            ),
        )
    return Readiness(not refuses, round(score, 2), tuple(reasons), tuple(refuses + warns))


_Parts = tuple[float, list[Reason], list[Obstacle], list[Obstacle]]


def _trained(candidate: Candidate, need: Need) -> _Parts:
    score = 0.0
    reasons: list[Reason] = []
    warns: list[Obstacle] = []
    refuses: list[Obstacle] = []
    for competence in COMPETENCES:
        if not competence.for_kinds & need.kinds:
            continue
        if competence.code in candidate.holds:
            score += WEIGHTS["trained"]
            reasons.append(Reason(f"trained-{competence.code}", say("Terlatih: {title}.", title=competence.title)))
            if competence.code in candidate.refresh:
                warns.append(
                    Obstacle(
                        f"refresh-{competence.code}",
                        say("Sudah waktunya penyegaran: {title}.", title=competence.title),
                        say("Masih berlaku; jadwalkan penyegarannya."),
                    ),
                )
            continue
        missing = Obstacle(
            f"untrained-{competence.code}",
            say("Belum ada sertifikat: {title}.", title=competence.title),
            say("Ikuti pelatihannya, atau catat sertifikat yang sudah dimiliki."),
        )
        condition = competence.code == TPKS and need.activity in BEFORE_THE_LAW and need.register_complete
        (refuses if condition else warns).append(missing)
    core = [c for c in candidate.holds if c in BY_CODE and BY_CODE[c].core]
    score += WEIGHTS["core"] * len(core)
    return score, reasons, warns, refuses


def _language(candidate: Candidate, need: Need) -> _Parts:
    if not need.languages:
        return 0.0, [], [], []
    shared = [code for code in need.languages if code in candidate.languages]
    if shared:
        words = say("Berbicara bahasanya: {language}.", language=LANGUAGES.words[shared[0]])
        return WEIGHTS["language"], [Reason("language", words)], [], []
    return (
        0.0,
        [],
        [Obstacle("language", say("Belum tentu berbicara bahasanya."), say("Siapkan juru bahasa."))],
        [],
    )


def _presence(candidate: Candidate, need: Need) -> _Parts:
    score = WEIGHTS.get(candidate.nearness, 0.0) + (WEIGHTS["own-unit"] if candidate.same_unit else 0.0)
    reasons, warns = [], []
    if candidate.nearness in _NEAR_WORDS:
        reasons.append(Reason(candidate.nearness, _NEAR_WORDS[candidate.nearness]))
    if candidate.on_duty:
        score += WEIGHTS["on-duty"]
        reasons.append(Reason("on-duty", say("Sedang jaga.")))
    else:
        warns.append(Obstacle("off-duty", say("Tidak sedang jaga."), say("Telepon dulu.")))
    if need.victim_sex != "unknown" and candidate.sex == need.victim_sex:
        score += WEIGHTS["same-sex"]
        reasons.append(Reason("same-sex", say("Jenis kelamin sama, yang diutamakan UU 12/2022 Pasal 26.")))
    if not candidate.same_unit:
        warns.append(
            Obstacle("other-unit", say("Bertugas di unit lain."), say("Minta persetujuan unitnya lewat telepon.")),
        )
    return score, reasons, warns, []


def _load(candidate: Candidate, need: Need) -> _Parts:
    del need
    if candidate.load >= candidate.cap:
        words = say("Sudah mendampingi {n} orang, batasnya {cap}.", n=candidate.load, cap=candidate.cap)
        return 0.0, [], [], [Obstacle("full", words, say("Pilih petugas lain, atau tulis alasan."))]
    free = WEIGHTS["free"] * (1 - candidate.load / candidate.cap)
    return free, [Reason("load", say("Sedang mendampingi {n} orang.", n=candidate.load))], [], []


def rank(candidates: Iterable[Candidate], need: Need) -> list[Ranked]:
    """Return the candidates, the ready first, the best fit first; ties by id, always the same way."""
    found = [Ranked(c, readiness(c, need)) for c in candidates]
    return sorted(found, key=lambda r: (not r.readiness.ready, -r.readiness.score, r.candidate.staff_id))


def needs_outside(ranked: Iterable[Ranked]) -> bool:
    """Tell whether nobody is ready, so that neighbouring and provincial staff are proposed (H-15)."""
    return not any(r.readiness.ready for r in ranked)
