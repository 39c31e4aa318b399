"""Who may know of a shelter, which could take her, and her stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from dampingi.access.models import Staff
from dampingi.access.rules import Role
from dampingi.audit import queries as audit
from dampingi.audit.models import Line
from dampingi.cases.models import Case
from dampingi.kernel.codes import Sex
from dampingi.places.models import Shelter
from dampingi.services.models import Stay
from dampingi.services.rules.stays import PlaceFacts


def shelters_seen_by(staff: Staff) -> QuerySet[Shelter]:
    """Return the shelters ``staff`` may know of: the head of its unit, and who holds the case of a running stay.

    The same as the table's own policy; said here as well.
    """
    held = Stay.objects.filter(left_at=None, case__owner_id=staff.id).values("shelter_id")
    known = Q(id__in=held)
    if Role.HEAD in staff.roles:
        known |= Q(unit_id=staff.unit_id)
    return Shelter.objects.filter(known)


@dataclass(frozen=True, slots=True)
class Offer:
    """A shelter as whoever looks for a place sees it: a number, whom it takes, how much is free."""

    id: UUID
    number: str
    unit_id: UUID
    serves: frozenset[str]
    rooms: int
    taken: int
    is_open: bool

    @property
    def free(self) -> int:
        """Return how many places are free."""
        return max(0, self.rooms - self.taken)

    def facts_for(self, case: Case) -> PlaceFacts:
        """Return what decides whether it can take the person of ``case``."""
        victim = case.victim
        return PlaceFacts(
            rooms=self.rooms,
            taken=self.taken,
            serves=self.serves,
            is_open=self.is_open,
            sex=Sex(victim.sex),
            is_child=victim.is_child is not False,
            disabled=victim.disability not in ("", "none"),
            already_stays=running_stay(case) is not None,
        )


def offers_for(case: Case) -> list[Offer]:
    """Return the shelters of the case's unit and of its province, without what tells where any of them is."""
    units = [unit for unit in (case.unit_id, case.unit.parent_id) if unit]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number, unit_id, serves, rooms, taken, is_open FROM shelter_offers(%s)", [units])
        rows = cursor.fetchall()
    return [Offer(i, number, unit, frozenset(serves), rooms, taken, on) for i, number, unit, serves, rooms, taken, on in rows]


def running_stay(case: Case) -> Stay | None:
    """Return the stay that is not ended, if there is one."""
    return Stay.objects.filter(case=case, left_at=None).first()


def stays_of(case: Case) -> Sequence[Stay]:
    """Return every stay of a case, the last first, with what made it longer."""
    return list(Stay.objects.filter(case=case).prefetch_related("extensions"))


def who_looked(shelter: Shelter) -> list[Line]:
    """Return who opened where a shelter is, the last first."""
    return [line for line in audit.timeline([shelter.id], limit=100) if line.act == "shelter.revealed"]
