"""What other units refer or offer to this one: the packet and an answer, never the case."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases.models import Case
from dampingi.cases.views.deed import refused
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Refusal
from dampingi.services import actions, queries
from dampingi.services.models import Referral, Transfer
from dampingi.services.rules.referral import BY_PARTNER, REFERRAL_STATES, Move, TransferState, after
from dampingi.web.times import bar


@require_GET
@needs(Verb.RECEIVE_REFERRALS)
def incoming(request: StaffRequest) -> HttpResponse:
    """List what waits for this unit, and what it has handed over: a status, no content."""
    now, staff = timezone.now(), request.user
    context = {
        "referrals": [{"referral": r, "bar": bar(r.sent_at, r.due_at, now)} for r in queries.incoming_referrals(staff)],
        "offers": [{"transfer": t, "bar": bar(t.offered_at, t.due_at, now)} for t in queries.incoming_transfers(staff)],
        "outgoing": queries.outgoing_transfers(staff),
    }
    return render(request, "services/incoming.html", context)


@require_http_methods(["GET", "POST"])
@needs(Verb.RECEIVE_REFERRALS)
def referral(request: StaffRequest, referral: str) -> HttpResponse:
    """Show what may be read of one referral now, and take the unit's answer."""
    found = Referral.objects.select_related("unit").filter(unit_id=request.user.unit_id)
    one, now, refusal = found.filter(number=read_number(referral) or "").first(), timezone.now(), None
    if one is None:
        raise Http404
    asked, words = request.POST.get("answer", ""), request.POST.get("words", "").replace("\x00", "")
    if request.method == "POST" and asked in {str(move) for move in BY_PARTNER}:
        try:
            actions.answer(one, Move(asked), words=words, by=request.user, at=now)
        except Refusal as no:
            refusal = no
            refused(request, no)
        else:
            messages.success(request, _("Jawaban terkirim."))
            return redirect("services:received-referral", referral=one.number)
    context = {
        "received": actions.read_received(one, by=request.user, at=now),
        "referral": one,
        "state": REFERRAL_STATES.words[one.state],
        "answers": [move for move in BY_PARTNER if after(one.state, move)],
        "refusal": refusal,
        "asked": asked,
        "words": words,
    }
    return render(request, "services/partner.html", context, status=409 if refusal else 200)


def _offer(request: StaffRequest, number: str) -> Transfer:
    found = Transfer.objects.select_related("from_unit", "to_unit").filter(to_unit_id=request.user.unit_id)
    one = found.filter(number=read_number(number) or "").first()
    if one is None:
        raise Http404
    return one


@require_GET
@needs(Verb.RECEIVE_REFERRALS)
def offered(request: StaffRequest, transfer: str) -> HttpResponse:
    """Show the note of an offer; the case itself is seen once it is accepted."""
    return _offered(request, _offer(request, transfer))


def _offered(request: StaffRequest, one: Transfer, *, refusal: Refusal | None = None, words: str = "") -> HttpResponse:
    now = timezone.now()
    context = {
        "transfer": one,
        "note": actions.read_note(one, by=request.user, at=now),
        "bar": bar(one.offered_at, one.due_at, now),
        "waits": one.state == TransferState.OFFERED,
        "refusal": refusal,
        "words": words,
    }
    return render(request, "services/offered.html", context, status=409 if refusal else 200)


@require_POST
@needs(Verb.RECEIVE_REFERRALS)
def accept(request: StaffRequest, transfer: str) -> HttpResponse:
    """Take the case over: its duties and its file are this unit's from now on."""
    one = _offer(request, transfer)
    actions.accept(one, by=request.user, at=timezone.now())
    messages.success(request, _("Diterima. Kasus dan semua tugasnya sekarang milik unit ini; tugaskan pendampingnya."))
    return redirect("cases:companions", number=Case.objects.visible_to(request.user, one=True).get(id=one.case_id).number)


@require_POST
@needs(Verb.RECEIVE_REFERRALS)
def decline(request: StaffRequest, transfer: str) -> HttpResponse:
    """Say no with a reason."""
    one, words = _offer(request, transfer), request.POST.get("words", "").replace("\x00", "")
    try:
        actions.decline(one, reason=words, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        return _offered(request, one, refusal=no, words=words)
    messages.success(request, _("Ditolak. Unit pengirim tetap memegang kasusnya dan diberi tahu."))
    return redirect("services:incoming")
