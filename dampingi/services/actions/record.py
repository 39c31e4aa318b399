"""Handing a case on to the national record: names for whoever retypes them, tables without any."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.audit.actions import Entry
from dampingi.cases.models import Case
from dampingi.kernel.days import spoken_moment
from dampingi.kernel.words import say
from dampingi.people import actions as people
from dampingi.people.actions import Because
from dampingi.people.models import Person
from dampingi.places.queries import path_of
from dampingi.services.exports.simfoni import workbook
from dampingi.services.queries.simfoni import Record, records_of


@transaction.atomic
def reveal_for_record(case: Case, parties: Sequence[UUID], *, by: Staff, at: datetime) -> dict[UUID, Mapping[str, str]]:
    """Open the names that the national record asks for, after writing down who looked and why."""
    persons = [case.victim, *Person.objects.filter(id__in=parties)]
    opened = people.reveal(persons, by=by, at=at, because=Because.NATIONAL_RECORD)
    return {person_id: _shown(known.values) for person_id, known in opened.items()}


def _shown(values: Mapping[str, str]) -> Mapping[str, str]:
    village = path_of(values["village_code"]) if values.get("village_code") else ""
    address = ", ".join(part for part in (values.get("address", ""), village) if part)
    born = date.fromisoformat(values["birth_date"]).strftime("%d-%m-%Y") if values.get("birth_date") else ""
    phone = values.get("phone") or values.get("contact_number", "")
    return {**{k: values.get(k, "") for k in ("name", "nik")}, "birth_date": born, "address": address, "phone": phone}


def export_record(found: Sequence[Case], *, by: Staff, at: datetime) -> bytes:
    """Return the table of these cases, having written down in each that it left; raises as the ledger does."""
    audit.record_many([Entry(act="record.exported", by=by, at=at, on=case, detail={"cases": len(found)}) for case in found])
    zone = by.unit.timezone
    records: list[Record] = records_of(found, zone=zone)
    note = say("Rahasia. Dibuat {who}, {at}.", who=by.alias or by.name, at=spoken_moment(at, zone))
    return workbook(records, note=str(note))
