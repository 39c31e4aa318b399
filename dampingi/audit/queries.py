"""Reading the ledger back: the timeline of a case and what belongs to it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from dampingi.audit.models import Line

LONGEST = 500


def timeline(
    subject_ids: Collection[UUID],
    *,
    newest_first: bool = True,
    limit: int = LONGEST,
) -> QuerySet[Line]:
    """Return the lines about these subjects, at most ``limit``, by time and then by number.

    The caller has found the subjects through the eyes of whoever asks; the policy of the table
    says the same once more.
    """
    order = ("-at", "-seq") if newest_first else ("at", "seq")
    return Line.objects.filter(subject_id__in=subject_ids).order_by(*order)[:limit]
