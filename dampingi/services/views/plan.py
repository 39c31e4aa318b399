"""The pages of the plan: drawn up with her, signed, evaluated; each service from planned to outcome."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases import queries as case_queries
from dampingi.cases.models import Case
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, now_in, on_sheet, refused
from dampingi.cases.views.theirs import Written, written
from dampingi.kernel.codes import PAYERS, SERVICES
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Refusal
from dampingi.places import queries as places
from dampingi.places.models import Provider
from dampingi.services import actions, fields, queries
from dampingi.services.catalog.funding import FUNDING, NOT_JKN
from dampingi.services.models import Plan, PlannedService, PlanState
from dampingi.services.views.shown import service_words

Theirs = Callable[[Case, datetime], Written | None]


def _back(found: Case, tab: str = "plan") -> str:
    return reverse(f"services:{tab}", args=[found.number])


@keeps_typing(fields.PLAN)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def make(request: StaffRequest, number: str) -> HttpResponse:
    """Draw the plan up with her, or change the one that runs."""
    now, found = timezone.now(), case_of(request, number)
    running = queries.running_plan(found)
    start: Mapping[str, Any] = {"when": now_in(request)}
    if running:
        start = {**start, **_planned(found, running)}
    return on_sheet(
        request,
        found,
        SheetDeed(
            sheet=fields.PLAN,
            template="services/make_plan.html",
            deed=lambda said: actions.make_plan(found, said, by=request.user, at=now),
            theirs=_plan_now,
            done=_("Rencana tersimpan. Tanggal melihatnya lagi mulai berjalan."),
            then=_back(found),
            start=start,
            shows={"running": running, "explains": fields.PLAN_EXPLAINS, "source": fields.PLAN_SOURCE, "form": fields.PLAN_FORM},
        ),
    )


def _planned(found: Case, plan: Plan) -> dict[str, Any]:
    """Return what a plan says, in the shape of its sheet."""
    (words,) = actions.read_plans(found, plan)
    return {**words, "drawn_with_her": plan.drawn_with_her, "agrees": plan.agrees, "review_on": plan.review_on}


def _plan_now(found: Case, since: datetime) -> Written | None:
    line = case_queries.last_line(found, ("plan.made", "plan.changed"), since=since)
    plan = queries.running_plan(found) if line else None
    return written(line, {"when": plan.made_at, **_planned(found, plan)}) if line and plan else None


def _evaluation_now(plan: Plan, found: Case, since: datetime) -> Written | None:
    line = case_queries.last_line(found, ("plan.evaluated",), since=since)
    rows = [one for one in queries.evaluations_of(found) if one.plan_id == plan.id and line and one.recorded_at == line.at]
    if line is None or not rows:
        return None
    one, (words,) = rows[0], actions.read_plans(found, rows[0])
    stands = queries.plan_of(found, plan.number)
    review_on = stands.review_on if stands and not one.ends else None
    return written(line, {"when": one.at, "reached": one.reached, "ends": one.ends, "review_on": review_on, **words})


def _plan(request: StaffRequest, number: str, plan: str) -> tuple[Case, Plan]:
    found = case_of(request, number)
    one = queries.plan_of(found, plan)
    if one is None:
        raise Http404
    return found, one


@require_GET
@needs(Verb.SEE_CASES)
def to_sign(request: StaffRequest, number: str, plan: str) -> HttpResponse:
    """Show the plan as the case manager reads it before she signs."""
    found, one = _plan(request, number, plan)
    cases.look(found, by=request.user, at=timezone.now())
    services = queries.services_of(found)
    (words, *said) = actions.read_plans(found, one, *services)
    context = {
        "case": found,
        "plan": one,
        "words": words,
        "rows": [service_words(service, own) for service, own in zip(services, said, strict=True)],
        "may_sign": request.user.may(Verb.SIGN_PLAN) and one.signed_at is None and one.state == PlanState.RUNNING,
    }
    return render(request, "services/sign_plan.html", context)


@require_POST
@needs(Verb.SIGN_PLAN)
def sign(request: StaffRequest, number: str, plan: str) -> HttpResponse:
    """Sign the plan as case manager."""
    found, one = _plan(request, number, plan)
    try:
        actions.sign_plan(found, one, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        messages.error(request, _("Rencana ini sudah ditandatangani atau baru saja diubah. Bacalah lagi."))
        return redirect("services:sign-plan", number=found.number, plan=one.number)
    messages.success(request, _("Rencana ditandatangani."))
    return redirect("services:plan", number=found.number)


def _evaluated(number: str, plan: str) -> Any:
    return fields.EVALUATION


@keeps_typing(_evaluated)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def evaluate(request: StaffRequest, number: str, plan: str) -> HttpResponse:
    """Look at the plan again with her: how far it came, and whether it goes on."""
    now = timezone.now()
    found, one = _plan(request, number, plan)
    if one.state == PlanState.ENDED and request.method != "POST":
        messages.success(request, _("Rencana ini sudah selesai."))
        return redirect(_back(found))
    (words,) = actions.read_plans(found, one)
    return on_sheet(
        request,
        found,
        SheetDeed(
            sheet=fields.EVALUATION,
            template="services/evaluate.html",
            deed=lambda said: actions.evaluate_plan(found, one, said, by=request.user, at=now),
            theirs=partial(_evaluation_now, one),
            done=_("Evaluasi tersimpan."),
            then=_back(found),
            start={"when": now_in(request)},
            shows={
                "plan": one,
                "words": words,
                "unfinished": [s for s in queries.services_of(found) if s.is_open],
            },
        ),
    )


# --- services in the plan -------------------------------------------------------------------------


def _chosen(request: StaffRequest) -> Provider | None:
    number = read_number(request.POST.get("penyedia", ""))
    return Provider.objects.filter(number=number).first() if number else None


def _said(request: StaffRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _service_page(
    request: StaffRequest, found: Case, deed: Any, *, start: Mapping[str, Any], theirs: Theirs | None = None, **shows: Any
) -> HttpResponse:
    today = timezone.localdate(timezone=request.user.unit.timezone)
    return on_sheet(
        request,
        found,
        SheetDeed(
            sheet=fields.SERVICE,
            template="services/plan_service.html",
            deed=deed,
            theirs=theirs,
            done="",
            then=_back(found, "given"),
            start=start,
            shows={
                "providers": places.providers(day=today, near=request.user.unit.region_code),
                "chosen": _said(request).get("penyedia", shows.pop("chosen", "")),
                **_funding(),
                **shows,
            },
        ),
    )


def _funding() -> dict[str, Any]:
    rows = [
        {
            "service": SERVICES.words[service],
            "funds": [{"fund": fund, "payer": PAYERS.words[fund.payer]} for fund in funds],
        }
        for service, funds in FUNDING.items()
    ]
    return {"funding": rows, "not_jkn": NOT_JKN}


@keeps_typing(fields.SERVICE)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def plan_service(request: StaffRequest, number: str) -> HttpResponse:
    """Put a service into the plan; the same one for the same need is warned about, never refused."""
    now, found = timezone.now(), case_of(request, number)

    def deed(said: Mapping[str, Any]) -> None:
        _made, doubts = actions.plan_service(found, said, provider=_chosen(request), by=request.user, at=now)
        messages.success(request, _("Layanan masuk rencana. Tugasnya mulai berjalan."))
        for doubt in doubts:
            messages.warning(request, str(doubt.words))

    return _service_page(request, found, deed, start={"when": now_in(request)})


def _service(request: StaffRequest, number: str, service: str) -> tuple[Case, PlannedService, dict[str, str]]:
    found = case_of(request, number)
    one = queries.service_of(found, service)
    if one is None:
        raise Http404
    (words,) = actions.read_plans(found, one)
    return found, one, words


def _ask_service(number: str, service: str) -> Any:
    return fields.SERVICE


@keeps_typing(_ask_service)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def change_service(request: StaffRequest, number: str, service: str) -> HttpResponse:
    """Change a planned service: when, by whom, who pays."""
    now = timezone.now()
    found, one, words = _service(request, number, service)
    if not one.is_open and request.method != "POST":
        messages.success(request, _("Hasil layanan ini sudah dicatat."))
        return redirect(_back(found, "given"))

    def deed(said: Mapping[str, Any]) -> None:
        actions.change_service(found, one, said, provider=_chosen(request), by=request.user, at=now)
        messages.success(request, _("Tersimpan."))

    chosen = one.provider.number if one.provider else ""
    start, hers = _service_said(one, words), partial(_service_now, one, _service_said)
    return _service_page(request, found, deed, start=start, theirs=hers, changes=one, chosen=chosen)


def _service_said(one: PlannedService, words: Mapping[str, str]) -> dict[str, Any]:
    held = {name: getattr(one, name) for name in ("domain", "service", "kind", "planned_on", "payer")}
    return {"when": one.since.isoformat(), **held, **words}


def _outcome_said(one: PlannedService, words: Mapping[str, str]) -> dict[str, Any]:
    return {"when": one.ended_at, "outcome": one.outcome, **words}


def _cost_said(one: PlannedService, words: Mapping[str, str]) -> dict[str, Any]:
    return {"payer": one.payer, "cost_note": words.get("cost_note", "")}


def _service_now(
    asked: PlannedService, said: Callable[[PlannedService, Mapping[str, str]], dict[str, Any]], found: Case, since: datetime
) -> Written | None:
    """Return what stands of a service, when somebody changed or ended it after ``since``."""
    line = case_queries.last_line(found, ("service.changed", "service.ended"), since=since, thing=str(asked.id))
    one = queries.service_of(found, asked.number) if line else None
    if line is None or one is None:
        return None
    (words,) = actions.read_plans(found, one)
    lead = ""
    if one.outcome:
        lead = _("Hasil layanan ini sudah dicatat: %(outcome)s.") % {"outcome": fields.OUTCOMES.words.get(one.outcome, one.outcome)}
    elif one.provider:
        lead = _("Penyedianya: %(provider)s.") % {"provider": one.provider.name}
    return written(line, said(one, words), lead=lead)


def _ask_outcome(number: str, service: str) -> Any:
    return fields.OUTCOME


@keeps_typing(_ask_outcome)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def outcome(request: StaffRequest, number: str, service: str) -> HttpResponse:
    """Write down what became of a service."""
    now = timezone.now()
    found, one, words = _service(request, number, service)
    if not one.is_open and request.method != "POST":
        messages.success(request, _("Hasil layanan ini sudah dicatat."))
        return redirect(_back(found, "given"))
    return on_sheet(
        request,
        found,
        SheetDeed(
            sheet=fields.OUTCOME,
            template="services/outcome.html",
            deed=lambda said: actions.end_service(found, one, said, by=request.user, at=now),
            theirs=partial(_service_now, one, _outcome_said),
            done=_("Hasil layanan tersimpan."),
            then=_back(found, "given"),
            start={"when": now_in(request)},
            shows={"row": service_words(one, words)},
        ),
    )


def _ask_cost(number: str, service: str) -> Any:
    return fields.COST


@keeps_typing(_ask_cost)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def cost(request: StaffRequest, number: str, service: str) -> HttpResponse:
    """Write down who bears the cost of a service: never she (H-23)."""
    now = timezone.now()
    found, one, words = _service(request, number, service)
    start = _cost_said(one, words)
    return on_sheet(
        request,
        found,
        SheetDeed(
            sheet=fields.COST,
            template="services/cost.html",
            deed=lambda said: actions.settle_cost(found, one, said, by=request.user, at=now),
            theirs=partial(_service_now, one, _cost_said),
            done=_("Tersimpan."),
            then=_back(found, "given"),
            start=start,
            shows={"row": service_words(one, words), "funds": _funds_of(one), "not_jkn": NOT_JKN},
        ),
    )


def _funds_of(service: PlannedService) -> list[dict[str, Any]]:
    return [{"fund": fund, "payer": PAYERS.words[fund.payer]} for fund in FUNDING.get(service.service, ())]
