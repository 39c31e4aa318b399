"""Recording certificates by hand or from a table; declaring the register complete."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Staff, Unit
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Problem, Unclean
from dampingi.kernel.words import say
from dampingi.training.catalog.competences import BY_CODE
from dampingi.training.models import Certificate, Holding

COLUMNS = ("email", "title", "number", "issuer", "jp", "issued_on", "valid_until", "basis", "competences")


@transaction.atomic
def record_certificate(
    *,
    staff: Staff,
    title: str,
    number: str,
    issuer: str,
    jp: int,
    issued_on: date,
    valid_until: date | None,
    basis: str,
    competences: Sequence[str],
    by: Actor,
    at: datetime,
) -> Certificate:
    """Record a certificate and the competences it gives."""
    made = Certificate(
        id=new_id(),
        staff=staff,
        title=title,
        number=number,
        issuer=issuer,
        jp=jp,
        issued_on=issued_on,
        valid_until=valid_until,
        basis=basis,
        recorded_by_id=by.id,
        recorded_at=at,
    )
    made.save(force_insert=True)
    Holding.objects.bulk_create(
        Holding(staff=staff, competence=code, since=issued_on, until=valid_until, certificate=made)
        for code in competences
    )
    audit.record("certificate.recorded", by=by, at=at, on=staff, detail={"competences": list(competences)})
    return made


@transaction.atomic
def import_certificates(text: str, *, unit_id: UUID, by: Actor, at: datetime) -> int:
    """Record a table of certificates, all or none; raise ``Unclean`` with every row that is wrong.

    Columns: email, title, number, issuer, jp, issued_on, valid_until, basis, competences (parted by
    spaces). Commas or semicolons, with or without a byte order mark.
    """
    text = text.removeprefix("\ufeff")
    mark = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=mark))
    staff = {s.email: s for s in Staff.objects.filter(unit_id=unit_id)}
    problems: list[Problem] = []
    ready = [_row(i, row, staff, problems) for i, row in enumerate(rows, start=2)]
    if not rows:
        problems.append(Problem("/", "empty", say("Tabel ini kosong. Baris pertama berisi nama kolom.")))
    if problems:
        raise Unclean(*problems)
    for values in ready:
        record_certificate(**values, by=by, at=at)
    return len(ready)


def _row(line: int, row: dict[str, str], staff: dict[str, Staff], problems: list[Problem]) -> dict[str, Any]:
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    found = staff.get(said["email"].lower())
    if found is None:
        problems.append(Problem(f"/{line}/email", "unknown-staff", say("Baris {n}: petugas tidak dikenal.", n=line)))
    codes = said["competences"].split()
    if not codes or any(code not in BY_CODE for code in codes):
        problems.append(
            Problem(f"/{line}/competences", "unknown-code", say("Baris {n}: kompetensi tidak dikenal.", n=line)),
        )
    return {
        "staff": found,
        "title": said["title"],
        "number": said["number"],
        "issuer": said["issuer"],
        "jp": _number(line, said["jp"], problems),
        "issued_on": _day(line, "issued_on", said["issued_on"], problems),
        "valid_until": _day(line, "valid_until", said["valid_until"], problems) if said["valid_until"] else None,
        "basis": said["basis"],
        "competences": codes,
    }


def _number(line: int, text: str, problems: list[Problem]) -> int:
    if text.isdecimal() and int(text) <= 1_000:  # noqa: PLR2004 -- no course is longer
        return int(text)
    problems.append(Problem(f"/{line}/jp", "range", say("Baris {n}: jumlah JP bukan angka.", n=line)))
    return 0


def _day(line: int, name: str, text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = say("Baris {n}: tanggal tidak ada. Contoh: 2026-06-08.", n=line)
        problems.append(Problem(f"/{line}/{name}", "date", words))
        return None


@transaction.atomic
def declare_register_complete(unit: Unit, *, by: Actor, at: datetime) -> None:
    """Declare that every certificate of the unit is recorded: from now on a condition refuses (H-15)."""
    Unit.objects.filter(id=unit.id).update(register_complete=True)
    audit.record("register.complete", by=by, at=at, on=unit)
