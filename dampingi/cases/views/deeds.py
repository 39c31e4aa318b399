"""The deeds on a case: each door lets in, cleans, calls one deed, answers."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries, rules
from dampingi.cases.fields import (
    EVENT,
    FIRST_CONTACT,
    HANDOVER,
    LEARNED,
    POINT_ON,
    POLICE_STEP,
    REFER_UP,
    SIGNS,
    WAIVERS,
)
from dampingi.cases.views import theirs
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, now_in, on_sheet, refused
from dampingi.cases.views.rows import row_of
from dampingi.kernel.codes import Risk
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.places import queries as places
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import DEEDS, Deed
from dampingi.triage import rules as triage


@require_http_methods(["GET", "POST"])
@needs(Verb.ASSIGN)
def companions(request: StaffRequest, number: str) -> HttpResponse:
    """Show who could stand beside her, the ready first, and assign with one tap."""
    now, found = timezone.now(), case_of(request, number)
    asked, reason = request.POST.get("petugas", ""), request.POST.get("alasan", "")
    refusal = None
    if request.method == "POST":
        to = Staff.objects.filter(email=asked).select_related("unit").first()
        if to is None:
            raise Http404
        try:
            actions.assign(found, to=to, override_reason=reason, by=request.user, at=now)
        except Refusal as no:
            refusal = no
            refused(request, no)
        else:
            messages.success(request, _("Ditugaskan. Tugasnya berpindah begitu ia menerima."))
            return redirect("cases:board" if request.user.may(Verb.SEE_BOARD) else "cases:case", *_number(request, found))
    context = {
        "case": found,
        "proposals": queries.proposals(found, at=now),
        "refusal": refusal,
        "asked": asked,
        "reason": reason,
    }
    return render(request, "cases/companions.html", context, status=409 if refusal else 200)


def _number(request: StaffRequest, found: Any) -> list[str]:
    return [] if request.user.may(Verb.SEE_BOARD) else [found.number]


@require_POST
@needs(Verb.TAKE_OVER)
def take_over(request: StaffRequest, number: str) -> HttpResponse:
    """Saya tangani: take the case oneself, with one tap; where something objects, with a reason (H-06)."""
    found, reason = case_of(request, number), request.POST.get("alasan", "")
    try:
        actions.assign(found, to=request.user, override_reason=reason, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        hard = any(o.code in rules.NO_REASON_LIFTS for o in no.obstacles)
        context = {"case": case_of(request, number), "refusal": no, "reason": reason, "hard": hard}
        return render(request, "cases/take_over.html", context, status=409)
    messages.success(request, _("Anda pendampingnya sekarang."))
    return redirect("cases:case", number=found.number)


@require_POST
@needs(Verb.FIRST_CONTACT)
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """Accept a case that was assigned."""
    now = timezone.now()
    found = actions.acknowledge(case_of(request, number), by=request.user, at=now)
    if "dibaca" in request.POST:
        actions.sign_handover(found, by=request.user, at=now)
    messages.success(request, _("Diterima. Mulai sekarang tugasnya milik Anda."))
    return redirect("cases:case", number=found.number)


@keeps_typing(HANDOVER)
@require_http_methods(["GET", "POST"])
@needs(Verb.RECORD_EVENT)
def handover(request: StaffRequest, number: str) -> HttpResponse:
    """Write for whoever comes next where things stand, so that she need not tell it again."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.note_handover(found, said, by=request.user, at=now)

    obstacles = rules.obstacles_to_noting(rules.State(found.state), holds=queries.holds(found, request.user))
    what = SheetDeed(
        sheet=HANDOVER,
        template="cases/ending.html",
        deed=deed,
        theirs=theirs.handed,
        done=_("Tersimpan. Pendamping berikutnya membaca dan menandatanganinya."),
        shows={
            "heading": _("Catatan serah terima"),
            "intro": _("Tulis untuk pendamping berikutnya, supaya ia tidak perlu bercerita ulang."),
            "button": _("Simpan"),
        },
        foreseen=Refusal(*obstacles) if obstacles else None,
    )
    return on_sheet(request, found, what)


@require_POST
@needs(Verb.SEE_CASES)
def declare_conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Declare oneself related to a party; with whom is not asked."""
    found = case_of(request, number)
    actions.declare_conflict(found, staff=request.user, by=request.user, at=timezone.now())
    messages.success(request, _("Tercatat. Anda tidak akan diusulkan untuk kasus ini; supervisor kasus diberi tahu."))
    return redirect("cases:case", number=found.number)


@keeps_typing(FIRST_CONTACT)
@require_http_methods(["GET", "POST"])
@needs(Verb.FIRST_CONTACT)
def first_contact(request: StaffRequest, number: str) -> HttpResponse:
    """Record the first contact: explanation, agreement, support, safety, her own words."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.write_first_contact(found, said, by=request.user, at=now)

    what = SheetDeed(
        sheet=FIRST_CONTACT,
        template="cases/first_contact.html",
        deed=deed,
        theirs=theirs.contacted,
        done=_("Tersimpan. Tugas yang terpenuhi sudah ditandai."),
        start={"at": now_in(request)},
        shows={"narrative": queries.narrative_of(found.report)},
    )
    return on_sheet(request, found, what)


@keeps_typing(SIGNS)
@require_http_methods(["GET", "POST"])
@needs(Verb.ASSESS_RISK)
def reassess(request: StaffRequest, number: str) -> HttpResponse:
    """Ask the signs again; every earlier answer stays in the history."""
    found, now = case_of(request, number), timezone.now()
    history = queries.case_file(found).assessments
    before = history[0].answers if history else {}
    wanted = (request.POST if request.method == "POST" else request.GET).get("level", "")

    def deed(said: Mapping[str, Any]) -> None:
        level = Risk(wanted) if wanted in set(Risk) else None
        actions.reassess(found, said["risk_signs"], level=level, reason=said["reason"], by=request.user, at=now)

    what = SheetDeed(
        sheet=SIGNS,
        template="cases/reassess.html",
        deed=deed,
        theirs=theirs.assessed,
        done=_("Asesmen tersimpan. Tugasnya mengikuti."),
        start={"risk_signs": before},
        shows={"answer": triage.risk(before), "history": history, "level": wanted},
    )
    return on_sheet(request, found, what)


@require_POST
@needs(Verb.ASSESS_RISK)
def raise_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Raise the risk to high with one tap."""
    found = case_of(request, number)
    history = queries.case_file(found).assessments
    answers = history[0].answers if history else {}
    actions.reassess(found, answers, level=Risk.HIGH, by=request.user, at=timezone.now())
    messages.success(request, _("Risiko dinaikkan menjadi tinggi."))
    return redirect("cases:case", number=found.number)


_NOTHING_CHOSEN = Obstacle("no-deed", say("Belum dipilih apa yang dilakukan atau terjadi."), say("Pilih dari daftar."))


@keeps_typing(EVENT)
@require_http_methods(["GET", "POST"])
@needs(Verb.RECORD_EVENT)
def event(request: StaffRequest, number: str) -> HttpResponse:
    """Record that something was done or has happened, with its time."""
    found, now = case_of(request, number), timezone.now()
    deeds = queries.deeds_open_to(found, by=request.user)
    asked = request.POST.get("deed") or request.GET.get("deed", "")
    if request.method == "POST" and asked and asked not in dict(deeds):
        raise Http404

    def deed(said: Mapping[str, Any]) -> None:
        if not asked:
            raise Refusal(_NOTHING_CHOSEN)
        actions.happened(found, Deed(asked), when=said["when"], by=request.user, at=now)

    what = SheetDeed(
        sheet=EVENT,
        template="cases/event.html",
        deed=deed,
        done=_("Tercatat."),
        start={"when": now_in(request)},
        shows={"deeds": deeds, "asked": asked, "asked_words": DEEDS.get(Deed(asked)) if asked in set(Deed) else ""},
    )
    return on_sheet(request, found, what)


@keeps_typing(POLICE_STEP)
@require_http_methods(["GET", "POST"])
@needs(Verb.REPORT_TO_POLICE)
def police(request: StaffRequest, number: str) -> HttpResponse:
    """Prepare the police report with her, and write down how it ended (H-09)."""
    found, now = case_of(request, number), timezone.now()
    steps = queries.case_file(found).police_steps

    def deed(said: Mapping[str, Any]) -> None:
        actions.police_step(found, said, by=request.user, at=now)

    explained = {"outcome": rules.PoliceOutcome.EXPLAINED, "told": True, "safety_updated": True}
    barred = rules.obstacles_to_police_step(actions.police_facts(found, explained, by=request.user))
    start: dict[str, Any] = {"when": now_in(request)}
    if steps:
        last = steps[0]
        start |= {"told": last.told, "meeting_agreed": last.meeting_agreed, "safety_updated": last.safety_updated}
    what = SheetDeed(
        sheet=POLICE_STEP,
        template="cases/police.html",
        deed=deed,
        theirs=theirs.police,
        done=_("Tercatat."),
        start=start,
        shows={"barred": barred, "facts": queries.facts_now(found)},
    )
    return on_sheet(request, found, what)


@keeps_typing(LEARNED)
@require_http_methods(["GET", "POST"])
@needs(Verb.LEARN)
def learn(request: StaffRequest, number: str) -> HttpResponse:
    """Write what was learned after the report; what is left empty stays as it was."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.learn(found, said, by=request.user, at=now)

    what = SheetDeed(
        sheet=LEARNED,
        template="cases/learn.html",
        deed=deed,
        theirs=theirs.learned,
        done=_("Tersimpan. Jenis kasus, kewenangan dan tugasnya mengikuti."),
        start=queries.known_now(found),
        shows={"places": places.offered(found.unit.region_code, unit_id=found.unit_id)},
    )
    return on_sheet(request, found, what)


@keeps_typing(REFER_UP)
@require_http_methods(["GET", "POST"])
@needs(Verb.REFER_UP)
def refer_up(request: StaffRequest, number: str) -> HttpResponse:
    """Let the provincial unit see the case, on a basis that is said (H-03)."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        basis = rules.Basis(said["basis"]) if said["basis"] else None
        actions.refer_up(found, basis=basis, by=request.user, at=now)

    obstacles = rules.obstacles_to_referring_up(actions.refer_up_facts(found, rules.Basis.DANGER))
    what = SheetDeed(
        sheet=REFER_UP,
        template="cases/refer_up.html",
        deed=deed,
        done=_("Unit provinsi diberi tahu dan dapat melihat kasus ini. Tugas tetap milik Anda sampai diterima."),
        foreseen=Refusal(*obstacles) if obstacles else None,
    )
    return on_sheet(request, found, what)


@keeps_typing(POINT_ON)
@require_http_methods(["GET", "POST"])
@needs(Verb.RECORD_EVENT)
def point_on(request: StaffRequest, number: str) -> HttpResponse:
    """Point to another service, with its name and whether it answered (H-05)."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.point_on(found, service=said["service"], answered=said["answered"], by=request.user, at=now)

    facts = rules.PointingFacts(
        Risk(found.risk), frozenset(found.kinds), "-", answered=True, state=rules.State(found.state)
    )
    obstacles = rules.obstacles_to_pointing_on(facts)
    what = SheetDeed(
        sheet=POINT_ON,
        template="cases/point_on.html",
        deed=deed,
        done=_("Tercatat. Kasus ini selesai di unit ini."),
        foreseen=Refusal(*obstacles) if obstacles else None,
    )
    return on_sheet(request, found, what)


@require_http_methods(["GET", "POST"])
@needs(Verb.WAIVE_DUTY)
def waive(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Waive a duty for a reason from the list; help and safety are never waived."""
    now, found = timezone.now(), case_of(request, number)
    about = read_number(request.GET.get("hal", "")) or ""
    duty = Duty.objects.open().filter(run_id=found.id, code=code, about=about).first()
    if duty is None:
        raise Http404
    reason = request.POST.get("alasan", "")
    obstacles = rules.obstacles_to_waiving(code, reason=reason if request.method == "POST" else "-")
    refusal = Refusal(*obstacles) if obstacles else None
    if request.method == "POST":
        try:
            actions.waive(found, duty, reason=reason if reason in WAIVERS else "", by=request.user, at=now)
        except Refusal as no:
            refusal = no
            refused(request, no)
        else:
            messages.success(request, _("Tugas ditiadakan; alasannya tercatat."))
            return redirect("cases:case", number=found.number)
    context = {
        "case": found,
        "row": row_of(duty, found.number, now=now),
        "refusal": refusal,
        "reasons": WAIVERS.choices(),
        "reason": reason,
    }
    return render(request, "cases/waive.html", context, status=409 if refusal and request.method == "POST" else 200)
