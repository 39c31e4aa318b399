"""Every sheet the house declares, found in the modules themselves, and payloads that fill them."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import dampingi
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from tests.house.canary import Marks

HIDDEN = (Privacy.IDENTITY, Privacy.SENSITIVE)


def declared() -> dict[str, Group | Field]:
    """Return the sheets that are part of no other, by the module and name that declare them."""
    found: dict[int, tuple[str, Group | Field]] = {}
    for info in pkgutil.walk_packages(dampingi.__path__, "dampingi."):
        if ".migrations" in info.name:
            continue
        module = importlib.import_module(info.name)
        for name, one in vars(module).items():
            if isinstance(one, Group | Field):
                found.setdefault(id(one), (f"{info.name}.{name}", one))
    inside = {id(item) for _, one in found.values() if isinstance(one, Group) for item in _inside(one)}
    return {name: one for key, (name, one) in found.items() if key not in inside}


def _inside(group: Group) -> Iterator[Group | Field]:
    for item in group.items:
        yield item
        if isinstance(item, Group):
            yield from _inside(item)


def paths(one: Group | Field, at: str = "") -> Iterator[tuple[str, Field]]:
    """Go over the fields of a sheet with the name their input has in the first row."""
    if isinstance(one, Field):
        yield f"{at}{one.code}", one
        return
    for item in one.items:
        inner = at
        if isinstance(item, Group):
            inner = f"{at}{item.code}.0." if item.many else f"{at}{item.code}."
        yield from paths(item, inner)


def filled(group: Group, marks: Marks, *, now: datetime, village: str, rows: int = 1) -> dict[str, Any]:
    """Return a payload in which every field holds something, and every hidden one a marker."""
    said: dict[str, Any] = {}
    for item in group.items:
        if isinstance(item, Field):
            said[item.code] = _value(item, marks, now=now, village=village)
        elif item.many:
            count = rows if item.at_least else 1
            said[item.code] = [filled(item, marks, now=now, village=village) for _ in range(count)]
        else:
            said[item.code] = filled(item, marks, now=now, village=village)
    return said


def _value(one: Field, marks: Marks, *, now: datetime, village: str) -> object:  # noqa: PLR0911 -- one line a kind
    match one.kind:
        case Kind.PLACE if one.privacy not in HIDDEN:
            return village[:5]
        case Kind.CODE:
            return next(iter(one.codes or ()))
        case Kind.CODES:
            return list(one.codes or ())[:2]
        case Kind.YES_NO:
            return True
        case Kind.ANSWERS:
            return dict.fromkeys(one.codes or (), "yes")
        case Kind.NUMBER:
            return 0 if one.code == "victim" else max(one.lowest or 0, min(30, one.highest or 30))
        case Kind.MOMENT:
            # What is agreed for later lies ahead.
            return (now + (timedelta(hours=-2) if one.past_only else timedelta(days=1))).isoformat(timespec="minutes")
        case Kind.DATE if one.privacy not in HIDDEN:
            return (now + timedelta(days=-2 if one.past_only else 30)).date().isoformat()
        case _:
            return marks.of(one, place=village)


def typed(group: Group, payload: Mapping[str, Any], at: str = "") -> dict[str, Any]:
    """Return a payload as a browser sends it."""
    sent: dict[str, Any] = {}
    for item in group.items:
        value, name = payload.get(item.code), f"{at}{item.code}"
        if value is None:
            continue
        if isinstance(item, Group):
            rows = enumerate(value) if item.many else [(None, value)]
            for place, row in rows:
                sent |= typed(item, row, f"{name}." if place is None else f"{name}.{place}.")
        elif item.kind is Kind.MOMENT:
            sent |= {f"{name}_date": str(value)[:10], f"{name}_time": str(value)[11:16]}
        elif item.kind is Kind.ANSWERS:
            sent |= {f"{name}.{code}": answer for code, answer in dict(value).items()}
        elif item.kind is Kind.YES_NO:
            sent[name] = "yes" if value else "no"
        else:
            sent[name] = value
    return sent
