"""Deeds of drills: begin, say, stop, end; lead a class. A drill writes no report: its player does."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.drills import queries
from dampingi.drills.models import ClassSession, DrillRun
from dampingi.drills.rules import (
    NOT_OPEN,
    OVER,
    Asked,
    Beginning,
    Finding,
    Kind,
    Scenario,
    State,
    as_data,
    findings,
    obstacles_to_beginning,
    open_dialogues,
    passed,
)
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Refusal


@transaction.atomic
def begin_drill(
    scenario: Scenario, *, class_number: str = "", practice: bool, by: Staff, at: datetime
) -> DrillRun:
    """Begin a scenario, alone or in a class; refuse outside practice and in the middle of another."""
    Staff.objects.select_for_update().get(id=by.id)  # two tabs at once
    joined = _class(class_number, scenario)
    facts = Beginning(
        practice=practice,
        running=queries.running_of(by) is not None,
        class_fits=(joined is not None) if class_number.strip() else None,
    )
    if obstacles := obstacles_to_beginning(facts):
        raise Refusal(*obstacles)
    player = None
    if joined:
        player = joined.players = joined.players + 1
        joined.save(update_fields=("players",))
    made = DrillRun.objects.create(
        staff=by,
        unit_id=by.unit_id,
        scenario=scenario.code,
        class_session=joined,
        player=player,
        began_at=at,
    )
    audit.record("drill.began", by=by, at=at, on=made, reason=scenario.code)
    return made


def _class(number: str, scenario: Scenario) -> ClassSession | None:
    """Return the open class of that number, locked, so that no two players get one number."""
    found = ClassSession.objects.select_for_update().filter(
        number=read_number(number) or "", scenario=scenario.code, ended_at=None
    )
    return found.first()


@transaction.atomic
def say_in_drill(run: DrillRun, option: str, *, by: Staff, at: datetime) -> DrillRun:
    """Say or ask something that is open now; refuse what is not."""
    run = _running(run)
    came = queries.arrived_of(run, now=at)
    if option not in {o.code for one in open_dialogues(run.script, came=came, asked=run.asked) for o in one.left}:
        raise Refusal(NOT_OPEN)
    run.said = [*run.said, Asked(option, at).data]
    run.save(update_fields=("said",))
    return run


@transaction.atomic
def note_progress(run: DrillRun, *, by: Staff, at: datetime) -> DrillRun:
    """Keep how far a player of a class has come, in counts alone."""
    if run.class_session_id is None or run.state != State.RUNNING:
        return run
    counted = Counter(str(one.kind) for one in _found(run, until=at))
    run.progress = {
        "arrived": len(queries.arrived_of(run, now=at)),
        "said": len(run.said),
        "in_time": counted[Kind.IN_TIME],
        "late": counted[Kind.LATE] + counted[Kind.MISSED],
        "seen_at": at.isoformat(),
    }
    run.save(update_fields=("progress",))
    return run


@transaction.atomic
def stop_drill(run: DrillRun, *, by: Staff, at: datetime) -> DrillRun:
    """Stop in the middle: nothing is scored and nothing has failed (H-21)."""
    run = _running(run)
    run.state, run.ended_at, run.said, run.progress = State.STOPPED, at, [], {}
    run.save(update_fields=("state", "ended_at", "said", "progress"))
    audit.record("drill.ended", by=by, at=at, on=run)  # that she stopped is hers to tell (H-21)
    return run


@transaction.atomic
def end_drill(run: DrillRun, *, by: Staff, at: datetime) -> DrillRun:
    """End a drill and keep what was found, for its player. The ledger does not say how it went."""
    run = note_progress(_running(run), by=by, at=at)
    found = _found(run, until=at)
    run.state, run.ended_at = State.ENDED, at
    run.found, run.passed = [as_data(one) for one in found], passed(found, run.script)
    run.save(update_fields=("state", "ended_at", "found", "passed"))
    audit.record("drill.ended", by=by, at=at, on=run)
    return run


def _found(run: DrillRun, *, until: datetime) -> tuple[Finding, ...]:
    return findings(queries.record_of_drill(run, until=until), run.script)


def _running(run: DrillRun) -> DrillRun:
    """Return the drill locked; raise ``Refusal`` when it is over."""
    found = DrillRun.objects.select_for_update().get(id=run.id)
    if found.state != State.RUNNING:
        raise Refusal(OVER)
    return found


@transaction.atomic
def open_class(scenario: Scenario, *, practice: bool, by: Staff, at: datetime) -> ClassSession:
    """Open a class for a scenario; refuse outside practice."""
    if obstacles := obstacles_to_beginning(Beginning(practice=practice, running=False)):
        raise Refusal(*obstacles)
    made = ClassSession.objects.create(leader=by, unit_id=by.unit_id, scenario=scenario.code, began_at=at)
    audit.record("class.opened", by=by, at=at, on=made, reason=scenario.code)
    return made


@transaction.atomic
def close_class(found: ClassSession, *, by: Staff, at: datetime) -> ClassSession:
    """Close a class: nobody joins it any more; whoever plays goes on."""
    if ClassSession.objects.filter(id=found.id, ended_at=None).update(ended_at=at):
        audit.record("class.closed", by=by, at=at, on=found)
    found.refresh_from_db()
    return found
