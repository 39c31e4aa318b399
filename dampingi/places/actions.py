"""Reading the gazetteer at install from the npm package ``idn-area-data`` (ODbL 1.0); keeping providers."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import F

from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.refusals import Stale
from dampingi.places.models import District, Provider, Province, Regency, Village
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
