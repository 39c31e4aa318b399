"""Doors to documents: a kept sheet as it stands, and letters; each is one file that no disk keeps."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases.views.deed import case_of, refused
from dampingi.kernel.fields import clean
from dampingi.kernel.refusals import Refusal
from dampingi.services import actions
from dampingi.services.catalog.letters import LETTER, PURPOSES
from dampingi.services.views.referrals import referral_of
from dampingi.services.views.sheets import kept
from dampingi.web.sheets import payload_from, screen


def attached(content: bytes, *, number: str, kind: str = "application/pdf", ending: str = "pdf") -> HttpResponse:
    """Return a file to be saved, never shown in place, under a name that says nothing."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="dokumen-{number}.{ending}"'
    return answer


@require_POST
@needs(Verb.MAKE_DOCUMENTS)
def sheet(request: StaffRequest, number: str, kind: str, sheet: str) -> HttpResponse:
    """Give one kept sheet as a PDF."""
    found, what, one = kept(request, number, kind, sheet)
    made = actions.print_sheet(found, one, what, by=request.user, at=timezone.now())
    return attached(made, number=found.number)


@require_http_methods(["GET", "POST"])
@needs(Verb.MAKE_DOCUMENTS)
def letter(request: StaffRequest, number: str) -> HttpResponse:
    """Ask what a letter is for and to whom it goes; give it as a PDF, kept nowhere."""
    found, now, zone = case_of(request, number), timezone.now(), request.user.unit.timezone
    payload = payload_from(LETTER, request.POST, zone=zone) if request.method == "POST" else {}
    cleaned = clean(LETTER, payload, now=now)
    refusal = None
    if request.method == "POST" and not cleaned.problems:
        try:
            made = actions.print_letter(found, cleaned.values, by=request.user, at=now)
            return attached(made, number=found.number)
        except Refusal as no:
            refused(request, no)
            refusal = no
    problems = cleaned.problems if request.method == "POST" else ()
    context = {
        "case": found,
        "sheet": screen(LETTER, payload, problems, zone=zone),
        "purposes": PURPOSES.values(),
        "problems": problems,
        "refusal": refusal,
        "posted": request.method == "POST",
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "services/letter.html", context, status=status)


@require_POST
@needs(Verb.MAKE_DOCUMENTS)
def referral(request: StaffRequest, number: str, referral: str) -> HttpResponse:
    """Give a referral as a letter: what may be shared now, composed now."""
    found = case_of(request, number)
    one = referral_of(found, referral)
    try:
        made = actions.print_referral(one, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        for obstacle in no.obstacles:
            messages.error(request, f"{obstacle.words} {obstacle.remedy}")
        return redirect("services:referral", number=found.number, referral=one.number)
    return attached(made, number=one.number)
