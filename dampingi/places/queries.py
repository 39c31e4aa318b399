"""Reading the gazetteer."""

from functools import lru_cache
from typing import Any

from django.db.models import Manager

from dampingi.places.models import District, Province, Regency, Village

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


def suggest(text: str, *, under: str = "62", most: int = 10) -> list[tuple[str, str]]:
    """Return villages whose name begins with ``text``, each with its path."""
    found = Village.objects.filter(code__startswith=under, name__istartswith=text.strip())
    rows = found.select_related("district__regency").order_by("name", "code")[:most]
    return [(v.code, f"{v.name}, {v.district.name}, {v.district.regency.name}") for v in rows]
