"""The national record without typing twice: a page to retype from, and tables of one case and of one month."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs, proved
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases import queries as found_in
from dampingi.cases.models import Case
from dampingi.cases.views.deed import case_of
from dampingi.cases.views.file import frame_of
from dampingi.kernel.ids import spoken
from dampingi.kernel.words import Words
from dampingi.services import actions
from dampingi.services.catalog.simfoni import COLUMNS, SECTIONS, Section
from dampingi.services.queries.simfoni import cases_of_month, records_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Names = Mapping[UUID, Mapping[str, str]]
_NOBODY: Names = {}
_PARTY = "party_"


def _block(section: Section, row: Mapping[str, str], known: Mapping[str, str] | None, title: Words | None = None) -> dict[str, Any]:
    """Return one part of the record: labels and values in their order, names veiled until they are opened."""
    cells = []
    for column in COLUMNS:
        if column.section is not section:
            continue
        veiled = column.identity and known is None
        source = known or {} if column.identity else row
        value = source.get(column.code.removeprefix(_PARTY) if column.identity else column.code, "")
        cells.append({"code": column.code, "label": column.label, "value": value, "veiled": veiled, "long": column.told})
    return {"title": title or SECTIONS[section], "cells": cells}


def _shown(request: StaffRequest, found: Case, opened: Names | None) -> HttpResponse:
    [record] = records_of([found], zone=request.user.unit.timezone)
    main = {**record.main, "narrative": found_in.narrative_of(found.report)}

    def known(person: UUID) -> Mapping[str, str] | None:
        return None if opened is None else opened.get(person, {})

    blocks = [
        _block(Section.CASE, main, None),
        _block(Section.VICTIM, main, known(found.victim_id)),
        *(_block(Section.PARTY, row, known(person)) for person, row in record.parties),
        _block(Section.REPORTER, main, None),
        *(_block(Section.SERVICE, row, None) for row in record.services),
    ]
    context = {
        **frame_of(request, found, "services:given"),
        "blocks": blocks,
        "opened": opened is not None,
        "may_reveal": request.user.may(Verb.REVEAL) and not found.erased_at,
        "may_export": request.user.may(Verb.EXPORT_RECORD) and not found.erased_at,
    }
    return render(request, "services/record.html", context)


@require_GET
@needs(Verb.SEE_CASES)
def page(request: StaffRequest, number: str) -> HttpResponse:
    """Show a case in Simfoni's order and words, each value ready to be copied; names veiled."""
    found = case_of(request, number)
    cases.look(found, by=request.user, at=timezone.now())
    return _shown(request, found, None)


@require_POST
@needs(Verb.REVEAL)
def names(request: StaffRequest, number: str) -> HttpResponse:
    """Show the same with names opened; the ledger remembers who looked, and for what."""
    found, now = case_of(request, number), timezone.now()
    [record] = records_of([found], zone=request.user.unit.timezone)
    opened = actions.reveal_for_record(found, [person for person, _ in record.parties], by=request.user, at=now)
    return _shown(request, found, opened)


def _table(name: str, body: bytes) -> HttpResponse:
    answer = HttpResponse(body, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="rekap-{name}.xlsx"'
    return answer


@require_POST
@needs(Verb.EXPORT_RECORD)
@proved(back="services:record")
def table(request: StaffRequest, number: str) -> HttpResponse:
    """Hand out the table of one case: no name, no free words."""
    found = case_of(request, number)
    return _table(spoken(found.number), actions.export_record([found], by=request.user, at=timezone.now()))


def _month(text: str, today: date) -> date:
    """Return the first day of the month asked for; last month's when none is named."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


@require_http_methods(["GET", "POST"])
@needs(Verb.EXPORT_RECORD)
@proved(to_take=True)
def month(request: StaffRequest) -> HttpResponse:
    """Choose a month, see how many cases it holds, and take its table."""
    now, zone = timezone.now(), request.user.unit.timezone
    said = request.POST if request.method == "POST" else request.GET
    first = _month(said.get("bulan", ""), timezone.localtime(now, zone).date())
    found: Sequence[Case] = cases_of_month(first, seen_by=request.user)
    if request.method == "POST":
        if found:
            return _table(first.strftime("%Y-%m"), actions.export_record(found, by=request.user, at=now))
        messages.error(request, _("Tidak ada kasus yang diterima pada bulan itu."))
        return redirect("services:month")
    return render(request, "services/month.html", {"first": first, "count": len(found)})
