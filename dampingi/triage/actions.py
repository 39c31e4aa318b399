"""Assessing risk; each assessment is a new line of the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dampingi.kernel.actors import Actor
from dampingi.kernel.codes import Risk
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal
from dampingi.keys import case as keys
from dampingi.triage import rules
from dampingi.triage.models import Assessment

TABLE, COLUMN = "triage_assessment", "reason"


@dataclass(frozen=True, slots=True)
class First:
    """The first look at one case, at intake."""

    case_id: UUID
    answers: Mapping[str, str]
    level: Risk


def first_assessments(firsts: list[First], *, by: Actor, at: datetime) -> None:
    """Keep what was asked at intake, one line a case."""
    Assessment.objects.bulk_create(
        Assessment(
            case_id=one.case_id,
            at=at,
            by_id=by.id,
            answers=dict(one.answers),
            derived=one.level,
            level=one.level,
        )
        for one in firsts
    )


def assess(
    case_id: UUID,
    answers: Mapping[str, str],
    *,
    level: Risk | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> Assessment:
    """Assess again; raise ``Refusal`` when a lower level than the answers give has no ground.

    ``level`` None takes what the answers give.
    """
    derived = rules.risk(answers).level
    chosen = level or derived
    obstacles = rules.obstacles_to_setting(chosen, answers=answers, reason=reason)
    last = Assessment.objects.filter(case_id=case_id).first()
    if last and not obstacles:
        stood, gave = Risk(last.level), Risk(last.derived)
        obstacles = rules.obstacles_to_undoing(chosen, stood=stood, derived=gave, reason=reason)
    if obstacles:
        raise Refusal(*obstacles)
    made = Assessment(
        id=new_id(),
        case_id=case_id,
        at=at,
        by_id=by.id,
        answers=dict(answers),
        derived=derived,
        level=chosen,
    )
    if reason.strip():
        key = keys.load([case_id])[case_id]
        made.reason = keys.seal(key, {"reason": reason}, table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    return made


def read_reason(assessment: Assessment) -> str:
    """Return why a level was set, for somebody who may see the case; nothing once it was erased."""
    key = keys.load([assessment.case_id]).get(assessment.case_id)
    if key is None or not assessment.reason:
        return ""
    return str(keys.unseal(key, bytes(assessment.reason), table=TABLE, pk=assessment.id, column=COLUMN)["reason"])
