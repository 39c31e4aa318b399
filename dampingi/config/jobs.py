"""What runs by the clock: alarms, overrides that end, mail, checkpoints, memory that goes cold."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit.checkpoints import write_checkpoints
from dampingi.cases import actions as cases
from dampingi.files import actions as files
from dampingi.intake import actions as intake
from dampingi.kernel.actors import System
from dampingi.notices import actions as notices


def addresses(staff_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return where each of ``staff_ids`` gets mail, and in which language."""
    found = Staff.objects.filter(id__in=list(staff_ids), is_active=True)
    return {s.id: (s.email, s.language) for s in found}


def tick(*, at: datetime) -> None:
    """Do what the clock asks for; each part in a transaction of its own."""
    with acting_as("alarms"):
        cases.raise_alarms(by=System("alarms"), at=at)
        cases.ring_missed(by=System("alarms"), at=at)
        cases.end_overrides(by=System("alarms"), at=at)
    with acting_as("erasing"):
        cases.erase_declined(by=System("erasing"), at=at)
    with acting_as("sweeping"):
        access.sweep(by=System("sweeping"), at=at)
        intake.sweep(by=System("sweeping"), at=at)
        cases.sweep(by=System("sweeping"), at=at)
        files.sweep(by=System("sweeping"), at=at)
    with acting_as("scanning"):
        files.scan_again(by=System("scanning"), at=at)
    with acting_as("mail"), transaction.atomic():
        notices.tell(access.take_news(at=at), at=at)
        notices.send_waiting(addresses, at=at)
    with acting_as("checkpoints"):
        write_checkpoints(at=at)
