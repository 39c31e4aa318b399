"""Invented providers for practice: their names and numbers say plainly that they are."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dampingi.kernel.actors import System
from dampingi.places import actions

_EVERYWHERE: tuple[dict[str, Any], ...] = (
    {"name": "RSUD Contoh", "kind": "hospital", "services": ["health"], "all_hours": True,
     "aids": ["step_free", "female_staff", "separate_door"], "cost": "Gratis untuk korban kekerasan",
     "payers": ["regional", "dak"], "disabilities": ["physical", "sight", "hearing"],
     "notes": "Minta petugas jaga ruang terpadu. Perawatan tidak menunggu laporan polisi."},
    {"name": "Unit PPA Polres Contoh", "kind": "police", "services": ["law_enforcement"], "all_hours": True,
     "aids": ["female_staff", "child_room"], "cost": "Gratis", "payers": ["free"]},
    {"name": "Dinas Sosial Contoh", "kind": "social_office", "services": ["social_rehabilitation", "reintegration"],
     "hours": "Senin–Jumat 08.00–16.00", "cost": "Gratis", "payers": ["free"], "aids": ["home_visit"],
     "disabilities": ["intellectual", "mental", "multiple"]},
)  # fmt: skip
_CAPITAL: tuple[dict[str, Any], ...] = (
    {"name": "LBH Perempuan Contoh", "kind": "legal_aid", "services": ["legal"], "hours": "Senin–Jumat 09.00–17.00",
     "cost": "Gratis", "payers": ["free"], "aids": ["female_staff", "interpreter"], "contact": "Ibu Contoh"},
    {"name": "Psikolog Klinis Contoh", "kind": "psychologist", "services": ["health", "social_rehabilitation"],
     "hours": "Selasa dan Kamis 13.00–17.00", "age_from": 6, "cost": "Dibayar unit", "payers": ["dak", "unit"],
     "aids": ["child_room", "sign"]},
    {"name": "BP3MI Contoh", "kind": "migrant_office", "services": ["repatriation"], "hours": "Senin–Jumat 08.00–16.00",
     "cost": "Gratis", "payers": ["free"]},
    {"name": "SMP Contoh 1", "kind": "school", "services": ["reintegration"], "age_from": 12, "age_to": 17,
     "hours": "Senin–Jumat 07.00–14.00", "cost": "Gratis", "payers": ["free"]},
    {"name": "Klinik Contoh (tutup)", "kind": "puskesmas", "services": ["health"], "hours": "Senin–Sabtu",
     "closed": True},
    {"name": "Yayasan Contoh Lama", "kind": "organisation", "services": ["reintegration"], "hours": "Dengan janji",
     "old": True},
)  # fmt: skip


def keep_providers(unit_id: UUID, region: str, called: str, *, capital: bool, at: datetime) -> None:
    """Put the invented providers of one region into the directory."""
    by = System("demo")
    for place, one in enumerate((*_EVERYWHERE, *(_CAPITAL if capital else ()))):
        said = dict(one)
        old, closed = said.pop("old", False), said.pop("closed", False)
        values = {
            **said,
            "name": f"{said['name']} {called}",
            "unit_id": unit_id,
            "region_code": region,
            "phone": f"0536-0000-{place:03}",
            "confirmed_on": (at - timedelta(days=300 if old else 20 + place)).date(),
            "closed_on": (at - timedelta(days=10)).date() if closed else None,
        }
        actions.add_provider(values, by=by, at=at)
