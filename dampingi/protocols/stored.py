"""Facts as they lie in a run's row: JSON of codes and moments, there and back."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from dampingi.kernel.codes import Authority, Capacity, Risk
from dampingi.protocols.rules import Facts

_MOMENTS = {"received_at", "occurred_at"}
_SETS = {"kinds", "forms", "tpks_kinds", "purposes", "yes_signs", "no_signs", "checks"}


def facts_to(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON; the events lie in rows of their own."""
    said: dict[str, Any] = {}
    for one in fields(facts):
        value = getattr(facts, one.name)
        if one.name == "events":
            continue
        if isinstance(value, frozenset):
            value = sorted(value)
        elif isinstance(value, datetime):
            value = value.isoformat()
        said[one.name] = value
    return said


def facts_from(said: dict[str, Any]) -> Facts:
    """Return the facts that lie in a row."""
    values = dict(said)
    for name in _MOMENTS & values.keys():
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in _SETS & values.keys():
        values[name] = frozenset(values[name])
    values["risk"] = Risk(values["risk"])
    values["authority"] = Authority(values["authority"])
    values["informant"] = Capacity(values["informant"]) if values["informant"] else None
    return Facts(**values)
