"""Reads of the room, one file for each topic."""

from dampingi.services.queries.law import Screening, legal_duties, rights_of, screening_of
from dampingi.services.queries.plan import (
    evaluations_of,
    is_about,
    plan_of,
    plans_of,
    running_plan,
    service_of,
    services_of,
)
from dampingi.services.queries.sheets import can_be_written, drafts_of, sheet_facts, sheets_of
from dampingi.services.queries.stays import offers_for, running_stay, shelters_seen_by, stays_of, who_looked

__all__ = [
    "Screening",
    "can_be_written",
    "drafts_of",
    "evaluations_of",
    "is_about",
    "legal_duties",
    "offers_for",
    "plan_of",
    "plans_of",
    "rights_of",
    "running_plan",
    "running_stay",
    "screening_of",
    "service_of",
    "services_of",
    "sheet_facts",
    "sheets_of",
    "shelters_seen_by",
    "stays_of",
    "who_looked",
]
