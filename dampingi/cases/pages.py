"""Where a duty is done: the page for each deed that meets one. House-tested for completeness."""

from collections.abc import Mapping

from django.urls import reverse

from dampingi.protocols.models import Duty
from dampingi.protocols.queries import step_of
from dampingi.protocols.rules import Deed

# Deeds with a page of their own; every other one is recorded on the event page of the case. Where a
# duty is about a thing (a referral, a stay), the page is that thing's: its address names both.
PAGES: Mapping[str, str] = {
    Deed.FIRST_CONTACT: "cases:first-contact",
    Deed.PSYCHOLOGICAL_SUPPORT: "cases:first-contact",
    Deed.AGREEMENT_ASKED: "cases:first-contact",
    Deed.SAFETY_ASKED: "cases:reassess",
    Deed.SAFETY_ASKED_AGAIN: "cases:reassess",
    Deed.ACKNOWLEDGED: "cases:case",
    Deed.LINKED: "cases:point-on",
    Deed.POLICE_PREPARED: "cases:police",
    Deed.POLICE_REPORT: "cases:police",
    Deed.EXPLAINED_NO_COMPLAINT: "cases:police",
    Deed.SAFE_CONTACT_KNOWN: "cases:learn",
    Deed.AGE_KNOWN: "cases:learn",
    Deed.PLAN_SIGNED: "services:sign-plan",
    Deed.PLAN_EVALUATED: "services:evaluate",
    Deed.SERVICE_ENDED: "services:outcome",
    Deed.COST_SETTLED: "services:cost",
    Deed.VISIT_BACK: "services:check-in",
    Deed.AFTERCARE_VISITED: "cases:visit-after",
    Deed.AFTERCARE_ENDED: "cases:end-aftercare",
    Deed.SHELTER_NEEDED: "services:stay-begin",
    Deed.STAY_RUNS: "services:stay-begin",
    Deed.STAY_LEFT: "services:stay",
    Deed.REFERRED_ELSEWHERE: "services:referrals",
    Deed.REFERRAL_ENDED: "services:referral",
    Deed.TOLD_OF_SHARING: "services:referral",
    Deed.TRANSFER_ANSWERED: "services:transfer",
}

# Deeds that keeping an official sheet records: the sheet's code, and what is answered on it already.
SHEETS: Mapping[str, str] = {
    Deed.ASSESSED: "assessment",
    Deed.SAFETY_CHECKED: "safety-plan",
    Deed.SELF_HARM_SAFETY: "safety-plan",
    Deed.MEETING_HELD: "case-meeting",
    Deed.MONITORED: "monitoring",
    Deed.VISIT_RECORDED: "visit-after",
    Deed.POLICE_NUMBER: "law-police",
    Deed.PROTECTION_EXPLAINED: "law-protection?step=explained",
    Deed.PROTECTION_GIVEN: "law-protection?step=temporary",
    Deed.COURT_APPLICATION: "law-protection?step=applied",
    Deed.COURT_ORDER: "law-protection?step=ordered",
    Deed.RESTRICTION_ORDERED: "law-protection?step=restricted",
    Deed.EXTENSION_ASKED: "law-protection?step=extension_asked",
    Deed.ORDER_BREACHED: "law-protection?step=breached",
    Deed.BREACH_DETAINED: "law-protection?step=detained",
    Deed.PROTECTION_ENDED: "law-protection?step=ended",
    Deed.LPSK_REQUESTED: "law-protection?step=lpsk_requested",
    Deed.LPSK_DECIDED: "law-protection?step=lpsk_decided",
    Deed.FILE_SENT: "law-prosecutor?step=sent",
    Deed.FILE_RETURNED: "law-prosecutor?step=p19",
    Deed.FILE_COMPLETE: "law-prosecutor?step=p21",
    Deed.HANDED_TO_PROSECUTOR: "law-prosecutor?step=handed",
    Deed.INVESTIGATION_STOPPED: "law-prosecutor?step=stopped",
    Deed.VERDICT_SENT: "law-prosecutor?step=verdict_sent",
    Deed.HEARING_SET: "law-hearing",
    Deed.HEARING_HELD: "law-heard",
    Deed.VERDICT: "law-verdict",
    Deed.VERDICT_COPY: "law-verdict",
    Deed.VERDICT_FINAL: "law-verdict",
    Deed.RIGHTS_TOLD: "law-restitution?step=right_told",
    Deed.RESTITUTION_ASKED: "law-restitution?step=asked",
    Deed.RESTITUTION_CALCULATED: "law-restitution?step=calculated",
    Deed.RESTITUTION_GRANTED: "law-restitution?step=granted",
    Deed.RESTITUTION_PAID: "law-restitution?step=paid",
    Deed.RESTITUTION_UNPAID: "law-restitution?step=unpaid",
    Deed.COURT_TOLD_UNPAID: "law-restitution?step=court_told",
    Deed.DBK_ASKED: "law-restitution?step=dbk_asked",
    Deed.DBK_APPROVED: "law-restitution?step=dbk_approved",
    Deed.DBK_PAID: "law-restitution?step=dbk_paid",
    Deed.CUSTODY_ENDS: "law-custody?step=held",
    Deed.CONVICT_RELEASED: "law-custody?step=released",
    Deed.RELEASE_TOLD: "law-custody?step=told",
    Deed.AUTHORITY_ASKED: "law-contact",
    Deed.ASK_AGAIN: "law-contact",
    Deed.RIGHTS_EXPLAINED: "rights-tpks",
    Deed.RIGHTS_TPPO_EXPLAINED: "rights-tppo",
    Deed.THREATENED: "pressure?kind=threat",
    Deed.PRESSURED: "pressure?kind=pressure",
    Deed.REPORT_WITHDRAWN: "pressure?kind=withdrawal",
    Deed.SETTLEMENT_OFFERED: "pressure?kind=settlement",
    Deed.MARRIAGE_PROPOSED: "pressure?kind=marriage",
    Deed.ADAT_PROCESS: "adat",
    Deed.SAFETY_RENEWED: "safety-again",
    Deed.TRAFFICKING_SCREENED: "tppo-identify",
    Deed.TPPO_APPLICATION: "tppo-apply",
    Deed.FIRST_AID_ASKED: "tppo-apply?helps=first_aid",
    Deed.REHABILITATION_ASKED: "tppo-apply?helps=rehabilitation",
    Deed.REPATRIATION_ASKED: "tppo-apply?helps=repatriation",
    Deed.REINTEGRATION_ASKED: "tppo-apply?helps=reintegration",
    Deed.TPPO_FIRST_AID: "tppo-given?help=first_aid",
    Deed.TPPO_REHABILITATION: "tppo-given?help=rehabilitation",
    Deed.TPPO_REPATRIATION: "tppo-given?help=repatriation",
    Deed.TPPO_REINTEGRATION: "tppo-given?help=reintegration",
    Deed.DIVERSION_EXPLAINED: "diversion",
    Deed.MEDIATION_FREE_COMPANION: "mediation-assess?assessor=companion",
    Deed.MEDIATION_FREE_PSYCHOLOGIST: "mediation-assess?assessor=psychologist",
    Deed.MEDIATION_NOT_FREE: "mediation-assess",
    Deed.MEDIATION_AGREED: "mediation?result=agreed",
    Deed.MEDIATION_ENDED: "mediation?result=none",
    Deed.MEDIATION_WITHDRAWN: "mediation?result=withdrew",
    Deed.MEDIATION_SUPERVISED: "mediation-watch",
    Deed.STAY_FOLLOWED: "after-stay",
    Deed.IMAGE_LINKS_ASKED: "image-link",
    Deed.REMOVAL_ASKED: "image-removal",
    Deed.REMOVAL_ANSWERED: "image-removal",
    Deed.IMAGE_HANDED_OVER: "image-handover",
}


def page_for(duty: Duty, number: str) -> str:
    """Return the address where a duty is met, with one tap."""
    for deed in step_of(duty.code).met_by:
        if deed in SHEETS:
            sheet, _, answered = SHEETS[deed].partition("?")
            said = "&".join(part for part in (answered, f"hal={duty.about}" if duty.about else "") if part)
            return reverse("services:write", args=[number, sheet]) + (f"?{said}" if said else "")
        if deed in PAGES:
            about_it = [duty.about] if duty.about else []
            return reverse(PAGES[deed], args=[number, *about_it])
    deeds = step_of(duty.code).met_by
    address = reverse("cases:event", args=[number])
    return f"{address}?deed={deeds[0]}" if deeds else address
