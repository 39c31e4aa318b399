"""Who holds what."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from dampingi.training.models import Holding
from dampingi.training.rules import Ending, Evidence, Held, ending, held


def evidence_of(staff_ids: Sequence[UUID]) -> dict[UUID, list[Evidence]]:
    """Return, for each person, all that shows her competences, whenever it is valid. One statement."""
    found: dict[UUID, list[Evidence]] = {staff_id: [] for staff_id in staff_ids}
    rows = Holding.objects.filter(staff_id__in=staff_ids).values_list("staff_id", "competence", "evidence", "since", "until")
    for staff_id, competence, kind, since, until in rows:
        found[staff_id].append(Evidence(competence, kind, since, until))
    return found


def held_by(staff_ids: Sequence[UUID], *, on: date) -> dict[UUID, dict[str, Held]]:
    """Return, for each person, the competences valid on a day and what is to be refreshed. One statement."""
    found = {staff_id: held(shown, on=on) for staff_id, shown in evidence_of(staff_ids).items()}
    return {staff_id: one for staff_id, one in found.items() if one}


def holdings_of(staff_ids: Sequence[UUID], *, on: date) -> dict[UUID, dict[str, date | None]]:
    """Return, for each person, the competences valid on a day and until when. One statement."""
    return {
        staff_id: {code: one.until for code, one in found.items()}
        for staff_id, found in held_by(staff_ids, on=on).items()
    }


def ending_of(staff_ids: Sequence[UUID], *, on: date) -> dict[UUID, list[Ending]]:
    """Return, for each person, the competences that end soon or ended. One statement."""
    found = {staff_id: ending(shown, on=on) for staff_id, shown in evidence_of(staff_ids).items()}
    return {staff_id: one for staff_id, one in found.items() if one}
