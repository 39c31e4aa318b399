"""Asking both in turn, and what comes of it."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench.client import Answer, Browser
from bench.ground import OURS, PLAIN
from bench.rows import BOTH, Ask, Ground, Row

WARM_UP = 40


@dataclass(slots=True)
class Measured:
    """One row, measured."""

    row: Row
    times: dict[str, list[float]] = field(default_factory=lambda: {OURS: [], PLAIN: []})
    sizes: dict[str, list[int]] = field(default_factory=lambda: {OURS: [], PLAIN: []})
    void: list[str] = field(default_factory=list)
    began_at: datetime | None = None
    ended_at: datetime | None = None


def measure(row: Row, browsers: Mapping[str, Browser], ground: Ground, *, count: int) -> Measured:
    """Ask both the same ``count`` times, the one first and then the other first."""
    done = Measured(row)
    asks = row.asks(ground)
    for _ in range(min(WARM_UP, count)):
        _pair(row, next(asks), browsers, first=OURS)
    done.began_at = datetime.now(UTC)
    for turn in range(count):
        answers = _pair(row, next(asks), browsers, first=BOTH[turn % 2])
        if wrong := _wrong(row, answers):
            done.void.append(wrong)
            continue
        for whose, answer in answers.items():
            done.times[whose].append(answer.seconds)
            done.sizes[whose].append(len(answer.body))
    done.ended_at = datetime.now(UTC)
    if not done.void and (apart := _apart(done)) > row.same_within:
        done.void.append(f"pages differ by {apart:.1%} in size")
    return done


def _pair(row: Row, ask: Ask, browsers: Mapping[str, Browser], *, first: str) -> dict[str, Answer]:
    order = (first, PLAIN if first == OURS else OURS)
    return {whose: ask(whose, browsers[whose]) for whose in order}


def _wrong(row: Row, answers: Mapping[str, Answer]) -> str:
    for whose, answer in answers.items():
        if answer.status != row.status:
            return f"{whose} answered {answer.status}"
    ours, plain = row.says(answers[OURS]), row.says(answers[PLAIN])
    return "" if ours == plain else f"answers differ: {_first_difference(ours, plain)}"


def _first_difference(one: object, other: object) -> str:
    a, b = repr(one), repr(other)
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return f"…{a[max(0, at - 60) : at + 60]}… / …{b[max(0, at - 60) : at + 60]}…"


def _apart(done: Measured) -> float:
    ours, plain = (statistics.median(done.sizes[one]) for one in BOTH)
    return abs(ours - plain) / plain


def summary(done: Measured, *, size: int) -> dict[str, Any]:
    """Return the row as the result says it."""
    said: dict[str, Any] = {
        "row": done.row.name,
        "cases": size,
        "requests": len(done.times[OURS]),
        "began_at": done.began_at and done.began_at.isoformat(timespec="seconds"),
        "ended_at": done.ended_at and done.ended_at.isoformat(timespec="seconds"),
        "void": done.void[:3],
        "voided": len(done.void),
        "target": done.row.at_most.get(size),
    }
    if not all(len(times) > 1 for times in done.times.values()):
        return said | {"verdict": "void"}
    for whose in BOTH:
        times = sorted(t * 1_000 for t in done.times[whose])
        said[whose] = {
            "p50_ms": round(statistics.median(times), 2),
            "p95_ms": round(times[min(len(times) - 1, int(len(times) * 0.95))], 2),
            "bytes": round(statistics.median(done.sizes[whose])),
        }
    for part in ("p50", "p95"):
        said[f"{part}_ratio"] = round(said[OURS][f"{part}_ms"] / said[PLAIN][f"{part}_ms"], 2)
    return said | {"verdict": _verdict(said)}


def _verdict(said: Mapping[str, Any]) -> str:
    if said["void"]:
        return "void"
    if said["target"] is None:
        return "no target at this size"
    # "Faster" is below 1.0; "at most" may touch its number.
    within = [said[f"{p}_ratio"] < 1 if said["target"] == 1 else said[f"{p}_ratio"] <= said["target"] for p in ("p50", "p95")]
    return "met" if all(within) else "p95 missed" if within[0] else "missed"
