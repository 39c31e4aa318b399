"""The deeds of the room, one file for each topic."""

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
from dampingi.services.actions.stays import begin_stay, extend_stay, leave_stay, need_shelter, open_place, read_stay
from dampingi.services.actions.trafficking import take_suggestion
from dampingi.services.actions.visits import come_back, stay_longer

__all__ = [
    "begin_stay",
    "change_service",
    "come_back",
    "end_service",
    "evaluate_plan",
    "extend_stay",
    "keep_sheet",
    "leave_stay",
    "make_plan",
    "need_shelter",
    "open_place",
    "plan_facts",
    "plan_service",
    "read_plans",
    "read_sheet",
    "read_sheets",
    "read_stay",
    "save_sheet",
    "settle_cost",
    "sign_plan",
    "stay_longer",
    "take_suggestion",
    "throw_sheet_away",
]
