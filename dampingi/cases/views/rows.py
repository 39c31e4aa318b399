"""One duty as a row of a list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from dampingi.cases.pages import page_for
from dampingi.protocols.models import Duty
from dampingi.protocols.queries import step_of
from dampingi.protocols.rules import ACTORS, DEEDS, Actor
from dampingi.web.times import bar

_NOBODY: Mapping[UUID, str] = {}


def row_of(duty: Duty, number: str, *, now: datetime, owners: Mapping[UUID, str] = _NOBODY) -> dict[str, Any]:
    """Return a duty as a row: verb first, who owes it, since and until when, why, what meets it."""
    step = step_of(duty.code)
    return {
        "duty": duty,
        "step": step,
        "number": number,
        "actor": ACTORS[Actor(duty.actor)],
        "owner": owners.get(duty.owner_id, "") if duty.owner_id else "",
        "meets": [DEEDS[deed] for deed in step.met_by],
        "bar": bar(duty.began_at, duty.due_at, now, late_at=duty.late_at),
        "late": now > duty.late_at,
        "page": page_for(duty, number),
    }
