"""The plan drawn up with her: made, changed, signed, evaluated; its services from planned to outcome."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dampingi.access import queries as access
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.actions.alone import note_done_alone
from dampingi.cases.models import Case, DoneAlone
from dampingi.cases.rules import ERASED
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Reason, Refusal, Stale
from dampingi.keys import case as keys
from dampingi.places.models import Provider
from dampingi.protocols import actions as protocols
from dampingi.protocols import queries as owed
from dampingi.protocols.rules import Deed
from dampingi.services import fields, queries
from dampingi.services.models import Evaluation, Plan, PlannedService, PlanState
from dampingi.services.rules import plan as rules
from dampingi.services.rules.sheets import AFTERWARDS

COLUMN = "words"
_PLAN, _EVALUATION, _SERVICE = "services_plan", "services_evaluation", "services_plannedservice"


@transaction.atomic
def make_plan(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Plan:
    """Write down the plan, or change the one that runs; refuse with every obstacle. Raises ``Stale``.

    ``said`` is a cleaned ``PLAN`` sheet. Its evaluation is owed on the day she agreed to, the head's
    signature beside it; nothing waits for that signature. In a unit kecil whoever makes the plan
    signs it, and that is listed (H-06).
    """
    facts = plan_facts(case, said)
    if obstacles := rules.obstacles_to_planning(facts):
        raise Refusal(*obstacles)
    _take(case)
    running = queries.running_plan(case)
    found = running or Plan(id=new_id(), case=case)
    found.made_at, found.drawn_with_her, found.agrees = said["when"], facts.drawn_with_her, facts.agrees
    found.review_on, found.explained = said["review_on"], fields.PLAN_FORM
    found.words = _sealed(case, _PLAN, found.id, said, "goals", "her_words")
    found.by_id, found.recorded_at, found.signed_by_id, found.signed_at = by.id, at, None, None
    found.version += 1 if running else 0
    found.save(force_insert=running is None)
    _happened(case, Deed.PLAN_MADE, found.number, when=said["when"], by=by, at=at)
    due_at = case.unit.calendar.closing_of(found.review_on)
    _happened(case, Deed.PLAN_REVIEW_SET, found.number, when=said["when"], due_at=due_at, by=by, at=at)
    audit.record("plan.changed" if running else "plan.made", by=by, at=at, on=case, reason=facts.agrees)
    if case.unit.is_small or access.head_of(case.unit_id) == by.id:
        _sign(case, found, by=by, at=at)
        note_done_alone(case, DoneAlone.Kind.PLAN, by=by, at=at)
    return found


def plan_facts(case: Case, said: Mapping[str, Any]) -> rules.PlanFacts:
    """Return what decides whether a plan may be written down."""
    return rules.PlanFacts(
        state=case.state,
        has_goal=bool((said.get("goals") or "").strip()),
        drawn_with_her=bool(said.get("drawn_with_her")),
        agrees=said.get("agrees") or "",
        her_words=bool((said.get("her_words") or "").strip()),
        made_on=said["when"].astimezone(case.unit.timezone).date(),
        review_on=said.get("review_on"),
    )


@transaction.atomic
def sign_plan(case: Case, plan: Plan, *, by: Staff, at: datetime) -> None:
    """Sign the plan as case manager. Raises ``Stale`` when it was changed or signed meanwhile."""
    _take(case)
    _sign(case, plan, by=by, at=at)


def _sign(case: Case, plan: Plan, *, by: Staff, at: datetime) -> None:
    unsigned = Plan.objects.filter(id=plan.id, version=plan.version, signed_at=None, state=PlanState.RUNNING)
    if not unsigned.update(signed_at=at, signed_by_id=by.id, version=F("version") + 1):
        raise Stale
    plan.signed_at, plan.signed_by_id, plan.version = at, by.id, plan.version + 1
    _happened(case, Deed.PLAN_SIGNED, plan.number, when=_after(case, Deed.PLAN_MADE, plan.number, at), by=by, at=at)
    audit.record("plan.signed", by=by, at=at, on=case)


@transaction.atomic
def evaluate_plan(case: Case, plan: Plan, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Evaluation:
    """Write down how far the plan has come, and when it is looked at again or that it ends; or refuse.

    ``said`` is a cleaned ``EVALUATION`` sheet. Raises ``Stale``.
    """
    facts = rules.EvaluationFacts(
        ends=bool(said.get("ends")),
        services_open=len([one for one in queries.services_of(case) if one.is_open]),
        evaluated_on=said["when"].astimezone(case.unit.timezone).date(),
        review_on=said.get("review_on"),
    )
    if obstacles := rules.obstacles_to_evaluating(facts):
        raise Refusal(*obstacles)
    _take(case)
    state = PlanState.ENDED if facts.ends else PlanState.RUNNING
    review_on = plan.review_on if facts.ends else facts.review_on
    running = Plan.objects.filter(id=plan.id, version=plan.version, state=PlanState.RUNNING)
    if not running.update(state=state, review_on=review_on, version=F("version") + 1):
        raise Stale
    made = Evaluation(id=new_id(), case=case, plan=plan, at=said["when"], by_id=by.id, recorded_at=at)
    made.reached, made.ends = said["reached"], facts.ends
    made.words = _sealed(case, _EVALUATION, made.id, said, "her_words", "changes")
    made.save(force_insert=True)
    when = _after(case, Deed.PLAN_REVIEW_SET, plan.number, said["when"])
    _happened(case, Deed.PLAN_EVALUATED, plan.number, when=when, by=by, at=at)
    if facts.review_on and not facts.ends:
        due_at = case.unit.calendar.closing_of(facts.review_on)
        _happened(case, Deed.PLAN_REVIEW_SET, plan.number, when=when + AFTERWARDS, due_at=due_at, by=by, at=at)
    audit.record("plan.evaluated", by=by, at=at, on=case, reason=made.reached, detail={"ends": facts.ends})
    return made


@transaction.atomic
def plan_service(
    case: Case, said: Mapping[str, Any], *, provider: Provider | None = None, by: Staff, at: datetime
) -> tuple[PlannedService, Sequence[Reason]]:
    """Put a service into the plan; return it with what somebody should look at again (it stands all the same).

    ``said`` is a cleaned ``SERVICE`` sheet. It owes its outcome; a cost nobody bears yet is owed by
    the unit (H-23). Raises ``Stale``, ``Refusal``.
    """
    _refuse_service(case, provider, at=at)
    _take(case)
    standing = [(one.domain, one.service) for one in queries.services_of(case) if one.is_open]
    made = PlannedService(id=new_id(), case=case, since=said["when"], by_id=by.id, recorded_at=at)
    _write(made, said, provider)
    made.save(force_insert=True)
    due_at = _planned(case, made.planned_on)
    _happened(case, Deed.SERVICE_PLANNED, made.number, when=said["when"], due_at=due_at, by=by, at=at)
    if made.payer == rules.UNPAID:
        _happened(case, Deed.COST_OPEN, made.number, when=said["when"], by=by, at=at)
    audit.record("service.planned", by=by, at=at, on=case, reason=made.service)
    return made, rules.doubts_about_service(made.domain, made.service, standing)


@transaction.atomic
def change_service(
    case: Case,
    service: PlannedService,
    said: Mapping[str, Any],
    *,
    provider: Provider | None = None,
    by: Staff,
    at: datetime,
) -> PlannedService:
    """Change a planned service: its time, its provider, who pays. Raises ``Stale``, ``Refusal``."""
    _refuse_service(case, provider, at=at)
    _take(case)
    before = (service.planned_on, service.payer)
    if not PlannedService.objects.filter(id=service.id, version=service.version, ended_at=None).exists():
        raise Stale
    _write(service, said, provider)
    service.version += 1
    service.save()
    if service.planned_on != before[0]:
        due_at = _planned(case, service.planned_on)
        when = _after(case, Deed.SERVICE_PLANNED, service.number, at)
        _happened(case, Deed.SERVICE_PLANNED, service.number, when=when, due_at=due_at, by=by, at=at)
    _cost(case, service, before=before[1], now=service.payer, by=by, at=at)
    audit.record("service.changed", by=by, at=at, on=case, reason=service.service, detail={"service": str(service.id)})
    return service


@transaction.atomic
def end_service(case: Case, service: PlannedService, said: Mapping[str, Any], *, by: Staff, at: datetime) -> PlannedService:
    """Write down what became of a service; it meets what the service owed. Raises ``Stale``.

    A cost nobody has taken over stays owed: what was given must be paid by somebody who is not she
    (H-23). It ends with a service that was never given.
    """
    _take(case)
    key = keys.load([case.id])[case.id]
    words = {**_unsealed(key, _SERVICE, service), **_said(said, "her_words", "note")}
    sealed = keys.seal(key, words, table=_SERVICE, pk=service.id, column=COLUMN)
    still = PlannedService.objects.filter(id=service.id, version=service.version, ended_at=None)
    if not still.update(outcome=said["outcome"], ended_at=said["when"], words=sealed, version=F("version") + 1):
        raise Stale
    when = _after(case, Deed.SERVICE_PLANNED, service.number, said["when"])
    _happened(case, Deed.SERVICE_ENDED, service.number, when=when, by=by, at=at)
    given = owed.last_of(case.id, Deed.SERVICE_GIVEN, about=service.number) is not None
    if service.payer == rules.UNPAID and rules.costs_nothing(said["outcome"], given=given):
        when = _after(case, Deed.COST_OPEN, service.number, at)
        _happened(case, Deed.COST_SETTLED, service.number, when=when, by=by, at=at)
    audit.record("service.ended", by=by, at=at, on=case, reason=said["outcome"], detail={"service": str(service.id)})
    service.refresh_from_db()
    return service


@transaction.atomic
def settle_cost(case: Case, service: PlannedService, said: Mapping[str, Any], *, by: Staff, at: datetime) -> PlannedService:
    """Write down who bears the cost of a service, given or not; never she (H-23). Raises ``Stale``."""
    _take(case)
    key = keys.load([case.id])[case.id]
    words = {**_unsealed(key, _SERVICE, service), **_said(said, "cost_note")}
    sealed = keys.seal(key, words, table=_SERVICE, pk=service.id, column=COLUMN)
    still = PlannedService.objects.filter(id=service.id, version=service.version)
    if not still.update(payer=said["payer"], words=sealed, version=F("version") + 1):
        raise Stale
    _cost(case, service, before=service.payer, now=said["payer"], by=by, at=at)
    audit.record("service.changed", by=by, at=at, on=case, reason=service.service, detail={"service": str(service.id)})
    service.refresh_from_db()
    return service


def _cost(case: Case, service: PlannedService, *, before: str, now: str, by: Staff, at: datetime) -> None:
    if (now == rules.UNPAID) != (before == rules.UNPAID):
        deed = Deed.COST_OPEN if now == rules.UNPAID else Deed.COST_SETTLED
        _happened(case, deed, service.number, when=_after(case, Deed.COST_OPEN, service.number, at), by=by, at=at)


def _take(case: Case) -> None:
    """Write on the case as it was read, or not at all: a second click does nothing twice."""
    if case.erased_at is not None:
        raise Refusal(ERASED)
    if not case.change():
        raise Stale


def _refuse_service(case: Case, provider: Provider | None, *, at: datetime) -> None:
    day = at.astimezone(case.unit.timezone).date()
    facts = rules.ServiceFacts(case.state, provider is None or provider.is_open(day))
    if obstacles := rules.obstacles_to_service(facts):
        raise Refusal(*obstacles)


def _write(service: PlannedService, said: Mapping[str, Any], provider: Provider | None) -> None:
    service.domain, service.service, service.kind = said["domain"], said["service"], said.get("kind") or ""
    service.planned_on, service.payer, service.provider = said.get("planned_on"), said["payer"], provider
    service.words = _sealed(service.case, _SERVICE, service.id, said, "need", "provider_name", "cost_note")


def _planned(case: Case, day: date | None) -> datetime | None:
    """Return the end of the planned day; without one the step's own length runs."""
    return case.unit.calendar.closing_of(day) if day else None


def _after(case: Case, deed: Deed, about: str, moment: datetime) -> datetime:
    """Return ``moment``, or just after ``deed`` where paper tells an earlier hour: what ended it came after."""
    last = owed.last_of(case.id, deed, about=about)
    return max(moment, last + AFTERWARDS) if last else moment


def _happened(case: Case, deed: Deed, about: str, *, when: datetime, due_at: datetime | None = None, by: Staff, at: datetime) -> None:
    protocols.happened(case.id, deed, when=when, about=about, due_at=due_at, by=by, at=at)


def _said(said: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: said[name] for name in names if (said.get(name) or "").strip()}


def _sealed(case: Case, table: str, pk: UUID, said: Mapping[str, Any], *names: str) -> bytes:
    key = keys.load([case.id])[case.id]
    return keys.seal(key, _said(said, *names), table=table, pk=pk, column=COLUMN)


def _unsealed(key: keys.OpenKey, table: str, row: Plan | Evaluation | PlannedService) -> dict[str, str]:
    return dict(keys.unseal(key, bytes(row.words), table=table, pk=row.id, column=COLUMN))


def read_plans(case: Case, *rows: Plan | Evaluation | PlannedService) -> list[dict[str, str]]:
    """Return her words on rows of one case, in one statement; nothing once they were erased."""
    key = keys.load([case.id]).get(case.id)
    return [_unsealed(key, _TABLES[type(row)], row) if key else {} for row in rows]


_TABLES: Mapping[type, str] = {Plan: _PLAN, Evaluation: _EVALUATION, PlannedService: _SERVICE}
