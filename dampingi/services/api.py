"""Sheets and the plan over the API: the same deeds as the pages; no answer holds what was told."""

import copy
from collections.abc import Mapping, Sequence
from datetime import date, datetime
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
from dampingi.cases.api.shapes import ReasonOut
from dampingi.cases.models import Case
from dampingi.kernel.fields import Field, Group, Kind, Privacy, clean, json_schema
from dampingi.kernel.ids import new_number, read_number
from dampingi.kernel.refusals import Problem, Reason, Unclean
from dampingi.kernel.words import say
from dampingi.places.models import Provider
from dampingi.services import actions, fields, queries
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Plan, PlannedService, Sheet, SheetState
from dampingi.services.rules.sheets import SheetKind

router = Router()
KIND = "{kind}"

_PROVIDER = Field("provider", say("Nomor lembaga dalam direktori"), Kind.TEXT, Privacy.CODED, longest=20)
# A plan may be sent whole, its services with it; the providers of the directory by their number.
PLAN = Group(
    "plan_sent",
    fields.PLAN.label,
    (
        *fields.PLAN.items,
        Group("services", fields.SERVICE.label, (*fields.SERVICE.items[1:], _PROVIDER), many=True),
    ),
)
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


class ServiceOut(Schema):
    """A service in the plan."""

    number: str
    domain: str
    service: str
    kind: str
    provider: str | None
    planned_on: date | None
    payer: str
    outcome: str
    ended_at: datetime | None
    version: int


class PlanOut(Schema):
    """The plan that runs, if there is one, its services, and what somebody should look at again."""

    number: str | None
    made_at: datetime | None
    drawn_with_her: bool | None
    agrees: str
    review_on: date | None
    signed_at: datetime | None
    version: int
    services: list[ServiceOut]
    warnings: list[ReasonOut]


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


# --- the plan -------------------------------------------------------------------------------------


def service_out(service: PlannedService) -> dict[str, Any]:
    """Return one planned service, coded."""
    shown = ("number", "domain", "service", "kind", "planned_on", "payer", "outcome", "ended_at", "version")
    provider = service.provider.number if service.provider else None
    return {**{name: getattr(service, name) for name in shown}, "provider": provider}


def plan_out(found: Case, *, warnings: Sequence[Reason] = ()) -> dict[str, Any]:
    """Return the plan as it stands, coded."""
    plan = queries.running_plan(found)
    shown = ("number", "made_at", "drawn_with_her", "agrees", "review_on", "signed_at", "version")
    empty = {**dict.fromkeys(shown), "agrees": "", "version": 0}
    return {
        **({name: getattr(plan, name) for name in shown} if plan else empty),
        "services": [service_out(one) for one in queries.services_of(found)],
        "warnings": [{"code": one.code, "words": str(one.words)} for one in warnings],
    }


@router.get("/cases/{number}/plan", response=PlanOut, openapi_extra=described(keyed=True), url_name="plan")
@api_needs(Verb.SEE_CASES)
def plan(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return the plan that runs and its services; without a plan its number is null."""
    found = case_seen(number, request.user)
    cases.look(found, by=request.user, at=timezone.now())
    return plan_out(found)


@router.post(
    "/cases/{number}/plan",
    response={201: PlanOut, 200: PlanOut},
    openapi_extra=described(PLAN, KEY, MATCH, keyed=True),
    url_name="plan",
)
@api_needs(Verb.KEEP_SHEETS)
def make(request: StaffRequest, number: str) -> Status[dict[str, Any]]:
    """Draw up the plan, or change the one that runs; services sent with it are added to it."""
    staff, now, data = request.user, timezone.now(), body_of(request)
    key_of(request)
    found = case_seen(number, staff)
    cleaned = clean(PLAN, data, now=now)
    if cleaned.problems:
        raise Unclean(*cleaned.problems)
    said = cleaned.values
    providers = _providers(said["services"])
    warnings: list[Reason] = []

    def deed() -> UUID:
        matched(request, found, at=now)
        made: Plan = actions.make_plan(found, said, by=staff, at=now)
        for one, provider in zip(said["services"], providers, strict=True):
            planned = {**one, "when": said["when"]}
            warnings.extend(actions.plan_service(found, planned, provider=provider, by=staff, at=now)[1])
        return made.id

    _plan_id, new = once(request, f"plan:{found.number}", data, deed=deed)
    return Status(201 if new else 200, plan_out(case_seen(number, staff), warnings=warnings))


def _providers(rows: Sequence[Mapping[str, Any]]) -> list[Provider | None]:
    """Return the provider each service names; an unknown one is said with its place."""
    asked = [read_number(row["provider"]) or row["provider"] for row in rows]
    known = {one.number: one for one in Provider.objects.filter(number__in=[n for n in asked if n])}
    words = say("Lembaga ini tidak ada dalam direktori.")
    wrong = [
        Problem(f"/services/{place}/provider", "unknown-thing", words)
        for place, number in enumerate(asked)
        if number and number not in known
    ]
    if wrong:
        raise Unclean(*wrong)
    return [known.get(number) if number else None for number in asked]


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
