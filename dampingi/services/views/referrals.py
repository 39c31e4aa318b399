"""Referring: what the recipient will read stands on the page before anything is sent."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, on_sheet, refused
from dampingi.cases.views.file import frame_of
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Refusal
from dampingi.places import rules as places
from dampingi.services import actions, queries
from dampingi.services.catalog.consent import REFERRAL
from dampingi.services.models import Referral
from dampingi.services.rules.referral import BY_PARTNER, Move, after, obstacles_to_referring
from dampingi.services.views.agreed import referral_row

_ANSWER_WITHIN = timedelta(days=3)


def referral_of(found: Case, number: str) -> Referral:
    """Return one referral of a case; there is nothing else."""
    rows = Referral.objects.filter(case=found).select_related("provider", "unit", "instead_of")
    one = rows.filter(number=read_number(number) or "").first()
    if one is None:
        raise Http404
    one.case = found
    return one


@keeps_typing(REFERRAL)
@require_http_methods(["GET", "POST"])
@needs(Verb.REFER)
def write(request: StaffRequest, number: str) -> HttpResponse:
    """Choose whom, what for and which parts; show what would be read; then send."""
    found, now = case_of(request, number), timezone.now()
    day = timezone.localdate(timezone=request.user.unit.timezone)
    asked = request.POST.get("ganti") or request.GET.get("ganti", "")
    earlier = referral_of(found, asked) if asked else None
    providers, units = queries.recipients_for(found, day=day)
    seeker = places.Seeker(found.victim.sex, found.victim.age_at_report, found.victim.disability)

    def deed(said: Mapping[str, Any]) -> None:
        actions.refer(found, said, instead_of=earlier, by=request.user, at=now)

    def preview(said: Mapping[str, Any]) -> Mapping[str, Any]:
        to = queries.recipient_of(said.get("recipient") or "")
        facts = actions.referral_facts(found, said, instead_of=earlier, at=now)
        obstacles = obstacles_to_referring(facts)
        may_not = places.reasons_it_may_not_serve(to.provider.serves, seeker) if to and to.provider else ()
        old = bool(to and to.provider and places.is_old(to.provider.confirmed_on, day))
        return {
            "packet": actions.preview(found, said, by=request.user, at=now),
            "to": to,
            "in_the_way": obstacles,
            "may_not_serve": may_not,
            "old": old,
        }

    start: dict[str, Any] = {"basis": "consent", "due_on": (day + _ANSWER_WITHIN).isoformat()}
    if earlier:
        start |= {"service": earlier.service, "parts": earlier.asked, "basis": earlier.basis}
        start["request"] = actions.read_words(earlier).get("request", "")
    what = SheetDeed(
        sheet=REFERRAL,
        template="services/refer.html",
        deed=deed,
        preview=preview,
        done=_("Dirujuk. Kasus dan tugasnya tetap di sini; hasilnya ditunggu."),
        then=reverse("services:referrals", args=[found.number]),
        start=start,
        shows={"providers": providers, "units": units, "earlier": earlier},
    )
    return on_sheet(request, found, what)


@require_http_methods(["GET", "POST"])
@needs(Verb.REFER)
def referral(request: StaffRequest, number: str, referral: str) -> HttpResponse:
    """Show one referral, its links and its answer; write down an answer that came by telephone."""
    found, now = case_of(request, number), timezone.now()
    one, refusal = referral_of(found, referral), None
    asked, words = request.POST.get("answer", ""), request.POST.get("words", "").replace("\x00", "")
    if request.method == "POST" and asked in {str(move) for move in BY_PARTNER}:
        try:
            actions.answer(one, Move(asked), words=words, by=request.user, at=now)
        except Refusal as no:
            refusal = no
            refused(request, no)
        else:
            messages.success(request, _("Jawaban tercatat."))
            return redirect("services:referral", number=found.number, referral=one.number)
    cases.look(found, by=request.user, at=now)
    return _shown(request, found, one, refusal=refusal, words=words, asked=asked)


def _shown(request: StaffRequest, found: Case, one: Referral, *, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    now = timezone.now()
    context = {
        **frame_of(request, found, "services:referrals"),
        **referral_row(one, now),
        "said": actions.read_words(one),
        "came_back": actions.read_answer(one),
        "answers": [move for move in BY_PARTNER if after(one.state, move)],
        "may_print": one.is_open and found.erased_at is None and request.user.may(Verb.MAKE_DOCUMENTS),
        "can_end": after(one.state, Move.REVOKE) is not None,
        "refusal": refusal,
        **more,
    }
    return render(request, "services/referral.html", context, status=409 if refusal else 200)


@require_POST
@needs(Verb.REFER)
def revoke(request: StaffRequest, number: str, referral: str) -> HttpResponse:
    """Take a referral back at once."""
    found = case_of(request, number)
    actions.revoke(referral_of(found, referral), by=request.user, at=timezone.now())
    messages.success(request, _("Dibatalkan. Tidak ada lagi yang terbaca."))
    return redirect("services:referrals", number=found.number)


@require_POST
@needs(Verb.REFER)
def told(request: StaffRequest, number: str, referral: str) -> HttpResponse:
    """Note that she was told what was shared in danger."""
    found = case_of(request, number)
    actions.told_her(referral_of(found, referral), by=request.user, at=timezone.now())
    messages.success(request, _("Tercatat: ia sudah diberi tahu."))
    return redirect("services:referrals", number=found.number)


@require_POST
@needs(Verb.REFER)
def link(request: StaffRequest, number: str, referral: str) -> HttpResponse:
    """Make a link and its code; both are shown on this answer and never again."""
    found = case_of(request, number)
    one = referral_of(found, referral)
    shown = actions.make_link(one, by=request.user, at=timezone.now())
    address = request.build_absolute_uri(reverse("services:partner", args=[shown.token]))
    return _shown(request, found, referral_of(found, referral), address=address, code=shown.code)


@require_POST
@needs(Verb.REFER)
def code(request: StaffRequest, number: str, referral: str) -> HttpResponse:
    """Make another code for the living link; it is shown on this answer and never again."""
    found = case_of(request, number)
    one = referral_of(found, referral)
    shown = actions.new_code(one, by=request.user, at=timezone.now())
    return _shown(request, found, one, code=shown.code)


@require_POST
@needs(Verb.REFER)
def close_links(request: StaffRequest, number: str, referral: str) -> HttpResponse:
    """Close the partner's way in at once."""
    found = case_of(request, number)
    actions.revoke_links(referral_of(found, referral), by=request.user, at=timezone.now())
    messages.success(request, _("Tautan ditutup."))
    return redirect("services:referral", number=found.number, referral=referral_of(found, referral).number)
