"""Who reads as whom, who works where."""

from uuid import UUID

from django.db.models import Q, QuerySet

from dampingi.access.models import Reader, Staff
from dampingi.access.rules import Role


def readers_of(staff: Staff) -> tuple[UUID, ...]:
    """Return as whom ``staff`` reads: herself, and her unit when she supervises it."""
    return (staff.id, staff.unit_id) if staff.supervises else (staff.id,)


def seen_by(staff: Staff, *, file: str = "id", unit: str = "unit_id", one: bool = False) -> Q:
    """Return what ``staff`` may see, as a condition that an index can serve.

    A supervisor sees her unit; beyond it only files she was let into, which are few and are named
    one by one, but where one row is asked for by its own key. Everybody else sees the files she was
    let into. An administrator sees none.
    """
    files = Reader.objects.filter(reader_id__in=readers_of(staff))
    if not staff.supervises:
        return Q(**{f"{file}__in": files.values("file_id")})
    mine = Q(**{unit: staff.unit_id})
    beyond_her_unit = files.exclude(unit_id=staff.unit_id).values_list("file_id", flat=True)
    if one:
        return mine | Q(**{f"{file}__in": beyond_her_unit})
    beyond = list(beyond_her_unit[:1_000])
    return mine | Q(**{f"{file}__in": beyond}) if beyond else mine


def files_of(staff: Staff) -> set[UUID]:
    """Return the files ``staff`` was let into by name."""
    return set(Reader.objects.filter(reader_id=staff.id).values_list("file_id", flat=True))


def staff_of(unit_id: UUID) -> QuerySet[Staff]:
    """Return who works in a unit, by name."""
    return Staff.objects.filter(unit_id=unit_id).order_by("name")


def head_of(unit_id: UUID) -> UUID | None:
    """Return who answers for a unit: its head, else its case supervisor, else nobody."""
    found = Staff.objects.filter(unit_id=unit_id, is_active=True)
    for role in (Role.HEAD, Role.SUPERVISOR):
        if head := found.filter(roles__contains=[role]).order_by("name").values_list("id", flat=True).first():
            return head
    return None
