"""Reads of the room, one file for each topic."""

from dampingi.services.queries.files import image_facts, was_handed_over
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

__all__ = [
    "can_be_written",
    "drafts_of",
    "evaluations_of",
    "image_facts",
    "is_about",
    "plan_of",
    "plans_of",
    "running_plan",
    "service_of",
    "services_of",
    "sheet_facts",
    "sheets_of",
    "was_handed_over",
]
