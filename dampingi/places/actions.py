"""Reading the gazetteer at install from the npm package ``idn-area-data`` (ODbL 1.0); keeping providers and shelters."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.refusals import Stale
from dampingi.keys import shelter as shelter_keys
from dampingi.places.fields import SECRET
from dampingi.places.models import District, Provider, Province, Regency, Shelter, Village
from dampingi.places.rules import BPS

OURS = "62."


class NoGazetteer(Exception):
    """The package is not there; the message says what to do."""


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / "data" / f"{name}.csv"
    if not path.is_file():
        message = f"{path} is missing: run `make` once with the network, it fetches idn-area-data."
        raise NoGazetteer(message)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _put(model: type[models.Model], rows: list[models.Model], *fields: str) -> None:
    model._default_manager.bulk_create(
        rows,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(fields),
    )


@transaction.atomic
def load(*, folder: Path) -> int:
    """Read provinces and regencies of Indonesia, districts and villages of Kalimantan Tengah.

    Repeatable; returns how many places there are. Raises ``NoGazetteer`` when the package is missing.
    """
    provinces = [Province(code=r["code"], name=r["name"]) for r in _rows(folder, "provinces")]
    regencies = [
        Regency(code=r["code"], province_id=r["province_code"], name=r["name"], bps_code=BPS.get(r["code"], ""))
        for r in _rows(folder, "regencies")
    ]
    districts = [
        District(code=r["code"], regency_id=r["regency_code"], name=r["name"])
        for r in _rows(folder, "districts")
        if r["code"].startswith(OURS)
    ]
    villages = [
        Village(code=r["code"], district_id=r["district_code"], name=r["name"])
        for r in _rows(folder, "villages")
        if r["code"].startswith(OURS)
    ]
    _put(Province, list(provinces), "name")
    _put(Regency, list(regencies), "name", "province", "bps_code")
    _put(District, list(districts), "name", "regency")
    _put(Village, list(villages), "name", "district")
    return len(provinces) + len(regencies) + len(districts) + len(villages)


@transaction.atomic
def add_provider(values: Mapping[str, Any], *, by: Actor, at: datetime) -> Provider:
    """Add a provider to the directory; ``values`` are a cleaned form's, ``unit_id`` and ``region_code`` among them."""
    made = Provider(**values)
    made.save(force_insert=True)
    audit.record("provider.added", by=by, at=at, on=made)
    return made


@transaction.atomic
def change_provider(provider: Provider, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Provider:
    """Change an entry of the directory; raises ``Stale`` when somebody else changed it meanwhile."""
    _change(provider, **values)
    audit.record("provider.changed", by=by, at=at, on=provider, detail={"closed": provider.closed_on is not None})
    return provider


@transaction.atomic
def confirm_provider(provider: Provider, *, today: date, by: Actor, at: datetime) -> Provider:
    """Note that somebody phoned and everything is still so."""
    _change(provider, confirmed_on=today)
    audit.record("provider.confirmed", by=by, at=at, on=provider)
    return provider


def _change(provider: Provider, **to: Any) -> None:
    found = Provider.objects.filter(id=provider.id, version=provider.version)
    if not found.update(version=F("version") + 1, **to):
        raise Stale
    provider.refresh_from_db()


_SHELTER_TABLE, _SHELTER_COLUMN = "places_shelter", "words"


@transaction.atomic
def add_shelter(said: Mapping[str, Any], *, unit_id: UUID, by: Actor, at: datetime) -> Shelter:
    """Add a shelter of a unit; ``said`` is a cleaned ``SHELTER`` sheet, its place sealed at once."""
    made = Shelter(unit_id=unit_id, serves=said["serves"], rooms=said["rooms"], changed_at=at)
    made.is_open = said["is_open"] is not False
    key = shelter_keys.create(made.id, unit_id=unit_id)
    made.words = _sealed_shelter(key, made, {name: said[name] for name in SECRET})
    made.save(force_insert=True)
    audit.record("shelter.added", by=by, at=at, on=made)
    return made


@transaction.atomic
def change_shelter(shelter: Shelter, said: Mapping[str, Any], *, by: Actor, at: datetime) -> Shelter:
    """Change what is known of a shelter; secret answers left empty stay as they are. Raises ``Stale``."""
    key = shelter_keys.load([shelter.id])[shelter.id]
    stood = shelter_keys.unseal(key, bytes(shelter.words), table=_SHELTER_TABLE, pk=shelter.id, column=_SHELTER_COLUMN)
    words = {name: said[name] or stood.get(name, "") for name in SECRET}
    found = Shelter.objects.filter(id=shelter.id, version=shelter.version)
    changed = found.update(
        serves=said["serves"],
        rooms=said["rooms"],
        is_open=said["is_open"] is not False,
        words=_sealed_shelter(key, shelter, words),
        changed_at=at,
        version=F("version") + 1,
    )
    if not changed:
        raise Stale
    audit.record("shelter.changed", by=by, at=at, on=shelter)
    return shelter


def _sealed_shelter(key: shelter_keys.OpenKey, shelter: Shelter, words: Mapping[str, Any]) -> bytes:
    return shelter_keys.seal(key, dict(words), table=_SHELTER_TABLE, pk=shelter.id, column=_SHELTER_COLUMN)


@transaction.atomic
def reveal_shelter(shelter: Shelter, *, because: str, by: Actor, at: datetime) -> dict[str, str]:
    """Return where a shelter is, for somebody who may see it; who, when and why is written down first."""
    audit.record("shelter.revealed", by=by, at=at, on=shelter, reason=because, outcome="looked")
    key = shelter_keys.load([shelter.id])[shelter.id]
    said = shelter_keys.unseal(key, bytes(shelter.words), table=_SHELTER_TABLE, pk=shelter.id, column=_SHELTER_COLUMN)
    return {name: str(said.get(name, "")) for name in SECRET}
