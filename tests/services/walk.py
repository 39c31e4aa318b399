"""Keeping sheets of a case as its companion, and what is owed about them."""

from datetime import datetime
from typing import Any

from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Staff
from dampingi.cases.models import Case
from dampingi.kernel.fields import clean
from dampingi.kernel.ids import new_number
from dampingi.places import actions as places
from dampingi.protocols.models import Duty
from dampingi.services import actions
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Sheet
from tests.fixtures import Room

PLACE = "Jalan Rahasia qwxyz 12"


def keep(room: Room, case: Case, sheet: str, /, *, by: Staff | None = None, about: str = "", **said: Any) -> Sheet:
    """Keep a sheet as its door does."""
    by = by or room.sari
    payload = {"when": room.now, **said}
    payload = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in payload.items()}
    cleaned = clean(BY_CODE[sheet].sheet, payload, now=room.now)
    assert cleaned.problems == (), cleaned.problems
    act_as(by)
    return actions.keep_sheet(
        room.case(case, by), BY_CODE[sheet], cleaned.values, number=new_number(), about=about, by=by, at=room.now
    )


def about(case: Case, code: str) -> dict[str, Duty]:
    """Return what is open of one step, by the thing it is about."""
    with acting_as("tests"):
        return {d.about: d for d in Duty.objects.open().filter(run_id=case.id, code=code)}


def shelter(room: Room, *, unit: Any = None, serves: tuple[str, ...] = ("women", "girls"), rooms: int = 2) -> str:
    """Return the number of a shelter of the unit."""
    with acting_as("tests"):
        said = {"serves": list(serves), "rooms": rooms, "is_open": True}
        said |= {"name": "Rumah Qwxyz", "address": PLACE, "contact": "0811 qwxyz", "way": "Lewat belakang qwxyz"}
        return places.add_shelter(said, unit_id=(unit or room.palangka).id, by=room.ratna, at=room.now).number


def stays(room: Room, case: Case, *, by: Staff | None = None, place: str = "") -> Any:
    """Let the person of a case stay in a shelter."""
    by = by or room.sari
    said = {"when": room.now, "reasons": ["husband"], "place": place or shelter(room), "needs": "Susu bayi qwxyz"}
    act_as(by)
    return actions.begin_stay(room.case(case, by), said, by=by, at=room.now)
