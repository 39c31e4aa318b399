"""The shelters of a unit, for its head alone: whom they take, how much is free, who looked where they are."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.audit.models import Line
from dampingi.cases import queries as cases
from dampingi.cases.timeline import told
from dampingi.cases.views.deed import refused
from dampingi.kernel.fields import clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Refusal, Stale
from dampingi.places import actions as places
from dampingi.places.fields import SERVED, SHELTER
from dampingi.places.models import Shelter
from dampingi.services import queries
from dampingi.web.sheets import payload_from, screen


def _found(request: StaffRequest, number: str) -> Shelter:
    mine = queries.shelters_seen_by(request.user).filter(unit_id=request.user.unit_id)
    found = mine.filter(number=read_number(number) or "").first()
    if found is None:
        raise Http404
    return found


def _coded(one: Shelter) -> dict[str, Any]:
    return {"serves": one.serves, "rooms": one.rooms, "is_open": one.is_open}


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHELTERS)
def shelters(request: StaffRequest) -> HttpResponse:
    """List the unit's shelters without saying where they are, and add one."""
    payload: Mapping[str, Any] = {"is_open": True}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        payload, problems, values = _said(request)
        if not problems:
            made = places.add_shelter(values, unit_id=request.user.unit_id, by=request.user, at=timezone.now())
            messages.success(request, _("Penampungan ditambahkan. Tempatnya tersegel."))
            return redirect("services:shelter", shelter=made.number)
    rows = list(queries.shelters_seen_by(request.user).filter(unit_id=request.user.unit_id))
    context = {
        "rows": [{"shelter": one, "serves": [w for c, w in SERVED.words.items() if c in one.serves]} for one in rows],
        "sheet": screen(SHELTER, payload, problems, zone=request.user.unit.timezone),
        "problems": problems,
    }
    return render(request, "services/shelters.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else 200)


def _said(request: StaffRequest) -> tuple[dict[str, Any], tuple[Problem, ...], dict[str, Any]]:
    payload = payload_from(SHELTER, request.POST, zone=request.user.unit.timezone)
    cleaned = clean(SHELTER, payload, now=timezone.now())
    return payload, cleaned.problems, cleaned.values


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHELTERS)
def shelter(request: StaffRequest, shelter: str) -> HttpResponse:
    """Change what is known of one; what is left empty of its place stays sealed as it is."""
    found = _found(request, shelter)
    if request.method != "POST":
        return _page(request, found)
    payload, problems, values = _said(request)
    if problems:
        return _page(request, found, payload=payload, problems=problems)
    try:
        if request.POST.get("version", "") != str(found.version):
            raise Stale
        places.change_shelter(found, values, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        return _page(request, _found(request, shelter), payload=payload, refusal=no)
    messages.success(request, _("Tersimpan."))
    return redirect("services:shelter", shelter=found.number)


@require_POST
@needs(Verb.KEEP_SHELTERS)
def reveal(request: StaffRequest, shelter: str) -> HttpResponse:
    """Open where a shelter is; who and when is written down."""
    found = _found(request, shelter)
    words = places.reveal_shelter(found, because="supervision", by=request.user, at=timezone.now())
    return _page(request, found, words=words)


_NOTHING_SAID: Mapping[str, Any] = {}


def _page(
    request: StaffRequest,
    found: Shelter,
    *,
    payload: Mapping[str, Any] = _NOTHING_SAID,
    problems: tuple[Problem, ...] = (),
    refusal: Refusal | None = None,
    words: Mapping[str, str] | None = None,
) -> HttpResponse:
    looks = queries.who_looked(found)
    context = {
        "shelter": found,
        "sheet": screen(SHELTER, payload or _coded(found), problems, zone=request.user.unit.timezone),
        "problems": problems,
        "refusal": refusal,
        "posted": True,
        "words": words,
        "looks": told(looks, zone=request.user.unit.timezone, names=_names(request, looks)),
    }
    status = HTTPStatus.OK
    if problems:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif refusal is not None:
        status = HTTPStatus.CONFLICT
    return render(request, "services/shelter.html", context, status=status)


def _names(request: StaffRequest, looks: Sequence[Line]) -> dict[UUID, str]:
    return cases.names_of_staff({line.actor_id for line in looks}, seen_by=request.user)
