"""The pages of a case that stand beside its summary: plan, services, referrals, law."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases import queries as case_queries
from dampingi.cases.models import Case
from dampingi.cases.views.deed import case_of
from dampingi.cases.views.file import frame_of
from dampingi.cases.views.rows import row_of
from dampingi.kernel.words import say
from dampingi.protocols.models import Duty
from dampingi.services import actions, queries
from dampingi.services.catalog import BY_CODE
from dampingi.services.catalog.lists import ATTENDANCES, CONDITIONS, DOMAINS, EXTENTS
from dampingi.services.fields import AGREEMENTS
from dampingi.services.rules.plan import conditions
from dampingi.services.rules.sheets import Tab
from dampingi.services.rules.stays import DESTINATIONS, EXTENSIONS, REASONS
from dampingi.services.views.agreed import agreed
from dampingi.services.views.shown import service_words
from dampingi.web.filled import shown


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
        "may_print": found.erased_at is None and request.user.may(Verb.MAKE_DOCUMENTS),
        **more,
    }
    return render(request, template, context)


@require_GET
@needs(Verb.SEE_CASES)
def plan(request: StaffRequest, number: str) -> HttpResponse:
    """Show her goals, her needs and what is done about each, and what was assessed."""
    found = case_of(request, number)
    running = queries.running_plan(found)
    services, evaluations = queries.services_of(found), queries.evaluations_of(found)
    words = actions.read_plans(found, *([running] if running else []), *services, *evaluations)
    own = words.pop(0) if running else {}
    rows = [service_words(one, said) for one, said in zip(services, words, strict=False)]
    opened = case_queries.keys_of(found)
    return tab_page(
        request,
        found,
        Tab.PLAN,
        template="services/plan.html",
        plan=running,
        words=own,
        goals=[line for line in own.get("goals", "").splitlines() if line.strip()],
        agrees=AGREEMENTS.words.get(running.agrees, "") if running else "",
        asked=[] if running else [cases.read_words(c, opened) for c in found.contacts.all()[:2]],
        owed=_owed(found, request, PLAN_STEPS, {}),
        overview=_overview(found, rows),
        evaluations=[
            {"one": one, "said": said, "reached": EXTENTS.words.get(one.reached, one.reached)}
            for one, said in zip(evaluations, words[len(services) :], strict=True)
        ],
    )


PLAN_STEPS = ("suicide-safety", "safety-plan", "safety-again", "sign-plan", "evaluate-plan", "next-meeting")
GIVEN_STEPS = ("check-in", "record-visit", "cover-cost", "give-service", "next-monitoring")
_MOST = 3


def _owed(found: Case, request: StaffRequest, codes: Sequence[str], things: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what is owed next on this page, the soonest first, with the thing it is about."""
    now = timezone.now()
    duties = Duty.objects.open().filter(run_id=found.id, code__in=codes).order_by("late_at", "rank", "id")[:_MOST]
    return [{**row_of(duty, found.number, now=now), "what": things.get(duty.about, "")} for duty in duties]


_LEVELS = {"": 0, "well": 1, "watch": 2, "help": 3, "urgent": 4}


def _overview(found: Case, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each domain of her life: how it stands after the last assessment, and what is done about it."""
    stands = conditions(queries.sheet_facts(found).said)
    lines = []
    for domain, words in DOMAINS.words.items():
        condition = stands.get(domain, "")
        own = [row for row in rows if row["one"].domain == domain]
        if condition or own:
            said = CONDITIONS.words[condition] if condition else say("belum dinilai")
            lines.append({"domain": words, "condition": said, "level": _LEVELS[condition], "rows": own})
    return lines


@require_GET
@needs(Verb.SEE_CASES)
def given(request: StaffRequest, number: str) -> HttpResponse:
    """Show the services: what is planned, what was given, what came of it."""
    found = case_of(request, number)
    services = queries.services_of(found)
    rows = [service_words(one, said) for one, said in zip(services, actions.read_plans(found, *services), strict=True)]
    pairs = Counter((row["one"].domain, row["one"].service) for row in rows if row["one"].is_open)
    sessions = queries.sheets_of(found, ["session"])
    for row in rows:
        row["twice"] = row["one"].is_open and pairs[row["one"].domain, row["one"].service] > 1
        row["sessions"] = [
            {"sheet": sheet, "attendance": ATTENDANCES.words.get(sheet.coded.get("attendance", ""), "")}
            for sheet in sessions
            if sheet.about == row["one"].number
        ]
    things = {row["one"].number: str(row["service"]) for row in rows}
    return tab_page(
        request,
        found,
        Tab.GIVEN,
        template="services/given.html",
        services=rows,
        services_empty=not rows,
        owed=_owed(found, request, GIVEN_STEPS, things),
        out=_out(found),
        **_shelter(found, request),
    )


def _shelter(found: Case, request: StaffRequest) -> dict[str, Any]:
    """Return her stays; where a shelter is, is not among it."""
    stays = queries.stays_of(found)
    return {
        "stays": [{"stay": stay, "words": actions.read_stay(stay)} for stay in stays],
        "staying": next((stay for stay in stays if stay.left_at is None), None),
        "shelter_words": {**REASONS.words, **DESTINATIONS.words, **EXTENSIONS.words},
        "holds": found.owner_id == request.user.id,
    }


def _out(found: Case) -> list[dict[str, Any]]:
    """Return the visits an officer is out on now."""
    duties = Duty.objects.open().filter(run_id=found.id, code="check-in")
    return [{"number": duty.about, "back_at": duty.due_at} for duty in duties]


@require_GET
@needs(Verb.SEE_CASES)
def referrals(request: StaffRequest, number: str) -> HttpResponse:
    """Show who else helps, and on what sharing rests."""
    found = case_of(request, number)
    return tab_page(request, found, Tab.REFERRALS, template="services/referrals.html", **agreed(request, found))

