"""What the room keeps, one file for each thing."""

from dampingi.services.models.consent import Consent
from dampingi.services.models.plan import Evaluation, Plan, PlannedService, PlanState
from dampingi.services.models.referrals import Link, Referral, Transfer
from dampingi.services.models.sheets import Sheet, SheetState
from dampingi.services.models.stays import Stay, StayExtension

__all__ = [
    "Consent",
    "Evaluation",
    "Link",
    "Plan",
    "PlanState",
    "PlannedService",
    "Referral",
    "Sheet",
    "SheetState",
    "Stay",
    "StayExtension",
    "Transfer",
]
