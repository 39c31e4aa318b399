"""Reads of the room, one file for each topic."""

from dampingi.services.queries.agreed import (
    answers_before,
    answers_that_stand,
    closing_on,
    incoming_referrals,
    incoming_transfers,
    offer_of,
    open_for,
    outgoing_transfers,
    referrals_of,
    shares,
)
from dampingi.services.queries.files import image_facts, was_handed_over
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
from dampingi.services.queries.recipients import Recipient, guardians_for, recipient_of, recipients_for
from dampingi.services.queries.sheets import can_be_written, drafts_of, sheet_facts, sheets_of, stands_for
from dampingi.services.queries.stays import offers_for, running_stay, shelters_seen_by, stays_of, who_looked

__all__ = [
    "Recipient",
    "Screening",
    "answers_before",
    "answers_that_stand",
    "can_be_written",
    "closing_on",
    "drafts_of",
    "evaluations_of",
    "guardians_for",
    "image_facts",
    "incoming_referrals",
    "incoming_transfers",
    "is_about",
    "legal_duties",
    "offer_of",
    "offers_for",
    "open_for",
    "outgoing_transfers",
    "plan_of",
    "plans_of",
    "recipient_of",
    "recipients_for",
    "referrals_of",
    "rights_of",
    "running_plan",
    "running_stay",
    "screening_of",
    "service_of",
    "services_of",
    "shares",
    "sheet_facts",
    "sheets_of",
    "shelters_seen_by",
    "stands_for",
    "stays_of",
    "was_handed_over",
    "who_looked",
]
