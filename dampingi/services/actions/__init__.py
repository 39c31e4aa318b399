"""The deeds of the room, one file for each topic."""

from dampingi.services.actions.consent import (
    consent_facts,
    pause_consent,
    pause_sharing,
    read_consents,
    record_consent,
    resume_consent,
    withdraw_consent,
)
from dampingi.services.actions.documents import print_letter, print_referral, print_sheet
from dampingi.services.actions.files import attach, open_original, remove
from dampingi.services.actions.links import Partner, enter, make_link, new_code, open_link, revoke_links
from dampingi.services.actions.packet import Packet
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
from dampingi.services.actions.record import export_record, reveal_for_record
from dampingi.services.actions.referrals import (
    answer,
    preview,
    read_answer,
    read_received,
    read_words,
    refer,
    referral_facts,
    revoke,
    told_her,
)
from dampingi.services.actions.sheets import keep_sheet, read_sheet, read_sheets, save_sheet, throw_sheet_away
from dampingi.services.actions.stays import begin_stay, extend_stay, leave_stay, need_shelter, open_place, read_stay
from dampingi.services.actions.trafficking import take_suggestion
from dampingi.services.actions.transfers import accept, decline, offer, read_note, read_reason, transfer_facts, withdraw
from dampingi.services.actions.visits import come_back, stay_longer

__all__ = [
    "Packet",
    "Partner",
    "accept",
    "answer",
    "attach",
    "begin_stay",
    "change_service",
    "come_back",
    "consent_facts",
    "decline",
    "end_service",
    "enter",
    "evaluate_plan",
    "export_record",
    "extend_stay",
    "keep_sheet",
    "leave_stay",
    "make_link",
    "make_plan",
    "need_shelter",
    "new_code",
    "offer",
    "open_link",
    "open_original",
    "open_place",
    "pause_consent",
    "pause_sharing",
    "plan_facts",
    "plan_service",
    "preview",
    "print_letter",
    "print_referral",
    "print_sheet",
    "read_answer",
    "read_consents",
    "read_note",
    "read_plans",
    "read_reason",
    "read_received",
    "read_sheet",
    "read_sheets",
    "read_stay",
    "read_words",
    "record_consent",
    "refer",
    "referral_facts",
    "remove",
    "resume_consent",
    "reveal_for_record",
    "revoke",
    "revoke_links",
    "save_sheet",
    "settle_cost",
    "sign_plan",
    "stay_longer",
    "take_suggestion",
    "throw_sheet_away",
    "told_her",
    "transfer_facts",
    "withdraw",
    "withdraw_consent",
]
