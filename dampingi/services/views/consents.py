"""Recording her answers; pausing and withdrawing with one quiet button (H-07, H-10)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases.views.deed import SheetDeed, case_of, keeps_typing, now_in, on_sheet
from dampingi.kernel.ids import read_number
from dampingi.services import actions, queries
from dampingi.services.catalog.consent import CONSENT
from dampingi.services.models import Consent
from dampingi.services.rules.consent import EXPLAINED, TEXT_VERSION


@keeps_typing(CONSENT)
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_CONSENT)
def write(request: StaffRequest, number: str) -> HttpResponse:
    """Explain, ask, and keep her answers; everything that stands in the way is said at once."""
    found, now = case_of(request, number), timezone.now()
    day = timezone.localdate(timezone=request.user.unit.timezone)
    providers, units = queries.recipients_for(found, day=day)
    asked = request.GET.get("kepada", "")

    def deed(said: Mapping[str, Any]) -> None:
        actions.record_consent(found, said, by=request.user, at=now)

    what = SheetDeed(
        sheet=CONSENT,
        template="services/consent.html",
        deed=deed,
        done=_("Jawabannya tersimpan dan berlaku sekarang."),
        then=reverse("services:referrals", args=[found.number]),
        start={
            "when": now_in(request),
            "recipient": asked,
            "purposes": ["share"] if asked else [],
            "how": {"language": next(iter(found.victim.languages), "")},
            "adult": {"speaker": "self"},
        },
        shows={
            "explained": EXPLAINED,
            "text_version": TEXT_VERSION,
            "providers": providers,
            "units": units,
            "guardians": [(key, words) for key, (_person, words) in queries.guardians_for(found).items()],
            "child": found.victim.is_child is not False,
        },
    )
    return on_sheet(request, found, what)


def _one(request: StaffRequest, number: str, consent: str) -> Consent:
    found = case_of(request, number)
    one = Consent.objects.filter(case=found, number=read_number(consent) or "").first()
    if one is None:
        raise Http404
    one.case = found
    return one


def _deed(request: StaffRequest, number: str, consent: str, deed: Callable[..., None], done: str) -> HttpResponse:
    one = _one(request, number, consent)
    deed(one, by=request.user, at=timezone.now())
    messages.success(request, done)
    return redirect("services:referrals", number=one.case.number)


@require_POST
@needs(Verb.KEEP_CONSENT)
def pause(request: StaffRequest, number: str, consent: str) -> HttpResponse:
    """Pause one answer at once."""
    return _deed(request, number, consent, actions.pause_consent, _("Dijeda. Mulai sekarang tidak ada yang terbaca."))


@require_POST
@needs(Verb.KEEP_CONSENT)
def resume(request: StaffRequest, number: str, consent: str) -> HttpResponse:
    """Take one answer up again, by her word."""
    return _deed(request, number, consent, actions.resume_consent, _("Dilanjutkan atas kehendaknya."))


@require_POST
@needs(Verb.KEEP_CONSENT)
def withdraw(request: StaffRequest, number: str, consent: str) -> HttpResponse:
    """End one answer for good, at once."""
    return _deed(request, number, consent, actions.withdraw_consent, _("Ditarik. Hanya jawaban baru yang membukanya lagi."))


@require_POST
@needs(Verb.KEEP_CONSENT)
def pause_all(request: StaffRequest, number: str) -> HttpResponse:
    """Pause all sharing that rests on her consent, at once."""
    found = case_of(request, number)
    actions.pause_sharing(found, by=request.user, at=timezone.now())
    messages.success(request, _("Semua berbagi atas persetujuannya dijeda. Pendampingan tetap berjalan."))
    return redirect("services:referrals", number=found.number)
