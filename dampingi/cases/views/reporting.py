"""Taking a report: a draft that is never lost, then one deed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.actor import acting_as
from dampingi.access.doors import StaffRequest, needs, open_to_all
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries, rules
from dampingi.cases.facts import consult_facts
from dampingi.cases.fields import CONSULTATION
from dampingi.cases.models import Case
from dampingi.cases.views.deed import refused
from dampingi.cases.views.rows import row_of
from dampingi.intake import actions as intake
from dampingi.intake.fields import COMPLAINT
from dampingi.intake.forms import WARNINGS, Clean, clean_complaint, with_place_codes
from dampingi.intake.models import Draft, Report, Rescue
from dampingi.kernel.codes import RELATIONS, Capacity
from dampingi.kernel.fields import Owed, clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Refusal, Stale, Unclean
from dampingi.kernel.words import say
from dampingi.places import queries as places
from dampingi.protocols.models import Duty
from dampingi.web.inputs import Input
from dampingi.web.sheets import payload_from, screen

LEFT_OPEN = timedelta(hours=6)
FIRST = frozenset({Owed.FIRST_SCREEN})
KNOWN = frozenset({Owed.WHEN_KNOWN})
NEEDED = frozenset({Owed.WHEN_NEEDED})


def _secret(found: Draft) -> str:
    """Return what a page carries to prove that it showed this sheet."""
    return Signer(salt="dampingi.draft").sign(found.number)


def _own(staff: Staff, number: str) -> Draft:
    draft = Draft.objects.filter(staff=staff, number=read_number(number) or "").first()
    if draft is None:
        raise Http404
    return draft


@require_GET
@needs(Verb.TAKE_REPORT)
def reports(request: StaffRequest) -> HttpResponse:
    """Show the sheets one has begun, the reports one has taken, and the way to a new one."""
    drafts = Draft.objects.filter(staff=request.user, report=None)[:20]
    taken = Report.objects.filter(taken_by=request.user).order_by("-received_at")[:30]
    month = timezone.localtime(timezone.now(), request.user.unit.timezone).replace(day=1, hour=0, minute=0, second=0)
    context = {
        "drafts": drafts,
        "taken": taken,
        "questions": queries.questions_answered(taken),
        "questions_this_month": queries.count_questions(request.user, since=month),
    }
    return render(request, "cases/reports.html", context)


@require_POST
@needs(Verb.TAKE_REPORT)
def begin(request: StaffRequest) -> HttpResponse:
    """Begin a sheet: it is kept from the first letter on."""
    now = timezone.now()
    local = timezone.localtime(now, request.user.unit.timezone)
    received = {"channel": "visit", "received_at": local.isoformat(timespec="minutes")}
    draft = intake.open_draft(received, by=request.user, at=now)
    return redirect("cases:draft", number=draft.number)


@require_GET
@needs(Verb.TAKE_REPORT)
def blank(request: StaffRequest) -> HttpResponse:
    """Show the blank sheet in screen order, to print on one A4 (H-22)."""
    zone = request.user.unit.timezone
    parts = {stage: screen(COMPLAINT, {}, zone=zone, owed=owed) for stage, owed in _STAGES.items()}
    question = screen(CONSULTATION, {}, zone=zone).parts[0]
    return render(request, "cases/blank.html", {"title": COMPLAINT.label, "question": question, **parts})


_STAGES = {"first": FIRST, "known": KNOWN, "needed": NEEDED}


def _typed(request: HttpRequest, zone: ZoneInfo) -> dict[str, Any]:
    """Return what was typed on the sheet, without relations nobody named."""
    payload = payload_from(COMPLAINT, request.POST, zone=zone) | payload_from(CONSULTATION, request.POST, zone=zone)
    for party in payload.get("reported_parties", []):
        party["relations"] = [pair for pair in party.get("relations", []) if pair.get("relation")]
        if not party["relations"]:
            del party["relations"]
    # A row nobody wrote into names nobody.
    if "reported_parties" in payload:
        payload["reported_parties"] = [party for party in payload["reported_parties"] if party]
    if reporter := payload.get("reporter"):
        reporter.setdefault("capacity", Capacity.OTHER)
    return payload


def _keeps_typing(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Seal what is posted after the session ended, before the way to the sign-in page is shown."""

    @wraps(view)
    def door(request: HttpRequest, number: str) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            _rescue(request, number)
            return redirect_to_login(reverse("cases:draft", args=[number]))
        return view(request, number)

    return door


@_keeps_typing
@require_http_methods(["GET", "POST"])
@needs(Verb.TAKE_REPORT)
def draft(request: StaffRequest, number: str) -> HttpResponse:
    """Show a sheet; on POST save it, add a row, or make it a report."""
    found = _own(request.user, number)
    if found.report is not None:
        return redirect("cases:received", number=found.report.number)
    if request.method == "GET":
        return _sheet(request, found, intake.read_draft(found))
    payload = _typed(request, request.user.unit.timezone)
    if group := request.POST.get("tambah"):
        payload.setdefault(group, []).append({})
    try:
        version = int(request.POST.get("version", "0") or 0)
        intake.save_draft(found, payload, version=version, by=request.user, at=timezone.now())
    except (Stale, ValueError):
        return _two_versions(request, found, payload)
    if "kirim" in request.POST:
        return _send(request, found, payload)
    if "konsultasi" in request.POST:
        return _answered(request, found, payload)
    return redirect("cases:draft", number=number) if not group else _sheet(request, found, payload)


def _cleaned(request: StaffRequest, found: Draft, payload: Mapping[str, Any], *, now: datetime) -> Clean:
    """Return the complaint that was typed; raise ``Unclean`` with every problem."""
    unit = request.user.unit
    if problem := _left_open(request, found, payload):
        raise Unclean(problem)
    said = {name: value for name, value in payload.items() if name != "consultation"}
    placed, unplaced = with_place_codes(COMPLAINT, said, unit=unit)
    try:
        cleaned = clean_complaint(placed, now=now, zone=unit.timezone, known_late=True)
    except Unclean as unclean:
        raise Unclean(*unplaced, *unclean.problems) from unclean
    if unplaced:
        raise Unclean(*unplaced)
    return cleaned


def _send(request: StaffRequest, found: Draft, payload: Mapping[str, Any]) -> HttpResponse:
    """Make the sheet a report, or show it again with every problem beside its field."""
    now = timezone.now()
    try:
        cleaned = _cleaned(request, found, payload, now=now)
    except Unclean as unclean:
        return _sheet(request, found, payload, unclean.problems)
    made = actions.receive_report(cleaned, by=request.user, at=now)
    intake.finish_draft(found, made.report)
    request.session["warnings"] = [code for _where, code in cleaned.doubts]
    return redirect("cases:received", number=made.report.number)


def _answered(request: StaffRequest, found: Draft, payload: Mapping[str, Any]) -> HttpResponse:
    """Konsultasi selesai: receive a question with its answer and end it at once, or say all that objects (H-06)."""
    now = timezone.now()
    said = clean(CONSULTATION, {"consultation": payload.get("consultation") or {}}, now=now)
    problems = list(said.problems)
    try:
        cleaned = _cleaned(request, found, payload, now=now)
    except Unclean as unclean:
        return _sheet(request, found, payload, [*unclean.problems, *problems])
    if problems:
        return _sheet(request, found, payload, problems)
    try:
        case = actions.receive_question(cleaned, said.values, by=request.user, at=now)
    except Refusal as no:
        refused(request, no)
        return _sheet(request, found, payload, refusal=no)
    intake.finish_draft(found, case.report)
    messages.success(request, _("Konsultasi tercatat dan selesai. Tidak ada tugas yang tertinggal."))
    return redirect("cases:reports")


def _left_open(request: StaffRequest, found: Draft, payload: Mapping[str, Any]) -> Problem | None:
    """Ask once, for a page left open overnight, when the report was really received."""
    if timezone.now() - found.opened_at < LEFT_OPEN or request.POST.get("sudah_periksa") == "ya":
        return None
    opened = timezone.localtime(found.opened_at, request.user.unit.timezone).isoformat()
    if payload.get("received_at", "")[:16] != opened[:16]:
        return None
    words = say("Lembar ini dibuka sejak lama. Periksa kapan laporan diterima, lalu simpan lagi.")
    return Problem("/received_at", "left-open", words)


def _sheet(
    request: StaffRequest,
    found: Draft,
    payload: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    *,
    refusal: Refusal | None = None,
    **more: object,
) -> HttpResponse:
    unit, zone = request.user.unit, request.user.unit.timezone
    parts = {stage: screen(COMPLAINT, payload, problems, zone=zone, owed=owed) for stage, owed in _STAGES.items()}
    context = {
        "draft": found,
        "secret": _secret(found),
        **parts,
        "relations": _relations(payload),
        "problems": problems,
        "question": screen(CONSULTATION, payload, problems, zone=zone).parts[0],
        "more_than_a_question": rules.obstacles_to_consulting(
            consult_facts(payload, on=timezone.localdate(timezone=zone)),
        ),
        "refusal": refusal,
        "left_open": any(p.code == "left-open" for p in problems),
        "places": places.offered(unit.region_code, unit_id=unit.id),
        "on_call": queries.to_phone(unit, at=timezone.now(), but=request.user.id),
        "rescues": Rescue.objects.filter(draft_number=found.number).count(),
        **more,
    }
    return render(request, "cases/draft.html", context, status=422 if problems else 409 if refusal else 200)


def _relations(payload: Mapping[str, Any]) -> list[list[Input]]:
    """Return one question for each pair of reported party and victim: what is one to the other."""
    victims = payload.get("victims") or [{}]
    return [
        [_relation(p, v, party, many=len(victims) > 1) for v in range(len(victims))]
        for p, party in enumerate(payload.get("reported_parties") or [{}])
    ]


def _relation(p: int, v: int, party: Mapping[str, Any], *, many: bool) -> Input:
    held = next((pair.get("relation", "") for pair in party.get("relations", []) if pair.get("victim") == v), "")
    asked = say("Hubungan dengan orang ke-{place}", place=v + 1) if many else RELATIONS.title
    return Input(
        name=f"reported_parties.{p}.relations.{v}",
        id=f"i-relation-{p}-{v}",
        label=str(asked),
        hint="",
        kind="select",
        value=held,
        values=(str(v),),
        choices=[(code, str(words)) for code, words in RELATIONS.choices()],
    )


def _two_versions(request: StaffRequest, found: Draft, mine: Mapping[str, Any]) -> HttpResponse:
    """Show both versions: what was typed here is in the form, the other stands beside it."""
    found.refresh_from_db()
    if found.report is not None:
        return redirect("cases:received", number=found.report.number)
    other = intake.read_draft(found)
    zone = request.user.unit.timezone
    answer = _sheet(
        request,
        found,
        mine,
        other=screen(replace(COMPLAINT, items=(*COMPLAINT.items, *CONSULTATION.items)), other, zone=zone),
    )
    answer.status_code = 409
    return answer


@csrf_exempt
@require_POST
@open_to_all("typing that arrives after its session ended is sealed, never shown, never lost")
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Save what is typed every few seconds; 409 when another browser was here, 401 without session.

    Without a session what was typed is sealed under the draft's own key and offered to its author
    at the next sign-in: the page that sent it proves itself by the secret it carries.
    """
    if not isinstance(request.user, Staff):
        return _rescue(request, number)
    found = _own(request.user, number)
    if found.report_id:
        return HttpResponse(status=204)
    payload = _typed(request, request.user.unit.timezone)
    try:
        version = int(request.POST.get("version", "0") or 0)
        saved = intake.save_draft(found, payload, version=version, by=request.user, at=timezone.now())
    except (Stale, ValueError):
        return HttpResponse(
            _("Lembar ini juga dibuka di peramban lain. Muat ulang untuk melihat keduanya."), status=409
        )
    return HttpResponse(str(saved.version), content_type="text/plain")


def _rescue(request: HttpRequest, number: str) -> HttpResponse:
    with acting_as("rescue"):
        found = Draft.objects.select_related("unit").filter(number=read_number(number) or "", report=None).first()
        asked = request.POST.get("secret", "")
        if found and constant_time_compare(asked, _secret(found)):
            payload = _typed(request, found.unit.timezone)
            intake.rescue_typing(found.number, payload, draft=found, at=timezone.now())
    return HttpResponse(_("Sesi sudah berakhir. Yang Anda ketik disimpan; masuk lagi untuk melanjutkan."), status=401)


@require_POST
@needs(Verb.TAKE_REPORT)
def use_rescue(request: StaffRequest, number: str) -> HttpResponse:
    """Put rescued typing back into the sheet, for its author."""
    found = _own(request.user, number)
    last = Rescue.objects.filter(draft_number=found.number).order_by("-at").first()
    if last is None:
        raise Http404
    payload = intake.read_rescue(last, draft=found)
    intake.save_draft(found, payload, version=found.version, by=request.user, at=timezone.now())
    Rescue.objects.filter(draft_number=found.number).delete()
    return redirect("cases:draft", number=number)


@require_POST
@needs(Verb.TAKE_REPORT)
def throw_away(request: StaffRequest, number: str) -> HttpResponse:
    """Throw a sheet away, its key with it."""
    intake.throw_draft_away(_own(request.user, number), by=request.user, at=timezone.now())
    return redirect("cases:reports")


@require_GET
@needs(Verb.TAKE_REPORT)
def received(request: StaffRequest, number: str) -> HttpResponse:
    """Show at once what a report started: type, risk, authority, duties, who could help."""
    now = timezone.now()
    report = Report.objects.filter(number=read_number(number) or "").first()
    cases = Case.objects.visible_to(request.user).filter(report=report).order_by("place_in_report")
    rows = list(cases.select_related("unit__parent", "report", "victim", "companion"))
    if report is None or not rows:
        raise Http404
    owed: dict[Any, list[Duty]] = {case.id: [] for case in rows}
    for duty in Duty.objects.filter(run_id__in=owed).order_by("rank", "due_at"):
        owed[duty.run_id].append(duty)
    owners = queries.owners_of([duty for duties in owed.values() for duty in duties])
    answers = queries.answers_of(list(owed))
    proposed = queries.proposals_of(rows, at=now)
    context = {
        "report": report,
        "warnings": [WARNINGS[c] for c in request.session.pop("warnings", []) if c in WARNINGS],
        "on_call": queries.to_phone(request.user.unit, at=now, but=request.user.id),
        "can": {verb.value: request.user.may(verb) for verb in Verb},
        "rows": [
            {
                "case": c,
                "duties": [row_of(d, c.number, now=now, owners=owners) for d in owed[c.id]],
                "proposals": proposed[c.id],
                "kind": queries.type_of(c.report, c.victim),
                "risk_reasons": queries.risk_reasons(c, answers.get(c.id)),
                "authority": queries.authority_of(c.report, c.victim, c.unit),
            }
            for c in rows
        ],
        "now": now,
    }
    return render(request, "cases/received.html", context)
