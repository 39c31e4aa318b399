"""Files of a case: keep one, look at its pictures, let its original out, take it away."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.cases.views.deed import case_of, refused
from dampingi.cases.views.file import frame_of
from dampingi.files import actions as files
from dampingi.files import queries as kept
from dampingi.files.fields import ATTACH
from dampingi.files.models import File
from dampingi.files.rules import TYPES, Type
from dampingi.kernel.fields import clean
from dampingi.kernel.ids import new_number, read_number
from dampingi.kernel.refusals import Problem, Refusal
from dampingi.kernel.words import say
from dampingi.services import actions, queries
from dampingi.services.actions.files import WHY_REMOVED
from dampingi.services.rules.images import images_about, obstacles_to_leaving
from dampingi.web.sheets import payload_from, screen
from dampingi.web.uploads import TakenFile, takes_files

# The name comes with the file; it is not asked.
ASKED = replace(ATTACH, items=tuple(item for item in ATTACH.items if item.code != "name"))
NO_FILE = Problem("/berkas", "required", say("Pilih berkas yang akan disimpan."))


def _file_of(found: Case, number: str) -> File:
    one = kept.file_numbered(found.id, read_number(number) or "")
    if one is None:
        raise Http404
    return one


def handed_out(one: File, name: str, chunks: Any) -> HttpResponse:
    """Answer with a file to be saved under a name of ours, never drawn in our pages (A-11, A-19)."""
    known = TYPES[Type(one.kind)]
    answer = StreamingHttpResponse(chunks, content_type=known.media)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{known.endings[0]}"'
    return answer  # type: ignore[return-value]  # a stream is answered like a page


@require_GET
@needs(Verb.SEE_CASES)
def files_page(request: StaffRequest, number: str) -> HttpResponse:
    """List the files of a case, newest first."""
    found = case_of(request, number)
    cases.look(found, by=request.user, at=timezone.now())
    listed = kept.files_of(found.id)
    about = files.read_about(listed)
    context = {
        **frame_of(request, found, "services:files"),
        "files": [{"file": one, "known": TYPES[Type(one.kind)], "about": about.get(one.id)} for one in listed],
        "may_attach": request.user.may(Verb.ATTACH),
    }
    return render(request, "services/files.html", context)


@takes_files(files.arriving)
@require_http_methods(["GET", "POST"])
@needs(Verb.ATTACH)
def attach(request: StaffRequest, number: str) -> HttpResponse:
    """Keep one file; where sexual images may be about, warn first and offer the link instead (H-13)."""
    found = case_of(request, number)
    warned = "ya" in (request.GET.get("tetap", ""), request.POST.get("tetap", ""))
    if request.method != "POST":
        return _attach_page(request, found, {}, warned=warned)
    now, payload = timezone.now(), payload_from(ATTACH, request.POST, zone=request.user.unit.timezone)
    taken, sending = request.FILES.get("berkas"), read_number(request.POST.get("kiriman", "")) or ""
    try:
        if isinstance(taken, TakenFile):
            arrived: Any = taken.taking
            payload["name"] = taken.name or ""
        else:
            arrived = files.gather(found, sending, by=request.user, at=now) if sending else None
        cleaned = clean(ATTACH, payload, now=now)
        problems = (*(() if arrived else (NO_FILE,)), *cleaned.problems)
        if problems:
            return _attach_page(request, found, payload, warned=warned, problems=problems)
        made = actions.attach(found, arrived, cleaned.values, warned=warned, by=request.user, at=now)
    except Refusal as no:
        files.forget_parts(found, sending, by=request.user, at=now)
        refused(request, no)
        return _attach_page(request, found, payload, warned=warned, refusal=no)
    files.forget_parts(found, sending, by=request.user, at=now)
    if isinstance(taken, TakenFile):
        taken.kept = True
    messages.success(request, _("Berkas tersimpan dan tersegel."))
    return redirect("services:file", number=found.number, file=made.number)


@require_POST
@needs(Verb.ATTACH)
def part(request: StaffRequest, number: str, sending: str, start: int) -> HttpResponse:
    """Take one part of a file; answer how many bytes have come, 409 where it must go on elsewhere."""
    found = case_of(request, number)
    sent = read_number(sending)
    if sent is None:
        raise Http404
    have = files.take_part(found, sent, start, request.body, by=request.user, at=timezone.now())
    went_on = have == start + len(request.body)
    status = HTTPStatus.OK if went_on else HTTPStatus.CONFLICT
    return HttpResponse(str(have), content_type="text/plain", status=status)


def _attach_page(
    request: StaffRequest,
    found: Case,
    payload: Mapping[str, Any],
    *,
    warned: bool,
    problems: tuple[Problem, ...] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    about, sending = images_about(queries.image_facts(found)), new_number()
    context = {
        "sending": sending,
        "parts_url": reverse("services:part", args=[found.number, sending, 0]),
        "case": found,
        "sheet": screen(ASKED, payload, problems, zone=request.user.unit.timezone),
        "problems": problems,
        "refusal": refusal,
        "posted": request.method == "POST",
        "images_about": about,
        "warned": warned,
        "limit": files.arriving().limit // (1024 * 1024),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "services/attach.html", context, status=status)


@require_GET
@needs(Verb.SEE_CASES)
def file(request: StaffRequest, number: str, file: str) -> HttpResponse:
    """Show one file: what it is, its pictures, what to know before it is opened."""
    found = case_of(request, number)
    one = _file_of(found, file)
    cases.look(found, by=request.user, at=timezone.now())
    handed = queries.was_handed_over(found, one)
    context = {
        **frame_of(request, found, "services:files"),
        "file": one,
        "known": TYPES[Type(one.kind)],
        "about": files.read_about([one]).get(one.id),
        "pages": range(1, one.pages + 1),
        "in_the_way": obstacles_to_leaving(intimate=one.intimate, handed_over=handed),
        "may_open": request.user.may(Verb.OPEN_ORIGINALS),
        "may_remove": request.user.may(Verb.ATTACH) and (one.by_id == request.user.id or request.user.supervises),
        "reasons": WHY_REMOVED.words.items(),
    }
    return render(request, "services/file.html", context)


@require_GET
@needs(Verb.SEE_CASES)
def picture(request: StaffRequest, number: str, file: str, page: int) -> HttpResponse:
    """Give one picture of a file, drawn anew and without metadata; the ledger remembers who looked."""
    found = case_of(request, number)
    one = _file_of(found, file)
    try:
        drawn = files.look_at_page(found, one, page, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        raise Http404 from None
    answer = HttpResponse(drawn, content_type="image/png" if one.kind == Type.PDF else "image/jpeg")
    answer["Content-Disposition"] = "attachment"
    return answer


@require_POST
@needs(Verb.OPEN_ORIGINALS)
def original(request: StaffRequest, number: str, file: str) -> HttpResponse:
    """Hand out the original, unaltered, to be saved under a name of ours."""
    found = case_of(request, number)
    one = _file_of(found, file)
    _about, chunks = actions.open_original(found, one, by=request.user, at=timezone.now())
    return handed_out(one, f"berkas-{one.number}", chunks)


@require_POST
@needs(Verb.ATTACH)
def remove(request: StaffRequest, number: str, file: str) -> HttpResponse:
    """Destroy a file that does not belong here."""
    found = case_of(request, number)
    one = _file_of(found, file)
    reason = request.POST.get("alasan", "")
    if reason not in WHY_REMOVED:
        messages.error(request, _("Pilih alasannya dulu."))
        return redirect("services:file", number=found.number, file=one.number)
    actions.remove(found, one, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _("Berkas dihapus: kuncinya sudah dimusnahkan."))
    return redirect("services:files", number=found.number)
