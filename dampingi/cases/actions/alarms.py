"""The night report reaches a person (H-02): who is asked, in which order, and until when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from dampingi.access import actions as access
from dampingi.access.models import Staff, Unit
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.actions.sight import end_sight, rung_for
from dampingi.cases.models import Alarm, Case, Conflict
from dampingi.cases.queries import Link, missed
from dampingi.kernel.actors import Actor
from dampingi.notices import actions as notices


def ring(cases: Sequence[Case], *, by: Staff, at: datetime) -> list[UUID]:
    """Ask the first in the chain for each urgent case; return who was told."""
    if not cases:
        return []
    unit = cases[0].unit
    chain = queries.chain(unit, at=at, but=by.id)
    first = {case.id: next(iter(_without_conflict(case, chain)), None) for case in cases}
    Alarm.objects.bulk_create(
        Alarm(case=case, staff_id=first[case.id], step=0, raised_at=at, next_at=rules.alarm_next(at)) for case in cases
    )
    for case in cases:
        _let_answer(case, first[case.id])
    return [*filter(None, first.values()), *queries.supervisors_of(unit.id)]


def _without_conflict(case: Case, chain: Sequence[Link]) -> list[UUID]:
    """Return who may be asked, in order: nobody who is a party or related to one."""
    barred = set(Conflict.objects.filter(case=case).values_list("staff_id", flat=True))
    return [link.staff_id for link in chain if link.staff_id not in barred]


def _let_answer(case: Case, staff_id: UUID | None) -> None:
    """Let whoever is asked see what she is asked about, until somebody has accepted it."""
    if staff_id:
        access.let_read([case.id, case.report_id], [staff_id], unit_id=case.unit_id)


@transaction.atomic
def raise_alarms(*, by: Actor, at: datetime) -> int:
    """Hand every unanswered alarm on to the next person; return how many were handed on.

    The chain ends with the provincial unit, and then begins again: somebody must answer.
    """
    due = Alarm.objects.select_for_update(of=("self",), skip_locked=True).filter(answered_at=None, next_at__lte=at)
    handed = 0
    for alarm in due.select_related("case__unit")[:200]:
        alarm.answered_at = at
        alarm.save(update_fields=("answered_at",))
        if _still_rings(alarm, at=at):
            _ring_next(alarm, alarm.case.unit, by=by, at=at)
            handed += 1
        elif alarm.about:
            end_sight(alarm.case, _rung_about(alarm) - {alarm.case.owner_id, alarm.case.companion_id})
        elif alarm.case.accepted_at is None:
            # Nobody is asked any more: who was only rung stops seeing it.
            end_sight(alarm.case, rung_for(alarm.case) - {alarm.case.owner_id, alarm.case.companion_id})
    return handed


def _still_rings(alarm: Alarm, *, at: datetime) -> bool:
    if alarm.about:
        return bool(missed([alarm.case_id], at=at).filter(about=alarm.about))
    return rules.still_rings(alarm.case.state, alarm.case.risk, accepted=alarm.case.accepted_at is not None)


def _rung_about(alarm: Alarm) -> set[UUID]:
    """Return who was rung for a visit alone, and is not asked about the case itself."""
    rung = Alarm.objects.filter(case=alarm.case, about=alarm.about).exclude(staff=None)
    asked = Alarm.objects.filter(case=alarm.case, about="", answered_at=None).exclude(staff=None)
    return set(rung.values_list("staff_id", flat=True)) - set(asked.values_list("staff_id", flat=True))


@transaction.atomic
def ring_missed(*, by: Actor, at: datetime) -> int:
    """Ring the chain for every officer who did not come back in time (H-20); return how many.

    Whoever answered has half an hour; then it rings again.
    """
    rung = Alarm.objects.filter(case_id=OuterRef("run_id"), about=OuterRef("about"))
    asked = rung.filter(Q(answered_at=None) | Q(answered_at__gt=at - rules.LOOK_WITHIN))
    found = list(missed(None, at=at).exclude(Exists(asked)).order_by("late_at")[:200])
    cases = Case.objects.select_related("unit__parent").in_bulk({duty.run_id for duty in found})
    for duty in (duty for duty in found if duty.run_id in cases):
        case = cases[duty.run_id]
        chain = _without_conflict(case, queries.chain(case.unit, at=at, but=duty.owner_id))
        first = next(iter(chain), None)
        Alarm.objects.create(
            case=case, about=duty.about, staff_id=first, step=0, raised_at=at, next_at=rules.alarm_next(at)
        )
        _let_answer(case, first)
        notices.tell([*filter(None, [first]), *queries.supervisors_of(case.unit_id)], at=at, urgent=True)
        audit.record("visit.missed", by=by, at=at, on=case)
    return len(found)


@transaction.atomic
def answer_missed(case: Case, about: str, *, by: Staff, at: datetime) -> None:
    """Take up what rings for a visit: ``by`` looks for the officer now."""
    Alarm.objects.filter(case=case, about=about, answered_at=None).update(answered_at=at)
    audit.record("visit.answered", by=by, at=at, on=case)


def _ring_next(alarm: Alarm, unit: Unit, *, by: Actor, at: datetime) -> None:
    chain = _without_conflict(alarm.case, queries.chain(unit, at=at))
    step, asked = alarm.step + 1, rules.next_asked(chain, alarm.staff_id)
    Alarm.objects.create(
        case=alarm.case,
        about=alarm.about,
        staff_id=asked,
        step=step,
        raised_at=at,
        next_at=rules.alarm_next(at),
    )
    _let_answer(alarm.case, asked)
    if asked:
        notices.tell([asked], at=at, urgent=True)
    audit.record("alarm.handed-on", by=by, at=at, on=alarm.case, detail={"step": step})


def answer(case: Case, *, at: datetime) -> None:
    """Silence what rings for this case: somebody has taken it."""
    Alarm.objects.filter(case=case, about="", answered_at=None).update(answered_at=at)
