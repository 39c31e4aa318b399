"""The pages of a case that stand beside its summary: plan, services, referrals, law."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.cases.views.deed import case_of
from dampingi.cases.views.file import frame_of
from dampingi.services import actions, queries
from dampingi.services.catalog import BY_CODE
from dampingi.services.rules.sheets import Tab
from dampingi.services.views.shown import shown


def tab_page(
    request: StaffRequest, found: Case, tab: Tab, *, template: str = "services/tab.html", **more: Any
) -> HttpResponse:
    """Show one page of a case: what was written there, what is half-filled, what can be written."""
    cases.look(found, by=request.user, at=timezone.now())
    facts = queries.sheet_facts(found)
    kinds = {code: kind for code, kind in BY_CODE.items() if kind.tab is tab}
    kept = queries.sheets_of(found, kinds)
    said = actions.read_sheets(kept, BY_CODE)
    context: Mapping[str, Any] = {
        **frame_of(request, found, f"services:{tab}"),
        "tab": tab,
        "sheets": [
            {"sheet": sheet, "kind": kinds[sheet.kind], "shown": shown(kinds[sheet.kind].sheet, words)}
            for sheet, words in zip(kept, said, strict=True)
        ],
        "drafts": [
            {"sheet": s, "kind": kinds[s.kind]} for s in queries.drafts_of(found, by=request.user) if s.kind in kinds
        ],
        "writable": queries.can_be_written(facts, tab, by=request.user),
        "facts": facts,
        **more,
    }
    return render(request, template, context)


@require_GET
@needs(Verb.SEE_CASES)
def plan(request: StaffRequest, number: str) -> HttpResponse:
    """Show what was assessed and what is planned."""
    return tab_page(request, case_of(request, number), Tab.PLAN)


@require_GET
@needs(Verb.SEE_CASES)
def given(request: StaffRequest, number: str) -> HttpResponse:
    """Show the services given."""
    return tab_page(request, case_of(request, number), Tab.GIVEN)


@require_GET
@needs(Verb.SEE_CASES)
def referrals(request: StaffRequest, number: str) -> HttpResponse:
    """Show who else helps, and on what sharing rests."""
    return tab_page(request, case_of(request, number), Tab.REFERRALS)


@require_GET
@needs(Verb.SEE_CASES)
def law(request: StaffRequest, number: str) -> HttpResponse:
    """Show the legal track beside the service track."""
    return tab_page(request, case_of(request, number), Tab.LAW)
