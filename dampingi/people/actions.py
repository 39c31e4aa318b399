"""Mentioning persons and revealing them: the only place that opens an identity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.codes import Sex
from dampingi.kernel.ids import new_id
from dampingi.keys import identity
from dampingi.keys.tokens import Purpose, token
from dampingi.people import rules
from dampingi.people.models import Person, Role, Token

TABLE = "people_person"
COLUMN = "identity"
SEALED = (
    "name", "birth_date", "nik", "phone", "address", "village_code", "school", "contact_number",
    "contact_note",
)  # fmt: skip


class Because(StrEnum):
    """Why an identity was opened."""

    OWN_CASE = "own-case"
    ON_DUTY = "on-duty"
    SUPERVISION = "supervision"
    SEARCH = "search"
    CONFLICT_CHECK = "conflict-check"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a report: what is sealed, and what is coded."""

    role: Role
    file_id: UUID
    identity: Mapping[str, Any]
    sex: str = Sex.UNKNOWN
    birth_date: date | None = None
    age_years: int | None = None
    age_band: str | None = None
    disability: str = ""
    languages: Sequence[str] = ()
    needs_interpreter: bool | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Identity:
    """An opened identity; it is shown once and never logged."""

    values: Mapping[str, str]

    def __repr__(self) -> str:
        """Show nothing: a traceback must not print a name."""
        return "Identity(…)"

    @property
    def name(self) -> str:
        """Return the name as written, or nothing."""
        return self.values.get("name", "")


@dataclass(frozen=True, slots=True)
class File:
    """The file a revealed person belongs to, as the ledger knows it."""

    id: UUID
    unit_id: UUID
    ledger_kind: str = "file"


def _district(village_code: object) -> str:
    return ".".join(str(village_code).split(".")[:3]) if village_code else ""


def mention(
    mentions: Sequence[Mention],
    *,
    unit_id: UUID,
    reported_on: date,
    happened_on: date | None,
) -> list[Person]:
    """Store every mention, each sealed under a key of its own; three statements in all."""
    keys = identity.create([m.id for m in mentions], kind="person", unit_id=unit_id)
    persons, tokens = [], []
    for m in mentions:
        known = {"birth_date": m.birth_date, "years": m.age_years, "band": m.age_band}
        age = rules.age_on(reported_on, **known)
        then = rules.age_on(happened_on or reported_on, **known)
        values = {name: _plain(m.identity.get(name)) for name in SEALED if m.identity.get(name)}
        sealed = identity.seal(keys[m.id], values, table=TABLE, pk=m.id, column=COLUMN)
        persons.append(
            Person(
                id=m.id,
                unit_id=unit_id,
                file_id=m.file_id,
                role=m.role,
                sex=m.sex,
                age_at_report=age.years,
                age_at_incident=then.years,
                age_band=age.band or "",
                # Whoever was a child when it happened keeps the protection of one.
                is_child=then.is_child if m.birth_date else age.is_child,
                disability=m.disability,
                languages=list(m.languages),
                needs_interpreter=m.needs_interpreter,
                district_code=_district(values.get("village_code")),
                identity=sealed,
            ),
        )
        tokens += _tokens(m, values)
    Person.objects.bulk_create(persons)
    if tokens:
        Token.objects.bulk_create(tokens)
    return persons


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _tokens(m: Mention, values: Mapping[str, str]) -> list[Token]:
    found = {Purpose.NIK: values.get("nik", "")}
    found[Purpose.PHONE] = rules.normal_phone(values.get("phone") or values.get("contact_number", ""))
    return [
        Token(person_id=m.id, file_id=m.file_id, purpose=purpose, value=token(purpose, text))
        for purpose, text in found.items()
        if len(text) >= _SHORTEST_IDENTIFIER
    ]


# A token of a short text could be guessed by trying all of them.
_SHORTEST_IDENTIFIER = 8


def reveal(persons: Sequence[Person], *, by: Actor, at: datetime, because: Because) -> dict[UUID, Identity]:
    """Open the identities of ``persons``, after writing down who looked, when and why."""
    for person in persons:
        audit.record(
            "person.revealed",
            by=by,
            at=at,
            on=File(person.file_id, person.unit_id),
            reason=because,
            detail={"person": str(person.id), "role": person.role},
        )
    return _open(persons)


def _open(persons: Iterable[Person]) -> dict[UUID, Identity]:
    persons = list(persons)
    keys = identity.load([p.id for p in persons])
    return {
        p.id: Identity(identity.unseal(keys[p.id], bytes(p.identity), table=TABLE, pk=p.id, column=COLUMN))
        for p in persons
        if p.id in keys
    }


def open_for_matching(persons: Iterable[Person]) -> dict[UUID, Identity]:
    """Open identities for a comparison in memory; nothing of it may be shown, stored or logged.

    The caller records the search itself, once; opening each of a thousand names is not a look.
    """
    return _open(persons)
