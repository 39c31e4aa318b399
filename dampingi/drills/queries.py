"""Reading a record for the one engine: of a live case, and of a drill; and how a class stands."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any  # rows of rooms whose tables drills may not name
from uuid import UUID

from django.db.models import QuerySet

from dampingi.access.models import Staff
from dampingi.audit import queries as audit
from dampingi.drills.models import ClassSession, DrillRun
from dampingi.drills.rules import Act, Arrived, CaseRecord, Done, DutyRecord, Record, State, arrived
from dampingi.protocols import queries as protocols

_RECEIVED = "report.received"
_REFUSED = "deed.refused"


def record_of_cases(case_ids: Collection[UUID], *, until: datetime) -> Record:
    """Return the record of live cases, as far as the actor may see them."""
    runs = protocols.runs_of(case_ids)
    began = min((run.started_at for run in runs), default=until)
    lines = _lines([run.id for run in runs], until=until)
    actors = {line.actor_id for found in lines.values() for line in found}
    actors |= {duty.owner_id for run in runs for duty in run.duties if duty.owner_id}
    refused = [line for who in actors for line in audit.done_by(who, since=began, until=until, acts={_REFUSED})]
    return Record(began, until, _cases(runs, lines), tuple(_act(line) for line in refused))


def record_of_drill(run: DrillRun, *, until: datetime) -> Record:
    """Return the record of a drill: the cases its player took up since it began, found by her ledger lines."""
    mine = audit.done_by(run.staff_id, since=run.began_at, until=until)
    ids = {line.subject_id for line in mine if line.subject_id}
    ids |= {UUID(one) for line in mine if line.act == _RECEIVED for one in line.detail.get("cases", ())}
    runs = [one for one in protocols.runs_of(ids) if one.started_at >= run.began_at]
    refused = tuple(_act(line) for line in mine if line.act == _REFUSED)
    lines = _lines([one.id for one in runs], until=until)
    return Record(run.began_at, until, _cases(runs, lines), refused, run.asked)


def _lines(ids: Sequence[UUID], *, until: datetime) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {one: [] for one in ids}
    for line in audit.timeline(ids, newest_first=False):
        if line.subject_id in found and line.at <= until:
            found[line.subject_id].append(line)
    return found


def _cases(runs: Iterable[protocols.RunState], lines: dict[UUID, list[Any]]) -> tuple[CaseRecord, ...]:
    found = [
        CaseRecord(
            facts=run.facts,
            duties=tuple(_duty(one) for one in run.duties),
            deeds=tuple(Done(event.code, event.at) for event in run.facts.events),
            acts=tuple(_act(line) for line in lines[run.id]),
        )
        for run in runs
    ]
    # Cases of one report begin at one moment and their ids are no order: by what they are.
    return tuple(sorted(found, key=lambda case: (case.facts.received_at, [duty.code for duty in case.duties])))


def _duty(one: Any) -> DutyRecord:
    return DutyRecord(
        code=one.code,
        actor=one.actor,
        law=one.clause_law,
        article=one.clause_article,
        began_at=one.began_at,
        due_at=one.due_at,
        late_at=one.late_at,
        met_at=one.met_at,
        met_by=one.met_by,
        waived_at=one.waived_at,
        superseded_at=one.superseded_at,
        reminder=one.reminder,
        clause_status=one.clause_status,
        about=one.about,
    )


def _act(line: Any) -> Act:
    agrees = line.detail.get("agrees")
    return Act(
        act=line.act,
        at=line.at,
        reason=line.reason,
        door=str(line.detail.get("door", "")),
        codes=tuple(line.detail.get("codes", ())),
        agrees=agrees.get("help") if isinstance(agrees, dict) else None,
    )


def arrived_of(run: DrillRun, *, now: datetime) -> tuple[Arrived, ...]:
    """Return what has arrived in a drill by now, or by its end."""
    return arrived(run.script, began=run.began_at, asked=run.asked, now=run.ended_at or now)


def running_of(staff: Staff) -> DrillRun | None:
    """Return the drill somebody is in the middle of."""
    return DrillRun.objects.filter(staff=staff, state=State.RUNNING).first()


def drills_of(staff: Staff) -> QuerySet[DrillRun]:
    """Return the drills of one person: nobody else's."""
    return DrillRun.objects.filter(staff=staff)


def classes_of(staff: Staff) -> QuerySet[ClassSession]:
    """Return the classes somebody leads."""
    return ClassSession.objects.filter(leader=staff)
