"""Walking a case some way: taken by Sari, what is owed, what the ledger says, who sees what."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Staff
from dampingi.audit.models import Line
from dampingi.cases import actions
from dampingi.cases.models import Case, OnCall
from dampingi.kernel.codes import Sign
from dampingi.kernel.fields import Group, clean
from dampingi.protocols.models import Duty
from tests.fixtures import Room

ALL_NO = {str(sign): "no" for sign in Sign}
WOMAN = {"sex": "female", "age_years": 30, "contact_way": "own_phone"}
GIRL = {"sex": "female", "age_years": 15, "contact_way": "own_phone"}
SEXUAL = {"forms": ["sexual"]}
CASE_TABLES = {
    "cases_case": "id",
    "cases_assignment": "case_id",
    "protocols_duty": "run_id",
    "protocols_run": "id",
    "triage_assessment": "case_id",
    "people_person": "file_id",
}


def taken(room: Room, to: Staff | None = None, *, at: datetime | None = None, by: Staff | None = None, **said: Any) -> Case:
    """A case that its companion (Sari) has accepted."""
    to = to or room.sari
    case = room.report(by, at=at, **said)[0]
    return hand(room, case, to)


def hand(room: Room, case: Case, to: Staff, *, by: Staff | None = None, accept: bool = True) -> Case:
    """Assign a case and, unless told, accept it."""
    by = by or (room.ratna if case.unit_id == room.palangka.id else to)
    actions.assign(room.case(case, by), to=to, override_reason="Sudah dikenal", by=by, at=room.now)
    if accept:
        actions.acknowledge(room.case(case, to), by=to, at=room.now)
    return room.case(case, to)


def contact(room: Room, case: Case, by: Staff, *, at: datetime | None = None, **said: Any) -> Any:
    """Record a first contact as ``by``."""
    agreed = {name: said.pop(name, None) for name in ("help", "record", "contact")}
    words = {name: said.pop(name) for name in ("safety", "needs", "hopes", "heard_by") if name in said}
    said.setdefault("support", [])
    return actions.first_contact(
        room.case(case, by), when=room.now, agreed=agreed, words=words, by=by, at=at or room.now, **said
    )


def cleaned(sheet: Group, said: Any, now: datetime) -> Any:
    """Return a sheet as its door hands it to the deed."""
    found = clean(sheet, said, now=now)
    assert not found.problems, found.problems
    return found.values


def owed(case: Case) -> dict[str, Duty]:
    """Return what is open of a case, by code."""
    with acting_as("tests"):
        return {d.code: d for d in Duty.objects.open().filter(run_id=case.id)}


def duty(case: Case, code: str) -> Duty:
    """Return the duty of a step that stands."""
    with acting_as("tests"):
        return Duty.objects.get(run_id=case.id, code=code, superseded_at=None)


def lines(case: Case, act: str = "") -> list[Line]:
    """Return the ledger lines of a case and its report, the first one first."""
    with acting_as("tests"):
        found = Line.objects.filter(subject_id__in=[case.id, case.report_id]).order_by("seq")
        return list(found.filter(act=act) if act else found)


def acts(case: Case) -> list[str]:
    """Return the acts of those lines."""
    return [line.act for line in lines(case)]


def rows_of(case: Case, who: Staff, tables: Iterable[str] = CASE_TABLES) -> dict[str, int]:
    """Return how many rows of a case raw SQL gives to somebody, table by table, under the policies alone."""
    act_as(who)
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {CASE_TABLES[table]} = %s", [case.id])
            found[table] = cursor.fetchone()[0]
    return found


def report_rows(case: Case, who: Staff) -> tuple[int, int]:
    """Return how many rows of its report, and of those named in it, somebody sees by raw SQL."""
    act_as(who)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_report WHERE id = %s", [case.report_id])
        report = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM people_person WHERE file_id = %s", [case.report_id])
        return report, cursor.fetchone()[0]


def on_call(room: Room, *staff: Staff, part: str = "always", phone: str = "0811") -> None:
    """Put somebody on the list of her unit, in this order."""
    with acting_as("tests"):
        for turn, one in enumerate(staff, start=1):
            OnCall.objects.create(unit=one.unit, staff=one, phone=f"{phone}{turn}", part=part, turn=turn)


def ids(found: Iterable[Any]) -> set[UUID]:
    """Return the ids of rows."""
    return {one.id for one in found}


_CHANGING = re.compile(rb'(csrfmiddlewaretoken" value|nonce)="[^"]*"')


def steady(page: bytes) -> bytes:
    """Return a page without what differs at each showing."""
    return _CHANGING.sub(b"", page)
