"""The deeds of the room, one file for each topic."""

from dampingi.services.actions.files import attach, open_original, remove
from dampingi.services.actions.plan import (
    change_service,
    end_service,
    evaluate_plan,
    make_plan,
    plan_facts,
    plan_service,
    read_plans,
    settle_cost,
    sign_plan,
)
from dampingi.services.actions.sheets import keep_sheet, read_sheet, read_sheets, save_sheet, throw_sheet_away
from dampingi.services.actions.visits import come_back, stay_longer

__all__ = [
    "attach",
    "change_service",
    "come_back",
    "end_service",
    "evaluate_plan",
    "keep_sheet",
    "make_plan",
    "open_original",
    "plan_facts",
    "plan_service",
    "read_plans",
    "read_sheet",
    "read_sheets",
    "remove",
    "save_sheet",
    "settle_cost",
    "sign_plan",
    "stay_longer",
    "throw_sheet_away",
]
