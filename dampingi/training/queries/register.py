"""Who holds what."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from dampingi.training.models import Holding


def holdings_of(staff_ids: Sequence[UUID], *, on: date) -> dict[UUID, dict[str, date | None]]:
    """Return, for each person, the competences valid on a day and until when. One statement."""
    valid = Holding.objects.filter(staff_id__in=staff_ids, since__lte=on).filter(Q(until=None) | Q(until__gte=on))
    found: dict[UUID, dict[str, date | None]] = {}
    # Of two certificates for one competence the one that holds longer counts.
    longest_last = valid.order_by(F("until").asc(nulls_last=True))
    for staff_id, competence, until in longest_last.values_list("staff_id", "competence", "until"):
        found.setdefault(staff_id, {})[competence] = until
    return found
