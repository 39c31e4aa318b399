"""Keys of shelters: they open where one is. Imported by ``places.actions`` alone."""

from collections.abc import Sequence
from uuid import UUID

from dampingi.keys import ring
from dampingi.keys.ring import OpenKey, seal, unseal
from dampingi.keys.vault import Unreadable

__all__ = ["OpenKey", "Unreadable", "create", "load", "seal", "unseal"]

KIND = "refuge"


def create(shelter_id: UUID, *, unit_id: UUID) -> OpenKey:
    """Make a key for a shelter of the unit. Raises ``NoUnitKey``."""
    return ring.create([shelter_id], kind=KIND, unit_id=unit_id)[shelter_id]


def load(owner_ids: Sequence[UUID]) -> dict[UUID, OpenKey]:
    """Return the keys of these shelters. Raises ``Unreadable``."""
    return ring.load(owner_ids, kinds=(KIND,))
