"""Sheets and the plan over the API: the same deeds as the pages; no answer holds what was told."""

import copy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from dampingi.access.doors import StaffRequest, api_needs
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases.api.described import KEY, MATCH, described
from dampingi.cases.api.doors import body_of, case_seen, matched
from dampingi.cases.api.once import key_of, once
from dampingi.cases.models import Case
from dampingi.kernel.fields import Group, clean, json_schema
from dampingi.kernel.ids import new_number, read_number
from dampingi.kernel.refusals import Problem, Unclean
from dampingi.kernel.words import say
from dampingi.services import actions, queries
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Sheet, SheetState
from dampingi.services.rules.sheets import SheetKind

router = Router()
KIND = "{kind}"

_ANY = Group("sheet", say("Lembar"), ())


class SheetOut(Schema):
    """A kept sheet: its coded answers; what was told stays in the house."""

    number: str
    kind: str
    form: str
    when: datetime
    recorded_at: datetime
    about: str
    explained: str
    replaces: str | None
    version: int
    values: dict[str, Any]


class KindOut(Schema):
    """A sheet this case needs and one may write."""

    kind: str
    title: str
    form: str


class SheetsOut(Schema):
    """The sheets of a case, and those it needs."""

    items: list[SheetOut]
    needed: list[KindOut]


class KeptOut(Schema):
    """The sheets of one kind, the newest first."""

    items: list[SheetOut]


class Written(Schema):
    """What a sheet is written about, and which one it corrects."""

    about: str | None = None
    replaces: str | None = None


def _kind(request: StaffRequest, code: str) -> SheetKind:
    kind = BY_CODE.get(code)
    if kind is None or not request.user.may(kind.verb):
        raise Http404
    return kind


def sheet_out(sheet: Sheet) -> dict[str, Any]:
    """Return one kept sheet without anything that was told."""
    shown = ("number", "kind", "form", "when", "recorded_at", "about", "explained", "version")
    replaces = sheet.replaces.number if sheet.replaces else None
    return {**{name: getattr(sheet, name) for name in shown}, "replaces": replaces, "values": sheet.coded}


@router.get("/cases/{number}/sheets", response=SheetsOut, openapi_extra=described(keyed=True), url_name="sheets")
@api_needs(Verb.SEE_CASES)
def sheets(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return what was written on a case, the newest first, and which sheets it needs."""
    found = case_seen(number, request.user)
    cases.look(found, by=request.user, at=timezone.now())
    facts = queries.sheet_facts(found)
    needed = [
        {"kind": kind.code, "title": str(kind.title), "form": kind.form}
        for tab in {kind.tab for kind in BY_CODE.values()}
        for kind in queries.can_be_written(facts, tab, by=request.user)
    ]
    return {
        "items": [sheet_out(one) for one in queries.sheets_of(found)],
        "needed": sorted(needed, key=lambda kind: list(BY_CODE).index(kind["kind"])),
    }


@router.get("/cases/{number}/sheets/{kind}", response=KeptOut, openapi_extra=described(keyed=True), url_name="sheet")
@api_needs(Verb.SEE_CASES)
def kept(request: StaffRequest, number: str, kind: str) -> dict[str, Any]:
    """Return the sheets of one kind, the newest first."""
    found = case_seen(number, request.user)
    what = _kind(request, kind)
    cases.look(found, by=request.user, at=timezone.now())
    return {"items": [sheet_out(one) for one in queries.sheets_of(found, [what.code])]}


@router.post(
    "/cases/{number}/sheets/{kind}",
    response={201: SheetOut, 200: SheetOut},
    openapi_extra=described(_ANY, KEY, MATCH, keyed=True),
    url_name="sheet",
)
@api_needs(Verb.KEEP_SHEETS)
def keep(request: StaffRequest, number: str, kind: str, written: Query[Written]) -> Status[dict[str, Any]]:
    """Keep one sheet; it records and meets what it records and meets. ``replaces`` corrects an earlier one."""
    staff, now, data = request.user, timezone.now(), body_of(request)
    key_of(request)
    found = case_seen(number, staff)
    what = _kind(request, kind)
    about, earlier = _written(found, what, written)
    cleaned = clean(what.sheet, data, now=now)
    if cleaned.problems:
        raise Unclean(*cleaned.problems)

    def deed() -> UUID:
        matched(request, found, at=now)
        made = actions.keep_sheet(
            found, what, cleaned.values, number=new_number(), about=about, replaces=earlier, by=staff, at=now
        )
        return made.id

    asked = {"sheet": data, "about": about, "replaces": earlier.number if earlier else ""}
    sheet_id, new = once(request, f"sheet:{found.number}:{what.code}", asked, deed=deed)
    made = Sheet.objects.select_related("replaces").get(id=sheet_id)
    return Status(201 if new else 200, sheet_out(made))


def _written(found: Case, kind: SheetKind, written: Written) -> tuple[str, Sheet | None]:
    """Return what the sheet is about and which it corrects, or say that there is no such thing here."""
    about = read_number(written.about or "") or ""
    earlier = None
    problems = []
    if written.replaces:
        mine = Sheet.objects.filter(case=found, kind=kind.code).exclude(state=SheetState.DRAFT)
        earlier = mine.select_related("replaces").filter(number=read_number(written.replaces) or "").first()
        if earlier is None:
            problems.append(Problem("/replaces", "unknown-thing", say("Lembar itu tidak ada dalam kasus ini.")))
    missing = written.about and not about
    strange = (about or kind.for_thing) and earlier is None and not (about and queries.is_about(found, kind.code, about))
    if missing or strange:
        problems.append(Problem("/about", "unknown-thing", say("Hal itu tidak ada dalam kasus ini.")))
    if problems:
        raise Unclean(*problems)
    return about, earlier


def each_kind(described_api: dict[str, Any]) -> dict[str, Any]:
    """Return the published description with one address for each sheet, and the schema of its body."""
    paths = described_api["paths"]
    for path in [path for path in paths if path.endswith(f"/sheets/{KIND}")]:
        operations = paths.pop(path)
        for code, kind in BY_CODE.items():
            one = copy.deepcopy(operations)
            for operation in one.values():
                operation["operationId"] += f"_{code.replace('-', '_')}"
                operation["parameters"] = [p for p in operation["parameters"] if p["name"] != "kind"]
            one["post"]["summary"] = kind.title.text
            one["post"]["requestBody"]["content"]["application/json"]["schema"] = json_schema(kind.sheet)
            paths[path.replace(KIND, code)] = one
    return described_api
