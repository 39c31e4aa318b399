"""Readiness, events, tests, paths: pure rules of training, by topic."""

from dampingi.training.rules.readiness import (
    BEFORE_THE_LAW,
    WEIGHTS,
    Candidate,
    Need,
    Ranked,
    Readiness,
    needs_outside,
    rank,
    readiness,
)

__all__ = [
    "BEFORE_THE_LAW",
    "WEIGHTS",
    "Candidate",
    "Need",
    "Ranked",
    "Readiness",
    "needs_outside",
    "rank",
    "readiness",
]
