"""Evidence beside certificates, and telling whoever holds something that it ends soon."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.notices import actions as notices
from dampingi.training.models import Holding
from dampingi.training.rules import WARN_DAYS, EvidenceKind, counts, drill_until, stage, today

_AT_ONCE = 500


@transaction.atomic
def note_drill(
    staff: Staff, *, competences: Sequence[str], passed_on: date, reference: str, by: Actor, at: datetime
) -> list[str]:
    """Note a passed drill as evidence for those of ``competences`` for which the catalog takes one.

    Return them. ``reference`` names the statement of the drill; the same one noted again changes nothing.
    """
    given = [code for code in dict.fromkeys(competences) if counts(code, EvidenceKind.DRILL)]
    made = Holding.objects.bulk_create(
        [
            Holding(
                staff=staff,
                competence=code,
                since=passed_on,
                until=drill_until(code, passed_on),
                evidence=EvidenceKind.DRILL,
                reference=reference,
            )
            for code in given
        ],
        ignore_conflicts=True,
    )
    if made:
        audit.record("competence.shown", by=by, at=at, on=staff, reason=EvidenceKind.DRILL, detail={"competences": given})
    return given


@transaction.atomic
def warn_of_expiry(*, by: Actor, at: datetime) -> int:
    """Tell whoever holds a competence that ends in 60 or in 14 days, once each; return how many were told.

    The days are those of her unit's clock. What other evidence carries further is no end of it.
    """
    first, last = at.date() - timedelta(days=1), at.date() + timedelta(days=1)  # somewhere it is another day
    unwarned = Q(warned_days=None) & Q(until__lte=last + timedelta(days=max(WARN_DAYS)))
    again = ~Q(warned_days=min(WARN_DAYS)) & Q(until__lte=last + timedelta(days=min(WARN_DAYS)))
    longer = Q(until=None) | Q(until__gt=OuterRef("until"))
    carried = Holding.objects.filter(longer, staff=OuterRef("staff"), competence=OuterRef("competence"))
    soon = Holding.objects.filter(unwarned | again, ~Exists(carried), until__gte=first, staff__is_active=True)
    told = []
    for row in soon.select_related("staff__unit").order_by("until", "id")[:_AT_ONCE]:
        now = stage((row.until - today(at, row.staff.unit.timezone)).days, warned=row.warned_days) if row.until else None
        not_yet = Q(warned_days=None) | Q(warned_days__gt=now)
        if now is not None and Holding.objects.filter(not_yet, id=row.id).update(warned_days=now):
            told.append(row.staff_id)
    if told:
        audit.record("competence.ends-soon", by=by, at=at, detail={"told": len(set(told))})
    notices.tell(told, at=at)
    return len(set(told))
