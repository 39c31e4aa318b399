"""One's own account: second factors, recovery codes, where one is signed in, the password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access import actions, factors, passwords, queries, throttle
from dampingi.access.doors import PROVED, StaffRequest, needs, owes_factor, proved
from dampingi.access.forms import CodeForm, PasswordForm, ProveForm
from dampingi.access.rules import Verb
from dampingi.access.views.way_in import address_of, second_of, too_often, where_to

_WAITING = "waiting-secret"  # in the session, sealed: the app's secret until its first code
_SECURITY = "access:security"


def _stay(request: StaffRequest) -> None:
    """Go on in this browser after every session has ended, under a new key."""
    request.user.refresh_from_db(fields=("password", "session_round"))
    update_session_auth_hash(request, request.user)


def _show_codes(request: StaffRequest, codes: list[str]) -> HttpResponse:
    """Show new recovery codes, this once; without any, go back to the page of the account."""
    if not codes:
        messages.success(request, _("Tersimpan. Semua perangkat lain sudah dikeluarkan."))
        return redirect(_SECURITY)
    groups = [" ".join((code[:4], code[4:8], code[8:])) for code in codes]
    return render(request, "access/codes.html", {"codes": groups})


@require_GET
@needs(Verb.KEEP_OWN_ACCOUNT)
def security(request: StaffRequest) -> HttpResponse:
    """Show what protects one's account, what happened to it, and what to do when a phone is lost."""
    staff, now = request.user, timezone.now()
    context = {
        "factors": queries.own_factors(staff),
        "codes_left": factors.codes_left(staff),
        "owes": owes_factor(staff),
        "places": queries.signed_in_places(staff, here=request.session.digest, at=now),  # type: ignore[attr-defined]  # our own store
        "story": queries.account_story(staff),
        "rp_id": settings.DAMPINGI_RP_ID,
        "origin": settings.DAMPINGI_ORIGIN,
    }
    return render(request, "access/security.html", context)


# -- showing again who one is ---------------------------------------------------------------------


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_OWN_ACCOUNT)
def prove(request: StaffRequest) -> HttpResponse:
    """Ask for the password and the code once more, before something that matters."""
    form = ProveForm(request.POST or None, asks_code=request.user.has_factor)
    error = ""
    if request.method == "POST" and form.is_valid():
        error = _wrong(request, form.cleaned_data)
        if not error:
            return _proved(request)
    context = {"form": form, "error": error, "next": where_to(request), "rp_id": settings.DAMPINGI_RP_ID}
    return render(request, "access/prove.html", context, status=422 if error else 200)


def _wrong(request: StaffRequest, data: dict[str, Any]) -> str:
    """Return why it is not her, in words; nothing where it is."""
    staff, address, now = request.user, address_of(request), timezone.now()
    if wait := throttle.must_wait(staff.email, address, at=now):
        return too_often(wait.total_seconds())
    try:
        owner = passwords.owner_of(request, staff.email, data["password"])
    except passwords.Busy:
        return _("Sedang banyak yang masuk. Coba lagi sebentar lagi.")
    if owner == staff and (not staff.has_factor or second_of(request, staff, data.get("code", ""))):
        throttle.right(staff.email, address)
        return ""
    throttle.wrong(staff.email, address, at=now)
    return _("Kata sandi atau kode tidak cocok.")


@require_POST
@needs(Verb.KEEP_OWN_ACCOUNT)
def prove_passkey(request: StaffRequest) -> HttpResponse:
    """Take a passkey instead."""
    try:
        factors.takes_passkey(request.POST.get("answer", ""), staff=request.user, at=timezone.now())
    except factors.NotAKey:
        messages.error(request, _("Kunci sandi tidak cocok atau batal dipakai."))
        return redirect(_SECURITY)
    return _proved(request)


def _proved(request: StaffRequest) -> HttpResponse:
    request.session[PROVED] = timezone.now().timestamp()
    return redirect(where_to(request))


# -- second factors -------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_OWN_ACCOUNT)
@proved()
def app_code(request: StaffRequest) -> HttpResponse:
    """Show the secret as a picture and as text; take it when the app gives its first code."""
    staff, now = request.user, timezone.now()
    secret = factors.read_secret(staff, request.session.get(_WAITING, ""))
    if secret is None:
        secret, request.session[_WAITING] = factors.new_secret(staff)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        used = factors.counter_of(secret, form.cleaned_data["code"], at=now)
        if used is not None:
            del request.session[_WAITING]
            codes = actions.add_totp(staff, secret, used=used, by=staff, at=now)
            _stay(request)
            return _show_codes(request, codes)
        form.add_error("code", _("Kode ini tidak cocok. Periksa jam HP, lalu ketik kode yang baru muncul."))
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    context = {"form": form, "secret": " ".join(groups), "address": staff.email}
    return render(request, "access/app_code.html", context, status=422 if form.errors else 200)


@require_GET
@needs(Verb.KEEP_OWN_ACCOUNT)
@proved()
def app_picture(request: StaffRequest) -> HttpResponse:
    """Return the waiting secret as a QR picture; 404 where none waits."""
    secret = factors.read_secret(request.user, request.session.get(_WAITING, ""))
    if secret is None:
        raise Http404
    picture = factors.picture_of(factors.address_of(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")


@require_POST
@needs(Verb.KEEP_OWN_ACCOUNT)
@proved(back=_SECURITY)
def passkey_begin(request: StaffRequest) -> HttpResponse:
    """Return what a browser needs to make a passkey."""
    return JsonResponse(factors.ask_new_passkey(request.user))


@require_POST
@needs(Verb.KEEP_OWN_ACCOUNT)
@proved(back=_SECURITY)
def passkey_add(request: StaffRequest) -> HttpResponse:
    """Keep the passkey the browser made."""
    staff, now = request.user, timezone.now()
    name = request.POST.get("name", "").strip()[:40] or _("Kunci sandi")
    try:
        codes = actions.add_passkey(staff, request.POST.get("answer", ""), name=name, by=staff, at=now)
    except factors.NotAKey:
        messages.error(request, _("Kunci sandi belum terpasang: batal, atau sudah terpasang sebelumnya."))
        return redirect(_SECURITY)
    _stay(request)
    return _show_codes(request, codes)


@require_POST
@needs(Verb.KEEP_OWN_ACCOUNT)
@proved(back=_SECURITY)
def remove_factor(request: StaffRequest) -> HttpResponse:
    """Take one of one's own factors away."""
    staff, now = request.user, timezone.now()
    which = request.POST.get("langkah", "")
    required = bool(settings.DAMPINGI_MFA_REQUIRED)
    if not which.isdigit() or not actions.remove_factor(staff, int(which), required=required, by=staff, at=now):
        messages.error(request, _("Langkah kedua ini sudah tidak ada."))
        return redirect(_SECURITY)
    _stay(request)
    messages.success(request, _("Langkah kedua dihapus. Semua perangkat lain sudah dikeluarkan."))
    return redirect(_SECURITY)


@require_POST
@needs(Verb.KEEP_OWN_ACCOUNT)
@proved(back=_SECURITY)
def new_codes(request: StaffRequest) -> HttpResponse:
    """Make new recovery codes; the old ones are void."""
    now = timezone.now()
    codes = actions.add_codes(request.user, by=request.user, at=now)
    _stay(request)
    return _show_codes(request, codes)


# -- where one is signed in, and the password -----------------------------------------------------


@require_POST
@needs(Verb.KEEP_OWN_ACCOUNT)
def end_session(request: StaffRequest) -> HttpResponse:
    """End one session of one's own, or all but this."""
    staff, now = request.user, timezone.now()
    handle = request.POST.get("perangkat", "")
    if handle == "lain":
        actions.end_sessions(staff, by=staff, at=now)
        _stay(request)
    elif digest := queries.session_digest(staff, handle):
        actions.end_session(staff, digest, by=staff, at=now)
    messages.success(request, _("Perangkat itu sudah dikeluarkan."))
    return redirect(_SECURITY)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_OWN_ACCOUNT)
@proved()
def password(request: StaffRequest) -> HttpResponse:
    """Choose another password; every other browser is signed out."""
    staff = request.user
    form = PasswordForm(request.POST or None, staff=staff)
    if request.method == "POST" and form.is_valid():
        error = _changed(request, form.cleaned_data)
        if not error:
            _stay(request)
            messages.success(request, _("Kata sandi diganti. Semua perangkat lain sudah dikeluarkan."))
            return redirect(_SECURITY)
        form.add_error("current", error)
    return render(request, "access/password.html", {"form": form}, status=422 if form.errors else 200)


def _changed(request: StaffRequest, data: dict[str, Any]) -> str:
    """Change the password; return why not, in words."""
    try:
        if error := _wrong_password(request, data["current"]):
            return error
        with passwords.one_at_a_time():
            actions.change_password(request.user, data["password"], by=request.user, at=timezone.now())
    except passwords.Busy:
        return _("Sedang banyak yang masuk. Coba lagi sebentar lagi.")
    return ""


def _wrong_password(request: StaffRequest, typed: str) -> str:
    staff, address, now = request.user, address_of(request), timezone.now()
    if wait := throttle.must_wait(staff.email, address, at=now):
        return too_often(wait.total_seconds())
    if passwords.owner_of(request, staff.email, typed) == staff:
        throttle.right(staff.email, address)
        return ""
    throttle.wrong(staff.email, address, at=now)
    return _("Kata sandi sekarang tidak cocok.")
