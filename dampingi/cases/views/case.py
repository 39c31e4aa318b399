"""The page of a case and the deeds on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries
from dampingi.cases.fields import FIRST_CONTACT
from dampingi.cases.models import Case
from dampingi.cases.timeline import told
from dampingi.cases.views.board import row_of
from dampingi.intake.fields import RISK_SIGNS
from dampingi.kernel.codes import Risk
from dampingi.kernel.fields import Field, Group, Kind, Privacy, clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Refusal, Stale
from dampingi.kernel.words import say
from dampingi.protocols.rules import Deed
from dampingi.triage import rules as triage
from dampingi.web.sheets import payload_from, screen

SIGNS = Group(
    "assessment",
    say("Asesmen risiko"),
    (
        RISK_SIGNS,
        Field("reason", say("Alasan bila diturunkan"), Kind.LONG_TEXT),
    ),
)
EVENT = Group(
    "event",
    say("Yang sudah dilakukan atau terjadi"),
    (Field("when", say("Kapan"), Kind.MOMENT, Privacy.CODED, past_only=True),),
)


def _case(request: StaffRequest, number: str) -> Case:
    """Return the case through the eyes of whoever asks; there is nothing else."""
    found = Case.objects.visible_to(request.user).select_related(
        "unit__parent", "report__taken_by", "victim", "companion", "owner"
    )
    case = found.filter(number=read_number(number) or "").first()
    if case is None:
        raise Http404
    return case


def _refused(request: HttpRequest, refusal: Refusal) -> None:
    request.refused = refusal  # type: ignore[attr-defined]  # config.refused remembers it


@require_GET
@needs(Verb.SEE_CASES)
def cases(request: StaffRequest) -> HttpResponse:
    """List the cases one may see, newest first, with a filter by risk."""
    risk = request.GET.get("risiko", "")
    risk = risk if risk in set(Risk) else ""
    before = _before(request)
    rows, more = queries.case_list(seen_by=request.user, before=before, risk=risk)
    context = {"rows": rows, "more": rows[-1] if more else None, "risk": risk, "risks": list(Risk)}
    return render(request, "cases/list.html", context)


def _before(request: StaffRequest) -> Any:
    """Return where the last page ended: the case of that number."""
    if number := read_number(request.GET.get("sesudah", "")):
        last = Case.objects.visible_to(request.user).filter(number=number).first()
        return (last.received_at, last.id) if last else None
    return None


@require_http_methods(["GET", "POST"])
@needs(Verb.SEARCH_NAMES)
def search(request: StaffRequest) -> HttpResponse:
    """Search by name or number over one's own cases; elsewhere the answer is always the same (H-11)."""
    asked = request.POST.get("nama", "").strip()
    found: Any = None
    if request.method == "POST" and asked:
        if number := read_number(asked):
            found = list(Case.objects.visible_to(request.user).select_related("companion").filter(number=number))
        else:
            found = actions.search(asked, by=request.user, at=timezone.now())
    return render(request, "cases/search.html", {"asked": asked, "found": found})


@require_GET
@needs(Verb.SEE_CASES)
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Show a case: identity veiled, risk, companion, what is owed next, one timeline."""
    now, found = timezone.now(), _case(request, number)
    actions.look(found, by=request.user, at=now)
    return _page(request, found, now=now)


def _page(request: StaffRequest, found: Case, *, now: Any, names: Any = None) -> HttpResponse:
    file = queries.case_file(found)
    rows = [row_of(duty, found.number, now=now) for duty in file.duties]
    unmet = [r for r in rows if r["duty"].is_open]
    last = file.assessments[0] if file.assessments else None
    contact = file.contacts[0] if file.contacts else None
    context = {
        "case": found,
        "file": file,
        "duties": unmet,
        "done": [r for r in rows if not r["duty"].is_open],
        "next": unmet[0] if unmet else None,
        "risk_reasons": queries.risk_reasons(found, last),
        "kind_reasons": queries.type_of(found.report, found.victim).reasons,
        "authority": queries.authority_of(found.report, found.victim, found.unit),
        "words": actions.read_words(contact) if contact else {},
        "narrative": queries.narrative_of(found.report),
        "names": names,
        "timeline": told(file.timeline, zone=request.user.unit.timezone),
        "now": now,
        "can": {verb: request.user.may(verb) for verb in ("assign", "first_contact", "assess_risk")},
        "mine": found.companion_id == request.user.id,
    }
    return render(request, "cases/case.html", context)


@require_POST
@needs(Verb.REVEAL)
def reveal(request: StaffRequest, number: str) -> HttpResponse:
    """Open the names of a case with one tap; the ledger remembers who looked."""
    now, found = timezone.now(), _case(request, number)
    names = actions.reveal_people(found, by=request.user, at=now)
    return _page(request, found, now=now, names=names)


@require_http_methods(["GET", "POST"])
@needs(Verb.ASSIGN)
def companions(request: StaffRequest, number: str) -> HttpResponse:
    """Show who could stand beside her, the ready first, and assign with one tap."""
    now, found = timezone.now(), _case(request, number)
    refusal: Refusal | None = None
    if request.method == "POST":
        to = Staff.objects.filter(email=request.POST.get("petugas", "")).select_related("unit").first()
        if to is None:
            raise Http404
        try:
            reason = request.POST.get("alasan", "")
            actions.assign(found, to=to, override_reason=reason, by=request.user, at=now)
        except Refusal as no:
            refusal = no
            _refused(request, no)
        else:
            messages.success(request, _("Ditugaskan. Tugas-tugasnya ikut berpindah."))
            return redirect("cases:board" if request.user.may(Verb.SEE_BOARD) else "cases:today")
    context = {
        "case": found,
        "proposals": queries.proposals(found, at=now),
        "refusal": refusal,
        "asked": request.POST.get("petugas", ""),
        "reason": request.POST.get("alasan", ""),
        "now": now,
    }
    return render(request, "cases/companions.html", context, status=409 if refusal else 200)


@require_POST
@needs(Verb.TAKE_OVER)
def take_over(request: StaffRequest, number: str) -> HttpResponse:
    """Saya tangani: take the case oneself, with one tap (H-06)."""
    found = _case(request, number)
    actions.assign(
        found, to=request.user, override_reason=request.POST.get("alasan", ""), by=request.user, at=timezone.now()
    )
    messages.success(request, _("Anda pendampingnya sekarang."))
    return redirect("cases:case", number=number)


@require_POST
@needs(Verb.FIRST_CONTACT)
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """Accept a case that was assigned."""
    actions.acknowledge(_case(request, number), by=request.user, at=timezone.now())
    messages.success(request, _("Diterima. Mulai sekarang tugasnya milik Anda."))
    return redirect("cases:case", number=number)


@require_POST
@needs(Verb.SEE_CASES)
def declare_conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Declare oneself related to a party; with whom is not asked."""
    found = _case(request, number)
    actions.declare_conflict(found, staff=request.user, by=request.user, at=timezone.now())
    messages.success(request, _("Tercatat. Anda tidak akan diusulkan untuk kasus ini."))
    return redirect("cases:today")


def _now_field(payload: dict[str, Any], name: str, request: StaffRequest) -> dict[str, Any]:
    local = timezone.localtime(timezone.now(), request.user.unit.timezone)
    return {name: local.isoformat(timespec="minutes"), **payload}


@require_http_methods(["GET", "POST"])
@needs(Verb.FIRST_CONTACT)
def first_contact(request: StaffRequest, number: str) -> HttpResponse:
    """Record the first contact: explanation, agreement, support, safety, her own words."""
    now, found, zone = timezone.now(), _case(request, number), request.user.unit.timezone
    payload = payload_from(FIRST_CONTACT, request.POST, zone=zone) if request.method == "POST" else {}
    problems: Any = ()
    if request.method == "POST":
        cleaned = clean(FIRST_CONTACT, payload, now=now)
        problems = cleaned.problems
        if not problems and _same_version(request, found):
            said = cleaned.values
            words = {name: said[name] for name in ("safety", "needs", "hopes", "heard_by")}
            actions.first_contact(
                found,
                when=said["at"],
                agreed=said["agreed"] or {},
                support=said["support"],
                safe_now=said["safe_now"] or "",
                consent_form=said["consent_form"] or "spoken",
                words=words,
                by=request.user,
                at=now,
            )
            messages.success(request, _("Tersimpan. Tugas yang terpenuhi sudah ditandai."))
            return redirect("cases:case", number=number)
    stale = request.method == "POST" and not problems
    context = {
        "case": found,
        "sheet": screen(FIRST_CONTACT, payload or _now_field({}, "at", request), problems, zone=zone),
        "problems": problems,
        "stale": Stale().obstacles[0] if stale else None,
        "now": now,
    }
    return render(request, "cases/first_contact.html", context, status=409 if stale else 422 if problems else 200)


def _same_version(request: StaffRequest, found: Case) -> bool:
    """Tell whether the case is still the one this form was shown for."""
    return request.POST.get("version", str(found.version)) == str(found.version)


@require_http_methods(["GET", "POST"])
@needs(Verb.ASSESS_RISK)
def reassess(request: StaffRequest, number: str) -> HttpResponse:
    """Ask the signs again; every earlier answer stays in the history."""
    now, found, zone = timezone.now(), _case(request, number), request.user.unit.timezone
    file = queries.case_file(found)
    before = file.assessments[0].answers if file.assessments else {}
    payload = payload_from(SIGNS, request.POST, zone=zone) if request.method == "POST" else {"risk_signs": before}
    refusal: Refusal | None = None
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        cleaned = clean(SIGNS, payload, now=now)
        problems = cleaned.problems
        wanted = request.POST.get("level", "")
        try:
            if not problems and _same_version(request, found):
                actions.reassess(
                    found,
                    cleaned.values["risk_signs"],
                    level=Risk(wanted) if wanted in set(Risk) else None,
                    reason=cleaned.values["reason"],
                    by=request.user,
                    at=now,
                )
                messages.success(request, _("Asesmen risiko tersimpan."))
                return redirect("cases:case", number=number)
            refusal = None if problems else Stale()
        except Refusal as no:
            refusal = no
            _refused(request, no)
    context = {
        "case": found,
        "sheet": screen(SIGNS, payload, problems, zone=zone),
        "answer": triage.risk(payload.get("risk_signs") or {}),
        "history": file.assessments,
        "refusal": refusal,
        "level": request.POST.get("level", ""),
    }
    return render(request, "cases/reassess.html", context, status=409 if refusal else 200)


@require_POST
@needs(Verb.ASSESS_RISK)
def raise_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Raise the risk to high with one tap."""
    found = _case(request, number)
    file = queries.case_file(found)
    answers = file.assessments[0].answers if file.assessments else {}
    actions.reassess(found, answers, level=Risk.HIGH, by=request.user, at=timezone.now())
    messages.success(request, _("Risiko dinaikkan menjadi tinggi."))
    return redirect("cases:case", number=number)


@require_http_methods(["GET", "POST"])
@needs(Verb.RECORD_EVENT)
def event(request: StaffRequest, number: str) -> HttpResponse:
    """Record that something was done or has happened, with its time."""
    now, found, zone = timezone.now(), _case(request, number), request.user.unit.timezone
    asked = request.POST.get("deed") or request.GET.get("deed", "")
    problems: Any = ()
    payload: dict[str, Any] = {}
    if request.method == "POST":
        payload = payload_from(EVENT, request.POST, zone=zone)
        cleaned = clean(EVENT, payload, now=now)
        problems = cleaned.problems
        if not problems and asked in set(Deed):
            actions.happened(found, Deed(asked), when=cleaned.values["when"] or now, by=request.user, at=now)
            messages.success(request, _("Tercatat."))
            return redirect("cases:case", number=number)
    context = {
        "case": found,
        "deeds": queries.deeds_open_to(found),
        "asked": asked,
        "sheet": screen(EVENT, payload or _now_field({}, "when", request), problems, zone=zone),
        "problems": problems,
    }
    return render(request, "cases/event.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@needs(Verb.RECORD_EVENT)
def point_on(request: StaffRequest, number: str) -> HttpResponse:
    """Point to another service, with its name and whether it answered (H-05)."""
    found = _case(request, number)
    service = request.POST.get("layanan", "")
    answered = {"ya": True, "tidak": False}.get(request.POST.get("menjawab", ""))
    refusal = None
    if request.method == "POST":
        try:
            actions.point_on(found, service=service, answered=answered, by=request.user, at=timezone.now())
        except Refusal as no:
            refusal = no
            _refused(request, no)
        else:
            return redirect("cases:case", number=number)
    context = {"case": found, "refusal": refusal, "service": service, "answered": request.POST.get("menjawab", "")}
    return render(request, "cases/point_on.html", context, status=409 if refusal else 200)
