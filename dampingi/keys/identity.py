"""Keys of persons: they open an identity. Imported by ``people.actions`` and ``queries`` alone."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from dampingi.keys import ring
from dampingi.keys.ring import OpenKey, seal, unseal
from dampingi.keys.vault import Unreadable

__all__ = ["OpenKey", "Unreadable", "create", "destroy", "load", "seal", "unseal"]

KINDS = ("person",)


def create(
    owner_ids: Sequence[UUID],
    *,
    kind: Literal["person"] = "person",
    unit_id: UUID,
) -> dict[UUID, OpenKey]:
    """Make a key for each person of the unit; one statement. Raises ``NoUnitKey``."""
    return ring.create(owner_ids, kind=kind, unit_id=unit_id)


def load(owner_ids: Sequence[UUID]) -> dict[UUID, OpenKey]:
    """Return the keys of these persons; a destroyed one is absent. Raises ``Unreadable``."""
    return ring.load(owner_ids, kinds=KINDS)


def destroy(owner_ids: Sequence[UUID]) -> int:
    """Delete the keys of these persons for good and return how many."""
    return ring.destroy(owner_ids, kinds=KINDS)
