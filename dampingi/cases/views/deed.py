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
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dampingi.access.actor import acting_as
from dampingi.access.doors import StaffRequest
from dampingi.access.models import Staff
from dampingi.cases import actions, queries, rules
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
    """Keep what is typed on a page: every few seconds, and when it is sent after its session ended.

    ``sheet`` is what the page asks, or finds it from the address. A page that keeps itself says so with
    the header ``X-Keep``; what it holds is sealed for its author, and no deed is done.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, number: str, **rest: str) -> HttpResponse:
            keeps_itself = "X-Keep" in request.headers
            if request.method == "POST" and (keeps_itself or not isinstance(request.user, Staff)):
                asked = sheet if isinstance(sheet, Group) else sheet(number, **rest)
                if keeps_itself:
                    return _keep(request, number, asked)
                if asked is not None:
                    rescue_typing(request, number, asked)
                # With what the address asks and what was chosen beside the sheet: which one, about which thing.
                return redirect_to_login(_way_back(request, _beside(request)))
            return view(request, number, **rest)

        door.keeps_typing = True  # type: ignore[attr-defined]  # a test reads which doors do
        return door

    return guard


def _keep(request: HttpRequest, number: str, sheet: Group | None) -> HttpResponse:
    """Answer a page that keeps itself: the token of what was kept, or what its reader should know."""
    try:
        token = rescue_typing(request, number, sheet, window=request.POST.get("ketikan", "")) if sheet else None
    except Stale:
        words = _("Lembar ini juga diisi di jendela lain. Yang di sini belum tersimpan; kirim, atau muat ulang.")
        return HttpResponse(words, status=HTTPStatus.CONFLICT)
    if token is None:
        raise Http404
    if not isinstance(request.user, Staff):
        words = _("Sesi sudah berakhir. Yang Anda ketik disimpan; masuk lagi untuk melanjutkan.")
        return HttpResponse(words, status=HTTPStatus.UNAUTHORIZED)
    return HttpResponse(token, content_type="text/plain")


# Chosen on a page beside its sheet: codes and outside numbers. The others stand in the address already.
_CHOSEN = ("deed", "level", "penyedia")
_BESIDE = (*_CHOSEN, "lembar", "ganti", "hal")
_LONGEST = 40
_DIGITS = 10


def _beside(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in _BESIDE if 0 < len(request.POST.get(name, "")) <= _LONGEST}


def _way_back(request: HttpRequest, beside: Mapping[str, str]) -> str:
    asked = {**request.GET.dict(), **beside}
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def _about(request: HttpRequest) -> str:
    """Return the outside number of the thing that a page is about, or takes the place of, by its address."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    things = [value for name, value in named.items() if name not in ("number", "kind")]
    things += [said for name in ("hal", "ganti") for said in (request.POST.get(name), request.GET.get(name)) if said]
    return read_number(things[0] if things else "") or ""


def rescue_typing(request: HttpRequest, number: str, sheet: Group, *, window: str | None = None) -> str | None:
    """Seal what was typed on a page of a case for its author: the page proves itself by its secret.

    Return the token of what was kept; nothing where the page proves nothing. Raises ``Stale`` when
    another window of the same person than the one that knows the token ``window`` keeps typing as well.
    """
    with acting_as("rescue"):
        found = Case.objects.select_related("unit").filter(number=read_number(number) or "").first()
        proved = _proved(request)
        if proved is None:
            return None
        case_number, email, code, shown_at = proved
        author = Staff.objects.filter(email=email, is_active=True).first()
        if found is None or author is None or (case_number, code) != (found.number, sheet.code):
            return None
        where: Any = {"sheet": code, "about": _about(request), "staff_id": author.id}
        version = request.POST.get("version", "")
        page = actions.Typing(
            typed=rules.keepable(sheet, payload_from(sheet, request.POST, zone=found.unit.timezone)),
            beside=_beside(request),
            version=int(version) if version.isdecimal() and len(version) < _DIGITS else found.version,
            shown_at=shown_at,
        )
        made = actions.rescue_sheet(found, page, **where, window=window, by=System("rescue"), at=timezone.now())
        return made.id.hex if made else None


def on_sheet(request: StaffRequest, found: Case, what: SheetDeed) -> HttpResponse:
    """Show the sheet, or do its deed: 422 with problems, 409 refused or stale, else back to the case."""
    zone = request.user.unit.timezone
    if request.method != "POST":
        return _opened(request, found, what)
    if "buang" in request.POST:
        actions.forget_rescued(found, sheet=what.sheet.code, about=_about(request), by=request.user, at=timezone.now())
        return redirect(_way_back(request, {}))
    payload = payload_from(what.sheet, request.POST, zone=zone)
    if (row := request.POST.get("tambah")) in _lists(what.sheet):
        rows = payload.setdefault(str(row), [])
        # One more than were shown, also where those were left empty.
        rows += [{}] * (_rows_shown(request, str(row)) + 1 - len(rows))
        return _page(request, found, what, payload)
    if what.save is not None and "sementara" in request.POST:
        return _half_filled(request, found, what, what.save, payload)
    return _sent(request, found, what, payload)


def _sent(request: StaffRequest, found: Case, what: SheetDeed, payload: Mapping[str, Any]) -> HttpResponse:
    """Clean what was sent, show it first where the deed waits for that, and do the deed."""
    placed, unplaced = with_place_codes(what.sheet, payload, unit=request.user.unit)
    cleaned = clean(what.sheet, placed, now=timezone.now())
    problems = (*unplaced, *cleaned.problems)
    if problems:
        return _page(request, found, what, payload, problems=problems)
    if what.preview is not None and "kirim" not in request.POST:
        return _page(request, found, replace(what, shows={**what.shows, **what.preview(cleaned.values)}), payload)
    return _done(request, found, what, payload, cleaned.values)


def _opened(request: StaffRequest, found: Case, what: SheetDeed) -> HttpResponse:
    """Show the sheet as it begins, or as its author left it."""
    rescued = actions.read_rescued(found, sheet=what.sheet.code, about=_about(request), by=request.user)
    if rescued is None:
        return _page(request, found, what, what.start, refusal=what.foreseen)
    chosen = {name: said for name, said in rescued.beside.items() if name in _CHOSEN}
    if set(chosen) - set(request.GET):
        return redirect(_way_back(request, chosen))
    # What was typed on a case that others went on with meanwhile is shown as any stale edit is.
    old = Stale() if _went_on(request, found, what, rescued) else what.foreseen
    return _page(request, found, what, {**what.start, **rescued.typed}, refusal=old, rescued=rescued)


def _went_on(request: StaffRequest, found: Case, what: SheetDeed, kept: actions.Typing) -> bool:
    """Tell whether somebody else did anything, or this sheet was written, after the page was shown."""
    if not what.keeps_version or kept.version == found.version:
        return False
    lines = [line for line in queries.newest_lines(found) if line.at >= kept.shown_at]
    others = any(line.actor_id != request.user.id for line in lines)
    return others or (what.theirs is not None and what.theirs(found, kept.shown_at) is not None)


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


def _keeps(request: HttpRequest) -> str:
    """Return the attributes by which the script of a page saves what is typed on it, to its own address."""
    return format_html(
        'data-autosave-url="{}" data-autosave-version="ketikan" data-saved="{}" data-offline="{}"',
        request.path,
        _("Ketikan tersimpan, belum terkirim"),
        _("Belum tersambung: isian tetap di halaman ini."),
    )


def _page(
    request: StaffRequest,
    found: Case,
    what: SheetDeed,
    payload: Mapping[str, Any],
    *,
    problems: tuple[Problem, ...] = (),
    refusal: Refusal | None = None,
    rescued: actions.Typing | None = None,
) -> HttpResponse:
    stale, hers = isinstance(refusal, Stale), None
    if stale:
        found = case_of(request, found.number)
        proved = _proved(request)
        since = rescued.shown_at if rescued else proved[3] if proved else EVER
        hers = what.theirs(found, since) if what.theirs else None
    context = {
        "case": found,
        "sheet": screen(what.sheet, payload, problems, zone=request.user.unit.timezone),
        "problems": problems,
        "refusal": refusal,
        "posted": request.method == "POST",
        "rescued": rescued,
        "kept": rescued.token if rescued else request.POST.get("ketikan", ""),
        "keeps": _keeps(request),
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
