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
}

# Deeds that keeping an official sheet records: the sheet's code.
SHEETS: Mapping[str, str] = {
    Deed.ASSESSED: "assessment",
    Deed.SAFETY_CHECKED: "safety-plan",
    Deed.SELF_HARM_SAFETY: "safety-plan",
    Deed.MEETING_HELD: "case-meeting",
    Deed.MONITORED: "monitoring",
    Deed.VISIT_RECORDED: "visit-after",
    Deed.IMAGE_LINKS_ASKED: "image-link",
    Deed.REMOVAL_ASKED: "image-removal",
    Deed.REMOVAL_ANSWERED: "image-removal",
    Deed.IMAGE_HANDED_OVER: "image-handover",
}


def page_for(duty: Duty, number: str) -> str:
    """Return the address where a duty is met, with one tap."""
    for deed in step_of(duty.code).met_by:
        if deed in SHEETS:
            about = f"?hal={duty.about}" if duty.about else ""
            return reverse("services:write", args=[number, SHEETS[deed]]) + about
        if deed in PAGES:
            about_it = [duty.about] if duty.about else []
            return reverse(PAGES[deed], args=[number, *about_it])
    deeds = step_of(duty.code).met_by
    address = reverse("cases:event", args=[number])
    return f"{address}?deed={deeds[0]}" if deeds else address
