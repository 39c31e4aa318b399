"""What the API answers: the shapes of the first contract (contract.md), nothing renamed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ninja import Schema

from dampingi.cases import queries
from dampingi.cases.models import Case
from dampingi.cases.queries import Proposal
from dampingi.kernel.codes import Risk
from dampingi.kernel.refusals import Obstacle, Reason
from dampingi.protocols import rules as protocols
from dampingi.protocols.models import Duty
from dampingi.protocols.queries import step_of
from dampingi.triage.models import Assessment


class ReasonOut(Schema):
    """A reason: a code for programs, words for people."""

    code: str
    words: str


class ObstacleOut(ReasonOut):
    """What stands in the way, and the way out."""

    remedy: str


class LevelOut(Schema):
    """A level with its reasons."""

    level: str
    reasons: list[ReasonOut]


class ClauseOut(Schema):
    """The clause a duty rests on."""

    law: str
    article: str
    status: str


class DutyOut(Schema):
    """What is owed, by whom, until when, why."""

    code: str
    about: str
    title: str
    actor: str
    clause: ClauseOut
    began_at: datetime
    due_at: datetime
    state: str
    version: int
    case: str | None = None


class CompanionOut(Schema):
    """A companion proposed."""

    staff: str
    ready: bool
    reasons: list[ReasonOut]
    obstacles: list[ObstacleOut]


class CaseOut(Schema):
    """A case as the API shows it: never a name."""

    number: str
    victim: int
    state: str
    version: int
    received_at: datetime
    kinds: list[str]
    ampk: list[str]
    risk: LevelOut
    authority: LevelOut
    companion: str | None
    accepted_at: datetime | None
    closed_at: datetime | None
    aftercare_until: date | None
    legal_ended_at: datetime | None
    awaiting_agreement: bool
    duties: list[DutyOut]
    companions: list[CompanionOut]


class CaseRowOut(Schema):
    """A case in a list."""

    number: str
    victim: int
    state: str
    version: int
    received_at: datetime
    kinds: list[str]
    risk: str
    authority: str
    companion: str | None


class WarningOut(Schema):
    """A doubt somebody must check; the report stands."""

    field: str
    code: str
    words: str


class ReportOut(Schema):
    """A report received and the cases it opened."""

    number: str
    warnings: list[WarningOut]
    cases: list[CaseOut]


class CasesOut(Schema):
    """A page of cases."""

    items: list[CaseRowOut]
    next: str | None


class DutiesOut(Schema):
    """A page of duties."""

    items: list[DutyOut]
    next: str | None


def reasons_out(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    """Return reasons as the API says them."""
    return [{"code": str(r.code), "words": str(r.words)} for r in reasons]


def obstacles_out(obstacles: Sequence[Obstacle]) -> list[dict[str, str]]:
    """Return obstacles as the API says them."""
    return [{"code": o.code, "words": str(o.words), "remedy": str(o.remedy)} for o in obstacles]


def duty_out(duty: Duty, *, at: datetime, case: str | None = None) -> dict[str, Any]:
    """Return one duty."""
    step = step_of(duty.code)
    return {
        "code": duty.code,
        "about": duty.about,
        "title": str(step.title),
        "actor": duty.actor,
        "clause": {"law": duty.clause_law, "article": duty.clause_article, "status": duty.clause_status},
        "began_at": duty.began_at,
        "due_at": duty.due_at,
        "state": protocols.state(duty, at),
        "version": duty.version,
        "case": case,
    }


def case_out(
    case: Case,
    *,
    duties: Sequence[Duty],
    proposals: Sequence[Proposal],
    assessment: Assessment | None,
    at: datetime,
) -> dict[str, Any]:
    """Return one case whole."""
    return {
        **case_row_out(case),
        "ampk": case.ampk,
        "risk": {"level": case.risk, "reasons": reasons_out(queries.risk_reasons(case, assessment))},
        "authority": {"level": case.authority, "reasons": reasons_out(queries.authority_of(case.report, case.victim, case.unit).reasons)},
        "accepted_at": case.accepted_at,
        "closed_at": case.closed_at,
        "aftercare_until": case.aftercare_until,
        "legal_ended_at": case.legal_ended_at,
        "awaiting_agreement": case.awaiting_agreement,
        "duties": [duty_out(d, at=at, case=case.number) for d in duties],
        "companions": [
            {
                "staff": p.staff.email,
                "ready": p.ready,
                "reasons": reasons_out(p.reasons),
                "obstacles": obstacles_out(p.obstacles),
            }
            for p in proposals
        ],
    }


def case_row_out(case: Case) -> dict[str, Any]:
    """Return one case as a row of a list."""
    return {
        "number": case.number,
        "victim": case.place_in_report,
        "state": case.state,
        "version": case.version,
        "received_at": case.received_at,
        "kinds": case.kinds,
        "risk": Risk(case.risk).value,
        "authority": case.authority,
        "companion": case.companion.email if case.companion else None,
    }
