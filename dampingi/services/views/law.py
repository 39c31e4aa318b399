"""The page of the law: the track drawn, who owes what next, which rights were told."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases.models import Case
from dampingi.cases.views.deed import case_of, refused
from dampingi.cases.views.rows import row_of
from dampingi.kernel.codes import LANGUAGES
from dampingi.kernel.refusals import Refusal
from dampingi.protocols.models import Duty
from dampingi.services import actions, queries
from dampingi.services.catalog import BY_CODE
from dampingi.services.catalog.law import AUTHORITIES, CONTACT
from dampingi.services.catalog.rights import LISTS, TELLERS, UNDERSTOOD
from dampingi.services.catalog.trafficking import IDENTIFY
from dampingi.services.rules.rights import Right
from dampingi.services.rules.sheets import Tab
from dampingi.services.rules.track import pressures, tracks
from dampingi.services.views.tabs import tab_page


@require_GET
@needs(Verb.SEE_CASES)
def law(request: StaffRequest, number: str) -> HttpResponse:
    """Show the legal track beside the service track."""
    found = case_of(request, number)
    return tab_page(request, found, Tab.LAW, template="services/law.html", **_beside(request, found))


def _beside(request: StaffRequest, found: Case) -> dict[str, Any]:
    now, facts = timezone.now(), queries.sheet_facts(found)
    sheets = queries.sheets_of(found, [CONTACT.code, IDENTIFY.code, *LISTS])
    theirs, ours = queries.legal_duties(found)
    asked = {s.coded.get("whom"): s for s in reversed(sheets) if s.kind == CONTACT.code}
    known = queries.rights_of(facts, sheets)
    rights = [
        {"label": label, "rows": [_right(one) for one in rows], "told": len([one for one in rows if one.done])}
        for label, rows in known
    ]
    return {
        "tracks": tracks(facts.facts),
        "theirs": [_chase(duty, found, now, asked) for duty in theirs],
        "ours": [row_of(duty, found.number, now=now) for duty in ours],
        "contact": reverse("services:write", args=[found.number, CONTACT.code]),
        "rights": rights,
        "untold": len([one for _label, rows in known for one in rows if not one.done]),
        "rights_sheets": [BY_CODE[code] for code in LISTS if BY_CODE[code].appears(facts)],
        "pressures": pressures(facts.facts),
        "screening": queries.screening_of(found, sheets),
        "suspected": "trafficking_suspected" in found.kinds,
        "can": {verb.value: request.user.may(verb) for verb in Verb},
    }


def _chase(duty: Duty, found: Case, now: datetime, asked: dict[Any, Any]) -> dict[str, Any]:
    whom = duty.actor if duty.actor in AUTHORITIES else "other"
    return {**row_of(duty, found.number, now=now), "whom": whom, "last": asked.get(whom)}


def _right(one: Right) -> dict[str, Any]:
    return {
        "right": one,
        "understood": UNDERSTOOD.words.get(one.understood or "not_told"),
        "teller": TELLERS.words.get(one.teller),
        "language": LANGUAGES.words.get(one.language),
    }


@require_POST
@needs(Verb.LEARN)
def suspect(request: StaffRequest, number: str) -> HttpResponse:
    """Take up what screening suggests: the case is one of suspected trafficking."""
    found = case_of(request, number)
    try:
        actions.take_suggestion(found, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        return render(request, "services/no_suggestion.html", {"case": found, "refusal": no, "posted": True}, status=409)
    messages.success(request, _("Dugaan dicatat. Tugasnya mengikuti; pertolongan tidak menunggu apa pun."))
    return redirect("services:law", number=found.number)
