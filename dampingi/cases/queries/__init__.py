"""Reads over cases, through the eyes of whoever asks."""

from dampingi.cases.queries.board import Board, Today, board, case_list, open_duties, today
from dampingi.cases.queries.companions import (
    Link,
    Proposal,
    chain,
    proposals,
    readiness_of,
    staff_names,
    supervisors_of,
)
from dampingi.cases.queries.file import CaseFile, case_file, facts_now, people_of
from dampingi.cases.queries.names import forget_names, search_names

__all__ = [
    "Board",
    "CaseFile",
    "Link",
    "Proposal",
    "Today",
    "board",
    "case_file",
    "case_list",
    "chain",
    "facts_now",
    "forget_names",
    "open_duties",
    "people_of",
    "proposals",
    "readiness_of",
    "search_names",
    "staff_names",
    "supervisors_of",
    "today",
]
