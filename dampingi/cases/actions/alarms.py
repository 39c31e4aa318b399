"""The night report reaches a person (H-02): who is asked, in which order, and until when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Staff, Unit
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.models import Alarm, Case
from dampingi.kernel.actors import Actor
from dampingi.notices import actions as notices


def ring(cases: Sequence[Case], *, by: Staff, at: datetime) -> list[UUID]:
    """Ask the first in the chain for each urgent case; return who was told."""
    if not cases:
        return []
    chain = queries.chain(by.unit, at=at, but=by.id)
    first = chain[0] if chain else None
    Alarm.objects.bulk_create(
        Alarm(
            case=case,
            staff_id=first.staff_id if first else None,
            step=0,
            raised_at=at,
            next_at=rules.alarm_next(at),
        )
        for case in cases
    )
    return [link.staff_id for link in chain[:1]] + queries.supervisors_of(by.unit_id)


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
        if alarm.case.accepted_at is None:
            _ring_next(alarm, alarm.case.unit, by=by, at=at)
            handed += 1
    return handed


def _ring_next(alarm: Alarm, unit: Unit, *, by: Actor, at: datetime) -> None:
    chain = queries.chain(unit, at=at)
    step = alarm.step + 1
    link = chain[step % len(chain)] if chain else None
    Alarm.objects.create(
        case=alarm.case,
        staff_id=link.staff_id if link else None,
        step=step,
        raised_at=at,
        next_at=rules.alarm_next(at),
    )
    if link:
        notices.tell([link.staff_id], at=at, urgent=True)
    audit.record("alarm.handed-on", by=by, at=at, on=alarm.case, detail={"step": step})


def answer(case: Case, *, at: datetime) -> None:
    """Silence what rings for this case: somebody has taken it."""
    Alarm.objects.filter(case=case, answered_at=None).update(answered_at=at)
