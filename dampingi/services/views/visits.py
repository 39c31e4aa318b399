"""Reporting back from a visit, and looking for an officer who did not (H-20)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases import queries as case_queries
from dampingi.cases.models import Case
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, on_sheet
from dampingi.kernel.fields import Group
from dampingi.kernel.ids import read_number
from dampingi.protocols.models import Duty
from dampingi.services import actions, fields
from dampingi.services.catalog.visit import VISIT
from dampingi.services.models import Sheet, SheetState


def _visit(found: Case, number: str) -> tuple[Sheet, Sheet]:
    """Return the visit as it was first written, and as it stands now."""
    first = Sheet.objects.filter(case=found, kind=VISIT.code, number=read_number(number) or "", replaces=None).first()
    if first is None or first.state == SheetState.DRAFT:
        raise Http404
    now = first
    while (later := Sheet.objects.filter(replaces=now).exclude(state=SheetState.DRAFT).first()) is not None:
        now = later
    return first, now


def _asked(number: str, visit: str) -> Group:
    return fields.LONGER


@keeps_typing(_asked)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def check_in(request: StaffRequest, number: str, visit: str) -> HttpResponse:
    """Report back with one tap, stay longer, or take up the search for an officer who is missing."""
    now, found = timezone.now(), case_of(request, number)
    first, stands = _visit(found, visit)
    if request.method == "POST" and "kembali" in request.POST:
        actions.come_back(found, first, by=request.user, at=now)
        messages.success(request, _("Syukurlah sudah kembali. Catat hasilnya selagi ingat."))
        return redirect("services:check-in", number=found.number, visit=first.number)
    if request.method == "POST" and "jaga" in request.POST:
        cases.answer_missed(found, first.number, by=request.user, at=now)
        messages.success(request, _("Tercatat Anda yang menindaklanjuti. Bila dalam 30 menit belum ada kabar, yang jaga dipanggil lagi."))
        return redirect("services:check-in", number=found.number, visit=first.number)

    def longer(said: Mapping[str, Any]) -> None:
        actions.stay_longer(found, first, until=said["back_at"], by=request.user, at=now)

    return on_sheet(
        request,
        found,
        SheetDeed(
            sheet=fields.LONGER,
            template="services/check_in.html",
            deed=longer,
            done=_("Perkiraan kembali diganti."),
            keeps_version=False,
            then=request.path,
            shows=_shows(request, found, first, stands),
        ),
    )


def _shows(request: StaffRequest, found: Case, first: Sheet, stands: Sheet) -> dict[str, Any]:
    now = timezone.now()
    owed = Duty.objects.open().filter(run_id=found.id, code="check-in", about=first.number).first()
    words = actions.read_sheet(stands, VISIT)
    officer = Staff.objects.filter(id=first.by_id).first()
    labels = {field.code: str(field.label) for field in VISIT.sheet.fields()}
    return {
        "visit": first,
        "back": owed is None,
        "due_at": owed.due_at if owed else None,
        "missed": owed is not None and now > owed.late_at,
        "officer": (officer.alias or officer.name) if officer else "",
        "told": [(labels[code], words[code]) for code in ("meets_at", "at_home", "reach") if words.get(code)],
        "on_call": case_queries.to_phone(found.unit, at=now, but=request.user.id),
    }
