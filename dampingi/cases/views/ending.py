"""Ending the accompaniment, what goes on after it, and taking it up again."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries, rules
from dampingi.cases.fields import AFTERCARE_VISIT, CLOSE, END_AFTERCARE, END_LEGAL, REOPEN
from dampingi.cases.models import AfterCareVisit, Case
from dampingi.cases.views import theirs
from dampingi.cases.views.checklist import checklist
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, now_in, on_sheet
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Refusal
from dampingi.protocols.catalog.ending import VISITS_AFTER
from dampingi.protocols.models import Duty


@keeps_typing(CLOSE)
@require_http_methods(["GET", "POST"])
@needs(Verb.CLOSE_CASE)
def close(request: StaffRequest, number: str) -> HttpResponse:
    """End the accompaniment: the tasks before the button, then the sheet."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.close_case(found, said, by=request.user, at=now)

    facts = actions.closing_facts(found, at=now)
    asked = request.POST.get("reason", "")
    reason = rules.Ending(asked) if asked in set(rules.Ending) else rules.Ending.GOALS_REACHED
    today = timezone.localdate(now, found.unit.timezone)
    days = {f"visit_{i}_on": (today + after).isoformat() for i, after in enumerate(VISITS_AFTER, start=1)}
    before = rules.obstacles_in_case(facts, reason)
    duties = Duty.objects.open().filter(run_id=found.id).order_by("rank", "due_at", "id")
    what = SheetDeed(
        sheet=CLOSE,
        template="cases/close.html",
        deed=deed,
        theirs=theirs.closed,
        done=_("Pendampingan selesai. Jalur hukum bila ada, dan pemantauan sesudahnya, berjalan terus."),
        start=days,
        # What stands in the list of tasks is not said again above it.
        shows={"before": before, "checklist": checklist(found.number, before, list(duties))},
    )
    return on_sheet(request, found, what)


@keeps_typing(AFTERCARE_VISIT)
@require_http_methods(["GET", "POST"])
@needs(Verb.RECORD_EVENT)
def visit_after(request: StaffRequest, number: str, day: str) -> HttpResponse:
    """Write down how she was on a day that was agreed."""
    found, now = case_of(request, number), timezone.now()
    visit = AfterCareVisit.objects.filter(case=found, number=read_number(day) or "").first()
    if visit is None:
        raise Http404
    visit.case = found

    def deed(said: Mapping[str, Any]) -> None:
        actions.visit_after(visit, said, by=request.user, at=now)

    what = SheetDeed(
        sheet=AFTERCARE_VISIT,
        template="cases/ending.html",
        deed=deed,
        theirs=partial(theirs.visited, visit),
        done=_("Tercatat. Bila ia perlu bantuan lagi, buka kembali kasusnya."),
        start={"when": now_in(request)},
        shows={
            "heading": _("Pemantauan sesudah selesai"),
            "intro": _("Lihat keadaannya dengan cara yang aman baginya. Jangan minta mengulang ceritanya."),
            "button": _("Simpan"),
        },
        foreseen=_aftercare_stops(found),
    )
    return on_sheet(request, found, what)


def _aftercare_stops(found: Case) -> Refusal | None:
    runs = found.aftercare_until is not None
    obstacles = rules.obstacles_to_ending_aftercare(rules.State(found.state), runs=runs)
    return Refusal(*obstacles) if obstacles else None


@keeps_typing(END_AFTERCARE)
@require_http_methods(["GET", "POST"])
@needs(Verb.RECORD_EVENT)
def end_aftercare(request: StaffRequest, number: str) -> HttpResponse:
    """End the care after the accompaniment."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.end_aftercare(found, said, by=request.user, at=now)

    what = SheetDeed(
        sheet=END_AFTERCARE,
        template="cases/ending.html",
        deed=deed,
        done=_("Pemantauan selesai."),
        shows={
            "heading": _("Akhiri pemantauan"),
            "intro": _("Kunjungan yang belum dilakukan ditiadakan. Jalur hukum tidak ikut berakhir."),
            "button": _("Akhiri pemantauan"),
        },
        foreseen=_aftercare_stops(found),
    )
    return on_sheet(request, found, what)


@keeps_typing(END_LEGAL)
@require_http_methods(["GET", "POST"])
@needs(Verb.CLOSE_CASE)
def end_legal(request: StaffRequest, number: str) -> HttpResponse:
    """End the legal track; the accompaniment does not end with it."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.end_legal_track(found, said, by=request.user, at=now)

    owed = queries.duties_to_finish(found)
    obstacles = rules.obstacles_to_ending_legal(ended=found.legal_ended_at is not None, open_duties=owed)
    what = SheetDeed(
        sheet=END_LEGAL,
        template="cases/ending.html",
        deed=deed,
        done=_("Jalur hukum selesai."),
        shows={
            "heading": _("Akhiri jalur hukum"),
            "intro": _("Pengingat kepada polisi, jaksa, pengadilan, dan LPSK berhenti. Pendampingannya tidak ikut berakhir."),
            "button": _("Akhiri jalur hukum"),
        },
        foreseen=Refusal(*obstacles) if obstacles else None,
    )
    return on_sheet(request, found, what)


@keeps_typing(REOPEN)
@require_http_methods(["GET", "POST"])
@needs(Verb.REOPEN_CASE)
def reopen(request: StaffRequest, number: str) -> HttpResponse:
    """Take an ended case up again; everything it had is still there."""
    found, now = case_of(request, number), timezone.now()

    def deed(said: Mapping[str, Any]) -> None:
        actions.reopen(found, said, by=request.user, at=now)

    obstacles = rules.obstacles_to_reopening(rules.State(found.state), erased=found.erased_at is not None)
    what = SheetDeed(
        sheet=REOPEN,
        template="cases/ending.html",
        deed=deed,
        done=_("Kasus terbuka lagi. Tugasnya mengikuti."),
        shows={
            "heading": _("Buka kembali kasus ini"),
            "intro": _("Semua yang sudah tercatat tetap ada, dan tugas yang disisihkan berjalan lagi."),
            "button": _("Buka kembali"),
        },
        foreseen=Refusal(*obstacles) if obstacles else None,
    )
    return on_sheet(request, found, what)
