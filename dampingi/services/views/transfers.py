"""Offering a case whole to another unit, and taking an offer back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.models import Unit
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases import queries as case_queries
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, on_sheet
from dampingi.cases.views.file import frame_of
from dampingi.kernel.ids import read_number
from dampingi.services import actions
from dampingi.services.catalog.consent import TRANSFER
from dampingi.services.models import Transfer
from dampingi.services.rules.referral import TransferState
from dampingi.web.times import bar

_ANSWER_WITHIN = timedelta(days=3)


@keeps_typing(TRANSFER)
@require_http_methods(["GET", "POST"])
@needs(Verb.TRANSFER)
def write(request: StaffRequest, number: str) -> HttpResponse:
    """Offer the case: to whom, on what it rests, and what the other unit must know on its first day."""
    found, now = case_of(request, number), timezone.now()
    day = timezone.localdate(timezone=request.user.unit.timezone)

    def deed(said: Mapping[str, Any]) -> None:
        actions.offer(found, said, by=request.user, at=now)

    what = SheetDeed(
        sheet=TRANSFER,
        template="services/offer.html",
        deed=deed,
        done=_("Ditawarkan. Sampai diterima, semua tugas tetap di sini."),
        then=reverse("services:referrals", args=[found.number]),
        start={"basis": "consent", "due_on": (day + _ANSWER_WITHIN).isoformat()},
        shows={
            "units": Unit.objects.exclude(id=found.unit_id).order_by("code"),
            "siblings": [one.number for one in case_queries.siblings_of(found) if one.unit_id == found.unit_id],
        },
    )
    return on_sheet(request, found, what)


@require_http_methods(["GET", "POST"])
@needs(Verb.REFER)
def transfer(request: StaffRequest, number: str, transfer: str) -> HttpResponse:
    """Show an offer, and take it back while it waits."""
    found, now = case_of(request, number), timezone.now()
    rows = Transfer.objects.filter(case=found).select_related("from_unit", "to_unit")
    one = rows.filter(number=read_number(transfer) or "").first()
    if one is None:
        raise Http404
    if request.method == "POST":
        actions.withdraw(one, by=request.user, at=now)
        messages.success(request, _("Tawaran dibatalkan."))
        return redirect("services:referrals", number=found.number)
    cases.look(found, by=request.user, at=now)
    context = {
        **frame_of(request, found, "services:referrals"),
        "transfer": one,
        "bar": bar(one.offered_at, one.due_at, now),
        "reason": actions.read_reason(one),
        "waits": one.state == TransferState.OFFERED,
    }
    return render(request, "services/transfer.html", context)
