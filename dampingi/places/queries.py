"""Reading the gazetteer and the directory of providers."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Manager, Q, QuerySet, Value
from django.db.models.functions import Lower, Replace

from dampingi.places import rules
from dampingi.places.models import District, Provider, Province, Regency, UnitPlace, Village

_DEPTHS: dict[int, Manager[Any]] = {1: Province.objects, 2: Regency.objects, 3: District.objects, 4: Village.objects}


@lru_cache(maxsize=4_096)
def _is_known(code: str) -> bool:
    places = _DEPTHS.get(len(code.split(".")))
    found = places is not None and places.filter(code=code).exists()
    if not found:
        raise KeyError(code)  # an unknown code is not remembered: it may be loaded later
    return True


def known(codes: set[str]) -> set[str]:
    """Return those of ``codes`` that are in the gazetteer, at whatever depth."""
    found = set()
    for code in codes:
        try:
            _is_known(code)
        except KeyError:
            continue
        found.add(code)
    return found


def regions_under(province: str) -> list[tuple[str, str]]:
    """Return codes and names of the regencies of a province."""
    return list(Regency.objects.filter(province_id=province).order_by("code").values_list("code", "name"))


def path_of(code: str) -> str:
    """Return a place with its path: 53 village names occur more than once in the province."""
    parts, names = code.split("."), []
    for depth in range(len(parts), 0, -1):
        name = _DEPTHS[depth].filter(code=".".join(parts[:depth])).values_list("name", flat=True).first()
        if name:
            names.append(name)
    return ", ".join(names)


def paths_of(codes: Iterable[str]) -> dict[str, str]:
    """Return several places with their paths, in one statement for each depth."""
    wanted = {code: code.split(".") for code in set(codes)}
    names: dict[str, str] = {}
    for depth, places in _DEPTHS.items():
        if asked := {".".join(parts[:depth]) for parts in wanted.values() if len(parts) >= depth}:
            names |= dict(places.filter(code__in=asked).values_list("code", "name"))
    return {
        code: ", ".join(names[".".join(parts[:d])] for d in range(len(parts), 0, -1) if ".".join(parts[:d]) in names)
        for code, parts in wanted.items()
    }


def offered(region: str, *, unit_id: UUID) -> list[str]:
    """Return the names a unit's form offers: its own places, its villages, the regencies around.

    A district unit gets the villages of its regency, a provincial unit its districts. Typed or
    chosen, ``resolve`` turns a name into its code.
    """
    province = region.split(".", maxsplit=1)[0]
    own = list(UnitPlace.objects.filter(unit_id=unit_id).order_by("name").values_list("name", flat=True))
    regencies = [name for _code, name in regions_under(province)]
    if "." not in region:
        districts = District.objects.select_related("regency").filter(code__startswith=f"{province}.").order_by("code")
        return [*own, *regencies, *(f"{d.name}, {d.regency.name}" for d in districts)]
    villages = Village.objects.select_related("district").filter(code__startswith=f"{region}.").order_by("name", "code")
    return [*own, *regencies, *(f"{v.name}, {v.district.name}" for v in villages)]


def resolve(
    text: str,
    *,
    under: str = "62",
    unit_id: UUID | None = None,
    village_first: bool = False,
) -> list[tuple[str, str]]:
    """Return the places that ``text`` may mean, each with its path: one is an answer, several a question.

    A dotted code, a name ("Palangka Raya", "Kab. Kapuas") or a path ("Pahandut, Kota Palangkaraya").
    Spaces, case and the words for the kind of place do not matter. Undotted codes mean nothing here:
    the two code systems must never be taken for each other.
    """
    if not " ".join(text.split()).isprintable():
        return []  # no place is written with NUL or half a character, and no database asks for one
    if _CODE.fullmatch(text.strip()):
        code = text.strip()
        return [(code, path_of(code))] if known({code}) else []
    first, *rest = [_squeezed(part) for part in text.split(",")]
    if not first or first.isdecimal():
        return []
    own = UnitPlace.objects.exclude(district_code="").annotate(squeezed=_SQUEEZED)
    squeezed = "".join(text.casefold().split())
    if unit_id and (place := own.filter(unit_id=unit_id, squeezed=squeezed).first()):
        return [(place.district_code, path_of(place.district_code))]
    villages, districts = Village.objects.filter(code__startswith=under), District.objects.filter(code__startswith=under)
    wide: list[QuerySet[Any]] = [Regency.objects.all(), Province.objects.all()]
    near: list[QuerySet[Any]] = [districts, villages]
    for rows in [villages, *wide, districts] if village_first else [*wide, *near]:
        named = rows.annotate(squeezed=_SQUEEZED).filter(_named(first)).order_by("code")[:50]
        paths = [(row.code, path_of(row.code)) for row in named]
        meant = [(code, path) for code, path in paths if all(part in _squeezed(path) for part in rest)]
        if meant:
            return _of_that_kind(text, meant)
    return []


def _of_that_kind(text: str, meant: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of the kind that was said: a city and a regency may share their name, as Bandung's do."""
    said = _ABBREVIATED.sub("kabupaten ", text.split(",", maxsplit=1)[0].strip().casefold())
    named = [(code, path) for code, path in meant if "".join(path.split(",", maxsplit=1)[0].casefold().split()) == "".join(said.split())]
    return named or meant


_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", re.ASCII)
_KINDS = re.compile(r"\b(kabupaten|kab\.?|kota|kecamatan|kec\.?|desa|kelurahan|kel\.?|provinsi|prov\.?)\s+", re.IGNORECASE)
_ABBREVIATED = re.compile(r"^kab\.?\s+")
_SQUEEZED = Replace(Lower("name"), Value(" "), Value(""))


def _squeezed(text: str) -> str:
    return "".join(_KINDS.sub("", text.strip()).casefold().split())


def _named(name: str) -> Q:
    return Q(squeezed__in=[name, f"kabupaten{name}", f"kota{name}"])


MOST_PROVIDERS = 200
_NEAR = tuple(rules.Nearness)


def providers(*, day: date, near: str = "", service: str = "", text: str = "", old: bool = False) -> Sequence[Provider]:
    """Return who gives services on ``day``, the nearest to a region first; at most two hundred."""
    found = Provider.objects.old_on(day) if old else Provider.objects.open_on(day)
    if service:
        found = found.filter(services__contains=[service])
    if text.strip():
        found = found.filter(name__icontains=text.strip())
    rows = list(found[:MOST_PROVIDERS])
    return sorted(rows, key=lambda p: _NEAR.index(rules.nearness(near, p.region_code))) if near else rows


def instead_of(provider: Provider, *, day: date, service: str = "", most: int = 3) -> Sequence[Provider]:
    """Return who else gives the service, or any service of one that has closed; the nearest first."""
    wanted = {service} if service else set(provider.services)
    rows = providers(day=day, near=provider.region_code)
    return [p for p in rows if p.id != provider.id and wanted & set(p.services)][:most]
