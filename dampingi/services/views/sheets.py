"""One page for every sheet: write it, save it half-filled, keep it, correct it, read it, print it blank."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs, open_to_all
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, now_in, on_sheet, rescue_typing
from dampingi.cases.views.file import frame_of
from dampingi.cases.views.theirs import Written
from dampingi.intake.forms import with_place_codes
from dampingi.kernel.fields import Field, Group, Kind
from dampingi.kernel.ids import new_number, read_number
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.places import queries as places
from dampingi.services import actions, fields, queries
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Sheet, SheetState
from dampingi.services.rules.sheets import SheetKind, Tab, obstacles_to_writing
from dampingi.web.filled import differences, shown
from dampingi.web.sheets import payload_from, screen

# The plan is a record of its own, and on paper a sheet like the others (H-22).
PLAN = SheetKind(
    code="plan",
    title=fields.PLAN.label,
    tab=Tab.PLAN,
    form=fields.PLAN_FORM,
    source=fields.PLAN_SOURCE,
    sheet=Group("plan", fields.PLAN.label, (*fields.PLAN.items, Group("services", fields.SERVICE.label, fields.SERVICE.items[1:], many=True))),
)
BLANK = {**BY_CODE, PLAN.code: PLAN}

def _kind(request: StaffRequest, code: str) -> SheetKind:
    kind = BY_CODE.get(code)
    if kind is None or not request.user.may(kind.verb):
        raise Http404
    return kind


def _group(number: str, kind: str) -> Group | None:
    return BY_CODE[kind].sheet if kind in BY_CODE else None


def _about(found: Case, kind: SheetKind, number: str) -> str:
    """Return the number of the thing a sheet is written about; there is nothing else to write about."""
    about = read_number(number) or ""
    if kind.for_thing and not (about and queries.is_about(found, kind.code, about)):
        raise Http404
    return about


def _draft(found: Case, kind: SheetKind, number: str | None, *, by: Any) -> Sheet | None:
    return Sheet.objects.filter(case=found, kind=kind.code, number=number, by_id=by.id).first() if number else None


def _corrected(found: Case, kind: SheetKind, number: str | None) -> Sheet | None:
    """Return the kept sheet that this one corrects."""
    return Sheet.objects.filter(case=found, kind=kind.code, number=number).first() if number else None


def _answered(request: StaffRequest, kind: SheetKind) -> dict[str, Any]:
    """Return what the address answers already: codes that the sheet's own lists hold."""
    found: dict[str, Any] = {}
    for item in kind.sheet.items:
        asked = request.GET.get(item.code, "")
        if isinstance(item, Field) and item.codes is not None and asked in item.codes:
            found[item.code] = [asked] if item.kind is Kind.CODES else asked
    return found


def _last_said(found: Case, kind: SheetKind) -> Mapping[str, Any]:
    """Return what the last sheet said where the next one goes on from it."""
    kept = queries.sheets_of(found, [kind.code])[:1] if kind.carries_on else ()
    return actions.read_sheet(kept[0], kind) if kept else {}


@keeps_typing(_group)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_SHEETS)
def write(request: StaffRequest, number: str, kind: str) -> HttpResponse:
    """Write a sheet; ``sementara`` saves it half-filled, everything else keeps it."""
    now, found, what = timezone.now(), case_of(request, number), _kind(request, kind)
    said = request.POST if request.method == "POST" else request.GET
    sheet_number = read_number(said.get("lembar", "")) or new_number()
    draft = _draft(found, what, sheet_number, by=request.user)
    # Who opens the page to correct a sheet begins from what stands for it by now.
    earlier = _corrected(found, what, read_number(said.get("ganti", "")))
    earlier = queries.stands_for(earlier) if earlier and request.method == "GET" else earlier
    written_about = (draft or earlier)
    about = written_about.about if written_about else _about(found, what, said.get("hal", ""))
    back = reverse(f"services:{what.tab}", args=[found.number])
    if draft and draft.state != SheetState.DRAFT and not _says_more(request, found, what, draft):
        messages.success(request, _("Lembar ini sudah tersimpan."))
        return redirect(back)

    def save(payload: Mapping[str, Any]) -> str:
        version = _version(request)
        made = actions.save_sheet(
            found, what, payload, number=sheet_number, about=about, version=version, by=request.user, at=now
        )
        page = reverse("services:write", args=[found.number, what.code])
        return f"{page}?lembar={made.number}" + (f"&ganti={earlier.number}" if earlier else "")

    def keep(values: Mapping[str, Any]) -> None:
        if draft and draft.state != SheetState.DRAFT:
            raise Stale  # kept from another window, in other words
        actions.keep_sheet(
            found, what, values, number=sheet_number, about=about, replaces=earlier, by=request.user, at=now
        )

    start: Mapping[str, Any] = {**_last_said(found, what), "when": now_in(request), **_answered(request, what)}
    if draft:
        start = actions.read_sheet(draft, what)
    elif earlier:
        start = actions.read_sheet(earlier, what)
    foreseen = obstacles_to_writing(what, queries.sheet_facts(found), {})
    return on_sheet(
        request,
        found,
        SheetDeed(
            sheet=what.sheet,
            template="services/write.html",
            deed=keep,
            theirs=partial(_written_now, what, draft, earlier),
            save=save,
            then=back,
            keeps_version=False,
            done=_("Tersimpan."),
            start=start,
            foreseen=Refusal(*foreseen) if foreseen else None,
            shows={
                "kind": what,
                "back": back,
                "sheet_number": sheet_number,
                "sheet_version": draft.version if draft else 0,
                "about": about,
                "corrects": earlier.number if earlier else "",
                "places": places.offered(found.unit.region_code, unit_id=found.unit_id),
            },
        ),
    )


def _says_more(request: StaffRequest, found: Case, kind: SheetKind, kept: Sheet) -> bool:
    """Tell whether what was sent says anything else than the sheet of that number, which was kept already."""
    if request.method != "POST":
        return False
    typed = payload_from(kind.sheet, request.POST, zone=request.user.unit.timezone)
    placed, _unplaced = with_place_codes(kind.sheet, typed, unit=request.user.unit)
    return any(differences(kind.sheet, actions.read_sheet(kept, kind), placed))


def _written_now(kind: SheetKind, draft: Sheet | None, earlier: Sheet | None, found: Case, _since: datetime) -> Written | None:
    """Return what stands of this sheet: kept or saved from another window, or corrected by somebody else."""
    stands = queries.stands_for(earlier) if earlier else None
    if draft and (draft.state != SheetState.DRAFT or stands == earlier):
        one = queries.stands_for(draft)
        kept = one.state != SheetState.DRAFT  # sent again, it corrects what stands now
        shows = {"sheet_number": new_number(), "sheet_version": 0, "corrects": one.number} if kept else {}
    elif stands:
        one, shows = stands, {"corrects": stands.number}
    else:
        return None
    return Written(values=actions.read_sheet(one, kind), by_id=one.by_id, at=one.recorded_at, shows=shows)


def _version(request: HttpRequest) -> int:
    said = request.POST.get("lembar_versi", "")
    return int(said) if said.isdecimal() else 0


@csrf_exempt
@require_POST
@open_to_all("typing that arrives after its session ended is sealed, never shown, never lost")
def autosave(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Save what is typed every few seconds; 409 when another browser was here, 401 without session."""
    staff, what = request.user, BY_CODE.get(kind)
    if not isinstance(staff, Staff):
        if what is not None:
            rescue_typing(request, number, what.sheet)
        return HttpResponse(_("Sesi sudah berakhir. Yang Anda ketik disimpan; masuk lagi untuk melanjutkan."), status=401)
    if what is None or not staff.may(what.verb):
        raise Http404
    found = case_of(cast("StaffRequest", request), number)
    sheet_number = read_number(request.POST.get("lembar", "")) or ""
    draft = _draft(found, what, sheet_number, by=staff)
    if not sheet_number or (draft and draft.state != SheetState.DRAFT):
        return HttpResponse(status=204)
    about = draft.about if draft else _about(found, what, request.POST.get("hal", ""))
    payload = payload_from(what.sheet, request.POST, zone=staff.unit.timezone)
    try:
        made = actions.save_sheet(
            found, what, payload, number=sheet_number, about=about, version=_version(request), by=staff, at=timezone.now()
        )
    except Stale:
        return HttpResponse(_("Lembar ini juga dibuka di peramban lain. Muat ulang untuk melihat keduanya."), status=409)
    except Refusal as no:
        return HttpResponse(" ".join(str(o.words) for o in no.obstacles), status=409)
    return HttpResponse(str(made.version), content_type="text/plain")


def kept(request: StaffRequest, number: str, kind: str, sheet: str) -> tuple[Case, SheetKind, Sheet]:
    """Return one sheet of a case and its kind; a half-filled one is there for its author alone."""
    found, what = case_of(request, number), BY_CODE.get(kind)
    one = Sheet.objects.filter(case=found, kind=kind, number=read_number(sheet) or "").select_related("replaces").first()
    if what is None or one is None or (one.state == SheetState.DRAFT and one.by_id != request.user.id):
        raise Http404
    return found, what, one


@require_GET
@needs(Verb.SEE_CASES)
def read(request: StaffRequest, number: str, kind: str, sheet: str) -> HttpResponse:
    """Read one sheet as it was kept, with what it replaced; it prints on one page."""
    found, what, one = kept(request, number, kind, sheet)
    if one.state == SheetState.DRAFT:
        return redirect(f"{reverse('services:write', args=[found.number, what.code])}?lembar={one.number}")
    cases.look(found, by=request.user, at=timezone.now())
    context = {
        **frame_of(request, found, f"services:{what.tab}"),
        "kind": what,
        "one": one,
        "shown": shown(what.sheet, actions.read_sheet(one, what)),
        "read_to_her": what.read_to_her(one.explained) if one.explained else (),
        "may_print": found.erased_at is None and request.user.may(Verb.MAKE_DOCUMENTS),
        "may_correct": one.state == SheetState.KEPT and request.user.may(what.verb),
    }
    return render(request, "services/read.html", context)


@require_POST
@needs(Verb.KEEP_SHEETS)
def throw_away(request: StaffRequest, number: str, kind: str, sheet: str) -> HttpResponse:
    """Throw a half-filled sheet away."""
    found, what, one = kept(request, number, kind, sheet)
    actions.throw_sheet_away(one, by=request.user, at=timezone.now())
    return redirect(f"services:{what.tab}", number=found.number)


@require_GET
@needs(Verb.SEE_CASES)
def blank(request: StaffRequest, number: str, kind: str) -> HttpResponse:
    """Show a sheet empty, in screen order, to print on one A4 (H-22)."""
    found, what = case_of(request, number), BLANK.get(kind)
    if what is None:
        raise Http404
    sheet = screen(what.sheet, {}, zone=request.user.unit.timezone)
    back = reverse(f"services:{what.tab}", args=[found.number])
    return render(request, "services/blank.html", {"case": found, "kind": what, "sheet": sheet, "back": back})
