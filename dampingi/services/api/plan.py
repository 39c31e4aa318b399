"""The plan and its services over the API: the same deeds as the pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema, Status

from dampingi.access.doors import StaffRequest, api_needs
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases.api.described import KEY, MATCH, described
from dampingi.cases.api.doors import body_of, case_seen, matched
from dampingi.cases.api.once import key_of, once
from dampingi.cases.api.shapes import ReasonOut
from dampingi.cases.models import Case
from dampingi.kernel.fields import Field, Group, Kind, Privacy, clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Reason, Unclean
from dampingi.kernel.words import say
from dampingi.places.models import Provider
from dampingi.services import actions, fields, queries
from dampingi.services.models import Plan, PlannedService

router = Router()

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


