"""Typing on a sheet of a case that came without a session is sealed, never shown, never lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.cases.models import Case, RescuedSheet
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.keys import case as keys

TABLE, COLUMN = "cases_rescuedsheet", "words"
KEPT = timedelta(days=1)


@transaction.atomic
def rescue_sheet(
    case: Case,
    payload: Mapping[str, Any],
    *,
    sheet: str,
    about: str = "",
    staff_id: UUID,
    by: Actor,
    at: datetime,
) -> RescuedSheet | None:
    """Keep what was typed, sealed under the case's key, for its author alone; the newest replaces the last."""
    key = keys.load([case.id]).get(case.id)
    if key is None:
        return None
    RescuedSheet.objects.filter(case=case, staff_id=staff_id, sheet=sheet, about=about).delete()
    made = RescuedSheet(id=new_id(), case=case, staff_id=staff_id, sheet=sheet, about=about, at=at)
    made.words = keys.seal(key, dict(payload), table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    return made


def read_rescued(case: Case, *, sheet: str, about: str = "", by: Staff) -> dict[str, Any]:
    """Return what ``by`` had typed on this sheet, about this thing, when her session ended, or nothing."""
    last = RescuedSheet.objects.filter(case=case, staff_id=by.id, sheet=sheet, about=about).first()
    key = keys.load([case.id]).get(case.id) if last else None
    if last is None or key is None:
        return {}
    return dict(keys.unseal(key, bytes(last.words), table=TABLE, pk=last.id, column=COLUMN))


def forget_rescued(case: Case, *, sheet: str, about: str = "", by: Staff, at: datetime) -> None:
    """Drop what was rescued: it has been saved."""
    RescuedSheet.objects.filter(case=case, staff_id=by.id, sheet=sheet, about=about).delete()


def sweep(*, by: Actor, at: datetime) -> int:
    """Drop what nobody came back for within a day; return how many."""
    return RescuedSheet.objects.filter(at__lt=at - KEPT).delete()[0]
