"""Signing in and out, the permission page, accounts of one's own unit."""

from threading import BoundedSemaphore

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access import actions, queries, throttle
from dampingi.access.actor import act_as
from dampingi.access.doors import StaffRequest, needs, open_to_all
from dampingi.access.forms import SignInForm, StaffForm, UnitForm, UnitPlaceForm
from dampingi.access.models import Staff, Unit
from dampingi.access.rules import MAY, ROLES, VERBS, Verb
from dampingi.audit import actions as audit
from dampingi.places import queries as places
from dampingi.places.models import UnitPlace

# One password check takes a third of a second and 100 MiB: four at a time are enough (ASVS 6.2).
_AT_ONCE = BoundedSemaphore(4)


def _where_to(request: HttpRequest) -> str:
    """Return the page one was going to, when it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if safe and asked.startswith("/") else "/"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@open_to_all("the way in")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; a wrong address and a wrong password get the same answer in the same time."""
    if isinstance(request.user, Staff):
        return redirect(_where_to(request))
    form = SignInForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        staff, error = _checked(request, form)
        if staff is not None:
            login(request, staff)
            act_as(staff)
            translation.activate(staff.language)
            audit.record("signed-in", by=staff, at=timezone.now(), on=staff)
            return redirect(_where_to(request))
    context = {"form": form, "error": error, "next": _where_to(request)}
    return render(request, "access/sign_in.html", context, status=422 if error else 200)


def _checked(request: HttpRequest, form: SignInForm) -> tuple[Staff | None, str]:
    email, now = form.cleaned_data["email"].lower(), timezone.now()
    address = request.META.get("REMOTE_ADDR", "")
    if wait := throttle.must_wait(email, address, at=now):
        seconds = int(wait.total_seconds()) + 1
        return None, _("Terlalu sering salah dari alamat ini. Coba lagi %(n)s detik lagi.") % {"n": seconds}
    with _AT_ONCE:
        staff = authenticate(request, username=email, password=form.cleaned_data["password"])
    if isinstance(staff, Staff):
        throttle.right(email, address)
        return staff, ""
    throttle.wrong(email, address, at=now)
    return None, _("Alamat masuk atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")


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


@require_GET
@needs(Verb.SEE_PERMISSIONS)
def permissions(request: StaffRequest) -> HttpResponse:
    """Show what each role may do: the very table that decides."""
    rows = [(words, [(role, verb in MAY[role]) for role in ROLES]) for verb, words in VERBS.items()]
    return render(request, "access/permissions.html", {"roles": list(ROLES.values()), "rows": rows})


@require_http_methods(["GET", "POST"])
@needs(Verb.MANAGE_STAFF)
def staff(request: StaffRequest) -> HttpResponse:
    """List the accounts of one's unit and the units below it, and add one."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = actions.add_staff(
            email=data["email"],
            name=data["name"],
            unit=request.user.unit,
            roles=data["roles"],
            password=data["password"],
            sex=data["sex"],
            languages=data["languages"],
            phone=data["phone"],
            by=request.user,
            at=timezone.now(),
        )
        made.alias = data["alias"]
        made.save(update_fields=("alias",))
        return redirect("access:staff")
    rows = queries.staff_of(request.user.unit_id)
    context = {"rows": rows, "form": form, "roles": ROLES}
    return render(request, "access/staff.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Verb.MANAGE_STAFF)
def disable(request: StaffRequest) -> HttpResponse:
    """Close an account of one's unit."""
    found = queries.staff_of(request.user.unit_id).filter(email=request.POST.get("petugas", "")).first()
    if found is None:
        raise Http404
    actions.disable(found, by=request.user, at=timezone.now())
    return redirect("access:staff")


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_UNIT)
def unit(request: StaffRequest) -> HttpResponse:
    """Show and change how one's unit works; running clocks stay as they began."""
    own = Unit.objects.get(id=request.user.unit_id)
    form = UnitForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        actions.change_unit(Unit.objects.get(id=own.id), by=request.user, at=timezone.now(), **changed)
        messages.success(request, _("Tersimpan. Tugas yang sudah berjalan tetap; tugas baru mengikuti."))
        return redirect("access:unit")
    own_places = UnitPlace.objects.filter(unit_id=own.id).order_by("name")
    context = {
        "unit": own,
        "form": form,
        "places": [(place.name, places.path_of(place.district_code)) for place in own_places],
        "place_form": UnitPlaceForm(),
    }
    return render(request, "access/unit.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Verb.KEEP_UNIT)
def add_place(request: StaffRequest) -> HttpResponse:
    """Add a place the unit knows by its own name, or take one off the list."""
    unit_id = request.user.unit_id
    if removed := request.POST.get("hapus"):
        UnitPlace.objects.filter(unit_id=unit_id, name=removed).delete()
        return redirect("access:unit")
    form = UnitPlaceForm(request.POST)
    meant = places.resolve(request.POST.get("district", ""), under=request.user.unit.region_code[:2])
    if not form.is_valid() or len(meant) != 1:
        messages.error(request, _("Tempat belum tersimpan: tulis namanya dan satu kecamatan yang dikenal."))
        return redirect("access:unit")
    code = meant[0][0]
    UnitPlace.objects.update_or_create(
        unit_id=unit_id, name=form.cleaned_data["name"].strip(), defaults={"district_code": code[:8]}
    )
    return redirect("access:unit")
