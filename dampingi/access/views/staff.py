"""The permission page, accounts of one's own unit, and helping whoever cannot sign in."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access import actions, queries
from dampingi.access.doors import StaffRequest, needs, proved
from dampingi.access.forms import HelpForm, StaffForm
from dampingi.access.models import Staff
from dampingi.access.rules import (
    MAY,
    ROLES,
    VERBS,
    Role,
    Verb,
    doubts_about_roles,
    obstacles_to_closing_account,
    obstacles_to_roles,
)
from dampingi.kernel.refusals import Refusal


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
            institution=data["institution"],
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
    return _staff_page(request, form, status=422 if form.errors else 200)


def _staff_page(request: StaffRequest, form: StaffForm, *, status: int, **more: Any) -> HttpResponse:
    """Show who works here, and what would stand in the way of changing her roles or closing her account."""
    unit = list(queries.staff_of(request.user.unit_id))
    held = queries.held_by([one.id for one in unit])
    rows = []
    for one in unit:
        facts = queries.facts_among(one.id, unit, by_id=request.user.id)
        rows.append(
            {
                "one": one,
                "held": held.get(one.id),
                "in_the_way": obstacles_to_roles(facts, facts.roles),
                "closing": obstacles_to_closing_account(facts),
                "doubts": doubts_about_roles(facts, ()),
                "may_help": request.user.may(Verb.HELP_SIGN_IN) and not facts.own and one.is_active,
            }
        )
    hands_over = request.user.may(Verb.ASSIGN)
    context = {"rows": rows, "form": form, "roles": ROLES, "hands_over": hands_over, **more}
    return render(request, "access/staff.html", context, status=status)


def _colleague(request: StaffRequest) -> Staff:
    found = queries.staff_of(request.user.unit_id).filter(email=request.POST.get("petugas", "")).first()
    if found is None:
        raise Http404
    return found


def _refused(request: StaffRequest, found: Staff, refusal: Refusal, asked: Sequence[str]) -> HttpResponse:
    request.refused = refusal  # type: ignore[attr-defined]  # config.refused remembers it
    more = {"refusal": refusal, "about": found, "asked": asked}
    return _staff_page(request, StaffForm(), status=409, **more)


@require_POST
@needs(Verb.MANAGE_STAFF)
@proved(back="access:staff")
def roles(request: StaffRequest) -> HttpResponse:
    """Give a colleague other roles: her sessions end, and her next one is what she does now."""
    found = _colleague(request)
    asked = [role.value for role in Role if role.value in request.POST.getlist("peran")]
    was = request.POST["dulu"].split() if "dulu" in request.POST else None
    if was is not None and set(asked) == set(found.roles) == set(was):
        messages.success(request, _("Tidak ada yang berubah."))
        return redirect("access:staff")
    doubts = doubts_about_roles(actions.staff_facts(found, by=request.user), asked)
    try:
        actions.change_roles(found, asked, was=was, by=request.user, at=timezone.now())
    except Refusal as no:
        return _refused(request, found, no, asked)
    messages.success(request, _("Peran diubah. Sesinya berakhir; ia masuk lagi dengan peran yang baru."))
    for doubt in doubts:
        messages.warning(request, str(doubt.words))
    return redirect("access:staff")


@require_POST
@needs(Verb.MANAGE_STAFF)
@proved(back="access:staff")
def disable(request: StaffRequest) -> HttpResponse:
    """Close an account of one's unit."""
    found = _colleague(request)
    try:
        actions.disable(found, by=request.user, at=timezone.now())
    except Refusal as no:
        return _refused(request, found, no, found.roles)
    messages.success(request, _("Akun ditutup. Sesinya berakhir sekarang."))
    if found.id in queries.held_by([found.id]):
        messages.warning(request, _("Kasus dan tugasnya masih atas namanya: minta supervisor kasus menyerahkannya sekarang."))
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
