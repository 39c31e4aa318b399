"""Which files a case has; only a row one may see is found."""

from collections.abc import Sequence
from uuid import UUID

from dampingi.files.models import File, FileState


def files_of(file_id: UUID) -> Sequence[File]:
    """Return the files of a case that are still there, the newest first."""
    return list(File.objects.filter(file_id=file_id).exclude(state=FileState.REMOVED))


def file_numbered(file_id: UUID, number: str) -> File | None:
    """Return one file of a case by its outside number."""
    return File.objects.filter(file_id=file_id, number=number).exclude(state=FileState.REMOVED).first()


def holds_intimate(file_id: UUID) -> bool:
    """Tell whether a case holds a file that H-13 protects."""
    return File.objects.filter(file_id=file_id, intimate=True).exclude(state=FileState.REMOVED).exists()
