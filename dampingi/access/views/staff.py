"""The permission page, accounts of one's own unit, and helping whoever cannot sign in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access import actions, queries
from dampingi.access.doors import StaffRequest, needs, proved
from dampingi.access.forms import HelpForm, StaffForm
from dampingi.access.rules import MAY, ROLES, VERBS, Verb


@require_GET
@needs(Verb.SEE_PERMISSIONS)
def permissions(request: StaffRequest) -> HttpResponse:
    """Show what each role may do: the very table that decides."""
    rows = [(words, [(role, verb in MAY[role]) for role in ROLES]) for verb, words in VERBS.items()]
    return render(request, "access/permissions.html", {"roles": list(ROLES.values()), "rows": rows})


@require_http_methods(["GET", "POST"])
@needs(Verb.MANAGE_STAFF)
@proved()
def staff(request: StaffRequest) -> HttpResponse:
    """List the accounts of one's unit, and add one: its owner chooses her password by a code (T-17)."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = actions.add_staff(
            email=data["email"],
            name=data["name"],
            unit=request.user.unit,
            roles=data["roles"],
            password=None,
            sex=data["sex"],
            languages=data["languages"],
            phone=data["phone"],
            by=request.user,
            at=timezone.now(),
        )
        made.alias = data["alias"]
        made.save(update_fields=("alias",))
        code = actions.invite(made, by=request.user, at=timezone.now())
        return render(request, "access/invited.html", {"colleague": made, "code": code})
    rows = queries.staff_of(request.user.unit_id)
    context = {"rows": rows, "form": form, "roles": ROLES}
    return render(request, "access/staff.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Verb.MANAGE_STAFF)
@proved(back="access:staff")
def disable(request: StaffRequest) -> HttpResponse:
    """Close an account of one's unit."""
    found = queries.staff_of(request.user.unit_id).filter(email=request.POST.get("petugas", "")).first()
    if found is None:
        raise Http404
    actions.disable(found, by=request.user, at=timezone.now())
    return redirect("access:staff")


@require_http_methods(["GET", "POST"])
@needs(Verb.HELP_SIGN_IN)
@proved()
def help_sign_in(request: StaffRequest) -> HttpResponse:
    """Give a colleague a code for a new password; take lost factors away. Her password is never seen."""
    colleagues = queries.staff_under(request.user)
    form = HelpForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data["colleague"]
        lost = form.cleaned_data["what"] == "lost"
        code = actions.help_in(found, lost=lost, by=request.user, at=timezone.now())
        return render(request, "access/invited.html", {"colleague": found, "code": code})
    context = {"form": form, "alone": not colleagues}
    return render(request, "access/help.html", context, status=422 if form.errors else 200)
