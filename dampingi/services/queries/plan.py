"""The plan of a case as it stands: what runs, what is planned, what came of it."""

from collections.abc import Mapping, Sequence

from dampingi.cases.models import Case
from dampingi.kernel.ids import read_number
from dampingi.services.models import Evaluation, Plan, PlannedService, PlanState, Sheet, SheetState, Stay


def running_plan(case: Case) -> Plan | None:
    """Return the plan that runs, if there is one."""
    return Plan.objects.filter(case=case, state=PlanState.RUNNING).first()


def plans_of(case: Case) -> Sequence[Plan]:
    """Return every plan of a case, the newest first."""
    return list(Plan.objects.filter(case=case))


def evaluations_of(case: Case) -> Sequence[Evaluation]:
    """Return what was evaluated, the last first."""
    return list(Evaluation.objects.filter(case=case))


def services_of(case: Case) -> Sequence[PlannedService]:
    """Return the services in the plan: what is planned soonest first, what ended after it."""
    found = list(PlannedService.objects.filter(case=case).select_related("provider"))
    return sorted(found, key=lambda one: one.ended_at is not None)


def service_of(case: Case, number: str) -> PlannedService | None:
    """Return the planned service of that number in this case, if there is one."""
    found = PlannedService.objects.filter(case=case, number=read_number(number) or "")
    return found.select_related("provider").first()


def plan_of(case: Case, number: str) -> Plan | None:
    """Return the plan of that number in this case, if there is one."""
    return Plan.objects.filter(case=case, number=read_number(number) or "").first()


def is_about(case: Case, kind: str, number: str) -> bool:
    """Tell whether there is such a thing in this case for a sheet of that kind to be written about."""
    if kind == "session":
        return service_of(case, number) is not None
    if kind == "after-stay":
        return Stay.objects.filter(case=case, number=number).exclude(left_at=None).exists()
    if kind in WRITTEN_FOR:
        kept = Sheet.objects.filter(case=case, kind__in=WRITTEN_FOR[kind], number=number)
        return kept.exclude(state=SheetState.DRAFT).exists()
    return True


# Which sheets another one answers.
WRITTEN_FOR: Mapping[str, frozenset[str]] = {
    "visit-after": frozenset({"visit"}),
    "law-heard": frozenset({"law-hearing"}),
    "safety-again": frozenset({"pressure", "adat", "law-protection", "tppo-given"}),
    "mediation-watch": frozenset({"mediation"}),
}
