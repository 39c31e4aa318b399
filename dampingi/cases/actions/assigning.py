"""Who stands beside her: assigning, taking over, accepting, handing over, and what ends alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.actions.alarms import answer, raise_alarms
from dampingi.cases.actions.alone import note_done_alone
from dampingi.cases.actions.sight import end_sight, rung_for
from dampingi.cases.models import Assignment, Case, Conflict, DoneAlone, Standing
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.notices import actions as notices
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed

__all__ = ["acknowledge", "assign", "declare_conflict", "end_overrides", "raise_alarms"]

TABLE, COLUMN = "cases_assignment", "reason"


@transaction.atomic
def assign(case: Case, *, to: Staff, override_reason: str = "", by: Staff, at: datetime) -> Assignment:
    """Assign ``to`` as companion; raise ``Refusal`` with everything that stands in the way.

    Until ``to`` accepts, whoever holds the case keeps it: her duties, her sight (H-02, H-05). An
    override needs a reason, lasts 72 hours and raises a duty to review; when it ends the companion
    and her access stay and only the review is overdue (H-15). Taking a case oneself is accepting it.
    """
    readiness = queries.readiness_of(case, to, at=at)
    facts = rules.AssignFacts(
        state=rules.State(case.state),
        obstacles=readiness.obstacles,
        ready=readiness.ready,
        active=to.is_active,
        accompanies=to.may(Verb.FIRST_CONTACT),
        same_person=case.companion_id == to.id,
        override_reason=override_reason,
    )
    if obstacles := rules.obstacles_to_assigning(facts):
        raise Refusal(*obstacles)
    overridden = [] if readiness.ready else [o.code for o in readiness.obstacles]
    until = at + rules.OVERRIDE_LASTS if overridden else None
    handed_on = case.companion_id is not None
    if not case.change(companion=to, override_until=until, accepted_at=None):
        raise Stale
    made = _assignment(case, to, overridden, override_reason, until, by=by, at=at)
    access.let_read([case.id, case.report_id], [to.id], unit_id=case.unit_id)
    if overridden and to.id == by.id:
        note_done_alone(case, DoneAlone.Kind.OVERRIDE, by=by, at=at)
    if overridden:
        protocols.happened(case.id, Deed.OVERRIDE_MADE, when=at, by=by, at=at)
    audit.record(
        "case.handed-on" if handed_on else "case.assigned",
        by=by,
        at=at,
        on=case,
        reason=made.how,
        detail={"staff": str(to.id), "overridden": overridden},
    )
    if to.id == by.id:
        acknowledge(case, by=by, at=at)
    else:
        notices.tell([to.id], at=at, urgent=rules.is_urgent(case.risk))
    return made


def _assignment(
    case: Case,
    to: Staff,
    overridden: Sequence[str],
    reason: str,
    until: datetime | None,
    *,
    by: Staff,
    at: datetime,
) -> Assignment:
    Assignment.objects.filter(case=case, ended_at=None).update(ended_at=at)
    how = Standing.OVERRIDE if overridden else Standing.SELF if to.id == by.id else Standing.PROPOSED
    made = Assignment(
        id=new_id(),
        case=case,
        staff=to,
        by_id=by.id,
        at=at,
        how=how,
        overridden=list(overridden),
        review_due_at=until,
    )
    if reason.strip():
        key = keys.load([case.id])[case.id]
        made.reason = keys.seal(key, {"reason": reason}, table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    return made


@transaction.atomic
def acknowledge(case: Case, *, by: Staff, at: datetime) -> Case:
    """Accept an assigned case: from now on its companion owns what is owed (H-02).

    The alarm falls silent, the duties pass on, and whoever held the case before, or only took the
    report, no longer sees it.
    """
    if case.companion_id != by.id:
        raise Refusal(rules.NOT_HERS)
    if case.accepted_at is not None:
        return case
    before = {case.owner_id, case.report.taken_by_id, *_once_asked(case)} - {by.id}
    if not case.change(accepted_at=at, owner=by):
        raise Stale
    answer(case, at=at)
    protocols.hand_duties(case.id, to_staff_id=by.id)
    protocols.happened(case.id, Deed.ACKNOWLEDGED, when=at, by=by, at=at)
    audit.record("case.accepted", by=by, at=at, on=case)
    notices.tell([s for s in before if s != case.report.taken_by_id], at=at)
    end_sight(case, before)
    return case


def _once_asked(case: Case) -> set[UUID]:
    """Return everybody who was asked to accompany, or whom an alarm asked to answer."""
    companions = Assignment.objects.filter(case=case).values_list("staff_id", flat=True)
    return {*companions, *rung_for(case)}


@transaction.atomic
def declare_conflict(case: Case, *, staff: Staff, by: Staff, at: datetime) -> Conflict:
    """Note that ``staff`` is related to a party; with whom is not kept (contract)."""
    made, new = Conflict.objects.get_or_create(
        case=case, staff_id=staff.id, defaults={"id": new_id(), "how": "declared", "at": at}
    )
    if new:
        audit.record("case.conflict-declared", by=by, at=at, on=case, detail={"staff": str(staff.id)})
        notices.tell(queries.supervisors_of(case.unit_id), at=at, urgent=staff.id in (case.companion_id, case.owner_id))
    return made


@transaction.atomic
def end_overrides(*, by: Actor, at: datetime) -> int:
    """End the time box of overrides: companion and access stay, supervisors are told (H-15)."""
    ended = list(Case.objects.filter(override_until__lte=at)[:200])
    for case in ended:
        case.change(override_until=None)
        audit.record("override.ended", by=by, at=at, on=case)
        notices.tell(queries.supervisors_of(case.unit_id), at=at)
    return len(ended)
