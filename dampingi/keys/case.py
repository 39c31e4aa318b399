"""Keys of cases, reports, drafts and saved views: they open what is told, never who is who."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from dampingi.keys import ring
from dampingi.keys.ring import OpenKey, seal, unseal
from dampingi.keys.vault import Unreadable

__all__ = ["OpenKey", "Unreadable", "create", "destroy", "load", "seal", "unseal"]

KINDS = ("case", "report", "draft", "view")


def create(
    owner_ids: Sequence[UUID],
    *,
    kind: Literal["case", "report", "draft", "view"],
    unit_id: UUID,
) -> dict[UUID, OpenKey]:
    """Make a key for each case, report, draft or saved view of the unit; one statement.

    Raises ``NoUnitKey``.
    """
    return ring.create(owner_ids, kind=kind, unit_id=unit_id)


def load(owner_ids: Sequence[UUID]) -> dict[UUID, OpenKey]:
    """Return the keys of these owners; a destroyed one is absent. Raises ``Unreadable``."""
    return ring.load(owner_ids, kinds=KINDS)


def destroy(owner_ids: Sequence[UUID]) -> int:
    """Delete the keys of these owners for good and return how many."""
    return ring.destroy(owner_ids, kinds=KINDS)
