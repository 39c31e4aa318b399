"""Who may read which file, and as whom somebody reads."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from dampingi.access.models import Reader, Sight, Staff
from dampingi.kernel.ids import new_id


def see_again(staff: Staff) -> None:
    """Write as whom ``staff`` reads from now on."""
    readers = {staff.id} | ({staff.unit_id} if staff.supervises else set())
    Sight.objects.filter(staff_id=staff.id).exclude(reader_id__in=readers).delete()
    Sight.objects.bulk_create(
        [Sight(staff_id=staff.id, reader_id=reader) for reader in readers],
        ignore_conflicts=True,
    )


def let_read(file_ids: Sequence[UUID], reader_ids: Sequence[UUID], *, unit_id: UUID) -> None:
    """Let readers see files of a unit; her supervisors see them anyway."""
    Reader.objects.bulk_create(
        [
            Reader(id=new_id(), file_id=file_id, reader_id=reader_id, unit_id=unit_id)
            for file_id in file_ids
            for reader_id in reader_ids
        ],
        ignore_conflicts=True,
    )


def readers_among(file_ids: Sequence[UUID], staff_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of ``staff_ids`` who may read any of the files in their own name."""
    found = Reader.objects.filter(file_id__in=file_ids, reader_id__in=list(staff_ids))
    return set(found.values_list("reader_id", flat=True))


def stop_reading(file_ids: Sequence[UUID], reader_ids: Sequence[UUID]) -> None:
    """End somebody's sight of files; where it is one's own, the last statement of a deed."""
    Reader.objects.filter(file_id__in=file_ids, reader_id__in=reader_ids).delete()


def move_files(file_ids: Sequence[UUID], *, to_unit: UUID, reader_ids: Sequence[UUID] = ()) -> None:
    """Let another unit's supervisors and these readers see files, and nobody who saw them before.

    Where it ends one's own sight, the last statement of a deed.
    """
    Reader.objects.filter(file_id__in=file_ids).delete()
    let_read(file_ids, reader_ids or [to_unit], unit_id=to_unit)


def keep_reading(file_id: UUID, *, to_unit: UUID, but: UUID) -> None:
    """Hand a file to another unit while whoever reads it for a third one goes on reading.

    Readers of the unit ``but``, which gave it away, see it no more.
    """
    theirs = Staff.objects.filter(unit_id=but).values("id")
    Reader.objects.filter(file_id=file_id, reader_id__in=theirs).delete()
    Reader.objects.filter(file_id=file_id, reader_id=but).delete()
    Reader.objects.filter(file_id=file_id).update(unit_id=to_unit)
    let_read([file_id], [to_unit], unit_id=to_unit)
