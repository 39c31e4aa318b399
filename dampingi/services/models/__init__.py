"""What the room keeps, one file for each thing."""

from dampingi.services.models.plan import Evaluation, Plan, PlannedService, PlanState
from dampingi.services.models.sheets import Sheet, SheetState
from dampingi.services.models.stays import Stay, StayExtension

__all__ = [
    "Evaluation",
    "Plan",
    "PlanState",
    "PlannedService",
    "Sheet",
    "SheetState",
    "Stay",
    "StayExtension",
]
