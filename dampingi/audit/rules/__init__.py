"""The rules of the ledger: what a line is, and what an altered chain looks like. Pure."""

from dampingi.audit.rules.chain import Finding, What, check_chain, finding
from dampingi.audit.rules.lines import (
    FIRST_PREV,
    INSTALLATION,
    NotACode,
    Outcome,
    Tip,
    Written,
    canonical,
    chained,
    clean,
    code,
    mac,
)

__all__ = [
    "FIRST_PREV",
    "INSTALLATION",
    "Finding",
    "NotACode",
    "Outcome",
    "Tip",
    "What",
    "Written",
    "canonical",
    "chained",
    "check_chain",
    "clean",
    "code",
    "finding",
    "mac",
]
