"""Typing on a sheet of a case that was not sent yet is sealed for its author: nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from dampingi.access.models import Staff
from dampingi.cases.models import Case, RescuedSheet
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Stale
from dampingi.keys import case as keys

TABLE, COLUMN = "cases_rescuedsheet", "words"
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """What a page held when it was last heard of.

    ``beside`` is what was chosen beside the sheet; ``version`` is the case's, as the page had read it at
    ``shown_at``; ``token`` names this keeping, so that a second window is noticed.
    """

    typed: Mapping[str, Any]
    shown_at: datetime
    beside: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    at: datetime | None = None
    token: str = ""


@transaction.atomic
def rescue_sheet(
    case: Case,
    page: Typing,
    *,
    sheet: str,
    about: str = "",
    staff_id: UUID,
    window: str | None = None,
    by: Actor,
    at: datetime,
) -> RescuedSheet | None:
    """Keep what was typed, sealed under the case's key, for its author alone; the newest replaces the last.

    ``window`` is the token that the page knows: raises ``Stale`` when another window of the same person
    keeps typing on this sheet as well.
    """
    last = _all(case, sheet, about, staff_id)
    if window is not None and any(one.id.hex != window for one in last):
        raise Stale
    key = keys.load([case.id]).get(case.id)
    if key is None:
        return None
    last.delete()
    made = RescuedSheet(id=new_id(), case=case, staff_id=staff_id, sheet=sheet, about=about, at=at)
    made.version, made.shown_at = page.version, page.shown_at
    words = {"typed": dict(page.typed), "beside": dict(page.beside)}
    made.words = keys.seal(key, words, table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    return made


def read_rescued(case: Case, *, sheet: str, about: str = "", by: Staff) -> Typing | None:
    """Return what ``by`` had typed on this sheet, about this thing, and had not sent yet."""
    last = _all(case, sheet, about, by.id).first()
    key = keys.load([case.id]).get(case.id) if last else None
    if last is None or key is None:
        return None
    words = keys.unseal(key, bytes(last.words), table=TABLE, pk=last.id, column=COLUMN)
    return Typing(
        typed=words["typed"],
        beside=words["beside"],
        version=last.version,
        shown_at=last.shown_at,
        at=last.at,
        token=last.id.hex,
    )


def forget_rescued(case: Case, *, sheet: str, about: str = "", by: Staff, at: datetime) -> None:
    """Drop what was kept: it has been saved, or its author does not want it."""
    _all(case, sheet, about, by.id).delete()


def sweep(*, by: Actor, at: datetime) -> int:
    """Drop what nobody came back for within a week; return how many."""
    return RescuedSheet.objects.filter(at__lt=at - KEPT).delete()[0]


def _all(case: Case, sheet: str, about: str, staff_id: UUID) -> QuerySet[RescuedSheet]:
    return RescuedSheet.objects.filter(case=case, staff_id=staff_id, sheet=sheet, about=about).order_by("-at")
