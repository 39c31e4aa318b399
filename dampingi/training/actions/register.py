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
_LONGEST = {"title": 200, "number": 80, "issuer": 120, "basis": 120}
_NEEDED = frozenset({"title", "number", "issuer"})
_MOST_JP = 1_000


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
    _keep([(made, competences)], by=by, at=at)
    return made


def _keep(certificates: Sequence[tuple[Certificate, Sequence[str]]], *, by: Actor, at: datetime) -> None:
    """Write certificates, what they give, and a line of the ledger for each."""
    Certificate.objects.bulk_create([made for made, _ in certificates])
    Holding.objects.bulk_create(
        Holding(staff=c.staff, competence=code, since=c.issued_on, until=c.valid_until, certificate=c)
        for c, codes in certificates
        for code in dict.fromkeys(codes)
    )
    audit.record_many(
        [
            audit.Entry(act="certificate.recorded", by=by, at=at, on=c.staff, detail={"competences": list(codes)})
            for c, codes in certificates
        ],
    )


@transaction.atomic
def import_certificates(text: str, *, unit_id: UUID, by: Actor, at: datetime) -> int:
    """Record a table of certificates, all or none; raise ``Unclean`` with every row that is wrong.

    Columns: email, title, number, issuer, jp, issued_on, valid_until, basis, competences (parted by
    spaces), in any order. Commas or semicolons, with or without a byte order mark, lines ended as
    any system ends them. A problem names the line of the table it stands in.
    """
    rows = _rows(text)
    staff = {s.email: s for s in Staff.objects.filter(unit_id=unit_id)}
    problems: list[Problem] = []
    ready = [_row(line, row, staff, problems) for line, row in rows]
    if not rows:
        problems.append(Problem("/", "empty", say("Tabel ini kosong. Baris pertama berisi nama kolom.")))
    problems += _recorded_before([(line, made) for (line, _), (made, _) in zip(rows, ready, strict=True)])
    if problems:
        raise Unclean(*problems)
    for made, _ in ready:
        made.recorded_by_id, made.recorded_at = by.id, at
    _keep(ready, by=by, at=at)
    return len(ready)


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    text = text.removeprefix("\ufeff")
    lines = io.StringIO(text, newline=None)  # however lines end
    first = lines.getvalue().split("\n", 1)[0]
    reader = csv.DictReader(lines, delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        line = reader.line_num + 1
        words = say("Baris {n}: tabel ini tidak terbaca. Periksa tanda kutipnya.", n=line)
        raise Unclean(Problem(f"/{line}", "table", words)) from None
    missing = [name for name in COLUMNS if name not in reader.fieldnames]
    if rows and missing:
        words = say("Baris 1: kolom ini tidak ada: {columns}.", columns=", ".join(missing))
        raise Unclean(Problem("/1", "columns", words))
    return rows


def _recorded_before(rows: Sequence[tuple[int, Certificate]]) -> list[Problem]:
    """Return a problem for each certificate that stands in the register, or twice in the table."""
    known = Certificate.objects.filter(staff_id__in={c.staff_id for _, c in rows}).values_list("staff_id", "number")
    seen = set(known)
    problems = []
    for line, made in rows:
        if made.staff_id and (made.staff_id, made.number) in seen:
            words = say("Baris {n}: sertifikat ini sudah dicatat.", n=line)
            problems.append(Problem(f"/{line}/number", "repeated", words))
        seen.add((made.staff_id, made.number))
    return problems


def _row(
    line: int,
    row: dict[str, Any],
    staff: dict[str, Staff],
    problems: list[Problem],
) -> tuple[Certificate, list[str]]:
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if row.get(None):  # type: ignore[call-overload]  # csv puts what has no column under None
        words = say("Baris {n}: isinya lebih banyak daripada kolomnya. Beri tanda kutip pada isi yang berkoma.", n=line)
        problems.append(Problem(f"/{line}", "columns", words))
    found = staff.get(said["email"].lower())
    if found is None:
        problems.append(Problem(f"/{line}/email", "unknown-staff", say("Baris {n}: petugas tidak dikenal.", n=line)))
    codes = said["competences"].split()
    if not codes or any(code not in BY_CODE for code in codes):
        problems.append(
            Problem(f"/{line}/competences", "unknown-code", say("Baris {n}: kompetensi tidak dikenal.", n=line)),
        )
    problems += [p for name in _LONGEST if (p := _wrong_text(line, name, said[name]))]
    issued = _day(line, "issued_on", said["issued_on"], problems)
    until = _day(line, "valid_until", said["valid_until"], problems) if said["valid_until"] else None
    if issued and until and until < issued:
        words = say("Baris {n}: berlaku sampai sebelum tanggal terbit.", n=line)
        problems.append(Problem(f"/{line}/valid_until", "range", words))
    made = Certificate(
        id=new_id(),
        staff=found,
        title=said["title"],
        number=said["number"],
        issuer=said["issuer"],
        jp=_number(line, said["jp"], problems),
        issued_on=issued or date.min,  # only beside a problem, and then never kept
        valid_until=until,
        basis=said["basis"],
    )
    return made, codes


def _wrong_text(line: int, name: str, text: str) -> Problem | None:
    where = f"/{line}/{name}"
    if not text and name in _NEEDED:
        return Problem(where, "required", say("Baris {n}: kolom {column} kosong.", n=line, column=name))
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return Problem(where, "characters", say("Baris {n}: ada karakter yang tidak dapat disimpan.", n=line))
    if len(text) > _LONGEST[name]:
        words = say("Baris {n}: kolom {column} terlalu panjang.", n=line, column=name)
        return Problem(where, "too-long", words)
    return None


def _number(line: int, text: str, problems: list[Problem]) -> int:
    if text.isdecimal() and len(text) <= len(str(_MOST_JP)) and int(text) <= _MOST_JP:
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
