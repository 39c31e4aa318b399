"""The plan drawn up with her: what must be so before it stands, and before it ends. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dampingi.kernel.refusals import Obstacle, Reason
from dampingi.kernel.words import say

UNPAID = "unpaid"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What decides whether a plan may be written down."""

    state: str
    has_goal: bool
    drawn_with_her: bool
    agrees: str
    her_words: bool
    made_on: date
    review_on: date | None


def obstacles_to_planning(facts: PlanFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a plan: it has her goals, and either her agreement or her words."""
    found = [*_not_open(facts.state)]
    if not facts.has_goal:
        found.append(Obstacle("no-goal", say("Belum ada tujuan."), say("Tulis satu tujuan dengan kata-katanya.")))
    if not facts.drawn_with_her and not facts.her_words:
        found.append(
            Obstacle(
                "without-her",
                say("Rencana ini belum disusun bersama dia."),
                say("Susun bersama dia, atau tulis mengapa belum dapat dan siapa yang mewakilinya."),
            ),
        )
    if facts.agrees in ("partly", "no") and not facts.her_words:
        found.append(
            Obstacle(
                "her-words-missing",
                say("Yang tidak ia setujui belum tertulis."),
                say("Tulis dengan kata-katanya, supaya rencananya dapat diubah."),
            ),
        )
    return (*found, *_review(facts.review_on, since=facts.made_on))


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """What decides whether an evaluation may be written down."""

    ends: bool
    services_open: int
    evaluated_on: date
    review_on: date | None


def obstacles_to_evaluating(facts: EvaluationFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way: a plan ends when every service has its outcome, else it goes on to a date."""
    if not facts.ends:
        return _review(facts.review_on, since=facts.evaluated_on)
    if facts.services_open:
        return (
            Obstacle(
                "services-open",
                say("{n} layanan belum ada hasilnya.", n=facts.services_open),
                say("Catat hasil tiap layanan dulu, juga yang tidak jadi."),
            ),
        )
    return ()


def _review(review_on: date | None, *, since: date) -> tuple[Obstacle, ...]:
    if review_on is None:
        words = say("Belum ada tanggal melihat rencana ini lagi.")
        return (Obstacle("no-review-date", words, say("Pilih tanggal yang ia setujui.")),)
    if review_on <= since:
        words = say("Tanggal melihat rencana lagi tidak sesudah hari ini.")
        return (Obstacle("review-past", words, say("Pilih hari sesudahnya.")),)
    return ()


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What decides whether a service may stand in the plan."""

    state: str
    provider_open: bool = True


def obstacles_to_service(facts: ServiceFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a planned service."""
    found = [*_not_open(facts.state)]
    if not facts.provider_open:
        found.append(
            Obstacle("provider-closed", say("Lembaga ini sudah tutup."), say("Pilih lembaga lain dari direktori.")),
        )
    return tuple(found)


def costs_nothing(outcome: str, *, given: bool) -> bool:
    """Tell whether a service that ended was never given, so that nobody has to bear its cost."""
    return outcome in ("not_wanted", "not_available") and not given


def _not_open(state: str) -> tuple[Obstacle, ...]:
    if state == OPEN:
        return ()
    return (Obstacle("not-open", say("Kasus ini sudah selesai."), say("Buka kembali kasusnya dulu.")),)


def doubts_about_service(domain: str, service: str, standing: Iterable[tuple[str, str]]) -> tuple[Reason, ...]:
    """Return what somebody should look at again: the same service for the same need is planned already."""
    if (domain, service) in set(standing):
        return (Reason("asked-twice", say("Untuk kebutuhan ini layanan yang sama sudah direncanakan. Periksa apakah memang dua.")),)
    return ()


_SHORT = {"body": "physical", "mind": "psychological", "social": "social", "spiritual": "spiritual", "living": "economic"}


def conditions(said: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return how each domain of her life stands, from the coded answers of the assessments; the whole one rules."""
    short, whole = said.get("assessment", {}), said.get("assessment-whole", {})
    found = {domain: _condition(short.get(part)) for part, domain in _SHORT.items()}
    found |= {part: _condition(answers) for part, answers in whole.items() if _condition(answers)}
    return {domain: condition for domain, condition in found.items() if condition}


def _condition(answers: Any) -> str:
    return str(answers.get("condition", "")) if isinstance(answers, Mapping) else ""
