"""Who stops seeing a case: need to know ends when somebody else has it, or when nobody is asked any more."""

from collections.abc import Set as AbstractSet
from uuid import UUID

from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.cases import queries
from dampingi.cases.models import Alarm, Case


def rung_for(case: Case) -> set[UUID]:
    """Return whom alarms asked to answer for this case."""
    return set(Alarm.objects.filter(case=case).exclude(staff=None).values_list("staff_id", flat=True))


def end_sight(case: Case, staff_ids: AbstractSet[UUID]) -> None:
    """End the sight of the case, and of its report for whoever has no other case of it."""
    with acting_as("need-to-know"):
        others = [other.id for other in queries.siblings_of(case)]
    still = access.readers_among(others, staff_ids)
    access.stop_reading([case.id], list(staff_ids))
    access.stop_reading([case.report_id], list(staff_ids - still))
