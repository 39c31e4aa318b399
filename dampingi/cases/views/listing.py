"""The list of cases: filters in the address, views that are kept, pages by cursor."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries, rules
from dampingi.cases.catalog import SHARED, VIEW
from dampingi.cases.models import Case
from dampingi.cases.views.deed import refused
from dampingi.kernel.days import spoken_day
from dampingi.kernel.fields import Field, Group, Kind, clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Refusal
from dampingi.web.sheets import Section, payload_from, screen

Pairs = tuple[tuple[str, str], ...]


@require_GET
@needs(Verb.SEE_CASES)
def cases(request: StaffRequest) -> HttpResponse:
    """List the cases one may see, newest first, as the address asks."""
    return _page(request, request.GET)


@require_POST
@needs(Verb.SEE_CASES)
def save_view(request: StaffRequest) -> HttpResponse:
    """Keep the filters that are on under a name, for oneself or for all of the unit."""
    by, now = request.user, timezone.now()
    said = payload_from(VIEW, request.POST, zone=by.unit.timezone)
    named = clean(VIEW, said, now=now)
    asked = _asked(queries.filters_for(by), request.POST, request)
    if named.problems or queries.read_filters(queries.filters_for(by), asked, at=now).problems:
        return _page(request, request.POST, said=said, problems=named.problems)
    try:
        actions.save_view(asked, name=named.values["name"], shared=SHARED in named.values["for"], by=by, at=now)
    except Refusal as no:
        refused(request, no)
        return _page(request, request.POST, said=said, refusal=no)
    messages.success(request, _("Tampilan disimpan. Tautannya ada di atas daftar."))
    return redirect(address_of(rules.pairs(queries.filters_for(by), asked)))


@require_POST
@needs(Verb.SEE_CASES)
def remove_view(request: StaffRequest, view: str) -> HttpResponse:
    """Take a view away; the list stays as it was filtered."""
    kept = queries.kept_by(request.user).filter(number=read_number(view) or "").first()
    if kept is None:
        raise Http404
    asked = rules.pairs(queries.filters_for(request.user), kept.asked)
    try:
        actions.remove_view(kept, by=request.user, at=timezone.now())
    except Refusal as no:
        refused(request, no)
        return _page(request, QueryDict(urlencode(asked)), refusal=no)
    messages.success(request, _("Tampilan dihapus."))
    return redirect(address_of(asked))


def address_of(pairs: Pairs, **more: str) -> str:
    """Return the address of the list with these filters."""
    query = urlencode((*pairs, *more.items()))
    return reverse("cases:list") + (f"?{query}" if query else "")


def _asked(filters: Group, said: QueryDict, request: StaffRequest) -> dict[str, Any]:
    asked = payload_from(filters, said, zone=request.user.unit.timezone)
    # What an address says twice, where one answer is asked, is neither: it is said, not dropped.
    twice = {f.code: said.getlist(f.code) for f in filters.fields() if f.kind is not Kind.CODES}
    return asked | {code: values for code, values in twice.items() if len(values) > 1}


def _before(request: StaffRequest) -> tuple[datetime, UUID] | None:
    """Return where the last page ended: the case of that number."""
    if number := read_number(request.GET.get("sesudah", "")):
        last = Case.objects.visible_to(request.user, one=True).filter(number=number)
        return last.values_list("received_at", "id").first()
    return None


def _page(
    request: StaffRequest,
    asking: QueryDict,
    *,
    said: Mapping[str, Any] | None = None,
    problems: tuple[Problem, ...] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    by, now = request.user, timezone.now()
    filters = queries.filters_for(by)
    asked = _asked(filters, asking, request)
    read = queries.read_filters(filters, asked, at=now)
    before = _before(request)
    rows, more = queries.case_list(seen_by=by, before=before, where=queries.asked_for(read.values, by=by, at=now))
    pairs = rules.pairs(filters, asked)
    views = [{"view": one, "url": address_of(one.asked), "current": one.asked == pairs} for one in queries.views_for(by)]
    keeps = said is not None or (pairs and not read.problems and not any(one["current"] for one in views))
    context = {
        "rows": rows,
        "more": address_of(pairs, sesudah=rows[-1].number) if more else "",
        "first": address_of(pairs) if before else "",
        "filters": filter_form(filters, asked, read.problems, zone=by.unit.timezone),
        "on": chips(filters, rules.pairs(filters, read.values), pairs),
        "pairs": pairs,
        "views": views,
        "keeping": _keeping(by.supervises, said or {}, problems, zone=by.unit.timezone) if keeps else None,
        "problems": (*read.problems, *problems),
        "refusal": refusal,
    }
    status = HTTPStatus.OK
    if context["problems"]:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif refusal is not None:
        status = HTTPStatus.CONFLICT
    return render(request, "cases/list.html", context, status=status)


def filter_form(filters: Group, asked: Mapping[str, Any], problems: tuple[Problem, ...], *, zone: Any) -> Section:
    """Return the filters as inputs that hold what is asked; what is left open keeps everything."""
    form = screen(filters, asked, problems, zone=zone)
    # A dot once chosen cannot be left open again: one of several is always a list here.
    kinds = {"radios": "select"}
    return replace(form, inputs=[replace(one, empty=_("Semua"), kind=kinds.get(one.kind, one.kind)) for one in form.inputs])


def _keeping(supervises: bool, said: Mapping[str, Any], problems: tuple[Problem, ...], *, zone: Any) -> Section:
    """Return the inputs that keep a view; only a supervisor is asked for whom."""
    items = tuple(item for item in VIEW.items if supervises or item.code != "for")
    return screen(replace(VIEW, items=items), said, problems, zone=zone)


def chips(filters: Group, used: Pairs, pairs: Pairs) -> list[dict[str, Any]]:
    """Return each filter that is on, in words, with the address without it."""
    fields = {field.code: field for field in filters.fields()}
    return [
        {"label": fields[name].label, "words": _words(fields[name], value), "url": address_of(tuple(p for p in pairs if p != (name, value)))}
        for name, value in used
    ]


def _words(field: Field, value: str) -> str:
    return str(field.codes.words[value]) if field.codes else spoken_day(date.fromisoformat(value))
