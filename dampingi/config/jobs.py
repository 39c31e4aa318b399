"""What runs by the clock: alarms, overrides that end, mail, checkpoints, memory that goes cold."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.audit.checkpoints import write_checkpoints
from dampingi.cases import actions as cases
from dampingi.config import installation, upkeep
from dampingi.files import actions as files
from dampingi.intake import actions as intake
from dampingi.kernel.actors import System
from dampingi.keys import erasures
from dampingi.notices import actions as notices
from dampingi.training import actions as training


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
    with acting_as("upkeep"):
        keep_erasures()
        alarm_of_backup(at=at)
    with acting_as("training"):
        training.warn_of_expiry(by=System("training"), at=at)
    with acting_as("mail"), transaction.atomic():
        notices.tell(access.take_news(at=at), at=at)
        notices.send_waiting(addresses, at=at)
    with acting_as("checkpoints"):
        write_checkpoints(at=at)


def keep_erasures() -> None:
    """Keep the list of erasures outside the database, and beside the backups where their folder is at hand."""
    chosen = installation.chosen(settings.DAMPINGI_DATA)
    places = [erasures.path()]
    if chosen is not None and chosen.backups.is_dir():
        places.append(chosen.backups / erasures.NAME)
    with suppress(OSError):  # a disk that is away now is there at the next turn, and the backup writes it too
        erasures.keep(erasures.written(), at=places)


def alarm_of_backup(*, at: datetime) -> None:
    """Tell whoever keeps a unit of a real installation that its backup is late, once a day (P-21)."""
    folder = settings.DAMPINGI_DATA
    if settings.DAMPINGI_MODE != "real" or not upkeep.last(folder, upkeep.What.MADE).older_than(
        upkeep.BACKUP_ALARM, at=at
    ):
        return
    late = upkeep.last(folder, upkeep.What.BACKUP).older_than(upkeep.BACKUP_ALARM, at=at)
    if not late or not upkeep.last(folder, upkeep.What.ALARM).older_than(upkeep.ALARM_AGAIN, at=at):
        return
    keepers = [staff.id for staff in Staff.objects.filter(is_active=True) if staff.may(Verb.KEEP_UNIT)]
    with transaction.atomic():
        notices.tell(keepers, at=at)
    upkeep.note(folder, upkeep.What.ALARM, at=at)
