"""A deed on a sheet: show it, take it, say what is wrong or in the way, lose nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dampingi.access.actor import acting_as
from dampingi.access.doors import StaffRequest
from dampingi.access.models import Staff
from dampingi.cases import actions, queries
from dampingi.cases.models import Case
from dampingi.cases.timeline import told
from dampingi.cases.views.theirs import EVER, Written, beside
from dampingi.intake.forms import with_place_codes
from dampingi.kernel.actors import System
from dampingi.kernel.fields import Group, clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Refusal, Stale
from dampingi.web.sheets import payload_from, screen


def case_of(request: StaffRequest, number: str) -> Case:
    """Return the case through the eyes of whoever asks; there is nothing else."""
    found = Case.objects.visible_to(request.user, one=True).select_related(
        "unit__parent", "report__taken_by", "victim", "companion", "owner"
    )
    case = found.filter(number=read_number(number) or "").first()
    if case is None:
        raise Http404
    return case


def refused(request: HttpRequest, refusal: Refusal) -> None:
    """Leave the refusal for the line that is written after the rollback."""
    request.refused = refusal  # type: ignore[attr-defined]  # config.refused remembers it


def now_in(request: StaffRequest) -> str:
    """Return this moment on the unit's clock, for a field that asks when."""
    return timezone.localtime(timezone.now(), request.user.unit.timezone).isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDeed:
    """One deed on one sheet of a case.

    ``deed`` gets the cleaned values and may raise ``Refusal``; ``start`` fills the sheet when it is
    first shown; ``shows`` is what the template needs beside it; ``foreseen`` are the obstacles that
    stand in the way before anybody presses the button. ``theirs`` returns what somebody else wrote on it
    after a moment, to stand beside what was typed. ``save`` keeps what was typed half-filled and
    returns where to go on; ``then`` is where to go when it is done. A sheet that stands by itself and
    not on the case as it was read sets ``keeps_version`` to False. ``preview`` is shown first: the deed
    waits for the button ``kirim``.
    """

    sheet: Group
    template: str
    deed: Callable[[Mapping[str, Any]], object]
    done: str
    theirs: Callable[[Case, datetime], Written | None] | None = None
    start: Mapping[str, Any] = field(default_factory=dict)
    shows: Mapping[str, Any] = field(default_factory=dict)
    foreseen: Refusal | None = None
    save: Callable[[Mapping[str, Any]], str] | None = None
    then: str = ""
    keeps_version: bool = True
    preview: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None


def _secret(found: Case, staff: Staff, sheet: Group) -> str:
    """Return what a page carries to prove that it showed this sheet of this case to this person, and when."""
    now = int(timezone.now().timestamp())
    return Signer(salt="dampingi.sheet").sign(f"{found.number}|{staff.email}|{sheet.code}|{now}")


def _proved(request: HttpRequest) -> tuple[str, str, str, datetime] | None:
    """Return what the page that was sent proves: case, person, sheet, and when it was shown."""
    try:
        said = Signer(salt="dampingi.sheet").unsign(request.POST.get("secret", ""))
        number, email, code, shown_at = said.split("|")
    except (BadSignature, ValueError):
        return None
    return number, email, code, datetime.fromtimestamp(int(shown_at), UTC)


_MOST_ROWS = 50
View = Callable[..., HttpResponse]


def keeps_typing(sheet: Group | Callable[..., Group | None]) -> Callable[[View], View]:
    """Seal what is posted after the session ended, before the way to the sign-in page is shown.

    ``sheet`` is what the page asks, or finds it from the address.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, number: str, **rest: str) -> HttpResponse:
            if request.method == "POST" and not isinstance(request.user, Staff):
                asked = sheet if isinstance(sheet, Group) else sheet(number, **rest)
                if asked is not None:
                    rescue_typing(request, number, asked)
                # With what the address asks and what was chosen beside the sheet: which one, about which thing.
                return redirect_to_login(_way_back(request))
            return view(request, number, **rest)

        door.keeps_typing = True  # type: ignore[attr-defined]  # a test reads which doors do
        return door

    return guard


# Chosen on a page beside its sheet: codes and outside numbers.
_BESIDE = ("deed", "level", "penyedia", "lembar", "ganti", "hal")
_LONGEST = 40


def _way_back(request: HttpRequest) -> str:
    chosen = {name: request.POST[name] for name in _BESIDE if 0 < len(request.POST.get(name, "")) <= _LONGEST}
    asked = {**request.GET.dict(), **chosen}
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def _about(request: HttpRequest) -> str:
    """Return the outside number of the thing that a page is about, by its address."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    things = [value for name, value in named.items() if name not in ("number", "kind")]
    said = things[0] if things else request.POST.get("hal") or request.GET.get("hal") or ""
    return read_number(said) or ""


def rescue_typing(request: HttpRequest, number: str, sheet: Group) -> None:
    """Seal what was typed on a page of a case for its author: the page proves itself by its secret."""
    with acting_as("rescue"):
        found = Case.objects.select_related("unit").filter(number=read_number(number) or "").first()
        proved = _proved(request)
        if proved is None:
            return
        case_number, email, code, _shown_at = proved
        author = Staff.objects.filter(email=email, is_active=True).first()
        if found is None or author is None or (case_number, code) != (found.number, sheet.code):
            return
        payload = payload_from(sheet, request.POST, zone=found.unit.timezone)
        now, by = timezone.now(), System("rescue")
        actions.rescue_sheet(found, payload, sheet=code, about=_about(request), staff_id=author.id, by=by, at=now)


def on_sheet(request: StaffRequest, found: Case, what: SheetDeed) -> HttpResponse:
    """Show the sheet, or do its deed: 422 with problems, 409 refused or stale, else back to the case."""
    zone = request.user.unit.timezone
    if request.method != "POST":
        rescued = actions.read_rescued(found, sheet=what.sheet.code, about=_about(request), by=request.user)
        start = {**what.start, **rescued}
        return _page(request, found, what, start, refusal=what.foreseen, rescued=bool(rescued))
    payload = payload_from(what.sheet, request.POST, zone=zone)
    if (row := request.POST.get("tambah")) in _lists(what.sheet):
        rows = payload.setdefault(str(row), [])
        # One more than were shown, also where those were left empty.
        rows += [{}] * (_rows_shown(request, str(row)) + 1 - len(rows))
        return _page(request, found, what, payload)
    if what.save is not None and "sementara" in request.POST:
        return _half_filled(request, found, what, what.save, payload)
    placed, unplaced = with_place_codes(what.sheet, payload, unit=request.user.unit)
    cleaned = clean(what.sheet, placed, now=timezone.now())
    problems = (*unplaced, *cleaned.problems)
    if problems:
        return _page(request, found, what, payload, problems=problems)
    if what.preview is not None and "kirim" not in request.POST:
        return _page(request, found, replace(what, shows={**what.shows, **what.preview(cleaned.values)}), payload)
    return _done(request, found, what, payload, cleaned.values)


def _done(
    request: StaffRequest, found: Case, what: SheetDeed, payload: Mapping[str, Any], values: Mapping[str, Any]
) -> HttpResponse:
    try:
        if what.keeps_version and request.POST.get("version", str(found.version)) != str(found.version):
            raise Stale
        what.deed(values)
    except Refusal as no:
        refused(request, no)
        return _page(request, found, what, payload, refusal=no)
    actions.forget_rescued(found, sheet=what.sheet.code, about=_about(request), by=request.user, at=timezone.now())
    if what.done:
        messages.success(request, what.done)
    return redirect(what.then) if what.then else redirect("cases:case", number=found.number)


def _rows_shown(request: HttpRequest, row: str) -> int:
    places = (name.split(".")[1] for name in request.POST if name.startswith(f"{row}."))
    return min(max((int(place) for place in places if place.isdecimal()), default=-1) + 1, _MOST_ROWS)


def _lists(sheet: Group) -> frozenset[str]:
    return frozenset(item.code for item in sheet.items if isinstance(item, Group) and item.many)


def _half_filled(
    request: StaffRequest,
    found: Case,
    what: SheetDeed,
    save: Callable[[Mapping[str, Any]], str],
    payload: Mapping[str, Any],
) -> HttpResponse:
    try:
        on = save(payload)
    except Refusal as no:
        refused(request, no)
        return _page(request, found, what, payload, refusal=no)
    actions.forget_rescued(found, sheet=what.sheet.code, about=_about(request), by=request.user, at=timezone.now())
    messages.success(request, _("Tersimpan sementara. Lanjutkan kapan saja."))
    return redirect(on)


def _page(
    request: StaffRequest,
    found: Case,
    what: SheetDeed,
    payload: Mapping[str, Any],
    *,
    problems: tuple[Problem, ...] = (),
    refusal: Refusal | None = None,
    rescued: bool = False,
) -> HttpResponse:
    stale, hers = isinstance(refusal, Stale), None
    if stale:
        found = case_of(request, found.number)
        proved = _proved(request)
        hers = what.theirs(found, proved[3] if proved else EVER) if what.theirs else None
    context = {
        "case": found,
        "sheet": screen(what.sheet, payload, problems, zone=request.user.unit.timezone),
        "problems": problems,
        "refusal": refusal,
        "posted": request.method == "POST",
        "rescued": rescued,
        "secret": _secret(found, request.user, what.sheet),
        # What happened meanwhile, so that the second officer sees what the first wrote.
        "meanwhile": told(queries.newest_lines(found), zone=request.user.unit.timezone) if stale else (),
        "theirs": beside(request, found, what.sheet, payload, hers) if hers else None,
        **what.shows,
        **(hers.shows if hers else {}),
    }
    status = HTTPStatus.OK
    if problems:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif refusal is not None and request.method == "POST":
        status = HTTPStatus.CONFLICT
    return render(request, what.template, context, status=status)
