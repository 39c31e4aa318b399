"""In a unit kecil nothing waits for a second person: it is done, logged, and listed for review (H-06)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.models import Case, DoneAlone
from dampingi.kernel.ids import new_id


def note_done_alone(case: Case, kind: DoneAlone.Kind, *, by: Staff, at: datetime) -> None:
    """List what one person did alone where two would be asked, for the provincial unit's monthly review."""
    if not case.unit.is_small or case.unit.parent_id is None:
        return
    DoneAlone.objects.create(
        id=new_id(),
        unit_id=case.unit_id,
        reviewed_by_unit_id=case.unit.parent_id,
        number=case.number,
        kind=kind,
        by_role=by.ledger_role,
        at=at,
    )


@transaction.atomic
def review_done_alone(rows: Sequence[DoneAlone], *, by: Staff, at: datetime) -> int:
    """Mark what the reviewing unit read through, never one's own; a late review limits nobody (H-06)."""
    waiting = DoneAlone.objects.filter(reviewed_by_unit_id=by.unit_id, reviewed_at=None)
    done = waiting.filter(id__in=[row.id for row in rows]).update(reviewed_at=at)
    if done:
        audit.record("alone.reviewed", by=by, at=at, detail={"count": done})
    return done
