"""Mentioning persons and revealing them: the only place that opens an identity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    LEGAL_LETTER = "legal-letter"
    SHARED = "shared"
    NATIONAL_RECORD = "national-record"


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
        person, found = _sealed(m, keys[m.id], unit_id=unit_id, reported_on=reported_on, happened_on=happened_on)
        persons.append(person)
        tokens += found
    Person.objects.bulk_create(persons)
    if tokens:
        Token.objects.bulk_create(tokens)
    return persons


def _age(m: Mention, day: date, *, said_on: date) -> rules.Age:
    return rules.age_on(day, birth_date=m.birth_date, years=m.age_years, band=m.age_band, said_on=said_on)


def _sealed(
    m: Mention,
    key: identity.OpenKey,
    *,
    unit_id: UUID,
    reported_on: date,
    happened_on: date | None,
) -> tuple[Person, list[Token]]:
    """Return the row of one mention, its identity sealed, and its tokens."""
    age = _age(m, reported_on, said_on=reported_on)
    then = _age(m, happened_on or reported_on, said_on=reported_on)
    values = {name: _plain(m.identity.get(name)) for name in SEALED if m.identity.get(name)}
    person = Person(
        id=m.id,
        unit_id=unit_id,
        file_id=m.file_id,
        role=m.role,
        sex=m.sex,
        age_at_report=age.years,
        age_at_incident=then.years,
        age_band=age.band or "",
        # Whoever was a child when it happened keeps the protection of one; whoever is one has it.
        is_child=age.is_child or then.is_child,
        disability=m.disability,
        languages=list(m.languages),
        needs_interpreter=m.needs_interpreter,
        district_code=_district(values.get("village_code")),
        identity=identity.seal(key, values, table=TABLE, pk=m.id, column=COLUMN),
    )
    return person, _tokens(m, values)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _tokens(m: Mention, values: Mapping[str, str]) -> list[Token]:
    # Digits alone: somebody may have written a name where a number belongs.
    found = {Purpose.NIK: rules.only_digits(values.get("nik", ""))}
    found[Purpose.PHONE] = rules.normal_phone(values.get("phone") or values.get("contact_number", ""))
    return [
        Token(person_id=m.id, file_id=m.file_id, purpose=purpose, value=token(purpose, text))
        for purpose, text in found.items()
        if len(text) >= rules.SHORTEST_IDENTIFIER
    ]


def amend(
    person: Person,
    learned: Mapping[str, Any],
    *,
    reported_on: date,
    happened_on: date | None,
    by: Actor,
    at: datetime,
) -> Person:
    """Write what was learned of somebody: what is empty in ``learned`` stays as it was.

    The identity is opened only to be sealed again under the same key; nothing of it is shown.
    """
    known = {name: value for name, value in learned.items() if value not in (None, "", [])}
    key = identity.load([person.id])[person.id]
    sealed = identity.unseal(key, bytes(person.identity), table=TABLE, pk=person.id, column=COLUMN)
    values = {**sealed, **{name: _plain(known[name]) for name in SEALED if name in known}}
    born = values.get("birth_date")
    m = Mention(
        role=Role(person.role),
        file_id=person.file_id,
        identity=values,
        sex=known.get("sex") or person.sex,
        birth_date=date.fromisoformat(str(born)) if born else None,
        age_years=known.get("age_years", person.age_at_report),
        age_band=known.get("age_band") or person.age_band or None,
        disability=known.get("disability") or person.disability,
        languages=known.get("languages") or person.languages,
        needs_interpreter=known.get("needs_interpreter", person.needs_interpreter),
        id=person.id,
    )
    if "age_band" in known and "age_years" not in known:
        m = replace(m, age_years=None)  # a band learned now says more than an older guess in years
    new, tokens = _sealed(m, key, unit_id=person.unit_id, reported_on=reported_on, happened_on=happened_on)
    new.save(force_update=True)
    Token.objects.filter(person_id=person.id).delete()
    Token.objects.bulk_create(tokens)
    audit.record(
        "person.amended",
        by=by,
        at=at,
        on=File(person.file_id, person.unit_id),
        detail={"person": str(person.id), "fields": sorted(known)},
    )
    return new


def erase(persons: Sequence[Person], *, by: Actor, at: datetime) -> None:
    """Erase identities for good: their keys are destroyed and their tokens deleted (H-07)."""
    ids = [p.id for p in persons]
    Token.objects.filter(person_id__in=ids).delete()
    identity.destroy(ids)
    for person in persons:
        file = File(person.file_id, person.unit_id)
        audit.record("person.erased", by=by, at=at, on=file, detail={"person": str(person.id)})


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


def move(file_ids: Sequence[UUID], *, to_unit: UUID) -> list[UUID]:
    """Hand everybody named in these files to another unit; return who they are."""
    found = Person.objects.filter(file_id__in=list(file_ids))
    ids = list(found.values_list("id", flat=True))
    found.update(unit_id=to_unit)
    return ids


def read_any() -> bool | None:
    """Tell whether somebody's identity opens under the keys that are here; None where nobody's lies sealed.

    For a restore drill: nothing of it is shown, and whose it was is not said.
    """
    for person in Person.objects.order_by("id").iterator(chunk_size=100):
        try:
            if _open([person]):
                return True
        except identity.Unreadable:
            return False
    return None
