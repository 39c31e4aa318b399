"""The one page of a partner without an account: a code, then the packet and an answer (U-01 to U-09, T-17)."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dampingi.kernel.refusals import Refusal
from dampingi.services import actions
from dampingi.services.models import Referral
from dampingi.services.rules.referral import BY_PARTNER, REFERRAL_STATES, Move, after
from dampingi.web.doors import open_to_all

_KEPT = "k"
_LONGEST = 20_000


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("a partner without an account reads one packet by a link and a code")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code, or show what may be read now; the same page for unknown, expired and taken back.

    Reading the address consumes nothing and shows nothing: only a code that is sent opens it.
    """
    now = timezone.now()
    kept = request.session.get(_KEPT) if request.session.session_key else None
    entered = actions.enter(token, str(kept), at=now) if kept else None
    if entered is not None:
        referral, partner = entered
        return _inside(request, referral, partner)
    error = ""
    if request.method == "POST" and "kode" in request.POST:
        address = request.META.get("REMOTE_ADDR", "")
        secret = actions.open_link(token, request.POST.get("kode", "")[:40], address=address, at=now)
        if secret:
            request.session.cycle_key()
            request.session[_KEPT] = secret
            return redirect(reverse("services:partner", args=[token]))
        error = _("Kode tidak cocok, sudah dipakai, atau halaman ini tidak berlaku lagi. Telepon yang mengirim tautan ini.")
    return render(request, "services/partner_code.html", {"error": error}, status=422 if error else 200)


def _inside(request: HttpRequest, referral: Referral, partner: actions.Partner) -> HttpResponse:
    now, refusal = timezone.now(), None
    asked, words = request.POST.get("answer", ""), request.POST.get("words", "").replace("\x00", "")[:_LONGEST]
    if request.method == "POST" and asked in {str(move) for move in BY_PARTNER}:
        try:
            actions.answer(referral, Move(asked), words=words, by=partner, at=now)
        except Refusal as no:
            refusal = no
        else:
            return redirect(request.path)
    context: Mapping[str, object] = {
        "received": actions.read_received(referral, by=partner, at=now),
        "referral": referral,
        "state": REFERRAL_STATES.words[referral.state],
        "answers": [move for move in BY_PARTNER if after(referral.state, move)],
        "refusal": refusal,
        "asked": asked,
        "words": words,
    }
    return render(request, "services/partner.html", context, status=409 if refusal else 200)
