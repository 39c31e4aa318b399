"""The way in: a password with a code, or a passkey; an invitation; the way out."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access import actions, factors, passwords, throttle
from dampingi.access.actor import act_as
from dampingi.access.doors import open_to_all
from dampingi.access.factors import Kind
from dampingi.access.forms import InvitationForm, SignInForm
from dampingi.access.models import Device, Staff
from dampingi.access.queries import PHONE
from dampingi.audit import actions as audit


def where_to(request: HttpRequest) -> str:
    """Return the page one was going to, when it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if safe and asked.startswith("/") else "/"


def address_of(request: HttpRequest) -> str:
    """Return from where somebody asks."""
    return str(request.META.get("REMOTE_ADDR", ""))


def too_often(seconds: float) -> str:
    """Return how long this address waits, in words."""
    return _("Terlalu sering salah dari alamat ini. Coba lagi %(n)s detik lagi.") % {"n": int(seconds) + 1}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@open_to_all("the way in")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; a wrong address, password or code get the same answer in the same time."""
    if isinstance(request.user, Staff):
        return redirect(where_to(request))
    form = SignInForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            answer = _checked(request, form)
        except passwords.Busy:
            return _sign_in_page(request, form, _("Sedang banyak yang masuk. Coba lagi sebentar lagi."), status=503)
        if isinstance(answer, HttpResponse):
            return answer
        error = answer
    return _sign_in_page(request, form, error, status=422 if error else 200)


def _sign_in_page(request: HttpRequest, form: SignInForm, error: str = "", *, status: int = 200) -> HttpResponse:
    context = {"form": form, "error": error, "next": where_to(request), "rp_id": settings.DAMPINGI_RP_ID}
    return render(request, "access/sign_in.html", context, status=status)


def _checked(request: HttpRequest, form: SignInForm) -> HttpResponse | str:
    email, address, now = form.cleaned_data["email"].lower(), address_of(request), timezone.now()
    if wait := throttle.must_wait(email, address, at=now):
        return too_often(wait.total_seconds())
    staff = passwords.owner_of(request, email, form.cleaned_data["password"])
    if staff is not None and (how := second_of(request, staff, form.cleaned_data["code"])):
        throttle.right(email, address)
        return enter(request, staff, how=how)
    throttle.wrong(email, address, at=now)
    return _(
        "Alamat masuk, kata sandi, atau kode tidak cocok. Periksa semuanya. "
        "Bila yakin benar, tunggu satu menit, lalu coba lagi."
    )


def second_of(request: HttpRequest, staff: Staff, code: str) -> Kind | None:
    """Return by which second factor she comes, or None where she has one and does not show it.

    Whoever has none comes in by her password: where one is owed, to the pages that give her one.
    """
    now = timezone.now()
    if not staff.has_factor:
        return Kind.NONE
    slowed = throttle.code_must_wait(staff.email, at=now) and not _knows(request, staff)
    if not slowed and (kind := factors.accepts(staff, code, at=now)):
        return kind
    again = throttle.wrong_code(staff.email, at=now)
    actions.wrong_second_factor(staff, again=again, by=staff, at=now)
    return None


def enter(request: HttpRequest, staff: Staff, *, how: Kind, to: str = "") -> HttpResponse:
    """Let somebody in who showed who she is; remember the browser she came with."""
    now = timezone.now()
    known = _knows(request, staff)
    new_device = not known and Device.objects.filter(staff_id=staff.id).exists()
    login(request, staff)
    request.session[PHONE] = "Mobi" in request.headers.get("User-Agent", "")
    act_as(staff)
    translation.activate(staff.language)
    actions.signed_in(staff, how=how.value, new_device=new_device, by=staff, at=now)
    answer = redirect(to or where_to(request))
    _remember(request, answer, staff)
    return answer


def _device(staff: Staff, cookie: str) -> bytes:
    return hashlib.sha256(f"{staff.id}|{cookie}".encode()).digest()


def _knows(request: HttpRequest, staff: Staff) -> bool:
    cookie = request.COOKIES.get(settings.DAMPINGI_DEVICE_COOKIE, "")
    return bool(cookie) and Device.objects.filter(digest=_device(staff, cookie)).exists()


def _remember(request: HttpRequest, answer: HttpResponse, staff: Staff) -> None:
    """Keep this browser known; the cookie opens nothing, it only spares its bearer a wait."""
    cookie = request.COOKIES.get(settings.DAMPINGI_DEVICE_COOKIE) or secrets.token_urlsafe(16)
    row = {"staff_id": staff.id, "seen_at": timezone.now()}
    Device.objects.update_or_create(digest=_device(staff, cookie), defaults=row)
    answer.set_cookie(
        settings.DAMPINGI_DEVICE_COOKIE,
        cookie,
        max_age=int(throttle.DEVICE_KNOWN.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


@require_POST
@open_to_all("asks a browser for a passkey; says nothing of anybody")
def passkey_ask(request: HttpRequest) -> HttpResponse:
    """Return what a browser needs to use a passkey; the challenge counts for this session alone."""
    staff = request.user if isinstance(request.user, Staff) else None
    return JsonResponse(factors.ask_passkey(staff))


@require_POST
@open_to_all("the way in by a passkey")
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey, which is both: something she has, and her finger or PIN. Never slowed (A-22)."""
    if isinstance(request.user, Staff):
        return redirect(where_to(request))
    try:
        staff = factors.takes_passkey(request.POST.get("answer", ""), at=timezone.now())
    except factors.NotAKey:
        error = _("Kunci sandi tidak cocok atau batal dipakai. Coba lagi, atau masuk dengan kata sandi.")
        return _sign_in_page(request, SignInForm(), error, status=422)
    return enter(request, staff, how=Kind.PASSKEY)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@open_to_all("the way in by an invitation; looking uses nothing up")
def invitation(request: HttpRequest) -> HttpResponse:
    """Choose a password by a code, once; whatever does not fit gets the same answer."""
    if isinstance(request.user, Staff):
        return redirect("access:security")
    form = InvitationForm(request.POST if request.method == "POST" else None)
    error = ""
    if form.is_valid():
        answer = _invited(request, form)
        if isinstance(answer, HttpResponse):
            return answer
        error = answer
    status = 422 if error or form.errors else 200
    return render(request, "access/invitation.html", {"form": form, "error": error}, status=status)


def _invited(request: HttpRequest, form: InvitationForm) -> HttpResponse | str:
    data, address, now = form.cleaned_data, address_of(request), timezone.now()
    if wait := throttle.must_wait(data["email"], address, at=now):
        return too_often(wait.total_seconds())
    try:
        with passwords.one_at_a_time():
            staff = actions.accept_invitation(
                email=data["email"], code=data["invitation"], second=data["code"], password=data["password"], at=now
            )
    except passwords.Busy:
        return _("Sedang banyak yang masuk. Coba lagi sebentar lagi.")
    if staff is not None:
        return enter(request, staff, how=Kind.NONE, to="access:security")
    throttle.wrong(data["email"], address, at=now)
    return _(
        "Alamat atau kode tidak cocok, atau masa kode undangan habis. Periksa keduanya, atau minta kode undangan baru."
    )


@require_POST
@open_to_all("the way out; ends only one's own session")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, Staff):
        audit.record("signed-out", by=request.user, at=timezone.now(), on=request.user)
    logout(request)
    answer = redirect("access:sign-in")
    answer["Clear-Site-Data"] = '"cache"'
    return answer
