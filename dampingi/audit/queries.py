"""Reading the ledger back: the timeline of a case and what belongs to it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from dampingi.audit.models import Head, Line

LONGEST = 500


def timeline(
    subject_ids: Collection[UUID],
    *,
    newest_first: bool = True,
    limit: int = LONGEST,
    before: tuple[datetime, int] | None = None,
) -> QuerySet[Line]:
    """Return the lines about these subjects, at most ``limit``, by time and then by number.

    ``before`` is the moment and number of the line that the page before ended with.

    The caller has found the subjects through the eyes of whoever asks; the policy of the table
    says the same once more.
    """
    order = ("-at", "-seq") if newest_first else ("at", "seq")
    found = Line.objects.filter(subject_id__in=subject_ids)
    if before is not None:
        at, seq = before
        found = found.filter(Q(at__lt=at) | Q(at=at, seq__lt=seq))
    return found.order_by(*order)[:limit]


def newest_seq(unit_id: UUID) -> int:
    """Return the number of the newest line of a unit's chain; 0 where there is none."""
    return Head.objects.filter(unit_id=unit_id).values_list("seq", flat=True).first() or 0


def subjects_since(unit_id: UUID, seq: int, *, acts: Collection[str]) -> set[UUID]:
    """Return to what some acts were done in a unit after its line ``seq``, as far as the actor may see."""
    found = Line.objects.filter(unit_id=unit_id, seq__gt=seq, act__in=acts)
    return {subject for subject in found.values_list("subject_id", flat=True) if subject}


def done_by(actor_id: UUID, *, since: datetime, until: datetime, acts: Collection[str] | None = None) -> list[Line]:
    """Return what somebody did between two moments, the first one first, as far as the actor may see."""
    found = Line.objects.filter(actor_id=actor_id, at__gte=since, at__lte=until)
    if acts is not None:
        found = found.filter(act__in=acts)
    return list(found.order_by("at", "unit_id", "seq"))
