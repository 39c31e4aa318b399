"""The deeds of a case, one file for each topic."""

from dampingi.cases.actions.aftercare import end_aftercare, end_legal_track, read_visit, visit_after
from dampingi.cases.actions.alarms import answer_missed, ring_missed
from dampingi.cases.actions.alone import review_done_alone
from dampingi.cases.actions.assigning import (
    acknowledge,
    assign,
    declare_conflict,
    end_overrides,
    raise_alarms,
)
from dampingi.cases.actions.closing import close_case, closing_facts, read_closing, reopen
from dampingi.cases.actions.contact import first_contact, read_words, write_first_contact
from dampingi.cases.actions.entrance import Received, receive_question, receive_report
from dampingi.cases.actions.erasing import erase_again, erase_declined
from dampingi.cases.actions.following import (
    happened,
    look,
    point_on,
    reassess,
    reveal_people,
    search,
    waive,
)
from dampingi.cases.actions.handing import note_handover, read_handover, sign_handover
from dampingi.cases.actions.learning import learn
from dampingi.cases.actions.listing import remove_view, save_view
from dampingi.cases.actions.police import police_facts, police_step, read_objection
from dampingi.cases.actions.rescuing import Typing, forget_rescued, read_rescued, rescue_sheet, sweep
from dampingi.cases.actions.sharing import refer_up, refer_up_facts

__all__ = [
    "Received",
    "Typing",
    "acknowledge",
    "answer_missed",
    "assign",
    "close_case",
    "closing_facts",
    "declare_conflict",
    "end_aftercare",
    "end_legal_track",
    "end_overrides",
    "erase_again",
    "erase_declined",
    "first_contact",
    "forget_rescued",
    "happened",
    "learn",
    "look",
    "note_handover",
    "point_on",
    "police_facts",
    "police_step",
    "raise_alarms",
    "read_closing",
    "read_handover",
    "read_objection",
    "read_rescued",
    "read_visit",
    "read_words",
    "reassess",
    "receive_question",
    "receive_report",
    "refer_up",
    "refer_up_facts",
    "remove_view",
    "reopen",
    "rescue_sheet",
    "reveal_people",
    "review_done_alone",
    "ring_missed",
    "save_view",
    "search",
    "sign_handover",
    "sweep",
    "visit_after",
    "waive",
    "write_first_contact",
]
