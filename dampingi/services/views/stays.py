"""A place of safety: needed or begun, made longer, left; where it is opens for who must know."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases.models import Case
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, now_in, on_sheet
from dampingi.cases.views.file import frame_of
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.places.fields import SERVED
from dampingi.services import actions, queries
from dampingi.services.fields import STAY_BEGIN, STAY_EXTEND, STAY_LEAVE
from dampingi.services.models import Stay
from dampingi.services.rules.stays import obstacles_to_placing


def _stay_of(request: StaffRequest, number: str, stay: str) -> tuple[Case, Stay]:
    found = case_of(request, number)
    one = Stay.objects.filter(case=found, number=read_number(stay) or "").first()
    if one is None:
        raise Http404
    one.case = found
    return found, one


@keeps_typing(STAY_BEGIN)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def begin(request: StaffRequest, number: str) -> HttpResponse:
    """Let her stay somewhere safe, or note that she must and that there is no place yet."""
    now, found = timezone.now(), case_of(request, number)
    offers = queries.offers_for(found)

    def deed(said: Mapping[str, Any]) -> None:
        if not said["reasons"]:
            raise Refusal(_NO_REASON)
        if said["place"]:
            values = {**said, "place": read_number(said["place"]) or ""}
            actions.begin_stay(found, values, by=request.user, at=now)
        else:
            actions.need_shelter(found, reasons=said["reasons"], when=said["when"], by=request.user, at=now)

    rows = [
        {
            "offer": offer,
            "serves": [words for code, words in SERVED.words.items() if code in offer.serves],
            "own": offer.unit_id == found.unit_id,
            "obstacles": obstacles_to_placing(offer.facts_for(found)),
        }
        for offer in offers
    ]
    placed = {"no_place": not any(not row["obstacles"] for row in rows), "rows": rows}
    what = SheetDeed(
        sheet=STAY_BEGIN,
        template="services/stay_begin.html",
        deed=deed,
        then=reverse("services:given", args=[found.number]),
        keeps_version=False,
        done=_("Tersimpan. Tugasnya mengikuti."),
        start={"when": now_in(request)},
        shows=placed,
    )
    return on_sheet(request, found, what)


_NO_REASON = Obstacle("no-reason", say("Belum ada alasan yang dipilih."), say("Pilih paling sedikit satu."))


@keeps_typing(STAY_EXTEND)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def stay(request: StaffRequest, number: str, stay: str) -> HttpResponse:
    """Decide with her: stay longer, for a reason, or leave to somewhere safe."""
    now, (found, one) = timezone.now(), _stay_of(request, number, stay)

    def deed(said: Mapping[str, Any]) -> None:
        actions.extend_stay(one, until=said["until"], reason=said["reason"], by=request.user, at=now)

    what = SheetDeed(
        sheet=STAY_EXTEND,
        template="services/stay.html",
        deed=deed,
        then=reverse("services:given", args=[found.number]),
        keeps_version=False,
        done=_("Diperpanjang."),
        shows={"stay": one},
    )
    return on_sheet(request, found, what)


@keeps_typing(STAY_LEAVE)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def leave(request: StaffRequest, number: str, stay: str) -> HttpResponse:
    """Note that she left, where to, and how she stays safe."""
    now, (found, one) = timezone.now(), _stay_of(request, number, stay)

    def deed(said: Mapping[str, Any]) -> None:
        actions.leave_stay(one, said, by=request.user, at=now)

    what = SheetDeed(
        sheet=STAY_LEAVE,
        template="services/stay_leave.html",
        deed=deed,
        then=reverse("services:given", args=[found.number]),
        keeps_version=False,
        done=_("Tersimpan. Keadaannya ditanyakan lagi pada hari yang disepakati."),
        start={"when": now_in(request)},
        shows={"stay": one},
    )
    return on_sheet(request, found, what)


@require_POST
@needs(Verb.SEE_CASES)
def place(request: StaffRequest, number: str, stay: str) -> HttpResponse:
    """Open where she stays, for who must know; it is written down."""
    found, one = _stay_of(request, number, stay)
    words = actions.open_place(one, by=request.user, at=timezone.now())
    if words is None:
        raise Http404
    return render(request, "services/place.html", {**frame_of(request, found, "services:given"), "words": words, "stay": one})
