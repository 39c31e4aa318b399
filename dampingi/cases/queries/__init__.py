"""Reads over cases, through the eyes of whoever asks."""

from dampingi.cases.queries.board import (
    Board,
    Today,
    after,
    board,
    case_list,
    duties,
    open_duties,
    today,
    waiting_for,
)
from dampingi.cases.queries.companions import (
    Link,
    Proposal,
    chain,
    proposals,
    readiness_of,
    staff_names,
    supervisors_of,
)
from dampingi.cases.queries.file import (
    CaseFile,
    case_file,
    deeds_open_to,
    facts_now,
    narrative_of,
    people_of,
    siblings_of,
)
from dampingi.cases.queries.names import forget_names, search_names
from dampingi.cases.queries.reasons import authority_of, risk_reasons, type_of

__all__ = [
    "Board",
    "CaseFile",
    "Link",
    "Proposal",
    "Today",
    "after",
    "authority_of",
    "board",
    "case_file",
    "case_list",
    "chain",
    "deeds_open_to",
    "duties",
    "facts_now",
    "forget_names",
    "narrative_of",
    "open_duties",
    "people_of",
    "proposals",
    "readiness_of",
    "risk_reasons",
    "search_names",
    "siblings_of",
    "staff_names",
    "supervisors_of",
    "today",
    "type_of",
    "waiting_for",
]
